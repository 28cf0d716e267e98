"""Live figures in a page of their own, beside what Matplotlib saves for the same states.

The page has no Jupyter in it: controls are objects that hold a value, so that a state is set at
once and every difference between two pictures is the live figure's own.
"""

import base64
import io
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from playwright.sync_api import Page

import helpers
from helpers.figures.artists import SETTINGS
from helpers.live.controls import positions_of
from helpers.live.figure import LiveFigure, stylesheet

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
const { positions } = await unpacked(table);
const controls = positions.map(({ trait, values }) => new Holder({ [trait]: values[0] }));
const model = new Holder({ table, controls: controls.map((_, i) => `IPY_MODEL_${i}`) });
model.widget_manager = { get_model: async (name) => controls[name] };
const live = document.querySelector("#live");
await render({ model, el: live });

window.go = (at) => at.forEach((k, i) => controls[i].set(positions[i].trait, positions[i].values[k]));

// Puts what is seen now at the left, and what Matplotlib saved at the right.
window.compare = (row, saved, width, height) => {
  const shown = [...live.querySelectorAll(".live-picture > div")].find((one) => one.style.display !== "none");
  const seen = shown.innerHTML.replace(/(id="|#)live[0-9a-z]+-/g, `$1row${row}-`);
  [seen, saved].forEach((svg, column) => {
    const state = document.createElement("div");
    state.className = "live-figure state";
    state.style = `left: ${column * width}px; top: ${row * height}px; width: ${width}px; height: ${height}px`;
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
    page.set_content(PAGE % (stylesheet(), script, base64.b64encode(live.picture.table).decode()))
    page.wait_for_function("window.ready")


def saved(figure: Figure, name: str) -> str:
    """What Matplotlib saves for a figure as it is now; its ids depend on the name."""
    with io.StringIO() as file, mpl.rc_context(SETTINGS | {"svg.hashsalt": name}):
        figure.savefig(file, format="svg", metadata={"Date": None})
        svg = file.getvalue()
    return re.sub(r"^.*?<svg", "<svg", svg, flags=re.DOTALL)


def differing_pixels(
    page: Page,
    live: LiveFigure,
    scenes: Sequence[tuple[Figure, Callable[..., str]]],
    states: Sequence[Sequence[int]],
) -> list[int]:
    """How many pixels of the picture are clearly not as in what Matplotlib saves, at each state.

    Parameters
    ----------
    page
        An empty page.
    live
        The figure that is looked at.
    scenes
        Figures and their updates that show what `live` has to show.
    states
        Positions of all controls.
    """
    show(page, live)
    values = [positions_of(name, control).values for name, control in live.controls.items()]
    sizes = np.array([figure.get_size_inches() for figure, _ in scenes])
    width, height = (math.ceil(96 * size) for size in sizes.max(axis=0))
    page.add_style_tag(content=f".live-picture {{ width: {width}px }}")
    for row, state in enumerate(states):
        chosen = dict(zip(live.controls, map(list.__getitem__, values, state), strict=True))
        figure, update = scenes[0]
        if len(scenes) > 1:
            figure, update = scenes[state[0]]
            del chosen[next(iter(chosen))]
        update(**chosen)
        page.evaluate("(at) => window.go(at)", list(state))
        svg = saved(figure, f"row{row}")
        page.evaluate("(given) => window.compare(...given)", [row, svg, width, height])
    page.locator("#live").evaluate("(element) => element.style.visibility = 'hidden'")
    clip = {"x": 0, "y": 0, "width": 2 * width, "height": len(states) * height}
    shot = page.screenshot(clip=clip, full_page=True)
    pixels = mpl.image.imread(io.BytesIO(shot))[..., :3].reshape(len(states), height, 2, width, 3)
    return (np.abs(pixels[:, :, 0] - pixels[:, :, 1]).max(axis=-1) > 0.3).sum(axis=(1, 2)).tolist()
