"""One browser and one JupyterLab, which all browser tests of a worker share."""

import os
from collections.abc import Iterator

import lab
import pytest
from lab import Lab
from playwright.sync_api import BrowserContext, expect, sync_playwright


@pytest.fixture(scope="session")
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
def opened(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("notebooks")
    with lab.jupyterlab([], folder=folder) as address:
        opened = Lab(browser.new_page(), folder)
        page = opened.page
        page.on("console", lambda m: m.type == "error" and opened.errors.append(m.text))
        page.on("pageerror", lambda error: opened.errors.append(f"{lab.UNCAUGHT}{error}"))
        page.on("request", lambda request: opened.requests.append(request.url))
        page.add_init_script("window.attack = () => (window.attacked = true)")
        lab.open_lab(page, address)
        yield opened
