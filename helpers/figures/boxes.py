"""The box diagram: a chain as boxes, with the numbers that flow through it."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from helpers.arguments import check_chain, check_flag, check_number
from helpers.chain import Chain, chain_values
from helpers.figures.still import drawn_on
from helpers.figures.style import (
    centered,
    check_axes,
    color_of,
    draw_box,
    fitted,
    points_across,
    write,
)
from helpers.slopes import slopes_at, smallest_slope
from helpers.writing import (
    as_slopes,
    below_the_line,
    factors_and_products,
    in_brackets,
    name_of,
    number,
    written_out,
)

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@np.errstate(all="ignore")
def plot_boxes(
    chain: Chain,
    input_: float | None = None,
    ax: Axes | None = None,
    slopes: bool = True,
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
    check_chain("chain", chain)
    if input_ is not None:
        input_ = check_number("input_", input_)
    ax, slopes = check_axes(ax), check_flag("slopes", slopes)

    def draw(ax: Axes, narrow: bool) -> None:
        diagram = (BoxRows if narrow else BoxDiagram)(ax, chain, slopes)
        if input_ is not None:
            diagram.show(input_)

    size = 2.4 + 2.8 * len(chain), 2.4 if slopes else 1.3
    return drawn_on(ax, draw, size, BoxRows.ROW * len(chain) + (0.75 if slopes else 0.5))


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
        products: bool = True,
        left: float = 0,
    ) -> None:
        self.chain, self.slopes = chain, slopes
        self.name_texts: list[Text] = []
        self.value_texts: list[Text] = []
        self.slope_texts: list[Text] = []
        self.product_texts: list[Text] = []
        ax.set_axis_off()
        self._draw(ax, products, left)
        if self.product_texts and len(chain) <= 3:
            self.product_texts[-1].set_text(" × ".join(slope_symbols_of(len(chain))[::-1]))

    def _draw(self, ax: Axes, products: bool, left: float) -> None:
        count, slopes = len(self.chain), self.slopes
        ax.set_xlim(-left, (count + 1) * self.ARROW + count * self.BOX)
        ax.set_ylim(-1.85 if slopes else -0.6, 1)

        symbols, names = symbols_of(count), slope_symbols_of(count)
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
        for k, func in enumerate(self.chain):
            middle = (k + 1) * self.ARROW + (k + 0.5) * self.BOX
            self._draw_function(ax, middle, k, name_of(func))
            if slopes:
                centered(ax, middle, -0.78, f"slope {names[k]}", 9)
                self.slope_texts.append(centered(ax, middle, -1.13, "", 12, color=color_of(k)))
        if slopes:
            ax.text(0.1, -1.13, "slopes", fontsize=9, va="center")
        if self.product_texts:
            ax.text(0.1, -1.6, "product so far", fontsize=9, va="center")
            # The longest equation is the last one: it ends where the chain ends.
            self.product_texts[-1].set(x=ax.get_xlim()[1] - 0.08, ha="right")

    def _draw_function(self, ax: Axes, middle: float, k: int, name: str) -> None:
        draw_box(ax, (middle, 0), self.BOX, 0.9, color_of(k))
        centered(ax, middle, 0.22, f"f{k + 1}".translate(SUBSCRIPTS), 10, color=color_of(k))
        name, size = fitted(name, points_across(ax, 0.94 * self.BOX), 12)
        self.name_texts.append(centered(ax, middle, -0.12, name, size))

    def show(self, x: float) -> None:
        """Write the numbers for the input `x` into the diagram.

        They stay in `values`, `slopes_there`, with nan at a kink, and `errors`, below which a slope
        reads ≈ 0; and as they are written in `words`, `slope_words`, `product_words` and
        `equation`, so that whatever is drawn beside the diagram shows the very same.
        """
        self.values = [float(value) for value in chain_values(self.chain, x)]
        self.words = list(map(number, self.values))
        write(self.value_texts, self.words)
        if self.slopes:
            self.slopes_there = slopes_at(self.chain, self.values)
            self.errors = list(map(smallest_slope, self.chain, self.values))
            found = factors_and_products(self.slopes_there, errors=self.errors)
            slopes, products = map(as_slopes, found)
            self.slope_words, self.product_words = slopes, products
            self.equation = written_out(slopes[::-1], "×", products[-1])
            write(self.slope_texts, slopes)
            if self.product_texts:
                self._write_products(products)

    def _write_products(self, products: list[str]) -> None:
        # Only the last product has room for its factors, for three of them that are short: so many
        # letters fit between the middle of the product before it and the end.
        *before, last = products
        if len(products) <= 3 and len(before[-1]) / 2 + len(self.equation) <= 46:
            last = self.equation
        write(self.product_texts, [*before, last])


def symbols_of(count: int) -> list[str]:
    """What the values of a chain are called: x, f₁(x), f₂(f₁(x)), and so on.

    From the fourth box on the inside is left out, as in f₄(…), for want of room.
    """
    symbols = ["x"]
    for k in range(1, count + 1):
        inside = "…" if k > 3 else symbols[-1]
        symbols.append(f"f{k}({inside})".translate(SUBSCRIPTS))
    return symbols


def slope_symbols_of(count: int) -> list[str]:
    """What the slopes of a chain's boxes are called: df₁/du(x), df₂/du(f₁(x)), and so on."""
    places = enumerate(symbols_of(count)[:-1], start=1)
    return [f"df{k}/du({place})".translate(SUBSCRIPTS) for k, place in places]


