"""How long a slider takes to change the picture: live, with `interact`, and with ipympl.

Each view is taken from its notebook, with the arguments that it has there, and beside the views
there are a few ordinary figures of the tests. Figure and `update` function are shown in three ways
in one notebook in JupyterLab in headless Chromium:

- by LiveFigure, as the tutorial does;
- by `interact`, which calls `update` and shows the figure inline. It keeps its figure, which is
  kinder to it than to draw a new one with pyplot on each call, as most people do;
- by ipympl, on a canvas of its own. `update` and `draw_idle` are called by `observe`, which is
  kinder to it than `interact`, which would also look after the printed output.

All three get the last slider of the view. They take turns, so that whatever else the machine does
hits all, and each starts with an idle kernel. Times are taken inside the page, by one rule for all,
from the keydown event to the moment at which the picture in the page is another one: the SVG has
changed, the inline image is there, the new pixels are on the canvas. The browser then still has to
paint; that is left out for all three, and so is the time to decode the inline image.
"""

import re
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import numpy as np
from live_figure import ORDINARY
from playwright.sync_api import Page, sync_playwright
from rows import heading, row

import helpers

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import lab

HERE = Path(__file__).parent
WARM_UP, PRESSES = 3, 20
BUSY, BUSY_PRESSES = 3, 5  # seconds that a cell computes; presses, each during one such cell
SETTLE = 1000  # milliseconds
ATTEMPTS = 3
EXPLORERS = [name for name in helpers.__all__ if name.startswith("explore_")]

PARTS = """
from live_figure import parts

with parts():
{view}
"""
FIGURE = "from live_figure import ordinary\nfigure, update, controls = ordinary({case!r})"
INTERACT = """
%matplotlib inline
from ipywidgets import interact

def drawing(figure, update):  # these, since cells below give both names to others
    def draw(**values):
        update(**values)
        display(figure)

    return draw

_ = interact(drawing(figure, update), **controls)
"""
IPYMPL = """
from ipympl.backend_nbagg import Canvas, FigureManager
from ipywidgets import VBox

update(**{name: control.value for name, control in controls.items()})
canvas = Canvas(figure)
manager = FigureManager(canvas, 1)

def redraw(change):
    update(**{name: control.value for name, control in controls.items()})
    canvas.draw_idle()

for control in controls.values():
    control.observe(redraw, "value")
VBox([*controls.values(), canvas])
"""

# What holds the sliders, and what in it holds the picture.
PLACES = {
    "live": (".widget-vbox:has(.live-figure)", ".live-figure"),
    "interact": (".widget-interact", ".jp-OutputArea"),
    "ipympl": (".widget-vbox:has(.jupyter-matplotlib)", ".jupyter-matplotlib"),
}

# Before all else that hears keys: the listener of a live figure lets nobody hear them after it.
PRESSED = "addEventListener('keydown', () => (window.pressed = performance.now()), true)"

# Keeps the time from the next keydown to the changed picture as the promise `took`.
WATCH = """
(picture) => {
  const canvas = picture.querySelector("canvas");  // the first; on the second, mouse selections
  // Of a view with several scenes, each a drawing of its own, all but one are out of sight.
  const drawing = () => [...picture.querySelectorAll("svg")].find((svg) => svg.checkVisibility());
  const shown = () => canvas?.toDataURL() ?? picture.querySelector("img")?.src
    ?? drawing()?.outerHTML;
  const before = shown();
  const context = CanvasRenderingContext2D.prototype;
  const drawImage = context.drawImage;
  window.took = new Promise((resolve, reject) => {
    const look = () => {
      const took = performance.now() - window.pressed;
      const now = shown();
      if (!now || now === before) return;  // the old image is gone, the new one has yet to come
      observer.disconnect();
      context.drawImage = drawImage;
      resolve(took);
    };
    const observer = new MutationObserver(look);
    observer.observe(picture, {
      subtree: true, childList: true, attributes: true, characterData: true,
    });
    // A canvas has no mutations: ipympl's new pixels are there when its drawImage returns.
    context.drawImage = function (...given) {
      drawImage.apply(this, given);
      if (this.canvas === canvas) look();
    };
    setTimeout(reject, 10000, new Error("the picture has not changed within 10 seconds"));
  });
}
"""
DRAWN_BY_IPYMPL = """
() => {
  const canvas = document.querySelector(".jupyter-matplotlib canvas");
  return canvas?.width
    && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
}
"""
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
START_CELL = f"(code) => {{ window.cell = {KERNEL}.requestExecute({{ code }}); }}"
COMPUTE = f"""
import time
end = time.monotonic() + {BUSY}
while time.monotonic() < end:
    sum(range(1000))
"""


