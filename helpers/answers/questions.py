"""Questions that know why an answer is wrong, and need no kernel to say so.

Python computes, up front, the right answer and the one that each known mistake would give; the
browser looks up which of them was entered.
"""

import re
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from pathlib import Path
from typing import NamedTuple, TypeVar

import anywidget
import numpy as np
import traitlets

from helpers.answers.mistakes import Rule, Topic
from helpers.arguments import (
    check_array,
    check_chain,
    check_count,
    check_kind,
    check_text,
    described,
)
from helpers.chain import Chain
from helpers.slopes import slope_words
from helpers.writing import name_of, number

Question = dict[str, object]
"""A question as the browser gets it; see questions.js for what it holds."""
Named = TypeVar("Named")
MOVES = (-3, -2, -1, 1, 2, 3)
"""Where else two rules are compared that give the same at the point of a question."""

SENTENCES = "a list of sentences"


class UnclearPointError(ValueError):
    """A question at this point could not tell why an answer is wrong: choose another point."""


def number_question(
    text: str,
    topic: Topic,
    *arguments: object,
    why: str,
    decimals: int = 2,
    table: Sequence[Sequence[str]] = (),
) -> Question:
    """A question whose answer is a number.

    Parameters
    ----------
    text
        The question; words between backticks are shown as code.
    topic
        The right rule and the wrong ones, such as `CHAIN_2`, or one of your own:
        ``Topic(right, steps, [Mistake(name, rule, hint), ...])``, of functions that all take
        `arguments`. `steps` returns the worked steps, a list of sentences.
    *arguments
        What these rules take, such as ``[square, sigmoid], 1.2``: single numbers, not arrays.
    why
        One sentence to a learner who is right.
    decimals
        How many decimals are asked for, 0 to 10; 0 for a whole number.
    table
        The rows of a table below the question, such as `value_table` makes, a heading first.

    Raises
    ------
    TypeError
        If an argument is of another type, a rule fails on `arguments`, or the topic's steps are no
        list of sentences.
    ValueError
        If `decimals` is not from 0 to 10.
    UnclearPointError
        If a rule gives no finite number here, or two of them the same answer, and not so elsewhere.
        It is a ValueError, too. Mistakes that give the same as another rule wherever one asks, such
        as the value of `np.exp` for its slope, are left out: nobody can tell them apart.
    """
    check_text("text", text)
    check_kind("topic", topic, Topic, "a Topic, such as CHAIN_2")
    check_text("why", why)
    decimals = check_count("decimals", decimals, 0, 10)
    _check_table("table", table)
    right, *wrong = _answers(topic, arguments, decimals)
    _check_finite([right, *wrong], text)
    wrong = _told_apart(right, wrong, arguments, text, decimals)
    plural = "s" if decimals > 1 else ""
    asked = f"to {decimals} decimal{plural}" if decimals else "a whole number"
    steps = check_kind("what steps of the topic returns", topic.steps(*arguments), list, SENTENCES)
    for step in steps:
        check_kind("what steps of the topic returns", step, str, SENTENCES)
    return {
        "kind": "number",
        "text": f"{text} ({asked})",
        "table": [list(row) for row in table],
        "right": {"value": right.value, "tolerance": right.tolerance},
        "close": 0 if _has_no_more_digits(right.value, decimals) else 5 * 10.0**-decimals,
        "answer": number(right.value, max(decimals, 4)),
        "why": why,
        "steps": steps,
        "told": _told(steps, text, decimals),
        "mistakes": [
            {"name": one.name, "hint": one.hint, "value": one.value, "tolerance": one.tolerance}
            for one in wrong
        ],
    }


def _told(steps: Sequence[str], text: str, decimals: int) -> list[dict[str, object]]:
    """The steps that a reader who is wrong may be told, with the numbers that are new in each.

    That is none that ends in what the question itself says, nor the last one: it has the answer.
    """
    given, told = _numbers(text), []
    for k, step in enumerate(steps[:-1]):
        results = _numbers(re.split("[=≈]", step, maxsplit=1)[-1])
        # The text may have rounded them.
        new = [n for n in results if not np.isclose(n, given, rtol=5e-4, atol=0).any()]
        if new or not results:
            words = f"{'Next' if k else 'First'} step: {step}"
            known = [{"value": n, "tolerance": _tolerance(n, decimals)} for n in new]
            told.append({"words": words, "new": known})
    return told


