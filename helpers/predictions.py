"""The questions that stand before the views: predict first, then see.

They stand here and not in the notebooks, where the answer would be visible in the cell.
"""

from collections.abc import Callable

from helpers.functions import hill, sigmoid, square, valley
from helpers.mistakes import CHAIN_2
from helpers.questions import Question, QuestionBox, choice_question, number_question

PREDICTIONS: dict[str, Callable[[], Question]] = {
    # ---- 4: the chain rule ----
    "slope of valley and hill": lambda: number_question(
        "The valley sends 5 to 1 and has slope 3 there; the hill has slope −2 at 1. "
        "What is the slope of hill(valley(x)) at 5?",
        CHAIN_2,
        [valley, hill],
        5.0,
        why="Each of the 3 units that leave the valley becomes −2 units behind the hill.",
        decimals=0,
    ),
    # ---- 5: the chain rule in code ----
    "slope of square and sigmoid": lambda: number_question(
        "1.2 goes into `[square, sigmoid]`. The slope of the square at 1.2 is 2.4, and that of the "
        "sigmoid is 0.155 at 1.44. What is the slope of the chain?",
        CHAIN_2,
        [square, sigmoid],
        1.2,
        why="Both slopes are taken at the number that arrives at their box, and they multiply.",
        decimals=3,
    ),
    "which box": lambda: choice_question(
        "Which box does the line `df2du = deriv(f2, f1_of_x)` belong to?",
        {
            "The first box: it is about f1": "There it only says where the slope is taken. Whose "
            "slope is it?",
            "The second box: it is its slope at its own input": "It is the slope of f2, at the "
            "number that enters the second box.",
            "The arrow between the boxes": "On the arrow stands a value, f1_of_x itself. This line "
            "takes a slope.",
        },
        right="The second box: it is its slope at its own input",
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
    ValueError
        If there is no question of this name.
    """
    if name not in PREDICTIONS:
        raise ValueError(f"name must be one of {', '.join(PREDICTIONS)}; got {name!r}")
    return QuestionBox([PREDICTIONS[name]()])
