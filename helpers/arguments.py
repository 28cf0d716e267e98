"""Clear errors for wrong input, so that the teaching code need not look after them.

A check takes an argument's name and what came, and returns what the function shall get. What is of
another kind than it should be is a TypeError; what is of that kind and can't be used, such as a
number that is not finite or an array of a wrong shape, is a ValueError. Each names the argument,
what was expected, and what came.
"""

import functools
import inspect
import math
import traceback
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from types import UnionType
from typing import TypeVar

import numpy as np
from numpy import ndarray

from helpers.writing import name_of

Check = Callable[[str, object], object]
Function = Callable[[ndarray], ndarray]
Value = TypeVar("Value")

FLOAT = np.dtype(float)
LARGEST_DRAWN = 1e100
"""Matplotlib subtracts and multiplies what it draws, and that must stay below 1e308."""


def checked(*checks: Check) -> Callable[[Callable], Callable]:
    """Send each argument of a function through its check before the function gets it.

    The function below this decorator stays what it is, for `help` as for `show_source`: its name,
    its signature, its docstring and its source.
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
    """Check the two arguments of a function of a chain and x's, as the checks of both do."""
    return checked(
        functools.partial(check_chain, length=length, told_others=True),
        functools.partial(check_array, one_dimensional=one_dimensional),
    )


def takes_points(function: Callable) -> Callable:
    """Check the arguments of a function of a network's parameters, and of points."""

    @functools.wraps(function)
    def guarded(parameters: object, x: object, y: object) -> object:
        return function(check_parameters("parameters", parameters), *check_points(x, y))

    return guarded


