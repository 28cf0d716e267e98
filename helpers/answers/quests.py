"""The tasks that stand above the views of the notebooks, solved by moving.

They stand here and not in the notebooks, where the solution would be visible in the cell. Each
`solved` takes the values of its view's controls by their names: numbers, for `order` and `example`
the chain, and for `layer` its function and whether it has a skip.
"""

import functools
import math
from collections.abc import Sequence

import numpy as np
from numpy import ndarray
from numpy.typing import ArrayLike

from helpers.answers.questions import named
from helpers.chain import Chain, chain_slopes, chain_values, deriv
from helpers.functions import (
    Array_Function,
    exact_deriv,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
    valley,
)
from helpers.live.quest import Quest, QuestSet
from helpers.writing import composed_name, name_of


def slope_of(chain: Chain, x: float) -> float:
    """The slope of a chain at a number."""
    return float(np.prod(chain_slopes(chain, x)))


def value_of(chain: Chain, x: float) -> float:
    """The value of a chain at a number."""
    return float(chain_values(chain, x)[-1])


def near(one: float, other: float, within: float = 1e-9) -> bool:
    """Whether two numbers are the same, but for rounding or for so much."""
    return abs(one - other) < within


def negative(number: float) -> bool:
    """Whether a number is below 0, and not by rounding."""
    return number < -1e-6


def reads(order: Chain, formula: str) -> bool:
    """Whether this is the formula of a chain."""
    return composed_name(order) == formula


def begins(chain: Sequence, name: str) -> bool:
    """Whether the first function of a chain has this name."""
    return name_of(chain[0]) == name


def even(zoom: float) -> bool:
    """Whether the fan of a square is as even as its first task wants it."""
    return 1 / zoom < 0.03


def closest(zoom: float) -> bool:
    """Whether the zoom is the largest."""
    return zoom == 100


def only(counts: bool, number: float) -> float:
    """A number that shall be largest, where it counts."""
    return number if counts else -math.inf


def wave(x: np.ndarray) -> np.ndarray:
    """A sine that is twice as fast, as in notebook 5."""
    return np.sin(2 * x)


def bump(x: np.ndarray) -> np.ndarray:
    """A bell, as in notebook 5."""
    return np.exp(-(x**2))


def double(x: np.ndarray) -> np.ndarray:
    """The double, as in notebook 3."""
    return 2 * x


def add_three(x: np.ndarray) -> np.ndarray:
    """Three more, as in notebook 3."""
    return x + 3


@functools.cache
def product_of_layers(
    layer: tuple[Array_Function, bool], weight: float, depth: int, start: float = 1.0
) -> float:
    """The product of the slopes of equal layers, func(weight · x), with x added or not."""
    func, skip = layer
    slope = exact_deriv(func)
    value, product = start, 1.0
    for _ in range(depth):
        product *= float(slope(weight * value)) * weight + skip
        value = float(func(np.array(weight * value))) + skip * value
    return product


def stretch_of(chain: Chain, x: float, zoom: float) -> float:
    """How long a bar of length 1 / zoom is at the end of a chain, in units of its length."""
    return (value_of(chain, x + 1 / zoom) - value_of(chain, x)) * zoom


def guess_fits(chain: Chain, x: float, zoom: float, guess: float) -> bool:
    """Whether a bar of so many Δx is the end of a chain, to the nearest one."""
    return near(stretch_of(chain, x, zoom), guess, 0.5)


def paths(start: str, x: float, y: float) -> tuple[float, float]:
    """What the two paths of sigmoid(x + y) · x · y give, from x or from y."""
    other = y if start == "x" else x
    return x * y * float(deriv(sigmoid, x + y)), other * float(sigmoid(x + y))


def growth(x: float, dx: float) -> float:
    """By how much square(x) · sigmoid(x) grows from x to x + dx, per dx."""
    ends = [square(at) * sigmoid(at) for at in (x, x + dx)]
    return float(ends[1] - ends[0]) / dx


THREE = [valley, hill, sigmoid]
SIX = [valley, square, hill, valley, leaky_relu, square]
PRACTICED = np.linspace(0.5, 5.0, 10)
PASSED = np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, 1])
"""Notebook 9's ten people: how many hours they practiced, and whether they passed."""
BUMP_X = np.linspace(-3, 3, 30)
"""Where its points that form a bump are."""


