"""Clear errors for wrong input, so that the teaching code need not look after them."""

import math
from collections.abc import Callable, Mapping, Sequence
from numbers import Integral, Real

import numpy as np
from numpy import ndarray

from helpers.writing import name_of

LARGEST_DRAWN = 1e100
"""Matplotlib subtracts and multiplies what it draws, and that must stay below 1e308."""


def check_function(func: Callable, argument: str = "func") -> Callable:
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
            f"{argument} must be a function of an array, such as square, got {described(func)}"
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


def check_chain(
    chain: Sequence[Callable], length: int | None = None, argument: str = "chain"
) -> list[Callable]:
    """Return the functions of `chain`, each made to complain if it is not elementwise.

    Parameters
    ----------
    chain
        A list or tuple of functions, in the order in which they are applied.
    length
        How many there must be; None for any number from 1.
    argument
        What the caller calls it, for the message.

    Raises
    ------
    TypeError
        If `chain` is not a list or tuple, or one of its items is not callable.
    ValueError
        If it has the wrong number of functions.
    """
    if not isinstance(chain, list | tuple):
        raise TypeError(
            f"{argument} must be a list of functions, such as [square, sigmoid], "
            f"got {described(chain)}"
        )
    if not chain:
        raise ValueError(f"{argument} must hold at least 1 function, got an empty chain")
    count = len(chain)
    if length is not None and count != length:
        value, slope = "chain_values", "chain_deriv"
        if count in (2, 3):
            value, slope = f"chain_length_{count}", f"chain_deriv_{count}"
        raise ValueError(
            f"{argument} must hold {length} functions, got {count}; "
            f"for a chain of {count} use {slope} (its slope) or {value} (its value)"
        )
    return [check_function(func, f"{argument}[{position}]") for position, func in enumerate(chain)]


def check_array(name: str, value: object, one_dimensional: bool = False) -> ndarray:
    """Return `value` as an array of floats.

    Parameters
    ----------
    name
        The argument's name, for the message.
    value
        A number, list or array of real numbers; nan and inf are let through, and masked entries
        become nan.
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


def check_drawable(name: str, array: ndarray) -> ndarray:
    """Return `array`.

    Raises
    ------
    ValueError
        If it holds a number that is not finite, or too large for Matplotlib.
    """
    if not (np.abs(array) < LARGEST_DRAWN).all():
        raise ValueError(
            f"{name} must hold finite numbers between -{LARGEST_DRAWN:g} and {LARGEST_DRAWN:g}, "
            "got some that are not"
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
        raise TypeError(f"{name} must be {wanted}, got {described(value)}")
    try:
        number = float(value)
    except OverflowError:  # a whole number that is too large for a float
        number = math.inf
    if not math.isfinite(number) or (positive and number <= 0):
        raise ValueError(f"{name} must be {wanted}, got {_in_digits(value):.40}")
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
        raise TypeError(f"{name} must be {wanted}, got {described(value)}")
    if not least <= value <= most:
        raise ValueError(f"{name} must be {wanted}, got {_in_digits(value):.40}")
    return int(value)


def check_flag(name: str, value: object) -> bool:
    """Return `value` as a bool.

    Raises
    ------
    TypeError
        If it is neither True nor False.
    """
    if not isinstance(value, bool | np.bool):
        raise TypeError(f"{name} must be True or False, got {described(value)}")
    return bool(value)


def check_parameters(parameters: object) -> dict[str, ndarray]:
    """Return the parameters of the network as arrays of floats.

    Raises
    ------
    TypeError
        If it is no dict of real numbers.
    ValueError
        If a name is missing, or a shape is not that of `network_start`.
    """
    names = ("w1", "b1", "w2", "b2")
    if not isinstance(parameters, Mapping):
        raise TypeError(
            f"parameters must be a dict as network_start makes it, got {described(parameters)}"
        )
    missing = [name for name in names if name not in parameters]
    if missing:
        raise ValueError(
            f"parameters must hold {', '.join(names)}, got none of the name {missing[0]}"
        )
    arrays = {name: check_array(f"parameters['{name}']", parameters[name]) for name in names}
    shapes, row = [array.shape for array in arrays.values()], (arrays["w1"].size,)
    if shapes != [row, row, row, ()]:
        raise ValueError(
            "parameters must hold w1, b1 and w2 of one shape (hidden,) and b2 of shape (), "
            f"got {', '.join(map(str, shapes))}"
        )
    return arrays


def check_recorded(node: object) -> None:
    """Complain if `node` is not a number that remembers how it was computed.

    Raises
    ------
    TypeError
        If it has no name, value or inputs, or they are not text, a number, and pairs of such a
        number and a slope.
    ValueError
        If a value or a slope is an array.
    """
    missing = [name for name in ("name", "value", "inputs") if not hasattr(node, name)]
    if missing:
        raise TypeError(
            "order must hold numbers with a name, a value and inputs, "
            f"got {type(node).__name__} without {' and '.join(missing)}"
        )
    if not isinstance(node.name, str):
        raise TypeError(f"each name in order must be text, got {described(node.name)}")
    pairs = node.inputs if isinstance(node.inputs, list | tuple) else [node.inputs]
    if not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs):
        raise TypeError(
            "the inputs of each number in order must be pairs of a number and a slope, "
            f"got {described(node.inputs)}"
        )
    _check_single("the value of each number in order", node.value)
    for _, slope in pairs:
        _check_single("each slope in order", slope)


def _check_single(name: str, value: object) -> None:
    shape = check_array(name, value).shape
    if shape:
        raise ValueError(f"{name} must be a single number, got shape {shape}")


def check_text(name: str, value: object) -> str:
    """Return `value`.

    Raises
    ------
    TypeError
        If it is not a str.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text, got {described(value)}")
    return value


def _as_numbers(name: str, value: object) -> ndarray:
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} must be an array of numbers, got rows of different lengths"
        ) from error
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must hold real numbers, got {described(value)}")
    if isinstance(value, np.ma.MaskedArray):  # np.asarray shows what the mask hides
        return np.ma.filled(value.astype(float), np.nan)
    return array.astype(float)


def _in_digits(value: Real) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return "one of thousands of digits"


def described(value: object) -> str:
    """The type of `value` and, where it is short, the value itself."""
    kind = type(value).__name__
    if callable(value):
        return f"the function {name_of(value)}"
    if isinstance(value, ndarray):
        return f"an array of {value.dtype}"
    try:
        text = repr(value)
    except Exception:  # not all that a learner passes can be written, such as 10**5000
        return kind
    return f"{kind} {text}" if len(text) <= 60 else kind
