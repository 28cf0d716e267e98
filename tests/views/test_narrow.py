"""What a phone shows instead: the same numbers as on a wide page, in a drawing that is narrow."""

import re
from xml.etree.ElementTree import Element

import pytest
from narrow import VIEWS, some_positions
from pictures import NUMBER

from helpers import LiveFigure
from helpers.figures.style import ON_DARK
from helpers.live.table import shown, unpacked


def numbers_that_move(scenes: list[dict], position: tuple[int, ...]) -> tuple[set[str], str]:
    """The numbers that a reader sees change, and the sentence."""
    drawing, sentence = shown(scenes, position)
    marks = [
        g for g in drawing.iter("g") if g.get("id", "").startswith("mark") and not g.get("style")
    ]
    words = [text.text or "" for mark in marks for text in mark.iter("text")]
    return {number for each in words for number in re.findall(NUMBER, each)}, sentence


def colors_of_words(scenes: list[dict], position: tuple[int, ...]) -> set[str]:
    """What the words of a drawing are filled with, if not with the page's ink."""
    drawing, _ = shown(scenes, position)
    colors: set[str] = set()

    def look(element: Element, fill: str) -> None:
        fill = (re.findall("fill: ([^;]+)", element.get("style", "")) or [fill])[-1]
        if element.tag == "text" and element.text:
            colors.add(fill)
        for part in element:
            look(part, fill)

    look(drawing, "currentColor")
    return colors


IN_THEMES = {"currentColor", *(f"var(--{color[1:]})" for color in ON_DARK)}
"""That these can be read on both is for tests/figures/test_plots.py."""


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
        for scenes in (table["scenes"], live.picture.scenes):
            for color in colors_of_words(scenes, position) - IN_THEMES:
                # No gray can be read on white and on black; one that is mixed follows the theme.
                assert color.startswith("color-mix(in srgb, currentColor "), color
    assert len(seen) >= 10
