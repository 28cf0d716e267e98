"""The positions of controls: what each can be set to, and columns of strings over all of them."""

import json
import math
from collections.abc import Mapping, Sequence
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

MOST_PARTS = 24
"""In a text with more changing words than these, each word would cost more than it saves."""

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
        raise ValueError(too_many_positions({name: round(steps + 1, 6)}))
    finest = 1e-10 * max(1, abs(low), abs(high))
    if isinstance(step, float) and step < finest:  # below, rounding would move the positions
        raise ValueError(
            f"control {name} must have positions that can be told apart: from {low:g} to {high:g} "
            f"a step of at least {finest:g}, got step {step:g}"
        )
    # Rounded, so that the position of 0.3 is 0.3 and not 0.30000000000000004.
    return [round(low + k * step, 12) for k in range(int(steps) + 1)]


def too_many_positions(counts: Mapping[str, float]) -> str:
    """Say that the controls, each with so many positions, have too many together."""
    return (
        f"the live figure would have {math.prod(counts.values()):,.15g} positions, "
        f"the limit is {MAX_POSITIONS:,}: {_listed(counts)}; {_advice(counts)}"
    )


def too_large(size: int, counts: Mapping[str, float], weights: Mapping[str, int]) -> str:
    """Say that a table takes too many bytes, and which artists take how many of them."""
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:3]
    by_artist = ", ".join(f"{name} {size / 1000:.0f} KB" for name, size in heaviest)
    return (
        f"the live figure's table would be {size / 1000:.0f} KB, "
        f"the limit is {MAX_BYTES // 1000} KB: {_listed(counts)}; most of it: {by_artist}; "
        f"{_advice(counts)}"
    )


def _listed(counts: Mapping[str, float]) -> str:
    return ", ".join(f"{name} has {count:,.15g} positions" for name, count in counts.items())


def _advice(counts: Mapping[str, float]) -> str:
    return f"give {max(counts, key=counts.get)} fewer positions (a larger step)"


def column(strings: Sequence[str | None], shape: list[int]) -> dict:
    """Strings at every position, in parts that are kept once each where they do not change.

    A string is put together from texts and parts. The value of a part is at the sum of position
    times stride over the controls; or, if there are places, at the place that is there.
    """
    filled, last = [], next((string for string in strings if string is not None), "")
    for string in strings:
        last = last if string is None else string
        filled.append(last)
    whole = {"texts": ["", ""], "parts": [_part(filled, shape)]}
    # Split once each: many positions show the same.
    place = {string: k for k, string in enumerate(dict.fromkeys(filled))}
    words, rows = [string.split(" ") for string in place], [place[string] for string in filled]
    if len({len(row) for row in words}) > 1:
        return whole
    by_word = list(zip(*words, strict=True))
    if sum(len({*each}) > 1 for each in by_word) > MOST_PARTS:
        return whole
    texts, parts = [""], []
    for each in by_word:
        if len({*each}) == 1:
            texts[-1] += each[0] + " "
        else:
            parts.append(_part([each[row] for row in rows], shape))
            texts.append(" ")
    texts[-1] = texts[-1][:-1]
    return min(whole, {"texts": texts, "parts": parts}, key=in_bytes)


def _part(values: Sequence[str], shape: list[int]) -> dict:
    place = {value: k for k, value in enumerate(dict.fromkeys(values))}
    table = np.array([place[value] for value in values]).reshape(shape)
    strides, size = [], 1
    for axis in reversed(range(len(shape))):
        first = table.take([0], axis=axis)
        if (table == first).all():
            table = first
            strides.insert(0, 0)
        else:
            strides.insert(0, size)
            size *= shape[axis]
    places, distinct = table.ravel().tolist(), list(place)
    each = {"strides": strides, "values": _joined([distinct[k] for k in places])}
    places = " ".join(map(str, places))
    once = {"strides": strides, "values": _joined(distinct), "places": places}
    return min(each, once, key=in_bytes)


def _joined(values: list[str]) -> list[str] | str:
    """Words in one string, other strings in a list."""
    return values if "" in values or " " in "".join(values) else " ".join(values)


def in_bytes(content: object) -> int:
    """How much it takes as JSON."""
    return len(json.dumps(content, ensure_ascii=False).encode())