def _numbers(text: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in re.findall(r"−?\d+(?:\.\d+)?", text)]


def value_table(functions: Chain, points: Sequence[float]) -> list[list[str]]:
    """What each function gives at each point, and its slope there, as the `table` of a question.

    Parameters
    ----------
    functions
        One function or more.
    points
        Numbers.

    Raises
    ------
    TypeError, ValueError
        If `functions` is not a list of functions that work on arrays, or `points` are not numbers.
    """
    functions = check_chain("functions", functions)
    points = check_array("points", points, one_dimensional=True).tolist()
    return [
        ["function", "at", "value", "slope"],
        *(
            [name_of(f), number(x), number(f(x)), slope_words(f, x)]
            for f in functions
            for x in points
        ),
    ]


def choice_question(text: str, choices: Mapping[str, str], right: str) -> Question:
    """A question with a few answers to choose from.

    Parameters
    ----------
    text
        The question; words between backticks are shown as code.
    choices
        Each answer with what to say to a learner who chooses it: for a wrong one a hint, for the
        right one why it is right.
    right
        Which of the answers is right.

    Raises
    ------
    TypeError
        If `choices` is not a dict, or a text is none.
    ValueError
        If `right` is not among at least two choices.
    """
    check_text("text", text)
    check_kind("choices", choices, Mapping, "a dict of answers and hints")
    for choice, hint in choices.items():
        check_text("each answer in choices", choice)
        check_text("each hint in choices", hint)
    check_text("right", right)
    if right not in choices or len(choices) < 2:
        raise ValueError(
            f"right must be one of at least two choices, got {right!r:.60} in {text!r:.60}"
        )
    return {
        "kind": "choice",
        "text": text,
        "choices": list(choices),
        "hints": list(choices.values()),
        "right": list(choices).index(right),
        "answer": right,
        "why": choices[right],
        "steps": [],
    }


class _Answer(NamedTuple):
    """What a rule gives at the point of a question."""

    name: str
    hint: str
    rule: Rule
    value: float
    tolerance: float
    """How far from it an answer may be."""


def _answers(topic: Topic, arguments: Sequence[object], decimals: int) -> list[_Answer]:
    """The right answer, and the one of each mistake."""
    rules = [("the right answer", "", topic.right)]
    rules += [(mistake.name, mistake.hint, mistake.rule) for mistake in topic.mistakes]
    answers = []
    with np.errstate(all="ignore"):  # what is not finite is refused
        for name, hint, rule in rules:
            value = _given_by(rule, arguments)
            answers.append(_Answer(name, hint, rule, value, _tolerance(value, decimals)))
    return answers


def _tolerance(value: float, decimals: int) -> float:
    """How far from it an answer may be: half of the last digit that is asked for.

    A little more, for readers who calculate with rounded numbers; but a value that has no more
    digits than these must be met nearly exactly, since 5.7 is not 6.
    """
    return (0.05 if _has_no_more_digits(value, decimals) else 0.6) * 10.0**-decimals


def _check_finite(answers: Sequence[_Answer], text: str) -> None:
    for answer in answers:
        if not np.isfinite(answer.value):
            raise UnclearPointError(
                f"arguments must make all rules finite: {answer.name} gives {answer.value} "
                f"in {text!r:.200}; choose another point"
            )


def _told_apart(
    right: _Answer,
    wrong: Sequence[_Answer],
    arguments: Sequence[object],
    text: str,
    decimals: int,
) -> list[_Answer]:
    """The wrong answers without those that give the same as another one wherever one asks."""
    kept = [right]
    for answer in wrong:
        near = [
            other for other in kept
            if abs(answer.value - other.value) <= answer.tolerance + other.tolerance
        ]  # fmt: skip
        if not near:
            kept.append(answer)
        elif not _agree_everywhere(near[0].rule, answer.rule, arguments):
            raise UnclearPointError(
                f"arguments must tell all mistakes apart: {near[0].name} and {answer.name} "
                f"both give about {number(near[0].value, decimals + 1)} in {text!r:.200}; "
                "choose another point"
            )
    return kept[1:]


