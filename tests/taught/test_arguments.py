"""The checks of arguments: what is let through, and what is said of the rest."""

import functools
import inspect
import math
from collections import UserDict
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
from numpy import ndarray
from pictures import ids

from helpers import chain_deriv_2, deriv, network_loss, network_start, sigmoid, square
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
    check_recorded,
    check_text,
    described,
    elementwise,
)

ARRAY = np.array([1.0, 2.0])
LARGE, LONG = 10**400, 10**5000


class Unwritable:
    """Not even its repr works."""

    def __repr__(self) -> str:
        raise RuntimeError


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
        (Unwritable(), "Unwritable"),
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
        ([], []),
        (np.array([], dtype=int), []),
        ([math.nan, math.inf], [math.nan, math.inf]),
        (np.ma.array([1, 2], mask=[False, True]), [1, math.nan]),
        (np.ma.array([1.0, 2.0], mask=[False, True]), [1, math.nan]),
    ],
    ids=repr,
)
def test_numbers_become_an_array_of_floats(given: object, expected: object) -> None:
    array = check_array("x", given)
    assert type(array) is ndarray and array.dtype == float
    np.testing.assert_array_equal(array, expected)
    assert check_array("x", array) is array


@pytest.mark.parametrize(
    "bad",
    [
        *["1", ["1", "2"], "1" * 1000, None, [1.0, None], True, [True, False], 1j, {1.0: 2.0}],
        *[np.array([], dtype=bool), np.array([1j]), np.array(["2026"], dtype="M8[D]"), square],
    ],
    ids=lambda bad: ascii(bad)[:20],
)
def test_what_holds_no_real_numbers_is_refused(bad: object) -> None:
    assert message(TypeError, check_array, "x", bad) == (
        f"x must hold real numbers, got {described(bad)}"
    )


def test_shapes_that_are_refused() -> None:
    assert message(ValueError, check_array, "x", [1.0, [2.0]]) == (
        "x must be an array of numbers, got rows of different lengths"
    )
    assert message(ValueError, check_array, "x", np.ones((2, 3)), True) == (
        "x must be one-dimensional, such as np.arange(-3, 3, 0.01), got shape (2, 3)"
    )


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e100, -1e100])
def test_what_cannot_be_drawn_is_refused(bad: float) -> None:
    assert message(ValueError, check_drawable, "x", np.array([1.0, bad])) == (
        "x must hold finite numbers between -1e+100 and 1e+100, got some that are not"
    )
    array = np.array([-9.9e99, 0, 9.9e99])
    assert check_drawable("x", array) is array


@pytest.mark.parametrize("value", [1, 0.5, np.float32(0.5), np.int64(1), 5e-324])
def test_any_kind_of_number_becomes_a_float(value: float) -> None:
    for number in (check_number("x", value), check_positive("x", value)):
        assert type(number) is float and number == value
    assert check_number("x", -value) == -value


@pytest.mark.parametrize(
    ("check", "bad", "error", "words"),
    [
        *((check_positive, bad, ValueError, str(bad)) for bad in (0, -0.0, -1, np.float64(0))),
        *((check_number, bad, ValueError, str(bad)) for bad in (-np.inf, np.inf, np.nan)),
        (check_number, LARGE, ValueError, "1" + 39 * "0"),
        *(
            (check, bad, TypeError, described(bad))
            for bad in ("0.001", True, np.True_, None, 1j, [0.001], np.array(0.001))
            for check in (check_number, check_positive)
        ),
    ],
)
def test_what_is_no_such_number_is_refused(check, bad, error, words) -> None:
    kind = "a positive, finite number" if check is check_positive else "a finite number"
    assert message(error, check, "x", bad) == f"x must be {kind}, got {words}"


def test_a_count_is_a_whole_number_within_its_limits() -> None:
    def refused(error: type, value: object) -> str:
        start, words = message(error, check_count, "n", value, 1, 5).split(", got ")
        assert start == "n must be a whole number from 1 to 5"
        return words

    assert [check_count("n", n, 1, 5) for n in (1, np.int8(5))] == [1, 5]
    assert [refused(ValueError, n) for n in (0, 6)] == ["0", "6"]
    assert refused(ValueError, 10**50) == f"1{'0' * 39}"
    assert refused(ValueError, LONG) == "one of thousands of digits"
    assert message(ValueError, check_number, "x", LONG).endswith("got one of thousands of digits")
    assert [refused(TypeError, n) for n in (2.0, "2", True)] == [
        "float 2.0",
        "str '2'",
        "bool True",
    ]


@pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
def test_a_flag_is_returned_as_a_bool(value) -> None:
    assert check_flag("slopes", value) is bool(value)


@pytest.mark.parametrize(
    ("check", "kind", "bad"),
    [(check_flag, "True or False", bad) for bad in (0, 1.0, None)] + [(check_text, "text", b"so")],
)
def test_what_is_no_flag_and_no_text_is_refused(check, kind, bad) -> None:
    assert message(TypeError, check, "it", bad) == f"it must be {kind}, got {described(bad)}"
    assert check_text("it", "so") == "so"


# ---- Functions and chains of them ----


@pytest.mark.parametrize("function", [deriv, chain_deriv_2, network_start, network_loss], ids=ids)
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


def test_of_what_a_function_returns_only_what_it_keeps_is_copied() -> None:
    kept, places = np.zeros(3), []

    def new(x: ndarray) -> ndarray:
        result = x + 1
        places.append(id(result))
        return result

    assert id(elementwise(new)(np.ones(3))) == places[0]
    assert not np.shares_memory(elementwise(lambda x: kept[:])(np.ones(3)), kept)
    assert not np.shares_memory(elementwise(lambda x: kept)(np.ones(3)), kept)


def test_a_function_that_is_checked_already_and_one_that_refuses_all_but_calls() -> None:
    (func,) = check_chain("chain", [NotComparable()])
    np.testing.assert_array_equal(func(ARRAY), [3, 6])
    assert check_function("func", func) is func


@pytest.mark.parametrize(
    ("bad", "error", "words"),
    [
        (np.sum, ValueError, "the function sum must work elementwise, but for an input of shape "),
        (np.sum, ValueError, "(2,) it returned shape ()"),
        (lambda x: x[:, None] * x, ValueError, "function lambda must work elementwise"),
        (lambda x: [[1.0], [1.0, 2.0]], ValueError, "what the function lambda returns must be an"),
        (
            lambda x: None,
            TypeError,
            "the function lambda returns must hold real numbers, got NoneType",
        ),
        (lambda x: x > 0, TypeError, "lambda returns must hold real numbers, got an array of bool"),
        (lambda x: x + 1j, TypeError, "must hold real numbers, got an array of complex128"),
        (math.exp, TypeError, "the function exp failed on an array of shape (2,): "),
        (
            lambda x: x if x > 0 else -x,
            TypeError,
            "lambda failed on an array of shape (2,): The tr",
        ),
        (lambda x, y: x, TypeError, "whole arrays (np.exp, not math.exp; np.where, not if)"),
    ],
)
def test_a_function_that_is_not_elementwise_is_refused_at_any_place(bad, error, words) -> None:
    for position in range(2):
        chain = [square, square]
        chain[position] = bad
        assert words in message(error, check_chain("chain", chain)[position], ARRAY)


def test_what_went_wrong_in_a_function_is_kept() -> None:
    with pytest.raises(TypeError) as caught:
        check_function("func", lambda x: {}[7])(ARRAY)
    assert type(caught.value.__cause__) is KeyError


@pytest.mark.parametrize("bad", [None, "square", 2.0, np.ones(3), [1.0]], ids=described)
def test_what_is_no_function_is_refused(bad: object) -> None:
    said = f"must be a function of an array, such as square, got {described(bad)}"
    assert message(TypeError, check_function, "func", bad) == f"func {said}"
    assert message(TypeError, check_chain, "chain", [square, bad]) == f"chain[1] {said}"


@pytest.mark.parametrize(
    "bad",
    [square, "ab", None, 3, {square: square}, (f for f in [square]), np.array([square])],
    ids=lambda bad: type(bad).__name__,
)
def test_what_is_no_list_is_no_chain(bad: object) -> None:
    assert message(TypeError, check_chain, "functions", bad) == (
        f"functions must be a list of functions, such as [square, sigmoid], got {described(bad)}"
    )


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
    assert message(ValueError, check_chain, "chain", [sigmoid] * count, 7) == (
        f"chain must hold 7 functions, got {count}; for a chain of {count} use {of_slope} "
        f"(its slope) or {of_value} (its value)"
    )
    assert len(check_chain("chain", (sigmoid,) * count, count)) == count
    assert message(ValueError, check_chain, "chain", [], 7) == (
        "chain must hold at least 1 function, got an empty chain"
    )


