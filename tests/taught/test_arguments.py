"""The checks of arguments: what is let through, and what is said of the rest."""

import functools
import inspect
import math
from collections import UserDict
from collections.abc import Callable

import numpy as np
import pytest
from numpy import ndarray

from helpers import chain_deriv_2, deriv, network_loss, sigmoid, square
from helpers.arguments import (
    check_array,
    check_chain,
    check_count,
    check_drawable,
    check_flag,
    check_function,
    check_number,
    check_parameters,
    check_positive,
    check_text,
    described,
    elementwise,
)
from helpers.writing import name_of

ARRAY = np.array([1.0, 2.0])
LONG = 10**5000


class NotComparable:
    """A function of an array that has no name and refuses to be compared."""

    __name__ = 7

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __call__(self, x: ndarray) -> ndarray:
        return 3 * x


class Doubled:
    """A callable without a name."""

    def __call__(self, x: ndarray) -> ndarray:
        return 2 * x


class UnwritableError(Exception):
    """Its text cannot be had."""

    def __str__(self) -> str:
        raise RuntimeError


class Tensor:
    """Such as one of PyTorch that requires a gradient."""

    def __array__(self, dtype: object = None, copy: object = None) -> ndarray:
        raise RuntimeError("Use tensor.detach().numpy() instead.")


def message(error: type[Exception], check: Callable, *arguments: object) -> str:
    """What a check says of these arguments."""
    with pytest.raises(error) as caught:
        check(*arguments)
    assert type(caught.value) is error
    return str(caught.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (square, "the function square"),
        (np.ones(3), "an array of float64"),
        ("x" * 58, f"str '{'x' * 58}'"),
        ("x" * 59, "str"),
        (None, "NoneType None"),
        (LONG, "int"),
        ([square], "list"),  # and no address
    ],
    ids=range(7),
)
def test_a_value_is_described_by_its_type_and_itself_where_it_is_short(value, words) -> None:
    assert described(value) == words


# ---- Numbers and arrays of numbers ----


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (3, 3),
        (np.float32(3), 3),
        ([3, -1], [3, -1]),
        (range(3), [0, 1, 2]),
        ([[1, 2], [3, 4]], [[1, 2], [3, 4]]),
        (np.array([3, 0], dtype=np.uint8), [3, 0]),
        (np.array([3, -1], dtype=np.float16), [3, -1]),
        (np.array([], dtype=int), []),
        ([math.nan, math.inf], [math.nan, math.inf]),
        (np.ma.array([1, 2], mask=[False, True]), [1, math.nan]),
    ],
)
def test_numbers_become_an_array_of_floats(given: object, expected: object) -> None:
    array = check_array("x", given)
    assert type(array) is ndarray and array.dtype == float
    np.testing.assert_array_equal(array, expected)
    assert check_array("x", array) is array


def test_what_can_be_drawn_is_let_through() -> None:
    array = np.array([-9.9e99, 0, 9.9e99])
    assert check_drawable("x", array) is array


@pytest.mark.parametrize("value", [1, 0.5, np.float32(0.5), np.int64(1), 5e-324])
def test_any_kind_of_number_becomes_a_float(value: float) -> None:
    for number in (check_number("x", value), check_positive("x", value)):
        assert type(number) is float and number == value
    assert check_number("x", -value) == -value


def test_counts_flags_and_texts_are_let_through() -> None:
    assert [check_count("n", n, 1, 5) for n in (1, np.int8(5))] == [1, 5]
    for value in (True, False, np.True_, np.False_):
        assert check_flag("slopes", value) is bool(value)
    assert check_text("it", "so") == "so"


def check_1_to_5(name: str, value: object) -> int:
    return check_count(name, value, 1, 5)


def check_row(name: str, value: object) -> ndarray:
    return check_array(name, value, one_dimensional=True)


def knobs(**changes: object) -> UserDict:
    return UserDict({"w1": [1, 2], "b1": [3, 4], "w2": np.array([5.0, 6.0]), "b2": 7} | changes)