def _given_by(rule: Rule, arguments: Sequence[object]) -> float:
    """What a rule gives for the arguments of a question: one number."""
    try:
        result = np.asarray(rule(*arguments), dtype=float)
    except Exception as error:
        raise TypeError(
            f"arguments must be what the rules of the topic take, but one fails: {error}"
        ) from error
    if result.shape:
        raise TypeError(
            f"arguments must be single numbers, but a rule gives an array of shape {result.shape}"
        )
    return float(result)


def _agree_everywhere(one: Rule, other: Rule, arguments: Sequence[object]) -> bool:
    """Whether two rules give the same at other points, too, for the same functions."""
    same = []
    with np.errstate(all="ignore"):
        for step in MOVES:
            moved = [_moved(argument, step) for argument in arguments]
            try:
                values = [_given_by(rule, moved) for rule in (one, other)]
            except TypeError:  # such as a delta that is negative now
                continue
            if moved != list(arguments) and np.all(np.isfinite(values)):
                same.append(np.isclose(*values, rtol=1e-4, atol=1e-9))
    return len(same) > 2 and all(same)


def _moved(argument: object, step: int) -> object:
    """Numbers at another point, also those in lists; all else as it is."""
    if isinstance(argument, list | tuple):
        return [_moved(item, step) for item in argument]
    if isinstance(argument, bool) or not isinstance(argument, Real):
        return argument
    # A count goes on being one.
    return argument + abs(step) if isinstance(argument, Integral) else argument + 0.37 * step


def _check_table(name: str, rows: object) -> None:
    if not isinstance(rows, list | tuple) or not all(isinstance(row, list | tuple) for row in rows):
        raise TypeError(f"{name} must be a list of rows of text, got {described(rows)}")
    for row in rows:
        for cell in row:
            check_text(f"each cell of {name}", cell)


def _has_no_more_digits(value: float, decimals: int) -> bool:
    return abs(value - round(value, decimals)) < 1e-5 * 10.0**-decimals


def named(name: str, known: Mapping[str, Named], kind: str) -> Named:
    """What is known by this name; a name that is none of these `kind` is an error."""
    if not isinstance(name, str):
        raise TypeError(f"name must be one of the {kind}' names, got {described(name)}")
    if name not in known:
        raise ValueError(f"name must be one of {', '.join(known)}; got {name!r:.60}")
    return known[name]


class QuestionBox(anywidget.AnyWidget):
    """One question, or several with a score, answered without a kernel.

    Parameters
    ----------
    questions
        Made by `number_question` or `choice_question`. With several, each may have a "level", a
        line of words that is shown above it.

    Raises
    ------
    TypeError
        If it is not a list of such questions.
    ValueError
        If it is empty.
    """

    _esm = Path(__file__).with_name("questions.js")
    _css = Path(__file__).with_name("questions.css")
    questions = traitlets.List().tag(sync=True)
    progress = traitlets.Dict().tag(sync=True)
    """Where the learner is: kept by the browser, so that it outlives scrolling away and back."""

    def __init__(self, questions: list[Question]) -> None:
        if not isinstance(questions, list) or not all(
            isinstance(question, dict) and "text" in question for question in questions
        ):
            raise TypeError(
                "questions must be a list of what number_question or choice_question made, "
                f"got {described(questions)}"
            )
        if not questions:
            raise ValueError("questions must hold at least one question, got an empty list")
        super().__init__(questions=questions)

    def __repr__(self) -> str:
        """Say what is asked, for viewers that know no widgets."""
        first, *others = self.questions
        more = f" (and {len(others)} more)" if others else ""
        table = first.get("table", ())
        rows = ["  ".join(cell.ljust(10) for cell in row).rstrip() for row in table]
        return "\n".join([f"Question{more}: {first['text']}", *rows, "Run this cell to answer."])

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, str]:
        bundle, _ = super()._repr_mimebundle_(**kwargs)
        # Some versions of anywidget cut a long text short.
        return bundle | {"text/plain": repr(self)}
