"""The picture of a figure, for viewers that run no scripts."""

import io
import math
from functools import lru_cache

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox
from numpy import ndarray

from helpers.figures.drawing import POINTS_PER_INCH, axes_of, without_labels
from helpers.figures.themes import SharedSizes


def write_png(figure: Figure, file: io.BytesIO, box: Bbox | None = None) -> None:
    """Write the picture of a figure as it is now, or of this part of the page around it.

    Parameters
    ----------
    figure
        It must have 72 dots per inch.
    file
        What is in it is overwritten.
    box
        The part, in points from the lower left.
    """
    file.seek(0)
    file.truncate()
    inches = None if box is None else box.transformed(Affine2D().scale(1 / POINTS_PER_INCH))
    settings = {"dpi": POINTS_PER_INCH, "facecolor": "auto", "edgecolor": "auto"}
    canvas = figure.canvas  # on which its author may draw it, with as many dots as they like
    try:
        with without_labels(axis for ax in axes_of(figure) for axis in (ax.xaxis, ax.yaxis)):
            _Canvas(figure).print_figure(file, format="png", bbox_inches=inches, **settings)
    finally:
        figure.set_canvas(canvas)


class _Renderer(SharedSizes, RendererAgg):
    """Draws words as images, which are kept: Agg makes one of each letter, each time anew."""

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: Text | None = None,
    ) -> None:
        """Words that are no formula and not turned, from whole pixels on."""
        # A text has neither before Matplotlib 3.11.
        asked = (getattr(mtext, name, None) for name in ("get_fontfeatures", "get_language"))
        if ismath or angle or any(get() for get in asked if get):
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        image, left, depth = _image_of(s, prop.copy(), get_hinting_flag(), gc.get_antialiased())
        self._renderer.draw_text_image(image, round(x + left), round(y + depth) + 1, 0, gc)


class _Canvas(FigureCanvasAgg):
    def get_renderer(self) -> RendererAgg:
        return _Renderer(*self.get_width_height(physical=True), self.figure.dpi)


@lru_cache(1000)
def _image_of(
    words: str, prop: FontProperties, hinting: LoadFlags, smooth: bool
) -> tuple[ndarray, float, float]:
    """How opaque words are at each pixel, and how far they reach to the right of x and below y."""
    font = get_font(fontManager._find_fonts_by_props(prop))
    font.clear()
    font.set_size(prop.get_size_in_points(), POINTS_PER_INCH)
    font.set_text(words, 0, flags=hinting)
    font.draw_glyphs_to_bitmap(antialiased=smooth)
    left, _ = font.get_bitmap_offset()
    return font.get_image().copy(), math.ceil(left / 64), font.get_descent() / 64
