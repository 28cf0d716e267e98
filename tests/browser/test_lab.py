"""The notebooks as a learner meets them: JupyterLab in a browser, and a hand on the sliders.

What stands on the screen is read back, words, numbers, points and lines, and compared with what
the helpers compute here, in the test's own process.
"""

import ast
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import lab
import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

import helpers
from helpers.chain import Chain
from helpers.functions import Array_Function, facts_about
from helpers.writing import composed_name, name_of

NOTEBOOKS = ["04_the_chain_rule.ipynb", "05_the_chain_rule_in_code.ipynb"]

HOSTILE = "hostile.ipynb"
HOSTILE_NAMES = ["<img src=x onerror=p()>", "\"'&lt;<b>🎈</b>$x^2$"]
HOSTILE_CELLS = [
    *["'a cell above the figures'"] * 20,
    "import numpy as np\nfrom helpers import explore_chain, explore_nudge",
    f"def f(x):\n    return x**2\n\nf.__name__ = {HOSTILE_NAMES[0]!r}",
    f"def g(x):\n    return np.tanh(x / 9)\n\ng.__name__ = {HOSTILE_NAMES[1]!r}",
    "explore_chain([f, g])",
    "explore_nudge([f, g])",
    *["'a cell below the figures'"] * 20,
]

# ipywidgets tells the kernel each slider's new value, and says so if it cannot.
UNSENT = "Could not send widget sync message"
NOTEBOOK = "jupyterapp.shell.currentWidget.content"
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel"


# ---- JupyterLab, once for all tests, and in it one notebook after the other ----


@pytest.fixture(scope="module")
def address(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    hostile = lab.write_notebook(tmp_path_factory.mktemp("hostile") / HOSTILE, *HOSTILE_CELLS)
    with lab.jupyterlab([*(lab.NOTEBOOKS / name for name in NOTEBOOKS), hostile]) as address:
        yield address


@dataclass
class Opened:
    """JupyterLab's page with a notebook that was run, and what the page said and asked for."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def cells(self) -> list[dict]:
        """The code cells with their outputs, as JupyterLab would save them."""
        cells = self.page.evaluate(f"{NOTEBOOK}.model.toJSON().cells")
        return [cell for cell in cells if cell["cell_type"] == "code"]

    def figures(self) -> list[Locator]:
        """The live figures, from top to bottom."""
        expect(self.page.locator(".live-figure p").last).not_to_be_empty()
        return lab.live_figures(self.page)

    def chains(self) -> list[tuple["View", Chain]]:
        """For each live figure which view it is, and of which chain, as the code cells say."""
        namespace = {"np": np, **vars(helpers)}
        found = []
        for cell in self.cells():
            for statement in ast.parse(cell["source"]).body:
                code = ast.unparse(statement)
                if isinstance(statement, ast.FunctionDef) or ".__name__ =" in code:
                    exec(code, namespace)
                if call := re.fullmatch(r"(explore_\w+)\((.*)\)", code):
                    view, argument = call.groups()
                    found.append((VIEWS[view], eval(argument or "[valley, hill]", namespace)))
        return found

    def check(self, keys: "Keys", let_through: str | None = None) -> None:
        """Press these keys on the sliders of every live figure and compare what it shows."""
        for figure, (walk, chain) in zip(self.figures(), self.chains(), strict=True):
            walk(figure, keys, chain)
        assert [e for e in self.errors if not let_through or let_through not in e] == []


@pytest.fixture(scope="module")
def empty_lab(browser: BrowserContext, address: str) -> Opened:
    page = browser.new_page()
    opened = Opened(page)
    # Of JupyterLab's own messages none is let through, save UNSENT where the kernel is gone.
    page.on("console", lambda m: m.type == "error" and opened.errors.append(m.text))
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    page.on("request", lambda request: opened.requests.append(request.url))
    page.add_init_script("window.p = () => (window.attacked = true)")
    lab.open_lab(page, address)
    return opened


@pytest.fixture(scope="module", params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest, empty_lab: Opened) -> Iterator[Opened]:
    lab.open_and_run(empty_lab.page, request.param)
    yield empty_lab
    lab.close(empty_lab.page)
    empty_lab.errors.clear()


in_hostile_notebook = pytest.mark.parametrize("notebook", [HOSTILE], indirect=True)


# ---- What stands on the screen ----

READ = r"""
(figure) => {
  const svg = [...figure.querySelectorAll(".live-figure svg")].find((e) => e.checkVisibility());
  const all = (selector, inside = svg) => [...inside.querySelectorAll(selector)];
  const words = (element) => element.textContent.trim();
  const frame = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y + height / 2, x + width];
  };
  const middle = (element) => {
    const [left, height, right] = frame(element);
    return [(left + right) / 2, height];
  };
  const dots = (inside, selector) => all(`${selector} use`, inside)
    .filter((use) => use.checkVisibility())
    .map((use) => ({ at: middle(use), color: getComputedStyle(use).stroke }));
  const line = (path) => {
    const numbers = (path.getAttribute("d") ?? "").match(/-?[\d.]+/g) ?? [];
    const toScreen = path.getScreenCTM();
    return numbers.flatMap((x, i) => {
      if (i % 2) return [];
      const point = new DOMPoint(x, numbers[i + 1]).matrixTransform(toScreen);
      return [[point.x, point.y]];
    });
  };
  const ticks = (axes, axis, coordinate) => all(`[id*="-${axis}tick_"]`, axes)
    .map((tick) => [words(tick), middle(tick.querySelector("use"))[coordinate]]);
  return {
    sentence: words(figure.querySelector(".live-figure p")),
    svg: frame(svg),
    words: all("text").map((text) => [words(text), ...frame(text)]).filter(([text]) => text),
    legend: dots(svg, '[id*="-legend_"]'),
    axes: all('[id*="-axes_"]').map((axes) => ({
      labels: all('[id*="-matplotlib.axis_"] > [id*="-text_"]', axes).map(words),
      x: ticks(axes, "x", 0),
      y: ticks(axes, "y", 1),
      dots: dots(axes, '[id*="-mark"]'),
      lines: all('[id*="-mark"] path:not(defs *)', axes).map(line),
    })),
  };
}
"""
"""Takes a live figure; returns its words with their places, its points and its lines, in pixels."""

WATCH = f"""
(figure) => {{
  const read = {READ.strip()};
  const seen = [];
  const look = () => seen.push(read(figure));
  figure.addEventListener("keyup", look);
  window.stopWatching = () => {{
    figure.removeEventListener("keyup", look);
    return JSON.stringify(seen);  // much faster than Playwright's own way
  }};
}}
"""
"""Takes a live figure; from now on reads it whenever a key comes up, until `stopWatching()`."""

PIXELS = 0.25
"""How far a point may be from its place: 0.1 pt in the table, and the browser's own rounding."""

NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?(?:e[−+-]?\d+)?")


class Words(NamedTuple):
    """A text on the screen; `height` counts downwards and is that of its middle."""

    text: str
    left: float
    height: float
    right: float


class Scale:
    """What a place along an axis means, learnt from the axis's own ticks."""

    def __init__(self, ticks: list[tuple[str, float]]) -> None:
        values = [float(written(text)) for text, _ in ticks]
        self.unit, self.start = np.polyfit(values, [pixel for _, pixel in ticks], 1)

    def shows(self, pixel: float, value: float) -> bool:
        return abs(self.start + self.unit * value - pixel) < PIXELS


class Screen:
    """What a live figure shows at one moment, as READ has seen it."""

    def __init__(self, seen: dict) -> None:
        self.sentence: str = seen["sentence"]
        self.words = sorted((Words(*words) for words in seen["words"]), key=lambda w: w.height)
        self.axes: list[dict] = [axes for axes in seen["axes"] if axes["x"]]
        self.legend: list[dict] = seen["legend"]
        left, _, right = seen["svg"]
        for words in self.words:
            assert left - 1 <= words.left, f"cut off: {words}"
            assert words.right <= right + 1, f"cut off: {words}"

    def find(self, beginning: str) -> Words:
        """The topmost text that begins so."""
        found = [words for words in self.words if words.text.startswith(beginning)]
        assert found, f"no text begins with {beginning!r}"
        return found[0]

    def below(self, label: str) -> str:
        """The text right below the topmost one that is exactly `label`."""
        labels = [words for words in self.words if words.text == label]
        assert labels, f"no text is {label!r}"
        _, left, height, right = labels[0]
        lower = [words for words in self.words if words.height > height + 1]
        return next(words.text for words in lower if words.left < right and words.right > left)

    def row(self, beginning: str) -> list[str]:
        """The texts to the right of the one that begins so, from left to right."""
        first = self.find(beginning)
        row = [w for w in self.words if abs(w.height - first.height) < 3 and w.left > first.right]
        return [words.text for words in sorted(row, key=lambda words: words.left)]

    def panel(self, label: str) -> dict:
        """The Axes on one of whose sides this label stands."""
        (axes,) = (axes for axes in self.axes if label in axes["labels"])
        return axes


