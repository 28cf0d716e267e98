"""What a reader has done on a page of the website is still there after a reload."""

from collections.abc import Iterator
from pathlib import Path

import exported
import pytest
from ipywidgets import IntSlider
from matplotlib.figure import Figure
from playwright.sync_api import BrowserContext, Page, expect
from test_controls_on_a_page import write_page
from test_web import COME_ALIVE

from helpers import LiveFigure
from helpers.answers.ask import ask
from helpers.answers.practice import practice
from helpers.live.quest import Quest

QUESTS = [
    Quest("Go to 2.", lambda a: a == 2, "It is even.", "More."),
    Quest("Place a at 5, and press Show.", lambda a: a == 5, "It is odd.", "More.", predict=True),
    Quest("Go to 7.", lambda a: a == 7, "It is prime.", "More."),
]
KEPT = "This browser keeps nothing: what you do is gone with the page."
REFUSED = "Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError') }"


def view(most: int = 9) -> LiveFigure:
    ax = Figure(figsize=(4, 1)).subplots()
    return LiveFigure(ax.figure, "a is {a}".format, quest=QUESTS, a=IntSlider(0, 0, most))


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    write_page(tmp_path, view(), ask("from 5 to 4.98"), practice(1, per_level=1))
    with exported.served(tmp_path) as (address, _):
        yield address


@pytest.fixture
def page(browser: BrowserContext, address: str) -> Iterator[Page]:
    with browser.browser.new_context() as context:
        page = context.new_page()
        visit(page, address)
        yield page
        assert page.evaluate("problems") == []


def visit(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(COME_ALIVE)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).locator("visible=true").first.click()


def seen(page: Page) -> list[str]:
    """The words of the task, of what was found, and of the questions."""
    parts = page.locator(".alive > :not(.still) :is(.live-task, .live-findings, .chain-question)")
    return parts.all_inner_texts()


def solve(page: Page) -> None:
    """Solve the first task, miss the prediction and move on to it, and answer the questions."""
    task, slider = page.locator(".alive > :not(.still) .live-task"), page.get_by_role("slider")
    slider.fill("2")
    expect(task).to_have_text("✓Go to 2. It is even.")
    press(page, "Next task")
    press(page, "Show")
    missed = "Not quite. Now that you can see it, move a to the right place."
    expect(task).to_have_text(f"○{QUESTS[1].task} (2 of 3) {missed}")
    slider.fill("5")
    expect(task).to_have_text(f"●{QUESTS[1].task} Now it fits. It is odd.")
    fields = page.get_by_role("textbox")
    for k, answer in enumerate(["-0.2", "1000"]):
        fields.nth(k).fill(answer)
        fields.nth(k).press("Enter")
    feedback = page.locator(".alive > :not(.still) .feedback")
    expect(feedback.first).to_contain_text("✓ Right.")
    expect(feedback.last).to_contain_text("✗ Not yet.")


def test_tasks_and_answers_stay_until_start_again(page: Page, address: str) -> None:
    first = seen(page)
    solve(page)
    before = seen(page)
    visit(page, address)
    assert seen(page) == before
    assert [field.input_value() for field in page.get_by_role("textbox").all()] == ["-0.2", "1000"]
    # What was only moved onto the answer keeps its own mark.
    press(page, "Next task")
    marks = page.locator(".live-findings .live-sign")
    assert [mark.get_attribute("aria-label") for mark in marks.all()] == ["solved", "seen"]
    visit(page, address)
    assert seen(page)[:2] == ["○Go to 7. (3 of 3)", "✓It is even.●It is odd."]
    for _ in range(3):
        press(page, "Start again")
    assert seen(page) == first
    assert page.evaluate("localStorage.length") == 0
    visit(page, address)
    assert seen(page) == first


def test_a_view_that_has_changed_begins_anew(page: Page, address: str, tmp_path: Path) -> None:
    first = seen(page)
    solve(page)
    answered = seen(page)[2:]
    write_page(tmp_path, view(most=8), ask("from 5 to 4.98"), practice(1, per_level=1))
    visit(page, address)
    assert seen(page) == [*first[:2], *answered]
    kept = page.evaluate("Object.keys(JSON.parse(Object.values(localStorage)[0])).length")
    assert kept == 2, "what is gone is forgotten"


def test_where_nothing_is_kept_it_says_so(page: Page, address: str) -> None:
    page.add_init_script(REFUSED)
    visit(page, address)
    first = seen(page)
    solve(page)
    said = page.locator(".alive > :not(.still) :is(.live-task, .feedback)")
    assert [part.get_attribute("title") for part in said.all()] == [KEPT] * 3
    visit(page, address)
    assert seen(page) == first
