"""The exercises of the notebooks, and `check`, which looks at a learner's function.

An exercise is found by the name of the function that the learner writes.
"""

from collections.abc import Callable
from numbers import Real

import numpy as np

from helpers.answers.judging import Exercise, verdict
from helpers.answers.mistakes import (
    ANY_LEAK_IN_CODE,
    BACKWARD,
    CHAIN_2,
    CHAIN_2_IN_CODE,
    CHAIN_3_IN_CODE,
    CHANGE_IN_CODE,
    DIFFERENCE_IN_CODE,
    FIRST_SLOPE,
    FROM_RIGHT,
    GRADIENT_CHECK,
    LAYERS_THAT_LAST,
    NESTING,
    NESTING_ANY,
    ORDER,
    PATHS_FROM_Y,
    PATHS_IN_CODE,
    PRODUCT_BOX,
    RATE_TO_BOTTOM,
    SKIPS,
    SLOPE_OF_LINE,
    SLOPES_IN_W1,
    SQUARE,
    SQUEEZED_IN_CODE,
    THREE_PATHS,
    faults,
)
from helpers.arguments import described
from helpers.autodiff import Value, backward, in_order, multiply
from helpers.chain import deriv
from helpers.functions import hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.writing import number

POINTS = np.array([-1.7, -0.6, 0.4, 1.3, 2.1])
ONE = POINTS[3:4]  # first, since a single number is easier to follow
TABLE = np.array([[-1.5, 0.7, 1.9], [0.2, -0.8, 2.3]])
VALUES = [(2.5,), (POINTS,), (TABLE,)]
# Some of the first, of the others and of the last functions have a slope that tells x from −x.
PAIRS = [[square, sigmoid], [sigmoid, square], [valley, hill], [hill, valley]]
# Slopes that somebody claims to be those of a pair at POINTS: some too large, some too small.
CLAIMED = [
    CHAIN_2["outer_slope_at_x"].rule(PAIRS[0], POINTS),
    CHAIN_2["chain_sign_swapped"].rule(PAIRS[1], POINTS),
    CHAIN_2["inner_factor_forgotten"].rule(PAIRS[2], POINTS),
]
# At its kinks the rule differs from what is measured: 0.6 · 0.6 is not 0.52.
KINKS = ([leaky_relu] * 2, np.array([-1.0, 0.0, 1.0]), np.array([0.04, 0.36, 1.0]))
TRIPLES = [[square, sigmoid, tanh], [tanh, sigmoid, valley], [leaky_relu, square, sigmoid]]
LONGER = [[valley, sigmoid, square, tanh], [tanh, sigmoid]]


def _recorded(name: str, value: float, *inputs: tuple[Value, float]) -> Value:
    """A number of a graph, with a slope that is left over from an earlier walk."""
    made = Value(value, inputs, name)
    made.slope = 0.5
    return made


def _diamond() -> list[Value]:
    x = _recorded("x", 0.6)
    a, b = _recorded("a", 1.7, (x, 2.0)), _recorded("b", 0.9, (x, 0.3))
    return [x, a, b, _recorded("f", 2.2, (a, 0.7), (b, -1.5))]


def _x_used_twice() -> list[Value]:
    x = _recorded("x", 1.4)
    a = _recorded("a", 0.8, (x, 3.0), (x, 3.0))
    return [x, a, _recorded("f", -1.6, (a, 0.4), (x, 2.0))]


GRAPHS = [_diamond(), _x_used_twice()]


def _run_box(function: Callable, *numbers: float) -> list[float]:
    """What a box of the autodiff computes, and the slopes that it notes for its inputs."""
    inputs = [Value(number) for number in numbers]
    made = function(*inputs)
    if not hasattr(made, "value") or not hasattr(made, "inputs"):
        raise TypeError(f"a box must return a Value, got {type(made).__name__}")
    _check_real(made.value, "hold a number as its value")
    return [made.value, *(_noted(made, input_) for input_ in inputs)]


def _check_real(thing: object, what: str) -> None:
    if not isinstance(thing, Real):
        raise TypeError(f"a box must {what}, got something of type {type(thing).__name__}")


