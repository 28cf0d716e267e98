"""What holds for every view: ranges, functions of one's own, and clear errors."""

import itertools
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from pictures import Screen, as_html, ids, named, positions, some

from helpers import (
    LiveFigure,
    explore_accumulation,
    explore_backward,
    explore_chain,
    explore_composition,
    explore_depth,
    explore_derivative,
    explore_fit,
    explore_function,
    explore_nudge,
    explore_paths,
    explore_training,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
)
from helpers.functions import Array_Function

PAIRED = [explore_chain, explore_composition, explore_nudge]
LONG = [named("a_function_name_of_24_chr"), named("another_name_of_24_chars")]


@pytest.mark.parametrize("explore", PAIRED, ids=ids)
def test_long_names_hide_nothing(explore: Callable) -> None:
    live = explore(LONG, 0, 1, 0.5)
    for position in itertools.product(*([0, len(c) - 1] for c in positions(live).values())):
        Screen(live, *position).assert_all_can_be_read()


# ---- Ranges ----

RANGED = {
    "derivative": lambda **options: explore_derivative(square, **options),
    "composition": lambda **options: explore_composition([square, sigmoid], **options),
    "nudge": lambda **options: explore_nudge(**options),
    "chain": lambda **options: explore_chain([square, sigmoid], **options),
    "accumulation": lambda **options: explore_accumulation([square, tanh, hill], **options),
    "paths": lambda **options: explore_paths(**options),
}
ranged = pytest.mark.parametrize("name", RANGED)


@ranged
def test_a_range_of_ones_own_gives_the_positions(name: str) -> None:
    live = RANGED[name](low=-1, high=Fraction(1, 2), step=np.float64(0.125))
    where = positions(live)
    assert where["x"] == [-1 + k / 8 for k in range(13)]
    assert live.controls["x"].value == 0.5
    at = [int(control == "x") for control in where]
    assert "−0.875" in Screen(live, *at).sentence