def loss_at(w: ArrayLike) -> ndarray:
    """The loss of notebook 9's neuron with a bias of −3, for each weight."""
    return np.mean((sigmoid(np.multiply.outer(w, PRACTICED) - 3) - PASSED) ** 2, axis=-1)


def stepped(w: float, rate: float, steps: int = 1) -> float:
    """Its weight after so many steps."""
    for _ in range(steps):
        w -= rate * float(deriv(loss_at, w))
    return w


def loss_of_units(w1: float, b1: float, w2: float) -> float:
    """The loss of notebook 9's two hidden units, of which one has these knobs, on the bump."""
    p = sigmoid(3 * BUMP_X + 3) + w2 * sigmoid(w1 * BUMP_X + b1)
    return float(np.mean((p - bump(BUMP_X)) ** 2))


def slope_of_point(point: int) -> float:
    """The slope of one point's loss with respect to w, at the end of notebook 9's training."""
    x, y = PRACTICED[point - 1], PASSED[point - 1]
    z = 1.1589 * x - 3.2367
    return float(2 * (sigmoid(z) - y) * deriv(sigmoid, z) * x)


LOSSES = [0.4562, 0.01856, 0.007753, 0.003626, 0.001907, 0.001133, 0.0007564, 0.0005597, 0.0004491]
LOSSES += [0.0003822, 0.0003387]
"""Those of notebook 9's network before the first step and after each hundred."""
GRAPH = {"values": [3, 9, -2, 7, 63], "slopes": [96, 16, 9, 9, 1]}
"""The numbers of x · x · (x · x + y) at x = 3 and y = −2, and the slopes for them."""
X, A, Y, B, F = range(5)
"""Its boxes, in their order."""

