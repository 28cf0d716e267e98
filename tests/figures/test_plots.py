"""Static figures: how numbers are written, the curves, and the box diagram."""

import itertools
import math
import re
from decimal import Decimal

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text
from numpy import ndarray
from pictures import (
    HALF,
    HELPERS,
    JUPYTERLABS_DARK,
    WHITE,
    as_decimal,
    assert_all_can_be_read,
    contrast,
    drawn_texts,
    ids,
    last_digit,
    named,
    quick,
)

from helpers import Chain, deriv, exact_deriv, hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.figures.boxes import plot_boxes
from helpers.figures.curves import plot_chain, plot_chain_deriv
from helpers.figures.style import COMPOSITE, F1, F2, F3, ON_DARK, SLOPE, color_of
from helpers.functions import Array_Function
from helpers.writing import composed_name, number, shown_slopes

mpl.use("agg")
XS = np.linspace(-2.9, 2.9, 30)  # none of them is 0, where leaky_relu has no slope
CHAINS = [
    [square],
    [square, sigmoid],
    [sigmoid, square],
    [valley, leaky_relu],
    [leaky_relu, square, sigmoid],
    [tanh, valley, sigmoid, hill],
    [sigmoid, tanh, leaky_relu, square, hill],
]


def exact_chain(chain: Chain, x: ndarray) -> tuple[ndarray, ndarray]:
    """The value of a chain and its derivative, from the exact derivatives."""
    slope = np.ones_like(x)
    for func in chain:
        slope, x = exact_deriv(func)(x) * slope, func(x)
    return x, slope


# ---- Numbers ----


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1.44, 4, "1.4400"),
        (-6, 0, "−6"),
        (-0.15494, 4, "−0.1549"),
        (0.0, 2, "0.00"),
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


def test_number_has_four_decimals_unless_told() -> None:
    assert number(math.pi) == "3.1416"


@quick
@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 8))
def test_number_reads_back_to_the_digits_shown(value: float, decimals: int) -> None:
    text = number(value, decimals)
    assert "-" not in text
    assert abs(as_decimal(text) - Decimal(value)) <= last_digit(text) / 2


# ---- Slopes and their products, such that a reader can multiply what is shown ----

ordinary_slopes = st.lists(st.floats(-100, 100), min_size=2, max_size=3)


@settings(quick, max_examples=300)
@given(ordinary_slopes, st.integers(0, 5))
@example([2.4, 0.15486], 2)  # with two decimals this would claim 0.15 × 2.40 = 0.37
@example([99.9, 0.0451, 70.3], 0)
@example([1.0, 0.0], 4)
def test_the_product_of_the_shown_slopes_is_the_shown_product(
    slopes: list[float], decimals: int
) -> None:
    slope_texts, product_texts, equations = shown_slopes(slopes, decimals)
    assert len(slope_texts) == len(product_texts) == len(equations) == len(slopes)
    for count in range(2, len(slopes) + 1):
        factors, shown = slope_texts[:count], product_texts[count - 1]
        by_hand = math.prod(map(as_decimal, factors))
        assert abs(by_hand - as_decimal(shown)) <= HALF * last_digit(shown)
        sign = "=" if by_hand == as_decimal(shown) else "≈"
        inner = [f"({text})" if text.startswith("−") else text for text in factors[:-1]]
        written = " × ".join([factors[-1], *reversed(inner)])
        assert equations[count - 1] == f"{written} {sign} {shown}"


@settings(quick, max_examples=300)
@given(ordinary_slopes, st.integers(0, 5))
def test_shown_slopes_and_products_are_true_to_the_digits_shown(
    slopes: list[float], decimals: int
) -> None:
    slope_texts, product_texts, _ = shown_slopes(slopes, decimals)
    for slope, text in zip(slopes, slope_texts, strict=True):
        assert abs(as_decimal(text) - Decimal(slope)) <= last_digit(text) / 2
    products = itertools.accumulate(map(Decimal, slopes), Decimal.__mul__)
    for product, text in zip(products, product_texts, strict=True):
        noise = Decimal("1e-12") * (1 + abs(product))  # of floats that are multiplied
        assert abs(as_decimal(text) - product) <= last_digit(text) / 2 + noise


