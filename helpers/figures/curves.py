"""Curves of a function, of a chain, and of its derivative."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy import ndarray

from helpers.arguments import LARGEST_DRAWN, check_array, check_chain
from helpers.chain import Chain, chain_deriv, chain_values
from helpers.figures.style import COMPOSITE, F1, SLOPE, check_axes, fitted, points_across
from helpers.functions import Array_Function, facts_about
from helpers.writing import composed_name, name_of


@np.errstate(all="ignore")
def plot_chain(chain: Chain, input_range: ndarray, ax: Axes | None = None) -> Axes:
    """Draw the value of a chain, f2(f1(x)) for two functions, against its input x.

    Parameters
    ----------
    chain
        One function or more, in the order in which they are applied.
    input_range
        The x's, of shape (n,).
    ax
        Where to draw; the current Axes without it.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError, ValueError
        As `chain_deriv` does; or if `ax` is not an Axes.
    """
    chain = check_chain("chain", chain)
    x = check_array("input_range", input_range, one_dimensional=True)
    ax, y = check_axes(ax), chain_values(chain, x)[-1]
    return _plot_curve(ax, x, y, "output", composed_name(chain), COMPOSITE, "-")


@np.errstate(all="ignore")
def plot_chain_deriv(chain: Chain, input_range: ndarray, ax: Axes | None = None) -> Axes:
    """Draw the derivative of a chain, found by the chain rule, against its input x.

    Parameters
    ----------
    chain
        One function or more, in the order in which they are applied.
    input_range
        The x's, of shape (n,).
    ax
        Where to draw; the current Axes without it.

    Returns
    -------
    Axes
        That were drawn on.

    Raises
    ------
    TypeError, ValueError
        As `chain_deriv` does; or if `ax` is not an Axes.
    """
    chain = check_chain("chain", chain)
    x = check_array("input_range", input_range, one_dimensional=True)
    ax, slope = check_axes(ax), chain_deriv(chain, x)
    ax = _plot_curve(ax, x, slope, "slope", f"derivative of {composed_name(chain)}", SLOPE, "--")
    ax.axhline(0, color="0.5", linewidth=0.8)
    return ax


def _plot_curve(
    ax: Axes | None, x: ndarray, y: ndarray, quantity: str, label: str, color: str, style: str
) -> Axes:
    ax = plt.gca() if ax is None else ax
    (line,) = ax.plot(x, y, style, color=color)
    # Set afterwards, so that a learner's name that begins with "_" still gets its legend entry.
    line.set_label(label if not label.startswith("_") else f" {label}")
    ax.set_xlabel("input x")
    # Both curves may share the Axes, and then the axis is labelled for both.
    drawn = ax.get_ylabel()
    if quantity not in drawn:
        ax.set_ylabel(f"{drawn}, {quantity}" if drawn else quantity)
    legend = ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), borderpad=0)
    for text in legend.get_texts():
        text.set_parse_math(False)
    return ax


def draw_function(ax: Axes, func: Array_Function, xs: ndarray) -> Line2D:
    """Draw a function by itself, with its name and, if known, its formula above it."""
    title = f"f₁ = {name_of(func)}"
    line = draw_curve(ax, xs, func(xs), F1, "x", "f₁(x)", title)
    ax.locator_params(nbins=8)  # there is room for more numbers than in a small panel
    if facts := facts_about(func):
        ax.set_title(f"{title}: ${facts.latex('x')}$", fontsize=11, y=1, parse_math=True)
    return line


def draw_curve(
    ax: Axes,
    xs: ndarray,
    ys: ndarray,
    color: str,
    variable: str,
    output: str,
    title: str,
    style: str = "-",
) -> Line2D:
    """Draw a curve, name its axes and fix their limits, which a live figure must not change."""
    finite = drawable(ys, title, xs)
    (line,) = ax.plot(xs, ys, style, color=color)
    height, size = np.ptp(finite), np.abs(finite).max()
    # What differs by less is rounding, as in the slope of a straight line.
    margin = 0.12 * (height if height > 1e-7 * size else max(size, 1.0))
    side = 0.035 * np.ptp(xs)  # so that a dot at either end is whole
    ax.set_xlim(xs.min() - side, xs.max() + side)
    ax.set_ylim(finite.min() - margin, finite.max() + margin)
    ax.locator_params(nbins=5)
    ax.locator_params(axis="x", nbins=min(5, int(points_across(ax) // 40)))
    ax.set_xlabel(f"input {variable}")
    ax.set_ylabel(output)
    title, size = fitted(title, 0.97 * points_across(ax), 11)
    # With y given, Matplotlib need not look for a place.
    ax.set_title(title, fontsize=size, y=1, parse_math=False)
    ax.spines[["right", "top"]].set_visible(False)
    if finite.min() < 0 < finite.max():
        ax.axhline(0, color="0.5", linewidth=0.8)
    return line


def drawable(values: ndarray, name: str, xs: ndarray) -> ndarray:
    """Those of the values that a figure can show; an error without any."""
    drawable = values[np.abs(values) < LARGEST_DRAWN]
    if drawable.size == 0:
        raise ValueError(
            f"{name} gives no number that can be drawn for x from {xs.min():g} to {xs.max():g}: "
            "choose another range or function"
        )
    return drawable
