"""The functions that the tutorial puts into boxes.

Each is plain NumPy that works on a whole array at once. Beside each stands what is known about
it: its formula in LaTeX, for labels, and its exact derivative, for checking what `deriv` finds.
A function of your own needs none of that: every view and every `chain_...` function takes any
Python function that works elementwise.

They are meant for floats, and every view and every `chain_...` function passes floats on. Whole
numbers in an array of NumPy overflow without a word: `square(np.array([2**40]))` is 0.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy import ndarray

from helpers.writing import name_of

Array_Function = Callable[[ndarray], ndarray]
"""A function that takes an array and returns an array of the same shape."""


def square(x: ndarray) -> ndarray:
    """Square each element: x²."""
    return np.power(x, 2)


def leaky_relu(x: ndarray) -> ndarray:
    """Leaky ReLU: x where x is positive, 0.2·x where it is negative."""
    return np.maximum(0.2 * x, x)


def sigmoid(x: ndarray) -> ndarray:
    """Sigmoid: 1 / (1 + exp(-x)).

    Written with tanh, which is the same curve, because exp(-x) is too large for a float when x is
    below -709 or so, and tanh never is.
    """
    return (1 + np.tanh(x / 2)) / 2


def tanh(x: ndarray) -> ndarray:
    """Hyperbolic tangent of each element."""
    return np.tanh(x)


def valley(x: ndarray) -> ndarray:
    """(x + 1)²/4 - 8: a curve whose value at 5 is 1 and whose slope there is 3."""
    return (x + 1) ** 2 / 4 - 8


def hill(x: ndarray) -> ndarray:
    """8 - (x + 3)²/4: a curve whose value at 1 is 4 and whose slope there is -2."""
    return 8 - (x + 3) ** 2 / 4


class Facts(NamedTuple):
    """What is known about a function: its formula and its exact derivative."""

    latex: Callable[[str], str]
    """Takes the name of the input and returns the formula in LaTeX, without dollar signs."""
    derivative: Array_Function


def _leaky_relu_derivative(x: ndarray) -> ndarray:
    # At the kink there is no derivative, and nan says so.
    return np.select([x > 0, x < 0], [1.0, 0.2], default=np.nan)


def _sigmoid_derivative(x: ndarray) -> ndarray:
    # The same as sigmoid(x) * sigmoid(-x), but far from 0 the latter is lost in rounding.
    e_to_minus_x = np.exp(-np.abs(x))
    return e_to_minus_x / (1 + e_to_minus_x) ** 2


KNOWN: dict[Array_Function, Facts] = {
    square: Facts(lambda x: rf"{x}^2", lambda x: 2 * x),
    leaky_relu: Facts(lambda x: rf"\max(0.2\,{x},\ {x})", _leaky_relu_derivative),
    sigmoid: Facts(lambda x: rf"1\,/\,(1 + e^{{-{x}}})", _sigmoid_derivative),
    tanh: Facts(lambda x: rf"\tanh({x})", lambda x: 4 * _sigmoid_derivative(2 * x)),
    valley: Facts(lambda x: rf"({x} + 1)^2/\,4 - 8", lambda x: (x + 1) / 2),
    hill: Facts(lambda x: rf"8 - ({x} + 3)^2/\,4", lambda x: -(x + 3) / 2),
}


def exact_deriv(func: Array_Function) -> Array_Function:
    """The exact derivative of one of this module's functions, as a function.

    Parameters
    ----------
    func
        One of `square`, `leaky_relu`, `sigmoid`, `tanh`, `valley`, `hill`.

    Returns
    -------
    Array_Function
        The derivative, such as ``lambda x: 2 * x`` for `square`. That of `leaky_relu` is nan at 0,
        where there is none.

    Raises
    ------
    ValueError
        If `func` is not one of them: for your own function, `deriv` gives a close approximation.
    """
    facts = facts_about(func)
    if facts is None:
        known = ", ".join(known.__name__ for known in KNOWN)
        raise ValueError(
            f"func must be one of {known}, got {name_of(func)}; "
            "for any other function use deriv(func, input_)"
        )
    return facts.derivative


def facts_about(func: Array_Function) -> Facts | None:
    """What is known about `func`, or None for a function that is not of this module."""
    func = getattr(func, "unchecked", func)  # of a function that has passed check_function
    try:
        return KNOWN.get(func)
    except TypeError:  # an unhashable callable is certainly not one of ours
        return None
