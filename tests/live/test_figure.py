"""LiveFigure as the notebook shows it: themes, words that stay words, picture and repr, errors."""

import base64
import doctest
import io
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ipywidgets import Dropdown, IntSlider
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from moving import assert_same
from pictures import on_screen

import helpers.live.figure
from helpers.figures import page
from helpers.figures.style import ON_DARK
from helpers.live.figure import LiveFigure, stylesheet
from helpers.live.quest import Quest
from helpers.live.table import shown, unpacked

SCRIPT = Path(helpers.live.figure.__file__).with_name("live.js").read_text(encoding="utf-8")


def bar_and_words(**settings: object) -> tuple[Figure, Callable[[int], str]]:
    """A bar, which is drawn at each position, and a text, of which only the words change."""
    figure = Figure(figsize=(3, 2), **settings)
    ax = figure.subplots(subplot_kw={"xlim": (0, 2), "ylim": (0, 3)})
    (bar,), text = ax.bar([1], [1], color="#0072b2"), ax.text(0, 0, "")

    def update(v: int) -> str:
        bar.set_height(v)
        text.set_text(f"v = {v}")
        return f"It is {v}."

    return figure, update


def live(start: int = 0, **others: object) -> LiveFigure:
    return LiveFigure(*bar_and_words(), v=IntSlider(start, max=2), **others)


def scenes(start: int = 0) -> LiveFigure:
    two = bar_and_words(), bar_and_words(dpi=200)
    controls = {"which": Dropdown(options="ab", index=start), "v": IntSlider(2, max=2)}
    return LiveFigure(*map(list, zip(*two, strict=True)), **controls)


# ---- The drawing ----


def still(make: Callable) -> str:
    """The drawing of Axes in which nothing moves."""
    figure = Figure(figsize=(3, 2))
    make(figure.subplots())
    return LiveFigure(figure, lambda v: "", v=IntSlider(max=1)).picture.scenes[0]["svg"]


@pytest.mark.parametrize(
    ("color", "becomes"),
    [
        ("#000000", "currentColor"),
        ("#ff0001", "#ff0001"),
        *((color, f"var(--{color[1:]})") for color in ON_DARK),
    ],
)
def test_colors_follow_the_theme(color: str, becomes: str) -> None:
    svg = still(lambda ax: (ax.plot([0, 1], "o-", color=color), ax.text(0, 0, "a", color=color)))
    assert (color in svg) == (color == becomes)
    assert f"stroke: {becomes}" in svg
    assert f"fill: {becomes}" in svg or becomes == "currentColor"  # which is the stylesheet's


def test_the_stylesheet_knows_the_palette_on_both_themes() -> None:
    rules = re.findall(r"([^{}]+) \{([^}]*)\}", stylesheet())
    assert [rule[0].strip() for rule in rules[:2]] == [
        ".live-figure",
        '[data-jp-theme-light="false"] .live-figure',
    ]
    for color, on_dark in ON_DARK.items():
        assert f"--{color[1:]}: {color};" in rules[0][1]
        assert f"--{color[1:]}: {on_dark};" in rules[1][1]
    assert "fill: currentColor" in dict(rules)["\n.live-figure svg"]


XS = np.linspace(-3, 3, 20)
PAPER, KEPT, ON_DATA = "fill: var(--live-background)", "fill: #000000", '<g style="fill: #000000"'
INK, DARK = "stroke: currentColor", "color-mix(in srgb, currentColor 85%, var(--live-background))"


def over_an_image(ax: Axes) -> None:
    ax.set_axis_off()
    ax.imshow([[0, 1]], extent=(-1, 1, -1, 1), cmap="gray")


def polar_bar(ax: Axes) -> None:
    polar = ax.figure.add_axes((0, 0, 1, 0.9), polar=True)
    polar.bar([4], [9])
    polar.set_rmax(1)


