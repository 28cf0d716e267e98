"""One JupyterLab for all browser tests of a worker, and a browser for each file of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import lab
import pytest
from lab import Lab
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


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab's address, and the folder in which its notebooks stand."""
    folder = tmp_path_factory.mktemp("notebooks")
    with lab.jupyterlab([], folder=folder) as address:
        yield address, folder


@pytest.fixture(scope="module")
def opened(browser: BrowserContext, served: tuple[str, Path]) -> Lab:
    """JupyterLab in a page."""
    address, folder = served
    opened = Lab(browser.new_page(), folder)
    page = opened.page
    page.on("console", lambda m: m.type == "error" and opened.errors.append(m.text))
    page.on("pageerror", lambda error: opened.errors.append(f"{lab.UNCAUGHT}{error}"))
    page.on("request", lambda request: opened.requests.append(request.url))
    page.add_init_script("window.attack = () => (window.attacked = true)")
    lab.open_lab(page, address)
    return opened
