"""What the chain rule is for: many knobs, and one number that must go down.

`quest` is a task or several, as LiveFigure takes them: anything else is a TypeError, and the quest
of another view a ValueError.
"""

from typing import NamedTuple

import numpy as np
from ipywidgets import IntSlider
from matplotlib.figure import Figure
from numpy import ndarray

from helpers.figures.style import COMPOSITE
from helpers.live.figure import LiveFigure, Narrow
from helpers.live.quest import Quests
from helpers.views.parts import Room, add_dot, fitting, wide
from helpers.writing import number

KNOBS, STEPS, RATE, TARGET = 30, 24, 0.22, 2.0
SIGNS = np.random.default_rng(0).choice([1, -1], KNOBS)
"""Whether a box adds or takes away."""


class Turned(NamedTuple):
    """The knobs before a step, of shape (KNOBS,), and what they give."""

    knobs: ndarray
    error: float
    """The number at the end: the square of how far the chain is from where it should be."""
    slopes: ndarray
    """Of the error, one for each knob."""


def explore_knobs(*, quest: Quests = None) -> LiveFigure:
    """A chain of 30 boxes, each with a knob, and the error at its end; a slider takes steps.

    Box k makes value + tanh(knob · value) / 10 of a value, or value - tanh(knob · value) / 10. Each
    step turns every knob against the slope that the error has with respect to it.

    Shared arguments, and errors: `help("helpers.views.knobs")`.
    """
    steps = turned()
    errors = [step.error for step in steps]

    def scene(
        size: tuple[float, float],
        above: Room,
        below: Room,
    ) -> Narrow:
        figure = Figure(figsize=size)
        top, bottom = figure.add_axes(above), figure.add_axes(below)
        places = np.arange(1, KNOBS + 1)
        reach = 1.15 * max(np.abs(step.knobs).max() for step in steps)
        top.set(
            xlim=(0, KNOBS + 1), ylim=(-reach, reach), xlabel="box", ylabel="setting of the knob"
        )
        top.axhline(0, color="0.5", linewidth=0.8)
        bottom.set(xlim=(-0.5, STEPS + 0.5), ylim=(0, 1.1 * errors[0]))
        bottom.set(xticks=range(0, STEPS + 1, 4), xlabel="step", ylabel="error")
        for ax in (top, bottom):
            ax.spines[["right", "top"]].set_visible(False)
            ax.tick_params(labelsize=9)
        (stems,) = top.plot([], [], color="0.5", linewidth=1)
        (knobs,) = top.plot([], [], "o", color="black", markersize=4)
        (up,) = top.plot([], [], "^", color=COMPOSITE, markersize=5, label="will be turned up")
        (down,) = top.plot([], [], "v", color=COMPOSITE, markersize=5, label="down")
        top.legend(frameon=False, fontsize=9, ncols=2, loc="lower right", bbox_to_anchor=(1, 0.97))
        (course,) = bottom.plot([], [], color="0.5", linewidth=1)
        dot = add_dot(bottom, COMPOSITE)
        words = bottom.text(0.98, 0.8, "", transform=bottom.transAxes, ha="right", color=COMPOSITE)

        def update(step: int) -> str:
            values, error, slopes = steps[step]
            nothing = np.full(KNOBS, np.nan)
            stems.set_data(
                np.array([places, places, nothing]).T.ravel(),
                np.array([0 * values, values, nothing]).T.ravel(),
            )
            knobs.set_data(places, values)
            arrows = values - np.sign(slopes) * 0.16 * reach
            up.set_data(places[slopes < 0], arrows[slopes < 0])
            down.set_data(places[slopes > 0], arrows[slopes > 0])
            course.set_data(range(step + 1), errors[: step + 1])
            dot.set_data([step], [error])
            words.set_text(f"error {number(error)}")
            return (
                f"After {step} step{'' if step == 1 else 's'} the error is {number(error)}. "
                f"A further step turns {(slopes < 0).sum()} knobs up and {(slopes > 0).sum()} "
                "down, all at once."
            )

        return figure, update, []

    figure, update, _ = scene((8.8, 3.9), (0.08, 0.55, 0.9, 0.36), (0.08, 0.12, 0.9, 0.27))
    slider = wide(IntSlider(0, min=0, max=STEPS, description="steps"))
    return LiveFigure(
        figure,
        update,
        quest=fitting(quest, "explore_knobs"),
        narrow=lambda: scene((3.75, 4.4), (0.17, 0.58, 0.8, 0.33), (0.17, 0.12, 0.8, 0.29)),
        step=slider,
    )


def turned() -> list[Turned]:
    """The knobs before each step and after the last, with the slopes by the chain rule."""
    knobs, steps = np.random.default_rng(3).normal(size=KNOBS), []
    for _ in range(STEPS + 1):
        values = [1.0]
        for knob, sign in zip(knobs, SIGNS, strict=True):
            values.append(values[-1] + sign * np.tanh(knob * values[-1]) / 10)
        slope, slopes = 2 * (values[-1] - TARGET), np.zeros(KNOBS)
        # From the end to the beginning: the slope of all that comes after, times that of one box.
        for k in reversed(range(KNOBS)):
            flat = SIGNS[k] * (1 - np.tanh(knobs[k] * values[k]) ** 2) / 10
            slopes[k] = slope * flat * values[k]
            slope *= 1 + flat * knobs[k]
        steps.append(Turned(knobs, (values[-1] - TARGET) ** 2, slopes))
        knobs = knobs - RATE * slopes
    return steps
