"""Static figures: the curves, and the box diagram."""

import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text
from numpy import ndarray
from pictures import (
    HELPERS,
    JUPYTERLABS_DARK,
    WHITE,
    as_decimal,
    assert_can_be_read,
    contrast,
    named,
)

from helpers import Chain, exact_deriv, hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.figures.boxes import plot_boxes
from helpers.figures.curves import plot_chain, plot_chain_deriv
from helpers.figures.style import COMPOSITE, F1, F2, F3, ON_DARK, SLOPE
from helpers.figures.themes import ink_of
from helpers.writing import number

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
LONG = [named("a_rather_long_function_name")]


def exact_chain(chain: Chain, x: ndarray) -> tuple[ndarray, ndarray]:
    """The value of a chain and its derivative, from the exact derivatives."""
    slope = np.ones_like(x)
    for func in chain:
        slope, x = exact_deriv(func)(x) * slope, func(x)
    return x, slope


# ---- Curves ----


@pytest.mark.parametrize("chain", CHAINS)
def test_curves_are_the_exact_value_and_slope(chain: Chain) -> None:
    for plot, expected, color in zip(
        (plot_chain, plot_chain_deriv), exact_chain(chain, XS), (COMPOSITE, SLOPE), strict=True
    ):
        ax = Figure().subplots()
        assert plot(chain, XS, ax) is ax
        line, *zero = ax.lines
        x, y = line.get_data()
        np.testing.assert_array_equal(x, XS)
        np.testing.assert_allclose(y, expected, atol=2e-5)
        assert line.get_color() == color
        assert [list(line.get_ydata()) for line in zero] == ([[0, 0]] if color == SLOPE else [])


def legend_texts(ax: Axes) -> list[str]:
    """What the legend says."""
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_curves_are_labelled_with_their_quantity_and_formula() -> None:
    ax = plot_chain([square, sigmoid], XS, Figure().subplots())
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("input x", "output")
    plot_chain_deriv([square, sigmoid], XS, ax)
    assert ax.get_ylabel() == "output, slope"
    assert legend_texts(ax) == ["sigmoid(square(x))", "derivative of sigmoid(square(x))"]
    styles = [line.get_linestyle() for line in ax.lines[:2]]
    assert len(set(styles)) == 2, "a second cue beside the colour"
    for count, plot in enumerate([plot_chain, plot_chain_deriv], start=3):
        plot([tanh], XS, ax)
        assert ax.get_ylabel() == "output, slope"
        assert len(legend_texts(ax)) == count


@pytest.mark.parametrize("plot", [plot_chain, plot_chain_deriv])
def test_without_axes_the_current_one_is_drawn_on(plot: type[plot_chain]) -> None:
    _, (left, right) = plt.subplots(1, 2)
    plt.sca(left)
    assert plot([square, sigmoid], XS) is left
    assert not right.lines


@pytest.mark.parametrize("name", ["_hidden", "cost in $", "$x^$", "<b> & co"])
def test_a_learners_name_stands_there_as_it_is(name: str) -> None:
    """As "$x^$" is not LaTeX, drawing would fail where it is taken as such."""
    for plot in (plot_chain, plot_chain_deriv):
        figure = Figure()
        ax = plot([named(name)], XS, figure.subplots())
        assert legend_texts(ax)[0].endswith(f"{name}(x)")
        figure.draw_without_rendering()
    ax = plot_boxes([named(name)], 1)
    assert [name] in lanes(ax)
    ax.figure.draw_without_rendering()


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
    pages = {"#000000", "#ffffff"}  # which themes.py replaces
    for color in used - {*pages, *ON_DARK.values(), *ON_DARK}:
        if ink_of(to_rgba(color)):  # a dark gray, which follows the theme
            continue
        assert contrast(color, WHITE) >= 3, color
        assert contrast(color, JUPYTERLABS_DARK) >= 3, color


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


