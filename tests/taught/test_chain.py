"""The chain rule in NumPy: values, slopes, cost and errors, against autograd."""

import functools
import math
import re
from collections.abc import Callable

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy import ndarray
from reference import (
    DELTA,
    EPS,
    REFERENCE,
    assert_within,
    away_from_kinks,
    chains,
    moderate,
    quick,
    reference_slope,
    reference_values,
)

from helpers.chain import (
    Chain,
    chain_deriv,
    chain_deriv_2,
    chain_deriv_3,
    chain_length_2,
    chain_length_3,
    chain_values,
    deriv,
)
from helpers.functions import (
    KNOWN,
    Array_Function,
    exact_deriv,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
)

# ---- The independent reference: autograd, and how far from it a central difference may be ----


any_finite = st.lists(st.floats(allow_nan=False, allow_infinity=False)).map(
    lambda numbers: np.array(numbers, float)
)

LENGTH_OF = {2: chain_length_2, 3: chain_length_3}
DERIV_OF = {2: chain_deriv_2, 3: chain_deriv_3}
VALUE_FUNCTIONS = [(chain_length_2, 2), (chain_length_3, 3), (chain_values, 2)]
SLOPE_FUNCTIONS = [(chain_deriv_2, 2), (chain_deriv_3, 3), (chain_deriv, 2)]
CHAIN_FUNCTIONS = VALUE_FUNCTIONS + SLOPE_FUNCTIONS

every_chain_function = pytest.mark.parametrize(("of_chain", "length"), CHAIN_FUNCTIONS)
every_slope_function = pytest.mark.parametrize(("of_chain", "length"), SLOPE_FUNCTIONS)


def test_every_known_function_has_a_reference() -> None:
    """A new function must be added to the table above."""
    assert set(KNOWN) == set(REFERENCE)


# ---- deriv ----


@pytest.mark.parametrize("delta", [1, 0.5, 0.125, 2**-6])
def test_deriv_of_a_cube_is_off_by_exactly_delta_squared(delta: float) -> None:
    """With numbers that a float holds exactly, not one bit is off."""
    x = np.array([-4.0, -1.5, 0.0, 0.25, 3.0])
    error = deriv(lambda x: x * x * x, x, delta=delta) - 3 * x * x
    assert error.tolist() == [delta**2] * 5


@quick
@given(
    coefficients=st.tuples(*[st.floats(-10, 10)] * 4),
    x=arrays(float, array_shapes(max_dims=2, max_side=4), elements=st.floats(-10, 10)),
    delta=st.floats(1e-4, 2),
)
def test_deriv_of_any_cubic(coefficients: tuple[float, ...], x: ndarray, delta: float) -> None:
    """The central difference of a·x³ + b·x² + c·x + d is 3a·x² + 2b·x + c + a·delta²."""
    a, b, c, d = coefficients
    actual = deriv(lambda x: a * x**3 + b * x**2 + c * x + d, x, delta=delta)
    expected = 3 * a * x**2 + 2 * b * x + c + a * delta**2
    far = np.abs(x) + delta
    size = abs(a) * far**3 + abs(b) * far**2 + abs(c) * far + abs(d)
    assert_within(actual, expected, 16 * EPS * size / delta + 1e-300)


@pytest.mark.parametrize("delta", [1.0, 0.1, 0.01])
def test_deriv_takes_a_step_of_delta_to_each_side(delta: float) -> None:
    """The central difference of exp is exp(x)·sinh(delta)/delta, of sin cos(x)·sin(delta)/delta."""
    x = np.linspace(-2, 2, 9)
    exp_slope, sin_slope = deriv(np.exp, x, delta=delta), deriv(np.sin, x, delta=delta)
    np.testing.assert_allclose(exp_slope, np.exp(x) * math.sinh(delta) / delta, rtol=1e-13)
    np.testing.assert_allclose(sin_slope, np.cos(x) * math.sin(delta) / delta, atol=1e-13)


def test_deriv_takes_a_step_of_a_thousandth_by_default() -> None:
    """And one call to each side is all it needs."""
    seen = []
    deriv(lambda x: seen.append(x) or x, np.array([2.0]))
    assert sorted(x.item() for x in seen) == [2 - DELTA, 2 + DELTA]


