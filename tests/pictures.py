"""Figures and live figures, read as a reader sees them."""

import copy
import functools
import itertools
import json
import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import settings
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy import ndarray

import helpers
from helpers.functions import Array_Function
from helpers.live import controls
from helpers.live.figure import LiveFigure

quick = settings(deadline=None, database=None)
HELPERS = Path(helpers.__file__).parent
WHITE, JUPYTERLABS_DARK = "#ffffff", "#111111"
NUMBER = r"(−?[\d.]+(?:e[+−]\d+)?)"
HALF = Decimal("0.500002")
"""Of the last digit: what lies between two roundings, but for float noise, agrees with both."""


def ids(case: object) -> str:
    """Name functions in the test's id."""
    functions = case if isinstance(case, tuple | list) else [case]
    return "-".join(getattr(f, "__name__", str(f)) for f in functions)


def named(name: str) -> Array_Function:
    """A function that doubles, with this name."""

    def func(x: ndarray) -> ndarray:
        return 2 * x

    func.__name__ = name
    return func


def as_decimal(text: str) -> Decimal:
    """Read a number as it is shown, with a real minus sign."""
    return Decimal(text.replace("−", "-"))


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


def assert_all_can_be_read(figure: Figure) -> None:
    """No words in the Axes lie on others, and none leave the picture."""
    figure.canvas.draw()
    assert_can_be_read(figure, [text for ax in figure.axes for text in ax.texts])


def assert_can_be_read(figure: Figure, texts: list[Text]) -> None:
    texts = [text for text in texts if text.get_text() and not text.get_rotation()]
    renderer = figure._get_renderer()  # once, as it takes long
    words = [text.get_text() for text in texts]
    boxes = np.array([ink(text, renderer) for text in texts])
    low, high = boxes[:, :2], boxes[:, 2:]
    inside = (low >= 0).all(axis=1) & (high <= figure.bbox.max).all(axis=1)
    assert inside.all(), f"{words[inside.argmin()]!r} is cut off"
    over = (low[:, np.newaxis] < high).all(axis=2) & (low < high[:, np.newaxis]).all(axis=2)
    for one, other in np.argwhere(np.triu(over, 1)):
        raise AssertionError(f"{words[one]!r} lies on {words[other]!r}")


def ink(text: Text, renderer: RendererBase) -> tuple[float, float, float, float]:
    """The rectangle that a text takes up; Matplotlib's is higher, for letters that it lacks."""
    box = text.get_window_extent(renderer)
    if text.get_parse_math() and "$" in text.get_text():
        return box.extents
    font = text.get_fontproperties()
    _, height, below = renderer.get_text_width_height_descent(text.get_text(), font, False)
    _, _, lowest = renderer.get_text_width_height_descent("lp", font, False)
    bottom = box.y0 + max(lowest, below) - below
    return box.x0, bottom, box.x1, bottom + height


class Word(NamedTuple):
    """A text and its place, from the left and from the top."""

    words: str
    x: float
    y: float


class Graph:
    """A graph diagram as a reader sees it: which number is at which box or arrow."""

    def __init__(self, ax: Axes, boxes: list[str]) -> None:
        found = [(t.get_text(), *t.get_position()) for t in ax.texts if t.get_text()]
        texts = sorted((Word(t, 60 * x, -60 * y) for t, x, y in found), key=lambda text: text.y)
        # Names of axes stand below the diagram and may be those of boxes.
        self.boxes = {name: next(t for t in texts if t.words == name) for name in boxes}
        self.texts = [text for text in texts if text not in self.boxes.values()]
        columns = sorted({round(box.x) for box in self.boxes.values()})
        self.unit = min(np.diff(columns)) / 3

    def at(self, name: str, below: bool = False) -> str | None:
        """What is written right above a box, or right below it."""
        box, sign = self.boxes[name], 1 if below else -1
        column = [other for other in self.boxes.values() if abs(other.x - box.x) < 1]
        near = [
            (sign * (t.y - box.y), t.words)
            for t in self.texts
            if abs(t.x - box.x) < 1 and min(column, key=lambda other: abs(t.y - other.y)) is box
        ]
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
    """A shown number is right to its last digit; slack is for `deriv`, nan for a kink."""
    if math.isnan(expected):
        return
    allowed = HALF * last_digit(text) + Decimal(slack * (1 + abs(expected)))
    assert abs(as_decimal(text) - Decimal(expected)) <= allowed, (text, expected)


