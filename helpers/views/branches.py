"""The interactive views of graphs in which paths split and meet.

`quest` is a task or several, as LiveFigure takes them. What is not of the kind that its type says
is a TypeError; a ValueError are a function that does not work elementwise, numbers that are not
finite or make no positions, an order that is too long or none, and the quest of another view.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from ipywidgets import IntSlider, SelectionSlider
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from numpy import ndarray

from helpers.arguments import check_array, check_function, check_kind, check_text, described
from helpers.chain import deriv
from helpers.figures.graphs import GraphDiagram, Node, arranged
from helpers.figures.style import F1, F2, SLOPE
from helpers.functions import Array_Function, sigmoid
from helpers.live.figure import LiveFigure, Narrow
from helpers.live.quest import Quests
from helpers.live.recording import Update
from helpers.slopes import smallest_slope
from helpers.views.parts import Readings, fitting, slider_for_x, wide
from helpers.writing import (
    factors_and_products,
    gives,
    in_brackets,
    name_of,
    number,
    told,
    with_enough_decimals,
    written_out,
)

Scene = tuple[Figure, Update, list[Artist]]
"""A figure, what moves it, and what would give away a prediction."""

LINE_COLORS = [F1, F2, SLOPE, "black", "black"]
"""Of the lines below two paths."""

LEAST = 1e-9
"""A smaller sum of two paths may be nothing but rounding."""


@np.errstate(all="ignore")
def explore_paths(
    func: Array_Function = sigmoid,
    low: float = -1.5,
    high: float = 1.5,
    step: float = 0.25,
    *,
    quest: Quests = None,
) -> LiveFigure:
    """Two inputs that are used twice, f(x, y) = func(x + y) · x · y, and the sum over both paths.

    There is a slider for x, one for y, and one for the input whose paths are shown; `low`, `high`
    and `step` are the positions of those for x and y. A prediction covers what the paths give, and
    the slopes below the boxes.
    """
    func = check_function("func", func)
    x_slider = slider_for_x(low, high, step, 1.25)
    y_slider = slider_for_x(low, high, step, 0.5)
    y_slider.description = "y"
    nodes = {
        "x": Node("x", (0, 0.8)),
        "y": Node("y", (0, -0.8)),
        "s": Node("s = x + y", (3, 0.8), ("x", "y"), F1),
        "p": Node("p = x · y", (3, -0.8), ("x", "y"), F2),
        "a": Node(f"a = {name_of(func)}(s)", (6, 0.8), ("s",), F1),
        "f": Node("f = a · p", (9, 0), ("a", "p")),
    }

    names = {name: node._replace(text=name) for name, node in nodes.items()}

    def wide_scene(input_: str) -> Scene:
        figure = Figure(figsize=(10, 4.1))
        diagram = GraphDiagram(figure.add_axes((0.02, 0.4, 0.96, 0.6)), nodes, paths_from(input_))
        lines = [
            f"path through s:  ∂f/∂a × ∂a/∂s × ∂s/∂{input_}",
            f"path through p:  ∂f/∂p × ∂p/∂{input_}",
            f"∂f/∂{input_}, the sum of both paths",
            f"∂f/∂{input_}, measured with deriv",
            "if the second path overwrites the first",
        ]
        lines = list(zip(lines, LINE_COLORS, strict=True))
        results = Readings(figure, lines, (0.04, 0.33), 0.07, (0.46, 0), (11, 11))
        return scene(input_, diagram, results)

    def narrow_scene(input_: str) -> Scene:
        figure = Figure(figsize=(3.75, 5))
        diagram = GraphDiagram(
            figure.add_axes((0, 0.54, 1, 0.45)), names, paths_from(input_), False
        )
        lines = ["∂f/∂a × ∂a/∂s × ∂s/∂{}", "∂f/∂p × ∂p/∂{}", "∂f/∂{}, the sum of both"]
        lines = [line.format(input_) for line in [*lines, "∂f/∂{}, measured"]]
        lines = list(zip([*lines, "if one overwrites the other"], LINE_COLORS, strict=True))
        results = Readings(figure, lines, (0.04, 0.45), 0.09, (0.02, 0.04), (9, 10))
        return scene(input_, diagram, results, values_only=True)

    def paths_from(input_: str) -> dict[tuple[str, str], tuple[str, str]]:
        through_s = [(input_, "s"), ("s", "a"), ("a", "f")]
        through_p = [(input_, "p"), ("p", "f")]
        return dict.fromkeys(through_s, (F1, "-")) | dict.fromkeys(through_p, (F2, "--"))

    def scene(
        input_: str, diagram: GraphDiagram, results: Readings, values_only: bool = False
    ) -> Scene:
        def update(x: float, y: float) -> str:
            s, p, other = x + y, x * y, y if input_ == "x" else x
            a, da_ds = float(func(np.array(s))), float(deriv(func, s))

            def along_input(t: ndarray) -> ndarray:
                return func(t + other) * (t * other)

            at, flat = x if input_ == "x" else y, smallest_slope(func, s)
            along, measured = p * da_ds, float(deriv(along_input, at))
            total = along + a * other
            # Both find the same, but for what deriv is off: then it is written the same.
            measured = total if abs(measured - total) < 1e-6 else measured
            of_total, of_measured = number(total, error=LEAST), number(measured, error=LEAST)
            (slopes_s, (*_, by_s)), (slopes_p, (*_, by_p)) = with_enough_decimals(
                lambda decimals: (
                    factors_and_products([1, da_ds, p], [along], [0, flat, 0], decimals),
                    factors_and_products([other, a], [a * other], None, decimals),
                ),
                lambda both: gives([product for _, (product,) in both], "+", of_total),
            )
            results.show(
                written_out(slopes_s[::-1], "×", by_s),
                written_out(slopes_p[::-1], "×", by_p),
                *(written_out([by_s, by_p], "+", of_total), of_measured, by_p),
            )
            backward = {"f": "1", "a": slopes_s[2], "p": slopes_p[1], "s": by_s, input_: of_total}
            values = {"x": x, "y": y, "s": s, "p": p, "a": a, "f": a * p}
            on_arrows = {("x", "s"): "1", ("y", "s"): "1", ("s", "a"): slopes_s[1]}
            on_arrows |= {("x", "p"): number(y), ("y", "p"): number(x)}
            on_arrows |= {("a", "f"): slopes_s[2], ("p", "f"): slopes_p[1]}
            below = {name: told(f"∂f/∂{name}", words) for name, words in backward.items()}
            diagram.show(
                {name: number(value) for name, value in values.items()},
                {} if values_only else on_arrows,
                {} if values_only else below,
            )
            return (
                f"At x = {number(x)}, y = {number(y)} the path through s gives {by_s} "
                f"and the path through p gives {by_p}; together {of_total}, measured {of_measured}."
            )

        answer = [*results.texts, *diagram.backward_texts.values()]
        return results.texts[0].figure, update, answer

    def made(scene: Callable[[str], Scene]) -> Narrow:
        figures, updates, answers = zip(scene("x"), scene("y"), strict=True)
        return figures, updates, [*answers[0], *answers[1]]

    figures, updates, answer = made(wide_scene)
    chosen = wide(SelectionSlider(options=["x", "y"], description="from"))
    controls = {"start": chosen, "x": x_slider, "y": y_slider}
    quest = fitting(quest, "explore_paths", [func], x_slider)
    return LiveFigure(
        figures,
        updates,
        quest=quest,
        answer=answer,
        narrow=lambda: made(narrow_scene),
        **controls,
    )


class Recorded(Protocol):
    """A number that remembers how it was computed, as notebook 10 builds it."""

    name: str
    value: float
    inputs: Sequence[tuple["Recorded", float]]
    """What it was computed from, each with the slope of this number with respect to it."""


class _Number(NamedTuple):
    name: str
    value: float
    inputs: Sequence[tuple[Recorded, float]] = ()


def _product_of_sum() -> list[Recorded]:
    """The graph of sigmoid(x + y) · x · y at x = 1 and y = 0.5, as notebook 10 records it."""
    x, y = _Number("x", 1.0), _Number("y", 0.5)
    total = _Number("+", 1.5, [(x, 1.0), (y, 1.0)])
    a = _Number("sigmoid", float(sigmoid(np.array(1.5))), [(total, float(deriv(sigmoid, 1.5)))])
    p = _Number("×", 0.5, [(x, 0.5), (y, 1.0)])
    return [x, y, total, a, p, _Number("×", a.value * p.value, [(a, p.value), (p, a.value)])]


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
    numbers = [("the value of each number in order", node.value)]
    for name, single in [*numbers, *(("each slope in order", slope) for _, slope in pairs)]:
        shape = check_array(name, single).shape
        if shape:
            raise ValueError(f"{name} must be a single number, got shape {shape}")


@np.errstate(all="ignore")
def explore_backward(
    order: Sequence[Recorded] | None = None, *, quest: Quests = None
) -> LiveFigure:
    """The walk backwards through a graph: each box passes its slope on to its inputs.

    `order` holds up to 16 numbers that remember how they were computed, inputs before what they
    feed; the last one is the end result. Without them it is sigmoid(x + y) · x · y at x = 1 and
    y = 0.5. A prediction covers the slopes below the boxes.
    """
    order = _product_of_sum() if order is None else order
    check_kind("order", order, list | tuple, "a list of numbers that remember")
    if not 1 <= len(order) <= 16:
        raise ValueError(f"order must hold 1 to 16 numbers, got {len(order)}")
    for node in order:
        _check_recorded(node)
    place = {id(node): k for k, node in enumerate(order)}
    # What feeds each box: the index of a box, and the slope with respect to it.
    feeding = [
        [(place.get(id(input_), k), slope) for input_, slope in node.inputs]
        for k, node in enumerate(order)
    ]
    for k, node in enumerate(order):
        if not all(i < k for i, _ in feeding[k]):
            raise ValueError(
                f"order must have inputs before what they feed, but one of {node.name} does not"
            )

    places = arranged([[i for i, _ in inputs] for inputs in feeding])
    names = [node.name or "number" for node in order]
    nodes, slopes = {}, {}
    for k, (name, inputs) in enumerate(zip(names, feeding, strict=True)):
        by_input: dict[str, list[float]] = {}
        for i, slope in inputs:
            by_input.setdefault(str(i), []).append(slope)
        color = F2 if inputs else F1
        nodes[str(k)] = Node(name, places[k], tuple(by_input), color)
        for i, found in by_input.items():
            slopes[i, str(k)] = ", ".join(map(number, found))
    columns, rows = zip(*places, strict=True)
    figure = Figure(figsize=(max(6, np.ptp(columns) + 2), max(2.0, 0.85 * (np.ptp(rows) + 1.6))))
    ax = figure.add_axes((0, 0, 1, 1))
    diagram = GraphDiagram(ax, nodes)
    (frame,) = ax.plot([], [], color=SLOPE, linewidth=1.5)
    written = {key: number(node.value) for key, node in zip(nodes, order, strict=True)}

    # The slopes that stand below the boxes after each step of the walk.
    walk = [[*[0.0] * (len(order) - 1), 1.0]]
    for k in reversed(range(len(order))):
        walk.append(list(walk[-1]))
        for i, slope in feeding[k]:
            walk[-1][i] += walk[-1][k] * slope

    def update(step: int) -> str:
        backward = {str(k): f"slope {number(slope)}" for k, slope in enumerate(walk[step])}
        diagram.show(written, slopes, backward)
        if step == 0:
            frame.set_data([], [])
            return "Before the walk: the end result has slope 1, all others 0."
        x, y = places[-step]
        frame.set_data(
            x + np.array([-0.9, 0.9, 0.9, -0.9, -0.9]), y + np.array([-0.7, -0.7, 0.7, 0.7, -0.7])
        )
        own = number(walk[step][-step])
        gets = [
            f"{names[i]} gets {in_brackets([own, number(slope)], ' × ')}"
            for i, slope in feeding[-step]
        ]
        return f"Step {step}: {names[-step]} has slope {own}; {', '.join(gets) or 'no inputs'}."

    slider = wide(IntSlider(0, 0, len(order), description="step"))
    answer = list(diagram.backward_texts.values())
    values = [node.value for node in order]
    quest = fitting(quest, "explore_backward", values=values, slopes=walk[-1])
    return LiveFigure(figure, update, quest=quest, answer=answer, step=slider)
