"""Show a static figure together with what it shows in words, read off from the figure itself."""

import html
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from IPython.core.pylabtools import print_figure
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy import ndarray

from helpers.figures import page
from helpers.figures.drawing import themed
from helpers.figures.still import for_narrow_pages
from helpers.figures.style import DARK_PALETTE
from helpers.writing import number

MOST_TURNS = 4  # a curve that turns more often is described as one that goes up and down
LINES_APART = 0.7  # units of a diagram: texts that are closer stand at the same box or arrow
STYLE = (
    ".still-figure { overflow-x: auto; color: var(--jp-content-font-color1, currentColor);"
    " --live-background: var(--jp-layout-color0, var(--vscode-editor-background,"
    " var(--color-background-primary, Canvas))); }"
    " .still-figure svg { display: block; width: 100%; height: auto; fill: currentColor; }"
    " .still-figure svg + img { display: none; }"
    " @media (max-width: 26em) { .still-figure svg { min-width: 0 !important; } }"
    f' [data-jp-theme-light="false"] .still-figure {{ {DARK_PALETTE} }}'
)
ROOM = 0.05  # of the height of a curve: what goes up or down by less is no turn


def show_figure() -> None:
    """Show pyplot's current figure, as ``plt.show()`` does, with a description in words.

    It is drawn as the live figures are, in the colors of the page's theme. JupyterLab gives a
    picture no alternative text, so the drawing goes into HTML together with its own: screen readers
    say it.

    Raises
    ------
    ValueError
        Without a figure that has Axes.
    """
    if not plt.get_fignums() or not plt.gcf().axes:
        raise ValueError("show_figure needs a figure that was drawn in the same cell, got none")
    figure = plt.gcf()
    alt = html.escape(description(figure))
    png = print_figure(figure, base64=True)
    # Where a notebook isn't trusted yet, style and drawing are taken out, and the picture is left.
    picture = f'<img alt="{alt}" src="data:image/png;base64,{png}">'
    shown = (
        f'<div class="still-figure"><style>{STYLE}</style>{_drawings(figure, alt)}{picture}</div>'
    )
    display(
        # The plain picture is for viewers that show no HTML, such as GitHub's.
        {"text/html": shown, "image/png": png, "text/plain": repr(figure)},
        raw=True,
    )
    plt.close(figure)


def _drawings(figure: Figure, alt: str) -> str:
    """The SVG of a figure; where narrow pages are made, theirs."""
    if page.narrow == "only":
        return themed(for_narrow_pages(figure) or figure, alt)
    wide = themed(figure, alt)  # before the figure itself may be made narrow
    other = for_narrow_pages(figure) if page.narrow else None
    if other is None:
        return wide
    return f'<div class="if-wide">{wide}</div><div class="if-narrow">{themed(other, alt)}</div>'


def description(figure: Figure) -> str:
    """What a figure shows, in words: the texts of a diagram, the course of each curve."""
    return " ".join(_plot(ax) if ax.axison else _diagram(ax) for ax in figure.axes)


def _diagram(ax: Axes) -> str:
    """Its texts, column by column."""
    columns: dict[float, list[tuple[float, str]]] = {}
    for text in ax.texts:
        x, y = text.get_position()
        if text.get_text():
            columns.setdefault(round(x, 1), []).append((-y, text.get_text()))
    words = "; then ".join(_column(sorted(columns[x])) for x in sorted(columns))
    return f"Diagram, from left to right: {words}."


def _column(texts: list[tuple[float, str]]) -> str:
    words = texts[0][1]
    for (above, _), (depth, text) in pairwise(texts):
        words += f"{', ' if depth - above < LINES_APART else '; below, '}{text}"
    return words


def _plot(ax: Axes) -> str:
    lines = [line for line in ax.lines if not line.get_label().startswith("_")] or ax.lines[:1]
    curves = [f"{_name(line)}: {_course(line, ax.get_yscale() == 'log')}." for line in lines]
    return " ".join([f"Plot of {ax.get_ylabel()} against {ax.get_xlabel()}.", *curves])


def _name(line: Line2D) -> str:
    shape = "Points" if line.get_linestyle() == "None" else "Curve"
    label = line.get_label()
    return shape if label.startswith("_") else f"{shape} {label.strip()}"


def _course(line: Line2D, log: bool) -> str:
    """Where a curve begins, where it turns, and where it ends."""
    x, y = (np.asarray(values, dtype=float) for values in line.get_data())
    drawn = np.isfinite(y) & ((y > 0) | (not log))
    x, y = x[drawn], y[drawn]
    if not len(y):
        return "nothing that can be drawn"
    ends = turns(np.log10(y) if log else y)
    if not log:  # what rounding leaves of a zero
        x, y = (np.where(np.abs(v) < 1e-9 * np.ptp(v), 0, v) for v in (x, y))
    if len(ends) == 1:
        return f"stays at {_short(y[0])}"
    if len(ends) > MOST_TURNS + 2:
        return f"up and down between {_short(y.min())} and {_short(y.max())}"
    steps = [
        f"{'up' if y[k] > y[before] else 'down'} to {_short(y[k])} at {_short(x[k])}"
        for before, k in pairwise(ends)
    ]
    return f"from {_short(y[0])} at {_short(x[0])} {', '.join(steps)}"


def _short(value: float) -> str:
    return number(value, 3)


def turns(y: ndarray) -> list[int]:
    """The first position of a curve, those where it turns, and that to which it goes at last.

    Parameters
    ----------
    y
        The heights, of shape (n,), finite.

    Returns
    -------
    list of int
        Increasing; a single one for a curve that stays where it is.
    """
    room = ROOM * np.ptp(y)
    found, furthest = [0], 0
    for k in range(1, len(y)):
        way = np.sign(y[furthest] - y[found[-1]])  # 1 for up, −1 for down, 0 at the beginning
        gain = way * (y[k] - y[furthest])
        if gain > 0 or (way == 0 and abs(y[k] - y[0]) > room):
            furthest = k
        elif gain < -room:
            found.append(furthest)
            furthest = k
    return [0] if furthest == 0 else [*found, furthest]
