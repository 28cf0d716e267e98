"""The exercises of the notebooks, and `check`, which looks at a learner's function.

An exercise is found by the name of the function that the learner writes.
"""

from collections.abc import Callable, Sequence
from numbers import Real

import numpy as np

from helpers.answers.judging import Exercise, verdict
from helpers.answers.mistakes import (
    BACKWARD,
    CHAIN_2_IN_CODE,
    CHAIN_3_IN_CODE,
    CHANGE_IN_CODE,
    DIFFERENCE_BOX,
    DIFFERENCE_IN_CODE,
    FROM_RIGHT,
    KNOB,
    LAYERS_IN_CODE,
    LEAKY_RELU_IN_CODE,
    NESTING,
    NESTING_ANY,
    PATHS_FROM_Y,
    PATHS_IN_CODE,
    PRODUCT_BOX,
    SIGMOID_IN_CODE,
    SKIP_IN_CODE,
    SLOPE_IN_W_IN_CODE,
    SQUARE,
    STEP_IN_CODE,
    Graph,
)
from helpers.chain import chain_slopes, deriv
from helpers.functions import hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.writing import number

POINTS = np.array([-1.7, -0.6, 0.4, 1.3, 2.1])
ONE = POINTS[3:4]  # first, since a single number is easier to follow
TABLE = np.array([[-1.5, 0.7, 1.9], [0.2, -0.8, 2.3]])
VALUES = [(2.5,), (POINTS,), (TABLE,)]
# Some of the first, of the others and of the last functions have a slope that tells x from −x.
PAIRS = [[square, sigmoid], [sigmoid, square], [valley, hill], [hill, valley]]
TRIPLES = [[square, sigmoid, tanh], [tanh, sigmoid, valley], [leaky_relu, square, sigmoid]]
LONGER = [[valley, sigmoid, square, tanh], [tanh, sigmoid]]
LONGER_YET = [[valley, sigmoid, square, tanh], [tanh, valley, sigmoid, hill]]
DIAMOND = Graph("diamond", [[], [(0, 2.0)], [(0, 0.3)], [(1, 0.7), (2, -1.5)]], 0.5)
TWICE = Graph("x used twice", [[], [(0, 3.0), (0, 3.0)], [(1, 0.4), (0, 2.0)]], 0.5)


class Value:
    """A number as the Value of notebook 10 records it."""

    def __init__(self, value: float, inputs: Sequence = (), slope: float = 0.0) -> None:
        self.value = value
        self.inputs = inputs
        self.name = ""
        self.slope = slope


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


def _run_walk(function: Callable, graph: Graph) -> list[float]:
    """The slopes below the boxes of a graph after the learner's walk through it."""
    boxes: list[Value] = []
    for arrows in graph.arrows:
        boxes.append(Value(0.0, [(boxes[k], slope) for k, slope in arrows], graph.left_over))
    function(list(boxes))
    for box in boxes:
        _check_real(box.slope, "have a number as its slope")
    return [box.slope for box in boxes]


def _box_parts(*numbers: float) -> dict[int, str]:
    words = "the slope for {0} (how far does the value move when {0} alone does?)"
    return {0: "its value", 1: words.format("a"), 2: words.format("b")}


def _walk_parts(graph: Graph) -> dict[int, str]:
    """The slopes below the boxes, from the end on."""
    parts = {}
    for k in reversed(range(len(graph.arrows))):
        fed = [
            f"order[{end}] (slope {number(slope)})"
            for end, arrows in enumerate(graph.arrows)
            for input_, slope in arrows
            if input_ == k
        ]
        role = f"which feeds {' and '.join(fed)}" if fed else "the end"
        parts[k] = f"the slope of order[{k}], {role}"
    return parts


def _with_delta(func: Callable, x: np.ndarray, delta: float = 0.001) -> tuple:
    return func, x, delta


def _as_chain(f1: Callable, f2: Callable, x: np.ndarray) -> tuple:
    return [f1, f2], x


def _meet_in_product(f1: Callable, f2: Callable, x: np.ndarray) -> tuple:
    """The two paths of f1(x) · f2(x)."""
    return ([[f2(x), deriv(f1, x)], [f1(x), deriv(f2, x)]],)


def _from_y(x: np.ndarray, y: np.ndarray) -> tuple:
    """The two paths from y in sigmoid(x + y) · x · y."""
    return ([[x * y, deriv(sigmoid, x + y)], [sigmoid(x + y), x]],)


DIFFERENCES = [
    (square, 1.5, 0.5),
    (sigmoid, POINTS, 0.25),
    (sigmoid, POINTS),
    (tanh, TABLE, 0.8),
]
CHAINS_AT = [(pair, points) for pair in PAIRS for points in (ONE, POINTS)]
TRIPLES_AT = [(triple, points) for triple in TRIPLES for points in (ONE, POINTS)]
ANY_AT = TRIPLES_AT + [(chain, POINTS) for chain in [*LONGER, [valley]]]
LAYERS_AT = [(sigmoid, 1.3), (square, POINTS), (tanh, TABLE)]
PAIRS_AT = [(*pair, x) for pair in PAIRS for x in (1.3, POINTS)]
PRODUCTS = [(square, sigmoid, 1.3), (tanh, valley, POINTS), (hill, square, POINTS)]
NEURONS = [
    (0.8, -0.5, 1.5, 1.0),
    (-0.6, 0.9, 2.1, 0.0),
    (-POINTS[::-1] / 2, POINTS[::-1], POINTS, 1.0 * (POINTS > 0)),
]