@quick
@given(st.lists(st.floats(-99, 99), min_size=2, max_size=3), st.integers(0, 5))
def test_slopes_have_the_decimals_asked_for_and_products_one_fewer(
    slopes: list[float], decimals: int
) -> None:
    slope_texts, product_texts, _ = shown_slopes(slopes, decimals)
    shown = {-as_decimal(text).as_tuple().exponent for text in slope_texts}
    assert len(shown) == 1
    assert decimals <= shown.pop() <= decimals + 6
    for text in product_texts[1:]:
        assert -as_decimal(text).as_tuple().exponent == max(decimals - 1, 0)


@pytest.mark.parametrize(
    ("slopes", "decimals", "equations"),
    [
        ([7.25], 3, ["7.250"]),
        ([3, -2], 0, ["3", "−2 × 3 = −6"]),
        ([-3, 2], 0, ["−3", "2 × (−3) = −6"]),
        ([2.4, 0.154866], 4, ["2.4000", "0.1549 × 2.4000 ≈ 0.372"]),
        ([-3, -2, -5], 0, ["−3", "−2 × (−3) = 6", "−5 × (−2) × (−3) = −30"]),
        ([0.5, 2, 4], 2, ["0.50", "2.00 × 0.50 = 1.0", "4.00 × 2.00 × 0.50 = 4.0"]),
        ([2e6, 3.0], 1, ["2.0e+06", "3.0 × 2.0e+06 = 6e+06"]),
        # With two decimals this would claim that 0.15 × 2.40 is 0.37.
        ([2.4, 0.154866], 3, ["2.400", "0.155 × 2.400 ≈ 0.37"]),
        # With one decimal it would be 0.0 × 99.9 ≈ 5.
        ([99.9, 0.0451], 1, ["99.90", "0.05 × 99.90 ≈ 5"]),
    ],
)
def test_an_equation_reads(slopes: list[float], decimals: int, equations: list[str]) -> None:
    slope_texts, product_texts, written = shown_slopes(slopes, decimals)
    assert written == equations
    assert product_texts[0] == slope_texts[0] == equations[0]


@pytest.mark.parametrize(
    ("func", "x"), [(square, -1.75), (square, -2.25), (square, 0.15), (square, -1.55)]
)
def test_noise_of_deriv_does_not_add_decimals(func: Array_Function, x: float) -> None:
    slopes = [float(deriv(func, x)), float(deriv(func, func(x)))]
    slope_texts, _, _ = shown_slopes(slopes)
    assert slope_texts == [number(slope, 4) for slope in slopes]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_slope_that_is_no_number_is_shown_as_such(bad: float) -> None:
    slope_texts, products, equations = shown_slopes([2.0, bad])
    assert slope_texts == ["2.0000", number(bad)]
    assert products[1] == number(bad)
    assert equations[1].startswith(f"{number(bad)} × 2.0000 ")


# ---- Curves ----


@pytest.mark.parametrize("chain", CHAINS, ids=ids)
def test_plot_chain_draws_the_value(chain: Chain) -> None:
    ax = Figure().subplots()
    assert plot_chain(chain, XS, ax) is ax
    (line,) = ax.lines
    x, y = line.get_data()
    np.testing.assert_array_equal(x, XS)
    np.testing.assert_allclose(y, exact_chain(chain, XS)[0], rtol=1e-12)
    assert line.get_color() == COMPOSITE


@pytest.mark.parametrize("chain", CHAINS, ids=ids)
def test_plot_chain_deriv_draws_the_exact_slope(chain: Chain) -> None:
    ax = Figure().subplots()
    assert plot_chain_deriv(chain, XS, ax) is ax
    line, zero = ax.lines
    x, y = line.get_data()
    np.testing.assert_array_equal(x, XS)
    np.testing.assert_allclose(y, exact_chain(chain, XS)[1], atol=2e-5)
    assert line.get_color() == SLOPE
    np.testing.assert_array_equal(zero.get_ydata(), [0, 0])


