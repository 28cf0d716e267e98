"""The stretch view: what each box of a chain does to a small piece of the number line."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from ipywidgets import IntSlider, SelectionSlider, Widget
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy import ndarray

from helpers.arguments import check_chain, check_flag, check_number
from helpers.chain import Chain, chain_values, deriv
from helpers.figures.boxes import SUBSCRIPTS, symbols_of
from helpers.figures.curves import drawable
from helpers.figures.style import (
    COMPOSITE,
    centered,
    color_of,
    draw_box,
    fitted,
    points_across,
    write,
)
from helpers.functions import Array_Function, facts_about
from helpers.live.figure import LiveFigure, Narrow
from helpers.live.quest import Quests
from helpers.slopes import ROUNDING, kinks, smallest_slope
from helpers.views.parts import CURVE_POINTS, add_dot, fitting, slider_for_x, tilt, wide
from helpers.writing import (
    NONE,
    as_slopes,
    below_the_line,
    composed_name,
    factors_and_products,
    name_of,
    number,
    told,
    with_slope,
)

ZOOMS = [1, 2, 5, 10, 20, 50, 100]
FEWER_ZOOMS = [1, 2, 10, 100_000]
"""Beside a slider for a guess; from so close, a stretch reads like the slope."""
LONGEST = 8
WITH_CURVES = 2
"""So many boxes have room for their curves."""
NEIGHBORS = np.linspace(-1, 1, 9)
"""Where the neighbors of x are, in units of Δx."""
REACH = 7
"""How far each number line goes to both sides, in units of Δx."""


class Layout(NamedTuple):
    """Where everything stands, in inches."""

    width: float
    box: tuple[float, float]
    """From where to where the boxes reach; the values end where they do."""
    box_height: tuple[float, float]
    """At most, and as a part of the gap."""
    middle: float
    """Of the number lines, where the current values are."""
    unit: float
    """The length of one Δx."""
    columns: tuple[float, float]
    """The places of the stretches and of the slopes."""
    aligned: tuple[str, str]
    """Where in them these places are."""
    gaps: tuple[float, float, float]
    """From one number line to the next: at least, all of them together, at most."""
    above: float
    below: float
    """The room above the first number line, and below the last, if there are several boxes."""
    inside: tuple[float, float]
    """How far below a number line its box and its numbers stand, as parts of the gap."""
    curves: bool
    """Whether each box is large enough to show its curve."""
    kink: float
    """How far below the numbers there are words about a kink."""
    sizes: tuple[float, float]
    """Of most texts, in points: with up to four boxes, and with more."""
    letter: float
    """Half of the width of a letter, in units of Δx."""


WIDE = Layout(
    width=8.6,
    box=(0.08, 1.95),
    box_height=(0.36, 0.43),
    middle=4.1,
    unit=0.29,
    columns=(6.8, 8),
    aligned=("center", "center"),
    gaps=(0, 2.95, 1.15),
    above=0.5,
    below=0.54,
    inside=(0.5, 0.5),
    curves=False,
    kink=0.18,
    sizes=(11, 9),
    letter=0.15,
)
WIDE_CURVES = WIDE._replace(
    width=9.3,
    box=(0.08, 2.65),
    box_height=(1.9, 0.83),
    middle=4.8,
    columns=(7.5, 8.7),
    gaps=(0, 2.36, 2.3),
    curves=True,
)
NARROW = Layout(
    width=3.75,
    box=(0.03, 1.88),
    box_height=(0.3, 0.3),
    middle=2.81,
    unit=0.129,
    columns=(0.05, 1.86),
    aligned=("left", "right"),
    gaps=(0.6, 4.3, 1.2),
    above=0.5,
    below=0.76,
    inside=(0.27, 0.66),
    curves=False,
    kink=0.14,
    sizes=(9, 8),
    letter=0.28,
)
"""For a phone: the numbers stand below the boxes, and there are fewer words."""
NARROW_MANY = NARROW._replace(inside=(0.27, 0.74))
"""With more than four boxes, where the heads have less room."""
NARROW_CURVES = NARROW._replace(
    box_height=(1.25, 0.62), gaps=(0, 3.3, 2.2), inside=(0.37, 0.815), curves=True
)
FAR = 1e4
"""A line that leads so far away, in units of Δx, can't be told from the number line."""
UNKNOWN = "–"
FEW = 4
"""So many boxes have room for larger words, and for what a kink has on its sides."""


