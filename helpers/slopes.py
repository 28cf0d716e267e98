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
    """The smallest slope that `deriv` can tell from 0 at u; infinite where nothing seems to move.

    There the outputs are the same to the last digit of a float, and whatever the slope is, 0 was
    found: that of the sigmoid at 40 is not.
    """
    below, at, above = func(np.array([u - delta, u, u + delta]))
    slope, exact = float(deriv(func, u, delta)), math.nan
    if facts := facts_about(func):
        exact = float(facts.derivative(np.array(u)))
    if math.isfinite(exact):
        return math.inf if slope == 0 != exact else SAFE * abs(slope - exact)
    if below == at == above != 0:
        return math.inf
    # Each output is off by rounding, and with half the step the error of the step is a quarter.
    rounding = ROUNDING * max(abs(below), abs(above)) / delta
    return SAFE * (rounding + 4 / 3 * abs(slope - float(deriv(func, u, delta / 2))))


def slope_words(func: Array_Function, u: float) -> str:
    """What `deriv` finds at u, as it is written for readers."""
    return number(deriv(func, u), error=smallest_slope(func, u))
