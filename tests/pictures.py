"""Figures and live figures, read as a reader sees them."""

import copy
import functools
import itertools
import json
import math
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy import ndarray

import helpers
from helpers.functions import Array_Function
from helpers.live import controls, table
from helpers.live.figure import LiveFigure

HELPERS = Path(helpers.__file__).parent
WHITE, JUPYTERLABS_DARK = "#ffffff", "#111111"
EXPONENTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = r"(−?\d[\d.]*(?<!\.)(?:\u00a0×\u00a010[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|≈\u00a00|−?∞|nan)"
"""A number as it is written for readers."""
HALF = Decimal("0.500002")
"""Of the last digit: what lies between two roundings, but for float noise, agrees with both."""


def without_png(patch: pytest.MonkeyPatch) -> None:
    """Leave out the picture for viewers that know no widgets, a sixth of the time of a view."""
    patch.setattr(LiveFigure, "with_png", False)


def named(name: str) -> Array_Function:
    """A function that doubles, with this name."""

    def func(x: ndarray) -> ndarray:
        return 2 * x

    func.__name__ = name
    return func


def as_decimal(text: str) -> Decimal:
    """Read a number as it is shown: with a real minus sign, tiny or huge with a power of ten."""
    mantissa, _, power = text.partition("\u00a0×\u00a010")
    number = Decimal(mantissa.replace("−", "-").replace("≈\u00a0", ""))
    return number.scaleb(int(power.translate(EXPONENTS) or "0"))


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


def tick_labels(figure: Figure) -> list[Text]:
    """The numbers at the axes."""
    found = []
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis) if ax.axison else ():
            low, high = sorted(axis.get_view_interval())
            labels = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
            found += [label for place, label in labels if low <= place <= high]
    return found


def words_in(figure: Figure) -> list[Text]:
    """All other texts."""
    axes = [axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)]
    of_ticks = {text for axis in axes for text in axis.findobj(Text) if text is not axis.label}
    return [text for text in figure.findobj(Text) if text.get_text() and text not in of_ticks]


def assert_can_be_read(figure: Figure) -> None:
    """No words lie on others, and none leave the picture."""
    texts = [text for text in words_in(figure) + tick_labels(figure) if not text.get_rotation()]
    texts = [text for text in texts if text.get_text()]
    renderer = figure._get_renderer()  # once, as it takes long
    words = [text.get_text() for text in texts]
    boxes = np.array([text.get_window_extent(renderer).extents for text in texts])
    # Without the room above letters that are low, and for the tails of others.
    boxes += np.outer(boxes[:, 3] - boxes[:, 1], (0, 0.25, 0, -0.1))
    low, high = boxes[:, :2], boxes[:, 2:]
    inside = (low >= 0).all(axis=1) & (high <= figure.bbox.max).all(axis=1)
    assert inside.all(), f"{words[inside.argmin()]!r} is cut off"
    over = (low[:, np.newaxis] < high).all(axis=2) & (low < high[:, np.newaxis]).all(axis=2)
    for one, other in np.argwhere(np.triu(over, 1)):
        raise AssertionError(f"{words[one]!r} lies on {words[other]!r}")


class Word(NamedTuple):
    """A text and its place, from the left and from the top."""

    words: str
    x: float
    y: float


class Graph:
    """A graph diagram as a reader sees it: which number is at which box or arrow."""

    def __init__(self, ax: Axes, boxes: list[str]) -> None:
        places = [(t.get_text(), np.array(t.get_position())) for t in ax.texts if t.get_text()]
        self.boxes = {words: place for words, place in places if words in boxes}
        assert len(self.boxes) == len(boxes)
        self.numbers = [(words, place) for words, place in places if words not in boxes]

    def at(self, name: str, below: bool = False) -> str | None:
        """What is written right above a box, or right below it."""
        for words, place in self.numbers:
            x, y = place - self.boxes[name]
            if abs(x) < 0.02 and 0 < (-y if below else y) < 0.75:
                return words
        return None

    def on_arrow(self, start: str, end: str) -> str:
        """The number in an arrow's gap."""
        tail, tip = self.boxes[start] + (0.8, 0), self.boxes[end] - (0.8, 0)
        for words, place in self.numbers:
            part = (place[0] - tail[0]) / (tip[0] - tail[0])
            if 0.2 < part < 0.6 and abs(tail + part * (tip - tail) - place)[1] < 0.025:
                return words
        raise AssertionError(f"nothing on the arrow from {start} to {end}")


