"""The speed and the error of `chain_deriv_2`, and how the cost of `chain_deriv` grows.

`chain_deriv_2` is compared with autograd, and with the derivative of the composite as one would
write it by hand; the error of each is its largest distance from the latter. It is also compared
with its own lines without the guards against wrong input: in time of the processor, and with memory
that the process has already. How much it gives back to the system after each call, and must ask for
again, is a matter of luck, and makes more of a difference than the guards. `chain_deriv` is
compared with a version that computes every value from the start of the chain.
"""

import time
from collections.abc import Callable
from functools import partial

import autograd.numpy as anp
import numpy as np
from autograd import elementwise_grad
from numpy import ndarray
from rows import heading, row

from helpers import Chain, chain_deriv, chain_deriv_2, deriv, sigmoid, square

PLOT_RANGE = np.arange(-3, 3, 0.01)
LONG_RANGE = np.arange(-3, 3, 0.0001)
ROUNDS, CALLS = 200, 10
LENGTHS = [10, 100, 1000]
LENGTH_ROUNDS = 3

calls = 0


def sigmoid_of_square(x: ndarray) -> ndarray:
    """sigmoid(square(x)), in operations that autograd can differentiate."""
    return (1 + anp.tanh(x**2 / 2)) / 2


def square_of_sigmoid(x: ndarray) -> ndarray:
    """square(sigmoid(x)), in operations that autograd can differentiate."""
    return ((1 + anp.tanh(x / 2)) / 2) ** 2


def exact_sigmoid_of_square(x: ndarray) -> ndarray:
    """The derivative of sigmoid(square(x))."""
    s = (1 + np.tanh(x**2 / 2)) / 2
    return s * (1 - s) * 2 * x


def exact_square_of_sigmoid(x: ndarray) -> ndarray:
    """The derivative of square(sigmoid(x))."""
    s = (1 + np.tanh(x / 2)) / 2
    return 2 * s * s * (1 - s)


def bare_deriv(func: Callable[[ndarray], ndarray], x: ndarray, delta: float = 0.001) -> ndarray:
    """The line of `deriv`, without its guard."""
    return (func(x + delta) - func(x - delta)) / (2 * delta)


def bare_chain_deriv_2(chain: Chain, x: ndarray) -> ndarray:
    """The lines of `chain_deriv_2`, without their guard."""
    f1, f2 = chain

    f1_of_x = f1(x)
    df1dx = bare_deriv(f1, x)
    df2du = bare_deriv(f2, f1_of_x)

    return df2du * df1dx


def microseconds(methods: list[Callable[[ndarray], ndarray]], x: ndarray) -> list[list[float]]:
    """The time per call of each method, the median of rounds in which they take turns."""
    times = np.empty((ROUNDS, len(methods)))
    for turn in times:
        for k, method in enumerate(methods):
            start = time.process_time()
            for _ in range(CALLS):
                method(x)
            turn[k] = (time.process_time() - start) / CALLS
    return [[1e6 * median] for median in np.median(times, axis=0)]


def compared(
    name: str, chain: Chain, composite: Callable[[ndarray], ndarray], exact: Callable
) -> list[str]:
    """The time per call and the largest error, beside those of the alternatives."""
    methods = [partial(chain_deriv_2, chain), elementwise_grad(composite), exact]
    reference = exact(PLOT_RANGE)
    errors = [np.abs(method(PLOT_RANGE) - reference).max() for method in methods]
    return [
        row(f"`{name}`, microseconds per call", *microseconds(methods, PLOT_RANGE)),
        row(f"`{name}`, largest error", *([error] for error in errors)),
    ]


def guarded_and_bare(name: str, chain: Chain) -> list[str]:
    """What the guards cost, at few points and at many."""
    methods = [partial(chain_deriv_2, chain), partial(bare_chain_deriv_2, chain)]
    np.ones(2**20)  # once this much was freed, malloc keeps what is smaller
    return [
        row(f"`{name}` at {len(x):,} points, microseconds per call", *microseconds(methods, x))
        for x in (PLOT_RANGE, LONG_RANGE)
    ]


def counted(x: ndarray) -> ndarray:
    """Sigmoid that counts how often it is called."""
    global calls
    calls += 1
    return sigmoid(x)


def from_scratch(chain: Chain, x: ndarray) -> ndarray:
    """The slope of a chain, with every value computed from the start of the chain."""
    slope = np.ones_like(x)
    for k, f in enumerate(chain):
        u = x
        for earlier in chain[:k]:
            u = earlier(u)
        slope = deriv(f, u) * slope
    return slope


def per_box(method: Callable[[Chain, ndarray], ndarray], length: int) -> tuple[float, float]:
    """The best time, in milliseconds, and the number of calls, both divided by the length."""
    global calls
    times = []
    for _ in range(LENGTH_ROUNDS):
        calls = 0
        start = time.perf_counter()
        method([counted] * length, PLOT_RANGE)
        times.append(time.perf_counter() - start)
    return 1e3 * min(times) / length, calls / length


def rows() -> list[str]:
    """Measure two chains of two boxes, then chains of growing length."""
    head = f"Derivative at the {len(PLOT_RANGE)} points of `PLOT_RANGE`"
    chains = [
        ("[square, sigmoid]", [square, sigmoid], sigmoid_of_square, exact_sigmoid_of_square),
        ("[sigmoid, square]", [sigmoid, square], square_of_sigmoid, exact_square_of_sigmoid),
    ]
    lines = [heading(head, "`chain_deriv_2`", "autograd", "ratio", "written by hand", "ratio")]
    for chain in chains:
        lines += compared(*chain)
    lines.append(heading("What the guards cost", "`chain_deriv_2`", "its bare lines", "ratio"))
    for name, chain, *_ in chains:
        lines += guarded_and_bare(name, chain)
    head = "Longer chains, milliseconds per box (calls of functions per box)"
    lines.append(heading(head, "`chain_deriv`", "each value from scratch", "ratio"))
    for length in LENGTHS:
        lines.append(
            row(f"{length} boxes", per_box(chain_deriv, length), per_box(from_scratch, length))
        )
    return lines


if __name__ == "__main__":
    print(*rows(), sep="\n")