@pytest.mark.parametrize("func", [np.exp, np.sin, sigmoid, tanh])
def test_error_of_deriv_falls_with_the_square_of_delta(func: Array_Function) -> None:
    """Half the step, a quarter of the error."""
    x, formula = np.array([1.0]), {np.exp: anp.exp, np.sin: anp.sin}.get(func)
    exact = elementwise_grad(formula or REFERENCE[func].formula)(x)
    errors = [abs(deriv(func, x, delta=delta) - exact).item() for delta in (0.04, 0.02, 0.01)]
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.01)
    assert errors[1] / errors[2] == pytest.approx(4, rel=0.01)


@pytest.mark.parametrize("func", KNOWN, ids=lambda func: func.__name__)
@quick
@given(x=moderate)
def test_deriv_of_a_known_function_is_close_to_the_exact_one(
    func: Array_Function, x: ndarray
) -> None:
    """As close as the step and the rounding let it be."""
    x = away_from_kinks([func], x)
    _, tolerance = reference_slope([func], x)
    assert_within(deriv(func, x), exact_deriv(func)(x), tolerance)


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 3), (0,), (2, 0)])
def test_deriv_keeps_any_shape(shape: tuple[int, ...]) -> None:
    """Each element gets its own slope."""
    x = np.arange(math.prod(shape), dtype=float).reshape(shape)
    slope = deriv(square, x)
    assert np.shape(slope) == shape
    np.testing.assert_allclose(slope, 2 * x, atol=1e-9)


@pytest.mark.parametrize(
    "input_",
    [
        3,
        3.0,
        np.float32(3),
        [3, -1],
        (3.0, -1.0),
        range(3),
        [[1, 2], [3, 4]],
        np.array([3, -1]),
        np.array([3, 0], dtype=np.uint8),
        np.array([3, -1], dtype=np.float16),
    ],
    ids=repr,
)
def test_deriv_takes_numbers_lists_and_whole_numbers(input_: object) -> None:
    """Whole numbers are not truncated: the function gets an array of floats."""
    dtypes = []

    def cube(x: ndarray) -> ndarray:
        assert isinstance(x, ndarray)
        dtypes.append(x.dtype)
        return x**3

    x = np.array(input_, dtype=float)
    np.testing.assert_allclose(deriv(cube, input_), 3 * x**2 + DELTA**2, rtol=1e-9, atol=1e-12)
    assert dtypes == [np.dtype(float)] * 2


@pytest.mark.parametrize("delta", [1, 0.5, np.float32(0.5), np.int64(1)])
def test_deriv_takes_any_kind_of_positive_number_as_delta(delta: float) -> None:
    """The error of a cube is the square of it."""
    assert deriv(lambda x: x * x * x, [2.0], delta=delta).item() == 12 + float(delta) ** 2


def test_deriv_at_the_kink_is_the_mean_of_both_slopes() -> None:
    """For leaky_relu, (0.2 + 1) / 2, whatever the step."""
    assert deriv(leaky_relu, 0.0) == pytest.approx(0.6, abs=1e-12)
    assert deriv(leaky_relu, 0, delta=7) == pytest.approx(0.6, abs=1e-12)


def test_deriv_of_a_function_that_returns_whole_numbers() -> None:
    """They are subtracted as floats: 0 - 1 is not 255."""
    slope = deriv(lambda x: (x < 0).astype(np.uint8), np.array([-1.0, 0.0, 1.0]))
    np.testing.assert_allclose(slope, [0, -500, 0])


def test_deriv_of_a_function_that_returns_a_list() -> None:
    """It counts as an array."""
    np.testing.assert_allclose(deriv(lambda x: (x**2).tolist(), [1.0, 2.0]), [2, 4])


@pytest.mark.parametrize(
    "func",
    [
        functools.partial(np.power, 2.0),
        np.exp2,
        type("C", (), {"__call__": lambda self, x: 2.0**x})(),
    ],
    ids=["partial", "ufunc", "object"],
)
def test_any_callable_is_a_function(func: Array_Function) -> None:
    """It need not have a name."""
    slope = 2 * math.log(2)
    assert deriv(func, 1.0) == pytest.approx(slope, abs=1e-6)
    assert chain_deriv([func, square], [1.0]).item() == pytest.approx(4 * slope, abs=1e-5)


# ---- Values of chains ----


