"""Quests that a view is given: with what they are not made for it appears without them."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
from numpy import ndarray

import helpers
from helpers import Quest, hill, quest, sigmoid, square, tanh, valley
from helpers.answers.quests import MADE_FOR

pytestmark = pytest.mark.usefixtures("not_recorded")

STEPS = np.geomspace(1, 0.01, 21)
VIEWS = {name: getattr(helpers, name) for name in helpers.__all__ if name.startswith("explore_")}
del VIEWS["explore_knobs"]  # it takes no quest


def named(name: str, func: Callable) -> Callable:
    func.__name__ = name
    return func


def picky(x: ndarray) -> ndarray:
    if np.max(x) > 4:
        raise RuntimeError("not for these")
    return hill(x)


def recorded(name: str, value: float, *inputs: tuple) -> SimpleNamespace:
    return SimpleNamespace(name=name, value=value, inputs=list(inputs))


DOUBLE, ADD = named("double", lambda x: x + x), named("add_three", lambda x: 3 + x)
X = recorded("x", 1.0)
GRAPH = [X, recorded("square", 1.0, (X, 2.0))]
SIX = [valley, square, hill, valley, helpers.leaky_relu, square]
OWN_SQUARE, OWN_HILL = named("square", lambda x: x**2), named("hill", picky)

THE_SAME = [
    ("explore_composition", "double and add three", ([DOUBLE, ADD],)),
    ("explore_chain", "slope of the whole", ([OWN_SQUARE, sigmoid], -2, 2, 0.2)),
    ("explore_function", "square", (OWN_SQUARE, [-2, 0, 1, 2])),
    ("explore_paths", "two paths", (named("sigmoid", lambda x: 1 / (1 + np.exp(-x))),)),
]

TWO = "double and add_three as the notebook has them"
ORDERS = "square and sigmoid as the notebook has them"
NUMBERS, SLIDERS = "the numbers of the notebook", "other positions of the sliders"
OTHERS = [
    ("explore_function", "sigmoid", (tanh,), "sigmoid as the notebook has it"),
    ("explore_derivative", "steepest sigmoid", (square,), "sigmoid as the notebook has it"),
    (
        "explore_composition",
        "double and add three",
        ([named("double", lambda x: 3 * x), ADD],),
        TWO,
    ),
    ("explore_composition", "double and add three", ([named("twice", lambda x: 2 * x), ADD],), TWO),
    ("explore_composition", "two orders", ([sigmoid, square],), ORDERS),
    ("explore_chain", "slope of the whole", ([square, tanh], -1, 1, 0.5), ORDERS),
    (
        "explore_stretch",
        "stretch of three",
        ([valley, hill, tanh], -3, 6),
        "valley, hill and",
    ),
    ("explore_chain_deriv", "level and steep", ([square, square],), ORDERS),
    ("explore_sweeps", "sweeps", ([square] * 6, 5), "valley, square, hill and leaky_relu"),
    ("explore_sweeps", "sweeps", ([*SIX[:2], OWN_HILL, *SIX[3:]], 5), "valley, square, hill and"),
    ("explore_sweeps", "sweeps", (SIX, 4), NUMBERS),
    ("explore_stretch", "stretch of one", ([tanh],), "square as the notebook has it"),
    ("explore_stretch", "stretch of one", ([square, square],), "square as the notebook has it"),
    ("explore_stretch", "stretch of many", ({"one": [square]},), "sigmoid, leaky_relu and double"),
    ("explore_stretch", "stretch", ([valley, hill], -3, 6, 0.5), NUMBERS),
    ("explore_nudge", "nudge", ([valley, tanh],), "valley and hill as the notebook has them"),
    ("explore_nudge", "nudge", (None, 4, 7), NUMBERS),
    ("explore_paths", "two paths", (tanh,), "sigmoid as the notebook has it"),
    ("explore_sum", "two bars", ([square, tanh],), "square and hill as the notebook has them"),
    (
        "explore_product",
        "strips",
        ([sigmoid, square],),
        "square and sigmoid as the notebook has them",
    ),
    ("explore_depth", "vanish or last", ([sigmoid, tanh],), "sigmoid, tanh and leaky_relu as"),
    ("explore_depth", "vanish or last", ((sigmoid, tanh, helpers.leaky_relu), 2), NUMBERS),
    ("explore_training", "ten people", ([1, 2], [0, 1]), NUMBERS),
    ("explore_training", "ten people", ([1, 2], [0, 1], np.ones((9, 2))), NUMBERS),
    ("explore_downhill", "downhill", ([1, 2], [0, 1]), NUMBERS),
    ("explore_units", "bump", ([1, 2], [0, 1]), NUMBERS),
    ("explore_fit", "fit", ([1, 2], [0, 1], [0, 1], np.ones((21, 2)), STEPS), NUMBERS),
    ("explore_fit", "fit", ([1, 2], [0, 1], [0, 1], np.ones((1, 2)), [1]), NUMBERS),
    ("explore_backward", "backward", (GRAPH,), NUMBERS),
    ("explore_function", "square", (square, [0, 1, 2]), SLIDERS),
    ("explore_chain", "slope of the whole", ([square, sigmoid], 0.1, 3), SLIDERS),
]


@pytest.mark.parametrize(("view", "name", "arguments"), THE_SAME)
def test_the_same_functions_written_anew_have_the_tasks(
    view: str, name: str, arguments: tuple
) -> None:
    picture = VIEWS[view](*arguments, quest=quest(name)).picture
    assert (len(picture.quests), picture.note) == (len(quest(name).quests), "")


@pytest.mark.parametrize(("view", "name", "arguments", "made_for"), OTHERS)
def test_with_others_there_are_no_tasks_and_the_view_says_why(
    view: str, name: str, arguments: tuple, made_for: str
) -> None:
    picture = VIEWS[view](*arguments, quest=quest(name)).picture
    assert picture.quests == []
    assert picture.note.startswith(f"The tasks here are made for {made_for}")
    assert picture.note.endswith("there are none.")


SOME = {
    "explore_function": (square,),
    "explore_derivative": (square, 0, 1),
    "explore_stretch": ([square], 0, 1),
    "explore_nudge": ([square] * 2, 0, 1, 0.5),
    "explore_paths": (tanh, 0, 1, 0.5),
    "explore_depth": ([square],),
    "explore_sweeps": ([square] * 2,),
    "explore_fit": ([1, 2], [0, 1], [0, 1], np.ones((2, 2)), [1, 1]),
    "explore_units": ([1, 2], [0, 1]),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_quest_of_another_view_is_an_error(view: str) -> None:
    alone = "explore_training", "explore_downhill", "explore_backward", "explore_knobs"
    arguments = SOME.get(view, () if view in alone else ([square] * 2, 0, 1))
    for name in ("square", "two orders"):
        if MADE_FOR[name].view != view:
            message = f"^quest must be one for {view}, got one for {MADE_FOR[name].view}$"
            with pytest.raises(ValueError, match=message):
                VIEWS[view](*arguments, quest=quest(name))


def test_a_quest_of_ones_own_is_taken_for_any_functions() -> None:
    own = Quest("task", lambda order, x: x == -1 and order[0](np.array(3.0)) == 9, "why")
    (task,) = helpers.explore_chain([square, tanh], -1, 1, 1, quest=own).picture.quests
    assert task["task"] == "task"
    with pytest.raises(TypeError, match="must take the values of the controls by name, order, x;"):
        helpers.explore_chain([square, tanh], -1, 1, 1, quest=own._replace(solved=lambda x: x == 1))
