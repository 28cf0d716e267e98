"""What the browser shows of a live figure, against what Python recorded for that position.

Only here, and in pictures.py, do tests know how a figure is recorded.
"""

import json
import re
from collections.abc import Sequence

import lab
import numpy as np
from pictures import positions_of
from playwright.sync_api import Locator, Page

from helpers import LiveFigure
from helpers.live.table import column_at

KEYS = {
    "Home": -(10**6),
    "End": 10**6,
    "ArrowRight": 1,
    "ArrowLeft": -1,
    "PageUp": 5,
    "PageDown": -5,
}
"""By how many positions each key moves a slider."""

READ = """
(figure) => {
  const svg = [...figure.querySelectorAll(".live-figure svg")].find((e) => e.checkVisibility());
  const toDrawing = svg.getScreenCTM().inverse();
  const marks = { "": figure.querySelector(".live-figure p[role=status]").textContent };
  const middle = (use) => {  // where it is seen, whatever its attributes say
    const { x, y, width, height } = use.getBoundingClientRect();
    const at = new DOMPoint(x + width / 2, y + height / 2).matrixTransform(toDrawing);
    return [at.x, at.y];
  };
  for (const mark of svg.querySelectorAll('[id*="-mark"]')) {
    const text = mark.querySelector("text");
    const seen = [...mark.querySelectorAll("use")].filter((use) => use.style.display !== "none");
    marks[mark.id.split("-").at(-1)] = {
      shown: mark.style.display === "none" ? "" : "1",
      text: text?.textContent,
      place: text && `${text.getAttribute("x")} ${text.getAttribute("y")}`,
      points: mark.style.display === "none" ? null : seen.flatMap(middle),
      path: mark.querySelector("path")?.getAttribute("d"),
      drawing: mark.innerHTML,
    };
  }
  return marks;
}
"""
"""Takes a live figure; returns what each of its marks shows now, and the sentence."""

PRESS = f"""
([figure, presses]) => {{
  const read = {READ.strip()};
  const handles = figure.querySelectorAll(".noUi-handle");
  const states = presses.map(([k, key]) => {{
    for (const kind of ["keydown", "keyup"])
      handles[k].dispatchEvent(new KeyboardEvent(kind, {{ key, bubbles: true }}));
    return read(figure);
  }});
  return JSON.stringify(states);  // much faster than Playwright's own way
}}
"""
"""Takes a live figure and pairs of a slider and a key; returns what is shown after each press."""

OVERLAPS = """
(parts, pixels, say) => parts.forEach((part, k) => {
  const a = part.getBoundingClientRect();
  for (const other of parts.slice(k + 1)) {
    const b = other.getBoundingClientRect();
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > pixels && high > pixels) say(part, other);
  }
})
"""
"""Calls `say` with each two parts that overlap by more than so many pixels."""

CRAMPED = f"(outside) => {{ const overlaps = {OVERLAPS.strip()};"
CRAMPED += """
  const problems = [];
  const say = (what, part) =>
    problems.push(`${what}: ${part.className} ${part.textContent.slice(0, 40)}`);
  const outputs = [...document.querySelectorAll(outside)];
  for (const output of outputs) {
    const room = output.getBoundingClientRect();
    // A drawing scrolls, as a whole; a handle stands beyond its slider's end.
    const others = ":not(.live-picture *, .slider-container, .slider-container *)";
    const parts = [...output.querySelectorAll(others)].filter((part) => part.checkVisibility());
    for (const part of parts) {
      const box = part.getBoundingClientRect();
      if (box.left < room.left - 1 || box.right > room.right + 1) say("sticks out", part);
      const hidden = part.clientWidth && part.scrollWidth > part.clientWidth + 1;
      if (hidden && getComputedStyle(part).overflowX === "hidden") say("is cut off", part);
    }
    const leaves = parts.filter((part) => part.textContent.trim() && !part.children.length);
    leaves.push(...output.querySelectorAll("svg, .noUi-handle, input"));
    const seen = leaves.filter((part) => part.checkVisibility());
    overlaps(seen, 1, (part, other) => say(`overlaps ${other.className}`, part));
  }
  return outputs.length ? problems : ["no output"];
}
"""
"""Takes a selector of what is around widgets; returns what sticks out, is cut off, or overlaps."""

OVERLAPPING = f"(figure) => {{ const overlaps = {OVERLAPS.strip()};"
OVERLAPPING += """
  const svg = [...figure.querySelectorAll("svg")].find((e) => e.checkVisibility());
  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
  const frame = svg.getBoundingClientRect();
  const problems = [];
  const shown = texts.filter((text) => text.checkVisibility());
  for (const text of shown) {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    const across = left < frame.left - 1 || right > frame.right + 1;
    const cut = across || top < frame.top - 2 || bottom > frame.bottom + 2;
    if (cut) problems.push(`cut off: ${text.textContent}`);
  }
  overlaps(shown, 2, (text, other) => problems.push(`${text.textContent} | ${other.textContent}`));
  return problems;
}
"""
"""Takes a live figure; returns the words in it that overlap others or reach out of it."""

