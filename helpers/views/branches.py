"""The interactive views of graphs in which paths split and meet."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from ipywidgets import IntSlider, SelectionSlider
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from numpy import ndarray

from helpers.arguments import check_function, check_recorded, described
from helpers.chain import deriv
from helpers.figures.graphs import GraphDiagram, Node, arranged
from helpers.figures.style import F1, F2, SLOPE
from helpers.functions import Array_Function, sigmoid
from helpers.live.figure import LiveFigure
from helpers.live.recording import Update
from helpers.views.parts import slider_for_x, wide
from helpers.writing import (
    gives,
    input_number,
    name_of,
    number,
    shown_slopes,
    with_enough_decimals,
    written_out,
)


def explore_paths(
    func: Array_Function = sigmoid, low: float = -1.5, high: float = 1.5, step: float = 0.25
) -> LiveFigure:
    """Two inputs that are used twice, f(x, y) = func(x + y) · x · y, and the sum over both paths.

    Parameters
    ----------
    func
        Takes an array and returns an array of the same shape.
    low, high, step
        The positions of the sliders for x and y.

    Returns
    -------
    LiveFigure
        With a slider for x, one for y, and one for the input whose paths are shown.

    Raises
    ------
    TypeError, ValueError
        If `func` does not work on arrays, or the range is not one of finite numbers.
    """
    func = check_function("func", func)
    x_slider = slider_for_x(low, high, step, 1.0)
    y_slider = slider_for_x(low, high, step, 0.5)
    y_slider.description = "y"

    def scene(input_: str) -> tuple[Figure, Update]:
        figure = Figure(figsize=(10, 5.6))
        nodes = {
            "x": Node("x", (0, 1)),
            "y": Node("y", (0, -1)),
            "s": Node("s = x + y", (3, 1), ("x", "y"), F1),
            "p": Node("p = x · y", (3, -1), ("x", "y"), F2),
            "a": Node(f"a = {name_of(func)}(s)", (6, 1), ("s",), F1),
            "f": Node("f = a · p", (9, 0), ("a", "p")),
        }
        through_s = [(input_, "s"), ("s", "a"), ("a", "f")]
        through_p = [(input_, "p"), ("p", "f")]
        paths = dict.fromkeys(through_s, (F1, "-")) | dict.fromkeys(through_p, (F2, "--"))
        diagram = GraphDiagram(figure.add_axes((0.02, 0.4, 0.96, 0.6)), nodes, paths)
        labels = [
            f"path through s:  ∂f/∂a × ∂a/∂s × ∂s/∂{input_}",
            f"path through p:  ∂f/∂p × ∂p/∂{input_}",
            f"∂f/∂{input_}, the sum of both paths",
            f"∂f/∂{input_}, measured with deriv",
            "if the second path overwrites the first",
        ]
        colors = [F1, F2, SLOPE, "black", "black"]
        results = []
        for row, (label, color) in enumerate(zip(labels, colors, strict=True)):
            height = 0.33 - 0.07 * row
            figure.text(0.04, height, label, fontsize=11, color=color)
            results.append(figure.text(0.5, height, "", fontsize=11, color=color))

        def update(x: float, y: float) -> tuple[list[Artist], str]:
            s, p, other = x + y, x * y, y if input_ == "x" else x
            a, da_ds = float(func(np.array(s))), float(deriv(func, s))

            def along_input(t: ndarray) -> ndarray:
                return func(t + other) * (t * other)

            # Rounded a little first: what both find to be 0.0625 shall not be shown as two numbers.
            total = number(round(p * da_ds + a * other, 6), 3)
            measured = number(round(float(deriv(along_input, x if input_ == "x" else y)), 6), 3)
            both = with_enough_decimals(
                lambda decimals: (
                    shown_slopes([1.0, da_ds, p], decimals),
                    shown_slopes([other, a], decimals),
                ),
                lambda both: gives([products[-1] for _, products, _ in both], "+", total),
                least=4,
                most=7,
            )
            (slopes_s, (*_, by_s), equations_s), (slopes_p, (*_, by_p), equations_p) = both
            summed = written_out([by_s, by_p], "+", total)
            for text, words in zip(
                results, [equations_s[-1], equations_p[-1], summed, measured, by_p], strict=True
            ):
                text.set_text(words)
            values = {
                **{"x": input_number(x), "y": input_number(y), "s": input_number(s)},
                **{"p": number(p), "a": number(a), "f": number(a * p)},
            }
            slopes = {
                **{("x", "s"): "1", ("y", "s"): "1", ("s", "a"): slopes_s[1]},
                **{("x", "p"): input_number(y), ("y", "p"): input_number(x)},
                **{("a", "f"): slopes_s[2], ("p", "f"): slopes_p[1]},
            }
            backward = {"f": 1, "a": p, "p": a, "s": p * da_ds}
            backward = {
                name: f"∂f/∂{name} = {number(slope, 3)}" for name, slope in backward.items()
            }
            backward |= {"f": "∂f/∂f = 1", input_: f"∂f/∂{input_} = {total}"}
            return [*diagram.show(values, slopes, backward), *results], (
                f"At x = {input_number(x)}, y = {input_number(y)} the path through s gives {by_s} "
                f"and the path through p gives {by_p}; together {total}, measured {measured}."
            )

        return figure, update

    figures, updates = zip(scene("x"), scene("y"), strict=True)
    chosen = wide(SelectionSlider(options=["x", "y"], description="from"))
    return LiveFigure(list(figures), list(updates), start=chosen, x=x_slider, y=y_slider)


class Recorded(Protocol):
    """A number that remembers how it was computed, as notebook 10 builds it."""

    name: str
    value: float
    inputs: Sequence[tuple["Recorded", float]]
    """What it was computed from, each with the slope of this number with respect to it."""


def explore_backward(order: Sequence[Recorded]) -> LiveFigure:
    """The walk backwards through a graph: each box passes its slope on to its inputs.

    Parameters
    ----------
    order
        Up to 16 numbers that remember how they were computed, inputs before what they feed; the
        last one is the end result.

    Returns
    -------
    LiveFigure
        With a slider for the step of the walk.

    Raises
    ------
    TypeError
        If an item has no name, value or inputs, or they are not text, a number, and pairs.
    ValueError
        If there are none or more than 16, or an input does not come before what it feeds.
    """
    if not isinstance(order, list | tuple):
        raise TypeError(f"order must be a list of numbers that remember, got {described(order)}")
    if not 1 <= len(order) <= 16:
        raise ValueError(f"order must hold 1 to 16 numbers, got {len(order)}")
    for node in order:
        check_recorded(node)
    keys = {id(node): str(k) for k, node in enumerate(order)}
    for k, node in enumerate(order):
        if not all(int(keys.get(id(input_), k)) < k for input_, _ in node.inputs):
            raise ValueError(
                f"order must have inputs before what they feed, but one of {node.name} does not"
            )

    places = arranged([[int(keys[id(input_)]) for input_, _ in node.inputs] for node in order])
    nodes = {
        keys[id(node)]: Node(
            node.name or "number",
            place,
            tuple(dict.fromkeys(keys[id(input_)] for input_, _ in node.inputs)),
            F1 if not node.inputs else F2,
        )
        for node, place in zip(order, places, strict=True)
    }
    columns, rows = zip(*(node.place for node in nodes.values()), strict=True)
    figure = Figure(figsize=(max(6, np.ptp(columns) + 2), max(2.0, 0.85 * (np.ptp(rows) + 1.6))))
    ax = figure.add_axes((0, 0, 1, 1))
    diagram = GraphDiagram(ax, nodes)
    (frame,) = ax.plot([], [], color=SLOPE, linewidth=1.5)

    values = {keys[id(node)]: number(node.value) for node in order}
    on_arrows: dict[tuple[str, str], list[float]] = {}
    for node in order:
        for input_, slope in node.inputs:
            on_arrows.setdefault((keys[id(input_)], keys[id(node)]), []).append(slope)
    # Two numbers on one arrow, of an input that is used twice, have to be short.
    slopes = {
        ends: ", ".join(number(slope, 3 if len(found) == 1 else 2) for slope in found)
        for ends, found in on_arrows.items()
    }

    # What stands below the boxes after each step of the walk.
    walk = [dict.fromkeys(keys.values(), 0.0) | {keys[id(order[-1])]: 1.0}]
    for node in reversed(order):
        after = dict(walk[-1])
        for input_, slope in node.inputs:
            after[keys[id(input_)]] += walk[-1][keys[id(node)]] * slope
        walk.append(after)

    def update(step: int) -> tuple[list[Artist], str]:
        backward = {key: f"slope {number(slope)}" for key, slope in walk[step].items()}
        texts = diagram.show(values, slopes, backward)
        if step == 0:
            frame.set_data([], [])
            sentence = "Before the walk: the end result has slope 1, all others 0."
        else:
            node = order[-step]
            x, y = diagram.nodes[keys[id(node)]].place
            frame.set_data(
                x + np.array([-0.9, 0.9, 0.9, -0.9, -0.9]),
                y + np.array([-0.7, -0.7, 0.7, 0.7, -0.7]),
            )
            own = number(walk[step][keys[id(node)]])
            gets = [
                f"{input_.name} gets {own} × {number(slope, 3)}" for input_, slope in node.inputs
            ]
            sentence = (
                f"Step {step}: {node.name} has slope {own}; {', '.join(gets) or 'no inputs'}."
            )
        return [*texts, frame], sentence

    slider = IntSlider(0, 0, len(order), description="step")
    return LiveFigure(figure, update, step=wide(slider))
