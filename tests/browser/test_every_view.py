"""Every notebook in JupyterLab: what the browser shows is what Python put into the table.

That the table is right is for the tests of the views; test_browser.py reads the main views number
by number as well.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import lab
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from notebook_files import in_this_process
from playwright.sync_api import BrowserContext, Locator, Page, expect

from helpers import LiveFigure

NOTEBOOKS = sorted(lab.NOTEBOOKS.glob("*.ipynb"))
PRESSES = 66
TALL = 20_000  # pixels: room for all cells, since those out of sight are not part of the page
KEYS = {
    "Home": -(10**6),
    "End": 10**6,
    "ArrowRight": 1,
    "ArrowLeft": -1,
    "PageUp": 5,
    "PageDown": -5,
}

HOSTILE_NAMES = ["<img src=x onerror='attacked=1'>", 'שלום"<b>&amp;🎈', "W" * 100, "$x^2$ مرحبا"]
HOSTILE_CELLS = [
    "import numpy as np\nfrom helpers import *",
    f"a, b, c, d = functions = [lambda x, k=k: np.tanh(x / k) for k in range(1, 5)]\n"
    f"names = {HOSTILE_NAMES!r}\n"
    "for function, name in zip(functions, names):\n    function.__name__ = name",
    *("explore_function(a)", "explore_function(b)", "explore_derivative(c)"),
    *("explore_composition([a, b])", "explore_nudge([c, d])", "explore_chain([c, b])"),
    *("explore_chain([d, a])", "explore_accumulation([a, b, d])", "explore_depth([a, b, c, d])"),
    *("explore_paths(a)", "explore_paths(b)"),
]

READ = """
(figure) => {
  const svg = [...figure.querySelectorAll(".live-figure svg")].find((e) => e.checkVisibility());
  const marks = { "": figure.querySelector(".live-figure p").textContent };
  for (const mark of svg.querySelectorAll('[id*="-mark"]')) {
    const [text, use] = [mark.querySelector("text"), mark.querySelector("use")];
    const line = mark.querySelector("path:not(defs *)");
    marks[mark.id.split("-")[1]] = text
      ? [text.textContent, mark.style.display === "none" ? null : mark.getAttribute("transform")]
      : use
        ? use.style.display === "none" ? null : [+use.getAttribute("x"), +use.getAttribute("y")]
        : line.getAttribute("d");
  }
  return marks;
}
"""
"""Takes a live figure; returns what each of its marks shows now, and the sentence."""


WATCH = f"""
(figure) => {{
  const read = {READ.strip()};
  const seen = [];
  const look = () => seen.push(read(figure));
  figure.addEventListener("keyup", look);
  window.stopWatching = () => {{
    figure.removeEventListener("keyup", look);
    return JSON.stringify(seen);
  }};
}}
"""
"""Takes a live figure; from now on reads it whenever a key comes up, until `stopWatching()`."""


OVERLAPS = """
(parts, pixels, say) => parts.forEach((part, k) => {
  const a = part.getBoundingClientRect();
  for (const other of parts.slice(k + 1)) {
    const b = other.getBoundingClientRect();
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > pixels && high > pixels) say(part, other);
  }
})
"""
"""Calls `say` with each two parts that overlap by more than so many pixels."""

CRAMPED = f"() => {{ const overlaps = {OVERLAPS.strip()};"
CRAMPED += """
  const problems = [];
  const say = (what, part) =>
    problems.push(`${what}: ${part.className} ${part.textContent.slice(0, 40)}`);
  const outputs = [...document.querySelectorAll(".jp-OutputArea-output")]
    .filter((output) => output.querySelector(".live-figure, .chain-question"));
  for (const output of outputs) {
    const room = output.getBoundingClientRect();
    // A drawing scrolls, as a whole; a handle stands beyond its slider's end.
    const others = ":not(.live-figure > div *, .slider-container, .slider-container *)";
    const parts = [...output.querySelectorAll(others)].filter((part) => part.checkVisibility());
    for (const part of parts) {
      const box = part.getBoundingClientRect();
      if (box.left < room.left - 1 || box.right > room.right + 1) say("sticks out", part);
      const hidden = part.clientWidth && part.scrollWidth > part.clientWidth + 1;
      if (hidden && getComputedStyle(part).overflowX === "hidden") say("is cut off", part);
    }
    const leaves = parts.filter((part) => part.textContent.trim() && !part.children.length);
    leaves.push(...output.querySelectorAll("svg, .noUi-handle, input"));
    const seen = leaves.filter((part) => part.checkVisibility());
    overlaps(seen, 1, (part, other) => say(`overlaps ${other.className}`, part));
  }
  return outputs.length ? problems : ["no output"];
}
"""
"""Returns what sticks out of an output, is cut off in it, or overlaps something."""


OVERLAPPING = f"(figure) => {{ const overlaps = {OVERLAPS.strip()};"
OVERLAPPING += """
  const svg = [...figure.querySelectorAll("svg")].find((e) => e.checkVisibility());
  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
  const frame = svg.getBoundingClientRect();
  const problems = [];
  const shown = texts.filter((text) => text.checkVisibility());
  for (const text of shown) {
    const { left, right } = text.getBoundingClientRect();
    const cut = left < frame.left - 1 || right > frame.right + 1;
    if (cut) problems.push(`cut off: ${text.textContent}`);
  }
  overlaps(shown, 2, (text, other) => problems.push(`${text.textContent} | ${other.textContent}`));
  return problems;
}
"""
"""Takes a live figure; returns the words in it that overlap others or reach out of it."""


def assert_is_the_row(marks: dict, live: LiveFigure, position: list[int]) -> None:
    """Assert that the marks show this row of the table."""
    scenes = live.picture.scenes
    scene = scenes[position[0] if len(scenes) > 1 else 0]
    for column in scene["columns"]:
        row = sum(at * stride for at, stride in zip(position, column["strides"], strict=True))
        shown, expected = marks[column["mark"]], column["values"][row]
        if column["kind"] == "text":
            assert shown[0] == expected
        elif column["kind"] == "place":
            moved = shown[1] and [float(n) for n in re.findall(r"-?[\d.]+", shown[1])]
            assert moved == expected
        else:
            assert shown == expected, column["mark"]


def walk_at_random(figure: Locator, live: LiveFigure, random: np.random.Generator) -> None:
    """Go to the first position of all sliders, then press keys on each; compare every state."""
    counts = [len(values) for values in live.picture.controls]
    handles = figure.locator(".noUi-handle").all()
    assert len(handles) == len(counts)
    position = [0] * len(counts)
    for handle in handles:
        handle.press("Home")
    figure.evaluate(WATCH)
    passed = []
    for k in [*range(len(counts))] * 2:
        handles[k].focus()
        for key in random.choice(list(KEYS), PRESSES // len(counts) // 2):
            figure.page.keyboard.press(str(key))
            position[k] = min(max(position[k] + KEYS[str(key)], 0), counts[k] - 1)
            passed.append([*position])
    seen = json.loads(figure.page.evaluate("stopWatching()"))
    for marks, at in zip(seen, passed, strict=True):
        assert_is_the_row(marks, live, at)


def barriers(page: Page) -> list[str]:
    """What axe-core finds in the notebook's outputs, in the light and in the dark theme."""
    found = []
    page.set_viewport_size({"width": lab.WINDOW["width"], "height": TALL})
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        lab.run(page, "apputils:change-theme", theme=theme)
        light = str(theme.endswith("Light")).lower()
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
        results = Axe().run(page, context=".jp-OutputArea-output").response
        assert results["passes"], "axe-core has looked at something"
        for rule in results["violations"]:
            found += [f"{theme}: {rule['id']}: {node['html']}" for node in rule["nodes"]]
    page.set_viewport_size(lab.WINDOW)
    return found


