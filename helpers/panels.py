"""Parts that the interactive views are made of: curves, the marks that move on them, sliders."""

import numpy as np
from ipywidgets import FloatSlider, Layout, Widget
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy import ndarray

from helpers.checks import LARGEST_DRAWN, check_drawable, check_number
from helpers.functions import Array_Function, facts_about, name_of
from helpers.plots import F1, fitting_size, points_across


def draw_function(ax: Axes, func: Array_Function, xs: ndarray) -> None:
    """Draw a function by itself, with its name and, if known, its formula above it."""
    title = f"f₁ = {name_of(func)}"
    draw_curve(ax, xs, func(xs), F1, "x", "f₁(x)", title)
    ax.locator_params(nbins=8)  # there is room for more numbers than in a small panel
    if facts := facts_about(func):
        ax.set_title(f"{title}: ${facts.latex('x')}$", fontsize=11, y=1, parse_math=True)


def draw_curve(
    ax: Axes,
    xs: ndarray,
    ys: ndarray,
    color: str,
    variable: str,
    output: str,
    title: str,
    style: str = "-",
) -> None:
    """Draw a curve, name its axes and fix their limits, which a live figure must not change."""
    finite = drawable(ys, title, xs)
    ax.plot(xs, ys, style, color=color)
    margin = 0.12 * (np.ptp(finite) or 1.0)
    side = 0.02 * np.ptp(xs)  # so that a dot at either end is whole
    ax.set_xlim(xs.min() - side, xs.max() + side)
    ax.set_ylim(finite.min() - margin, finite.max() + margin)
    ax.locator_params(nbins=5)
    ax.set_xlabel(f"input {variable}")
    ax.set_ylabel(output)
    size = fitting_size(title, 1.1 * points_across(ax), 11)
    # With y given, Matplotlib need not look for a place.
    ax.set_title(title, fontsize=size, y=1, parse_math=False)
    ax.spines[["right", "top"]].set_visible(False)
    if finite.min() < 0 < finite.max():
        ax.axhline(0, color="0.5", linewidth=0.8)


def drawable(values: ndarray, name: str, xs: ndarray) -> ndarray:
    """Those of the values that a figure can show; an error without any."""
    drawable = values[np.abs(values) < LARGEST_DRAWN]
    if drawable.size == 0:
        raise ValueError(
            f"{name} gives no number that can be drawn for x from {xs.min():g} to {xs.max():g}: "
            "choose another range or function"
        )
    return drawable


def add_dot(ax: Axes, color: str) -> Line2D:
    """Add the dot that stands for the input that was picked."""
    return ax.plot([], [], "o", color=color, markersize=8, zorder=3)[0]


def add_guide(ax: Axes) -> Line2D:
    """Add the thin line that leads from the input to its value."""
    return ax.plot([], [], ":", color="black", linewidth=1)[0]


def move_dot(dot: Line2D, guide: Line2D, x: float, y: float) -> None:
    """Move a dot to (x, y), and its guide: from x up to the curve, and across to y."""
    left, bottom = guide.axes.get_xlim()[0], guide.axes.get_ylim()[0]
    dot.set_data([x], [y])
    guide.set_data([x, x, left], [bottom, y, y])


def tilt(line: Line2D, x: float, y: float, slope: float, reach: float) -> None:
    """Draw a line of this slope through (x, y), reaching so far to each side."""
    line.set_data([x - reach, x + reach], [y - slope * reach, y + slope * reach])


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


def wide(control: Widget) -> Widget:
    """Give a control the width that all of them have, so that they line up."""
    control.layout = Layout(width="auto", max_width="40em")
    control.style.description_width = "5em"
    return control