@np.errstate(all="ignore")
def explore_stretch(
    chain: Chain | Mapping[str, Chain],
    low: float = -3.0,
    high: float = 3.0,
    step: float = 0.2,
    *,
    start: float = 1.2,
    guess: bool = False,
    quest: Quests = None,
) -> LiveFigure:
    """What each box does to a bar of length Δx: near enough, it multiplies it by its slope.

    One number line for x and one for the output of each box, each in units of Δx and centered on
    its current value. Nine neighbors of x, a quarter of Δx apart, go down through the boxes. One
    or two boxes show their curves, with the neighbors as a piece of them, and the tangents. A
    single box shows slope and tangent at the largest zoom only, since the reader is to find them.

    A prediction covers what the boxes do; with a guess, only what the last one gives.

    Parameters
    ----------
    chain
        One to eight functions. With two, a slider swaps their order. A dict of such chains by
        their names gives a slider that chooses among them.
    low, high, step
        The positions of the slider for x.
    start
        Where that slider is at first.
    guess
        Whether there is a slider for a dashed bar on the last line, whose end can be dragged: a
        guess of where the bar will end.
    quest
        A task that is solved by moving, or several, one after the other.

    Returns
    -------
    LiveFigure
        With a slider for x and one for the zoom: Δx is 1 / zoom, from 1 down to 0.01, or to 0.00001
        with a guess. In front of them one for the order or the example, if there is a choice.

    Raises
    ------
    TypeError, ValueError
        If `chain` is not a list of one to eight functions that work on arrays, or a dict of such
        lists; if the range is not one of finite numbers, `start`
        no finite number, or `guess` neither True nor False; or if the quest is one of another view.
    """
    chooser, chains = _choices(chain)
    x_slider = slider_for_x(low, high, step)
    x_slider.value = check_number("start", start)
    guess = check_flag("guess", guess)
    xs = np.linspace(x_slider.min, x_slider.max, CURVE_POINTS)
    for _, functions in chains:
        _check_drawable(functions, xs)
    shown = chains if isinstance(chain, Mapping) else chains[:1]
    shown = [func for _, functions in shown for func in functions]
    quest = fitting(quest, "explore_stretch", shown, x_slider)
    controls = {"x": x_slider, **_zoom_and_guess(guess)}
    if len(chains) > 1:
        controls = {chooser: wide(SelectionSlider(options=chains, description=chooser)), **controls}

    def made(narrow: bool) -> Narrow:
        closest = (FEWER_ZOOMS if guess else ZOOMS)[-1]
        scenes = [_Stretch(functions, narrow, xs, closest, guess) for _, functions in chains]
        answer = [artist for scene in scenes for artist in scene.answer]
        if len(scenes) == 1:
            return scenes[0].figure, scenes[0].update, answer
        return [scene.figure for scene in scenes], [scene.update for scene in scenes], answer

    figure, update, answer = made(narrow=False)
    return LiveFigure(
        figure,
        update,
        quest=quest,
        answer=answer,
        narrow=lambda: made(narrow=True),
        play=["zoom", "x"],
        **controls,
    )


def _choices(chain: object) -> tuple[str, list[tuple[str, Chain]]]:
    """What the first slider is called, and the chains by name that it chooses among."""
    if isinstance(chain, Mapping):
        if not chain:
            raise ValueError("chain must hold at least 1 chain, got an empty dict")
        return "example", [
            (str(name), _checked(f"chain[{name!r}]", functions))
            for name, functions in chain.items()
        ]
    chain = _checked("chain", chain)
    orders = [chain, chain[::-1]] if len(chain) == 2 else [chain]
    return "order", [(composed_name(order), order) for order in orders]


