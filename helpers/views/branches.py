"""The interactive views of graphs in which paths split and meet.

`quest` is a task or several, as LiveFigure takes them. What is not of the kind that its type says
is a TypeError; a ValueError are a function that does not work elementwise, numbers that are not
finite or make no positions, an order that is too long or none, and the quest of another view.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from ipywidgets import IntSlider, SelectionSlider
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text
from numpy import ndarray

from helpers.arguments import check_function
from helpers.figures.graphs import GraphColumn, GraphDiagram, Node
from helpers.figures.recorded import Recorded, RecordedGraph
from helpers.figures.style import (
    F1,
    F2,
    SLOPE,
    centered,
    draw_box,
    fitted,
    points_across,
    points_up,
    write,
)
from helpers.functions import Array_Function, sigmoid
from helpers.live.figure import LiveFigure, Narrow
from helpers.live.quest import Quests
from helpers.slopes import slopes_at, smallest_slope
from helpers.views.parts import Readings, Scene, fitting, slider_for_x, wide
from helpers.writing import (
    NONE,
    as_slopes,
    factors_and_products,
    gives,
    in_brackets,
    name_of,
    number,
    told,
    with_enough_decimals,
    written_out,
)

LINE_COLORS = [F1, F2, SLOPE, "black", "black"]
"""Of the lines below two paths."""

LEAST = 1e-9
"""A smaller sum of two paths may be nothing but rounding."""


TALLEST = 4.9
"""Inches: so that a graph of many rows still fits on one screen, with its sliders."""


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

    Shared arguments, and errors: `help("helpers.views.branches")`.
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

    def wide_scene(input_: str) -> Scene:
        figure = Figure(figsize=(10, 4.1))
        diagram = GraphDiagram(figure.add_axes((0.02, 0.4, 0.96, 0.6)), nodes, paths_from(input_))
        lines = [
            f"path through s:  ∂f/∂a × da/ds × ∂s/∂{input_}",
            f"path through p:  ∂f/∂p × ∂p/∂{input_}",
            f"∂f/∂{input_}, the sum of both paths",
            f"∂f/∂{input_}, measured with deriv",
            "if the second path overwrites the first",
        ]
        lines = list(zip(lines, LINE_COLORS, strict=True))
        results = Readings(figure, lines, (0.04, 0.33), 0.07, (0.46, 0), (11, 11))
        return scene(input_, diagram, results.texts)

    def narrow_scene(input_: str) -> Scene:
        figure = Figure(figsize=(3.75, 5.4))
        around = figure.add_axes((0, 0.28, 1, 0.72))
        diagram = GraphColumn(around, nodes, paths_from(input_), on_arrows=False)
        words = ["∂f/∂a × da/ds × ∂s/∂{}", "∂f/∂p × ∂p/∂{}", "∂f/∂{}, the sum of both paths"]
        words += ["∂f/∂{}, measured", "if the second path overwrites the first"]
        lines = [(each.format(input_), c) for each, c in zip(words, LINE_COLORS, strict=True)]
        sums = Readings(figure, lines[:3], (0.04, 0.26), 0.066, (0.02, 0.031), (9, 9))
        others = Readings(figure, lines[3:], (0.04, 0.056), 0.037, (0.7, 0), (9, 9))
        return scene(input_, diagram, [*sums.texts, *others.texts], numbered=False)

    def paths_from(input_: str) -> dict[tuple[str, str], tuple[str, str]]:
        through_s = [(input_, "s"), ("s", "a"), ("a", "f")]
        through_p = [(input_, "p"), ("p", "f")]
        return dict.fromkeys(through_s, (F1, "-")) | dict.fromkeys(through_p, (F2, "--"))

    def scene(
        input_: str, diagram: GraphDiagram, results: list[Text], numbered: bool = True
    ) -> Scene:
        def update(x: float, y: float) -> str:
            s, p, other = x + y, x * y, y if input_ == "x" else x
            a, (da_ds,) = float(func(np.array(s))), slopes_at([func], [s])

            def along_input(t: ndarray) -> ndarray:
                return func(t + other) * (t * other)

            at, flat = x if input_ == "x" else y, smallest_slope(func, s)
            along, (measured,) = p * da_ds, slopes_at([along_input], [at])
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
            slopes_s = as_slopes(slopes_s)
            by_s, of_total, of_measured = as_slopes([by_s, of_total, of_measured])
            products = [(slopes_s[::-1], by_s), (slopes_p[::-1], by_p)]
            equations = [written_out(factors, "×", product) for factors, product in products]
            equations.append(written_out([by_s, by_p], "+", of_total))
            write(results, [*equations, of_measured, by_p])
            backward = {"f": "1", "a": slopes_s[2], "p": slopes_p[1], "s": by_s, input_: of_total}
            values = {"x": x, "y": y, "s": s, "p": p, "a": a, "f": a * p}
            on_arrows = {("x", "s"): "1", ("y", "s"): "1", ("s", "a"): slopes_s[1]}
            on_arrows |= {("x", "p"): number(y), ("y", "p"): number(x)}
            on_arrows |= {("a", "f"): slopes_s[2], ("p", "f"): slopes_p[1]}
            below = {name: told(f"∂f/∂{name}", words) for name, words in backward.items()}
            diagram.show(
                {name: number(value) for name, value in values.items()},
                on_arrows if numbered else {},
                below,
            )
            if by_s == NONE:
                return (
                    f"At x = {number(x)}, y = {number(y)} the kink of {name_of(func)} leaves the "
                    "path through s without a slope, and so the sum."
                )
            return (
                f"At x = {number(x)}, y = {number(y)} the path through s gives {by_s} "
                f"and the path through p gives {by_p}; together {of_total}, measured {of_measured}."
            )

        return results[0].figure, update, [*results, *diagram.backward_texts.values()]

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


@np.errstate(all="ignore")
def explore_backward(
    order: Sequence[Recorded] | None = None, *, quest: Quests = None
) -> LiveFigure:
    """The walk backwards through a graph, box by box: who may hand its slope on to its inputs.

    `order` holds up to 16 numbers that remember how they were computed, inputs before what they
    feed; the last one is the end result. Without them it is x · x · (x · x + y) at x = 3 and
    y = −2. A slider says how many boxes have handed on their slopes, beginning at the end; another
    one, or a press on a box, chooses who shall be next. If all that it feeds have handed on, it
    does, too. A prediction covers the slopes below the boxes, and what becomes of the chosen one.

    Shared arguments, and errors: `help("helpers.views.branches")`.
    """
    graph = RecordedGraph(order)
    feeds: list[set[int]] = [set() for _ in graph.names]
    for k, inputs in enumerate(graph.inputs):
        for i, _ in inputs:
            feeds[i].add(k)

    def scene(narrow: bool) -> Scene:
        drawn = _listed(graph) if narrow else _drawn(graph)

        def update(step: int, box: int) -> str:
            gone = set(range(len(graph) - step, len(graph)))
            waits_for = sorted(feeds[box] - gone)
            goes = box not in gone and not waits_for
            handing = gone | {box} if goes else gone
            slopes = _slopes_after(graph, handing)
            below = [""] * len(graph)
            for k, slope in enumerate(slopes):
                if feeds[k] <= handing:
                    below[k] = f"slope {number(slope)}"
                elif feeds[k] & handing:
                    below[k] = f"so far {number(slope)}"
            write(drawn.slopes, below)
            write(drawn.ticks, ["✓" if k in gone else "" for k in range(len(graph))])
            x, y = drawn.frames[box]
            drawn.frame.set_data([x], [y])
            drawn.fate.set_position(drawn.fates[box])
            drawn.fate.set_text("goes" if goes else "" if box in gone else "waits")
            told = _told(graph, box, slopes[box], goes, waits_for)
            return f"Boxes that have handed their slope on: {step} of {len(graph)}. {told}"

        return drawn.figure, update, [*drawn.slopes, drawn.fate, *drawn.ticks]

    figure, update, answer = scene(narrow=False)
    boxes = [(graph.short(k), k) for k in range(len(graph))]
    chosen = wide(SelectionSlider(options=boxes, description="box"))
    controls = {"step": wide(IntSlider(1, 0, len(graph), description="step")), "box": chosen}
    quest = fitting(
        quest,
        "explore_backward",
        values=graph.values,
        slopes=_slopes_after(graph, set(range(len(graph)))),
    )
    return LiveFigure(
        figure,
        update,
        quest=quest,
        answer=answer,
        narrow=lambda: scene(narrow=True),
        **controls,
    )


class Walk(NamedTuple):
    """A graph with what moves during the walk; the lists have an entry for each box."""

    figure: Figure
    slopes: list[Text]
    ticks: list[Text]
    frame: Line2D
    frames: list[tuple[float, float]]
    """Where the frame around the chosen box has its middle."""
    fate: Text
    fates: list[tuple[float, float]]
    """Where it is written what becomes of that box."""


def _drawn(graph: RecordedGraph) -> Walk:
    """The graph from left to right."""
    width, height = graph.size
    figure = Figure(figsize=(width, min(height, TALLEST)))
    ax = figure.add_axes((0, 0, 1, 1))
    diagram = GraphDiagram(ax, graph.nodes)
    graph.show(diagram, {})
    frame = _frame(ax, points_across(ax, 1.8), points_up(ax, 1.4))
    fate = ax.text(0, 0, "", fontsize=9, va="center", color=SLOPE)
    ticks = [ax.text(x + 0.72, y + 0.5, "", va="center", ha="right") for x, y in graph.places]
    fates = [(x - 0.82, y + 0.5) for x, y in graph.places]
    slopes = list(diagram.backward_texts.values())
    return Walk(figure, slopes, ticks, frame, graph.places, fate, fates)


def _listed(graph: RecordedGraph) -> Walk:
    """The graph for a narrow page: its boxes below each other, with bows for its arrows.

    What the slope of a box is multiplied by on its way along an arrow stands beside that box. All
    places are in inches.
    """
    width, count = 3.75, len(graph)
    pitch = min(0.75, 5.3 / count)
    figure = Figure(figsize=(width, pitch * count + 0.1))
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, pitch * count + 0.1))
    ax.set_axis_off()
    rows = 0.05 + pitch * (count - 0.5 - np.arange(count))
    apart = min(0.1, 0.22 * pitch)
    fates = [(1.57, float(y)) for y in rows + apart]
    ticks, slopes = [], []
    for k, (name, row, inputs) in enumerate(zip(graph.names, rows, graph.inputs, strict=True)):
        color = F2 if inputs else F1
        draw_box(ax, (1.13, row), 0.76, min(0.3, 0.72 * pitch), color)
        centered(ax, 1.13, row, *fitted(name, 72 * 0.72, 10), color)
        upper = {"y": row + apart, "s": "", "va": "center", "ha": "right", "fontsize": 9}
        ticks.append(ax.text(1.86, **upper))
        ax.text(1.95, row + apart, number(graph.values[k]), va="center", fontsize=9)
        slopes.append(ax.text(3.66, color=SLOPE, **upper))
        handed = [f"× {number(slope)} → {graph.short(i)}" for i, slope in inputs]
        look = {"va": "center", "fontsize": 8, "parse_math": False}
        ax.text(1.57, row - apart, ", ".join(handed), **look)
        for turn, (i, _) in enumerate(inputs):
            # Longer ones reach further out, and each next one of a box a little further.
            out = 0.1 + 0.5 * (k - i - 1) / count + 0.2 * turn / len(inputs)
            bend = {"connectionstyle": f"arc3,rad={2 * out / (rows[i] - row - 0.12):.3f}"}
            arrow = {"arrowstyle": "->", "shrinkA": 0, "shrinkB": 0, **bend}
            ax.annotate("", (0.74, row + 0.06), (0.74, rows[i] - 0.06), arrowprops=arrow)
    frame = _frame(ax, 72 * 3.02, 72 * 0.92 * pitch)
    fate = ax.text(0, 0, "", fontsize=9, va="center", color=SLOPE)
    frames = [(2.21, float(row)) for row in rows]
    return Walk(figure, slopes, ticks, frame, frames, fate, fates)


def _slopes_after(graph: RecordedGraph, handing: set[int]) -> list[float]:
    """The slopes below the boxes once these have handed theirs on; the end begins with 1."""
    slopes = [*[0.0] * (len(graph) - 1), 1.0]
    for k in sorted(handing, reverse=True):
        for i, on_arrow in graph.inputs[k]:
            slopes[i] += slopes[k] * on_arrow
    return slopes


def _frame(ax: Axes, width: float, height: float) -> Line2D:
    """A mark of this size, in points, around a box with its numbers: a press there moves it."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) / 2 * (width, height)
    look = {"color": SLOPE, "fillstyle": "none", "markeredgewidth": 1.5}
    marker = {"marker": Path(corners), "markersize": max(width, height)}
    return ax.plot([], [], linestyle="none", **marker, **look)[0]


def _told(
    graph: RecordedGraph, box: int, slope: float, goes: bool, waits_for: Sequence[int]
) -> str:
    """What becomes of the chosen box, in words."""
    name = graph.short(box)
    if waits_for:
        return f"{name} has to wait for {' and '.join(map(graph.short, waits_for))}."
    if not goes:
        return f"{name} has done so."
    own = number(slope)
    gets = [
        f"{graph.short(i)} gets {in_brackets([own, number(on_arrow)], ' × ')}"
        for i, on_arrow in graph.inputs[box]
    ]
    return f"Now {name} does, with slope {own}: {', '.join(gets) or 'it has no inputs'}."
