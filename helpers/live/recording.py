"""Record what a figure shows at every position of its controls."""

import gc
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from helpers.figures.drawing import POINTS_PER_INCH, SETTINGS, axes_of, drawn
from helpers.figures.png import write_png
from helpers.figures.style import any_script
from helpers.live.artists import Told
from helpers.live.limit import Limit
from helpers.live.looked_at import LookedAt, Update, called
from helpers.live.scene import Scene

SIMPLE = Axis, Legend, Line2D, Patch, Text
"""Artists that settle nothing of which others could know when they are drawn."""


def record(
    figure: Figure,
    update: Update,
    values: dict[str, list],
    start: dict[str, object],
    name: str,
    limit: Limit,
    answer: Sequence[Artist] = (),
    png: io.BytesIO | None = None,
) -> dict:
    """Call `update` at every position of the controls, and before and after that at the start.

    Returns
    -------
    dict
        The scene's svg, and its columns: what each mark in it shows at every position.
    """
    dpi = figure.dpi
    settings = SETTINGS | {"svg.hashsalt": name}
    with any_script(), mpl.rc_context(settings), _without_collecting():
        figure.dpi = POINTS_PER_INCH
        try:
            called(update, start)
            # From here on the layout is fixed, as the drawing in the browser is.
            if png is not None:
                write_png(figure, png)
            else:
                _lay_out(figure)
            figure.set_layout_engine("none")
            told = Told()
            try:
                looked = LookedAt(figure, update, values, start, dpi, told)
                scene = Scene(looked, limit).put_together(answer)
            finally:
                told.leave()
            update(**start)
            if png is not None and looked.drawing.leaves:
                write_png(figure, png, looked.drawing.box)
            return scene
        finally:
            figure.dpi = dpi


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No search for garbage: among so many small objects it takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _lay_out(figure: Figure) -> None:
    """Settle what drawing a figure does, and drawing each of its artists alone does not."""
    if figure.get_layout_engine() is not None or any(
        not isinstance(artist, SIMPLE) for artist, _ in drawn(figure)
    ):
        figure.draw_without_rendering()
        return
    renderer = FigureCanvasAgg(figure).get_renderer()
    for ax in axes_of(figure):
        locator = ax.get_axes_locator()
        ax.apply_aspect(locator(ax, renderer) if locator else None)
        ax._update_title_position(renderer)
