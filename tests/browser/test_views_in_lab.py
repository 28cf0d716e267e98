"""Views in JupyterLab: what the browser shows is what Python put into the table, and fits.

Two notebooks, one in each theme, which have predictions, several scenes and up to four sliders. The
same scripts show all views on the website, where `test_web` looks at every one. That the table is
right is for the tests of the views.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import lab
import pytest
from axe_playwright_python.sync_playwright import Axe
from contrast import FAINT
from ipywidgets import Widget
from ipywidgets.embed import dependency_state, embed_data
from lab import Lab
from marks import CRAMPED, OVERLAPPING, SETTLED, at_random, figures, go_to, walk
from matplotlib.colors import to_hex
from nbformat import NotebookNode
from notebook_files import PATHS, in_this_process, read
from pictures import positions_of
from playwright.sync_api import Locator, Page, expect

from helpers import LiveFigure
from helpers.figures.style import ON_DARK
from helpers.live.table import column_at

PRESSES = 30
WIDGETS = "application/vnd.jupyter.widget-state+json"
SEEN = """
.jp-Cell { content-visibility: visible !important; contain: none !important }
.live-figure.covered * { visibility: visible !important }
"""
"""What is out of sight, or covered by a prediction, has to be readable, too."""

OURS = ".jp-OutputArea-output:has(.live-figure, .chain-question)"
FORMULAS = """
() => [...document.querySelectorAll(".jp-Notebook mjx-mstyle[style*=color]")]
  .map((part) => getComputedStyle(part).color.match(/\\d+/g).map((n) => n / 255))
"""
"""Returns the colors of all formulas that have one."""


MEASURED = """
() => {
  const panel = document.querySelector(".jp-WindowedPanel-outer");
  const boxes = [...document.querySelectorAll(".jp-OutputArea-output .live-controls")]
    .map((figure) => figure.getBoundingClientRect());
  const first = boxes[0].top - panel.getBoundingClientRect().top + panel.scrollTop;
  return [first, boxes.map(({ height }) => height)];
}
"""
"""Returns how far below the notebook's top the first live figure begins, and all their heights."""


SAVE = """
([path, content]) => jupyterapp.serviceManager.contents
  .save(path, { type: "notebook", format: "json", content })
  .then(() => null)
"""
"""Takes a name and a notebook."""

CONNECTED = """
() => document
  .querySelectorAll(".jupyter-widgets-disconnected")
  .forEach((view) => view.classList.remove("jupyter-widgets-disconnected"))
"""
"""Takes away the sign that ipywidgets puts before each widget that no kernel knows."""