def numbers_in(text: str) -> list[str]:
    return NUMBER.findall(text)


def written(text: str) -> Decimal:
    """A number as it stands on the screen, with all its digits."""
    return Decimal(text.strip("()").replace("−", "-"))


def half_a_digit(number: Decimal) -> Decimal:
    return Decimal(10) ** number.as_tuple().exponent / 2


def assert_shown(texts: list[str], values: list[float]) -> None:
    """Assert that these texts are these values, rounded."""
    assert len(texts) == len(values), f"{texts} for {values}"
    for text, value in zip(texts, values, strict=True):
        number = written(text)
        # `deriv` is a central difference: it may be off by about delta² from the exact slope.
        allowed = float(half_a_digit(number)) * (1 + 1e-6) + 2e-6 * (1 + abs(value))
        assert abs(float(number) - value) <= allowed, f"{text} for {value}, in {texts}"


def assert_equation_holds(equation: str) -> None:
    """Assert that what a reader multiplies by hand rounds to the result that stands there."""
    factors, sign, result = re.fullmatch(r"(.+) ([=≈]) (\S+)", equation).groups()
    product = math.prod(map(written, factors.split(" × ")))
    assert abs(product - written(result)) <= half_a_digit(written(result)), equation
    assert (sign == "=") == (product == written(result)), equation


def slope(func: Array_Function, x: float) -> float:
    """The exact slope where it is known, so that `deriv` is not compared with itself."""
    known = facts_about(func) is not None
    return float(helpers.exact_deriv(func)(np.array(x)) if known else helpers.deriv(func, x))


# ---- The views: what each has to show ----


def assert_chain_shown(screen: Screen, chain: Chain, x: float) -> None:
    """Compare all that explore_chain shows with the numbers for this order and this x."""
    f1, f2 = chain
    u, y = float(f1(np.array(x))), float(helpers.chain_length_2(chain, x))
    df1, df2 = slope(f1, x), slope(f2, u)
    (product,) = helpers.chain_deriv_2(chain, [x])
    assert product == pytest.approx(df2 * df1, abs=2e-6)

    said = screen.sentence
    for func in [*chain, composed_name(chain)]:
        name = func if isinstance(func, str) else name_of(func)
        assert name in said
        said = said.replace(name, "", 1)
    assert_shown(numbers_in(said), [x, u, df1, u, y, df2, df2, df1, product])
    # The boxes, the numbers on the arrows, and the two lanes below.
    assert [screen.below("f₁"), screen.below("f₂")] == [name_of(f1), name_of(f2)]
    assert_shown([screen.below(label) for label in ["x", "u = f₁(x)", "f₂(u)"]], [x, u, y])
    assert_shown([screen.below(f"slope {f}") for f in ["df₁/du(x)", "df₂/du(f₁(x))"]], [df1, df2])
    assert_shown(screen.row("slopes"), [df1, df2])
    first, equation = screen.row("product so far")
    assert_shown([first, *numbers_in(equation)], [df1, df2, df1, product])
    assert_equation_holds(equation)
    # The code, line by line.
    lines = ["f1_of_x = ", "df1dx = ", "df2du = ", "return "]
    results = [screen.row(line)[0].removeprefix("# ") for line in lines]
    assert_shown(results, [u, df1, df2, product])
    # The curves: on each a point and a tangent, read off the axes.
    labels = [words for words in screen.words if re.match(r"slope .* at [xu] = ", words.text)]
    labels.sort(key=lambda words: words.left)
    sides = ["u = f₁(x)", "f₂(u)", "f₂(f₁(x))"]
    points = [(x, u, df1), (u, y, df2), (x, y, product)]
    for side, label, (at, value, steepness) in zip(sides, labels, points, strict=True):
        assert_shown(numbers_in(label.text), [steepness, at])
        assert_point_shown(screen.panel(side), at, value, steepness)
    assert_point_shown(screen.panel("slope"), x, product)