def legend_texts(ax: Axes) -> list[str]:
    """What the legend says."""
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_curves_are_labelled_with_their_quantity_and_formula() -> None:
    ax = plot_chain([square, sigmoid], XS, Figure().subplots())
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("input x", "output")
    assert legend_texts(ax) == ["sigmoid(square(x))"]
    ax = plot_chain_deriv([square, sigmoid], XS, Figure().subplots())
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("input x", "slope")
    assert legend_texts(ax) == ["derivative of sigmoid(square(x))"]


def test_curves_that_share_an_axes_name_both_quantities_once() -> None:
    ax = plot_chain([square, sigmoid], XS, Figure().subplots())
    plot_chain_deriv([square, sigmoid], XS, ax)
    assert ax.get_ylabel() == "output, slope"
    assert legend_texts(ax) == ["sigmoid(square(x))", "derivative of sigmoid(square(x))"]
    styles = [line.get_linestyle() for line in ax.lines[:2]]
    assert len(set(styles)) == 2, "a second cue beside the colour"


@pytest.mark.parametrize("plot", [plot_chain, plot_chain_deriv])
def test_a_third_curve_keeps_the_label_of_both_quantities(plot: type[plot_chain]) -> None:
    ax = plot_chain([square], XS, Figure().subplots())
    plot_chain_deriv([square], XS, ax)
    plot([tanh], XS, ax)
    assert ax.get_ylabel() == "output, slope"
    assert len(legend_texts(ax)) == 3


@pytest.mark.parametrize("plot", [plot_chain, plot_chain_deriv])
def test_without_axes_the_current_one_is_drawn_on(plot: type[plot_chain]) -> None:
    _, (left, right) = plt.subplots(1, 2)
    plt.sca(left)
    assert plot([square, sigmoid], XS) is left
    assert not right.lines


@pytest.mark.parametrize("plot", [plot_chain, plot_chain_deriv])
@pytest.mark.parametrize("name", ["_hidden", "cost in $", "$x^$", "<b> & co"])
def test_a_learners_name_stands_in_the_legend_as_it_is(name: str, plot: type[plot_chain]) -> None:
    figure = Figure()
    ax = plot([named(name)], XS, figure.subplots())
    (text,) = legend_texts(ax)
    assert text.endswith(f"{name}(x)")
    assert not ax.get_legend().get_texts()[0].get_parse_math()
    figure.draw_without_rendering()  # "$x^$" is not LaTeX, and would fail here as such


@pytest.mark.parametrize("plot", [plot_chain, plot_chain_deriv])
def test_a_lambda_can_be_drawn(plot: type[plot_chain]) -> None:
    ax = plot([lambda x: 3 * x, square], XS, Figure().subplots())
    expected = 9 * XS**2 if plot is plot_chain else 18 * XS
    np.testing.assert_allclose(ax.lines[0].get_ydata(), expected, atol=1e-6)
    assert legend_texts(ax)[0].endswith("square(lambda(x))")


@pytest.mark.parametrize("plot", [plot_chain, plot_chain_deriv])
@pytest.mark.parametrize(
    ("chain", "input_range", "error", "message"),
    [
        (square, XS, TypeError, "chain must be a list"),
        ([], XS, ValueError, "chain must hold at least 1"),
        ([square, 3], XS, TypeError, r"chain\[1\] must be a function"),
        ([square], 1.0, ValueError, "input_range must be one-dimensional"),
        ([square], XS.reshape(2, 15), ValueError, "input_range must be one-dimensional"),
        ([square], ["a"], TypeError, "input_range must hold real numbers"),
        ([np.sum], XS, ValueError, "sum must work elementwise"),
    ],
)
def test_wrong_input_is_named_and_draws_nothing(
    plot: type[plot_chain],
    chain: object,
    input_range: object,
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        plot(chain, input_range)
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("chain", "formula"),
    [
        ([square], "square(x)"),
        ([square, sigmoid], "sigmoid(square(x))"),
        ([square, sigmoid, tanh], "tanh(sigmoid(square(x)))"),
        ([lambda x: x, square], "square(lambda(x))"),
    ],
)
def test_composed_name_puts_the_last_function_outside(chain: Chain, formula: str) -> None:
    assert composed_name(chain) == formula


def test_composed_name_takes_another_input() -> None:
    assert composed_name([square, tanh], "u") == "tanh(square(u))"