# ---- The parameters of a network, and numbers that remember ----


def knobs(**changes: object) -> UserDict:
    return UserDict({"w1": [1, 2], "b1": [3, 4], "w2": np.array([5.0, 6.0]), "b2": 7} | changes)


@pytest.mark.parametrize("hidden", [0, 1, 2])
def test_parameters_become_arrays_of_floats(hidden: int) -> None:
    row = list(range(hidden))
    arrays = check_parameters("parameters", knobs(w1=row, b1=row, w2=row))
    assert list(arrays) == ["w1", "b1", "w2", "b2"]
    for name, expected in {"w1": row, "b1": row, "w2": row, "b2": 7}.items():
        np.testing.assert_array_equal(arrays[name], expected, strict=False)
        assert arrays[name].dtype == float and arrays[name].shape == np.shape(expected)


@pytest.mark.parametrize(
    ("changes", "shapes"),
    [
        ({"w1": [1]}, "(1,), (2,), (2,), ()"),
        ({"b1": [1]}, "(2,), (1,), (2,), ()"),
        ({"w2": [1]}, "(2,), (2,), (1,), ()"),
        ({"b2": [1]}, "(2,), (2,), (2,), (1,)"),
        ({"w1": 1, "b1": 1, "w2": 1}, "(), (), (), ()"),
        ({name: [[1, 2]] for name in ("w1", "b1", "w2")}, "(1, 2), (1, 2), (1, 2), ()"),
    ],
)
def test_parameters_of_other_shapes_are_refused(changes: dict, shapes: str) -> None:
    assert message(ValueError, check_parameters, "parameters", knobs(**changes)) == (
        "parameters must hold w1, b1 and w2 of one shape (hidden,) and b2 of shape (), "
        f"got {shapes}"
    )


def test_parameters_must_be_a_dict_with_four_names() -> None:
    assert message(TypeError, check_parameters, "parameters", [1]) == (
        "parameters must be a dict as network_start makes it, got list [1]"
    )
    assert message(ValueError, check_parameters, "parameters", {}).endswith("of the name w1")
    for name in ("w1", "b1", "w2", "b2"):
        some = knobs()
        del some[name]
        assert message(ValueError, check_parameters, "parameters", some) == (
            f"parameters must hold w1, b1, w2, b2, got none of the name {name}"
        )
    assert "parameters['b1'] must hold real" in message(
        TypeError, check_parameters, "parameters", knobs(b1="3")
    )


def recorded(**changes: object) -> SimpleNamespace:
    return SimpleNamespace(**({"name": "x", "value": 1.0, "inputs": []} | changes))


@pytest.mark.parametrize("inputs", [[], (), [(None, 2.0)], ([None, 2], (None, np.array(3)))])
def test_a_number_that_remembers_is_let_through(inputs) -> None:
    check_recorded(recorded(inputs=inputs))


@pytest.mark.parametrize(
    ("node", "error", "words"),
    [
        (
            SimpleNamespace(value=1),
            TypeError,
            "order must hold numbers with a name, a value and inputs, "
            "got SimpleNamespace without name and inputs",
        ),
        (recorded(name=3), TypeError, "each name in order must be text, got int 3"),
        *(
            (
                recorded(inputs=inputs),
                TypeError,
                "the inputs of each number in order must be pairs of a number and a slope, "
                f"got {described(inputs)}",
            )
            for inputs in (3, [3], [(1,)], [(1, 2), (1, 2, 3)], ["ab"])
        ),
        (
            recorded(value=[1, 2]),
            ValueError,
            "the value of each number in order must be a single number, got shape (2,)",
        ),
        (
            recorded(inputs=[(None, 1), (None, [1])]),
            ValueError,
            "each slope in order must be a single number, got shape (1,)",
        ),
    ],
    ids=range(9),
)
def test_what_does_not_remember_is_refused(node, error, words) -> None:
    assert message(error, check_recorded, node) == words
