"""The functions written anew, their slopes by autograd, and how far off a difference may be."""

from collections.abc import Callable
from typing import NamedTuple

import autograd.numpy as anp
import numpy as np
from autograd import elementwise_grad
from hypothesis import settings
from hypothesis import strategies as st
from numpy import ndarray

from helpers.chain import Chain
from helpers.functions import (
    KNOWN,
    Array_Function,
    exact_deriv,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
    valley,
)

EPS = float(np.finfo(float).eps)


DELTA = 0.001
"""The step that `deriv` takes unless told otherwise."""


quick = settings(deadline=None, database=None, max_examples=60)


class Reference(NamedTuple):
    """A function of the tutorial, written anew, and the sizes that bound its errors."""

    formula: Callable[[ndarray], ndarray]
    """In operations that autograd can differentiate."""
    second: float
    """The largest |f''|."""
    third: float
    """The largest |f'''|."""
    size: Callable[[ndarray], ndarray]
    """The largest number on the way from |u| to f(u), of which rounding takes a share."""


def _logistic(x: ndarray) -> ndarray:
    return anp.exp(-anp.logaddexp(0, -x))


REFERENCE = {
    square: Reference(lambda x: x * x, 2, 0, lambda u: u**2),
    leaky_relu: Reference(lambda x: anp.where(x > 0, x, 0.2 * x), 0, 0, lambda u: u),
    sigmoid: Reference(_logistic, 0.1, 1 / 8, lambda u: 1 + 0 * u),
    tanh: Reference(lambda x: 2 * _logistic(2 * x) - 1, 0.8, 2, lambda u: 2 + 0 * u),
    valley: Reference(lambda x: (x * x + 2 * x - 31) / 4, 0.5, 0, lambda u: (u + 1) ** 2 / 4 + 8),
    hill: Reference(lambda x: (23 - 6 * x - x * x) / 4, 0.5, 0, lambda u: (u + 3) ** 2 / 4 + 8),
}


def reference_values(chain: Chain, x: ndarray) -> tuple[list[ndarray], list[ndarray]]:
    """Every number that travels through `chain`, and how far off each may be by rounding."""
    values, errors = [x], [np.zeros_like(x)]
    for func in chain:
        reference, u, off = REFERENCE[func], values[-1], errors[-1]
        slope = np.abs(elementwise_grad(reference.formula)(u)) + reference.second * off
        values.append(reference.formula(u))
        errors.append(slope * off + 4 * EPS * reference.size(np.abs(u)))
    return values, errors


def reference_slope(chain: Chain, x: ndarray) -> tuple[ndarray, ndarray]:
    """Autograd's derivative of the composite, and how far off a product of differences may be.

    The difference of one box is off by delta²/6·|f'''|, as the step is finite; by a share of what
    it computes with, over delta, as floats are rounded; and by |f''| times how far off its input
    is. With each factor off by so much, the product is off by at most `most - least`.
    """
    values, errors = reference_values(chain, x)
    most, least = np.ones_like(x), np.ones_like(x)
    for func, u, off in zip(chain, values, errors, strict=False):
        reference = REFERENCE[func]
        slope = np.abs(elementwise_grad(reference.formula)(u))
        rounded = reference.size(np.abs(u) + DELTA) + np.abs(u) * (slope + reference.second * DELTA)
        error = DELTA**2 / 6 * reference.third + 4 * EPS * rounded / DELTA + reference.second * off
        most, least = most * (slope + error), least * slope

    def composite(x: ndarray) -> ndarray:
        for func in chain:
            x = REFERENCE[func].formula(x)
        return x

    return elementwise_grad(composite)(x), most - least + 16 * EPS * most


def away_from_kinks(chain: Chain, x: ndarray) -> ndarray:
    """Those x's for which no leaky_relu of `chain` gets a number within two steps of 0."""
    values, _ = reference_values(chain, x)
    inputs = [u for func, u in zip(chain, values, strict=False) if func is leaky_relu]
    return x[np.all([np.abs(u) > 2 * DELTA for u in inputs], axis=0) if inputs else slice(None)]


def value(func: Array_Function, u: float) -> float:
    """The value of a function at one number."""
    return float(func(np.array(u)))


def exact_slope(func: Array_Function, u: float) -> float:
    """The exact derivative at one number; nan where `deriv` would step over a kink."""
    if func is leaky_relu and abs(u) < 0.0011:
        return np.nan
    return float(exact_deriv(func)(np.array(u)))


def assert_within(actual: ndarray, expected: ndarray, tolerance: ndarray) -> None:
    """Each element must be within its own tolerance."""
    assert actual.shape == expected.shape
    assert np.all(np.abs(actual - expected) <= tolerance), (actual, expected, tolerance)


def chains(shortest: int, longest: int) -> st.SearchStrategy[Chain]:
    """Chains of known functions."""
    return st.lists(st.sampled_from(list(KNOWN)), min_size=shortest, max_size=longest)


moderate = st.lists(st.floats(-3, 3), min_size=1, max_size=8).map(np.array)
