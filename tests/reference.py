"""The functions of the tutorial written anew, and chains of them."""

import functools
from collections.abc import Callable

import autograd.numpy as anp
import numpy as np
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

quick = settings(deadline=None, database=None, max_examples=60)


def _logistic(x: ndarray) -> ndarray:
    return anp.exp(-anp.logaddexp(0, -x))


REFERENCE = {
    square: lambda x: x * x,
    leaky_relu: lambda x: anp.where(x > 0, x, 0.2 * x),
    sigmoid: _logistic,
    tanh: lambda x: 2 * _logistic(2 * x) - 1,
    valley: lambda x: (x * x + 2 * x - 31) / 4,
    hill: lambda x: (23 - 6 * x - x * x) / 4,
}
"""The functions of the tutorial, written anew, in operations that autograd can differentiate."""


def composite(chain: Chain) -> Callable[[ndarray], ndarray]:
    """A chain of functions as one that autograd can differentiate."""
    return lambda x: functools.reduce(lambda u, func: REFERENCE[func](u), chain, x)


def value(func: Array_Function, u: float) -> float:
    """The value of a function at one number."""
    return float(func(np.array(u)))


def exact_slope(func: Array_Function, u: float) -> float:
    """The exact derivative at one number."""
    return float(exact_deriv(func)(np.array(u)))


def chains(shortest: int, longest: int) -> st.SearchStrategy[Chain]:
    """Chains of known functions."""
    return st.lists(st.sampled_from(list(KNOWN)), min_size=shortest, max_size=longest)


moderate = st.lists(st.floats(-3, 3), min_size=1, max_size=8).map(np.array)
