"""The notebooks as a learner sees them: JupyterLab in a browser, and a hand on the sliders.

What stands on the screen is read back, words, numbers and points, and compared with the numbers
that the helpers compute here, in the test's own process.
"""

import ast
import json
import math
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import lab
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

import helpers
from helpers.functions import Array_Function, facts_about, name_of
from helpers.plots import composed_name, number

NOTEBOOKS = ["04_the_chain_rule.ipynb", "05_the_chain_rule_in_code.ipynb"]
HOSTILE_CELLS = ["1"]
HOSTILE = "hostile.ipynb"

# What JupyterLab itself writes to the console as an error: none so far. Each with its reason.
NOT_OURS: list[str] = []

WINDOW = {"width": 1280, "height": 1000}


# ---- JupyterLab, once for all tests, and a page per notebook ----


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        try:
            chromium: Browser = lab.launch_chromium(playwright)
        except lab.PlaywrightError as error:
            reason = f"needs Chromium or Chrome: {error}".splitlines()[0]
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        with chromium, chromium.new_context(viewport=WINDOW) as context:
            yield context


@pytest.fixture(scope="module")
def address(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    hostile = lab.write_notebook(tmp_path_factory.mktemp("hostile") / HOSTILE, *HOSTILE_CELLS)
    with lab.jupyterlab([*(lab.NOTEBOOKS / name for name in NOTEBOOKS), hostile]) as address:
        yield address


@dataclass
class Opened:
    """A notebook that was run in its own page, and what the page said and asked for meanwhile."""

    page: Page
    name: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def figures(self) -> list[Locator]:
        """The live figures, once the last of them is there."""
        expect(self.page.locator(".live-figure p").last).not_to_be_empty()
        return lab.live_figures(self.page)

    def cells(self) -> list[dict]:
        """The code cells with their outputs, as JupyterLab would save them."""
        cells = self.page.evaluate("jupyterapp.shell.currentWidget.content.model.toJSON().cells")
        return [cell for cell in cells if cell["cell_type"] == "code"]

    def views(self) -> list[tuple[Callable, helpers.Chain]]:
        """How to walk through each live figure, and its chain, as the notebook's code says."""
        namespace = {"np": np, **vars(helpers)}
        views = []
        for cell in self.cells():
            for node in ast.parse(cell["source"]).body:
                code = ast.unparse(node)
                if isinstance(node, ast.FunctionDef):
                    exec(code, namespace)
                if code.startswith("explore_"):
                    view, argument = re.fullmatch(r"(\w+)\((.*)\)", code).groups()
                    chain = eval(argument or "[valley, hill]", namespace)
                    views.append((WALKS[view], chain))
        return views


def opened(browser: BrowserContext, address: str, name: str) -> Iterator[Opened]:
    with browser.new_page() as page:
        notebook = Opened(page, name)
        page.on("console", lambda message: _keep_error(notebook, message.type, message.text))
        page.on("pageerror", lambda error: _keep_error(notebook, "error", str(error)))
        page.on("request", lambda request: notebook.requests.append(request.url))
        page.add_init_script("window.attack = () => (window.attacked = true)")
        lab.open_and_run(page, address, name)
        yield notebook


def _keep_error(notebook: Opened, kind: str, text: str) -> None:
    if kind == "error" and not any(known in text for known in NOT_OURS):
        notebook.errors.append(text)


@pytest.fixture(scope="module", params=NOTEBOOKS)
def notebook(
    request: pytest.FixtureRequest, browser: BrowserContext, address: str
) -> Iterator[Opened]:
    notebook = opened(browser, address, request.param)
    yield from notebook


# ---- What stands on the screen ----

READ = r"""
figure => {
  const svg = [...figure.querySelectorAll("svg")].find((drawing) => drawing.checkVisibility());
  const seen = (selector, inside = svg) =>
    [...inside.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const toScreen = (path) => {
    const numbers = (path.getAttribute("d") ?? "").match(/-?[\d.]+/g) ?? [];
    const points = [];
    for (let i = 0; i < numbers.length; i += 2) {
      const point = new DOMPoint(numbers[i], numbers[i + 1]).matrixTransform(path.getScreenCTM());
      points.push([point.x, point.y]);
    }
    return points;
  };
  const dot = (use) => ({ at: middle(use), color: getComputedStyle(use).stroke });
  const tick = (group) => [group.textContent.trim(), middle(group.querySelector("use"))];
  return {
    sentence: figure.querySelector(".live-figure p").textContent,
    texts: seen("text").map((text) => {
      const { x, y, width, height } = text.getBoundingClientRect();
      return [text.textContent.trim(), x, y + height / 2, x + width];
    }),
    axes: seen('[id*="-axes_"]').map((axes) => ({
      labels: seen('[id*="-matplotlib.axis_"] > [id*="-text_"]', axes).map((g) => g.textContent.trim()),
      xticks: seen('[id*="-xtick_"]', axes).map(tick).map(([text, at]) => [text, at[0]]),
      yticks: seen('[id*="-ytick_"]', axes).map(tick).map(([text, at]) => [text, at[1]]),
      dots: seen('[id*="-mark"] use', axes).map(dot),
      lines: seen('[id*="-mark"] path:not(defs *)', axes).map(toScreen),
    })),
    legend: seen('[id*="-legend_"] use').map(dot),
  };
}
"""
"""Takes a live figure; returns its words with their boxes, its points and its lines, in pixels."""

PIXELS = 0.25
"""How far a point may be from its place: 0.1 pt in the table, and the browser's own rounding."""

NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?(?:e[−+-]?\d+)?")


class Words(NamedTuple):
    """A text on the screen, from `left` to `right`; `height` counts downwards."""

    text: str
    left: float
    height: float
    right: float


class Scale:
    """What a place along an axis means, learnt from the axis's own ticks."""

    def __init__(self, ticks: list[tuple[str, float]]) -> None:
        values = [float(text.replace("−", "-")) for text, _ in ticks]
        self.unit, self.start = np.polyfit(values, [pixel for _, pixel in ticks], 1)

    def is_at(self, pixel: float, value: float) -> bool:
        return abs(self.start + self.unit * value - pixel) < PIXELS


class Screen:
    """All that a live figure shows at one moment."""

    def __init__(self, figure: Locator) -> None:
        seen = figure.evaluate(READ)
        self.sentence: str = seen["sentence"]
        self.words = sorted((Words(*text) for text in seen["texts"]), key=lambda w: w.height)
        self.axes: list[dict] = [axes for axes in seen["axes"] if axes["xticks"]]
        self.legend: list[dict] = seen["legend"]

    def find(self, start: str) -> Words:
        """The topmost text that begins so."""
        return next(words for words in self.words if words.text.startswith(start))

    def below(self, label: str) -> str:
        """The text right below the topmost text that is exactly `label`."""
        above = next(words for words in self.words if words.text == label)
        return next(
            words.text
            for words in self.words
            if words.height > above.height + 1
            and words.left < above.right
            and words.right > above.left
        )

    def row(self, start: str) -> list[str]:
        """The texts to the right of the one that begins so, from left to right."""
        first = self.find(start)
        row = [w for w in self.words if abs(w.height - first.height) < 3 and w.left > first.right]
        return [words.text for words in sorted(row, key=lambda words: words.left)]

    def panel(self, label: str) -> dict:
        """The Axes whose vertical axis has this label."""
        (axes,) = (axes for axes in self.axes if label in axes["labels"])
        return axes


def numbers_in(text: str) -> list[str]:
    return NUMBER.findall(text)


def shows(texts: list[str], values: list[float]) -> None:
    """Assert that these numbers, as written, are these values, rounded."""
    assert len(texts) == len(values), f"{texts} for {values}"
    for text, value in zip(texts, values, strict=True):
        written = written_number(text)
        half = 0.5 * 10.0 ** written.as_tuple().exponent
        # `deriv` is a central difference: it may be off by about delta² from the exact slope.
        allowed = half * (1 + 1e-6) + 2e-6 * (1 + abs(value))
        assert abs(float(written) - value) <= allowed, f"{texts} for {values}: {text} for {value}"


def slope(func: Array_Function, x: float) -> float:
    """The exact slope where it is known: then nothing is compared with itself."""
    known = facts_about(func) is not None
    return float(helpers.exact_deriv(func)(np.array(x)) if known else helpers.deriv(func, x))


def written_number(text: str) -> Decimal:
    return Decimal(text.strip("()").replace("−", "-"))


def check_equation(equation: str) -> None:
    """Assert that what a reader multiplies by hand gives the result that stands there."""
    factors, sign, result = re.fullmatch(r"(.+) ([=≈]) (\S+)", equation).groups()
    product = math.prod(map(written_number, factors.split(" × ")))
    written = written_number(result)
    assert abs(product - written) <= Decimal("0.5") * Decimal(10) ** written.as_tuple().exponent
    assert (sign == "=") == (product == written), equation


# ---- The two kinds of view in these notebooks ----


def check_chain_screen(figure: Locator, chain: helpers.Chain, x: float) -> None:
    """Compare all that explore_chain shows with the numbers for this order and this x."""
    sentence = figure.locator(".live-figure p")
    expect(sentence).to_contain_text(f"At x = {number(x, 2)}, {name_of(chain[0])} gives")
    screen = Screen(figure)
    f1, f2 = chain
    u, y = float(f1(np.array(x))), float(helpers.chain_length_2(chain, x))
    df1, df2 = slope(f1, x), slope(f2, u)
    (product,) = helpers.chain_deriv_2(chain, [x])
    assert product == pytest.approx(df2 * df1, abs=2e-6)

    assert "nan" not in " ".join([screen.sentence, *(words.text for words in screen.words)])
    shows(numbers_in(screen.sentence), [x, u, df1, u, y, df2, df2, df1, product])
    assert composed_name(chain) in screen.sentence
    # The boxes, the numbers on the arrows, and the two lanes below.
    for symbol, func in zip(["f₁", "f₂"], chain, strict=True):
        assert screen.below(symbol) == name_of(func)
    shows([screen.below(label) for label in ["x", "u = f₁(x)", "f₂(u)"]], [x, u, y])
    slopes = screen.row("slopes")
    shows(slopes, [df1, df2])
    shows([screen.below("slope df₁/du(x)"), screen.below("slope df₂/du(f₁(x))")], [df1, df2])
    first, equation = screen.row("product so far")
    shows([first, *numbers_in(equation)], [df1, df2, df1, product])
    check_equation(equation)
    # The code.
    lines = ["f1_of_x", "df1dx", "df2du", "return"]
    shows([screen.row(line)[0].removeprefix("# ") for line in lines], [u, df1, df2, product])
    # The curves: a point on each, and a tangent through it, read off the axes.
    labels = [words for words in screen.words if words.text.startswith("slope ")]
    labels = [words.text for words in sorted(labels, key=lambda w: w.left) if " at " in words.text]
    points = [(x, u, df1), (u, y, df2), (x, y, product)]
    names = ["u = f₁(x)", "f₂(u)", "f₂(f₁(x))"]
    for name, label, point in zip(names, labels, points, strict=True):
        shows(numbers_in(label), [point[2], point[0]])
        check_panel(screen.panel(name), *point)
    check_panel(screen.panel("slope"), x, product, None)


def check_panel(panel: dict, x: float, y: float, steepness: float | None) -> None:
    """Assert that dot, guide and tangent are where the axis's ticks say that they should be."""
    across, up = Scale(panel["xticks"]), Scale(panel["yticks"])
    (dot,) = panel["dots"]
    at_x, at_y = dot["at"]
    assert across.is_at(at_x, x), f"{panel['labels']} {at_x}"
    assert up.is_at(at_y, y), f"{panel['labels']} {at_y}"
    guide, *tangents = sorted(panel["lines"], key=len, reverse=True)
    assert guide[1] == pytest.approx((at_x, at_y), abs=2 * PIXELS)
    assert len(tangents) == (steepness is not None)
    for (left, bottom), (right, top) in tangents:
        assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx(
            (at_x, at_y), abs=2 * PIXELS
        )
        rise = steepness * (right - left) * up.unit / across.unit
        assert top - bottom == pytest.approx(rise, abs=2 * PIXELS, rel=0.005)


def check_nudge_screen(figure: Locator, chain: helpers.Chain, x: float, dx: float) -> None:
    """Compare all that explore_nudge shows with the numbers for this x and this nudge."""
    sentence = figure.locator(".live-figure p")
    expect(sentence).to_contain_text(f"At x = {number(x, 1)}, a nudge of {number(dx, 1)} changes")
    screen = Screen(figure)
    f1, f2 = chain
    u, u_end = f1(np.array([x, x + dx])).tolist()
    y, y_end = f2(np.array([u, u_end])).tolist()
    df1, df2 = slope(f1, x), slope(f2, u)
    du, dy = df1 * dx, df2 * df1 * dx

    shows(numbers_in(screen.sentence), [x, dx, du, u_end - u, dy, y_end - y])
    shows(numbers_in(screen.find("Δx").text), [dx])
    for name, slopes, real in [("Δu", [df1], u_end - u), ("Δy", [df2, df1], y_end - y)]:
        words = screen.find(f"predicted {name}").text
        shows(numbers_in(words), [*slopes, dx, math.prod(slopes) * dx, real])
        check_equation(words.removeprefix(f"predicted {name} = ").partition(";")[0])
    # The legend says which mark is which.
    predicted, real = (mark["color"] for mark in screen.legend)
    changes = [(x, x + dx, x + dx), (u, u + du, u_end), (y, y + dy, y_end)]
    for line, (start, promised, end) in zip(screen.axes, changes, strict=True):
        scale = Scale(line["xticks"])
        dots = {dot["color"]: dot["at"][0] for dot in line["dots"]}
        assert len(dots) == len(line["dots"]) == 3
        assert scale.is_at(dots.pop(predicted), promised)
        assert scale.is_at(dots.pop(real), end)
        (at,) = dots.values()
        assert scale.is_at(at, start)
        for path, reached in zip(line["lines"], [promised, end], strict=True):
            assert scale.is_at(path[0][0], start)
            assert scale.is_at(path[1][0], reached)


# ---- A hand on the sliders ----


def handle(figure: Locator, label: str) -> Locator:
    """What one takes hold of, of the slider with this label."""
    named = figure.page.locator(".widget-label").get_by_text(label, exact=True)
    return figure.locator(".widget-hslider", has=named).locator(".noUi-handle")


def travel(slider: Locator, count: int) -> Iterator[int]:
    """Go through all positions by keys, and back in larger steps; yields each position."""
    press = slider.page.keyboard.press
    slider.focus()
    press("Home")
    yield 0
    for position in range(1, count):
        press("ArrowRight")
        yield position
    press("ArrowRight")  # there is nothing beyond
    yield count - 1
    for position in range(count - 6, -1, -5):
        press("PageDown")
        yield position
    press("End")
    yield count - 1
    press("ArrowLeft")
    yield count - 2


def leap(slider: Locator, count: int) -> Iterator[int]:
    """Go through some positions from one end to the other; yields each."""
    press = slider.page.keyboard.press
    slider.focus()
    press("Home")
    yield 0
    for position in range(5, count, 5):
        press("PageUp")
        yield position


Walk = Callable[[Locator, int], Iterator[int]]


def walk_chain(figure: Locator, walk: Walk, chain: helpers.Chain) -> None:
    xs = np.linspace(-3, 3, 121)
    for key, in_order in [("Home", chain), ("ArrowRight", chain[::-1])]:
        handle(figure, "order").press(key)
        expect(figure.locator(".widget-readout").first).to_have_text(composed_name(in_order))
        for position in walk(handle(figure, "x"), len(xs)):
            check_chain_screen(figure, in_order, xs[position])


def walk_nudge(figure: Locator, walk: Walk, chain: helpers.Chain) -> None:
    xs, dxs = np.linspace(4, 6, 11), np.linspace(-1, 1, 21)
    x_slider, dx_slider = handle(figure, "x"), handle(figure, "nudge Δx")
    x = xs[0]
    x_slider.press("Home")
    for position in walk(dx_slider, len(dxs)):
        check_nudge_screen(figure, chain, x, dx := dxs[position])
    for position in walk(x_slider, len(xs)):
        check_nudge_screen(figure, chain, x := xs[position], dx)
    for position in walk(dx_slider, len(dxs)):
        check_nudge_screen(figure, chain, x, dxs[position])


WALKS = {"explore_chain": walk_chain, "explore_nudge": walk_nudge}


# ---- The notebooks ----


def test_all_cells_run_without_an_error(notebook: Opened) -> None:
    assert len(notebook.figures()) == len(notebook.views())
    for cell in notebook.cells():
        assert cell["execution_count"], cell["source"]
        for output in cell["outputs"]:
            assert output["output_type"] != "error", output
            assert output.get("name") != "stderr", output
    assert notebook.errors == []


def test_every_position_of_every_slider_shows_the_right_numbers(notebook: Opened) -> None:
    for figure, (walk_view, chain) in zip(notebook.figures(), notebook.views(), strict=True):
        walk_view(figure, travel, chain)
    assert notebook.errors == []


def test_a_narrow_window_shows_the_whole_figure(notebook: Opened) -> None:
    page = notebook.page
    lab.run(page, "application:toggle-left-area")
    page.set_viewport_size({"width": 420, "height": 900})
    try:
        for figure in notebook.figures():
            figure.scroll_into_view_if_needed()
            svg = figure.locator("svg:visible")
            # The window's new width reaches the notebook a moment later.
            page.wait_for_function(
                "svg => svg.getBoundingClientRect().right <= 420", arg=svg.element_handle()
            )
            for part in [svg, *figure.locator(".noUi-target, .widget-readout").all()]:
                box = part.bounding_box()
                assert box["width"] > 0
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= 420
            assert svg.bounding_box()["width"] > 250
            assert figure.evaluate(SCROLLABLE) == []
    finally:
        page.set_viewport_size(WINDOW)
        lab.run(page, "application:toggle-left-area")


SCROLLABLE = """
figure => {
  const parts = [...figure.querySelectorAll("*")];
  for (let part = figure; !part.matches(".jp-Notebook"); part = part.parentElement)
    parts.push(part);
  return parts.filter((part) => part.scrollWidth > part.clientWidth)
    .filter((part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
    .map((part) => part.className);
}
"""
"""Takes a live figure; returns the parts in it and around it that scroll sideways."""


@pytest.mark.parametrize("windowing", ["contentVisibility", "full"])
def test_scrolling_away_and_back_keeps_the_figures_alive(notebook: Opened, windowing: str) -> None:
    page = notebook.page
    page.evaluate(
        """mode => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.notebookConfig = { ...notebook.notebookConfig, windowingMode: mode };
        }""",
        windowing,
    )
    print(windowing, page.locator(".live-figure").count())
    scroller = page.locator(".jp-WindowedPanel-outer")
    scroller.evaluate("panel => panel.scrollTo(0, 0)")
    page.wait_for_timeout(1000)
    print(
        windowing,
        page.locator(".live-figure").count(),
        page.locator(".live-figure p").evaluate_all(
            "ps => ps.map(p => [p.checkVisibility(), p.getBoundingClientRect().y])"
        ),
    )
