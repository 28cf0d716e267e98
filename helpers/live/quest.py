"""Quests: states of a live figure that a reader is asked to find.

Where each of them is solved is found up front, at every position of the controls, so that the
browser only looks it up.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from helpers.arguments import check_text, described
from helpers.live.controls import Positions, check_takes, telling_where

Row = dict[str, object]
"""The controls' values at one position."""

TIE = 1e-9
"""Two numbers that differ by a smaller share than this are equally large."""

ELSEWHERE = "The tasks here are made for other positions of the sliders; for these there are none."


class Quest(NamedTuple):
    """A state of a live figure that the reader is asked to find.

    It is solved once the controls have stood for a moment at a position for which `solved` is
    true. For a prediction the answer is covered, the sentence and what the figure's `answer` names;
    the reader places the controls and presses Show. What was found stays to be seen until Next task
    is pressed.
    """

    task: str
    """What to look for, one or two sentences."""
    solved: Callable[..., bool | float]
    """Takes the controls' values by name, as the figure's `update` does, and all of them."""
    why: str
    """A sentence to a reader who has found it; it stays to be read, without the task."""
    hint: str = ""
    """A sentence that helps, on request."""
    predict: bool = False
    """Whether the answer is covered until the reader presses Show."""
    largest: bool = False
    """Whether `solved` returns a number instead: then the quest is solved where that is largest, at
    several positions if they tie. Where it is nan or -inf, it never is."""


class QuestSet(NamedTuple):
    """Quests that are right for one view of certain functions and numbers, and for nothing else."""

    view: str
    """The name of the function that makes the view."""
    functions: Sequence[Callable] = ()
    """What the view has to show, in this order."""
    numbers: Mapping[str, Sequence[float]] = {}
    """Some of the view's numbers, if it shows more than functions."""
    quests: Sequence[Quest] = ()
    """In the order in which they are to be solved."""
    note: str = ""
    """Words in their place, if there are none because they would not be right."""


Quests = Quest | Sequence[Quest] | QuestSet | None
"""What a live figure takes."""


def quests_of(quest: Quests) -> list[Quest]:
    """All quests as a list, empty for None.

    Raises
    ------
    TypeError
        If it is no quest, or a task, a hint, a predicate is not what it should be.
    """
    quests = quest.quests if isinstance(quest, QuestSet) else quest
    quests = [] if quest is None else [quest] if isinstance(quest, Quest) else quests
    if not isinstance(quests, list | tuple) or not all(isinstance(q, Quest) for q in quests):
        raise TypeError(f"quest must be a Quest or a list of them, got {described(quest)}")
    for one in quests:
        for name in ("task", "why", "hint"):
            check_text(f"{name} of a quest", getattr(one, name))
        if not callable(one.solved):
            raise TypeError(
                f"{_solved_of(one)} must be a function of the controls' values, "
                f"got {described(one.solved)}"
            )
    return list(quests)


def tasks_at(
    quest: Quests, positions: Mapping[str, Positions], rows: Sequence[Row], start: int
) -> tuple[list[tuple[Quest, list[bool]]], str]:
    """The quests, each with the rows at which it is solved, and words if there are none.

    Parameters
    ----------
    quest
        What `quests_of` takes.
    positions
        What each control can be set to.
    rows
        The controls' values at every position.
    start
        The row at which they are first.

    Raises
    ------
    TypeError
        If a quest does not take the controls.
    ValueError
        If a quest cannot be solved, or need not: no row solves it, or all do, or the one at the
        start, or every row that solves the one before it. Those of a `QuestSet` are left out then,
        and the words say so.
    """
    quests = quests_of(quest)
    table = [_solved_at(one, positions, rows) for one in quests]
    wrong = _nothing_to_find(quests, table, start)
    if wrong and isinstance(quest, QuestSet):
        return [], ELSEWHERE
    if wrong:
        raise ValueError(wrong)
    note = quest.note if isinstance(quest, QuestSet) else ""
    return list(zip(quests, table, strict=True)), note


def _solved_of(quest: Quest) -> str:
    return f"solved of the quest {quest.task!r:.60}"


def _solved_at(quest: Quest, positions: Mapping[str, Positions], rows: Sequence[Row]) -> list[bool]:
    check_takes(_solved_of(quest), quest.solved, positions)
    solved = telling_where(_solved_of(quest), quest.solved, positions)
    found = [solved(**row) for row in rows]
    if not quest.largest:
        return [bool(each) for each in found]
    most = max((number for number in found if number > -math.inf), default=math.inf)
    return [number >= most - TIE * abs(most) for number in found]


def _nothing_to_find(quests: Sequence[Quest], table: list[list[bool]], start: int) -> str:
    """What is wrong with the first quest that leaves nothing to find, or nothing."""
    for k, (quest, solved) in enumerate(zip(quests, table, strict=True)):
        before = table[k - 1] if k else [True] * len(solved)
        for wrong, where in [
            (not any(solved), "no position"),
            (all(solved), "every position"),
            (solved[start], "the position at the start"),
            (
                all(now for now, then in zip(solved, before, strict=True) if then),
                "each position that solves the one before it",
            ),
        ]:
            if wrong:
                return (
                    f"solved must leave something to find, but {where} solves the quest "
                    f"{quest.task!r:.80}"
                )
    return ""
