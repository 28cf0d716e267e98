"""Figures that stand still, and what a page as narrow as a phone's shows in their place."""

from collections.abc import Callable
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotSpec

from helpers.figures import page
from helpers.figures.drawing import themed

HIGHEST, HIGHER = 3.5, 2.6
"""Inches: so high is a plot on a phone at most, and one of those that stood side by side."""

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

    A diagram of ours is drawn anew, unless something else was drawn on it. Other figures are
    changed themselves: they become as wide as a phone, with the panels of a grid below each other.
    """
    if figure in _drawn:
        draw, size, height = _drawn[figure]
        same, other = (_filled(Figure(figsize=inches)) for inches in (size, (page.PHONE, height)))
        draw(same, False)
        draw(other, True)
        return other.figure if themed(same.figure, "") == themed(figure, "") else None
    # A panel and its color bar may have a grid within that of the panels, or the bar has none.
    specs = {ax: spec for ax in figure.axes if (spec := ax.get_subplotspec())}
    grids = [spec.get_topmost_subplotspec().get_gridspec() for spec in specs.values()]
    width, height = figure.get_size_inches()
    if not grids or width <= page.PHONE:
        return None
    most = HIGHEST * grids[0].nrows
    if any(grid.ncols > 1 for grid in grids):
        if any(spec.get_gridspec() is not grids[0] for spec in specs.values()):
            return None
        height = most = HIGHER * _put_below_each_other(figure, specs)
    figure.set_size_inches(page.PHONE, min(height, most))
    return figure


def _put_below_each_other(figure: Figure, specs: dict[Axes, SubplotSpec]) -> int:
    """Make one column of all panels of a grid; return how many there are."""
    first, *_ = specs
    cells = sorted({spec.num1 for spec in specs.values()})
    apart = None if figure.get_layout_engine() else 0.5  # which sees to it itself
    column = figure.add_gridspec(len(cells), 1, hspace=apart)
    for ax, spec in specs.items():
        ax.set_subplotspec(column[cells.index(spec.num1)])
        if spec.colspan.start and ax.get_shared_y_axes().joined(ax, first):
            ax.tick_params(labelleft=True)  # which only the first one of a row has
    return len(cells)


def _filled(figure: Figure) -> Axes:
    return figure.add_axes((0, 0, 1, 1))
