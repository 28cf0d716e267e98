"""Each rule, right or wrong, against its formula written out anew, with autograd's derivatives."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import NamedTuple

import numpy as np
import pytest
from autograd import elementwise_grad
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy import ndarray
from reference import REFERENCE

from helpers.answers.mistakes import DIFFERENCE, PATHS, TOPICS, Mistake, Topic
from helpers.functions import Array_Function, hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.writing import equation, short

quick = settings(deadline=None, database=None, max_examples=200)

CLOSE = {"rtol": 1e-5, "atol": 1e-5}
"""A central difference of these functions is off by less."""

X = np.array([-2.3, -0.7, 0.4, 1.2])


# ---- The formulas, in other words: exp for the sigmoid, autograd for every slope ----


def f(func: Array_Function, x: ndarray) -> ndarray:
    return REFERENCE[func].formula(np.asarray(x, dtype=float))


def d(func: Array_Function, x: ndarray) -> ndarray:
    return elementwise_grad(REFERENCE[func].formula)(np.asarray(x, dtype=float))


def logistic(z: ndarray) -> ndarray:
    return 1 / (1 + np.exp(-z))


def logistic_slope(z: ndarray) -> ndarray:
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


class Formulas(NamedTuple):
    """Arguments for the rules of a topic, and what the rules should give for them."""

    arguments: list[tuple]
    right: Callable[..., ndarray]
    wrong: dict[str, Callable[..., ndarray]]


VALUE_OF = {
    "sign_of_input_swapped": lambda func, x: f(func, -x),
    "sign_of_value_swapped": lambda func, x: -f(func, x),
    "input_unchanged": lambda func, x: x,
    "taken_for_odd": lambda func, x: -f(func, -x),
    "doubled": lambda func, x: x + x,
    "base_and_exponent_swapped": lambda func, x: np.exp(x * np.log(2)),
    "nothing_leaks": lambda func, x: np.where(x > 0, x, 0),
    "all_leak": lambda func, x: x / 5,
    "smaller_kept": lambda func, x: np.where(x > 0, x / 5, x),
    "one_forgotten": lambda func, x: 1 / np.exp(-x),
    "not_inverted": lambda func, x: 1 / logistic(x),
}
OF_TWO = {
    "outer_slope_at_x": lambda c, x: d(c[1], x) * d(c[0], x),
    "inner_factor_forgotten": lambda c, x: d(c[1], f(c[0], x)),
    "outer_factor_forgotten": lambda c, x: d(c[0], x),
    "slopes_added": lambda c, x: d(c[1], f(c[0], x)) + d(c[0], x),
    "slopes_nested": lambda c, x: d(c[1], d(c[0], x)),
    "inner_slope_at_f1": lambda c, x: d(c[1], f(c[0], x)) * d(c[0], f(c[0], x)),
    "order_swapped": lambda c, x: d(c[0], f(c[1], x)) * d(c[1], x),
    "nesting_taken_for_product": lambda c, x: d(c[0], x) * f(c[1], x) + f(c[0], x) * d(c[1], x),
    "value_for_outer_slope": lambda c, x: f(c[1], f(c[0], x)) * d(c[0], x),
    "value_for_inner_slope": lambda c, x: d(c[1], f(c[0], x)) * f(c[0], x),
    "chain_value_not_slope": lambda c, x: f(c[1], f(c[0], x)),
    "inner_slope_inside": lambda c, x: d(c[1], f(c[0], x) * d(c[0], x)),
    "chain_sign_swapped": lambda c, x: -of_composite(c, x),
}


def of_composite(chain: list[Array_Function], x: ndarray) -> ndarray:
    """Autograd's slope of the chain as a whole, which knows no chain rule of ours."""

    def composite(x: ndarray) -> ndarray:
        for func in chain:
            x = REFERENCE[func].formula(x)
        return x

    return elementwise_grad(composite)(np.asarray(x, dtype=float))


