"""The source of functions as a notebook shows it: real, without docstring and decorators."""

import functools
import inspect
from collections.abc import Callable

import numpy as np
import pytest
from pictures import ids

import helpers.figures.source
from helpers import chain_deriv_2, show_source, square
from helpers.figures.source import source_of


def with_docstring(x: float) -> float:
    """Double a number.

    With more lines, and "quotes".
    """
    y = 2 * x

    return y


def without_docstring(x: float) -> float:
    return x


def test_source_leaves_out_the_docstring_and_nothing_else() -> None:
    assert source_of(with_docstring) == (
        "def with_docstring(x: float) -> float:\n    y = 2 * x\n\n    return y"
    )
    assert source_of(without_docstring) == inspect.getsource(without_docstring).rstrip("\n")


@pytest.mark.parametrize("func", [chain_deriv_2, square], ids=ids)
def test_the_source_shown_is_that_of_the_function(func: Callable) -> None:
    source = source_of(func)
    assert all(line in inspect.getsource(func).splitlines() for line in source.splitlines())
    assert source.startswith(f"def {func.__name__}(")
    assert '"""' not in source
    exec(source, dict(inspect.getmodule(func).__dict__), names := {})
    assert names[func.__name__].__code__.co_names == inspect.unwrap(func).__code__.co_names


def test_the_source_of_an_inner_function_starts_at_the_left() -> None:
    def inner(x: float) -> float:
        """Say nothing."""
        return x

    assert source_of(inner) == "def inner(x: float) -> float:\n    return x"


@pytest.mark.parametrize(
    "func", [np.exp, len, int, 3, "square", functools.partial(square), lambda x: 2 * x]
)
def test_what_is_not_written_in_python_has_no_source(func: object) -> None:
    with pytest.raises(TypeError, match="functions must be Python functions, got"):
        source_of(func)


def test_show_source_displays_one_highlighted_cell_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = []
    monkeypatch.setattr(helpers.figures.source, "display", shown.append)
    assert show_source(square, with_docstring) is None
    expected = [f"```python\n{source_of(func)}\n```" for func in (square, with_docstring)]
    assert [cell.data for cell in shown] == expected
