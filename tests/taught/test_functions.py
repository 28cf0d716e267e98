"""The functions of the tutorial: their values, exact derivatives, formulas and names."""

import functools
import math
from collections.abc import Callable

import numpy as np
import pytest
from autograd import elementwise_grad
from matplotlib.mathtext import MathTextParser
from numpy import ndarray
from reference import REFERENCE

from helpers.arguments import check_function
from helpers.functions import (
    KNOWN,
    Array_Function,
    exact_deriv,
    facts_about,
    leaky_relu,
    square,
)
from helpers.writing import name_of

every_function = pytest.mark.parametrize("func", KNOWN)


class Named:
    """A callable object whose name is whatever the test says."""

    def __init__(self, name: object) -> None:
        self.__name__ = name

    def __call__(self, x: ndarray) -> ndarray:
        return x


class Doubling:
    """A callable object without a name."""

    def __call__(self, x: ndarray) -> ndarray:
        return 2 * x


class Unhashable(Doubling):
    """A callable object that cannot be a key of a dictionary."""

    __hash__ = None


OWN_FUNCTIONS = [Unhashable(), math.exp, lambda x: x, functools.partial(square), Doubling()]


@every_function
def test_value_and_exact_derivative_are_those_of_autograd(func: Array_Function) -> None:
    """In two dimensions, without 0, where leaky_relu has no derivative, and far away, too."""
    x = np.append(np.linspace(-20, 20, 158), [-1e6, 1e6]).reshape(8, 20)
    assert 0 not in x
    with np.errstate(over="raise", invalid="raise"):
        value, slope = func(x), exact_deriv(func)(x)
    np.testing.assert_allclose(value, REFERENCE[func](x), rtol=1e-13, atol=1e-14)
    expected = elementwise_grad(REFERENCE[func])(x)
    np.testing.assert_allclose(slope, expected, rtol=1e-13, atol=1e-14)
    for function in (func, exact_deriv(func)):
        assert math.isnan(function(np.array(math.nan)))


def test_leaky_relu_has_no_derivative_at_its_kink() -> None:
    """It is nan at 0 and -0 alone; next to it, it is 0.2 or 1."""
    slopes = exact_deriv(leaky_relu)(np.array([-1e-300, -0.0, 0.0, 1e-300]))
    np.testing.assert_array_equal(slopes, [0.2, np.nan, np.nan, 1.0])


@every_function
def test_formula_is_latex_of_the_given_input(func: Array_Function) -> None:
    """It holds the name it was given, and Matplotlib can draw it."""
    for input_name in ("x", "x_{12}"):
        formula = KNOWN[func].latex(input_name)
        assert input_name in formula
        assert "$" not in formula
        MathTextParser("path").parse(f"${formula}$")


@every_function
def test_facts_and_name_survive_the_check(func: Array_Function) -> None:
    """A view that has checked its function still finds what is known about it."""
    checked = check_function("func", func)
    assert facts_about(checked) is facts_about(func) is KNOWN[func]
    assert name_of(checked) == func.__name__


@pytest.mark.parametrize("func", OWN_FUNCTIONS)
def test_nothing_is_known_about_your_own_function(func: Callable) -> None:
    """The message names the argument, what came, every function it may be, and the way out."""
    for own in (func, check_function("func", func)):
        assert facts_about(own) is None
        assert name_of(own) == name_of(func)
        with pytest.raises(ValueError, match=r"^func must be one of .*use deriv\(") as caught:
            exact_deriv(own)
        assert f"got {name_of(func)};" in str(caught.value)
        assert all(known.__name__ in str(caught.value) for known in KNOWN)


@pytest.mark.parametrize(
    ("func", "name"),
    [
        (square, "square"),
        (np.exp, "exp"),
        (lambda x: x, "lambda"),
        (functools.partial(np.power, 2), "power"),
        (functools.partial(functools.partial(Doubling()), 2), "Doubling"),
        (Doubling(), "Doubling"),
        (Doubling, "Doubling"),
        (Named("a" * 24), "a" * 24),
        (Named("a" * 25), "a" * 23 + "…"),
        (Named("two\nlines\r\n"), "twolines"),
        (Named("tab\tand\0zero\x1b[31m"), "tabandzero[31m"),
        (Named("\n" * 50 + "late"), "late"),
        (Named("fünf²"), "fünf²"),
        (Named(""), "function"),
        (Named(7), "Named"),
        (Named(None), "Named"),
        # Isolated, or the brackets and numbers beside it would change places.
        *((Named(name), f"\u2068{name}\u2069") for name in ("שלום", "مرحبا", "a שלום")),
    ],
)
def test_name_of(func: Callable, name: str) -> None:
    """The name where there is one, else that of the type; unprintable characters are dropped."""
    assert name_of(func) == name
