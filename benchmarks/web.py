"""How fast the web edition is: notebook 04's page beside the same view by ipywidgets' html-manager.

Usage: uv run --group benchmarks python benchmarks/web.py [site]

It builds the site, unless it is told where one is, and needs npm and Chromium. Everything comes
compressed from this machine. The slow network is Chromium's emulation of one: 1.6 Mbit/s and 150 ms
to an answer. A slider is usable as soon as it changes the picture. Lighthouse is run as on a mobile
phone with a slow network of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright
from rows import heading, row

from helpers import explore_stretch, hill, quest, valley

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests/browser"))
import exported
import lab

ROOT = Path(__file__).parents[1]
ROUNDS, PRESSES = 5, 40
SLOW = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 1.6e6 / 8}
FAST = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices")
USABLE = ".live-figure p[role=status]:not(:empty)"
HANDLE = "input[type=range], .noUi-handle"

WATCH = f"""
  new MutationObserver((_, observer) => {{
    if (!document.querySelector("{USABLE}")) return;
    window.usable ??= performance.now();
    observer.disconnect();
  }}).observe(document, {{ childList: true, subtree: true, characterData: true }});
"""
PRESS = """
async (figure) => {
  const svg = [...figure.querySelectorAll(".live-figure svg")].find((e) => e.checkVisibility());
  let pressed, took = null;
  addEventListener("keydown", () => (pressed = performance.now()), true);
  new MutationObserver(() => (took ??= performance.now() - pressed))
    .observe(svg, { childList: true, subtree: true, attributes: true, characterData: true });
  window.time = () => { const last = took; took = null; return last; };
}
"""


class Opened(NamedTuple):
    """What it took to open a page."""

    picture: float
    """Seconds until something of it was painted; for the site, that is the still picture."""
    usable: float
    kilobytes: float
    """What had come by then."""


def opened(browser: Browser, address: str, network: dict) -> Opened:
    """Open a page in a browser that has nothing of it yet."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **network})
    sizes = []
    session.on("Network.dataReceived", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.usable", polling=20)  # a function: the policy forbids eval
    kilobytes = sum(sizes) / 1000
    painted = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    paint = page.wait_for_function(painted).json_value()
    usable = page.evaluate("window.usable")
    context.close()
    return Opened(paint / 1000, usable / 1000, kilobytes)


def press(browser: Browser, address: str) -> float:
    """Milliseconds from a key press to the changed picture."""
    page = browser.new_page()
    page.goto(address)
    page.locator(USABLE).first.wait_for(state="attached")
    figure = page.locator(".live-controls").first
    figure.evaluate(PRESS)
    figure.locator(HANDLE).nth(1).focus()
    times = []
    for k in range(PRESSES):
        page.keyboard.press("ArrowLeft" if k < PRESSES / 4 else "ArrowRight")
        page.wait_for_timeout(50)
        times.append(page.evaluate("window.time()"))
    page.close()
    return median(time for time in times if time is not None)


def lighthouse(address: str) -> list[float]:
    """Lighthouse's marks, out of 100."""
    command = [shutil.which("npx"), "--yes", LIGHTHOUSE, address, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless --no-sandbox --disable-background-networking"]
    path = shutil.which("chromium") or shutil.which("google-chrome")
    result = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": path}, stdout=subprocess.PIPE, check=True
    )
    report = json.loads(result.stdout)
    return [100 * report["categories"][name]["score"] for name in CATEGORIES]


def rows(site: str | None = None) -> list[str]:
    """Measure the site in this folder, or one built for it; returns lines of Markdown."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        plain = Path(folder, "plain")
        plain.mkdir()
        if site is None:
            site = str(Path(folder, "site"))
            build = [sys.executable, "-m", "sphinx", "-q", str(ROOT / "web"), site]
            subprocess.run(build, check=True)
        live = explore_stretch([valley, hill], -3, 6, 0.5, start=5, quest=quest("stretch"))
        exported.write_page(plain, live)
        with (
            lab.launch_chromium(playwright) as browser,
            exported.served(Path(site), compressed=True) as (ours, _),
            exported.served(plain, compressed=True) as (other, _),
        ):
            page = f"{ours}notebooks/04_the_chain_rule.html"
            lines = [heading("The web edition", "notebook 04", "html-manager", "ratio")]
            for name, network in [("", FAST), (", 1.6 Mbit/s and 150 ms", SLOW)]:
                pairs = [
                    [opened(browser, address, network) for address in (page, other)]
                    for _ in range(ROUNDS)
                ]
                for what, kind in [("picture", "picture"), ("usable slider", "usable")]:
                    ours_and_other = [
                        [median(getattr(pair[k], kind) for pair in pairs)] for k in (0, 1)
                    ]
                    lines.append(row(f"first {what}, seconds{name}", *ours_and_other))
            weights = [[median(pair[k].kilobytes for pair in pairs)] for k in (0, 1)]
            lines.append(row("KB until the slider is usable, compressed", *weights))
            lines.append(
                row("key press to picture, ms", [press(browser, page)], [press(browser, other)])
            )
            marks = {"the start page": ours, "notebook 04": page}
            for name, address in marks.items():
                for category, mark in zip(CATEGORIES, lighthouse(address), strict=True):
                    lines.append(row(f"Lighthouse, {category}, {name}", [mark]))
    return lines


if __name__ == "__main__":
    print(*rows(*sys.argv[1:]), sep="\n")
