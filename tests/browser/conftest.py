"""One JupyterLab for all browser tests of a worker, in a page for each file of them."""

from collections.abc import Iterator
from pathlib import Path

import lab
import pytest
from lab import Lab
from playwright.sync_api import BrowserContext


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
