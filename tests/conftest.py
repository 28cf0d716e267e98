"""Which tests come first, and which share a worker; the browser that those of a worker share."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import lab
import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

FIRST = ["test_web.py", "test_views_in_lab.py", "test_python.py", "test_phone.py"]
"""What takes the longest: the site is built while another worker is busy elsewhere."""
TOGETHER = [
    "test_views_in_lab.py",
    "test_numbers.py",
    "test_notebook_code.py",
    "test_lab.py",
    "test_questions_in_lab.py",
]
"""These share a run of all notebooks, or a JupyterLab, which take long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let these come first, and then what else needs a browser."""

    def order(item: pytest.Item) -> tuple[bool, int]:
        name = item.path.name
        place = FIRST.index(name) if name in FIRST else len(FIRST)
        return item.path.parent.name != "browser", place

    items.sort(key=order)


class Scheduling(LoadFileScheduling):
    """Gives each file to one worker, and those together to the same."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return TOGETHER[0] if Path(file).name in TOGETHER else file


@pytest.hookimpl(optionalhook=True)  # tools/mutants.py runs tests without any plugin
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


def pytest_sessionfinish() -> None:
    """Keep pytest from looking five times for what could be freed of all that tests have kept."""
    gc.freeze()


# Not for the session: while Playwright is there, no notebook can be run, since that needs asyncio.
@pytest.fixture(scope="package")
def browser() -> Iterator[BrowserContext]:
    expect.set_options(timeout=15 * lab.SECONDS)
    with sync_playwright() as playwright:
        try:
            chromium = lab.launch_chromium(playwright)
        except lab.PlaywrightError as error:
            reason = f"Chromium or Chrome is needed: {str(error).splitlines()[0]}"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        with chromium, chromium.new_context(viewport=lab.WINDOW) as context:
            yield context
