"""The views of chains: what a reader sees at each position, against exact slopes."""

import itertools
import math
import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from matplotlib.text import Text
from pictures import (
    NUMBER,
    Panel,
    Screen,
    as_decimal,
    assert_can_be_read,
    assert_equation,
    assert_number,
    last_digit,
    near,
    positions,
    tick_labels,
    words_in,
)
from reference import exact_slope, value

from helpers import (
    exact_deriv,
    explore_chain,
    explore_chain_deriv,
    explore_composition,
    explore_depth,
    explore_nudge,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
    valley,
)
from helpers.functions import Array_Function
from helpers.live.recording import record
from helpers.live.table import column_at

# Old versions of ipywidgets and Matplotlib use what newer packages want to drop.
pytestmark = [
    pytest.mark.filterwarnings("error", "ignore::DeprecationWarning:(?!helpers)"),
    pytest.mark.usefixtures("not_recorded"),
]

Pair = tuple[Array_Function, Array_Function]
pairs = pytest.mark.parametrize("pair", [(square, sigmoid), (tanh, hill)])
"""Each stands for both orders, as there is a slider for that."""


def screens(explore: Callable, pair: Pair) -> Iterator[tuple]:
    """For some positions the two functions in their order, x, and what is seen, all to be read."""
    live = explore(list(pair), -3, 3, 0.6)
    for order, i in itertools.product((0, 1), (0, 5, 7, 10)):
        screen = Screen(live, order, i)
        assert_can_be_read(screen.figure)
        yield *(pair[::-1] if order else pair), positions(live)["x"][i], screen


def assert_curves(panels: list[Panel], f1: Array_Function, f2: Array_Function) -> None:
    for panel, func in zip(panels, [f1, f2, lambda x: f2(f1(x))], strict=True):
        panel.assert_curve(func)


# ---- Composition ----


@pairs
def test_composition_sends_a_number_through_both_boxes(pair: Pair) -> None:
    for f1, f2, x, screen in screens(explore_composition, pair):
        u, y = value(f1, x), value(f2, value(f1, x))
        shown = re.fullmatch(
            rf"{NUMBER} goes into {f1.__name__}, which gives {NUMBER}; "
            rf"{NUMBER} goes into {f2.__name__}, which gives {NUMBER}\.",
            screen.sentence,
        )
        assert float(as_decimal(shown[1])) == x
        assert_number(shown[2], u)
        assert shown[3] == shown[2]
        assert_number(shown[4], y)
        screen.assert_row(shown[1], shown[2], shown[4])
        screen.assert_row(f1.__name__, f2.__name__)
        places = [(x, u), (u, y), (x, y)]
        for panel, place, side in zip(screen.panels(), places, (0, 1, 0), strict=True):
            panel.assert_guided(place, side)
        assert_curves(screen.panels(), f1, f2)


