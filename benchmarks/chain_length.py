"""Show that the cost of `chain_deriv` grows with the length of a chain, and not with its square.

For chains of growing length: how often functions are called, and how long it takes, for
`chain_deriv` and for a version that computes every value from scratch, in the same run.

Usage: uv run python benchmarks/chain_length.py
"""

import time
from collections.abc import Callable

import numpy as np
from numpy import ndarray

from helpers import Chain, chain_deriv, deriv, sigmoid

LENGTHS = [10, 100, 1000]
X = np.linspace(-3, 3, 600)
ROUNDS = 5

calls = 0


def counted(x: ndarray) -> ndarray:
    """Sigmoid that counts how often it is called."""
    global calls
    calls += 1
    return sigmoid(x)


def from_scratch(chain: Chain, x: ndarray) -> ndarray:
    """The same slope, with every value computed from the start of the chain."""
    slope = np.ones_like(x)
    for k, f in enumerate(chain):
        u = x
        for earlier in chain[:k]:
            u = earlier(u)
        slope = deriv(f, u) * slope
    return slope


def measured(method: Callable[[Chain, ndarray], ndarray], length: int) -> tuple[int, float]:
    """How many calls a method makes for a chain of this length, and its best time in seconds."""
    global calls
    chain = [counted] * length
    times = []
    for _ in range(ROUNDS):
        calls = 0
        start = time.perf_counter()
        method(chain, X)
        times.append(time.perf_counter() - start)
    return calls, min(times)


if __name__ == "__main__":
    print(f"best of {ROUNDS}, {len(X)} points at once")
    print("| length | calls | ms | ms per box | calls from scratch | ms | ratio |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for length in LENGTHS:
        our_calls, ours = measured(chain_deriv, length)
        their_calls, theirs = measured(from_scratch, length)
        print(
            f"| {length} | {our_calls} | {1e3 * ours:.2f} | {1e3 * ours / length:.3f} "
            f"| {their_calls} | {1e3 * theirs:.0f} | {theirs / ours:.1f} |"
        )
