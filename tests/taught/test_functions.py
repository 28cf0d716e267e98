"""The functions of the tutorial: their values, exact derivatives, formulas and names."""

import functools
import math
import warnings
from collections.abc import Callable

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.mathtext import MathTextParser
from numpy import ndarray

from helpers.arguments import check_function
from helpers.functions import (
    KNOWN,
    Array_Function,
    exact_deriv,
    facts_about,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
    valley,
)
from helpers.writing import name_of

quick = settings(deadline=None, database=None, max_examples=60)

IN_MATH = {
    square: lambda x: math.pow(x, 2),
    leaky_relu: lambda x: x if x > 0 else x / 5,
    sigmoid: lambda x: 1 / (1 + math.exp(-x)),
    tanh: lambda x: math.sinh(x) / math.cosh(x),
    valley: lambda x: (math.pow(x, 2) + 2 * x - 31) / 4,
    hill: lambda x: (23 - 6 * x - math.pow(x, 2)) / 4,
}
"""The same functions of one number, from the math module."""

IN_AUTOGRAD = {
    square: lambda x: x * x,
    leaky_relu: lambda x: anp.where(x > 0, x, 0.2 * x),
    sigmoid: lambda x: 1 / (1 + anp.exp(-x)),
    tanh: lambda x: (anp.exp(x) - anp.exp(-x)) / (anp.exp(x) + anp.exp(-x)),
    valley: lambda x: (x * x + 2 * x - 31) / 4,
    hill: lambda x: (23 - 6 * x - x * x) / 4,
}
"""The same functions of an array, written such that autograd can differentiate them."""

every_function = pytest.mark.parametrize("func", KNOWN, ids=lambda func: func.__name__)


class Named:
    """A callable object whose name is whatever the test says."""

    def __init__(self, name: object) -> None:
        self.__name__ = name

    def __call__(self, x: ndarray) -> ndarray:
        """Return the input."""
        return x


class Doubling:
    """A callable object without a name."""

    def __call__(self, x: ndarray) -> ndarray:
        """Double each element."""
        return 2 * x


class Unhashable(Doubling):
    """A callable object that cannot be a key of a dictionary."""

    __hash__ = None


OWN_FUNCTIONS = [
    np.exp,
    math.exp,
    lambda x: x,
    functools.partial(np.power, 2),
    functools.partial(square),
    Doubling(),
    Unhashable(),
]


def test_every_known_function_has_a_reference() -> None:
    """A new function must be added to the tables above."""
    assert set(KNOWN) == set(IN_MATH) == set(IN_AUTOGRAD)


@every_function
def test_value_is_that_of_the_math_module(func: Array_Function) -> None:
    """On a grid that has 0, both signs and the flat ends."""
    x = np.linspace(-20, 20, 161)
    assert 0 in x
    expected = [IN_MATH[func](element) for element in x.tolist()]
    np.testing.assert_allclose(func(x), expected, rtol=1e-14, atol=1e-14)


@every_function
@quick
@given(x=st.floats(-300, 300))
def test_value_is_that_of_the_math_module_at_any_number(func: Array_Function, x: float) -> None:
    """At random numbers, as an array of shape ()."""
    assert func(np.array(x)) == pytest.approx(IN_MATH[func](x), rel=1e-14, abs=1e-14)


@every_function
def test_exact_derivative_is_that_of_autograd(func: Array_Function) -> None:
    """On a grid without 0, where leaky_relu has no derivative."""
    x = np.linspace(-20, 20, 160)
    assert 0 not in x
    expected = elementwise_grad(IN_AUTOGRAD[func])(x)
    np.testing.assert_allclose(exact_deriv(func)(x), expected, rtol=1e-13, atol=1e-14)


@every_function
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,)])
def test_shape_is_kept(func: Array_Function, shape: tuple[int, ...]) -> None:
    """By the function and by its exact derivative."""
    x = np.ones(shape)
    assert np.shape(func(x)) == shape
    assert np.shape(exact_deriv(func)(x)) == shape