def assert_equation(words: str, sign: str = "×") -> str:
    """What is written left of = or ≈ gives what stands right of it; return that."""
    written, equals, result = re.fullmatch(r"(.*) ([=≈]) (\S+)", words).groups()
    factors = [as_decimal(text.strip("()")) for text in written.split(f" {sign} ")]
    by_hand = math.prod(factors) if sign == "×" else sum(factors)
    assert abs(by_hand - as_decimal(result)) <= HALF * last_digit(result), words
    assert (equals == "=") == (by_hand == as_decimal(result)), words
    return result


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


split = functools.cache(str.split)


def column_at(column: dict, position: Sequence[int]) -> str:
    """What a column of a live figure's table holds at this position."""
    string, *texts = column["texts"]
    for part, text in zip(column["parts"], texts, strict=True):
        row = sum(p * stride for p, stride in zip(position, part["strides"], strict=True))
        if "places" in part:
            row = int(split(part["places"], " ")[row])
        values = part["values"]
        string += (split(values, " ") if isinstance(values, str) else values)[row] + text
    return string


def on_screen(live: LiveFigure, *position: int) -> tuple[Element, str]:
    """The drawing and the sentence that live.js shows at this position of the controls."""
    scenes = live.picture.scenes
    scene = scenes[position[0] if len(scenes) > 1 else 0]
    root, sentence = parsed(scene["svg"]), ""
    marks = {group.get("id"): group for group in root.iter("g")}
    for column in scene["columns"]:
        string = column_at(column, position)
        if column["kind"] == "sentence":
            sentence = string
        else:
            show(marks[column["mark"]], column["kind"], string)
    return root, sentence


def show(mark: Element, kind: str, string: str) -> None:
    """Change one mark as live.js does."""
    if kind == "text":
        next(mark.iter("text")).text = string
    elif kind == "place":
        put(next(mark.iter("text")), *string.split(" "))
    elif kind == "path":
        next(mark.iter("path")).set("d", string)
    elif kind == "points":
        (holder,) = (group for group in mark.iter("g") if group.find("use") is not None)
        first, numbers = holder.find("use"), string.split(" ") if string else []
        holder[:] = [
            put(copy.deepcopy(first), *xy) for xy in zip(*[iter(numbers)] * 2, strict=True)
        ]
    elif kind == "drawing":
        mark[:] = parsed(f"<svg >{string}</svg>")
    else:
        assert kind == "shown"
        mark.set("style", "" if string else "display: none")


def put(element: Element, x: str, y: str) -> Element:
    element.set("x", x)
    element.set("y", y)
    return element


def positions_of(live: LiveFigure) -> list[list]:
    """What each control can be set to."""
    return [known["values"] for known in live.picture.positions]


# ---- What a reader sees of a live figure: the figure after its `update`, as Matplotlib has it ----

Points = list[tuple[float, float]]


