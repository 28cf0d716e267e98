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
from hypothesis import settings
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Bbox
from numpy import ndarray

import helpers
from helpers.functions import Array_Function
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


def drawn_texts(figure: Figure) -> list[tuple[str, Bbox]]:
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
    if root.find("g[@id='figure_1']") is None:
        _give_ids(root)
    return root


def _give_ids(root: Element) -> None:
    """Give Axes, ticks and lines of a live figure the ids that they have in Matplotlib's files."""
    count = itertools.count(1)
    ax, before = None, None
    for group in root.findall("g"):
        ticks = [part for part in group if part.find("g/g/use") is not None]
        across = "y" if before else "x"
        before = ticks if ticks and not before else None
        for tick in ticks:
            tick.set("id", f"{across}tick_{next(count)}")
        if ticks and across == "x":
            ax = Element("g", id=f"axes_{next(count)}")
            root.insert(list(root).index(group), ax)
        parts = [part for part in group.iter() if part.tag != "g"]
        line = len(parts) == 1 and parts[0].tag == "path" and not group.get("id")
        if line and "miter" not in parts[0].get("style"):  # those are the Axes' edges
            group.set("id", f"line2d_{next(count)}")
        if ax is not None:
            root.remove(group)
            ax.append(group)


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
        holder[:] = [put(copy.copy(first), *xy) for xy in zip(*[iter(numbers)] * 2, strict=True)]
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
    if "display: none" in mark.get("style", ""):
        return None
    texts, uses, lines = ([*mark.iter(tag)] for tag in ("text", "use", "path"))
    points = [(float(at.get("x")), float(at.get("y"))) for at in texts or uses]
    if texts:
        return Seen(texts[0].text, "", points) if texts[0].text else None
    if points:
        return Seen(None, "", points)
    commands = re.findall(r"([A-Za-z]) ?(\S+) ([^\sA-Za-z]+)", lines[0].get("d") if lines else "")
    pen = "".join(command for command, _, _ in commands)
    return Seen(None, pen, [(float(x), float(y)) for _, x, y in commands]) if pen else None


def marks_of(root: Element) -> list[Element]:
    """The marks that are in a drawing."""
    return [group for group in root.iter("g") if group.get("id", "").startswith("mark")]


def within(root: Element, *starts: str) -> list[Element]:
    """The groups of a drawing whose id begins with one of these."""
    return [group for group in root.iter("g") if group.get("id", "").startswith(starts)]


# ---- What a reader sees of a live figure, whatever way it is recorded ----

POINT = 0.06
"""How far, in points, a mark may be from its place: the table has one decimal."""
METRICS = TextToPath()
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")


class Scale(NamedTuple):
    """What the ticks of an axis say: number = factor × place + offset."""

    factor: float
    offset: float
    edge: float
    """Where the axis itself is."""

    def __call__(self, place: float) -> float:
        return self.factor * place + self.offset


def scale(ticks: list[Element], along: str, across: str) -> Scale:
    """Read the numbers at the ticks; of powers of ten, read the exponents."""
    words = [re.sub(r"\s", "", "".join(tick.itertext())) for tick in ticks]
    powers = any(tick.find(".//tspan") is not None for tick in ticks)
    if powers or any(ord(letter) in SUPERSCRIPTS for letter in "".join(words)):
        words = [text.removeprefix("10").translate(SUPERSCRIPTS) for text in words]
    read = [(tick, text) for tick, text in zip(ticks, words, strict=True) if text]
    places = [[float(next(tick.iter("use")).get(x)) for x in (along, across)] for tick, _ in read]
    numbers = [float(as_decimal(text)) for _, text in read]
    return Scale(*np.polyfit([place for place, _ in places], numbers, 1), places[0][1])


Points = list[tuple[float, float]]


class Panel(NamedTuple):
    """An Axes with ticks, and what is drawn in it, in the numbers of the ticks."""

    x: Scale
    y: Scale | None
    dots: Points
    lines: list[Points]
    """Those that move."""
    curves: list[Points]
    """Those that do not."""
    points: Points
    """Markers that do not move."""

    def allowed(self, x_slope: float = 0) -> float:
        """How far off in y a point may be, on a line of this slope."""
        return POINT * (abs(self.y.factor) + abs(x_slope * self.x.factor))

    def assert_near(self, place: tuple[float, float], expected: tuple[float, float]) -> None:
        """A point is where its numbers say, to a fraction of a pixel."""
        for at, wanted, axis in zip(place, expected, (self.x, self.y), strict=True):
            assert abs(at - wanted) <= POINT * abs(axis.factor) + 1e-6 * (1 + abs(wanted))

    def assert_slope(self, line: Points, place: tuple[float, float], slope: float) -> None:
        """A straight line has this slope and goes through here; it may end at the edge."""
        (x0, y0), (x1, y1) = line
        near = self.allowed(slope)
        there = np.interp(place[0], [x0, x1], [y0, y1])
        assert abs(there - place[1]) <= 2 * near + 1e-6 * (1 + abs(place[1]))
        assert abs((y1 - y0) / (x1 - x0) - slope) <= 3 * near / (x1 - x0) + 1e-5

    def assert_guided(self, place: tuple[float, float]) -> None:
        """A dot is here, on the curve's stretch, with a guide from the x axis and to the y axis."""
        (dot,) = self.dots
        self.assert_near(dot, place)
        stretch = [x for x, _ in self.curves[0]]
        assert min(stretch) - 1e-3 <= place[0] <= max(stretch) + 1e-3
        (guide,) = [line for line in self.lines if len(line) == 3]
        left, bottom = self.x(self.y.edge), self.y(self.x.edge)
        corners = [(place[0], bottom), place, (left, place[1])]
        for corner, expected in zip(guide, corners, strict=True):
            self.assert_near(corner, expected)

    def assert_curve(self, func: Callable[[ndarray], ndarray]) -> None:
        """The first curve is this function, everywhere, to a pixel."""
        xs = np.linspace(self.curves[0][0][0], self.curves[0][-1][0], 999)
        ys = np.interp(xs, *np.array(self.curves[0]).T)
        # Matplotlib leaves out points that are within a ninth of a pixel of the line.
        slopes = np.abs(helpers.deriv(func, xs))
        allowed = 1.0 * abs(self.y.factor) + 0.1 * abs(self.x.factor) * slopes
        assert (np.abs(ys - func(xs)) <= allowed + 1e-6).all()


