"""What a phone shows instead: the same numbers as on a wide page, in a drawing that is narrow."""

import re

import pytest
from narrow import VIEWS, some_positions
from pictures import NUMBER

from helpers import LiveFigure
from helpers.live.table import shown, unpacked


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
    monkeypatch.setattr(LiveFigure, "narrow_pages", True)
    live = VIEWS[view]()
    table = unpacked(live.picture.narrow)
    assert table | {"scenes": []} == unpacked(live.picture.table) | {"scenes": []}
    seen = set()
    for position in some_positions(table["positions"]):
        wide = numbers_that_move(live.picture.scenes, position)
        assert numbers_that_move(table["scenes"], position) == wide, position
        seen |= wide[0] | {*re.findall(NUMBER, wide[1])}
    assert len(seen) >= 10
