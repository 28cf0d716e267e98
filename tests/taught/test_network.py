"""The network in plain NumPy, against autograd and against loops."""

import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from numpy import ndarray

from helpers import network_forward, network_gradient, network_loss, network_start
from helpers.network import Parameters

SHAPES = {"w1": 1, "b1": 1, "w2": 1, "b2": 0}
CASES = [(1, 1, 0), (1, 7, 1), (2, 5, 2), (5, 1, 3), (8, 40, 4), (30, 3, 5)]


def case(hidden: int, count: int, seed: int) -> tuple[Parameters, ndarray, ndarray]:
    """Parameters, none of them 0, and points."""
    random = np.random.default_rng(seed)
    parameters = network_start(hidden, seed) | {"b2": np.array(random.normal())}
    return parameters, random.uniform(-2, 2, count), random.normal(size=count)


def literal(parameters: Parameters, x: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    """z, h and p once more, with the formula of sigmoid as a textbook has it."""
    z = anp.outer(x, parameters["w1"]) + parameters["b1"]
    h = 1 / (1 + anp.exp(-z))
    return z, h, anp.sum(parameters["w2"] * h, axis=1) + parameters["b2"]


def literal_loss(parameters: Parameters, x: ndarray, y: ndarray) -> float:
    return anp.sum((y - literal(parameters, x)[-1]) ** 2) / len(x)


@pytest.mark.parametrize(("hidden", "count", "seed"), CASES)
def test_numbers_are_those_of_the_formulas_and_slopes_those_of_autograd(
    hidden: int, count: int, seed: int
) -> None:
    parameters, x, y = case(hidden, count, seed)
    for found, expected in zip(network_forward(parameters, x), literal(parameters, x), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, strict=True)
    assert network_loss(parameters, x, y) == pytest.approx(literal_loss(parameters, x, y), rel=1e-9)
    slopes = network_gradient(parameters, x, y)
    expected = autograd.grad(literal_loss)(parameters, x, y)
    assert list(slopes) == list(SHAPES)
    for name, slope in slopes.items():
        assert np.shape(slope) == parameters[name].shape
        np.testing.assert_allclose(slope, expected[name], rtol=1e-5, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("hidden", [1, 2, 1000])
def test_the_start_has_its_shapes_its_spread_and_is_that_of_its_seed(hidden: int) -> None:
    start, again, other = (network_start(hidden, seed) for seed in (0, 0, 10**9))
    assert {name: value.shape for name, value in start.items()} == {
        name: (hidden,) * dimensions for name, dimensions in SHAPES.items()
    }
    assert start["b2"] == 0
    for name in ("w1", "b1", "w2"):
        np.testing.assert_array_equal(start[name], again[name])
        assert (start[name] != other[name]).all()
        if hidden == 1000:
            assert np.mean(start[name]) == pytest.approx(0, abs=0.2)
            assert np.std(start[name]) == pytest.approx(2, abs=0.2)
    assert len({float(start[name][0]) for name in ("w1", "b1", "w2")}) == 3


START, OF_POINTS = network_start(2, 0), (network_loss, network_gradient)
HIDDEN = "hidden must be a whole number from 1 to 1000"
SEED = "seed must be a whole number from 0 to 1000000000"
POINTS = [
    ([1, 2, 3], [1, 2], "y must have one number for each x, got 2 for 3"),
    ([1], [1, 2], "y must have one number for each x"),
    ([], [], "x and y must hold at least one number each"),
    ([1, math.nan], [1, 2], "at least one number each, all of them finite"),
    ([1, 2], [math.inf, 2], "at least one number each, all of them finite"),
    ([[1], [2]], [1, 2], "x must be one-dimensional"),
    ([1, 2], [[1], [2]], "y must be one-dimensional"),
    ("ab", [1, 2], "x must hold real numbers"),
    ([1, 2], [True, False], "y must hold real numbers"),
]
WRONG = [
    *((f, (START, x, y), words) for f in OF_POINTS for x, y, words in POINTS),
    *((f, (3, [1.0], [1.0]), "parameters must be a dict") for f in OF_POINTS),
    (network_forward, (3, [1.0]), "parameters must be a dict"),
    (network_forward, (START, 1.0), "x must be one-dimensional"),
    *((network_start, (bad, 0), HIDDEN) for bad in (0, 1001, 2.5)),
    *((network_start, (2, bad), f"{SEED}, got {bad}") for bad in (-1, 10**9 + 1)),
]


@pytest.mark.parametrize(("function", "arguments", "words"), WRONG)
def test_wrong_arguments_are_named(function, arguments: tuple, words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        function(*arguments)