def _checked(name: str, chain: object) -> Chain:
    functions = check_chain(name, chain)
    if len(functions) > LONGEST:
        raise ValueError(f"{name} must hold at most {LONGEST} functions, got {len(functions)}")
    return functions


def _check_drawable(chain: Chain, xs: ndarray) -> None:
    for func, outputs in zip(chain, chain_values(chain, xs)[1:], strict=True):
        drawable(outputs, name_of(func), xs)


def _zoom_and_guess(guess: bool) -> dict[str, Widget]:
    """The slider for the zoom, and one for the guess beside a zoom that begins at its closest."""
    zooms = FEWER_ZOOMS if guess else ZOOMS
    zoom = SelectionSlider(options=[(f"{z:,}×", z) for z in zooms], description="zoom")
    if not guess:
        return {"zoom": wide(zoom)}
    zoom.index = len(zooms) - 1
    bar = IntSlider(2, min=-REACH, max=REACH, description="your bar")
    return {"zoom": wide(zoom), "guess": wide(bar)}


def stretched(chain: Chain, x: float, dx: float) -> tuple[ndarray, ndarray]:
    """Where the nine neighbors of x are on each line, and which of these places may be rounding.

    Both of shape (len(chain) + 1, 9), the places in units of dx from the line's current value: so
    the bar reaches from 0 to the last of them.
    """
    values = np.array(chain_values(chain, x + dx * NEIGHBORS))
    middle = values[:, [4]]
    places = (values - middle) / dx
    places[~np.isfinite(middle[:, 0])] = np.nan
    places[0] = NEIGHBORS  # as they were chosen, without rounding
    return places, np.abs(places) <= 4 * ROUNDING * np.abs(values).max(axis=1, keepdims=True) / dx


def _decimals(products: Sequence[float], count: int) -> list[int]:
    """How many the products of so many boxes are told with: of many, half a percent is enough."""
    if count <= WITH_CURVES:
        return [4] * len(products)
    sizes = np.abs(products)
    needed = np.clip(np.ceil(-np.log10(0.005 * sizes)), 1, 4)
    return np.where(sizes < 1e5, needed, 4).astype(int).tolist()


def in_words(bars: ndarray, rounding: ndarray) -> tuple[list[str], list[str], list[str]]:
    """How bars of these lengths, one for each line, are told, with which places may be rounding.

    By what each box multiplies, the same with "–" where that is unknown, and all lengths but the
    first.
    """
    # A bar of exactly 0 is true where its neighbors move; after a lost one, all are.
    lost = np.logical_or.accumulate(rounding[:, -1] & ((bars != 0) | rounding.all(axis=1)))
    ratios = np.where(bars[:-1] != 0, bars[1:] / bars[:-1], np.nan)
    unknown = np.isnan(ratios) | lost[:-1] | (lost[1:] & rounding[1:].all(axis=1))
    factors, lengths = factors_and_products(
        np.where(lost[1:], 0, ratios),
        bars[1:],
        np.where(lost[1:], np.inf, 0),
        _decimals(bars[1:], len(bars) - 1),
    )
    return factors, np.where(unknown, UNKNOWN, factors).tolist(), lengths


class Slope(NamedTuple):
    """The slope of a box, and what a kink has instead."""

    value: float
    """nan at a kink."""
    smallest: float
    """A measured one that is not larger may be nothing but error."""
    beside: str


def slope_at(func: Array_Function, u: float) -> Slope:
    """The slope at u: the exact one if it is known, else what `deriv` finds with a small step.

    So small that no kink nearby is in it, and larger beside a large u, where it would be lost in
    rounding. At a kink there is none.
    """
    kink = kinks(func, u)
    if not math.isfinite(u) or kink.there:
        return Slope(math.nan, 0.0, kink.told)
    if facts := facts_about(func):
        return Slope(float(facts.derivative(np.array(u))), 0.0, "")
    step = 1e-5 * max(1, abs(u) / 1000)
    return Slope(float(deriv(func, u, step)), smallest_slope(func, u, step), "")


