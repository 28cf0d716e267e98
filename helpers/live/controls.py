"""The positions of a control: what it can be set to, and what `update` gets there."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from ipywidgets import (
    Checkbox,
    Dropdown,
    FloatLogSlider,
    FloatSlider,
    IntSlider,
    RadioButtons,
    SelectionSlider,
    ToggleButtons,
    Widget,
)

MAX_BYTES = 300_000
MAX_POSITIONS = 10_000

SELECTIONS = (SelectionSlider, Dropdown, RadioButtons, ToggleButtons)
SLIDERS = (FloatSlider, IntSlider, FloatLogSlider, SelectionSlider)


class Positions(NamedTuple):
    """What a control can be set to."""

    trait: str
    """The trait of the control that the browser follows."""
    in_browser: list
    """That trait's value at each position."""
    values: list
    """What `update` gets at each position."""


def positions_of(name: str, control: Widget) -> Positions:
    """List the positions of a control.

    Raises
    ------
    TypeError
        If it is of another kind than those that LiveFigure names.
    ValueError
        If it has no discrete positions, or too many, or none of its options is chosen.
    """
    if isinstance(control, FloatLogSlider):
        steps = _steps(name, control.min, control.max, control.step)
        values = [control.base**exponent for exponent in steps]
        return Positions("value", values, values)
    if isinstance(control, FloatSlider | IntSlider):
        values = _steps(name, control.min, control.max, control.step)
        if isinstance(control, IntSlider):
            values = [int(value) for value in values]
        return Positions("value", values, values)
    if isinstance(control, Checkbox):
        return Positions("value", [False, True], [False, True])
    if isinstance(control, SELECTIONS):
        options = control.options
        options = list(options.items() if isinstance(options, Mapping) else options)
        if all(isinstance(option, tuple | list) and len(option) == 2 for option in options):
            options = [value for _, value in options]  # of pairs of a label and a value
        if control.index is None:
            raise ValueError(f"control {name} must have one of its options chosen, got none")
        return Positions("index", list(range(len(options))), options)
    raise TypeError(
        f"control {name} must be a FloatSlider, IntSlider, FloatLogSlider, SelectionSlider, "
        f"Dropdown, RadioButtons, ToggleButtons or Checkbox, got {type(control).__name__}"
    )


def _steps(name: str, low: float, high: float, step: float | None) -> list[float]:
    if step is None or step <= 0 or not np.isfinite([low, high, step]).all():
        raise ValueError(
            f"control {name} must have discrete positions: finite min and max and a step above 0, "
            f"got min {low}, max {high}, step {step}"
        )
    steps = (high - low) / step + 1e-9
    if not steps < MAX_POSITIONS:
        raise ValueError(too_large(f"over {MAX_POSITIONS} rows", {name: f"{steps + 1:.0f}"}))
    finest = 1e-10 * max(1, abs(low), abs(high))
    if isinstance(step, float) and step < finest:  # below, rounding would move the positions
        raise ValueError(
            f"control {name} must have positions that can be told apart: from {low:g} to {high:g} "
            f"a step of at least {finest:g}, got step {step:g}"
        )
    # Rounded, so that the position of 0.3 is 0.3 and not 0.30000000000000004.
    return [round(low + k * step, 12) for k in range(int(steps) + 1)]


def too_large(size: str, counts: Mapping[str, object], weights: Mapping[str, int] = {}) -> str:
    """Say that a figure has too much to carry, and what would help.

    Parameters
    ----------
    size
        How much it is.
    counts
        How many positions each control has.
    weights
        How many bytes each artist takes.
    """
    listed = ", ".join(f"{name} has {count} positions" for name, count in counts.items())
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:3]
    by_artist = ", ".join(f"{name} {size / 1000:.0f} KB" for name, size in heaviest)
    largest = max(counts, key=lambda name: float(counts[name]))
    return (
        f"the live figure's table would be {size}, the limit is {MAX_BYTES // 1000} KB: {listed}; "
        f"{f'most of it: {by_artist}; ' if by_artist else ''}"
        f"give {largest} fewer positions (a larger step)"
    )