@every_function
def test_nan_stays_nan(func: Array_Function) -> None:
    """In the value and in the exact derivative, without a warning, and for that element alone."""
    x = np.array([1.0, np.nan, 2.0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(func(x)).tolist() == [False, True, False]
        assert np.isnan(exact_deriv(func)(x)).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("func", "at_minus_inf", "at_inf"),
    [
        (square, np.inf, np.inf),
        (leaky_relu, -np.inf, np.inf),
        (sigmoid, 0, 1),
        (tanh, -1, 1),
        (valley, np.inf, np.inf),
        (hill, -np.inf, -np.inf),
    ],
)
def test_infinity_passes_through(func: Array_Function, at_minus_inf: float, at_inf: float) -> None:
    """As the limit of the function, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert func(np.array([-np.inf, np.inf])).tolist() == [at_minus_inf, at_inf]


@pytest.mark.parametrize(
    ("func", "at_minus_inf", "at_inf"),
    [
        (square, -np.inf, np.inf),
        (leaky_relu, 0.2, 1),
        (sigmoid, 0, 0),
        (tanh, 0, 0),
        (valley, -np.inf, np.inf),
        (hill, np.inf, -np.inf),
    ],
)
def test_exact_derivative_at_infinity(
    func: Array_Function, at_minus_inf: float, at_inf: float
) -> None:
    """Is the limit of the slope, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        slopes = exact_deriv(func)(np.array([-np.inf, np.inf]))
    assert slopes.tolist() == [at_minus_inf, at_inf]


@quick
@given(x=st.floats(-1e6, 1e6))
def test_sigmoid_never_warns_and_stays_between_0_and_1(x: float) -> None:
    """Not even where exp(-x) would be too large for a float."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = sigmoid(np.array([x, -x, 1e6, -1e6]))
        slope = exact_deriv(sigmoid)(np.array([x, -x, 1e6, -1e6]))
    assert np.all((value >= 0) & (value <= 1))
    assert np.all((slope >= 0) & (slope <= 0.25))
    assert value[0] + value[1] == pytest.approx(1, abs=1e-15)
    assert value[2:].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("func", "x", "value", "slope"), [(valley, 5.0, 1.0, 3.0), (hill, 1.0, 4.0, -2.0)]
)
def test_value_and_slope_as_documented(
    func: Array_Function, x: float, value: float, slope: float
) -> None:
    """The round numbers that the text of the tutorial relies on."""
    assert func(np.array([x])).tolist() == [value]
    assert exact_deriv(func)(np.array([x])).tolist() == [slope]


def test_leaky_relu_has_no_derivative_at_its_kink() -> None:
    """It is nan at 0 and -0 alone; next to it, it is 0.2 or 1."""
    slopes = exact_deriv(leaky_relu)(np.array([-1e-300, -0.0, 0.0, 1e-300]))
    np.testing.assert_array_equal(slopes, [0.2, np.nan, np.nan, 1.0])


@every_function
@pytest.mark.parametrize("input_name", ["x", "u", "x_{12}"])
def test_formula_is_latex_of_the_given_input(func: Array_Function, input_name: str) -> None:
    """It holds the name it was given, and Matplotlib can draw it."""
    formula = KNOWN[func].latex(input_name)
    assert input_name in formula
    assert "$" not in formula
    MathTextParser("path").parse(f"${formula}$")


@every_function
def test_facts_about_a_known_function(func: Array_Function) -> None:
    """Both ways to the derivative lead to the same one."""
    assert facts_about(func) is KNOWN[func]
    assert exact_deriv(func) is KNOWN[func].derivative


@every_function
def test_facts_and_name_survive_the_check(func: Array_Function) -> None:
    """A view that has checked its function still finds what is known about it."""
    checked = check_function("func", check_function("func", func))
    assert facts_about(checked) is KNOWN[func]
    assert name_of(checked) == func.__name__


@pytest.mark.parametrize("func", OWN_FUNCTIONS, ids=lambda func: type(func).__name__)
def test_the_check_makes_no_function_known(func: Callable) -> None:
    """And it keeps the name of your own function."""
    checked = check_function("func", func)
    assert facts_about(checked) is None
    assert name_of(checked) == name_of(func)


@pytest.mark.parametrize("func", OWN_FUNCTIONS, ids=lambda func: type(func).__name__)
def test_nothing_is_known_about_your_own_function(func: Callable) -> None:
    """Not even if it is equal to one of the module's functions."""
    assert facts_about(func) is None


@pytest.mark.parametrize("func", OWN_FUNCTIONS, ids=lambda func: type(func).__name__)
def test_exact_deriv_of_your_own_function_is_an_error(func: Callable) -> None:
    """The message names the argument, what came, every function it may be, and the way out."""
    with pytest.raises(ValueError, match=r"^func must be one of .*use deriv\(") as caught:
        exact_deriv(func)
    message = str(caught.value)
    assert f"got {name_of(func)};" in message
    assert all(known.__name__ in message for known in KNOWN)


@pytest.mark.parametrize(
    ("func", "name"),
    [
        (square, "square"),
        (np.exp, "exp"),
        (math.exp, "exp"),
        (lambda x: x, "lambda"),
        (functools.partial(np.power, 2), "partial"),
        (Doubling(), "Doubling"),
        (Doubling, "Doubling"),
        (Named("a" * 24), "a" * 24),
        (Named("a" * 25), "a" * 23 + "…"),
        (Named("a" * 100_000), "a" * 23 + "…"),
        (Named("two\nlines\r\n"), "twolines"),
        (Named("tab\tand\0zero\x1b[31m"), "tabandzero[31m"),
        (Named("\n" * 50 + "late"), "late"),
        (Named("fünf²"), "fünf²"),
        (Named("\n"), "function"),
        (Named(""), "function"),
        (Named(7), "Named"),
        (Named(None), "Named"),
    ],
    ids=lambda value: ascii(value) if isinstance(value, str) else type(value).__name__,
)
def test_name_of(func: Callable, name: str) -> None:
    """The name where there is one, else that of the type; unprintable characters are dropped."""
    assert name_of(func) == name


@pytest.mark.parametrize("name", ["שלום", "مرحبا", "a שלום"])
def test_a_name_that_runs_from_right_to_left_is_isolated(name: str) -> None:
    """Or the brackets and numbers beside it would change places."""
    assert name_of(Named(name)) == f"\u2068{name}\u2069"


@quick
@given(name=st.text(alphabet="aß²ש\n\t\0\x1b\u2028\u202e\u2068", max_size=60))
def test_name_of_is_always_short_and_printable(name: str) -> None:
    """Whatever the function is called, a label or message gets 1 to 24 printable characters."""
    label = name_of(Named(name))
    isolated = label.startswith("\u2068") and label.endswith("\u2069")
    assert isolated == ("ש" in label)
    label = label[1:-1] if isolated else label
    assert 1 <= len(label) <= 24
    assert label.isprintable()