NIGHT = {"fc": "k"}
THEMES = {
    "words": (lambda ax: ax.text(0, 0, "a"), "", ON_DATA),
    "words on an image": (lambda ax: (over_an_image(ax), ax.text(0, 0, "a")), ON_DATA, ""),
    "words in a bar": (lambda ax: ax.text(*ax.bar([0], [1])[0].get_center(), "a"), ON_DATA, ""),
    "words beside a bar": (lambda ax: (ax.bar([0], [1]), ax.text(1, 0, "a")), "", ON_DATA),
    "a title above a bar that is cut": (
        lambda ax: (ax.set(ylim=(0, 1), title="a"), ax.bar([0], [9])),
        "",
        ON_DATA,
    ),
    "words beside a polar bar that is cut": (polar_bar, "", ON_DATA),
    "words in a box": (lambda ax: ax.text(0, 0, "a", bbox={"fc": "w"}), PAPER, ON_DATA),
    "words in yellow": (lambda ax: ax.text(0, 0, "a", bbox={"fc": "yellow"}), ON_DATA, PAPER),
    "white words in a black box": (lambda ax: ax.text(0, 0, "a", color="w", bbox=NIGHT), KEPT, ""),
    "white words in a black cell": (
        lambda ax: ax.table([["a"]], cellColours=["k"]),
        KEPT + '"/>',
        "",
    ),
    "dark gray words": (lambda ax: ax.text(0, 0, "a", color="0.15"), f"fill: {DARK}", "#262626"),
    "gray words": (lambda ax: ax.text(0, 0, "a", color="0.5"), "fill: #808080", "color-mix"),
    "a legend": (lambda ax: (ax.plot(XS, label="a"), ax.legend()), PAPER, "#ffffff"),
    "a table": (lambda ax: ax.table([["a"]]), PAPER, ON_DATA),
    "an inset": (lambda ax: ax.inset_axes([0, 0, 0.4, 0.4]), PAPER, "#ffffff"),
    "an open dot": (lambda ax: ax.plot([0], "ko", mfc="w"), PAPER, "#ffffff"),
    "dark gray lines": (lambda ax: ax.plot(XS, color="0.15"), f"stroke: {DARK}", "#262626"),
    "ticks and a frame around an image": (lambda ax: ax.imshow([[0, 1]]), INK, "stroke: #000000"),
    "a line on an image": (lambda ax: (over_an_image(ax), ax.plot([0, 1], [0, 1], "k")), "", INK),
    "arrows": (lambda ax: ax.quiver([0, 1], [0, 1], [1, 1], [0, 1]), "", KEPT),
    "an arrow": (lambda ax: ax.arrow(0, 0, 1, 1, color="k"), "", KEPT),
    "gray cells": (lambda ax: ax.pcolormesh([[0, 1]], cmap="gray"), f"{KEPT}.*#ffffff", ""),
    "cells that touch": (lambda ax: ax.pcolormesh([[0, 1]]), "crispEdges", ""),
    "levels that touch": (lambda ax: ax.contourf([[0, 1], [1, 2]]), "crispEdges", ""),
    "an area": (lambda ax: ax.fill_between([0, 1], [0, 1]), "", "crispEdges"),
    "gray dots": (lambda ax: ax.scatter([0, 1], [0, 1], c=[0, 1], cmap="gray"), KEPT, ""),
    "black and white bars": (lambda ax: ax.bar([0, 1], 1, color=["k", "w"]), KEPT, PAPER),
    "a black histogram on white": (lambda ax: ax.hist(XS, color="k"), "#ffffff.*" + KEPT, PAPER),
    "hatches": (lambda ax: ax.bar([0], [1], fc="none", hatch="/", ec="k"), "fill: currentC", ""),
    "a gray figure": (lambda ax: ax.figure.set_facecolor("0.8"), "#cccccc.*#ffffff", INK),
    "a frame": (lambda ax: ax.figure.set(linewidth=6, edgecolor="red"), "#ff0000", "#ffffff"),
    "a dark figure": (lambda ax: ax.figure.set_facecolor("k"), KEPT, "currentColor"),
    "Axes with a color": (lambda ax: ax.set_facecolor("#fedcba"), "#fedcba", "#ffffff"),
    "Axes without a frame": (lambda ax: ax.set(facecolor="#fedcba", frame_on=False), "", "#fedcba"),
}
"""What is drawn, and of its colors what is found, and what is not."""


@pytest.mark.parametrize("case", THEMES)
def test_what_is_the_pages_follows_its_theme_and_data_do_not(case: str) -> None:
    make, found, missing = THEMES[case]
    svg = still(make)
    assert re.search(re.escape(found).replace(r"\.\*", ".*"), svg)
    assert not missing or missing not in svg


