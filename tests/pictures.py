"""Figures and live figures, read as a reader sees them."""

import copy
import functools
import itertools
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
from hypothesis import settings
from ipywidgets import (
    IntSlider,
)
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy import ndarray

import helpers
from helpers.functions import Array_Function
from helpers.live.figure import LiveFigure

quick = settings(deadline=None, database=None)


HELPERS = Path(helpers.__file__).parent


WHITE, JUPYTERLABS_DARK = "#ffffff", "#111111"


def ids(case: object) -> str:
    """Name a chain in the test's id by its functions."""
    return "-".join(f.__name__ for f in case) if isinstance(case, list) else str(case)


def named(name: str) -> Array_Function:
    """A function that doubles, with this name."""

    def func(x: ndarray) -> ndarray:
        return 2 * x

    func.__name__ = name
    return func


def as_decimal(text: str) -> Decimal:
    """Read a number as it is shown, with a real minus sign."""
    return Decimal(text.replace("−", "-"))


HALF = Decimal("0.500002")
"""Of the last digit: what lies between two roundings, but for float noise, agrees with both."""


def last_digit(text: str) -> Decimal:
    """One unit of the last digit that a shown number has."""
    return Decimal(1).scaleb(as_decimal(text).as_tuple().exponent)


def luminance(color: str) -> float:
    """How bright a colour is to the eye, from 0 to 1, as the WCAG define it."""
    rgb = np.array(mpl.colors.to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(color: str, other: str) -> float:
    """How well two colours can be told apart, from 1 to 21, as the WCAG define it."""
    darker, lighter = sorted([luminance(color), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def drawn_texts(figure: Figure) -> list[tuple[str, mpl.transforms.Bbox]]:
    """Every text that is seen, with the rectangle that it takes up."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    texts = [text for ax in figure.axes for text in ax.texts if text.get_text()]
    assert all(isinstance(text, Text) for text in texts)
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]


def assert_all_can_be_read(figure: Figure) -> None:
    texts = drawn_texts(figure)
    width, height = figure.bbox.width, figure.bbox.height
    for words, box in texts:
        assert box.x0 >= 0 and box.x1 <= width, f"{words!r} is cut off"
        assert box.y0 >= 0 and box.y1 <= height, f"{words!r} is cut off"
    for (words, box), (others, other) in itertools.combinations(texts, 2):
        assert not box.overlaps(other), f"{words!r} lies on {others!r}"


class Word(NamedTuple):
    """A text, in points from the left and from the top, by its middle."""

    words: str
    x: float
    y: float


class Graph:
    """A graph diagram as a reader sees it: which number is at which box or arrow."""

    def __init__(self, texts: list[Word], boxes: list[str]) -> None:
        texts = sorted(texts, key=lambda text: text.y)
        # Names of axes stand below the diagram and may be those of boxes.
        self.boxes = {name: next(t for t in texts if t.words == name) for name in boxes}
        self.texts = [text for text in texts if text not in self.boxes.values()]
        columns = sorted({round(box.x) for box in self.boxes.values()})
        self.unit = min(np.diff(columns)) / 3

    def at(self, name: str, below: bool = False) -> str | None:
        """What is written right above a box, or right below it."""
        box, sign = self.boxes[name], 1 if below else -1
        near = [(sign * (t.y - box.y), t.words) for t in self.texts if abs(t.x - box.x) < 1]
        return min(
            ((y, words) for y, words in near if 0 < y < 0.75 * self.unit), default=(0, None)
        )[1]

    def on_arrow(self, start: str, end: str) -> str:
        """The number in an arrow's gap."""
        tail = np.add(self.boxes[start][1:], (0.8 * self.unit, 0))
        tip = np.subtract(self.boxes[end][1:], (0.8 * self.unit, 0))
        along = (tip - tail) / np.linalg.norm(tip - tail)

        def distance(text: Word) -> float:
            x, y = np.subtract(text[1:], tail)
            if not 0.2 < (along @ (x, y)) / np.linalg.norm(tip - tail) < 0.6:
                return math.inf
            return abs(along[0] * y - along[1] * x)

        nearest = min(self.texts, key=distance)
        assert distance(nearest) < 1.5, f"nothing on the arrow from {start} to {end}"
        return nearest.words


def assert_number(text: str, expected: float, slack: float = 1e-6) -> None:
    """A shown number is right to its last digit; slack is for `deriv`."""
    allowed = HALF * last_digit(text) + Decimal(slack * (1 + abs(expected)))
    assert abs(as_decimal(text) - Decimal(expected)) <= allowed, (text, expected)


def assert_slope_below(graph: Graph, name: str, symbol: str, expected: float) -> None:
    """Below this box stands the slope of the end result with respect to it."""
    words, _, shown = graph.at(name, below=True).partition(" = ")
    assert words == symbol
    assert_number(shown, expected)


Z, A, L = "z = w · x + b", "a = sigmoid(z)", "L = (a − y)²"


NEURON_BOXES = ["x", "w", "b", Z, A, "y", L]


def assert_neuron(graph: Graph, x: float, y: float, w: float, b: float) -> None:
    """All numbers of a neuron are those of the textbook's formulas."""
    z = w * x + b
    a = 1 / (1 + math.exp(-z))
    da_dz = math.exp(-z) / (1 + math.exp(-z)) ** 2
    values = {"x": x, "w": w, "b": b, Z: z, A: a, "y": y, L: (a - y) ** 2}
    for name, value in values.items():
        assert_number(graph.at(name), value)
    dl_dz = 2 * (a - y) * da_dz
    slopes = {("x", Z): w, ("w", Z): x, ("b", Z): 1, (Z, A): da_dz, (A, L): 2 * (a - y)}
    for ends, slope in (slopes | {("y", L): -2 * (a - y)}).items():
        assert_number(graph.on_arrow(*ends), slope)
    below = {A: ("a", 2 * (a - y)), Z: ("z", dl_dz), "w": ("w", dl_dz * x), "b": ("b", dl_dz)}
    for box, (name, slope) in below.items():
        assert_slope_below(graph, box, f"∂L/∂{name}", slope)
    assert graph.at(L, below=True) == "∂L/∂L = 1"
    assert graph.at("x", below=True) is None
    assert graph.at("y", below=True) is None


def parsed(svg: str) -> Element:
    """Read a drawing, its own or one of Matplotlib's, with tags without their namespace."""
    return copy.deepcopy(_tree(svg))


@functools.cache
def _tree(svg: str) -> Element:
    if "xmlns:xlink" not in svg:  # in a page it stands in the HTML, which needs no namespaces
        svg = svg.replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ', 1)
    root = ElementTree.fromstring(svg[svg.index("<svg") :])
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def on_screen(live: LiveFigure, *position: int) -> tuple[Element, str]:
    """The drawing and the sentence that live.js shows at this position of the controls."""
    scenes = live.picture.scenes
    scene = scenes[position[0] if len(scenes) > 1 else 0]
    root, sentence = parsed(scene["svg"]), ""
    marks = {group.get("id"): group for group in root.iter("g")}
    for column in scene["columns"]:
        row = sum(p * stride for p, stride in zip(position, column["strides"], strict=True))
        value = column["values"][row]
        if column["kind"] == "sentence":
            sentence = value
        else:
            show(marks[column["mark"]], column["kind"], value)
    return root, sentence


def show(mark: Element, kind: str, value: object) -> None:
    """Change one mark as live.js does."""
    if kind == "text":
        mark.find("text").text = value
    elif kind == "place":
        mark.set("transform", "translate({} {})".format(*value or (0, 0)))
        mark.set("style", "" if value else "display: none")
    elif kind == "path":
        mark.find("path").set("d", value)
    else:
        assert kind == "marker"
        use = next(mark.iter("use"))
        use.set("style", use.get("style", "") if value else "display: none")
        for name, at in zip("xy", value or [], strict=False):
            use.set(name, str(at))


class Seen(NamedTuple):
    """One mark in a drawing."""

    words: str | None
    """Of a text."""
    pen: str
    """For a line, M where it starts and L where it goes on."""
    points: list[tuple[float, float]]
    """In points, from the top left."""


def seen(mark: Element) -> Seen | None:
    """Read a mark of a drawing; None if there is nothing to be seen of it."""
    text, use, line = mark.find("text"), next(mark.iter("use"), None), mark.find("path")
    if "display: none" in mark.get("style", ""):
        return None
    if text is not None and text.text:
        moved = re.findall(r"translate\((\S+) (\S+)\)", mark.get("transform", "")) or [(0, 0)]
        x, y = (float(text.get(name)) + float(by) for name, by in zip("xy", moved[0], strict=True))
        return Seen(text.text, "", [(x, y)])
    if use is not None and "display: none" not in use.get("style", ""):
        return Seen(None, "", [(float(use.get("x")), float(use.get("y")))])
    if line is not None and use is None and line.get("d"):
        commands = re.findall(r"([A-Za-z]) ?(\S+) ([^\sA-Za-z]+)", line.get("d"))
        return Seen(
            None, "".join(c[0] for c in commands), [(float(x), float(y)) for _, x, y in commands]
        )
    return None


def marks_of(root: Element) -> list[Element]:
    """The marks that are in a drawing."""
    return [group for group in root.iter("g") if group.get("id", "").startswith("mark")]


def drawing(**colors: str) -> str:
    """The SVG of a figure with lines, markers, texts and a patch in these colours."""
    figure = Figure(figsize=(3, 2))
    ax = figure.subplots()
    for number, color in enumerate(colors.values()):
        ax.plot([0, 1], [number, number], "o-", color=color)
        ax.text(0, number, "words", color=color)
        ax.add_patch(mpl.patches.Rectangle((0, 0), 1, 1, facecolor=color, edgecolor=color))
    live = LiveFigure(figure, lambda i: ([], ""), i=IntSlider(max=1))
    return live.picture.scenes[0]["svg"]


def column_at(column: dict, position: Sequence[int]) -> str:
    """The string of a column at this position of the controls, as live.js reads it."""
    string = column["texts"][0]
    for part, text in zip(column["parts"], column["texts"][1:], strict=True):
        values = part["values"]
        values = values.split(" ") if isinstance(values, str) else values
        row = sum(p * stride for p, stride in zip(position, part["strides"], strict=True))
        row = int(part["places"].split(" ")[row]) if "places" in part else row
        string += values[row] + text
    return string
