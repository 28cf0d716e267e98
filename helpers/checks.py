"""Clear errors for wrong input, so that the teaching code need not look after them."""

import math
from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np
from numpy import ndarray

from helpers.functions import Array_Function, name_of


def check_function(func: Array_Function, argument: str = "func") -> Array_Function:
    """Return `func` such that a result that is not elementwise is an error that says so.

    Parameters
    ----------
    func
        Takes an array and returns an array of the same shape.
    argument
        What the caller calls it, for the message.

    Raises
    ------
    TypeError
        If `func` is not callable; later, if a call fails or gives something that is not numeric.
    ValueError
        Later, if a call returns another shape than that of its input.
    """
    if not callable(func):
        raise TypeError(
            f"{argument} must be a function of an array, such as square, got {_described(func)}"
        )
    if hasattr(func, "unchecked"):
        return func
    name = name_of(func)

    def elementwise(input_: ndarray) -> ndarray:
        try:
            # A copy, so that a function that changes its input in place changes nothing of ours.
            output = func(np.array(input_))
        except Exception as error:
            raise TypeError(
                f"the function {name} failed on an array of shape {np.shape(input_)}: {error}. "
                "It must work on whole arrays (np.exp, not math.exp; np.where, not if)"
            ) from error
        output = _as_numbers(f"what the function {name} returns", output)
        if output.shape != np.shape(input_):
            raise ValueError(
                f"the function {name} must work elementwise, but for an input of shape "
                f"{np.shape(input_)} it returned shape {output.shape}"
            )
        return output

    elementwise.unchecked = func
    return elementwise


def check_chain(chain: Sequence[Array_Function], length: int | None = None) -> list[Array_Function]:
    """Return the functions of `chain`, each made to complain if it is not elementwise.

    Parameters
    ----------
    chain
        A list or tuple of functions, in the order in which they are applied.
    length
        How many there must be; None for any number from 1.

    Raises
    ------
    TypeError
        If `chain` is not a list or tuple, or one of its items is not callable.
    ValueError
        If it has the wrong number of functions.
    """
    if not isinstance(chain, list | tuple):
        raise TypeError(
            f"chain must be a list of functions, such as [square, sigmoid], got {_described(chain)}"
        )
    if not chain:
        raise ValueError("chain must hold at least 1 function, got an empty chain")
    count = len(chain)
    if length is not None and count != length:
        value, slope = "chain_values", "chain_deriv"
        if count in (2, 3):
            value, slope = f"chain_length_{count}", f"chain_deriv_{count}"
        raise ValueError(
            f"chain must hold {length} functions, got {count}; "
            f"for a chain of {count} use {slope} (its slope) or {value} (its value)"
        )
    return [check_function(func, f"chain[{position}]") for position, func in enumerate(chain)]


def check_array(name: str, value: object, one_dimensional: bool = False) -> ndarray:
    """Return `value` as an array of floats.

    Parameters
    ----------
    name
        The argument's name, for the message.
    value
        A number, list or array of real numbers; nan and inf are let through.
    one_dimensional
        Whether the shape must be (n,).

    Raises
    ------
    TypeError
        If it does not hold real numbers.
    ValueError
        If it is ragged, or not one-dimensional where it must be.
    """
    array = _as_numbers(name, value)
    if one_dimensional and array.ndim != 1:
        raise ValueError(
            f"{name} must be one-dimensional, such as np.arange(-3, 3, 0.01), "
            f"got shape {array.shape}"
        )
    return array


def check_points(x: object, y: object) -> tuple[ndarray, ndarray]:
    """Return the coordinates of points as two arrays of floats, both of shape (n,).

    Raises
    ------
    TypeError
        If one of them does not hold real numbers.
    ValueError
        If they are not one-dimensional, not equally long, empty or not finite.
    """
    x = check_array("x", x, one_dimensional=True)
    y = check_array("y", y, one_dimensional=True)
    if len(x) != len(y):
        raise ValueError(f"y must have one number for each x, got {len(y)} for {len(x)} x's")
    if not len(x) or not np.isfinite([x, y]).all():
        raise ValueError("x and y must hold at least one number each, all of them finite")
    return x, y


def check_number(name: str, value: object, positive: bool = False) -> float:
    """Return `value` as a float.

    Raises
    ------
    TypeError
        If it is not a single real number.
    ValueError
        If it is not finite, or not above 0 where it must be.
    """
    wanted = "a positive, finite number" if positive else "a finite number"
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be {wanted}, got {_described(value)}")
    try:
        number = float(value)
    except OverflowError:  # a whole number that is too large for a float
        number = math.inf
    if not math.isfinite(number) or (positive and number <= 0):
        raise ValueError(f"{name} must be {wanted}, got {value!s:.40}")
    return number


def check_count(name: str, value: object, least: int, most: int) -> int:
    """Return `value` as an int.

    Raises
    ------
    TypeError
        If it is not a whole number.
    ValueError
        If it is below `least` or above `most`.
    """
    wanted = f"a whole number from {least} to {most}"
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise TypeError(f"{name} must be {wanted}, got {_described(value)}")
    if not least <= value <= most:
        raise ValueError(f"{name} must be {wanted}, got {value}")
    return int(value)


def _as_numbers(name: str, value: object) -> ndarray:
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} must be an array of numbers, got rows of different lengths"
        ) from error
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must hold real numbers, got {_described(value)}")
    return array.astype(float)


def _described(value: object) -> str:
    """The type of `value` and, where it is short, the value itself."""
    kind = type(value).__name__
    if callable(value):
        return f"the function {name_of(value)}"
    if isinstance(value, ndarray):
        return f"an array of {value.dtype}"
    text = repr(value)
    return f"{kind} {text}" if len(text) <= 60 else kind
