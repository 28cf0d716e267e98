"""The graph diagrams: numbers at boxes and arrows, against exact derivatives."""

import math
from decimal import Decimal

import matplotlib.pyplot as plt
import numpy as np
import pytest
from pictures import (
    NEURON_BOXES,
    A,
    Graph,
    L,
    as_decimal,
    assert_all_can_be_read,
    assert_neuron,
    assert_number,
    assert_slope_below,
    ids,
    named,
)

from helpers import (
    exact_deriv,
    hill,
    leaky_relu,
    plot_diamond,
    plot_network,
    plot_neuron,
    sigmoid,
    square,
    tanh,
    valley,
)

PAIR = lambda x: np.array([1.0, 2.0])  # noqa: E731


DIAMONDS = [([square, sigmoid], -2.75), ([leaky_relu, tanh], -0.4), ([hill, valley], 4.3)]
DIAMONDS += [([square, square], 12.5)]


@pytest.mark.parametrize(("chain", "x"), DIAMONDS, ids=ids)
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
    assert_slope_below(graph, "x", "∂f/∂x", da * b + a * db)
    assert graph.at("f = a · b", below=True) == "∂f/∂f = 1"
    assert len(graph.texts) == 12
    assert_all_can_be_read(ax.figure)


POINTS = [(2.0, 1.0, 0.5, -1.0), (-1.25, 0.0, 3.0, 0.1), (0.0, 1.0, -2.0, 0.0)]
POINTS += [(1.5, 0.3, 0.7, 40.0), (-12.345, -7.5, 0.01, -3.0)]


@pytest.mark.parametrize(("x", "y", "w", "b"), POINTS)
def test_a_neuron_shows_exact_numbers(x: float, y: float, w: float, b: float) -> None:
    ax = plot_neuron(x, y, w, b)
    graph = Graph(ax, NEURON_BOXES)
    assert_neuron(graph, x, y, w, b)
    assert len(graph.texts) == 7 + 6 + 5
    assert_all_can_be_read(ax.figure)


def test_values_of_a_neuron_have_three_decimals() -> None:
    graph = Graph(plot_neuron(1, 0.12345, 1, 0), NEURON_BOXES)
    assert [graph.at(box) for box in (A, "y", L)] == ["0.731", "0.123", "0.369"]


@pytest.mark.parametrize("hidden", range(1, 7))
def test_a_network_has_each_weight_on_its_arrow(hidden: int) -> None:
    ax = plot_network(hidden)
    units = [f"h[{k}]" for k in range(hidden)]
    graph = Graph(ax, ["x", *units, "p"])
    graph.unit = 60.0
    heights = [graph.boxes[unit].y for unit in units]
    assert heights == sorted(heights)
    for k, unit in enumerate(units):
        assert graph.on_arrow("x", unit) == f"w1[{k}]"
        assert graph.on_arrow(unit, "p") == f"w2[{k}]"
    assert len(graph.texts) == 2 * hidden
    assert_all_can_be_read(ax.figure)


def test_long_names_of_a_diamond_hide_nothing() -> None:
    chain = [named("a_function_name_of_24_chr"), named("$x^$ <b>")]
    assert_all_can_be_read(plot_diamond(chain, -1234.5678).figure)


def test_graphs_are_drawn_on_the_axes_given() -> None:
    ax = plt.figure().add_subplot()
    assert plot_network(2, ax=ax) is plot_neuron(1, 1, 1, 1, ax=ax) is ax
    assert plot_diamond([square, sigmoid], 1, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


WRONG = [
    (plot_diamond, ([square], 1), "chain must hold 2 functions, got 1"),
    (plot_diamond, ([square, PAIR], 1), "lambda must work elementwise"),
    (plot_diamond, ([square, sigmoid], "1"), "input_ must be a finite number"),
    (plot_neuron, (math.nan, 1, 1, 1), "x must be a finite number"),
    (plot_neuron, (1, "1", 1, 1), "y must be a finite number"),
    (plot_neuron, (1, 1, None, 1), "w must be a finite number"),
    (plot_neuron, (1, 1, 1, math.inf), "b must be a finite number"),
    *((plot_network, (bad,), "hidden must be a whole number from 1 to 6") for bad in (0, 7, 2.0)),
    (plot_network, (2, 3), "ax must be a Matplotlib Axes"),
    (plot_neuron, (1, 1, 1, 1, 3), "ax must be a Matplotlib Axes"),
    (plot_diamond, ([square, sigmoid], 1, 3), "ax must be a Matplotlib Axes"),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "arguments", "words"), WRONG)
def test_wrong_input_of_a_graph_is_named_and_draws_nothing(draw, arguments, words) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        draw(*arguments)
    assert plt.get_fignums() == []
