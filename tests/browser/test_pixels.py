"""Proof by pixels: a live figure shows in the browser what Matplotlib saves for the same state.

And proof by a clock that the test holds: a quest is not solved by sweeping over its solution.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from ipywidgets import FloatSlider, IntSlider
from matplotlib.figure import Figure
from moving import CASES, made
from pixels import differences, show
from playwright.sync_api import BrowserContext, Page

import helpers.live.figure
from helpers import (
    explore_backward,
    explore_chain,
    explore_chain_deriv,
    explore_composition,
    explore_depth,
    explore_derivative,
    explore_downhill,
    explore_fit,
    explore_function,
    explore_nudge,
    explore_paths,
    explore_product,
    explore_stretch,
    explore_sum,
    explore_sweeps,
    explore_training,
    leaky_relu,
    sigmoid,
    square,
)
from helpers.live.figure import LiveFigure
from helpers.live.quest import Quest, QuestSet
from helpers.live.recording import record

LIMITS = 0.17, 0.06, 0.18
"""What is left of the differences between two renderers, see `differences`."""


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
    found = differences(page, live, [made(case)], [[8], [0], [4], [5]])
    assert (found < LIMITS).all(), found


BOXES = [square, sigmoid]
AT = np.linspace(0, 1, 9)
VIEWS: dict[str, Callable[[], LiveFigure]] = {
    "function": lambda: explore_function(leaky_relu, np.linspace(-3, 3, 13)),
    "derivative": lambda: explore_derivative(sigmoid, step=1),
    "composition": lambda: explore_composition(BOXES, step=1),
    "stretch": lambda: explore_stretch(BOXES, step=1),
    "stretch of many": lambda: explore_stretch({"2": BOXES, "8": 4 * BOXES}, 0.7, 1.1, 0.1),
    "nudge": lambda: explore_nudge(step=0.5),
    "chain": lambda: explore_chain(BOXES, step=1),
    "chain_deriv": lambda: explore_chain_deriv(BOXES, step=1),
    "sweeps": lambda: explore_sweeps([leaky_relu, *BOXES], -1),
    "depth": lambda: explore_depth([sigmoid]),
    "paths": lambda: explore_paths(step=0.5),
    "sum": lambda: explore_sum(BOXES, step=1),
    "product": lambda: explore_product(BOXES, step=1),
    "backward": explore_backward,
    "training": lambda: explore_training(history=np.outer(AT, [1, -4])),
    "downhill": explore_downhill,
    "fit": lambda: explore_fit(AT, AT**2, AT, np.outer(AT, AT), np.exp(-AT)),
}
"""The views of the tutorial, with few positions, since every one takes time."""


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
    states = [[round(part * (count - 1)) for count in counts] for part in (0, 0.3, 1)]
    found = differences(page, live, scenes, states)
    assert (found < LIMITS).all(), found


@pytest.fixture
def stopped(page: Page) -> Iterator[Page]:
    """A page on which time passes when the test says so."""
    page.clock.install(time=0)
    page.clock.pause_at(1)
    yield page
    page.clock.resume()


def test_a_quest_is_solved_by_who_stays_and_not_in_passing(stopped: Page) -> None:
    quest = Quest("find it", lambda x: x == 2, "why")
    show(stopped, LiveFigure(Figure(), lambda x: "", quest=quest, x=IntSlider(max=4)))
    for x, milliseconds in [(2, 300), (3, 5000), (2, 300)]:
        stopped.evaluate("(x) => window.go([x])", x)
        stopped.clock.run_for(milliseconds)
        assert "✓" not in stopped.inner_text(".live-task")
    stopped.clock.run_for(300)
    assert "✓" in stopped.inner_text(".live-task")


@pytest.mark.parametrize("last", [4, 300])
def test_play_takes_six_seconds(stopped: Page, last: int) -> None:
    show(stopped, LiveFigure(Figure(), lambda x: str(x), x=IntSlider(max=last)))
    stopped.get_by_text("Play").click()
    for seconds in range(1, 7):
        stopped.clock.run_for(1000)
        at = int(stopped.inner_text("p[role=status]"))
        assert at == pytest.approx(last * seconds / 6, abs=1 + last / 40)
    assert at == last


def test_words_in_the_place_of_tasks_are_shown_as_they_are(page: Page) -> None:
    none = QuestSet("any", note="<b>No</b> tasks here.")
    show(page, LiveFigure(Figure(), lambda x: "", quest=none, x=IntSlider(max=1)))
    assert page.locator(".live-task").inner_text() == "<b>No</b> tasks here."
    assert page.locator(".live-buttons button:visible").all_inner_texts() == ["▶ Play"]
