"""JupyterLab, Notebook and Voilà in headless Chromium, for the browser tests and the benchmarks."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Error, Locator, Page, Playwright, expect

PlaywrightError = Error  # which says little of where it comes from
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SECONDS = 1000  # Playwright counts in milliseconds
WINDOW = {"width": 1280, "height": 1000}
UNCAUGHT = "Not caught: "
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel"


def launch_chromium(playwright: Playwright) -> Browser:
    """Start the system's Chromium, or else its Chrome; raises PlaywrightError without either."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    args = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    if path:
        return playwright.chromium.launch(executable_path=path, args=args)
    return playwright.chromium.launch(channel="chrome", args=args)


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of these code cells; returns its path."""
    notebook = new_notebook(
        cells=[new_code_cell(source) for source in cells],
        # Without it, JupyterLab would ask which kernel to start.
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, path)
    return path


@contextmanager
def jupyterlab(
    notebooks: list[Path], folder: Path | None = None, app: str = "jupyterlab"
) -> Iterator[str]:
    """Serve copies of these notebooks in JupyterLab with its own settings; yields the address.

    They stand in this folder, or else in one that is deleted at the end. Another app than
    JupyterLab is "notebook" or "voila".
    """
    with tempfile.TemporaryDirectory() as own, socket.socket() as free:
        home = Path(own)
        work = folder or home / "notebooks"
        work.mkdir(exist_ok=True)
        for path in notebooks:
            shutil.copy(path, work)
        settings = home / "settings/@jupyterlab/apputils-extension"
        settings.mkdir(parents=True)
        quiet = {"fetchNews": "false", "checkForUpdates": False}
        (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet))
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        }
        command = [sys.executable, "-m", app, "--no-browser", f"--port={port}"]
        if app == "voila":
            command += [str(work)]
        else:
            command += ["--allow-root", "--expose-app-in-browser", "--IdentityProvider.token="]
            command += [f"--ServerApp.root_dir={work}"]
        server = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address if app == "voila" else f"{address}/api", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped with exit code {server.returncode}")
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer within 60 seconds")


def open_lab(page: Page, address: str) -> None:
    """Open JupyterLab with no notebook yet."""
    page.goto(f"{address}/lab?reset")
    page.wait_for_function("window.jupyterapp?.restored.then(() => true)", timeout=60 * SECONDS)


def open_and_run(page: Page, notebook: str, kernel: str | None = None) -> None:
    """Open a notebook in a tab and run all its cells, in a new kernel or in that with this id."""
    run(page, "docmanager:open", path=notebook, **({"kernel": {"id": kernel}} if kernel else {}))
    run_all(page)


def run_all(page: Page) -> None:
    """Run all cells of the notebook that is open."""
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60 * SECONDS)
    page.wait_for_function(
        f"window.jupyterapp?.shell.currentWidget?.sessionContext && {KERNEL}?.status === 'idle'",
        timeout=60 * SECONDS,
    )
    # What is seen from here on comes from this run, not from the file.
    run(page, "notebook:clear-all-cell-outputs")
    run(page, "notebook:run-all-cells")


def close(page: Page) -> None:
    """Close the notebook's tab; nothing is saved."""
    page.evaluate("jupyterapp.shell.currentWidget.dispose()")


def run(page: Page, command: str, **arguments: object) -> None:
    """Run one of JupyterLab's commands and wait for it to end."""
    page.evaluate(
        "([command, given]) => jupyterapp.commands.execute(command, given).then(() => null)",
        [command, arguments],
    )


def scroll_to(page: Page, cell: int, shown: Locator) -> None:
    """Scroll as a reader does, until what the cell shows is in sight.

    JupyterLab 4.6.6 forgets where it is to scroll to as soon as the place of scrolling
    changes by other means, as when cells grow: on a busy machine a cell that was asked
    for once stayed out of sight.
    """
    for seconds in (1, 2, 4, 15):
        page.evaluate("(cell) => jupyterapp.shell.currentWidget.content.scrollToItem(cell)", cell)
        with suppress(AssertionError):
            return expect(shown).to_be_in_viewport(timeout=seconds * SECONDS)
    raise AssertionError(f"cell {cell} does not come into sight")


def shut_down_kernel(page: Page) -> None:
    """End the notebook's kernel for good."""
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")


def live_figures(page: Page) -> list[Locator]:
    """Each live figure of the notebook together with its sliders."""
    boxes = page.locator(".jp-OutputArea-output .widget-vbox", has=page.locator(".live-figure"))
    return boxes.all()


@dataclass
class Lab:
    """JupyterLab in a page, and what the page has said and asked for since it was cleared."""

    page: Page
    folder: Path
    """Notebooks that stand here can be opened."""
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: Path, kernel: str | None = None) -> Page:
        """Open and run a copy of a notebook, with a kernel of its own or with this one."""
        (self.folder / path.name).write_bytes(path.read_bytes())
        self.errors.clear()
        open_and_run(self.page, path.name, kernel)
        return self.page
