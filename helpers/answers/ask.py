"""The questions that stand before the views: predict first, then see.

They stand here and not in the notebooks, where the answer would be visible in the cell.
"""

from collections.abc import Callable

import numpy as np

from helpers.answers.mistakes import (
    CHAIN_2,
    CHAIN_3,
    CHANGE,
    DIFFERENCE,
    LAYERS,
    LEAKY_RELU,
    NESTING,
    PATHS,
    SIGMOID,
    SKIP,
    SLOPE_IN_W,
    STEP,
)
from helpers.answers.questions import (
    Question,
    QuestionBox,
    choice_question,
    named,
    number_question,
    value_table,
)
from helpers.chain import deriv
from helpers.functions import hill, leaky_relu, sigmoid, square, valley

# Left of 0 a fifth is right for every number, and the smaller candidate is the input itself.
LEFT_OF_ZERO = LEAKY_RELU.without("all_leak", "smaller_kept")

# Where w is 0.5, whoever forgets x and the 2 gets the same as whoever takes w for x.
WEIGHT_OF_ONE_HALF = SLOPE_IN_W.without("weight_for_input").with_more(
    SLOPE_IN_W["weight_for_input"]._replace(
        hint="x is missing: in the product w · x the slope with respect to w is the other factor."
    )
)


def three_x_plus_one(x: np.ndarray) -> np.ndarray:
    """A straight line, for calculating by hand."""
    return 3 * x + 1


three_x_plus_one.__name__ = "f₁"  # as its question calls it


