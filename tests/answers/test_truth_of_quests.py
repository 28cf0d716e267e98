"""Each quest of the notebooks is solved where it should be, and nowhere else.

The views are those of the notebooks' cells; where their quests are solved is compared with a row of
truth each, at every position. That is calculated here, by formulas of these functions and their
slopes, or read from the picture, and never taken from quests.py. Views and truth are kept, so that
the tests can be run again and again while quests.py changes.

And each is something to find: no slider that is pulled to its end solves it, no name that is
chosen, nor do many positions.
"""

import functools
import itertools
import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from notebook_files import PATHS, code_cells
from pictures import NUMBER, as_decimal

import helpers
from helpers import LiveFigure
from helpers.answers import quests
from helpers.live.controls import positions_of
from helpers.live.quest import tasks_at
from helpers.views.parts import fitting

LEAKY, SQUARE, SIGMOID, TANH, VALLEY, HILL, WAVE, BUMP, DOUBLE, ADD = range(10)


def logistic(x: float) -> float:
    return math.exp(min(x, 0)) / (1 + math.exp(-abs(x)))


VALUE = {
    LEAKY: lambda x: x if x > 0 else x / 5,
    SQUARE: lambda x: x * x,
    SIGMOID: logistic,
    TANH: lambda x: 2 * logistic(2 * x) - 1,
    VALLEY: lambda x: (x * x + 2 * x - 31) / 4,
    HILL: lambda x: (23 - 6 * x - x * x) / 4,
    WAVE: lambda x: math.sin(2 * x),
    BUMP: lambda x: math.exp(-x * x),
    DOUBLE: lambda x: x + x,
    ADD: lambda x: 3 + x,
}
SLOPE = {
    LEAKY: lambda x: 1 if x > 0 else 1 / 5 if x < 0 else 3 / 5,  # at the kink the mean
    SQUARE: lambda x: x + x,
    SIGMOID: lambda x: logistic(x) * logistic(-x),
    TANH: lambda x: 4 * logistic(2 * x) * logistic(-2 * x),
    VALLEY: lambda x: (x + 1) / 2,
    HILL: lambda x: (-3 - x) / 2,
    WAVE: lambda x: 2 * math.cos(2 * x),
    BUMP: lambda x: -2 * x * math.exp(-x * x),
    DOUBLE: lambda x: 2,
}
NAMES = {
    "sigmoid(square(x))": [SQUARE, SIGMOID],
    "square(sigmoid(x))": [SIGMOID, SQUARE],
    "add_three(double(x))": [DOUBLE, ADD],
    "double(add_three(x))": [ADD, DOUBLE],
    "hill(valley(x))": [VALLEY, HILL],
    "valley(hill(x))": [HILL, VALLEY],
    "bump(wave(x))": [WAVE, BUMP],
    "wave(bump(x))": [BUMP, WAVE],
    "8 sigmoids": [SIGMOID] * 8,
    "8 leaky ReLUs": [LEAKY] * 8,
    "8 doubles": [DOUBLE] * 8,
}
LAYERS = {"sigmoid(w · x)": SIGMOID, "tanh(w · x)": TANH, "leaky_relu(w · x)": LEAKY}


def value(chain: Sequence[int], x: float) -> float:
    return functools.reduce(lambda u, func: VALUE[func](u), chain, x)


def slopes(chain: Sequence[int], x: float) -> list[float]:
    return [SLOPE[func](value(chain[:k], x)) for k, func in enumerate(chain)]


def slope(chain: Sequence[int], x: float) -> float:
    return math.prod(slopes(chain, x))


def bar(chain: Sequence[int], x: float, zoom: float) -> float:
    """How long the last bar of the stretch view is, in units of Δx."""
    return (value(chain, x + 1 / zoom) - value(chain, x)) * zoom


def missed(x: float, dx: float) -> float:
    """By how much the slopes of the valley and the hill do not predict what a nudge does."""
    both = [VALLEY, HILL]
    return value(both, x + dx) - value(both, x) - slope(both, x) * dx


def layers(layer: str, weight: float, depth: int) -> float:
    """The product of the slopes of all layers."""
    func, skip, x, product = LAYERS[layer.removeprefix("x + ")], layer.startswith("x + "), 1.0, 1.0
    for _ in range(depth):
        product *= skip + weight * SLOPE[func](weight * x)
        x = skip * x + VALUE[func](weight * x)
    return abs(product)


def paths(start: str, x: float, y: float) -> tuple[float, float]:
    """By the product rule: x · y · σ'(x + y), and the other input times σ(x + y)."""
    return x * y * SLOPE[SIGMOID](x + y), (y if start == "x" else x) * logistic(x + y)


