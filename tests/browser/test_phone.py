"""Live figures of the website on a phone: what fits is loaded, and can be read and touched."""

import json
from collections.abc import Iterator
from pathlib import Path

import exported
import pytest
from contrast import FAINT
from marks import READ, assert_shows
from narrow import VIEWS, some_positions
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize
from test_controls_on_a_page import write_page
from test_every_view import OVERLAPPING
from test_web import COME_ALIVE, FITS, LOADED, MOVE, barriers, where_solved

from helpers import LiveFigure
from helpers.live.table import column_at, unpacked

UPRIGHT, TURNED = ViewportSize(width=390, height=844), ViewportSize(width=844, height=390)
SMALLEST, TARGET = 10, 24  # pixels
HEADER = 56  # of a page, which stays in sight

MEASURED = """
(place) => {
  const seen = (part) => part.checkVisibility();
  const parts = (which) => [...place.querySelectorAll(which)].filter(seen);
  const [svg, ...others] = parts("svg");
  const scale = svg.getScreenCTM().a;
  const { clientWidth, scrollWidth } = svg.closest(".live-picture");
  return {
    drawings: 1 + others.length,
    sizes: parts("svg text").map((text) => parseFloat(getComputedStyle(text).fontSize) * scale),
    targets: parts("button, input").flatMap((part) => [part.offsetWidth, part.offsetHeight]),
    together: svg.getBoundingClientRect().bottom
      - Math.min(...parts(".live-control").map((row) => row.getBoundingClientRect().top)),
    beyond: scrollWidth - clientWidth,
  };
}
"""
"""Takes a live figure; returns what is seen of it, in CSS pixels."""

AT_ITS_END = """
(place) => {
  const svg = [...place.querySelectorAll("svg")].find((svg) => svg.checkVisibility());
  svg.scrollIntoView({ block: "end", behavior: "instant" });
  const controls = [...place.querySelectorAll(".live-control")];
  const rows = controls.map((control) => control.getBoundingClientRect());
  const [tops, bottoms] = ["top", "bottom"].map((side) => rows.map((row) => row[side]));
  return [Math.min(...tops), Math.max(...bottoms), svg.getBoundingClientRect().bottom];
}
"""
"""Scrolls to the end of a drawing; returns where its controls begin and end, and where it ends."""