@pytest.mark.parametrize("order", [0, 1])
def test_a_line_leads_from_the_height_of_the_first_dot_to_the_place_of_the_second(
    order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpers.live.figure.record", record)
    live = explore_composition([square, sigmoid], step=1)
    for k in range(7):
        columns = live.picture.scenes[order]["columns"]
        shown = [(column["kind"], column_at(column, (order, k))) for column in columns]
        dots = [[*map(float, at.split())] for kind, at in shown if kind == "points"]
        # From the first point on, each is told by how far it is from the one before it.
        (turn,) = [path for kind, path in shown if kind == "path" and path.startswith("m")]
        steps = np.reshape([*map(float, re.findall(r"-?[\d.]+", turn))], (-1, 2))
        assert steps[0].tolist() == dots[0]
        assert steps.sum(axis=0)[0] == pytest.approx(dots[1][0], abs=0.5)


# ---- A nudge ----


@pytest.mark.parametrize("pair", [(), (square, sigmoid), (tanh, hill)])
def test_nudge_predicts_and_tells_what_really_happens(pair: Pair | tuple[()]) -> None:
    live = explore_nudge(list(pair), -1.5, 1, 0.25) if pair else explore_nudge()
    f1, f2 = pair or (valley, hill)
    where = positions(live)
    if not pair:
        assert (live.controls["x"].value, live.controls["dx"].value) == (5, 1)
        assert where["x"] == pytest.approx(np.linspace(4, 6, 11))
    for (i, x), k in itertools.product([*enumerate(where["x"])][:11:5], range(7)):
        dx = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01][k]
        u, u_end = value(f1, x), value(f1, x + dx)
        y, y_end = value(f2, u), value(f2, u_end)
        du = exact_slope(f1, x) * dx
        dy = exact_slope(f2, u) * du
        screen = Screen(live, i, k)
        assert_can_be_read(screen.figure)
        shown = re.fullmatch(
            rf"At x = {NUMBER} with a nudge of {NUMBER}: f₁\(x\) should change by {NUMBER} and "
            rf"changes by {NUMBER}; f₂\(f₁\(x\)\) should change by {NUMBER} and changes by "
            rf"{NUMBER}\.",
            screen.sentence,
        )
        assert (float(as_decimal(shown[1])), float(as_decimal(shown[2]))) == (x, dx)
        for text, expected in zip(shown.groups()[2:], (du, u_end - u, dy, y_end - y), strict=True):
            assert_number(text, expected, slack=2e-6)
        words = [text.words for text in screen.texts]
        assert f"Δx = {shown[2]}" in words
        for name, symbol, there in [(f1, "f₁(x)", u), (f2, "f₂(f₁(x))", y)]:
            (title,) = [each for each in words if each.startswith(f"{name.__name__}: {symbol}")]
            assert_number(title.rpartition(" ")[2], there)
        lines = [each.removeprefix("predicted ") for each in words if each.startswith("predicted ")]
        equations = [line for line in lines if "×" in line]
        assert [*map(assert_equation, equations)] == [*shown.groups()[2::2]]
        assert {f"real {real}" for real in shown.groups()[3::2]} <= {*words}
        # In units of Δx.
        ends = [(1, 1), (du / dx, (u_end - u) / dx), (dy / dx, (y_end - y) / dx)]
        for panel, (rule_end, end) in zip(screen.panels(), ends, strict=True):
            assert [x for x, _ in panel.dots] == near([rule_end, end, 0])
            assert [line[:, 0] for line in panel.lines] == near([(0, rule_end), (0, end)])
            low, high = panel.limits
            assert low < min(0, rule_end, end) and max(0, rule_end, end) < high


@pytest.mark.parametrize(
    ("explore", "sentence", "words"),
    [
        (explore_chain, "gives 0 with no slope; at 0, sigmoid gives 0.5 with slope 0.25; so the "
         "rule gives no slope of sigmoid(leaky_relu(x)).", ["none", "0.25", "no slope at x = 0"]),
        (explore_chain_deriv, "has no slope: there is no derivative.", ["no slope at x = 0"]),
        (explore_nudge, "f₁(x) changes by 1, which no slope predicts; f₂(f₁(x)) changes by 0.2311, "
         "which no slope predicts.", ["no slope predicts it", "real 1", "real 0.2311"]),
    ],
)  # fmt: skip
def test_at_a_kink_there_is_no_slope(explore: Callable, sentence: str, words: list[str]) -> None:
    live = explore([leaky_relu, sigmoid], -1, 1, 1)
    screen = Screen(live, *((1, 0) if explore is explore_nudge else (0, 1)))
    assert_can_be_read(screen.figure)
    assert screen.sentence.endswith(sentence)
    assert {*words} <= {text.words for text in screen.texts}


# ---- The chain rule ----