class _CurveInBox:
    """The curve of a box: its input, the neighbors as a piece of it, and the tangent.

    With `labelled` the axes have numbers, and with `told` the tangent has: a rise over a run of 1.
    """

    def __init__(
        self,
        ax: Axes,
        func: Array_Function,
        xs: ndarray,
        color: str,
        labelled: bool,
        told: bool,
    ) -> None:
        self.ax, self.func, self.told = ax, func, told
        inputs = drawable(xs, name_of(func), xs)
        room = 0.06 * (np.ptp(inputs) or 1.0)
        inputs = np.linspace(inputs.min() - room, inputs.max() + room, CURVE_POINTS)
        outputs = drawable(func(inputs), name_of(func), inputs)
        above = 0.1 * (np.ptp(outputs) or 1.0)
        limits = outputs.min() - above, outputs.max() + above
        ax.set(xlim=(inputs[0], inputs[-1]), ylim=limits)
        ax.patch.set_visible(False)
        ax.spines[["right", "top"]].set_visible(False)
        if labelled:
            ax.tick_params(labelsize=9, pad=2)
            ax.locator_params(nbins=5)
        else:
            ax.set_axis_off()
        ax.plot(inputs, func(inputs), color=color, linewidth=1)
        (self.piece,) = ax.plot([], [], color=color, linewidth=6, alpha=0.45)
        (self.tangent,) = ax.plot([], [], "--", color=color)
        (self.steps,) = ax.plot([], [], ":", color="black")
        self.dot = add_dot(ax, color)
        look = {"fontsize": 9, "color": color, "parse_math": False}
        self.rise = ax.text(0, 0, "", ha="center", va="center", **look)
        self.run = ax.text(0, 0, "", ha="center", va="center", **look)
        self.slope = [self.tangent, self.steps, self.rise, self.run]
        # A line of words, as a part of the height.
        self.away = 0.12 / (ax.get_position().height * ax.figure.get_figheight())
        self.limits, self.shown = (*ax.get_xlim(), *ax.get_ylim()), ()
        self.half_letter = 3.5 / points_across(ax, 1)  # how wide that is

    def show(
        self, input_: float, around: ndarray, after: ndarray, slope: float, words: str
    ) -> None:
        """Move to this input; its neighbors and theirs are given by how far away they are."""
        output = float(self.func(np.array(input_)))
        self.piece.set_data(input_ + around, output + after)
        if self.shown == (input_, slope, words):  # nearer or farther away
            return
        self.shown = input_, slope, words
        left, right, low, high = self.limits
        self.dot.set_data([input_], [output])
        tilt(self.tangent, input_, output, slope, 0.3 * (right - left))
        # Where there is no room to the right, it ends here: first the rise, then the run.
        run = 1 if input_ + 1 < right else -1
        end, rise = input_ + run, run * slope
        if end < left:  # nor is there room to the left, if the box gets numbers from a small range
            rise = math.nan
        flat = output + 0 * rise  # nan where there is no slope
        self.steps.set_data([input_, end, end], [flat, flat, output + rise])
        if not self.told:
            return
        if not np.isfinite([output, rise]).all():  # nothing is told where nothing is drawn
            for text in (self.run, self.rise):
                text.set(text="", position=(left, low))
            return
        line = self.away * (high - low)
        below = math.copysign(line, -rise)
        inside = low + line / 2, high - line / 2
        # Beside it, and in the box.
        height = output + rise / 2
        if abs(rise) < abs(below):  # or the tangent would go through it
            height -= below
        places = [
            ((input_ + end) / 2, np.clip(output + below, *inside)),
            (end + 0.09 * run * (right - left), np.clip(height, *inside)),
        ]
        told = "1", words  # from the left to the right, here and there
        free = all(map(self._is_free, places, told))
        write([self.run, self.rise], told if free else ["", ""])
        for text, place in zip([self.run, self.rise], places, strict=True):
            text.set_position(place)

    def _is_free(self, place: tuple[float, float], words: str) -> bool:
        """Whether the curve does not go through these words."""
        x, y = place
        *_, low, high = self.limits
        half = self.half_letter * len(words)
        curve = self.func(np.linspace(x - half, x + half, 9))
        return bool(np.all(np.abs(curve - y) > 0.6 * self.away * (high - low)))


