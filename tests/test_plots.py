"""Static figures: how numbers are written, the curves, and the box diagram."""

import itertools
import math
from collections.abc import Iterator
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

from helpers import Chain, deriv, exact_deriv, hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.functions import KNOWN, Array_Function
from helpers.plots import (
    COMPOSITE,
    F1,
    F2,
    F3,
    ON_DARK,
    SLOPE,
    color_of,
    composed_name,
    number,
    plot_boxes,
    plot_chain,
    plot_chain_deriv,
    shown_slopes,
)

mpl.use("agg")
quick = settings(deadline=None, database=None)
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


def ids(case: object) -> str:
    """Name a chain in the test's id by its functions."""
    return "-".join(f.__name__ for f in case) if isinstance(case, list) else str(case)


def named(name: str) -> Array_Function:
    """A function that doubles, with this name."""

    def func(x: ndarray) -> ndarray:
        return 2 * x

    func.__name__ = name
    return func


def exact_chain(chain: Chain, x: ndarray) -> tuple[ndarray, ndarray]:
    """The value of a chain and its derivative, from the exact derivatives."""
    slope = np.ones_like(x)
    for func in chain:
        slope, x = exact_deriv(func)(x) * slope, func(x)
    return x, slope


def as_decimal(text: str) -> Decimal:
    """Read a number as it is shown, with a real minus sign."""
    return Decimal(text.replace("−", "-"))


def last_digit(text: str) -> Decimal:
    """One unit of the last digit that a shown number has."""
    return Decimal(1).scaleb(as_decimal(text).as_tuple().exponent)


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    """Leave no pyplot figure behind."""
    plt.close("all")
    yield
    plt.close("all")


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
        assert abs(by_hand - as_decimal(shown)) <= last_digit(shown) / 2
        sign = "=" if by_hand == as_decimal(shown) else "≈"
        assert equations[count - 1] == f"{' × '.join(reversed(factors))} {sign} {shown}"


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
        noise = Decimal(1e-12) * (1 + abs(product))  # of floats that are multiplied
        assert abs(as_decimal(text) - product) <= last_digit(text) / 2 + noise


@quick
@given(ordinary_slopes, st.integers(0, 5))
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
    ("slopes", "decimals", "slope_texts", "equations"),
    [
        ([3, -2], 0, ["3", "−2"], ["3", "−2 × 3 = −6"]),
        ([2.4, 0.154866], 4, ["2.4000", "0.1549"], ["2.4000", "0.1549 × 2.4000 ≈ 0.372"]),
        ([2.4, 0.154866], 2, ["2.400", "0.155"], ["2.400", "0.155 × 2.400 ≈ 0.4"]),
        ([0.5, 2, 4], 2, ["0.50", "2.00", "4.00"], ["0.50", "2.00 × 0.50 = 1.0"]),
        ([7.25], 3, ["7.250"], ["7.250"]),
    ],
)
def test_an_equation_reads(
    slopes: list[float], decimals: int, slope_texts: list[str], equations: list[str]
) -> None:
    texts, products, written = shown_slopes(slopes, decimals)
    if decimals == 2 and len(slopes) == 2:  # 0.15 × 2.40 = 0.36, and that rounds to 0.4 as well
        slope_texts, equations = ["2.40", "0.15"], ["2.40", "0.15 × 2.40 ≈ 0.4"]
    assert texts == slope_texts
    assert written[: len(equations)] == equations
    assert products[0] == slope_texts[0]


def test_more_decimals_are_shown_where_the_product_needs_them() -> None:
    # 0.0451 × 99.9 = 4.50549, but 0.0 × 99.9 would be 0 and 0.05 × 99.90 would be 4.995.
    slope_texts, products, _ = shown_slopes([99.9, 0.0451], 1)
    assert slope_texts == ["99.90000", "0.04510"][: len(slope_texts)] or products[1] == "5"
    assert abs(as_decimal(slope_texts[0]) * as_decimal(slope_texts[1]) - 5) <= Decimal("0.5")


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
    plot_chain([sigmoid, square], XS, ax)
    assert ax.get_ylabel() == "output, slope"
    assert legend_texts(ax) == [
        "sigmoid(square(x))",
        "derivative of sigmoid(square(x))",
        "square(sigmoid(x))",
    ]
    styles = [line.get_linestyle() for line in ax.lines[:2]]
    assert len(set(styles)) == 2, "a second cue beside the colour"


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


