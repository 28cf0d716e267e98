"""What holds for every view: ranges, functions of one's own, and clear errors."""

import itertools
import warnings
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from pictures import Screen, assert_can_be_read, named, positions

import helpers
from helpers import (
    explore_backward,
    explore_chain,
    explore_chain_deriv,
    explore_composition,
    explore_depth,
    explore_derivative,
    explore_downhill,
    explore_fit,
    explore_function,
    explore_nudge,
    explore_paths,
    explore_product,
    explore_stretch,
    explore_sum,
    explore_sweeps,
    explore_training,
    explore_units,
    leaky_relu,
    sigmoid,
    square,
    tanh,
)

LONG = [named("$x^$ <b>name of 24 chars"), named("another_name_of_24_chars")]
NAMED = [
    lambda: explore_function(LONG[0], [0, 0.5, 1]),
    lambda: explore_derivative(LONG[0], 0, 1, 0.5),
    lambda: explore_composition(LONG, 0, 1, 0.5),
    lambda: explore_nudge(LONG, 0, 1, 0.5),
    lambda: explore_chain(LONG, 0, 1, 0.5),
    lambda: explore_chain_deriv(LONG, 0, 1, 0.5),
    lambda: explore_sweeps([*LONG, LONG[0]]),
    lambda: explore_paths(LONG[0], 0, 1, 0.5),
    lambda: explore_sum(LONG, 0, 1, 0.5),
    lambda: explore_product(LONG, 0, 1, 0.5),
    lambda: explore_stretch(LONG, 0, 1, 0.5),
]


@pytest.mark.parametrize("make", NAMED)
def test_long_names_hide_nothing_and_are_shown_as_they_are(make: Callable) -> None:
    live = make()
    for position in itertools.product(*([0, len(c) - 1] for c in positions(live).values())):
        screen = Screen(live, *position)
        assert_can_be_read(screen.figure)
        shown = " ".join([screen.sentence, *(text.words for text in screen.texts)])
        assert "$x^" in shown


def test_a_range_of_ones_own_gives_the_positions() -> None:
    live = explore_derivative(square, low=-1, high=Fraction(1, 2), step=np.float64(0.125))
    assert positions(live)["x"] == [-1 + k / 8 for k in range(13)]
    assert live.controls["x"].value == 0.5
    assert "−0.875" in Screen(live, 1, 0).sentence


# ---- Functions of one's own ----


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1.7e308])
def test_functions_that_give_nothing_to_draw_are_refused(wrong: float) -> None:
    def func(x: np.ndarray) -> np.ndarray:
        return np.where(x > 0.5, wrong, -wrong)

    for explore, chain in [
        (explore_function, func),
        (explore_derivative, func),
        (explore_nudge, [tanh, func]),
        (explore_chain, [func, sigmoid]),
    ]:
        with pytest.raises(ValueError, match="gives no number that can be drawn"):
            explore(chain)


def dice(x: np.ndarray) -> np.ndarray:
    """No function: another output for the same input each time."""
    return x + np.random.random()


@pytest.mark.parametrize(
    ("explore", "shown"),
    [
        *((explore, dice) for explore in (explore_function, explore_derivative, explore_paths)),
        *((explore, [dice]) for explore in (explore_depth, explore_stretch)),
        (explore_sweeps, [tanh] * 2 + [dice]),
        *(
            (explore, [tanh, dice])
            for explore in (
                explore_chain,
                explore_chain_deriv,
                explore_composition,
                explore_nudge,
                explore_product,
                explore_sum,
            )
        ),
    ],
)
def test_what_gives_other_outputs_each_time_is_refused_by_name(
    explore: Callable, shown: object
) -> None:
    with pytest.raises(ValueError, match="function dice must give the same outputs for the same"):
        explore(shown)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # once more, outside of the view
