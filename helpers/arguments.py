"""Clear errors for wrong input, so that the teaching code need not look after them."""

import functools
import inspect
import math
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from sys import getrefcount

import numpy as np
from numpy import ndarray

from helpers.writing import name_of

Check = Callable[[str, object], object]
"""Takes an argument's name and what came; returns what the function shall get, or complains."""

FLOAT = np.dtype(float)
LARGEST_DRAWN = 1e100
"""Matplotlib subtracts and multiplies what it draws, and that must stay below 1e308."""


def checked(*checks: Check) -> Callable[[Callable], Callable]:
    """Send each argument of a function through a check before the function gets it.

    The function below this decorator stays what it is, for `help` as for `show_source`: its name,
    its signature, its docstring and its source.

    Parameters
    ----------
    *checks
        One for each parameter, in the same order.
    """

    def decorate(function: Callable) -> Callable:
        parameters = list(zip(inspect.signature(function).parameters, checks, strict=True))

        @functools.wraps(function)
        def guarded(*given: object, **named: object) -> object:
            passed = list(given)  # Python says it if these are too many
            for position, (name, check) in enumerate(parameters):
                if position < len(given):
                    passed[position] = check(name, given[position])
                elif name in named:
                    named[name] = check(name, named[name])
            return function(*passed, **named)

        return guarded

    return decorate


def takes_a_chain(
    length: int | None = None, one_dimensional: bool = False
) -> Callable[[Callable], Callable]:
    """Check the two arguments of a function of a chain: the chain, and the x's.

    Parameters
    ----------
    length
        How many functions the chain must hold; None for any number from 1.
    one_dimensional
        Whether the x's must be of shape (n,).
    """
    return checked(
        lambda name, value: check_chain(name, value, length),
        lambda name, value: check_array(name, value, one_dimensional),
    )


def check_function(name: str, value: object) -> Callable[[ndarray], ndarray]:
    """Return the function `value`, made `elementwise`.

    Raises
    ------
    TypeError
        If `value` is not callable.
    """
    if not callable(value):
        raise TypeError(
            f"{name} must be a function of an array, such as square, got {described(value)}"
        )
    return elementwise(value)


def elementwise(func: Callable) -> Callable[[ndarray], ndarray]:
    """Return `func` such that a result that is not elementwise is an error.

    It can do no harm either: it sees our numbers but cannot change them, and what it returns
    belongs to nobody else.

    Raises
    ------
    TypeError
        Later, if a call fails or gives what is not numeric.
    ValueError
        Later, if a call returns another shape than that of its input.
    """
    if hasattr(func, "unchecked"):
        return func

    def guarded(input_: ndarray) -> ndarray:
        to_read = np.asarray(input_).view()
        to_read.setflags(False)  # and not to write: the keyword takes twice as long
        try:
            try:
                output = func(to_read)
            except ValueError as error:
                if "read-only" not in str(error):
                    raise
                output = func(to_read.copy())  # it works in place, and may
        except Exception as error:
            raise TypeError(
                f"the function {name_of(func)} failed on an array of shape {to_read.shape}: "
                f"{error}. It must work on whole arrays (np.exp, not math.exp; np.where, not if)"
            ) from error
        if type(output) is not ndarray or output.dtype != FLOAT:  # asked here, too: it is faster
            output = _as_numbers(f"what the function {name_of(func)} returns", output)
        if output.shape != to_read.shape:
            raise ValueError(
                f"the function {name_of(func)} must work elementwise, but for an input of shape "
                f"{to_read.shape} it returned shape {output.shape}"
            )
        # Part of its input, or an array that it keeps and may change with the next call.
        if output.base is not None or getrefcount(output) > ALONE:
            output = output.copy()
        return output

    guarded.unchecked = func
    return guarded


def _references_to_a_new_array() -> int:
    output = np.empty(0)
    return getrefcount(output)


ALONE = _references_to_a_new_array()
"""How many references Python counts to an array that a single variable holds."""


def check_chain(
    name: str, value: object, length: int | None = None
) -> list[Callable[[ndarray], ndarray]]:
    """Return the functions of the chain `value`, each made to complain if it is not elementwise.

    Parameters
    ----------
    name
        The argument's name, for the message.
    value
        A list or tuple of functions, in the order in which they are applied.
    length
        How many there must be; None for any number from 1.

    Raises
    ------
    TypeError
        If `value` is not a list or tuple, or one of its items is not callable.
    ValueError
        If it has the wrong number of functions.
    """
    if not isinstance(value, list | tuple):
        raise TypeError(
            f"{name} must be a list of functions, such as [square, sigmoid], got {described(value)}"
        )
    if not value:
        raise ValueError(f"{name} must hold at least 1 function, got an empty chain")
    count = len(value)
    if length is not None and count != length:
        of_value, of_slope = "chain_values", "chain_deriv"
        if count in (2, 3):
            of_value, of_slope = f"chain_length_{count}", f"chain_deriv_{count}"
        raise ValueError(
            f"{name} must hold {length} functions, got {count}; "
            f"for a chain of {count} use {of_slope} (its slope) or {of_value} (its value)"
        )
    for position, func in enumerate(value):
        if not callable(func):
            check_function(f"{name}[{position}]", func)
    return [elementwise(func) for func in value]


def check_array(name: str, value: object, one_dimensional: bool = False) -> ndarray:
    """Return `value` as an array of floats: itself, if it is one.

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


def takes_points(function: Callable) -> Callable:
    """Check the last two arguments of a function of parameters, x's and y's: the points."""

    @functools.wraps(function)
    def guarded(parameters: object, x: object, y: object) -> object:
        return function(parameters, *check_points(x, y))

    return guarded


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


check_positive = functools.partial(check_number, positive=True)


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


def check_parameters(name: str, value: object) -> dict[str, ndarray]:
    """Return the parameters of a network as arrays of floats.

    Raises
    ------
    TypeError
        If it is no dict of real numbers.
    ValueError
        If a name is missing, or a shape is not that of `network_start`.
    """
    keys = ("w1", "b1", "w2", "b2")
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} must be a dict as network_start makes it, got {described(value)}")
    missing = [key for key in keys if key not in value]
    if missing:
        raise ValueError(f"{name} must hold {', '.join(keys)}, got none of the name {missing[0]}")
    arrays = {key: check_array(f"{name}['{key}']", value[key]) for key in keys}
    shapes, row = [array.shape for array in arrays.values()], (arrays["w1"].size,)
    if shapes != [row, row, row, ()]:
        raise ValueError(
            f"{name} must hold w1, b1 and w2 of one shape (hidden,) and b2 of shape (), "
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
    if type(value) is ndarray and value.dtype == FLOAT:
        return value
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
    return array.astype(float, copy=False)


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
