"""Proof by pixels: a live figure shows in the browser what Matplotlib saves for the same state."""

from collections.abc import Callable, Iterator

import pytest
from ipywidgets import FloatSlider
from matplotlib.figure import Figure
from moving import CASES, made
from pixels import differing_pixels
from playwright.sync_api import BrowserContext, Page

import helpers.live.figure
from helpers.live.figure import LiveFigure
from helpers.live.recording import record

FEW = 8
"""So many pixels may differ, by roundings of a place to a tenth of a point."""


@pytest.fixture(scope="module")
def page(browser: BrowserContext) -> Iterator[Page]:
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    assert not errors


@pytest.mark.parametrize("case", CASES)
def test_a_figure_shows_what_matplotlib_saves(page: Page, case: str) -> None:
    live = LiveFigure(*made(case), x=FloatSlider(1, min=-2, max=2, step=0.5))
    differing = differing_pixels(page, live, [made(case)], [[8], [0], [3], [4], [5]])
    assert max(differing) <= FEW, differing


VIEWS: dict[str, tuple[Callable[[], LiveFigure], list[list[int]]]] = {}
"""The views of the tutorial, each with some states."""


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_shows_what_matplotlib_saves(
    page: Page, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes = []

    def noting(figure: Figure, update: Callable, *others: object) -> tuple:
        scenes.append((figure, update))
        return record(figure, update, *others)

    monkeypatch.setattr(helpers.live.figure, "record", noting)
    make, states = VIEWS[view]
    differing = differing_pixels(page, make(), scenes, states)
    assert max(differing) <= FEW, differing
