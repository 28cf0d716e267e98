"""How long a slider takes to change the picture: `interact` with inline Matplotlib, and live.

Run it with `uv run python benchmarks/slider_latency.py`; it needs Chromium or Chrome. Both
techniques show the same picture, that of `explore_chain`, side by side in one notebook in
JupyterLab in headless Chromium, and take turns, so that whatever else the machine does hits both.
Times are taken inside the page, by one rule for both, from the keydown event on the slider

- to "changed": the picture's image or SVG in the page is another one than before (what the
  README's figures mean);
- to "on screen": the browser has also laid out and painted the next frame. A frame lasts 16.7 ms
  at 60 Hz, and a press comes at any moment of it, so this is about half a frame longer.
"""

import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import lab

WARM_UP, PRESSES = 5, 40
FRAME = 1000 / 60  # milliseconds

# explore_chain's own drawing code, run by `interact` as people do: each call makes a new figure
# with pyplot and shows it inline. Only the figure's maker and what happens to it are replaced.
INTERACT = """
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact
from unittest.mock import patch
from helpers import explore_chain, explorers, sigmoid, square

chain = [square, sigmoid]
with patch.object(explorers, "_in_both_orders", lambda chain, scene, slider: scene):
    scene = explore_chain(chain)

def draw(x):
    with patch.object(explorers, "Figure", plt.figure):
        figure, update = scene(chain)
    update(x)
    plt.show()

_ = interact(draw, x=FloatSlider(1.2, min=-3, max=3, step=0.1))
"""
LIVE = "explore_chain(chain)"

# Waits for one keydown in the figure and keeps the two times as the promise `times`.
WATCH = """
([figure, picture]) => {
  const shown = () => picture.querySelector("img")?.src ?? picture.querySelector("svg")?.outerHTML;
  const before = shown();
  window.times = new Promise((resolve) => {
    let start;
    figure.addEventListener("keydown", () => (start = performance.now()), {
      capture: true, once: true,
    });
    const observer = new MutationObserver(() => {
      const changed = performance.now() - start;
      const now = shown();
      if (!now || now === before) return;  // the old image is gone, the new one has yet to come
      observer.disconnect();
      // A message sent from the next frame's callback arrives once that frame is painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve([changed, performance.now() - start]);
      requestAnimationFrame(() => port2.postMessage(""));
    });
    observer.observe(picture, {
      subtree: true, childList: true, attributes: true, characterData: true,
    });
  });
}
"""
KERNEL_IS_IDLE = "jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"


def press(page: Page, figure: Locator, picture: Locator, key: str) -> list[float]:
    """Press a key on the figure's slider for x; returns both times in milliseconds."""
    page.wait_for_function(KERNEL_IS_IDLE)
    handle = figure.locator(".noUi-handle").last
    handle.focus()
    page.evaluate(WATCH, [figure.element_handle(), picture.element_handle()])
    page.keyboard.press(key)
    return page.evaluate("window.times")


def measure(page: Page) -> dict[str, np.ndarray]:
    """Press the keys in turn; returns for each technique an array of shape (presses, 2)."""
    (live,) = lab.live_figures(page)
    slow = page.locator(".widget-interact")
    pictures = {
        "interact": (slow, slow.locator(".jp-OutputArea")),
        "explore_chain": (live, live.locator(".live-figure")),
    }
    times: dict[str, list[list[float]]] = {name: [] for name in pictures}
    for turn in range(WARM_UP + PRESSES):
        key = "ArrowRight" if turn % 20 < 10 else "ArrowLeft"
        for name, picture in pictures.items():
            times[name].append(press(page, *picture, key))
    return {name: np.array(rows[WARM_UP:]) for name, rows in times.items()}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        notebook = lab.write_notebook(Path(folder) / "latency.ipynb", INTERACT, LIVE)
        with lab.jupyterlab([notebook]) as address, lab.launch_chromium(playwright) as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 2000})
            lab.open_lab(page, address)
            lab.open_and_run(page, notebook.name)
            page.wait_for_selector(".widget-interact img")
            page.wait_for_selector(".live-figure svg")
            load = os.getloadavg()[0]
            times = measure(page)
            version = browser.version

    print(f"{PRESSES} key presses each, milliseconds; Chromium {version}; {os.cpu_count()} cores.")
    print(f"Not controlled: load {load:.1f} before, {os.getloadavg()[0]:.1f} after.\n")
    print(f"{'':13}{'changed':^18}{'on screen':^18}\n{'':13}" + f"{'median':>9}{'p95':>9}" * 2)
    for name, rows in times.items():
        numbers = [f"{np.median(t):9.1f}{np.percentile(t, 95):9.1f}" for t in rows.T]
        print(f"{name:13}" + "".join(numbers))
    slow, live = (np.median(rows, axis=0) for rows in times.values())
    changed, on_screen = slow / live
    print(f"\nRatio of the medians: {changed:.0f} (changed), {on_screen:.0f} (on screen).")
    in_time = np.mean(times["explore_chain"][:, 0] < FRAME)
    print(f"explore_chain changed within {FRAME:.1f} ms, a frame: {in_time:.0%} of the presses.")


if __name__ == "__main__":
    main()