def of_three(formula: Callable[..., ndarray]) -> Callable[..., ndarray]:
    """A formula of f₁, f₂, f₃, their slopes d₁, d₂, d₃ and x as a rule."""

    def rule(chain: list[Array_Function], x: ndarray) -> ndarray:
        values = [lambda u, func=func: f(func, u) for func in chain]
        slopes = [lambda u, func=func: d(func, u) for func in chain]
        return formula(*values, *slopes, x)

    return rule


OF_THREE = {
    "outer_slope_at_x": lambda f1, f2, f3, d1, d2, d3, x: d3(x) * d2(x) * d1(x),
    "inner_factor_forgotten": lambda f1, f2, f3, d1, d2, d3, x: d3(f2(f1(x))) * d2(f1(x)),
    "outer_factor_forgotten": lambda f1, f2, f3, d1, d2, d3, x: d2(f1(x)) * d1(x),
    "slopes_added": lambda f1, f2, f3, d1, d2, d3, x: d3(f2(f1(x))) + d2(f1(x)) + d1(x),
    "slopes_nested": lambda f1, f2, f3, d1, d2, d3, x: d3(d2(d1(x))),
    "inner_slope_at_f1": lambda f1, f2, f3, d1, d2, d3, x: (
        d3(f2(f1(x))) * d2(f2(f1(x))) * d1(f1(x))
    ),
    "order_swapped": lambda f1, f2, f3, d1, d2, d3, x: d1(f2(f3(x))) * d2(f3(x)) * d3(x),
    "nesting_taken_for_product": lambda f1, f2, f3, d1, d2, d3, x: (
        d1(x) * f2(x) * f3(x) + f1(x) * d2(x) * f3(x) + f1(x) * f2(x) * d3(x)
    ),
    "value_for_outer_slope": lambda f1, f2, f3, d1, d2, d3, x: f3(f2(f1(x))) * d2(f1(x)) * d1(x),
    "value_for_inner_slope": lambda f1, f2, f3, d1, d2, d3, x: d3(f2(f1(x))) * d2(f1(x)) * f1(x),
    "chain_value_not_slope": lambda f1, f2, f3, d1, d2, d3, x: f3(f2(f1(x))),
    "inner_slope_inside": lambda f1, f2, f3, d1, d2, d3, x: d3(
        f2(f1(x) * d1(x)) * d2(f1(x) * d1(x))
    ),
    "chain_sign_swapped": lambda f1, f2, f3, d1, d2, d3, x: -d3(f2(f1(x))) * d2(f1(x)) * d1(x),
    "middle_factor_forgotten": lambda f1, f2, f3, d1, d2, d3, x: d3(f2(f1(x))) * d1(x),
    "one_box_behind": lambda f1, f2, f3, d1, d2, d3, x: d3(f1(x)) * d2(x) * d1(x),
    "last_slope_at_x": lambda f1, f2, f3, d1, d2, d3, x: d3(x) * d2(f1(x)) * d1(x),
    "last_slope_one_box_early": lambda f1, f2, f3, d1, d2, d3, x: d3(f1(x)) * d2(f1(x)) * d1(x),
    "slopes_at_the_outputs": lambda f1, f2, f3, d1, d2, d3, x: (
        d3(f3(f2(f1(x)))) * d2(f2(f1(x))) * d1(f1(x))
    ),
    "last_slope_alone": lambda f1, f2, f3, d1, d2, d3, x: d3(f2(f1(x))),
}

# Two paths that meet in a product, each with the slope of the join and that of its box.
TWO_PATHS = [([[1.44, 0.155], [0.808, 2.4]],), ([[-3.0, X], [X**2, 0.5]],)]


OF_TWO_PATHS = {
    "second_path_forgotten": lambda p: p[0][0] * p[0][1],
    "overwritten": lambda p: p[1][0] * p[1][1],
    "paths_multiplied": lambda p: p[0][0] * p[0][1] * p[1][0] * p[1][1],
    "slopes_along_paths_added": lambda p: p[0][0] + p[0][1] + p[1][0] + p[1][1],
    "join_forgotten": lambda p: p[0][1] + p[1][1],
    "slopes_of_factors_multiplied": lambda p: p[0][1] * p[1][1],
    "own_factor": lambda p: p[1][0] * p[0][1] + p[0][0] * p[1][1],
    "paths_subtracted": lambda p: p[0][0] * p[0][1] - p[1][0] * p[1][1],
}


