"""The graph diagrams: numbers at boxes and arrows, against exact derivatives."""

import functools
import math
from collections.abc import Callable
from decimal import Decimal

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from pictures import Graph, as_decimal, assert_can_be_read, assert_number, named

from helpers import (
    exact_deriv,
    hill,
    leaky_relu,
    plot_boxes,
    plot_chain,
    plot_chain_deriv,
    plot_diamond,
    plot_network,
    plot_neuron,
    sigmoid,
    square,
    tanh,
    valley,
)
from helpers.figures.graphs import neuron_numbers
from helpers.writing import gives


def assert_slope_below(graph: Graph, name: str, symbol: str, expected: float) -> None:
    """Below this box stands the slope of the end result with respect to it."""
    shown = graph.at(name, below=True).removeprefix(f"{symbol} ").removeprefix("= ")
    assert_number(shown, expected)


DIAMONDS = [([square, sigmoid], -2.75), ([leaky_relu, tanh], -0.4), ([hill, valley], 4.3)]
DIAMONDS += [([square, square], 12.5)]


@pytest.mark.parametrize(("chain", "x"), DIAMONDS)
def test_a_diamond_shows_exact_numbers_and_the_sum_of_both_paths(chain: list, x: float) -> None:
    f1, f2 = chain
    top, bottom = f"a = {f1.__name__}(x)", f"b = {f2.__name__}(x)"
    ax = plot_diamond(chain, x)
    graph = Graph(ax, ["x", top, bottom, "f = a · b"])
    a, b = (float(f(np.array(x))) for f in chain)
    da, db = (float(exact_deriv(f)(np.array(x))) for f in chain)
    assert as_decimal(graph.at("x")) == Decimal(str(x))
    for name, value in [(top, a), (bottom, b), ("f = a · b", a * b)]:
        assert_number(graph.at(name), value)
    arrows = {("x", top): da, ("x", bottom): db, (top, "f = a · b"): b, (bottom, "f = a · b"): a}
    for ends, slope in arrows.items():
        assert_number(graph.on_arrow(*ends), slope)
    assert_slope_below(graph, top, "∂f/∂a", b)
    assert_slope_below(graph, bottom, "∂f/∂b", a)
    assert_slope_below(graph, "x", "df/dx", da * b + a * db)
    assert graph.at("f = a · b", below=True) == "∂f/∂f = 1"
    assert len(graph.numbers) == 12
    assert_can_be_read(ax.figure)


@pytest.mark.parametrize(("other", "slope"), [(sigmoid, "none"), (square, "0")])
def test_at_a_kink_a_diamond_has_no_slope_or_that_of_the_whole(other: Callable, slope: str) -> None:
    graph = Graph(plot_diamond([leaky_relu, other], 0), ["x", "a = leaky_relu(x)"])
    assert graph.on_arrow("x", "a = leaky_relu(x)") == "none"
    assert graph.at("x", below=True) == f"df/dx = {slope}"


def test_a_slope_that_may_be_0_leaves_the_other_one_to_a_diamond() -> None:
    for other, below in [(square, "df/dx = 80"), (sigmoid, "df/dx ≈\u00a00")]:
        graph = Graph(plot_diamond([sigmoid, other], 40), ["x", "a = sigmoid(x)"])
        assert graph.on_arrow("x", "a = sigmoid(x)") == "≈\u00a00"
        assert graph.at("x", below=True) == below


def covered(ax: Axes) -> list[str]:
    """The words of a diagram that stand on an arrow."""
    ax.figure.draw_without_rendering()
    arrows = [*ax.lines, *(text.arrow_patch for text in ax.texts if isinstance(text, Annotation))]
    paths = [arrow.get_transform().transform_path(arrow.get_path()) for arrow in arrows]
    words = [text for text in ax.texts if text.get_text() and not isinstance(text, Annotation)]
    boxes = [(text.get_text(), text.get_window_extent().padded(1)) for text in words]
    return [w for w, b in boxes if any(path.intersects_bbox(b, filled=False) for path in paths)]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plot_neuron(2, 1, 0, 0),
        lambda: plot_neuron(-1.234, 1, -1.345, 0.567),
        lambda: plot_neuron(-12.345, -7.5, 0.01, -3.0),
        lambda: plot_diamond([square, sigmoid], -1.234),
        *(functools.partial(plot_network, hidden) for hidden in range(1, 7)),
    ],
)
def test_no_words_stand_on_an_arrow(draw: Callable) -> None:
    assert covered(draw()) == []


