"""The views that have a drawing for phones, as the notebooks show them."""

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
    explore_chain_deriv,
    explore_composition,
    explore_depth,
    explore_derivative,
    explore_downhill,
    explore_fit,
    explore_function,
    explore_knobs,
    explore_nudge,
    explore_paths,
    explore_product,
    explore_stretch,
    explore_sum,
    explore_sweeps,
    explore_training,
    explore_units,
    hill,
    leaky_relu,
    network_forward,
    network_gradient,
    network_loss,
    network_start,
    quest,
    sigmoid,
    square,
    valley,
)


def double(x: np.ndarray) -> np.ndarray:
    return 2 * x


def fit() -> LiveFigure:
    """The network of notebook 9 while it is trained."""
    x, at = np.linspace(-3, 3, 30), np.linspace(-3, 3, 61)
    y, knobs = np.exp(-(x**2)), network_start(hidden=4, seed=7)
    fits, units, losses = [], [], []
    for _ in range(1001):
        _, h, p = network_forward(knobs, at)
        fits.append(p)
        units.append((h * knobs["w2"]).T)
        losses.append(network_loss(knobs, x, y))
        slopes = network_gradient(knobs, x, y)
        knobs = {name: knobs[name] - 0.3 * slopes[name] for name in knobs}
    return explore_fit(x, y, at, fits, losses, units, quest=quest("fit"))


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


MANY = {"8 sigmoids": [sigmoid] * 8, "8 leaky ReLUs": [leaky_relu] * 8, "8 doubles": [double] * 8}
BUMP = np.linspace(-3, 3, 30)
SIX = [valley, square, hill, valley, leaky_relu, square]
VIEWS: dict[str, Callable[[], LiveFigure]] = {
    "function": lambda: explore_function(square, quest=quest("square")),
    "stretch of one": lambda: explore_stretch([leaky_relu], start=0),
    "stretch of two": lambda: explore_stretch(
        [valley, hill], -3, 5, 1, start=5, guess=True, quest=quest("stretch")
    ),
    "stretch of three": lambda: explore_stretch([valley, hill, sigmoid], -3, 6, 0.5, start=5),
    "sum": lambda: explore_sum([square, hill], quest=quest("two bars")),
    "product": lambda: explore_product([square, sigmoid], quest=quest("strips")),
    "paths": lambda: explore_paths(quest=quest("two paths")),
    "sweeps": lambda: explore_sweeps(SIX, 5, quest=quest("sweeps")),
    "stretch of many": lambda: explore_stretch(MANY, -1, 1, start=0.6),
    "depth": lambda: explore_depth(quest=quest("vanish or last")),
    "composition": lambda: explore_composition([square, sigmoid], quest=quest("two orders")),
    "derivative": lambda: explore_derivative(sigmoid, quest=quest("steepest sigmoid")),
    "nudge": lambda: explore_nudge(quest=quest("nudge")),
    "knobs": explore_knobs,
    "downhill": lambda: explore_downhill(quest=quest("downhill")),
    "backward": lambda: explore_backward(quest=quest("backward")),
    "backward through most": lambda: explore_backward(of_most_boxes()),
    "training": lambda: explore_training(quest=quest("ten people")),
    "units": lambda: explore_units(BUMP, np.exp(-(BUMP**2)), quest=quest("bump")),
    "fit": fit_without_units,
    "fit of hidden units": fit,
    "chain": lambda: explore_chain([square, sigmoid], quest=quest("slope of the whole")),
    "chain without code": lambda: explore_chain([square, sigmoid], code=False),
    "chain_deriv": lambda: explore_chain_deriv([square, sigmoid], quest=quest("level and steep")),
}


@functools.cache
def made() -> dict[str, LiveFigure]:
    """All of them, each with both drawings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LiveFigure, "narrow_pages", True)
        without_png(patch)
        return {name: make() for name, make in VIEWS.items()}


POSITIONS = 20
"""So many of each view are looked at, the first and the last among them."""


def some_positions(positions: list[dict]) -> list[tuple[int, ...]]:
    """The first and the last position of all controls together, and others between them."""
    counts = [len(known["values"]) for known in positions]
    rows = np.linspace(0, np.prod(counts) - 1, POSITIONS).astype(int)
    return [tuple(map(int, np.unravel_index(row, counts))) for row in dict.fromkeys(rows.tolist())]
