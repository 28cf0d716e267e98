"""How numbers and equations are written, such that a reader can calculate with what is shown."""

import math

import numpy as np
import pytest

from helpers import deriv, leaky_relu, sigmoid, square, tanh
from helpers.slopes import kinks, slope_words
from helpers.writing import (
    composed_name,
    equation,
    factors_and_products,
    gives,
    number,
    told,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.44, "1.44"),
        (-6, "−6"),
        (math.pi, "3.1416"),
        (np.array(2.5), "2.5"),
        (-0.0, "0"),
        # At least three digits, at most six.
        (0.0396, "0.0396"),
        (0.00964457, "0.00964"),
        (0.0009996, "0.001"),
        (0.00012341, "0.000123"),
        (123.45678, "123.457"),
        (-123456.78, "−123457"),
        # Tiny and huge.
        (-0.00009876, "−9.88 × 10⁻⁵"),
        (5.4766e-10, "5.48 × 10⁻¹⁰"),
        (1e-300, "1 × 10⁻³⁰⁰"),
        (999_999.6, "1 × 10⁶"),
        (-1.25e20, "−1.25 × 10²⁰"),
        (math.nan, "nan"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_number_is_written(value: float, text: str) -> None:
    assert number(value).replace("\u00a0", " ") == text


def test_a_number_may_have_other_decimals_and_is_still_not_0() -> None:
    assert [number(x, 2) for x in (0.331, -0.0397, 10, 1234.567)] == [
        *("0.33", "−0.04", "10", "1235")
    ]
    assert [number(x, 0) for x in (-1, 0.3, 1e8 / 3)] == ["−1", "0.3", "3\u00a0×\u00a010⁷"]
    assert number(0.000123456, 6) == "0.00012346"


def test_within_its_error_a_number_reads_nearly_0() -> None:
    assert number(-3e-9, error=3e-9) == number(0, error=math.inf) == "≈\u00a00"
    assert [number(3.1e-9, error=3e-9), number(0, error=3e-9)] == ["3.1\u00a0×\u00a010⁻⁹", "0"]
    assert [told("Δu", number(2)), told("Δu", number(0, error=math.inf))] == [
        "Δu = 2",
        "Δu ≈\u00a00",
    ]


@pytest.mark.parametrize(
    ("func", "u", "text"),
    [
        (square, 3, "6"),
        (square, 0, "0"),
        (sigmoid, 9, "0.000123"),
        (sigmoid, 40, "≈ 0"),  # all digits of the three outputs are the same
        (lambda x: np.exp(-(x**2)), 0, "0"),
        (lambda x: np.maximum(x, 0), -2, "0"),
        (lambda x: np.tanh(x), 25, "≈ 0"),
        (lambda x: x**3 - 3 * x, 1, "≈ 0"),  # deriv finds a millionth
        (lambda x: x**3 - 3 * x, 1.0001, "0.000601"),
        (lambda x: x**3, 0, "≈ 0"),  # again a millionth, where the curve climbs on both sides
        (lambda x: x**3, 0.01, "0.000301"),
        (lambda x: np.sign(x), 0, "1000"),  # a jump
        (lambda x: 1 / x, 0, "1 × 10⁶"),  # a pole
        (np.log, -1, "nan"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_deriv_cannot_tell_from_0_reads_nearly_0(func, u: float, text: str) -> None:
    assert slope_words(func, u).replace("\u00a0", " ") == text


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("func", "u", "sides"),
    [
        (leaky_relu, 0.0, "0.2 left, 1 right"),
        (leaky_relu, 1e-17, "0.2 left, 1 right"),  # a 0 that was rounded
        (lambda x: np.abs(x - 300), 300.0, "−1 left, 1 right"),
        (np.floor, 2.0, ""),  # jumps have no slopes beside them
        (np.sign, 0.0, ""),
        (np.cbrt, 0.0, ""),
        (lambda x: 1 / x, 0.0, ""),  # nor does a pole
        (lambda x: np.sin(x) / x, 0.0, ""),  # nor a place without a value
    ],
)
def test_a_kink_has_no_slope_but_two_beside_it(func, u: float, sides: str) -> None:
    assert kinks(func, u).there
    assert kinks(func, u).told == sides


@pytest.mark.parametrize(
    ("func", "u"),
    [
        (square, 0.0),
        (leaky_relu, 0.001),
        (lambda x: np.sin(100 * x), 0.0157),  # bent sharply
        (lambda x: x * np.abs(x), 0.0),
        (lambda x: x**2 - 2 * x + 1, 1.0),
        (lambda x: 1e12 * (x + 3), 0.0),
        (sigmoid, -35.0),  # nothing but rounding
        (tanh, 900.0),
    ],
)
def test_what_bends_or_is_rounded_is_no_kink(func, u: float) -> None:
    assert not kinks(func, u).there


@pytest.mark.parametrize(
    ("factors", "products", "texts"),
    [
        ([7.25], ["7.25"], ["7.25"]),
        ([-3, -2, -5], ["−3", "6", "−30"], ["−3", "−2", "−5"]),
        # With four decimals, 0.1549 × 2.4 would claim to be 0.3717.
        ([2.4, 0.154866], ["2.4", "0.3717"], ["2.4", "0.15487"]),
        ([6, 0.000123379], ["6", "0.00074"], ["6", "0.000123"]),
        ([1e-7, 3e4], ["1 × 10⁻⁷", "0.003"], ["1 × 10⁻⁷", "30000"]),
        ([2.0, math.nan], ["2", "nan"], ["2", "nan"]),
        ([2.0, -math.inf], ["2", "−∞"], ["2", "−∞"]),
    ],
)
def test_factors_give_their_running_products(factors, products, texts) -> None:
    found = factors_and_products(factors)
    assert [[text.replace("\u00a0", " ") for text in each] for each in found] == [texts, products]


def test_a_lone_factor_is_its_product_in_the_same_digits() -> None:
    (first, _), (alone, _) = factors_and_products([0.154866, 2.4])
    assert first == alone == "0.15487"
    assert factors_and_products([0.25, 3.0], [0.75]) == (["0.25", "3"], ["0.75"])


def test_a_factor_that_may_be_anything_small_makes_its_products_so() -> None:
    near = "≈\u00a00"
    errors = [0, math.inf, 0]
    assert factors_and_products([2, 0, 3], None, errors) == (["2", near, "3"], ["2", near, near])
    assert factors_and_products([0, 0, 3], None, errors)[1] == ["0", "0", "0"]


@pytest.mark.parametrize(
    ("terms", "sign", "result", "words"),
    [
        ([-2, 3], "×", -6, "−2 × 3 = −6"),
        ([3, -2], "×", -6, "3 × (−2) = −6"),
        ([1.5, -0.25], "+", 1.25, "1.5 + (−0.25) = 1.25"),
        ([1, 3], "−", -2, "1 − 3 = −2"),
        ([80, 8], "/", 10, "80 / 8 = 10"),
        ([1 / 3, 3], "×", 1, "0.3333 × 3 ≈ 1"),
        ([1e-12, 1e12], "×", 1, "1 × 10⁻¹² × 1 × 10¹² = 1"),
        ([math.inf, 0], "×", math.nan, "∞ × 0 ≈ nan"),
    ],
)
def test_an_equation_reads(terms: list[float], sign: str, result: float, words: str) -> None:
    assert equation(terms, sign, result).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("texts", "result", "true"),
    [
        (["0.15", "2.40"], "0.36", True),
        (["0.15", "2.40"], "0.37", False),
        (["0.5", "0.5"], "0.2", True),  # between two roundings
        (["0.5", "0.5"], "0.3", True),
        (["0.5", "0.51"], "0.2", False),
        (["1.500001", "1"], "1", True),  # float noise
        (["1.500002", "1"], "1", False),
        (["2\u00a0×\u00a010⁻³", "3"], "0.006", True),
        (["nan", "2"], "3", True),
        (["2", "3"], "∞", True),
        (["≈\u00a00", "3"], "1", True),
    ],
)
def test_what_a_reader_calculates_with_the_shown_numbers(texts, result, true) -> None:
    assert gives(texts, "×", result) is true


def test_noise_of_deriv_does_not_add_decimals() -> None:
    for x in (-1.75, -2.25, 0.15, -1.55):
        slopes = [float(deriv(square, x)), float(deriv(square, square(x)))]
        assert factors_and_products(slopes)[0] == [number(slope) for slope in slopes]


def test_composed_name_puts_the_last_function_outside() -> None:
    assert composed_name([square]) == "square(x)"
    assert composed_name([lambda x: x, sigmoid, tanh], "u") == "tanh(sigmoid(lambda(u)))"
