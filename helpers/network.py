"""A network with one hidden layer in plain NumPy: its numbers forward, its slopes backward.

Each prediction is w2 · sigmoid(w1 · x + b1) + b2, a sum over the hidden units.
"""

import numpy as np
from numpy import ndarray

from helpers.arguments import check_array, check_count, check_parameters, check_points
from helpers.chain import deriv
from helpers.functions import sigmoid

Parameters = dict[str, ndarray]
"""The knobs of the network: w1, b1 and w2 of shape (hidden,), and b2 of shape ()."""


def network_start(hidden: int, seed: int) -> Parameters:
    """Random parameters to start from.

    Parameters
    ----------
    hidden
        The number of hidden units, from 1 to 1000.
    seed
        A whole number from 0 to a billion: the same seed gives the same parameters.

    Returns
    -------
    dict of ndarray
        Drawn from a normal distribution of width 2; b2 is 0.

    Raises
    ------
    TypeError, ValueError
        If `hidden` is not a whole number from 1 to 1000, or `seed` not one from 0 to a billion.
    """
    hidden = check_count("hidden", hidden, 1, 1000)
    random = np.random.default_rng(check_count("seed", seed, 0, 10**9))
    w1, b1, w2 = random.normal(scale=2, size=(3, hidden))
    return {"w1": w1, "b1": b1, "w2": w2, "b2": np.array(0.0)}


def network_forward(parameters: Parameters, x: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    """The numbers at each stage of the network.

    Parameters
    ----------
    parameters
        As `network_start` makes them.
    x
        The inputs, of shape (n,).

    Returns
    -------
    z, h, p : ndarray
        What goes into the hidden units and what comes out of them, both of shape (n, hidden), and
        the predictions, of shape (n,).

    Raises
    ------
    TypeError, ValueError
        If `parameters` are not such a dict, or `x` is not a one-dimensional array of numbers.
    """
    parameters = check_parameters(parameters)
    x = check_array("x", x, one_dimensional=True)

    z = x[:, np.newaxis] * parameters["w1"] + parameters["b1"]
    h = sigmoid(z)
    p = h @ parameters["w2"] + parameters["b2"]
    return z, h, p


def network_loss(parameters: Parameters, x: ndarray, y: ndarray) -> float:
    """The mean squared error of the predictions: mean((p - y)²).

    Parameters
    ----------
    parameters
        As `network_start` makes them.
    x, y
        The inputs and what the network should predict for them, both of shape (n,).

    Raises
    ------
    TypeError, ValueError
        If `x` and `y` are not one-dimensional arrays of finite numbers, equally long, or
        `parameters` are not such a dict.
    """
    x, y = check_points(x, y)

    _, _, p = network_forward(parameters, x)
    return np.mean((p - y) ** 2)


def network_gradient(parameters: Parameters, x: ndarray, y: ndarray) -> Parameters:
    """The slope of the loss with respect to every parameter, by the chain rule.

    Parameters
    ----------
    parameters
        As `network_start` makes them.
    x, y
        The inputs and what the network should predict for them, both of shape (n,).

    Returns
    -------
    dict of ndarray
        For each parameter an array of slopes, of the same shape.

    Raises
    ------
    TypeError, ValueError
        If `x` and `y` are not one-dimensional arrays of finite numbers, equally long, or
        `parameters` are not such a dict.
    """
    x, y = check_points(x, y)
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
