"""Names, numbers and equations, as a reader gets them.

`number` is the one rule for all numbers. Readers calculate with what they see, so what stands in an
equation gets as many more decimals as it takes for the shown numbers to give the shown result, and
≈ where rounding shows.
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

OPERATORS = {"×": operator.mul, "/": operator.truediv, "+": operator.add, "−": operator.sub}
"""What a reader does at each sign."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
DIGITS = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
# With no-break spaces: no line ends inside a number, and it is told from a product of two.
TIMES_TEN, NEARLY_0 = "\u00a0×\u00a010", "≈\u00a00"
NONE = "none"
"""How a slope reads where there is none, such as at a kink."""


def name_of(func: Callable) -> str:
    """The name of `func` for labels and messages: one line of text, at most 24 letters."""
    func = getattr(func, "unchecked", func)  # of a function that has passed check_function
    while isinstance(func, functools.partial) and not hasattr(func, "__name__"):
        func = func.func
    name = getattr(func, "__name__", None)
    if not isinstance(name, str):  # such as an object of a class with __call__
        name = type(func).__name__
    name = "lambda" if name == "<lambda>" else name
    if not name.isprintable():
        name = "".join(character for character in name if character.isprintable())
    name = name or "function"
    name = name if len(name) <= 24 else name[:23] + "…"
    # Isolated, or brackets and numbers beside Hebrew or Arabic letters would change places.
    right_to_left = not name.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in name
    )
    return f"\u2068{name}\u2069" if right_to_left else name


def composed_name(chain: Sequence[Callable], input_: str = "x") -> str:
    """The formula of a chain in the functions' names, such as "sigmoid(square(x))"."""
    for func in chain:
        input_ = f"{name_of(func)}({input_})"
    return input_


def number(value: float, decimals: int = 4, error: float = 0.0) -> str:
    """Write a number: the one rule for pictures, sentences, questions and messages.

    It has so many decimals; more where it would have fewer than three digits, and fewer where it
    would have more than six (one less and two more than `decimals`). Tiny and huge ones have a
    power of ten: 5.48 × 10⁻¹⁰. There are no zeros at the end, and the minus is a real one. So
    nothing but 0 reads 0. What is not larger than its `error` reads ≈ 0, and so does a 0 itself
    that may be anything, with an infinite error; digits that the error leaves open are not shown.
    """
    return _number(float(value), decimals, float(error))


@functools.lru_cache(10_000)  # views write the same numbers again and again
def _number(value: float, decimals: int, error: float) -> str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if abs(value) <= error and (value or math.isinf(error)):
        return NEARLY_0
    if value == 0:
        return "0"
    digits = max(1, decimals - 1)
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -5 < power < 6:
        most = max(0, decimals + 1 - power)
        if 0 < error < math.inf:
            most = min(most, max(0, -math.ceil(math.log10(error))))
        return _trimmed(f"{value:.{min(max(decimals, digits - 1 - power), most)}f}")
    return f"{_trimmed(mantissa)}{TIMES_TEN}{str(power).translate(SUPERSCRIPTS)}"


def _trimmed(text: str) -> str:
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def told(name: str, text: str) -> str:
    """A name and its number as `number` writes it: "Δu = 3", or "Δu ≈ 0"."""
    return f"{name} {text}" if text == NEARLY_0 else f"{name} = {text}"


def in_brackets(texts: list[str], between: str) -> str:
    """Join numbers by a sign, with brackets around those behind it that begin with one."""
    first, *others = texts
    return between.join([first, *(f"({t})" if t[:1] in ("−", "≈") else t for t in others)])


def written_out(texts: list[str], sign: str, result: str) -> str:
    """Join numbers by ×, + or −, and the result by "=", or by "≈" where rounding shows.

    Of slopes of which one is missing, at a kink, nothing can be written but that there is none.
    """
    if result == NONE:
        return NONE
    left = in_brackets(texts, f" {sign} ")
    if result == NEARLY_0:
        return told(left, result)
    return f"{left} {'=' if _by_hand(texts, sign) == _decimal(result) else '≈'} {result}"


def below_the_line(factors: list[str], product: str) -> str:
    """A product as it stands below its factors: with "=" before it, or "≈" where rounding shows."""
    measured = [text for text in factors if text != "nan"]
    if product in ("nan", NONE) or not measured:
        return product
    return written_out(measured, "×", product)[len(in_brackets(measured, " × ")) :].strip()