@quick
@given(chain=chains(1, 5), x=moderate)
def test_values_are_those_of_the_reference(chain: Chain, x: ndarray) -> None:
    """Every number on the way, to within rounding."""
    values = chain_values(chain, x)
    expected, tolerances = reference_values(chain, x)
    assert len(values) == len(chain) + 1
    for value, want, tolerance in zip(values, expected, tolerances, strict=True):
        assert_within(value, want, tolerance)


@pytest.mark.parametrize("length", LENGTH_OF)
@quick
@given(data=st.data(), x=moderate)
def test_value_of_a_chain_is_that_of_the_reference(
    length: int, data: st.DataObject, x: ndarray
) -> None:
    """To within rounding, and the last of its `chain_values`."""
    chain = data.draw(chains(length, length))
    expected, tolerances = reference_values(chain, x)
    value = LENGTH_OF[length](chain, x)
    assert_within(value, expected[-1], tolerances[-1])
    np.testing.assert_array_equal(value, chain_values(chain, x)[-1])


@quick
@given(chain=chains(1, 4), x=any_finite)
def test_values_are_the_functions_applied_in_order(chain: Chain, x: ndarray) -> None:
    """Bit for bit, for any finite numbers, also where the square of one is infinite."""
    with np.errstate(all="ignore"):
        values = chain_values(chain, x)
        np.testing.assert_array_equal(values[0], x)
        for func, before, after in zip(chain, values, values[1:], strict=False):
            np.testing.assert_array_equal(after, func(before))
        if len(chain) in LENGTH_OF:
            np.testing.assert_array_equal(LENGTH_OF[len(chain)](chain, x), values[-1])


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,), (2, 0)])
def test_values_keep_any_shape(shape: tuple[int, ...]) -> None:
    """Also those on the way."""
    x = np.ones(shape)
    values = chain_values([square, sigmoid, hill], x)
    assert [value.shape for value in values] == [shape] * 4
    assert np.shape(chain_length_2([square, sigmoid], x)) == shape
    assert np.shape(chain_length_3([square, sigmoid, hill], x)) == shape


# ---- Slopes of chains ----


@quick
@given(chain=chains(1, 5), x=moderate)
def test_slope_is_that_of_autograd(chain: Chain, x: ndarray) -> None:
    """For a chain of any length."""
    x = away_from_kinks(chain, x)
    assume(x.size)
    assert_within(chain_deriv(chain, x), *reference_slope(chain, x))


@pytest.mark.parametrize("length", DERIV_OF)
@quick
@given(data=st.data(), x=moderate)
def test_slope_of_a_chain_of_fixed_length_is_that_of_autograd(
    length: int, data: st.DataObject, x: ndarray
) -> None:
    """For chain_deriv_2 and chain_deriv_3."""
    chain = data.draw(chains(length, length))
    x = away_from_kinks(chain, x)
    assume(x.size)
    assert_within(DERIV_OF[length](chain, x), *reference_slope(chain, x))


@quick
@given(chain=chains(1, 5), x=moderate)
def test_slope_is_the_product_of_the_exact_slopes(chain: Chain, x: ndarray) -> None:
    """Each at the number that reaches its function: the chain rule itself."""
    x = away_from_kinks(chain, x)
    assume(x.size)
    values = chain_values(chain, x)
    slopes = [exact_deriv(func)(u) for func, u in zip(chain, values, strict=False)]
    _, tolerance = reference_slope(chain, x)
    assert_within(chain_deriv(chain, x), np.prod(slopes, axis=0), tolerance)


@pytest.mark.parametrize("length", DERIV_OF)
@quick
@given(data=st.data(), x=moderate)
def test_chain_deriv_equals_that_of_fixed_length(
    length: int, data: st.DataObject, x: ndarray
) -> None:
    """But for the last bits, as it multiplies in another order; also at kinks."""
    chain = data.draw(chains(length, length))
    np.testing.assert_allclose(chain_deriv(chain, x), DERIV_OF[length](chain, x), rtol=4 * EPS)


@quick
@given(chain=chains(2, 2), x=any_finite)
def test_chain_deriv_equals_chain_deriv_2_for_any_finite_numbers(chain: Chain, x: ndarray) -> None:
    """Bit for bit, nan included: two factors have no other order."""
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(chain_deriv(chain, x), chain_deriv_2(chain, x))


@pytest.mark.parametrize("func", KNOWN, ids=lambda func: func.__name__)
def test_chain_of_one_has_the_slope_of_its_function(func: Array_Function) -> None:
    """Bit for bit that of deriv."""
    x = np.linspace(-3, 3, 25)
    np.testing.assert_array_equal(chain_deriv([func], x), deriv(func, x))


