"""The positions of controls: what each can be set to, and columns of strings over all of them."""

import inspect
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
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

MAX_POSITIONS = 10_000

MOST_PARTS = 24
"""In a text with more changing words than these, each word would cost more than it saves."""


class Positions(NamedTuple):
    """What a control can be set to."""

    trait: str
    """The trait of the control that the browser follows."""
    in_browser: list
    """That trait's value at each position."""
    values: list
    """What `update` gets at each position."""
    labels: list[str]
    """What the control shows at each position."""


def _of_float(name: str, control: Widget) -> Positions:
    values = _steps(name, control.min, control.max, control.step)
    return Positions("value", values, values, _readouts(control, values))


def _of_int(name: str, control: Widget) -> Positions:
    values = [int(value) for value in _steps(name, control.min, control.max, control.step)]
    return Positions("value", values, values, _readouts(control, values))


def _of_powers(name: str, control: Widget) -> Positions:
    steps = _steps(name, control.min, control.max, control.step)
    values = [control.base**exponent for exponent in steps]
    return Positions("value", values, values, _readouts(control, values))


def _of_options(name: str, control: Widget) -> Positions:
    options = control.options
    options = list(options.items() if isinstance(options, Mapping) else options)
    if all(isinstance(option, tuple | list) and len(option) == 2 for option in options):
        options = [value for _, value in options]  # of pairs of a label and a value
    if control.index is None:
        raise ValueError(f"control {name} must have one of its options chosen, got none")
    return Positions("index", list(range(len(options))), options, list(control._options_labels))


def _of_checkbox(name: str, control: Widget) -> Positions:
    return Positions("value", [False, True], [False, True], ["off", "on"])


class Kind(NamedTuple):
    """A kind of control."""

    element: str
    """What it is on a page without ipywidgets: range, select, radio, buttons, or checkbox."""
    positions: Callable[[str, Widget], Positions]
    """Lists what a control of this kind, of this name, can be set to."""


KINDS = {
    FloatSlider: Kind("range", _of_float),
    IntSlider: Kind("range", _of_int),
    FloatLogSlider: Kind("range", _of_powers),
    SelectionSlider: Kind("range", _of_options),
    Dropdown: Kind("select", _of_options),
    RadioButtons: Kind("radio", _of_options),
    ToggleButtons: Kind("buttons", _of_options),
    Checkbox: Kind("checkbox", _of_checkbox),
}
"""All that can move a live figure; web.js has the elements."""


def kind_of(name: str, control: object) -> Kind:
    """Tell of which kind a control is.

    Raises
    ------
    TypeError
        If it is of another kind than those that LiveFigure names.
    """
    for widget, kind in KINDS.items():
        if isinstance(control, widget):
            return kind
    *names, last = (widget.__name__ for widget in KINDS)
    raise TypeError(
        f"control {name} must be a {', '.join(names)} or {last}, got {type(control).__name__}"
    )


def positions_of(name: str, control: Widget) -> Positions:
    """List the positions of a control.

    Raises
    ------
    TypeError
        If it is of another kind than those that LiveFigure names.
    ValueError
        If it has no discrete positions, or too many, or none of its options is chosen.
    """
    return kind_of(name, control).positions(name, control)


def _readouts(slider: Widget, values: Sequence[float]) -> list[str]:
    return [readout(value, slider.readout_format) for value in values]


def readout(value: float, form: str) -> str:
    """Write a number as ipywidgets' sliders do, whose formats are those of d3-format.

    Parameters
    ----------
    value
        The number.
    form
        d, e, f, g or %, after decimals such as .2, a comma for thousands, a plus for all signs.
        Other formats give the number as it is.
    """
    known = re.fullmatch(r"([+-]?)0?(,?)(?:\.(\d+))?([defg%])", form)
    if known is None:
        return f"{value:.12g}".replace("-", "−", 1) if value < 0 else f"{value:.12g}"
    plus, comma, decimals, kind = known.groups()
    size, digits = abs(Decimal(value)), int(decimals or 6)
    with localcontext(rounding=ROUND_HALF_UP):  # as browsers round
        if kind == "d":
            kind, digits = "f", 0
        elif kind == "g":
            digits = max(digits, 1)
            exponent = int(f"{size:.{digits - 1}e}".partition("e")[2]) if size else 0
            usual = -6 <= exponent < digits
            kind, digits = ("f", digits - 1 - exponent) if usual else ("e", digits - 1)
        text = f"{size:{comma}.{digits}{kind}}"
    below = value < 0 and re.match(r"[^e]*[1-9]", text)  # -0.001 with two decimals is 0.00
    return f"{'−' if below else plus.strip('-')}{text}"


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


def check_takes(what: str, function: Callable, names: Iterable[str]) -> None:
    """Make sure that a function takes the values of these controls by their names.

    Raises
    ------
    TypeError
        If it does not; `what` is its name in the message.
    """
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some that are written in C have none
        return
    try:
        signature.bind(**dict.fromkeys(names))
    except TypeError:
        takes = ", ".join(map(str, signature.parameters.values())) or "nothing"
        raise TypeError(
            f"{what} must take the values of the controls by name, {', '.join(names)}; "
            f"it takes {takes:.200}"
        ) from None


def telling_where(
    what: str,
    function: Callable,
    positions: Mapping[str, Positions],
    chosen: Mapping[str, str] = {},
) -> Callable:
    """Return `function` such that an error in it tells at which position it was called.

    Parameters
    ----------
    what
        What to call the function.
    function
        Takes values of controls by name.
    positions
        What each control can be set to.
    chosen
        What other controls show, in words.
    """

    def called(**values: object) -> object:
        try:
            return function(**values)
        except Exception as error:
            there = dict(chosen)
            for name, value in values.items():
                known = positions[name]
                there[name] = known.labels[
                    next(k for k, v in enumerate(known.values) if v is value)
                ]
            at = ", ".join(f"{name} = {words}" for name, words in there.items())
            error.add_note(f"This is what {what} raised at {at}")
            raise

    return called


def too_many_positions(counts: Mapping[str, float]) -> str:
    """Say that the controls, each with so many positions, have too many together."""
    return (
        f"the live figure would have {math.prod(counts.values()):,.15g} positions, "
        f"the limit is {MAX_POSITIONS:,}: {listed(counts)}; "
        f"give {max(counts, key=counts.get)} fewer positions (a larger step)"
    )


def listed(counts: Mapping[str, float]) -> str:
    """Write how many positions each control has."""
    return ", ".join(f"{name} has {count:,.15g} positions" for name, count in counts.items())


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
    if len(distinct) == len(places):
        return each
    places = " ".join(map(str, places))
    once = {"strides": strides, "values": _joined(distinct), "places": places}
    return min(each, once, key=in_bytes)


def _joined(values: list[str]) -> list[str] | str:
    """Words in one string, other strings in a list."""
    return values if "" in values or " " in "".join(values) else " ".join(values)


def in_bytes(content: object) -> int:
    """How much it takes as JSON."""
    return len(json.dumps(content, ensure_ascii=False).encode())
