"""Quests: the wrong ones are refused, and the browser knows where the others are solved."""

import itertools
from collections.abc import Callable

import pytest
from ipywidgets import Dropdown, IntSlider
from matplotlib.figure import Figure

from helpers.live.figure import LiveFigure, Quest
from helpers.live.table import column_at


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


LATER = "each position that solves the one before it"
WRONG = {
    "no position": quest(lambda x: False),
    "every position": quest(lambda x: True),
    "the position at the start": quest(lambda x: x < 2),
    "the position at the start solves the quest 'second'": [
        quest(lambda x: x == 4),
        quest(lambda x: x != 1, "second"),
    ],
    LATER: [quest(lambda x: x == 4)] * 2,
    f"{LATER} solves the quest 'third'": [
        quest(lambda x: x > 0),
        quest(lambda x: x == 4),
        quest(lambda x: x in (1, 4), "third"),
    ],
}


@pytest.mark.parametrize("where", WRONG)
def test_a_quest_that_leaves_nothing_to_find_is_refused(where: str) -> None:
    solves = "" if "solves the quest" in where else " solves the quest 'find it'"
    with pytest.raises(ValueError, match=f"must leave something to find, but {where}{solves}$"):
        figure(WRONG[where])


OTHERS = [
    (3, "quest must be a Quest or a list of them, got int 3"),
    (["find it"], "quest must be a Quest or a list of them, got list"),
    (("task", lambda x: x == 1, "why"), "quest must be a Quest or a list"),  # a bare tuple
    (Quest(None, lambda x: x == 1, "why"), "task of a quest must be text, got NoneType"),
    (Quest("task", lambda x: x == 1, 3), "why of a quest must be text, got int 3"),
    (Quest("task", lambda x: x == 1, "", hint=1), "hint of a quest must be text"),
    (Quest("task", True, "why"), "solved of the quest 'task' must be a func.*, got bool True"),
]


@pytest.mark.parametrize(("quests", "message"), OTHERS)
def test_a_quest_of_another_kind(quests: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        figure(quests)