@ranged
@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"low": 3, "high": -3}, ValueError, r"high must be at least low \+ step, got low 3"),
        ({"low": 0, "high": 1, "step": 1.5}, ValueError, r"high must be at least low \+ step"),
        ({"step": 0}, ValueError, "step must be a positive, finite number, got 0"),
        ({"low": np.nan}, ValueError, "low must be a finite number, got nan"),
        ({"high": None}, TypeError, "high must be a finite number, got NoneType"),
        ({"step": 1e-4}, ValueError, r"over 10000 rows.* x has .*give . fewer positions"),
        ({"step": 1e-13}, ValueError, "give x fewer positions"),  # and needs no memory
    ],
)
def test_a_range_that_makes_no_positions(
    name: str, options: dict, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        RANGED[name](**options)


# ---- Functions of one's own ----

HTML = "<b>&'\"$x$"
OWN = {
    "a constant": lambda x: np.full_like(x, 3.0),
    "nan for negative inputs, minus infinity at 0": np.log,
    "whole numbers": lambda x: np.round(x).astype(int),
    "a name with html": named(HTML),
}


def every_view(func: Array_Function, step: float) -> dict[str, Callable[[], LiveFigure]]:
    """Each view of this function, in each place of a chain; a composition is part of one."""
    return {
        "function": lambda: explore_function(func, np.arange(-2, 2.1, step)),
        "derivative": lambda: explore_derivative(func, -2, 2, step),
        "nudge": lambda: explore_nudge([tanh, func], 0, 2, step),
        "chain": lambda: explore_chain([func, sigmoid], -2, 2, step),
    }


@pytest.mark.parametrize("case", OWN)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_functions_of_ones_own_can_be_explored(case: str) -> None:
    for name, make in every_view(OWN[case], 2.0).items():
        live = make()
        for position in itertools.product(*(some(len(c))[:3] for c in positions(live).values())):
            screen = Screen(live, *position)
            assert screen.sentence, name
            if OWN[case].__name__ == HTML:
                assert HTML in " ".join(text.words for text in screen.texts), name
        assert "<b>" not in as_html(live)


BAD = {
    "a sum": (np.sum, ValueError, "sum must work elementwise"),
    "only nan": (lambda x: x * np.nan, ValueError, "gives no number that can be drawn"),
    "numbers near the largest": (
        lambda x: np.where(x > 0.5, 1.7e308, -1.7e308),
        ValueError,
        "gives no number that can be drawn",
    ),
    "only infinity": (lambda x: x + np.inf, ValueError, "gives no number that can be drawn"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_functions_that_cannot_be_explored_say_why(case: str) -> None:
    func, error, message = BAD[case]
    for make in every_view(func, 1.0).values():
        with pytest.raises(error, match=message):
            make()


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_number_that_is_none_is_shown_as_such() -> None:
    screen = Screen(explore_chain([np.sqrt, square], -2, 2, 2), 0, 0)
    assert screen.sentence.startswith(
        "At x = −2.00, sqrt gives nan with slope nan; at nan, square gives"
    )
    screen.assert_row("−2.00", "nan", "nan")
    assert [panel.dots for panel in screen.panels()] == [[], [], []]


def test_a_constant_has_slope_zero() -> None:
    live = explore_chain([named("half"), lambda x: np.full_like(x, 3.0)], -2, 2, 2)
    assert Screen(live, 0, 2).sentence == (
        "At x = 2.00, half gives 4.0000 with slope 2.0000; at 4.0000, lambda gives 3.0000 "
        "with slope 0.0000; 0.0000 × 2.0000 = 0.000, the slope of lambda(half(x))."
    )


def test_every_view_has_a_picture_and_leaves_pyplot_alone() -> None:
    plt.close("all")
    figure = plt.figure()
    for make in every_view(square, 2.0).values():
        assert make()._repr_mimebundle_()["image/png"]
    assert plt.get_fignums() == [figure.number]
    assert figure.axes == []
    plt.close("all")


# ---- Errors ----


def recorded(name: str, value: object, *inputs: tuple) -> SimpleNamespace:
    return SimpleNamespace(name=name, value=value, inputs=list(inputs))


XS = np.array([-2.0, -1.1, -0.4, 0.3, 0.9, 1.7])
YS = np.array([0.0, 0.1, 0.0, 1.0, 0.8, 1.0])
W = np.zeros((4, 2))
AT = np.linspace(0, 1, 5)
X = recorded("x", 1.0)
# fmt: off
WRONG = [
    *((lambda explore=explore: explore([square]), "chain must hold . functions, got 1")
      for explore in [*PAIRED, explore_accumulation]),
    *((lambda explore=explore: explore(square), "chain must be a list of functions")
      for explore in [*PAIRED, explore_accumulation]),
    *((lambda explore=explore: explore(3), "func must be a function of an array")
      for explore in [explore_function, explore_derivative, explore_paths]),
    (lambda: explore_function(square, []), "input_range must hold 2 to 1000 .* numbers, got 0"),
    (lambda: explore_function(square, [1]), "input_range must hold 2 to 1000 .* numbers, got 1"),
    (lambda: explore_function(square, np.arange(1001)), "must hold 2 to 1000 .*, got 1001"),
    (lambda: explore_function(square, [1, np.nan]), "got 2 numbers, 1 of them finite"),
    (lambda: explore_function(square, [2, 2]), "input_range must hold two"),
    (lambda: explore_function(square, [-1e308, 1e308]), "input_range must hold finite numbers"),
    (lambda: explore_function(square, 5), "input_range must be one-dimensional"),
    (lambda: explore_function(square, "abc"), "input_range must hold real numbers"),
    (lambda: explore_depth(start=np.nan), "start must be a finite number"),
    (lambda: explore_depth(start="1"), "start must be a finite number"),
    (lambda: explore_depth([tanh], 1e308), "start must hold finite"),
    (lambda: explore_depth([leaky_relu], 0), "activations must have a slope"),
    (lambda: explore_depth(3), "activations must be a list"),
    (lambda: explore_depth([]), "activations must be a list"),
    (lambda: explore_depth([3]), "activations.0. must be a function"),
    (lambda: explore_training(XS, YS[:3], {1: W}), "y must have one number"),
    (lambda: explore_training(XS, YS * np.nan, {1: W}), "x and y must"),
    (lambda: explore_training(XS * 5e307, YS, {1: W}), "x must hold finite numbers between"),
    (lambda: explore_training(XS, YS, {1: W}, 6), "example must be a whole"),
    (lambda: explore_training(XS, YS, {1: W}, 1.0), "example must be a whole"),
    (lambda: explore_training(XS, YS, {1: W * np.nan}), "runs.1. must hold finite"),
    (lambda: explore_training(XS, YS, {1: W[:0]}), "runs must hold arrays"),
    (lambda: explore_training(XS, YS, {1: W, 2: W[:3]}), "runs must hold arrays"),
    (lambda: explore_training(XS, YS, {1: W.T}), "runs must hold arrays"),
    (lambda: explore_training(XS, YS, {1: 3}), "runs must hold arrays"),
    (lambda: explore_training(XS, YS, {"a": W}), "each learning rate in runs"),
    (lambda: explore_training(XS, YS, {}), "runs must be a dict"),
    (lambda: explore_training(XS, YS, [W]), "runs must be a dict"),
    (lambda: explore_fit(XS, YS, AT, W[:0], []), "fits must have one row"),
    (lambda: explore_fit(XS, YS, AT, W, AT[:4] + 1), "fits must have one row"),
    (lambda: explore_fit(XS, YS, AT * np.nan, W, AT), "at must hold 2"),
    (lambda: explore_fit(XS, YS, AT[:1], AT[:, None], AT + 1), "at must hold 2"),
    (lambda: explore_fit(XS, YS, AT, np.eye(5), AT), "losses above 0"),
    (lambda: explore_fit(XS, YS[1:], AT, np.eye(5), AT + 1), "y must have one"),
    (lambda: explore_fit([1, 2], [-1e308, 1e308], [1, 2], [[1, 2]], [1]), "y must hold finite"),
    (lambda: explore_backward(5), "order must be a list"),
    (lambda: explore_backward([]), "order must hold 1 to 16 numbers, got 0"),
    (lambda: explore_backward([X] * 17), "order must hold 1 to 16 numbers"),
    (lambda: explore_backward([3.0]), "float without name and value and inputs"),
    (lambda: explore_backward([recorded("x", None)]), "each number in order"),
    (lambda: explore_backward([recorded("y", 1.0, (X, 1.0)), X]), "inputs before"),
    (lambda: explore_backward([recorded("y", 1.0, (X, 1.0))]), "one of y does not"),
]
# fmt: on


@pytest.mark.parametrize(("make", "message"), WRONG)
def test_wrong_input_of_a_view_is_named(make: Callable, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        make()
