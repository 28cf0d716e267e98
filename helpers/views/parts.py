"""Parts that the interactive views are made of: marks that move on curves, sliders."""

import numpy as np
from ipywidgets import FloatSlider, Layout, Widget
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.arguments import check_drawable, check_number


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
