"""The source of functions as a notebook shows it: real, without docstring and decorators."""

import functools
import inspect

import numpy as np
import pytest

from helpers import square
from helpers.autodiff import Value
from helpers.figures.source import source_of


def with_docstring(x: float) -> float:
    """Double a number.

    With more lines, and "quotes".
    """
    y = 2 * x

    return y


def without_docstring(x: float) -> float:
    return x


# What `show_source` makes of it is in the notebooks, whose outputs nbval compares.


def test_source_leaves_out_the_docstring_and_nothing_else() -> None:
    assert source_of(with_docstring) == (
        "def with_docstring(x: float) -> float:\n    y = 2 * x\n\n    return y"
    )
    assert source_of(without_docstring) == inspect.getsource(without_docstring).rstrip("\n")


def test_a_class_is_shown_without_its_docstring_too() -> None:
    lines = source_of(Value).splitlines()
    assert lines[0] == "class Value:"
    assert lines[2].startswith("    def __init__(self, value: float")
    assert "Parameters" not in lines


def test_the_source_of_an_inner_function_starts_at_the_left() -> None:
    def inner(x: float) -> float:
        """Say nothing."""
        return x

    assert source_of(inner) == "def inner(x: float) -> float:\n    return x"


@pytest.mark.parametrize(
    "func", [np.exp, len, int, 3, "square", functools.partial(square), lambda x: 2 * x]
)
def test_what_is_not_written_in_python_has_no_source(func: object) -> None:
    message = r"functions must be written in Python with def or class, got .*, which is not"
    with pytest.raises(TypeError, match=message):
        source_of(func)
