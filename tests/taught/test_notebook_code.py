"""The code that the later notebooks write in their own cells, against autograd.

Only what they do not check themselves: what they print, nbval compares.
"""

import functools
import itertools
from collections.abc import Callable

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given
from hypothesis import strategies as st
from notebook_files import PATHS, in_this_process
from reference import REFERENCE, quick

from helpers import chain_slopes, hill, sigmoid, square, tanh, valley
from helpers.views.training import HOURS, PASSED, _trained

WITHIN = 1e-5
FUNCTIONS = [square, sigmoid, tanh, valley, hill]
numbers = st.floats(-2, 2).map(lambda x: round(x, 3))


def taught(number: int) -> dict[str, object]:
    """What stands in a notebook's namespace after a run from top to bottom."""
    return in_this_process(PATHS[number - 1])[0]


def close(slope: float, expected: float) -> bool:
    return abs(slope - expected) <= WITHIN * max(abs(expected), 0.01)


# ---- 6: longer chains ----


def test_forward_finds_the_slope_for_each_knob_with_so_many_calls():
    taught_six = taught(6)
    functions = [REFERENCE[func] for func in taught_six["six"]]
    values = list(itertools.accumulate(functions, lambda u, f: f(u), initial=5.0))
    found, calls = taught_six["forward"](chain_slopes(taught_six["six"], 5.0))
    for k, slope in enumerate(found):
        behind = grad(lambda u, k=k: functools.reduce(lambda u, f: f(u), functions[k:], u))
        assert close(slope, behind(values[k]))
    assert calls == 6 + 5 + 4 + 3 + 2 + 1


# ---- 9: training a chain ----


def test_gradient_of_the_neuron_and_its_loss():
    nine = taught(9)

    def loss(w, b):
        a = REFERENCE[sigmoid](w * nine["hours"] + b)
        return anp.mean((a - nine["passed"]) ** 2)

    for w, b in np.random.default_rng(9).normal(size=(20, 2)):
        assert nine["loss"](w, b) == pytest.approx(loss(w, b), rel=1e-12)
        assert all(map(close, nine["gradient"](w, b), (grad(loss, 0)(w, b), grad(loss, 1)(w, b))))


def test_training_goes_downhill_and_the_view_shows_the_same_run():
    nine = taught(9)
    assert np.array_equal(nine["hours"], HOURS) and np.array_equal(nine["passed"], PASSED)
    losses = [nine["loss"](*knobs) for knobs in nine["history"]]
    assert all(np.diff(losses) < 0) and losses[-1] < 0.13
    assert nine["history"] == pytest.approx(_trained(HOURS, PASSED))


def test_a_loop_over_the_hidden_units_predicts_what_the_network_does():
    nine = taught(9)
    looped = [nine["predict"](nine["start"], x) for x in nine["at"]]
    assert looped == pytest.approx(nine["fits"][0])
    assert nine["units"][0].sum(axis=0) + nine["start"]["b2"] == pytest.approx(nine["fits"][0])


def test_the_network_learns_the_bump():
    nine = taught(9)
    assert all(np.diff(nine["losses"]) < 0)
    assert nine["losses"][-1] < 0.0005
    assert np.abs(nine["fits"][-1] - np.exp(-(nine["at"] ** 2))).max() < 0.1


# ---- 10: a tiny autodiff ----

Steps = list[tuple[str | int, int, int]]
"""Each takes an operation, "+", "×" or a function's place, and two numbers that exist so far."""
steps = st.lists(
    st.tuples(st.sampled_from(["+", "×", *range(len(FUNCTIONS))]), *[st.integers(0, 99)] * 2),
    min_size=1,
    max_size=12,
)


def computed(steps: Steps, start: list, function: Callable) -> object:
    """Take these steps with numbers of any kind that can be added and multiplied."""
    numbers = list(start)
    for operation, i, j in steps:
        a, b = numbers[i % len(numbers)], numbers[j % len(numbers)]
        if operation == "+":
            numbers.append(a + b)
        else:
            numbers.append(a * b if operation == "×" else function(FUNCTIONS[operation], a))
    return numbers[-1]


@quick
@given(steps, st.lists(numbers, min_size=3, max_size=3))
def test_autodiff_agrees_with_autograd_on_any_graph(steps, start):
    ten = taught(10)

    def by_autograd(start):
        return computed(steps, list(start), lambda f, u: REFERENCE[f](u))

    values = [ten["Value"](number) for number in start]
    end = computed(steps, values, ten["apply"])
    expected = by_autograd(np.array(start))
    if not abs(expected) < 1e6:
        return  # repeated squares: too large for a step of deriv
    ten["backward"](ten["in_order"](end))
    assert end.value == pytest.approx(expected, rel=1e-9, abs=1e-12)
    slopes = grad(by_autograd)(np.array(start))
    size = max(1.0, abs(expected), *np.abs(slopes))
    for value, slope in zip(values, slopes, strict=True):
        # One that the end is not made of has none.
        assert abs((value.slope or 0.0) - slope) <= WITHIN * size