def test_axes_on_other_axes_hide_them_and_side_by_side_they_need_not() -> None:
    assert PAPER not in still(lambda ax: ax.figure.add_axes((0.9, 0.9, 0.1, 0.1)))
    assert PAPER in still(lambda ax: ax.figure.add_axes((0.8, 0.8, 0.1, 0.1)))


def test_words_that_move_over_data_have_the_color_that_can_be_read_there() -> None:
    ax = Figure().subplots(subplot_kw={"xlim": (0, 9), "ylim": (0, 9)})
    ax.bar([1], [9], color="yellow")
    text = ax.text(0, 5, "", ha="center")
    live = LiveFigure(ax.figure, lambda v: text.set(text=v, x=v) and "", v=IntSlider(max=3))
    drawn = [ElementTree.tostring(on_screen(live, v)[0], "unicode") for v in range(4)]
    assert [ON_DATA in drawing for drawing in drawn] == [False, True, False, False]


def test_words_under_which_data_move_have_the_color_that_can_be_read_there() -> None:
    ax = Figure().subplots(subplot_kw={"xlim": (0, 9), "ylim": (0, 9)})
    (bar,) = ax.bar([4], [1], 4, color="yellow")
    ax.text(4, 5, "still")
    moved, colored = ax.text(4, 5, "", ha="center"), ax.text(4, 5, "colored")

    def update(v: int) -> str:
        bar.set_height(9 * (v == 1))
        moved.set(text=v, x=4 + v / 9)
        colored.set_color("red" if v == 2 else "k")
        return ""

    live = LiveFigure(ax.figure, update, v=IntSlider(max=2))
    drawn = [ElementTree.tostring(on_screen(live, v)[0], "unicode") for v in range(3)]
    assert [drawing.count(ON_DATA) for drawing in drawn] == [0, 3, 0]


URLS = {"http://a.org": True, "HTTPS://a.org": True, "mailto:a@b.org": True, "#chapter-2": True}
URLS |= dict.fromkeys(["javascript:attack()", " javascript:x", "data:text/html,x", "a.html"], False)


@pytest.mark.parametrize(("url", "fine"), URLS.items())
def test_only_links_that_do_no_harm_reach_the_page(url: str, fine: bool) -> None:
    for make in (lambda ax: ax.text(0, 0, "here", url=url), lambda ax: ax.bar([0], [1], url=url)):
        if fine:
            assert f'<a xlink:href="{url}"' in still(make)
        else:
            with pytest.raises(ValueError, match=rf"http:.* got {re.escape(repr(url))} of"):
                still(make)


def test_what_leaves_the_figure_enlarges_the_drawing_and_the_picture() -> None:
    def make(words: str) -> LiveFigure:
        figure = Figure(figsize=(3, 2))
        text = figure.text(0.9, 0.5, "")
        return LiveFigure(figure, lambda v: text.set_text(words * v) or "", v=IntSlider(max=3))

    left, top, width, height = map(float, viewbox(make("words ")))
    assert (left, top, height) == (0, 0, 144)
    assert 0.9 * 216 + 95 < width < 0.9 * 216 + 120
    assert png(make("words ")).shape[1] == pytest.approx(width, abs=1)
    assert viewbox(make("a")) == ["0", "0", "216", "144"]


def viewbox(live: LiveFigure) -> list[str]:
    return re.search(r'viewBox="(.*?)"', live.picture.scenes[0]["svg"])[1].split()


def test_what_is_animated_is_in_the_picture() -> None:
    ax = Figure().subplots()
    ax.plot([0, 1], "r", linewidth=9, animated=True)
    pixels = png(LiveFigure(ax.figure, lambda v: "", v=IntSlider(max=1)))
    assert (pixels[..., :3] == (1, 0, 0)).all(axis=-1).any()


