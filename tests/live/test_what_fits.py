"""What teachers show: it fits into what a live figure may take."""

from collections.abc import Callable

import numpy as np
import pytest
from ipywidgets import FloatSlider, IntSlider
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.functions import square
from helpers.live.figure import LiveFigure
from helpers.views.stretch import explore_stretch

GRID = np.linspace(-3, 3, 60)
CURVE = np.linspace(-3, 3, 1000)


def axes(**settings: object) -> Axes:
    return Figure(figsize=(5, 3)).add_subplot(**settings)


def still_mesh() -> LiveFigure:
    ax = axes()
    ax.pcolormesh(GRID, GRID, np.outer(GRID, GRID))
    title = ax.set_title("")
    return LiveFigure(ax.figure, lambda x: title.set_text(x) or "", x=IntSlider(max=3))


def rasterized_points() -> LiveFigure:
    ax = axes()
    ax.scatter(*np.random.default_rng(0).normal(size=(2, 4000)), s=2, rasterized=True)
    return LiveFigure(ax.figure, lambda x: "", x=IntSlider(max=3))


def long_curve() -> LiveFigure:
    ax = axes(ylim=(-1.1, 1.1))
    (line,) = ax.plot(CURVE, CURVE)
    control = FloatSlider(1, min=0, max=10, step=0.1)
    return LiveFigure(ax.figure, lambda w: line.set_ydata(np.sin(w * CURVE)) or "", w=control)


def rose() -> LiveFigure:
    angles, ax = np.linspace(0, 2 * np.pi, 2000), axes(projection="polar")
    (line,) = ax.plot(angles, np.ones_like(angles))

    def update(k: float) -> str:
        line.set_ydata(np.abs(np.cos(k * angles)))
        return ""

    return LiveFigure(ax.figure, update, k=FloatSlider(1, min=0, max=8, step=0.1))


def riemann() -> LiveFigure:
    ax = axes(xlim=(0, 3), ylim=(0, 9))
    ax.plot(GRID, GRID**2)

    def update(n: int) -> str:
        for patch in [*ax.patches]:
            patch.remove()
        left, width = np.linspace(0, 3, n, endpoint=False), 3 / n
        ax.bar(left, left**2, width, align="edge", color="C1", edgecolor="k")
        return ""

    return LiveFigure(ax.figure, update, n=IntSlider(5, min=1, max=60))


def descent() -> LiveFigure:
    ax = axes()
    ax.contourf(GRID, GRID, np.add.outer(GRID**2, 3 * GRID**2), levels=25)
    (path,), rates = ax.plot([], [], "r.-"), [0.02, 0.05, 0.1, 0.3]

    def update(rate: int, step: int) -> str:
        places = [np.array([2.5, 2])]
        for _ in range(step):
            places.append(places[-1] * (1 - 2 * rates[rate] * np.array([1, 3])))
        path.set_data(*np.transpose(places))
        return ""

    return LiveFigure(ax.figure, update, rate=IntSlider(max=3), step=IntSlider(max=20))


def surface() -> LiveFigure:
    ax, (x, y) = axes(projection="3d"), np.meshgrid(GRID[::2], GRID[::2])
    ax.plot_surface(x, y, np.sin(x) * np.cos(y), cmap="viridis")
    control = IntSlider(max=180, step=15)
    return LiveFigure(ax.figure, lambda angle: ax.view_init(30, angle) or "", angle=control)


def inverse(x: np.ndarray) -> np.ndarray:
    return 1 / x


FIT: dict[str, Callable[[], LiveFigure]] = {
    **{make.__name__: make for make in (still_mesh, rasterized_points, long_curve, rose)},
    **{make.__name__: make for make in (riemann, descent, surface)},
    "stretch 1/x and square": lambda: explore_stretch([inverse, square]),
    "stretch tan and 1/x": lambda: explore_stretch([np.tan, inverse]),
    "stretch eight": lambda: explore_stretch([np.sin] * 8),
}


@pytest.mark.parametrize("case", FIT)
def test_it_fits(case: str) -> None:
    assert FIT[case]().size < 250_000


def test_what_is_made_anew_is_made_once_for_each_position() -> None:
    ax, calls = axes(xlim=(0, 40), ylim=(0, 1)), []

    def update(n: int) -> str:
        calls.append(n)
        for patch in [*ax.patches]:
            patch.remove()
        ax.bar(range(n), 1, color="C1")
        return ""

    LiveFigure(ax.figure, update, n=IntSlider(min=1, max=40))
    assert len(calls) < 40 + 15
