"""Numbers hold wherever they are shown: at every position of every view, and in the texts."""

import functools
import itertools
import math
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from notebook_files import PATHS, in_this_process, notebooks, text_cells
from pictures import (
    NUMBER,
    WHITE,
    Word,
    as_decimal,
    assert_number,
    contrast,
    last_digit,
    positions,
    states,
    strings,
)

from helpers import LiveFigure, hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.live import controls

NEARLY_0 = "≈\u00a00"
ALONE = NUMBER[1:-1]
TERM = rf"(?:\((?:{ALONE})\)|(?:{ALONE}))"
EQUATION = re.compile(rf"{TERM}(?: [×+−] {TERM})+ (?:[=≈] (?:{ALONE})(?![\d.]*\d)|{NEARLY_0})")
Position = tuple[int, ...]

LEAST = {4: [532, 0, 154], 5: [244, 0, 244], 6: [266], 7: [0, 728, 1014], 8: [200, 0]}
"""So many equations there are in the views of a notebook."""


@functools.cache
def views(number: int) -> list[LiveFigure]:
    """The live figures of a notebook, from 1 on."""
    return [v for v in in_this_process(PATHS[number - 1])[1] if isinstance(v, LiveFigure)]


# ---- What the views weigh ----

KILOBYTES = {
    1: [7, 7, 8, 5], 2: [18, 21, 16, 19], 3: [20, 21, 18], 4: [21, 11, 6, 85], 5: [23, 8, 25],
    6: [17, 8, 4], 7: [5, 14, 19], 8: [24, 31], 9: [74, 23, 78, 35], 10: [4, 9, 5],
}  # fmt: skip
"""So many the views of a notebook may take, packed: a quarter more than they do."""


@notebooks
def test_no_view_grows_unnoticed(path: Path) -> None:
    number = int(path.stem[:2])
    for live, most in zip(views(number), KILOBYTES[number], strict=True):
        assert 500 * most < live.size < 1000 * most


# ---- What is multiplied and added in the views ----


def by_hand(terms: str) -> Decimal:
    """What a reader gets who calculates with the numbers that are shown."""
    total = Decimal(0)
    for sign, product in re.findall(r"(?:^|( [+−] ))((?:(?! [+−] ).)+)", terms):
        factors = [as_decimal(text.strip("()")) for text in product.split(" × ")]
        total += math.prod(factors) * (-1 if sign == " − " else 1)
    return total


def fault(equation: str) -> str:
    """What is wrong with an equation, or nothing."""
    if "nan" in equation or "∞" in equation:
        return ""
    if equation.endswith(NEARLY_0):  # that nothing more is known of it is for the exact slopes
        return ""
    terms, equals, result = re.fullmatch(r"(.+) ([=≈]) (.+)", equation).groups()
    found, shown = by_hand(terms), as_decimal(result)
    if NEARLY_0 in terms:  # a factor that is 0 makes it 0 all the same
        return "" if result == "0" in terms.split(" × ") else "≈ 0 is lost"
    if (equals == "=") != (found == shown):
        return "= or ≈?"
    if abs(found - shown) > last_digit(result) * Decimal("0.500002"):
        return f"by hand {found}"
    if abs(found - shown) > abs(shown) * Decimal("0.05"):
        return f"by hand {found}, more than 5 % away"
    return ""


def columns(words: list[Word]) -> Iterator[str]:
    """Numbers one below the other, the last one with a sign before it, as equations."""
    number = re.compile(rf"(?:[×=≈] )?(?:{ALONE})")
    cells = [word for word in words if number.fullmatch(word.words)]
    for total in (w for w in cells if w.words[:2] in ("= ", "≈ ") or w.words == NEARLY_0):
        above = [w for w in cells if abs(w.x - total.x) < 1 and w.y < total.y]
        factors = [w.words.removeprefix("× ") for w in sorted(above, key=lambda word: word.y)]
        if factors:
            factors = [f"({text})" if text[0] in "−≈" else text for text in factors]
            yield f"{' × '.join(factors)} {total.words}"


