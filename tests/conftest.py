"""Which tests share a worker, and the browser that the browser tests share."""

import os
from collections.abc import Iterator

import lab
import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

TOGETHER = [
    "test_every_view.py",
    "test_numbers.py",
    "test_notebook_code.py",
    "test_lab.py",
    "test_questions_in_lab.py",
]
"""These share a run of all notebooks, or a JupyterLab, which take long."""


@pytest.hookimpl(tryfirst=True)  # before xdist asks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each file to one worker, and those together to the same."""
    for item in items:
        name = TOGETHER[0] if item.path.name in TOGETHER else item.path.name
        item.add_marker(pytest.mark.xdist_group(name))


# Not for the session: while Playwright is there, no other tests can use asyncio.
@pytest.fixture(scope="module")
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