def check_kind(name: str, value: Value, kind: type | UnionType, wanted: str) -> Value:
    """Let through what is of a kind; True and False count as numbers for Python only."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind in (Real, Integral)):
        raise TypeError(f"{name} must be {wanted}, got {described(value)}")
    return value


# ---- Functions ----


def check_function(name: str, value: object) -> Function:
    """Let through a function of an array, made `elementwise`."""
    if hasattr(value, "unchecked"):  # it has been here before; asked first, since it is faster
        return value
    check_kind(name, value, Callable, "a function of an array, such as square")
    return elementwise(value)


def elementwise(func: Callable) -> Function:
    """Make a function complain of itself if it fails, or does not give a number for each number.

    It can do no harm either: it may change what it gets, and go on using what it returns, since
    both are copied.
    """
    if hasattr(func, "unchecked"):
        return func

    def guarded(input_: ndarray) -> ndarray:
        shape = np.shape(input_)
        try:
            output = func(np.array(input_))
        except Exception as error:
            raise TypeError(
                f"the function {name_of(func)} failed on an array of shape {shape}: "
                f"{_in_words(error)}{_hint(error, input_)}"
            ) from error
        if type(output) is not ndarray or output.dtype != FLOAT:  # asked here, too: it is faster
            output = _as_numbers(f"what the function {name_of(func)} returns", output)
        if output.shape != shape:
            raise ValueError(
                f"the function {name_of(func)} must work elementwise, but for an input of shape "
                f"{shape} it returned shape {output.shape}{'' if output.shape else ONE_FOR_ALL}"
            )
        return output.copy()

    guarded.unchecked = func
    return guarded


ONE_FOR_ALL = ": one number for all inputs, such as np.sum gives (a constant is 0 * x + 2)"
WHOLE_ARRAYS = ". It must work on whole arrays (np.exp, not math.exp; np.where, not if)"
SINGLE_NUMBERS = (
    ". It must work on a single number, an array of shape (), too: on x as a whole, without a "
    "loop over its entries"
)
HINTS: list[tuple[Callable[[ndarray], object], str]] = [
    (bool, WHOLE_ARRAYS),
    (float, WHOLE_ARRAYS),
    (len, SINGLE_NUMBERS),
    (iter, SINGLE_NUMBERS),
    (lambda x: x[0], SINGLE_NUMBERS),
    (lambda x: x.shape[0], SINGLE_NUMBERS),
]
"""What not every array can be used for, and what a function that does so should do."""


def _hint(error: Exception, input_: ndarray) -> str:
    """What helps, if the error is the one that such a use of the input gives."""
    for use, hint in HINTS:
        try:
            use(np.asarray(input_))
        except Exception as same:
            if _in_words(same) == _in_words(error):
                return hint
    return ""


def _in_words(error: Exception) -> str:
    """An error as it stands below a traceback: its type, and what it says."""
    return "".join(traceback.format_exception_only(error)).strip()


def check_chain(
    name: str, value: object, length: int | None = None, told_others: bool = False
) -> list[Function]:
    """Let through a list or tuple of functions, as many as `length`, each made `elementwise`.

    The error for another length can tell which functions of `helpers.chain` take a chain of that
    length: not to a reader who wanted a view.
    """
    check_kind(name, value, list | tuple, "a list of functions, such as [square, sigmoid]")
    count = len(value)
    if not count:
        raise ValueError(f"{name} must hold at least 1 function, got an empty chain")
    if length not in (None, count):
        wrong = f"{name} must hold {length} functions, got {count}"
        if not told_others:
            raise ValueError(wrong)
        of_value, of_slope = "chain_values", "chain_deriv"
        if count in (2, 3):
            of_value, of_slope = f"chain_length_{count}", f"chain_deriv_{count}"
        raise ValueError(
            f"{wrong}; for a chain of {count} use {of_slope} (its slope) or {of_value} (its value)"
        )
    return [check_function(f"{name}[{k}]", func) for k, func in enumerate(value)]


# ---- Numbers ----


def check_number(name: str, value: object, positive: bool = False) -> float:
    """Let through a finite number, as a float."""
    wanted = "a positive, finite number" if positive else "a finite number"
    try:
        number = float(check_kind(name, value, Real, wanted))
    except OverflowError:  # a whole number that is too large for a float
        number = math.inf
    if not math.isfinite(number) or (positive and number <= 0):
        raise ValueError(f"{name} must be {wanted}, got {_in_digits(value)}")
    return number


check_positive = functools.partial(check_number, positive=True)


def check_count(name: str, value: object, least: int, most: int) -> int:
    """Let through a whole number from `least` to `most`."""
    wanted = f"a whole number from {least} to {most}"
    if not least <= check_kind(name, value, Integral, wanted) <= most:
        raise ValueError(f"{name} must be {wanted}, got {_in_digits(value)}")
    return int(value)


def check_flag(name: str, value: object) -> bool:
    """Let through True or False."""
    return bool(check_kind(name, value, bool | np.bool, "True or False"))


def check_text(name: str, value: object) -> str:
    """Let through a str."""
    return check_kind(name, value, str, "text")


# ---- Arrays of numbers ----


def check_array(name: str, value: object, one_dimensional: bool = False) -> ndarray:
    """Let through a number, list or array of real numbers, as an array of floats.

    An array of floats comes back itself. nan and inf are numbers here, and masked entries become
    nan.
    """
    array = _as_numbers(name, value)
    if one_dimensional and array.ndim != 1:
        raise ValueError(
            f"{name} must be one-dimensional, such as np.arange(-3, 3, 0.01), "
            f"got shape {array.shape}"
        )
    return array


def _as_numbers(name: str, value: object) -> ndarray:
    if type(value) is ndarray and value.dtype == FLOAT:
        return value
    try:
        array = np.asarray(value)
    except Exception as error:
        if isinstance(value, list | tuple) and isinstance(error, ValueError):
            raise ValueError(
                f"{name} must be an array of numbers, got rows of different lengths"
            ) from error
        # Such as a tensor that remembers how it was computed, and says how to take it from there.
        raise TypeError(
            f"{name} must hold real numbers, got {described(value)}: {_in_words(error)}"
        ) from error
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must hold real numbers, got {described(value)}")
    if isinstance(value, np.ma.MaskedArray):  # np.asarray shows what the mask hides
        return np.ma.filled(value.astype(float), np.nan)
    return array.astype(float, copy=False)


def check_drawable(name: str, array: ndarray) -> ndarray:
    """Let through numbers that are finite, and not too large for Matplotlib."""
    if not (np.abs(array) < LARGEST_DRAWN).all():
        raise ValueError(
            f"{name} must hold finite numbers between -{LARGEST_DRAWN:g} and {LARGEST_DRAWN:g}, "
            "got some that are not"
        )
    return array


def check_points(x: object, y: object) -> tuple[ndarray, ndarray]:
    """Let through the coordinates of points: finite, of shape (n,) both, with n from 1."""
    x = check_array("x", x, one_dimensional=True)
    y = check_array("y", y, one_dimensional=True)
    if len(x) != len(y):
        raise ValueError(f"y must have one number for each x, got {len(y)} for {len(x)} x's")
    if not len(x) or not np.isfinite([x, y]).all():
        raise ValueError("x and y must hold at least one number each, all of them finite")
    return x, y


def check_parameters(name: str, value: object) -> dict[str, ndarray]:
    """Let through the parameters of a network, of the names and shapes of `network_start`."""
    keys = ("w1", "b1", "w2", "b2")
    check_kind(name, value, Mapping, "a dict as network_start makes it")
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


# ---- What came, in words ----


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
    return f"{kind} {text}" if len(text) <= 60 and " at 0x" not in text else kind


def _in_digits(number: Real) -> str:
    try:
        return f"{number!s:.40}"
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return "one of thousands of digits"
