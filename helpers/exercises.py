"""The exercises of the notebooks, and `check`, which looks at a learner's function.

An exercise is found by the name of the function that the learner writes.
"""

from collections.abc import Callable

import numpy as np

from helpers.checking import Exercise, verdict
from helpers.functions import hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.mistakes import CHAIN_2, CHAIN_3

POINTS = np.array([-1.7, -0.6, 0.4, 1.3, 2.1])
TABLE = np.array([[-1.5, 0.7, 1.9], [0.2, -0.8, 2.3]])
PAIRS = [[square, sigmoid], [sigmoid, square], [valley, hill], [hill, valley]]

EXERCISES: dict[str, Exercise] = {
    # ---- 4: the chain rule ----
    "slope_of_two": Exercise(
        CHAIN_2,
        [(*pair, x) for pair in PAIRS for x in (1.3, POINTS)],
        "The outer slope is taken at the number that arrives at the outer box.",
        translate=lambda f1, f2, x: ([f1, f2], x),
    ),
    "measured_slope": Exercise(
        CHAIN_2,
        [(*pair, x) for pair in PAIRS for x in (1.3, POINTS)],
        "Measured as one box, and it is what the rule gives.",
        translate=lambda f1, f2, x: ([f1, f2], x),
    ),
    "broken_slope": Exercise(
        CHAIN_2,
        [(*pair, x) for pair in PAIRS for x in (1.3, POINTS)],
        "Found! The outer box never sees x.",
        planted="outer_slope_at_x",
        translate=lambda f1, f2, x: ([f1, f2], x),
    ),
    # ---- 5: the chain rule in code ----
    "my_chain_deriv_2": Exercise(
        CHAIN_2,
        [(pair, points) for pair in PAIRS for points in (POINTS, POINTS[:1])],
        "First the value between the boxes, then each slope at its own input, then the product.",
    ),
    "broken_chain_deriv_2": Exercise(
        CHAIN_2,
        [(pair, points) for pair in PAIRS for points in (POINTS, POINTS[:1])],
        "Found! A slope was missing, and a value stood in its place.",
        planted="value_for_outer_slope",
    ),
    # ---- 6: longer chains ----
    "my_chain_deriv": Exercise(
        CHAIN_3,
        [
            ([square, sigmoid, tanh], POINTS),
            ([leaky_relu, square, sigmoid], POINTS),
            ([valley, sigmoid, square, tanh], POINTS),
            ([tanh, sigmoid], POINTS),
            ([valley], POINTS[:1]),
        ],
        "One loop, any length.",
    ),
}
"""By the name of the learner's function."""


def check(function: Callable) -> None:
    """Print what is right or wrong with a learner's function.

    Parameters
    ----------
    function
        With the name of an exercise, such as `my_deriv`.

    Raises
    ------
    TypeError
        If it is not a function that is written in Python.
    ValueError
        If no exercise has this name.
    """
    name = getattr(function, "__name__", None)
    if callable(function) and name not in EXERCISES:
        raise ValueError(
            f"function must have the name that it has in the exercise, got {name}: was it renamed?"
        )
    print(verdict(EXERCISES.get(name), function))
