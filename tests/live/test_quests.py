"""Quests: the wrong ones are refused, and the browser knows where the others are solved."""

import itertools
from collections.abc import Callable

import pytest
from ipywidgets import Dropdown, IntSlider
from matplotlib.figure import Figure
from pictures import column_at

from helpers.live.figure import LiveFigure
from helpers.live.quests import Quest


def quest(solved: Callable[..., bool], task: str = "find it", **others: object) -> Quest:
    return Quest(task, solved, "because", **others)


def figure(quests: object, start: int = 0, **others: object) -> LiveFigure:
    """A figure with positions from 0 to 4."""
    return LiveFigure(Figure(), lambda x: "", quest=quests, x=IntSlider(start, max=4), **others)


def test_the_browser_gets_the_quests_and_where_they_are_solved() -> None:
    first = quest(lambda x: x > 2, hint="further", predict=True)
    second = quest(lambda x: x % 2, "an odd one")
    tasks = figure([first, second], start=2).picture.quests
    words = [(t["task"], t["why"], t["hint"], t["predict"]) for t in tasks]
    assert words == [
        ("find it", "because", "further", True),
        ("an odd one", "because", "", False),
    ]
    solved = ["".join(column_at(task["solved"], [x]) for x in range(5)) for task in tasks]
    assert solved == ["00011", "01010"]
    assert set(tasks[0]) == {*Quest._fields}


def test_without_quests_there_are_none() -> None:
    for quests in (None, [], ()):
        live = figure(quests)
        assert (live.picture.quests, live.picture.progress) == ([], {})
    assert len(figure(quest(lambda x: x == 4)).picture.quests) == 1


def test_with_scenes_a_quest_knows_which_is_chosen() -> None:
    one = quest(lambda which, x: which == "b" and x == 2)
    controls = {"which": Dropdown(options="ab"), "x": IntSlider(max=2)}
    live = LiveFigure([Figure(), Figure()], [lambda x: ""] * 2, quest=one, **controls)
    (task,) = live.picture.quests
    solved = [column_at(task["solved"], at) for at in itertools.product(range(2), range(3))]
    assert solved == ["0"] * 5 + ["1"]


def test_quests_count_for_the_size() -> None:
    small, large = figure(quest(lambda x: x == 4)), figure(quest(lambda x: x == 4, "x" * 1000))
    assert large.size - small.size == 1000 - len("find it")


UNSOLVED = "solved must leave something to find, but "
LATER = "each position that solves the one before it"
WRONG = {
    "no position": (quest(lambda x: False), "no position solves the quest 'find it'"),
    "every position": (quest(lambda x: True), "every position solves the quest 'find it'"),
    "at the start": (quest(lambda x: x < 2), "the position at the start solves"),
    "the second at the start": ([quest(lambda x: x == 4), quest(lambda x: x != 1)], "at the start"),
    "solved by the one before": ([quest(lambda x: x == 4), quest(lambda x: x > 1)], LATER),
    "the same twice": ([quest(lambda x: x == 4)] * 2, LATER),
    "the third": (
        [quest(lambda x: x > 2), quest(lambda x: x > 3), quest(lambda x: x > 1, "third")],
        f"{LATER} solves the quest 'third'",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_quest_that_leaves_nothing_to_find_is_refused(case: str) -> None:
    quests, message = WRONG[case]
    with pytest.raises(
        ValueError, match=f"{UNSOLVED}{'.*' if ' solves' not in message else ''}{message}"
    ):
        figure(quests)


def test_the_quests_that_come_near_to_the_wrong_ones_are_right() -> None:
    quests = [quest(lambda x: x > 0), quest(lambda x: x == 4), quest(lambda x: x in (1, 4))]
    with pytest.raises(ValueError, match=LATER):
        figure(quests)
    assert len(figure([*quests[:2], quest(lambda x: x == 1)]).picture.quests) == 3


OTHERS = {
    "no quest": (3, "quest must be a Quest or a list of them, got int 3"),
    "words": ("find it", "quest must be a Quest or a list of them, got str 'find it'"),
    "a list of words": (["find it"], "quest must be a Quest or a list of them, got list"),
    "a bare tuple": (("task", lambda x: x == 1, "why"), "quest must be a Quest or a list"),
    "no task": (Quest(None, lambda x: x == 1, "why"), "task of a quest must be text, got NoneType"),
    "no why": (Quest("task", lambda x: x == 1, 3), "why of a quest must be text, got int 3"),
    "no hint": (Quest("task", lambda x: x == 1, "", hint=1), "hint of a quest must be text"),
    "no function": (
        Quest("task", True, "why"),
        "solved of the quest 'task' must be a function of the controls' values, got bool True",
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_quest_of_another_kind(case: str) -> None:
    quests, message = OTHERS[case]
    with pytest.raises(TypeError, match=message):
        figure(quests)
