"""The chain rule in NumPy: what the notebooks explain, line by line.

A chain is a list of functions in the order in which they are applied: [f1, f2] means f2(f1(x)).
A number travels through it from box to box, and every function here follows that journey.

The line above a function guards it: it turns what comes into a chain of functions and an array of
floats. What can't be one is a TypeError, of the wrong length or shape a ValueError, and so is a
function that returns another shape than it got; each names the argument, what came and what was
expected. Arrays come back in the shape in which they went in.
"""

from itertools import pairwise

from numpy import ndarray

from helpers.arguments import check_array, check_function, check_positive, checked, takes_a_chain
from helpers.functions import Array_Function

Chain = list[Array_Function]
"""Functions in the order in which they are applied: [f1, f2] means f2(f1(x))."""


@checked(check_function, check_array, check_positive)
def deriv(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    """Slope of a function at every element of an array, by the central difference.

    Formula: (f(x + delta) - f(x - delta)) / (2 * delta), in units of output per unit of input.

    A float has about 16 digits, so beside a large x a small delta is lost in rounding. The step is
    off by a share of about 1e-16 times x / delta; from x = 1e16 times delta on, x + delta is x
    itself, and the slope comes out as 0.
    """
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@takes_a_chain(length=2)
def chain_length_2(chain: Chain, input_: ndarray) -> ndarray:
    """Value of a chain of two functions: f2(f1(x))."""
    f1, f2 = chain
    x = input_

    return f2(f1(x))


@takes_a_chain(length=3)
def chain_length_3(chain: Chain, input_: ndarray) -> ndarray:
    """Value of a chain of three functions: f3(f2(f1(x)))."""
    f1, f2, f3 = chain
    x = input_

    return f3(f2(f1(x)))


@takes_a_chain()
def chain_values(chain: Chain, input_: ndarray) -> list[ndarray]:
    """Every number that travels through a chain: x, f1(x), f2(f1(x)), and so on."""
    values = [input_.copy()]
    for f in chain:
        values.append(f(values[-1]))
    return values


@takes_a_chain()
def chain_slopes(chain: Chain, input_: ndarray) -> list[ndarray]:
    """Slope of each function of a chain, at its own input: df1/du(x), df2/du(f1(x)), and so on."""
    inputs = chain_values(chain, input_)[:-1]
    return [deriv(f, value) for f, value in zip(chain, inputs, strict=True)]


@takes_a_chain(length=2, one_dimensional=True)
def chain_deriv_2(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of f2(f1(x)) at each x, of shape (n,): df2/du(f1(x)) * df1/du(x)."""
    f1, f2 = chain
    x = input_range

    f1_of_x = f1(x)
    df1dx = deriv(f1, x)
    df2du = deriv(f2, f1_of_x)

    return df2du * df1dx


@takes_a_chain(length=3, one_dimensional=True)
def chain_deriv_3(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of f3(f2(f1(x))) at each x, of shape (n,).

    Formula: df3/du(f2(f1(x))) * df2/du(f1(x)) * df1/du(x).
    """
    f1, f2, f3 = chain
    x = input_range

    f1_of_x = f1(x)
    f2_of_f1 = f2(f1_of_x)
    df1dx = deriv(f1, x)
    df2du = deriv(f2, f1_of_x)
    df3du = deriv(f3, f2_of_f1)

    return df3du * df2du * df1dx


@takes_a_chain(one_dimensional=True)
def chain_deriv(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of a chain of any length at each x, of shape (n,).

    Formula: the product of the slopes of all functions, each at its own input. Each value on the
    way is computed once, so the cost grows with the length, not with its square.
    """
    value = input_range

    slope = deriv(chain[0], value)
    for previous, f in pairwise(chain):
        value = previous(value)
        slope = deriv(f, value) * slope

    return slope