# ---- The notebooks' views ----


class View(NamedTuple):
    """A view with quests, and what stands in the notebook's namespace after its cell."""

    live: LiveFigure
    figure: Figure
    update: Callable[..., str]
    namespace: dict[str, object]
    shown: Callable[..., object]
    """`fitting` for what it shows: takes the quests."""
    tasks: Callable[..., tuple]
    """`tasks_at` for its positions: takes the quests."""


VIEWS = ["branches", "chains", "joins", "one_function", "stretch", "sweeps", "training"]


@functools.cache
def cells() -> dict[str, str]:
    """The code of the notebooks' cells with quests, by the names of these."""
    sources = [cell.source for path in PATHS for cell in code_cells(path)]
    found = [(re.search(r'quest=quest\("(.*)"\)\)$', source), source) for source in sources]
    return {name[1]: source for name, source in found if name}


@functools.cache
def view_of(name: str) -> View:
    """The notebook's view with these quests."""
    seen: list[tuple] = []

    def record(figure: Figure, update: Callable, *others: object) -> dict:
        """Without the table of what is seen, which takes long."""
        seen.append((figure, update))
        return {"svg": "", "columns": []}

    def noted(function: Callable) -> Callable:
        """The same function, of which is kept what it gets besides the quests."""

        def same(quest: object, *arguments: object, **named: object) -> object:
            kept[function] = lambda quest: function(quest, *arguments, **named)
            return function(quest, *arguments, **named)

        return same

    kept: dict[Callable, Callable] = {}
    namespace = {name: getattr(helpers, name) for name in helpers.__all__} | {"np": np}
    # What notebook 9 has from cells before.
    namespace |= {"x": (x := np.linspace(-3, 3, 30)), "y": np.exp(-(x**2))}
    namespace |= {"hours": PRACTICED, "passed": PASSED, "history": np.array(trained())}
    namespace |= {"start": helpers.network_start(4, 7)}
    *lines, last = cells()[name].splitlines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.live.figure.record", record)
        patch.setattr("helpers.live.figure.tasks_at", noted(tasks_at))
        for module in VIEWS:
            patch.setattr(f"helpers.views.{module}.fitting", noted(fitting))
        exec("\n".join(lines), namespace)
        live = eval(last, namespace)
    return View(live, *seen[0], namespace, kept[fitting], kept[tasks_at])


def rows_of(live: LiveFigure) -> list[dict]:
    """All positions of the controls, as what stands beside them."""
    words = [positions_of(name, control).labels for name, control in live.controls.items()]
    return [
        {name: as_seen(each) for name, each in zip(live.controls, row, strict=True)}
        for row in itertools.product(*words)
    ]


def as_seen(words: str) -> object:
    """What stands beside a slider: a number, a chain, or words."""
    bare = words.removesuffix("×").replace(",", "")
    if re.fullmatch(NUMBER, bare):
        return float(as_decimal(bare))
    return NAMES.get(words, words)


class Largest(NamedTuple):
    """Where a number is largest among some of the positions."""

    score: Callable[..., float]
    where: Callable[..., bool] = lambda **row: True

    def __call__(self, rows: list[dict]) -> list[bool]:
        scores = [self.score(**row) if self.where(**row) else -math.inf for row in rows]
        return [each == pytest.approx(max(scores), rel=1e-7, abs=0) for each in scores]


PRACTICED, PASSED = np.linspace(0.5, 5, 10), np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, 1])
"""Notebook 9's ten people."""


def pulls(w: float, b: float) -> np.ndarray:
    """The slope of each one's loss with respect to z."""
    a = 1 / (1 + np.exp(-(w * PRACTICED + b)))
    return 2 * (a - PASSED) * a * (1 - a)


def valley_of(w: float) -> float:
    """The mean loss with a bias of −3."""
    return float(np.mean((1 / (1 + np.exp(3 - w * PRACTICED)) - PASSED) ** 2))


def after_steps(w: float, rate: float, steps: int) -> float:
    for _ in range(steps):
        w -= rate * float(np.mean(pulls(w, -3) * PRACTICED))
    return w


BOTTOM = min(np.linspace(0, 2, 2001), key=valley_of)


@functools.cache
def trained() -> list[tuple[float, float]]:
    """The knobs before the first of 200 steps with the rate 1, and after each."""
    history = [(0.0, 0.0)]
    for _ in range(200):
        (w, b), slopes = history[-1], pulls(*history[-1])
        history.append((w - np.mean(slopes * PRACTICED), b - np.mean(slopes)))
    return history