NUMBER, POSITIVE = "x must be a finite number", "x must be a positive, finite number"
COUNT = "x must be a whole number from 1 to 5"
DRAWN = "x must hold finite numbers between -1e+100 and 1e+100"
LIST = "x must be a list of functions, such as [square, sigmoid]"
FUNCTION = "must be a function of an array, such as square"
SHAPES = "x must hold w1, b1 and w2 of one shape (hidden,) and b2 of shape ()"
NO_NUMBERS = ["1" * 1000, ["1", "2"], None, [1.0, None], True, [True, False], 1j, {1.0: 2.0}]
NO_NUMBERS += [np.array([], dtype=bool), np.array([1j]), np.array(["2026"], dtype="M8[D]"), square]
NO_CHAINS = [square, "ab", None, 3, {square: square}, (f for f in [square]), np.array([square])]
# What a check takes, and what it says of it: what is expected, and what came.
REFUSED = [
    *((check_array, bad, TypeError, "x must hold real numbers", described(bad))
      for bad in NO_NUMBERS),
    (check_array, [1.0, [2.0]], ValueError, "x must be an array of numbers",
     "rows of different lengths"),
    (check_row, np.ones((2, 3)), ValueError,
     "x must be one-dimensional, such as np.arange(-3, 3, 0.01)", "shape (2, 3)"),
    *((check_drawable, np.array([1.0, bad]), ValueError, DRAWN, "some that are not")
      for bad in (np.nan, np.inf, 1e100, -1e100)),
    *((check_positive, bad, ValueError, POSITIVE, str(bad)) for bad in (0, -0.0, -1)),
    *((check_number, bad, ValueError, NUMBER, str(bad)) for bad in (-np.inf, np.inf, np.nan)),
    (check_number, 10**400, ValueError, NUMBER, "1" + 39 * "0"),
    (check_number, LONG, ValueError, NUMBER, "one of thousands of digits"),
    *((check_number, bad, TypeError, NUMBER, described(bad))
      for bad in ("0.001", True, np.True_, None, 1j, [0.001], np.array(0.001))),
    (check_positive, None, TypeError, POSITIVE, "NoneType None"),
    *((check_1_to_5, bad, ValueError, COUNT, str(bad)) for bad in (0, 6)),
    (check_1_to_5, 10**50, ValueError, COUNT, "1" + 39 * "0"),
    (check_1_to_5, LONG, ValueError, COUNT, "one of thousands of digits"),
    *((check_1_to_5, bad, TypeError, COUNT, described(bad)) for bad in (2.0, "2", True)),
    *((check_flag, bad, TypeError, "x must be True or False", described(bad)) for bad in (0, None)),
    (check_text, b"so", TypeError, "x must be text", "bytes b'so'"),
    *((check_function, bad, TypeError, f"x {FUNCTION}", described(bad))
      for bad in (None, "square", 2.0, np.ones(3), [1.0])),
    (check_chain, [square, None], TypeError, f"x[1] {FUNCTION}", "NoneType None"),
    *((check_chain, bad, TypeError, LIST, described(bad)) for bad in NO_CHAINS),
    (check_chain, [], ValueError, "x must hold at least 1 function", "an empty chain"),
    *((check_parameters, knobs(**changes), ValueError, SHAPES, shapes) for changes, shapes in [
        ({"w1": [1]}, "(1,), (2,), (2,), ()"), ({"b1": [1]}, "(2,), (1,), (2,), ()"),
        ({"w2": [1]}, "(2,), (2,), (1,), ()"), ({"b2": [1]}, "(2,), (2,), (2,), (1,)"),
        ({"w1": 1, "b1": 1, "w2": 1}, "(), (), (), ()")]),
    (check_parameters, knobs(b1="3"), TypeError, "x['b1'] must hold real numbers", "str '3'"),
    (check_parameters, [1], TypeError, "x must be a dict as network_start makes it", "list [1]"),
    (check_parameters, {}, ValueError, "x must hold w1, b1, w2, b2", "none of the name w1"),
    *((check_parameters, {other: 1 for other in knobs() if other != name}, ValueError,
       "x must hold w1, b1, w2, b2", f"none of the name {name}") for name in knobs()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "bad", "error", "expected", "came"), REFUSED, ids=range(len(REFUSED))
)
def test_what_is_refused_is_told_with_what_was_expected(check, bad, error, expected, came) -> None:
    assert message(error, check, "x", bad) == f"{expected}, got {came}"


# ---- Functions and chains of them ----


