"""The views of one function: what a reader sees at each position, against exact slopes."""

import itertools
import re
from decimal import Decimal

import numpy as np
import pytest
from numpy import ndarray
from pictures import (
    NUMBER,
    Screen,
    as_decimal,
    assert_number,
    last_digit,
    near,
    positions,
)
from reference import exact_slope, value

from helpers import explore_derivative, explore_function, hill, leaky_relu, sigmoid, square
from helpers.functions import Array_Function

DELTAS = [1.0] + [float(f"{digit}e-{power}") for power in range(1, 7) for digit in (5, 2, 1)]
pytestmark = [
    pytest.mark.filterwarnings("error", "ignore::DeprecationWarning:(?!helpers)"),
    pytest.mark.usefixtures("not_recorded"),
]


@pytest.mark.parametrize("func", [square, sigmoid])
def test_explore_function_shows_what_comes_out_of_the_box(func: Array_Function) -> None:
    live = explore_function(func)
    assert repr(live) == "LiveFigure(x: 121 positions)"
    assert live.controls["x"].index == 84, "near the main example"
    for i in (0, 60, 84, 107, 120):
        x = -3 + i / 20
        screen = Screen(live, i)
        shown = re.fullmatch(
            rf"{NUMBER} goes into {func.__name__}, and {NUMBER} comes out\.",
            screen.sentence,
        )
        assert float(as_decimal(shown[1])) == pytest.approx(x, abs=1e-12)
        assert_number(shown[2], value(func, x))
        screen.assert_row(shown[1], shown[2])
        screen.panels()[0].assert_guided((x, value(func, x)))
    screen.panels()[0].assert_curve(func)


def test_explore_function_takes_an_array_of_ones_own() -> None:
    live = explore_function(hill, [4, -1.5, 0.25, 100])
    assert live.controls["x"].index == 2, "the nearest to the main example"
    shown = [Screen(live, i).numbers() for i in range(4)]
    assert [numbers[0] for numbers in shown] == ["4", "−1.5", "0.25", "100"]
    for numbers, x in zip(shown, [4, -1.5, 0.25, 100], strict=True):
        assert_number(numbers[1], value(hill, x))


def by_two_points(func: Array_Function, x: float, delta: float) -> float:
    """The slope of the secant."""
    return (value(func, x + delta) - value(func, x - delta)) / (2 * delta)


def cube(x: ndarray) -> ndarray:
    """A function that the tutorial does not know."""
    return x**3


LABELS = ["rise = f₁(x + delta) − f₁(x − delta)", "run = 2 × delta", "deriv = rise / run"]


@pytest.mark.parametrize("func", [sigmoid, leaky_relu, cube])
def test_explore_derivative_divides_what_it_shows_and_draws_it(func: Array_Function) -> None:
    live = explore_derivative(func)
    options = live.controls["delta"].options
    assert (
        [float(as_decimal(label)) for label, _ in options]
        == [delta for _, delta in options]
        == DELTAS
    )
    exact_label = "deriv with delta = 0.001" if func is cube else "exact slope"
    for i, k in itertools.product((0, 15, 21, 30), range(0, 19, 3)):
        x, delta = round(-3 + i / 5, 10), DELTAS[k]
        screen = Screen(live, i, k)
        right = [text.words for text in screen.texts if text.x > 410]
        assert right[::2] == [*LABELS, exact_label, "distance from it"]
        rise, run, slope, target, distance = right[1::2]
        told = rf"At x = {NUMBER}, delta = {NUMBER}: rise (.+) over run (.+) is a slope of (.+)\."
        at, step, *others = re.fullmatch(told, screen.sentence).groups()
        assert (float(as_decimal(at)), float(as_decimal(step))) == (x, delta)
        assert others == [rise, run, slope]
        assert_number(run, 2 * delta)
        assert_number(rise, value(func, x + delta) - value(func, x - delta))
        assert_number(slope, secant_slope := by_two_points(func, x, delta), slack=1e-9)
        by_hand = as_decimal(rise) / as_decimal(run)
        assert abs(by_hand - as_decimal(slope)) <= last_digit(slope) / 2 * Decimal("1.001")
        exact = by_two_points(func, x, 0.001) if func is cube else exact_slope(func, x)
        if np.isnan(exact):
            assert (target, distance) == ("none: 0.2 left, 1 right", "–")
        else:
            assert_number(target, exact)
            assert_number(distance, abs(secant_slope - exact), slack=1e-9)
        (panel,) = screen.panels()
        ends = [(x - delta, value(func, x - delta)), (x + delta, value(func, x + delta))]
        assert panel.dots == [near(end) for end in ends]
        _, *tangent, secant, steps = [line for line in panel.lines if len(line)]
        if not np.isnan(exact):
            panel.assert_slope(*tangent, (x, value(func, x)), exact)
        panel.assert_slope(secant, (x, (ends[0][1] + ends[1][1]) / 2), secant_slope)
        assert secant[0][0] < x - delta and x + delta < secant[1][0]
        assert steps == near([ends[0], (ends[1][0], ends[0][1]), ends[1]])
    panel.assert_curve(func)


def test_explore_derivative_shows_no_sign_on_a_zero() -> None:
    live = explore_derivative(hill, -3, 0, 1)
    assert positions(live)["x"] == [-3, -2, -1, 0]
    assert "−0" not in {text.words for text in Screen(live, 0, 3).texts}
