"""Which tests share a worker, and the browser that the browser tests share."""

import os
from collections.abc import Iterator

import lab
import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

TOGETHER = {
    "test_every_view.py": "a run of the notebooks",
    "test_numbers.py": "a run of the notebooks",
    "test_notebook_code.py": "a run of the notebooks",
}
"""What those files share that take less time in one worker than in two."""


@pytest.hookimpl(tryfirst=True)  # before xdist asks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each file to one worker."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(TOGETHER.get(item.path.name, item.path.name)))


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
