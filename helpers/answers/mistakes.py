"""The wrong rules that learners use, each beside the right one.

A mistake is a row: its name, its rule and its hint. The rule takes what the right rule takes and
returns what a learner gets who makes that mistake, so a question and a check can recognize it.
Many stand in the literature on learning calculus and in the issue trackers of other courses:
f2'(f1(x) f1'(x)) instead of a factor behind it, `/ 2 * delta` for `/ (2 * delta)`, `=` for `+=`
where two paths meet, the slope of the sigmoid taken at its own output.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import prod
from operator import add, mul
from typing import NamedTuple

import numpy as np
from numpy import ndarray

from helpers.arguments import check_kind
from helpers.autodiff import Value, in_order
from helpers.chain import Chain, chain_slopes, chain_values, deriv
from helpers.functions import Array_Function, leaky_relu, sigmoid
from helpers.slopes import slope_words, smallest_slope
from helpers.writing import (
    equation,
    factors_and_products,
    gives,
    in_brackets,
    name_of,
    number,
    with_enough_decimals,
    written_out,
)

Rule = Callable[..., ndarray]


class Mistake(NamedTuple):
    """A wrong rule."""

    name: str
    rule: Rule
    """Takes the arguments of the right rule."""
    hint: str
    """What to say to a learner who used it: it names the mistake and does not give the answer."""


@dataclass
class Topic:
    """A right rule with the mistakes that belong to it."""

    right: Rule
    steps: Callable[..., list[str]]
    """The worked steps, in words, for the arguments of the right rule."""
    mistakes: list[Mistake]

    def __post_init__(self) -> None:
        """Refuse a rule, steps or a mistake of another kind here, before a question uses them."""
        check_kind("right of a topic", self.right, Callable, "a function")
        check_kind("steps of a topic", self.steps, Callable, "a function")
        wanted = "a list of Mistakes"
        for one in check_kind("mistakes of a topic", self.mistakes, list, wanted):
            check_kind("mistakes of a topic", one, Mistake, wanted)
            check_kind(f"rule of the mistake {one.name}", one.rule, Callable, "a function")

    def __getitem__(self, name: str) -> Mistake:
        """The mistake of this name; an unknown one is a KeyError."""
        return {mistake.name: mistake for mistake in self.mistakes}[name]

    def without(self, *names: str) -> "Topic":
        """The same topic without the mistakes of these names; an unknown one is a KeyError."""
        left_out = [self[name] for name in names]
        return replace(self, mistakes=[m for m in self.mistakes if m not in left_out])

    def with_more(self, *mistakes: Mistake) -> "Topic":
        """The same topic with further mistakes: for code, since one number fits many rules."""
        return replace(self, mistakes=[*self.mistakes, *mistakes])


# ---- The value of one function: (f, x) -> f(x) ----

INPUT_UNCHANGED = Mistake("input_unchanged", lambda f, x: np.array(x, dtype=float),
    "That is what went in. What does the box do to it?")  # fmt: skip
SIGN_OF_VALUE_SWAPPED = Mistake("sign_of_value_swapped", lambda f, x: -f(x),
    "The size is right, the sign is not.")  # fmt: skip


def _square_steps(f: Array_Function, x: float) -> list[str]:
    return [
        "To square a number is to multiply it by itself.",
        f"{in_brackets([number(x), number(x)], ' × ')} = {number(f(x))}",
    ]


SQUARE = Topic(lambda f, x: f(x), _square_steps, [
    Mistake("doubled", lambda f, x: 2 * x,
        "You doubled the input. What is it multiplied by in a square?"),
    Mistake("base_and_exponent_swapped", lambda f, x: np.power(2.0, x),
        "You took 2 to the power of x. In a square, 2 is the power."),
    SIGN_OF_VALUE_SWAPPED,
    INPUT_UNCHANGED,
])  # fmt: skip


def _leaky_relu_steps(f: Array_Function, x: float) -> list[str]:
    fifth = f"0.2 × {in_brackets(['', number(x)], '')} = {number(0.2 * x)}"
    return [
        f"The candidates are {fifth} and {number(x)}.",
        f"The larger one is {number(leaky_relu(x))}.",
    ]


LEAKY_RELU = Topic(lambda f, x: f(x), _leaky_relu_steps, [
    Mistake("nothing_leaks", lambda f, x: np.maximum(0, x),
        "You let nothing through. That is the plain ReLU; "
        "the leaky one lets a fifth of a negative number through."),
    INPUT_UNCHANGED,
    Mistake("all_leak", lambda f, x: 0.2 * x,
        "You took a fifth of every number. Which numbers pass untouched?"),
    Mistake("smaller_kept", lambda f, x: np.minimum(0.2 * x, x),
        "You kept the smaller of the two candidates."),
    SIGN_OF_VALUE_SWAPPED,
])  # fmt: skip


# ---- A leaky ReLU of any leak: (x, leak) -> x where it is positive, else leak · x ----


def _any_leak_steps(x: float, leak: float) -> list[str]:
    if x > 0:
        return [f"{number(x)} is positive: all of it comes out."]
    share = in_brackets([number(leak), number(x)], " × ")
    return [
        f"{number(x)} is not positive: a share of it comes out.",
        f"{share} = {number(leak * x)}",
    ]


ANY_LEAK_IN_CODE = Topic(lambda x, leak: np.where(x > 0, x, leak * x), _any_leak_steps, [
    Mistake("always_a_fifth", lambda x, leak: np.maximum(0.2 * x, x),
        "Yours always lets a fifth through, whatever `leak` is."),
    Mistake("nothing_leaks", lambda x, leak: np.maximum(0, x),
        "You let nothing through. That is the plain ReLU; "
        "the leaky one lets a share of a negative number through."),
    Mistake("input_unchanged", lambda x, leak: np.array(x, dtype=float),
        "That is what went in. What does the box do to it?"),
    Mistake("all_leak", lambda x, leak: leak * x,
        "You took a share of every number. Which numbers pass untouched?"),
    Mistake("sides_swapped", lambda x, leak: np.where(x > 0, leak * x, x),
        "You took a share of the positive numbers. Which ones does the box change?"),
    Mistake("larger_kept", lambda x, leak: np.maximum(leak * x, x),
        "You kept the larger of the two. With a leak above 1 that is the wrong one: let the sign "
        "of x decide."),
    Mistake("leak_sign_swapped", lambda x, leak: np.where(x > 0, x, -leak * x),
        "What leaks through has the wrong sign: a negative number stays negative."),
    Mistake("leak_is_constant", lambda x, leak: np.where(x > 0, x, leak),
        "Left of zero you always return the same number: a share of what came in leaks through."),
])  # fmt: skip


# ---- The value of the sigmoid ----


def _sigmoid_steps(f: Array_Function, x: float) -> list[str]:
    return [
        f"e to the power of {number(-x)} is about {number(np.exp(-x))}.",
        f"1 / (1 + {number(np.exp(-x))}) ≈ {number(sigmoid(x))}",
    ]


SIGMOID = Topic(lambda f, x: f(x), _sigmoid_steps, [
    Mistake("sign_of_input_swapped", lambda f, x: f(-x),
        "That is the sigmoid of −x. The formula has e⁻ˣ in it: what is −x when x is −1?"),
    Mistake("taken_for_odd", lambda f, x: -f(-x),
        "A sigmoid is never negative: it lies between 0 and 1."),
    Mistake("one_forgotten", lambda f, x: np.exp(x),
        "The 1 in the denominator is missing."),
    Mistake("not_inverted", lambda f, x: 1 + np.exp(-x),
        "That is the denominator alone. "
        "One is divided by all of it (in code: by all in brackets)."),
    INPUT_UNCHANGED,
    SIGN_OF_VALUE_SWAPPED,
])  # fmt: skip


# ---- A sigmoid of any range: (x, low, high) -> low + (high - low) · sigmoid(x) ----


def _squeezed_steps(x: float, low: float, high: float) -> list[str]:
    return [
        f"The sigmoid of {number(x)} is about {number(sigmoid(x))}: so much of the way from `low` "
        "to `high`.",
        f"All of that way is {equation([high, low], '−', high - low)}.",
    ]


SQUEEZED_IN_CODE = Topic(
    lambda x, low, high: low + (high - low) * sigmoid(x), _squeezed_steps, [
    Mistake("from_0_to_1", lambda x, low, high: sigmoid(x),
        "That is the sigmoid itself. Use `low` and `high`, too."),
    Mistake("not_lifted", lambda x, low, high: (high - low) * sigmoid(x),
        "The range is as wide as it should be, but it does not begin at `low`."),
    Mistake("too_wide", lambda x, low, high: low + high * sigmoid(x),
        "It begins at `low`, but does not end at `high`. How far is it from one to the other?"),
    Mistake("low_forgotten", lambda x, low, high: high * sigmoid(x),
        "It ends at `high`. Where does it begin?"),
    Mistake("cut_off", lambda x, low, high: np.clip(x, low, high),
        "You cut off what is outside. Let the sigmoid squeeze all numbers into the range."),
    Mistake("ends_swapped", lambda x, low, high: high + (low - high) * sigmoid(x),
        "Yours falls from `high` to `low`."),
    Mistake("input_moved", lambda x, low, high: sigmoid(low + (high - low) * x),
        "You changed what goes into the sigmoid. Change what comes out."),
])  # fmt: skip


# ---- The slope of one function: (f, x, delta) -> f'(x), from its values beside x ----


def _slope_steps(f: Array_Function, x: float, delta: float = 0.001) -> list[str]:
    return [
        f"Just left of {number(x)}, at {number(x - delta)}, {name_of(f)} gives "
        f"{number(float(f(x - delta)), 6)}.",
        f"Just right of it, at {number(x + delta)}, it gives {number(float(f(x + delta)), 6)}.",
        f"Rise over run: the difference, divided by {number(2 * delta)}, is about "
        f"{slope_words(f, x, delta)}.",
    ]


SLOPE_OF_ONE = Topic(deriv, _slope_steps, [
    Mistake("value_not_slope", lambda f, x, delta=0.001: f(x),
        "That is the value of the function, not its slope."),
    Mistake("slope_sign_swapped", lambda f, x, delta=0.001: -deriv(f, x),
        "The size is right, the sign is not: does the output climb or fall?"),
    Mistake("run_halved", lambda f, x, delta=0.001: 2 * deriv(f, x),
        "That is twice as much: how far is it from the point on the left to the one on the right?"),
    Mistake("rise_alone", lambda f, x, delta=0.001: f(x + delta) - f(x - delta),
        "That is how far the output moves. A slope is rise over run."),
    Mistake("run_per_rise", lambda f, x, delta=0.001: np.divide(1, deriv(f, x)),
        "You divided the run by the rise. A slope is the other way round."),
    Mistake("slope_at_the_output", lambda f, x, delta=0.001: deriv(f, f(x)),
        "You took the slope at the output of the box. A slope is taken at the input of its box."),
    Mistake("output_per_input", lambda f, x, delta=0.001: np.divide(f(x), x),
        "You divided the output by the input. A slope compares how far the two move."),
    Mistake("slope_times_input", lambda f, x, delta=0.001: deriv(f, x) * x,
        "You multiplied the slope by the input: the slope alone is asked for."),
])  # fmt: skip


# ---- A small change: (f, x, change) -> f'(x) · change ----


def _change_steps(f: Array_Function, x: float, change: float) -> list[str]:
    slope = deriv(f, x)
    return [
        f"The slope of {name_of(f)} at {number(x)} is {slope_words(f, x)}.",
        f"Slope times change: {equation([slope, change], '×', slope * change)}",
    ]


CHANGE = Topic(lambda f, x, change: deriv(f, x) * change, _change_steps, [
    Mistake("slope_alone", lambda f, x, change: deriv(f, x),
        "That is the slope: the change for a whole unit. How far does the input move?"),
    Mistake("change_unchanged", lambda f, x, change: np.array(change, dtype=float),
        "That is how far the input moves. The box makes something else of it."),
    Mistake("slope_and_change_added", lambda f, x, change: deriv(f, x) + change,
        "You added slope and change. The slope says what becomes of each unit."),
    Mistake("value_times_change", lambda f, x, change: f(x) * change,
        "You multiplied by the value. It is the slope that says how the output moves."),
    Mistake("slope_divided_by_change", lambda f, x, change: deriv(f, x) / change,
        "You divided. Multiply: each unit of input counts as often as the slope says."),
    Mistake("new_output", lambda f, x, change: f(x) + deriv(f, x) * change,
        "That is the new output. By how much has it moved?"),
    Mistake("direction_swapped", lambda f, x, change: -deriv(f, x) * change,
        "The size is right, the direction is not."),
])  # fmt: skip


CHANGE_IN_CODE = CHANGE.with_more(
    Mistake("really", lambda f, x, change: f(x + change) - f(x),
        "That is how far it really moves. Predict it, from the slope at x alone."),
    Mistake("slope_at_the_end", lambda f, x, change: deriv(f, x + change) * change,
        "You took the slope at the end point. At x it is known before anything moves."),
)  # fmt: skip


# ---- The central difference: (f, x, delta) -> slope ----


def _difference_steps(f: Array_Function, x: float, delta: float) -> list[str]:
    left, right = f(x - delta), f(x + delta)
    return [
        f"Left: {name_of(f)}({number(x - delta)}) = {number(left)}.",
        f"Right: {name_of(f)}({number(x + delta)}) = {number(right)}.",
        f"The rise is {equation([right, left], '−', right - left)}, the run {number(2 * delta)}.",
        equation([right - left, 2 * delta], "/", (right - left) / (2 * delta)),
    ]


DIFFERENCE = Topic(deriv, _difference_steps, [
    Mistake("divided_by_delta", lambda f, x, delta: (f(x + delta) - f(x - delta)) / delta,
        "You divided by delta. "
        "How far is it from the point on the left to the point on the right?"),
    Mistake("one_sided", lambda f, x, delta: (f(x + delta) - f(x)) / delta,
        "You stepped to the right only: that is the one-sided difference. Step to both sides."),
    Mistake("one_sided_left", lambda f, x, delta: (f(x) - f(x - delta)) / delta,
        "You stepped to the left only: that is a one-sided difference. Step to both sides."),
    Mistake("one_step_of_two", lambda f, x, delta: (f(x + delta) - f(x)) / (2 * delta),
        "You divided by two steps, but the rise is that of one step only."),
    Mistake("sign_swapped", lambda f, x, delta: (f(x - delta) - f(x + delta)) / (2 * delta),
        "The sign is swapped: rise and run both go from the left to the right."),
    Mistake("run_without_brackets", lambda f, x, delta: (f(x + delta) - f(x - delta)) / 2 * delta,
        "You divided by 2 and multiplied by delta. In one line, 2 * delta needs brackets."),
    Mistake("rise_without_brackets", lambda f, x, delta: f(x + delta) - f(x - delta) / (2 * delta),
        "Without brackets around the difference only its second part is divided."),
    Mistake("both_without_brackets", lambda f, x, delta: f(x + delta) - f(x - delta) / 2 * delta,
        "Two pairs of brackets are missing: the whole difference is divided, and by all of "
        "2 * delta."),
    Mistake("rise_not_divided", lambda f, x, delta: f(x + delta) - f(x - delta),
        "That is the rise. A slope is rise over run."),
    Mistake("values_on_both_sides_added",
        lambda f, x, delta: (f(x + delta) + f(x - delta)) / (2 * delta),
        "You added the two values. The rise is their difference."),
])  # fmt: skip

DIFFERENCE_IN_CODE = DIFFERENCE.with_more(
    Mistake("run_over_rise", lambda f, x, delta: 2 * delta / (f(x + delta) - f(x - delta)),
        "You divided the run by the rise. A slope is the other way round."),
    Mistake("rise_times_run", lambda f, x, delta: (f(x + delta) - f(x - delta)) * (2 * delta),
        "You multiplied rise and run. A slope is one per the other."),
    Mistake("divided_by_2", lambda f, x, delta: (f(x + delta) - f(x - delta)) / 2,
        "You divided by 2 alone, as if each step were 1 wide."),
    Mistake("divided_by_half_a_delta",
        lambda f, x, delta: (f(x + delta) - f(x - delta)) / (delta / 2),
        "You divided by half a delta. How many deltas lie between the two points?"),
    Mistake("divided_by_place", lambda f, x, delta: (f(x + delta) - f(x - delta)) / (x + delta),
        "You divided by the place of the right point. How far is it from the left one?"),
)  # fmt: skip


# ---- The value of a chain: (chain, x) -> f2(f1(x)) ----


def _chain_value(chain: Chain, x: ndarray) -> ndarray:
    return chain_values(chain, x)[-1]


def _chain_value_steps(chain: Chain, x: float) -> list[str]:
    values = chain_values(chain, x)
    return [
        f"{name_of(f)} turns {number(before)} into {number(after)}."
        for f, before, after in zip(chain, values[:-1], values[1:], strict=True)
    ]


NESTING = Topic(_chain_value, _chain_value_steps, [
    Mistake("value_order_swapped", lambda chain, x: _chain_value(chain[::-1], x),
        "You swapped the order: the innermost function acts first (in a list, the first one)."),
    Mistake("values_multiplied", lambda chain, x: prod(f(x) for f in chain),
        "You multiplied the two values. "
        "Nesting is not multiplication: the second box never sees x."),
    Mistake("values_added", lambda chain, x: sum(f(x) for f in chain),
        "You added the two values. The second box works on what leaves the first."),
    Mistake("first_box_forgotten", lambda chain, x: chain[-1](x),
        "You sent x straight into the last box and left out what stands before it."),
    Mistake("last_box_forgotten", lambda chain, x: chain_values(chain, x)[-2],
        "You stopped one box too early."),
    Mistake("chain_input_unchanged", lambda chain, x: np.array(x, dtype=float),
        "Nothing has happened to x: is the result of each box kept?"),
])  # fmt: skip

NESTING_ANY = Topic(_chain_value, _chain_value_steps, [
    *NESTING.mistakes,
    # With two boxes it would be the same as the last box forgotten.
    Mistake("only_first_box", lambda chain, x: chain[0](x),
        "Only the first box has acted: is your `return` inside the loop?"),
])  # fmt: skip


# ---- The slope of a chain: (chain, x) -> df2/du(f1(x)) · df1/du(x) ----


def _chain_slope(chain: Chain, x: ndarray) -> ndarray:
    """Of the last box, nothing but the slope is asked."""
    return _slope_at(accumulate(chain[:-1], lambda value, f: f(value), initial=x), chain)


def _slope_at(inputs: Iterable[ndarray], chain: Chain) -> ndarray:
    """The product of the slopes, each taken at the next of these numbers."""
    return prod(map(deriv, chain, inputs))


def _slopes_nested(chain: Chain, x: ndarray) -> ndarray:
    for f in chain:
        x = deriv(f, x)
    return x


def _slopes_at_slopes(chain: Chain, x: ndarray) -> ndarray:
    slopes = []
    for f in chain:
        x = deriv(f, x)
        slopes.append(x)
    return prod(slopes)


def _taken_for_product(chain: Chain, x: ndarray) -> ndarray:
    return sum(
        deriv(f, x) * prod(g(x) for j, g in enumerate(chain) if j != k) for k, f in enumerate(chain)
    )


def _slope_inside(chain: Chain, x: ndarray) -> ndarray:
    *boxes, last = chain
    for f in boxes:
        x = f(x) * deriv(f, x)
    return deriv(last, x)


def _chain_steps(chain: Chain, x: float) -> list[str]:
    values, slopes = chain_values(chain, x), chain_slopes(chain, x)
    errors = map(smallest_slope, chain, values)
    slopes, (product,) = factors_and_products(slopes, [prod(slopes)], list(errors))
    # What the last box gives is not needed for any slope.
    given = [*(f", and it gives {number(value)}." for value in values[1:-1]), "."]
    steps = [
        f"{name_of(f)} receives {number(value)}: its slope there is {slope}{rest}"
        for f, value, slope, rest in zip(chain, values[:-1], slopes, given, strict=True)
    ]
    return [*steps, f"Outer slope first: {written_out(slopes[::-1], '×', product)}"]


CHAIN_2 = Topic(_chain_slope, _chain_steps, [
    Mistake("outer_slope_at_x", lambda chain, x: _slope_at([x] * len(chain), chain),
        "You took the outer slope at x. Which number really arrives at the outer box?"),
    Mistake("inner_factor_forgotten", lambda chain, x: prod(chain_slopes(chain, x)[1:]),
        "You forgot the inner factor: a nudge of x has already been through the first box."),
    Mistake("outer_factor_forgotten", lambda chain, x: prod(chain_slopes(chain, x)[:-1]),
        "You forgot the outer factor: the last box changes the nudge, too."),
    Mistake("slopes_added", lambda chain, x: sum(chain_slopes(chain, x)),
        "You added the slopes. But the second box stretches what the first has stretched already."),
    Mistake("slopes_nested", _slopes_nested,
        "You nested the slopes: you sent a slope into a box. Boxes receive values, never slopes."),
    Mistake("inner_slope_at_f1",
        lambda chain, x: _slope_at([*(v := chain_values(chain, x))[1:-1], v[-2]], chain),
        "You took the inner slope at f₁(x). Which number arrives at the inner box?"),
    Mistake("order_swapped", lambda chain, x: _chain_slope(chain[::-1], x),
        "You swapped the order: the innermost function acts first (in a list, the first one)."),
    Mistake("nesting_taken_for_product", _taken_for_product,
        "You mixed values and slopes as for f₂(x) · f₁(x). Here one function is inside the other."),
    Mistake("value_for_outer_slope",
        lambda chain, x: _chain_value(chain, x) * prod(chain_slopes(chain, x)[:-1]),
        "You multiplied by the value of the outer box. Its slope is needed."),
    Mistake("value_for_inner_slope",
        lambda chain, x: prod(chain_slopes(chain, x)[1:]) * chain[0](x),
        "You multiplied by the value of the inner box. Its slope is needed."),
    Mistake("chain_value_not_slope", _chain_value,
        "That is the value of the chain. Its slope is asked for."),
    Mistake("inner_slope_inside", _slope_inside,
        "You put the inner slope inside the outer function. It stands outside, as a factor."),
    Mistake("chain_sign_swapped", lambda chain, x: -_chain_slope(chain, x),
        "The size is right, the sign is not. Which of the slopes are negative?"),
])  # fmt: skip

CHAIN_2_IN_CODE = CHAIN_2.with_more(
    Mistake("inner_factor_twice",
        lambda chain, x: _chain_slope(chain, x) * chain_slopes(chain, x)[0],
        "The inner slope is in your product twice: "
        "the slope of the whole chain already contains it."),
    Mistake("second_derivative", lambda chain, x: deriv(lambda t: _chain_slope(chain, t), x),
        "You took the slope of the slope: that is the second derivative."),
    Mistake("slope_sent_into_box", _slopes_at_slopes,
        "You took a slope at a slope. Which number does the next box receive?"),
    Mistake("nothing_moves", lambda chain, x: np.zeros(np.shape(x)),
        "Your slope is zero at every x: does the function that you measure use its input?"),
)  # fmt: skip


# ---- The rule backward: (f2, value, slope) -> of the first box, from that of the chain ----


def _first_slope_steps(f2: Array_Function, value: float, slope: float) -> list[str]:
    return [
        f"The slope of box 2 at {number(value)} is {slope_words(f2, value)}.",
        "Which number gives the slope of the chain, when it is multiplied by that?",
    ]


FIRST_SLOPE = Topic(lambda f2, value, slope: slope / deriv(f2, value), _first_slope_steps, [
    Mistake("multiplied_once_more", lambda f2, value, slope: slope * deriv(f2, value),
        "You multiplied. The slope of the chain has both factors already: one has to go."),
    Mistake("upside_down", lambda f2, value, slope: deriv(f2, value) / slope,
        "You divided the other way round. Which of the two is the product?"),
    Mistake("slope_of_box_2_taken_away", lambda f2, value, slope: slope - deriv(f2, value),
        "You subtracted. The slopes were multiplied: what undoes that?"),
    Mistake("divided_by_value", lambda f2, value, slope: slope / f2(value),
        "You divided by the value of box 2. Its slope is the other factor."),
    Mistake("divided_by_what_arrives", lambda f2, value, slope: slope / value,
        "You divided by the number that arrives at box 2. Its slope there is the other factor."),
    Mistake("slope_of_box_2_at_a_slope", lambda f2, value, slope: slope / deriv(f2, slope),
        "You took the slope of box 2 at a slope. Which number does it receive?"),
    Mistake("slope_of_box_2_alone", lambda f2, value, slope: deriv(f2, value),
        "That is the slope of box 2."),
])  # fmt: skip


# ---- A gradient check: (chain, x, slopes) -> how far the slopes are off at most ----


def _measured(chain: Chain, x: ndarray) -> ndarray:
    return deriv(lambda t: _chain_value(chain, t), x)


def _check_steps(chain: Chain, x: ndarray, slopes: ndarray) -> list[str]:
    return [
        "Measure the slopes of the whole chain: deriv(whole, x).",
        "How far is each of the given slopes from the measured one? The largest distance counts.",
    ]


GRADIENT_CHECK = Topic(
    lambda chain, x, slopes: np.max(np.abs(slopes - _measured(chain, x))), _check_steps, [
    Mistake("signs_kept", lambda chain, x, slopes: np.max(slopes - _measured(chain, x)),
        "Slopes that are too small count as well: a distance has no sign."),
    Mistake("signs_kept_swapped", lambda chain, x, slopes: np.max(_measured(chain, x) - slopes),
        "What is too large counts as well: a distance has no sign."),
    Mistake("mean_distance", lambda chain, x, slopes: np.mean(np.abs(slopes - _measured(chain, x))),
        "That is the mean distance. A mistake in a few places would hide in it."),
    Mistake("smallest_distance",
        lambda chain, x, slopes: np.min(np.abs(slopes - _measured(chain, x))),
        "That is the smallest distance. A wrong rule is right in some places."),
    Mistake("compared_with_values",
        lambda chain, x, slopes: np.max(np.abs(slopes - _chain_value(chain, x))),
        "You compared the slopes with the values of the chain."),
    Mistake("compared_with_the_rule",
        lambda chain, x, slopes: np.max(np.abs(slopes - _chain_slope(chain, x))),
        "You compared with the rule itself: a wrong rule would agree with itself. "
        "Measure the whole chain with `deriv`."),
    Mistake("largest_slopes_compared",
        lambda chain, x, slopes: np.abs(np.max(slopes) - np.max(_measured(chain, x))),
        "You compared the largest of both. They may be the same and stand in different places."),
])  # fmt: skip

CHAIN_3 = Topic(_chain_slope, _chain_steps, [
    *CHAIN_2.mistakes,
    Mistake("middle_factor_forgotten",
        lambda chain, x: chain_slopes(chain, x)[-1] * chain_slopes(chain, x)[0],
        "You forgot a factor in the middle. Every box has one."),
    Mistake("one_box_late", lambda chain, x: _slope_at([x, *chain_values(chain, x)], chain),
        "Your slopes come one box late: "
        "each box got the number that arrived at the box before it."),
    Mistake("last_slope_at_x",
        lambda chain, x: deriv(chain[-1], x) * prod(chain_slopes(chain, x)[:-1]),
        "You took the last slope at x, and x never reaches the last box."),
    Mistake("last_slope_one_box_early",
        lambda chain, x: (
            deriv(chain[-1], [x, *chain_values(chain, x)][-3]) * prod(chain_slopes(chain, x)[:-1])
        ),
        "You took the last slope one box too early: which number arrives at the last box?"),
    Mistake("slopes_at_the_outputs",
        lambda chain, x: _slope_at(chain_values(chain, x)[1:], chain),
        "Each of your slopes is taken at what leaves its box. Which number arrives there?"),
    Mistake("last_slope_alone", lambda chain, x: chain_slopes(chain, x)[-1],
        "That is the slope of the last box alone. The other factors have been lost."),
])  # fmt: skip

CHAIN_3_IN_CODE = CHAIN_3.with_more(
    *CHAIN_2_IN_CODE.mistakes[len(CHAIN_2.mistakes) : -1],
    Mistake("nothing_moves", CHAIN_2_IN_CODE["nothing_moves"].rule,
        "Your slope is zero at every x: does each product start at 1, "
        "and does a function that you measure use its input?"),
    # With two boxes it would be the same as the outer factor forgotten.
    Mistake("first_slope_alone", lambda chain, x: chain_slopes(chain, x)[0],
        "That is the slope of the first box alone. The others have no factor in it: "
        "if there is a loop, does it end too early?"),
)  # fmt: skip


# ---- A sweep from the output back: (slopes) -> for each box the product of its and all after ----


def _from_right_steps(slopes: Sequence[float]) -> list[str]:
    return [
        "Begin at the output with 1, and multiply by the slope of the last box.",
        "Go on to the box before it, and put each new product before the others in the list.",
    ]


FROM_RIGHT = Topic(lambda slopes: np.cumprod(slopes[::-1])[::-1], _from_right_steps, [
    Mistake("from_the_left", np.cumprod,
        "Your products begin at the first box. A knob moves what comes after it: "
        "begin at the output."),
    Mistake("from_the_left_put_first", lambda slopes: np.cumprod(slopes)[::-1],
        "You go through the slopes from the first box on. Begin at the output."),
    Mistake("last_box_first", lambda slopes: np.cumprod(slopes[::-1]),
        "The products are right, but that of the last box comes first. "
        "In the list, box 1 comes first."),
    Mistake("own_box_left_out", lambda slopes: np.cumprod([1.0, *slopes[:0:-1]])[::-1],
        "The slope of its own box is missing from each product: a knob adds to what goes into it."),
    Mistake("slopes_after_added", lambda slopes: np.cumsum(slopes[::-1])[::-1],
        "You added the slopes. Along a chain they multiply."),
    Mistake("whole_for_every_knob", lambda slopes: np.full(len(slopes), prod(slopes)),
        "Every knob has the slope of the whole chain. Which boxes come after it?"),
    Mistake("slopes_not_multiplied", np.array,
        "These are the slopes of the single boxes. Between a knob and the output stand several."),
])  # fmt: skip


# ---- Branches: (paths) -> sum over the paths of the product of the slopes along each ----

Paths = Sequence[Sequence[ndarray]]
"""For each path its slopes, that of the last box first: there the paths meet."""


def _beside_the_join(paths: Paths) -> list[ndarray]:
    """For each path the product of its slopes, but for that of the box where the paths meet."""
    return [prod(path[1:]) for path in paths]


def _own_factor(paths: Paths) -> ndarray:
    joins = [path[0] for path in reversed(paths)]
    return sum(map(mul, joins, _beside_the_join(paths)))


def _all_but(k: int) -> Rule:
    """All paths but one, added."""
    return lambda paths: sum(map(prod, [*paths[:k], *paths[k + 1 :]]))


def _alone(k: int) -> Rule:
    """One path only."""
    return lambda paths: prod(paths[k])


def _paths_subtracted(paths: Paths) -> ndarray:
    first, *others = map(prod, paths)
    return first - sum(others)


def _paths_steps(paths: Paths) -> list[str]:
    total = number(sum(map(prod, paths)))
    written = with_enough_decimals(
        lambda decimals: [
            factors_and_products(path, [prod(path)], None, decimals) for path in paths
        ],
        lambda found: gives([product for _, (product,) in found], "+", total),
    )
    steps = [
        f"Along path {k}: {written_out(factors, '×', product)}"
        for k, (factors, (product,)) in enumerate(written, start=1)
    ]
    products = [product for _, (product,) in written]
    return [*steps, f"Add over the paths: {written_out(products, '+', total)}"]


PATHS = Topic(lambda paths: sum(map(prod, paths)), _paths_steps, [
    Mistake("second_path_forgotten", lambda paths: prod(paths[0]),
        "You forgot a path: only one of them is in your answer."),
    Mistake("overwritten", lambda paths: prod(paths[-1]),
        "Only the second path is there, as if it had overwritten the first. What do two paths do?"),
    Mistake("paths_multiplied", lambda paths: prod(map(prod, paths)),
        "You multiplied the paths. Slopes multiply along a path; what do two paths do together?"),
    Mistake("slopes_along_paths_added", lambda paths: sum(map(sum, paths)),
        "You added along the paths, too. "
        "Along a path each box acts on what the one before it did."),
    Mistake("join_forgotten", lambda paths: sum(_beside_the_join(paths)),
        "You forgot the box in which the paths meet: it has a slope for each of its inputs."),
    Mistake("slopes_of_factors_multiplied", lambda paths: prod(_beside_the_join(paths)),
        "You multiplied the slopes of the two factors, or left a factor and a path out. "
        "The slope of a product is a sum, with one part for each factor."),
    Mistake("own_factor", _own_factor,
        "You swapped the slopes of the box where the paths meet: "
        "in a product it is the other factor."),
    Mistake("paths_subtracted", _paths_subtracted,
        "You subtracted one path from the other. Their effects come together."),
])  # fmt: skip

# For code; in a number they often look like another mistake.
PATHS_IN_CODE = PATHS.with_more(
    Mistake("second_join_forgotten", lambda paths: prod(paths[0]) + prod(paths[1][1:]),
        "In the second path the slope of the box where the paths meet is missing."),
    Mistake("same_factor_twice", lambda paths: paths[0][0] * sum(_beside_the_join(paths)),
        "Both paths have the same factor. For each path it is the other one."),
    Mistake("first_join_forgotten", lambda paths: prod(paths[0][1:]) + prod(paths[1]),
        "In the first path the slope of the box where the paths meet is missing."),
    Mistake("second_join_alone", lambda paths: prod(paths[0]) + paths[1][0],
        "In the second path there is only the slope of the box where the paths meet."),
    Mistake("slopes_multiplied_in_second",
        lambda paths: prod(paths[0]) + prod(_beside_the_join(paths)),
        "In your second path the slopes of both paths meet. It goes through one function only."),
    Mistake("values_only", lambda paths: prod(path[0] for path in paths),
        "That is the value where the paths meet. Its slope is asked for."),
)  # fmt: skip

# The paths from y in sigmoid(x · y) · y. In the second one there is but the slope of the join.
PATHS_FROM_Y = PATHS_IN_CODE.without("second_join_alone").with_more(
    Mistake("slope_in_x", lambda paths: paths[0][0] ** 2 * paths[0][1],
        "That is the slope with respect to x. Which input moves here?"),
)  # fmt: skip

# f · g + h: two paths through the product, and a third one beside it.
PATHS_OF_A_SUM = PATHS.without(
    "second_path_forgotten", "overwritten", "slopes_of_factors_multiplied", "own_factor"
).with_more(
    *(
        Mistake(f"path_{k + 1}_forgotten", _all_but(k),
            f"You forgot a path: the {which} one is missing.")
        for k, which in enumerate(("first", "second", "third"))
    ),
    *(
        Mistake(f"path_{k + 1}_alone", _alone(k),
            f"Only the {which} path is there. What do all three do together?")
        for k, which in enumerate(("first", "second", "third"))
    ),
    Mistake("own_factor_in_product",
        lambda paths: _own_factor(paths[:2]) + prod(paths[2]),
        "You swapped the slopes of the product: there it is the other factor."),
)  # fmt: skip


# ---- The three paths of (f · g) · h: the first two meet before they meet the third ----


def _own_factor_of_three(paths: Paths) -> ndarray:
    (c, b, a_slope), (_, a, b_slope), (_, c_slope) = paths
    return a * a_slope + b * b_slope + c * c_slope


THREE_PATHS = Topic(lambda paths: sum(map(prod, paths)), _paths_steps, [
    *(
        Mistake(f"path_{k + 1}_forgotten", _all_but(k),
            f"You forgot a path: the one through the {factor} factor is missing.")
        for k, factor in enumerate(("first", "second", "third"))
    ),
    Mistake("first_path_alone", _alone(0),
        "Two paths are missing: only the one through the first factor is there."),
    Mistake("second_path_alone", _alone(1),
        "Two paths are missing: only the one through the second factor is there."),
    Mistake("last_path_alone", _alone(-1),
        "Two paths are missing: only the last one is there. Has it overwritten the others?"),
    PATHS["paths_multiplied"],
    Mistake("other_factors_forgotten", lambda paths: sum(path[-1] for path in paths),
        "You added the slopes of the three factors. What does the product do to each of them?"),
    Mistake("slopes_of_three_multiplied", lambda paths: prod(path[-1] for path in paths),
        "You multiplied the slopes of the three factors. The slope of a product is not that."),
    Mistake("own_factor_for_others", _own_factor_of_three,
        "You multiplied the slope of each factor by the factor itself. In a product it is the "
        "two others."),
    Mistake("paths_after_the_first_subtracted", _paths_subtracted,
        "You subtracted paths from the first one. Their effects come together."),
])  # fmt: skip


# ---- Many equal layers: (weight, slope, n) -> (weight · slope)ⁿ ----


def _layers_steps(weight: float, slope: float, n: int) -> list[str]:
    return [
        f"Each layer: {equation([slope, weight], '×', weight * slope)}",
        f"{n} of them in a row: {number(weight * slope)} to the power of {n} is "
        f"{number((weight * slope) ** n)}",
    ]


LAYERS = Topic(lambda weight, slope, n: (weight * slope) ** n, _layers_steps, [
    Mistake("layers_added", lambda weight, slope, n: n * weight * slope,
        "You took n times a factor, which is n of them added. Along a chain they multiply."),
    Mistake("weight_only_once", lambda weight, slope, n: weight * slope**n,
        "You counted the weight once. Every layer has its own factor of it."),
    Mistake("weight_forgotten", lambda weight, slope, n: slope**n,
        "You forgot the weight: it is a box as well, and its slope is the weight itself."),
    Mistake("slope_only_once", lambda weight, slope, n: weight**n * slope,
        "You counted the slope of the box once. Every layer has its own factor of it."),
    Mistake("box_forgotten", lambda weight, slope, n: weight**n,
        "You forgot the slope of the box: every layer has two factors."),
    Mistake("single_layer", lambda weight, slope, n: weight * slope,
        "That is the slope of a single layer."),
    Mistake("one_layer_missing", lambda weight, slope, n: (weight * slope) ** (n - 1),
        "One layer is missing."),
    Mistake("weight_added", lambda weight, slope, n: (weight + slope) ** n,
        "You added weight and slope. They are two boxes in a row."),
])  # fmt: skip

# ---- How many layers last: (slope, least) -> the largest n with slopeⁿ ≥ least ----


def _layers_that_last(slope: float, least: float) -> int:
    n = 0
    while slope ** (n + 1) >= least:
        n += 1
    return n


def _lasting_steps(slope: float, least: float) -> list[str]:
    return [
        f"One layer has the slope {number(slope)}, two have "
        f"{equation([slope, slope], '×', slope * slope)}.",
        f"Go on for as long as that is not below {number(least)}, and count.",
    ]


LAYERS_THAT_LAST = Topic(_layers_that_last, _lasting_steps, [
    Mistake("one_layer_too_deep", lambda slope, least: _layers_that_last(slope, least) + 1,
        "That is one layer too many: with it the slope is below `least` already."),
    Mistake("equal_taken_for_below",
        lambda slope, least: _layers_that_last(slope, np.nextafter(least, 1)),
        "A slope of exactly `least` has not dropped below it yet."),
    Mistake("part_of_a_layer", lambda slope, least: np.log(least) / np.log(slope),
        "There are only whole layers: what becomes of the rest?"),
    Mistake("layers_rounded", lambda slope, least: np.round(np.log(least) / np.log(slope)),
        "You rounded to the nearest whole number. Is the last layer always there completely?"),
    Mistake("slopes_subtracted", lambda slope, least: (1 - least) // (1 - slope),
        "You subtracted the same amount for every layer. Along a chain slopes multiply."),
])  # fmt: skip


# ---- A skip connection, x + f(x): (f, x) -> 1 + f'(x) ----


def _skip_steps(f: Array_Function, x: float) -> list[str]:
    slope = deriv(f, x)
    return [
        f"The path through {name_of(f)} has the slope {slope_words(f, x)}.",
        "The path around it has the slope 1.",
        f"Add over the paths: {equation([1, slope], '+', 1 + slope)}",
    ]


SKIP = Topic(lambda f, x: 1 + deriv(f, x), _skip_steps, [
    Mistake("path_around_forgotten", deriv,
        "That is the path through the box alone. What does the path around it add?"),
    Mistake("value_of_path_around", lambda f, x: x + deriv(f, x),
        "You took the value of the path around the box. What is its slope?"),
    Mistake("layer_value_not_slope", lambda f, x: x + f(x),
        "That is the value of the layer. Its slope is asked for."),
    Mistake("value_of_box", lambda f, x: 1 + f(x),
        "You added the value of the box. Its slope is needed."),
    Mistake("skip_subtracted", lambda f, x: 1 - deriv(f, x),
        "The two paths have been subtracted. Their effects come together."),
    Mistake("slope_at_output_of_layer", lambda f, x: 1 + deriv(f, x + f(x)),
        "You took the slope at the output of the layer. What arrives at the box?"),
])  # fmt: skip


# ---- Layers with skip connections in a row: (f, x, n) -> the product of 1 + f'(u) ----


def _skips(
    f: Array_Function,
    x: ndarray,
    n: int,
    slope: Callable[[ndarray, ndarray], ndarray] = lambda u, there: 1 + there,
    moved: Callable[[ndarray, ndarray], ndarray] = lambda u, out: u + out,
    product: Callable[[ndarray, ndarray], ndarray] = mul,
) -> ndarray:
    """The slope of n layers.

    `slope` makes that of one, `product` that of all so far with it, and `moved` what arrives at
    the next.
    """
    so_far = np.ones(np.shape(x))
    for _ in range(n):
        so_far = product(so_far, slope(x, deriv(f, x)))
        x = moved(x, f(x))
    return so_far


def _box_alone(u: ndarray, there: ndarray) -> ndarray:
    return there


def _skips_steps(f: Array_Function, x: float, n: int) -> list[str]:
    return [
        f"In the first layer the path through {name_of(f)} has the slope {slope_words(f, x)}, and "
        "the path around it 1.",
        "The sum of both is the slope of this layer; then its output goes into the next one.",
    ]


SKIPS = Topic(_skips, _skips_steps, [
    Mistake("skips_forgotten", lambda f, x, n: _skips(f, x, n, _box_alone),
        "You multiplied the slopes of the boxes alone. What does the path around each add?"),
    Mistake("number_stays", lambda f, x, n: _skips(f, x, n, moved=lambda u, out: u),
        "All your slopes are taken at x. What arrives at the second layer?"),
    Mistake("number_without_skip", lambda f, x, n: _skips(f, x, n, moved=lambda u, out: out),
        "You sent what the box gives into the next layer. The skip connection adds something."),
    Mistake("values_of_skips", lambda f, x, n: _skips(f, x, n, lambda u, there: u + there),
        "You took the value of the path around each box. What is its slope?"),
    Mistake("slopes_of_layers_added",
        lambda f, x, n: sum(_skips(f, x, k + 1) / _skips(f, x, k) for k in range(n)),
        "You added the slopes of the layers. Along a chain they multiply."),
    Mistake("skip_around_all", lambda f, x, n: 1 + _skips(f, x, n, _box_alone),
        "You added 1 once, at the end. Each layer has a skip connection of its own."),
    Mistake("number_moved_first",
        lambda f, x, n: _skips(f, x, n + 1) / _skips(f, x, 1),
        "Your slopes are one layer ahead: take the slope first, then go on."),
    Mistake("one_skip_layer_alone", lambda f, x, n: _skips(f, x, 1),
        "That is the slope of the first layer alone."),
    Mistake("last_skip_layer_alone", lambda f, x, n: _skips(f, x, n) / _skips(f, x, n - 1),
        "That is the slope of the last layer alone. Those of the layers before have been lost."),
    Mistake("box_not_multiplied",
        lambda f, x, n: _skips(f, x, n, _box_alone, product=add),
        "Only the 1 is multiplied by the slope so far. In each layer both paths have to be: "
        "are there brackets around their sum?"),
    Mistake("path_around_not_multiplied",
        lambda f, x, n: _skips(f, x, n, _box_alone, product=lambda slope, there: 1 + there * slope),
        "Only the slope of the box is multiplied by the slope so far, and not the 1. In each "
        "layer both paths have to be: are there brackets around their sum?"),
])  # fmt: skip


# ---- A neuron: (w, b, x, y) -> slope of (sigmoid(w·x + b) − y)² with respect to w ----


def _error(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    return sigmoid(w * x + b) - y


def _factors(w: ndarray, b: ndarray, x: ndarray, y: ndarray) -> list[ndarray]:
    """The slopes of loss, sigmoid and w·x + b."""
    return [2 * _error(w, b, x, y), deriv(sigmoid, w * x + b), x]


def _neuron_steps(w: float, b: float, x: float, y: float) -> list[str]:
    factors = _factors(w, b, x, y)
    (of_loss, of_sigmoid, of_sum), (product,) = factors_and_products(factors, [prod(factors)])
    return [
        f"Forward: z = {number(w * x + b)} and a = {number(sigmoid(w * x + b))}.",
        f"The loss has the slope 2(a − y) = {of_loss}, the sigmoid {of_sigmoid}, and w · x + b has "
        f"x = {of_sum}.",
        written_out([of_loss, of_sigmoid, of_sum], "×", product),
    ]


SLOPE_IN_W = Topic(lambda w, b, x, y: prod(_factors(w, b, x, y)), _neuron_steps, [
    Mistake("input_forgotten", lambda w, b, x, y: prod(_factors(w, b, x, y)[:2]),
        "You forgot the last factor: the slope of w · x + b with respect to w."),
    Mistake("activation_forgotten", lambda w, b, x, y: 2 * _error(w, b, x, y) * x,
        "You forgot the slope of the sigmoid: every box has its factor."),
    Mistake("loss_forgotten", lambda w, b, x, y: deriv(sigmoid, w * x + b) * x,
        "You forgot the slope of the loss: that is where the sweep begins."),
    Mistake("two_forgotten", lambda w, b, x, y: prod(_factors(w, b, x, y)) / 2,
        "The 2 is missing: the slope of a square is 2 times its input."),
    Mistake("loss_for_its_slope",
        lambda w, b, x, y: _error(w, b, x, y) ** 2 * deriv(sigmoid, w * x + b) * x,
        "You multiplied by the loss itself. Its slope is needed."),
    Mistake("activation_slope_at_output",
        lambda w, b, x, y: 2 * _error(w, b, x, y) * deriv(sigmoid, sigmoid(w * x + b)) * x,
        "You took the slope of the sigmoid at its output a. Which number arrives at it?"),
    Mistake("activation_value",
        lambda w, b, x, y: 2 * _error(w, b, x, y) * sigmoid(w * x + b) * x,
        "You multiplied by the value of the sigmoid. Its slope is needed."),
    Mistake("weight_for_input", lambda w, b, x, y: prod(_factors(w, b, x, y)[:2]) * w,
        "You multiplied by w. "
        "In the product w · x the slope with respect to w is the other factor."),
    Mistake("error_sign_swapped", lambda w, b, x, y: -prod(_factors(w, b, x, y)),
        "The size is right, the sign is not. The loss compares a − y, and a sigmoid never falls."),
])  # fmt: skip


# ---- A line: (w, b, x, y) -> slope of mean((w·x + b − y)²) with respect to w ----


def _line_error(w: float, b: float, x: ndarray, y: ndarray) -> ndarray:
    return w * x + b - y


SLOPE_OF_LINE = Topic(
    lambda w, b, x, y: np.mean(2 * _line_error(w, b, x, y) * x), lambda w, b, x, y: [], [
    Mistake("mean_forgotten", lambda w, b, x, y: np.sum(2 * _line_error(w, b, x, y) * x),
        "You added over the points, but the loss is their mean: it has a factor of its own."),
    Mistake("input_of_line_forgotten", lambda w, b, x, y: np.mean(2 * _line_error(w, b, x, y)),
        "That is the slope with respect to b. Which number does w meet in each point?"),
    Mistake("two_of_line_forgotten", lambda w, b, x, y: np.mean(_line_error(w, b, x, y) * x),
        "The 2 is missing: the slope of a square is 2 times its input."),
    Mistake("line_error_sign_swapped",
        lambda w, b, x, y: np.mean(-2 * _line_error(w, b, x, y) * x),
        "The size is right, the sign is not: the loss compares p − y."),
    Mistake("last_point_alone", lambda w, b, x, y: 2 * _line_error(w, b, x, y)[-1] * x[-1],
        "That is the last point alone. Every point is a path from w to the loss."),
    Mistake("last_point_of_mean",
        lambda w, b, x, y: 2 * _line_error(w, b, x, y)[-1] * x[-1] / len(x),
        "That is what the last point adds to the mean. Every point is a path from w to the loss: "
        "has it overwritten the others?"),
    Mistake("first_point_alone", lambda w, b, x, y: 2 * _line_error(w, b, x, y)[0] * x[0],
        "That is the first point alone. Every point is a path from w to the loss: does a `return` "
        "end the loop too early?"),
    Mistake("first_point_of_mean",
        lambda w, b, x, y: 2 * _line_error(w, b, x, y)[0] * x[0] / len(x),
        "That is what the first point adds to the mean. Every point is a path from w to the loss: "
        "does a `return` end the loop too early?"),
    Mistake("last_point_left_out",
        lambda w, b, x, y: np.sum(2 * _line_error(w, b, x, y)[:-1] * x[:-1]) / len(x),
        "The last point is missing. Every point is a path from w to the loss."),
    Mistake("loss_of_line", lambda w, b, x, y: np.mean(_line_error(w, b, x, y) ** 2),
        "That is the loss itself. Its slope is asked for."),
    Mistake("weight_of_line_for_input",
        lambda w, b, x, y: np.mean(2 * _line_error(w, b, x, y) * w),
        "You multiplied by w. In the product w · x the slope with respect to w is the other one."),
    Mistake("divided_twice", lambda w, b, x, y: np.mean(2 * _line_error(w, b, x, y) * x) / len(x),
        "You divided by the number of points twice: `np.mean` divides as well."),
    Mistake("factors_added_separately",
        lambda w, b, x, y: np.sum(2 * _line_error(w, b, x, y) / len(x)) * np.sum(x),
        "You added first and multiplied then: along each path multiply, and add the products."),
    Mistake("means_of_factors_multiplied",
        lambda w, b, x, y: np.mean(2 * _line_error(w, b, x, y)) * np.mean(x),
        "You took two means and multiplied then: multiply along each path first, then average."),
    Mistake("error_squared", lambda w, b, x, y: np.mean(_line_error(w, b, x, y) ** 2 * x),
        "You multiplied by the loss itself. Its slope is needed."),
    Mistake("ten_points", lambda w, b, x, y: np.sum(2 * _line_error(w, b, x, y) * x) / 10,
        "You divided by ten. How many points are there in `x`?"),
])  # fmt: skip


# ---- A network at one point: (w1, b1, w2, b2, x, y) -> slopes of (p − y)² with respect to w1 ----


def _network_factors(
    w1: ndarray, b1: ndarray, w2: ndarray, b2: float, x: float, y: float
) -> list[ndarray]:
    """The slopes of loss, weighted sum, sigmoid and w1·x + b1, for each hidden unit."""
    z = w1 * x + b1
    dl_dp = 2 * (np.sum(w2 * sigmoid(z)) + b2 - y)
    return [dl_dp, w2, deriv(sigmoid, z), x]


SLOPES_IN_W1 = Topic(lambda *knobs: prod(_network_factors(*knobs)), lambda *knobs: [], [
    Mistake("unit_weight_forgotten",
        lambda *knobs: prod(np.delete(np.broadcast_arrays(*_network_factors(*knobs)), 1, 0)),
        "You forgot w2: the slope of the sum with respect to a unit is that unit's weight."),
    Mistake("unit_slope_forgotten",
        lambda *knobs: prod(np.delete(np.broadcast_arrays(*_network_factors(*knobs)), 2, 0)),
        "You forgot the slope of the sigmoid: every box has its factor."),
    Mistake("unit_input_forgotten", lambda *knobs: prod(_network_factors(*knobs)[:3]),
        "That is the slope with respect to b1. What does w1 meet in its box?"),
    Mistake("unit_slope_at_output",
        lambda w1, b1, w2, b2, x, y: prod(_network_factors(w1, b1, w2, b2, x, y)[:2])
        * deriv(sigmoid, sigmoid(w1 * x + b1)) * x,
        "You took the slope of the sigmoid at its output. Which number arrives at it?"),
    Mistake("unit_value",
        lambda w1, b1, w2, b2, x, y: prod(_network_factors(w1, b1, w2, b2, x, y)[:2])
        * sigmoid(w1 * x + b1) * x,
        "You multiplied by the value of the sigmoid. Its slope is needed."),
    Mistake("first_weight_for_second",
        lambda w1, b1, w2, b2, x, y: prod(_network_factors(w1, b1, w2, b2, x, y)[2:])
        * _network_factors(w1, b1, w2, b2, x, y)[0] * w1,
        "You multiplied by w1. Between a unit and the sum stands its other weight."),
    Mistake("first_weight_for_input",
        lambda w1, b1, w2, b2, x, y: prod(_network_factors(w1, b1, w2, b2, x, y)[:3]) * w1,
        "You multiplied by w1. In w1 · x the slope with respect to w1 is the other factor."),
    Mistake("unit_slope_at_prediction",
        lambda w1, b1, w2, b2, x, y: _network_factors(w1, b1, w2, b2, x, y)[0] * w2 * x
        * deriv(sigmoid, np.sum(w2 * sigmoid(w1 * x + b1)) + b2),
        "You took the slope of the sigmoid at p. Which number arrives at each unit?"),
    Mistake("unit_slope_at_x",
        lambda w1, b1, w2, b2, x, y: _network_factors(w1, b1, w2, b2, x, y)[0] * w2 * x
        * deriv(sigmoid, x),
        "You took the slope of the sigmoid at x. Which number arrives at each unit?"),
    Mistake("slopes_before_lost", lambda *knobs: prod(_network_factors(*knobs)[2:]),
        "The slopes of the loss and of the sum are lost: each line takes up the one before it."),
    Mistake("unit_for_weight",
        lambda w1, b1, w2, b2, x, y: _network_factors(w1, b1, w2, b2, x, y)[0]
        * sigmoid(w1 * x + b1) * deriv(sigmoid, w1 * x + b1) * x,
        "You multiplied by h. In w2 · h the slope with respect to h is the other factor."),
    Mistake("unit_weights_added",
        lambda w1, b1, w2, b2, x, y: prod(_network_factors(w1, b1, np.sum(w2), b2, x, y)[1:])
        * _network_factors(w1, b1, w2, b2, x, y)[0],
        "You added over the units. Each unit has a path of its own: which weight is on it?"),
    Mistake("walk_ended_at_units", lambda *knobs: prod(_network_factors(*knobs)[:2]),
        "These are the slopes with respect to the outputs of the units. Walk on, back to `w1`."),
])  # fmt: skip


# ---- A step to the bottom: (w, x, y) -> the rate that takes w to where w·x is y ----


def _slope_in_weight(w: float, x: float, y: float) -> float:
    return 2 * (w * x - y) * x


def _bottom_steps(w: float, x: float, y: float) -> list[str]:
    return [
        f"The slope is 2 · (w · x − y) · x = {number(_slope_in_weight(w, x, y))}.",
        f"The bottom is where w · x = y, at {number(y / x)}: rate times slope has to take w there.",
    ]


RATE_TO_BOTTOM = Topic(
    lambda w, x, y: (w - y / x) / _slope_in_weight(w, x, y), _bottom_steps, [
    Mistake("rate_below_zero", lambda w, x, y: (y / x - w) / _slope_in_weight(w, x, y),
        "Your rate is below zero. The minus is in the step already: it goes against the slope."),
    Mistake("distance_alone", lambda w, x, y: y / x - w,
        "That is how far it is to the bottom. How does a step get as long as that?"),
    Mistake("slope_for_rate", _slope_in_weight,
        "That is the slope. By which rate must it be multiplied?"),
    Mistake("slope_per_distance", lambda w, x, y: _slope_in_weight(w, x, y) / (w - y / x),
        "You divided the slope by the distance. It is the rate times the slope that is the step."),
    Mistake("two_of_rate_forgotten", lambda w, x, y: 2 * (w - y / x) / _slope_in_weight(w, x, y),
        "The 2 is missing in the slope: that of a square is 2 times its input."),
    Mistake("input_of_rate_forgotten", lambda w, x, y: (w - y / x) / (2 * (w * x - y)),
        "A factor of the slope is missing: what does w meet in its box?"),
    Mistake("weight_to_target", lambda w, x, y: (w - y) / _slope_in_weight(w, x, y),
        "You went to w = y. It is the prediction that has to be y."),
])  # fmt: skip


# ---- A step of gradient descent: (knob, slope, rate) -> new knob ----


def _step_steps(knob: float, slope: float, rate: float) -> list[str]:
    step = rate * slope
    return [
        f"The step is rate times slope: {equation([rate, slope], '×', step)}",
        f"Against the slope: {equation([knob, step], '−', knob - step)}",
    ]


STEP = Topic(lambda knob, slope, rate: knob - rate * slope, _step_steps, [
    Mistake("step_uphill", lambda knob, slope, rate: knob + rate * slope,
        "You stepped uphill: the loss grows in the direction of its slope."),
    Mistake("rate_forgotten", lambda knob, slope, rate: knob - slope,
        "You forgot the learning rate."),
    Mistake("uphill_without_rate", lambda knob, slope, rate: knob + slope,
        "You forgot the learning rate, and you stepped uphill."),
    Mistake("knob_forgotten", lambda knob, slope, rate: -rate * slope,
        "That is the step alone. Where does it begin?"),
    Mistake("rate_times_slope", lambda knob, slope, rate: rate * slope,
        "That is rate times slope. Where does the step begin, and which way does it go?"),
    Mistake("slope_forgotten", lambda knob, slope, rate: knob - rate,
        "The step is not in proportion to the slope: the slope is missing."),
    Mistake("step_times_knob", lambda knob, slope, rate: knob - rate * slope * knob,
        "You multiplied the step by the knob. The slope is already with respect to it."),
    Mistake("divided_by_rate", lambda knob, slope, rate: knob - slope / rate,
        "You divided by the learning rate."),
])  # fmt: skip


# ---- A box of the tiny autodiff: (a, b) -> its value, and its slopes for a and for b ----

PRODUCT_BOX = Topic(lambda a, b: np.array([a * b, b, a]), lambda a, b: [], [
    Mistake("own_factor_noted", lambda a, b: np.array([a * b, a, b]),
        "Each input has got itself as its slope. In a product it is the other one."),
    Mistake("product_with_slopes_of_a_sum", lambda a, b: np.array([a * b, 1.0, 1.0]),
        "These are the slopes of a sum."),
    Mistake("product_noted", lambda a, b: np.array([a * b, a * b, a * b]),
        "You noted the value of the product as its slopes."),
])  # fmt: skip


# ---- The order of a graph: (its end) -> what is wrong with a list of its boxes: nothing ----


def faults(order: Sequence[Value], end: Value) -> ndarray:
    """What is wrong with a list of a graph's boxes, as four counts.

    How many it lacks, how many it has again, how often a box stands before one of its own
    inputs, and whether another box than the end is its last.
    """
    boxes = in_order(end)
    first = {box: order.index(box) for box in boxes if box in order}
    return np.array([
        len(boxes) - len(first),
        len(order) - len({*order}),
        sum(first[input_] > first[box] for box in first for input_, _ in box.inputs
            if input_ in first),
        order[-1:] != [end],
    ])  # fmt: skip


def _visited(visit: Callable[[Value, Callable, list], None]) -> Rule:
    """The rule of a walk from the end; `visit` gets a box, itself, and the list so far."""

    def rule(end: Value) -> ndarray:
        order: list[Value] = []
        seen: set[Value] = set()

        def go(box: Value) -> None:
            if box not in seen:
                seen.add(box)
                visit(box, go, order)

        go(end)
        return faults(order, end)

    return rule


def _box_first(box: Value, go: Callable, order: list[Value]) -> None:
    order.append(box)
    _inputs_only(box, go, order)


def _inputs_only(box: Value, go: Callable, order: list[Value]) -> None:
    for input_, _ in box.inputs:
        go(input_)


def _only_next(box: Value, go: Callable, order: list[Value]) -> None:
    order.extend([*(input_ for input_, _ in box.inputs), box])


def _in_the_loop(box: Value, go: Callable, order: list[Value]) -> None:
    for input_, _ in box.inputs:
        go(input_)
        order.append(box)


def _one_input(box: Value, go: Callable, order: list[Value]) -> None:
    for input_, _ in box.inputs[:1]:
        go(input_)
    order.append(box)


ORDER = Topic(lambda end: faults(in_order(end), end), lambda end: [], [
    Mistake("box_before_inputs", _visited(_box_first),
        "All boxes are there, but each stands before its inputs: it goes on the list too early."),
    Mistake("box_not_listed", _visited(_inputs_only),
        "You visit the inputs, but nothing puts the box itself on the list."),
    Mistake("inputs_not_visited", _visited(_only_next),
        "The inputs of the end are listed, but not what they were computed from: what has to "
        "happen to each of them?"),
    Mistake("end_alone", _visited(lambda box, go, order: order.append(box)),
        "Only the end is on the list: its inputs have to be visited as well."),
    Mistake("listed_in_the_loop", _visited(_in_the_loop),
        "A box goes on the list once for each of its inputs, and those without inputs never do: "
        "is it inside the loop?"),
    Mistake("one_input_visited", _visited(_one_input),
        "Only one input of each box is visited: does the loop end too early?"),
])  # fmt: skip


# ---- The walk backward: (order) -> the slope of the last box with respect to each ----


def _right_step(old: float, box: float, arrow: float) -> float:
    return old + box * arrow


def _walk(
    order: Sequence[Value],
    step: Callable[[float, float, float], float] = _right_step,
    cleared: bool = True,
    start: float = 1.0,
    backward: bool = True,
) -> ndarray:
    """Walk through a graph; `step` makes the new slope of an input: (its old, box, arrow)."""
    slopes = {box: 0.0 if cleared else box.slope for box in order}
    slopes[order[-1]] = start
    for box in reversed(order) if backward else order:
        for input_, on_arrow in box.inputs:
            slopes[input_] = step(slopes[input_], slopes[box], on_arrow)
    return np.array([*slopes.values()])


BACKWARD = Topic(_walk, lambda order: [], [
    Mistake("arrow_overwrites", lambda order: _walk(order, lambda old, box, arrow: box * arrow),
        "A slope that arrives overwrites what other arrows have brought before."),
    Mistake("not_cleared", lambda order: _walk(order, cleared=False),
        "The slopes of an earlier walk are still in there: clear them first."),
    Mistake("walked_forward", lambda order: _walk(order, backward=False),
        "Only the last box has handed on its slope: "
        "do you walk from the inputs to the end, or stop too early?"),
    Mistake("arrow_slope_forgotten", lambda order: _walk(order, lambda old, box, arrow: old + box),
        "You forgot the slope on the arrow: each box hands on a product."),
    Mistake("box_slope_forgotten", lambda order: _walk(order, lambda old, box, arrow: old + arrow),
        "You forgot the slope of the end result with respect to the box."),
    Mistake("box_and_arrow_added",
        lambda order: _walk(order, lambda old, box, arrow: old + box + arrow),
        "You added the two slopes. Along a path they multiply."),
    Mistake("value_of_end", lambda order: _walk(order, start=order[-1].value),
        "You began with the value of the end. "
        "How far does the end move when it moves by itself?"),
    Mistake("end_not_started", lambda order: _walk(order, start=0.0),
        "All slopes stay 0: what is the slope of the end result in itself, "
        "and is it still there when the walk begins?"),
    Mistake("arrow_subtracts",
        lambda order: _walk(order, lambda old, box, arrow: old - box * arrow),
        "You subtract what comes along an arrow. Where paths meet, their effects come together."),
])  # fmt: skip
