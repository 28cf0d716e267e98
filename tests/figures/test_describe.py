"""What is said of a static figure: true to its data, in few words."""

import base64
import re
from collections.abc import Callable
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import show_figure
from helpers.figures.describe import description, turns

# Of diagrams and of plots with several curves, nbval compares what is said in the notebooks.


def said(y: list[float], *style: str, x: list[float] | None = None, **options: object) -> str:
    """What is said of one curve, without the sentence on its axes."""
    figure, ax = plt.subplots()
    ax.plot(range(len(y)) if x is None else x, y, *style, **options)
    return description(figure).removeprefix("Plot of  against . ")


UP_AND_DOWN = ["up to 1 at 1", "down to 0 at 2", "up to 1 at 3", "down to 0 at 4", "up to 1 at 5"]


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([1, 2, 4], "Curve: from 1 at 0 up to 4 at 2."),
        ([4, 2, -1], "Curve: from 4 at 0 down to −1 at 2."),
        ([4, 0, 1, 5, 2], "Curve: from 4 at 0 down to 0 at 1, up to 5 at 3, down to 2 at 4."),
        ([3, 3, 3], "Curve: stays at 3."),
        ([0.5], "Curve: stays at 0.5."),
        ([0, 0, 7, 7], "Curve: from 0 at 0 up to 7 at 2."),
        ([0, 100, 96, 97, 200], "Curve: from 0 at 0 up to 200 at 4."),
        ([0, 100, 80, 200], "Curve: from 0 at 0 up to 100 at 1, down to 80 at 2, up to 200 at 3."),
        ([np.nan, 1, np.inf, 3], "Curve: from 1 at 1 up to 3 at 3."),
        ([np.nan], "Curve: nothing that can be drawn."),
        ([1, -1e-16, 1], "Curve: from 1 at 0 down to 0 at 1, up to 1 at 2."),
        ([0, 12345, 1e7], "Curve: from 0 at 0 up to 1\u00a0×\u00a010⁷ at 2."),
        ([0, 12345], "Curve: from 0 at 0 up to 12345 at 1."),
        ([0, 1] * 4, "Curve: up and down between 0 and 1."),
        ([0, 1] * 3, f"Curve: from 0 at 0 {', '.join(UP_AND_DOWN)}."),
    ],
)
def test_the_course_of_a_curve(y: list[float], words: str) -> None:
    assert said(y) == words


def test_points_and_labels_are_named() -> None:
    assert said([1, 2], "o") == "Points: from 1 at 0 up to 2 at 1."
    assert said([1, 2], label="loss") == "Curve loss: from 1 at 0 up to 2 at 1."
    assert said([1, 2], "o", label=" _mine") == "Points _mine: from 1 at 0 up to 2 at 1."


def test_on_a_logarithmic_axis_powers_count() -> None:
    figure, ax = plt.subplots()
    ax.semilogy([1, 2, 3, 4, 5], [1, 1e-6, 1e-3, 0, 1e-12])
    assert description(figure) == (
        "Plot of  against . Curve: from 1 at 1 down to 1\u00a0×\u00a010⁻⁶ at 2, up to 0.001 at 3, "
        "down to 1\u00a0×\u00a010⁻¹² at 5."
    )


@settings(deadline=None, database=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
@example([0.03, 0, 0.06, -1, 1])
@example([0.0, -46171.0, 1.0, -521165.0, 402255.0])
def test_between_two_turns_a_curve_goes_one_way(y: list[float]) -> None:
    """But for wiggles of a twentieth of its height to each side."""
    y = np.array(y)
    found = turns(y)
    room = 0.05 * np.ptp(y)
    assert found[0] == 0
    assert found == sorted(set(found))
    ways = np.sign(np.diff(y[found]))
    assert (ways[1:] == -ways[:-1]).all()
    assert y[found].min() <= y.min() + room
    assert y[found].max() >= y.max() - room
    for start, end, way in zip(found, found[1:], ways, strict=False):
        part = way * y[start : end + 1]
        assert (np.maximum.accumulate(part) - part).max() <= 2 * room
        assert part[0] <= part.min() + room
        assert part[-1] == part.max()


# ---- Shown ----


def test_a_figure_is_shown_with_its_description_and_closed(monkeypatch) -> None:
    shown = []
    monkeypatch.setattr(
        "helpers.figures.describe.display", lambda bundle, raw: shown.append(bundle)
    )
    other = plt.figure()
    plt.figure(figsize=(6, 4)).subplots().plot([1, 2], label='a "box" & <more>')
    show_figure()
    (bundle,) = shown
    parser, found = HTMLParser(), []
    parser.handle_starttag = lambda name, attributes: found.append((name, dict(attributes)))
    parser.feed(bundle["text/html"])
    words = 'Plot of  against . Curve a "box" & <more>: from 1 at 0 up to 2 at 1.'
    (drawing,) = (attributes for name, attributes in found if name == "svg")
    assert (drawing["role"], drawing["aria-label"]) == ("img", words)
    # Where no drawing is shown, nothing is left of it, and there is the picture.
    assert found[-1][0] == "img"
    picture = "data:image/png;base64," + bundle["image/png"]
    assert found[-1][1] == {"alt": words, "src": picture}
    assert re.sub("<[^>]*>", "", re.sub("<style>.*</style>", "", bundle["text/html"])) == ""
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert bundle["text/plain"] == "<Figure size 600x400 with 1 Axes>"
    assert plt.get_fignums() == [other.number], "only the current figure was shown"


@pytest.mark.parametrize("draw", [lambda: None, plt.figure])
def test_without_a_figure_there_is_nothing_to_show(draw: Callable) -> None:
    draw()
    with pytest.raises(ValueError, match="needs a figure that was drawn in the same cell"):
        show_figure()
