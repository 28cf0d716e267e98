"""The chain rule in NumPy: what the notebooks explain, line by line.

A chain is a list of functions in the order in which they are applied: [f1, f2] means f2(f1(x)).
A number travels through it from box to box, and every function here follows that journey.
"""

from itertools import pairwise

from numpy import ndarray

from helpers.arguments import check_array, check_chain, check_function, check_number
from helpers.functions import Array_Function

Chain = list[Array_Function]
"""Functions in the order in which they are applied: [f1, f2] means f2(f1(x))."""


def deriv(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    """Derivative of a function at every element of an array, by the central difference.

    Formula: (f(x + delta) - f(x - delta)) / (2 * delta).

    Parameters
    ----------
    func
        Takes an array and returns an array of the same shape.
    input_
        Where to take the derivative: numbers of any shape.
    delta
        How far to step to each side, in units of the input.

    Returns
    -------
    ndarray
        The slope at each element, in units of output per unit of input; the shape of `input_`.

    Raises
    ------
    TypeError
        If `func` is not callable or fails on an array, or an input is not numeric.
    ValueError
        If `delta` is not positive and finite, or `func` does not work elementwise.

    Notes
    -----
    A float has about 16 digits, so beside a large x a small delta is lost in rounding. The step is
    off by a share of about 1e-16 times x / delta; from x = 1e16 times delta on, x + delta is x
    itself, and the slope comes out as 0.
    """
    func = check_function(func)
    input_ = check_array("input_", input_)
    delta = check_number("delta", delta, positive=True)

    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


def chain_length_2(chain: Chain, input_: ndarray) -> ndarray:
    """Value of a chain of two functions: f2(f1(x)).

    Parameters
    ----------
    chain
        Two functions, [f1, f2].
    input_
        The x's: numbers of any shape.

    Returns
    -------
    ndarray
        The value for each x; the shape of `input_`.

    Raises
    ------
    TypeError
        If `chain` is not a list of functions, or `input_` is not numeric.
    ValueError
        If `chain` has another length, or one of its functions does not work elementwise.
    """
    f1, f2 = check_chain(chain, length=2)
    x = check_array("input_", input_)

    return f2(f1(x))


def chain_length_3(chain: Chain, input_: ndarray) -> ndarray:
    """Value of a chain of three functions: f3(f2(f1(x))).

    Parameters
    ----------
    chain
        Three functions, [f1, f2, f3].
    input_
        The x's: numbers of any shape.

    Returns
    -------
    ndarray
        The value for each x; the shape of `input_`.

    Raises
    ------
    TypeError
        If `chain` is not a list of functions, or `input_` is not numeric.
    ValueError
        If `chain` has another length, or one of its functions does not work elementwise.
    """
    f1, f2, f3 = check_chain(chain, length=3)
    x = check_array("input_", input_)

    return f3(f2(f1(x)))


def chain_values(chain: Chain, input_: ndarray) -> list[ndarray]:
    """Every number that travels through a chain: x, f1(x), f2(f1(x)), and so on.

    Parameters
    ----------
    chain
        One function or more, [f1, f2, ...].
    input_
        The x's: numbers of any shape.

    Returns
    -------
    list of ndarray
        The input and the output of each function; one more array than there are functions, each
        of the shape of `input_`.

    Raises
    ------
    TypeError
        If `chain` is not a list of functions, or `input_` is not numeric.
    ValueError
        If `chain` is empty, or one of its functions does not work elementwise.
    """
    functions = check_chain(chain)
    values = [check_array("input_", input_)]
    for f in functions:
        values.append(f(values[-1]))
    return values


def chain_slopes(chain: Chain, input_: ndarray) -> list[ndarray]:
    """The slope of each function of a chain, at the number that arrives at it.

    Formula: df1/du(x), df2/du(f1(x)), and so on; their product is the slope of the chain.

    Parameters
    ----------
    chain
        One function or more, [f1, f2, ...].
    input_
        The x's: numbers of any shape.

    Returns
    -------
    list of ndarray
        One array for each function, of the shape of `input_`.

    Raises
    ------
    TypeError
        If `chain` is not a list of functions, or `input_` is not numeric.
    ValueError
        If `chain` is empty, or one of its functions does not work elementwise.
    """
    inputs = chain_values(chain, input_)[:-1]
    return [deriv(f, u) for f, u in zip(chain, inputs, strict=True)]


def chain_deriv_2(chain: Chain, input_range: ndarray) -> ndarray:
    """Derivative of f2(f1(x)) by the chain rule.

    Formula: df2/du(f1(x)) * df1/du(x).

    Parameters
    ----------
    chain
        Two functions, [f1, f2].
    input_range
        The x's, of shape (n,).

    Returns
    -------
    ndarray
        The slope at each x, of shape (n,).

    Raises
    ------
    TypeError
        If `chain` is not a list of functions, or `input_range` is not numeric.
    ValueError
        If `chain` has another length, `input_range` is not one-dimensional, or a function does
        not work elementwise.
    """
    f1, f2 = check_chain(chain, length=2)
    x = check_array("input_range", input_range, one_dimensional=True)

    f1_of_x = f1(x)
    df1dx = deriv(f1, x)
    df2du = deriv(f2, f1_of_x)

    return df2du * df1dx


def chain_deriv_3(chain: Chain, input_range: ndarray) -> ndarray:
    """Derivative of f3(f2(f1(x))) by the chain rule.

    Formula: df3/du(f2(f1(x))) * df2/du(f1(x)) * df1/du(x).

    Parameters
    ----------
    chain
        Three functions, [f1, f2, f3].
    input_range
        The x's, of shape (n,).

    Returns
    -------
    ndarray
        The slope at each x, of shape (n,).

    Raises
    ------
    TypeError
        If `chain` is not a list of functions, or `input_range` is not numeric.
    ValueError
        If `chain` has another length, `input_range` is not one-dimensional, or a function does
        not work elementwise.
    """
    f1, f2, f3 = check_chain(chain, length=3)
    x = check_array("input_range", input_range, one_dimensional=True)

    f1_of_x = f1(x)
    f2_of_u = f2(f1_of_x)
    df1dx = deriv(f1, x)
    df2du = deriv(f2, f1_of_x)
    df3du = deriv(f3, f2_of_u)

    return df3du * df2du * df1dx


def chain_deriv(chain: Chain, input_range: ndarray) -> ndarray:
    """Derivative of a chain of any length by the chain rule.

    Formula: the product of the slopes of all functions, each at its own input. Each value on the
    way is computed once, so the cost grows with the length, not with its square.

    Parameters
    ----------
    chain
        One function or more, [f1, f2, ...].
    input_range
        The x's, of shape (n,).

    Returns
    -------
    ndarray
        The slope at each x, of shape (n,).

    Raises
    ------
    TypeError
        If `chain` is not a list of functions, or `input_range` is not numeric.
    ValueError
        If `chain` is empty, `input_range` is not one-dimensional, or a function does not work
        elementwise.
    """
    functions = check_chain(chain)
    u = check_array("input_range", input_range, one_dimensional=True)

    slope = deriv(functions[0], u)
    for previous, f in pairwise(functions):
        u = previous(u)
        slope = deriv(f, u) * slope

    return slope