def source_of(explorer: str) -> tuple[str, str]:
    """The code that comes before an explorer's first use in the notebooks, and that cell itself."""
    for path in sorted(lab.NOTEBOOKS.glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        sources = [cell.source for cell in cells if cell.cell_type == "code"]
        for k, source in enumerate(sources):
            if re.search(rf"^{explorer}\(", source, flags=re.M):
                return "\n".join(sources[:k]), source
    raise ValueError(f"no notebook shows {explorer}")


def write_notebook(folder: Path, explorer: str) -> Path:
    """Write a notebook that shows this view in the three ways."""
    before, view = source_of(explorer)
    named = re.sub(rf"^(?={explorer}\()", "figure, update, controls = ", view, flags=re.M)
    new_parts = PARTS.format(view=textwrap.indent(named, "    "))
    return in_three_ways(folder / f"{explorer}.ipynb", before, view, new_parts)


def write_ordinary(folder: Path, case: str) -> Path:
    """Write a notebook that shows a figure of the tests in the three ways."""
    new_parts = FIGURE.format(case=case)
    live = f"from helpers import LiveFigure\n{new_parts}\nLiveFigure(figure, update, **controls)"
    return in_three_ways(folder / f"{case}.ipynb", "", live, new_parts)


def in_three_ways(path: Path, before: str, live: str, new_parts: str) -> Path:
    """Write a notebook with a live figure, and its parts shown by `interact` and by ipympl."""
    before = f"%%capture\nimport sys\nsys.path.insert(0, {str(HERE)!r})\n{before}"
    return lab.write_notebook(path, before, live, new_parts, INTERACT, new_parts, IPYMPL)


def shown(page: Page, notebook: Path, measure: Callable[[Page], list]) -> list:
    """Open such a notebook, run it and measure; returns what `measure` returns."""
    # While a page opens, ipympl's messages can reach two threads of the kernel at once; then it
    # waits forever for a picture, and the notebook has to be opened anew.
    for _ in range(ATTEMPTS):
        lab.open_and_run(page, notebook.name)
        lab.run(page, "notebook:hide-all-cell-code")  # so that all three pictures are in sight
        try:
            page.wait_for_selector(".live-figure svg", state="attached")  # covered by a task or not
            page.wait_for_selector(".widget-interact img")
            page.wait_for_function(DRAWN_BY_IPYMPL, timeout=10 * lab.SECONDS)
            page.wait_for_timeout(SETTLE)
            return measure(page)
        except lab.PlaywrightError as error:
            print(f"{notebook.stem}: opened anew, {error.message:.80}", file=sys.stderr)
            failure = error
        finally:
            lab.shut_down_kernel(page)
            lab.close(page)
    raise failure


def press(page: Page, technique: str, key: str) -> float:
    """Press a key on the last slider of one technique; returns milliseconds."""
    box = page.locator(PLACES[technique][0])
    picture = box.locator(PLACES[technique][1])
    box.locator(".noUi-handle").last.focus()
    page.evaluate(WATCH, picture.element_handle())
    page.keyboard.press(key)
    return page.evaluate("window.took")


def idle(page: Page) -> None:
    """Wait until the kernel has nothing left to do, also nothing that is still on its way to it."""
    page.wait_for_timeout(50)
    page.wait_for_function(f"{KERNEL}.status === 'idle'")


def measure(page: Page) -> list[np.ndarray]:
    """Press keys in turn; returns the median and the 95th percentile by technique."""
    for box, _ in PLACES.values():
        page.locator(box).locator(".noUi-handle").last.press("Home")
    page.wait_for_timeout(SETTLE)
    times: dict[str, list[float]] = {technique: [] for technique in PLACES}
    for turn in range(WARM_UP + PRESSES):
        # To and fro between the first two positions: farther on some pictures stay what they are.
        key = "ArrowRight" if turn % 2 == 0 else "ArrowLeft"
        for technique, measured in times.items():
            idle(page)
            measured.append(press(page, technique, key))
    return [np.percentile(measured[WARM_UP:], [50, 95]) for measured in times.values()]


def measure_busy(page: Page) -> list[list[float]]:
    """Press a key while the kernel computes; returns the median in milliseconds by technique."""
    times: dict[str, list[float]] = {technique: [] for technique in PLACES}
    for _ in range(BUSY_PRESSES):
        for technique, measured in times.items():
            idle(page)
            page.evaluate(START_CELL, COMPUTE)
            page.wait_for_function(f"{KERNEL}.status === 'busy'")
            measured.append(press(page, technique, "ArrowLeft"))
            page.evaluate("window.cell.done.then(() => null)")
    return [[np.median(measured)] for measured in times.values()]


def rows() -> Iterator[str]:
    """Measure every view and the ordinary figures, and `explore_chain` with a busy kernel."""
    techniques = ["`LiveFigure`", "`interact`, inline", "ratio", "ipympl", "ratio"]
    head = "Key press on a slider to changed picture, milliseconds: median (95th percentile)"
    yield heading(head, *techniques)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        notebooks = {
            f"`{explorer}`": write_notebook(Path(folder), explorer) for explorer in EXPLORERS
        }
        for case, kind in ORDINARY.items():
            notebooks[f"{case}: {kind}"] = write_ordinary(Path(folder), case)
        with (
            lab.jupyterlab([*notebooks.values()]) as address,
            lab.launch_chromium(playwright) as browser,
        ):
            page = browser.new_page(viewport={"width": 1600, "height": 3000})
            page.add_init_script(PRESSED)
            lab.open_lab(page, address)
            for name, notebook in notebooks.items():
                yield row(name, *shown(page, notebook, measure))
            chain = notebooks["`explore_chain`"]
            what = f"`explore_chain`, while a cell computes for {BUSY} seconds"
            yield row(what, *shown(page, chain, measure_busy))
            # From ipykernel 7 on, widgets' messages go to a thread of the kernel, a subshell, and
            # so get their share of a busy kernel; without it they wait for the cell to end.
            page.evaluate("jupyterapp.serviceManager.kernels.commsOverSubshells = 'disabled'")
            yield row(f"{what}, no subshells", *shown(page, chain, measure_busy))


if __name__ == "__main__":
    for line in rows():
        print(line, flush=True)