def luminance(color: str) -> float:
    """How bright a colour is to the eye, from 0 to 1, as the WCAG define it."""
    rgb = np.array(mpl.colors.to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_each_role_has_a_colour_of_its_own_on_either_theme() -> None:
    roles = [F1, F2, F3, COMPOSITE, SLOPE]
    assert list(ON_DARK) == roles
    assert len({*ON_DARK, *ON_DARK.values()}) == 10


@pytest.mark.parametrize(("light", "dark"), ON_DARK.items())
def test_colours_can_be_read_as_text(light: str, dark: str) -> None:
    assert 1.05 / (luminance(light) + 0.05) >= 4.5, "on white"
    assert (luminance(dark) + 0.05) / (luminance("#111111") + 0.05) >= 4.5, "on JupyterLab's dark"


def test_colours_follow_the_position_in_the_chain() -> None:
    assert [color_of(k) for k in range(4)] == [F1, F2, F3, F1]


# ---- Boxes ----


def shown_texts(ax: Axes) -> list[str]:
    """The words of an Axes, without empty ones."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def flowing(ax: Axes) -> list[str]:
    """The texts that are neither symbols nor names: what stands above the arrows and below."""
    return [text for text in shown_texts(ax) if text[0] in "−0123456789"]


def test_boxes_of_valley_and_hill_show_the_whole_numbers_of_the_story() -> None:
    ax = plot_boxes([valley, hill], 5, decimals=0)
    assert sorted(flowing(ax)) == sorted(["5", "1", "4", "3", "−2", "3", "−2 × 3 = −6"])


def test_boxes_of_square_and_sigmoid_show_the_main_example() -> None:
    ax = plot_boxes([square, sigmoid], 1.2)
    y = 1 / (1 + math.exp(-1.44))
    numbers = ["1.20", "1.4400", f"{y:.4f}", "2.4000", f"{y * (1 - y):.4f}", "2.4000"]
    assert sorted(flowing(ax)) == sorted([*numbers, "0.1549 × 2.4000 ≈ 0.372"])


def column(ax: Axes, words: str) -> float:
    """Where a text stands along the chain."""
    (x,) = [text.get_position()[0] for text in ax.texts if text.get_text() == words]
    return x


def test_each_number_stands_at_its_box_or_arrow() -> None:
    ax = plot_boxes([valley, hill, square], 5.5, decimals=3)
    values = [5.5, 2.5625, 8 - 5.5625**2 / 4]
    values.append(values[-1] ** 2)
    slopes = [3.25, -5.5625 / 2, 2 * values[2]]
    symbols = ["x", "u₁ = f₁(x)", "u₂ = f₂(u₁)", "f₃(u₂)"]
    for symbol, value in zip(symbols, [number(5.5, 2), *map(number, values[1:])], strict=True):
        value = value if symbol == "x" else value[:-1] if len(value) > 4 else value
        at = {round(t.get_position()[0], 6) for t in ax.texts if t.get_text().startswith(value)}
        assert round(column(ax, symbol), 6) in at
    boxes = [box for box in ax.patches if isinstance(box, FancyBboxPatch)]
    for k, (box, slope) in enumerate(zip(boxes, slopes, strict=True)):
        middle = box.get_x() + box.get_width() / 2
        place = ["x", "u₁", "u₂"][k]
        assert column(ax, f"slope df{'₁₂₃'[k]}/du({place})") == pytest.approx(middle)
        assert column(ax, ["valley", "hill", "square"][k]) == pytest.approx(middle)
        near = [float(as_decimal(t)) for t in flowing(ax) if "×" not in t]
        assert any(v == pytest.approx(slope, abs=1e-3) for v in near)


@pytest.mark.parametrize("chain", CHAINS, ids=ids)
@pytest.mark.parametrize("x", [1.2, -2.45])
def test_numbers_in_the_boxes_are_those_of_the_exact_derivatives(chain: Chain, x: float) -> None:
    ax = plot_boxes(chain, x)
    numbers = [as_decimal(text) for text in flowing(ax) if "×" not in text]
    count, u, product = len(chain), np.array(x), 1.0
    expected = [x]
    for func in chain:
        slope = float(exact_deriv(func)(u))
        u, product = func(u), product * slope
        expected += [float(u), slope, product]
    assert len(numbers) >= count
    for value in numbers:
        unit = float(last_digit(str(value)))
        assert min(abs(float(value) - e) for e in expected) <= unit / 2 + 1e-5
    # The last product is shown in any case, alone or at the end of the written product.
    last = [text for text in flowing(ax) if "×" in text or count > 3 or count == 1][-1]
    shown = flowing(ax)
    ends = [as_decimal(text.split(" ")[-1]) for text in shown]
    assert last in shown
    assert min(abs(float(end) - product) for end in ends) <= 0.0005 + 1e-5


@pytest.mark.parametrize("chain", CHAINS, ids=ids)
def test_values_and_slopes_stand_in_order(chain: Chain) -> None:
    ax = plot_boxes(chain, 1.2)
    values, u = ["1.20"], 1.2
    slopes = []
    for func in chain:
        slopes.append(float(exact_deriv(func)(np.array(u))))
        u = float(func(np.array(u)))
        values.append(number(u))
    by_place = sorted(ax.texts, key=lambda text: text.get_position()[0])
    lanes: dict[float, list[str]] = {}
    for text in by_place:
        if text.get_text() and text.get_text()[0] in "−0123456789":
            lanes.setdefault(text.get_position()[1], []).append(text.get_text())
    above, middle, below = (lanes[y] for y in sorted(lanes, reverse=True))
    assert above == values
    assert [float(as_decimal(text)) for text in middle] == pytest.approx(slopes, abs=6e-5)
    product = np.cumprod(slopes)
    shown = [float(as_decimal(text.split(" ")[-1])) for text in below]
    assert shown == pytest.approx(list(product), abs=6e-4)


@pytest.mark.parametrize(
    ("chain", "symbols", "product"),
    [
        ([square], ["x", "f₁(x)"], "df₁/du(x)"),
        ([square, tanh], ["x", "u = f₁(x)", "f₂(u)"], "df₂/du(f₁(x)) × df₁/du(x)"),
        (
            [square, tanh, hill],
            ["x", "u₁ = f₁(x)", "u₂ = f₂(u₁)", "f₃(u₂)"],
            "df₃/du(u₂) × df₂/du(u₁) × df₁/du(x)",
        ),
        (
            [square, tanh, hill, sigmoid, valley],
            ["x", "u₁ = f₁(x)", "u₂ = f₂(u₁)", "u₃ = f₃(u₂)", "u₄ = f₄(u₃)", "f₅(u₄)"],
            None,
        ),
    ],
)
def test_without_a_number_the_boxes_hold_symbols_only(
    chain: Chain, symbols: list[str], product: str | None
) -> None:
    ax = plot_boxes(chain)
    texts = shown_texts(ax)
    assert flowing(ax) == []
    assert [text for text in texts if text in symbols] == symbols
    assert [text for text in texts if "×" in text or text == product] == [product] * bool(product)
    assert [text for text in texts if text in {f.__name__ for f in KNOWN}] == [
        f.__name__ for f in chain
    ]


def test_without_slopes_there_are_values_only() -> None:
    ax = plot_boxes([valley, hill], 5, slopes=False, decimals=1)
    assert sorted(flowing(ax)) == sorted(["5.0", "1.0", "4.0"])
    assert not [text for text in shown_texts(ax) if "slope" in text or "product" in text]


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


def drawn_texts(figure: Figure) -> list[tuple[str, mpl.transforms.Bbox]]:
    """Every text that is seen, with the rectangle that it takes up."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    texts = [text for ax in figure.axes for text in ax.texts if text.get_text()]
    assert all(isinstance(text, Text) for text in texts)
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]