QUESTS: dict[str, list[Quest]] = {
    # ---- 1: functions as boxes ----
    "square": [
        Quest(
            "Two inputs make the square box give 4. Find the one that is negative.",
            lambda x: near(x, -2),
            "(−2)² is 4, as 2² is: the box forgets the sign.",
            "Which number times itself is 4?",
        ),
        Quest(
            "Find the input that comes out smallest.",
            lambda x: -square(x),
            "A square is never negative, so 0 is as small as it gets.",
            "Look at the bottom of the curve.",
            largest=True,
        ),
    ],
    "leaky ReLU": [
        Quest(
            "A fifth of a negative number comes out. Place x where you expect −0.4, and press "
            "Show.",
            lambda x: near(x, -2),
            "A fifth of −2 is −0.4.",
            "What, divided by 5, is −0.4?",
            predict=True,
        ),
        Quest(
            "Now do the same for +0.4: place x, and press Show.",
            lambda x: near(x, 0.4),
            "Right of 0 nothing is held back: 0.4 goes in, and 0.4 comes out.",
            "How much of a positive number comes through?",
            predict=True,
        ),
    ],
    "sigmoid": [
        Quest(
            "Place x where you expect the sigmoid to give 0.5, halfway between its ends, and press "
            "Show.",
            lambda x: near(x, 0),
            "1 / (1 + e⁰) is 1 / 2.",
            "For which x is e⁻ˣ equal to 1?",
            predict=True,
        ),
        Quest(
            "It gives 0.5 at 0 and 0.73 at 1. Place x where you expect about 0.95, and press Show.",
            lambda x: near(sigmoid(x), 0.95, 0.004),
            "Not before about 3: it comes nearer and nearer to 1, and never gets there.",
            "Each further step to the right adds less than the one before.",
            predict=True,
        ),
    ],
    # ---- 2: derivatives ----
    "stretch of one": [
        Quest(
            "Stay at x = 1.2, and zoom in step by step. Which number will the stretch settle on? "
            "The largest zoom shows it, as the slope.",
            lambda x, zoom: near(x, 1.2) and closest(zoom),
            "2.4, the slope: the fan is even now, since the curve is almost its tangent here.",
            "Move the zoom to the right, and watch how the stretch changes.",
        ),
        Quest(
            "Stay zoomed in. Place x where you expect the bar to become 4 times as long, and "
            "press Show.",
            lambda x, zoom: near(x, 2) and even(zoom),
            "At 2 the slope is 4, and at the largest zoom the bar becomes 4.01 times as long.",
            "At 1.2 it was 2.4. Farther out the square is steeper.",
            predict=True,
        ),
        Quest(
            "Make the fan cross: the bar is flipped, and about twice as long.",
            lambda x, zoom: near(x, -1) and even(zoom),
            "At −1 the slope is −2: what lies to the right of x comes out to the left.",
            "Where does the square go down when its input goes up?",
        ),
        Quest(
            "Make the bar shrink to less than a tenth of Δx.",
            lambda x, zoom: near(stretch_of([square], x, zoom), 0, 0.099),
            "At 0, the bottom of the curve, the slope is 0: the fan folds over and shrinks.",
            "Where is the curve of the square flat?",
        ),
    ],
    "steepest sigmoid": [
        Quest(
            "Place x where you expect the sigmoid to be steepest, and press Show.",
            lambda x, delta: slope_of([sigmoid], x),
            "At 0 its slope is 0.25, and it is never larger.",
            "It is as steep to the left of that place as to the right of it.",
            predict=True,
            largest=True,
        ),
        Quest(
            "Where, to the left of 0, is it half as steep as at 0? Place x, and press Show.",
            lambda x, delta: near(x, -1.8),
            "At −1.8 the slope is about 0.12. Further out the curve gets flatter and flatter.",
            "Half of 0.25 is 0.125. Look at the exact slope.",
            predict=True,
        ),
    ],
    "kink": [
        Quest(
            "Make deriv give a slope that leaky ReLU never has: neither 0.2 nor 1.",
            lambda x, delta: (
                not near(deriv(leaky_relu, x, delta), 0.2, 0.01)
                and not near(deriv(leaky_relu, x, delta), 1, 0.01)
            ),
            "Its two points lie on both sides of the kink, so it mixes two slopes.",
            "Where must the two points be?",
        ),
        Quest(
            "Set x to 0.2. Make deriv right there, with a delta as large as you can.",
            lambda x, delta: only(near(x, 0.2) and near(deriv(leaky_relu, x, delta), 1), delta),
            "One point is just at the kink: as long as none is beyond it, deriv finds the slope 1.",
            "How far is it from 0.2 to the kink?",
            largest=True,
        ),
    ],
    # ---- 3: nested functions ----
    "two orders": [
        Quest(
            "Make 0.25 come out at the end.",
            lambda order, x: near(value_of(order, x), 0.25),
            "Only with the sigmoid inside: it gives 0.5 for 0, and the square of that is 0.25.",
            "Can it come out with the sigmoid last? Given a square, it never goes below 0.5.",
        ),
        Quest(
            "Put the square first again. Which other x gives the same as 1.2?",
            lambda order, x: begins(order, "square") and near(x, -1.2),
            "The inner box forgets the sign, so the outer one cannot know it.",
            "Which other number has the square of 1.2?",
        ),
        Quest(
            "Still with the square inside: bring the second dot as far to the left as it goes.",
            lambda order, x: only(begins(order, "square"), -square(x)),
            "Its place is f₁(x), a square: it comes down to 0, turns around and goes up again.",
            "Watch it while you move x from −2 to 2.",
            largest=True,
        ),
    ],
    "double and add three": [
        Quest(
            "Place x where you expect add_three(double(x)) to give 7, and press Show.",
            lambda order, x: reads(order, "add_three(double(x))") and near(value_of(order, x), 7),
            "2 doubled is 4, and 3 more is 7.",
            "Go backward: what must arrive at add_three?",
            predict=True,
        ),
        Quest(
            "Swap the boxes. Place x where you expect 7 now, and press Show.",
            lambda order, x: reads(order, "double(add_three(x))") and near(value_of(order, x), 7),
            "0.5 + 3 is 3.5, and doubled that is 7: the 3 is doubled, too.",
            "Go backward: what must arrive at double?",
            predict=True,
        ),
    ],
    # ---- 4: the chain rule ----
    "stretch": [
        Quest(
            "At x = 5 the valley makes the bar 3 times as long, and the hill turns a bar of 1 Δx "
            "into −2 Δx. Drag the end of the dashed bar to where you expect the bar to end, and "
            "press Show.",
            lambda order, x, zoom, guess: near(x, 5) and guess_fits(order, x, zoom, guess),
            "Three pieces, and each becomes −2: that makes −6.",
            "How many Δx arrive at the hill, and what becomes of each?",
            predict=True,
        ),
        Quest(
            "Move x to 3, where both boxes do something else. How long will the bar be there? "
            "Place the dashed bar, and press Show.",
            lambda order, x, zoom, guess: (
                begins(order, "valley") and near(x, 3) and guess_fits(order, x, zoom, guess)
            ),
            "The valley doubles it, and the hill halves what it gets.",
            "At x = 3, read what each box does to the bar that arrives.",
            predict=True,
        ),
        Quest(
            "Swap the boxes, and take x = 1. Place the dashed bar, and press Show.",
            lambda order, x, zoom, guess: (
                begins(order, "hill") and near(x, 1) and guess_fits(order, x, zoom, guess)
            ),
            "The hill flips the bar, and the valley makes it longer still.",
            "The hill comes first now. What becomes of each Δx that it gives?",
            predict=True,
        ),
        Quest(
            "With the valley first again and the largest zoom: make the last filled bar vanish.",
            lambda order, x, zoom, guess: (
                begins(order, "valley") and zoom > 100 and near(stretch_of(order, x, zoom), 0, 0.01)
            ),
            "One flat box is enough: nothing can stretch a bar of length 0.",
            "Where is one of the two tangents level?",
        ),
    ],
    "nudge": [
        Quest(
            "With a nudge of 1 the prediction misses by more than 3. Place the nudge where you "
            "expect it to miss by about a hundredth of that, and press Show.",
            lambda x, dx: near(x, 5) and near(dx, 0.1),
            "A nudge ten times smaller, a miss about a hundred times smaller.",
            "It misses by less than a tenth when the nudge is a tenth.",
            predict=True,
        ),
        Quest(
            "Set the nudge to 0.1. Place x where you expect it to bring the output down by about "
            "0.4, and press Show.",
            lambda x, dx: near(x, 4.6) and near(dx, 0.1),
            "Both slopes have changed with x, and their product is about −4.",
            "Which product of slopes would make −0.4 of 0.1? At 5 it is −6.",
            predict=True,
        ),
    ],
    # ---- 5: the chain rule in code ----
    "slope of the whole": [
        Quest(
            "Make the slope of the whole exactly 0.",
            lambda order, x: near(slope_of(order, x), 0),
            "The inner box is flat there, and whatever is multiplied by 0 is 0.",
            "Which of the two functions is flat somewhere?",
        ),
        Quest(
            "Place x where you expect the slope of sigmoid(square(x)) to be largest, and press "
            "Show.",
            lambda order, x: slope_of(order, x),
            "Further right the sigmoid is too flat.",
            "One factor grows with x, the other one shrinks.",
            predict=True,
            largest=True,
        ),
    ],
    "level and steep": [
        Quest(
            "Place x where sigmoid(square(x)) falls fastest, and press Show.",
            lambda order, x: only(begins(order, "square"), -slope_of(order, x)),
            "That is where its derivative is lowest.",
            "Left of 0 the curve falls. Where is its tangent steepest?",
            predict=True,
            largest=True,
        ),
        Quest(
            "Swap the functions, and put x where the derivative is highest. What does the curve "
            "above do there?",
            lambda order, x: only(begins(order, "sigmoid"), slope_of(order, x)),
            "It climbs fastest there. It climbs everywhere, and so this derivative stays above 0.",
            "Choose square(sigmoid(x)), and look for the top of the lower curve.",
            largest=True,
        ),
    ],
    "two negative slopes": [
        Quest(
            "Swap the functions, and find two negative slopes that make a positive one again.",
            lambda order, x: (
                reads(order, "wave(bump(x))") and negative(max(chain_slopes(order, x)))
            ),
            "Minus times minus is plus.",
            "Right of 0 the bump falls. How large must f₁(x) be for the wave to fall?",
        ),
        Quest(
            "Swap them back. Make the slope of the whole 0 while the inner slope is not.",
            lambda order, x: near(slope_of(order, x), 0) and not near(chain_slopes(order, x)[0], 0),
            "Here it is the outer box that is flat, at the number that arrives.",
            "Where is the outer function flat? Which x sends that number?",
        ),
    ],
    # ---- 6: longer chains ----
    "stretch of three": [
        Quest(
            "Zoom in as far as you can, so that the bars show slopes. Place x where you expect the "
            "last bar to be longest, in whichever direction, and press Show.",
            lambda x, zoom: only(closest(zoom), abs(slope_of(THREE, x))),
            "At 5.5 about 0 arrives at the sigmoid, and there it is steep. Half a unit to either "
            "side it is so flat that it hardly passes anything on.",
            "A sigmoid is steep only where about 0 arrives. For which x does the hill give that?",
            predict=True,
            largest=True,
        ),
        Quest(
            "Find an x at which valley and hill together leave the bar as long as it was: their "
            "slopes multiply to 1. What does the sigmoid leave of it?",
            lambda x, zoom: near(slope_of(THREE[:2], x), 1),
            "2 × 0.5 is 1, and the sigmoid leaves 0.00043 of that: one flat box is enough.",
            "You found this x in notebook 4, for the same two boxes.",
        ),
    ],
    "sweeps": [
        Quest(
            "Add steps until backward has the slopes for all knobs, and forward has the slope for "
            "just one.",
            lambda boxes, steps: boxes <= steps < 2 * boxes - 1,
            "As many steps as there are boxes are all that backward takes, and forward takes them "
            "for its first knob. On its way back, one product passes every knob; on its way "
            "forward it belongs to one knob only.",
            "How many steps does backward take for all of its knobs?",
        ),
        Quest(
            "Choose boxes and steps so that forward finishes after exactly twice as many steps as "
            "backward.",
            lambda boxes, steps: boxes == 3 and steps == 6,
            "3 + 2 + 1 against 3. With 6 boxes it is already 21 against 6.",
            "Forward begins once at each knob: add up how long its sweeps are.",
        ),
        Quest(
            "Now 5 boxes. Place the steps where you expect forward to be just done, and press "
            "Show.",
            lambda boxes, steps: boxes == 5 and steps == 15,
            "5 + 4 + 3 + 2 + 1 is 15, three times as many as backward takes.",
            "The sweep from knob 1 goes through 5 boxes, the one from knob 2 through 4.",
            predict=True,
        ),
    ],
    # ---- 7: branches and sums ----
    "two bars": [
        Quest(
            "Find the x at which the two bars cancel, so that f does not move at all.",
            lambda x: near(slope_of([square], x) + slope_of([hill], x), 0),
            "One box moves f as far to the right as the other one moves it to the left.",
            "The bars must have the same length, and opposite directions.",
        ),
        Quest(
            "Place x where you expect f to move 3 times as far as x, in the opposite direction, "
            "and press Show.",
            lambda x: near(slope_of([square], x) + slope_of([hill], x), -3),
            "At −1 the square moves by −2 Δx and the hill by −1 Δx, which adds up to −3 Δx.",
            "The slope of the square is 2x. Left of 0 it is negative, and so is the hill's there.",
            predict=True,
        ),
    ],
    "strips": [
        Quest(
            "Choose x and Δx such that the two strips cancel: one is cut off, one is added, and "
            "Δf / Δx is within 0.01 of 0. The strips themselves must not be 0.",
            lambda x, dx: near(growth(x, dx), 0, 0.01) and not near(x, 0),
            "The rectangle becomes narrower and higher, and its area stays as it is.",
            "Left of 0 the square shrinks while the sigmoid grows. A small Δx leaves no corner.",
        ),
    ],
    "two paths": [
        Quest(
            "Make the two paths cancel: a sum within 0.01 of 0, though neither path is within 0.1 "
            "of 0.",
            lambda start, x, y: (
                near(sum(paths(start, x, y)), 0, 0.01)
                and not any(near(path, 0, 0.1) for path in paths(start, x, y))
            ),
            "Each path alone would tell you that this input matters; together they say that a "
            "small move of it changes next to nothing.",
            "Let the input that moves be far below 0, and the other one above 0.",
        ),
        Quest(
            "Make both paths 0 at once.",
            lambda start, x, y: all(near(path, 0) for path in paths(start, x, y)),
            "On each of the two paths lies a factor of 0.",
            "The input that is held still is a factor on both paths.",
        ),
    ],
    # ---- 8: many factors ----
    "stretch of many": [
        Quest(
            "Find boxes and an x that hand the bar on as it is: still 1 Δx at the end.",
            lambda example, x, zoom: near(stretch_of(example, x, zoom), 1, 0.005),
            "A product of ones is 1, however many there are.",
            "Which function is a straight line of slope 1, right of 0?",
        ),
    ],
    "vanish or last": [
        Quest(
            "With at most 20 layers, make the product smaller than 10⁻²⁰.",
            lambda layer, weight, depth: (
                depth <= 20 and abs(product_of_layers(layer, weight, depth)) < 1e-20
            ),
            "A large weight sends all dots out to where the curve is flat.",
            "Look for dots in the flat parts of a curve.",
        ),
        Quest(
            "Take the plain sigmoid(w · x) and 50 layers. Place the weight where you expect the "
            "largest product, and press Show.",
            lambda layer, weight, depth: only(
                begins(layer, "sigmoid") and not layer[1] and depth == 50,
                abs(product_of_layers(layer, weight, depth)),
            ),
            "The curve by weight has its top at 1.5, and even there only about 10⁻²⁸ is left: a "
            "larger weight sends larger numbers into the sigmoid, where it is flat.",
            "The weight is a factor of each slope, but it also decides where the sigmoid is met.",
            predict=True,
            largest=True,
        ),
        Quest(
            "Without a skip connection, keep the product between 0.5 and 2 through 50 layers.",
            lambda layer, weight, depth: (
                not layer[1]
                and depth == 50
                and 0.5 < abs(product_of_layers(layer, weight, depth)) < 2
            ),
            "Leaky ReLU with w = 1 has nothing but slopes of 1. Now try the sigmoid with a skip "
            "connection: it lasts with every weight here.",
            "Look for layers whose slope is 1.",
        ),
    ],
    # ---- 9: training a chain ----
    "downhill": [
        Quest(
            "Leave step at 0, and move w until the loss is as low as you can get it.",
            lambda w, rate, step: only(step == 0, -loss_at(w)),
            "At the bottom of the valley the tangent is almost level: there is no downhill.",
            "Follow the tangent down.",
            largest=True,
        ),
        Quest(
            "Put w back at 0.5, and let it walk: which rate brings it nearest to the bottom in 3 "
            "steps?",
            lambda w, rate, step: only(
                near(w, 0.5) and step == 3, -loss_at(stepped(w, rate, step))
            ),
            "Each step goes against the slope, by rate × slope.",
            "Put step at 3, and try the rates.",
            largest=True,
        ),
        Quest(
            "Put w at 0.25, where the slope is −0.3464, and step at 1. With which rate does that "
            "one step come nearest to the bottom? Place it, and press Show.",
            lambda w, rate, step: near(w, 0.25) and near(rate, 3) and step == 1,
            "It goes up by 3 × 0.34644, from 0.25 to 1.2893. With 1 it is too short, with 10 it "
            "lands beyond 3.",
            "The bottom is at about 1.1. How far is that, and how often does 0.3464 fit in?",
            predict=True,
        ),
        Quest(
            "Find a w and a rate with which a single step makes the loss larger.",
            lambda w, rate, step: step == 1 and loss_at(stepped(w, rate)) > loss_at(w) + 1e-6,
            "The direction was right, but the step jumped across the valley and up the other side.",
            "Where is it steep? And with which rate is the step long?",
        ),
    ],
    "ten people": [
        Quest(
            "After 200 steps the mean slopes are almost 0. But which point would still move w "
            "most, if it were alone? Place both sliders, and press Show.",
            lambda point, step: only(step == 200, abs(slope_of_point(point))),
            "Three hours, failed, and yet the prediction is above 0.5, where the curve is steep. "
            "The others hold w back.",
            "Which cross is far from the curve where that is steep? And its x is a factor.",
            predict=True,
            largest=True,
        ),
    ],
    "bump": [
        Quest(
            "Turn the three knobs of h[1] until the sum follows the points: a mean loss below "
            "0.01.",
            lambda w1, b1, w2: loss_of_units(w1, b1, w2) < 0.01,
            "h[0] climbs around −1. Around 1 h[1] climbs as well, but it counts −1 times: it takes "
            "everything away again.",
            "Left of 0 h[0] is right alone. What must be added to 1 further right to get 0?",
        ),
        Quest(
            "Put w1 at 2 and w2 at −1. Place b1 where you expect the bump to reach as far as 2: "
            "the curve of h[1] is halfway down there. Then press Show.",
            lambda w1, b1, w2: near(w1, 2) and near(b1, -4) and near(w2, -1),
            "A sigmoid is halfway between its ends where 0 arrives, and 2 × 2 − 4 is 0.",
            "For which b1 is 2 · x + b1 = 0 at x = 2?",
            predict=True,
        ),
    ],
    "fit": [
        Quest(
            "At first the loss is 0.4562, and after 4 steps 0.1091. After how many will only a "
            "tenth of the 0.4562 be left? Place the slider there, and press Show.",
            lambda step, units_shown: 24 <= step <= 35,
            "It takes some 30 steps of 1000: the first ones, with the large slopes, do most.",
            "Where the loss is large its slopes are large, and so are the steps.",
            predict=True,
        ),
        Quest(
            "Go on until the top of the bump reaches 0.8.",
            lambda step, units_shown: 130 < step < 180 and units_shown == 4,
            "More than a hundred steps for so little: as the loss shrinks, so do its slopes, and "
            "so do the steps.",
            "Look at the second curve, at x = 0.",
        ),
    ],
    # ---- 10: a tiny autodiff ----
    "backward": [
        Quest(
            "f, the end, has handed its slope on to both of its inputs. Which box may go next? "
            "Press it.",
            lambda step, box: step == 1 and box == B,
            "b feeds f alone, and f has gone. Before b goes, a has only the 7 from f: it feeds b, "
            "too.",
            "A box may go when all boxes that it feeds have gone.",
        ),
        Quest(
            "Let b go: set step to 2. Then two boxes may go. Press one of them.",
            lambda step, box: step == 2 and box in (A, Y),
            "y feeds b alone, and a has got 7 from f and 9 from b: all arrows that leave them are "
            "done.",
            "For which boxes do all arrows that leave them lead to a tick?",
        ),
        Quest(
            "When may x go? The slider lets y go before a. Set step and box so that x goes, and "
            "press Show.",
            lambda step, box: step == 4 and box == X,
            "x had to wait for a, which went last of the others. Along each of its two arrows it "
            "gets 16 × 3 = 48, which is 96 in all.",
            "x feeds a alone. And what does a wait for?",
            predict=True,
        ),
    ],
}
"""By the name that `quest` takes, in the order in which they are to be solved."""