@pytest.mark.parametrize(
    ("style", "outlines"),
    [
        ({}, False),
        ({"family": "monospace"}, False),
        ({"weight": "bold"}, False),
        ({"family": "serif"}, True),
        ({"family": "cursive", "text": "日本"}, False),  # the page's font has what this one lacks
        ({"text": "$f'(x)$"}, True),
        ({"text": "$2 or $3", "parse_math": False}, False),
    ],
)
def test_formulas_and_fonts_that_a_reader_may_lack_are_outlines(
    style: dict, outlines: bool
) -> None:
    svg = still(lambda ax: (ax.set_axis_off(), ax.text(0.5, 0.5, "a  a", size=9).set(**style)))
    words = style.get("text", "a  a")
    assert (f">{words}</text>" in svg) != outlines
    glyphs = re.findall(r'<path id="([^"]*-[0-9a-f]+)"', svg)
    assert bool(glyphs) == outlines
    assert len(glyphs) == len({*glyphs}), "each once"


def test_a_drawing_shrinks_with_the_window_and_has_no_size_of_its_own() -> None:
    figure = Figure(figsize=(363 / 72, 3))
    svg = LiveFigure(figure, lambda v: "", v=IntSlider(max=1)).picture.scenes[0]["svg"]
    family = "font-family: 'DejaVu Sans', 'Verdana', sans-serif"
    assert svg.partition(">")[0] == (
        f'<svg role="img" viewBox="0 0 363 216" style="max-width: 363pt; min-width: 182pt; '
        f'{family}" stroke-linejoin="round"'
    )


NASTY = [
    """<script>alert("1")</script> & 'co' <b>""",
    ' id="a" href="#b" url(#c) --> < >',
    ' d="0.12345" fill: #000000; stroke: #0072b2',
    "> <",
]


@pytest.mark.parametrize("words", NASTY)
def test_words_that_look_like_svg_stay_words(words: str) -> None:
    figure = Figure(figsize=(6, 2))
    title = figure.subplots().set_title("")
    moving, rotated = figure.text(0, 0, ""), figure.text(0, 1, "", rotation=30)
    figure.text(0, 0.5, words)

    def update(v: int) -> str:
        for text in (title, moving, rotated):
            text.set_text(f"{v}{words}")
        return f"{words} {v}"

    live = LiveFigure(figure, update, v=IntSlider(max=1))
    root, sentence = on_screen(live, 1)
    texts = [text.text for text in root.iter("text")]
    assert texts.count(f"1{words}") == 3
    assert texts.count(words) == 1
    assert sentence == f"{words} 1"
    assert "<script" not in live.picture.scenes[0]["svg"]


def test_the_front_end_loads_nothing_and_writes_words_as_text() -> None:
    assert [line for line in re.findall(r"innerHTML.*", SCRIPT) if "svg" not in line] == []
    assert not re.search(r"\beval\(|insertAdjacentHTML", SCRIPT)
    for text in (str(live().picture.scenes), SCRIPT, stylesheet()):
        assert not re.search(r"https?://|\bimport\b|fetch\(|XMLHttpRequest|url\((?!#)", text)


def test_the_table_is_all_that_the_browser_gets() -> None:
    figure = live(quest=Quest("task", lambda v: v == 2, "why"))
    state, picture = figure.picture.get_state(), figure.picture
    names = ("scenes", "positions", "quests", "note", "play")
    held = {name: getattr(picture, name) for name in names}
    assert unpacked(state["table"]) == held
    assert figure.size == len(state["table"])
    assert not held.keys() & state.keys()
    assert state["progress"] == {}


# ---- What an answer covers ----


def test_an_answer_is_covered_whether_it_moves_or_not() -> None:
    ax = Figure().subplots()
    still, moves = ax.plot([0, 1], label="a")[0], ax.plot([0, 1], [0, 0])[0]
    moves.set_visible(False)

    def update(v: int) -> str:
        moves.set(visible=v > 0, ydata=[0, v / 2])
        return ""

    live = LiveFigure(ax.figure, update, answer=[still, moves], v=IntSlider(max=2))
    svg = live.picture.scenes[0]["svg"]
    lines = re.findall(r'<g(?: id="mark\d+")? class="answer"><g>(<path.*?)</g>', svg)
    assert ["#1f77b4" in line for line in lines] == [True, False]
    assert len(lines) == svg.count('class="answer"') == 2


# ---- As the notebook shows it ----