def assert_point_shown(panel: dict, x: float, y: float, steepness: float | None = None) -> None:
    """Assert that dot, guide and tangent are where the ticks say that they should be."""
    across, up = Scale(panel["x"]), Scale(panel["y"])
    (dot,) = (dot["at"] for dot in panel["dots"])
    assert across.shows(dot[0], x), f"{panel['labels']}: dot not at {x}"
    assert up.shows(dot[1], y), f"{panel['labels']}: dot not at {y}"
    guide, *tangents = sorted(panel["lines"], key=len, reverse=True)
    assert guide[1] == pytest.approx(dot, abs=PIXELS)
    assert len(tangents) == (steepness is not None)
    for (left, start), (right, end) in tangents:
        assert [(left + right) / 2, (start + end) / 2] == pytest.approx(dot, abs=PIXELS)
        rise = steepness * (right - left) * up.unit / across.unit
        assert end - start == pytest.approx(rise, abs=2 * PIXELS, rel=0.005)


def assert_nudge_shown(screen: Screen, chain: Chain, x: float, dx: float) -> None:
    """Compare all that explore_nudge shows with the numbers for this x and this nudge."""
    f1, f2 = chain
    u, u_end = f1(np.array([x, x + dx])).tolist()
    y, y_end = f2(np.array([u, u_end])).tolist()
    df1, df2 = slope(f1, x), slope(f2, u)
    du, dy = df1 * dx, df2 * df1 * dx

    assert_shown(numbers_in(screen.sentence), [x, dx, du, u_end - u, dy, y_end - y])
    assert_shown(numbers_in(screen.find("Δx").text), [dx])
    for name, slopes, real in [("Δu", [df1], u_end - u), ("Δy", [df2, df1], y_end - y)]:
        predicted, really = screen.find(f"predicted {name} = ").text.split(";")
        assert_shown(numbers_in(predicted), [*slopes, dx, math.prod(slopes) * dx])
        assert_equation_holds(predicted.partition(" = ")[2])
        assert_shown(numbers_in(really), [real])
    # The points, of which the legend says what they mean, and a line to each of two.
    promised, real = (mark["color"] for mark in screen.legend)
    journeys = [(x, x + dx, x + dx), (u, u + du, u_end), (y, y + dy, y_end)]
    for line, (start, promised_end, end) in zip(screen.axes, journeys, strict=True):
        scale = Scale(line["x"])
        dots = {dot["color"]: dot["at"][0] for dot in line["dots"]}
        assert scale.shows(dots.pop(promised), promised_end)
        assert scale.shows(dots.pop(real), end)
        assert [scale.shows(dot, start) for dot in dots.values()] == [True]
        for path, reached in zip(line["lines"], [promised_end, end], strict=True):
            assert scale.shows(path[0][0], start)
            assert scale.shows(path[-1][0], reached)


# ---- A hand on the sliders ----


def slider(figure: Locator, label: str) -> Locator:
    """The slider with this label."""
    named = figure.page.locator(".widget-label").get_by_text(label, exact=True)
    return figure.locator(".widget-hslider", has=named)


def handle(figure: Locator, label: str) -> Locator:
    """What one takes hold of, of the slider with this label."""
    return slider(figure, label).locator(".noUi-handle")


Keys = Callable[[int], Iterator[tuple[str, int]]]
"""Takes the number of a slider's positions; yields keys and to which position each one leads."""


def everywhere(count: int) -> Iterator[tuple[str, int]]:
    """Each position, one by one, and the larger steps back."""
    yield "Home", 0
    for position in range(1, count):
        yield ("ArrowRight", "ArrowUp")[position % 2], position
    yield "ArrowRight", count - 1  # there is nothing beyond
    for position in range(count - 6, -1, -5):
        yield "PageDown", position
    yield "ArrowLeft", 0
    yield "End", count - 1
    yield "ArrowDown", count - 2


def here_and_there(count: int) -> Iterator[tuple[str, int]]:
    """A few positions, at both ends and between them."""
    yield "Home", 0
    yield "PageUp", 5
    yield "PageUp", 10
    yield "PageDown", 5
    yield "End", count - 1
    yield "ArrowLeft", count - 2