def _noted(node: Value, input_: Value) -> float:
    """The slope for an input, over all paths: a box may be made of others, such as of `add`."""
    if node is input_:
        return 1.0
    slope = 0.0
    for arrow, on_arrow in node.inputs:
        _check_real(on_arrow, "note a number as the slope for each input")
        slope += on_arrow * _noted(arrow, input_)
    return slope


def _run_order(function: Callable, end: Value) -> np.ndarray:
    """What is wrong with the learner's list of the boxes of a graph."""
    order = function(end)
    if not isinstance(order, list) or not all(isinstance(box, Value) for box in order):
        raise TypeError(f"in_order must return a list of Values, got {described(order)}")
    return faults(order, end)


def _run_walk(function: Callable, order: list[Value]) -> list[float]:
    """The slopes below the boxes of a graph after the learner's walk through it."""
    function(list(order))
    for box in order:
        _check_real(box.slope, "have a number as its slope")
    return [box.slope for box in order]


def _box_parts(*numbers: float) -> dict[int, str]:
    words = "the slope for {0} (how far does the value move when {0} alone does?)"
    return {0: "its value", 1: words.format("a"), 2: words.format("b")}


def _order_in_words(place: int, count: float) -> str:
    """What is wrong with a list of boxes, of which `faults` has counted this one."""
    one = count == 1
    return [
        f"{'One box is' if one else f'{count:g} boxes are'} missing from your list.",
        f"{'One box is' if one else f'{count:g} boxes are'} on your list more than once.",
        "On your list a box stands before one of its own inputs.",
        "The end is not the last box on your list.",
    ][place]


def _walk_parts(order: list[Value]) -> dict[int, str]:
    """The slopes below the boxes, from the end on."""
    parts = {}
    for k in reversed(range(len(order))):
        fed = [
            f"{box.name} (slope {number(slope)})"
            for box in order
            for input_, slope in box.inputs
            if input_ is order[k]
        ]
        role = f"which feeds {' and '.join(fed)}" if fed else "the end"
        parts[k] = f"the slope of {order[k].name}, {role}"
    return parts


def _with_delta(func: Callable, x: np.ndarray, delta: float = 0.001) -> tuple:
    return func, x, delta


def _as_chain(f1: Callable, f2: Callable, x: np.ndarray) -> tuple:
    return [f1, f2], x


def _three_in_product(f1: Callable, f2: Callable, f3: Callable, x: np.ndarray) -> tuple:
    """The three paths of (f1(x) · f2(x)) · f3(x): two of them meet before the third."""
    a, b, c = f1(x), f2(x), f3(x)
    return ([[c, b, deriv(f1, x)], [c, a, deriv(f2, x)], [a * b, deriv(f3, x)]],)


def _used_twice(f1: Callable, f2: Callable, x: np.ndarray) -> tuple:
    """The two paths of a · f2(a), where a is f1(x)."""
    a = f1(x)
    da_dx = deriv(f1, x)
    return ([[f2(a), da_dx], [a, deriv(f2, a), da_dx]],)


def _from_y(x: np.ndarray, y: np.ndarray) -> tuple:
    """The two paths from y in sigmoid(x · y) · y."""
    return ([[y, deriv(sigmoid, x * y), x], [sigmoid(x * y), 1.0]],)


DIFFERENCES = [
    (square, 1.5, 0.5),
    (sigmoid, POINTS, 0.25),
    (sigmoid, POINTS),
    (tanh, TABLE, 0.8),
]
CHAINS_AT = [(pair, points) for pair in PAIRS for points in (ONE, POINTS)]
TRIPLES_AT = [(triple, points) for triple in TRIPLES for points in (ONE, POINTS)]
ANY_AT = TRIPLES_AT + [(chain, POINTS) for chain in [*LONGER, [valley]]]
PAIRS_AT = [(*pair, x) for pair in PAIRS for x in (1.3, POINTS)]