def test_a_number_that_is_none_is_shown_as_such() -> None:
    screen = Screen(explore_chain([np.sqrt, square], -2, 2, 2), 0, 0)
    assert screen.sentence.startswith(
        "At x = −2, sqrt gives nan with no slope; at nan, square gives"
    )
    screen.assert_row("−2", "nan", "nan")
    assert [panel.dots for panel in screen.panels()] == [[], [], []]


def inverse(x: np.ndarray) -> np.ndarray:
    return 1 / x


def steep(x: np.ndarray) -> np.ndarray:
    return np.exp(np.exp(3 * x))


WILD = [np.log, inverse, steep]
RANGE = (-2, 2, 1)
QUIET = {
    "function": lambda f: [f, [-2, -1, 0, 1, 2]],
    **dict.fromkeys(["derivative", "paths"], lambda f: [f, *RANGE]),
    **dict.fromkeys(["composition", "nudge", "sum", "product"], lambda f: [[tanh, f], *RANGE]),
    **dict.fromkeys(["chain", "chain_deriv", "stretch"], lambda f: [[f, tanh], *RANGE]),
    "sweeps": lambda f: [[f, tanh, square], 0.0],
    "depth": lambda f: [[f]],
    "boxes": lambda f: [[f, square], 0.0],
    "diamond": lambda f: [[f, square], 0.0],
}
"""What a view or a plot gets, made of a function."""
OTHERWISE = {
    "backward": [],
    "knobs": [],
    "training": [],
    "downhill": [],
    "units": [[0, 1], [0, 1]],
    "fit": [[0, 1], [0, 1], [0, 1], [[0, 1]], [1]],
}
OTHERWISE |= {"graph": [], "neuron": [1e300, 1, 1e300, 1], "network": [2]}


@pytest.mark.parametrize("name", [n for n in helpers.__all__ if n.startswith(("explore", "plot"))])
def test_what_is_not_finite_raises_no_warnings(name: str) -> None:
    kind = name.partition("_")[2]
    if name.startswith("plot_chain"):
        made = [[[f], np.linspace(-3, 3, 61)] for f in WILD]
    else:
        made = [QUIET[kind](f) for f in WILD] if kind in QUIET else [OTHERWISE[kind]]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="(?!helpers)")
        for arguments in made:
            shown = getattr(helpers, name)(*arguments)
            if isinstance(shown, Axes):
                shown.figure.draw_without_rendering()
    plt.close("all")


def test_every_view_has_a_picture_and_leaves_pyplot_alone() -> None:
    plt.close("all")
    figure = plt.figure()
    for live in [explore_function(square, [0, 0.5, 1]), explore_chain([square, tanh], 0, 1, 1)]:
        assert live._repr_mimebundle_()["image/png"]
    assert plt.get_fignums() == [figure.number]
    assert figure.axes == []
    plt.close("all")


# ---- Errors of the views' own; that all arguments are checked is for test_fuzz ----


def recorded(name: str, *inputs: tuple) -> SimpleNamespace:
    return SimpleNamespace(name=name, value=1.0, inputs=list(inputs))


