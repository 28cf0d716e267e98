"""The graph diagram: boxes that may have several inputs, with numbers on boxes and arrows."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text
from numpy import ndarray

from helpers.arguments import check_chain, check_count, check_number
from helpers.chain import Chain, deriv
from helpers.figures.still import drawn_on
from helpers.figures.style import (
    F1,
    F2,
    F3,
    SLOPE,
    centered,
    check_axes,
    draw_box,
    fitted,
    points_across,
    points_up,
    write,
)
from helpers.functions import sigmoid
from helpers.slopes import error_in_sum, slope_of_product, slopes_at, smallest_slope
from helpers.writing import as_slopes, gives, name_of, number, told, with_enough_decimals


class Node(NamedTuple):
    """A box of a graph: what stands in it, where it stands, and the boxes that feed it."""

    text: str
    place: tuple[float, float]
    """Column and row; neighboring columns are 3 apart, rows at least 1.5."""
    inputs: tuple[str, ...] = ()
    """With one that it uses twice standing there twice: it has two arrows."""
    color: str = "black"


class GraphDiagram:
    """Boxes that may have several inputs and feed several others, with numbers that can change.

    Above each box stands its value, on each arrow the slope of the box that it leads to with
    respect to the box that it comes from, and below each box the slope of the end result with
    respect to it.

    Parameters
    ----------
    ax
        Where to draw; its axis is switched off.
    nodes
        The boxes by name.
    paths
        Color and line style of arrows that stand out, by the names of the boxes at both ends.
    on_arrows
        Whether there are gaps in the arrows, for numbers.
    """

    WIDTH, HEIGHT = 1.5, 0.6
    ABOVE, BELOW = 0.5, -0.52  # where the numbers of a box stand
    SIZE = 10  # of the others

    def __init__(
        self,
        ax: Axes,
        nodes: dict[str, Node],
        paths: dict[tuple[str, str], tuple[str, str]] | None = None,
        on_arrows: bool = True,
    ) -> None:
        ax.set_axis_off()
        self.places = self._arrange(ax, nodes)
        room = (
            min(1.0, 6 * self.SIZE / points_across(ax, 1)),
            1.6 * self.SIZE / points_up(ax, 1),
        )
        self.gap = room if on_arrows else (0, 0)
        self.slope_texts: dict[tuple, Text] = {}
        self.value_texts: dict[str, Text] = {}
        self.backward_texts: dict[str, Text] = {}
        for name, node in nodes.items():
            x, y = self.places[name]
            draw_box(ax, (x, y), self.WIDTH, self.HEIGHT, node.color)
            text, size = fitted(node.text, points_across(ax, 0.94 * self.WIDTH), 11)
            centered(ax, x, y, text, size, color=node.color)
            self.value_texts[name] = centered(ax, x, y + self.ABOVE, "", 11)
            self.backward_texts[name] = centered(ax, x, y + self.BELOW, "", self.SIZE, SLOPE)
            for input_ in dict.fromkeys(node.inputs):
                look = (paths or {}).get((input_, name))
                count = node.inputs.count(input_)
                for k, aside in enumerate(np.linspace(1, -1, count) if count > 1 else [0]):
                    key = (input_, name, k) if k else (input_, name)
                    self.slope_texts[key] = self._draw_arrow(ax, key, look, aside)

    def _arrange(self, ax: Axes, nodes: dict[str, Node]) -> dict[str, tuple[float, float]]:
        """Set the limits of the Axes, and find where in them the boxes stand."""
        columns, rows = zip(*(node.place for node in nodes.values()), strict=True)
        ax.set_xlim(min(columns) - 1, max(columns) + 1)
        ax.set_ylim(min(rows) - 0.85, max(rows) + 0.75)
        return {name: node.place for name, node in nodes.items()}

    def _arrow(self, start: str, end: str, aside: float) -> tuple[ndarray, ...]:
        """Where an arrow begins, where its number stands, and where it ends.

        Arrows between the same two boxes are moved aside, by −1 to 1.
        """
        ends = self.places[start], self.places[end]
        return tuple(place + np.array([0, 0.2 * aside]) for place in _arrow(*ends))

    def _draw_arrow(
        self, ax: Axes, ends: tuple, look: tuple[str, str] | None, aside: float
    ) -> Text:
        """Draw an arrow with a gap for a number; return the text in it."""
        color, style = look or ("black", "-")
        tail, middle, tip = self._arrow(*ends[:2], aside)
        # So long that the line ends at the number, beside it or above and below it.
        across, up = np.maximum(np.abs(tip - tail), 1e-9)
        half_gap = min(self.gap[0] / across, self.gap[1] / up) / 2 * (tip - tail)
        before, after = middle - half_gap, middle + half_gap
        line = {"color": color, "linestyle": style, "linewidth": 2.5 if look else 1}
        ax.plot(*zip(tail, before, strict=True), **line)
        ax.annotate("", tip, after, arrowprops={"arrowstyle": "->", "shrinkA": 0, **line})
        return centered(ax, *middle, "", self.SIZE, color)

    def show(
        self,
        values: dict[str, str],
        slopes: dict[tuple, str],
        backward: dict[str, str],
    ) -> None:
        """Write these numbers at boxes and arrows.

        Parameters
        ----------
        values
            What to write above boxes, by name.
        slopes
            What to write on arrows, by the names of the boxes at both ends; for the second arrow
            between them with a 1 behind these, for the third with a 2.
        backward
            What to write below boxes, by name.
        """
        for texts, shown in [
            (self.value_texts, values),
            (self.slope_texts, slopes),
            (self.backward_texts, backward),
        ]:
            write(texts.values(), [shown.get(key, "") for key in texts])

    @property
    def texts(self) -> list[Text]:
        """All numbers."""
        kinds = (self.value_texts, self.slope_texts, self.backward_texts)
        return [text for texts in kinds for text in texts.values()]


class GraphColumn(GraphDiagram):
    """The same from top to bottom, for a phone.

    The Axes count in inches.

    Parameters
    ----------
    ax, nodes, paths, on_arrows
        As those of `GraphDiagram`.
    above, below
        Whether arrows leave room for numbers there at boxes.
    """

    HEIGHT = 0.32
    ABOVE, BELOW = 0.27, -0.28
    SIZE = 9

    def __init__(
        self,
        ax: Axes,
        nodes: dict[str, Node],
        paths: dict[tuple[str, str], tuple[str, str]] | None = None,
        on_arrows: bool = True,
        above: bool = True,
        below: bool = True,
    ) -> None:
        self.room = np.array([0.18 * above, 0.18 * below])
        self.arrows = [(input_, name) for name, node in nodes.items() for input_ in {*node.inputs}]
        super().__init__(ax, nodes, paths, on_arrows)

    def _arrange(self, ax: Axes, nodes: dict[str, Node]) -> dict[str, tuple[float, float]]:
        width, height = ax.bbox.size / ax.figure.dpi
        ax.set(xlim=(0, width), ylim=(0, height))
        places = [node.place for node in nodes.values()]
        columns, rows = map(np.array, zip(*places, strict=True))
        pairs = combinations(places, 2)
        apart = min([2.0, *(abs(r - s) for (c, r), (d, s) in pairs if c == d)])
        unit = width / (np.ptp(rows) + apart)
        self.WIDTH = min(1.5, 0.86 * apart * unit)
        top, bottom = self.HEIGHT / 2 + 0.06 + self.room
        pitch = (height - top - bottom) / max(np.ptp(columns), 1)
        x = unit * (apart / 2 + max(rows) - rows)
        y = height - top - pitch * (columns - min(columns))
        return dict(zip(nodes, zip(x, y, strict=True), strict=True))

    def _arrow(self, start: str, end: str, aside: float) -> tuple[ndarray, ...]:
        above, below = self.HEIGHT / 2 + 0.04 + self.room
        shift = 0.3 * self.WIDTH * aside
        tail = np.subtract(self.places[start], (shift, below))
        tip = np.subtract(self.places[end], (shift, -above))
        # Where arrows meet, there is less room.
        out = sum(name == start for name, _ in self.arrows)
        into = sum(name == end for _, name in self.arrows)
        part = 0.5 + 0.2 * np.sign(out - into)
        return tail, tail + part * (tip - tail), tip


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> tuple[ndarray, ...]:
    """Where an arrow between two boxes begins, where its number stands, and where it ends."""
    side = (GraphDiagram.WIDTH / 2 + 0.05, 0)
    tail, tip = np.add(start, side), np.subtract(end, side)
    # Arrows that cross do so halfway, so their numbers stand nearer to where they come from.
    part = 0.47 if start[1] == end[1] else 0.36
    return tail, tail + part * (tip - tail), tip


def arranged(inputs: list[list[int]]) -> list[tuple[float, float]]:
    """Places for the boxes of a graph, such that its arrows go from left to right and can be read.

    Parameters
    ----------
    inputs
        For each box the indices of the boxes that feed it, all of them smaller than its own.

    Returns
    -------
    list of (column, row)
    """
    column: list[int] = []
    for feeding in inputs:
        column.append(max((column[i] + 1 for i in feeding), default=0))
    for box, feeding in enumerate(inputs):  # a box without inputs stands next to what it feeds
        fed = [column[other] for other, theirs in enumerate(inputs) if box in theirs]
        column[box] = min(fed) - 1 if fed and not feeding else column[box]
    arrows = [(i, box) for box, feeding in enumerate(inputs) for i in set(feeding)]

    def cost(rows: list[float]) -> float:
        """What makes it hard to read counts most, then long arrows."""
        boxes = np.array([(3.0 * c, r) for c, r in zip(column, rows, strict=True)])
        drawn = [_arrow(boxes[i], boxes[j]) for i, j in arrows]
        spots = [middle for _, middle, _ in drawn]
        for tail, _, tip in drawn:
            spots_on_arrow = tail + np.linspace(0.1, 0.9, 9)[:, np.newaxis] * (tip - tail)
            spots += list(spots_on_arrow) if tip[0] - tail[0] > 3 else []
        hits = 0
        for spot in spots:
            hits += np.sum(np.all(np.abs(boxes - spot) < (1.1, 0.85), axis=1))
        numbers = np.array([middle for _, middle, _ in drawn]).reshape(-1, 2)
        near = np.abs(numbers[:, np.newaxis] - numbers) < (0.8, 0.3)
        hits += (np.sum(near.all(axis=2)) - len(numbers)) / 2
        close = np.abs(boxes[:, np.newaxis] - boxes) < (1, 1.5)
        hits += 10 * (np.sum(close.all(axis=2)) - len(boxes))
        return 100 * hits + sum(abs(tip[1] - tail[1]) for tail, _, tip in drawn) + np.ptp(rows)

    # Start in order of appearance, then move one box at a time as long as that helps.
    rows = [-1.6 * sum(c == column[box] for c in column[:box]) for box in range(len(inputs))]
    best, before = cost(rows), np.inf
    while best < before:
        before = best
        for box in range(len(rows)):
            for step in (-2.4, -1.6, -0.8, 0.8, 1.6, 2.4):
                tried = [*rows[:box], rows[box] + step, *rows[box + 1 :]]
                if (found := cost(tried)) < best - 1e-9:
                    rows, best = tried, found
    return [(3.0 * c, r) for c, r in zip(column, rows, strict=True)]


NEURON = {
    "x": Node("x", (0, 1.5)),
    "w": Node("w", (0, 0), color=F1),
    "b": Node("b", (0, -1.5), color=F1),
    "z": Node("z = w · x + b", (3, 0), ("x", "w", "b"), F1),
    "a": Node("a = sigmoid(z)", (6, 0), ("z",), F2),
    "y": Node("y", (6, -1.5)),
    "L": Node("L = (a − y)²", (9, 0), ("a", "y"), F3),
}
"""A neuron and its loss, for one point."""


def neuron_numbers(x: float, y: float, w: float, b: float) -> tuple[dict, dict, dict]:
    """The numbers of a neuron for one point, as `GraphDiagram.show` takes them.

    The slopes of the loss are those for all that training can change: not for x and y. From the
    loss backward, what is shown multiplies to what is shown.
    """
    z = w * x + b
    a = float(sigmoid(np.array(z)))
    da_dz, dl_da = float(deriv(sigmoid, z)), 2 * (a - y)
    dl_dz = dl_da * da_dz
    values = {"x": x, "w": w, "b": b, "z": z, "a": a, "y": y, "L": (a - y) * (a - y)}
    slopes = {("x", "z"): w, ("w", "z"): x, ("b", "z"): 1, ("z", "a"): da_dz, ("a", "L"): dl_da}
    slopes |= {("y", "L"): -dl_da}
    backward = {"L": 1, "a": dl_da, "z": dl_dz, "w": dl_dz * x, "b": dl_dz}
    # Where the sigmoid is too flat for deriv, so is all that comes from it.
    flat = smallest_slope(sigmoid, z)
    errors = {"z": flat * abs(dl_da), "w": flat * abs(dl_da * x), "b": flat * abs(dl_da)}
    texts = {name: number(value) for name, value in values.items()}
    on_arrows = {
        ends: number(slope, error=flat * (ends == ("z", "a"))) for ends, slope in slopes.items()
    }
    below = {name: number(slope, error=errors.get(name, 0)) for name, slope in backward.items()}
    below["z"] = below["b"] = with_enough_decimals(
        lambda decimals: number(dl_dz, decimals, errors["z"]),
        lambda text: gives([text, texts["x"]], "×", below["w"]),
    )
    below["a"], on_arrows["z", "a"], on_arrows["y", "L"] = with_enough_decimals(
        lambda decimals: [
            number(dl_da, decimals),
            number(da_dz, decimals, flat),
            number(-dl_da, decimals),
        ],
        lambda factors: gives(factors[:2], "×", below["z"]),
    )
    on_arrows["a", "L"] = below["a"]
    return texts, on_arrows, below


def show_neuron(diagram: GraphDiagram, x: float, y: float, w: float, b: float) -> None:
    """Write the numbers of a neuron for one point into the diagram of `NEURON`."""
    values, slopes, backward = neuron_numbers(x, y, w, b)
    below = {name: told(f"∂L/∂{name}", slope) for name, slope in backward.items()}
    diagram.show(values, slopes, below)


@np.errstate(all="ignore")
def plot_neuron(x: float, y: float, w: float, b: float, ax: Axes | None = None) -> Axes:
    """Draw a neuron, sigmoid(w · x + b), and its squared error for one point.

    Parameters
    ----------
    x, y
        The input and what the neuron should predict for it.
    w, b
        Its weight and its bias.
    ax
        Where to draw; a new figure of the right size without it.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError, ValueError
        If one of the numbers is not a finite number, or `ax` is not an Axes.
    """
    numbers = {"x": x, "y": y, "w": w, "b": b}
    numbers = {name: check_number(name, value) for name, value in numbers.items()}

    def draw(ax: Axes, narrow: bool) -> None:
        show_neuron((GraphColumn if narrow else GraphDiagram)(ax, NEURON), **numbers)

    return drawn_on(check_axes(ax), draw, (10, 4), 5.0)


@np.errstate(all="ignore")
def plot_diamond(chain: Chain, input_: float, ax: Axes | None = None) -> Axes:
    """Draw f1(x) · f2(x), in which x takes two paths, with all values and slopes.

    Parameters
    ----------
    chain
        The two functions, [f1, f2]: here they stand side by side.
    input_
        The number that goes into both.
    ax
        Where to draw; a new figure of the right size without it.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError, ValueError
        If `chain` is not a list of two functions that work on arrays, `input_` is not a finite
        number, or `ax` is not an Axes.
    """
    f1, f2 = check_chain("chain", chain, length=2)
    x, ax = check_number("input_", input_), check_axes(ax)
    a, b = (float(f(np.array(x))) for f in (f1, f2))
    da_dx, db_dx = slopes_at([f1, f2], [x, x])
    nodes = {
        "x": Node("x", (0, 0)),
        "a": Node(f"a = {name_of(f1)}(x)", (3, 0.9), ("x",), F1),
        "b": Node(f"b = {name_of(f2)}(x)", (3, -0.9), ("x",), F2),
        "f": Node("f = a · b", (6, 0), ("a", "b")),
    }
    paths = {("x", "a"): (F1, "-"), ("a", "f"): (F1, "-")}
    paths |= {("x", "b"): (F2, "--"), ("b", "f"): (F2, "--")}
    slopes = {("x", "a"): da_dx, ("x", "b"): db_dx, ("a", "f"): b, ("b", "f"): a}
    errors = {("x", "a"): smallest_slope(f1, x), ("x", "b"): smallest_slope(f2, x)}
    backward = {"f": 1, "a": b, "b": a, "x": slope_of_product(f1, f2, x)}
    error_1, error_2 = (error_in_sum(f, x, backward["x"]) for f in (f1, f2))
    of_both = abs(b) * error_1 + abs(a) * error_2
    on_arrows = [number(slope, error=errors.get(ends, 0)) for ends, slope in slopes.items()]
    below = [number(slope, error=of_both * (name == "x")) for name, slope in backward.items()]
    # f depends on x alone, but on a and b together.
    names = ["df/dx" if name == "x" else f"∂f/∂{name}" for name in backward]
    numbers = (
        {name: number(value) for name, value in {"x": x, "a": a, "b": b, "f": a * b}.items()},
        dict(zip(slopes, as_slopes(on_arrows), strict=True)),
        dict(zip(backward, map(told, names, as_slopes(below)), strict=True)),
    )

    def draw(ax: Axes, narrow: bool) -> None:
        (GraphColumn if narrow else GraphDiagram)(ax, nodes, paths).show(*numbers)

    return drawn_on(ax, draw, (7.4, 3.2), 3.7)


@np.errstate(all="ignore")
def plot_network(hidden: int, ax: Axes | None = None) -> Axes:
    """Draw a network with one hidden layer, with its weights on the arrows.

    Parameters
    ----------
    hidden
        The number of hidden units, from 1 to 6.
    ax
        Where to draw; a new figure of the right size without it.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError, ValueError
        If `hidden` is not a whole number from 1 to 6, or `ax` is not an Axes.
    """
    hidden, ax = check_count("hidden", hidden, 1, 6), check_axes(ax)
    rows = 0.9 * (np.arange(hidden)[::-1] - (hidden - 1) / 2)
    units = [f"h[{k}]" for k in range(hidden)]
    nodes = {"x": Node("x", (0, 0))}
    nodes |= {unit: Node(unit, (4.5, y), ("x",), F1) for unit, y in zip(units, rows, strict=True)}
    nodes |= {"p": Node("p", (9, 0), tuple(units), F2)}
    weights = {("x", unit): f"w1[{k}]" for k, unit in enumerate(units)}
    weights |= {(unit, "p"): f"w2[{k}]" for k, unit in enumerate(units)}

    def draw(ax: Axes, narrow: bool) -> None:
        diagram = (
            GraphColumn(ax, nodes, above=False, below=False) if narrow else GraphDiagram(ax, nodes)
        )
        diagram.show({}, weights, {})

    return drawn_on(ax, draw, (9, 0.9 * hidden + 0.6), 2.9)
