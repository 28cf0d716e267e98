"""Numbers, products, equations and names, as a reader gets them.

Readers calculate with what they see, so a product is shown with as many digits as it takes for the
shown factors to give it, and with ≈ where rounding shows.
"""

import functools
import math
import operator
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np


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


SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


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


def input_number(value: float, decimals: int = 2) -> str:
    """Write a number that a reader chose: with four decimals where so few would round it."""
    return number(value, decimals if abs(value - round(value, decimals)) < 1e-9 else 4)


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
    products = np.cumprod(slopes)
    product_texts = [number(product, max(decimals - 1, 0)) for product in products]
    for more in range(7):
        slope_texts = [number(slope, decimals + more) for slope in slopes]
        by_hand = [_multiplied(slope_texts[: count + 1]) for count in range(len(slopes))]
        if all(map(agree, by_hand, product_texts)):
            break
    # A lone slope is its own running product: shown once, with all its decimals.
    product_texts[0] = slope_texts[0]
    equations = [slope_texts[0]]
    for count in range(1, len(slopes)):
        factors = in_brackets(slope_texts[count::-1], " × ")
        sign = "=" if by_hand[count] == decimal(product_texts[count]) else "≈"
        equations.append(f"{factors} {sign} {product_texts[count]}")
    return slope_texts, product_texts, equations


def in_brackets(texts: list[str], between: str) -> str:
    """Join numbers by a sign, with brackets around those behind it that are negative."""
    first, *others = texts
    return between.join([first, *(f"({t})" if t.startswith("−") else t for t in others)])


def decimal(text: str) -> Decimal:
    """Read back a number that `number` wrote."""
    return Decimal(text.replace("−", "-").replace("∞", "Infinity"))


def _multiplied(texts: list[str]) -> Decimal:
    if not all(decimal(text).is_finite() for text in texts):
        return Decimal(math.prod(float(decimal(text)) for text in texts))
    return math.prod(map(decimal, texts))


def agree(value: Decimal, text: str) -> bool:
    """Whether `text` is `value`, rounded; a value just between two roundings agrees with both."""
    shown = decimal(text)
    if not value.is_finite() or not shown.is_finite():
        return True  # no number of decimals would make a difference
    last_digit = Decimal(1).scaleb(shown.as_tuple().exponent)
    return abs(value - shown) <= last_digit * (Decimal("0.5") + Decimal("1e-6"))


def composed_name(chain: Sequence[Callable], input_: str = "x") -> str:
    """The formula of a chain in the functions' names, such as "sigmoid(square(x))"."""
    for func in chain:
        input_ = f"{name_of(func)}({input_})"
    return input_


def shown(value: float, decimals: int = 4) -> str:
    """A number in a worked step: so many decimals at most, a real minus sign."""
    text = number(float(value), decimals)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def equation(terms: Sequence[float], sign: str, result: float) -> str:
    """Numbers joined by ×, + or −, and the result: "−2 × 3 = −6", or "≈" where rounding shows.

    The terms get as many decimals as it takes for a reader who calculates with what is shown.
    """
    join = {"×": operator.mul, "+": operator.add, "−": operator.sub}[sign]
    right = shown(result)
    for decimals in range(4, 11):
        texts = [shown(term, decimals) for term in terms]
        by_hand = functools.reduce(join, map(decimal, texts))
        if agree(by_hand, right):
            break
    equal = "=" if by_hand == decimal(right) else "≈"
    return f"{in_brackets(texts, f' {sign} ')} {equal} {right}"
