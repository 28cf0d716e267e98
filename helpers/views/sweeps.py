"""The view of two ways through a chain: a sweep for each knob, or a single one for all of them."""

from typing import NamedTuple

import numpy as np
from ipywidgets import IntSlider
from matplotlib.figure import Figure

from helpers.arguments import check_chain, check_number
from helpers.chain import Chain, chain_values
from helpers.figures.boxes import SUBSCRIPTS
from helpers.figures.style import (
    COMPOSITE,
    SLOPE,
    centered,
    color_of,
    draw_box,
    fitted,
    width_of,
    write,
)
from helpers.live.figure import LiveFigure, Narrow
from helpers.live.quest import Quests
from helpers.slopes import slopes_at, smallest_slope
from helpers.views.parts import Scene, fitting, wide
from helpers.writing import as_slopes, factors_and_products, name_of, number, told

LEAST, MOST = 2, 8
"""So many boxes a chain may have."""


class Layout(NamedTuple):
    """Where everything stands, in inches."""

    width: float
    left: float
    """Where the first box has its room; left of it stand the words."""
    right: float
    """The room after the last box."""
    names: bool
    """Whether there is room for the names of the functions."""
    sizes: tuple[float, float]
    """The smallest and the largest of the numbers, in points."""


WIDE = Layout(
    width=10,
    left=1.15,
    right=0.85,
    names=True,
    sizes=(9, 11),
)
NARROW = Layout(
    width=3.75,
    left=0.52,
    right=0.27,
    names=False,
    sizes=(8, 9),
)
ROW, FOLDED = 0.27, 0.34
"""From one sweep to the next; and where its numbers have no room side by side in a single row."""


class Numbers(NamedTuple):
    """What is shown of so many boxes, in words."""

    slopes: list[str]
    products: list[list[str]]
    """For each knob, those from its box on; the last one is the slope for the knob."""

    @property
    def found(self) -> list[str]:
        """The slopes for all knobs."""
        return [products[-1] for products in self.products]


def _numbers(chain: Chain, start: float) -> Numbers:
    values = [float(value) for value in chain_values(chain, start)]
    slopes, errors = slopes_at(chain, values), list(map(smallest_slope, chain, values))
    return Numbers(
        as_slopes(factors_and_products(slopes, errors=errors)[0]),
        [
            as_slopes(factors_and_products(slopes[k:], errors=errors[k:])[1])
            for k in range(len(chain))
        ],
    )


def _fold(shown: list[Numbers], pitch: float, sizes: tuple[float, float]) -> tuple[int, float]:
    """In how many rows neighbors have to stand to have room, each a pitch apart, and how large.

    The pitch and the sizes are in points.
    """
    rows = [
        np.array([width_of(words, 1, weight) for words in row])
        for numbers in shown
        for row, weight in [
            (numbers.slopes, "normal"),
            (numbers.found, "bold"),
            *((products, "bold") for products in numbers.products),
        ]
    ]
    for fold in (1, 2, 3):
        widest = max([1.0, *(w for row in rows for w in (row[:-fold] + row[fold:]) / 2)])
        size = fold * pitch / (widest + 0.5)  # with half a letter between them
        if size >= sizes[0]:
            break
    return fold, min(max(size, sizes[0]), sizes[1])


@np.errstate(all="ignore")
def explore_sweeps(chain: Chain, start: float = 1.0, *, quest: Quests = None) -> LiveFigure:
    """How the slopes for all knobs of a chain are found: forward one by one, backward at once.

    Knob k adds a little to what goes into box k, so the slope of the output with respect to it is
    the product of the slopes of box k and of all boxes after it. A step takes the slope of one
    box and multiplies. Forward, each knob needs a sweep of its own, from its box to the output;
    backward, one sweep from the output to the first box passes all of them.

    Parameters
    ----------
    chain
        Two to eight functions.
    start
        The number that goes into the first one.
    quest
        A task that is solved by moving, or several, one after the other. A prediction covers all
        products, and how far both ways are.

    Returns
    -------
    LiveFigure
        With a slider for how many boxes there are, and one for how many steps both ways have taken.

    Raises
    ------
    TypeError, ValueError
        If `chain` is not a list of two to eight functions that work on arrays, if `start` is not a
        finite number, or if the quest is one of another view.
    """
    chain = check_chain("chain", chain)
    if not LEAST <= len(chain) <= MOST:
        raise ValueError(f"chain must hold {LEAST} to {MOST} functions, got {len(chain)}")
    start = check_number("start", start)
    shown = [_numbers(chain[:count], start) for count in range(LEAST, len(chain) + 1)]

    def made(layout: Layout) -> Narrow:
        pitch = (layout.width - layout.left - layout.right) / len(chain)
        fold = _fold(shown, 72 * pitch, layout.sizes)
        scenes = [_scene(chain, start, layout, numbers, *fold) for numbers in shown]
        figures, updates, answers = zip(*scenes, strict=True)
        return figures, updates, [artist for answer in answers for artist in answer]

    half, most = (LEAST + len(chain)) // 2, steps_forward(len(chain))
    boxes = wide(IntSlider(half, LEAST, len(chain), description="boxes"))
    steps = wide(IntSlider(half - 1, 0, most, description="steps"))
    figures, updates, answer = made(WIDE)
    return LiveFigure(
        figures,
        updates,
        quest=fitting(quest, "explore_sweeps", chain, np.array([start]), start=start),
        answer=answer,
        narrow=lambda: made(NARROW),
        boxes=boxes,
        steps=steps,
    )


def steps_forward(count: int) -> int:
    """From each box a sweep to the last one: so many steps with so many boxes."""
    return count * (count + 1) // 2


