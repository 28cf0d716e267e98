"""Live figures in JupyterLab: a mouse, a keyboard, narrow windows, a busy kernel or none.

The functions have names that mean harm, as all of this must hold for them, too. That dragging and
playing work at all, by mouse and finger, is for test_engines.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import lab
import numpy as np
import pytest
from lab import Lab
from marks import SETTLED, at_random, figures, position_of, recorded, sentence_of, slider, walk
from playwright.sync_api import Locator, expect

from helpers import LiveFigure, explore_chain, explore_nudge
from helpers.live.table import column_at

# The image's address would be asked for, and what is in "onerror" be run.
NAMES = ["<img src=x onerror=attack()>", "\"'&lt;<b>🎈</b>$x^2$"]
CELLS = [
    *["'a cell above the figures'"] * 20,
    "import numpy as np\nfrom helpers import explore_chain, explore_nudge",
    f"def f(x):\n    return x**2\n\nf.__name__ = {NAMES[0]!r}",
    f"def g(x):\n    return np.tanh(x / 9)\n\ng.__name__ = {NAMES[1]!r}",
    "explore_chain([f, g])",
    "explore_nudge([f, g])",
    *["'a cell below the figures'"] * 20,
]

# ipywidgets tells the kernel each slider's new value, and says so if it cannot.
UNSENT = "Could not send widget sync message"
NOTEBOOK = "jupyterapp.shell.currentWidget.content"


@pytest.fixture(scope="module")
def live() -> list[LiveFigure]:
    """The same figures, made here."""
    f, g = (lambda x: x**2), (lambda x: np.tanh(x / 9))
    f.__name__, g.__name__ = NAMES
    return [explore_chain([f, g]), explore_nudge([f, g])]


@pytest.fixture(scope="module")
def notebook(opened: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    path = lab.write_notebook(tmp_path_factory.mktemp("lab") / "lab.ipynb", *CELLS)
    page = opened.open(path)
    figures(page, 2)
    yield opened
    lab.close(page)


def assert_all_work(notebook: Lab, live: list[LiveFigure], let_through: str | None = None) -> None:
    """Press keys for real, and then many more: the figures show what they should."""
    for figure, known in zip(figures(notebook.page, 2), live, strict=True):
        x = list(known.controls).index("x")
        handle = figure.locator(".noUi-handle").nth(x)
        sentences = []
        for key in ("Home", "PageUp", "ArrowRight"):
            handle.press(key)
            sentences.append(sentence_of(figure).text_content())
        assert len({*sentences}) == 3
        walk(figure, known, at_random(known, 40, 3))
    assert [e for e in notebook.errors if not let_through or let_through not in e] == []


def test_names_of_functions_are_shown_and_never_run(notebook: Lab, live: list[LiveFigure]) -> None:
    assert_all_work(notebook, live)  # compares the names in boxes and sentence as well
    chain, _ = figures(notebook.page, 2)
    for name in NAMES:
        expect(chain.locator("text", has_text=name[:23]).first).to_be_attached()
    expect(slider(chain, "order").locator(".widget-readout")).to_contain_text(NAMES[0][:20])
    assert notebook.page.locator(".live-figure").locator("img, b, script, [onerror]").count() == 0
    assert not notebook.page.evaluate("window.attacked")
    assert not [url for url in notebook.requests if url.endswith("/x")]


def test_no_two_drawings_share_an_id(notebook: Lab) -> None:
    ids, links = notebook.page.evaluate(
        """() => {
          const drawings = [...document.querySelectorAll(".live-figure svg")];
          return [
            drawings.flatMap((svg) => [...svg.querySelectorAll("[id]")].map((part) => part.id)),
            drawings.flatMap((svg) => svg.outerHTML.match(/(?<=href="#|url\\(#)[^")]+/g) ?? []),
          ];
        }"""
    )
    assert len(set(ids)) == len(ids) > 0
    assert set(links) <= set(ids)
    assert len(links) > 0


def test_a_number_typed_between_two_positions_goes_to_the_nearer_one(notebook: Lab) -> None:
    for figure, (low, high, step) in zip(
        figures(notebook.page, 2), [(-3, 3, 0.1), (4, 6, 0.2)], strict=True
    ):
        readout = slider(figure, "x").locator(".widget-readout")
        for typed, position in [(high - 0.7 * step, high - step), (high + 9, high), (low, low)]:
            readout.fill(f"{typed:.3f}")
            readout.press("Enter")
            shown = f"{position:.2f}".replace("-", "−")
            expect(readout).to_have_text(shown)
            in_words = re.escape(shown.rstrip("0").rstrip("."))
            expect(sentence_of(figure)).to_have_text(re.compile(f"^At x = {in_words}(,| with) "))


# ---- A dot of a chain on its curve ----

ON_PAGE = """
([figure, point]) => {
  const svg = [...figure.querySelectorAll("svg")].find((e) => e.checkVisibility());
  const at = new DOMPoint(...point).matrixTransform(svg.getScreenCTM());
  return [at.x, at.y];
}
"""
"""From a point of the drawing to one of the page."""


def drag(figure: Locator, start: list[float], end: list[float]) -> None:
    """From here to there in steps; both are points of the drawing."""
    page, element = figure.page, figure.element_handle()
    page.mouse.move(*page.evaluate(ON_PAGE, [element, start]))
    page.mouse.down()
    page.mouse.move(*page.evaluate(ON_PAGE, [element, end]), steps=11)
    page.mouse.up()


def dot_at(live: LiveFigure, number: int, position: list[int]) -> list[float]:
    """Where one of the dots that move with x is at this position."""
    columns = recorded(live, "points")
    dots = [c for c in columns if any(part["strides"][1] for part in c["parts"])]
    return [float(number) for number in column_at(dots[number], position).split()]


def test_a_press_on_the_curve_takes_the_dot_there_and_one_beside_it_does_nothing(
    notebook: Lab, live: list[LiveFigure]
) -> None:
    figure, chain = figures(notebook.page, 2)[0], live[0]
    figure.scroll_into_view_if_needed()
    figure.locator(".noUi-handle").nth(0).press("Home")
    there = [0, 15]
    drag(figure, *[dot_at(chain, 0, there)] * 2)
    assert position_of(figure, chain) == there
    drag(figure, [2, 2], [60, 2])
    assert position_of(figure, chain) == there
    # The square sends x and −x to the same u: the second dot must not jump between them.
    for there in ([0, 42], [0, 18]):
        drag(figure, *[dot_at(chain, 0, there)] * 2)
        drag(figure, *[dot_at(chain, 1, there)] * 2)
        assert position_of(figure, chain) == there


# ---- The keyboard ----


def test_readers_who_want_no_motion_go_in_steps(notebook: Lab, live: list[LiveFigure]) -> None:
    page = notebook.page
    figure, chain = figures(page, 2)[0], live[0]
    button = figure.get_by_role("button")
    figure.locator(".noUi-handle").nth(1).press("Home")
    page.emulate_media(reduced_motion="reduce")
    try:
        expect(button).to_have_text(re.compile("Step"))
        for k in range(1, 11):
            button.press("Enter")
            assert position_of(figure, chain)[1] == min(6 * k, 60)
        page.wait_for_timeout(200)
        assert position_of(figure, chain)[1] == 60
        expect(sentence_of(figure)).to_have_attribute("aria-live", "polite")
    finally:
        page.emulate_media(reduced_motion="no-preference")
    expect(button).to_have_text("▶ Play")


def test_sliders_and_button_are_reached_and_used_by_keyboard_alone(
    notebook: Lab, live: list[LiveFigure]
) -> None:
    page = notebook.page
    figure, chain = figures(page, 2)[0], live[0]
    page.evaluate(
        f"() => {{ {NOTEBOOK}.activeCellIndex = 22; {NOTEBOOK}.mode = 'command';"
        f" {NOTEBOOK}.activeCell.node.focus(); }}"
    )
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        if not figure.evaluate("figure => figure.contains(document.activeElement)"):
            continue
        focused = page.evaluate(
            "[document.activeElement.ariaLabel, document.activeElement.textContent].find(Boolean)"
        )
        reached.append(focused)
        if focused == "order":
            page.keyboard.press("Home")
            page.keyboard.press("ArrowRight")
            assert position_of(figure, chain)[0] == 1
            page.keyboard.press("ArrowLeft")
        elif focused == "x":
            page.keyboard.press("Home")
            page.keyboard.press("PageUp")
            assert position_of(figure, chain) == [0, 5]
        elif focused == "▶ Play":
            page.keyboard.press("Enter")
            expect(figure.get_by_role("button")).to_have_text("❚❚ Pause")
            page.keyboard.press("Enter")
            break
    controls = ("order", "x", "▶ Play")
    assert tuple(name for name in reached if name in controls) == controls


# ---- Windows, and what is out of sight ----

SCROLLING = """
(figure) => {
  const parts = [...figure.querySelectorAll("*")];
  for (let part = figure; !part.matches(".jp-Notebook"); part = part.parentElement)
    parts.push(part);
  return parts
    .filter((part) => part.scrollWidth > part.clientWidth)
    .filter((part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
    .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth}`);
}
"""
"""Takes a live figure; returns what in it and around it can be scrolled sideways."""


def test_in_a_narrow_window_the_drawing_scrolls_and_nothing_else(notebook: Lab) -> None:
    page = notebook.page
    lab.run(page, "application:toggle-left-area")
    page.set_viewport_size({"width": 420, "height": 900})
    try:
        for figure in figures(page, 2):
            svg = figure.locator("svg:visible")
            # A handle at its slider's right end stands 2 pixels beyond it.
            figure.locator(".noUi-handle").first.press("Home")
            figure.scroll_into_view_if_needed()
            drawing = figure.locator(".live-picture")
            # It takes JupyterLab a moment to lay itself out anew.
            page.wait_for_function(
                "drawing => drawing.getBoundingClientRect().right < 420 && drawing.tabIndex === 0",
                arg=drawing.element_handle(),
            )
            half = svg.evaluate("svg => parseFloat(getComputedStyle(svg).maxWidth)") / 2
            assert svg.bounding_box()["width"] == pytest.approx(half, abs=1)
            page.evaluate(SETTLED)
            (scrolling,) = figure.evaluate(SCROLLING)
            assert scrolling.endswith(f"> {drawing.evaluate('part => part.clientWidth')}")
            drawing.press("ArrowRight", delay=300)
            page.wait_for_function("part => part.scrollLeft > 20", arg=drawing.element_handle())
    finally:
        page.set_viewport_size(lab.WINDOW)
        lab.run(page, "application:toggle-left-area")
    drawing = figures(page, 2)[0].locator(".live-picture")
    expect(drawing).not_to_have_attribute("tabindex", "0")


OUT_OF_SIGHT = """
(figure) => {
  const { top, bottom } = figure.getBoundingClientRect();
  return bottom < 0 || top > innerHeight || !figure.checkVisibility({ opacityProperty: true });
}
"""


@pytest.mark.parametrize("mode", ["defer", "full"])
def test_figures_live_on_after_scrolling_away_and_back(
    notebook: Lab, live: list[LiveFigure], mode: str
) -> None:
    """In mode full, cells out of sight are taken away."""
    page = notebook.page
    page.evaluate(
        f"{NOTEBOOK}.notebookConfig = {{ ...{NOTEBOOK}.notebookConfig, windowingMode: '{mode}' }}"
    )
    panel = page.locator(".jp-WindowedPanel-outer")
    for figure in figures(page, 2):
        element = figure.element_handle()
        cell = page.evaluate(
            f"(figure) => {NOTEBOOK}.widgets.findIndex((c) => c.node.contains(figure))", element
        )
        lab.scroll_to(page, cell, figure)
        for end in ("0", "panel.scrollHeight"):
            panel.evaluate(f"(panel) => panel.scrollTo(0, {end})")
            page.wait_for_function(OUT_OF_SIGHT, arg=element)
        lab.scroll_to(page, cell, figure)
    assert_all_work(notebook, live)


def test_sliders_work_while_the_kernel_is_busy(
    notebook: Lab, live: list[LiveFigure], tmp_path: Path
) -> None:
    page = notebook.page
    flag = tmp_path / "busy"
    flag.touch()
    code = f"import pathlib\nprint('begun')\nwhile pathlib.Path({str(flag)!r}).exists(): pass"
    page.evaluate(
        f"""(code) => {{
          const run = {lab.KERNEL}.requestExecute({{ code }});
          run.onIOPub = ({{ header }}) => (window.busy ||= header.msg_type === "stream");
          run.done.finally(() => (window.busy = false));
        }}""",
        code,
    )
    page.wait_for_function("window.busy")
    assert_all_work(notebook, live)
    assert page.evaluate("busy")
    flag.unlink()
    page.wait_for_function("!busy")


# The last test: after it, nothing can be run any more.
def test_sliders_work_after_the_kernel_was_shut_down(notebook: Lab, live: list[LiveFigure]) -> None:
    lab.shut_down_kernel(notebook.page)
    notebook.page.wait_for_function(f"!{lab.KERNEL}")
    assert_all_work(notebook, live, let_through=UNSENT)