def pull_of(point: int) -> float:
    return (pulls(*trained()[-1]) * PRACTICED)[point - 1]


def network(step: float) -> tuple[float, np.ndarray]:
    """The share of the loss that is left, and the curve."""
    shown = view_of("fit").namespace
    return shown["losses"][int(step)] / shown["losses"][0], shown["fits"][int(step)]


def two_units(w1: float, b1: float, w2: float) -> float:
    """The mean loss of their sum on the bump."""
    xs = [-3 + 6 * k / 29 for k in range(30)]
    sums = [logistic(3 * x + 3) + w2 * logistic(w1 * x + b1) for x in xs]
    return sum((p - VALUE[BUMP](x)) ** 2 for x, p in zip(xs, sums, strict=True)) / 30


FED = {"x": "a", "a": "bf", "y": "b", "b": "f", "f": ""}
"""Which boxes each one feeds in x · x · (x · x + y), whose order is that of these."""


def gone_after(step: float, box: str) -> set[str]:
    """The boxes that have handed their slopes on, with the chosen one if it may."""
    gone = set([*FED][len(FED) - int(step) :])
    return gone | {box} if set(FED[box]) <= gone else gone


def knobs_known(boxes: float, steps: float) -> tuple[int, int]:
    """Of how many knobs the slopes are known, backward and forward, after so many steps each."""
    sweeps = [*range(int(boxes), 0, -1)]  # forward, one after the other
    forward = sum(sum(sweeps[: k + 1]) <= steps for k in range(len(sweeps)))
    return min(int(boxes), int(steps)), forward


def last_step_of_forward(boxes: float) -> int:
    return next(steps for steps in range(99) if knobs_known(boxes, steps)[1] == boxes)


SQUARE_FIRST, SIGMOID_FIRST = [SQUARE, SIGMOID], [SIGMOID, SQUARE]
THREE = [VALLEY, HILL, SIGMOID]
ANY = 1e-9

