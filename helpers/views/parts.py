"""What the interactive views are made of: sliders, and marks that know how to show themselves."""

import math
from collections.abc import Sequence

import numpy as np
from ipywidgets import FloatSlider, Layout, SelectionSlider, Widget
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy import ndarray
from numpy.typing import ArrayLike

from helpers.arguments import check_drawable, check_number
from helpers.figures.style import points_across, write
from helpers.functions import Array_Function
from helpers.live.looked_at import Update
from helpers.live.quest import Quests, QuestSet
from helpers.writing import NEARLY_0, NONE, gives, name_of, number, with_enough_decimals, with_slope

Room = tuple[float, float, float, float]
"""From the left, from below, width and height, as parts of the figure."""
Scene = tuple[Figure, Update, list[Artist]]
"""A figure, what moves it, and what would give away a prediction."""

CURVE_POINTS = 201
NUDGES = [1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01]
"""How far x is moved, where a slider chooses it."""
SOME_INPUTS = np.linspace(-2.5, 2.5, 7)


def add_dot(ax: Axes, color: str) -> Line2D:
    """Add the dot that stands for the input that was picked."""
    return ax.plot([], [], "o", color=color, markersize=8, zorder=3)[0]


def tilt(line: Line2D, x: float, y: float, slope: float, reach: float) -> None:
    """Draw a line of this slope through (x, y), reaching so far to each side."""
    line.set_data([x - reach, x + reach], [y - slope * reach, y + slope * reach])


class Curve:
    """A dot on a curve, and the guide to it: from x up to the curve, and across to y.

    `line` is the curve, as `draw_curve` returns it; there may be a `tangent` as well, and above it
    words about its slope, and steps that go along it, so far and so high, with their numbers.
    """

    def __init__(self, line: Line2D, tangent: bool = False, steps: bool = False) -> None:
        self.line, self.ax = line, line.axes
        self.dot = add_dot(self.ax, line.get_color())
        (self.guide,) = self.ax.plot([], [], ":", color="black", linewidth=1)
        self.slope: list[Artist] = []
        if tangent:
            color = line.get_color()
            (self.tangent,) = self.ax.plot([], [], "--", color=color)
            self.words = self.ax.text(0.5, 1, "", fontsize=9, ha="center", va="bottom", color=color)
            self.words.set_transform(self.ax.transAxes)
            self.slope = [self.tangent, self.words]
            self.ax.title.set_y(1.14)
            # The power of ten of large numbers: left of the words, not below them.
            power = self.ax.yaxis.get_offset_text()
            power.set(ha="right", x=-13 / points_across(self.ax), fontsize=9)
        self.steps: Line2D | None = None
        if steps:
            (self.steps,) = self.ax.plot([], [], "-", color="black", linewidth=1.2)
            # A line higher than the words about the slope.
            above = 0.14 / (self.ax.get_position().height * self.ax.figure.get_figheight())
            self.rise = self.ax.text(0.5, 1 + above, "", fontsize=9, ha="center", va="bottom")
            self.rise.set_transform(self.ax.transAxes)
            self.slope += [self.steps, self.rise]
            self.ax.title.set_y(1.14 + above)

    @property
    def marks(self) -> list[Artist]:
        """All that tells where the curve goes."""
        return [self.line, self.dot, self.guide, *self.slope]

    def show(
        self, x: float, y: float, slope: float | None = None, where: str = "", shown: str = ""
    ) -> None:
        """Move the dot to (x, y), with a tangent of this slope; above it how that is written."""
        (left, right), (bottom, _) = self.ax.get_xlim(), self.ax.get_ylim()
        self.dot.set_data([x], [y])
        self.guide.set_data([x, x, left], [bottom, y, y])
        if slope is not None:
            tilt(self.tangent, x, y, slope, 0.22 * (right - left))
            self.words.set_text(f"{with_slope(shown)} {where}")
            if self.steps:
                self._step(x, y, slope, shown)

    def _step(self, x: float, y: float, slope: float, shown: str) -> None:
        """Go along the tangent by a round number, and write how far and how high."""
        (left, right), (bottom, top) = self.ax.get_xlim(), self.ax.get_ylim()
        most = 0.12 * (right - left)
        unit = 10.0 ** math.floor(math.log10(most))
        run = max(digit * unit for digit in (1, 2, 5) if digit * unit <= most)
        ahead = x + run <= right and bottom <= y + slope * run <= top
        start = x if ahead else x - run
        foot = y + slope * (start - x)
        self.steps.set_data([start, start + run, start + run], [foot, foot, foot + slope * run])
        if shown == NONE:
            self.rise.set_text("")
            return
        rise = with_enough_decimals(
            lambda decimals: NEARLY_0 if shown == NEARLY_0 else number(slope * run, decimals),
            lambda words: gives([words, number(run)], "/", shown),
        )
        self.rise.set_text(f"rise {rise} / run {number(run)}")