def move(figure: Locator, label: str, keys: Keys, count: int) -> Iterator[tuple[int, Screen]]:
    """Press the keys on a slider; yields each position and what was seen when its key came up."""
    figure.evaluate(WATCH)
    handle(figure, label).focus()
    pressed = list(keys(count))
    for key, _ in pressed:
        figure.page.keyboard.press(key)
    seen = json.loads(figure.page.evaluate("stopWatching()"))
    for (_, position), screen in zip(pressed, seen, strict=True):
        yield position, Screen(screen)


def walk_chain(figure: Locator, keys: Keys, chain: Chain) -> None:
    xs = np.linspace(-3, 3, 61)
    for key, in_order in [("End", chain[::-1]), ("ArrowLeft", chain)]:
        handle(figure, "order").press(key)
        name = composed_name(in_order)
        expect(slider(figure, "order").locator(".widget-readout")).to_have_text(name)
        expect(figure.locator(".live-figure p")).to_contain_text(f"the slope of {name}.")
        for position, screen in move(figure, "x", keys, len(xs)):
            assert_chain_shown(screen, in_order, xs[position])


def walk_nudge(figure: Locator, keys: Keys, chain: Chain) -> None:
    xs, dxs = np.linspace(4, 6, 11), np.linspace(-1, 1, 21)
    handle(figure, "x").press("Home")
    for x in (xs[0], xs[-2]):
        for position, screen in move(figure, "nudge Δx", keys, len(dxs)):
            assert_nudge_shown(screen, chain, x, dx := dxs[position])
        for position, screen in move(figure, "x", keys, len(xs)):  # it ends at xs[-2]
            assert_nudge_shown(screen, chain, xs[position], dx)


View = Callable[[Locator, Keys, Chain], None]
VIEWS: dict[str, View] = {"explore_chain": walk_chain, "explore_nudge": walk_nudge}


# ---- The notebooks ----


def test_all_cells_run_without_an_error(notebook: Opened) -> None:
    assert len(notebook.figures()) == len(notebook.chains()) > 0
    for cell in notebook.cells():
        assert cell["execution_count"], cell["source"]
        for output in cell["outputs"]:
            assert output["output_type"] != "error", output
            assert output.get("name") != "stderr", output
    assert notebook.errors == []


def test_no_two_drawings_share_an_id(notebook: Opened) -> None:
    notebook.figures()
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


def test_numbers_points_and_tangents_are_right_wherever_the_sliders_stand(
    notebook: Opened,
) -> None:
    notebook.check(everywhere)


def test_a_number_typed_between_two_positions_goes_to_the_nearer_one(notebook: Opened) -> None:
    for figure, (walk, chain) in zip(notebook.figures(), notebook.chains(), strict=True):
        readout = slider(figure, "x").locator(".widget-readout")
        low, high, step = (4, 6, 0.2) if walk is walk_nudge else (-3, 3, 0.1)
        for typed, position in [(high - 0.7 * step, high - step), (high + 9, high), (low, low)]:
            readout.fill(f"{typed:.3f}")
            readout.press("Enter")
            expect(readout).to_have_text(f"{position:.2f}".replace("-", "−"))
            screen = Screen(figure.evaluate(READ))
            assert_shown(numbers_in(screen.sentence)[:1], [position])
            if walk is walk_chain:
                assert_chain_shown(screen, chain, position)


def test_in_a_narrow_window_the_drawing_scrolls_and_nothing_else(notebook: Opened) -> None:
    page = notebook.page
    lab.run(page, "application:toggle-left-area")
    page.set_viewport_size({"width": 420, "height": 900})
    try:
        for figure in notebook.figures():
            svg = figure.locator("svg:visible")
            figure.scroll_into_view_if_needed()
            drawing = figure.locator(".live-figure > div")
            # It takes JupyterLab a moment to lay itself out anew.
            page.wait_for_function(
                "drawing => drawing.getBoundingClientRect().right < 420 && drawing.tabIndex === 0",
                arg=drawing.element_handle(),
            )
            half = svg.evaluate("svg => parseFloat(getComputedStyle(svg).maxWidth)") / 2
            assert svg.bounding_box()["width"] == pytest.approx(half, abs=1)
            (scrolling,) = figure.evaluate(SCROLLING)
            assert scrolling.endswith(f"> {drawing.evaluate('part => part.clientWidth')}")
            drawing.press("ArrowRight", delay=300)
            page.wait_for_function("part => part.scrollLeft > 20", arg=drawing.element_handle())
    finally:
        page.set_viewport_size(lab.WINDOW)
        lab.run(page, "application:toggle-left-area")
    expect(notebook.figures()[0].locator(".live-figure > div")).not_to_have_attribute(
        "tabindex", "0"
    )


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


