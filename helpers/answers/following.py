"""Where a learner's function leaves the right path: at which number it asks which box.

The boxes write down what arrives at them, once while the learner's function runs, and once while
the right rule does.
"""

from collections.abc import Callable, Sequence
from types import FunctionType
from typing import NamedTuple

import numpy as np

from helpers.chain import deriv
from helpers.writing import name_of, number

NEAR = 0.03
"""Numbers that are no further apart belong together: a slope is measured between them."""
MOST = 200
"""So many visits are written down: a function that makes more cannot be followed."""

Visits = list[tuple[Callable, float]]
"""Each box with a number that has arrived at it, in the order of time."""


class Place(NamedTuple):
    """Where a box is asked."""

    box: Callable
    at: float
    slope: bool
    """Whether a slope is measured there."""
    value: bool
    """Whether exactly this number arrives there, and not only numbers beside it."""

    def same(self, other: "Place") -> bool:
        """Whether it is the same box at the same number, but for the size of a small delta."""
        return self.box is other.box and _close(self.at, other.at)

    def covers(self, other: "Place") -> bool:
        """Whether it is the same, and no slope is measured there that is not measured here."""
        return self.same(other) and other.slope <= self.slope


def watched(thing: object, visits: Visits) -> object:
    """A function, or a list of functions, that writes its visits down; all else as it is."""
    if isinstance(thing, list):
        return [watched(item, visits) for item in thing]
    if not callable(thing):
        return thing

    def box(input_: object) -> object:
        output = thing(input_)
        numbers = np.ravel(input_)[:MOST].astype(float).tolist()
        visits.extend((thing, number) for number in numbers)
        del visits[MOST:]
        return output

    return box


def with_others(function: FunctionType, others: dict[str, Callable]) -> FunctionType:
    """The same function, but by these names it finds others in its notebook."""
    code, name, defaults = function.__code__, function.__name__, function.__defaults__
    copy = FunctionType(code, function.__globals__ | others, name, defaults, function.__closure__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


def passed(visits: Visits, box: Callable, at: float) -> bool:
    """Whether exactly this number has arrived at a box, and not one beside it."""
    return any(other is box and abs(number - at) < 1e-9 for other, number in visits)


def places(visits: Visits) -> list[Place]:
    """The places of these visits, each once, in the order of time."""
    found: list[Place] = []
    for box, at in visits:
        # Nothing is near to nan, not even itself.
        near = [v for other, v in visits if other is box and abs(v - at) <= NEAR] or [at]
        middle = (min(near) + max(near)) / 2
        place = Place(box, middle, min(near) < max(near), passed(visits, box, middle))
        if not any(map(place.same, found)):
            found.append(place)
    return found


def compared(right: Sequence[Place], visits: Visits, answer: str) -> str:
    """Say what first leaves the right path, or what is left out, or that nothing of it is wrong.

    Parameters
    ----------
    right
        The places on the right path.
    visits
        What the learner's function has asked.
    answer
        The number that is not told.
    """
    taken = places(visits)
    left_out = [place for place in right if not any(other.covers(place) for other in taken)]
    for k, place in enumerate(taken):
        if not any(other.covers(place) for other in right):
            return _off(place, taken[:k], right, left_out)
    for place in left_out:
        at = _needed(place, right)
        if not place.slope:
            return f"You never send {at} into {name_of(place.box)}."
        if any(map(place.same, taken)):
            slope = "slope is needed, too" if place.value else "slope is needed there"
            return f"You take the value of {name_of(place.box)} at {at}. Its {slope}."
        return f"You never take the slope of {name_of(place.box)} at {at}."
    for place in right:
        if place.value and not passed(visits, place.box, place.at):
            at = _needed(place, right)
            return f"You take the slope of {name_of(place.box)} at {at}. Its value is needed, too."
    asked = []
    for place in right:
        told = number(deriv(place.box, place.at)) if place.slope else answer
        words = f"{name_of(place.box)} at {number(place.at)}"
        asked.append(words + f" (slope {told})" * (told != answer))
    at = ", ".join(asked)
    return f"Each box gets the right number: {at}. What you make of that is off."


def _off(
    place: Place, before: Sequence[Place], right: Sequence[Place], left_out: Sequence[Place]
) -> str:
    """What the learner's function does at a place that is not on the right path."""
    name, at = name_of(place.box), _told(place, right)
    again = " again" * any(other.box is place.box for other in before)
    does = f"take the slope of {name} at {at}" if place.slope else f"send {at} into {name}{again}"
    there = [other for other in right if other.box is place.box]
    if not set(there).intersection(left_out):
        for other in left_out:
            if other.slope == place.slope and _close(other.at, place.at):
                verb = "that number" if place.slope else "it"
                return f"You {does}; {verb} goes into {name_of(other.box)}."
    if any(map(place.same, there)):
        return f"You {does}. Only its value is needed there."
    needed = " and ".join(_needed(other, right) for other in there)
    if not place.slope and any(other.value for other in there):
        return f"You {does}. It should get {needed}."
    slope = any(other.slope for other in there)
    if slope and place.slope:
        return f"You {does}. It is needed at {needed}."
    return f"You {does}. Its {'slope' if slope else 'value'} is needed at {needed}."


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR / 3


def _needed(place: Place, right: Sequence[Place]) -> str:
    return _told(place, right[: right.index(place)])


def _told(place: Place, sources: Sequence[Place]) -> str:
    """The number, and from which of these places it comes."""
    for box, at, *_ in sources:
        for known, words in ((box(at), "what {} gives"), (deriv(box, at), "the slope of {}")):
            if _close(known, place.at):
                return f"{number(place.at)} ({words.format(name_of(box))})"
    return number(place.at)