class Scene:
    """A figure of a live figure with what changes it, and which of its lines move."""

    def __init__(self, figure: Figure, update: Callable[..., str], values: dict[str, list]) -> None:
        self.figure, self.update, self.values = figure, update, values
        figure.draw_without_rendering()
        axes = [(ax, axis) for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)]
        ticks = {tick for _, axis in axes for tick in axis.findobj(Text) if tick is not axis.label}
        self.texts = [text for text in figure.findobj(Text) if text not in ticks]
        self.ticks = []
        for ax, axis in axes:
            low, high = sorted(axis.get_view_interval())
            labels = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
            self.ticks += [t for place, t in labels if ax.axison and low <= place <= high]
        lines = [line for ax in figure.axes for line in ax.lines]
        ends = [
            {choices[0], choices[len(choices) // 2], choices[-1]} for choices in values.values()
        ]
        data = {line: set() for line in lines}
        for row in itertools.product(*ends):
            update(**dict(zip(values, row, strict=True)))
            for line in lines:
                data[line].add(line.get_xydata().tobytes())
        self.moving = {line for line in lines if len(data[line]) > 1}


@functools.lru_cache(4)
def scene_of(live: LiveFigure, number: int) -> Scene:
    """One of the scenes of a live figure; its first control chooses, if there are several."""
    values = {name: controls.positions_of(name, c).values for name, c in live.controls.items()}
    if len(live.drawn) > 1:
        values.pop(next(iter(values)))
    return Scene(*live.drawn[number], values)


class Panel:
    """An Axes with ticks, and what is drawn in it; of powers of ten, the exponents."""

    def __init__(self, ax: Axes, moving: set[Line2D]) -> None:
        self.limits, self.bottom = ax.get_xlim(), ax.get_ylim()[0]
        self.dots: Points = []
        self.points: Points = []
        self.lines: list[ndarray] = []
        """Those that move."""
        self.curves: list[ndarray] = []
        for line in ax.lines:
            data = line.get_xydata()
            if ax.get_yscale() == "log":
                data = np.column_stack([data[:, 0], np.log10(data[:, 1])])
            data = data[np.isfinite(data).all(axis=1)]
            if line.get_linestyle() == "None":
                (self.dots if line in moving else self.points).extend(map(tuple, data.tolist()))
            elif len(data):
                (self.lines if line in moving else self.curves).append(data)

    def assert_slope(self, line: ndarray, place: tuple[float, float], slope: float) -> None:
        """A straight line has this slope and goes through here."""
        (x0, y0), (x1, y1) = line
        assert (y1 - y0) / (x1 - x0) == near(slope)
        assert np.interp(place[0], [x0, x1], [y0, y1]) == near(place[1])

    def assert_guided(self, place: tuple[float, float]) -> None:
        """A dot is here, on the curve's stretch, with a guide from the x axis and to the y axis."""
        assert self.dots == [near(place)]
        stretch = self.curves[0][:, 0]
        assert min(stretch) - 1e-3 <= place[0] <= max(stretch) + 1e-3
        (guide,) = [line for line in self.lines if len(line) == 3]
        assert guide == near([(place[0], self.bottom), place, (self.limits[0], place[1])])

    def assert_curve(self, func: Callable[[ndarray], ndarray]) -> None:
        """The first curve is this function, everywhere."""
        xs, ys = self.curves[0].T
        assert len(xs) > 100
        assert ys == near(func(xs))


def near(expected: object) -> object:
    """As near as `deriv` comes to the exact slope."""
    return pytest.approx(np.array(expected), rel=1e-5, abs=1e-5)


class Screen:
    """What a reader sees of a live figure when its controls stand at this position."""

    def __init__(self, live: LiveFigure, *position: int) -> None:
        several = len(live.drawn) > 1
        self.scene = scene = scene_of(live, position[0] if several else 0)
        self.figure = figure = scene.figure
        chosen = zip(scene.values.items(), position[several:], strict=True)
        self.sentence = scene.update(**{name: values[k] for (name, values), k in chosen})
        size, seen = 72 / figure.dpi, [t for t in self.scene.texts if t.get_text()]
        places = [t.get_transform().transform(t.get_position()) * size for t in seen]
        height = figure.bbox.height * size
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
        return [Panel(ax, self.scene.moving) for ax in self.figure.axes if ax.axison]

    def graph(self, boxes: list[str]) -> Graph:
        """Read the first Axes as a graph diagram with these boxes."""
        return Graph(self.figure.axes[0], boxes)

    def assert_all_can_be_read(self) -> None:
        """No words lie on others, and none leave the picture."""
        assert_can_be_read(self.figure, [*self.scene.texts, *self.scene.ticks])


def some(count: int, *always: int) -> list[int]:
    """The first and last position of a control, those asked for, and three random ones."""
    random = np.random.default_rng(count).integers(count, size=3)
    return sorted({0, count - 1, *always, *random.tolist()})


def sentences(live: LiveFigure) -> list[str]:
    """All that stand below the figure, in its first scene; its table must fit into JSON."""
    json.dumps(live.picture.scenes, allow_nan=False)
    columns = live.picture.scenes[0]["columns"]
    column = next(column for column in columns if column["kind"] == "sentence")
    counts = map(len, positions(live).values())
    return [column_at(column, place) for place in itertools.product(*map(range, counts))]


def positions(live: LiveFigure) -> dict[str, list]:
    """What each control can be set to, by its name."""
    return dict(zip(live.controls, positions_of(live), strict=True))