def assert_number(text: str, expected: float, slack: float = 1e-6) -> None:
    """A shown number is right to four decimals and three digits, or to all the digits it has.

    Slack is for `deriv`, nan for a kink. Only 0 reads 0.
    """
    if math.isnan(expected):
        return
    if text == "≈\u00a00":
        assert abs(expected) <= slack, (text, expected)
        return
    assert text != "0" or abs(expected) <= 1e-15, (text, expected)
    size = Decimal(10) ** (as_decimal(text).adjusted() - 2) if as_decimal(text) else Decimal(1)
    least = size if "×" in text else max(min(Decimal("0.0001"), size), size / 1000)
    unit = min(last_digit(text), least)
    allowed = HALF * unit + Decimal(slack * abs(expected)) + min(Decimal(slack), unit / 10)
    assert abs(as_decimal(text) - Decimal(expected)) <= allowed, (text, expected)


def assert_equation(words: str, sign: str = "×") -> str:
    """What is written left of = or ≈ gives what stands right of it; return that."""
    if words.endswith(" ≈\u00a00"):
        return "≈\u00a00"
    written, equals, result = re.fullmatch(r"(.*) ([=≈]) (.+)", words).groups()
    factors = [as_decimal(text.strip("()")) for text in written.split(f" {sign} ")]
    by_hand = math.prod(factors) if sign == "×" else sum(factors)
    assert abs(by_hand - as_decimal(result)) <= HALF * last_digit(result), words
    assert (equals == "=") == (by_hand == as_decimal(result)), words
    return result


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
    return table.shown(live.picture.scenes, position)


def strings(column: dict, rows: ndarray) -> list[str]:
    """What a column of a live figure's table holds at all of these positions, of shape (n, k)."""
    string, *texts = column["texts"]
    whole = [string] * len(rows)
    for part, text in zip(column["parts"], texts, strict=True):
        values = part["values"]
        values = values.split(" ") if isinstance(values, str) else values
        index = rows @ part["strides"]
        if "places" in part:
            index = np.array(part["places"].split(" "), dtype=int)[index]
        whole = [before + values[k] + text for before, k in zip(whole, index, strict=True)]
    return whole


def states(live: LiveFigure) -> Iterator[tuple[tuple[int, ...], list["Word"], str]]:
    """At every position: the position, the words in the drawing with their places, the sentence."""
    scenes = live.picture.scenes
    positions = np.array([*itertools.product(*map(range, map(len, positions_of(live))))])
    for number, scene in enumerate(scenes):
        rows = positions[positions[:, 0] == number] if len(scenes) > 1 else positions
        found = {(c["mark"], c["kind"]): strings(c, rows) for c in scene["columns"]
                 if c["kind"] in ("text", "place", "sentence")}  # fmt: skip
        root, still = parsed(scene["svg"]), []
        marks = {group.get("id"): group for group in root.iter("g")}
        moved = {element for mark, kind in found if kind == "text"
                 for element in marks[mark].iter("text")}  # fmt: skip
        for element in root.iter("text"):
            if element not in moved and element.get("x"):
                x, y = float(element.get("x")), float(element.get("y"))
                still.append(Word(element.text or "", x, y))
        names = [mark for mark, kind in found if kind == "text"]
        for k, row in enumerate(rows.tolist()):
            words = [
                Word(found[name, "text"][k], *map(float, found[name, "place"][k].split()))
                for name in names
                if found[name, "text"][k]
            ]
            yield tuple(row), [*still, *words], found["", "sentence"][k]


def positions_of(live: LiveFigure) -> list[list]:
    """What each control can be set to."""
    return [known["values"] for known in live.picture.positions]


# ---- What a reader sees of a live figure: the figure after its `update`, as Matplotlib has it ----


