"""The interactive views of a single function: as a box, and with its slope.

`func` takes an array and returns an array of the same shape. `quest` is a task or several, as
LiveFigure takes them. What is not of the kind that its type says is a TypeError; a ValueError are a
function that does not work elementwise, numbers that are not finite or make no positions, and the
quest of another view.
"""

import math
from functools import lru_cache

import numpy as np
from ipywidgets import SelectionSlider
from matplotlib.figure import Figure
from numpy import ndarray

from helpers.arguments import check_array, check_drawable, check_function, check_number
from helpers.chain import deriv
from helpers.figures.boxes import BoxDiagram
from helpers.figures.curves import draw_function
from helpers.figures.style import F1
from helpers.functions import Array_Function, facts_about
from helpers.live.figure import LiveFigure, Narrow
from helpers.live.quest import Quests
from helpers.slopes import ROUNDING, kinks, smallest_slope
from helpers.views.parts import (
    CURVE_POINTS,
    Curve,
    Readings,
    Room,
    add_dot,
    fitting,
    slider_for_x,
    tilt,
    wide,
)
from helpers.writing import NONE, gives, name_of, number, with_enough_decimals

DELTAS = [1.0] + [digit / 10**power for power in range(1, 7) for digit in (5, 2, 1)]


@np.errstate(all="ignore")
def explore_function(
    func: Array_Function,
    input_range: ndarray | None = None,
    *,
    start: float = 1.2,
    quest: Quests = None,
) -> LiveFigure:
    """One function as a box and as a curve; a slider picks an input.

    `input_range` is the array that goes in, of shape (n,) with n from 3 to 1000, at least two of
    its numbers different; without it, 121 numbers from -3 to 3. The slider is first at the one
    nearest to `start`. A prediction covers the curve and the output.

    Shared arguments, and errors: `help("helpers.views.one_function")`.
    """
    func = check_function("func", func)
    input_range = np.linspace(-3, 3, 121) if input_range is None else input_range
    x = check_array("input_range", input_range, one_dimensional=True)
    if not 3 <= len(x) <= 1000 or not np.isfinite(x).all():
        ends = ": np.linspace has all those between two ends" if len(x) == 2 else ""
        raise ValueError(
            f"input_range must hold 3 to 1000 finite numbers, got {len(x)} numbers, "
            f"{np.isfinite(x).sum()} of them finite{ends}"
        )
    check_drawable("input_range", x)
    start = check_number("start", start)
    if np.ptp(x) == 0:
        raise ValueError(f"input_range must hold two different numbers, got only {x[0]:g}")

    def scene(size: tuple[float, float], around_boxes: Room, around_curve: Room) -> Narrow:
        figure = Figure(figsize=size)
        boxes = BoxDiagram(figure.add_axes(around_boxes), [func], slopes=False)
        curve = Curve(draw_function(figure.add_axes(around_curve), func, x))

        def update(x: float) -> str:
            boxes.show(x)
            value, output = boxes.values
            curve.show(value, output)
            return f"{number(value)} goes into {name_of(func)}, and {number(output)} comes out."

        return figure, update, [boxes.value_texts[-1], *curve.marks]

    def narrow() -> Narrow:
        return scene((3.75, 4.4), (0.02, 0.74, 0.96, 0.25), (0.17, 0.12, 0.8, 0.53))

    figure, update, answer = scene((7.5, 4.6), (0.1, 0.73, 0.8, 0.27), (0.1, 0.11, 0.87, 0.54))
    options = [(number(value), value) for value in x.tolist()]
    first = int(np.argmin(np.abs(x - start)))
    slider = wide(SelectionSlider(options=options, index=first, description="x"))
    quest = fitting(quest, "explore_function", [func], x)
    return LiveFigure(figure, update, quest=quest, answer=answer, narrow=narrow, x=slider)


