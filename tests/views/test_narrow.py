"""The drawings for phones, where they are made of other parts than the wide ones."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.lines import Line2D
from pictures import Screen, Word, assert_can_be_read, near, positions

from helpers import (
    LiveFigure,
    explore_chain,
    explore_composition,
    explore_depth,
    explore_fit,
    explore_nudge,
    explore_paths,
    explore_stretch,
    explore_sum,
    explore_sweeps,
    explore_training,
    hill,
    leaky_relu,
    sigmoid,
    square,
    tanh,
    valley,
)
from helpers.figures import page

pytestmark = pytest.mark.usefixtures("not_recorded")


@pytest.fixture(autouse=True)
def on_phones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "narrow", "only")


def at_ends(live: LiveFigure) -> list[tuple[int, ...]]:
    """Positions at the ends and in the middle of all controls."""
    counts = map(len, positions(live).values())
    return [*itertools.product(*({0, count // 2, count - 1} for count in counts))]


def mine(x: np.ndarray) -> np.ndarray:
    return x**2 / 4


EIGHT = [mine, hill, mine, sigmoid, square, leaky_relu, valley, hill]
AT = np.linspace(-3, 3, 41)
BUMP = np.exp(-(AT**2))


def fit_of_a_bump() -> LiveFigure:
    """One of a bump, as a sum of units that reach further out than the bump does."""
    units = np.array([[0 * AT - 2, BUMP + 2]] * 2)
    return explore_fit(AT[::2], BUMP[::2], AT, units.sum(axis=1), [1, 0.5], units)


def stretch_of_three() -> LiveFigure:
    return explore_stretch([valley, hill, sigmoid], -3, 6, 0.5, start=5)


def stretch_with_guess() -> LiveFigure:
    return explore_stretch([valley, hill], -3, 5, 1, start=5, guess=True)


VIEWS: dict[str, Callable[[], LiveFigure]] = {
    "paths": explore_paths,
    "composition": lambda: explore_composition([square, sigmoid]),
    "composition, wide numbers": lambda: explore_composition([valley, hill], -6, 6),
    "chain": lambda: explore_chain([square, sigmoid]),
    "chain without code": lambda: explore_chain([square, sigmoid], code=False),
    "depth": explore_depth,
    "fit": fit_of_a_bump,
    "training": explore_training,
    "nudge": explore_nudge,
    "sweeps": lambda: explore_sweeps(EIGHT, 3),
    "sweeps of tiny numbers": lambda: explore_sweeps([sigmoid] * 8),
    "sweeps of small numbers": lambda: explore_sweeps([sigmoid, tanh] * 3, -1.5),
    "stretch": stretch_of_three,
    "stretch, with a guess": stretch_with_guess,
    "stretch of one": lambda: explore_stretch([square]),
    "stretch at kinks": lambda: explore_stretch([leaky_relu] * 4, -1, 1, 0.5, start=0),
    "stretch of most": lambda: explore_stretch([sigmoid] * 8, -1, 1),
    "sum": lambda: explore_sum([square, hill]),
    "sum, long numbers": lambda: explore_sum([square, sigmoid], -2.2, 2.1),
}


@pytest.mark.parametrize("name", VIEWS)
def test_what_a_phone_shows_can_be_read(name: str) -> None:
    live = VIEWS[name]()
    for position in at_ends(live):
        screen = Screen(live, *position)
        assert screen.figure.get_figwidth() == page.PHONE
        assert_can_be_read(screen.figure)


def word(screen: Screen, words: str) -> Word:
    """The only text with these words."""
    (found,) = [text for text in screen.texts if text.words == words]
    return found


def test_boxes_of_two_paths_say_what_they_do_and_have_their_slopes_below() -> None:
    screen = Screen(explore_paths(), 0, 11, 8)
    for box, value, slope in [
        ("x", "1.25", "∂f/∂x = 0.5048"),
        ("y", "0.5", ""),
        ("s = x + y", "1.75", "∂f/∂s = 0.0788"),
        ("p = x · y", "0.625", "∂f/∂p = 0.852"),
        ("a = sigmoid(s)", "0.852", "∂f/∂a = 0.625"),
        ("f = a · p", "0.5325", "∂f/∂f = 1"),
    ]:
        middle = word(screen, box)
        column = [t for t in screen.texts if t.x == middle.x and abs(t.y - middle.y) < 22]
        assert [t.words for t in column] == [value, box, slope][: 2 + bool(slope)]
    screen.assert_row("if the second path overwrites the first", "0.426")


def test_boxes_of_a_sum_have_the_names_that_its_bars_have() -> None:
    screen = Screen(explore_sum([square, hill]), 27)
    screen.assert_row("2.4", "df/dx = 2.1")
    screen.assert_row("4.8", "−2.7")
    screen.assert_row("a = square(x)", "b = hill(x)")
    screen.assert_row("f = a + b")


def test_the_height_of_the_first_dot_is_carried_around_the_corner() -> None:
    screen = Screen(explore_composition([square, sigmoid]), 0, 42)
    inner, outer, _ = (ax for ax in screen.figure.axes if ax.axison)
    (turn,) = (line for line in screen.figure.artists if type(line) is Line2D)
    places = screen.figure.dpi_scale_trans.transform(turn.get_xydata())
    for place, ax, at in [(places[0], inner, (1.2, 1.44)), (places[-1], outer, (1.44, None))]:
        x, y = ax.transData.inverted().transform(place)
        assert (x, y) == near((at[0], at[1] or outer.get_ylim()[0]))
    # Its bow ends as far from the corner as it begins.
    assert places[1, 0] == near(outer.bbox.x0)
    assert inner.bbox.x1 + 15 < outer.bbox.x0


@pytest.mark.parametrize("narrow", [False, "only"])
def test_words_stand_nearer_to_their_own_number_line_than_to_the_one_above(
    narrow: bool | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "narrow", narrow)
    figure = Screen(explore_nudge(), 5, 3).figure
    for above, ax in itertools.pairwise(figure.axes):
        (name,) = (t for t in ax.texts if "f₁(x)" in t.get_text())
        words = name.get_window_extent()
        marks = max(line.get_window_extent().y1 for line in ax.lines)
        numbers = min(t.get_window_extent().y0 for t in above.get_xticklabels())
        assert 0 < words.y0 - marks < numbers - words.y1


def test_a_title_stands_nearer_to_its_own_panel_than_to_the_one_above() -> None:
    figure = Screen(explore_chain([square, sigmoid]), 0, 42).figure
    panels = [ax for ax in figure.axes if ax.axison]
    for above, ax in itertools.pairwise(panels):
        title = ax.title.get_window_extent()
        numbers = min(t.get_window_extent().y0 for t in above.get_xticklabels() if t.get_text())
        nearest = max(t.get_window_extent().y1 for t in ax.texts if "rise" in t.get_text())
        assert title.y0 - nearest < 3
        assert numbers - title.y1 > 10


def test_the_height_of_a_bump_can_be_read_at_its_axis() -> None:
    screen = Screen(fit_of_a_bump(), 0, 0)
    screen.figure.draw_without_rendering()
    labels = [text.get_text() for text in screen.figure.axes[1].get_yticklabels()]
    assert {"0.0", "0.5", "1.0"} <= {*labels}


def test_the_slope_of_the_sigmoid_in_a_neuron_is_one_of_a_single_input() -> None:
    words = " ".join(text.words for text in Screen(explore_training(), 5, 0).texts)
    assert "da/dz = 0.25" in words
    assert "∂z/∂w = " in words


MANY_BOXES = [(stretch_of_three, 3), (stretch_with_guess, 0), (VIEWS["stretch of most"], 0)]


@pytest.mark.parametrize(("make", "x"), MANY_BOXES)
def test_the_heads_of_columns_stand_right_above_their_numbers(make: Callable, x: int) -> None:
    live = make()
    counts = [len(known) for known in positions(live).values()]
    screen = Screen(live, *[min(x, count - 1) for count in counts])
    (names,) = [row for row in screen.rows() if row[:2] == ["stretch", "slope"]]
    head, below = word(screen, "stretch"), [t for t in screen.texts if t.words.startswith("× ")]
    assert names and 0 < below[0].y - head.y < 12


def test_the_end_of_a_guess_hides_no_number() -> None:
    screen = Screen(stretch_with_guess(), 0, 8, 0, 0)
    (ring,) = [line for line in screen.figure.findobj(Line2D) if line.get_marker() == "o"
               and line.get_markersize() == 8 and line.get_markerfacecolor() == "none"]  # fmt: skip
    (x, y), reach = ring.get_transform().transform(ring.get_xydata()[0]), 4.8 / 72
    for text in screen.figure.axes[0].texts:
        box = text.get_window_extent().padded(reach * screen.figure.dpi)
        assert not box.contains(x, y), text.get_text()
