"""What a phone shows in the place of figures that stand still: the same, to be read there."""

import functools
import re
from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from narrow import of_most_boxes
from pictures import NUMBER, assert_can_be_read, named, words_in
from test_graphs import POINTS, covered

from helpers import (
    hill,
    plot_boxes,
    plot_chain,
    plot_diamond,
    plot_graph,
    plot_network,
    plot_neuron,
    show_figure,
    sigmoid,
    square,
    valley,
)
from helpers.figures import page
from helpers.figures.still import for_narrow_pages

SMALLEST = 9  # points: 11 pixels, where a phone shows a figure a quarter larger

DIAGRAMS = [
    *([[sigmoid] * count, -1.2345] for count in (1, 6)),
    ([valley, hill, sigmoid], 5),
    ([square, square], -123.4567),
    ([sigmoid, square, hill], None),
    ([named("a_function_name_of_24_chr"), named("$x^$ <b>")], 0.1 + 0.2),
]


@pytest.mark.parametrize(
    "draw",
    [
        *(functools.partial(plot_boxes, *given) for given in DIAGRAMS),
        functools.partial(plot_boxes, *DIAGRAMS[-1], slopes=False),
        *(functools.partial(plot_neuron, *point) for point in POINTS[2:5]),
        functools.partial(plot_neuron, 2, 1, 0, 0),
        functools.partial(plot_diamond, [square, sigmoid], -1.234),
        functools.partial(plot_diamond, [square, square], 12.5),
        functools.partial(plot_diamond, DIAGRAMS[-1][0], -1234.5678),
        *(functools.partial(plot_network, hidden) for hidden in (1, 6)),
        plot_graph,
        lambda: plot_graph(of_most_boxes()),
    ],
)
def test_a_phone_shows_the_numbers_of_a_diagram_so_that_they_can_be_read(draw: Callable) -> None:
    wide = draw().figure
    narrow = for_narrow_pages(wide)
    assert narrow.get_figwidth() == page.PHONE
    assert numbers(narrow) == numbers(wide)
    assert min(text.get_fontsize() for text in words_in(narrow)) >= SMALLEST
    assert_can_be_read(narrow)
    assert covered(narrow.axes[0]) == []


def numbers(figure: Figure) -> list[str]:
    """All numbers in a figure."""
    texts = (re.sub("[a-z]+[₀-₉0-9]+", "", text.get_text()) for text in words_in(figure))
    return sorted(number for words in texts for number in re.findall(NUMBER, words))


def titled() -> Axes:
    ax = plot_boxes([square], 3)
    ax.set_title("my own")
    return ax


def two_below_each_other() -> Axes:
    _, (above, _) = plt.subplots(2, figsize=(8, 9))
    return above


def with_color_bar(layout: str | None) -> Axes:
    figure, ax = plt.subplots(layout=layout)
    figure.colorbar(ax.imshow([[1, 2], [3, 4]]))
    return ax


def beside_a_color_bar() -> Axes:
    figure, (left, right) = plt.subplots(1, 2)
    figure.colorbar(left.imshow([[1, 2], [3, 4]]))
    return right


@pytest.mark.parametrize(
    ("draw", "size"),
    [
        (titled, None),
        (lambda: plot_boxes([square], 3, plt.figure().add_axes((0, 0, 0.5, 1))), None),
        (lambda: plt.subplots(1, 2, figsize=(9, 3))[1][0], (3.75, 5.2)),
        (lambda: plt.subplots(2, 2, sharey=True)[1][0, 0], (3.75, 10.4)),
        (beside_a_color_bar, None),
        (lambda: plt.subplots(figsize=(3.6, 5))[1], None),
        (lambda: plot_chain([square], np.arange(3.0)), (3.75, 3.5)),
        (lambda: plt.subplots(figsize=(8, 2))[1], (3.75, 2)),
        (two_below_each_other, (3.75, 7)),
        *(
            (functools.partial(with_color_bar, layout), (3.75, 3.5))
            for layout in (None, "constrained")
        ),
    ],
)
def test_what_else_was_drawn_is_not_lost(draw: Callable, size: tuple | None) -> None:
    narrow = for_narrow_pages(draw().figure)
    assert size is None or narrow is plt.gcf(), "all that is in it is still there"
    assert (narrow and tuple(narrow.get_size_inches())) == size


def test_panels_of_a_row_stand_below_each_other_and_each_has_its_numbers() -> None:
    figure, (first, second) = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
    twin = second.twinx()
    twin.set_xticks([])
    for ax, label in zip((first, second), "ab", strict=True):
        ax.plot([1, 2, 4])
        ax.set(xlabel=f"x of {label}", ylabel=f"y of {label}", title=label)
    assert for_narrow_pages(figure) is figure
    figure.draw_without_rendering()
    assert_can_be_read(figure)
    assert first.get_position().y0 > second.get_position().y1
    assert second.get_position().bounds == twin.get_position().bounds
    assert first.get_position().width == second.get_position().width
    assert all(label.get_visible() for label in second.get_yticklabels())


def test_without_a_figure_of_several_panels_nothing_is_guessed() -> None:
    assert for_narrow_pages(plt.figure()) is None


@pytest.mark.parametrize(
    ("narrow", "widths"), [(False, [389]), (True, [389, 284]), ("only", [284])]
)
def test_what_fits_the_page_is_shown(
    narrow: bool | str, widths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    monkeypatch.setattr(
        "helpers.figures.describe.display", lambda bundle, raw: shown.append(bundle)
    )
    monkeypatch.setattr(page, "narrow", narrow)
    plot_boxes([square], 3)
    show_figure()
    (html,) = (bundle["text/html"] for bundle in shown)
    found = re.findall(
        r'(<div class="if-\w+">)?<svg [^>]*aria-label="Dia[^>]* 9[^>]*max-width: (\d+)', html
    )
    assert [int(width) for _, width in found] == widths
    kinds = ['<div class="if-wide">', '<div class="if-narrow">'] if narrow is True else [""]
    assert [kind for kind, _ in found] == kinds