@np.errstate(all="ignore")
def explore_derivative(
    func: Array_Function,
    low: float = -3.0,
    high: float = 3.0,
    step: float = 0.2,
    *,
    start: float = 1.2,
    quest: Quests = None,
) -> LiveFigure:
    """A curve, its tangent, and the secant that `deriv` really uses; sliders for x and delta.

    `low`, `high` and `step` are the positions of the slider for x, which is first at `start`. A
    prediction covers the tangent, the secant with its rise, and all numbers but the run.

    Shared arguments, and errors: `help("helpers.views.one_function")`.
    """
    func = check_function("func", func)
    x_slider = slider_for_x(low, high, step)
    x_slider.value = check_number("start", start)
    facts = facts_about(func)

    # As far as the secant's points can go.
    xs = np.linspace(x_slider.min - 1, x_slider.max + 1, 2 * CURVE_POINTS)  # for quick waves
    labels = [
        "rise = f₁(x + delta) − f₁(x − delta)",
        "run = 2 × delta",
        "deriv = rise / run",
        "exact slope" if facts else "deriv with delta = 0.001",
        "distance from it",
    ]
    lines = [(label, "black") for label in labels]

    def scene(size: tuple[float, float], around_curve: Room, *readings_at: tuple) -> Narrow:
        figure = Figure(figsize=size)
        ax = figure.add_axes(around_curve)
        draw_function(ax, func, xs)
        (tangent,) = ax.plot([], [], "--", color=F1, label="tangent")
        (secant,) = ax.plot([], [], "-", color="black", label="secant")
        (steps,) = ax.plot([], [], ":", color="black", label="run, then rise")
        left, right = add_dot(ax, "black"), add_dot(ax, "black")
        ax.legend(frameon=False, fontsize=9, loc="upper left")
        readings = Readings(figure, lines, *readings_at)

        @lru_cache(1)  # all deltas of an x follow each other
        def found_at(x: float) -> tuple[float, float, str]:
            target = float(facts.derivative(np.array(x)) if facts else deriv(func, x))
            kink = kinks(func, x)
            target = math.nan if kink.there else target
            words = number(target, error=0.0 if facts else smallest_slope(func, x))
            if math.isnan(target):
                words = f"{NONE}: {kink.told}" if kink.told else NONE
            return float(func(np.array(x))), target, words

        def update(x: float, delta: float) -> str:
            below, above = func(np.array([x - delta, x + delta]))
            rise, run, slope = above - below, 2 * delta, float(deriv(func, x, delta))
            middle, target, target_words = found_at(x)
            tilt(tangent, x, middle, target, 1.5)
            tilt(secant, x, (above + below) / 2, slope, max(1.5, 1.3 * delta))
            steps.set_data([x - delta, x + delta, x + delta], [below, below, above])
            left.set_data([x - delta], [below])
            right.set_data([x + delta], [above])
            # Below it a rise may be nothing but rounding.
            lost = 2 * ROUNDING * max(abs(below), abs(above))
            if below == middle == above != 0:
                lost = np.inf
            run_words, slope_words = number(run), number(slope, error=lost / run)
            rise_words = with_enough_decimals(
                lambda decimals: number(rise, decimals, lost),
                lambda words: gives([words, run_words], "/", slope_words),
            )
            distance = number(abs(slope - target), error=8 * ROUNDING * abs(slope))
            distance = "–" if math.isnan(target) else distance
            readings.show(rise_words, run_words, slope_words, target_words, distance)
            return (
                f"At x = {number(x)}, delta = {number(delta)}: rise {rise_words} over run "
                f"{run_words} is a slope of {slope_words}."
            )

        rise, _, *others = readings.texts
        return figure, update, [tangent, secant, steps, rise, *others]

    def narrow() -> Narrow:
        below_it = (0.04, 0.35), 0.075, (0.68, 0), (9, 9)
        return scene((3.75, 4.9), (0.19, 0.51, 0.77, 0.41), *below_it)

    beside_it = (0.69, 0.86), 0.17, (0, 0.07), (9, 13)
    figure, update, answer = scene((8.5, 4.3), (0.08, 0.12, 0.58, 0.78), *beside_it)
    options = [(number(delta), delta) for delta in DELTAS]
    deltas = wide(SelectionSlider(options=options, description="delta"))
    quest = fitting(quest, "explore_derivative", [func], x_slider)
    return LiveFigure(
        figure,
        update,
        quest=quest,
        answer=answer,
        narrow=narrow,
        play=["delta", "x"],
        x=x_slider,
        delta=deltas,
    )
