"""The browser that the browser tests share, and those of the questions."""

import os
from collections.abc import Iterator

import lab
import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright


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