# ---- Colours ----


def test_each_role_has_a_colour_of_its_own_on_either_theme() -> None:
    roles = [F1, F2, F3, COMPOSITE, SLOPE]
    assert list(ON_DARK) == roles
    assert len({*ON_DARK, *ON_DARK.values()}) == 10


@pytest.mark.parametrize(("light", "dark"), ON_DARK.items())
def test_colours_can_be_read_as_text(light: str, dark: str) -> None:
    assert contrast(light, WHITE) >= 4.5
    assert contrast(dark, JUPYTERLABS_DARK) >= 4.5


def test_lines_that_are_the_same_in_both_themes_can_be_seen_in_both() -> None:
    files = [path for kind in ("*.py", "*.css", "*.js") for path in HELPERS.rglob(kind)]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    used = {*re.findall(r"#[0-9a-f]{6}\b", code), *re.findall(r'color="(0?\.\d+)"', code)}
    for color in used - {"#000000", *ON_DARK.values(), *ON_DARK}:
        assert contrast(color, WHITE) >= 3, color
        assert contrast(color, JUPYTERLABS_DARK) >= 3, color


def test_the_borders_of_feedback_can_be_seen_in_both_themes() -> None:
    css = (HELPERS / "answers" / "questions.css").read_text(encoding="utf-8")
    borders = re.findall(r"border-left: 4px \w+ (#[0-9a-f]{6})", css)
    assert len(borders) == 2
    for color in borders:
        assert contrast(color, WHITE) >= 3
        assert contrast(color, JUPYTERLABS_DARK) >= 3


def test_colours_follow_the_position_in_the_chain() -> None:
    assert [color_of(k) for k in range(4)] == [F1, F2, F3, F1]


# ---- Boxes ----


def lanes(ax: Axes) -> list[list[str]]:
    """The words of a diagram as they are read: from the top lane to the bottom, left to right."""
    rows: dict[float, list[Text]] = {}
    for text in ax.texts:
        if text.get_text():
            rows.setdefault(text.get_position()[1], []).append(text)
    return [
        [text.get_text() for text in sorted(rows[y], key=lambda text: text.get_position()[0])]
        for y in sorted(rows, reverse=True)
    ]