class Panel:
    """An Axes with ticks, and what is drawn in it; of powers of ten, the exponents."""

    def __init__(self, ax: Axes) -> None:
        self.limits, self.bottom = ax.get_xlim(), ax.get_ylim()[0]
        self.dots: list[tuple[float, float]] = []
        self.lines: list[ndarray] = []
        """Curves first, as they are drawn first."""
        for line in ax.lines:
            data = line.get_xydata()
            if ax.get_yscale() == "log":
                data = np.column_stack([data[:, 0], np.log10(data[:, 1])])
            data = data[np.isfinite(data).all(axis=1)]
            if line.get_linestyle() == "None":
                self.dots += map(tuple, data.tolist())
            elif line.get_transform() == ax.transData:  # not that of axhline
                self.lines.append(data)

    def assert_slope(self, line: ndarray, place: tuple[float, float], slope: float) -> None:
        """A straight line has this slope and goes through here."""
        (x0, y0), (x1, y1) = line
        assert (y1 - y0) / (x1 - x0) == near(slope)
        assert np.interp(place[0], [x0, x1], [y0, y1]) == near(place[1])

    def assert_guided(self, place: tuple[float, float], side: int = 0) -> None:
        """A dot is here, on the curve's stretch, with a guide from the x axis and to the y axis.

        That is at the left, or at the right with side=1.
        """
        assert self.dots == [near(place)]
        stretch = self.lines[0][:, 0]
        assert min(stretch) - 1e-3 <= place[0] <= max(stretch) + 1e-3
        assert self.lines[1] == near(
            [(place[0], self.bottom), place, (self.limits[side], place[1])]
        )

    def assert_curve(self, func: Callable[[ndarray], ndarray]) -> None:
        """The first curve is this function, everywhere."""
        xs, ys = self.lines[0].T
        assert len(xs) > 100
        assert ys == near(func(xs))


def near(expected: object) -> object:
    """As near as `deriv` comes to the exact slope."""
    return pytest.approx(np.array(expected), rel=1e-5, abs=1e-5)


class Screen:
    """What a reader sees of a live figure when its controls stand at this position."""

    def __init__(self, live: LiveFigure, *position: int) -> None:
        scene = position[0] if len(live.drawn) > 1 else 0
        self.figure, update = live.drawn[scene]
        values = {
            name: choices[k]
            for (name, choices), k in zip(positions(live).items(), position, strict=True)
        }
        if len(live.drawn) > 1:  # what chooses the scene is nothing to `update`
            values.pop(next(iter(values)))
        if not live.laid_out:  # in its own size, not in that of its SVG
            for figure, move in live.drawn:
                move(**values)
                figure.draw_without_rendering()
            live.laid_out = True
        self.sentence = update(**values)
        size, seen = 72 / self.figure.dpi, words_in(self.figure)
        places = [t.get_transform().transform(t.get_position()) * size for t in seen]
        height = self.figure.bbox.height * size
        words = [Word(t.get_text(), x, height - y) for t, (x, y) in zip(seen, places, strict=True)]
        self.texts = sorted(words, key=lambda text: text.y)

    def rows(self) -> list[list[str]]:
        """All words but tick labels: from top to bottom, each row from left to right."""
        found: list[list[Word]] = []
        for text in self.texts:
            if not found or text.y - found[-1][0].y > 3:
                found.append([])
            found[-1].append(text)
        return [[t.words for t in sorted(row, key=lambda t: t.x)] for row in found]

    def assert_row(self, *expected: str) -> None:
        """These words stand side by side somewhere."""
        size, found = len(expected), self.rows()
        side_by_side = [tuple(row[k : k + size]) for row in found for k in range(len(row))]
        assert expected in side_by_side, f"{expected} is not in {found}"

    def numbers(self) -> list[str]:
        """The numbers in the sentence."""
        return [shown.rstrip(".") for shown in re.findall(NUMBER, self.sentence)]

    def panels(self) -> list[Panel]:
        """Every Axes with ticks, in the order in which they were made."""
        return [Panel(ax) for ax in self.figure.axes if ax.axison]

    def graph(self, boxes: list[str]) -> Graph:
        """Read the first Axes as a graph diagram with these boxes."""
        return Graph(self.figure.axes[0], boxes)


def sentences(live: LiveFigure) -> list[str]:
    """All that stand below the figure, in its first scene; its table must fit into JSON."""
    json.dumps(live.picture.scenes, allow_nan=False)
    columns = live.picture.scenes[0]["columns"]
    column = next(column for column in columns if column["kind"] == "sentence")
    counts = map(len, positions(live).values())
    return [table.column_at(column, place) for place in itertools.product(*map(range, counts))]


def positions(live: LiveFigure) -> dict[str, list]:
    """What `update` gets at each position of each control."""
    return {name: controls.positions_of(name, c).values for name, c in live.controls.items()}