def assert_on_one_screen(page: Page) -> None:
    """On a laptop the first figure is met without scrolling, and each is seen as a whole."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.evaluate(SETTLED)
    first, heights = page.evaluate(MEASURED)
    assert 0 < first <= 420
    assert max(heights) <= 620, heights
    page.set_viewport_size(lab.WINDOW)


def positions(live: LiveFigure) -> Iterator[tuple[int, ...]]:
    return itertools.product(*(range(len(values)) for values in positions_of(live)))


def solve(figure: Locator, live: LiveFigure) -> None:
    """Solve all its tasks; each leaves picture and sentence to be seen, and all stay to be read."""
    task, findings = figure.locator(".live-task"), figure.locator(".live-findings li")
    covered, found = figure.locator(".live-figure.covered"), []
    for number, quest in enumerate(live.picture.quests, start=1):
        found.append(f"✓{quest['why']}")
        position = next(at for at in positions(live) if column_at(quest["solved"], at) == "1")
        go_to(figure, live, position)
        if quest["predict"]:
            expect(covered).to_have_count(1)
            figure.get_by_role("button", name="Show").press("Enter")
        expect(task).to_have_text(f"✓{quest['task']} {quest['why']}")
        expect(covered).to_have_count(0)
        following = figure.get_by_role("button", name="Next task")
        if number < len(live.picture.quests):
            following.press("Enter")
            expect(findings).to_have_text(found)
    assert not following.is_visible()


def barriers(page: Page) -> list[str]:
    """What axe-core finds in the notebook's outputs."""
    # It takes all that is in JupyterLab's panels for hidden, as these hide what is beyond them.
    style = page.add_style_tag(
        content=":has(.jp-OutputArea-output) { overflow: visible !important }"
    )
    # Of what is fine, one example each; contrast is for contrast.py.
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
    found = Axe().run(page, context=".jp-OutputArea-output", options=options).response
    style.evaluate("(style) => style.remove()")
    assert found["passes"], "axe-core has looked at something"
    violations = found["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in violations for node in rule["nodes"]]


def too_narrow(page: Page) -> list[str]:
    """What is cut off or overlaps in a window of 400 pixels, and in one of 1280 zoomed to 200 %."""
    found = []
    lab.run(page, "application:toggle-left-area")
    for width in (400, 1280 // 2):
        page.set_viewport_size({"width": width, "height": lab.WINDOW["height"]})
        page.wait_for_function(f"document.querySelector('.jp-Notebook').clientWidth < {width}")
        page.evaluate(SETTLED)  # it takes JupyterLab a moment to lay itself out anew
        found += [f"{width} px: {problem}" for problem in page.evaluate(CRAMPED, OURS)]
    page.set_viewport_size(lab.WINDOW)
    lab.run(page, "application:toggle-left-area")
    return found


@pytest.fixture(scope="module")
def kernel(opened: Lab) -> Iterator[str]:
    """A kernel for all notebooks, to save the seconds that each start takes."""
    style = opened.page.add_style_tag(content=SEEN)
    start = "jupyterapp.serviceManager.kernels.startNew({ name: 'python3' })"
    yield opened.page.evaluate(f"{start}.then(({{ id }}) => id)")
    style.evaluate("(style) => style.remove()")
    lab.run(opened.page, "apputils:change-theme", theme="JupyterLab Light")


def with_widgets(path: Path, values: list[object]) -> NotebookNode:
    """The notebook as JupyterLab saves it after a run that gave these values."""
    notebook = read(path)
    widgets = [value for value in values if isinstance(value, Widget)]
    state = embed_data(widgets, drop_defaults=False, state=dependency_state(widgets, False))
    notebook.metadata.widgets = {WIDGETS: state["manager_state"]}
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    for cell, value in zip(cells, values, strict=True):
        cell.metadata.trusted = True  # or JupyterLab shows no widgets
        if isinstance(value, Widget):
            cell.outputs[-1].data |= value._repr_mimebundle_()
    return notebook


@pytest.mark.parametrize("path", [PATHS[3], PATHS[6]], ids=lambda path: path.stem)
def test_every_figure_shows_what_python_computed(opened: Lab, kernel: str, path: Path) -> None:
    _, values, _ = in_this_process(path)
    expected = [value for value in values if isinstance(value, LiveFigure)]
    assert expected
    page = opened.page
    theme = "Dark" if int(path.stem[:2]) % 2 else "Light"
    lab.run(page, "apputils:change-theme", theme=f"JupyterLab {theme}")
    opened.errors.clear()
    page.evaluate(SAVE, [path.name, with_widgets(path, values)])
    lab.run(page, "docmanager:open", path=path.name, kernel={"id": kernel})
    try:
        figures(page, len(expected))
        light = str(theme == "Light").lower()
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
        page.evaluate(CONNECTED)
        assert_on_one_screen(page)
        for figure, live in zip(figures(page, len(expected)), expected, strict=True):
            walk(figure, live, at_random(live, PRESSES, seed=int(path.stem[:2])))
            assert figure.evaluate(OVERLAPPING) == []
            if live.picture.quests:
                solve(figure, live)
        found = page.locator(OURS).evaluate_all(f"(outputs) => outputs.map({FAINT})")
        assert len(found) >= len(expected) and not any(found), found
        palette = ON_DARK.values() if theme == "Dark" else ON_DARK.keys()
        assert {*map(to_hex, page.evaluate(FORMULAS))} <= {*palette}
        assert_on_one_screen(page)
        assert opened.errors == []
        # Last, since JupyterLab itself stumbles now and then when its window changes so much.
        assert barriers(page) == []
        assert too_narrow(page) == []
    finally:
        lab.close(page)
