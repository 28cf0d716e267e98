"""The interactive views: what a reader sees at each position, against exact derivatives."""

import functools
import inspect
import itertools
import json
import re
import warnings
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from xml.etree.ElementTree import Element

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Bbox
from numpy import ndarray
from pictures import (
    HALF,
    Seen,
    as_decimal,
    column_at,
    last_digit,
    marks_of,
    named,
    on_screen,
    positions_of,
    seen,
)

import helpers.figures.source
from helpers import (
    LiveFigure,
    chain_deriv_2,
    chain_deriv_3,
    deriv,
    exact_deriv,
    explore_chain,
    explore_chain_deriv,
    explore_composition,
    explore_derivative,
    explore_function,
    explore_nudge,
    hill,
    leaky_relu,
    show_source,
    sigmoid,
    square,
    tanh,
    valley,
)
from helpers.figures.source import source_of
from helpers.functions import KNOWN, Array_Function
from helpers.views.one_function import DELTAS

POINT = 0.06
"""How far, in points, a mark may be from its place: the table has one decimal."""
METRICS = TextToPath()
NUMBER = r"(−?[\d.]+(?:e[+−]\d+)?)"

Pair = tuple[Array_Function, Array_Function]
PAIRS = list(itertools.combinations_with_replacement(KNOWN, 2))
"""Each stands for both orders, as there is a slider for that."""
SOME_PAIRS = [(square, sigmoid), (leaky_relu, valley), (tanh, hill)]


def ids(case: object) -> str:
    """Name functions in a test's id."""
    functions = case if isinstance(case, tuple | list) else [case]
    return "-".join(getattr(f, "__name__", str(f)) for f in functions)


