"""Views that have a drawing for phones, but for those with quests: the notebooks show these."""

import functools
from collections.abc import Callable

import numpy as np
import pytest
from pictures import without_png

from helpers import (
    LiveFigure,
    Value,
    explore_backward,
    explore_chain,
    explore_fit,
    explore_knobs,
    explore_stretch,
    explore_sweeps,
    leaky_relu,
    sigmoid,
    square,
)
from helpers.figures import page


def fit_without_units() -> LiveFigure:
    at, losses = np.linspace(-1, 1, 41), 0.9 ** np.arange(31)
    return explore_fit(at[::5], at[::5] ** 2, at, np.outer(1 - losses, at**2), losses)


def of_most_boxes() -> list[Value]:
    """A graph with as many boxes as there may be, and long arrows."""
    order = [Value(0.25, name=name) for name in ("x", "w1", "b1", "w2", "b2")]
    for k, ends in enumerate([(0, 1), (5, 2), (6,), (7, 3), (8, 4), (9,), (10, 10), (11, 0)]):
        order.append(Value(-1.5, [(order[end], -0.125) for end in ends], f"v{k}"))
    for k in range(3):
        order.append(Value(2.0, [(order[-1], 1.5)], f"t{k}"))
    return order


VIEWS: dict[str, Callable[[], LiveFigure]] = {
    "stretch of one, at a kink": lambda: explore_stretch([leaky_relu], start=0),
    "backward through most": lambda: explore_backward(of_most_boxes()),
    "stretch of eight": lambda: explore_stretch([sigmoid, leaky_relu] * 4),
    "sweeps of eight": lambda: explore_sweeps([sigmoid, leaky_relu] * 4),
    "knobs": explore_knobs,
    "fit": fit_without_units,
    "chain without code": lambda: explore_chain([square, sigmoid], code=False),
}


@functools.cache
def made() -> dict[str, LiveFigure]:
    """All of them, each with both drawings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "narrow", True)
        without_png(patch)
        return {name: make() for name, make in VIEWS.items()}


POSITIONS = 20
"""So many of each view are looked at, the first and the last among them."""


def some_positions(positions: list[dict]) -> list[tuple[int, ...]]:
    """The first and the last position of all controls together, and others between them."""
    counts = [len(known["values"]) for known in positions]
    rows = np.linspace(0, np.prod(counts) - 1, POSITIONS).astype(int)
    return [tuple(map(int, np.unravel_index(row, counts))) for row in dict.fromkeys(rows.tolist())]
