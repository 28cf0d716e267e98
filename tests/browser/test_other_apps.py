"""Jupyter Notebook and Voilà: what works in JupyterLab works there, by pointer and by keys."""

from collections.abc import Iterator
from pathlib import Path

import lab
import pytest
from playwright.sync_api import BrowserContext, Page, expect

CELLS = [
    """
from ipywidgets import Dropdown, IntSlider
from matplotlib.figure import Figure
from helpers import LiveFigure, Quest
from helpers.answers.questions import QuestionBox, choice_question

ax = Figure(figsize=(5, 2)).subplots(subplot_kw={"xlim": (0, 9), "ylim": (-1, 1)})
(dot,) = ax.plot([0], [0], "o")


def update(x, kind):
    dot.set_data([x], [0])
    return f"{kind} at {x}"


quests = [
    Quest("Go to 3.", lambda x, kind: x == 3, "It is there."),
    Quest("Go to 7.", lambda x, kind: x == 7, "Far away.", predict=True),
]
LiveFigure(ax.figure, update, quest=quests, x=IntSlider(max=9), kind=Dropdown(options="abc"))
""",
    "QuestionBox([choice_question('Which?', {k: f'hint {k}' for k in 'pqr'}, right='q')])",
]
ACTIVE_CELL = """
[...document.querySelectorAll(".jp-Cell")].findIndex((cell) => cell.matches(".jp-mod-active"))
"""


@pytest.fixture(params=["notebook", "voila"])
def page(request: pytest.FixtureRequest, browser: BrowserContext, tmp_path: Path) -> Iterator[Page]:
    """The notebook, executed."""
    path = lab.write_notebook(tmp_path / "small.ipynb", *CELLS)
    with lab.jupyterlab([path], app=request.param) as address:
        page = browser.new_page()
        if request.param == "voila":
            page.goto(f"{address}/voila/render/small.ipynb")
        else:
            page.goto(f"{address}/notebooks/small.ipynb")
            lab.run_all(page)
        page.wait_for_selector(".live-figure p[role=status]", timeout=60 * lab.SECONDS)
        page.wait_for_selector(".chain-question form", timeout=60 * lab.SECONDS)
        yield page
        page.close()


def test_all_works_by_keys_and_by_pointer(page: Page) -> None:
    said, task = page.locator(".live-figure p[role=status]"), page.locator(".live-task")
    handle = page.locator(".noUi-handle")
    handle.focus()
    before = page.evaluate(ACTIVE_CELL)
    for key, x in [
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
        ("End", 9),
        ("PageDown", 4),
    ]:
        handle.press(key)
        expect(said).to_have_text(f"a at {x}")
        expect(handle).to_be_focused()
    choice = page.locator(".live-controls select")
    choice.press("ArrowDown")
    expect(said).to_have_text("b at 4")
    handle.press("ArrowLeft")
    expect(task).to_contain_text("✓")
    page.get_by_role("button", name="Next task").press("Enter")
    expect(task).to_contain_text("Go to 7.")
    page.get_by_role("button", name="Show").press("Enter")
    expect(task).to_contain_text("Not quite.")
    assert page.evaluate(ACTIVE_CELL) == before

    box = page.locator(".chain-question")
    box.locator("input").first.press("Space")
    box.locator("input").first.press("ArrowDown")
    box.get_by_role("button", name="Check").press("Enter")
    expect(box.locator(".feedback")).to_contain_text("✓ Right.")
    page.locator(".noUi-handle").scroll_into_view_if_needed()

    dot = page.locator(".live-picture use").last.bounding_box()
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2.4 * dot["width"], y, steps=4)
    page.mouse.up()
    expect(said).not_to_have_text("b at 3")
    handle.hover()
    page.mouse.down()
    page.mouse.move(x - 900, y, steps=4)
    page.mouse.up()
    expect(said).to_have_text("b at 0")
    page.locator(".live-figure").get_by_role("button", name="Start again").click()
    expect(said).to_have_text("a at 0")
    page.get_by_role("button", name="Play").click()
    expect(said).to_have_text("a at 2")
