"""The table of a live figure, as it travels and as it is read: what live.js does, in Python."""

import gzip
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

XLINK = "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("xlink", XLINK)


def as_json(content: object) -> bytes:
    """Write what a browser can read."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def packed(text: bytes) -> bytes:
    """Compress what `as_json` has written: equal for equal content."""
    return gzip.compress(text, 6, mtime=0)


def unpacked(table: bytes) -> dict:
    """Read what `packed` has made."""
    return json.loads(gzip.decompress(table))


def column_at(column: dict, position: Sequence[int]) -> str:
    """What a column holds at a position: the place of each control among its values."""
    read, *texts = column["texts"]
    for part, text in zip(column["parts"], texts, strict=True):
        row = sum(stride * k for stride, k in zip(part["strides"], position, strict=True))
        if "places" in part:
            row = int(_words(part["places"])[row])
        values = part["values"]
        read += (_words(values) if isinstance(values, str) else values)[row] + text
    return read


@lru_cache(256)
def _words(text: str) -> list[str]:
    return text.split(" ")


def shown(scenes: Sequence[dict], position: Sequence[int], prefix: str = "") -> tuple[Element, str]:
    """The drawing and the sentence of a live figure at one position, as live.js shows them.

    Parameters
    ----------
    scenes
        Drawings with their columns; live.js tells what they hold. Of several, the first control
        chooses one.
    position
        The place of each control.
    prefix
        Goes before each id, since another drawing on the page may have the same ones.
    """
    scene = scenes[position[0] if len(scenes) > 1 else 0]
    (drawing,) = _parsed(scene["svg"], prefix)
    marks = {mark.get("id"): mark for mark in drawing.iter() if mark.get("id")}
    sentence = ""
    for column in scene["columns"]:
        value, mark = column_at(column, position), marks.get(prefix + column["mark"])
        match column["kind"]:
            case "sentence":
                sentence = value
            case "text":
                mark.find(".//text").text = value
            case "place":
                _set_place(mark.find(".//text"), *value.split(" "))
            case "points":
                _set_points(mark, value.split(" ") if value else [])
            case "path":
                mark.find(".//path").set("d", value)
            case "drawing":
                mark[:] = _parsed(value, prefix)
            case "shown" if value != "1":
                mark.set("style", "display: none")
    return drawing, sentence


def _parsed(svg: str, prefix: str) -> Element:
    """An element that holds the drawing, with the prefix before each id."""
    holder = ElementTree.fromstring(f'<g xmlns:xlink="{XLINK}">{svg}</g>')
    for element in holder.iter() if prefix else ():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif value.startswith("#") and name.endswith("href") and element.tag != "a":
                element.set(name, f"#{prefix}{value[1:]}")
            else:
                element.set(name, re.sub(r"url\(#", f"url(#{prefix}", value))
    return holder


def _set_place(mark: Element, x: str, y: str) -> Element:
    mark.set("x", x)
    mark.set("y", y)
    return mark


def _set_points(mark: Element, numbers: list[str]) -> None:
    """Put a point at each pair of numbers."""
    around = next(parent for parent in mark.iter() if parent.find("use") is not None)
    point = around.find("use")
    around[:] = [
        _set_place(Element("use", point.attrib), x, y)
        for x, y in zip(numbers[::2], numbers[1::2], strict=True)
    ]