@pytest.mark.parametrize("chain", [[square, sigmoid], [sigmoid, square]])
def test_slope_over_the_range_of_the_tutorial(chain: Chain) -> None:
    """Within a millionth of the exact one everywhere."""
    x = np.arange(-3, 3, 0.01)
    exact, _ = reference_slope(chain, x)
    np.testing.assert_allclose(chain_deriv_2(chain, x), exact, rtol=0, atol=1e-6)


def test_worked_example() -> None:
    """The numbers of the text: 1 goes through leaky_relu, square and sigmoid."""
    chain, x = [leaky_relu, square, sigmoid], np.array([1.0])
    assert [value.item() for value in chain_values(chain, x)] == pytest.approx(
        [1, 1, 1, 0.7311], abs=5e-5
    )
    assert chain_length_3(chain, x).item() == pytest.approx(0.7311, abs=5e-5)
    assert chain_deriv_3(chain, x).item() == pytest.approx(0.3932, abs=5e-5)
    assert chain_deriv(chain, x).item() == pytest.approx(0.3932, abs=5e-5)
    assert [deriv(f, 1.0).item() for f in chain] == pytest.approx([1, 2, 0.1966], abs=5e-5)


def test_order_matters() -> None:
    """Swapped, the same functions give another value and another slope."""
    x, one, other = np.array([2.0]), [square, sigmoid], [sigmoid, square]
    logistic = 1 / (1 + math.exp(-2))
    assert chain_length_2(one, x).item() == pytest.approx(1 / (1 + math.exp(-4)))
    assert chain_length_2(other, x).item() == pytest.approx(logistic**2)
    for slope_of in (chain_deriv_2, chain_deriv):
        assert slope_of(one, x).item() == pytest.approx(4 * math.exp(4) / (1 + math.exp(4)) ** 2)
        assert slope_of(other, x).item() == pytest.approx(2 * logistic**2 * (1 - logistic))


class Counted:
    """A function that counts how often it is called."""

    def __init__(self, func: Array_Function) -> None:
        self.func, self.calls = func, 0

    def __call__(self, x: ndarray) -> ndarray:
        """Count and call."""
        self.calls += 1
        return self.func(x)


@pytest.mark.parametrize(
    ("of_chain", "length"), [(chain_deriv, n) for n in (1, 2, 3, 7, 50)] + SLOPE_FUNCTIONS
)
def test_each_value_is_computed_once(of_chain: Callable, length: int) -> None:
    """3n - 1 calls for n functions: two per slope, and one for each value but the last."""
    chain = [Counted(tanh) for _ in range(length)]
    of_chain(chain, np.linspace(-1, 1, 5))
    assert sum(func.calls for func in chain) == 3 * length - 1
    assert [func.calls for func in chain] == [3] * (length - 1) + [2]


@pytest.mark.parametrize(("of_chain", "length"), VALUE_FUNCTIONS)
def test_each_function_is_called_once_for_a_value(of_chain: Callable, length: int) -> None:
    """No more calls than functions."""
    chain = [Counted(tanh) for _ in range(length)]
    of_chain(chain, np.linspace(-1, 1, 5))
    assert [func.calls for func in chain] == [1] * length


# ---- What every function of a chain does with its input ----


def _square_in_place(x: ndarray) -> ndarray:
    x *= x
    return x


@every_chain_function
def test_nothing_is_changed_by_functions_that_work_in_place(
    of_chain: Callable, length: int
) -> None:
    """Neither the input, nor the chain, nor the result."""
    x, chain = np.array([1.0, 2.0, 3.0]), [_square_in_place] * length
    result = of_chain(chain, x)
    assert x.tolist() == [1, 2, 3]
    assert chain == [_square_in_place] * length
    np.testing.assert_array_equal(result, of_chain([square] * length, x))


def test_deriv_changes_nothing_if_the_function_works_in_place() -> None:
    """Neither the input nor the result."""
    x = np.array([1.0, 2.0, 3.0])
    np.testing.assert_array_equal(deriv(_square_in_place, x), deriv(square, x))
    assert x.tolist() == [1, 2, 3]


