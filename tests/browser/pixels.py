"""Live figures in a page of their own, beside what Matplotlib saves for the same states.

The page has no Jupyter in it: controls are objects that hold a value, so that a state is set at
once and every difference between two pictures is the live figure's own.
"""

import base64
import io
import itertools
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
import PIL.Image
import PIL.ImageChops
import PIL.ImageFilter
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from numpy import ndarray
from playwright.sync_api import Page

import helpers
from helpers.figures.drawing import SETTINGS
from helpers.live.controls import positions_of
from helpers.live.figure import LiveFigure, stylesheet
from helpers.live.table import XLINK

PIXELS = 96
"""Per inch."""

LIVE = Path(helpers.__file__).parent / "live"
PAGE = """
<style>
%s
body { margin: 0; background: white; color: black }
.state { position: absolute; overflow: hidden }
.state svg { position: absolute; max-width: none !important }
</style>
<div id="live"></div>
<script type="module">
%s
class Holder {
  constructor(held) { this.held = held; this.heard = {}; }
  get(name) { return this.held[name]; }
  set(name, value) { this.held[name] = value; this.heard[`change:${name}`]?.forEach((heard) => heard()); }
  on(event, heard) { (this.heard[event] ??= []).push(heard); }
  off() {}
  save_changes() {}
}
const table = Uint8Array.from(atob("%s"), (letter) => letter.charCodeAt(0));
const { positions, scenes } = await unpacked(table);
const live = document.querySelector("#live");
let controls;

// Draws the figure anew, at this position.
window.start = async (at) => {
  controls = positions.map(({ trait, values }, i) => new Holder({ [trait]: values[at[i]] }));
  const model = new Holder({ table, controls: controls.map((_, i) => `IPY_MODEL_${i}`) });
  model.widget_manager = { get_model: async (name) => controls[name] };
  live.replaceChildren();
  await render({ model, el: live });
};
await window.start(positions.map(() => 0));

window.go = (at) => at.forEach((k, i) => controls[i].set(positions[i].trait, positions[i].values[k]));

// What each column holds at each of these positions; as JSON, which Playwright passes on faster.
window.read = (places) => {
  const readers = scenes.map(({ columns }) => columns.map((column) => reader(column).read));
  return JSON.stringify(
    places.map((at) => readers[scenes.length > 1 ? at[0] : 0].map((read) => read(at))),
  );
};

// What the drawing is made of now, and the sentence, as JSON.
window.told = () => {
  const told = (part) => part.style?.display === "none" ? [] : [[
    part.tagName,
    [...part.attributes].filter(({ name }) => !["xmlns:xlink", "aria-labelledby"].includes(name))
      .map(({ name, value }) => `${name}=${value.replace(/live[0-9a-z]+-/g, "own-")}`)
      .filter((words) => words !== "style=").sort(),
    part.children.length ? "" : part.textContent,
  ], ...[...part.children].flatMap(told)];
  const svg = [...live.querySelectorAll("svg")].find((one) => one.checkVisibility());
  return JSON.stringify([told(svg), live.querySelector("p[role=status]").textContent]);
};

// Puts what is seen now at the left, and what Matplotlib saved at the right.
window.compare = (saved, width, height) => {
  document.querySelectorAll(".state").forEach((state) => state.remove());
  live.style.visibility = "hidden";
  const shown = [...live.querySelectorAll(".live-picture > div")].find((one) => one.style.display !== "none");
  const seen = shown.innerHTML.replace(/(id="|#)live[0-9a-z]+-/g, "$1seen-");
  [seen, saved].forEach((svg, column) => {
    const state = document.createElement("div");
    state.className = "live-figure state";
    state.style = `left: ${column * width}px; top: 0; width: ${width}px; height: ${height}px`;
    state.innerHTML = svg;
    document.body.append(state);
  });
};

window.ready = true;
</script>
"""  # noqa: E501