DRAWN = re.compile(r' (?:d|x|y|width|height|transform)="([^"]*)"')
"""Where things are in a drawing, whoever has written its tags."""

SETTLED = """
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const sizes = () => [...document.querySelectorAll(".jp-Notebook, .live-figure svg, .jp-Cell")]
    .map((part) => [part.clientWidth, part.clientHeight]).join();
  for (let same = 0, before = ""; same < 8; before = sizes()) {
    await frame();
    same = sizes() === before ? same + 1 : 0;
  }
}
"""
"""Waits until nothing has changed its size for a while."""


def recorded(live: LiveFigure, kind: str) -> list[dict]:
    """The columns of this kind, in the first scene."""
    return [column for column in live.picture.scenes[0]["columns"] if column["kind"] == kind]


def assert_shows(marks: dict, scenes: list[dict], position: list[int]) -> None:
    """Every mark, and the sentence, is as recorded for this position."""
    for column in scenes[position[0] if len(scenes) > 1 else 0]["columns"]:
        mark, kind, expected = column["mark"], column["kind"], column_at(column, position)
        if kind == "sentence":
            assert marks[mark] == expected
        elif kind == "drawing":
            if expected is not None:  # where nothing is shown the last drawing stays, unseen
                assert DRAWN.findall(marks[mark][kind]) == DRAWN.findall(expected), mark
        elif kind != "points":
            assert marks[mark][kind] == expected, (mark, kind)
        elif marks[mark]["points"] is not None:
            points = [float(number) for number in expected.split()]
            assert np.allclose(marks[mark]["points"], points, rtol=0, atol=0.25), (marks, points)


def walk(figure: Locator, live: LiveFigure, presses: list[tuple[int, str]]) -> None:
    """From the first position of all sliders press these keys; compare every state."""
    counts = [len(values) for values in positions_of(live)]
    assert figure.locator(".noUi-handle").count() == len(counts)
    presses = [*((k, "Home") for k in range(len(counts))), *presses]
    states = json.loads(figure.page.evaluate(PRESS, [figure.element_handle(), presses]))
    # The first presses lead to a known position; from there on each state is compared.
    position = [0] * len(counts)
    for (k, key), marks in list(zip(presses, states, strict=True))[len(counts) :]:
        position[k] = min(max(position[k] + KEYS[key], 0), counts[k] - 1)
        assert_shows(marks, live.picture.scenes, position)


def go_to(figure: Locator, live: LiveFigure, position: Sequence[int]) -> None:
    """Press keys until each slider is at its position, and compare every state on the way."""
    presses = []
    for k, to in enumerate(position):
        presses += [(k, "PageUp")] * (to // KEYS["PageUp"])
        presses += [(k, "ArrowRight")] * (to % KEYS["PageUp"])
    walk(figure, live, presses)


def at_random(live: LiveFigure, count: int, seed: int) -> list[tuple[int, str]]:
    """So many random keys on random sliders."""
    random = np.random.default_rng(seed)
    sliders = random.integers(len(live.picture.positions), size=count).tolist()
    return list(zip(sliders, map(str, random.choice(list(KEYS), count)), strict=True))


def figures(page: Page, count: int) -> list[Locator]:
    """The live figures of the notebook, once they are all shown."""
    shown = """(count) => {
      const said = [...document.querySelectorAll(".live-figure p[role=status]")];
      return said.length === count && said.every(({ textContent }) => textContent);
    }"""
    page.wait_for_function(shown, arg=count, timeout=60 * lab.SECONDS)
    return lab.live_figures(page)


def sentence_of(figure: Locator | Page) -> Locator:
    """The sentence below the picture, covered or not."""
    return figure.locator(".live-figure p[role=status]")


def slider(figure: Locator, label: str) -> Locator:
    """The slider with this label."""
    named = figure.page.locator(".widget-label").get_by_text(label, exact=True)
    return figure.locator(".widget-hslider", has=named)


def position_of(figure: Locator, live: LiveFigure) -> list[int]:
    """Where the sliders stand now."""
    handles = figure.locator(".noUi-handle").all()
    values = [float(handle.get_attribute("aria-valuenow")) for handle in handles]
    return [
        int(np.argmin(np.abs(np.subtract(known, value))))
        for known, value in zip(positions_of(live), values, strict=True)
    ]
