"""Live figures of the website on a phone: what fits is loaded, and can be read and touched.

It shows the same numbers as on a wide page, in a drawing that is narrow. All views with quests are
looked at, on one page, with the tables that the site has of them, and some others.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import exported
import pytest
from contrast import FAINT
from marks import READ, assert_shows
from narrow import made, some_positions
from notebook_files import PATHS
from pictures import NUMBER
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize
from test_controls_on_a_page import write_page
from test_web import COME_ALIVE, FITS, LOADED, MOVE, barriers, where_solved

from helpers.figures.style import ON_DARK
from helpers.live.table import column_at, shown, unpacked

UPRIGHT, TURNED = ViewportSize(width=390, height=844), ViewportSize(width=844, height=390)
SMALLEST, TARGET = 10, 24  # pixels
HEADER = 56  # of a page, which stays in sight
HALF = 4 / 3 / 2  # pixels for each point, where a drawing is as small as it may be

VIEW = re.compile(
    r'<div class="live-controls" data-live="(\w+\.bin)" data-narrow="(\w+\.bin)">'
    r".*?-sentence\">.*?\n</div>\n</div>",
    flags=re.DOTALL,
)
"""A view on a page of the site, with the names of its tables."""


@pytest.fixture(scope="module")
def folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of all views with quests that the site's notebooks have, and of some others."""
    own, markup, names = tmp_path_factory.mktemp("phone"), [], []
    for path in PATHS:
        page = (folder / f"notebooks/{path.stem}.html").read_text(encoding="utf-8")
        found = [*VIEW.finditer(page)]
        assert len(found) == page.count("data-narrow=") > 0
        for number, view in enumerate(found, start=1):
            if not unpacked((folder / "_static" / view[1]).read_bytes())["quests"]:
                continue
            markup.append(view[0])
            names.append(f"{path.stem} {number}")
            for name in view.groups():
                shutil.copy(folder / "_static" / name, own)
    write_page(own, *made().values(), exported.live_figure(), markup="".join(markup))
    (own / "names.json").write_text(json.dumps([*names, *made()]), encoding="utf-8")
    return own


@pytest.fixture(scope="module")
def views(folder: Path) -> dict[str, tuple[dict, dict]]:
    """What each view shows where, on a wide page and on a narrow one."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    tables = [
        tuple(unpacked((folder / name).read_bytes()) for name in view.groups())
        for view in VIEW.finditer(page)
    ]
    names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    return dict(zip(names, tables, strict=True))


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
    tracks: parts("input[type=range]").map((track) => track.offsetWidth),
    targets: parts("button, input").flatMap((part) => [part.offsetWidth, part.offsetHeight]),
    together: svg.getBoundingClientRect().bottom
      - Math.min(...parts(".live-control").map((row) => row.getBoundingClientRect().top)),
    beyond: scrollWidth - clientWidth,
    scale,
  };
}
"""
"""Takes a live figure; returns what is seen of it, in CSS pixels."""

MOVE_AND_LOOK = f"""
([place, positions]) => {{
  const [move, measured] = [{MOVE}, {MEASURED}];
  return JSON.stringify(positions.map((position) => {{
    const [[marks, , overlapping]] = JSON.parse(move([place, [position]]));
    return [marks, measured(place), overlapping];
  }}));
}}
"""
"""Takes a live figure and positions of its sliders; returns what is seen of it at each."""

FAINT_AT = f"""
([place, positions]) => {{
  const [move, faint] = [{MOVE}, {FAINT}];
  return positions.map((position) => move([place, [position]]) && faint(place));
}}
"""
"""Takes a live figure and positions of its sliders; returns which words are faint at each."""