# fmt: off
TRUTH = {
    "square": [
        lambda x: abs(x**2 - 4) < ANY and x < 0,
        Largest(lambda x: -abs(x)),
    ],
    "leaky ReLU": [
        lambda x: abs(VALUE[LEAKY](x) + 0.4) < ANY,
        lambda x: abs(VALUE[LEAKY](x) - 0.4) < ANY,
    ],
    "sigmoid": [
        lambda x: abs(logistic(x) - 0.5) < ANY,
        lambda x: abs(logistic(x) - 0.95) < 0.004,
    ],
    # (x + Δx)² − x² is 2x + Δx of Δx.
    "stretch of one": [
        lambda x, zoom: x == 1.2 and zoom == 100,
        lambda x, zoom: 1 / zoom < 0.03 and abs(2 * x + 1 / zoom - 4) < 0.03,
        lambda x, zoom: 1 / zoom < 0.03 and abs(2 * x + 1 / zoom + 2) < 0.03,
        lambda x, zoom: abs(2 * x + 1 / zoom) < 0.1 - ANY,
    ],
    "steepest sigmoid": [
        Largest(lambda x, delta: SLOPE[SIGMOID](x)),
        lambda x, delta: x < 0 and abs(SLOPE[SIGMOID](x) / SLOPE[SIGMOID](0) - 0.5) < 0.05,
    ],
    "kink": [
        lambda x, delta: abs(x) < delta - ANY,
        Largest(lambda x, delta: delta, lambda x, delta: x == 0.2 and delta <= 0.2),
    ],
    "two orders": [
        lambda order, x: abs(value(order, x) - 0.25) < ANY,
        lambda order, x: order == SQUARE_FIRST and x != 1.2 and abs(x**2 - 1.44) < ANY,
        Largest(lambda order, x: -abs(x), lambda order, x: order == SQUARE_FIRST),
    ],
    "double and add three": [
        lambda order, x: order == [DOUBLE, ADD] and abs(2 * x + 3 - 7) < ANY,
        lambda order, x: order == [ADD, DOUBLE] and abs(2 * (x + 3) - 7) < ANY,
    ],
    # How many Δx of the last line the bar is long, to the nearest one.
    "stretch": [
        lambda order, x, zoom, guess: x == 5 and abs(bar(order, x, zoom) - guess) < 0.5,
        lambda order, x, zoom, guess: (
            order == [VALLEY, HILL] and x == 3 and abs(bar(order, x, zoom) - guess) < 0.5),
        lambda order, x, zoom, guess: (
            order == [HILL, VALLEY] and x == 1 and abs(bar(order, x, zoom) - guess) < 0.5),
        lambda order, x, zoom, guess: (
            order == [VALLEY, HILL] and zoom == 100_000 and slope(order, x) == 0),
    ],
    "nudge": [
        lambda x, dx: x == 5 and 0.005 < missed(x, dx) / missed(5, 1) < 0.02,
        lambda x, dx: dx == 0.1 and 0.35 < -dx * slope([VALLEY, HILL], x) < 0.45,
    ],
    "slope of the whole": [
        lambda order, x: slope(order, x) == 0,
        Largest(lambda order, x: slope(order, x)),
    ],
    "level and steep": [
        Largest(lambda order, x: -slope(order, x), lambda order, x: order == SQUARE_FIRST),
        Largest(lambda order, x: slope(order, x), lambda order, x: order == SIGMOID_FIRST),
    ],
    "two negative slopes": [
        lambda order, x: order == [BUMP, WAVE] and max(slopes(order, x)) < 0,
        lambda order, x: slope(order, x) == 0 != slopes(order, x)[0],
    ],
    "stretch of three": [
        Largest(lambda x, zoom: abs(slope(THREE, x)), lambda x, zoom: zoom == 100),
        lambda x, zoom: abs(math.prod(slopes(THREE, x)[:2]) - 1) < ANY,
    ],
    "sweeps": [
        lambda boxes, steps: knobs_known(boxes, steps) == (boxes, 1),
        lambda boxes, steps: last_step_of_forward(boxes) == steps == 2 * boxes,
        lambda boxes, steps: boxes == 5 and last_step_of_forward(5) == steps,
    ],
    "two bars": [
        lambda x: abs(SLOPE[SQUARE](x) + SLOPE[HILL](x)) < ANY,
        lambda x: abs(SLOPE[SQUARE](x) + SLOPE[HILL](x) + 3) < ANY,
    ],
    "strips": [
        lambda x, dx: x and abs((x + dx) ** 2 * logistic(x + dx) - x * x * logistic(x)) < dx / 100,
    ],
    "two paths": [
        lambda start, x, y: (
            abs(sum(paths(start, x, y))) < 0.01 and min(map(abs, paths(start, x, y))) >= 0.1),
        lambda start, x, y: paths(start, x, y) == (0, 0),
    ],
    "stretch of many": [
        lambda example, x, zoom: f"{bar(example, x, zoom):.2f}" == "1.00",
    ],
    "vanish or last": [
        lambda layer, weight, depth: depth <= 20 and layers(layer, weight, int(depth)) < 1e-20,
        Largest(
            lambda layer, weight, depth: layers(layer, weight, int(depth)),
            lambda layer, weight, depth: layer == "sigmoid(w · x)" and depth == 50),
        lambda layer, weight, depth: (
            layer[:1] != "x" and depth == 50 and 0.5 < layers(layer, weight, 50) < 2),
    ],
    "downhill": [
        Largest(lambda w, rate, step: -valley_of(w), lambda w, rate, step: step == 0),
        Largest(
            lambda w, rate, step: -abs(after_steps(w, rate, 3) - BOTTOM),
            lambda w, rate, step: w == 0.5 and step == 3),
        Largest(
            lambda w, rate, step: -abs(after_steps(w, rate, 1) - BOTTOM),
            lambda w, rate, step: w == 0.25 and step == 1),
        lambda w, rate, step: step == 1 and valley_of(after_steps(w, rate, 1)) > valley_of(w),
    ],
    "ten people": [
        Largest(lambda point, step: abs(pull_of(int(point))), lambda point, step: step == 200),
    ],
    "bump": [
        lambda w1, b1, w2: two_units(w1, b1, w2) < 0.01,
        lambda w1, b1, w2: (w1, w2) == (2, -1) and abs(logistic(w1 * 2 + b1) - 0.5) < ANY,
    ],
    "fit": [
        lambda step, units_shown: 0.09 < network(step)[0] < 0.11,
        lambda step, units_shown: units_shown == 4 and 0.775 < network(step)[1].max() < 0.825,
    ],
    "backward": [
        lambda step, box: step == 1 and box != "f" and set(FED[box]) == {"f"},
        lambda step, box: step == 2 and gone_after(2, box) > {"b", "f"},
        lambda step, box: (
            box == "x" and "x" in gone_after(step, box) and "x" not in [*FED][5 - int(step):]),
    ],
}
# fmt: on
"""For each quest where it is solved, of the controls as they are seen; or of all these rows."""


