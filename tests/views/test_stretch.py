"""The stretch view: what a reader sees, against the functions and their exact slopes."""

import itertools
import re
from collections.abc import Callable

import numpy as np
import pytest
from pictures import HALF, NUMBER, Screen, as_decimal, assert_can_be_read, last_digit, positions
from reference import REFERENCE

from helpers.functions import exact_deriv, hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.live.figure import LiveFigure
from helpers.live.quest import Quest
from helpers.live.table import column_at
from helpers.views.stretch import REACH, WIDE, WIDE_CURVES, WITH_CURVES, ZOOMS, explore_stretch

# Old versions of ipywidgets and Matplotlib use what newer packages want to drop.
pytestmark = pytest.mark.filterwarnings("error", "ignore::DeprecationWarning:(?!helpers)")


def at(live: LiveFigure, *position: int) -> dict[str, list[str]]:
    """What live.js shows at a position of the controls, by the kinds of columns."""
    scenes = live.picture.scenes
    shown: dict[str, list[str]] = {}
    for column in scenes[position[0] if len(scenes) > 1 else 0]["columns"]:
        shown.setdefault(column["kind"], []).append(column_at(column, position))
    return shown


def in_steps(places: np.ndarray, boxes: int) -> np.ndarray:
    """Places in points from the left, in units of Δx from the middle of the number lines."""
    layout = WIDE_CURVES if boxes <= WITH_CURVES else WIDE
    return (places / 72 - layout.middle) / layout.unit


def lines(path: str, boxes: int = 2) -> list[tuple[float, float, float, float]]:
    """The strokes of a path, from where to where, in units of Δx and in points from the top."""
    found = re.findall(r"M (\S+) (\S+) +L (\S+) (\S+)", path)
    strokes = np.array(found, dtype=float).reshape(-1, 4)
    strokes[:, ::2] = in_steps(strokes[:, ::2], boxes)
    return [tuple(stroke) for stroke in strokes.tolist()]


def beside_the_boxes(paths: list[str]) -> list[str]:
    """Without the curves in the boxes."""
    right = 72 * WIDE_CURVES.box[1]
    return [path for path in paths if not path or float(path.split()[1]) > right]


def exact_places(chain: list, x: float, dx: float) -> np.ndarray:
    rows = [x + dx * np.arange(-4, 5) / 4]
    for func in chain:
        rows.append(np.asarray(REFERENCE[func](rows[-1])))
    return np.array([(row - row[4]) / dx for row in rows])


CHAINS = [
    [valley],
    [valley, hill],
    [sigmoid, square],
    [leaky_relu, square, tanh],
    [sigmoid] * 8,
    [tanh, sigmoid, leaky_relu, hill, valley, tanh, square, sigmoid],
]


@pytest.mark.parametrize("chain", CHAINS, ids=len)
def test_stretches_become_the_exact_slopes_and_can_be_multiplied(chain: list) -> None:
    live = explore_stretch(chain, -2, 3, 2.5)
    assert live.size < 70_000
    choice = (0,) if len(chain) == 2 else ()
    for k, x in enumerate([-2, 0.5, 3]):
        bars = exact_places(chain, x, 0.01)[:, -1]
        (sentence,) = at(live, *choice, k, 6)["sentence"]
        assert sentence.startswith(f"At x = {x:g} with Δx = 0.01: ".replace("-", "−"))
        found = re.findall(rf"by {NUMBER} \(slope {NUMBER}\)", sentence)
        assert len(found) == len(chain), "no kink"
        slope, stretch, u = as_decimal("1"), as_decimal("1"), np.float64(x)
        for func, above, below, shown in zip(chain, bars, bars[1:], found, strict=False):
            exact = float(exact_deriv(func)(u))
            for text, expected in zip(shown, (below / above, exact), strict=True):
                error = abs(float(as_decimal(text)) - expected)
                assert error <= float(HALF * last_digit(text)) + 1e-6 * abs(expected), sentence
            stretch, slope = (
                a * as_decimal(b) for a, b in zip((stretch, slope), shown, strict=True)
            )
            u = func(u)
        if len(chain) > 1:
            told = rf"together by {NUMBER}\. The product of the slopes is {NUMBER}\."
            totals = re.search(told, sentence)
            for product, total in zip((stretch, slope), totals.groups(), strict=True):
                assert abs(product - as_decimal(total)) <= HALF * last_digit(total), sentence
            shown = at(live, *choice, k, 6)["text"]
            for total in totals.groups():
                assert f"= {total}" in shown or f"≈ {total}" in shown


