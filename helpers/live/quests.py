"""Tasks that a reader solves by moving a live figure's controls."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from helpers.arguments import check_text, described


class Quest(NamedTuple):
    """A state of a live figure that the reader is asked to find.

    It is solved once the controls have stood for a moment at a position for which `solved` is
    true. For a prediction the answer is covered, the sentence and what the figure's `answer` names;
    the reader places the controls and presses Show.
    """

    task: str
    """What to look for, one or two sentences."""
    solved: Callable[..., bool]
    """Takes the controls' values by name, as the figure's `update` does, and all of them."""
    why: str
    """A sentence to a reader who has found it."""
    hint: str = ""
    """A sentence that helps, on request."""
    predict: bool = False
    """Whether the answer is covered until the reader presses Show."""


def check_quests(quest: object) -> list[Quest]:
    """Return one quest or several as a list, empty for None.

    Raises
    ------
    TypeError
        If it is neither, or a task, a hint, a predicate is not what it should be.
    """
    quests = [] if quest is None else [quest] if isinstance(quest, Quest) else quest
    if not isinstance(quests, list | tuple) or not all(isinstance(q, Quest) for q in quests):
        raise TypeError(f"quest must be a Quest or a list of them, got {described(quest)}")
    for one in quests:
        for name in ("task", "why", "hint"):
            check_text(f"{name} of a quest", getattr(one, name))
        if not callable(one.solved):
            raise TypeError(
                f"solved of the quest {one.task!r:.60} must be a function of the controls' values, "
                f"got {described(one.solved)}"
            )
    return list(quests)


def solved_at(
    quests: Sequence[Quest], rows: Sequence[dict[str, object]], start: int
) -> list[list[bool]]:
    """Tell for each quest at which rows it is solved.

    Raises
    ------
    ValueError
        If a quest cannot be solved, or need not: no row solves it, or all do, or the one at the
        start, or every row that solves the one before it.
    """
    table = [[bool(quest.solved(**row)) for row in rows] for quest in quests]
    for k, (quest, solved) in enumerate(zip(quests, table, strict=True)):
        before = table[k - 1] if k else [True] * len(rows)
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
                raise ValueError(
                    f"solved must leave something to find, but {where} solves the quest "
                    f"{quest.task!r:.80}"
                )
    return table
