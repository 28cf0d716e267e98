"""Fresh questions in rising difficulty, as many as one likes: `practice(seed)`."""

from collections.abc import Callable

import numpy as np

from helpers.answers.mistakes import CHAIN_2, CHAIN_3, PATHS, PATHS_OF_A_SUM, SLOPE_OF_ONE
from helpers.answers.questions import (
    Question,
    QuestionBox,
    UnclearPointError,
    number_question,
    value_table,
)
from helpers.arguments import check_count
from helpers.chain import Chain, chain_values, deriv
from helpers.functions import hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.writing import composed_name, name_of, number

LARGEST = 50  # nobody enjoys larger products
TRIES = 1000  # for one question; it takes up to about 100
Level = Callable[[np.random.Generator], Question]
"""Draws a question."""
FUNCTIONS = [square, leaky_relu, sigmoid, tanh, valley, hill]


def practice(seed: int, per_level: int = 3, first_level: int = 1) -> QuestionBox:
    """Ask about slopes, from one function to three paths, with a score.

    Parameters
    ----------
    seed
        A whole number from 0 on: the same number gives the same questions, another one others.
    per_level
        How many questions for each level, 1 to 10.
    first_level
        The level to begin with, 1 to 6: one function, two functions, two in the order of a list,
        three functions, two paths, three paths.

    Raises
    ------
    TypeError
        If one of them is not a whole number.
    ValueError
        If one of them is out of range.
    """
    random = np.random.default_rng(check_count("seed", seed, 0, 10**9))
    per_level = check_count("per_level", per_level, 1, 10)
    first_level = check_count("first_level", first_level, 1, len(LEVELS))
    questions = []
    levels = list(enumerate(LEVELS.items(), start=1))
    for place, (words, level) in levels[first_level - 1 :]:
        for _ in range(per_level):
            asked = [question["text"] for question in questions]
            label = f"Level {place} of {len(LEVELS)}: {words}"
            questions.append(_drawn(level, random, asked) | {"level": label})
    return QuestionBox(questions)


def _drawn(level: Level, random: np.random.Generator, asked: list[str]) -> Question:
    """A question of this level that has not been asked."""
    for _ in range(TRIES):
        try:
            question = level(random)
        except UnclearPointError:
            continue
        if question["text"] not in asked and abs(question["right"]["value"]) < LARGEST:
            return question
    raise RuntimeError(f"no new question has come up in {TRIES} tries")


def _functions(random: np.random.Generator, count: int) -> Chain:
    return [FUNCTIONS[k] for k in random.choice(len(FUNCTIONS), count, replace=False)]


def _point(random: np.random.Generator) -> float:
    return float(random.integers(-8, 9)) / 4


def _one(random: np.random.Generator) -> Question:
    (func,), x = _functions(random, 1), _point(random)
    delta = 0.01
    near = [round(x - delta, 2), round(x + delta, 2)]
    text = (
        f"{name_of(func)}({number(near[0])}) = {number(func(near[0]), 6)} and "
        f"{name_of(func)}({number(near[1])}) = {number(func(near[1]), 6)}. "
        f"What is the slope of {name_of(func)} at {number(x)}?"
    )
    why = "Rise over run, and the run is 0.02."
    return number_question(text, SLOPE_OF_ONE, func, x, delta, why=why)


def _two(random: np.random.Generator) -> Question:
    return _of_chain(_functions(random, 2), _point(random))


def _swapped(random: np.random.Generator) -> Question:
    chain, x = _functions(random, 2), _point(random)
    code = f"[{', '.join(map(name_of, chain))}]"
    return _of_chain(chain, x, f"The chain in code is `{code}`, and x = {number(x)}.")


def _three(random: np.random.Generator) -> Question:
    return _of_chain(_functions(random, 3), _point(random))


def _of_chain(chain: Chain, x: float, opening: str = "") -> Question:
    # What a wrong rule would need stands in the table, too, so that it does not tell the rule;
    # where the order is the question, also what the other order would need.
    values = chain_values(chain, x)[:-1]
    if opening:
        values += chain_values(chain[::-1], x)[1:-1]
    points = {round(float(value), 4): float(value) for value in values}
    opening = opening or f"Take {composed_name(chain)} at x = {number(x)}."
    return number_question(
        f"{opening} What is the slope of the chain?",
        CHAIN_2 if len(chain) == 2 else CHAIN_3,
        chain,
        x,
        why="Each slope is taken at the number that arrives at its own box, and they multiply.",
        table=value_table(chain, sorted(points.values())),
    )


def _branch(random: np.random.Generator) -> Question:
    (f, g), x = _functions(random, 2), _point(random)
    return number_question(
        f"Take {name_of(f)}(x) · {name_of(g)}(x) at x = {number(x)}: two paths that meet in a "
        f"product. What is its slope?",
        PATHS,
        [[g(x), deriv(f, x)], [f(x), deriv(g, x)]],
        why="Multiply along each path, with the other factor where they meet, and add.",
        table=value_table([f, g], [x]),
    )


def _three_paths(random: np.random.Generator) -> Question:
    (f, g, h), x = _functions(random, 3), _point(random)
    return number_question(
        f"Take {name_of(f)}(x) · {name_of(g)}(x) + {name_of(h)}(x) at x = {number(x)}. "
        "What is its slope?",
        PATHS_OF_A_SUM,
        [[g(x), deriv(f, x)], [f(x), deriv(g, x)], [1.0, deriv(h, x)]],
        why="Multiply along each of the three paths, and add. A sum has the slope 1.",
        table=value_table([f, g, h], [x]),
    )


LEVELS = {
    "one function": _one,
    "two functions": _two,
    "in which order?": _swapped,
    "three functions": _three,
    "two paths": _branch,
    "three paths": _three_paths,
}
