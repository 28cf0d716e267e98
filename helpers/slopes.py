"""What `deriv` has measured, as it is shown: within its own error it reads ≈ 0, at a kink none."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy import ndarray
from numpy.typing import ArrayLike

from helpers.chain import Chain, deriv
from helpers.functions import Array_Function, facts_about
from helpers.writing import number

ROUNDING = 2.0**-53
"""By what share of itself a float may be off."""
SAFE = 20
"""A slope is shown where it is more than so many times its error."""
CLOSE = 1e-5
"""The step with which kinks are looked for, beside numbers up to 1; then a tenth of it."""


def sides(func: Array_Function, u: ArrayLike, closer: float = 10) -> ndarray:
    """The slopes to the left and to the right of u, of shape (2, ...), by one-sided differences."""
    u = np.asarray(u, dtype=float)
    step = CLOSE * np.maximum(1, np.abs(u)) / closer
    below, at, above = func(np.array([u - step, u, u + step]))
    return np.array([at - below, above - at]) / step


class Kinks(NamedTuple):
    """Where a function has no slope, because of a kink or a jump; for each u."""

    there: ndarray
    """Whether it has none."""
    jump: ndarray
    """Whether the slopes beside it grow without end."""
    beside: ndarray
    """The slopes to the left and to the right, of shape (2, ...)."""

    @property
    def told(self) -> str:
        """What a single kink has instead of a slope: "0.2 left, 1 right"; nothing at a jump."""
        if self.jump or not np.isfinite(self.beside).all():
            return ""
        left, right = map(number, self.beside)
        return f"{left} left, {right} right"


def kinks(func: Array_Function, u: ArrayLike) -> Kinks:
    """Look for kinks and jumps at u.

    The slopes to both sides of a smooth curve come closer the smaller the step is: with a tenth of
    it they differ by a tenth. At a kink they go on to differ by as much, and at a jump they grow
    without end. At a pole, and wherever there is no value, there is no slope either, even if
    `deriv` finds one between its neighbors.
    """
    far, near = sides(func, u, 1), sides(func, u, 10)
    apart, still_apart = np.abs(far[1] - far[0]), np.abs(near[1] - near[0])
    steep, steeper = np.abs(far).max(axis=0), np.abs(near).max(axis=0)
    value = func(np.asarray(u, dtype=float))
    size = np.maximum(1, np.abs(value))
    rounding = SAFE * ROUNDING * size / (CLOSE / 10 * np.maximum(1, np.abs(u)))
    kink = still_apart > np.maximum(apart / 2, 1e-4 * steeper + rounding)
    jump = steeper > 2 * steep + rounding
    return Kinks(kink | jump | ~np.isfinite(value), jump, near)


def slopes_at(chain: Chain, values: Sequence[float]) -> list[float]:
    """The slope of each function of a chain at its own input; nan at a kink, which has none."""
    return [
        math.nan if kinks(func, value).there else float(deriv(func, value))
        for func, value in zip(chain, values, strict=False)
    ]


def slope_of_product(f1: Array_Function, f2: Array_Function, x: float) -> float:
    """The slope of f1(x) · f2(x), by the rule f2 · f1′ + f1 · f2′; nan at a kink of the product.

    A factor of 0 takes the other one's kink away, and so it is the product that is looked at.
    """
    if kinks(lambda t: f1(t) * f2(t), x).there:
        return math.nan
    a, b = (float(f(np.array(x))) for f in (f1, f2))
    return b * float(deriv(f1, x)) + a * float(deriv(f2, x))


def smallest_slope(func: Array_Function, u: float, delta: float = 0.001) -> float:
    """The smallest slope that `deriv` can tell from 0 at u; infinite where it finds 0 in any case.

    There the outputs are the same to the last digit of a float: `deriv` finds 0 for the sigmoid at
    40, and its slope is not 0.
    """
    outputs, slope = _around(func, u, delta)
    below, at, _ = outputs
    facts = facts_about(func)
    if slope == 0 and (facts.derivative(np.array(u)) != 0 if facts else below == at != 0):
        return math.inf
    return _error(func, u, delta, outputs, slope)


def error_in_sum(func: Array_Function, u: float, total: float, delta: float = 0.001) -> float:
    """How far off what `deriv` finds at u may be in a sum of slopes that is `total`.

    Beside another slope, one that is lost in rounding counts no more than its error.
    """
    if total == 0:
        return smallest_slope(func, u, delta)
    return _error(func, u, delta, *_around(func, u, delta))


def _around(func: Array_Function, u: float, delta: float) -> tuple[ndarray, float]:
    """The outputs at u - delta, u and u + delta, and the slope that `deriv` finds at u."""
    return func(np.array([u - delta, u, u + delta])), float(deriv(func, u, delta))


def _error(func: Array_Function, u: float, delta: float, outputs: ndarray, slope: float) -> float:
    """How far off this slope may be, by what is around it."""
    below, at, above = outputs
    error = ROUNDING * max(abs(below), abs(above)) / delta
    # Near a turn the step counts, too: with half of it, its error is a quarter. So does it where
    # hardly anything of the slope is left without that error, such as that of x³ at 0.
    of_step = 4 / 3 * (slope - float(deriv(func, u, delta / 2)))
    highest = max(abs(at - below), abs(above - at)) / delta
    turns = abs(slope) < 0.01 * highest < math.inf  # at a pole nothing turns
    if turns or abs(slope - of_step) < 0.1 * abs(slope):
        error += abs(of_step)
    return SAFE * error


def slope_words(func: Array_Function, u: float, delta: float = 0.001) -> str:
    """What `deriv` finds at u, as it is written for readers."""
    return number(deriv(func, u, delta), error=smallest_slope(func, u, delta))
