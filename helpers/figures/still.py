"""Figures that stand still, and what a page as narrow as a phone's shows in their place."""

from collections.abc import Callable
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.figures import page
from helpers.figures.drawing import themed

HIGHEST = 3.5
"""Inches: so high is a plot on a phone at most."""

Draw = Callable[[Axes, bool], object]
"""Draws on Axes that are as wide as a notebook, or as a phone."""
Size = tuple[float, float]

_drawn: WeakKeyDictionary[Figure, tuple[Draw, Size, float]] = WeakKeyDictionary()


def drawn_on(ax: Axes | None, draw: Draw, size: Size, height: float) -> Axes:
    """Draw on Axes, or on those that fill a new figure of pyplot, which a phone shows otherwise.

    Parameters
    ----------
    ax
        Where to draw; a new figure without it.
    draw
        Called with the Axes, and whether they are those for a phone.
    size
        Width and height of the new figure, in inches.
    height
        How high it is for a phone.
    """
    if ax is None:
        ax = _filled(plt.figure(figsize=size))
        _drawn[ax.figure] = draw, size, height
    draw(ax, False)
    return ax


def for_narrow_pages(figure: Figure) -> Figure | None:
    """What a narrow page shows in the place of a figure; None for the same, as small as it gets.

    A diagram of ours is drawn anew, unless something else was drawn on it. Of other figures those
    whose panels stand below each other become as wide as a phone: they are changed themselves.
    """
    if figure in _drawn:
        draw, size, height = _drawn[figure]
        same, other = (_filled(Figure(figsize=inches)) for inches in (size, (page.PHONE, height)))
        draw(same, False)
        draw(other, True)
        return other.figure if themed(same.figure, "") == themed(figure, "") else None
    # A panel and its color bar may have a grid within that of the panels, or the bar has none.
    specs = [spec for ax in figure.axes if (spec := ax.get_subplotspec())]
    grids = [spec.get_topmost_subplotspec().get_gridspec() for spec in specs]
    width, height = figure.get_size_inches()
    if not grids or any(grid.ncols > 1 for grid in grids) or width <= page.PHONE:
        return None
    figure.set_size_inches(page.PHONE, min(height, HIGHEST * grids[0].nrows))
    return figure


def _filled(figure: Figure) -> Axes:
    return figure.add_axes((0, 0, 1, 1))