EXERCISES: dict[str, Exercise] = {
    # ---- 1: functions as boxes ----
    "my_leaky_relu": Exercise(
        LEAKY_RELU_IN_CODE,
        VALUES,
        "Of x and a fifth of it, the larger one comes out, entry by entry.",
        translate=lambda x: (leaky_relu, x),
    ),
    "my_sigmoid": Exercise(
        SIGMOID_IN_CODE,
        VALUES,
        "A formula in NumPy works on a single number and on a whole table.",
        translate=lambda x: (sigmoid, x),
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
    "nested": Exercise(
        NESTING,
        PAIRS_AT,
        "The second box gets what leaves the first.",
        translate=_as_chain,
    ),
    "my_chain_value": Exercise(
        NESTING_ANY,
        [(chain, x) for chain in [*PAIRS, *TRIPLES, *LONGER] for x in (1.3, POINTS)],
        "What leaves one box enters the next, for any number of boxes.",
    ),
    "broken_chain": Exercise(
        NESTING,
        [(chain, x) for chain in PAIRS for x in (1.3, POINTS)],
        "Found! The first function in the list acts first.",
        planted=NESTING["value_order_swapped"],
    ),
    # ---- 4: the chain rule ----
    "measured_slope": Exercise(
        CHAIN_2_IN_CODE,
        PAIRS_AT,
        "The slope of the chain. (If you used the rule: can you do it with a single deriv, too?)",
        translate=_as_chain,
    ),
    "broken_slope": Exercise(
        CHAIN_2_IN_CODE,
        PAIRS_AT,
        "Found! The outer box never sees x.",
        planted=CHAIN_2_IN_CODE["outer_slope_at_x"],
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
    "broken_chain_deriv_2": Exercise(
        CHAIN_2_IN_CODE,
        CHAINS_AT,
        "Found! A value stood where a slope belongs.",
        planted=CHAIN_2_IN_CODE["value_for_outer_slope"],
        by_rule=True,
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
        "One sweep, and there is a slope for every knob.",
    ),
    "broken_knob": Exercise(
        KNOB,
        [(chain, 1.3, k) for chain in LONGER_YET for k in (1, 2)],
        "Found! A knob moves its own box and what stands behind it.",
        planted=KNOB["boxes_in_front"],
        translate=lambda chain, x, k: (chain_slopes(chain, x), k),
    ),
    # ---- 7: branches and sums ----
    "slope_of_product": Exercise(
        PATHS_IN_CODE,
        PRODUCTS,
        "Along the path through f2, the product has the slope f1(x), the other factor.",
        translate=_meet_in_product,
        by_rule=True,
    ),
    "slope_in_y": Exercise(
        PATHS_FROM_Y,
        # No array beside a single number: `deriv` of a function of y alone would refuse that.
        [(1.5, 0.7), (POINTS, -POINTS[::-1] / 2)],
        "Two paths lead from y to the end, and their products are added.",
        translate=_from_y,
        sigmoid_at=lambda x, y: x + y,
        by_rule=True,
    ),
    "broken_paths": Exercise(
        PATHS_IN_CODE,
        PRODUCTS,
        "Found! One `=` had lost a whole path.",
        planted=PATHS_IN_CODE["overwritten"],
        translate=_meet_in_product,
        by_rule=True,
    ),
    # ---- 8: many factors ----
    "slope_with_skip": Exercise(
        SKIP_IN_CODE,
        LAYERS_AT,
        "The path around the box has the slope 1, wherever x is.",
        by_rule=True,
    ),
    "slope_of_layers": Exercise(
        LAYERS_IN_CODE,
        [(1.5, 0.6, 4), (-1.7, -1.05, 3), (-0.8, 0.9, 7), (2.1, 0.85, 1)],
        "Every layer has two factors, its slope and its weight.",
    ),
    "broken_skip": Exercise(
        SKIP_IN_CODE,
        LAYERS_AT,
        "Found! A value stood where a slope belongs.",
        planted=SKIP_IN_CODE["value_of_box"],
        by_rule=True,
    ),
    # ---- 9: training a chain ----
    "slope_in_w": Exercise(
        SLOPE_IN_W_IN_CODE,
        NEURONS,
        "Three boxes, three factors, each at the number that arrives at it.",
        sigmoid_at=lambda w, b, x, y: w * x + b,
        by_rule=True,
    ),
    "step_down": Exercise(
        STEP_IN_CODE,
        [(0.8, -0.3, 0.5), (POINTS, -POINTS[::-1] / 2, 0.1)],
        "Against the slope, and in proportion to it.",
    ),
    "broken_neuron": Exercise(
        SLOPE_IN_W_IN_CODE,
        NEURONS,
        "Found! The sigmoid receives z, so its slope is taken at z.",
        planted=SLOPE_IN_W_IN_CODE["activation_slope_at_output"],
        sigmoid_at=lambda w, b, x, y: w * x + b,
        by_rule=True,
    ),
    # ---- 10: a tiny autodiff ----
    "subtract": Exercise(
        DIFFERENCE_BOX,
        [(3.5, 1.2), (-0.7, 2.4)],
        "When b grows, the difference falls.",
        run=_run_box,
        parts=_box_parts,
    ),
    "my_backward": Exercise(
        BACKWARD,
        [(DIAMOND,), (TWICE,)],
        "The end has the slope 1, and wherever arrows meet, their slopes add up.",
        run=_run_walk,
        parts=_walk_parts,
    ),
    "broken_multiply": Exercise(
        PRODUCT_BOX,
        [(3.5, 1.2), (-0.7, 2.4)],
        "Found! In a product the slope is the other factor.",
        planted=PRODUCT_BOX["own_factor_noted"],
        run=_run_box,
        parts=_box_parts,
    ),
}
"""By the name of the learner's function."""


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