def equations(live: LiveFigure) -> Iterator[tuple[Position, str]]:
    """All that is multiplied or added, at every position."""
    for position, words, sentence in states(live):
        for text in [*(word.words for word in words), sentence]:
            yield from ((position, equation) for equation in EQUATION.findall(text))
        yield from ((position, equation) for equation in columns(words))


@notebooks
def test_equations_hold_at_every_position_of_every_view(path: Path) -> None:
    number = int(path.stem[:2])
    for live, least in itertools.zip_longest(views(number), LEAST.get(number, []), fillvalue=0):
        found = [*equations(live)]
        assert [(*each, fault(each[1])) for each in found if fault(each[1])] == []
        assert len(found) >= least


@pytest.mark.parametrize(
    ("equation", "words"),
    [
        ("0.0001 × 6.0000 ≈ 0.001", "by hand 0.00060000, more"),
        ("0.9 × 2.78\u00a0×\u00a010⁻⁶ ≈ 0", "by hand 0.000002502"),
        ("2 × (−3) ≈ −6", "= or ≈?"),
        ("0.155 × 2.4 = 0.372", ""),
        ("0.1549 × 2.4 ≈ 0.3717", "by hand 0.37176"),
        ("−0.2451 + 0.2406 ≈ −0.005", "by hand -0.0045, more"),
        ("−0.245 + 0.241 ≈ −0.005", "by hand -0.004"),
        ("5 × (≈\u00a00) = 0", "≈ 0 is lost"),
        ("0 × (≈\u00a00) = 0", ""),
    ],
)
def test_an_equation_that_does_not_hold_is_seen(equation: str, words: str) -> None:
    assert EQUATION.fullmatch(equation)
    assert fault(equation).startswith(words) and bool(fault(equation)) == bool(words)


# ---- What the views claim, against exact math: so nothing but 0 reads 0 ----


def wave(x: float) -> float:
    return math.sin(2 * x)


def bump(x: float) -> float:
    return math.exp(-(x**2))


def double(x: float) -> float:
    return 2 * x


SLOPES: dict[Callable, Callable[[float], float]] = {
    wave: lambda x: 2 * math.cos(2 * x),
    bump: lambda x: -2 * x * math.exp(-(x**2)),
    sigmoid: lambda x: math.exp(-abs(x)) / (1 + math.exp(-abs(x))) ** 2,
    tanh: lambda x: 1 / math.cosh(x) ** 2,
    leaky_relu: lambda x: 1 if x > 0 else 0.2 if x < 0 else math.nan,
    square: lambda x: 2 * x,
    double: lambda x: 2,
    valley: lambda x: (x + 1) / 2,
    hill: lambda x: -(x + 3) / 2,
}
"""The derivatives of the functions in the notebooks, written anew."""


def along(chain: list[Callable], x: float) -> tuple[list[float], list[float]]:
    """The values on the way through a chain, and the slope of each box."""
    values = list(itertools.accumulate(chain, lambda u, f: float(f(np.array(u))), initial=x))
    return values, [SLOPES[f](u) for f, u in zip(chain, values, strict=False)]


def numbers(sentence: str) -> list[str]:
    return re.findall(NUMBER, sentence)


def of_stretch(
    chain: list[Callable], shown: str, x: float, zoom: int, guess: int = 0
) -> Iterator[tuple]:
    """Stretches and slopes of the boxes, and their products, if there is no kink."""
    ends = [along(chain, at)[0] for at in (x, x + 1 / zoom)]
    bars = [(end - start) * zoom for start, end in zip(*ends, strict=True)]
    slopes = along(chain, x)[1]
    found = re.findall(rf"by (?:{NUMBER}|–) \(slope {NUMBER}", shown)
    for (stretch, slope), start, end, exact in zip(found, bars, bars[1:], slopes, strict=False):
        if stretch:
            yield stretch, end / start
        yield slope, exact
    if len(chain) > 1:
        *_, together, product = numbers(shown)
        for text, exact in ((together, bars[-1]), (product, math.prod(slopes))):
            # Of many boxes, half a percent is enough; at a kink there is no product.
            if len(chain) > 2 and text != "≈\u00a00" and not math.isnan(exact):
                assert abs(float(as_decimal(text)) - exact) <= 0.005 * abs(exact) + 1e-9, shown
                exact = float(as_decimal(text))
            yield text, exact


