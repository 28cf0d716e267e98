"""What it takes to build a live figure and how much it weighs, against a Matplotlib animation.

`FuncAnimation.to_jshtml` is Matplotlib's own way to a figure that needs no kernel: one PNG for each
position of the slider. Both get the same figures with the same `update` functions, and all
positions of the slider for x: the main view of `explore_chain`, for one order of its functions, and
a few ordinary figures of the tests.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import matplotlib as mpl
import numpy as np
from ipywidgets import FloatSlider, Widget
from ipywidgets.embed import dependency_state
from matplotlib.animation import FuncAnimation
from matplotlib.figure import Figure
from rows import heading, row

from helpers import LiveFigure, explore_chain, sigmoid, square
from helpers.live.looked_at import Update
from helpers.views import (
    branches,
    chains,
    joins,
    knobs,
    one_function,
    stretch,
    sweeps,
    training,
)

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from moving import made

ROUNDS = 3
COMPACT, DRAWN = "compact", "drawn at each position"
ORDINARY = {
    "contours and a dot": COMPACT,
    "a line with gaps": COMPACT,
    "bars": DRAWN,
    "fill_between": DRAWN,
    "scatter": DRAWN,
    "math": DRAWN,
}
"""Figures by their names in tests/moving.py, and how that which moves is recorded."""

Parts = tuple[Figure, Update, dict[str, Widget]]


@contextmanager
def parts() -> Iterator[None]:
    """Within it, explorers return (figure, update, controls) and make no live figure of them.

    Of a view with several scenes it is the first scene, without the control that chooses one.
    """

    def first_scene(
        figure: Figure | list[Figure],
        update: Update | list[Update],
        *,
        quest: object = None,
        answer: object = (),
        narrow: object = None,
        play: object = (),
        **controls: Widget,
    ) -> Parts:
        if isinstance(figure, Figure):
            return figure, update, controls
        return figure[0], update[0], dict(list(controls.items())[1:])

    with ExitStack() as patches:
        for room in (branches, chains, joins, knobs, one_function, stretch, sweeps, training):
            patches.enter_context(patch.object(room, "LiveFigure", first_scene))
        yield


def chain_view() -> Parts:
    """The parts of the view of two boxes."""
    with parts():
        return explore_chain([square, sigmoid])


def ordinary(case: str) -> Parts:
    """The parts of a figure of the tests, with as many positions as the view has."""
    return *made(case), {"x": FloatSlider(1, min=-3, max=3, step=0.1)}


def live(figure: Figure, update: Update, controls: dict[str, Widget]) -> tuple[float, int, int]:
    """Build a live figure; returns seconds, bytes and the number of positions."""
    start = time.perf_counter()
    view = LiveFigure(figure, update, **controls)
    seconds = time.perf_counter() - start
    # All that the browser gets: drawing, table, script, styles and sliders, and the PNG that stands
    # in for them where there are no widgets.
    sent = json.dumps([dependency_state(view), view._repr_mimebundle_()])
    return seconds, len(sent.encode()), len(view.picture.positions[0]["values"])


def animation(
    figure: Figure, update: Update, controls: dict[str, Widget], count: int
) -> tuple[float, int]:
    """Make the animation of as many frames; returns seconds and bytes."""
    (slider,) = controls.values()
    frames = np.linspace(slider.min, slider.max, count)
    start = time.perf_counter()
    with mpl.rc_context({"animation.embed_limit": 1000}):  # MB, so that no frame is left out
        page = FuncAnimation(
            figure, update, frames, init_func=list, cache_frame_data=False
        ).to_jshtml()
    seconds = time.perf_counter() - start
    if page.count("data:image/png;base64") != count:
        raise RuntimeError(f"the animation must have {count} frames")
    return seconds, len(page.encode())


def compared(make: Callable[..., Parts], *given: str) -> tuple[list[float], list[float], int]:
    """Build both in turns; returns the medians of seconds and bytes, and the positions."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        *measured, count = live(*make(*given))
        ours.append(measured)
        theirs.append(animation(*make(*given), count))
    return *np.median([ours, theirs], axis=1).tolist(), count


def rows() -> list[str]:
    """Compare the view, then the ordinary figures."""
    results = {"`explore_chain`": compared(chain_view)}
    results |= {f"{case}: {kind}": compared(ordinary, case) for case, kind in ORDINARY.items()}
    (count,) = {count for *_, count in results.values()}
    techniques = ["`LiveFigure`", "`to_jshtml`", "ratio"]
    lines = [heading(f"Time to build a figure of {count} positions, seconds", *techniques)]
    lines += [row(name, ours[:1], theirs[:1]) for name, (ours, theirs, _) in results.items()]
    lines.append(heading("Its weight, KB", *techniques))
    for name, ((_, our_bytes), (_, their_bytes), _) in results.items():
        lines.append(row(name, [our_bytes / 1000], [their_bytes / 1000]))
    return lines


if __name__ == "__main__":
    print(*rows(), sep="\n")