def of_two_paths(p: list[list[ndarray]]) -> ndarray:
    return p[0][0] * p[0][1] + p[1][0] * p[1][1]


class Boxes(NamedTuple):
    """What the walk backward needs to know of a graph."""

    arrows: tuple[tuple[tuple[int, float], ...], ...]
    left_over: float


DIAMOND = Boxes(((), ((0, 3.0),), ((0, 5.0),), ((1, 2.0), (2, 7.0))), 0.5)
"""One box in front, two beside each other, and one behind them."""
TWICE = Boxes(((), ((0, 3.0), (0, 4.0)), ((1, 2.0),)), -1.0)
"""A box that takes the same number twice, and one behind it."""


def neuron_loss(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    return (REFERENCE[sigmoid].formula(w * x + b) - y) ** 2


def error(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    return logistic(w * x + b) - y


ALL = {
    "square": Formulas(
        [(square, X)],
        lambda func, x: x * x,
        VALUE_OF,
    ),
    "leaky ReLU": Formulas(
        [(leaky_relu, X)],
        lambda func, x: np.where(x > 0, x, x / 5),
        VALUE_OF,
    ),
    "sigmoid": Formulas(
        [(sigmoid, X)],
        lambda func, x: logistic(x),
        VALUE_OF,
    ),
    "slope": Formulas(
        [(func, X) for func in REFERENCE],
        d,
        {
            "value_not_slope": f,
            "slope_sign_swapped": lambda func, x: -d(func, x),
            "slope_at_the_output": lambda func, x: d(func, f(func, x)),
            "output_per_input": lambda func, x: f(func, x) / x,
            "slope_times_input": lambda func, x: x * d(func, x),
        },
    ),
    "central difference": Formulas(
        [(square, X, 0.5), (sigmoid, X, 0.1), (hill, X, 2.0), (tanh, X, 0.001)],
        lambda func, x, h: (f(func, x + h) - f(func, x - h)) / (h + h),
        {
            "divided_by_delta": lambda func, x, h: (f(func, x + h) - f(func, x - h)) / h,
            "one_sided": lambda func, x, h: (f(func, x + h) - f(func, x)) / h,
            "one_sided_left": lambda func, x, h: (f(func, x) - f(func, x - h)) / h,
            "one_step_of_two": lambda func, x, h: (f(func, x + h) - f(func, x)) / (h + h),
            "sign_swapped": lambda func, x, h: (f(func, x - h) - f(func, x + h)) / (h + h),
            "run_without_brackets": lambda func, x, h: (f(func, x + h) - f(func, x - h)) * h / 2,
            "rise_without_brackets": lambda func, x, h: f(func, x + h) - f(func, x - h) / (h + h),
            "rise_not_divided": lambda func, x, h: f(func, x + h) - f(func, x - h),
            "values_on_both_sides_added": lambda func, x, h: (
                (f(func, x + h) + f(func, x - h)) / (h + h)
            ),
        },
    ),
    "nesting": Formulas(
        [([square, sigmoid], X), ([sigmoid, square], X), ([valley, hill], X)],
        lambda c, x: f(c[1], f(c[0], x)),
        {
            "value_order_swapped": lambda c, x: f(c[0], f(c[1], x)),
            "values_multiplied": lambda c, x: f(c[0], x) * f(c[1], x),
            "values_added": lambda c, x: f(c[0], x) + f(c[1], x),
            "first_box_forgotten": lambda c, x: f(c[1], x),
            "last_box_forgotten": lambda c, x: f(c[0], x),
            "chain_input_unchanged": lambda c, x: x,
        },
    ),
    "nesting of any length": Formulas(
        [([square, sigmoid, hill], X), ([tanh, valley, sigmoid], X)],
        lambda c, x: f(c[2], f(c[1], f(c[0], x))),
        {
            "value_order_swapped": lambda c, x: f(c[0], f(c[1], f(c[2], x))),
            "values_multiplied": lambda c, x: f(c[0], x) * f(c[1], x) * f(c[2], x),
            "values_added": lambda c, x: f(c[0], x) + f(c[1], x) + f(c[2], x),
            "first_box_forgotten": lambda c, x: f(c[2], x),
            "last_box_forgotten": lambda c, x: f(c[1], f(c[0], x)),
            "chain_input_unchanged": lambda c, x: x,
            "only_first_box": lambda c, x: f(c[0], x),
        },
    ),
    "chain of two": Formulas(
        [([square, sigmoid], X), ([sigmoid, square], X), ([valley, hill], X), ([tanh, square], X)],
        of_composite,
        OF_TWO,
    ),
    "longer chain": Formulas(
        [([square, sigmoid, hill], X), ([tanh, valley, sigmoid], X), ([sigmoid, square, tanh], X)],
        of_composite,
        {name: of_three(formula) for name, formula in OF_THREE.items()},
    ),
    "branches": Formulas(TWO_PATHS, of_two_paths, OF_TWO_PATHS),
    "branches in code": Formulas(
        TWO_PATHS,
        of_two_paths,
        OF_TWO_PATHS
        | {
            "second_join_forgotten": lambda p: p[0][0] * p[0][1] + p[1][1],
            "same_factor_twice": lambda p: p[0][0] * p[0][1] + p[0][0] * p[1][1],
        },
    ),
    "layers": Formulas(
        [(0.9, 0.25, 10), (np.array([-1.5, 2.0]), 0.4, 3), (1.1, 1.2, 1)],
        lambda w, s, n: prod([w * s] * n),
        {
            "layers_added": lambda w, s, n: sum([w * s] * n),
            "weight_only_once": lambda w, s, n: w * prod([s] * n),
            "weight_forgotten": lambda w, s, n: prod([s] * n),
            "slope_only_once": lambda w, s, n: s * prod([w] * n),
            "box_forgotten": lambda w, s, n: prod([w] * n),
            "single_layer": lambda w, s, n: w * s,
            "one_layer_missing": lambda w, s, n: prod([w * s] * (n - 1)),
            "weight_added": lambda w, s, n: prod([w + s] * n),
        },
    ),
    "skip connection": Formulas(
        [(sigmoid, X), (tanh, X), (hill, X)],
        lambda func, x: elementwise_grad(lambda u: u + REFERENCE[func].formula(u))(x),
        {
            "path_around_forgotten": d,
            "value_of_path_around": lambda func, x: d(func, x) + x,
            "layer_value_not_slope": lambda func, x: f(func, x) + x,
            "value_of_box": lambda func, x: f(func, x) + 1,
            "skip_subtracted": lambda func, x: 1 - d(func, x),
            "slope_at_output_of_layer": lambda func, x: d(func, x + f(func, x)) + 1,
        },
    ),
    "neuron": Formulas(
        [(X, 0.3, 1.7, 1.0), (0.5, X, -2.0, 0.25)],
        lambda w, b, x, y: elementwise_grad(neuron_loss)(
            *np.broadcast_arrays(*map(np.float64, (w, b, x, y)))
        ),
        {
            "input_forgotten": lambda w, b, x, y: 2 * error(w, b, x, y) * logistic_slope(w * x + b),
            "activation_forgotten": lambda w, b, x, y: 2 * error(w, b, x, y) * x,
            "loss_forgotten": lambda w, b, x, y: logistic_slope(w * x + b) * x,
            "two_forgotten": lambda w, b, x, y: error(w, b, x, y) * logistic_slope(w * x + b) * x,
            "loss_for_its_slope": lambda w, b, x, y: (
                error(w, b, x, y) ** 2 * logistic_slope(w * x + b) * x
            ),
            "activation_slope_at_output": lambda w, b, x, y: (
                2 * error(w, b, x, y) * logistic_slope(logistic(w * x + b)) * x
            ),
            "activation_value": lambda w, b, x, y: 2 * error(w, b, x, y) * logistic(w * x + b) * x,
            "weight_for_input": lambda w, b, x, y: (
                2 * error(w, b, x, y) * logistic_slope(w * x + b) * w
            ),
            "error_sign_swapped": lambda w, b, x, y: (
                2 * (y - logistic(w * x + b)) * logistic_slope(w * x + b) * x
            ),
        },
    ),
    "step": Formulas(
        [(1.5, -0.4, 0.1), (X, X**2, 0.5)],
        lambda knob, slope, rate: knob - rate * slope,
        {
            "step_uphill": lambda knob, slope, rate: knob + rate * slope,
            "rate_forgotten": lambda knob, slope, rate: knob - slope,
            "uphill_without_rate": lambda knob, slope, rate: knob + slope,
            "knob_forgotten": lambda knob, slope, rate: -rate * slope,
            "slope_forgotten": lambda knob, slope, rate: knob - rate,
            "step_times_knob": lambda knob, slope, rate: knob * (1 - rate * slope),
            "divided_by_rate": lambda knob, slope, rate: knob - slope / rate,
        },
    ),
    "change": Formulas(
        [(sigmoid, X, 0.3), (hill, X, -0.01)],
        lambda func, x, change: d(func, x) * change,
        {
            "slope_alone": lambda func, x, change: d(func, x),
            "change_unchanged": lambda func, x, change: change,
            "slope_and_change_added": lambda func, x, change: d(func, x) + change,
            "value_times_change": lambda func, x, change: f(func, x) * change,
            "slope_divided_by_change": lambda func, x, change: d(func, x) / change,
            "new_output": lambda func, x, change: f(func, x) + change * d(func, x),
            "direction_swapped": lambda func, x, change: d(func, x) * -change,
        },
    ),
    "difference box": Formulas(
        [(5.0, 3.0), (-1.5, 0.25)],
        lambda a, b: [a - b, 1, -1],
        {
            "slopes_of_a_sum": lambda a, b: [a - b, 1, 1],
            "order_of_difference_swapped": lambda a, b: [b - a, -1, 1],
            "slopes_changed_places": lambda a, b: [a - b, -1, 1],
            "slopes_of_a_product": lambda a, b: [a - b, b, a],
        },
    ),
    "product box": Formulas(
        [(5.0, 3.0), (-1.5, 0.25)],
        lambda a, b: [a * b, b, a],
        {
            "own_factor_noted": lambda a, b: [a * b, a, b],
            "product_with_slopes_of_a_sum": lambda a, b: [a * b, 1, 1],
        },
    ),
    "backward walk": Formulas(
        [(DIAMOND,), (TWICE,)],
        lambda graph: {DIAMOND: [3 * 2 + 5 * 7, 2, 7, 1], TWICE: [(3 + 4) * 2, 2, 1]}[graph],
        {
            "arrow_overwrites": {DIAMOND: [3 * 2, 2, 7, 1], TWICE: [4 * 2, 2, 1]}.get,
            "not_cleared": {
                DIAMOND: [0.5 + 3 * 2.5 + 5 * 7.5, 2.5, 7.5, 1],
                TWICE: [-1 + (3 + 4) * 1, 1, 1],
            }.get,
            "walked_forward": {DIAMOND: [0, 2, 7, 1], TWICE: [0, 2, 1]}.get,
            "arrow_slope_forgotten": {DIAMOND: [1 + 1, 1, 1, 1], TWICE: [1 + 1, 1, 1]}.get,
            "box_slope_forgotten": {DIAMOND: [3 + 5, 2, 7, 1], TWICE: [3 + 4, 2, 1]}.get,
            "box_and_arrow_added": {
                DIAMOND: [(1 + 7) + 5 + (1 + 2) + 3, 1 + 2, 1 + 7, 1],
                TWICE: [(3 + 3) + (3 + 4), 1 + 2, 1],
            }.get,
            "end_not_started": {DIAMOND: [0, 0, 0, 0], TWICE: [0, 0, 0]}.get,
        },
    ),
}


def formulas_of(topic: Topic) -> Formulas:
    return ALL[next(name for name, known in TOPICS.items() if known is topic)]


every_topic = pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
every_mistake = pytest.mark.parametrize(
    ("topic", "mistake"),
    [
        pytest.param(topic, mistake, id=f"{name}-{mistake.name}")
        for name, topic in TOPICS.items()
        for mistake in topic.mistakes
    ],
)


def test_every_topic_has_its_formulas_here() -> None:
    assert set(ALL) == set(TOPICS)


@every_topic
def test_the_right_rule_is_right(topic: Topic) -> None:
    formulas = formulas_of(topic)
    for arguments in formulas.arguments:
        np.testing.assert_allclose(
            topic.right(*arguments), formulas.right(*arguments), **CLOSE, err_msg=f"{arguments}"
        )


@every_mistake
def test_each_mistake_is_the_one_that_it_says(topic: Topic, mistake: Mistake) -> None:
    formulas = formulas_of(topic)
    for arguments in formulas.arguments:
        expected = formulas.wrong[mistake.name](*arguments)
        actual = mistake.rule(*arguments)
        np.testing.assert_allclose(actual, expected, **CLOSE, err_msg=f"{arguments}")


@every_mistake
def test_a_mistake_is_not_right(topic: Topic, mistake: Mistake) -> None:
    """At some of the points at least: a rule that is right everywhere is no mistake."""
    arguments = formulas_of(topic).arguments
    assert any(not np.allclose(mistake.rule(*a), topic.right(*a), rtol=0.01) for a in arguments)


def test_differences_of_the_square_in_closed_form() -> None:
    """With x² each rule of the central difference can be simplified by hand."""
    closed = {
        "divided_by_delta": lambda x, h: 4 * x,
        "one_sided": lambda x, h: 2 * x + h,
        "one_sided_left": lambda x, h: 2 * x - h,
        "one_step_of_two": lambda x, h: x + h / 2,
        "sign_swapped": lambda x, h: -2 * x,
        "run_without_brackets": lambda x, h: 2 * x * h * h,
        "rise_without_brackets": lambda x, h: (x + h) ** 2 - (x - h) ** 2 / (2 * h),
        "rise_not_divided": lambda x, h: 4 * x * h,
        "values_on_both_sides_added": lambda x, h: (x * x + h * h) / h,
    }
    rules = {mistake.name: mistake.rule for mistake in DIFFERENCE.mistakes}
    for name, formula in closed.items():
        for x, h in [(3.0, 0.5), (-1.25, 0.125)]:
            assert rules[name](square, x, h) == pytest.approx(formula(x, h), rel=1e-12), name
    for rule in rules.values():  # the learner's function is called without a delta, too
        np.testing.assert_array_equal(rule(square, X), rule(square, X, 0.001))


def test_branches_of_any_number_and_length() -> None:
    """Also where a path has three boxes, and where three paths meet."""
    paths = [[2.0, 3.0, 5.0], [7.0, 11.0], [13.0]]
    expected = {
        "second_path_forgotten": 30,
        "overwritten": 13,
        "paths_multiplied": 30 * 77 * 13,
        "slopes_along_paths_added": 10 + 18 + 13,
        "join_forgotten": 15 + 11 + 1,
        "slopes_of_factors_multiplied": 15 * 11,
        "paths_subtracted": 30 - 77 - 13,
    }
    assert PATHS.right(paths) == 30 + 77 + 13
    rules = {mistake.name: mistake.rule for mistake in PATHS.mistakes}
    assert {name: rules[name](paths) for name in expected} == expected


# ---- What stands beside a rule ----


@every_mistake
def test_a_mistake_says_what_it_is_and_not_the_answer(topic: Topic, mistake: Mistake) -> None:
    assert mistake.name == mistake.rule.__name__
    assert mistake.formula.strip() == mistake.formula != ""
    assert mistake.hint.strip() == mistake.hint != ""
    assert mistake.hint[-1] in ".?"
    assert mistake.hint[0].isupper()
    # The 2 of a formula may be named; 0.37 or 12 would be an answer.
    assert not re.search(r"\d[.,]?\d", mistake.hint)
    assert not re.search(r"[=≈]\s*[−-]?\d", mistake.hint)


@every_topic
def test_mistakes_of_a_topic_can_be_told_apart(topic: Topic) -> None:
    names = [mistake.name for mistake in topic.mistakes]
    assert len(set(names)) == len(names) > 0
    hints = [mistake.hint for mistake in topic.mistakes]
    assert len(set(hints)) == len(hints)


@every_topic
def test_steps_are_words_that_arrive_at_the_answer(topic: Topic) -> None:
    for arguments in formulas_of(topic).arguments:
        for single in single_numbers(arguments):
            steps = topic.steps(*single)
            assert all(isinstance(step, str) and step.strip() for step in steps)
            if np.ndim(topic.right(*single)):
                continue  # several numbers, for a check of code: nobody calculates them by hand
            right = short(float(topic.right(*single)))
            assert right in re.findall(r"−?\d+(?:\.\d+)?(?:e[+−]\d+)?", steps[-1]), steps


def single_numbers(arguments: tuple) -> Iterator[tuple]:
    """The arguments with the numbers of their arrays one by one."""
    for k in range(len(X)):

        def pick(value: object, k: int = k) -> object:
            if isinstance(value, ndarray):
                return float(value[k % len(value)])
            if isinstance(value, list):
                return [pick(v, k) for v in value]
            return value

        yield tuple(map(pick, arguments))


@pytest.mark.parametrize(
    "demanded",
    [
        "outer_slope_at_x",
        "inner_factor_forgotten",
        "outer_factor_forgotten",
        "slopes_added",
        "slopes_nested",
        "inner_slope_at_f1",
        "order_swapped",
        "nesting_taken_for_product",
        "value_for_outer_slope",
        "value_for_inner_slope",
        "chain_value_not_slope",
        "divided_by_delta",
        "one_sided",
        "sign_swapped",
        "second_path_forgotten",
        "paths_multiplied",
        "overwritten",
        "step_uphill",
        "rate_forgotten",
    ],
)
def test_the_mistakes_that_must_be_known_are_known(demanded: str) -> None:
    assert demanded in {mistake.name for topic in TOPICS.values() for mistake in topic.mistakes}


# ---- Numbers in worked steps ----

COMBINE = {
    "×": prod,
    "+": sum,
    "−": lambda terms: terms[0] - sum(terms[1:]),
}

terms_of_a_step = st.lists(
    st.one_of(
        st.floats(-30, 30),
        st.integers(-20, 20).map(float),
        st.floats(-0.01, 0.01),
        st.integers(-400, 400).map(lambda k: k / 16),
    ),
    min_size=2,
    max_size=4,
)


def read(text: str) -> Fraction:
    return Fraction(Decimal(text.replace("−", "-")))


@quick
@given(st.floats(-999_999, 999_999), st.integers(1, 10))
def test_a_shown_number_is_the_number_rounded(value: float, decimals: int) -> None:
    text = short(value, decimals)
    assert re.fullmatch(r"−?\d+(\.\d*[1-9])?", text), text
    assert text != "−0"
    assert len(text.partition(".")[2]) <= decimals
    half = Fraction(1, 2 * 10**decimals)
    assert abs(read(text) - Fraction(value)) <= half


@quick
@given(terms_of_a_step, st.sampled_from(list(COMBINE)))
def test_a_reader_who_calculates_with_what_is_shown_gets_what_is_shown(
    terms: list[float], sign: str
) -> None:
    text = equation(terms, sign, COMBINE[sign](terms))
    left, equal, right = re.fullmatch(r"(.*) ([=≈]) (.*)", text).groups()
    factors = left.split(f" {sign} ")
    assert len(factors) == len(terms)
    first, *others = factors
    assert not first.startswith("(")
    assert all(re.fullmatch(r"\d[\d.]*|\(−\d[\d.]*\)", other) for other in others), text
    by_hand = COMBINE[sign]([read(factor.strip("()")) for factor in factors])
    for factor, term in zip(factors, terms, strict=True):
        assert abs(read(factor.strip("()")) - Fraction(term)) <= Fraction(1, 20000)
    last_digit = Fraction(1, 10 ** len(right.partition(".")[2]))
    assert abs(by_hand - read(right)) <= last_digit * Fraction(500_001, 1_000_000), text
    assert (equal == "=") == (by_hand == read(right)), text
    assert abs(read(right) - Fraction(COMBINE[sign](terms))) <= Fraction(1, 20000)
