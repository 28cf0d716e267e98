"""A dot dragged, steps instead of motion, and the keyboard: in JupyterLab, with no kernel.

That dragging and playing work at all, by mouse and finger, is for test_engines.
"""

import re
from collections.abc import Iterator

import lab
import numpy as np
import pytest
from lab import Lab
from marks import figures, position_of, recorded, sentence_of
from pictures import column_at
from playwright.sync_api import Locator, Page, expect

from helpers import LiveFigure, explore_chain, explore_derivative, sigmoid, square

VIEWS = [explore_chain([square, sigmoid]), explore_derivative(sigmoid)]
CELLS = [
    "from helpers import explore_chain, explore_derivative, sigmoid, square",
    "explore_chain([square, sigmoid])",
    "explore_derivative(sigmoid)",
]
IN_LAB = "jupyterapp.shell.currentWidget.content"
ON_PAGE = """
([figure, point]) => {
  const svg = [...figure.querySelectorAll("svg")].find((e) => e.checkVisibility());
  const at = new DOMPoint(...point).matrixTransform(svg.getScreenCTM());
  return [at.x, at.y];
}
"""
"""From a point of the drawing to one of the page."""


@pytest.fixture(scope="module")
def page(opened: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    path = lab.write_notebook(tmp_path_factory.mktemp("hands") / "hands.ipynb", *CELLS)
    page = opened.open(path)
    figures(page, len(VIEWS))
    lab.shut_down_kernel(page)
    yield page
    lab.close(page)


def shown(page: Page, number: int) -> tuple[Locator, LiveFigure]:
    figure = lab.live_figures(page)[number]
    figure.scroll_into_view_if_needed()
    return figure, VIEWS[number]


@pytest.fixture(params=range(len(VIEWS)), ids=["chain", "derivative"])
def view(page: Page, request: pytest.FixtureRequest) -> tuple[Locator, LiveFigure]:
    return shown(page, request.param)


def place_of_x(live: LiveFigure) -> int:
    """Which of the sliders is that of x."""
    return list(live.controls).index("x")


def dots(live: LiveFigure) -> list[dict]:
    """What is recorded of the points that move with x."""
    x = place_of_x(live)
    columns = recorded(live, "points")
    return [c for c in columns if any(part["strides"][x] for part in c["parts"])]


def at(column: dict, position: list[int]) -> list[float]:
    """Where a point is at this position."""
    return [float(number) for number in column_at(column, position).split()]


def on_page(figure: Locator, point: list[float]) -> tuple[float, float]:
    x, y = figure.page.evaluate(ON_PAGE, [figure.element_handle(), point])
    return x, y


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From here to there in steps."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=11)
    page.mouse.up()


def test_a_dot_is_dragged_along_its_curve(page: Page, view: tuple[Locator, LiveFigure]) -> None:
    figure, live = view
    random = np.random.default_rng(5)
    x = place_of_x(live)
    for column in dots(live):
        here = position_of(figure, live)
        there = [*here]
        step = int(random.integers(4, 25))
        there[x] = (
            here[x] + step
            if here[x] < len(live.picture.positions[x]["values"]) / 2
            else here[x] - step
        )
        target = at(column, there)
        drag(page, on_page(figure, at(column, here)), on_page(figure, target))
        now = position_of(figure, live)
        # Another place of the same curve may be as near; none may be nearer.
        assert now != here
        assert np.hypot(*np.subtract(at(column, now), target)) < 0.2
        (sentence,) = recorded(live, "sentence")
        expect(sentence_of(figure)).to_have_text(column_at(sentence, now))


def test_a_press_on_the_curve_takes_the_dot_there_and_one_beside_it_does_nothing(
    page: Page,
) -> None:
    figure, live = shown(page, 0)
    x = place_of_x(live)
    column = dots(live)[0]
    there = position_of(figure, live)
    there[x] = len(live.picture.positions[x]["values"]) // 4
    point = on_page(figure, at(column, there))
    drag(page, point, point)
    assert position_of(figure, live) == there
    drag(page, on_page(figure, [2, 2]), on_page(figure, [60, 2]))
    assert position_of(figure, live) == there


def test_where_a_curve_comes_back_the_dot_stays_on_its_side(page: Page) -> None:
    """The square sends x and −x to the same u: the second dot must not jump between them."""
    figure, live = shown(page, 0)
    x = place_of_x(live)
    handle = figure.locator(".noUi-handle").nth(x)
    handle.press("End")
    for _ in range(18):
        handle.press("ArrowLeft")
    here = position_of(figure, live)
    assert live.picture.positions[x]["values"][here[x]] == pytest.approx(1.2)
    second = dots(live)[1]
    point = on_page(figure, at(second, here))
    drag(page, point, point)
    assert position_of(figure, live) == here


def test_readers_who_want_no_motion_go_in_steps(
    page: Page, view: tuple[Locator, LiveFigure]
) -> None:
    figure, live = view
    x = place_of_x(live)
    last = len(live.picture.positions[x]["values"]) - 1
    button = figure.get_by_role("button")
    figure.locator(".noUi-handle").nth(x).press("Home")
    page.emulate_media(reduced_motion="reduce")
    try:
        expect(button).to_have_text(re.compile("Step"))
        for k in range(1, 11):
            button.press("Enter")
            assert position_of(figure, live)[x] == min(k * int(np.ceil(last / 10)), last)
        page.wait_for_timeout(200)
        assert position_of(figure, live)[x] == last
        expect(sentence_of(figure)).to_have_attribute("aria-live", "polite")
    finally:
        page.emulate_media(reduced_motion="no-preference")
    expect(button).to_have_text("▶ Play")


def test_sliders_and_button_are_reached_and_used_by_keyboard_alone(page: Page) -> None:
    figure, live = lab.live_figures(page)[0], VIEWS[0]
    page.evaluate(
        f"() => {{ {IN_LAB}.scrollToItem(0); {IN_LAB}.activeCellIndex = 0;"
        f" {IN_LAB}.mode = 'command'; {IN_LAB}.activeCell.node.focus(); }}"
    )
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "[document.activeElement.ariaLabel, document.activeElement.textContent].find(Boolean)"
        )
        if not figure.evaluate("figure => figure.contains(document.activeElement)"):
            continue
        reached.append(focused)
        if focused == "order":
            page.keyboard.press("Home")
            page.keyboard.press("ArrowRight")
            assert position_of(figure, live)[0] == 1
            page.keyboard.press("ArrowLeft")
        elif focused == "x":
            page.keyboard.press("Home")
            page.keyboard.press("PageUp")
            assert position_of(figure, live) == [0, 5]
        elif focused == "▶ Play":
            page.keyboard.press("Enter")
            expect(figure.get_by_role("button")).to_have_text("❚❚ Pause")
            page.keyboard.press("Enter")
            break
    assert [name for name in reached if name in ("order", "x", "▶ Play")] == [
        "order",
        "x",
        "▶ Play",
    ]