@pytest.fixture(autouse=True)
def quick_views(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the PNG, a third of the time that a view takes, but where it is looked at."""
    if request.function is not test_every_view_has_a_picture_and_leaves_pyplot_alone:
        monkeypatch.setattr("helpers.live.figure._png", lambda figure: "")


@functools.cache
def view(explore: Callable[..., LiveFigure], *functions: Array_Function) -> LiveFigure:
    """A view of some of the tutorial's own functions, which raise no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Old versions of ipywidgets and Matplotlib use what newer packages want to drop.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="(?!helpers)")
        if explore in (explore_function, explore_derivative):
            return explore(*functions)
        if explore is explore_nudge and functions:
            return explore(list(functions), -1.5, 1, 0.25)
        return explore(list(functions)) if functions else explore()


def some(count: int, *always: int) -> list[int]:
    """The first and last position of a slider, those asked for, and three random ones."""
    random = np.random.default_rng(count).integers(count, size=3)
    return sorted({0, count - 1, *always, *random.tolist()})


def exact_slope(func: Array_Function, u: float) -> float:
    """The exact derivative; nan where `deriv` would step over the kink of leaky_relu."""
    if func is leaky_relu and abs(u) < 0.0011:
        return np.nan
    return float(exact_deriv(func)(np.array(u)))


def value(func: Array_Function, u: float) -> float:
    """The value of a function at one number."""
    return float(func(np.array(u)))


def assert_shows(text: str, expected: float, slack: float = 1e-6) -> None:
    """A shown number is the right one to its last digit; slack is for `deriv`."""
    if not np.isnan(expected):
        allowed = last_digit(text) / 2 + Decimal(slack * (1 + abs(expected)))
        assert abs(as_decimal(text) - Decimal(expected)) <= allowed, (text, expected)


# ---- Reading a picture as a reader does ----


def within(root: Element, start: str) -> list[Element]:
    """The groups of a drawing whose id begins with this."""
    return [group for group in root.iter("g") if group.get("id", "").startswith(start)]


def rows(root: Element) -> list[list[str]]:
    """All words but tick labels and LaTeX: from top to bottom, each row from left to right."""
    ticks = {id(text) for tick in within(root, ("xtick", "ytick")) for text in tick.iter("text")}
    moving = {id(text) for mark in marks_of(root) for text in mark.iter("text")}
    still = [t for t in root.iter("text") if t.get("x") and id(t) not in ticks | moving]
    texts = [Seen(t.text, "", [(float(t.get("x")), float(t.get("y")))]) for t in still]
    texts += [mark for mark in map(seen, marks_of(root)) if mark and mark.words]
    texts.sort(key=lambda text: text.points[0][1])
    found: list[list[Seen]] = []
    for text in texts:
        if not found or text.points[0][1] - found[-1][0].points[0][1] > 3:
            found.append([])
        found[-1].append(text)
    return [[t.words for t in sorted(row, key=lambda t: t.points[0][0])] for row in found]


def assert_row(found: list[list[str]], expected: list[str]) -> None:
    """These words stand side by side somewhere."""
    size = len(expected)
    side_by_side = [row[k : k + size] for row in found for k in range(len(row))]
    assert expected in side_by_side, f"{expected} is not in {found}"


def assert_all_can_be_read(root: Element) -> None:
    """No words lie on others, and none leave the picture."""
    boxes = {}
    for text in root.iter("text"):
        if text.text and text.get("x") and "rotate(-90" not in text.get("transform", ""):
            family = "DejaVu Sans Mono" if "Mono" in text.get("style") else "DejaVu Sans"
            (size,) = re.findall(r"font-size: ([\d.]+)px", text.get("style"))
            (anchor,) = re.findall(r"text-anchor: (\w+)", text.get("style"))
            font = FontProperties(family=family, size=float(size))
            width, height, descent = METRICS.get_text_width_height_descent(text.text, font, False)
            left = float(text.get("x")) - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
            bottom = float(text.get("y")) + descent
            boxes[text.text, left] = Bbox([[left, bottom - height], [left + width, bottom]])
    picture = Bbox.from_bounds(*map(float, root.get("viewBox").split()))
    for (words, _), box in boxes.items():
        assert picture.padded(0.5).containsx(box.x0), f"{words!r} is cut off"
        assert picture.padded(0.5).containsx(box.x1), f"{words!r} is cut off"
        assert picture.padded(0.5).containsy(box.y0), f"{words!r} is cut off"
    for ((words, _), box), ((others, _), other) in itertools.combinations(boxes.items(), 2):
        assert not box.padded(-0.5).overlaps(other), f"{words!r} lies on {others!r}"


class Scale(NamedTuple):
    """What the ticks of an axis say: number = factor × place + offset."""

    factor: float
    offset: float
    edge: float
    """Where the axis itself is."""

    def __call__(self, place: float) -> float:
        return self.factor * place + self.offset


class Panel(NamedTuple):
    """An Axes with ticks, and its marks and curves in the numbers of the ticks."""

    x: Scale
    y: Scale | None
    dots: list[tuple[float, float]]
    lines: list[list[tuple[float, float]]]
    """Those that move."""
    curves: list[list[tuple[float, float]]]
    """Those that do not."""


def scale(ticks: list[Element], along: str, across: str) -> Scale:
    """Read the numbers at the ticks."""
    uses = [next(tick.iter("use")) for tick in ticks]
    places = [float(use.get(along)) for use in uses]
    numbers = [float(as_decimal(next(tick.iter("text")).text)) for tick in ticks]
    return Scale(*np.polyfit(places, numbers, 1), float(uses[0].get(across)))


def panels(root: Element) -> list[Panel]:
    """Every Axes with ticks, in the order in which they were made."""
    found = []
    for ax in within(root, "axes_"):
        xticks, yticks = within(ax, "xtick"), within(ax, "ytick")
        if not xticks:
            continue
        x = scale(xticks, "x", "y")
        y = scale(yticks, "y", "x") if yticks else None
        marks = [mark for mark in map(seen, marks_of(ax)) if mark and mark.words is None]
        curves = [seen(line) for line in ax if line.get("id", "").startswith("line2d")]
        read = [
            [[(x(a), y(b) if y else b) for a, b in line.points] for line in lines]
            for lines in (
                [mark for mark in marks if not mark.pen],
                [mark for mark in marks if mark.pen],
                curves,
            )
        ]
        found.append(Panel(x, y, [dot for (dot,) in read[0]], *read[1:]))
    return found


def assert_near(panel: Panel, place: tuple[float, float], expected: tuple[float, float]) -> None:
    """A point is where its numbers say, to a fraction of a pixel."""
    for at, wanted, axis in zip(place, expected, (panel.x, panel.y), strict=True):
        assert abs(at - wanted) <= POINT * abs(axis.factor) + 1e-6 * (1 + abs(wanted))


def assert_guided(panel: Panel, place: tuple[float, float]) -> None:
    """A dot is here, on the curve's stretch, with a guide up from the x axis and to the y axis."""
    (dot,) = panel.dots
    assert_near(panel, dot, place)
    stretch = [x for x, _ in panel.curves[0]]
    assert min(stretch) - 1e-3 <= place[0] <= max(stretch) + 1e-3
    (guide,) = [line for line in panel.lines if len(line) == 3]
    left, bottom = panel.x(panel.y.edge), panel.y(panel.x.edge)
    corners = [(place[0], bottom), place, (left, place[1])]
    for corner, expected in zip(guide, corners, strict=True):
        assert_near(panel, corner, expected)


def assert_slope(panel: Panel, line: list, place: tuple[float, float], slope: float) -> None:
    """A straight line has this slope and goes through here; it may end at the picture's edge."""
    (x0, y0), (x1, y1) = line
    width = x1 - x0
    near = POINT * (abs(panel.y.factor) + abs(slope * panel.x.factor))
    there = np.interp(place[0], [x0, x1], [y0, y1])
    assert abs(there - place[1]) <= 2 * near + 1e-6 * (1 + abs(place[1]))
    noise = 3 * near / width
    assert abs((y1 - y0) / width - slope) <= noise + 1e-5


def assert_curve(panel: Panel, func: Callable[[ndarray], ndarray]) -> None:
    """The first curve is this function, everywhere, to a pixel."""
    xs = np.linspace(panel.curves[0][0][0], panel.curves[0][-1][0], 999)
    ys = np.interp(xs, *np.array(panel.curves[0]).T)
    # Both coordinates have two decimals.
    allowed = 1.0 * abs(panel.y.factor) + 0.02 * abs(panel.x.factor) * np.abs(deriv(func, xs))
    assert (np.abs(ys - func(xs)) <= allowed + 1e-6).all()


# ---- One function ----


@pytest.mark.parametrize("func", [square, sigmoid, leaky_relu], ids=ids)
def test_explore_function_shows_one_entry_of_the_array(func: Array_Function) -> None:
    live = view(explore_function, func)
    assert repr(live) == "LiveFigure(i: 121 positions)"
    for i in range(121):
        x = -3 + i / 20
        root, sentence = on_screen(live, i)
        shown = re.fullmatch(
            rf"Entry {i} of the input array is {NUMBER}; {func.__name__} makes it entry {i} of "
            rf"the output array, {NUMBER}\.",
            sentence,
        )
        assert float(as_decimal(shown[1])) == pytest.approx(x, abs=1e-12)
        assert_shows(shown[2], value(func, x))
        assert_row(rows(root), [shown[1], shown[2]])
        assert_guided(panels(root)[0], (x, value(func, x)))
    assert_curve(panels(root)[0], func)


def test_explore_function_takes_an_array_of_ones_own() -> None:
    live = explore_function(hill, [4, -1.5, 0.25, 100])
    shown = [re.findall(NUMBER, on_screen(live, i)[1]) for i in range(4)]
    assert [numbers[1] for numbers in shown] == ["4.00", "−1.50", "0.25", "100.00"]
    for numbers, x in zip(shown, [4, -1.5, 0.25, 100], strict=True):
        assert_shows(numbers[3].rstrip("."), value(hill, x))


def test_explore_function_starts_near_the_main_example() -> None:
    assert view(explore_function, square).controls["i"].value == 84
    assert explore_function(square, np.arange(5)).controls["i"].value == 1


# ---- The derivative ----


def by_two_points(func: Array_Function, x: float, delta: float) -> float:
    """The slope of the secant."""
    return (value(func, x + delta) - value(func, x - delta)) / (2 * delta)


def cube(x: ndarray) -> ndarray:
    """A function that the tutorial does not know."""
    return x**3


LABELS = {
    "rise = f₁(x + delta) − f₁(x − delta)": "rise",
    "run = 2 × delta": "run",
    "deriv = rise / run": "slope",
    "exact slope": "exact",
    "deriv with delta = 0.001": "close",
    "distance from it": "distance",
}


def number_marks(live: LiveFigure) -> dict[str, int]:
    """Which column of the table holds each number that stands below a label at the right."""
    root, _ = on_screen(live, 0, 0)
    texts = [t for t in root.iter("text") if t.get("x") and float(t.get("x")) > 410]
    texts.sort(key=lambda text: float(text.get("y")))
    marks = {id(mark.find(".//text")): mark.get("id") for mark in marks_of(root)}
    ids = [column["mark"] for column in live.picture.scenes[0]["columns"]]
    return {
        LABELS[label.text]: ids.index(marks[id(number)])
        for label, number in zip(texts[::2], texts[1::2], strict=True)
    }


@pytest.mark.parametrize("func", [square, sigmoid, leaky_relu, cube], ids=ids)
def test_explore_derivative_divides_what_it_shows(func: Array_Function) -> None:
    live = view(explore_derivative, func)
    assert repr(live) == "LiveFigure(x: 31 positions, delta: 19 positions)"
    marks = number_marks(live)
    target = "close" if func is cube else "exact"
    assert list(marks) == ["rise", "run", "slope", target, "distance"]
    columns = live.picture.scenes[0]["columns"]
    for i, k in itertools.product(range(31), range(19)):
        x, delta = round(-3 + i / 5, 10), DELTAS[k]
        shown = {name: column_at(columns[at], (i, k)) for name, at in marks.items()}
        sentence = column_at(columns[0], (i, k))
        x_text = f"{x:.2f}".replace("-", "−")
        assert sentence == (
            f"At x = {x_text}, delta = {delta:g}: rise {shown['rise']} over run {shown['run']} "
            f"is a slope of {shown['slope']}."
        )
        assert_shows(shown["run"], 2 * delta)
        assert_shows(shown["rise"], value(func, x + delta) - value(func, x - delta))
        assert_shows(shown["slope"], by_two_points(func, x, delta), slack=1e-9)
        by_hand = as_decimal(shown["rise"]) / as_decimal(shown["run"])
        unit = last_digit(shown["slope"])
        assert abs(by_hand - as_decimal(shown["slope"])) <= unit / 2 * Decimal("1.001")
        exact = by_two_points(func, x, 0.001) if func is cube else exact_slope(func, x)
        if np.isnan(exact):
            assert (shown[target], shown["distance"]) == ("nan", "nan")
        else:
            assert_shows(shown[target], exact)
            distance = abs(by_two_points(func, x, delta) - exact)
            assert_shows(shown["distance"], distance, slack=1e-9)


@pytest.mark.parametrize("func", [square, cube], ids=ids)
def test_explore_derivative_draws_secant_tangent_and_steps(func: Array_Function) -> None:
    live = view(explore_derivative, func)
    for i, k in itertools.product(some(31, 15), [0, 4, 18]):
        x, delta = -3 + i / 5, DELTAS[k]
        (panel,) = panels(on_screen(live, i, k)[0])
        ends = [(x - delta, value(func, x - delta)), (x + delta, value(func, x + delta))]
        for dot, end in zip(panel.dots, ends, strict=True):
            assert_near(panel, dot, end)
        tangent, secant, steps = panel.lines
        slope = 3 * x**2 if func is cube else 2 * x
        assert_slope(panel, tangent, (x, value(func, x)), slope)
        middle = (x, (ends[0][1] + ends[1][1]) / 2)
        assert_slope(panel, secant, middle, by_two_points(func, x, delta))
        assert secant[0][0] < x - delta
        assert x + delta < secant[1][0]
        for corner, expected in zip(
            steps, [ends[0], (ends[1][0], ends[0][1]), ends[1]], strict=True
        ):
            assert_near(panel, corner, expected)
        assert_curve(panel, func)


def test_deltas_go_down_from_one_to_a_millionth() -> None:
    control = view(explore_derivative, square).controls["delta"]
    assert [float(label) for label, _ in control.options] == pytest.approx(DELTAS)
    assert [delta for _, delta in control.options] == DELTAS
    assert (DELTAS[0], DELTAS[-1]) == (1, 1e-6)
    assert sorted(DELTAS, reverse=True) == DELTAS


def test_explore_derivative_shows_no_sign_on_a_zero() -> None:
    root, _ = on_screen(explore_derivative(hill, -3, 0, 1), 0, 3)
    words = {word for row in rows(root) for word in row}
    assert "−0" not in words


# ---- Composition ----


@pytest.mark.parametrize("pair", SOME_PAIRS, ids=ids)
@pytest.mark.parametrize("order", [0, 1])
def test_explore_composition_sends_a_number_through_both_boxes(pair: Pair, order: int) -> None:
    live = view(explore_composition, *pair)
    f1, f2 = pair[::-1] if order else pair
    for i in some(61, 30, 42):
        x = round(-3 + i / 10, 10)
        u, y = value(f1, x), value(f2, value(f1, x))
        root, sentence = on_screen(live, order, i)
        shown = re.fullmatch(
            rf"{NUMBER} goes into {f1.__name__}, which gives {NUMBER}; "
            rf"{NUMBER} goes into {f2.__name__}, which gives {NUMBER}\.",
            sentence,
        )
        assert float(as_decimal(shown[1])) == x
        assert_shows(shown[2], u)
        assert shown[3] == shown[2]
        assert_shows(shown[4], y)
        assert_row(rows(root), [shown[1], shown[2], shown[4]])
        assert_row(rows(root), [f1.__name__, f2.__name__])
        three = panels(root)
        for panel, place in zip(three, [(x, u), (u, y), (x, y)], strict=True):
            assert_guided(panel, place)
    for panel, func in zip(three, [f1, f2, lambda x: f2(f1(x))], strict=True):
        assert_curve(panel, func)


# ---- A nudge ----


def test_explore_nudge_tells_the_story_of_valley_and_hill() -> None:
    live = view(explore_nudge)
    x, dx = (
        controls.index(at) for controls, at in zip(positions_of(live), (5.0, 1.0), strict=True)
    )
    root, sentence = on_screen(live, x, dx)
    assert_row(rows(root), ["x", "predicted by the slopes", "what really happens", "Δx = 1.00"])
    real = value(valley, 6) - 1
    assert_row(
        rows(root),
        [
            "u = f₁(x), f₁ = valley",
            f"predicted Δu = 3.0000 × 1.0000 = 3.000;  real Δu = {real:.3f}",
        ],
    )
    real_y = value(hill, value(valley, 6)) - 4
    assert_row(
        rows(root),
        [
            "y = f₂(u), f₂ = hill",
            f"predicted Δy = −2.0000 × 3.0000 × 1.0000 = −6.000;  real Δy = {real_y:.3f}".replace(
                "-", "−"
            ),
        ],
    )
    assert sentence == (
        f"At x = 5.00, a nudge of 1.00 changes u by 3.000 as predicted (really {real:.3f}) "
        f"and y by −6.000 as predicted (really {real_y:.3f}).".replace("-", "−")
    )
    assert (live.controls["x"].value, live.controls["dx"].value) == (5, 1)


def nudges(live: LiveFigure) -> list[tuple[int, int]]:
    """Some positions of both sliders."""
    counts = [len(controls) for controls in positions_of(live)]
    return list(itertools.product(some(counts[0]), some(counts[1], 10)))


@pytest.mark.parametrize("pair", [(), *SOME_PAIRS], ids=ids)
def test_explore_nudge_predicts_and_tells_what_really_happens(pair: Pair | tuple[()]) -> None:
    live = view(explore_nudge, *pair)
    f1, f2 = pair or (valley, hill)
    for i, k in nudges(live):
        x = round(-1.5 + i / 4 if pair else 4 + i / 5, 10)
        dx = round(-1 + k / 10, 10)
        u, u_end = value(f1, x), value(f1, x + dx)
        y, y_end = value(f2, u), value(f2, u_end)
        du = exact_slope(f1, x) * dx
        dy = exact_slope(f2, u) * du
        root, sentence = on_screen(live, i, k)
        shown = re.fullmatch(
            rf"At x = {NUMBER}, a nudge of {NUMBER} changes u by {NUMBER} as predicted "
            rf"\(really {NUMBER}\) and y by {NUMBER} as predicted \(really {NUMBER}\)\.",
            sentence,
        )
        assert float(as_decimal(shown[1])) == x
        assert float(as_decimal(shown[2])) == dx
        for text, expected in zip(shown.groups()[2:], (du, u_end - u, dy, y_end - y), strict=True):
            assert_shows(text, expected, slack=2e-6)
        found = [word for row in rows(root) for word in row]
        assert f"Δx = {shown[2]}" in found
        for name, rule, real in [("u", shown[3], shown[4]), ("y", shown[5], shown[6])]:
            (line,) = [word for word in found if word.startswith(f"predicted Δ{name} = ")]
            assert_multiplied(line.partition(" = ")[2].partition(";")[0], rule)
            assert line.endswith(f";  real Δ{name} = {real}")
        ends = [(x, x + dx, x + dx), (u, u + du, u_end), (y, y + dy, y_end)]
        for panel, (start, rule_end, end) in zip(panels(root), ends, strict=True):
            assert_on_line(panel, [rule_end, end, start], [(start, rule_end), (start, end)])


def assert_multiplied(equation: str, result: str) -> None:
    """A product that is written out is true to its last digit, and ends in this result."""
    factors, sign, shown = re.fullmatch(r"(.+) ([=≈]) (\S+)", equation).groups()
    by_hand = Decimal(1)
    for factor in factors.split(" × "):
        by_hand *= as_decimal(factor.strip("()"))
    assert shown == result
    assert abs(by_hand - as_decimal(shown)) <= HALF * last_digit(shown)
    assert (sign == "=") == (by_hand == as_decimal(shown))


def assert_on_line(panel: Panel, dots: list[float], lines: list[tuple[float, float]]) -> None:
    """Dots and lines stand at these numbers of a number line, and not beyond its ends."""
    slack = POINT * abs(panel.x.factor) + 1e-4
    assert [x for x, _ in panel.dots] == pytest.approx(dots, abs=slack)
    for line, ends in zip(panel.lines, lines, strict=True):
        assert [x for x, _ in line] == pytest.approx(ends, abs=slack)
    width = 9 * 72
    for x, _ in panel.dots:
        assert panel.x(0.03 * width) - slack <= x <= panel.x(0.97 * width) + slack


# ---- The chain rule ----

SENTENCE = re.compile(
    rf"At x = {NUMBER}, (\w+) gives {NUMBER} with slope {NUMBER}; "
    rf"at {NUMBER}, (\w+) gives {NUMBER} with slope {NUMBER}; (.*), the slope of (.*)\."
)


def positions(pair: Pair) -> list[tuple[Array_Function, Array_Function, int, int]]:
    """Some positions in both orders: the functions as they are applied, and the positions."""
    return [
        (*(pair[::-1] if order else pair), order, i) for order in (0, 1) for i in some(61, 30, 42)
    ]


@pytest.mark.parametrize("pair", PAIRS, ids=ids)
def test_explore_chain_fits_the_limit(pair: Pair) -> None:
    live = view(explore_chain, *pair)
    assert len(json.dumps(live.picture.scenes, ensure_ascii=False).encode()) <= 300_000


@pytest.mark.parametrize("pair", PAIRS, ids=ids)
def test_explore_chain_is_exact(pair: Pair) -> None:
    live = view(explore_chain, *pair)
    for f1, f2, order, i in positions(pair):
        x = round(-3 + i / 10, 10)
        u = value(f1, x)
        _, sentence = on_screen(live, order, i)
        shown = SENTENCE.fullmatch(sentence).groups()
        x_text, name1, u_text, df1, u_again, name2, y_text, df2, equation, composed = shown
        assert (name1, name2) == (f1.__name__, f2.__name__)
        assert composed == f"{name2}({name1}(x))"
        assert u_again == u_text
        assert float(as_decimal(x_text)) == x
        assert_shows(u_text, u)
        assert_shows(y_text, value(f2, u))
        assert_shows(df1, exact_slope(f1, x))
        assert_shows(df2, exact_slope(f2, u))
        product = equation.split(" ")[-1]
        assert_multiplied(equation, product)
        inner = f"({df1})" if df1.startswith("−") else df1
        assert equation.startswith(f"{df2} × {inner} ")
        assert_shows(product, exact_slope(f2, u) * exact_slope(f1, x), slack=2e-5)


@pytest.mark.parametrize("pair", PAIRS, ids=ids)
def test_explore_chain_shows_the_same_everywhere(pair: Pair) -> None:
    live = view(explore_chain, *pair)
    for f1, f2, order, i in positions(pair):
        root, sentence = on_screen(live, order, i)
        assert_same_numbers(rows(root), sentence)
        assert_same_points(panels(root), f1, f2, round(-3 + i / 10, 10))


def assert_same_numbers(found: list[list[str]], sentence: str) -> None:
    """Boxes, labels of the slopes and code show the numbers of the sentence."""
    shown = SENTENCE.fullmatch(sentence).groups()
    x, name1, u, df1, _, name2, y, df2, equation, composed = shown
    product = equation.split(" ")[-1]
    for row in [
        ["x", "u = f₁(x)", "f₂(u)"],
        [x, u, y],
        ["f₁", "f₂"],
        [name1, name2],
        ["slopes", df1, df2],
        ["product so far", df1, equation],
        [f"slope {df1} at x = {x}", f"slope {df2} at u = {u}", f"slope {product} at x = {x}"],
        [composed],
    ]:
        assert_row(found, row)
    assert lines_of_code(found) == [
        ("f1_of_x = f1(x)", f"# {u}"),
        ("df1dx = deriv(f1, x)", f"# {df1}"),
        ("df2du = deriv(f2, f1_of_x)", f"# {df2}"),
        ("return df2du * df1dx", f"# {product}"),
    ]


def lines_of_code(found: list[list[str]]) -> list[tuple[str, str]]:
    """Each line of code, at the right of what else is there, and the number below it."""
    ends = [row[-1] for row in found]
    starts = ends[ends.index("chain_deriv_2, line by line") :]
    code = [words for words in starts if words.startswith(("f1_of_x", "df", "return", "# "))]
    return list(zip(code[::2], code[1::2], strict=True))


def assert_same_points(
    found: list[Panel], f1: Array_Function, f2: Array_Function, x: float
) -> None:
    """Dots, guides and tangents are at the exact values and have the exact slopes."""
    u = value(f1, x)
    y = value(f2, u)
    slopes = [exact_slope(f1, x), exact_slope(f2, u)]
    slopes.append(slopes[0] * slopes[1])
    for panel, place, slope in zip(found, [(x, u), (u, y), (x, y)], slopes, strict=True):
        assert_guided(panel, place)
        (tangent,) = [line for line in panel.lines if len(line) == 2]
        if not np.isnan(slope):
            assert_slope(panel, tangent, place, slope)


@pytest.mark.parametrize("pair", SOME_PAIRS, ids=ids)
@pytest.mark.parametrize("order", [0, 1])
def test_explore_chain_draws_the_curves(pair: Pair, order: int) -> None:
    f1, f2 = pair[::-1] if order else pair
    three = panels(on_screen(view(explore_chain, *pair), order, 0)[0])
    for panel, func in zip(three, [f1, f2, lambda x: f2(f1(x))], strict=True):
        assert_curve(panel, func)


@pytest.mark.parametrize("pair", SOME_PAIRS, ids=ids)
def test_explore_chain_deriv_shows_a_composite_and_its_derivative(pair: Pair) -> None:
    live = view(explore_chain_deriv, *pair)
    for f1, f2, order, i in positions(pair):
        x = round(-3 + i / 10, 10)
        y, slope = value(f2, value(f1, x)), exact_slope(f1, x) * exact_slope(f2, value(f1, x))
        root, sentence = on_screen(live, order, i)
        shown = re.fullmatch(
            rf"At x = {NUMBER}, {f2.__name__}\({f1.__name__}\(x\)\) (climbs|falls|is level): "
            rf"its derivative there is {NUMBER}\.",
            sentence,
        )
        assert float(as_decimal(shown[1])) == x
        assert_row(rows(root), [f"slope {shown[3]} at x = {shown[1]}"])
        above, below = panels(root)
        assert_guided(above, (x, y))
        if np.isnan(slope):
            continue
        assert_shows(shown[3], slope, slack=2e-6)
        way = as_decimal(shown[3])
        assert shown[2] == ("climbs" if way > 0 else "falls" if way < 0 else "is level")
        (tangent,) = [line for line in above.lines if len(line) == 2]
        assert_slope(above, tangent, (x, y), slope)
        assert_guided(below, (x, slope))
        if i == 0 and leaky_relu not in pair:
            assert_curve(above, lambda x: f2(f1(x)))  # noqa: B023
            assert_curve(below, lambda x: exact_deriv(f2)(f1(x)) * exact_deriv(f1)(x))  # noqa: B023


def test_explore_chain_shows_real_lines_of_chain_deriv_2_and_what_they_give() -> None:
    live = view(explore_chain, square, sigmoid)
    root, _ = on_screen(live, 0, 42)
    lines = lines_of_code(rows(root))
    source = [line.strip() for line in inspect.getsource(chain_deriv_2).splitlines()]
    places = [source.index(line) for line, _ in lines]
    assert len(lines) == 4
    assert places == sorted(places)
    names = {"f1": square, "f2": sigmoid, "deriv": deriv, "x": np.array(1.2)}
    for line, result in lines:
        name, _, expression = line.rpartition(" = ") if " = " in line else ("", "", line[7:])
        names[name] = eval(expression, {}, names)
        assert_shows(result.removeprefix("# "), float(names[name]))


def test_order_is_chosen_by_its_formula() -> None:
    for explore in (explore_chain, explore_composition):
        live = view(explore, square, sigmoid)
        labels = [label for label, _ in live.controls["order"].options]
        assert labels == ["sigmoid(square(x))", "square(sigmoid(x))"]
        assert (live.controls["order"].index, live.controls["x"].value) == (0, 1.2)


def test_numbers_of_a_nudge_and_a_composition_fit_the_limit_by_far() -> None:
    for pair in SOME_PAIRS:
        assert view(explore_composition, *pair).size < 200_000
        assert view(explore_nudge, *pair).size < 200_000


@pytest.mark.parametrize("explore", [explore_chain, explore_composition, explore_nudge], ids=ids)
@pytest.mark.parametrize("pair", SOME_PAIRS, ids=ids)
def test_no_words_of_a_view_hide_others(explore: Callable, pair: Pair) -> None:
    live = view(explore, *pair)
    counts = [len(control) for control in positions_of(live)]
    for position in itertools.product(*(some(count)[::2] for count in counts)):
        assert_all_can_be_read(on_screen(live, *position)[0])


@pytest.mark.parametrize("explore", [explore_chain, explore_composition, explore_nudge], ids=ids)
def test_long_names_hide_nothing(explore: Callable) -> None:
    live = explore([named("a_function_name_of_24_chr"), named("another_name_of_24_chars")], 0, 1, 1)
    for position in itertools.product(*([0, len(c) - 1] for c in positions_of(live))):
        assert_all_can_be_read(on_screen(live, *position)[0])


# ---- Ranges ----

RANGED = {
    "derivative": lambda **options: explore_derivative(square, **options),
    "composition": lambda **options: explore_composition([square, sigmoid], **options),
    "nudge": lambda **options: explore_nudge(**options),
    "chain": lambda **options: explore_chain([square, sigmoid], **options),
}
ranged = pytest.mark.parametrize("name", RANGED)


@ranged
def test_a_range_of_ones_own_gives_the_positions(name: str) -> None:
    live = RANGED[name](low=-1, high=Fraction(1, 2), step=np.float64(0.125))
    control = live.controls["x"]
    where = list(live.controls).index("x")
    assert positions_of(live)[where] == [-1 + k / 8 for k in range(13)]
    assert control.value == 0.5
    position = [0] * len(live.controls)
    position[where] = 1
    assert "−0.8750" in on_screen(live, *position)[1]


@ranged
@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"low": 3, "high": -3}, ValueError, r"high must be at least low \+ step, got low 3"),
        ({"low": 0, "high": 0}, ValueError, r"high must be at least low \+ step"),
        ({"low": 0, "high": 1, "step": 1.5}, ValueError, r"high must be at least low \+ step"),
        ({"step": 0}, ValueError, "step must be a positive, finite number, got 0"),
        ({"step": -0.1}, ValueError, "step must be a positive, finite number, got -0.1"),
        ({"step": np.nan}, ValueError, "step must be a positive, finite number, got nan"),
        ({"low": np.nan}, ValueError, "low must be a finite number, got nan"),
        ({"high": np.inf}, ValueError, "high must be a finite number, got inf"),
        ({"low": "-3"}, TypeError, "low must be a finite number, got str '-3'"),
        ({"high": None}, TypeError, "high must be a finite number, got NoneType"),
        ({"step": True}, TypeError, "step must be a positive, finite number, got bool"),
        ({"step": 1e-4}, ValueError, r"over 10000 rows.* x has .*give x fewer positions"),
    ],
)
def test_a_range_that_makes_no_positions(
    name: str, options: dict, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        RANGED[name](**options)


@ranged
def test_positions_beyond_counting_need_no_memory(name: str) -> None:
    with pytest.raises(ValueError, match="give x fewer positions"):
        RANGED[name](step=1e-13)


@pytest.mark.parametrize(
    ("input_range", "error", "message"),
    [
        ([], ValueError, "input_range must hold 2 to 1000 finite numbers, got 0"),
        ([1], ValueError, "input_range must hold 2 to 1000 finite numbers, got 1"),
        (np.arange(1001), ValueError, "input_range must hold 2 to 1000 .*, got 1001"),
        ([1, np.nan, np.inf], ValueError, "got 3 numbers, 1 of them finite"),
        ([[1, 2], [3, 4]], ValueError, "input_range must be one-dimensional"),
        (5, ValueError, "input_range must be one-dimensional"),
        ("abc", TypeError, "input_range must hold real numbers, got str 'abc'"),
        ([True, False], TypeError, "input_range must hold real numbers"),
    ],
)
def test_an_array_that_cannot_be_explored(
    input_range: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        explore_function(square, input_range)


# ---- Chains and functions of one's own ----

PAIRED = [explore_composition, explore_nudge, explore_chain]


@pytest.mark.parametrize("explore", PAIRED, ids=ids)
@pytest.mark.parametrize(
    ("chain", "error", "message"),
    [
        ([], ValueError, "chain must hold at least 1 function"),
        ([square], ValueError, "chain must hold 2 functions, got 1"),
        ([square] * 3, ValueError, "chain must hold 2 functions, got 3"),
        (square, TypeError, "chain must be a list of functions"),
        ("ab", TypeError, "chain must be a list of functions"),
        ([square, 3], TypeError, r"chain\[1\] must be a function"),
    ],
)
def test_a_chain_that_is_not_two_functions(
    explore: Callable, chain: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        explore(chain)


@pytest.mark.parametrize("explore", [explore_function, explore_derivative], ids=ids)
@pytest.mark.parametrize("func", [3, None, "square", [square]])
def test_what_is_not_a_function(explore: Callable, func: object) -> None:
    with pytest.raises(TypeError, match="func must be a function of an array"):
        explore(func)


HTML = "<b>&'\"$x$"
OWN = {
    "a constant": lambda x: np.full_like(x, 3.0),
    "nan for negative inputs, minus infinity at 0": np.log,
    "whole numbers": lambda x: np.round(x).astype(int),
    "a name with html": named(HTML),
}


def every_view(func: Array_Function, step: float) -> dict[str, Callable[[], LiveFigure]]:
    """Each view of this function, in each place of a chain."""
    return {
        "function": lambda: explore_function(func, np.arange(-2, 2.1, step)),
        "derivative": lambda: explore_derivative(func, -2, 2, step),
        "composition": lambda: explore_composition([func, square], -2, 2, step),
        "nudge": lambda: explore_nudge([tanh, func], 0, 2, step),
        "chain": lambda: explore_chain([func, sigmoid], -2, 2, step),
    }


@pytest.mark.parametrize("case", OWN)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_functions_of_ones_own_can_be_explored(case: str) -> None:
    views = every_view(OWN[case], 2.0)
    if case != "a name with html":  # a composition is part of the chain
        del views["composition"]
    for name, make in views.items():
        live = make()
        for position in itertools.product(*(range(len(c)) for c in positions_of(live))):
            root, sentence = on_screen(live, *position)
            assert sentence, name
            assert case != "a name with html" or HTML in " ".join(itertools.chain(*rows(root))), (
                name
            )
        assert not any("<b>" in scene["svg"] for scene in live.picture.scenes)


BAD = {
    "one number": (lambda x: 3.0, ValueError, "must work elementwise"),
    "a sum": (np.sum, ValueError, "sum must work elementwise"),
    "booleans": (lambda x: x > 0, TypeError, "lambda returns must hold real numbers"),
    "complex numbers": (lambda x: x * 1j, TypeError, "lambda returns must hold real numbers"),
    "an if": (lambda x: x if x > 0 else -x, TypeError, "np.where, not if"),
    "only nan": (lambda x: x * np.nan, ValueError, "gives no number that can be drawn"),
    "numbers near the largest": (
        lambda x: np.where(x > 0.5, 1.7e308, -1.7e308),
        ValueError,
        "gives no number that can be drawn",
    ),
    "only infinity": (lambda x: x + np.inf, ValueError, "gives no number that can be drawn"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_functions_that_cannot_be_explored_say_why(case: str) -> None:
    func, error, message = BAD[case]
    for make in every_view(func, 1.0).values():
        with pytest.raises(error, match=message):
            make()


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_number_that_is_none_is_shown_as_such() -> None:
    live = explore_chain([np.sqrt, square], -2, 2, 2)
    root, sentence = on_screen(live, 0, 0)
    assert sentence.startswith("At x = −2.00, sqrt gives nan with slope nan; at nan, square gives")
    assert_row(rows(root), ["−2.00", "nan", "nan"])
    assert [panel.dots for panel in panels(root)] == [[], [], []]


def test_a_constant_has_slope_zero() -> None:
    live = explore_chain([named("half"), lambda x: np.full_like(x, 3.0)], -2, 2, 2)
    _, sentence = on_screen(live, 0, 2)
    assert sentence == (
        "At x = 2.00, half gives 4.0000 with slope 2.0000; at 4.0000, lambda gives 3.0000 "
        "with slope 0.0000; 0.0000 × 2.0000 = 0.000, the slope of lambda(half(x))."
    )


@pytest.mark.parametrize("explore", [explore_function, explore_chain], ids=ids)
def test_a_callable_without_a_name_is_called_by_its_class(explore: Callable) -> None:
    func = functools.partial(np.multiply, 2.0)
    live = explore(func, [0, 1]) if explore is explore_function else explore([func, func], 0, 1, 1)
    root, _ = on_screen(live, *[0] * len(live.controls))
    assert "partial" in {word for row in rows(root) for word in row}


def test_every_view_has_a_picture_and_leaves_pyplot_alone() -> None:
    plt.close("all")
    figure = plt.figure()
    for make in every_view(square, 2.0).values():
        assert make()._repr_mimebundle_()["image/png"]
    assert plt.get_fignums() == [figure.number]
    assert figure.axes == []
    plt.close("all")


# ---- The source of shown functions ----


def with_docstring(x: float) -> float:
    """Double a number.

    With more lines, and "quotes".
    """
    y = 2 * x

    return y


def without_docstring(x: float) -> float:
    return x


def test_source_leaves_out_the_docstring_and_nothing_else() -> None:
    assert source_of(with_docstring) == (
        "def with_docstring(x: float) -> float:\n    y = 2 * x\n\n    return y"
    )
    assert source_of(without_docstring) == inspect.getsource(without_docstring).rstrip("\n")


@pytest.mark.parametrize("func", [chain_deriv_2, chain_deriv_3, deriv, square, hill], ids=ids)
def test_the_source_shown_is_that_of_the_function(func: Callable) -> None:
    source = source_of(func)
    real = inspect.getsource(func)
    assert all(line in real.splitlines() for line in source.splitlines())
    assert source.startswith(f"def {func.__name__}(")
    assert '"""' not in source
    names = {}
    exec(source, dict(inspect.getmodule(func).__dict__), names)
    copy, func = names[func.__name__], inspect.unwrap(func)
    assert copy.__doc__ is None
    assert copy.__code__.co_names == func.__code__.co_names
    assert copy.__code__.co_varnames == func.__code__.co_varnames


def test_the_source_of_an_inner_function_starts_at_the_left() -> None:
    def inner(x: float) -> float:
        """Say nothing."""
        return x

    assert source_of(inner) == "def inner(x: float) -> float:\n    return x"


@pytest.mark.parametrize("func", [np.exp, len, int, 3, "square", functools.partial(square)])
def test_what_is_not_written_in_python_has_no_source(func: object) -> None:
    with pytest.raises(TypeError, match="functions must be Python functions, got"):
        source_of(func)


def test_a_lambda_has_no_source_of_its_own() -> None:
    func = lambda x: 2 * x  # noqa: E731
    with pytest.raises(TypeError, match="functions must be Python functions, got"):
        source_of(func)


def test_show_source_displays_one_highlighted_cell_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = []
    monkeypatch.setattr(helpers.figures.source, "display", shown.append)
    assert show_source(square, with_docstring) is None
    expected = [f"```python\n{source_of(func)}\n```" for func in (square, with_docstring)]
    assert [cell.data for cell in shown] == expected
