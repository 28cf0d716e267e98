"""The views of two paths that meet: bars that stack, and strips of a rectangle."""

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from matplotlib.patches import Rectangle
from pictures import (
    NUMBER,
    Screen,
    assert_can_be_read,
    assert_equation,
    assert_number,
    near,
    positions,
)
from reference import exact_slope, value

from helpers import (
    LiveFigure,
    explore_paths,
    explore_product,
    explore_sum,
    explore_sweeps,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
)
from helpers.writing import gives, number, written_out

pytestmark = pytest.mark.usefixtures("not_recorded")

PAIRS = [(square, hill), (square, sigmoid), (tanh, square)]


def level(x: np.ndarray) -> np.ndarray:
    return 0 * x + 2


def test_a_slope_that_may_be_0_leaves_the_other_one_to_the_sum() -> None:
    screen = Screen(explore_sum([square, level]), 27)
    assert screen.sentence.replace("\u00a0", " ") == (
        "At x = 2.4, a tiny Δx moves square by 4.8 Δx and level by ≈ 0 Δx. "
        "Both together move f by 4.8 Δx."
    )
    screen = Screen(explore_sum([level, level]), 27)
    assert screen.sentence.endswith("f by ≈\u00a00 Δx.")


@pytest.mark.parametrize("pair", PAIRS)
def test_bars_are_as_long_as_the_slopes_and_stack(pair: tuple[Callable, Callable]) -> None:
    live = explore_sum(list(pair))
    for k in (0, 7, 15, 21, 30):
        x = positions(live)["x"][k]
        screen = Screen(live, k)
        assert_can_be_read(screen.figure)
        (a, b), (da, db) = ([get(f, x) for f in pair] for get in (value, exact_slope))
        graph = screen.graph(["x", "f = a + b", *_named(pair)])
        for name, expected in zip(["x", *_named(pair), "f = a + b"], [x, a, b, a + b], strict=True):
            assert_number(graph.at(name), expected)
        moves = [graph.on_arrow("x", name) for name in _named(pair)]
        for text, expected in zip(moves, (da, db), strict=True):
            assert_number(text, expected, 1e-6)
        assert [graph.on_arrow(name, "f = a + b") for name in _named(pair)] == ["1", "1"]
        total = graph.at("x", below=True).removeprefix("df/dx").removeprefix(" = ").lstrip()
        assert_number(total, da + db, 2e-6)
        # A reader can add them up; the sum itself is to be found.
        assert assert_equation(written_out(moves, "+", total), "+") == total
        assert screen.sentence.endswith(f"f by {total} Δx.")
        for name, move in zip("abf", [*moves, total], strict=True):
            assert [t for t in screen.texts if t.words == f"{name} moves by {move} Δx"]
        (panel,) = screen.panels()
        step, first, second, *stacked, whole, _ = panel.lines[-7:]
        starts_and_ends = [(0, 1), (0, da), (0, db), (0, da), (da, da + db), (0, da + db)]
        for line, ends in zip([step, first, second, *stacked, whole], starts_and_ends, strict=True):
            assert line[:, 0] == near(ends)
            assert panel.limits[0] <= min(ends) and max(ends) <= panel.limits[1]


def _named(pair: tuple[Callable, Callable]) -> list[str]:
    return [f"{name} = {f.__name__}(x)" for name, f in zip("ab", pair, strict=True)]


@pytest.mark.parametrize("pair", [*PAIRS[1:], (sigmoid, hill)])
def test_strips_and_corner_are_what_the_rectangle_grows_by(pair: tuple) -> None:
    live = explore_product(list(pair))
    for k, n in [(0, 0), (25, 0), (4, 3), (15, 6), (21, 1), (10, 2)]:
        x, dx = (choices[at] for choices, at in zip(positions(live).values(), (k, n), strict=True))
        screen = Screen(live, k, n)
        assert_can_be_read(screen.figure)
        (a, b), (a_end, b_end) = ([value(f, at) for f in pair] for at in (x, x + dx))
        da, db = a_end - a, b_end - b
        of_a, of_b = (exact_slope(f, x) for f in pair)
        rectangles = [
            patch.get_bbox() for patch in screen.figure.axes[0].patches if type(patch) is Rectangle
        ]
        corners = [(0, a, 0, b), (a, a_end, 0, b), (0, a, b, b_end), (a, a_end, b, b_end)]
        for box, (left, right, low, high) in zip(rectangles, corners, strict=True):
            assert (*sorted((box.x0, box.x1)), *sorted((box.y0, box.y1))) == pytest.approx(
                (*sorted((left, right)), *sorted((low, high))), abs=1e-9
            )
        words = [text.words for text in screen.texts if text.x > 380]  # beside the rectangle
        strips, shown = [b * da, a * db, da * db], []
        for head, area in zip(["strip b", "strip a", "corner"], strips, strict=True):
            (place,) = [i for i, each in enumerate(words) if each.startswith(head)]
            shown.append(assert_equation(words[place + 1]))
            assert_number(shown[-1], area, 1e-9)
        growth = words[words.index("growth Δf, all three") + 1]
        terms = [
            each.strip("()") for each in growth.partition(" =")[0].partition(" ≈")[0].split(" + ")
        ]
        assert terms == shown
        assert_number(assert_equation(growth, "+"), sum(strips), 1e-9)
        per = words[words.index("Δf / Δx") + 1]
        assert_number(per, sum(strips) / dx, 1e-9)
        assert gives([re.split(" = | ≈ ", growth)[-1], number(dx)], "/", per)
        assert_number(words[words.index("slope df/dx") + 1], b * of_a + a * of_b, 2e-6)
        found = re.findall(NUMBER, screen.sentence)
        assert [each.rstrip(".") for each in found[2:5]] == shown
        assert np.isfinite([box.x1 for box in rectangles]).all()


@pytest.mark.parametrize(
    ("make", "at", "sentence", "words"),
    [
        (partial(explore_sum, [leaky_relu, sigmoid]), {"x": 0},
         "there is a kink, and no slope: f has none.",
         ["none", "df/dx = none", "a has no slope", "b moves by 0.25 Δx", "f has no slope"]),
        (partial(explore_product, [leaky_relu, sigmoid]), {"x": 0, "dx": 1},
         "f has no slope.", ["none"]),
        # 0.2 · x³ left of 0 and x³ right of it: level from both sides.
        (partial(explore_product, [leaky_relu, square]), {"x": 0, "dx": 1},
         "f has slope 0.", ["0"]),
        (partial(explore_paths, leaky_relu), {"start": "x", "x": 1, "y": -1},
         "the path through s without a slope, and so the sum.", ["none", "∂f/∂x = none"]),
        (partial(explore_sweeps, [square, leaky_relu, sigmoid], 0), {"boxes": 3, "steps": 6},
         "forward for 3 after 6 steps.", ["none", "0.25"]),
    ],
)  # fmt: skip
def test_at_a_kink_there_is_no_slope(
    make: Callable[[], LiveFigure], at: dict[str, object], sentence: str, words: list[str]
) -> None:
    live = make()
    known = positions(live)
    screen = Screen(live, *(known[name].index(there) for name, there in at.items()))
    assert_can_be_read(screen.figure)
    assert screen.sentence.endswith(sentence)
    shown = {text.words for text in screen.texts}
    assert {*words} <= shown
    assert "nan" not in " ".join(shown)
