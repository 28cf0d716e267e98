"""Matplotlib's backend of a page: `plt.show` shows figures where it is called, as in JupyterLab."""

import kernel
from matplotlib.backends.backend_agg import FigureCanvasAgg as FigureCanvas

__all__ = ["FigureCanvas", "show"]  # what Matplotlib looks for


def show(*args: object, **kwargs: object) -> None:
    """Show and close the figures of pyplot; `plt.show` has arguments that do not matter here."""
    kernel.show_figures()