def as_slopes(texts: Sequence[str]) -> list[str]:
    """How slopes and their products read, of which nan says that there is none."""
    return [NONE if text == "nan" else text for text in texts]


def with_slope(text: str) -> str:
    """A slope inside a sentence: "slope 3", or "no slope"."""
    return "no slope" if text == NONE else f"slope {text}"


def gives(texts: list[str], sign: str, result: str) -> bool:
    """Whether a reader who calculates with the shown numbers, and rounds, gets the shown result.

    What lies between two roundings agrees with both, and so does everything with ∞, nan and ≈ 0,
    to which no number of decimals would make a difference.
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


@functools.lru_cache(10_000)
def _decimal(text: str) -> Decimal:
    text = text.replace(NEARLY_0, "nan").replace("∞", "Infinity").replace(TIMES_TEN, "e")
    return Decimal(text.translate(DIGITS))


def with_enough_decimals(
    write: Callable[[int], Written], enough: Callable[[Written], bool], least: int = 4
) -> Written:
    """Write numbers with more and more decimals, `least` to 6 more, until they are enough."""
    for decimals in range(least, least + 7):
        written = write(decimals)
        if enough(written):
            break
    return written


def written_terms(terms: Sequence[float], sign: str, result: str) -> list[str]:
    """Numbers with as many decimals as it takes for a reader to get the shown result from them."""
    return with_enough_decimals(
        lambda decimals: [number(term, decimals) for term in terms],
        lambda texts: gives(texts, sign, result),
    )


def equation(terms: Sequence[float], sign: str, result: float) -> str:
    """Numbers joined by ×, + or −, and the result: "−2 × 3 = −6", or "≈" where rounding shows."""
    right = number(result)
    return written_out(written_terms(terms, sign, right), sign, right)


def factors_and_products(
    factors: Sequence[float],
    products: Sequence[float] | None = None,
    errors: Sequence[float] | None = None,
    decimals: int | Sequence[int] = 4,
) -> tuple[list[str], list[str]]:
    """Write factors and their running products such that a reader can check them by hand.

    The factors get as many decimals as it takes for the product of the *shown* factors to round to
    each product that is shown.

    Parameters
    ----------
    factors
        Such as the slopes of f1, f2, ..., each at its own input.
    products
        That of all factors; before it, that of all but the last; and so on. Without them they are
        worked out, from that of the first factor alone on.
    errors
        As `number` takes them. A factor that reads ≈ 0 makes its products read so.
    decimals
        How many decimals the products have, all of them or each; the factors have at least 4, and
        at least as many as the product with the fewest.

    Returns
    -------
    factor_texts, product_texts : lists of str, as long as `factors` and `products`
        Such as ["2.4", "0.15487"] and ["2.4", "0.3717"].
    """
    products = np.cumprod(factors) if products is None else products
    errors = np.zeros(len(factors)) if errors is None else errors
    lengths = range(len(factors) + 1 - len(products), len(factors) + 1)
    rough = [number(factor, error=error) for factor, error in zip(factors, errors, strict=True)]
    of_products = [decimals] * len(products) if isinstance(decimals, int) else decimals
    product_texts = []
    for n, product, its_decimals in zip(lengths, products, of_products, strict=True):
        lost = NEARLY_0 in rough[:n] and "0" not in rough[:n]
        product_texts.append(number(product, its_decimals, math.inf if lost else 0.0))
    factor_texts = with_enough_decimals(
        lambda decimals: list(map(number, factors, [decimals] * len(factors), errors)),
        lambda texts: all(
            map(gives, [texts[:n] for n in lengths], "×" * len(lengths), product_texts)
        ),
        least=max(4, min(of_products)),
    )
    return factor_texts, alike(products, product_texts, factors, factor_texts)


def alike(
    values: Sequence[float], texts: list[str], others: Sequence[float], their_texts: list[str]
) -> list[str]:
    """The texts of some numbers, but of one that is among the others theirs: the same digits."""
    pairs = list(zip(others, their_texts, strict=True))
    return [
        next((their for other, their in pairs if other and math.isclose(other, value)), text)
        for value, text in zip(values, texts, strict=True)
    ]