@pytest.mark.parametrize("function", [chain_deriv_2, network_loss])
def test_a_guarded_function_stays_what_it_is(function: Callable) -> None:
    bare = inspect.unwrap(function)
    assert bare is not function
    assert (function.__name__, function.__doc__) == (bare.__name__, bare.__doc__)
    assert inspect.signature(function) == inspect.signature(bare)


def test_arguments_are_checked_by_place_and_by_name() -> None:
    for call in (
        lambda x: deriv(square, x),
        lambda x: deriv(square, input_=x),
        lambda x: deriv(delta=1, input_=x, func=square),
    ):
        assert call(3) == pytest.approx(6)
        assert message(TypeError, call, "3").startswith("input_ must hold real numbers")
    with pytest.raises(TypeError, match="takes from 2 to 3 positional arguments but 4 were given"):
        deriv(square, 1, 1, 1)


def test_a_function_gets_numbers_that_it_cannot_change_and_gives_its_own() -> None:
    for func, expected in [
        (lambda x: (x**2).tolist(), [1, 4]),
        (lambda x: (x < 2).astype(np.uint8), [1, 0]),
        (lambda x: x.astype(np.longdouble), [1, 2]),
        (lambda x: x, [1, 2]),
        (lambda x: np.add(x, 1, out=x), [2, 3]),
        (Doubled(), [2, 4]),
        (functools.partial(np.power, 2.0), [2, 4]),
    ]:
        found = check_function("func", func)(ARRAY)
        assert found.dtype == float and found.tolist() == expected
        assert not np.shares_memory(found, ARRAY)
        assert ARRAY.tolist() == [1, 2]


def test_what_a_function_keeps_is_its_own() -> None:
    kept = np.zeros(2)

    def given_back(x: ndarray) -> ndarray:
        kept[:] = x
        return kept

    for func in (given_back, lambda x: given_back(x)[:]):
        first, second = map(elementwise(func), (ARRAY, 2 * ARRAY))
        assert (first.tolist(), second.tolist()) == ([1, 2], [2, 4])
        first[:] = 7
        assert kept.tolist() == [2, 4]


def test_a_function_is_called_once() -> None:
    calls = []
    elementwise(lambda x: calls.append(1) or np.add(x, 1, out=x))(ARRAY)
    assert len(calls) == 1


def test_a_function_that_is_checked_already_and_one_that_refuses_all_but_calls() -> None:
    (func,) = check_chain("chain", [NotComparable()])
    np.testing.assert_array_equal(func(ARRAY), [3, 6])
    assert check_function("func", func) is func


# fmt: off
NOT_ELEMENTWISE = [
    (np.sum, ValueError, "the function sum must work elementwise, but for an input of shape "),
    (np.sum, ValueError, "(2,) it returned shape (): one number for all inputs"),
    (lambda x: x[:, None] * x, ValueError, "function lambda must work elementwise"),
    (lambda x: [[1.0], [1.0, 2.0]], ValueError, "what the function lambda returns must be an"),
    (lambda x: None, TypeError, "lambda returns must hold real numbers, got NoneType"),
    (lambda x: x > 0, TypeError, "lambda returns must hold real numbers, got an array of bool"),
    (lambda x: x + 1j, TypeError, "must hold real numbers, got an array of complex128"),
    (lambda x: Tensor(), TypeError, "what the function lambda returns must hold real numbers, got "
     "Tensor: RuntimeError: Use tensor.detach().numpy() instead."),
]
# fmt: on


@pytest.mark.parametrize(("bad", "error", "words"), NOT_ELEMENTWISE)
def test_a_function_that_is_not_elementwise_is_refused_at_any_place(bad, error, words) -> None:
    for position in range(2):
        chain = [square, square]
        chain[position] = bad
        assert words in message(error, check_chain("chain", chain)[position], ARRAY)


def complains(x: ndarray) -> ndarray:
    raise ValueError("must be positive")


def cannot_say(x: ndarray) -> ndarray:
    raise UnwritableError