def assert_all_can_be_read(figure: Figure) -> None:
    texts = drawn_texts(figure)
    width, height = figure.bbox.width, figure.bbox.height
    for words, box in texts:
        assert 0 <= box.x0 and box.x1 <= width, f"{words!r} is cut off"
        assert 0 <= box.y0 and box.y1 <= height, f"{words!r} is cut off"
    for (words, box), (others, other) in itertools.combinations(texts, 2):
        assert not box.overlaps(other), f"{words!r} lies on {others!r}"


@pytest.mark.parametrize("slopes", [True, False])
@pytest.mark.parametrize("x", [None, 5, 1.2, -2.5, 0, -123.456])
@pytest.mark.parametrize(
    "chain",
    [[square], [square, sigmoid], [valley, hill], [leaky_relu, square, sigmoid], CHAINS[5]],
    ids=ids,
)
def test_no_text_of_the_boxes_hides_another(chain: Chain, x: float | None, slopes: bool) -> None:
    assert_all_can_be_read(plot_boxes(chain, x, slopes=slopes).figure)


def test_a_long_name_stays_in_its_box() -> None:
    ax = plot_boxes([named("a_rather_long_function_name")], 1)
    ((_, words),) = [item for item in drawn_texts(ax.figure) if item[0].startswith("a_rather")]
    (box,) = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    assert box.get_window_extent().x0 <= words.x0
    assert words.x1 <= box.get_window_extent().x1


@pytest.mark.parametrize("name", ["$x^$", "cost in $", "<b> & co"])
def test_a_learners_name_stands_in_its_box_as_it_is(name: str) -> None:
    ax = plot_boxes([named(name)], 1)
    assert name in shown_texts(ax)
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