def show(page: Page, live: LiveFigure) -> None:
    """Open a page with this figure; `window.go` there moves its controls."""
    script = (LIVE / "live.js").read_text(encoding="utf-8").partition("\nexport")[0]
    page.evaluate("window.ready = false")  # what is in the window stays there
    page.set_content(PAGE % (stylesheet(), script, base64.b64encode(live.picture.table).decode()))
    page.wait_for_function("window.ready")


def saved(figure: Figure, box: Bbox, form: str) -> bytes:
    """What Matplotlib saves for this part of a figure, as "png", or in outlines as "svg"."""
    with io.BytesIO() as file, mpl.rc_context(SETTINGS | {"svg.fonttype": "path"}):
        figure.savefig(file, format=form, dpi=PIXELS, bbox_inches=box)
        return file.getvalue()


def differences(
    page: Page,
    live: LiveFigure,
    scenes: Sequence[tuple[Figure, Callable[..., str]]],
    states: Sequence[Sequence[int]],
) -> ndarray:
    """How far the picture is from what Matplotlib saves, as outlines and by Agg, at each state.

    By Agg in the first state only: there it says whether outlines can be trusted.

    They are compared blurred, since letters and outlines, and the pixels of Chromium and of Agg,
    are never quite the same: outlines by 2 pixels, where a word that is missing is seen, and by 6,
    where a light gray is; Agg by 6.

    Parameters
    ----------
    page
        A page that shows it, see `show`.
    live
        The figure that is looked at.
    scenes
        Figures and their updates that show what `live` has to show.
    states
        Positions of all controls.

    Returns
    -------
    ndarray
        Of shape (states, 3), the largest difference of any color from 0 to 1.
    """
    values = [positions_of(name, control).values for name, control in live.controls.items()]
    found = []
    for state in states:
        scene = state[0] if len(scenes) > 1 else 0
        chosen = dict(zip(live.controls, map(list.__getitem__, values, state), strict=True))
        figure, update = scenes[scene]
        if len(scenes) > 1:
            del chosen[next(iter(chosen))]
        update(**chosen)
        svg = live.picture.scenes[scene]["svg"]
        left, top, width, height = map(float, re.search(r'viewBox="(.*?)"', svg)[1].split())
        bottom = 72 * figure.get_size_inches()[1] - top - height
        box = Bbox.from_bounds(left / 72, bottom / 72, width / 72, height / 72)
        size = [math.ceil(PIXELS * side / 72) for side in (width, height)]
        page.evaluate("(at) => window.go(at)", list(state))
        outlines = saved(figure, box, "svg").decode()
        page.evaluate(
            "(given) => window.compare(...given)", [outlines[outlines.index("<svg") :], *size]
        )
        window = {"width": 2 * size[0], "height": size[1]}
        if page.viewport_size != window:
            page.set_viewport_size(window)
        both = PIL.Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        one, other = (both.crop((k * size[0], 0, (k + 1) * size[0], size[1])) for k in (0, 1))
        found.append([_distance(one, other, 2), _distance(one, other, 6), 0.0])
        if len(found) == 1:
            agg = PIL.Image.open(io.BytesIO(saved(figure, box, "png"))).convert("RGB").resize(size)
            found[0][2] = _distance(one, agg, 6)
    return np.array(found)


def _distance(one: PIL.Image.Image, other: PIL.Image.Image, blur: int) -> float:
    difference = PIL.ImageChops.subtract(one, other, 2, 128)
    blurred = difference.filter(PIL.ImageFilter.GaussianBlur(blur))
    return max(max(128 - low, high - 128) for low, high in blurred.getextrema()) / 127.5


def parts_of(element: Element) -> list[list]:
    """What `window.told` tells of an element: names, attributes and words."""
    if element.get("style") == "display: none":
        return []
    attributes = sorted(
        f"{name.replace(f'{{{XLINK}}}', 'xlink:')}={value}"
        for name, value in element.attrib.items()
    )
    own = [element.tag, attributes, "" if len(element) else element.text or ""]
    return [own, *itertools.chain.from_iterable(map(parts_of, element))]