PICTURES = {
    "the story's whole numbers": (
        ([valley, hill], 5, {"decimals": 0}),
        [
            ["x", "u = f₁(x)", "f₂(u)"],
            ["5", "1", "4"],
            ["f₁", "f₂"],
            ["valley", "hill"],
            ["slope df₁/du(x)", "slope df₂/du(f₁(x))"],
            ["slopes", "3", "−2"],
            ["product so far", "3", "−2 × 3 = −6"],
        ],
    ),
    "the main example": (
        ([square, sigmoid], 1.2, {}),
        [
            ["x", "u = f₁(x)", "f₂(u)"],
            ["1.20", "1.4400", "0.8085"],
            ["f₁", "f₂"],
            ["square", "sigmoid"],
            ["slope df₁/du(x)", "slope df₂/du(f₁(x))"],
            ["slopes", "2.4000", "0.1549"],
            ["product so far", "2.4000", "0.1549 × 2.4000 ≈ 0.372"],
        ],
    ),
    "one box needs no product": (
        ([hill], np.float64(1), {"decimals": 1}),
        [["x", "f₁(x)"], ["1.0", "4.0"], ["f₁"], ["hill"], ["slope df₁/du(x)"], ["slopes", "−2.0"]],
    ),
    "values only": (
        ([valley, hill], 5, {"slopes": False, "decimals": 1}),
        [["x", "u = f₁(x)", "f₂(u)"], ["5.0", "1.0", "4.0"], ["f₁", "f₂"], ["valley", "hill"]],
    ),
    "four factors are too long to write out": (
        ([valley, hill, lambda x: x, lambda x: 3 - x], 5, {"decimals": 0}),
        [
            ["x", "u₁ = f₁(x)", "u₂ = f₂(u₁)", "u₃ = f₃(u₂)", "f₄(u₃)"],
            ["5", "1", "4", "4", "−1"],
            ["f₁", "f₂", "f₃", "f₄"],
            ["valley", "hill", "lambda", "lambda"],
            ["slope df₁/du(x)", *(f"slope df{k}/du(u{u})" for k, u in ("₂₁", "₃₂", "₄₃"))],
            ["slopes", "3", "−2", "1", "−1"],
            ["product so far", "3", "−6", "−6", "6"],
        ],
    ),
    "one box in symbols": (
        ([square], None, {}),
        [["x", "f₁(x)"], ["f₁"], ["square"], ["slope df₁/du(x)"], ["slopes"]],
    ),
    "two boxes in symbols": (
        ([square, tanh], None, {}),
        [
            ["x", "u = f₁(x)", "f₂(u)"],
            ["f₁", "f₂"],
            ["square", "tanh"],
            ["slope df₁/du(x)", "slope df₂/du(f₁(x))"],
            ["slopes"],
            ["product so far", "df₂/du(f₁(x)) × df₁/du(x)"],
        ],
    ),
    "three boxes in symbols": (
        ([square, tanh, hill], None, {}),
        [
            ["x", "u₁ = f₁(x)", "u₂ = f₂(u₁)", "f₃(u₂)"],
            ["f₁", "f₂", "f₃"],
            ["square", "tanh", "hill"],
            ["slope df₁/du(x)", "slope df₂/du(u₁)", "slope df₃/du(u₂)"],
            ["slopes"],
            ["product so far", "df₃/du(u₂) × df₂/du(u₁) × df₁/du(x)"],
        ],
    ),
    "five boxes in symbols": (
        ([square, tanh, hill, sigmoid, valley], None, {"slopes": False}),
        [
            ["x", "u₁ = f₁(x)", "u₂ = f₂(u₁)", "u₃ = f₃(u₂)", "u₄ = f₄(u₃)", "f₅(u₄)"],
            ["f₁", "f₂", "f₃", "f₄", "f₅"],
            ["square", "tanh", "hill", "sigmoid", "valley"],
        ],
    ),
}


@pytest.mark.parametrize("picture", PICTURES)
def test_boxes_read_from_top_to_bottom(picture: str) -> None:
    (chain, input_, options), expected = PICTURES[picture]
    assert lanes(plot_boxes(chain, input_, **options)) == expected


@pytest.mark.parametrize("chain", CHAINS, ids=ids)
@pytest.mark.parametrize("x", [1.2, -2.45])
def test_numbers_in_the_boxes_are_the_exact_ones(chain: Chain, x: float) -> None:
    values, slopes = [np.array(x)], []
    for func in chain:
        slopes.append(float(exact_deriv(func)(values[-1])))
        values.append(func(values[-1]))
    _, above, *_ = rows = lanes(plot_boxes(chain, x))
    assert above == [number(x, 2), *(number(float(value)) for value in values[1:])]
    (shown,) = [row[1:] for row in rows if row[0] == "slopes"]
    assert [float(as_decimal(text)) for text in shown] == pytest.approx(slopes, abs=6e-5)
    for row in rows:
        if row[0] == "product so far":
            ends = [float(as_decimal(text.split(" ")[-1])) for text in row[1:]]
            assert ends == pytest.approx(list(np.cumprod(slopes)), abs=6e-4)


def test_numbers_stand_at_their_boxes_and_arrows() -> None:
    ax = plot_boxes([valley, hill, square], 5, decimals=1)
    place = {text.get_text(): text.get_position()[0] for text in ax.texts}
    boxes = [box for box in ax.patches if isinstance(box, FancyBboxPatch)]
    middles = [box.get_x() + box.get_width() / 2 for box in boxes]
    names = ["valley", "hill", "square"]
    symbols = ["slope df₁/du(x)", "slope df₂/du(u₁)", "slope df₃/du(u₂)"]
    for box_texts in (names, symbols, ["−2.0"], ["8.0"]):
        for text in box_texts:
            assert place[text] in [pytest.approx(middle) for middle in middles]
    ends = [0, *itertools.chain(*((b.get_x(), b.get_x() + b.get_width()) for b in boxes))]
    arrows = zip(ends[::2], [*ends[1::2], ax.get_xlim()[1]], strict=True)
    between = [(left + right) / 2 for left, right in arrows]
    values = ["5.0", "1.0", "4.0", "16.0"]
    assert [place[text] for text in values] == pytest.approx(between)
    assert [place[t] for t in ["x", "u₁ = f₁(x)", "u₂ = f₂(u₁)", "f₃(u₂)"]] == pytest.approx(
        between
    )


