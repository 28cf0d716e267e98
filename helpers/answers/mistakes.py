"""The wrong rules that learners use, each beside the right one.

A mistake is a small function with the mistake in its name. It takes what the right rule takes and
returns what a learner gets who makes that mistake, so a question and a check can recognize it.
Many stand in the literature on learning calculus and in the issue trackers of other courses:
f2'(f1(x) f1'(x)) instead of a factor behind it, `/ 2 * delta` for `/ (2 * delta)`, `=` for `+=`
where two paths meet, the slope of the sigmoid taken at its own output.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy import ndarray

from helpers.chain import Chain, chain_values, deriv
from helpers.functions import Array_Function, leaky_relu, sigmoid
from helpers.writing import equation, in_brackets, name_of, number, short

Rule = Callable[..., ndarray]


class Mistake(NamedTuple):
    """A wrong rule."""

    name: str
    formula: str
    hint: str
    """What to say to a learner who used it: it names the mistake and does not give the answer."""
    rule: Rule
    """Takes the arguments of the right rule."""


class Topic(NamedTuple):
    """A right rule with the mistakes that belong to it."""

    right: Rule
    mistakes: list[Mistake]
    steps: Callable[..., list[str]]
    """The worked steps, in words, for the arguments of the right rule."""


def mistake(formula: str, hint: str) -> Callable[[Rule], Mistake]:
    """Make a mistake of a wrong rule: the decorator for all that follow."""
    return lambda rule: Mistake(rule.__name__, formula, hint, rule)


# ---- The value of one function: (func, x) -> func(x) ----


@mistake("f(−x)", "That is its value at −x. In the formula stands e⁻ˣ: what is −x here?")
def sign_of_input_swapped(func: Array_Function, x: ndarray) -> ndarray:
    return func(-x)


@mistake("−f(x)", "The size is right, the sign is not.")
def sign_of_value_swapped(func: Array_Function, x: ndarray) -> ndarray:
    return -func(x)


@mistake("−f(−x)", "A sigmoid is never negative: it lies between 0 and 1.")
def taken_for_odd(func: Array_Function, x: ndarray) -> ndarray:
    return -func(-x)


@mistake("x", "That is what went in. What does the box do to it?")
def input_unchanged(func: Array_Function, x: ndarray) -> ndarray:
    return np.array(x, dtype=float)


@mistake("x + x", "You doubled the input. To square a number is to multiply it by itself.")
def doubled(func: Array_Function, x: ndarray) -> ndarray:
    return 2 * x


@mistake("2ˣ", "You took 2 to the power of x. In a square, 2 is the power.")
def base_and_exponent_swapped(func: Array_Function, x: ndarray) -> ndarray:
    return np.power(2.0, x)


@mistake(
    "max(0, x)",
    "Nothing leaks in this one: you used the plain ReLU, which blocks negative numbers.",
)
def nothing_leaks(func: Array_Function, x: ndarray) -> ndarray:
    return np.maximum(0, x)


@mistake("0.2·x", "You took a fifth of every number. Which numbers pass untouched?")
def all_leak(func: Array_Function, x: ndarray) -> ndarray:
    return 0.2 * x


@mistake("min(0.2·x, x)", "You kept the smaller of the two candidates.")
def smaller_kept(func: Array_Function, x: ndarray) -> ndarray:
    return np.minimum(0.2 * x, x)


@mistake("1 / e⁻ˣ", "The 1 in the denominator is missing.")
def one_forgotten(func: Array_Function, x: ndarray) -> ndarray:
    return np.exp(x)


@mistake(
    "1 / 1 + e⁻ˣ",
    "That is the denominator alone. One is divided by all of it (in code: by all in brackets).",
)
def not_inverted(func: Array_Function, x: ndarray) -> ndarray:
    return 1 + np.exp(-x)


def _value(func: Array_Function, x: ndarray) -> ndarray:
    return func(x)


def _value_steps(func: Array_Function, x: float) -> list[str]:
    return [f"{name_of(func)}({short(x)}) = {short(func(x))}"]


SQUARE = Topic(
    _value,
    [doubled, base_and_exponent_swapped, sign_of_value_swapped, input_unchanged],
    _value_steps,
)
LEAKY_RELU = Topic(
    _value,
    [nothing_leaks, input_unchanged, all_leak, smaller_kept, sign_of_value_swapped],
    lambda f, x: [
        f"The candidates are 0.2 × {in_brackets(['', short(x)], '')} = {short(0.2 * x)} "
        f"and {short(x)}.",
        f"The larger one is {short(leaky_relu(x))}.",
    ],
)
SIGMOID = Topic(
    _value,
    [
        sign_of_input_swapped,
        taken_for_odd,
        one_forgotten,
        not_inverted,
        input_unchanged,
        sign_of_value_swapped,
    ],
    lambda f, x: [
        f"e to the power of {short(-x)} is about {short(np.exp(-x))}.",
        f"1 / (1 + {short(np.exp(-x))}) ≈ {short(sigmoid(x))}",
    ],
)


# ---- The slope of one function: (func, x) -> f'(x) ----


@mistake("f(x)", "That is the value of the function, not its slope.")
def value_not_slope(func: Array_Function, x: ndarray) -> ndarray:
    return func(x)


@mistake("−f′(x)", "The size is right, the sign is not: does the output climb or fall?")
def slope_sign_swapped(func: Array_Function, x: ndarray) -> ndarray:
    return -deriv(func, x)


@mistake(
    "f′(f(x))",
    "You took the slope at the output of the box. A slope is taken at the input of its box.",
)
def slope_at_the_output(func: Array_Function, x: ndarray) -> ndarray:
    return deriv(func, func(x))


@mistake(
    "f(x) / x",
    "You divided the output by the input. A slope compares how far the two move.",
)
def output_per_input(func: Array_Function, x: ndarray) -> ndarray:
    return np.divide(func(x), x)


@mistake("f′(x)·x", "You multiplied the slope by the input: the slope alone is asked for.")
def slope_times_input(func: Array_Function, x: ndarray) -> ndarray:
    return deriv(func, x) * x


SLOPE = Topic(
    deriv,
    [value_not_slope, slope_sign_swapped, slope_at_the_output, output_per_input, slope_times_input],
    lambda func, x: [
        f"Just left of {short(x)}, at {short(x - 0.001)}, {name_of(func)} gives "
        f"{number(float(func(x - 0.001)), 6)}.",
        f"Just right of it, at {short(x + 0.001)}, it gives {number(float(func(x + 0.001)), 6)}.",
        f"Rise over run: the difference, divided by 0.002, is about {short(deriv(func, x))}.",
    ],
)


# ---- A small change: (func, x, change) -> f'(x) · change ----


@mistake("f′(x)", "That is the slope: the change for a whole unit. How far does the input move?")
def slope_alone(func: Array_Function, x: ndarray, change: ndarray) -> ndarray:
    return deriv(func, x)


@mistake("Δx", "That is how far the input moves. The box makes something else of it.")
def change_unchanged(func: Array_Function, x: ndarray, change: ndarray) -> ndarray:
    return np.array(change, dtype=float)


@mistake("f′(x) + Δx", "You added slope and change. The slope says what becomes of each unit.")
def slope_and_change_added(func: Array_Function, x: ndarray, change: ndarray) -> ndarray:
    return deriv(func, x) + change


@mistake(
    "f(x) · Δx", "You multiplied by the value. It is the slope that says how the output moves."
)
def value_times_change(func: Array_Function, x: ndarray, change: ndarray) -> ndarray:
    return func(x) * change


@mistake("f′(x) / Δx", "You divided. Each unit of input counts slope times.")
def slope_divided_by_change(func: Array_Function, x: ndarray, change: ndarray) -> ndarray:
    return deriv(func, x) / change


@mistake("f(x) + f′(x) · Δx", "That is the new output. By how much has it moved?")
def new_output(func: Array_Function, x: ndarray, change: ndarray) -> ndarray:
    return func(x) + deriv(func, x) * change


@mistake("−f′(x) · Δx", "The size is right, the direction is not.")
def direction_swapped(func: Array_Function, x: ndarray, change: ndarray) -> ndarray:
    return -deriv(func, x) * change


CHANGE = Topic(
    lambda func, x, change: deriv(func, x) * change,
    [
        slope_alone,
        change_unchanged,
        slope_and_change_added,
        value_times_change,
        slope_divided_by_change,
        new_output,
        direction_swapped,
    ],
    lambda func, x, change: [
        f"The slope of {name_of(func)} at {short(x)} is {short(deriv(func, x))}.",
        f"Slope times change: {equation([deriv(func, x), change], '×', deriv(func, x) * change)}",
    ],
)


# ---- The central difference: (func, input_, delta) -> slope ----


@mistake(
    "(f(x + Δ) − f(x − Δ)) / Δ",
    "You divided by delta. How far is it from the point on the left to the point on the right?",
)
def divided_by_delta(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    return (func(input_ + delta) - func(input_ - delta)) / delta


@mistake(
    "(f(x + Δ) − f(x)) / Δ",
    "You stepped to the right only: that is the one-sided difference. Step to both sides.",
)
def one_sided(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    return (func(input_ + delta) - func(input_)) / delta


@mistake(
    "(f(x) − f(x − Δ)) / Δ",
    "You stepped to the left only: that is a one-sided difference. Step to both sides.",
)
def one_sided_left(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    return (func(input_) - func(input_ - delta)) / delta


@mistake(
    "(f(x + Δ) − f(x)) / (2Δ)",
    "You divided by two steps, but the rise is that of one step only.",
)
def one_step_of_two(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    return (func(input_ + delta) - func(input_)) / (2 * delta)


@mistake(
    "(f(x − Δ) − f(x + Δ)) / (2Δ)",
    "The sign is swapped: the rise is the value on the right minus the value on the left.",
)
def sign_swapped(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    return (func(input_ - delta) - func(input_ + delta)) / (2 * delta)


@mistake(
    "(f(x + Δ) − f(x − Δ)) / 2 · Δ",
    "Without brackets around 2 * delta you divide by 2 and then multiply by delta.",
)
def run_without_brackets(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    return (func(input_ + delta) - func(input_ - delta)) / 2 * delta


@mistake(
    "f(x + Δ) − f(x − Δ) / (2Δ)",
    "Without brackets around the difference only its second part is divided.",
)
def rise_without_brackets(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    return func(input_ + delta) - func(input_ - delta) / (2 * delta)


@mistake("f(x + Δ) − f(x − Δ)", "That is the rise. A slope is rise over run.")
def rise_not_divided(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    return func(input_ + delta) - func(input_ - delta)


@mistake(
    "(f(x + Δ) + f(x − Δ)) / (2Δ)",
    "You added the two values. The rise is their difference.",
)
def values_on_both_sides_added(
    func: Array_Function, input_: ndarray, delta: float = 0.001
) -> ndarray:
    return (func(input_ + delta) + func(input_ - delta)) / (2 * delta)


def _difference_steps(func: Array_Function, input_: float, delta: float) -> list[str]:
    left, right = func(input_ - delta), func(input_ + delta)
    return [
        f"Left: {name_of(func)}({short(input_ - delta)}) = {short(left)}.",
        f"Right: {name_of(func)}({short(input_ + delta)}) = {short(right)}.",
        f"The rise is {equation([right, left], '−', right - left)}, the run {short(2 * delta)}.",
        f"{short(right - left)} / {short(2 * delta)} = {short((right - left) / (2 * delta))}",
    ]


DIFFERENCE = Topic(
    deriv,
    [
        divided_by_delta,
        one_sided,
        one_sided_left,
        one_step_of_two,
        sign_swapped,
        run_without_brackets,
        rise_without_brackets,
        rise_not_divided,
        values_on_both_sides_added,
    ],
    _difference_steps,
)


# ---- The value of a chain: (chain, x) -> f2(f1(x)) ----


@mistake(
    "f₁(f₂(x))",
    "You swapped the order: the innermost function acts first (in a list, the first one).",
)
def value_order_swapped(chain: Chain, x: ndarray) -> ndarray:
    return chain_values(chain[::-1], x)[-1]


@mistake(
    "f₂(x) · f₁(x)",
    "You multiplied the two values. Nesting is not multiplication: the second box never sees x.",
)
def values_multiplied(chain: Chain, x: ndarray) -> ndarray:
    return math.prod(f(x) for f in chain)


@mistake(
    "f₂(x) + f₁(x)",
    "You added the two values. The second box works on what leaves the first.",
)
def values_added(chain: Chain, x: ndarray) -> ndarray:
    return sum(f(x) for f in chain)


@mistake("f₂(x)", "You sent x straight into the last box and left out what stands before it.")
def first_box_forgotten(chain: Chain, x: ndarray) -> ndarray:
    return chain[-1](x)


@mistake("f₁(x)", "You stopped one box too early.")
def last_box_forgotten(chain: Chain, x: ndarray) -> ndarray:
    return chain_values(chain, x)[-2]


@mistake("x", "Nothing has happened to x: is the result of each box kept?")
def chain_input_unchanged(chain: Chain, x: ndarray) -> ndarray:
    return np.array(x, dtype=float)


@mistake("f₁(x)", "Only the first box has acted: is your `return` inside the loop?")
def only_first_box(chain: Chain, x: ndarray) -> ndarray:
    return chain[0](x)


def _chain_value(chain: Chain, x: ndarray) -> ndarray:
    return chain_values(chain, x)[-1]


def _chain_value_steps(chain: Chain, x: float) -> list[str]:
    values = chain_values(chain, x)
    return [
        f"{name_of(f)} turns {short(before)} into {short(after)}."
        for f, before, after in zip(chain, values[:-1], values[1:], strict=True)
    ]


NESTING = Topic(
    _chain_value,
    [
        value_order_swapped,
        values_multiplied,
        values_added,
        first_box_forgotten,
        last_box_forgotten,
        chain_input_unchanged,
    ],
    _chain_value_steps,
)
# With two boxes it would be the same as the last box forgotten.
NESTING_ANY = NESTING._replace(mistakes=[*NESTING.mistakes, only_first_box])


# ---- The slope of a chain: (chain, x) -> df2/du(f1(x)) · df1/du(x) ----


def _slopes(chain: Chain, inputs: Sequence[ndarray]) -> list[ndarray]:
    return [deriv(f, u) for f, u in zip(chain, inputs, strict=True)]


def _own_slopes(chain: Chain, x: ndarray) -> list[ndarray]:
    return _slopes(chain, chain_values(chain, x)[:-1])


@mistake(
    "f₂′(x) · f₁′(x)",
    "You took the outer slope at x. Which number really arrives at the outer box?",
)
def outer_slope_at_x(chain: Chain, x: ndarray) -> ndarray:
    return math.prod(_slopes(chain, [x] * len(chain)))


@mistake(
    "f₂′(f₁(x))",
    "You forgot the inner factor: a nudge of x has been through the first box before.",
)
def inner_factor_forgotten(chain: Chain, x: ndarray) -> ndarray:
    return math.prod(_own_slopes(chain, x)[1:])


@mistake("f₁′(x)", "You forgot the outer factor: the last box changes the nudge, too.")
def outer_factor_forgotten(chain: Chain, x: ndarray) -> ndarray:
    return math.prod(_own_slopes(chain, x)[:-1])


@mistake(
    "f₂′(f₁(x)) + f₁′(x)",
    "You added the slopes. Each box passes on every unit that arrives, so what do slopes do?",
)
def slopes_added(chain: Chain, x: ndarray) -> ndarray:
    return sum(_own_slopes(chain, x))


@mistake(
    "f₂′(f₁′(x))",
    "You nested the slopes: you sent a slope into a box. Boxes receive values, never slopes.",
)
def slopes_nested(chain: Chain, x: ndarray) -> ndarray:
    for f in chain:
        x = deriv(f, x)
    return x


@mistake(
    "f₂′(f₁(x)) · f₁′(f₁(x))",
    "You took the inner slope at f₁(x). Which number arrives at the inner box?",
)
def inner_slope_at_f1(chain: Chain, x: ndarray) -> ndarray:
    values = chain_values(chain, x)
    return math.prod(_slopes(chain, [*values[1:-1], values[-2]]))


@mistake(
    "f₁′(f₂(x)) · f₂′(x)",
    "You swapped the order: the innermost function acts first (in a list, the first one).",
)
def order_swapped(chain: Chain, x: ndarray) -> ndarray:
    return _chain_slope(chain[::-1], x)


@mistake(
    "f₂(x) · f₁′(x) + f₂′(x) · f₁(x)",
    "You mixed values and slopes as for f₂(x) · f₁(x). Here one function is inside the other.",
)
def nesting_taken_for_product(chain: Chain, x: ndarray) -> ndarray:
    return sum(
        deriv(f, x) * math.prod(g(x) for j, g in enumerate(chain) if j != k)
        for k, f in enumerate(chain)
    )


@mistake(
    "f₂(f₁(x)) · f₁′(x)",
    "You multiplied by the value of the outer box. Its slope is needed.",
)
def value_for_outer_slope(chain: Chain, x: ndarray) -> ndarray:
    return chain_values(chain, x)[-1] * math.prod(_own_slopes(chain, x)[:-1])


@mistake(
    "f₂′(f₁(x)) · f₁(x)",
    "You multiplied by the value of the inner box. Its slope is needed.",
)
def value_for_inner_slope(chain: Chain, x: ndarray) -> ndarray:
    return math.prod(_own_slopes(chain, x)[1:]) * chain[0](x)


@mistake("f₂(f₁(x))", "That is the value of the chain. Its slope is asked for.")
def chain_value_not_slope(chain: Chain, x: ndarray) -> ndarray:
    return chain_values(chain, x)[-1]


@mistake(
    "f₂′(f₁(x) · f₁′(x))",
    "You put the inner slope inside the outer function. It stands outside, as a factor.",
)
def inner_slope_inside(chain: Chain, x: ndarray) -> ndarray:
    u, slope = x, 1.0
    for f in chain:
        slope = deriv(f, u)
        u = f(u) * slope
    return slope


@mistake(
    "−f₂′(f₁(x)) · f₁′(x)",
    "The size is right, the sign is not: count the negative slopes.",
)
def chain_sign_swapped(chain: Chain, x: ndarray) -> ndarray:
    return -_chain_slope(chain, x)


@mistake(
    "f₃′(u₂) · f₁′(x)",
    "You forgot a factor in the middle. Every box has one.",
)
def middle_factor_forgotten(chain: Chain, x: ndarray) -> ndarray:
    slopes = _own_slopes(chain, x)
    return slopes[-1] * slopes[0]


@mistake(
    "f₃′(u₁) · f₂′(x) · f₁′(x)",
    "Your slopes are one box behind: each box got the number that arrived at the box before it.",
)
def one_box_behind(chain: Chain, x: ndarray) -> ndarray:
    values = chain_values(chain, x)
    return math.prod(_slopes(chain, [x, *values[:-2]]))


@mistake(
    "f₃′(x) · f₂′(u₁) · f₁′(x)",
    "You took the last slope at x, and x never reaches the last box.",
)
def last_slope_at_x(chain: Chain, x: ndarray) -> ndarray:
    return deriv(chain[-1], x) * math.prod(_own_slopes(chain, x)[:-1])


@mistake(
    "f₃′(u₁) · f₂′(u₁) · f₁′(x)",
    "You took the last slope one box too early: which number arrives at the last box?",
)
def last_slope_one_box_early(chain: Chain, x: ndarray) -> ndarray:
    values = [x, *chain_values(chain, x)]
    return deriv(chain[-1], values[-3]) * math.prod(_own_slopes(chain, x)[:-1])


@mistake(
    "f₃′(f₃(u₂)) · f₂′(u₂) · f₁′(u₁)",
    "Each of your slopes is taken at what leaves its box. Which number arrives there?",
)
def slopes_at_the_outputs(chain: Chain, x: ndarray) -> ndarray:
    return math.prod(_slopes(chain, chain_values(chain, x)[1:]))


@mistake("f₃′(u₂)", "That is the slope of the last box alone. The other factors have been lost.")
def last_slope_alone(chain: Chain, x: ndarray) -> ndarray:
    return _own_slopes(chain, x)[-1]


def _chain_slope(chain: Chain, x: ndarray) -> ndarray:
    return math.prod(_own_slopes(chain, x))


def _chain_steps(chain: Chain, x: float) -> list[str]:
    values = chain_values(chain, x)
    slopes = _slopes(chain, values[:-1])
    # What the last box gives is not needed for any slope.
    given = [*(f", and it gives {short(value)}." for value in values[1:-1]), "."]
    steps = [
        f"{name_of(f)} receives {short(u)}: its slope there is {short(slope)}{rest}"
        for f, u, slope, rest in zip(chain, values[:-1], slopes, given, strict=True)
    ]
    return [*steps, f"Outer slope first: {equation(slopes[::-1], '×', math.prod(slopes))}"]


CHAIN_2 = Topic(
    _chain_slope,
    [
        outer_slope_at_x,
        inner_factor_forgotten,
        outer_factor_forgotten,
        slopes_added,
        slopes_nested,
        inner_slope_at_f1,
        order_swapped,
        nesting_taken_for_product,
        value_for_outer_slope,
        value_for_inner_slope,
        chain_value_not_slope,
        inner_slope_inside,
        chain_sign_swapped,
    ],
    _chain_steps,
)
CHAIN_3 = CHAIN_2._replace(
    mistakes=[
        *CHAIN_2.mistakes,
        middle_factor_forgotten,
        one_box_behind,
        last_slope_at_x,
        last_slope_one_box_early,
        slopes_at_the_outputs,
        last_slope_alone,
    ]
)


# ---- Branches: (paths) -> sum over the paths of the product of the slopes along each ----

Paths = Sequence[Sequence[ndarray]]
"""For each path its slopes, that of the last box first."""


@mistake("first path", "You forgot a path: only the first one is in your answer.")
def second_path_forgotten(paths: Paths) -> ndarray:
    return math.prod(paths[0])


@mistake(
    "= in place of +=",
    "Only the second path is there, as if it had overwritten the first. What do two paths do?",
)
def overwritten(paths: Paths) -> ndarray:
    return math.prod(paths[-1])


@mistake(
    "path 1 · path 2",
    "You multiplied the paths. Slopes multiply along a path; what do two paths do together?",
)
def paths_multiplied(paths: Paths) -> ndarray:
    return math.prod(map(math.prod, paths))


@mistake(
    "all slopes added",
    "You added along the paths, too. Along a path each box acts on what the one before it did.",
)
def slopes_along_paths_added(paths: Paths) -> ndarray:
    return sum(map(sum, paths))


@mistake(
    "f₂′ + f₁′",
    "You forgot the box in which the paths meet: it has a slope for each of its inputs.",
)
def join_forgotten(paths: Paths) -> ndarray:
    return sum(math.prod(path[1:]) for path in paths)


@mistake(
    "f₂′ · f₁′",
    "You multiplied the slopes of the two factors. The slope of a product is not that.",
)
def slopes_of_factors_multiplied(paths: Paths) -> ndarray:
    return math.prod(math.prod(path[1:]) for path in paths)


@mistake(
    "own factor",
    "You swapped the slopes of the box where the paths meet: in a product it is the other factor.",
)
def own_factor(paths: Paths) -> ndarray:
    joins = [path[0] for path in paths]
    return sum(join * math.prod(path[1:]) for join, path in zip(joins[::-1], paths, strict=True))


@mistake("path 1 − path 2", "You subtracted one path from the other. Their effects come together.")
def paths_subtracted(paths: Paths) -> ndarray:
    first, *others = map(math.prod, paths)
    return first - sum(others)


@mistake(
    "second path without f₂",
    "In the second path the slope of the box where the paths meet is missing.",
)
def second_join_forgotten(paths: Paths) -> ndarray:
    return math.prod(paths[0]) + math.prod(paths[1][1:])


@mistake("same factor twice", "Both paths have the same factor. For each path it is the other one.")
def same_factor_twice(paths: Paths) -> ndarray:
    return paths[0][0] * sum(math.prod(path[1:]) for path in paths)


def _paths_right(paths: Paths) -> ndarray:
    return sum(map(math.prod, paths))


def _paths_steps(paths: Paths) -> list[str]:
    products = [math.prod(path) for path in paths]
    steps = [
        f"Along path {k}: {equation(path, '×', product)}"
        for k, (path, product) in enumerate(zip(paths, products, strict=True), start=1)
    ]
    return [*steps, f"Add over the paths: {equation(products, '+', sum(products))}"]


PATHS = Topic(
    _paths_right,
    [
        second_path_forgotten,
        overwritten,
        paths_multiplied,
        slopes_along_paths_added,
        join_forgotten,
        slopes_of_factors_multiplied,
        own_factor,
        paths_subtracted,
    ],
    _paths_steps,
)

# For code; in a number they often look like another mistake.
PATHS_IN_CODE = PATHS._replace(mistakes=[*PATHS.mistakes, second_join_forgotten, same_factor_twice])


# ---- Many equal layers: (weight, slope, n) -> (weight · slope)ⁿ ----


@mistake("n · w · s", "You added the factors. Along a chain they multiply.")
def layers_added(weight: ndarray, slope: ndarray, n: int) -> ndarray:
    return n * weight * slope


@mistake("w · sⁿ", "You counted the weight once. Every layer has its own factor of it.")
def weight_only_once(weight: ndarray, slope: ndarray, n: int) -> ndarray:
    return weight * slope**n


@mistake("sⁿ", "You forgot the weight: it is a box as well, and its slope is the weight itself.")
def weight_forgotten(weight: ndarray, slope: ndarray, n: int) -> ndarray:
    return slope**n


@mistake("wⁿ · s", "You counted the slope of the box once. Every layer has its own factor of it.")
def slope_only_once(weight: ndarray, slope: ndarray, n: int) -> ndarray:
    return weight**n * slope


@mistake("wⁿ", "You forgot the slope of the box: every layer has two factors.")
def box_forgotten(weight: ndarray, slope: ndarray, n: int) -> ndarray:
    return weight**n


@mistake("w · s", "That is the slope of a single layer.")
def single_layer(weight: ndarray, slope: ndarray, n: int) -> ndarray:
    return weight * slope


@mistake("(w · s)ⁿ⁻¹", "One layer is missing.")
def one_layer_missing(weight: ndarray, slope: ndarray, n: int) -> ndarray:
    return (weight * slope) ** (n - 1)


@mistake("(w + s)ⁿ", "You added weight and slope. They are two boxes in a row.")
def weight_added(weight: ndarray, slope: ndarray, n: int) -> ndarray:
    return (weight + slope) ** n


LAYERS = Topic(
    lambda weight, slope, n: (weight * slope) ** n,
    [
        layers_added,
        weight_only_once,
        weight_forgotten,
        slope_only_once,
        box_forgotten,
        single_layer,
        one_layer_missing,
        weight_added,
    ],
    lambda weight, slope, n: [
        f"Each layer: {equation([slope, weight], '×', weight * slope)}",
        f"{n} of them in a row: {short(weight * slope)} to the power of {n} is "
        f"{short((weight * slope) ** n)}",
    ],
)


# ---- A skip connection, x + f(x): (func, x) -> 1 + f'(x) ----


@mistake("f′(x)", "You forgot the path around the box.")
def path_around_forgotten(func: Array_Function, x: ndarray) -> ndarray:
    return deriv(func, x)


@mistake("x + f′(x)", "You took the value of the path around the box. What is its slope?")
def value_of_path_around(func: Array_Function, x: ndarray) -> ndarray:
    return x + deriv(func, x)


@mistake("x + f(x)", "That is the value of the layer. Its slope is asked for.")
def layer_value_not_slope(func: Array_Function, x: ndarray) -> ndarray:
    return x + func(x)


@mistake("1 + f(x)", "You added the value of the box. Its slope is needed.")
def value_of_box(func: Array_Function, x: ndarray) -> ndarray:
    return 1 + func(x)


@mistake("1 − f′(x)", "The two paths have been subtracted. Their effects come together.")
def skip_subtracted(func: Array_Function, x: ndarray) -> ndarray:
    return 1 - deriv(func, x)


@mistake("f′(x + f(x))", "You took the slope at the output of the layer. What arrives at the box?")
def slope_at_output_of_layer(func: Array_Function, x: ndarray) -> ndarray:
    return 1 + deriv(func, x + func(x))


SKIP = Topic(
    lambda func, x: 1 + deriv(func, x),
    [
        path_around_forgotten,
        value_of_path_around,
        layer_value_not_slope,
        value_of_box,
        skip_subtracted,
        slope_at_output_of_layer,
    ],
    lambda func, x: [
        f"The path through {name_of(func)} has the slope {short(deriv(func, x))}.",
        "The path around it has the slope 1.",
        f"Add over the paths: {equation([1, deriv(func, x)], '+', 1 + deriv(func, x))}",
    ],
)


# ---- A neuron: (w, b, x, y) -> slope of (sigmoid(w·x + b) − y)² with respect to w ----


def _neuron(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    z = w * x + b
    a = sigmoid(z)
    return 2 * (a - y), deriv(sigmoid, z), x * np.ones_like(z)


@mistake(
    "2(a − y) · sigmoid′(z)",
    "You forgot the last factor: the slope of w · x + b with respect to w.",
)
def input_forgotten(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    return math.prod(_neuron(w, b, x, y)[:2])


@mistake("2(a − y) · x", "You forgot the slope of the sigmoid: every box has its factor.")
def activation_forgotten(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    dl_da, _, dz_dw = _neuron(w, b, x, y)
    return dl_da * dz_dw


@mistake("sigmoid′(z) · x", "You forgot the slope of the loss: that is where the sweep begins.")
def loss_forgotten(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    return math.prod(_neuron(w, b, x, y)[1:])


@mistake("(a − y) · …", "The 2 is missing: the slope of a square is 2 times its input.")
def two_forgotten(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    return math.prod(_neuron(w, b, x, y)) / 2


@mistake("(a − y)² · …", "You multiplied by the loss itself. Its slope is needed.")
def loss_for_its_slope(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    dl_da, da_dz, dz_dw = _neuron(w, b, x, y)
    return dl_da**2 / 4 * da_dz * dz_dw


@mistake(
    "… · sigmoid′(a) · …",
    "You took the slope of the sigmoid at its output a. Which number arrives at it?",
)
def activation_slope_at_output(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    dl_da, _, dz_dw = _neuron(w, b, x, y)
    return dl_da * deriv(sigmoid, sigmoid(w * x + b)) * dz_dw


@mistake("… · a · …", "You multiplied by the value of the sigmoid. Its slope is needed.")
def activation_value(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    dl_da, _, dz_dw = _neuron(w, b, x, y)
    return dl_da * sigmoid(w * x + b) * dz_dw


@mistake(
    "… · w",
    "You multiplied by w. In the product w · x the slope with respect to w is the other factor.",
)
def weight_for_input(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    return math.prod(_neuron(w, b, x, y)[:2]) * w


@mistake("2(y − a) · …", "The sign is swapped: in the loss, y is subtracted from a.")
def error_sign_swapped(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    return -math.prod(_neuron(w, b, x, y))


NEURON = Topic(
    lambda w, b, x, y: math.prod(_neuron(w, b, x, y)),
    [
        input_forgotten,
        activation_forgotten,
        loss_forgotten,
        two_forgotten,
        loss_for_its_slope,
        activation_slope_at_output,
        activation_value,
        weight_for_input,
        error_sign_swapped,
    ],
    lambda w, b, x, y: [
        f"Forward: z = {short(w * x + b)} and a = {short(sigmoid(w * x + b))}.",
        f"The loss has the slope 2(a − y) = {short(_neuron(w, b, x, y)[0])}, the sigmoid "
        f"{short(_neuron(w, b, x, y)[1])}, and w · x + b has x = {short(x)}.",
        equation(_neuron(w, b, x, y), "×", math.prod(_neuron(w, b, x, y))),
    ],
)


# ---- A step of gradient descent: (knob, slope, rate) -> new knob ----


@mistake(
    "w + rate · slope",
    "You stepped uphill: the loss grows in the direction of its slope.",
)
def step_uphill(knob: ndarray, slope: ndarray, rate: ndarray) -> ndarray:
    return knob + rate * slope


@mistake("w − slope", "You forgot the learning rate.")
def rate_forgotten(knob: ndarray, slope: ndarray, rate: ndarray) -> ndarray:
    return knob - slope


@mistake("w + slope", "You forgot the learning rate, and you stepped uphill.")
def uphill_without_rate(knob: ndarray, slope: ndarray, rate: ndarray) -> ndarray:
    return knob + slope


@mistake("−rate · slope", "That is the step alone. Where does it begin?")
def knob_forgotten(knob: ndarray, slope: ndarray, rate: ndarray) -> ndarray:
    return -rate * slope


@mistake("w − rate", "The step is not in proportion to the slope: the slope is missing.")
def slope_forgotten(knob: ndarray, slope: ndarray, rate: ndarray) -> ndarray:
    return knob - rate


@mistake(
    "w − rate · slope · w",
    "You multiplied the step by the knob. The slope is already with respect to it.",
)
def step_times_knob(knob: ndarray, slope: ndarray, rate: ndarray) -> ndarray:
    return knob - rate * slope * knob


@mistake("w − slope / rate", "You divided by the learning rate.")
def divided_by_rate(knob: ndarray, slope: ndarray, rate: ndarray) -> ndarray:
    return knob - slope / rate


STEP = Topic(
    lambda knob, slope, rate: knob - rate * slope,
    [
        step_uphill,
        rate_forgotten,
        uphill_without_rate,
        knob_forgotten,
        slope_forgotten,
        step_times_knob,
        divided_by_rate,
    ],
    lambda knob, slope, rate: [
        f"The step is rate times slope: {equation([rate, slope], '×', rate * slope)}",
        f"Against the slope: {equation([knob, rate * slope], '−', knob - rate * slope)}",
    ],
)


# ---- A box of the tiny autodiff: (a, b) -> its value, and its slopes for a and for b ----


@mistake("slopes 1, 1", "A sum has the slopes 1 and 1. What does the output do when b grows?")
def slopes_of_a_sum(a: float, b: float) -> ndarray:
    return np.array([a - b, 1.0, 1.0])


@mistake("b − a", "You subtracted a from b.")
def order_of_difference_swapped(a: float, b: float) -> ndarray:
    return np.array([b - a, -1.0, 1.0])


@mistake("slopes −1, 1", "The value is right, but the slopes have changed places.")
def slopes_changed_places(a: float, b: float) -> ndarray:
    return np.array([a - b, -1.0, 1.0])


@mistake("slopes b, a", "These are the slopes of a product.")
def slopes_of_a_product(a: float, b: float) -> ndarray:
    return np.array([a - b, b, a])


def _no_steps(*arguments: object) -> list[str]:
    return []


DIFFERENCE_BOX = Topic(
    lambda a, b: np.array([a - b, 1.0, -1.0]),
    [
        slopes_of_a_sum,
        order_of_difference_swapped,
        slopes_changed_places,
        slopes_of_a_product,
    ],
    _no_steps,
)


@mistake("slopes a, b", "Each input has got itself as its slope. In a product it is the other one.")
def own_factor_noted(a: float, b: float) -> ndarray:
    return np.array([a * b, a, b])


@mistake("slopes 1, 1", "These are the slopes of a sum.")
def product_with_slopes_of_a_sum(a: float, b: float) -> ndarray:
    return np.array([a * b, 1.0, 1.0])


PRODUCT_BOX = Topic(
    lambda a, b: np.array([a * b, b, a]),
    [own_factor_noted, product_with_slopes_of_a_sum],
    _no_steps,
)


# ---- The walk backward: (graph) -> the slope of the last box with respect to each ----


class Graph(NamedTuple):
    """Boxes in topological order, each with its arrows: (which box it comes from, the slope)."""

    name: str
    arrows: Sequence[Sequence[tuple[int, float]]]
    left_over: float
    """The slope that every box has from an earlier walk."""


def _walk(
    graph: Graph,
    step: Callable[[float, float, float], float],
    *,
    cleared: bool = True,
    start: float = 1.0,
    backward: bool = True,
) -> ndarray:
    """Walk through a graph; `step` makes the new slope of an input: (its old, box, arrow)."""
    slopes = np.full(len(graph.arrows), 0.0 if cleared else graph.left_over)
    slopes[-1] = start
    order = range(len(graph.arrows))
    for box in reversed(order) if backward else order:
        for input_, on_arrow in graph.arrows[box]:
            slopes[input_] = step(slopes[input_], slopes[box], on_arrow)
    return slopes


@mistake(
    "= in place of +=",
    "A slope that arrives overwrites what other arrows have brought before.",
)
def arrow_overwrites(graph: Graph) -> ndarray:
    return _walk(graph, lambda old, box, arrow: box * arrow)


@mistake("no zeros first", "The slopes of an earlier walk are still in there: clear them first.")
def not_cleared(graph: Graph) -> ndarray:
    return _walk(graph, lambda old, box, arrow: old + box * arrow, cleared=False)


@mistake(
    "not reversed",
    "You walk from the inputs to the end. Which slope is known before the walk begins?",
)
def walked_forward(graph: Graph) -> ndarray:
    return _walk(graph, lambda old, box, arrow: old + box * arrow, backward=False)


@mistake("+= box", "You forgot the slope on the arrow: each box hands on a product.")
def arrow_slope_forgotten(graph: Graph) -> ndarray:
    return _walk(graph, lambda old, box, arrow: old + box)


@mistake("+= arrow", "You forgot the slope of the end result with respect to the box.")
def box_slope_forgotten(graph: Graph) -> ndarray:
    return _walk(graph, lambda old, box, arrow: old + arrow)


@mistake("+= box + arrow", "You added the two slopes. Along a path they multiply.")
def box_and_arrow_added(graph: Graph) -> ndarray:
    return _walk(graph, lambda old, box, arrow: old + box + arrow)


@mistake("no start", "All slopes stay 0: what is the slope of the end result in itself?")
def end_not_started(graph: Graph) -> ndarray:
    return _walk(graph, lambda old, box, arrow: old + box * arrow, start=0.0)


BACKWARD = Topic(
    lambda graph: _walk(graph, lambda old, box, arrow: old + box * arrow),
    [
        arrow_overwrites,
        not_cleared,
        walked_forward,
        arrow_slope_forgotten,
        box_slope_forgotten,
        box_and_arrow_added,
        end_not_started,
    ],
    _no_steps,
)

TOPICS = {
    "square": SQUARE,
    "leaky ReLU": LEAKY_RELU,
    "sigmoid": SIGMOID,
    "slope": SLOPE,
    "change": CHANGE,
    "central difference": DIFFERENCE,
    "nesting": NESTING,
    "nesting of any length": NESTING_ANY,
    "chain of two": CHAIN_2,
    "longer chain": CHAIN_3,
    "branches": PATHS,
    "branches in code": PATHS_IN_CODE,
    "layers": LAYERS,
    "skip connection": SKIP,
    "neuron": NEURON,
    "step": STEP,
    "difference box": DIFFERENCE_BOX,
    "product box": PRODUCT_BOX,
    "backward walk": BACKWARD,
}
"""All topics by name."""