def test_figures_live_on_after_scrolling_away_and_back(notebook: Opened) -> None:
    scroll_away_and_back(notebook)


def scroll_away_and_back(notebook: Opened) -> None:
    page = notebook.page
    panel = page.locator(".jp-WindowedPanel-outer")
    for figure in notebook.figures():
        element = figure.element_handle()
        cell = page.evaluate(
            f"(figure) => {NOTEBOOK}.widgets.findIndex((c) => c.node.contains(figure))", element
        )
        page.evaluate(scroll_to_figure := f"{NOTEBOOK}.scrollToItem({cell})")
        expect(figure).to_be_in_viewport()
        for end in ("0", "panel.scrollHeight"):
            panel.evaluate(f"(panel) => panel.scrollTo(0, {end})")
            page.wait_for_function(OUT_OF_SIGHT, arg=element)
        page.evaluate(scroll_to_figure)
        expect(figure).to_be_in_viewport()
    notebook.check(here_and_there)


OUT_OF_SIGHT = """
(figure) => {
  const { top, bottom } = figure.getBoundingClientRect();
  return bottom < 0 || top > innerHeight || !figure.checkVisibility({ opacityProperty: true });
}
"""


def test_sliders_work_while_the_kernel_is_busy(notebook: Opened, tmp_path: Path) -> None:
    page = notebook.page
    flag = tmp_path / "busy"
    flag.touch()
    code = f"import pathlib\nprint('begun')\nwhile pathlib.Path({str(flag)!r}).exists(): pass"
    page.evaluate(
        f"""(code) => {{
          const run = {KERNEL}.requestExecute({{ code }});
          run.onIOPub = ({{ header }}) => (window.busy ||= header.msg_type === "stream");
          run.done.finally(() => (window.busy = false));
        }}""",
        code,
    )
    page.wait_for_function("window.busy")
    notebook.check(here_and_there)
    assert page.evaluate("busy")
    flag.unlink()
    page.wait_for_function("!busy")


# The last test of this notebook: after it, nothing can be run there any more.
def test_sliders_work_after_the_kernel_was_shut_down(notebook: Opened) -> None:
    lab.shut_down_kernel(notebook.page)
    notebook.page.wait_for_function(f"!{KERNEL}")
    notebook.check(here_and_there, let_through=UNSENT)


# ---- A notebook whose functions have names that mean harm ----


def assert_nothing_was_let_in(notebook: Opened) -> None:
    intruders = notebook.page.locator(".live-figure").locator("img, b, script, [onerror]")
    assert intruders.count() == 0
    assert not notebook.page.evaluate("window.attacked")
    assert not [url for url in notebook.requests if url.endswith("/x")]


@in_hostile_notebook
def test_names_of_functions_are_shown_and_never_run(notebook: Opened) -> None:
    _, nudge_figure = notebook.figures()
    assert_nothing_was_let_in(notebook)
    nudge = Screen(nudge_figure.evaluate(READ))
    f, g = HOSTILE_NAMES
    assert nudge.find("u = f₁(x)").text == f"u = f₁(x), f₁ = {f}"
    assert nudge.find("y = f₂(u)").text == f"y = f₂(u), f₂ = {g}"
    notebook.check(here_and_there)  # compares the names in boxes, sentence and slider as well
    assert_nothing_was_let_in(notebook)
    for cell in notebook.cells():
        assert [o for o in cell["outputs"] if o["output_type"] in ("error", "stream")] == []


@in_hostile_notebook
def test_figures_live_on_where_cells_out_of_sight_are_taken_away(notebook: Opened) -> None:
    notebook.page.evaluate(
        f"{NOTEBOOK}.notebookConfig = {{ ...{NOTEBOOK}.notebookConfig, windowingMode: 'full' }}"
    )
    scroll_away_and_back(notebook)
