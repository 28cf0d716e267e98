"""Print what the project is measured by, each against the plain alternative in the same run.

Usage: uv run --group benchmarks python benchmarks/table.py

It needs Chromium or Chrome, a while, and a machine that does nothing else. Each group of lines
comes from a file of its own beside this one, which can be run by itself.
"""

import os
import sys
from importlib.metadata import version
from pathlib import Path

import chain_rule
import live_figure
import slider_latency
import suite
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import lab

GROUPS = [slider_latency, live_figure, chain_rule, suite]
PACKAGES = ["jupyterlab", "ipykernel", "ipywidgets", "matplotlib", "ipympl", "numpy", "autograd"]


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright, lab.launch_chromium(playwright) as browser:
        versions = [f"Chromium {browser.version}", *(f"{p} {version(p)}" for p in PACKAGES)]
    before = os.getloadavg()[0]
    # A table of Markdown must have a head; each group has one of its own.
    print("|  |  |  |  |  |  |", "|:---|---:|---:|---:|---:|---:|", sep="\n")
    for group in GROUPS:
        for line in group.rows():
            print(line, flush=True)  # it takes long, and what is measured is not to be lost
    print(
        f"\n{os.cpu_count()} cores, Python {sys.version.split()[0]}, {', '.join(versions)}; "
        f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after (not controlled)."
    )


if __name__ == "__main__":
    main()