def test_the_textbooks_example() -> None:
    live = explore_stretch([valley, hill], 4, 6, 0.5, start=5)
    assert live.size < 70_000
    texts = at(live, 0, 2, 0)["text"]
    assert {"x = 5", "f₁(x) = 1", "f₂(f₁(x)) = 4", "Δx = 1"} <= {*texts}
    assert {"3.25 Δx", "−9.1406 Δx", "× 3.25", "× −2.8125", "3", "−2", "= −6"} <= {*texts}
    assert "≈ −9.1406" in texts
    texts = at(live, 0, 2, 6)["text"]
    assert {"Δx = 0.01", "3.0025 Δx", "−6.0275 Δx", "× 3.0025", "× −2.0075"} <= {*texts}
    assert {"× 3.625", "3.625 Δx"} <= {*at(live, 0, 4, 1)["text"]}, "the same twice"
    assert "f₁(x) = −8" in at(live, 1, 2, 0)["text"], "the other order"
    assert live.picture.positions[0]["name"] == "order"


@pytest.mark.parametrize(("chain", "low"), [([valley, hill], 4), ([square, leaky_relu], 2)])
def test_bars_and_lines_are_as_long_as_they_say_or_end_in_an_arrow(chain: list, low: int) -> None:
    live = explore_stretch(chain, low, low + 2, 0.5)
    for k, zoom in itertools.product(range(5), range(len(ZOOMS))):
        places = exact_places(chain, low + k / 2, 1 / ZOOMS[zoom])
        shown = at(live, 0, k, zoom)
        *fans, first_bar, second_bar = beside_the_boxes(shown["path"])
        for bar, length in zip((first_bar, second_bar), places[1:, -1], strict=True):
            ((start, _, end, _),) = lines(bar)
            assert (start, end) == pytest.approx((0, np.clip(length, -REACH, REACH)), abs=0.01)
        for above, below, fan in zip(places, places[1:], fans, strict=False):
            seen = ~((np.minimum(above, below) > REACH) | (np.maximum(above, below) < -REACH))
            above, below, strokes = above[seen], below[seen], lines(fan)
            for (x, top, to, bottom), start, end in zip(strokes, above, below, strict=True):
                share = (to - x) / (end - start) if abs(end - start) > 1e-9 else 1
                assert to - start == pytest.approx((end - start) * share, abs=0.02)
                assert abs(start) > REACH or x == pytest.approx(start, abs=0.01)
                assert abs(end) > REACH or to == pytest.approx(end, abs=0.01)
                assert bottom > top
        edges = [edge for edge in shown["points"] if len(edge.split()) == 6]
        xs = [in_steps(float(edge.split()[4]), 2) for edge in edges]
        assert [x for x in xs if abs(x) < 1.5 * REACH] == pytest.approx(
            [side * (REACH - 0.15) for side in (-1, 1) if (side * places[2] > REACH).any()],
            abs=0.01,
        )


def as_named(name: str, func: Callable) -> Callable:
    func.__name__ = name
    return func


negative_part = as_named("negative_part", lambda x: np.minimum(x, 0))
tiny = as_named("tiny", lambda x: 1e-12 * x)
high_up = as_named("high_up", lambda x: x + 2.0**27)  # where the gaps between floats double
far_away = as_named("far_away", lambda x: 1e12 * (x + 3))


def test_a_bar_of_no_length_can_be_seen() -> None:
    live = explore_stretch([square], -1, 1, 1)
    ((start, _, end, _),) = lines(beside_the_boxes(at(live, 1, 6)["path"])[-1])
    assert end - start > 0.05


