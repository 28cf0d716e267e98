"""The chain rule in NumPy: values, slopes, cost and errors, against autograd."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from autograd import elementwise_grad
from hypothesis import given
from hypothesis import strategies as st
from numpy import ndarray
from reference import chains, composite, moderate, quick

from helpers.chain import (
    Chain,
    chain_deriv,
    chain_deriv_2,
    chain_deriv_3,
    chain_length_2,
    chain_length_3,
    chain_slopes,
    chain_values,
    deriv,
)
from helpers.functions import Array_Function, hill, leaky_relu, sigmoid, square, tanh

any_floats = st.lists(st.floats()).map(lambda numbers: np.array(numbers, float))

VALUE_OF = {2: chain_length_2, 3: chain_length_3}
SLOPE_OF = {2: chain_deriv_2, 3: chain_deriv_3}
VALUE_FUNCTIONS = [(chain_length_2, 2), (chain_length_3, 3), (chain_values, 2), (chain_slopes, 2)]
SLOPE_FUNCTIONS = [(chain_deriv_2, 2), (chain_deriv_3, 3), (chain_deriv, 2)]
every_chain_function = pytest.mark.parametrize(
    ("of_chain", "length"), VALUE_FUNCTIONS + SLOPE_FUNCTIONS
)


# ---- deriv ----


@pytest.mark.parametrize("delta", [1, 0.5, 0.125, 2**-6])
def test_deriv_of_a_cube_is_off_by_exactly_delta_squared(delta: float) -> None:
    """With numbers that a float holds exactly, not one bit is off."""
    x = np.array([-4.0, -1.5, 0.0, 0.25, 3.0])
    error = deriv(lambda x: x * x * x, x, delta=delta) - 3 * x * x
    assert error.tolist() == [delta**2] * 5


def test_deriv_takes_a_step_of_a_thousandth_by_default() -> None:
    """And one call to each side is all it needs."""
    seen = []
    deriv(lambda x: seen.append(x) or x, np.array([2.0]))
    assert sorted(x.item() for x in seen) == [2 - 0.001, 2 + 0.001]


# ---- Values and slopes of chains ----


@quick
@given(chain=chains(1, 4), x=any_floats)
def test_values_are_the_functions_applied_in_order_and_each_has_its_slope(
    chain: Chain, x: ndarray
) -> None:
    """Bit for bit, for any numbers, also where the square of one is infinite, and for nan."""
    with np.errstate(all="ignore"):
        values, slopes = chain_values(chain, x), chain_slopes(chain, x)
        assert len(values) == len(chain) + 1
        np.testing.assert_array_equal(values[0], x)
        for func, before, after, slope in zip(chain, values[:-1], values[1:], slopes, strict=True):
            np.testing.assert_array_equal(after, func(before))
            np.testing.assert_array_equal(slope, deriv(func, before))
        if len(chain) in VALUE_OF:
            np.testing.assert_array_equal(VALUE_OF[len(chain)](chain, x), values[-1])


@quick
@given(chain=chains(1, 3), x=moderate)
def test_every_way_to_the_slope_is_that_of_autograd(chain: Chain, x: ndarray) -> None:
    """But near a kink; a difference is off by a share of what it is multiplied by."""
    inputs = [composite(chain[:k])(x) for k in range(len(chain))]
    near = [np.abs(u) < 0.002 for f, u in zip(chain, inputs, strict=True) if f is leaky_relu]
    x = x[~np.any(near, axis=0)] if near else x
    allowed = 1e-6 * np.prod([1 + np.abs(slopes) for slopes in chain_slopes(chain, x)], axis=0)
    exact = elementwise_grad(composite(chain))(x)
    for of_chain in (chain_deriv, SLOPE_OF.get(len(chain), chain_deriv)):
        slope = of_chain(chain, x)
        assert slope.shape == x.shape
        assert (np.abs(slope - exact) <= allowed).all()


@pytest.mark.parametrize(("of_chain", "length"), SLOPE_FUNCTIONS)
def test_each_way_to_the_slope_is_right(of_chain: Callable, length: int) -> None:
    """In numbers that are not special: the order of the functions, and each factor."""
    chain, x = [sigmoid, hill, square][:length], np.array([-1.2, 0.5, 2.0])
    expected = elementwise_grad(composite(chain))(x)
    np.testing.assert_allclose(of_chain(chain, x), expected, rtol=1e-5)


class Counted:
    """A function that counts how often it is called."""

    def __init__(self, func: Array_Function) -> None:
        self.func, self.calls = func, 0

    def __call__(self, x: ndarray) -> ndarray:
        """Count and call."""
        self.calls += 1
        return self.func(x)


@pytest.mark.parametrize(
    ("of_chain", "calls"),
    [(chain_deriv, [3] * (n - 1) + [2]) for n in (1, 2, 3, 7, 50)]
    + [(chain_deriv_2, [3, 2]), (chain_deriv_3, [3, 3, 2])]
    + [(chain_length_2, [1, 1]), (chain_length_3, [1, 1, 1]), (chain_values, [1] * 7)],
)
def test_each_value_is_computed_once(of_chain: Callable, calls: list[int]) -> None:
    """Two calls per slope, and one for each value but the last."""
    chain = [Counted(tanh) for _ in calls]
    of_chain(chain, np.linspace(-1, 1, 5))
    assert [func.calls for func in chain] == calls


# ---- What every function of a chain does with its input ----


def _square_in_place(x: ndarray) -> ndarray:
    x *= x
    return x


@every_chain_function
def test_tuples_lists_and_functions_that_work_in_place_are_welcome(
    of_chain: Callable, length: int
) -> None:
    """They give the same, and nothing is changed: neither the input, nor the chain."""
    chain, input_ = (_square_in_place,) * length, [1, 2, 3]
    result = of_chain(chain, input_)
    assert input_ == [1, 2, 3]
    assert chain == (_square_in_place,) * length
    np.testing.assert_array_equal(result, of_chain([square] * length, np.array([1.0, 2.0, 3.0])))


def test_values_have_the_shape_of_the_input_and_the_first_is_a_copy() -> None:
    """What a reader does with the values does not reach their own array."""
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    values = chain_values([square], x)
    assert [value.shape for value in values] == [x.shape] * 2
    assert not np.shares_memory(values[0], x)


# ---- Errors: here that each function asks for them; what they say is for test_arguments ----

CALLS = [(deriv, square, "func", "input_")]
CALLS += [(f, [square] * n, "chain", "input_") for f, n in VALUE_FUNCTIONS]
CALLS += [(f, [square] * n, "chain", "input_range") for f, n in SLOPE_FUNCTIONS]


@pytest.mark.parametrize(("function", "first", "name", "second"), CALLS)
def test_wrong_arguments_are_named(function, first: object, name: str, second: str) -> None:
    """The function or chain, the numbers, how many functions, and the shape of the numbers."""
    with pytest.raises(TypeError, match=rf"^{name} must be a .*function.*, got int 3$"):
        function(3, [1.0])
    with pytest.raises(TypeError, match=rf"^{second} must hold real numbers, got str '1'$"):
        function(first, "1")
    if function.__name__.endswith(("_2", "_3")):
        for count in (len(first) - 1, len(first) + 1):
            said = f"chain must hold {len(first)} functions, got {count}"
            with pytest.raises(ValueError, match=said):
                function([square] * count, [1.0])
    if second == "input_range":
        for bad in (1.0, np.ones((2, 3))):
            said = f"input_range must be one-dimensional.* {re.escape(str(np.shape(bad)))}$"
            with pytest.raises(ValueError, match=said):
                function(first, bad)


@pytest.mark.parametrize("delta", [0, np.inf, "0.001"])
def test_delta_must_be_a_positive_finite_number(delta: object) -> None:
    """One step for the whole array."""
    with pytest.raises((ValueError, TypeError), match=r"^delta must be a positive, finite number"):
        deriv(square, [1.0], delta=delta)