MADE_FOR: dict[str, QuestSet] = {
    "square": QuestSet("explore_function", [square]),
    "leaky ReLU": QuestSet("explore_function", [leaky_relu]),
    "sigmoid": QuestSet("explore_function", [sigmoid]),
    "stretch of one": QuestSet("explore_stretch", [square]),
    "steepest sigmoid": QuestSet("explore_derivative", [sigmoid]),
    "kink": QuestSet("explore_derivative", [leaky_relu]),
    "two orders": QuestSet("explore_composition", [square, sigmoid]),
    "double and add three": QuestSet("explore_composition", [double, add_three]),
    "stretch": QuestSet("explore_stretch", [valley, hill], numbers={"x": [-3, 5, 1, 5]}),
    "nudge": QuestSet("explore_nudge", [valley, hill], numbers={"x": [4, 6, 0.2, 5]}),
    "slope of the whole": QuestSet("explore_chain", [square, sigmoid]),
    "level and steep": QuestSet("explore_chain_deriv", [square, sigmoid]),
    "two negative slopes": QuestSet("explore_chain", [wave, bump]),
    "stretch of three": QuestSet("explore_stretch", THREE, numbers={"x": [-3, 6, 0.5, 5]}),
    "sweeps": QuestSet("explore_sweeps", SIX, numbers={"start": 5}),
    "two bars": QuestSet("explore_sum", [square, hill]),
    "strips": QuestSet("explore_product", [square, sigmoid]),
    "two paths": QuestSet("explore_paths", [sigmoid]),
    "stretch of many": QuestSet(
        "explore_stretch", [*[sigmoid] * 8, *[leaky_relu] * 8, *[double] * 8]
    ),
    "vanish or last": QuestSet("explore_depth", [sigmoid, tanh, leaky_relu], numbers={"start": 1}),
    "downhill": QuestSet("explore_downhill", numbers={"losses": [0.4548, 0.1243, 0.2092]}),
    "ten people": QuestSet("explore_training", numbers={"losses_at_end": [0.1200]}),
    "bump": QuestSet("explore_units", numbers={"points": [BUMP_X, bump(BUMP_X)]}),
    "fit": QuestSet("explore_fit", numbers={"losses": LOSSES}),
    "backward": QuestSet("explore_backward", numbers=GRAPH),
}
"""What each of them is made for: the view, and what that has to show for the tasks to be right."""


def quest(name: str) -> QuestSet:
    """The tasks above one of the notebooks' views, for its argument ``quest``.

    Parameters
    ----------
    name
        One of the names in `QUESTS`.

    Raises
    ------
    TypeError
        If it is not a string.
    ValueError
        If there are no tasks of this name.
    """
    return named(name, MADE_FOR, "quests")._replace(quests=QUESTS[name])
