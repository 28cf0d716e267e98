"""The graph of a computation that numbers have recorded, as those of notebook 10 do."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from matplotlib.axes import Axes

from helpers.arguments import check_array, check_kind, check_text, described
from helpers.autodiff import Value, add, in_order, multiply
from helpers.figures.boxes import SUBSCRIPTS
from helpers.figures.graphs import GraphColumn, GraphDiagram, Node, arranged
from helpers.figures.still import drawn_on
from helpers.figures.style import F1, F2, check_axes
from helpers.writing import number

MOST = 16
"""A graph of more numbers cannot be read."""


class Recorded(Protocol):
    """A number that remembers how it was computed, such as a `Value`.

    It may have a `slope`, too: that of the end result with respect to it, None if not known yet.
    """

    name: str
    value: float
    inputs: Sequence[tuple["Recorded", float]]
    """What it was computed from, each with the slope of this number with respect to it."""


def example() -> list[Value]:
    """The graph of x · x · (x · x + y) at x = 3 and y = −2, in which x · x is used twice."""
    x, y = Value(3.0, name="x"), Value(-2.0, name="y")
    a = multiply(x, x)
    b = add(a, y)
    f = multiply(a, b)
    a.name, b.name, f.name = "a = x · x", "b = a + y", "f = a · b"
    return in_order(f)


class RecordedGraph:
    """Up to 16 recorded numbers, inputs before what they feed, and where their boxes stand.

    Raises
    ------
    TypeError
        If `order` is not a list of numbers with a name, a value and inputs.
    ValueError
        If it is too long or empty, has an input after what it feeds, or an array for a number.
    """

    def __init__(self, order: Sequence[Recorded] | None) -> None:
        order = example() if order is None else order
        check_kind("order", order, list | tuple, "a list of numbers that remember")
        if not 1 <= len(order) <= MOST:
            raise ValueError(f"order must hold 1 to {MOST} numbers, got {len(order)}")
        for node in order:
            _check_recorded(node)
        place = {id(node): k for k, node in enumerate(order)}
        self.values = [float(node.value) for node in order]
        self.slopes = [getattr(node, "slope", None) for node in order]
        self.names = _told_apart([node.name or "number" for node in order])
        # For each box: the indices of its inputs, each with the slope on the arrow from it.
        self.inputs = [
            [(place.get(id(input_), k), float(slope)) for input_, slope in node.inputs]
            for k, node in enumerate(order)
        ]
        for k, name in enumerate(self.names):
            if not all(i < k for i, _ in self.inputs[k]):
                raise ValueError(
                    f"order must have inputs before what they feed, but one of {name} does not"
                )
        self.places = arranged([[i for i, _ in inputs] for inputs in self.inputs])

    def __len__(self) -> int:
        """Count the boxes."""
        return len(self.names)

    @property
    def size(self) -> tuple[float, float]:
        """How wide and high a picture of it is, in inches."""
        columns, rows = zip(*self.places, strict=True)
        return max(6, 0.8 * (np.ptp(columns) + 2)), max(2.0, 0.85 * (np.ptp(rows) + 1.6))

    def short(self, k: int) -> str:
        """The name of a box as a sentence needs it."""
        return _short(self.names[k])

    @property
    def nodes(self) -> dict[str, Node]:
        """The boxes of a diagram, by their place in the order."""
        return {
            str(k): Node(name, place, tuple(str(i) for i, _ in inputs), F2 if inputs else F1)
            for k, (name, place, inputs) in enumerate(
                zip(self.names, self.places, self.inputs, strict=True)
            )
        }

    def show(self, diagram: GraphDiagram, below: dict[int, str]) -> None:
        """Write all numbers, and these words below boxes."""
        on_arrows = {}
        for k, inputs in enumerate(self.inputs):
            for i, slope in inputs:
                key, further = (str(i), str(k)), 0
                while key in on_arrows:
                    further += 1
                    key = (str(i), str(k), further)
                on_arrows[key] = number(slope)
        values = {str(k): number(value) for k, value in enumerate(self.values)}
        diagram.show(values, on_arrows, {str(k): words for k, words in below.items()})


def _told_apart(names: list[str]) -> list[str]:
    """The names of boxes, those that come more than once with a number below: ×₁ and ×₂."""
    short = [_short(name) for name in names]
    written = []
    for k, name in enumerate(names):
        place = short[: k + 1].count(short[k])
        below = str(place).translate(SUBSCRIPTS) if short.count(short[k]) > 1 else ""
        written.append(short[k] + below + name.removeprefix(short[k]))
    return written


def _short(name: str) -> str:
    return name.partition(" = ")[0]


def _check_recorded(node: object) -> None:
    missing = [name for name in ("name", "value", "inputs") if not hasattr(node, name)]
    if missing:
        raise TypeError(
            "order must hold numbers with a name, a value and inputs, "
            f"got {type(node).__name__} without {' and '.join(missing)}"
        )
    check_text("each name in order", node.name)
    pairs = node.inputs if isinstance(node.inputs, list | tuple) else [node.inputs]
    if not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs):
        raise TypeError(
            "the inputs of each number in order must be pairs of a number and a slope, "
            f"got {described(node.inputs)}"
        )
    singles = [("the value of each number in order", node.value)]
    singles += [("each slope in order", slope) for _, slope in pairs]
    if getattr(node, "slope", None) is not None:
        singles.append(("the slope of each number in order", node.slope))
    for name, single in singles:
        shape = check_array(name, single).shape
        if shape:
            raise ValueError(f"{name} must be a single number, got shape {shape}")


@np.errstate(all="ignore")
def plot_graph(order: Sequence[Recorded] | None = None, ax: Axes | None = None) -> Axes:
    """Draw a graph that numbers have recorded, with its values and the slopes on its arrows.

    Below each box stands the slope of the end result with respect to it, once that is known.

    Parameters
    ----------
    order
        Up to 16 numbers that remember how they were computed, inputs before what they feed, such as
        `in_order` lists them; without them x · x · (x · x + y) at x = 3 and y = −2.
    ax
        Where to draw; a new figure of the right size without it.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError
        If `order` is not a list of numbers with a name, a value and inputs, or `ax` not an Axes.
    ValueError
        If `order` is too long or empty, has an input after what it feeds, or an array for a
        number.
    """
    graph, ax = RecordedGraph(order), check_axes(ax)
    known = {k: slope for k, slope in enumerate(graph.slopes) if slope is not None}

    def draw(ax: Axes, narrow: bool) -> None:
        nodes = graph.nodes
        diagram = GraphColumn(ax, nodes, below=bool(known)) if narrow else GraphDiagram(ax, nodes)
        graph.show(diagram, {k: f"slope {number(slope)}" for k, slope in known.items()})

    columns, _ = zip(*graph.places, strict=True)
    return drawn_on(ax, draw, graph.size, 1 + 0.4 * np.ptp(columns))