EXERCISES: dict[str, Exercise] = {
    # ---- 1: functions as boxes ----
    "my_leaky_relu": Exercise(
        ANY_LEAK_IN_CODE,
        [(-2.5, 0.1), (POINTS, 0.1), (TABLE, 1.5)],
        "Positive numbers pass, and of all others a share comes out, entry by entry.",
    ),
    "squeezed": Exercise(
        SQUEEZED_IN_CODE,
        [(1.3, -1.0, 1.0), (POINTS, 2.0, 5.0), (TABLE, -3.0, 0.5)],
        "A formula in NumPy works on a single number and on a whole table.",
    ),
    "broken_square": Exercise(
        SQUARE,
        VALUES,
        "Found! Base and exponent had changed places.",
        planted=SQUARE["base_and_exponent_swapped"],
        translate=lambda x: (square, x),
    ),
    # ---- 2: derivatives ----
    "my_deriv": Exercise(
        DIFFERENCE_IN_CODE,
        DIFFERENCES,
        "That is the central difference, for any function and any shape.",
        translate=_with_delta,
    ),
    "moves_by": Exercise(
        CHANGE_IN_CODE,
        [(square, 3.0, 0.1), (sigmoid, POINTS, 0.25), (tanh, TABLE, -0.5)],
        "A small change, multiplied by the slope: that is all that a slope means.",
    ),
    # ---- 3: nested functions ----
    "my_chain_value": Exercise(
        NESTING_ANY,
        [(chain, x) for chain in [*PAIRS, *TRIPLES, *LONGER] for x in (1.3, POINTS)],
        "What leaves one box enters the next, for any number of boxes.",
    ),
    "broken_chain": Exercise(
        NESTING,
        [(chain, x) for chain in TRIPLES for x in (1.3, POINTS)],
        "Found! The first function in the list acts first.",
        planted=NESTING["value_order_swapped"],
    ),
    # ---- 4: the chain rule ----
    "slope_of_box_1": Exercise(
        FIRST_SLOPE,
        [(square, -2.0, 12.0), (sigmoid, POINTS, POINTS[::-1]), (valley, TABLE, 1 - TABLE)],
        "The product and one factor give the other factor, wherever box 2 is not flat.",
    ),
    "broken_slope": Exercise(
        CHAIN_2_IN_CODE,
        PAIRS_AT,
        "Found! Box 2 receives a value, never a slope.",
        planted=CHAIN_2_IN_CODE["slope_sent_into_box"],
        translate=_as_chain,
        by_rule=True,
    ),
    # ---- 5: the chain rule in code ----
    "my_chain_deriv_2": Exercise(
        CHAIN_2_IN_CODE,
        CHAINS_AT,
        "The slope of the chain is the product of both slopes, each at the input of its own box.",
        by_rule=True,
    ),
    "largest_error": Exercise(
        GRADIENT_CHECK,
        [
            *((pair, POINTS, slopes) for pair, slopes in zip(PAIRS[:3], CLAIMED, strict=True)),
            KINKS,
        ],
        "That is a gradient check. A wrong rule cannot hide from it, if you check at many points.",
    ),
    # ---- 6: longer chains ----
    "my_chain_deriv": Exercise(
        CHAIN_3_IN_CODE,
        ANY_AT,
        "It holds for any length: one factor for each box.",
        by_rule=True,
    ),
    "from_right": Exercise(
        FROM_RIGHT,
        [([2.0, -1.0, 0.5, 3.0],), ([-1.5, 4.0, 0.2],), ([0.7, -2.5],)],
        "To find the slopes for all knobs, it is enough to go through the boxes once, backward.",
        one_sweep=True,
    ),
    # ---- 7: branches and sums ----
    "slope_of_three_factors": Exercise(
        THREE_PATHS,
        [(square, sigmoid, hill, 1.3), (tanh, valley, sigmoid, POINTS)],
        "Three paths, and on each of them the two other factors.",
        translate=_three_in_product,
        by_rule=True,
    ),
    "slope_in_y": Exercise(
        PATHS_FROM_Y,
        # No array beside a single number: `deriv` of a function of y alone would refuse that.
        [(1.5, 0.7), (POINTS, -POINTS[::-1] / 2)],
        "Two paths lead from y to the end, and their products are added.",
        translate=_from_y,
        sigmoid_at=lambda x, y: x * y,
        by_rule=True,
    ),
    "broken_paths": Exercise(
        PATHS_IN_CODE,
        [(square, sigmoid, 1.3), (tanh, valley, POINTS), (hill, square, POINTS)],
        "Found! Box a feeds two boxes, and one `=` had lost what came back from the product.",
        planted=PATHS_IN_CODE["overwritten"],
        translate=_used_twice,
        by_rule=True,
    ),
    # ---- 8: many factors ----
    "layers_that_last": Exercise(
        LAYERS_THAT_LAST,
        [(0.25, 1e-6), (0.9, 0.5), (0.5, 0.2), (0.4, 0.5), (0.5, 0.25)],
        "Each layer multiplies, so it does not take many to get there.",
    ),
    "slope_of_skips": Exercise(
        SKIPS,
        [(sigmoid, 1.3, 2), (tanh, POINTS, 4), (square, TABLE / 4, 3)],
        "Each layer has the slope 1 + f′, at the number that arrives at it.",
        by_rule=True,
    ),
    # ---- 9: training a chain ----
    "slope_of_line": Exercise(
        SLOPE_OF_LINE,
        [(0.8, -0.5, POINTS, POINTS[::-1] / 2), (-0.6, 0.9, POINTS[1:], 1.0 * (POINTS[1:] > 0))],
        "Along each path the slopes multiply, and over all points their products add up.",
        by_rule=True,
    ),
    "slopes_in_w1": Exercise(
        SLOPES_IN_W1,
        [
            (POINTS / 2, -POINTS[::-1], POINTS[::-1] / 4, 0.2, 1.3, 0.4),
            (POINTS[1:4], POINTS[:3], -POINTS[2:], -0.1, -0.7, 1.0),
        ],
        "One path leads back to each entry of `w1`: through loss, weight, sigmoid and input.",
        by_rule=True,
    ),
    "rate_to_bottom": Exercise(
        RATE_TO_BOTTOM,
        [(1.0, 4.0, 12.0), (-0.5, 0.8, 1.5), (3.0, -1.5, 0.7)],
        "It is 1 / (2x²), wherever w is: the steeper the valley, the smaller the rate has to be.",
    ),
    # ---- 10: a tiny autodiff ----
    "multiply": Exercise(
        PRODUCT_BOX,
        [(3.5, 1.2), (-0.7, 2.4)],
        "In a product the slope is the other factor.",
        run=_run_box,
        parts=_box_parts,
    ),
    "in_order": Exercise(
        ORDER,
        [(order[-1],) for order in GRAPHS],
        "Whatever feeds a box stands before it.",
        run=_run_order,
        in_words=_order_in_words,
    ),
    "backward": Exercise(
        BACKWARD,
        [(order,) for order in GRAPHS],
        "The end has the slope 1, and wherever arrows meet, their slopes add up.",
        run=_run_walk,
        parts=_walk_parts,
    ),
}
"""By the name of the learner's function."""