@pairs
def test_chain_is_exact_and_shows_the_same_everywhere(pair: Pair) -> None:
    for f1, f2, x, screen in screens(explore_chain, pair):
        u, y, slopes = value(f1, x), value(f2, value(f1, x)), [exact_slope(f1, x)]
        slopes += [exact_slope(f2, u), exact_slope(f2, u) * slopes[0]]
        name1, name2 = f1.__name__, f2.__name__
        told = (
            rf"At x = {NUMBER}, {name1} gives {NUMBER} with slope {NUMBER}; "
            rf"at {NUMBER}, {name2} gives {NUMBER} with slope {NUMBER}; "
            rf"(.*), the slope of {name2}\({name1}\(x\)\)\."
        )
        shown = re.fullmatch(told, screen.sentence).groups()
        x_text, u_text, df1, u_again, y_text, df2, equation = shown
        assert float(as_decimal(x_text)) == x
        assert u_again == u_text
        for text, expected in zip([u_text, y_text, df1, df2], [u, y, *slopes[:2]], strict=True):
            assert_number(text, expected)
        inner = f"({df1})" if df1.startswith("−") else df1
        assert equation.startswith(f"{df2} × {inner} ")
        product = assert_equation(equation)
        assert_number(product, slopes[2], slack=2e-5)
        at = f"at x = {x_text}"
        for row in [
            ["x", "f₁(x)", "f₂(f₁(x))"],
            [x_text, u_text, y_text],
            ["f₁", "f₂"],
            [name1, name2],
            ["slopes", df1, df2],
            ["product so far", df1, equation],
            [f"slope {df1} {at}", f"slope {df2} at f₁(x) = {u_text}", f"slope {product} {at}"],
            [f"{name2}({name1}(x))"],
        ]:
            screen.assert_row(*row)
        assert [text.words for text in screen.texts if text.x == pytest.approx(547.2)] == [
            "chain_deriv_2, line by line",
            *("f1_of_x = f1(x)", f"# {u_text}", "df1dx = deriv(f1, x)", f"# {df1}"),
            *("df2du = deriv(f2, f1_of_x)", f"# {df2}", "return df2du * df1dx", f"# {product}"),
        ]
        panels = screen.panels()
        steps = [t.words for t in sorted(screen.texts, key=lambda t: t.x) if "rise " in t.words]
        for panel, place, slope, told in zip(
            panels, [(x, u), (u, y), (x, y)], slopes, steps, strict=True
        ):
            panel.assert_guided(place)
            panel.assert_slope(panel.lines[2], place, slope)
            rise, run = re.fullmatch(rf"rise {NUMBER} / run {NUMBER}", told).groups()
            run = float(as_decimal(run))
            assert_number(rise, slope * run, slack=2e-5)
            start, corner, end = panel.lines[3]
            assert corner - start == near((run, 0)) and end - corner == near((0, slope * run))
            assert min(abs(start[0] - x_of) for x_of in (place[0], place[0] - run)) < 1e-3
            panel.assert_slope([start, end], place, slope)
        assert_curves(panels, f1, f2)


@pairs
def test_chain_deriv_shows_a_composite_and_below_it_its_derivative(pair: Pair) -> None:
    for f1, f2, x, screen in screens(explore_chain_deriv, pair):
        y, slope = value(f2, value(f1, x)), exact_slope(f1, x) * exact_slope(f2, value(f1, x))
        told = rf"At x = {NUMBER}, .* (climbs|falls|is level): its derivative there is {NUMBER}\."
        at, way, shown = re.fullmatch(told, screen.sentence).groups()
        assert float(as_decimal(at)) == x
        screen.assert_row(f"slope {shown} at x = {at}")
        assert_number(shown, slope, slack=2e-6)
        assert way == {1: "climbs", 0: "is level", -1: "falls"}[np.sign(float(as_decimal(shown)))]
        above, below = screen.panels()
        above.assert_guided((x, y))
        above.assert_slope(above.lines[2], (x, y), slope)
        below.assert_guided((x, slope))
        df1, df2 = exact_deriv(f1), exact_deriv(f2)
        above.assert_curve(lambda x: f2(f1(x)))  # noqa: B023
        below.assert_curve(lambda x: df2(f1(x)) * df1(x))  # noqa: B023


def test_a_derivative_that_differs_by_rounding_alone_is_drawn_level() -> None:
    live = explore_chain_deriv([lambda x: 2 * x, lambda x: 3 * x], -3, 3, 3)
    low, high = live.drawn[0][0].axes[1].get_ylim()
    assert low < 5.5 and high > 6.5


def steep(x: np.ndarray) -> np.ndarray:
    return np.exp(x**2)


@pytest.mark.parametrize("explore", [explore_chain, explore_chain_deriv])
def test_the_power_of_ten_at_an_axis_lies_on_no_words(explore: Callable) -> None:
    figure = Screen(explore([square, steep]), 0, 42).figure
    figure.draw_without_rendering()
    powers = [ax.yaxis.get_offset_text() for ax in figure.axes]
    assert sum(power.get_text()[:2] == "1e" for power in powers) == 2
    words = [text for text in words_in(figure) if not text.get_rotation()]
    for power in filter(Text.get_text, powers):
        where = power.get_window_extent()
        assert where.x0 > 0
        over = [text for text in words if where.overlaps(text.get_window_extent())]
        assert [text.get_text() for text in over] == []