def png(live: LiveFigure) -> np.ndarray:
    """The pixels of the picture for viewers without widgets."""
    data = base64.b64decode(live._repr_mimebundle_()["image/png"], validate=True)
    assert data.count(b"IEND") == 1, "a single picture"
    return mpl.image.imread(io.BytesIO(data))


@pytest.mark.parametrize("start", range(3))
def test_the_png_shows_the_start(start: int) -> None:
    figure, update = bar_and_words()
    update(start)
    with io.BytesIO() as file:
        figure.savefig(file, format="png", dpi=72, facecolor="white")
        file.seek(0)
        theirs = mpl.image.imread(file)
    # Words stand on whole pixels: what is dark has something at most a pixel away in the other.
    ours, theirs = (image[..., :3].min(axis=-1) for image in (png(live(start)), theirs))
    for dark, other in [(ours < 0.7, theirs < 0.85), (theirs < 0.7, ours < 0.85)]:
        shifts = itertools.product((-1, 0, 1), repeat=2)
        assert (dark <= np.any([np.roll(other, shift, (0, 1)) for shift in shifts], axis=0)).all()


@pytest.mark.parametrize("start", [0, 1])
def test_the_png_shows_the_scene_of_the_start(start: int) -> None:
    sizes = [(2, 1), (3, 2)]
    figures = [Figure(figsize=size) for size in sizes]
    live = LiveFigure(figures, [lambda: ""] * 2, which=Dropdown(options="ab", index=start))
    assert png(live).shape[1::-1] == tuple(72 * side for side in sizes[start])


def test_the_repr_is_short_and_goes_with_the_picture() -> None:
    names = ["a" * 60, "b" * 60]
    live = LiveFigure(Figure(), lambda **v: "", **dict.fromkeys(names, IntSlider(max=2)))
    assert repr(live) == f"LiveFigure({names[0]}: 3 positions, {names[1]}: 3 positions)"
    bundle = live._repr_mimebundle_()
    view = "application/vnd.jupyter.widget-view+json"
    assert set(bundle) == {"text/plain", "image/png", view}
    assert bundle["text/plain"] == repr(live)
    assert bundle[view]["model_id"] == live.model_id


def test_pyplot_is_not_touched() -> None:
    plt.close("all")
    figure, before = plt.figure(), dict(mpl.rcParams)
    scenes()
    assert plt.gcf() is figure
    assert (plt.get_fignums(), dict(mpl.rcParams)) == ([figure.number], before)
    assert figure.axes == []
    plt.close("all")


def test_two_constructions_are_the_same_whatever_the_reader_has_set() -> None:
    first = scenes()
    others = {"svg.fonttype": "path", "savefig.bbox": "tight", "savefig.dpi": 200}
    with mpl.rc_context(others | {"font.sans-serif": ["Arial"], "svg.hashsalt": None}):
        second = scenes()
    assert first.picture.scenes == second.picture.scenes
    np.testing.assert_array_equal(png(first), png(second))


def test_the_figure_is_left_at_the_start() -> None:
    figure, update = bar_and_words()
    live = LiveFigure(figure, update, v=IntSlider(1, max=2))
    assert_same(live, figure, 1)


def test_the_example_of_the_docstring_runs() -> None:
    failed, attempted = doctest.testmod(helpers.live.figure)
    assert attempted >= 8
    assert failed == 0


# ---- Errors ----


NOISE = np.random.default_rng(0).random((200, 2000))


def noise(count: int, **others: object) -> LiveFigure:
    """Points of which nothing can be left out."""
    (dots,) = Figure().subplots().plot([], [], "o")

    def update(v: int) -> str:
        dots.set_data(NOISE[v], NOISE[v + 100])
        return ""

    return LiveFigure(dots.figure, update, v=IntSlider(max=count - 1), **others)


def test_the_limit_is_exact_and_can_be_lifted() -> None:
    size = noise(3, most_kilobytes=1000).size
    assert noise(3, most_kilobytes=size / 1000).size == size
    with pytest.raises(ValueError, match=r"would take .* KB, the limit is .* KB: v has 3 pos"):
        noise(3, most_kilobytes=(size - 1) / 1000)


