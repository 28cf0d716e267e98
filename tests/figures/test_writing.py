"""How numbers and equations are written, such that a reader can calculate with what is shown."""

import math

import numpy as np
import pytest

from helpers import deriv, sigmoid, square, tanh
from helpers.writing import (
    composed_name,
    equation,
    gives,
    input_number,
    number,
    short,
    shown_slopes,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1.44, 4, "1.4400"),
        (-6, 0, "−6"),
        (-0.0, 2, "0.00"),
        (-0.00001, 4, "0.0000"),
        (-0.00005001, 4, "−0.0001"),
        (math.nan, 4, "nan"),
        (math.inf, 4, "∞"),
        (-math.inf, 4, "−∞"),
        (999_999.5, 1, "999999.5"),
        (1e6, 2, "1.00e+06"),
        (-1.25e20, 2, "−1.25e+20"),
        (np.float64(2.5), 1, "2.5"),
    ],
)
def test_number_is_written(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


def test_a_number_has_four_decimals_unless_told_and_a_short_one_no_zeros_at_its_end() -> None:
    assert number(math.pi) == short(math.pi) == "3.1416"
    assert [short(value, 2) for value in (2.5, -3, 0.001, 10)] == ["2.5", "−3", "0", "10"]
    assert (short(10, 0), short(1e8, 2)) == ("10", "1.00e+08")


def test_a_number_that_a_reader_chose_is_not_rounded() -> None:
    assert [input_number(x) for x in (1.5, -3, 0.125, 1.234, 0.3)] == [
        *("1.50", "−3.00", "0.1250", "1.2340", "0.30")
    ]
    assert input_number(2.5, 1) == "2.5"


@pytest.mark.parametrize(
    ("slopes", "decimals", "equations"),
    [
        ([7.25], 3, ["7.250"]),
        ([-3, 2], 0, ["−3", "2 × (−3) = −6"]),
        ([2.4, 0.154866], 4, ["2.4000", "0.1549 × 2.4000 ≈ 0.372"]),
        ([-3, -2, -5], 0, ["−3", "−2 × (−3) = 6", "−5 × (−2) × (−3) = −30"]),
        ([0.5, 2, 4], 2, ["0.50", "2.00 × 0.50 = 1.0", "4.00 × 2.00 × 0.50 = 4.0"]),
        ([2e6, 3.0], 1, ["2.0e+06", "3.0 × 2.0e+06 = 6e+06"]),
        ([2.0, math.nan], 4, ["2.0000", "nan × 2.0000 ≈ nan"]),
        ([2.0, -math.inf], 4, ["2.0000", "−∞ × 2.0000 = −∞"]),
        # With two decimals this would claim that 0.15 × 2.40 is 0.37.
        ([2.4, 0.154866], 3, ["2.400", "0.155 × 2.400 ≈ 0.37"]),
        # With one decimal it would be 0.0 × 99.9 ≈ 5.
        ([99.9, 0.0451], 1, ["99.90", "0.05 × 99.90 ≈ 5"]),
        # Six decimals more, and then no more.
        ([5e5, 1.6e-5], 0, ["500000.000000", "0.000016 × 500000.000000 = 8"]),
        ([9e5, 1.6e-6], 0, ["900000.000000", "0.000002 × 900000.000000 ≈ 1"]),
    ],
)
def test_shown_slopes_read(slopes: list[float], decimals: int, equations: list[str]) -> None:
    slope_texts, product_texts, written = shown_slopes(slopes, decimals)
    assert written == equations
    assert product_texts[0] == slope_texts[0] == equations[0]


@pytest.mark.parametrize(
    ("terms", "sign", "result", "words"),
    [
        ([-2, 3], "×", -6, "−2 × 3 = −6"),
        ([3, -2], "×", -6, "3 × (−2) = −6"),
        ([1.5, -0.25], "+", 1.25, "1.5 + (−0.25) = 1.25"),
        ([1, 3], "−", -2, "1 − 3 = −2"),
        ([1 / 3, 3], "×", 1, "0.3333 × 3 ≈ 1"),
        ([1e-7, 2e4], "×", 0.002, "0.0000001 × 20000 = 0.002"),
        ([1e-12, 1e12], "×", 1, "0 × 1.0000000000e+12 ≈ 1"),
        ([math.inf, 0], "×", math.nan, "∞ × 0 ≈ nan"),
    ],
)
def test_an_equation_reads(terms: list[float], sign: str, result: float, words: str) -> None:
    assert equation(terms, sign, result) == words


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
        (["nan", "2"], "3", True),
        (["2", "3"], "∞", True),
    ],
)
def test_what_a_reader_calculates_with_the_shown_numbers(texts, result, true) -> None:
    assert gives(texts, "×", result) is true


def test_noise_of_deriv_does_not_add_decimals() -> None:
    for x in (-1.75, -2.25, 0.15, -1.55):
        slopes = [float(deriv(square, x)), float(deriv(square, square(x)))]
        assert shown_slopes(slopes)[0] == [number(slope, 4) for slope in slopes]


def test_composed_name_puts_the_last_function_outside() -> None:
    assert composed_name([square]) == "square(x)"
    assert composed_name([lambda x: x, sigmoid, tanh], "u") == "tanh(sigmoid(lambda(u)))"