class Screen:
    """What a reader sees of a live figure when its controls stand at this position."""

    def __init__(self, live: LiveFigure, *position: int) -> None:
        self.root, self.sentence = on_screen(live, *position)
        marks = marks_of(self.root)
        self.marks = [mark for mark in map(seen, marks) if mark]
        self.lines = [mark.points for mark in self.marks if mark.pen]
        ticks = within(self.root, "xtick", "ytick")
        self.ticks = {id(part) for tick in ticks for part in tick.iter()}
        self.moving = {id(part) for mark in marks for part in mark.iter()}
        still = [t for t in self.root.iter("text") if t.get("x")]
        still = [text for text in still if id(text) not in self.ticks | self.moving]
        texts = [Word(t.text, float(t.get("x")), float(t.get("y"))) for t in still]
        texts += [Word(mark.words, *mark.points[0]) for mark in self.marks if mark.words]
        self.texts = sorted(texts, key=lambda text: text.y)

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
        found = []
        for ax in within(self.root, "axes_"):
            xticks, yticks = within(ax, "xtick"), within(ax, "ytick")
            if not xticks:
                continue
            x = scale(xticks, "x", "y")
            y = scale(yticks, "y", "x") if yticks else None
            marks = [mark for mark in map(seen, marks_of(ax)) if mark and mark.words is None]
            curves = [seen(line) for line in ax if line.get("id", "").startswith("line2d")]
            uses = [use for use in ax.iter("use") if id(use) not in self.ticks | self.moving]
            read = [
                [[(x(a), y(b) if y else b) for a, b in line] for line in lines]
                for lines in (
                    [[point for mark in marks if not mark.pen for point in mark.points]],
                    [mark.points for mark in marks if mark.pen],
                    [curve.points for curve in curves if curve],
                    [[(float(use.get("x")), float(use.get("y"))) for use in uses]],
                )
            ]
            (dots,), lines, curves, (points,) = read
            found.append(Panel(x, y, dots, lines, curves, points))
        return found

    def graph(self, boxes: list[str]) -> Graph:
        """Read it as a graph diagram with these boxes."""
        found = [Word(words, box.x0 / 2 + box.x1 / 2, y) for words, y, box in self._boxes()]
        return Graph(found, boxes)

    def _boxes(self) -> list[tuple[str, float, Bbox]]:
        """Each text but turned ones, with the height of its middle and the room that it takes."""
        found = []
        for text in self.root.iter("text"):
            if text.text and text.get("x") and "rotate(-90" not in text.get("transform", ""):
                family = "DejaVu Sans Mono" if "Mono" in text.get("style") else "DejaVu Sans"
                (size,) = re.findall(r"font-size: ([\d.]+)px", text.get("style"))
                (anchor,) = re.findall(r"text-anchor: (\w+)", text.get("style"))
                font = FontProperties(family=family, size=float(size))
                width, height, descent = _metrics(text.text, font)
                left = float(text.get("x")) - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
                baseline = float(text.get("y"))
                box = Bbox.from_bounds(left, baseline + descent - height, width, height)
                found.append((text.text, baseline - 0.36 * float(size), box))
        return found

    def assert_all_can_be_read(self) -> None:
        """No words lie on others, and none leave the picture."""
        boxes = {(words, box.x0): box.extents for words, _, box in self._boxes()}
        words, extents = [words for words, _ in boxes], np.array([*boxes.values()])
        x, y, width, height = map(float, self.root.get("viewBox").split())
        inside = (extents >= (x - 0.5, y - 0.5, x - 0.5, -np.inf)).all(axis=1)
        inside &= (extents - 0.5 <= (x + width, y + height, x + width, np.inf)).all(axis=1)
        assert inside.all(), f"{words[inside.argmin()]!r} is cut off"
        low, high = extents[:, :2], extents[:, 2:] - 0.5  # they may touch
        over = (low[:, np.newaxis] < high).all(axis=2) & (low < high[:, np.newaxis]).all(axis=2)
        for one, other in np.argwhere(np.triu(over, 1)):
            raise AssertionError(f"{words[one]!r} lies on {words[other]!r}")


@functools.cache
def _metrics(words: str, font: FontProperties) -> tuple[float, float, float]:
    return METRICS.get_text_width_height_descent(words, font, False)


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
