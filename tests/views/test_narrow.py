"""What a phone shows instead: the same numbers as on a wide page, in a drawing that is narrow."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from pictures import NUMBER

from helpers import (
    LiveFigure,
    explore_chain,
    explore_function,
    explore_stretch,
    hill,
    leaky_relu,
    quest,
    sigmoid,
    square,
    valley,
)
from helpers.live.table import shown, unpacked

MANY = {"8 sigmoids": [sigmoid] * 8, "8 leaky ReLUs": [leaky_relu] * 8, "8 squares": [square] * 8}
VIEWS: dict[str, Callable[[], LiveFigure]] = {
    "function": lambda: explore_function(square, quest=quest("square")),
    "stretch of one": lambda: explore_stretch([leaky_relu], start=0),
    "stretch of two": lambda: explore_stretch(
        [valley, hill], -3, 6, 0.5, start=5, quest=quest("stretch")
    ),
    "stretch of three": lambda: explore_stretch([leaky_relu, square, sigmoid], start=1),
    "stretch of many": lambda: explore_stretch(MANY, 0.7, 1.1, 0.1, start=1),
    "chain": lambda: explore_chain([square, sigmoid], quest=quest("slope of the whole")),
}
POSITIONS = 20
"""So many of each view are looked at, the first and the last among them."""


def narrow(view: str, monkeypatch: pytest.MonkeyPatch) -> LiveFigure:
    """The view as it is made for pages."""
    monkeypatch.setattr(LiveFigure, "narrow_pages", True)
    return VIEWS[view]()


def some_positions(positions: list[dict]) -> list[tuple[int, ...]]:
    """The first and the last position of all controls together, and others between them."""
    counts = [len(known["values"]) for known in positions]
    rows = np.linspace(0, np.prod(counts) - 1, POSITIONS).astype(int)
    return [tuple(map(int, np.unravel_index(row, counts))) for row in dict.fromkeys(rows.tolist())]


def numbers_that_move(scenes: list[dict], position: tuple[int, ...]) -> tuple[set[str], str]:
    """The numbers that a reader sees change, and the sentence."""
    drawing, sentence = shown(scenes, position)
    marks = [
        g for g in drawing.iter("g") if g.get("id", "").startswith("mark") and not g.get("style")
    ]
    words = [text.text or "" for mark in marks for text in mark.iter("text")]
    return {number for each in words for number in re.findall(NUMBER, each)}, sentence


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_shows_the_same_numbers(view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    live = narrow(view, monkeypatch)
    table = unpacked(live.picture.narrow)
    assert table | {"scenes": []} == unpacked(live.picture.table) | {"scenes": []}
    seen = set()
    for position in some_positions(table["positions"]):
        wide = numbers_that_move(live.picture.scenes, position)
        assert numbers_that_move(table["scenes"], position) == wide, position
        seen |= wide[0]
    assert len(seen) > 20