def _scene(
    chain: Chain, start: float, layout: Layout, numbers: Numbers, fold: int, size: float
) -> Scene:
    """The picture of as many boxes as there are slopes, and what moves it.

    Numbers that would stand side by side stand in `fold` rows, in turn.
    """
    rows, count = len(chain), len(numbers.slopes)
    lane = ROW if fold == 1 else FOLDED
    more = lane - ROW
    height = 2.35 + 2.5 * more + rows * lane
    figure = Figure(figsize=(layout.width, height))
    page = figure.add_axes((0, 0, 1, 1), xlim=(0, layout.width), ylim=(0, height))
    page.set_axis_off()
    pitch = (layout.width - layout.left - layout.right) / rows
    columns = layout.left + pitch * (np.arange(count) + 0.55)
    used = chain[:count]

    # The boxes, each with its knob and its slope.
    wire, slope_row = height - 0.7, height - 1.1 - more / 2
    lower = [0.28 / fold * ((fold - 1) / 2 - k % fold) for k in range(count)]
    page.text(0.08, wire, told("x", number(start)), fontsize=9, va="center")
    page.text(0.08, slope_row, "slope", fontsize=9, va="center")
    ends = [layout.left + 0.1 * pitch, *(columns + 0.34 * pitch)]
    for k, (func, middle) in enumerate(zip(used, columns, strict=True)):
        color, knob = color_of(k), middle - 0.45 * pitch
        draw_box(page, (middle, wire), 0.68 * pitch, 0.44, color)
        symbol = f"f{k + 1}".translate(SUBSCRIPTS)
        if layout.names:
            centered(page, middle, wire + 0.11, symbol, 9, color)
            centered(page, middle, wire - 0.09, *fitted(name_of(func), 72 * 0.62 * pitch, 9))
        else:
            centered(page, middle, wire, symbol, 9, color)
        page.plot([ends[k], middle - 0.34 * pitch], [wire, wire], color="0.5", linewidth=1)
        page.plot([knob, knob], [wire, wire + 0.36], color="0.5", linewidth=1)
        page.plot(knob, wire + 0.46, "o", color="0.5", markersize=14, markerfacecolor="none")
        centered(page, knob, wire + 0.455, str(k + 1), 9)
        centered(page, middle, slope_row + lower[k], numbers.slopes[k], size, color)
    tail = ends[-1], min(ends[-1] + 0.2, layout.width - 0.02)
    page.annotate("", (tail[1], wire), (tail[0], wire), arrowprops={"arrowstyle": "->"})
    if layout.names:
        page.text(tail[1] + 0.05, wire, "output", fontsize=9, va="center")

    # The sweeps: a single row, and below it one for each knob.
    single, first = height - 1.8 - 1.5 * more, height - 2.4 - 2.5 * more
    lanes = first - lane * np.arange(count)
    for k, y in enumerate(lanes):
        knob = f"knob {k + 1}" if layout.names else f"{k + 1}"
        page.text(0.08, y, knob, fontsize=9, va="center")
    page.text(0.08, single, "all knobs" if layout.names else "all", fontsize=9, va="center")
    reports, right, above = [], layout.width - 0.08, 0.29 + more / 2
    for y, heading, color in [
        (single, "backward", SLOPE),
        (lanes[0], "forward", COMPOSITE),
    ]:
        look = {"fontsize": 11 if layout.names else 9, "va": "center", "color": color}
        page.text(0.08, y + above, heading, **look)
        reports.append(page.text(right, y + above, "", ha="right", **look))
    wide_line = {"linewidth": 72 * (lane - 0.06), "alpha": 0.22, "solid_capstyle": "butt"}
    (there,) = page.plot([], [], color=COMPOSITE, **wide_line)
    (back,) = page.plot([], [], color=SLOPE, **wide_line)
    visits = [(k, j) for k in range(count) for j in range(k, count)]
    # In the color of a line they could not be read on it.
    cells = {(k, j): centered(page, columns[j], lanes[k] + lower[j], "", size) for k, j in visits}
    found = [
        centered(page, *at, "", size) for at in zip(columns, np.add(single, lower), strict=True)
    ]
    for text in [*found, *(cells[k, count - 1] for k in range(count))]:
        text.set_weight("bold")  # these are the slopes for the knobs
    half = pitch / 2

    def update(steps: int) -> str:
        done = visits[:steps]
        write(
            cells.values(), [numbers.products[k][j - k] if (k, j) in done else "" for k, j in cells]
        )
        passed = max(0, count - steps)
        write(found, [words if k >= passed else "" for k, words in enumerate(numbers.found)])
        strokes = [
            ([columns[k] - half, columns[j] + half, np.nan], [lanes[k]] * 3)
            for k in range(count)
            for j in [max((j for i, j in done if i == k), default=None)]
            if j is not None
        ]
        there.set_data(*np.concatenate(strokes or [np.empty((2, 0))], axis=1))
        ends = [columns[passed] - half, columns[-1] + half] if passed < count else []
        back.set_data(ends, [single] * len(ends))
        # Backward, each step is the last one for a knob.
        knobs = [count - passed, sum(j == count - 1 for _, j in done)]
        spent = [f"{n} step{'s' * (n != 1)}" for n in (knobs[0], len(done))]
        write(reports, [f"{n}, {k} of {count} knobs" for n, k in zip(spent, knobs, strict=True)])
        return (
            f"{count} boxes: backward has the slopes for {knobs[0]} of {count} knobs after "
            f"{spent[0]}, forward for {knobs[1]} after {spent[1]}."
        )

    return figure, update, [*cells.values(), *found, there, back, *reports]
