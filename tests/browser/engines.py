"""Chromium, Firefox and WebKit behind the few things that tests do with a browser.

All three understand the W3C's WebDriver commands: Chromium and WebKit through drivers of their own
and selenium, Firefox through Mozilla's Marionette.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from marionette_driver.marionette import Actions, Marionette
from selenium import webdriver
from selenium.webdriver.remote.command import Command

WINDOW = {"width": 1000, "height": 900}

SYNTHETIC_TOUCH = """
const [points] = arguments;
const target = document.elementFromPoint(...points[0]);
const settings = { bubbles: true, cancelable: true };
function send(pointerKind, touchKind, [x, y]) {
  const at = { clientX: x, clientY: y, pageX: x + scrollX, pageY: y + scrollY };
  // The mouse's id, since only a pointer that there is can be captured.
  const pointer = { pointerId: 1, pointerType: "touch", isPrimary: true };
  target.dispatchEvent(new PointerEvent(pointerKind, { ...settings, ...pointer, ...at }));
  const changedTouches = [{ identifier: 1, target, ...at }];
  const touches = touchKind === "touchend" ? [] : changedTouches;
  target.dispatchEvent(Object.assign(new Event(touchKind, settings), { touches, changedTouches }));
}
send("pointerdown", "touchstart", points[0]);
points.slice(1).forEach((point) => send("pointermove", "touchmove", point));
send("pointerup", "touchend", points.at(-1));
"""
"""For an engine whose driver has no finger: the events alone, without scrolling."""


class Engine(NamedTuple):
    """An open browser."""

    name: str
    """With its version, which pytest shows beside a failure."""
    open: Callable[[str], None]
    run: Callable[..., object]
    """Call with the body of a JavaScript function and its arguments."""
    perform: Callable[[list[dict]], None]
    """Call with WebDriver's actions."""
    has_touch: bool

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: characters, or names from selenium's Keys."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.perform([{"type": "key", "id": "keyboard", "actions": strokes}])

    def drag(self, pointer: str, *points: Sequence[float]) -> None:
        """Press, move and release a "mouse" or a "touch"; with one point, a click or a tap."""
        if pointer == "touch" and not self.has_touch:
            self.run(SYNTHETIC_TOUCH, points)
            return
        first, *others = (
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)} for x, y in points
        )
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self.perform(
            [
                {
                    "type": "pointer",
                    "id": pointer,
                    "parameters": {"pointerType": pointer},
                    "actions": [first, down, *others, up],
                }
            ]
        )


class NotInstalledError(Exception):
    """A program that a test needs is not there."""


def path_of(*names: str) -> str:
    """Where the first of these programs is that is installed."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise NotInstalledError(f"{' or '.join(names)} is needed")
    return path


@contextmanager
def chromium() -> Iterator[Engine]:
    options = webdriver.ChromeOptions()
    options.binary_location = path_of("chromium", "chromium-browser", "google-chrome")
    for argument in ["headless", "no-sandbox", "disable-quic", "disable-background-networking"]:
        options.add_argument(f"--{argument}")
    service = webdriver.ChromeService(path_of("chromedriver"))
    with webdriver.Chrome(options, service) as driver:
        yield _selenium(driver, has_touch=True)


@contextmanager
def webkit() -> Iterator[Engine]:
    # Its MiniBrowser cannot do without a screen: it gets one that nobody sees.
    service = webdriver.WebKitGTKService(path_of("WebKitWebDriver"))
    xvfb = path_of("Xvfb")
    reading, writing = os.pipe()
    screen = [xvfb, "-displayfd", str(writing), "-screen", "0", "1280x1024x24"]
    with _running(screen, pass_fds=[writing]), open(reading) as number:
        os.close(writing)
        service.env = os.environ | {"DISPLAY": f":{number.readline().strip()}"}
        with webdriver.WebKitGTK(service=service) as driver:
            yield _selenium(driver, has_touch=False)  # its driver takes a touch for a mouse


def _selenium(driver: webdriver.Remote, has_touch: bool) -> Engine:
    driver.set_window_size(**WINDOW)
    return Engine(
        _name(driver.capabilities),
        driver.get,
        driver.execute_script,
        lambda actions: driver.execute(Command.W3C_ACTIONS, {"actions": actions}),
        has_touch,
    )


@contextmanager
def firefox() -> Iterator[Engine]:
    browser = Marionette(port=0)  # any that is free
    with tempfile.TemporaryDirectory() as profile:
        # Without a first page, and the extensions that draw it, it starts with half of the work.
        first = {"browser.startup.page": 0, "extensions.enabledScopes": 0}
        settings = first | {"marionette.port": browser.port}
        lines = [f'user_pref("{name}", {value});' for name, value in settings.items()]
        Path(profile, "user.js").write_text("\n".join(lines))
        path = path_of("firefox-esr", "firefox")
        with _running([path, "--headless", "--marionette", "--profile", profile]):
            browser.raise_for_port()
            capabilities = browser.start_session()
            browser.set_window_rect(**WINDOW)
            yield Engine(
                _name(capabilities),
                browser.navigate,
                # Without a sandbox the script sees the page's own variables.
                lambda body, *arguments: browser.execute_script(body, arguments, sandbox=None),
                Actions(browser).perform,
                has_touch=True,
            )
            browser.delete_session()


@contextmanager
def _running(command: list[str], **settings: object) -> Iterator[None]:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **settings
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _name(capabilities: dict[str, str]) -> str:
    return f"{capabilities['browserName']} {capabilities['browserVersion']}"


ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}


# ---- Where one is missing, and what takes a while ----

SECONDS = 10
"""So long a change on the page may take."""


def give_up(error: NotInstalledError) -> None:
    on_ci = os.environ.get("CI") and sys.platform == "linux"  # only there are all three to be had
    pytest.fail(str(error)) if on_ci else pytest.skip(str(error))


def becomes(look: Callable[[], object], expected: object, seconds: float = SECONDS) -> None:
    """Look again and again, until what is expected is there."""
    deadline = time.monotonic() + seconds
    while (seen := look()) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    assert seen == expected