AT_ITS_END = """
(place) => {
  const svg = [...place.querySelectorAll("svg")].find((svg) => svg.checkVisibility());
  svg.scrollIntoView({ block: "end", behavior: "instant" });
  const controls = [...place.querySelectorAll(".live-control")];
  const rows = controls.map((control) => control.getBoundingClientRect());
  const [tops, bottoms] = ["top", "bottom"].map((side) => rows.map((row) => row[side]));
  const drawing = svg.getBoundingClientRect();
  return [Math.min(...tops), Math.max(...bottoms), drawing.top, drawing.bottom];
}
"""
"""Scrolls to the end of a drawing; returns where its controls begin and end, and where it does."""

ON_SCREEN = """
(place) => {
  const svg = [...place.querySelectorAll(".live-figure svg")].find((svg) => svg.checkVisibility());
  const { a, d, e, f } = svg.getScreenCTM();
  return [a, d, e, f];
}
"""
"""Takes a live figure; returns the numbers that lead from its drawing to the screen."""


def numbers_that_move(scenes: list[dict], position: tuple[int, ...]) -> tuple[set[str], str]:
    """The numbers that a reader sees change, and the sentence."""
    drawing, sentence = shown(scenes, position)
    marks = [
        g for g in drawing.iter("g") if g.get("id", "").startswith("mark") and not g.get("style")
    ]
    words = [text.text or "" for mark in marks for text in mark.iter("text")]
    return {number for each in words for number in re.findall(NUMBER, each)}, sentence


WITH_ROOM = {"02_derivatives 1": {"1"}, "04_the_chain_rule 1": {"1"}}
"""Only a wide drawing has room for these.

They are the runs of the tangents in the boxes; the rises are the slopes, which stand in a column.
"""


def test_a_phone_shows_the_same_numbers(views: dict[str, tuple[dict, dict]]) -> None:
    for view, (wide, narrow) in views.items():
        assert narrow | {"scenes": []} == wide | {"scenes": []}
        seen = set()
        for position in some_positions(narrow["positions"]):
            numbers, sentence = numbers_that_move(wide["scenes"], position)
            on_phone, same = numbers_that_move(narrow["scenes"], position)
            assert same == sentence, (view, position)
            assert on_phone <= numbers <= on_phone | WITH_ROOM.get(view, set()), (view, position)
            seen |= numbers | {*re.findall(NUMBER, sentence)}
        assert len(seen) >= 10, view


def colors_of_words(scenes: list[dict], position: tuple[int, ...]) -> set[str]:
    """What the words of a drawing are filled with."""
    drawing, _ = shown(scenes, position)
    colors: set[str] = set()

    def look(element: Element, fill: str) -> None:
        fill = (re.findall("fill: ([^;]+)", element.get("style", "")) or [fill])[-1]
        if element.tag == "text" and element.text:
            colors.add(fill)
        for part in element:
            look(part, fill)

    look(drawing, "currentColor")
    return colors


IN_THEMES = {"currentColor", *(f"var(--{color[1:]})" for color in ON_DARK)}
"""That these can be read on both is for tests/figures/test_plots.py."""


def test_words_have_a_color_for_each_theme(views: dict[str, tuple[dict, dict]]) -> None:
    """No gray can be read on white and on black; one that is mixed follows the theme."""
    for view, tables in views.items():
        for table in tables:
            for position in some_positions(table["positions"]):
                for color in colors_of_words(table["scenes"], position) - IN_THEMES:
                    assert color.startswith("color-mix(in srgb, currentColor "), (view, color)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with exported.served(folder) as (address, _):
        yield address


@pytest.fixture(scope="module")
def loaded(browser: BrowserContext, address: str) -> Iterator[Page]:
    """The page on a phone."""
    touch = {"has_touch": True, "is_mobile": True}
    with browser.browser.new_context(viewport=UPRIGHT, **touch) as own:
        page = own.new_page()
        page.goto(address)
        page.evaluate(COME_ALIVE)
        yield page


@pytest.fixture
def phone(loaded: Page) -> Iterator[Page]:
    """The page on a phone, held upright."""
    loaded.set_viewport_size(UPRIGHT)
    loaded.emulate_media(color_scheme="light")
    loaded.wait_for_function(FITS)
    yield loaded
    assert loaded.evaluate("problems") == []


