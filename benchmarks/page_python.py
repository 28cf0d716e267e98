"""How fast Python is in the page: beside npm's Pyodide, and as a reader waits for it.

Usage: uv run --group benchmarks python benchmarks/page_python.py [site]

It builds the site, unless it is told where one is, and needs npm and Chromium. Everything comes
from this machine. Cold is a browser that has nothing of it yet; warm is the same page once more.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright
from rows import heading, row

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests/browser"))
import exported
import lab
from engines import path_of

ROOT = Path(__file__).parents[1]
ROUNDS = 5
PYODIDE = "pyodide@314.0.7"
RULE = "notebooks/04_the_chain_rule.html"
OWN = "import numpy as np; from helpers import explore_chain\nexplore_chain([np.sin, np.exp])"

OURS = """
async () => {
  const begun = performance.now();
  const { Python } = await import("./_static/cells.js");
  const python = new Python();
  await python.load(new AbortController().signal, () => {});
  let said = null;
  const cell = { cell: 1, source: "1 + 1", silent: false };
  await python.run(cell, (message) => (said = message.data["text/plain"]));
  if (said !== "2") throw new Error(said);
  return (performance.now() - begun) / 1000;
}
"""
THEIRS = """
async () => {
  const begun = performance.now();
  const { loadPyodide } = await import("./pyodide.mjs");
  const python = await loadPyodide();
  if (python.runPython("1 + 1") !== 2) throw new Error();
  return (performance.now() - begun) / 1000;
}
"""
PRESS = """
async (i) => {
  const cell = document.querySelectorAll("div.cell:has(> .exercise)")[i];
  cell.querySelector(":scope > .python-output")?.remove();
  const begun = performance.now();
  cell.querySelector(".cell-bar button").click();
  while (!cell.querySelector(":scope > .python-output[aria-busy=false]")) {
    await new Promise((next) => setTimeout(next, 2));
  }
  return (performance.now() - begun) / 1000;
}
"""


def answer(browser: Browser, address: str, script: str) -> float:
    """Seconds until 1 + 1 is answered, in a browser that has nothing yet."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        return page.evaluate(script)


def visit(browser: Browser, address: str) -> dict[str, float]:
    """What a reader of notebook 04 waits for, in seconds, and what comes for it, in MB."""
    with browser.new_context(viewport={"width": 1366, "height": 768}) as context:
        page = context.new_page()
        page.set_default_timeout(0)
        session, sizes = context.new_cdp_session(page), []
        session.send("Network.enable")
        session.on("Network.dataReceived", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(address + RULE)
        found = {"cold": page.evaluate(PRESS, 0), "megabytes": sum(sizes) / 1e6}
        found["warm"] = page.evaluate(PRESS, 0)
        write(page, OWN)
        found["first view"] = page.evaluate(PRESS, 0)
        found["view"] = page.evaluate(PRESS, 0)
        page.wait_for_timeout(2000)  # for the service worker to keep the page
        context.set_offline(True)
        sizes.clear()
        page.reload()
        found["offline"] = page.evaluate(PRESS, 1)
        found["offline megabytes"] = sum(sizes) / 1e6
        return found


def write(page: Page, text: str) -> None:
    """Put text into the first exercise."""
    cell = page.locator("div.cell:has(> .exercise)").first
    cell.get_by_role("button", name="Edit").click()
    cell.locator(".cm-content").fill(text)


def rows(site: str | None = None) -> list[str]:
    """Measure the site in this folder, or one built for it; returns lines of Markdown."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [path_of("npm"), "pack", "--silent", PYODIDE]
        packed = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
        with tarfile.open(Path(folder, packed.stdout.strip())) as archive:
            archive.extractall(folder, filter="data")
        other = Path(folder, "package")
        (other / "index.html").write_text("<!doctype html><title>Pyodide</title>")
        if site is None:
            site = str(Path(folder, "site"))
            build = [sys.executable, "-m", "sphinx", "-q", str(ROOT / "web"), site]
            subprocess.run(build, check=True)
        with (
            lab.launch_chromium(playwright) as browser,
            exported.served(Path(site)) as (ours, _),
            exported.served(other) as (theirs, _),
        ):
            times = [
                (answer(browser, ours, OURS), answer(browser, theirs, THEIRS))
                for _ in range(ROUNDS)
            ]
            visits = [visit(browser, ours) for _ in range(ROUNDS)]
    both = [[median(pair[k] for pair in times)] for k in (0, 1)]
    names = {
        "cold": "press of Run to the verdict on 04's first exercise, cold",
        "warm": "the same, warm",
        "megabytes": "MB until that verdict, compressed",
        "offline": "second visit, network off: press of Run to the verdict",
        "offline megabytes": "second visit, network off: MB",
        "first view": "`explore_chain([np.sin, np.exp])`, the first view of a page",
        "view": "`explore_chain([np.sin, np.exp])`, warm",
    }
    return [
        heading("Python in the page, seconds", "ours", "Pyodide, Python alone", "ratio"),
        row("until `1 + 1` is answered, cold", *both),
        *(row(words, [median(one[name] for one in visits)]) for name, words in names.items()),
    ]


if __name__ == "__main__":
    print(*rows(*sys.argv[1:]), sep="\n")
