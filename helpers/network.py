"""A network with one hidden layer in plain NumPy: its numbers forward, its slopes backward.

Each prediction is w2 · sigmoid(w1 · x + b1) + b2, a sum over the hidden units. x are the inputs
and y what the network should predict for them, both of shape (n,).

The line above a function guards it. What is not of the kind that its type says is a TypeError, and
a ValueError are parameters without the names and shapes of `network_start`, and points that are
not one-dimensional, equally many and finite; each names the argument, what came and what was
expected.
"""

from functools import partial

import numpy as np
from numpy import ndarray

from helpers.arguments import check_array, check_count, check_parameters, checked, takes_points
from helpers.chain import deriv
from helpers.functions import sigmoid

Parameters = dict[str, ndarray]
"""The knobs of the network: w1, b1 and w2 of shape (hidden,), and b2 of shape ()."""


@checked(partial(check_count, least=1, most=1000), partial(check_count, least=0, most=10**9))
def network_start(hidden: int, seed: int) -> Parameters:
    """Random parameters to start from, drawn from a normal distribution of width 2; b2 is 0.

    There may be 1 to 1000 hidden units. The seed is a whole number from 0 to a billion, and the
    same seed gives the same parameters.
    """
    random = np.random.default_rng(seed)
    w1, b1, w2 = random.normal(scale=2, size=(3, hidden))
    return {"w1": w1, "b1": b1, "w2": w2, "b2": np.array(0.0)}


@checked(check_parameters, partial(check_array, one_dimensional=True))
def network_forward(parameters: Parameters, x: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    """The numbers at each stage of the network: z, h and p.

    z goes into the hidden units and h comes out of them, both of shape (n, hidden); p are the
    predictions, of shape (n,).
    """
    z = x[:, np.newaxis] * parameters["w1"] + parameters["b1"]
    h = sigmoid(z)
    p = h @ parameters["w2"] + parameters["b2"]
    return z, h, p


@takes_points
def network_loss(parameters: Parameters, x: ndarray, y: ndarray) -> float:
    """The mean squared error of the predictions: mean((p - y)²)."""
    _, _, p = network_forward(parameters, x)
    return np.mean((p - y) ** 2)


@takes_points
def network_gradient(parameters: Parameters, x: ndarray, y: ndarray) -> Parameters:
    """The slope of the loss with respect to every parameter, by the chain rule.

    For each parameter it is an array of the same shape.
    """
    z, h, p = network_forward(parameters, x)

    dl_dp = 2 * (p - y) / len(y)
    dl_dh = dl_dp[:, np.newaxis] * parameters["w2"]
    dl_dz = dl_dh * deriv(sigmoid, z)

    return {
        "w1": (dl_dz * x[:, np.newaxis]).sum(axis=0),
        "b1": dl_dz.sum(axis=0),
        "w2": dl_dp @ h,
        "b2": dl_dp.sum(),
    }