def test_order_is_chosen_by_its_formula() -> None:
    live = explore_chain([square, sigmoid])
    labels = [label for label, _ in live.controls["order"].options]
    assert labels == ["sigmoid(square(x))", "square(sigmoid(x))"]
    assert (live.controls["order"].index, live.controls["x"].value) == (0, 1.2)


# ---- Many layers ----

SLOPES = {np.positive: np.ones_like, np.sin: np.cos}


@pytest.mark.parametrize("activations", [(), tuple(SLOPES)])
def test_depth_shows_the_product_of_exact_slopes_and_its_bound(activations: tuple) -> None:
    live = explore_depth(list(activations), 0.7) if activations else explore_depth()
    functions = activations or (sigmoid, tanh, leaky_relu)
    names = [f"{skip}{f.__name__}(w · x)" for f in functions for skip in ("", "x + ")]
    assert [label for label, _ in live.controls["layer"].options] == names
    weights = [label for label, _ in live.controls["weight"].options]
    depths = list(live.controls["depth"].options)
    assert_can_be_read(Screen(live, 0, 7, 12).figure)
    for layer, weight, position in itertools.product(range(len(names)), (0, 3, 7), (0, 7, 12)):
        func, skip, w = functions[layer // 2], layer % 2, float(weights[weight])
        slope = SLOPES[func] if func in SLOPES else exact_deriv(func)
        u, slopes, arriving = (0.7 if activations else 1.0), [], []
        for _ in range(depths[position]):
            arriving.append(w * u)
            slopes.append(w * float(slope(w * u)) + skip)
            u = value(func, w * u) + skip * u
        screen = Screen(live, layer, weight, position)
        shown = screen.numbers()
        assert shown[:2] == [str(depths[position]), weights[weight]]
        if screen.sentence.endswith(" out of range."):
            assert abs(u) > 1e9 and func in SLOPES  # where `deriv` finds no slope any more
            continue
        assert shown[2:] in [row[-1:] for row in screen.rows()]
        # The error of `deriv` counts most where a slope is near 0.
        noise = np.full(len(slopes), 1e-12 if func not in SLOPES else 1e-6)
        low, high = (np.prod(np.maximum(np.abs(slopes) + sign * noise, 0)) for sign in (-1, 1))
        product, rounding = float(as_decimal(shown[2])), float(last_digit(shown[2])) / 2
        assert low - rounding <= product * (1 + 1e-9) <= high + rounding * (1 + 1e-6)
        steepest = 0.25 if func is sigmoid else 1.0
        bound = (steepest * w + skip) ** depths[position]
        assert_marks_of_depth(screen, (depths[position], weight), arriving, product, bound)


def assert_marks_of_depth(
    screen: Screen, place: tuple[int, int], arriving: list[float], product: float, bound: float
) -> None:
    """A dot for each layer on the curve; the product's dots, and the bound, at their places."""
    depth, size = place
    curve, so_far, by_weight = screen.panels()
    xs, ys = curve.lines[0].T
    assert [x for x, _ in curve.dots] == pytest.approx(np.clip(arriving, -6, 6), abs=1e-6)
    assert [y for _, y in curve.dots] == pytest.approx(
        np.interp([x for x, _ in curve.dots], xs, ys), abs=2e-3
    )
    bounds, products = so_far.lines
    assert so_far.dots == [tuple(products[depth - 1])]
    assert products[depth - 1] == pytest.approx((depth, math.log10(product)), abs=0.03)
    assert bounds[depth - 1] == pytest.approx((depth, math.log10(bound)), abs=0.03)
    assert by_weight.dots == [tuple(by_weight.lines[0][size])]
    assert by_weight.dots == [pytest.approx((size, math.log10(product)), abs=0.03)]
    for ax in screen.figure.axes[1:]:
        low, high = ax.get_ylim()
        assert low < product < high


def test_a_bound_beyond_all_numbers_is_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slope of the square has no bound, and its 50th power is too large for a float."""
    monkeypatch.setattr("helpers.live.figure.record", record)
    explore_depth([np.square])


def test_a_product_of_1_stands_at_the_power_0() -> None:
    figure = Screen(explore_depth([np.exp]), 0, 0, 0).figure
    assert "10⁰" in [label.get_text() for label in tick_labels(figure)], "no 10⁻⁰"
