"""Proof by pixels: a live figure shows in the browser what Matplotlib saves for the same state.

The browser and Python read its table alike, and make the same drawing of it. And proof by a clock
that the test holds: a quest is not solved by sweeping over its solution.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pytest
from ipywidgets import Dropdown, FloatSlider, IntSlider
from matplotlib.figure import Figure
from moving import CASES, made
from pictures import without_png
from pixels import differences, parts_of, show
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
from helpers.live import table
from helpers.live.figure import LiveFigure
from helpers.live.quest import Quest, QuestSet
from helpers.live.recording import record
from helpers.live.table import column_at

LIMITS = 0.17, 0.06, 0.18
"""What is left of the differences between two renderers, see `differences`."""
MOST = 400
"""Positions of a table that are compared."""


@pytest.fixture(scope="module")
def page(browser: BrowserContext) -> Iterator[Page]:
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    assert not errors
    page.close()


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


def links_and_ids() -> LiveFigure:
    """Words that look like ids, a link to a place of the page, and a clipped line."""
    ax = Figure(figsize=(4, 2)).subplots()
    (line,) = ax.plot([0, 1], label=' id="a" href="#b" url(#c)')
    words = ax.text(0, 0, ' id="a" href="#b" url(#c)', url="#chapter-2", rotation=9)
    ax.legend(loc="upper left")
    ax.set_ylim(0, 0.5)

    def update(x: int) -> str:
        line.set_ydata([0, x])
        words.set_text(f'{x} id="a" url(#c)')
        return ' href="#b"'

    return LiveFigure(ax.figure, update, x=IntSlider(max=2))


def two_scenes() -> LiveFigure:
    (one, move), (other, bars) = made("markers"), made("bars")
    x = FloatSlider(min=-2, max=2, step=2)
    return LiveFigure([one, other], [move, bars], which=Dropdown(options="ab"), x=x)


FIGURES: dict[str, Callable[[], LiveFigure]] = {
    **{
        case: lambda case=case: LiveFigure(*made(case), x=FloatSlider(1, min=-2, max=2, step=1))
        for case in CASES
    },
    **VIEWS,
    "links and ids": links_and_ids,
    "two scenes": two_scenes,
}


class Shown(NamedTuple):
    """A live figure in the page, and figures and updates that show what it has to show."""

    name: str
    live: LiveFigure
    scenes: list[tuple[Figure, Callable[..., str]]]


@pytest.fixture(scope="module", params=FIGURES)
def shown(request: pytest.FixtureRequest, page: Page) -> Shown:
    name, scenes = request.param, []

    def noting(figure: Figure, update: Callable, *others: object) -> dict:
        scenes.append((figure, update))
        return record(figure, update, *others)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(helpers.live.figure, "record", noting)
        without_png(patch)
        live = FIGURES[name]()
    show(page, live)
    return Shown(name, live, [made(name)] if name in CASES else scenes)


def test_a_figure_shows_what_matplotlib_saves(page: Page, shown: Shown) -> None:
    counts = [len(known["values"]) for known in shown.live.picture.positions]
    # Halfway x is 0, where some figures show nothing.
    middle = 0.5 if shown.name in CASES else 0.3
    states = [[round(part * (count - 1)) for count in counts] for part in (1, middle, 0)]
    found = differences(page, shown.live, shown.scenes, states)
    assert (found < LIMITS).all(), found


def test_the_browser_reads_a_table_as_python_does(page: Page, shown: Shown) -> None:
    scenes = shown.live.picture.scenes
    counts = [len(known["values"]) for known in shown.live.picture.positions]
    positions = list(itertools.product(*map(range, counts)))
    positions = positions[:: 1 + len(positions) // MOST]
    chosen = [scenes[at[0] if len(scenes) > 1 else 0]["columns"] for at in positions]
    expected = [
        [column_at(column, at) for column in columns]
        for columns, at in zip(chosen, positions, strict=True)
    ]
    assert json.loads(page.evaluate(f"window.read({json.dumps(positions)})")) == expected

    for at in positions[:: max(1, len(positions) // 3)]:
        drawing, sentence = table.shown(scenes, at, "own-")
        told, said = json.loads(page.evaluate("(at) => window.start(at).then(window.told)", at))
        assert said == sentence
        assert told == parts_of(drawing)


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
