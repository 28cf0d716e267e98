"""A live figure in a page of its own, and beside it what Matplotlib saves for the same state.

The page has no Jupyter in it: controls are objects that hold a value, so that a state is set at
once and every difference between the two pictures is the live figure's own.
"""

import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot
import numpy as np
from matplotlib.figure import Figure
from playwright.sync_api import Page

import helpers
from helpers.live.drawing import SETTINGS
from helpers.live.figure import LiveFigure, stylesheet

LIVE = Path(helpers.__file__).parent / "live"
PAGE = """
<style>
%s
body { margin: 0; background: white; color: black }
.live-figure { position: absolute; top: 0; left: 0; overflow: visible }
.live-picture, #saved { position: absolute; top: 100px; left: 0; overflow: visible !important }
#saved { top: 100px; left: 0; visibility: hidden }
.live-picture svg { width: %spt; max-width: none !important; height: auto }
</style><div id="live"></div><div id="saved" class="live-figure"></div>
<script type="module">
%s
class Holder {
  constructor(held) { this.held = held; this.heard = []; }
  get(name) { return this.held[name]; }
  set(name, value) { this.held[name] = value; this.heard.forEach((heard) => heard()); }
  on(name, heard) { this.heard.push(heard); }
  off() {}
  save_changes() {}
}
const given = %s;
const controls = given.positions.map(({ trait, values }) => new Holder({ [trait]: values[0] }));
const model = new Holder({ ...given, controls: controls.map((_, i) => `IPY_MODEL_${i}`) });
model.widget_manager = { get_model: async (name) => controls[name] };
window.go = (at) => at.forEach((k, i) => controls[i].set(given.positions[i].trait, given.positions[i].values[k]));
await render({ model, el: document.querySelector("#live") });
window.ready = true;
</script>
"""


def show(page: Page, live: LiveFigure) -> None:
    """Open a page with this figure."""
    picture = live.picture
    given = {name: getattr(picture, name) for name in ("scenes", "positions", "quests")}
    script = (LIVE / "live.js").read_text(encoding="utf-8").replace("export default", "const all =")
    held = json.dumps({**given, "progress": {}}).replace("</", "<\\/")
    width = re.search(r'viewBox="0 0 (\S+)', picture.scenes[0]["svg"])[1]
    page.set_content(PAGE % (stylesheet(), width, script, held))
    page.wait_for_function("window.ready")


def saved(figure: Figure) -> str:
    """What Matplotlib saves: its own colors, no background."""
    with io.StringIO() as file, mpl.rc_context(SETTINGS | {"svg.hashsalt": "saved"}):
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
        svg = file.getvalue()
    svg = re.sub(r'width="([\d.]+)pt" height="([\d.]+)pt"', r'style="width:\1pt;height:\2pt"', svg)
    return svg[svg.index("<svg") :]


def differing_pixels(page: Page, svg: str, at: Sequence[int]) -> int:
    """How many pixels of the picture at these positions are clearly not as in the saved one."""
    page.evaluate("(at) => window.go(at)", list(at))
    clip = {"x": 0, "y": 100, "width": 1000, "height": 800}
    page.evaluate("(svg) => { document.querySelector('#saved').innerHTML = svg }", svg)
    shots = []
    for hidden, seen in [("#saved", ".live-picture"), (".live-picture", "#saved")]:
        page.evaluate(
            "([hidden, seen]) => { document.querySelector(hidden).style.visibility = 'hidden';"
            " document.querySelector(seen).style.visibility = 'visible' }",
            [hidden, seen],
        )
        shots.append(mpl.pyplot.imread(io.BytesIO(page.screenshot(clip=clip)))[..., :3])
    return int((np.abs(shots[0] - shots[1]).max(axis=2) > 0.3).sum())