@functools.cache
def truth_of(name: str) -> list[list[bool]]:
    """Where each quest should be solved."""
    rows = rows_of(view_of(name).live)
    return [
        truth(rows) if isinstance(truth, Largest) else [bool(truth(**row)) for row in rows]
        for truth in TRUTH[name]
    ]


def test_each_quest_stands_in_a_notebook() -> None:
    assert [*cells()] == [*quests.QUESTS] == [*quests.MADE_FOR] == [*TRUTH]


@pytest.mark.parametrize("name", TRUTH)
def test_a_quest_is_solved_where_it_should_be_and_nowhere_else(name: str) -> None:
    view = view_of(name)
    tasks, note = view.tasks(view.shown(quests.quest(name)))
    assert [one.task for one, _ in tasks] == [one["task"] for one in view.live.picture.quests]
    assert (len(tasks), note) == (len(TRUTH[name]), "")
    for (one, solved), truth in zip(tasks, truth_of(name), strict=True):
        assert one.predict == ("press Show" in one.task)
        rows = zip(rows_of(view.live), solved, truth, strict=True)
        assert [row for row, s, t in rows if s != t] == [], one.task


@pytest.mark.parametrize("name", TRUTH)
def test_long_numbers_of_a_reward_stand_in_the_picture(name: str) -> None:
    view = view_of(name)
    controls = view.live.controls
    rows = [*itertools.product(*(positions_of(*control).values for control in controls.items()))]
    for quest, truth in zip(quests.QUESTS[name], truth_of(name), strict=True):
        numbers = re.findall(r"\d+\.\d{3,}", quest.why)
        if numbers:
            view.update(**dict(zip(controls, rows[truth.index(True)], strict=True)))
            words = [text.get_text() for text in view.figure.findobj(Text) if text.get_visible()]
            shown = re.findall(r"\d+\.\d+", " ".join(words))
            assert {*numbers} <= {*shown}


# ---- Something to find ----

PULLED = "an end of {} solves it"
PRESSED = "a choice of {} solves it"
COMMON = "more than a fifth of all positions solve it"

MOSTLY = 0.2
"""So large a share of all positions may solve a quest, and no larger one."""

AN_END_IS_THE_IDEA = {
    "stretch of one 1": "the slope is where the stretch ends as the zoom grows",
}
"""Why some quest is solved by an end or a choice all the same, by its view's quests and number."""


def too_easy(name: str) -> dict[str, list[str]]:
    """What is wrong with each quest of a view, by the name of its quests and its number."""
    view = view_of(name)
    tasks, _ = view.tasks(view.shown(quests.quest(name)))
    known = view.live.picture.positions
    counts = [len(control["values"]) for control in known]
    start = tuple(
        control["values"].index(getattr(widget, control["trait"]))
        for control, widget in zip(known, view.live.controls.values(), strict=True)
    )
    found, before = {}, [start]
    for number, (_, rows) in enumerate(tasks, start=1):
        solved = np.reshape(rows, counts)
        found[f"{name} {number}"] = [
            PULLED.format(control)
            for k, (control, count) in enumerate(zip(view.live.controls, counts, strict=True))
            if known[k]["element"] == "range"
            and any(solved[*at[:k], end, *at[k + 1 :]] for at in before for end in (0, count - 1))
        ]
        # Which picture is shown, such as that of an order, is chosen by its name.
        by_name = len(view.live.picture.scenes) > 1 and not isinstance(
            as_seen(known[0]["labels"][0]), float
        )
        pictures = counts[0] if by_name else 0
        if any(solved[each, *at[1:]] for at in before for each in range(pictures)):
            found[f"{name} {number}"].append(PRESSED.format(next(iter(view.live.controls))))
        if solved.mean() > MOSTLY:
            found[f"{name} {number}"].append(COMMON)
        before = [start, *zip(*solved.nonzero(), strict=True)]
    return found


@pytest.mark.parametrize("name", TRUTH)
def test_a_quest_is_found_and_not_pulled_to_the_end_of_a_slider(name: str) -> None:
    """Neither from the view's start, nor from any position that solves the quest before it."""
    for number, wrong in too_easy(name).items():
        if number in AN_END_IS_THE_IDEA:
            assert wrong and COMMON not in wrong, f"{number} is no exception"
        else:
            assert wrong == [], number


def test_the_exceptions_are_few_and_there() -> None:
    assert len(AN_END_IS_THE_IDEA) <= 3
    numbers = [f"{name} {k}" for name, each in TRUTH.items() for k in range(1, len(each) + 1)]
    assert {*AN_END_IS_THE_IDEA} <= {*numbers}
