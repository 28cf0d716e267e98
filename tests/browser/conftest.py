"""One JupyterLab for all browser tests of a worker, in one page; one site for all."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import exported
import lab
import pytest
from engines import NotInstalledError, give_up, path_of
from lab import Lab
from notebook_files import ROOT
from playwright.sync_api import BrowserContext


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built by the command of the README; a warning is an error."""
    try:
        path_of("npm"), path_of("node")
    except NotInstalledError as error:
        give_up(error)
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    site, said = shared / "web/site", shared / "web/said"
    try:
        (shared / "web").mkdir()
    except FileExistsError:  # another worker builds it, or has built it
        while not said.exists():
            time.sleep(0.5)
    else:
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "web", str(site)]
        environment = os.environ | {"GITHUB_REPOSITORY": exported.REPOSITORY}
        done = subprocess.run(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        part = said.with_suffix(".part")
        part.write_text(done.stderr if done.returncode else "", encoding="utf-8")
        part.rename(said)
    assert said.read_text(encoding="utf-8") == ""
    return site


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[tuple[str, list[str]]]:
    with exported.served(folder) as served:
        yield served


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab's address, and the folder in which its notebooks stand."""
    folder = tmp_path_factory.mktemp("notebooks")
    with lab.jupyterlab([], folder=folder) as address:
        yield address, folder


@pytest.fixture(scope="package")
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