def _draw_value(ax: Axes, x: float, top: float, bottom: float, symbol: str) -> Text:
    """Draw an arrow that leads down, with the name of its value beside it; return the value."""
    ax.annotate("", (x, bottom), (x, top), arrowprops={"arrowstyle": "->"})
    ax.text(x + 0.16, bottom - 0.33, symbol, fontsize=9, va="center")
    return ax.text(x + 0.16, bottom - 0.15, "", fontsize=12, va="center")


class BoxColumn(BoxDiagram):
    """The boxes of two functions below each other, for a phone: one step of the chain a row.

    A row has the value that goes in, and the box with its slope; the last has what comes out, and
    the product of the slopes. The Axes count in inches from the top.
    """

    ROW = 1.45

    def _draw(self, ax: Axes, products: bool, left: float) -> None:
        symbols = symbols_of(2)
        (width, height), middle = ax.figure.get_size_inches(), 0.75
        ax.set(xlim=(0, width), ylim=(height, 0))
        for k, symbol in enumerate(symbols):
            top = k * self.ROW
            start = top - 0.2 if k else 0.02
            self.value_texts.append(_draw_value(ax, 0.2, start, top + 0.4, symbol))
        for k, (func, name_of_slope) in enumerate(
            zip(self.chain, slope_symbols_of(2), strict=True)
        ):
            top, color = k * self.ROW, color_of(k)
            draw_box(ax, (middle, top + 0.82), 1.44, 0.82, color)
            centered(ax, 0.2, top + 0.56, f"f{k + 1}".translate(SUBSCRIPTS), 10, color)
            name, size = fitted(name_of(func), 72 * 1.0, 11)
            self.name_texts.append(centered(ax, middle + 0.12, top + 0.56, name, size))
            centered(ax, middle, top + 0.8, f"slope {name_of_slope}", 9)
            self.slope_texts.append(centered(ax, middle, top + 1.03, "", 12, color))
        top = 2 * self.ROW
        centered(ax, middle, top + 0.62, "slopes multiplied", 9)
        self.product_texts = [centered(ax, middle, top + y, "", 10) for y in (0.82, 1.04)]

    def _write_products(self, products: list[str]) -> None:
        factors, result = self.slope_words[::-1], products[-1]
        line = in_brackets(factors, " × ")
        below = below_the_line(factors, result)
        write(self.product_texts, [line if len(line) <= 20 else "", below])


class BoxRows(BoxDiagram):
    """The boxes of a chain below each other, each as wide as a phone, with its slope in it.

    Beside the arrow that leaves a box stands the product of all slopes so far. The Axes count in
    inches from the top.
    """

    ROW, HEIGHT = 1.02, 0.52

    def _draw(self, ax: Axes, products: bool, left: float) -> None:
        count = len(self.chain)
        width, height = ax.figure.get_size_inches()
        right, whole = width - 0.1, width - 0.1 if self.slopes else 1.9
        ax.set(xlim=(0, width), ylim=(height, 0))
        for k, symbol in enumerate(symbols_of(count)):
            top = k * self.ROW
            self.value_texts.append(_draw_value(ax, 0.35, top + 0.02, top + 0.43, symbol))
            if self.slopes and products and k > 0 and count > 1:
                look = {"ha": "right", "va": "center"}
                # The last one, with all its factors, has a row of its own.
                beside = top + 0.2 * (k == count)
                ax.text(right, beside + 0.1, "product so far", fontsize=9, **look)
                self.product_texts.append(ax.text(right, beside + 0.28, "", fontsize=10, **look))
        names = slope_symbols_of(count)
        for k, (func, name_of_slope) in enumerate(zip(self.chain, names, strict=True)):
            middle, color = k * self.ROW + 0.75, color_of(k)
            draw_box(ax, ((0.1 + whole) / 2, middle), whole - 0.1, self.HEIGHT, color)
            centered(ax, 0.35, middle, f"f{k + 1}".translate(SUBSCRIPTS), 10, color)
            name, size = fitted(name_of(func), 72 * 1.1, 12)
            self.name_texts.append(
                ax.text(0.6, middle, name, fontsize=size, va="center", parse_math=False)
            )
            if self.slopes:
                look = {"ha": "right", "va": "center"}
                ax.text(right - 0.12, middle - 0.13, f"slope {name_of_slope}", fontsize=9, **look)
                self.slope_texts.append(
                    ax.text(right - 0.12, middle + 0.11, "", fontsize=12, color=color, **look)
                )
