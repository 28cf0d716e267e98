"""Each kind of control on a page of the website, made by the templates of the site."""

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import exported
import PIL.Image
import pytest
from contrast import FAINT
from ipywidgets import (
    Checkbox,
    Dropdown,
    FloatLogSlider,
    FloatSlider,
    IntSlider,
    RadioButtons,
    SelectionSlider,
    ToggleButtons,
    Widget,
)
from ipywidgets.embed import dependency_state
from matplotlib.figure import Figure
from nbformat import NotebookNode
from notebook_files import ROOT
from playwright.sync_api import BrowserContext, Locator, Page, expect
from test_web import COME_ALIVE, barriers

from helpers import LiveFigure, explore_backward
from helpers.figures.style import F1
from helpers.live.controls import KINDS

sys.path.insert(0, str(ROOT / "web"))

import pages

CONTROLS: dict[str, Widget] = {
    "float": FloatSlider(-1, min=-1, max=0, step=0.5),
    "whole": IntSlider(1, max=1),
    "power": FloatLogSlider(1, min=0, max=1, step=1),
    "chosen": SelectionSlider(options=["near", "far"]),
    "list": Dropdown(options=[("one & all", 1), ("two", 2), ("three", 3)], value=2),
    "radio": RadioButtons(options=["p", "<b>q</b>", "r"], value="r"),
    "buttons": ToggleButtons(options=["in", "out"]),
    "tick": Checkbox(True),
    "locked": IntSlider(2, max=4, disabled=True),
}
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Controls</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="widgets.css">
<link rel="stylesheet" href="web.css">
<link rel="stylesheet" href="still.css" media="print">
<script type="module" src="web.js"></script>
<style>
:root { color-scheme: light dark; --color-background-primary: light-dark(white, #131416); }
</style>
</head>
<body><main><h1>Controls</h1>%s</main></body>
</html>
"""


def live_figure() -> LiveFigure:
    ax = Figure(figsize=(4, 1)).subplots()
    return LiveFigure(ax.figure, lambda **values: f"{[*values.values()]}", **CONTROLS)


def write_page(folder: Path, *lives: LiveFigure, markup: str = "") -> None:
    """Write a page with these figures as the website has them, after what it has already."""
    for live in lives:
        output = NotebookNode(data={pages.VIEW: {"model_id": live.model_id}})
        markup += pages._widget(output, dependency_state([live], drop_defaults=False), folder)
    (folder / "index.html").write_text(PAGE % markup, encoding="utf-8")
    (folder / "widgets.css").write_text(pages._styles(), encoding="utf-8")
    for path in [*pages.MODULES, *(ROOT / "web/static").iterdir()]:
        shutil.copy(path, folder)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("controls")
    write_page(folder, live_figure())
    with exported.served(folder) as (address, _):
        yield address


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: BrowserContext, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=request.param)
    page.goto(address)
    page.evaluate(COME_ALIVE)
    yield page
    assert page.evaluate("problems") == []
    page.close()


def test_every_kind_is_here() -> None:
    assert {type(control) for control in CONTROLS.values()} == {*KINDS}


START = [-1.0, 1, 1.0, "near", 2, "r", "in", True, 2]
KEYS = [  # what has the focus, the key, which value that changes, and to what
    ("slider float", "ArrowRight", 0, -0.5),
    ("slider whole", "Home", 1, 0),
    ("slider power", "End", 2, 10.0),
    ("slider chosen", "ArrowUp", 3, "far"),
    ("combobox list", "ArrowDown", 4, 3),
    ("radio r", "ArrowUp", 5, "<b>q</b>"),
    ("button out", "Enter", 6, "out"),
    ("checkbox tick", "Space", 7, False),
]


def test_controls_work_by_keys_and_by_pointer(page: Page) -> None:
    said, values = page.locator(".alive p[role=status]"), START.copy()
    expect(said).to_have_text(f"{values}")
    for named, key, k, value in KEYS:
        role, _, name = named.partition(" ")
        page.get_by_role(role, name=name, exact=True).press(key)
        values[k] = value
        expect(said).to_have_text(f"{values}")
    page.get_by_label("list").select_option("one & all")
    page.get_by_label("p", exact=True).check()
    page.get_by_role("button", name="in", exact=True).click()
    page.get_by_label("tick").check()
    values[4:8] = [1, "p", "in", True]
    expect(said).to_have_text(f"{values}")
    pressed = page.locator("[aria-pressed=true]")
    expect(pressed).to_have_text("in")
    outputs = page.locator("output").all_text_contents()
    assert outputs == ["−0.50", "0", "10.0", "far", "2"]


@contextmanager
def stopped(browser: BrowserContext, address: str) -> Iterator[Page]:
    """A page on which time passes when the test says so: a clock is that of all pages beside it."""
    with browser.browser.new_context() as context, context.new_page() as page:
        page.goto(address)
        page.evaluate(COME_ALIVE)
        page.clock.install(time=0)
        page.clock.pause_at(60)
        yield page


def test_play_leaves_a_disabled_control_alone(browser: BrowserContext, address: str) -> None:
    with stopped(browser, address) as page:
        expect(page.get_by_label("locked")).to_be_disabled()
        page.get_by_role("button", name="Play").click()
        page.clock.run_for(7000)
        said = page.locator(".alive p[role=status]")
        expect(said).to_have_text(f"{[0.0, *START[1:]]}")  # the first of those with three positions


def test_between_two_controls_play_shows_what_the_first_has_led_to(
    browser: BrowserContext, tmp_path: Path
) -> None:
    ax = Figure().subplots()
    sliders = {"a": IntSlider(0, max=2), "b": IntSlider(3, max=3)}
    live = LiveFigure(ax.figure, lambda a, b: f"{a} {b}", play=["a", "b"], **sliders)
    write_page(tmp_path, live)
    with exported.served(tmp_path) as (address, _), stopped(browser, address) as page:
        said = page.locator(".alive p[role=status]")
        page.get_by_role("button", name="Play").click()
        for milliseconds, words in [(3900, "1 3"), (200, "2 3"), (1800, "2 3"), (200, "2 0")]:
            page.clock.run_for(milliseconds)
            expect(said).to_have_text(words)
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.clock.run_for(6000)
        expect(said).to_have_text("2 3")
        expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_page_of_controls_can_be_read_and_fits_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert barriers(page) == []
    assert page.locator(".alive").evaluate(FAINT) == {}
    sizes = page.locator(".live-control :is(input, select, button, label:has(input))").evaluate_all(
        "(parts) => parts.map((part) => part.getBoundingClientRect()).map((box) => box.height)"
    )
    radios = [size for size in sizes if size < 24]
    assert len(radios) == 3, sizes  # whose labels can be pressed, too


def test_with_few_colors_of_its_own_a_system_shows_what_stands_where(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    assert len(colors(page.get_by_label("float"))) > 1
    pressed, other = page.locator("[aria-pressed]").all()
    assert colors(pressed) != colors(other)
    blue = f"getComputedStyle(document.body).getPropertyValue('--{F1[1:]}')"
    before = page.evaluate(blue)
    for theme in ("light", "dark", "auto"):  # chosen by the page's button
        page.evaluate("(theme) => (document.body.dataset.theme = theme)", theme)
        assert page.evaluate(blue) == before


def colors(part: Locator) -> set[tuple[int, int, int]]:
    """The colors of at least a tenth of what is seen of it."""
    seen = PIL.Image.open(io.BytesIO(part.screenshot())).convert("RGB")
    least = seen.width * seen.height / 10
    return {color for count, color in seen.getcolors(seen.width * seen.height) if count >= least}


def test_a_press_anywhere_on_a_box_moves_the_mark_of_its_size_there(
    tmp_path: Path, browser: BrowserContext
) -> None:
    write_page(tmp_path, explore_backward())
    with exported.served(tmp_path) as (address, _):
        page = browser.new_page()
        page.goto(address)
        page.evaluate(COME_ALIVE)
        said = page.locator(".alive p[role=status]")
        names = page.locator(".alive svg text")
        for dx, dy in [(0, 0), (40, -15), (-40, 30)]:
            for name, told in [("b = a + y", "Now b does"), ("a = x", "a has to wait for b")]:
                box = names.filter(has_text=name, visible=True).bounding_box()
                middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
                page.mouse.click(middle[0] + dx, middle[1] + dy)
                expect(said).to_contain_text(told)
        page.close()
