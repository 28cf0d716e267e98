"""What `deriv` has measured, as it is shown: within its own error a slope reads ≈ 0."""

import math

import numpy as np

from helpers.chain import deriv
from helpers.functions import Array_Function, facts_about
from helpers.writing import number

ROUNDING = 2.0**-53
"""By what share of itself a float may be off."""
SAFE = 20
"""A slope is shown where it is more than so many times its error."""


def smallest_slope(func: Array_Function, u: float, delta: float = 0.001) -> float:
    """The smallest slope that `deriv` can tell from 0 at u; infinite where it finds 0 in any case.

    There the outputs are the same to the last digit of a float: `deriv` finds 0 for the sigmoid at
    40, and its slope is not 0.
    """
    below, at, above = func(np.array([u - delta, u, u + delta]))
    slope, facts = float(deriv(func, u, delta)), facts_about(func)
    if slope == 0 and (facts.derivative(np.array(u)) != 0 if facts else below == at != 0):
        return math.inf
    error = ROUNDING * max(abs(below), abs(above)) / delta
    if abs(slope) < 0.01 * max(abs(at - below), abs(above - at)) / delta:
        # Near a turn the step counts, too: with half of it, its error is a quarter.
        error += 4 / 3 * abs(slope - float(deriv(func, u, delta / 2)))
    return SAFE * error


def slope_words(func: Array_Function, u: float, delta: float = 0.001) -> str:
    """What `deriv` finds at u, as it is written for readers."""
    return number(deriv(func, u, delta), error=smallest_slope(func, u, delta))
