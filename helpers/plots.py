"""Static figures: curves of a chain and of its derivative, and the box diagram.

Every view of the tutorial takes its colors and its way of writing numbers from here.
"""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from numpy import ndarray

from helpers.chain import Chain, chain_deriv, chain_values, deriv
from helpers.checks import (
    check_array,
    check_chain,
    check_count,
    check_flag,
    check_number,
    described,
)
from helpers.functions import name_of

# One color a role, told apart by color-blind readers too; each is dark enough for text on white.
F1 = "#0072b2"
F2 = "#b84e00"
F3 = "#9b4f96"
COMPOSITE = "#00795a"
SLOPE = "#806000"
# What live figures show instead on a dark theme.
ON_DARK = {F1: "#56b4e9", F2: "#ff9a4d", F3: "#d99ad5", COMPOSITE: "#2fc79a", SLOPE: "#e6cf5c"}

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


def composed_name(chain: Chain, input_: str = "x") -> str:
    """The formula of a chain in the functions' names, such as "sigmoid(square(x))"."""
    for func in chain:
        input_ = f"{name_of(func)}({input_})"
    return input_


def plot_chain(chain: Chain, input_range: ndarray, ax: Axes | None = None) -> Axes:
    """Draw the value of a chain, f2(f1(x)) for two functions, against its input x.

    Parameters
    ----------
    chain
        One function or more, in the order in which they are applied.
    input_range
        The x's, of shape (n,).
    ax
        Where to draw; the current Axes without it.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError, ValueError
        As `chain_deriv` does; or if `ax` is not an Axes.
    """
    ax = check_axes(ax)
    x = check_array("input_range", input_range, one_dimensional=True)
    y = chain_values(chain, x)[-1]
    return _plot_curve(ax, x, y, "output", composed_name(chain), COMPOSITE, "-")


def plot_chain_deriv(chain: Chain, input_range: ndarray, ax: Axes | None = None) -> Axes:
    """Draw the derivative of a chain, found by the chain rule, against its input x.

    Parameters
    ----------
    chain
        One function or more, in the order in which they are applied.
    input_range
        The x's, of shape (n,).
    ax
        Where to draw; the current Axes without it.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError, ValueError
        As `chain_deriv` does; or if `ax` is not an Axes.
    """
    ax = check_axes(ax)
    slope = chain_deriv(chain, input_range)
    x = check_array("input_range", input_range, one_dimensional=True)
    ax = _plot_curve(ax, x, slope, "slope", f"derivative of {composed_name(chain)}", SLOPE, "--")
    ax.axhline(0, color="0.5", linewidth=0.8)
    return ax


def _plot_curve(
    ax: Axes | None, x: ndarray, y: ndarray, quantity: str, label: str, color: str, style: str
) -> Axes:
    ax = plt.gca() if ax is None else ax
    (line,) = ax.plot(x, y, style, color=color)
    # Set afterwards, so that a learner's name that begins with "_" still gets its legend entry.
    line.set_label(label if not label.startswith("_") else f" {label}")
    ax.set_xlabel("input x")
    # Both curves may share the Axes, and then the axis is labelled for both.
    drawn = ax.get_ylabel()
    if quantity not in drawn:
        ax.set_ylabel(f"{drawn}, {quantity}" if drawn else quantity)
    legend = ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), borderpad=0)
    for text in legend.get_texts():
        text.set_parse_math(False)
    return ax


def plot_boxes(
    chain: Chain,
    input_: float | None = None,
    ax: Axes | None = None,
    slopes: bool = True,
    decimals: int = 4,
) -> Axes:
    """Draw a chain as boxes, with the numbers that flow through them.

    Above each arrow stands the value that it carries. Below each box stands its slope at its own
    input, and below that, for more than one box, the product of all slopes so far.

    Parameters
    ----------
    chain
        One function or more, in the order in which they are applied.
    input_
        The number that goes in; without it, the diagram shows symbols only.
    ax
        Where to draw; a new figure of the right size without it.
    slopes
        Whether to draw the slopes and their products.
    decimals
        How many decimals values and slopes have at least, 0 to 15.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError, ValueError
        If `chain` is not a list of functions or is empty, `input_` is not a finite number, or
        another argument is not what it should be.
    """
    check_chain(chain)
    ax, slopes = check_axes(ax), check_flag("slopes", slopes)
    decimals = check_count("decimals", decimals, 0, 15)
    if input_ is not None:
        input_ = check_number("input_", input_)
    if ax is None:
        height = 2.4 if slopes else 1.3
        ax = plt.figure(figsize=(2.4 + 2.8 * len(chain), height)).add_axes((0, 0, 1, 1))
    diagram = BoxDiagram(ax, chain, slopes, decimals)
    if input_ is not None:
        diagram.show(input_)
    return ax