WHOLE, SINGLE = "It must work on whole arrays", "It must work on a single number"
LOOPS = "0-d array. It must work on a single number, an array of shape (), too: on x as a whole"
# A function that fails, on what, and what is said of it; the advice that none of the others gets.
FAILING = [
    (math.exp, ARRAY, "TypeError: only ", WHOLE),
    (lambda x: x if x > 0 else -x, ARRAY, "ValueError: The truth value of an array", WHOLE),
    (lambda x: max(x, 0), ARRAY, "ValueError: The truth value of an array", WHOLE),
    (lambda x: np.where(0 < x < 1, x, 0), ARRAY, "a.all(). It must work on whole arrays", WHOLE),
    (lambda x: [v**2 for v in x], 3.0, f"TypeError: iteration over a {LOOPS}", SINGLE),
    (lambda x: [x[k] for k in range(len(x))], 3.0, "TypeError: len() of unsized object.", SINGLE),
    (lambda x: x[0], 3.0, "IndexError: too many indices for array", SINGLE),
    (lambda x: range(x.shape[0]), 3.0, "IndexError: tuple index out of range", SINGLE),
    (lambda x: [math.exp(v) for v in x], np.ones((2, 2)), "TypeError: only ", WHOLE),
    (lambda x: 2 * y, ARRAY, "NameError: name 'y' is not defined", ""),  # noqa: F821
    (lambda x, y: x, ARRAY, "missing 1 required positional argument: 'y'", ""),
    (lambda: 1.0, ARRAY, "takes 0 positional arguments but 1 was given", ""),
    (lambda x: {}[7], ARRAY, "KeyError: 7", ""),
    (lambda x: x.exp(), ARRAY, "AttributeError: 'numpy.ndarray' object has no attribute", ""),
    (lambda x: 1 / 0, ARRAY, "ZeroDivisionError: division by zero", ""),
    (lambda x: x + "1", ARRAY, "ufunc 'add' did not contain a loop", ""),
    (lambda x: x[:, 0], ARRAY, "IndexError: too many indices for array", ""),
    (complains, ARRAY, "ValueError: must be positive", ""),
    (cannot_say, ARRAY, "UnwritableError: <exception str() failed>", ""),
]


@pytest.mark.parametrize(("func", "x", "words", "advice"), FAILING, ids=range(len(FAILING)))
def test_a_function_that_fails_gets_the_advice_that_helps(func, x, words, advice) -> None:
    said = message(TypeError, check_function("func", func), np.array(x))
    start = f"the function {name_of(func)} failed on an array of shape {np.shape(x)}: "
    assert said.startswith(start) and words in said
    assert [text for text in (WHOLE, SINGLE) if text in said] == ([advice] if advice else [])


def test_what_went_wrong_in_a_function_is_kept() -> None:
    with pytest.raises(TypeError) as caught:
        check_function("func", complains)(ARRAY)
    assert type(caught.value.__cause__) is ValueError


@pytest.mark.parametrize(
    ("count", "of_slope", "of_value"),
    [
        (1, "chain_deriv", "chain_values"),
        (2, "chain_deriv_2", "chain_length_2"),
        (3, "chain_deriv_3", "chain_length_3"),
        (4, "chain_deriv", "chain_values"),
    ],
)
def test_a_chain_of_another_length_is_told_what_to_use(count, of_slope, of_value) -> None:
    wrong = f"chain must hold 7 functions, got {count}"
    others = f"for a chain of {count} use {of_slope} (its slope) or {of_value} (its value)"
    chain = [sigmoid] * count
    assert message(ValueError, check_chain, "chain", chain, 7, True) == f"{wrong}; {others}"
    assert message(ValueError, check_chain, "chain", chain, 7) == wrong
    assert len(check_chain("chain", (sigmoid,) * count, count)) == count


# ---- The parameters of a network ----


@pytest.mark.parametrize("hidden", [0, 1, 2])
def test_parameters_become_arrays_of_floats(hidden: int) -> None:
    row = list(range(hidden))
    arrays = check_parameters("parameters", knobs(w1=row, b1=row, w2=row))
    assert list(arrays) == ["w1", "b1", "w2", "b2"]
    for name, expected in {"w1": row, "b1": row, "w2": row, "b2": 7}.items():
        np.testing.assert_array_equal(arrays[name], expected, strict=False)
        assert arrays[name].dtype == float and arrays[name].shape == np.shape(expected)


def test_only_a_list_has_rows_of_different_lengths() -> None:
    class Refusing:
        def __array__(self, dtype: object = None, copy: object = None) -> ndarray:
            raise ValueError("not now")

    said = message(TypeError, check_array, "x", Refusing())
    assert said == "x must hold real numbers, got Refusing: ValueError: not now"