POINTS = [(2.0, 1.0, 0.5, -1.0), (-1.25, 0.0, 3.0, 0.1), (0.0, 1.0, -2.0, 0.0)]
POINTS += [(1.5, 0.3, 0.7, 40.0), (-12.345, -7.5, 0.01, -3.0), (3.0, 0.0, 0.9, -2.47)]


Z, A, L = "z = w · x + b", "a = sigmoid(z)", "L = (a − y)²"
NEURON_BOXES = ["x", "w", "b", Z, A, "y", L]


@pytest.mark.parametrize(("x", "y", "w", "b"), POINTS)
def test_a_neuron_shows_the_numbers_of_the_textbooks_formulas(x, y, w, b) -> None:
    ax = plot_neuron(x, y, w, b)
    graph = Graph(ax, NEURON_BOXES)
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
    _, on_arrows, shown = neuron_numbers(x, y, w, b)
    assert gives([shown["a"], on_arrows["z", "a"]], "×", shown["z"])
    assert gives([shown["z"], on_arrows["w", "z"]], "×", shown["w"])
    assert len(graph.numbers) == 7 + 6 + 5
    assert_can_be_read(ax.figure)


def test_values_of_a_neuron_have_as_many_digits_as_its_slopes() -> None:
    graph = Graph(plot_neuron(1, 0.12345, 1, 0), NEURON_BOXES)
    assert [graph.at(box) for box in (A, "y", L)] == ["0.7311", "0.1235", "0.3692"]


@pytest.mark.parametrize("hidden", [1, 6])
def test_a_network_has_each_weight_on_its_arrow(hidden: int) -> None:
    ax = plot_network(hidden)
    units = [f"h[{k}]" for k in range(hidden)]
    graph = Graph(ax, ["x", *units, "p"])
    heights = [graph.boxes[unit][1] for unit in units]
    assert heights == sorted(heights, reverse=True)
    for k, unit in enumerate(units):
        assert graph.on_arrow("x", unit) == f"w1[{k}]"
        assert graph.on_arrow(unit, "p") == f"w2[{k}]"
    assert len(graph.numbers) == 2 * hidden
    assert_can_be_read(ax.figure)


def test_long_names_of_a_diamond_hide_nothing() -> None:
    chain = [named("a_function_name_of_24_chr"), named("$x^$ <b>")]
    assert_can_be_read(plot_diamond(chain, -1234.5678).figure)


def test_graphs_are_drawn_on_the_axes_given() -> None:
    ax = plt.figure().add_subplot()
    assert plot_network(2, ax=ax) is plot_neuron(1, 1, 1, 1, ax=ax) is ax
    assert plot_diamond([square, sigmoid], 1, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


# That all arguments are checked is for test_fuzz; here are those that would do no harm at once.
WRONG = [
    (plot_diamond, ([square] * 3, 1), "chain must hold 2 functions, got 3"),
    (plot_diamond, ([square, sigmoid], math.nan), "input_ must be a finite number"),
    *((plot_neuron, [1] * k + [math.inf] + [1] * (3 - k), f"{name} must be a finite number")
      for k, name in enumerate("xywb")),
    *((plot_network, (bad,), "hidden must be a whole number from 1 to 6") for bad in (0, 7)),
    (plot_network, (2, 3), "ax must be a Matplotlib Axes"),
    (plot_neuron, (1, 1, 1, 1, 3), "ax must be a Matplotlib Axes"),
    (plot_diamond, ([square, sigmoid], 1, 3), "ax must be a Matplotlib Axes"),
    (plot_boxes, ([square], math.nan), "input_ must be a finite number"),
    (plot_boxes, ([square], 1, 3), "ax must be a Matplotlib Axes"),
    (plot_boxes, ([square], 1, None, 1), "slopes must be True or False"),
    *((plot, ([square], [1], 3), "ax must be a Matplotlib Axes")
      for plot in (plot_chain, plot_chain_deriv)),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "arguments", "words"), WRONG)
def test_wrong_input_of_a_figure_is_named_and_draws_nothing(draw, arguments, words) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        draw(*arguments)
    assert plt.get_fignums() == []
