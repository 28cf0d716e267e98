"""Numbers hold wherever they are shown: every position of every view, and what the texts quote."""

import contextlib
import io
import itertools
import math
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from notebook_files import PATHS, in_this_process
from pictures import Word, as_decimal, last_digit, states

from helpers import LiveFigure

NUMBER = r"−?[\d.]+(?:\u00a0×\u00a010[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|e[+−]\d+)?|≈\u00a00|−?∞|nan"
TERM = rf"(?:\((?:{NUMBER})\)|(?:{NUMBER}))"
EQUATION = re.compile(rf"{TERM}(?: [×+−] {TERM})+ (?:[=≈] (?:{NUMBER})(?![\d.]*\d)|≈\u00a00)")


def by_hand(terms: str) -> Decimal:
    """What a reader gets who calculates with the numbers that are shown."""
    total = Decimal(0)
    for sign, product in re.findall(r"(?:^|( [+−] ))((?:(?! [+−] ).)+)", terms):
        factors = [as_decimal(text.strip("()")) for text in product.split(" × ")]
        total += math.prod(factors) * (-1 if sign == " − " else 1)
    return total


def fault(equation: str) -> str:
    """What is wrong with an equation, or nothing."""
    if equation.endswith("≈\u00a00"):
        return "" 
    terms, equals, result = re.fullmatch(r"(.+) ([=≈]) (.+)", equation).groups()
    if re.search("nan|∞", equation):
        return ""
    found, shown = by_hand(terms), as_decimal(result)
    if "≈\u00a00" in equation:
        return "" if result == "≈\u00a00" or equals == "≈" and shown == 0 else "≈ 0 is lost"
    if (equals == "=") != (found == shown):
        return "= or ≈?"
    if abs(found - shown) > last_digit(result) * Decimal("0.500002"):
        return f"by hand {found}"
    if abs(found - shown) > abs(shown) * Decimal("0.05"):
        return f"by hand {found}, more than 5 % away"
    return ""


def columns(words: list[Word]) -> Iterator[str]:
    """Numbers one below the other, the last one with a sign before it, as equations."""
    number = re.compile(rf"(?:[×=≈] )?(?:{NUMBER})")
    cells = [word for word in words if number.fullmatch(word.words)]
    for total in (word for word in cells if word.words[0] in "=≈" and word.words[1] == " "):
        above = [w for w in cells if abs(w.x - total.x) < 1 and w.y < total.y]
        factors = [w.words.removeprefix("× ") for w in sorted(above, key=lambda word: word.y)]
        factors = [f"({text})" if text[0] in "−≈" else text for text in factors]
        yield f"{' × '.join(factors)} {total.words}"


def lanes(words: list[Word]) -> Iterator[str]:
    """In a box diagram the running products, each from the one before it and a slope."""
    rows: dict[int, list[Word]] = {}
    for word in words:
        rows.setdefault(round(word.y / 3), []).append(word)
    named = {}
    for row in rows.values():
        named |= {word.words: sorted(row, key=lambda w: w.x) for word in row}

    def numbers(name: str) -> list[str]:
        cells = [w.words.split(" ")[-1] for w in named.get(name, [])]
        return [text for text in cells if re.fullmatch(NUMBER, text)]

    slopes = numbers("slopes")
    for name in ("product so far", "from the left", "from the right"):
        products = numbers(name)
        if len(products) > len(slopes):
            pairs = itertools.pairwise(products)
        else:
            pairs = itertools.pairwise(["1", *products])
        for (before, after), slope in zip(pairs, slopes, strict=False):
            if name == "from the right":
                before, after = after, before
            yield f"{slope} ×lane {before} ≈ {after}"


def equations(live: LiveFigure) -> Iterator[tuple[tuple[int, ...], str]]:
    for position, words, sentence in states(live):
        for text in [*(word.words for word in words), sentence]:
            for equation in EQUATION.findall(text):
                yield position, equation
        for equation in columns(words):
            yield position, equation


if __name__ == "__main__":
    every = wrong = 0
    for path in PATHS:
        with contextlib.redirect_stdout(io.StringIO()):
            values = in_this_process(path)[1]
        for live in (v for v in values if isinstance(v, LiveFigure)):
            found = [*equations(live)]
            bad = [(p, e, fault(e)) for p, e in found if fault(e)]
            print(path.stem[:2], live, live.size, len(found), len(bad))
            for b in bad[:6]:
                print("    ", b)
            every += len(found); wrong += len(bad)
    print(every, wrong)
