"""Where a learner's function leaves the right path: at which number it asks which box.

The boxes write down what arrives at them, once while the learner's function runs, and once while
the right rule does.
"""

from collections.abc import Callable, Sequence
from types import FunctionType
from typing import NamedTuple

import numpy as np

from helpers.chain import deriv
from helpers.functions import sigmoid
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
    """Whether the value there is used, as the input of a box."""

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


def with_watched_sigmoid(function: FunctionType, visits: Visits) -> FunctionType:
    """The same function, but the sigmoid that it finds in its notebook writes its visits down."""
    notebook = function.__globals__ | {"sigmoid": watched(sigmoid, visits)}
    code, name, defaults = function.__code__, function.__name__, function.__defaults__
    return FunctionType(code, notebook, name, defaults, function.__closure__)


def places(visits: Visits) -> list[Place]:
    """The places of these visits, each once, in the order of time."""
    found: list[Place] = []
    for box, at in visits:
        # Nothing is near to nan, not even itself.
        near = [v for other, v in visits if other is box and abs(v - at) <= NEAR] or [at]
        middle = (min(near) + max(near)) / 2
        used = any(_close(box(middle), v) for _, v in visits)
        place = Place(box, middle, min(near) < max(near), used)
        if not any(map(place.same, found)):
            found.append(place)
    return found


def compared(right: Sequence[Place], taken: Sequence[Place], answer: str) -> str:
    """Say what first leaves the right path, or what is left out, or that nothing of it is wrong.

    Parameters
    ----------
    right
        The places on the right path.
    taken
        The places at which the learner's function has asked.
    answer
        The number that is not told.
    """
    left_out = [place for place in right if not any(other.covers(place) for other in taken)]
    for place in taken:
        if not any(other.covers(place) for other in right):
            begin = f"{_kind(place)} is taken at {_told(place, right)}; on the right path"
            there = [other for other in right if other.box is place.box]
            for other in left_out:
                meant = other.slope == place.slope and _close(other.at, place.at)
                if meant and not set(there).intersection(left_out):
                    return f"{begin} that of {name_of(other.box)} is."
            if place.slope:
                it = "it" if there[0].slope else "its value"
            else:
                it = "its slope" if there[0].slope and not there[0].value else "it"
            at = " and ".join(_needed(other, right) for other in there)
            return f"{begin} {it} is taken at {at}."
    for place in left_out:
        return f"{_kind(place)} is needed at {_needed(place, right)}, and is not taken there."
    asked = []
    for place in right:
        told = number(deriv(place.box, place.at)) if place.slope else answer
        words = f"{name_of(place.box)} at {number(place.at)}"
        asked.append(words + f" (slope {told})" * (told != answer))
    at = ", ".join(asked)
    return f"Each box is asked at the right place: {at}. What is put together from that is off."


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR / 3


def _kind(place: Place) -> str:
    return f"The {'slope' if place.slope else 'value'} of {name_of(place.box)}"


def _needed(place: Place, right: Sequence[Place]) -> str:
    return _told(place, right[: right.index(place)])


def _told(place: Place, sources: Sequence[Place]) -> str:
    """The number, and from which of these places it comes."""
    for box, at, *_ in sources:
        for u, words in ((box(at), "what {} gives"), (deriv(box, at), "the slope of {}")):
            if _close(u, place.at):
                return f"{number(place.at)}, {words.format(name_of(box))}"
    return number(place.at)
