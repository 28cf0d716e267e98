"""A tiny autodiff: numbers that remember where they come from, and the walk backward through them.

In notebook 10 the learner writes `multiply`, `in_order` and `backward`; these here stand in for
what is not written yet.
"""

from collections.abc import Sequence

from helpers.chain import deriv
from helpers.functions import Array_Function


class Value:
    """A number that remembers what it was computed from.

    Parameters
    ----------
    value
        The number.
    inputs
        What it was computed from: pairs of a Value, and the slope of this number with respect to
        it, which stands on the arrow between them.
    name
        What stands in its box.
    """

    def __init__(self, value: float, inputs: Sequence = (), name: str = "") -> None:
        self.value = value
        self.inputs = inputs  # pairs: an input, and the slope on the arrow from it
        self.name = name
        self.slope = None  # of the end result with respect to this number: not known yet


def add(a: Value, b: Value) -> Value:
    """Add two numbers: the sum moves as far as each of them does."""
    return Value(a.value + b.value, [(a, 1.0), (b, 1.0)], "+")


def multiply(a: Value, b: Value) -> Value:
    """Multiply two numbers: the slope with respect to each is the other one."""
    return Value(a.value * b.value, [(a, b.value), (b, a.value)], "×")


def apply(func: Array_Function, a: Value) -> Value:
    """Apply a function of one input, whose slope is measured."""
    return Value(func(a.value), [(a, deriv(func, a.value))], func.__name__)


def in_order(end: Value) -> list[Value]:
    """List all numbers that the end was computed from, inputs before what they feed."""
    order, seen = [], set()

    def visit(node: Value) -> None:
        if node in seen:
            return
        seen.add(node)
        for input_, _ in node.inputs:
            visit(input_)
        order.append(node)

    visit(end)
    return order


def backward(order: Sequence[Value]) -> None:
    """Set the slope of each number: that of the last one with respect to it.

    Along an arrow slopes are multiplied, and over all arrows that leave a number they are added:
    dL/dv = sum of dL/dc · dc/dv over all c that v feeds.

    Parameters
    ----------
    order
        What `in_order` lists.
    """
    for node in order:
        node.slope = 0.0
    order[-1].slope = 1.0
    for node in reversed(order):
        for input_, slope_on_arrow in node.inputs:
            input_.slope += node.slope * slope_on_arrow