class _Stretch:
    """The picture of one chain, and how it is moved."""

    def __init__(self, chain: Chain, narrow: bool, xs: ndarray, closest: int, guess: bool) -> None:
        self.chain, self.closest, count = chain, closest, len(chain)
        plain, curves = (NARROW, NARROW_CURVES) if narrow else (WIDE, WIDE_CURVES)
        if narrow and count > FEW:
            plain = NARROW_MANY
        self.layout = layout = curves if count <= WITH_CURVES else plain
        self.narrow = narrow
        least, together, most = layout.gaps
        self.gap = gap = max(least, min(most, together / count))
        # With room for the products.
        height = layout.above + count * gap + (layout.below if count > 1 else 0.32)
        self.levels = height - layout.above - gap * np.arange(count + 1)
        self.figure = Figure(figsize=(layout.width, height))
        self.page = self.figure.add_axes((0, 0, 1, 1), xlim=(0, layout.width), ylim=(0, height))
        # What leaves the number lines is cut off.
        left, width = layout.middle - REACH * layout.unit, 2 * REACH * layout.unit
        self.lines = self.figure.add_axes(
            (left / layout.width, 0, width / layout.width, 1),
            xlim=(-REACH, REACH),
            ylim=(0, height),
        )
        self.page.set_axis_off()
        self.lines.set_axis_off()
        self.size = layout.sizes[count > FEW]
        self.curves: list[_CurveInBox] = []
        self._draw_still(gap, xs)

        self._draw_moving(["black", *map(color_of, range(count))])
        self._draw_numbers()
        self.totals, self.heads = self._draw_totals() if count > 1 else ([], [])
        self.guess = self._draw_guess() if guess else None
        self.answer = self._covered()
        self.shown, self.sentence = (math.nan, 0), ""
        self.boxes_at = lru_cache(1)(self._boxes_at)  # all zooms of an x follow each other

    def _draw_moving(self, colors: list[str]) -> None:
        """Draw what moves on the number lines: neighbors, fans, bars and their lengths."""
        self.fans = [self._line(color, linewidth=1, alpha=0.6) for color in colors[1:]]
        self.bars = [self._line(c, linewidth=9, alpha=0.45, solid_capstyle="butt") for c in colors]
        self.points = [self._marks("o", 3) for _ in colors]
        self.arrows = self._marks("<", 7), self._marks(">", 7)
        # How high they are never changes.
        for k, fan in enumerate(self.fans):
            fan.set_ydata(np.tile([*self.levels[k : k + 2], np.nan], 9))
        for y, bar, points in zip(self.levels, self.bars, self.points, strict=True):
            bar.set_ydata([y, y])
            points.set_ydata(np.full(9, y))
        for arrow in self.arrows:
            arrow.set_ydata(self.levels)
        self.lengths = [
            self.lines.text(0, y + 0.1, "", fontsize=self.size, color=c, ha="center")
            for y, c in zip(self.levels, colors, strict=True)
        ]
        if len(self.chain) > 1:  # below the last line no fan runs through it
            self.lengths[-1].set(y=self.levels[-1] - 0.25, va="top")

    def _draw_numbers(self) -> None:
        """Draw what is told beside the number lines: values, stretches, slopes and kinks."""
        layout = self.layout
        self.names = symbols_of(len(self.chain))
        self.values = [
            self.page.text(layout.box[1], y, "", fontsize=self.size, ha="right", va="center")
            for y in self.levels
        ]
        rows, (stretches, slopes) = self.levels[:-1] - layout.inside[1] * self.gap, layout.columns
        self.stretches = [self._cell(stretches, y, color_of(k)) for k, y in enumerate(rows)]
        self.slopes = [self._cell(slopes, y, color_of(k)) for k, y in enumerate(rows)]
        for texts, side in zip([self.stretches, self.slopes], layout.aligned, strict=True):
            for text in texts:
                text.set_ha(side)
        # Of many boxes a kink is all that there is room for, in the place of its slope.
        middle, roomy = (stretches + slopes) / 2, rows if len(rows) <= FEW else []
        self.kinks = [
            self._cell(middle, y - layout.kink, color_of(k), 9) for k, y in enumerate(roomy)
        ]

    def _covered(self) -> list[Artist]:
        """What gives a prediction away: what all boxes do, or with a guess only the last bar."""
        covered = slice(1, None) if self.guess is None else slice(-1, None)
        answer: list[Artist] = [
            *self.fans[0 if self.guess is None else -1 :],
            *self.bars[covered],
            *self.points[covered],
            *self.lengths[covered],
            *self.arrows,
            *self.totals,
            *self.heads,
        ]
        if self.guess is None:
            answer += [*self.stretches, *self.slopes, *self.kinks]
            answer += [artist for curve in self.curves for artist in curve.slope]
        return answer

    def _draw_guess(self) -> tuple[Line2D, Line2D, Text]:
        """Draw the dashed bar of the reader's guess, its end, and its length in words."""
        y, color = self.levels[-1], color_of(len(self.chain) - 1)
        (bar,) = self.lines.plot([], [], "--", color=color, linewidth=1.2)
        end = add_dot(self.lines, color)
        end.set(markerfacecolor="none", markeredgewidth=1.5, clip_on=False)
        if self.narrow:  # room for it where it is furthest to the left
            self.values[-1].set_x(self.layout.box[1] - 0.09)
        look = {"fontsize": self.size, "va": "center", "color": color}
        words = self.page.text(self.layout.box[0], y - (0.17 if self.narrow else 0.3), "", **look)
        return bar, end, words

    def _draw_still(self, gap: float, xs: ndarray) -> None:
        """Draw what never moves: the number lines, the boxes, the heads of the columns."""
        ticks = np.arange(-REACH, REACH + 1)
        strokes = [([-REACH, REACH, np.nan], [0, 0, 0])]
        strokes += [([tick, tick, np.nan], [-0.04, 0.04, 0]) for tick in ticks]
        places, heights = np.concatenate(strokes, axis=1)
        heights = np.add.outer(self.levels, heights).ravel()
        self.lines.plot(np.tile(places, len(self.levels)), heights, color="0.5", linewidth=0.8)
        apart = 4 if self.narrow else 2
        for tick in range(-REACH + REACH % apart, REACH, apart):
            look = {"fontsize": 8 if self.narrow else 9, "ha": "center", "va": "top"}
            words = f"{number(tick)}Δx" if tick else "0"
            self.lines.text(tick, self.levels[-1] - 0.1, words, color="0.35", **look)
        note, layout = "Each line counts in Δx from its current value.", self.layout
        (left, right), top = layout.box, self.levels[0]
        self.page.text(left, top + layout.above - 0.14, note, fontsize=9, va="center")
        middle, width = (left + right) / 2, right - left
        most, part = layout.box_height
        tall = min(most, part * gap)
        for k, func in enumerate(self.chain):
            y = self.levels[k] - layout.inside[0] * gap
            draw_box(self.page, (middle, y), width, tall, color_of(k))
            if layout.curves:
                alone = len(self.chain) == 1
                labelled = alone and not self.narrow
                x, bottom = (0.32, 0.25) if labelled else (0.1, 0.06)  # with room for numbers
                frame = (left + x, y - tall / 2 + bottom, width - 0.1 - x, tall - 0.24 - bottom)
                place = np.array(frame) / np.tile(self.figure.get_size_inches(), 2)
                ax = self.figure.add_axes(tuple(place))
                told = alone or not self.narrow
                self.curves.append(_CurveInBox(ax, func, xs, color_of(k), labelled, told))
                xs = func(xs)
                y += tall / 2 - 0.15
            symbol = f"f{k + 1}".translate(SUBSCRIPTS)
            self._cell(left + 0.18, y, color_of(k)).set_text(symbol)
            name, size = fitted(name_of(func), 72 * (width - 0.5), self.size)
            self._cell(middle + 0.1, y, "black", size).set_text(name)
        heads = zip(layout.columns, ["stretch", "slope"], layout.aligned, strict=True)
        # On a phone the heads stand right above the first numbers, as there is a box between these
        # and the first line.
        y, size = top, 10.0
        if self.narrow:
            y, size = top - layout.inside[1] * gap + self.size / 68, self.size
        for x, words, side in heads:
            self._cell(x, y, "black", size).set(text=words, ha=side)

    def _draw_totals(self) -> tuple[list[Text], list[Text]]:
        """Draw the products and the words beside them; on a phone these stand in two rows."""
        if self.narrow:
            totals, heads, x = [], [], self.layout.box[1]
            for y, words, color in [(0.28, "stretches", "black"), (0.11, "slopes", COMPOSITE)]:
                look = {"fontsize": 9, "va": "center", "color": color}
                heads.append(self.page.text(x, y, f"{words} multiplied", ha="right", **look))
                totals.append(self.page.text(x + 0.08, y, "", **look))
            return totals, heads
        right = self.layout.middle + REACH * self.layout.unit
        head = self.page.text(right, 0.2, "multiplied", fontsize=10, ha="right", va="center")
        (first, last), size = self.layout.columns, min(10, self.size)  # powers of ten are long
        self.page.plot([first - 0.45, last + 0.45], [self.levels[-1]] * 2, color="0.5", lw=0.8)
        totals = [(first, "black"), (last, COMPOSITE)]
        return [self._cell(x, 0.2, color, size) for x, color in totals], [head]

    def _line(self, color: str, **looks: object) -> Line2D:
        return self.lines.plot([], [], color=color, **looks)[0]

    def _marks(self, marker: str, size: float) -> Line2D:
        return self.lines.plot([], [], marker, color="black", markersize=size, mew=0)[0]

    def _cell(self, x: float, y: float, color: str, size: float | None = None) -> Text:
        return centered(self.page, x, y, "", size or self.size, color)

    def update(self, x: float, zoom: int, guess: int | None = None) -> str:
        """Show what becomes of the neighbors of x, and the guess."""
        if (x, zoom) != self.shown:  # all positions of a guess follow each other
            self.shown, self.sentence = (x, zoom), self._show(x, zoom)
        if self.guess is None:
            return self.sentence
        bar, end, words = self.guess
        top, bottom = self.levels[-1] + 0.085, self.levels[-1] - 0.085
        bar.set_data([0, 0, guess, guess, 0], [bottom, top, top, bottom, bottom])
        end.set_data([guess], [self.levels[-1]])
        words.set_text(f"your bar: {number(guess)} Δx")
        return self.sentence

    def _show(self, x: float, zoom: int) -> str:
        dx = 1 / zoom
        places, rounding = stretched(self.chain, x, dx)
        self._draw_fan(places)
        values, exact, slopes, product, beside = self.boxes_at(x)
        write(self.values, map(told, self.names, map(number, values)))

        bars = places[:, -1]
        factors, stretches, lengths = in_words(bars, rounding)
        step, whole = told("Δx", number(dx)), lengths[-1]
        self._write_lengths(bars, [step, *(f"{length} Δx" for length in lengths)])

        if len(self.chain) == 1 and zoom < self.closest:
            exact, slopes, beside = [math.nan], ["?"], [""]  # the reader is to find it
        for k, curve in enumerate(self.curves):
            curve.show(values[k], dx * places[k], dx * places[k + 1], exact[k], slopes[k])
        words = self._write_columns(stretches, slopes, beside)
        sentence = f"At x = {number(x)} with {step}: {', '.join(words)}"
        if len(self.chain) == 1:
            return f"{sentence}."
        totals = below_the_line(factors, whole), below_the_line(slopes, product)
        write(self.totals, totals)
        multiplied = "There is no product of the slopes."
        if product != NONE:
            multiplied = f"The product of the slopes is {product}."
        return f"{sentence}; together by {whole}. {multiplied}"

    def _boxes_at(
        self, x: float
    ) -> tuple[list[float], Sequence[float], list[str], str, Sequence[str]]:
        """The values at x, the slopes as they are and in words, their product, and kinks."""
        values = [float(value) for value in chain_values(self.chain, x)]
        exact, smallest, beside = zip(*map(slope_at, self.chain, values), strict=True)
        product = math.prod(exact)
        decimals = _decimals([product], len(self.chain))
        slopes, products = factors_and_products(exact, [product], smallest, decimals)
        (product,) = as_slopes(products)
        return values, exact, as_slopes(slopes), product, beside

    def _write_columns(
        self, stretches: list[str], slopes: list[str], beside: Sequence[str]
    ) -> list[str]:
        """Write what each box does into its row; returns the same for the sentence."""
        words = []
        if self.kinks:
            write(self.slopes, slopes)
            write(self.kinks, [sides and f"kink: {sides}" for sides in beside])
        else:
            pairs = zip(slopes, beside, strict=True)
            write(self.slopes, ["kink" if sides else slope for slope, sides in pairs])
            beside = [""] * len(slopes)
        for k, func in enumerate(self.chain):
            unknown = stretches[k] == UNKNOWN
            self.stretches[k].set_text(UNKNOWN if unknown else f"× {stretches[k]}")
            does = "by" if k else "stretches the bar by"
            # No-break spaces, for sentences of equally many words take far fewer bytes.
            sides = f": {beside[k]} of a kink".replace(" ", "\u00a0") if beside[k] else ""
            slope = "" if slopes[k] == "?" else f" ({with_slope(slopes[k])}{sides})"
            words.append(f"{name_of(func)} {does} {stretches[k]}{slope}")
        return words

    def _write_lengths(self, bars: ndarray, lengths: list[str]) -> None:
        """Write the length of each bar beside it, clear of the fan."""
        for k, (text, length, bar) in enumerate(zip(self.lengths, lengths, bars, strict=True)):
            text.set_text("" if math.isnan(bar) else length)
            side, half, end = math.copysign(1, bar), self.layout.letter * len(length), abs(bar)
            left, right = -REACH, REACH + (0.2 if self.narrow else 0.4)
            if k == len(self.chain) > 1 and not self.narrow:
                right -= 3.4  # there stands "multiplied"
            elif k:  # beyond the fan that narrows down to the bar
                end = max(end, side * (bar + 0.22 / self.gap * (bars[k - 1] - bar)))
            beside = 0 if math.isnan(bar) else side * (end + 0.3 + half)
            text.set_x(min(max(beside, left + half), right - half))

    def _draw_fan(self, places: ndarray) -> None:
        """Move the neighbors, the lines between them, the bars, and the arrows at the edges."""
        inner = np.clip(places, -2 * REACH, 2 * REACH)
        ends = np.clip(places[:, -1], -REACH, REACH).tolist()
        for k, end in enumerate(ends):
            self.points[k].set_xdata(inner[k])
            # A bar of no length is a mark that can be seen.
            self.bars[k].set_xdata((-0.04, 0.04) if abs(end) < 0.08 else (0, end))
        above, below = places[:-1], places[1:]
        # Without those of which nothing can be seen; and far away is as good as never.
        unseen = (np.minimum(above, below) > REACH) | (np.maximum(above, below) < -REACH)
        unseen |= np.maximum(np.abs(above), np.abs(below)) > FAR
        # From one level to the next; then the pen is lifted.
        lifted = np.full_like(above, np.nan)
        xs = np.stack([np.where(unseen, np.nan, above), below, lifted], axis=-1)
        for k, fan in enumerate(self.fans):
            fan.set_xdata(xs[k].ravel())
        for arrow, side in zip(self.arrows, (-1, 1), strict=True):
            away = (side * places > REACH).any(axis=1)
            # The arrows that are not needed wait out of sight.
            arrow.set_xdata(side * np.where(away, REACH - 0.15, 2 * REACH))