class Readings:
    """Lines of words, one below the other, each with a number that changes beside or below it.

    `lines` are words and their color. The first stands at `place`, each other one `pitch` lower; a
    number begins `offset` to the right of where its words do and below. `sizes` are those of words
    and numbers.
    """

    def __init__(
        self,
        figure: Figure,
        lines: Sequence[tuple[str, str]],
        place: tuple[float, float],
        pitch: float,
        offset: tuple[float, float],
        sizes: tuple[float, float],
        family: str = "sans-serif",
    ) -> None:
        self.texts = []
        for row, (words, color) in enumerate(lines):
            x, y = place[0], place[1] - pitch * row
            look = {"color": color, "family": family, "parse_math": False}
            figure.text(x, y, words, fontsize=sizes[0], **look)
            x, y = x + offset[0], y - offset[1]
            self.texts.append(figure.text(x, y, "", fontsize=sizes[1], **look))

    def show(self, *numbers: str) -> None:
        """Write these numbers."""
        write(self.texts, numbers)


def slider_for_x(low: float, high: float, step: float, start: float = 1.2) -> FloatSlider:
    """Make the slider that picks the input; raises ValueError for a range without two positions."""
    low, high = check_number("low", low), check_number("high", high)
    check_drawable("low and high", np.array([low, high]))
    step = check_number("step", step, positive=True)
    if low + step > high:
        raise ValueError(
            f"high must be at least low + step, got low {low}, high {high}, step {step}"
        )
    decimals = max(2, len(np.format_float_positional(step).partition(".")[2]))
    slider = FloatSlider(start, min=low, max=high, step=step, description="x")
    slider.readout_format = f".{decimals}f"
    return wide(slider)


def slider_for_nudge(description: str, start: float = 1.0) -> SelectionSlider:
    """Make the slider for how far x is moved."""
    options = [(number(dx), dx) for dx in NUDGES]
    return wide(SelectionSlider(options=options, value=start, description=description))


def wide(control: Widget) -> Widget:
    """Give a control the width that all of them have, so that they line up."""
    control.layout = Layout(width="auto", max_width="40em")
    control.style.description_width = "5em"
    return control


def fitting(
    quest: Quests,
    view: str,
    functions: Sequence[Array_Function] = (),
    x: FloatSlider | ndarray | None = None,
    **numbers: ArrayLike,
) -> Quests:
    """The quests if they are right for what a view shows, and otherwise only words that say why.

    Parameters
    ----------
    quest
        What the view got. Quests of one's own are taken as they are.
    view
        The view's name.
    functions
        What it shows, in this order.
    x
        The slider for the functions' inputs, or these inputs.
    **numbers
        What tells one set of data from another.

    Raises
    ------
    ValueError
        If the quests are made for another view, or a function plays dice: a picture of it would be
        another one each time.
    """
    for func in functions:
        if not np.array_equal(*(func(SOME_INPUTS) for _ in range(2)), equal_nan=True):
            raise ValueError(
                f"the function {name_of(func)} must give the same outputs for the same inputs, but "
                "called again it gives others: it depends on memory or chance"
            )
    if not isinstance(quest, QuestSet):
        return quest
    if quest.view != view:
        raise ValueError(f"quest must be one for {view}, got one for {quest.view}")
    if isinstance(x, FloatSlider):
        numbers["x"] = [x.min, x.max, x.step, x.value]
        x = np.linspace(x.min, x.max, CURVE_POINTS)
    names = [name_of(func) for func in quest.functions]
    # By what they give, too: a learner may change a function under its name.
    if names != [name_of(func) for func in functions] or not all(
        _same(*pair, x) for pair in zip(functions, quest.functions, strict=True)
    ):
        *others, last = dict.fromkeys(names)
        them = f"{', '.join(others)} and {last}" if others else last
        they = "them" if others else "it"
        made_for = f"{them} as the notebook has {they}"
    elif not all(_alike(numbers[name], right, 1e-3) for name, right in quest.numbers.items()):
        made_for = "the numbers of the notebook"
    else:
        return quest
    note = f"The tasks here are made for {made_for}; for others there are none."
    return quest._replace(quests=[], note=note)


def _same(func: Array_Function, made_for: Array_Function, x: ndarray) -> bool:
    try:
        with np.errstate(all="ignore"):
            return _alike(func(x), made_for(x), 1e-9)
    except (TypeError, ValueError):  # in a chain it may never get such an x
        return False


def _alike(one: ArrayLike, other: ArrayLike, within: float) -> bool:
    """Whether rows of numbers are the same, within a share of the largest."""
    one, other = np.asarray(one), np.asarray(other)
    within *= np.nanmax(np.abs(other))
    return one.shape == other.shape and np.allclose(one, other, 0, within, equal_nan=True)