# Those with up to three boxes and numbers stand in the notebooks, where nbval compares their words.
PICTURES = {
    "one box needs no product": (
        ([hill], np.float64(1), {}),
        [["x", "f₁(x)"], ["1", "4"], ["f₁"], ["hill"], ["slope df₁/du(x)"], ["slopes", "−2"]],
    ),
    "four factors are too long to write out": (
        ([valley, hill, lambda x: x, lambda x: 3 - x], 5, {}),
        [
            ["x", "f₁(x)", "f₂(f₁(x))", "f₃(f₂(f₁(x)))", "f₄(…)"],
            ["5", "1", "4", "4", "−1"],
            ["f₁", "f₂", "f₃", "f₄"],
            ["valley", "hill", "lambda", "lambda"],
            [
                *("slope df₁/du(x)", "slope df₂/du(f₁(x))", "slope df₃/du(f₂(f₁(x)))"),
                "slope df₄/du(f₃(f₂(f₁(x))))",
            ],
            ["slopes", "3", "−2", "1", "−1"],
            ["product so far", "3", "−6", "−6", "6"],
        ],
    ),
    "two boxes in symbols": (
        ([square, tanh], None, {}),
        [
            ["x", "f₁(x)", "f₂(f₁(x))"],
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
            ["x", "f₁(x)", "f₂(f₁(x))", "f₃(f₂(f₁(x)))"],
            ["f₁", "f₂", "f₃"],
            ["square", "tanh", "hill"],
            ["slope df₁/du(x)", "slope df₂/du(f₁(x))", "slope df₃/du(f₂(f₁(x)))"],
            ["slopes"],
            ["product so far", "df₃/du(f₂(f₁(x))) × df₂/du(f₁(x)) × df₁/du(x)"],
        ],
    ),
}


@pytest.mark.parametrize("picture", PICTURES)
def test_boxes_read_from_top_to_bottom(picture: str) -> None:
    (chain, input_, options), expected = PICTURES[picture]
    assert lanes(plot_boxes(chain, input_, **options)) == expected


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("x", [1.2, -2.45])
def test_numbers_in_the_boxes_are_the_exact_ones(chain: Chain, x: float) -> None:
    values, slopes = [np.array(x)], []
    for func in chain:
        slopes.append(float(exact_deriv(func)(values[-1])))
        values.append(func(values[-1]))
    _, above, *_ = rows = lanes(plot_boxes(chain, x))
    assert above == [number(x), *(number(float(value)) for value in values[1:])]
    (shown,) = [row[1:] for row in rows if row[0] == "slopes"]
    assert [float(as_decimal(text)) for text in shown] == pytest.approx(slopes, abs=6e-5)
    for row in rows:
        if row[0] == "product so far":
            ends = [float(as_decimal(text.split(" ")[-1])) for text in row[1:]]
            assert ends == pytest.approx(list(np.cumprod(slopes)), abs=6e-4)


@pytest.mark.parametrize("x", [0.125, 1.234, 0.001])
def test_the_input_is_shown_as_it_goes_in(x: float) -> None:
    _, (shown, *_), *_ = lanes(plot_boxes([square], x))
    assert float(shown) == x


def test_boxes_are_drawn_on_the_axes_given_or_on_a_figure_that_grows_with_the_chain() -> None:
    ax = Figure().subplots()
    assert plot_boxes([square], 2, ax) is ax
    assert not ax.axison
    widths = [plot_boxes([square] * count).figure.get_figwidth() for count in (1, 2, 3)]
    assert len(plt.get_fignums()) == 3
    assert widths[0] < widths[1] < widths[2]


def test_each_box_is_around_its_function_and_has_its_colour() -> None:
    ax = plot_boxes([square, tanh, hill, sigmoid])
    place = {text.get_text(): text.get_position()[0] for text in ax.texts}
    boxes = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    assert [b.get_edgecolor() for b in boxes] == [*map(mpl.colors.to_rgba, (F1, F2, F3, F1))]
    for box, name in zip(boxes, ["square", "tanh", "hill", "sigmoid"], strict=True):
        assert place[name] == pytest.approx(box.get_x() + box.get_width() / 2)


@pytest.mark.parametrize("x", [None, -2.5, 123.456])
@pytest.mark.parametrize("chain", [[square, sigmoid], [valley, square, square], CHAINS[5], LONG])
def test_no_text_of_the_boxes_hides_another(chain: Chain, x: float | None) -> None:
    assert_can_be_read(plot_boxes(chain, x).figure)