@every_chain_function
@pytest.mark.parametrize("input_", [[1, 2, 3], (1.0, 2.0, 3.0), np.array([1, 2, 3]), range(1, 4)])
def test_lists_and_whole_numbers_are_welcome(
    of_chain: Callable, length: int, input_: object
) -> None:
    """They mean the same as an array of floats; and a chain may be a tuple."""
    chain = (lambda x: x / 2, sigmoid, tanh)[:length]
    expected = of_chain(list(chain), np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(of_chain(chain, input_), expected)


@every_chain_function
@pytest.mark.parametrize("empty", [[], np.array([]), np.array([], dtype=int)], ids=repr)
def test_empty_gives_empty(of_chain: Callable, length: int, empty: object) -> None:
    """An array of floats of shape (0,)."""
    result = of_chain([square] * length, empty)
    for array in result if of_chain is chain_values else [result]:
        assert array.shape == (0,)
        assert array.dtype == float


@every_chain_function
def test_nan_stays_at_its_place(of_chain: Callable, length: int) -> None:
    """The numbers beside it are as if it were not there."""
    chain = [square, sigmoid, tanh][:length]
    result = np.array(of_chain(chain, np.array([1.0, np.nan, 2.0])))
    assert np.isnan(result[..., 1]).all()
    np.testing.assert_array_equal(
        result[..., [0, 2]], np.array(of_chain(chain, np.array([1.0, 2.0])))
    )


def test_infinity_passes_through() -> None:
    """As a value; the slope is 0 where a function is flat and nan where inf - inf is."""
    x = np.array([-np.inf, np.inf])
    assert chain_length_2([leaky_relu, sigmoid], x).tolist() == [0, 1]
    assert chain_length_3([leaky_relu, square, sigmoid], x).tolist() == [1, 1]
    assert chain_values([square], x)[1].tolist() == [np.inf, np.inf]
    assert deriv(sigmoid, x).tolist() == [0, 0]
    with np.errstate(invalid="ignore"):
        assert np.isnan(deriv(square, x)).all()
        assert np.isnan(chain_deriv([square, sigmoid], x)).all()
        assert np.isnan(chain_deriv_2([square, sigmoid], x)).all()
        assert np.isnan(chain_deriv_3([square, sigmoid, tanh], x)).all()


# ---- Errors: each names the argument, what came and what was expected ----


@pytest.mark.parametrize(
    ("of_chain", "wanted", "count", "instead"),
    [
        (chain_length_2, 2, 1, chain_values),
        (chain_length_2, 2, 3, chain_length_3),
        (chain_length_2, 2, 4, chain_values),
        (chain_length_3, 3, 1, chain_values),
        (chain_length_3, 3, 2, chain_length_2),
        (chain_length_3, 3, 9, chain_values),
        (chain_deriv_2, 2, 1, chain_deriv),
        (chain_deriv_2, 2, 3, chain_deriv_3),
        (chain_deriv_2, 2, 4, chain_deriv),
        (chain_deriv_3, 3, 1, chain_deriv),
        (chain_deriv_3, 3, 2, chain_deriv_2),
        (chain_deriv_3, 3, 9, chain_deriv),
    ],
)
def test_wrong_length_names_the_function_to_use(
    of_chain: Callable, wanted: int, count: int, instead: Callable
) -> None:
    """And that function does take a chain of that length."""
    message = rf"chain .*{wanted} functions.* got {count}\b.* use .*\b{instead.__name__}\b"
    with pytest.raises(ValueError, match=message):
        of_chain([tanh] * count, np.array([1.0]))
    instead([tanh] * count, np.array([1.0]))


@every_chain_function
@pytest.mark.parametrize("chain", [[], ()], ids=repr)
def test_empty_chain(of_chain: Callable, length: int, chain: object) -> None:
    """An identity would be an answer, but nobody asks for that on purpose."""
    with pytest.raises(ValueError, match=r"chain must hold at least 1 function.* got an empty"):
        of_chain(chain, np.array([1.0]))


@every_chain_function
@pytest.mark.parametrize(
    ("chain", "got"),
    [
        (square, "the function square"),
        ("square", "str 'square'"),
        (None, "NoneType None"),
        (3, "int 3"),
        ({square: sigmoid}, "dict"),
        ((func for func in [square, sigmoid]), "generator"),
        (np.array([square, sigmoid]), "an array of object"),
    ],
    ids=["function", "string", "none", "number", "dict", "generator", "array"],
)
def test_chain_that_is_no_list(of_chain: Callable, length: int, chain: object, got: str) -> None:
    """The message shows what a chain looks like."""
    message = rf"chain must be a list of functions.*\[square, sigmoid\].* got {re.escape(got)}"
    with pytest.raises(TypeError, match=message):
        of_chain(chain, np.array([1.0]))


@every_chain_function
@pytest.mark.parametrize(
    ("item", "got"),
    [
        (None, "NoneType None"),
        ("square", "str 'square'"),
        (2.0, "float 2.0"),
        (np.ones(3), "an array of float64"),
        ([square], "list"),
    ],
    ids=["none", "string", "number", "array", "list"],
)
def test_item_of_a_chain_that_is_no_function(
    of_chain: Callable, length: int, item: object, got: str
) -> None:
    """The message says which one, and no function is called before."""
    for position in range(length):
        chain = [Counted(square) for _ in range(length)]
        chain[position] = item
        with pytest.raises(TypeError, match=rf"chain\[{position}\] must be a function.* got {got}"):
            of_chain(chain, np.array([1.0]))
        assert not any(func.calls for func in chain if isinstance(func, Counted))


@pytest.mark.parametrize(
    ("func", "got"),
    [
        (None, "NoneType None"),
        ("square", "str 'square'"),
        (4.0, "float 4.0"),
        (np.ones(3), "an array of float64"),
        ([square, sigmoid], "list"),
    ],
    ids=["none", "string", "number", "array", "list"],
)
def test_deriv_of_what_is_no_function(func: object, got: str) -> None:
    """Such as the value of a function where the function should be."""
    with pytest.raises(TypeError, match=rf"func must be a function of an array.* got {got}"):
        deriv(func, np.array([1.0]))


@pytest.mark.parametrize(
    "delta", [0, 0.0, -0.0, -1, -0.001, np.inf, -np.inf, np.nan, np.float64(0)]
)
def test_delta_out_of_range(delta: float) -> None:
    """The message repeats the number."""
    message = rf"delta must be a positive, finite number, got {re.escape(str(delta))}$"
    with pytest.raises(ValueError, match=message):
        deriv(square, np.array([1.0]), delta=delta)


def test_delta_that_is_too_large_for_a_float() -> None:
    """The message repeats its first 40 digits."""
    with pytest.raises(ValueError, match=r"delta must be a positive, finite number, got 10{39}$"):
        deriv(square, np.array([1.0]), delta=10**400)


@pytest.mark.parametrize(
    ("delta", "got"),
    [
        ("0.001", "str '0.001'"),
        (True, "bool True"),
        (np.True_, "bool"),
        (None, "NoneType None"),
        (1j, "complex 1j"),
        ([0.001], r"list [0.001]"),
        (np.array(0.001), "an array of float64"),
        (np.array([0.001, 0.01]), "an array of float64"),
    ],
    ids=repr,
)
def test_delta_that_is_no_number(delta: object, got: str) -> None:
    """One step for the whole array, so an array is no answer either."""
    message = rf"delta must be a positive, finite number, got {re.escape(got)}"
    with pytest.raises(TypeError, match=message):
        deriv(square, np.array([1.0]), delta=delta)


def _calls_with(input_: object) -> list[tuple[str, Callable[[], object]]]:
    calls = [("input_", lambda: deriv(square, input_))]
    for of_chain, length in CHAIN_FUNCTIONS:
        argument = "input_range" if (of_chain, length) in SLOPE_FUNCTIONS else "input_"
        calls.append((argument, functools.partial(of_chain, [square] * length, input_)))
    return calls


@pytest.mark.parametrize(
    ("input_", "got"),
    [
        ("1", "str '1'"),
        (["1", "2"], "list ['1', '2']"),
        ("1" * 58, f"str '{'1' * 58}'"),
        ("1" * 59, "str"),
        ("1" * 1000, "str"),
        (None, "NoneType None"),
        ([1.0, None], "list [1.0, None]"),
        (True, "bool True"),
        ([True, False], "list [True, False]"),
        (np.array([True, False]), "an array of bool"),
        (np.array([], dtype=bool), "an array of bool"),
        (1j, "complex 1j"),
        (np.array([1.0 + 0j]), "an array of complex128"),
        (np.array(["2026-01-01"], dtype="datetime64[D]"), "an array of datetime64[D]"),
        ({1.0: 2.0}, "dict {1.0: 2.0}"),
        (square, "the function square"),
    ],
    ids=lambda value: getattr(value, "__name__", ascii(value)[:30]),
)
def test_input_that_holds_no_real_numbers(input_: object, got: str) -> None:
    """The message is short, however long the input."""
    for argument, call in _calls_with(input_):
        message = rf"^{argument} must hold real numbers, got {re.escape(got)}$"
        with pytest.raises(TypeError, match=message):
            call()


@pytest.mark.parametrize("input_", [[[1.0], [1.0, 2.0]], [1.0, [2.0]]], ids=repr)
def test_ragged_input(input_: object) -> None:
    """Rows of different lengths are no array."""
    for argument, call in _calls_with(input_):
        with pytest.raises(ValueError, match=rf"^{argument} .*array.* got rows of different len"):
            call()


@every_slope_function
@pytest.mark.parametrize(
    ("input_", "shape"), [(1.0, "()"), (np.ones((2, 3)), "(2, 3)"), (np.ones((0, 2)), "(0, 2)")]
)
def test_slopes_are_of_one_dimension(
    of_chain: Callable, length: int, input_: object, shape: str
) -> None:
    """The message shows what such an array looks like."""
    message = rf"input_range must be one-dimensional.*np\.arange.* got shape {re.escape(shape)}$"
    with pytest.raises(ValueError, match=message):
        of_chain([square] * length, input_)


def _calls_of(bad: Callable) -> list[Callable[[], object]]:
    x = np.array([0.5, 1.0, 2.0])
    calls = [lambda: deriv(bad, x)]
    for of_chain, length in CHAIN_FUNCTIONS:
        for position in range(length):
            chain = [tanh] * length
            chain[position] = bad
            calls.append(functools.partial(of_chain, chain, x))
    return calls


@pytest.mark.parametrize(
    ("func", "name", "shape"),
    [
        (np.sum, "sum", "()"),
        (lambda x: x[:1], "lambda", "(1,)"),
        (lambda x: x[:, None] * x, "lambda", "(3, 3)"),
        (lambda x: x[None], "lambda", "(1, 3)"),
        (lambda x: 1.0, "lambda", "()"),
        (functools.partial(np.append, values=1), "partial", "(4,)"),
    ],
)
def test_function_that_returns_another_shape(func: Callable, name: str, shape: str) -> None:
    """At any place in a chain, also if it broadcasts; the message has its name and both shapes."""
    message = rf"function {name} must work elementwise.* \(3,\) .* {re.escape(shape)}$"
    for call in _calls_of(func):
        with pytest.raises(ValueError, match=message):
            call()


def _with_if(x: ndarray) -> ndarray:
    return x if x > 0 else 0.2 * x


@pytest.mark.parametrize(
    ("func", "name", "cause"),
    [
        (math.exp, "exp", TypeError),
        (_with_if, "_with_if", ValueError),
        (lambda x, y: x + y, "lambda", TypeError),
    ],
)
def test_function_that_fails_on_arrays(func: Callable, name: str, cause: type) -> None:
    """At any place in a chain; the message says how to write it, and keeps what went wrong."""
    message = rf"function {name} failed on an array of shape \(3,\).* whole arrays.*np\.exp"
    for call in _calls_of(func):
        with pytest.raises(TypeError, match=message) as caught:
            call()
        assert type(caught.value.__cause__) is cause


@pytest.mark.parametrize(
    ("func", "got"),
    [
        (lambda x: None, "NoneType None"),
        (lambda x: x > 0, "an array of bool"),
        (lambda x: x + 1j, "an array of complex128"),
        (lambda x: x.astype(str), "an array of <U32"),
        (lambda x: square, "the function square"),
    ],
    ids=["none", "bool", "complex", "string", "function"],
)
def test_function_that_returns_no_real_numbers(func: Callable, got: str) -> None:
    """Such as one without a return."""
    message = rf"what the function lambda returns must hold real numbers, got {re.escape(got)}$"
    for call in _calls_of(func):
        with pytest.raises(TypeError, match=message):
            call()


def test_function_that_returns_rows_of_different_lengths() -> None:
    """It is to blame, not the input."""
    for call in _calls_of(lambda x: [[1.0], [1.0, 2.0]]):
        with pytest.raises(ValueError, match=r"what the function lambda returns .*rows of diff"):
            call()