def too_narrow(page: Page) -> list[str]:
    """What is cut off or overlaps in a window of 400 pixels, and in one of 1280 zoomed to 200 %."""
    found = []
    lab.run(page, "application:toggle-left-area")
    for width in (400, 1280 // 2):
        page.set_viewport_size({"width": width, "height": TALL})
        page.wait_for_function(f"document.querySelector('.jp-Notebook').clientWidth < {width}")
        page.wait_for_timeout(500)  # it takes JupyterLab a moment to lay itself out anew
        found += [f"{width} px: {problem}" for problem in page.evaluate(CRAMPED)]
    page.set_viewport_size(lab.WINDOW)
    lab.run(page, "application:toggle-left-area")
    return found


@pytest.fixture(scope="module")
def errors() -> list[str]:
    """What the browser's console has said at level error since the last notebook."""
    return []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook with every view of a learner's functions, whose names mean no good."""
    return lab.write_notebook(tmp_path_factory.mktemp("hostile") / "hostile.ipynb", *HOSTILE_CELLS)


@pytest.fixture(scope="module")
def page(browser: BrowserContext, errors: list[str], hostile: Path) -> Iterator[Page]:
    with lab.jupyterlab([*NOTEBOOKS, hostile]) as address:
        page = browser.new_page()
        page.on("console", lambda m: m.type == "error" and errors.append(m.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        lab.open_lab(page, address)
        yield page


def look_through(page: Page, errors: list[str], path: Path) -> None:
    """Open and run a notebook, and compare what its live figures show with Python's tables."""
    lab.open_and_run(page, path.name)
    _, expected = in_this_process(path)
    expect(page.locator(".live-figure p")).to_have_count(len(expected))
    expect(page.locator(".live-figure p").last).not_to_be_empty()
    figures = lab.live_figures(page)
    assert len(figures) == len(expected) > 0
    random = np.random.default_rng(list(path.stem.encode()))
    for figure, live in zip(figures, expected, strict=True):
        walk_at_random(figure, live, random)
        assert figure.evaluate(OVERLAPPING) == []
    assert page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0
    assert errors == []
    # Last, since JupyterLab itself stumbles now and then when its window changes so much.
    assert barriers(page) == []
    assert too_narrow(page) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_figure_shows_what_python_computed(page: Page, errors: list[str], path: Path) -> None:
    try:
        look_through(page, errors, path)
    finally:
        lab.close(page)
        errors.clear()


def test_names_that_mean_no_good_are_shown_as_they_are(
    page: Page, errors: list[str], hostile: Path
) -> None:
    try:
        look_through(page, errors, hostile)
        figures = page.locator(".live-figure")
        assert figures.locator("img, b, script, [onerror]").count() == 0
        assert page.evaluate("window.attacked") is None
        for name in HOSTILE_NAMES:
            shown = name if len(name) <= 24 else name[:23] + "…"
            assert page.locator(".live-figure text", has_text=shown).count() >= 6, name
    finally:
        lab.close(page)
        errors.clear()