def test_lines_to_far_away_do_not_cover_the_number_line() -> None:
    fans = beside_the_boxes(at(explore_stretch([tanh, far_away], -1, 1, 1), 0, 1, 0)["path"])
    assert [len(lines(fan)) for fan in fans[:2]] == [9, 1]


@pytest.mark.parametrize(
    ("chain", "words", "texts"),
    [
        ([leaky_relu], "1 (no slope: 0.2 left, 1 right of a kink)", []),
        ([leaky_relu], "(no slope", ["× 1", "none", "kink: 0.2 left, 1 right"]),
        ([leaky_relu] * 5, "by 1 (no slope), leaky_relu by 1", ["kink", "= 1", "none"]),
        ([np.abs], "(no slope: −1 left, 1 right of a kink)", ["none"]),
        ([leaky_relu, square], "There is no product of the slopes.", ["none", "0"]),
        ([square, tanh], "by 0.01 (slope 0), tanh by 1 (slope", ["= 0.01", "= 0"]),
        ([np.sign], "by 100 (no slope).", ["100 Δx", "none"]),
        ([negative_part, hill], "hill by – (slope −1.5)", ["0 Δx", "–", "= 0", "none"]),
        ([tiny, hill], "hill by −1.5987 (slope −1.5)", []),
        ([high_up], "stretches the bar by 1 (slope 1).", []),
        ([np.log], "log stretches the bar by – (no slope)", ["f₁(x) = −∞", "–", ""]),
        (
            [np.reciprocal, np.exp],
            "by nan. There is no product of the slopes.",
            ["nan", "f₁(x) = ∞"],
        ),
        (
            [far_away, square, square],
            "The product of the slopes is 1.08 × 10⁵⁰.",
            ["≈ 1.09 × 10⁵⁰"],
        ),
        ([np.cbrt, hill], "cbrt stretches the bar by 21.54435 (no slope), hill by", []),
    ],
)
def test_what_is_not_smooth_is_said(chain: list, words: str, texts: list[str]) -> None:
    live = explore_stretch(chain, -1, 1, 1, start=0)
    shown = at(live, *([0] if len(chain) == 2 else []), 1, 6)
    assert words in shown["sentence"][0].replace("\u00a0", " ")
    assert {*texts} <= {text.replace("\u00a0", " ") for text in shown["text"]}
    assert "≈ nan" not in shown["text"]


def test_a_prediction_covers_all_that_lies_below_the_first_bar() -> None:
    quest = Quest("Where?", lambda x, zoom: x > 2, "There.", predict=True)
    chain = [square, tanh, leaky_relu]
    live = explore_stretch(chain, -1, 4, 1, start=0, quest=quest)
    (scene,) = live.picture.scenes
    left = re.findall(r'<g id="(mark\d+)">', scene["svg"])
    columns = [column for column in scene["columns"] if column["mark"] in left]
    assert [column["kind"] for column in columns if column["kind"] != "place"] == ["text"] * 5
    shown = at(live, 3, 0)["text"]
    assert shown[:4] == ["x = 2", "f₁(x) = 4", "f₂(f₁(x)) = 0.9993", "f₃(f₂(f₁(x))) = 0.9993"]


def test_the_first_slider_chooses_the_example() -> None:
    live = explore_stretch({"up": [square], "down": [hill, tanh]}, -1, 1, 1)
    assert [known["name"] for known in live.picture.positions] == ["example", "x", "zoom"]
    assert "down" in str(live.controls["example"].options)
    assert "hill" in at(live, 1, 0, 0)["sentence"][0]
    assert [*explore_stretch({"up": [square]}, -1, 1, 1).controls] == ["x", "zoom"]


@pytest.mark.usefixtures("not_recorded")
@pytest.mark.parametrize("chain", [[valley, hill, sigmoid], [square, tanh], [sigmoid, square]])
def test_all_words_have_room_beside_each_other(chain: list) -> None:
    live = explore_stretch(chain, -3, 6, 0.5)
    for position in itertools.product(*(range(len(known)) for known in positions(live).values())):
        with np.errstate(all="ignore"):
            screen = Screen(live, *position)
        assert_can_be_read(screen.figure)
