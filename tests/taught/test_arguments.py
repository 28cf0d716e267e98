"""The checks that no other file of tests goes through: what is let through, and what is said."""

from collections import UserDict
from types import SimpleNamespace

import numpy as np
import pytest
from numpy import ndarray

from helpers import square
from helpers.arguments import (
    check_array,
    check_chain,
    check_count,
    check_drawable,
    check_flag,
    check_number,
    check_parameters,
    check_recorded,
    check_text,
    described,
    elementwise,
)
from helpers.functions import Array_Function

SHAPES = "parameters must hold w1, b1 and w2 of one shape (hidden,) and b2 of shape (), got "


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


def message(error: type[Exception], check: Array_Function, *arguments: object) -> str:
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
        (10**5000, "int"),
        (Unwritable(), "Unwritable"),
    ],
    ids=range(7),
)
def test_a_value_is_described_by_its_type_and_itself_where_it_is_short(value, words) -> None:
    assert described(value) == words


def test_a_function_that_refuses_all_but_calls_is_let_through() -> None:
    (func,) = check_chain("chain", [NotComparable()])
    np.testing.assert_array_equal(func(np.array([1.0, 2.0])), [3, 6])


def test_of_what_a_function_returns_only_what_it_keeps_is_copied() -> None:
    kept, places = np.zeros(3), []

    def new(x: ndarray) -> ndarray:
        result = x + 1
        places.append(id(result))
        return result

    assert id(elementwise(new)(np.ones(3))) == places[0]
    assert not np.shares_memory(elementwise(lambda x: kept[:])(np.ones(3)), kept)
    assert not np.shares_memory(elementwise(lambda x: kept)(np.ones(3)), kept)


def test_the_message_on_a_chain_uses_its_callers_name_for_it() -> None:
    assert message(ValueError, check_chain, "functions", []) == (
        "functions must hold at least 1 function, got an empty chain"
    )
    assert "functions[1] must be a function" in message(
        TypeError, check_chain, "functions", [square, 3]
    )
    assert message(TypeError, check_chain, "functions", 3).startswith("functions must be a")
    assert message(ValueError, check_chain, "functions", [square], 2) == (
        "functions must hold 2 functions, got 1; for a chain of 1 use chain_deriv (its slope) or "
        "chain_values (its value)"
    )


def test_what_a_mask_hides_is_nan() -> None:
    hidden = np.ma.array([1, 2], mask=[False, True])
    np.testing.assert_array_equal(check_array("x", hidden), [1, np.nan])
    assert not isinstance(check_array("x", hidden), np.ma.MaskedArray)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e100, -1e100])
def test_what_cannot_be_drawn_is_refused(bad: float) -> None:
    assert message(ValueError, check_drawable, "x", np.array([1.0, bad])) == (
        "x must hold finite numbers between -1e+100 and 1e+100, got some that are not"
    )


def test_what_can_be_drawn_is_returned() -> None:
    array = np.array([-9.9e99, 0, 9.9e99])
    assert check_drawable("x", array) is array


def test_a_number_of_thousands_of_digits_has_a_message_all_the_same() -> None:
    assert message(ValueError, check_number, "x", 10**5000) == (
        "x must be a finite number, got one of thousands of digits"
    )
    assert message(ValueError, check_count, "n", 10**5000, 1, 5) == (
        "n must be a whole number from 1 to 5, got one of thousands of digits"
    )
    assert message(ValueError, check_count, "n", 10**50, 1, 5).endswith(f" got 1{'0' * 39}")


@pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
def test_a_flag_is_returned_as_a_bool(value) -> None:
    assert check_flag("slopes", value) is bool(value)


@pytest.mark.parametrize("value", [0, 1.0, None, "yes"])
def test_nothing_else_is_a_flag(value) -> None:
    assert message(TypeError, check_flag, "slopes", value) == (
        f"slopes must be True or False, got {described(value)}"
    )


def test_a_text_is_returned() -> None:
    assert check_text("why", "so") == "so"
    assert message(TypeError, check_text, "why", b"so") == "why must be text, got bytes b'so'"


def knobs(**changes: object) -> UserDict:
    return UserDict({"w1": [1, 2], "b1": [3, 4], "w2": np.array([5.0, 6.0]), "b2": 7} | changes)


@pytest.mark.parametrize("hidden", [0, 1, 2])
def test_parameters_become_arrays_of_floats(hidden: int) -> None:
    row = list(range(hidden))
    arrays = check_parameters("parameters", knobs(w1=row, b1=row, w2=row))
    assert list(arrays) == ["w1", "b1", "w2", "b2"]
    for name in ("w1", "b1", "w2"):
        np.testing.assert_array_equal(arrays[name], row)
        assert arrays[name].dtype == float
    assert arrays["b2"] == 7 and arrays["b2"].shape == ()


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
    assert message(ValueError, check_parameters, "parameters", knobs(**changes)) == SHAPES + shapes


def test_parameters_must_be_a_dict_with_four_names() -> None:
    assert message(TypeError, check_parameters, "parameters", [1]) == (
        "parameters must be a dict as network_start makes it, got list [1]"
    )
    assert message(ValueError, check_parameters, "parameters", {}).endswith(
        "got none of the name w1"
    )
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