PREDICTIONS: dict[str, Callable[[], Question]] = {
    # ---- 1: functions as boxes ----
    "leaky ReLU of -5": lambda: number_question(
        "What comes out of the leaky ReLU box when −5 goes in?",
        LEFT_OF_ZERO,
        leaky_relu,
        -5.0,
        why="Left of 0 a fifth leaks through.",
        decimals=0,
    ),
    "sigmoid of -1": lambda: number_question(
        "The sigmoid of 1 is 0.7311. What is the sigmoid of −1? (e is about 2.718.)",
        SIGMOID,
        sigmoid,
        -1.0,
        why="It is as far above 0 as the sigmoid of 1 is below 1.",
        decimals=3,
    ),
    # ---- 2: derivatives ----
    "from 5 to 4.98": lambda: number_question(
        "The slope of the square at 5 is 10. The input goes down from 5 to 4.98. By how much will "
        "the output move, and in which direction? A minus sign means down.",
        CHANGE,
        square,
        5.0,
        -0.02,
        why="Each unit of input moves the output by 10, and the input goes down by 0.02.",
    ),
    "central difference": lambda: number_question(
        "By hand, for the square at 5: let delta be 4. What is the central difference?",
        DIFFERENCE,
        square,
        5.0,
        4.0,
        why="From 1 to 9 the input runs by 8, and the output rises from 1 to 81.",
        decimals=1,
    ),
    "delta divided by 10": lambda: choice_question(
        "Each time you divide delta by 10, the distance between secant slope and tangent slope "
        "becomes …",
        {
            "about 10 times smaller": "Even smaller. Try it by hand with x·x·x at 1, where the "
            "slope is 3: what does delta = 1 give, and what delta = 0.1?",
            "about 100 times smaller": "With a step to both sides, the error shrinks with delta².",
            "0 at once": "The secant still goes through two points that are apart.",
        },
        right="about 100 times smaller",
    ),
    # ---- 3: nested functions ----
    "sigmoid first": lambda: number_question(
        "1.2 goes into the sigmoid first, and what comes out goes into the square. The sigmoid of "
        "1.2 is 0.7685. What comes out at the end?",
        NESTING,
        [sigmoid, square],
        1.2,
        why="The square gets 0.7685, not 1.2.",
    ),
    "nested or product": lambda: choice_question(
        "The sigmoid never gives more than 1. Which curve can climb above 1?",
        {
            "sigmoid(square(x))": "Everything that leaves this chain has gone through the sigmoid.",
            "sigmoid(x) · square(x)": "Here the square is a factor of its own, and it grows "
            "without end.",
            "both": "In one of them the sigmoid has the last word.",
        },
        right="sigmoid(x) · square(x)",
    ),
    "which order": lambda: choice_question(
        "Three boxes: double, add three, and square. 1 goes in, and 64 comes out. In which order "
        "are they in the list?",
        {
            "[square, add_three, double]": "1, then 4, then 8. Which box should come last, if 64 "
            "comes out of it?",
            "[double, add_three, square]": "1 becomes 2, then 5, and the square of that is 25.",
            "[add_three, double, square]": "1 becomes 4, then 8, and 8² is 64.",
            "[add_three, square, double]": "1 becomes 4, then 16, and then 32.",
        },
        right="[add_three, double, square]",
    ),
    # ---- 4: the chain rule ----
    "the same u": lambda: choice_question(
        "The rule has df₁/du and df₂/du in it. Is it the same u in both?",
        {
            "Yes: it is the number between the boxes": "For the second box it is. What is the "
            "input of the first one?",
            "No: in each it stands for the input of that function": "It is a dummy name, like a "
            "parameter in code.",
            "Yes: it is x": "x enters the first box only.",
        },
        right="No: in each it stands for the input of that function",
    ),
    "which box": lambda: choice_question(
        "Which box does the line `df2du = deriv(hill, f1_of_x)` belong to?",
        {
            "The first box: it is about f1": "There it only says where the slope is taken. Whose "
            "slope is it?",
            "The second box: it is its slope at its own input": "It is the slope of the hill, "
            "at the number that enters it.",
            "The arrow between the boxes": "On the arrow stands a value, f1_of_x itself. This line "
            "takes a slope.",
        },
        right="The second box: it is its slope at its own input",
    ),
    "slope of the chain at 4": lambda: number_question(
        "Now x is 4. What is the slope of hill(valley(x)) there?",
        CHAIN_2,
        [valley, hill],
        4.0,
        why="The number that arrives at the hill is −1.75, so its slope is taken there.",
        table=value_table([valley, hill], [-1.75, 4.0]),
    ),
    "by hand": lambda: number_question(
        "Let f₁(x) = 3x + 1, let f₂ be the square, and x = 2. With paper and pencil: what is the "
        "slope of f₂(f₁(x)) there?",
        CHAIN_2,
        [three_x_plus_one, square],
        2.0,
        why="7 arrives at the square, whose slope there is 14, and f₁ has slope 3 everywhere.",
        decimals=0,
    ),
    # ---- 5: the chain rule in code ----
    "calls of f1": lambda: choice_question(
        "x has 600 entries. How many times does `chain_deriv_2` call `f1`?",
        {
            "once": "Once for its value. And what does deriv do with it?",
            "3 times": "Once for its value, and twice in deriv; each call handles all entries.",
            "1,800 times": "Is there a loop over the entries? Each call takes a whole array.",
        },
        right="3 times",
    ),
    "slope at 0.7": lambda: number_question(
        "Take sigmoid(square(x)) at x = 0.7. What is its slope?",
        CHAIN_2,
        [square, sigmoid],
        0.7,
        why="0.49 arrives at the sigmoid, and its slope there is multiplied by that of the square.",
        decimals=3,
        table=value_table([square, sigmoid], [0.49, 0.7]),
    ),
    # ---- 6: longer chains ----
    "three boxes at -1.2": lambda: number_question(
        "Leaky ReLU, then sigmoid, then square, at x = −1.2. What is the slope of the chain?",
        CHAIN_3,
        [leaky_relu, sigmoid, square],
        -1.2,
        why="One factor for each box, each at the number that arrives there.",
        decimals=4,
        table=value_table([leaky_relu, sigmoid, square], [-1.2, -0.24, 0.4403]),
    ),
    "steps for 100 knobs": lambda: choice_question(
        "A chain of 100 boxes has 100 knobs. How many steps does forward take, and how many does "
        "backward?",
        {
            "100 and 100": "Forward takes as many for the first knob alone.",
            "200 and 100": "The sweep from the second knob goes through 99 boxes. And the others?",
            "5,050 and 100": "100 + 99 + … + 1, against one sweep.",
            "10,000 and 100": "Less: only the first sweep goes through all 100 boxes.",
        },
        right="5,050 and 100",
    ),
    # ---- 7: branches and sums ----
    "corner": lambda: choice_question(
        "Now make Δx 10 times smaller. Each strip becomes about 10 times smaller, too. And the "
        "corner?",
        {
            "10 times smaller": "It would be, if only one of its sides became smaller. What does "
            "the other one do?",
            "20 times smaller": "Its two sides are multiplied. How much smaller is each?",
            "100 times smaller": "Both of its sides become 10 times smaller.",
        },
        right="100 times smaller",
    ),
    "sum over two paths": lambda: number_question(
        "Now x = 0.5: there a = 0.25, b = 0.6225, da/dx = 1 and db/dx = 0.235. What is df/dx?",
        PATHS,
        [[sigmoid(0.5), deriv(square, 0.5)], [square(0.5), deriv(sigmoid, 0.5)]],
        why="Multiply along each path, and add over the paths.",
    ),
    "equals for plus-equals": lambda: choice_question(
        "Someone writes `=` where the second path should be added. The program runs. Which "
        "number does it give at x = 1.5, where the paths have the products 2.4527 and 0.3356?",
        {
            "2.7883": "That is the sum, and it is what += would give.",
            "2.4527": "That is the first path. What does the second line do to it?",
            "0.3356": "The second path overwrites the first one, without a word.",
            "0.8231": "That line does not multiply the two paths with each other.",
        },
        right="0.3356",
    ),
    # ---- 8: many factors ----
    "four layers": lambda: number_question(
        "Each of 4 layers multiplies by the weight 3 and then has a box with slope 0.5. What is "
        "the slope of the whole chain?",
        LAYERS,
        3.0,
        0.5,
        4,
        why="Each layer has two factors, and there are four layers.",
    ),
    "measuring thirty": lambda: choice_question(
        "What will `deriv` find for this chain, whose slope is 3 · 10⁻²⁰?",
        {
            "3 · 10⁻²⁰": "deriv subtracts two outputs that are almost the same. How many digits "
            "does a float have?",
            "0": "Both outputs agree in all the digits that a float has.",
            "an error message": "It calculates without complaint. With what, though?",
        },
        right="0",
    ),
    "slope with a skip": lambda: number_question(
        "A layer gives x + sigmoid(x). At 2 the sigmoid has the value 0.8808 and the slope 0.105. "
        "What is the slope of the layer at 2?",
        SKIP,
        sigmoid,
        2.0,
        why="One path goes through the box, and one around it, with slope 1.",
        decimals=3,
    ),
    # ---- 9: training a chain ----
    "sign of the slope": lambda: choice_question(
        "Somebody else practiced 3 hours and did not pass, and the prediction is 0.5, too. Which "
        "sign does ∂L/∂w have?",
        {
            "positive": "The prediction should be lower, and a larger w makes it higher: the loss "
            "grows with w.",
            "negative": "A negative slope says that the loss falls when w grows. Does it?",
            "it is 0": "It would be 0 for a perfect prediction.",
        },
        right="positive",
    ),
    "slope of a neuron": lambda: number_question(
        "w = 0.5, b = −1, and somebody practiced x = 3 hours and did not pass, so y = 0. Then "
        "z = 0.5, a = 0.6225, and the slope of the sigmoid at z is 0.235. What is ∂L/∂w?",
        WEIGHT_OF_ONE_HALF,
        0.5,
        -1.0,
        3.0,
        0.0,
        why="2(a − y) for the loss, sigmoid′(z) for the sigmoid, and x for w · x + b.",
        decimals=3,
    ),
    "one step": lambda: number_question(
        "w is 0.8, the slope of the loss with respect to w is −0.3, and the learning rate is 0.5. "
        "What is w after one step of gradient descent?",
        STEP,
        0.8,
        -0.3,
        0.5,
        why="Against a negative slope means up, by rate times slope.",
    ),
    # ---- 10: a tiny autodiff ----
    "paths through ten sums": lambda: choice_question(
        "We begin with 1.0 and write `twice = twice + twice`, 10 times over. How many paths lead "
        "from the last sum to the first number?",
        {
            "10": "Each sum has two arrows from the one before it.",
            "20": "That is the number of arrows. A path takes one of two arrows at every sum.",
            "1024": "The number doubles with every sum: 2 to the power of 10.",
            "a million": "That takes twice as many sums.",
        },
        right="1024",
    ),
    "backward twice": lambda: choice_question(
        "`backward` finds that the slope of x · x at 3 is 6. After it, `not_clearing` walks "
        "through the same boxes, twice. What stands in `x.slope` then?",
        {
            "6": "Is there anything in the code that forgets what is already there?",
            "12": "That is after the first of the two walks.",
            "18": "Here every walk adds another 6. With boxes in between it would be even more.",
            "216": "Nothing multiplies the old slope.",
        },
        right="18",
    ),
    "walks for a step": lambda: choice_question(
        "A step of training needs the slopes of the loss with respect to w and b, over ten people. "
        "How many backward walks does that take?",
        {
            "1": "One walk from the loss sets the slope of every box, and both knobs are boxes.",
            "2": "Where does a walk begin: at a knob, or at the end?",
            "10": "All ten people are in one graph: their losses meet in a single number.",
            "20": "How many ends does the graph of the loss have, and how many slopes does one "
            "walk set?",
        },
        right="1",
    ),
}
"""By the name that `ask` takes; each is made only when it is asked."""


def ask(name: str) -> QuestionBox:
    """Ask one of the tutorial's questions.

    Parameters
    ----------
    name
        One of the names in `PREDICTIONS`.

    Raises
    ------
    TypeError
        If it is not a string.
    ValueError
        If there is no question of this name.
    """
    return QuestionBox([named(name, PREDICTIONS, "questions")()])