@pytest.mark.parametrize("x", [0.125, 1.234, 0.001])
def test_the_input_is_shown_as_it_goes_in(x: float) -> None:
    _, (shown, *_), *_ = lanes(plot_boxes([square], x))
    assert float(shown) == x


def test_boxes_are_drawn_on_the_axes_given() -> None:
    ax = Figure().subplots()
    assert plot_boxes([square], 2, ax) is ax
    assert not ax.axison
    assert plt.get_fignums() == []


def test_boxes_without_axes_get_a_figure_that_grows_with_the_chain() -> None:
    widths = [plot_boxes([square] * count).figure.get_figwidth() for count in (1, 2, 3)]
    assert len(plt.get_fignums()) == 3
    assert widths[0] < widths[1] < widths[2]


def test_box_outlines_have_the_colours_of_the_functions() -> None:
    ax = plot_boxes([square, tanh, hill, sigmoid])
    edges = [p.get_edgecolor() for p in ax.patches if isinstance(p, FancyBboxPatch)]
    assert edges == [mpl.colors.to_rgba(color) for color in (F1, F2, F3, F1)]


@pytest.mark.parametrize("slopes", [True, False])
@pytest.mark.parametrize("x", [None, -2.5, 123.456])
@pytest.mark.parametrize(
    "chain",
    [[square], [square, sigmoid], [valley, hill], [sigmoid, square, tanh], CHAINS[5]],
    ids=ids,
)
def test_no_text_of_the_boxes_hides_another(chain: Chain, x: float | None, slopes: bool) -> None:
    assert_all_can_be_read(plot_boxes(chain, x, slopes=slopes).figure)


@pytest.mark.parametrize(
    ("chain", "x"),
    [
        ([valley, square, square], 1.2),
        ([leaky_relu, hill, hill], 5),
        ([square, sigmoid, hill], -2.5),
        ([leaky_relu, square, sigmoid], -2.5),
    ],
    ids=ids,
)
def test_long_products_of_three_boxes_do_not_hide_each_other(chain: Chain, x: float) -> None:
    assert_all_can_be_read(plot_boxes(chain, x).figure)


def test_a_long_name_stays_in_its_box() -> None:
    ax = plot_boxes([named("a_rather_long_function_name")], 1)
    ((_, words),) = [item for item in drawn_texts(ax.figure) if item[0].startswith("a_rather")]
    (box,) = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    assert box.get_window_extent().x0 <= words.x0
    assert words.x1 <= box.get_window_extent().x1


@pytest.mark.parametrize("name", ["$x^$", "cost in $", "<b> & co"])
def test_a_learners_name_stands_in_its_box_as_it_is(name: str) -> None:
    ax = plot_boxes([named(name)], 1)
    assert [name] in lanes(ax)
    ax.figure.draw_without_rendering()


@pytest.mark.parametrize(
    ("chain", "input_", "error", "message"),
    [
        (square, 1, TypeError, "chain must be a list"),
        ([], 1, ValueError, "chain must hold at least 1"),
        ([square, None], 1, TypeError, r"chain\[1\] must be a function"),
        ([square], math.nan, ValueError, "input_ must be a finite number, got nan"),
        ([square], -math.inf, ValueError, "input_ must be a finite number, got -inf"),
        ([square], "1.2", TypeError, "input_ must be a finite number, got str '1.2'"),
        ([square], True, TypeError, "input_ must be a finite number, got bool"),
        ([square], XS, TypeError, "input_ must be a finite number, got an array"),
    ],
)
def test_wrong_input_of_the_boxes_is_named(
    chain: object, input_: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        plot_boxes(chain, input_)


def test_wrong_input_leaves_no_empty_boxes_behind() -> None:
    with pytest.raises(ValueError, match="input_"):
        plot_boxes([square], math.nan)
    assert plt.get_fignums() == []