def test_what_the_browser_has_to_hold_is_limited_too() -> None:
    (line,) = Figure().subplots().plot([0, 1])

    def update(v: int) -> str:
        line.set_ydata([v, 1])
        return f"{v} " * 3000

    with pytest.raises(ValueError, match="KB once it is unpacked, the limit is 300 KB"):
        LiveFigure(line.figure, update, v=IntSlider(max=999))


@pytest.mark.parametrize(
    ("most", "error"), [(0, ValueError), (np.inf, ValueError), ("1 MB", TypeError)]
)
def test_a_limit_that_is_none(most: object, error: type) -> None:
    with pytest.raises(error, match="most_kilobytes must be a positive, finite number, got"):
        LiveFigure(Figure(), lambda v: "", v=IntSlider(max=1), most_kilobytes=most)


def test_two_long_sliders_take_a_small_part_of_it() -> None:
    ax = Figure().subplots(subplot_kw={"xlim": (0, 50), "ylim": (0, 50)})
    (dot,), place, result = ax.plot([0], [0], "o"), ax.text(0, 0, ""), ax.text(0, 9, "")

    def update(x: int, y: int) -> str:
        dot.set_data([x], [y])
        place.set(text=f"({x / 10}, {y / 10})", position=(x, y))
        result.set_text(f"{x / 10} × {y / 10} = {x * y / 100:.2f}")
        return f"At x = {x / 10} and y = {y / 10} the product is {x * y / 100:.2f}."

    live = LiveFigure(ax.figure, update, x=IntSlider(max=50), y=IntSlider(max=50))
    assert live.size < 40_000  # 2,601 drawings would take 100 times as much


def mesh(moving: bool) -> Callable[[], LiveFigure]:
    """A mesh of cells in a color of their own, which moves or stands still below words."""

    def make() -> LiveFigure:
        ax = Figure(figsize=(5, 3)).subplots()
        cells = ax.pcolormesh(NOISE[:90, :90] if moving else NOISE[:160, :160])
        words = ax.set_title("")

        def update(v: int, fine: int) -> str:
            words.set_text(f"{v} {fine}")
            if moving:
                cells.set_array(NOISE[v : v + 90, fine : fine + 90])
            return ""

        return LiveFigure(ax.figure, update, v=IntSlider(max=3), fine=IntSlider(max=29))

    return make


def wild() -> LiveFigure:
    ax = Figure().subplots()
    (line,) = ax.plot(NOISE[0], label="noise")
    line.axes.set_ylim(0, 1)
    return LiveFigure(ax.figure, lambda v: line.set_ydata(NOISE[v]) or "", v=IntSlider(max=199))


COUNTED = "v has 4 positions, fine has 30 positions; most of it: "
HELPS = {
    "still": (
        mesh(False),
        COUNTED + r"QuadMesh \(still\) \d+ KB; what helps: fewer points in QuadMesh, "
        "rasterized=True, which makes an image of it; most_kilobytes lifts the limit$",
    ),
    "drawn": (
        mesh(True),
        "would take about .*" + COUNTED + r"QuadMesh \d+ KB; what helps: fewer points in QuadMesh, "
        "rasterized=True, which makes an image of it, fewer positions of fine ",
    ),
    "line": (
        wild,
        "v has 200 positions; most of it: Line2D 'noise' .* what helps: fewer points in Line2D "
        r"'noise', fewer positions of v \(a larger step\); most_kilobytes lifts the limit$",
    ),
    "points": (
        lambda: noise(100),
        r"most of it: Line2D \d+ KB; what helps: fewer points in Line2D, fewer positions of v",
    ),
}


@pytest.mark.parametrize("case", HELPS)
def test_what_is_too_large_is_refused_in_words_that_help(case: str) -> None:
    make, message = HELPS[case]
    with pytest.raises(ValueError, match=message) as error:
        make()
    whole, limit, *parts = map(int, re.findall(r"(\d+) KB", str(error.value)))
    assert limit == 300 < whole
    assert sum(parts) == pytest.approx(whole, rel=0.05)


def other(figure: object = None, update: object = None, **others: object) -> Callable:
    """A live figure of these, with a control of three positions."""
    figure = bar_and_words()[0] if figure is None else figure
    update = (lambda v: "") if update is None else update
    return lambda: LiveFigure(figure, update, v=IntSlider(max=2), **others)