def test_what_a_phone_shows_fits_and_can_be_read(
    phone: Page, views: dict[str, tuple[dict, dict]]
) -> None:
    *places, other = phone.locator("[data-live]").all()
    names = [place.get_attribute("data-narrow") for place in places]
    assert phone.evaluate(LOADED) == [*names, other.get_attribute("data-live")]
    assert other.get_attribute("data-narrow") is None
    assert phone.evaluate("document.documentElement.scrollWidth") <= UPRIGHT["width"]
    assert barriers(phone) == []
    for place, (view, (_, known)) in zip(places, views.items(), strict=True):
        positions = some_positions(known["positions"])
        states = json.loads(phone.evaluate(MOVE_AND_LOOK, [place.element_handle(), positions]))
        for position, (marks, found, overlapping) in zip(positions, states, strict=True):
            assert_shows(marks, known["scenes"], position)
            assert found["drawings"] == 1
            assert min(found["sizes"]) >= SMALLEST, (view, position)
            assert min(found["targets"]) >= TARGET, (view, found["targets"])
            assert found["beyond"] <= 0
            assert found["together"] <= UPRIGHT["height"] - HEADER, view
            assert overlapping == [], (view, position)
        tracks = zip(*(found["tracks"] for _, found, _ in states), strict=True)
        for control, lengths in zip(known["positions"], tracks, strict=True):
            if max(map(len, control["labels"])) <= 9:
                assert len({*lengths}) == 1, (view, control["name"], lengths)


def test_words_can_be_told_from_what_is_behind_them(
    phone: Page, views: dict[str, tuple[dict, dict]]
) -> None:
    places = phone.locator("[data-narrow]").all()
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        for place, (view, (_, known)) in zip(places, views.items(), strict=True):
            positions = some_positions(known["positions"])[::9]
            found = phone.evaluate(FAINT_AT, [place.element_handle(), positions])
            assert found == [{}] * len(positions), (scheme, view, positions)


def test_held_sideways_the_controls_stay_above_what_is_seen_of_a_drawing(
    phone: Page, views: dict[str, tuple[dict, dict]]
) -> None:
    phone.set_viewport_size(TURNED)
    phone.wait_for_function(FITS)
    assert phone.evaluate("document.documentElement.scrollWidth") <= TURNED["width"]
    for place, view in zip(phone.locator("[data-narrow]").all(), views, strict=True):
        found = place.evaluate(MEASURED)
        # Where half the size is not small enough, a drawing scrolls.
        assert found["beyond"] <= 0 or found["scale"] == pytest.approx(HALF, rel=0.01), view
        assert min(found["targets"]) >= TARGET, (view, found["targets"])
        top, bottom, begin, end = place.evaluate(AT_ITS_END)
        # A drawing that is low enough stands below them with all that it has.
        assert 0 <= top < bottom <= max(HEADER, begin), view
        assert end == pytest.approx(TURNED["height"], abs=1), view


def test_a_phone_can_be_turned(phone: Page, views: dict[str, tuple[dict, dict]]) -> None:
    name = "07_branches_and_sums 1"
    place = phone.locator("[data-live]").nth([*views].index(name))
    wide, narrow = views[name]
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


def test_a_finger_drags_the_dot(phone: Page, views: dict[str, tuple[dict, dict]]) -> None:
    place = phone.locator("[data-live]").first
    _, view = next(iter(views.values()))
    place.scroll_into_view_if_needed()
    phone.evaluate(MOVE, [place.element_handle(), [[84]]])
    (dots,) = (column for column in view["scenes"][0]["columns"] if column["kind"] == "points")
    start, end = (on_screen(place, column_at(dots, [k])) for k in (84, 30))
    aside = start[0], start[1] + TARGET / 2 - 1
    finger = phone.context.new_cdp_session(phone)
    for kind, at in [("Start", aside), ("Move", start), ("Move", end), ("End", None)]:
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    assert place.locator("input").input_value() == "30"


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
            assert drawing.bounding_box()["width"] >= 0.94 * natural
