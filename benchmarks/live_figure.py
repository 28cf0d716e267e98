"""What it takes to build a live figure and how much it weighs, against a Matplotlib animation.

`FuncAnimation.to_jshtml` is Matplotlib's own way to a figure that needs no kernel: one PNG for each
position of the slider. Both get the main view of `explore_chain`, for one order of its functions,
with the same `update` function and all positions of the slider for x.
"""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import matplotlib as mpl
import numpy as np
from ipywidgets import Widget
from ipywidgets.embed import dependency_state
from matplotlib.animation import FuncAnimation
from matplotlib.figure import Figure
from rows import heading, row

from helpers import LiveFigure, explore_chain, sigmoid, square
from helpers.live.recording import Update
from helpers.views import branches, chains, one_function, training

ROUNDS = 3


@contextmanager
def parts() -> Iterator[None]:
    """Within it, explorers return (figure, update, controls) and make no live figure of them.

    Of a view with several scenes it is the first scene, without the control that chooses one.
    """

    def first_scene(
        figure: Figure | list[Figure], update: Update | list[Update], **controls: Widget
    ) -> tuple[Figure, Update, dict[str, Widget]]:
        if isinstance(figure, Figure):
            return figure, update, controls
        return figure[0], update[0], dict(list(controls.items())[1:])

    with ExitStack() as patches:
        for room in (branches, chains, one_function, training):
            patches.enter_context(patch.object(room, "LiveFigure", first_scene))
        yield


def live() -> tuple[float, int, int]:
    """Build a live figure; returns seconds, bytes and the number of positions."""
    with parts():
        figure, update, controls = explore_chain([square, sigmoid])
    start = time.perf_counter()
    view = LiveFigure(figure, update, **controls)
    seconds = time.perf_counter() - start
    # All that the browser gets: drawing, table, script, styles and sliders, and the PNG that stands
    # in for them where there are no widgets.
    sent = json.dumps([dependency_state(view), view._repr_mimebundle_()])
    return seconds, len(sent.encode()), len(view.picture.controls[0])


def animation(count: int) -> tuple[float, int]:
    """Make the animation of as many frames; returns seconds and bytes."""
    with parts():
        figure, update, controls = explore_chain([square, sigmoid])
    (slider,) = controls.values()
    frames = np.linspace(slider.min, slider.max, count)
    start = time.perf_counter()
    with mpl.rc_context({"animation.embed_limit": 1000}):  # MB, so that no frame is left out
        page = FuncAnimation(
            figure, lambda x: update(x)[0], frames, init_func=list, cache_frame_data=False
        ).to_jshtml()
    seconds = time.perf_counter() - start
    if page.count("data:image/png;base64") != count:
        raise RuntimeError(f"the animation must have {count} frames")
    return seconds, len(page.encode())


def rows() -> list[str]:
    """Build both in turns; the median of the times."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        *measured, count = live()
        ours.append(measured)
        theirs.append(animation(count))
    (our_time, our_bytes), (their_time, their_bytes) = np.median([ours, theirs], axis=1)
    what = f"Making `explore_chain`, {count} positions"
    return [
        heading(what, "`LiveFigure`", "`to_jshtml`", "ratio"),
        row("time to build, seconds", [our_time], [their_time]),
        row("weight, KB", [our_bytes / 1000], [their_bytes / 1000]),
    ]


if __name__ == "__main__":
    print(*rows(), sep="\n")
