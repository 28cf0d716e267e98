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
cases = pytest.mark.parametrize(("hidden", "count", "seed"), CASES)


def case(hidden: int, count: int, seed: int) -> tuple[Parameters, ndarray, ndarray]:
    """Parameters, none of them 0, and points."""
    random = np.random.default_rng(seed)
    parameters = network_start(hidden, seed) | {"b2": np.array(random.normal())}
    return parameters, random.uniform(-2, 2, count), random.normal(size=count)


def literal_loss(parameters: Parameters, x: ndarray, y: ndarray) -> float:
    """The loss once more, with the formula of sigmoid as a textbook has it."""
    z = anp.outer(x, parameters["w1"]) + parameters["b1"]
    p = anp.sum(parameters["w2"] / (1 + anp.exp(-z)), axis=1) + parameters["b2"]
    return anp.sum((y - p) ** 2) / len(x)


@cases
def test_every_slope_is_that_of_autograd(hidden: int, count: int, seed: int) -> None:
    parameters, x, y = case(hidden, count, seed)
    slopes = network_gradient(parameters, x, y)
    expected = autograd.grad(literal_loss)(parameters, x, y)
    assert list(slopes) == list(SHAPES)
    for name, slope in slopes.items():
        assert np.shape(slope) == parameters[name].shape
        np.testing.assert_allclose(slope, expected[name], rtol=1e-5, atol=1e-12, err_msg=name)


@cases
def test_numbers_are_those_of_a_loop_over_points_and_units(
    hidden: int, count: int, seed: int
) -> None:
    parameters, x, y = case(hidden, count, seed)
    z, h, p = network_forward(parameters, x)
    assert z.shape == h.shape == (count, hidden)
    assert p.shape == (count,)
    errors = []
    for i in range(count):
        prediction = float(parameters["b2"])
        for k in range(hidden):
            into = float(parameters["w1"][k]) * float(x[i]) + float(parameters["b1"][k])
            out = 1 / (1 + math.exp(-into))
            assert (z[i, k], h[i, k]) == pytest.approx((into, out), rel=1e-12, abs=1e-15)
            prediction += float(parameters["w2"][k]) * out
        assert p[i] == pytest.approx(prediction, rel=1e-9, abs=1e-12)
        errors.append((prediction - y[i]) ** 2)
    assert network_loss(parameters, x, y) == pytest.approx(sum(errors) / count, rel=1e-9)


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


@pytest.mark.parametrize("function", [network_loss, network_gradient])
@pytest.mark.parametrize(
    ("x", "y", "error", "message"),
    [
        ([1, 2, 3], [1, 2], ValueError, "y must have one number for each x, got 2 for 3"),
        ([1], [1, 2], ValueError, "y must have one number for each x"),
        ([], [], ValueError, "x and y must hold at least one number each"),
        ([1, math.nan], [1, 2], ValueError, "at least one number each, all of them finite"),
        ([1, 2], [math.inf, 2], ValueError, "at least one number each, all of them finite"),
        ([[1], [2]], [1, 2], ValueError, "x must be one-dimensional"),
        ([1, 2], [[1], [2]], ValueError, "y must be one-dimensional"),
        ("ab", [1, 2], TypeError, "x must hold real numbers"),
        ([1, 2], [True, False], TypeError, "y must hold real numbers"),
    ],
)
def test_points_that_do_not_fit_are_named(function, x, y, error, message) -> None:
    with pytest.raises(error, match=message):
        function(network_start(2, 0), x, y)


def test_wrong_parameters_and_inputs_are_named() -> None:
    for function in (network_forward, network_loss, network_gradient):
        points = ([1.0],) * (1 if function is network_forward else 2)
        with pytest.raises(TypeError, match="parameters must be a dict"):
            function(None, *points)
    with pytest.raises(ValueError, match="x must be one-dimensional"):
        network_forward(network_start(2, 0), 1.0)


@pytest.mark.parametrize(
    ("hidden", "seed", "message"),
    [(bad, 0, "hidden must be a whole number from 1 to 1000, got") for bad in (0, 1001, 2.5, None)]
    + [(2, bad, f"seed must be .* from 0 to 1000000000, got {bad}") for bad in (-1, 10**9 + 1)],
)
def test_a_start_that_is_none_is_refused(hidden: object, seed: int, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        network_start(hidden, seed)