XS = np.array([-2.0, -1.1, -0.4, 0.3, 0.9, 1.7])
YS = np.array([0.0, 0.1, 0.0, 1.0, 0.8, 1.0])
W = np.zeros((4, 2))
AT = np.linspace(0, 1, 5)
X = recorded("x")
# fmt: off
WRONG = [
    *((explore_derivative, (square, *limits), "high must be at least low + step, got low")
      for limits in [(3, -3), (0, 1, 1.5)]),
    (explore_derivative, (square, -3, 3, 1e-13), "give x fewer positions"),  # and needs no memory
    *((explore_function, (square, xs), f"input_range must hold 3 to 1000 finite numbers, {got}")
      for xs, got in [([1], "got 1"), (np.arange(1001), "got 1001"),
                      ([1, np.nan, 2], "got 3 numbers, 2 of them finite"),
                      ([-3, 3], "got 2 numbers, 2 of them finite: np.linspace has all")]),
    (explore_function, (square, [2, 2, 2]), "input_range must hold two"),
    (explore_function, (square, [-1e308, 0, 1e308]), "input_range must hold finite numbers"),
    (explore_depth, ([tanh], 1e308), "start must hold finite"),
    (explore_depth, ([leaky_relu], 0), "activations must have a slope"),
    (explore_depth, (3,), "activations must be a list of functions"),
    (explore_depth, ([],), "activations must hold at least 1 function"),
    (explore_depth, ([3],), "activations[0] must be a function"),
    *((explore_stretch, (chain,), message) for chain, message in [
        ([tanh] * 9, "chain must hold at most 8 functions, got 9"),
        ({}, "chain must hold at least 1 chain, got an empty dict"),
        ({"a": tanh}, "chain['a'] must be a list of functions")]),
    *((explore_sweeps, ([tanh] * count,), f"chain must hold 2 to 8 functions, got {count}")
      for count in (1, 9)),
    *((explore, points, message) for explore in (explore_training, explore_downhill, explore_units)
      for points, message in [
        ((XS, YS[:3]), "y must have one number"), ((XS, YS * np.nan), "x and y must"),
        ((XS * 5e307, YS), "x must hold finite numbers between")]),
    (explore_downhill, (XS, YS, np.nan), "bias must be a finite number"),
    *((explore_training, (XS, YS, history), message) for history, message in [
        *((bad, "history must be an array of shape (steps + 1, 2)") for bad in (W[:0], W.T, 3)),
        (W * np.nan, "history must hold finite"), ("a", "history must hold real numbers")]),
    *((explore_fit, (AT, AT, AT, np.ones((2, 5)), [1, 1], units), message) for units, message in [
        (np.ones((2, 7, 5)), "units must be of shape (steps + 1, hidden, m), with 1 to 6"),
        (np.ones((2, 5)), "units must be of shape"), (np.ones((3, 4, 5)), "units must be of shape"),
        (np.ones((2, 4, 5)) * np.inf, "units must hold finite numbers")]),
    *((explore_fit, (XS, YS, *others), message) for others, message in [
        ((AT, W[:0], []), "fits must have one"), ((AT, W, AT[:4] + 1), "fits must have one row"),
        ((AT * np.nan, W, AT), "at must hold 2"), ((AT[:1], AT[:, None], AT + 1), "at must hold 2"),
        ((AT, np.eye(5), AT), "losses above 0")]),
    (explore_fit, ([1, 2], [-1e308, 1e308], [1, 2], [[1, 2]], [1]), "y must hold finite"),
    *((explore_backward, (order,), message) for order, message in [
        (5, "order must be a list"), ([], "order must hold 1 to 16 numbers, got 0"),
        ([X] * 17, "order must hold 1 to 16 numbers"), ([3.0], "float without name and value and"),
        ([recorded("y", (X, 1.0)), X], "order must have inputs before what they feed"),
        ([recorded("y", (X, 1.0))], "one of y does not"),
        ([SimpleNamespace(value=1)], "got SimpleNamespace without name and inputs"),
        ([recorded(3)], "each name in order must be text, got int 3"),
        *(([X, SimpleNamespace(name="y", value=1, inputs=inputs)],
           f"the inputs of each number in order must be pairs of a number and a slope, got {came}")
          for inputs, came in [(3, "int 3"), ([3], "list [3]"), ([(1,)], "list [(1,)]"),
                               ([(1, 2), (1, 2, 3)], "list [(1, 2), (1, 2, 3)]"),
                               (["ab"], "list ['ab']")]),
        ([SimpleNamespace(name="y", value=[1, 2], inputs=[])],
         "the value of each number in order must be a single number, got shape (2,)"),
        ([X, recorded("y", (X, 1), (X, [1]))],
         "each slope in order must be a single number, got shape (1,)")]),
]
# fmt: on


@pytest.mark.parametrize(("explore", "arguments", "message"), WRONG)
def test_wrong_input_of_a_view_is_named(explore, arguments: tuple, message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        explore(*arguments)
    assert message in str(caught.value)