ON_SCREEN = """
(place) => {
  const svg = [...place.querySelectorAll(".live-figure svg")].find((svg) => svg.checkVisibility());
  const { a, d, e, f } = svg.getScreenCTM();
  return [a, d, e, f];
}
"""
"""Takes a live figure; returns the numbers that lead from its drawing to the screen."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LiveFigure, "narrow_pages", True)
        write_page(folder, *(make() for make in VIEWS.values()), exported.live_figure())
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with exported.served(folder) as (address, _):
        yield address


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, browser: BrowserContext, address: str) -> Iterator[Page]:
    """The page on a phone, held upright."""
    touch = {"has_touch": True, "is_mobile": True}
    with browser.browser.new_context(viewport=UPRIGHT, color_scheme=request.param, **touch) as own:
        page = own.new_page()
        page.goto(address)
        page.evaluate(COME_ALIVE)
        yield page
        assert page.evaluate("problems") == []


def test_what_a_phone_shows_fits_and_can_be_read(phone: Page, folder: Path) -> None:
    *places, other = phone.locator("[data-live]").all()
    names = [place.get_attribute("data-narrow") for place in places]
    assert phone.evaluate(LOADED) == [*names, other.get_attribute("data-live")]
    assert other.get_attribute("data-narrow") is None
    assert phone.evaluate("document.documentElement.scrollWidth") <= UPRIGHT["width"]
    assert barriers(phone) == []
    for place, view in zip(places, VIEWS, strict=True):
        known, element = table(folder, place, "narrow"), place.element_handle()
        for position in some_positions(known["positions"]):
            ((marks, _),) = json.loads(phone.evaluate(MOVE, [element, [position]]))
            assert_shows(marks, known["scenes"], position)
            found = place.evaluate(MEASURED)
            assert found["drawings"] == 1
            assert min(found["sizes"]) >= SMALLEST, (view, position)
            assert min(found["targets"]) >= TARGET, (view, found["targets"])
            assert found["beyond"] <= 0
            assert found["together"] <= UPRIGHT["height"] - HEADER, view
            assert place.evaluate(OVERLAPPING) == [], (view, position)
            assert place.evaluate(FAINT) == {}, (view, position)


def test_held_sideways_the_controls_stay_above_what_is_seen_of_a_drawing(phone: Page) -> None:
    phone.set_viewport_size(TURNED)
    phone.wait_for_function(FITS)
    assert phone.evaluate("document.documentElement.scrollWidth") <= TURNED["width"]
    for place, view in zip(phone.locator("[data-live]").all(), VIEWS, strict=False):
        found = place.evaluate(MEASURED)
        assert found["beyond"] <= 0, view
        assert min(found["targets"]) >= TARGET, view
        top, bottom, end = place.evaluate(AT_ITS_END)
        assert 0 <= top < bottom <= HEADER, view
        assert end == pytest.approx(TURNED["height"], abs=1), view


def test_a_phone_can_be_turned(phone: Page, folder: Path) -> None:
    place = phone.locator("[data-live]").nth(list(VIEWS).index("sum"))
    wide, narrow = (table(folder, place, kind) for kind in ("live", "narrow"))
    solved = where_solved(wide)
    phone.evaluate(MOVE, [place.element_handle(), [solved]])
    place.locator(".solved").wait_for()
    slider = place.locator("input").first
    slider.focus()
    for size, scenes in [(TURNED, wide["scenes"]), (UPRIGHT, narrow["scenes"])]:
        phone.set_viewport_size(size)
        phone.wait_for_function(FITS)
        assert slider.evaluate("(slider) => slider === document.activeElement")
        assert_shows(place.evaluate(READ), scenes, solved)
        assert place.locator(".solved").count() == 1
    assert sorted(phone.evaluate(LOADED)) == sorted({*phone.evaluate(LOADED)}), "each once"


def test_a_finger_drags_the_dot(phone: Page, folder: Path) -> None:
    place = phone.locator("[data-live]").first
    view = table(folder, place, "narrow")
    place.scroll_into_view_if_needed()
    (dots,) = (column for column in view["scenes"][0]["columns"] if column["kind"] == "points")
    start, end = (on_screen(place, column_at(dots, [k])) for k in (84, 30))
    aside = start[0], start[1] + TARGET / 2 - 1
    finger = phone.context.new_cdp_session(phone)
    for kind, at in [("Start", aside), ("Move", start), ("Move", end), ("End", None)]:
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    assert place.locator("input").input_value() == "30"


def table(folder: Path, place: Locator, kind: str) -> dict:
    """What a view shows where, on a page of this kind: live or narrow."""
    return unpacked((folder / place.get_attribute(f"data-{kind}")).read_bytes())


def on_screen(place: Locator, point: str) -> tuple[float, float]:
    """Where a point of the drawing is."""
    (a, d, e, f), (x, y) = place.evaluate(ON_SCREEN), map(float, point.split())
    return a * x + e, d * y + f


def test_without_javascript_a_phone_gets_the_narrow_drawing(
    browser: BrowserContext, address: str
) -> None:
    with browser.browser.new_context(viewport=UPRIGHT, java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(address)
        for place in page.locator("[data-narrow]").all():
            (drawing,) = (svg for svg in place.locator("svg").all() if svg.is_visible())
            natural = float(drawing.get_attribute("viewBox").split()[2]) * 4 / 3
            assert drawing.bounding_box()["width"] >= 0.95 * natural