def of_chain(chain: list[Callable], shown: str, x: float) -> Iterator[tuple]:
    """Values, slopes, and the product of the slopes."""
    (_, u, y), (inner, outer) = along(chain, x)
    texts = numbers(shown)
    yield from zip(texts[:6], [x, u, inner, u, y, outer], strict=True)
    yield texts[-1], inner * outer


def of_chain_deriv(chain: list[Callable], shown: str, x: float) -> Iterator[tuple]:
    yield numbers(shown)[-1], math.prod(along(chain, x)[1])


def of_sweeps(chain: list[Callable], shown: str, boxes: int, steps: int) -> Iterator[tuple]:
    """How many boxes there are, and how far both ways are."""
    done = min(steps, boxes)
    sweeps = itertools.accumulate(range(boxes, 0, -1))
    known = sum(end <= steps for end in sweeps)
    expected = [boxes, done, boxes, done, known, min(steps, boxes * (boxes + 1) // 2)]
    yield from zip(numbers(shown), expected, strict=True)


def of_layers(layer: tuple, shown: str, weight: float, depth: int) -> Iterator[tuple]:
    """The product of the slopes of equal layers."""
    (func, skip), u, product = layer, 1.0, 1.0
    for _ in range(depth):
        product *= SLOPES[func](weight * u) * weight + skip
        u = float(func(np.array(weight * u))) + skip * u
    yield numbers(shown)[-1], product


HILLS, WAVES, TWO = [valley, hill], [wave, bump], [square, sigmoid]
THREE = [valley, hill, sigmoid]
LAYERS = [(func, skip) for func in (sigmoid, tanh, leaky_relu) for skip in (0, 1)]
CLAIMS = [
    (2, 0, of_stretch, [[square]]),
    (4, 0, of_stretch, [HILLS, HILLS[::-1]]),
    (5, 0, of_chain, [TWO, TWO[::-1]]),
    (5, 1, of_chain_deriv, [TWO, TWO[::-1]]),
    (5, 2, of_chain, [WAVES, WAVES[::-1]]),
    (6, 0, of_stretch, [THREE]),
    (6, 1, of_sweeps, [[]]),
    (8, 0, of_stretch, [[func] * 8 for func in (sigmoid, leaky_relu, double)]),
    (8, 1, of_layers, LAYERS),
]


@pytest.mark.parametrize(("number", "place", "claims", "choices"), CLAIMS)
def test_what_a_view_claims_is_exact_at_every_position(number, place, claims, choices) -> None:
    live = views(number)[place]
    where = list(positions(live).values())
    for position, _, sentence in states(live):
        values = [choices[k] for choices, k in zip(where, position, strict=True)]
        choice = choices[position[0] if len(choices) > 1 else 0]
        for text, expected in claims(choice, sentence, *values[len(choices) > 1 :]):
            try:
                assert_number(text, expected)
            except AssertionError as error:
                raise AssertionError(f"{sentence} {error}") from None


# ---- What the texts quote of a view ----

# fmt: off
QUOTES = [
    # The notebook, its words, the place of its view (or of its still picture, from "a" on), where
    # the view's controls are, and what must stand there.
    (1, "For −2 and for 2 the result is 4.", 0, {"x": -2}, "−2 goes into square, and 4 comes"),
    (1, "The sigmoid of −1 is 0.2689", 2, {"x": -1}, "−1 goes into sigmoid, and 0.2689 comes"),
    (1, "from 0.8808 to 0.9526", 2, {"x": 2}, "0.8808"),
    (1, "from 0.8808 to 0.9526", 2, {"x": 3}, "0.9526"),
    (1, "from 0.9933 to 0.9975", 2, {"x": 5}, "0.9933"),
    (1, "from 0.9933 to 0.9975", 2, {"x": 6}, "0.9975"),
    (1, "| −2 | 4 | −0.4 | 0.1192 |", 1, {"x": -2}, "and −0.4 comes out"),
    (1, "| −2 | 4 | −0.4 | 0.1192 |", 2, {"x": -2}, "and 0.1192 comes out"),
    (2, "At $x = 1.2$ with $\\Delta x = 1$ it is 3.4.", 0, {"x": 1.2, "zoom": 1}, "3.4 Δx"),
    (2, "3.4, 2.9, 2.6, … 2.41 settle on 2.4", 0, {"x": 1.2, "zoom": 2}, "2.9 Δx"),
    (2, "3.4, 2.9, 2.6, … 2.41 settle on 2.4", 0, {"x": 1.2, "zoom": 100}, "2.41 Δx",
     "(slope 2.4)"),
    (2, "At 2 the slope is 4.", 0, {"x": 2, "zoom": 100}, "(slope 4)"),
    (2, "At −1 it is −2", 0, {"x": -1, "zoom": 100}, "(slope −2)"),
    (2, "That makes 0.6, the average", 2, {"x": 0, "delta": 1}, "is a slope of 0.6."),
    (2, "6.9 × 10⁻⁵ is 0.000069.", 1, {"x": -2.2, "delta": 0.1}, "6.9 × 10⁻⁵"),
    (3, "is 1.44 an output", 0, {"order": 0, "x": 1.2}, "which gives 1.44; 1.44 goes into"),
    (3, "\\approx 0.8085", 0, {"order": 0, "x": 1.2}, "which gives 0.8085."),
    (3, "it can be 0.25", 0, {"order": 1, "x": 0}, "which gives 0.25."),
    (3, "1.2 becomes 5.4 or 8.4", 1, {"order": 0, "x": 1.2}, "which gives 5.4."),
    (3, "1.2 becomes 5.4 or 8.4", 1, {"order": 1, "x": 1.2}, "which gives 8.4."),
    (4, "the stretches are 3.25 and −2.8125", 0, {"order": 0, "x": 5, "zoom": 1},
     "× 3.25", "× −2.8125", "(slope 3)", "(slope −2)"),
    (4, "turns 1 Δx into 3 Δx", 0, {"order": 0, "x": 5, "zoom": 100_000}, "3 Δx", "−6 Δx"),
    (4, "the hill gets −4, where its slope is 0.5", 0, {"order": 0, "x": 3, "zoom": 1},
     "f₁(x) = −4", "(slope 0.5)"),
    (4, "the hill's slope is −2, it gives 4, and there the valley has the slope 2.5", 0,
     {"order": 1, "x": 1, "zoom": 1}, "(slope −2)", "f₁(x) = 4", "(slope 2.5)"),
    (4, "the prediction is −6, the truth −9.1406", 2, {"x": 5, "dx": 1},
     "should change by −6 and changes by −9.1406"),
    (4, "With 0.1 it is −0.6 and −0.6279", 2, {"x": 5, "dx": 0.1},
     "should change by −0.6 and changes by −0.6279"),
    (5, "at $x = 3$ the slopes are 6 and 0.000123", 0, {"order": 0, "x": 3},
     "slope 6;", "slope 0.000123;"),
    (5, "It is 0 at 0.", 0, {"order": 0, "x": 0}, "slope 0;", " = 0, the slope of"),
    (6, "only −0.106 is left of the −6", "a", {}, "0.0177", "−2", "3"),
    (6, "only −0.106 is left of the −6", 0, {"x": 5, "zoom": 1}, "(slope 3)", "(slope −2)",
     "slopes is −0.106."),
    (6, "backward goes from 2 steps to 6, forward from 3 to 21", 1, {"boxes": 2, "steps": 21},
     "2 of 2 knobs after 2 steps, forward for 2 after 3 steps."),
    (6, "backward goes from 2 steps to 6, forward from 3 to 21", 1, {"boxes": 6, "steps": 21},
     "6 of 6 knobs after 6 steps, forward for 6 after 21 steps."),
    (7, "$0.8176 \\cdot 3 \\approx 2.45$", "a", {}, "0.8176", "3"),
    (7, "$2.25 \\cdot 0.1491 \\approx 0.34$", "a", {}, "2.25", "0.1491"),
    (7, "Together that is about 2.79", "a", {}, "df/dx = 2.7883"),
    (8, "It is 0.00964, about 60 % of the bound", "a", {}, " ≈ 0.00964"),
    (8, "eight doubles make it $2^8 = 256$ times as long", 0,
     {"example": 2, "x": 0.6, "zoom": 1}, "together by 256.", "slopes is 256."),
    (8, "by 1.25, and you get 70,000", 1, {"layer": 4, "weight": 1.25, "depth": 50},
     "to 70064.9."),
    (8, "by 0.8 fifty times, and 0.000014 is left", 1, {"layer": 4, "weight": 0.8, "depth": 50},
     "to 1.43 × 10⁻⁵."),
    (8, "1.5, leaves about $10^{-28}$ of 50 layers", 1, {"layer": 0, "weight": 1.5, "depth": 50},
     "to 8.55 × 10⁻²⁹."),
    (8, "does best with $w = 1$: 0.00438 is left", 1, {"layer": 2, "weight": 1, "depth": 50},
     "to 0.00438."),
    (9, "With 10, from $w = 0.5$, the first step", 0, {"w": 0.5, "rate": 10, "step": 1},
     "10 × (−0.49611) = −4.9611", "to 5.4611;"),
    (9, "(slope 0.75)", 1, {"point": 6, "step": 0}, "∂L/∂w = 0.75", "∂L/∂w = −0.2625"),
    (9, "−0.25 · 2 = −0.5 for $w$ and −0.25 · 1 for $b$", "a", {}, "∂L/∂w = −0.5", "∂L/∂b = −0.25"),
    (10, "at $x = 3$ and $y = -2$", 0, {"step": 1, "box": 0}, "3", "−2"),
]
# fmt: on


def state(live: LiveFigure, where: dict) -> str:
    """All words and the sentence of a view where its controls have these values."""
    known = positions(live)
    for position, words, sentence in states(live):
        at = dict(zip(known, position, strict=True))
        # Of functions, layers and entries, the place among the choices.
        values = {name: known[name][k] for name, k in at.items()}
        values |= {name: at[name] for name in ("order", "example", "layer") if name in at}
        if all(values[name] == pytest.approx(value) for name, value in where.items()):
            return "\n".join([sentence, *(word.words for word in words)])
    raise AssertionError(f"no such position: {where}")


@pytest.mark.parametrize(("number", "quote", "view", "where", "expected"),
                         [(*row[:4], row[4:]) for row in QUOTES])  # fmt: skip
def test_texts_quote_what_a_view_shows(number, quote, view, where, expected) -> None:
    assert quote in "\n".join(text_cells(PATHS[number - 1]))
    if isinstance(view, str):
        figure = in_this_process(PATHS[number - 1])[2]["abc".index(view)]
        shown = "\n".join(text.get_text() for text in figure.findobj(Text))
    else:
        shown = state(views(number)[view], where)
    for words in expected:
        assert words in shown.replace("\u00a0", " ")


@notebooks
def test_lines_of_still_pictures_can_be_seen(path: Path) -> None:
    for line in (
        line for figure in in_this_process(path)[2] for ax in figure.axes for line in ax.lines
    ):
        assert contrast(to_hex(line.get_color()), WHITE) >= 3, line.get_label()


def test_texts_of_all_notebooks_are_compared() -> None:
    assert {number for number, *_ in QUOTES} == {*range(1, len(PATHS) + 1)}


# ---- The first state of a view: what is different has different numbers ----

# fmt: off
SAME_AT_FIRST = [
    # The notebook, the place of its view, the numbers that stand there more than once, and why.
    (2, 2, "0.2", "left of the kink it is straight, and deriv finds the exact slope"),
    (3, 0, "1.44", "what leaves one box goes into the next"),
    (3, 1, "2.4", "what leaves one box goes into the next"),
    (3, 2, "0.2", "what leaves one box goes into the next"),
    (4, 0, "3 1 −2 −6", "zoomed in, each stretch has become the slope; both tangents run by 1"),
    (4, 2, "1", "x = 5 is the example of the text, with 1 between the boxes; Δx stands apart"),
    (5, 0, "1.2 1.44 2.4 0.15486", "one number, at its box, at its curve, in the equation"),
    (5, 2, "−0.7 −0.9854 0.3399 0.7463", "one number, at its box, at its curve, in the code"),
    (6, 0, "1", "x = 5 is the example of the text, with 1 between the boxes; Δx stands apart"),
    (6, 1, "3", "backward has one more slope with each step"),
    (6, 1, "4", "one number of boxes, said twice"),
    (6, 2, "2", "backward has one more slope with each step"),
    (6, 2, "3", "one number of boxes, said twice"),
    (7, 2, "1.25 0.5 0.625 0.852", "on an arrow into a product stands the other factor"),
    (7, 2, "0.426 0.5048", "one path or sum, at its box, in the equation, and measured"),
    (8, 0, "0.2247", "sigmoid after sigmoid, the slopes settle"),
    (9, 1, "0", "training begins at step 0, with both knobs at 0, and so is all that they give"),
    (9, 1, "2 −1 0.25 1 −0.25", "on an arrow into a product stands the other factor, into a sum 1"),
    (9, 2, "3", "the knobs of the first unit, which are not turned: its edge is at −1"),
    (9, 3, "4", "4 of 4 units: all are shown"),
]
# fmt: on
ONE_NUMBER = re.compile(rf"(?:.+ = )?{NUMBER}(?: Δx)?")


def at_first(live: LiveFigure) -> tuple[list[str], str]:
    """The words that move and the sentence, before a control is touched."""
    known = [(c, controls.positions_of(name, c)) for name, c in live.controls.items()]
    start = [where.in_browser.index(getattr(c, where.trait)) for c, where in known]
    scenes = live.picture.scenes
    scene = scenes[start[0] if len(scenes) > 1 else 0]
    columns = [(c["kind"], strings(c, np.array([start]))[0]) for c in scene["columns"]
               if c["kind"] in ("text", "sentence")]  # fmt: skip
    (sentence,) = (text for kind, text in columns if kind == "sentence")
    return [text for kind, text in columns if kind == "text"], sentence


def more_than_once(words: list[str], sentence: str) -> set[str]:
    """Numbers that two of the words end with, or that the sentence says twice."""
    found = [one[1] for one in map(ONE_NUMBER.fullmatch, words) if one]
    return {n for each in (found, numbers(sentence)) for n in each if each.count(n) > 1}


@notebooks
def test_no_view_begins_where_different_things_have_the_same_number(path: Path) -> None:
    number = int(path.stem[:2])
    for place, live in enumerate(views(number)):
        rows = [same.split() for n, k, same, _ in SAME_AT_FIRST if (n, k) == (number, place)]
        assert more_than_once(*at_first(live)) == {*itertools.chain(*rows)}, place


def test_the_same_number_is_seen_in_words_and_in_a_sentence() -> None:
    assert more_than_once(["x = 2", "2 Δx", "2 × 3 = 6", "7"], "7, then 8") == {"2"}
    assert more_than_once(["a"], "−1 becomes 1, and 1 stays.") == {"1"}
