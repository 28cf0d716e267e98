"""The browser and Python read a table alike: the same strings, and the same drawing with them."""

import base64
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from ipywidgets import Dropdown, FloatSlider, IntSlider
from matplotlib.figure import Figure
from moving import CASES, made
from pictures import without_png
from playwright.sync_api import BrowserContext, Page
from test_pixels import VIEWS

import helpers
from helpers.live.figure import LiveFigure
from helpers.live.table import XLINK, column_at, shown

SCRIPT = (Path(helpers.__file__).with_name("live") / "live.js").read_text(encoding="utf-8")
MOST = 400
"""Positions of a figure that are compared."""

READ = """
async ([script, packed, positions]) => {
  const { reader, unpacked } = await import(URL.createObjectURL(
    new Blob([script], { type: "text/javascript" })));
  const table = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const { scenes } = await unpacked(table);
  const readers = scenes.map(({ columns }) => columns.map((column) => reader(column).read));
  return positions.map((at) => readers[scenes.length > 1 ? at[0] : 0].map((read) => read(at)));
}
"""
"""Takes the script, a table and positions; returns what each column holds at each of them."""

DRAW = """
async ([script, packed, at]) => {
  const { default: { render }, unpacked } = await import(URL.createObjectURL(
    new Blob([script], { type: "text/javascript" })));
  const table = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const { positions } = await unpacked(table);
  const none = { set() {}, on() {}, off() {}, save_changes() {} };
  const model = (held) => ({ get: (name) => held[name], ...none });
  const controls = positions.map(({ trait, values }, i) => model({ [trait]: values[at[i]] }));
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  await render({ el, model: Object.assign(model({ table, controls: Object.keys(controls) }), {
    widget_manager: { get_model: async (i) => controls[i] } }) });
  const told = (part) => part.style?.display === "none" ? [] : [[
    part.tagName,
    [...part.attributes].filter(({ name }) => !["xmlns:xlink", "aria-labelledby"].includes(name))
      .map(({ name, value }) => `${name}=${value.replace(/live[0-9a-z]+-/g, "own-")}`)
      .filter((words) => words !== "style=").sort(),
    part.children.length ? "" : part.textContent,
  ], ...[...part.children].flatMap(told)];
  const svg = [...el.querySelectorAll("svg")].find((one) => one.checkVisibility());
  return [told(svg), el.querySelector("p[role=status]").textContent];
}
"""
"""Takes the script, a table and a position; returns what is in the drawing there."""


@pytest.fixture(scope="module")
def page(browser: BrowserContext) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def links_and_ids() -> LiveFigure:
    """Words that look like ids, a link to a place of the page, and a clipped line."""
    ax = Figure(figsize=(4, 2)).subplots()
    (line,) = ax.plot([0, 1], label=' id="a" href="#b" url(#c)')
    words = ax.text(0, 0, ' id="a" href="#b" url(#c)', url="#chapter-2", rotation=9)
    ax.legend(loc="upper left")
    ax.set_ylim(0, 0.5)

    def update(x: int) -> str:
        line.set_ydata([0, x])
        words.set_text(f'{x} id="a" url(#c)')
        return ' href="#b"'

    return LiveFigure(ax.figure, update, x=IntSlider(max=2))


def two_scenes() -> LiveFigure:
    (one, move), (other, bars) = made("markers"), made("bars")
    x = FloatSlider(min=-2, max=2, step=2)
    return LiveFigure([one, other], [move, bars], which=Dropdown(options="ab"), x=x)


FIGURES: dict[str, Callable[[], LiveFigure]] = {
    **{
        case: lambda case=case: LiveFigure(*made(case), x=FloatSlider(min=-2, max=2, step=1))
        for case in CASES
    },
    **VIEWS,
    "links and ids": links_and_ids,
    "two scenes": two_scenes,
}


@pytest.fixture(autouse=True)
def quick_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    without_png(monkeypatch)


@pytest.mark.parametrize("name", FIGURES)
def test_the_browser_reads_a_table_as_python_does(page: Page, name: str) -> None:
    live = FIGURES[name]()
    scenes = live.picture.scenes
    table = base64.b64encode(live.picture.table).decode()
    counts = [len(known["values"]) for known in live.picture.positions]
    positions = list(itertools.product(*map(range, counts)))
    positions = positions[:: 1 + len(positions) // MOST]
    chosen = [scenes[at[0] if len(scenes) > 1 else 0]["columns"] for at in positions]
    expected = [
        [column_at(column, at) for column in columns]
        for columns, at in zip(chosen, positions, strict=True)
    ]
    assert page.evaluate(READ, [SCRIPT, table, positions]) == expected

    for at in positions[:: max(1, len(positions) // 3)]:
        drawing, sentence = shown(scenes, at, "own-")
        told, said = page.evaluate(DRAW, [SCRIPT, table, at])
        assert said == sentence
        assert [[tag, words, text] for tag, words, text in told] == parts_of(drawing)


def parts_of(element: Element) -> list[list]:
    """What `DRAW` tells of an element: names, attributes and words."""
    if element.get("style") == "display: none":
        return []
    attributes = sorted(
        f"{name.replace(f'{{{XLINK}}}', 'xlink:')}={value}"
        for name, value in element.attrib.items()
    )
    own = [element.tag, attributes, "" if len(element) else element.text or ""]
    return [own, *itertools.chain.from_iterable(map(parts_of, element))]