OURS = {ours.__name__: ours for ours in (multiply, in_order, backward)}
"""What a notebook goes on with until the learner's function is right, by the same names."""


def check(function: Callable) -> None:
    """Print what is right or wrong with a learner's function.

    Parameters
    ----------
    function
        With the name of an exercise, such as `my_deriv`.

    Raises
    ------
    TypeError
        If it is not a function that is written in Python.
    ValueError
        If no exercise has this name.
    """
    name = getattr(function, "__name__", None)
    if not isinstance(name, str):
        name = None  # such as that of an object with a name of its own kind
    if callable(function) and name not in EXERCISES:
        raise ValueError(
            f"function must have the name that it has in the exercise, got {name}: was it renamed?"
        )
    try:
        print(verdict(EXERCISES.get(name), function))
    except KeyboardInterrupt:  # while the learner's function was not running
        print("Interrupted: run the cell again to check your function.")


def yours_or_ours(function: Callable) -> Callable:
    """Return the learner's function once it is right, and until then ours; print which it is.

    Parameters
    ----------
    function
        A part of the autodiff that the learner writes: `multiply`, `in_order` or `backward`.

    Raises
    ------
    TypeError
        If it is not a function that is written in Python.
    ValueError
        If it is not called like one of the three.
    """
    name = getattr(function, "__name__", None)
    if not isinstance(name, str) or name not in OURS:
        raise ValueError(f"function must be one of {', '.join(OURS)}, got {described(function)}")
    if function is OURS[name] or not verdict(EXERCISES[name], function).startswith("Right."):
        print(f"The cells below use our {name}, until check finds yours right.")
        return OURS[name]
    print(f"The cells below use your {name}.")
    return function
