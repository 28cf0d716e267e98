"""Colors, and what all figures draw and measure in the same way."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from helpers.arguments import check_kind

# One color a role, told apart by color-blind readers too; each is dark enough for text on white.
F1 = "#0072b2"
F2 = "#b84e00"
F3 = "#9b4f96"
COMPOSITE = "#00795a"
SLOPE = "#806000"

# What live figures show instead on a dark theme.
ON_DARK = {F1: "#56b4e9", F2: "#ff9a4d", F3: "#d99ad5", COMPOSITE: "#2fc79a", SLOPE: "#e6cf5c"}
# Both as values of CSS variables that are named after the color on a light theme.
LIGHT_PALETTE = " ".join(f"--{color[1:]}: {color};" for color in ON_DARK)
DARK_PALETTE = " ".join(f"--{color[1:]}: {on_dark};" for color, on_dark in ON_DARK.items())

SMALLEST = 9
"""Points: a font that can still be read."""


def color_of(position: int) -> str:
    """The color of the function at this position in a chain, from 0."""
    return (F1, F2, F3)[position % 3]


def check_axes(value: object) -> Axes | None:
    """Let through the argument ax of a figure: Axes, or None."""
    return check_kind("ax", value, Axes | None, "a Matplotlib Axes or None")


def points_across(ax: Axes, span: float | None = None) -> float:
    """How wide Axes are, or so much of their x-axis, in points."""
    whole = ax.bbox.width / ax.figure.dpi * 72
    return whole if span is None else whole * span / np.ptp(ax.get_xlim())


def points_up(ax: Axes, span: float) -> float:
    """How high so much of the y-axis of Axes is, in points."""
    return ax.bbox.height / ax.figure.dpi * 72 * span / np.ptp(ax.get_ylim())


@contextmanager
def any_script() -> Iterator[None]:
    """No warnings within it on letters that Matplotlib's font has not, but the browser's have."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def fitting_size(text: str, width: float, largest: float) -> float:
    """The font size, `largest` at most, at which `text` is at most so wide, in points."""
    return min(largest, largest * width / max(width_of(text, largest), 1))


def width_of(text: str, size: float, weight: str = "normal") -> float:
    """How wide a text is at this font size, in points."""
    with any_script():  # the width of what the font lacks is a guess
        font = FontProperties(size=size, weight=weight)
        return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]


def fitted(text: str, width: float, largest: float) -> tuple[str, float]:
    """The text and a font size at which it is at most so wide, in points.

    The size is from 9 to `largest`; a text that is too long even at 9 loses its middle.
    """
    kept, fitting = len(text), text
    while kept > 2 and fitting_size(fitting, width, SMALLEST) < SMALLEST:
        kept -= 1
        fitting = f"{text[: (kept + 1) // 2]}…{text[len(text) - kept // 2 :]}"
    return fitting, max(SMALLEST, fitting_size(fitting, width, largest))


def draw_box(
    ax: Axes, middle: tuple[float, float], width: float, height: float, color: str
) -> None:
    """Draw the outline of a box."""
    x, y = middle
    box = FancyBboxPatch(
        (x - width / 2, y - height / 2),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor="none",
        edgecolor=color,
        linewidth=2,
    )
    ax.add_patch(box)


def centered(ax: Axes, x: float, y: float, text: str, size: float, color: str = "black") -> Text:
    """Write a text around this place, as it is, without LaTeX."""
    return ax.text(
        x, y, text, fontsize=size, color=color, ha="center", va="center", parse_math=False
    )


def write(texts: Iterable[Text], words: Iterable[str]) -> None:
    """Change what these texts say."""
    for text, now in zip(texts, words, strict=True):
        text.set_text(now)