class BoxDiagram:
    """The boxes of a chain on an Axes, whose numbers can be changed.

    Parameters
    ----------
    ax
        Where to draw; its axis is switched off.
    chain
        One function or more, in the order in which they are applied.
    slopes
        Whether to draw the slopes.
    decimals
        How many decimals values and slopes have at least.
    products
        Whether to draw the products as well.
    left
        Room at the left of the chain, in units of the diagram.
    """

    ARROW, BOX = 1.35, 1.3  # lengths along the chain

    def __init__(
        self,
        ax: Axes,
        chain: Chain,
        slopes: bool = True,
        decimals: int = 4,
        products: bool = True,
        left: float = 0,
    ) -> None:
        self.chain, self.slopes, self.decimals = chain, slopes, decimals
        count = len(chain)
        ax.set_axis_off()
        ax.set_xlim(-left, (count + 1) * self.ARROW + count * self.BOX)
        ax.set_ylim(-1.85 if slopes else -0.6, 1)

        inner = ["u"] if count == 2 else [f"u{k}".translate(SUBSCRIPTS) for k in range(1, count)]
        inputs = ["x", *inner]
        applied = [f"f{k}({u})".translate(SUBSCRIPTS) for k, u in enumerate(inputs, start=1)]
        symbols = ["x", *(f"{u} = {f_of}" for u, f_of in zip(inner, applied, strict=False))]
        symbols.append(applied[-1])
        places = ["x", "f₁(x)"] if count == 2 else inputs

        self.name_texts: list[Text] = []
        self.value_texts: list[Text] = []
        self.slope_texts: list[Text] = []
        self.product_texts: list[Text] = []
        for k in range(count + 1):
            left = k * (self.ARROW + self.BOX)
            middle = left + self.ARROW / 2
            ax.annotate(
                "", (left + self.ARROW - 0.04, 0), (left + 0.08, 0), arrowprops={"arrowstyle": "->"}
            )
            centered(ax, middle, 0.68, symbols[k], 9)
            self.value_texts.append(centered(ax, middle, 0.32, "", 13))
            if slopes and products and k > 0 and count > 1:
                self.product_texts.append(centered(ax, middle, -1.6, "", 10))
        for k, func in enumerate(chain):
            middle = (k + 1) * self.ARROW + (k + 0.5) * self.BOX
            self._draw_function(ax, middle, k, name_of(func))
            if slopes:
                symbol = f"df{k + 1}/du({places[k]})".translate(SUBSCRIPTS)
                centered(ax, middle, -0.78, f"slope {symbol}", 9)
                self.slope_texts.append(centered(ax, middle, -1.13, "", 12, color=color_of(k)))
        if slopes:
            ax.text(0.1, -1.13, "slopes", fontsize=9, va="center")
        if self.product_texts:
            ax.text(0.1, -1.6, "product so far", fontsize=9, va="center")
            # The longest equation is the last one: it ends where the chain ends.
            self.product_texts[-1].set(x=ax.get_xlim()[1] - 0.08, ha="right")
        if self.product_texts and count <= 3:
            factors = [f"df{k}/du({place})" for k, place in enumerate(places, start=1)]
            self.product_texts[-1].set_text(" × ".join(factors[::-1]).translate(SUBSCRIPTS))

    def _draw_function(self, ax: Axes, middle: float, k: int, name: str) -> None:
        draw_box(ax, (middle, 0), self.BOX, 0.9, color_of(k))
        centered(ax, middle, 0.22, f"f{k + 1}".translate(SUBSCRIPTS), 10, color=color_of(k))
        size = fitting_size(name, points_across(ax, 0.94 * self.BOX), 12)
        self.name_texts.append(centered(ax, middle, -0.12, name, size))

    def show(self, x: float) -> list[Text]:
        """Write the numbers for the input `x` into the diagram; return the texts that changed.

        They stay in `values`, `slopes_there` and `shown`, what `shown_slopes` made of the slopes,
        so that whatever is drawn beside the diagram shows the very same numbers.
        """
        self.values = [float(value) for value in chain_values(self.chain, x)]
        for text, value in zip(self.value_texts, self.values, strict=True):
            text.set_text(number(value, self.decimals))
        self.value_texts[0].set_text(input_number(x, min(self.decimals, 2)))
        if self.slopes:
            inputs = self.values[:-1]
            self.slopes_there = [
                float(deriv(f, u)) for f, u in zip(self.chain, inputs, strict=True)
            ]
            self.shown = shown_slopes(self.slopes_there, self.decimals)
            slope_texts, products, equations = self.shown
            # Only the last product has room for its factors, and only for three of them.
            lane = [*products[:-1], equations[-1] if len(inputs) <= 3 else products[-1]]
            for text, shown in zip(self.slope_texts, slope_texts, strict=True):
                text.set_text(shown)
            for text, shown in zip(self.product_texts, lane, strict=False):
                text.set_text(shown)
        return [*self.value_texts, *self.slope_texts, *self.product_texts]


def check_axes(value: object) -> Axes | None:
    """Return `value`, the argument ax of a figure.

    Raises
    ------
    TypeError
        If it is neither a Matplotlib Axes nor None.
    """
    if value is not None and not isinstance(value, Axes):
        raise TypeError(f"ax must be a Matplotlib Axes or None, got {described(value)}")
    return value


def points_across(ax: Axes, span: float | None = None) -> float:
    """How wide Axes are, or so much of their x-axis, in points."""
    whole = ax.bbox.width / ax.figure.dpi * 72
    return whole if span is None else whole * span / np.ptp(ax.get_xlim())


@contextmanager
def any_script() -> Iterator[None]:
    """No warnings within it on letters that Matplotlib's font has not, but the browser's have."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def fitting_size(text: str, width: float, largest: float) -> float:
    """The font size, `largest` at most, at which `text` is at most so wide, in points."""
    with any_script():  # the width of what the font lacks is a guess
        font = FontProperties(size=largest)
        drawn, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return min(largest, largest * width / max(drawn, 1))


def draw_box(
    ax: Axes, middle: tuple[float, float], width: float, height: float, color: str
) -> None:
    """Draw the outline of a box."""
    x, y = middle
    box = FancyBboxPatch(
        (x - width / 2, y - height / 2),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor="none",
        edgecolor=color,
        linewidth=2,
    )
    ax.add_patch(box)


def color_of(position: int) -> str:
    """The color of the function at this position in a chain, from 0."""
    return (F1, F2, F3)[position % 3]


def centered(ax: Axes, x: float, y: float, text: str, size: float, color: str = "black") -> Text:
    """Write a text around this place, as it is, without LaTeX."""
    return ax.text(
        x, y, text, fontsize=size, color=color, ha="center", va="center", parse_math=False
    )
