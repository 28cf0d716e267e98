"""Names, numbers and equations, as a reader gets them.

Readers calculate with what they see, so what stands in an equation is written with as many decimals
as it takes for the shown numbers to give the shown result, and with ≈ where rounding shows.
"""

import functools
import math
import operator
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

import numpy as np

Written = TypeVar("Written")

OPERATORS = {"×": operator.mul, "+": operator.add, "−": operator.sub}
"""What a reader does at each sign."""


def name_of(func: Callable) -> str:
    """The name of `func` for labels and messages: one line of text, at most 24 letters."""
    func = getattr(func, "unchecked", func)  # of a function that has passed check_function
    name = getattr(func, "__name__", None)
    if not isinstance(name, str):  # such as functools.partial or a class with __call__
        name = type(func).__name__
    name = "lambda" if name == "<lambda>" else name
    name = "".join(character for character in name if character.isprintable()) or "function"
    name = name if len(name) <= 24 else name[:23] + "…"
    # Isolated, or brackets and numbers beside Hebrew or Arabic letters would change places.
    right_to_left = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if right_to_left else name


def composed_name(chain: Sequence[Callable], input_: str = "x") -> str:
    """The formula of a chain in the functions' names, such as "sigmoid(square(x))"."""
    for func in chain:
        input_ = f"{name_of(func)}({input_})"
    return input_


def number(value: float, decimals: int = 4) -> str:
    """Write `value` with so many decimals, a real minus sign, and no sign on a zero."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if abs(value) >= 1e6:
        return f"{value:.{decimals}e}".replace("-", "−")
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−" if float(text) else "")


def short(value: float, decimals: int = 4) -> str:
    """Write `value` as `number` does, but without zeros at its end: for words, not for columns."""
    text = number(float(value), decimals)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def input_number(value: float, decimals: int = 2) -> str:
    """Write a number that a reader chose: with four decimals where so few would round it."""
    return number(value, decimals if abs(value - round(value, decimals)) < 1e-9 else 4)


def in_brackets(texts: list[str], between: str) -> str:
    """Join numbers by a sign, with brackets around those behind it that are negative."""
    first, *others = texts
    return between.join([first, *(f"({t})" if t.startswith("−") else t for t in others)])


def written_out(texts: list[str], sign: str, result: str) -> str:
    """Join numbers by ×, + or −, and the result by "=", or by "≈" where rounding shows."""
    equal = "=" if _by_hand(texts, sign) == _decimal(result) else "≈"
    return f"{in_brackets(texts, f' {sign} ')} {equal} {result}"


def gives(texts: list[str], sign: str, result: str) -> bool:
    """Whether a reader who calculates with the shown numbers, and rounds, gets the shown result.

    What lies between two roundings agrees with both, and so does everything with ∞ and nan, to
    which no number of decimals would make a difference.
    """
    by_hand, shown_result = _by_hand(texts, sign), _decimal(result)
    if not by_hand.is_finite() or not shown_result.is_finite():
        return True
    last_digit = Decimal(1).scaleb(shown_result.as_tuple().exponent)
    return abs(by_hand - shown_result) <= last_digit * (Decimal("0.5") + Decimal("1e-6"))


def _by_hand(texts: list[str], sign: str) -> Decimal:
    values = [_decimal(text) for text in texts]
    if not all(value.is_finite() for value in values):  # to a Decimal, ∞ times 0 is an error
        return Decimal(functools.reduce(OPERATORS[sign], map(float, values)))
    return functools.reduce(OPERATORS[sign], values)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("∞", "Infinity"))


def with_enough_decimals(
    write: Callable[[int], Written], enough: Callable[[Written], bool], least: int, most: int
) -> Written:
    """Write numbers with more and more decimals, `least` to `most`, until they are enough."""
    for decimals in range(least, most + 1):
        written = write(decimals)
        if enough(written):
            break
    return written


def equation(terms: Sequence[float], sign: str, result: float) -> str:
    """Numbers joined by ×, + or −, and the result: "−2 × 3 = −6", or "≈" where rounding shows.

    The terms get as many decimals, 4 to 10, as it takes for a reader who calculates with them.
    """
    right = short(result)
    texts = with_enough_decimals(
        lambda decimals: [short(term, decimals) for term in terms],
        lambda texts: gives(texts, sign, right),
        least=4,
        most=10,
    )
    return written_out(texts, sign, right)


def shown_slopes(slopes: list[float], decimals: int = 4) -> tuple[list[str], list[str], list[str]]:
    """Write slopes and their running products such that a reader can check them by hand.

    The slopes get as many decimals, `decimals` or up to 6 more, as it takes for the product of
    the *shown* slopes to round to the product that is shown with one decimal fewer.

    Parameters
    ----------
    slopes
        The slopes of f1, f2, ..., each at its own input.
    decimals
        The least number of decimals of a slope.

    Returns
    -------
    slope_texts, product_texts, equations : lists of str, each as long as `slopes`
        The slopes, such as "0.1549"; the product of each with all slopes before it, such as
        "0.372"; and the product written out in the order of the formula, outer slope first, such
        as "0.1549 × 2.4000 ≈ 0.372", with "=" only where the shown numbers are exactly equal.
    """
    product_texts = [number(product, max(decimals - 1, 0)) for product in np.cumprod(slopes)]
    lengths = range(1, len(slopes) + 1)
    slope_texts = with_enough_decimals(
        lambda decimals: [number(slope, decimals) for slope in slopes],
        lambda texts: all(gives(texts[:n], "×", product_texts[n - 1]) for n in lengths),
        least=decimals,
        most=decimals + 6,
    )
    # A lone slope is its own running product: shown once, with all its decimals.
    product_texts[0] = slope_texts[0]
    equations = [
        written_out(slope_texts[:n][::-1], "×", product_texts[n - 1]) if n > 1 else slope_texts[0]
        for n in lengths
    ]
    return slope_texts, product_texts, equations
