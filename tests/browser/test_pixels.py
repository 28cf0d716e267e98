"""Proof by pixels: a live figure shows in the browser what Matplotlib saves for the same state."""

from collections.abc import Callable, Iterator

import pytest
from ipywidgets import FloatSlider
from matplotlib.figure import Figure
from moving import CASES, made
from pixels import differing_pixels
from playwright.sync_api import BrowserContext, Page

import helpers.live.figure
from helpers import (
    explore_accumulation,
    explore_backward,
    explore_chain,
    explore_chain_deriv,
    explore_composition,
    explore_depth,
    explore_derivative,
    explore_function,
    explore_nudge,
    explore_paths,
    explore_stretch,
    explore_training,
    leaky_relu,
    sigmoid,
    square,
)
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


VIEWS: dict[str, Callable[[], LiveFigure]] = {
    "explore_function": lambda: explore_function(square),
    "explore_derivative": lambda: explore_derivative(sigmoid),
    "explore_composition": lambda: explore_composition([square, sigmoid]),
    "explore_nudge": lambda: explore_nudge([square, sigmoid]),
    "explore_chain": lambda: explore_chain([square, sigmoid]),
    "explore_chain_deriv": lambda: explore_chain_deriv([square, sigmoid]),
    "explore_accumulation": lambda: explore_accumulation([square, sigmoid, leaky_relu]),
    "explore_depth": lambda: explore_depth([sigmoid] * 4),
    "explore_stretch": lambda: explore_stretch([square, sigmoid]),
    "explore_paths": lambda: explore_paths(square),
    "explore_backward": lambda: explore_backward(),
    "explore_training": lambda: explore_training(),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_shows_what_matplotlib_saves(
    page: Page, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes = []

    def noting(figure: Figure, update: Callable, *others: object) -> tuple:
        scenes.append((figure, update))
        return record(figure, update, *others)

    monkeypatch.setattr(helpers.live.figure, "record", noting)
    live = VIEWS[view]()
    counts = [len(known["values"]) for known in live.picture.positions]
    states = [[part * (count - 1) // 3 for count in counts] for part in range(4)]
    differing = differing_pixels(page, live, scenes, states)
    assert max(differing) <= FEW, differing
