"""Quests: the wrong ones are refused, and the browser knows where the others are solved."""

import itertools
import math
from collections.abc import Callable

import pytest
from ipywidgets import Checkbox, Dropdown, FloatSlider, IntSlider
from matplotlib.figure import Figure

from helpers.live.figure import LiveFigure
from helpers.live.quest import Quest, QuestSet
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
    assert set(tasks[0]) == {*Quest._fields} - {"largest"}


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


SIZES = [
    ([3, 1, 4, 1, 4], "00101"),  # the best ones tie
    ([3, 1, 4, 1, 4 + 1e-12], "00101"),
    ([3e-28, 1e-28, 4e-28, 1e-28, 4.1e-28], "00001"),
    ([-3, -1, -4, -1, -5], "01010"),
    ([-math.inf, 1, math.nan, 2, -math.inf], "00010"),
    ([-math.inf, -5, -math.inf, -math.inf, -5], "01001"),
]


@pytest.mark.parametrize(("sizes", "expected"), SIZES)
def test_the_largest_is_the_best_position_there_is(sizes: list[float], expected: str) -> None:
    start = expected.index("0")
    (task,) = figure(quest(lambda x: sizes[x], largest=True), start=start).picture.quests
    assert "".join(column_at(task["solved"], [x]) for x in range(5)) == expected


@pytest.mark.parametrize("size", [math.nan, -math.inf])
def test_what_never_counts_is_solved_nowhere(size: float) -> None:
    with pytest.raises(ValueError, match="but no position solves the quest"):
        figure(quest(lambda x: size, largest=True))


def test_words_stand_in_the_place_of_tasks() -> None:
    picture = figure(QuestSet("any", note="There are none today.")).picture
    assert (picture.note, picture.quests) == ("There are none today.", [])
    assert figure(quest(lambda x: x == 4)).picture.note == ""


def test_a_set_that_leaves_nothing_to_find_here_is_left_out() -> None:
    fits = QuestSet("any", quests=[quest(lambda x: x == 4)])
    assert (len(figure(fits).picture.quests), figure(fits).picture.note) == (1, "")
    picture = figure(fits._replace(quests=[quest(lambda x: x == 9)])).picture
    words = "The tasks here are made for other positions of the sliders; for these there are none."
    assert (picture.note, picture.quests) == (words, [])


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
    ("find it", "quest must be a Quest or a list of them, got str 'find it'"),
    (QuestSet("any", quests=[3]), "quest must be a Quest or a list of them, got QuestSet"),
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


TAKES = "must take the values of the controls by name, "


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (quest(lambda y: y == 1), f"solved of the quest 'find it' {TAKES}x; it takes y"),
        (quest(lambda: True), f"solved of the quest 'find it' {TAKES}x; it takes nothing"),
        (quest(lambda x, zoom: x == 1), f"{TAKES}x; it takes x, zoom"),
        ([quest(lambda x: x == 1), quest(lambda x, /: x == 2)], f"{TAKES}x; it takes x"),
    ],
)
def test_a_quest_that_does_not_take_the_controls(wrong: object, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        figure(wrong)
    assert message in str(caught.value)


def test_an_update_that_does_not_take_the_controls() -> None:
    controls = {"x": IntSlider(max=1), "y": IntSlider(max=1)}
    with pytest.raises(TypeError, match=f"^update {TAKES}x, y; it takes x$"):
        LiveFigure(Figure(), lambda x: "", **controls)
    with pytest.raises(TypeError, match=f"^update {TAKES}y; it takes x, y$"):
        LiveFigure([Figure()] * 2, [lambda y: "", lambda x, y: ""], **controls)
    for update in (lambda **all: "", lambda y, x, more=1: ""):
        LiveFigure(Figure(), update, **controls)


def broken(**values: object) -> str:
    if values.get("x") == 2.5 and values["y"]:
        raise KeyError("a teacher's own error")
    return ""


def noted(figures: object, update: object, **others: object) -> str:
    controls = {"which": Dropdown(options=[("one", 1), ("two", [2])])}
    controls |= {"x": FloatSlider(min=2, max=3, step=0.5), "y": Checkbox()}
    with pytest.raises(KeyError) as caught:
        LiveFigure(figures, update, **others, **controls)
    (note,) = caught.value.__notes__
    return note


def test_an_error_tells_the_position() -> None:
    at = "raised at which = {}, x = 2.50, y = on"
    assert noted(Figure(), broken) == f"This is what update {at.format('one')}"
    fine = lambda x, y: ""  # noqa: E731
    scenes = [Figure(), Figure()]
    assert noted(scenes, [fine, broken]) == f"This is what update {at.format('two')}"
    words = noted(scenes, [fine] * 2, quest=quest(broken))
    assert words == f"This is what solved of the quest 'find it' {at.format('one')}"