UPDATE = "update must be a function, or a list of functions for a list of figures, got "
WRONG = [
    (other("figure"), TypeError, "figure must be a matplotlib.figure.Figure or a list.* got str"),
    (other([1, 2]), TypeError, "figure must be a matplotlib.figure.Figure or a list.* got int 1"),
    (other(update="update"), TypeError, UPDATE + "str"),
    (other(update=[lambda: ""]), TypeError, UPDATE + "list"),
    (other([Figure()] * 3), TypeError, UPDATE + "the function lambda"),
    (other([Figure()] * 3, [lambda: "", None, None]), TypeError, UPDATE + "NoneType None"),
    *(
        (
            other([Figure()] * m, [lambda: ""] * n),
            ValueError,
            rf"v \(3\), got {m} figures and {n} f",
        )
        for m, n in [(2, 2), (3, 2), (2, 3), (4, 3), (4, 4), (0, 0)]
    ),
    (other(answer=Figure().text(0, 0, "")), TypeError, "answer must be a list of artists"),
    (other(answer=[Figure().text(0, 0, "")]), ValueError, "answer must hold artists that stay in"),
    (other(answer=[[]]), ValueError, "answer must hold artists that stay in .* got list"),
    (other(narrow=Figure()), TypeError, "narrow must be a function or None, got Figure"),
]


@pytest.mark.parametrize(("make", "error", "message"), WRONG)
def test_what_is_wrong_is_said(make: Callable, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        make()


def test_a_figure_of_pyplot_would_be_shown_twice() -> None:
    figure = plt.figure()
    message = r"figure must be .*, got one of pyplot's, .* with matplotlib\.figure\.Figure\(\)"
    for make in (other(figure), other([Figure(), figure, Figure()], [lambda: ""] * 3)):
        with pytest.raises(TypeError, match=message):
            make()
    plt.close(figure)


def narrow_scene(figure: object = None, update: object = None, answer: object = ()) -> Callable:
    return lambda: (figure or Figure(), update or (lambda v: "narrow"), answer)


def test_a_narrow_scene_is_made_for_narrow_pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def narrow() -> tuple:
        calls.append(None)
        return Figure(figsize=(3, 4)), lambda v: f"narrow {v}", []

    assert other(narrow=narrow)().picture.narrow is None
    assert not calls
    monkeypatch.setattr(page, "narrow", True)
    assert other()().picture.narrow is None
    live = other(narrow=narrow)()
    table = unpacked(live.picture.narrow)
    assert 'viewBox="0 0 216 288"' in table["scenes"][0]["svg"]
    assert [shown(table["scenes"], [k])[1] for k in range(3)] == [
        "narrow 0",
        "narrow 1",
        "narrow 2",
    ]
    assert table | {"scenes": live.picture.scenes} == unpacked(live.picture.table)
    monkeypatch.setattr(page, "narrow", "only")
    alone = other(narrow=narrow)().picture
    assert (unpacked(alone.table)["scenes"], alone.narrow) == (table["scenes"], None)
    monkeypatch.setattr(page, "narrow", True)
    several = other(narrow=lambda: ([Figure()] * 3, [lambda k=k: f"{k}" for k in range(3)], []))()
    scenes = unpacked(several.picture.narrow)["scenes"]
    assert [shown(scenes, [k])[1] for k in range(3)] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("narrow", "error", "message"),
    [
        (lambda: Figure(), TypeError, "narrow must return figure, update and answer, got Figure"),
        (lambda: (Figure(), None), TypeError, "narrow must return figure, update and answer, got "),
        (narrow_scene(figure=7), TypeError, "figure must be a matplotlib"),
        (narrow_scene(update=lambda: ""), TypeError, "update must take the values of the controls"),
        (narrow_scene(answer=None), TypeError, "answer must be a list of artists, got None"),
        (narrow_scene(answer=[7]), ValueError, "answer must hold artists that stay in the figure"),
    ],
)
def test_what_is_wrong_with_a_narrow_scene_is_said(
    narrow: Callable, error: type, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "narrow", True)
    with pytest.raises(error, match=message) as found:
        other(narrow=narrow)()
    assert found.value.__notes__[-1] == "This is about what narrow has made"
