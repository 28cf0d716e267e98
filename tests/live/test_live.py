"""LiveFigure: what the browser is given, against figures that Matplotlib draws itself."""

import base64
import doctest
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ipywidgets import (
    Button,
    Dropdown,
    FloatLogSlider,
    FloatSlider,
    FloatText,
    IntSlider,
    RadioButtons,
    SelectionSlider,
    ToggleButtons,
    Widget,
)
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pictures import Seen, drawing, marks_of, on_screen, parsed, seen

import helpers.live.figure
from helpers.figures.style import ON_DARK, SLOPE
from helpers.live.figure import LiveFigure
from helpers.live.recording import Update

NEAR = 0.1
"""How far, in points, a mark may be from where Matplotlib draws it."""


# ---- What a reader sees: live.js once more, in Python ----


def drawn_by_matplotlib(figure: Figure, artists: list[Artist]) -> Element:
    """The same figure as Matplotlib itself draws it now."""
    for number, artist in enumerate(artists):
        artist.set_gid(f"mark{number}")
    with io.StringIO() as file, mpl.rc_context({"svg.fonttype": "none", "path.simplify": False}):
        figure.savefig(file, format="svg")
        return parsed(file.getvalue())


def read(root: Element) -> tuple[dict[str, Seen], list[str], list[tuple[float, float]]]:
    """The visible marks of a drawing by their names; all other words, and their places."""
    marks = {mark.get("id"): seen(mark) for mark in marks_of(root) if seen(mark)}
    moving = {id(text) for mark in marks_of(root) for text in mark.iter("text")}
    still = [text for text in root.iter("text") if id(text) not in moving and text.get("x")]
    places = [(float(text.get("x")), float(text.get("y"))) for text in still]
    return marks, [text.text for text in still], places


def assert_same_picture(one: Element, other: Element) -> None:
    """Compare marks and still words of two drawings, and where they stand."""
    (marks, words, places), (others, other_words, other_places) = read(one), read(other)
    assert words == other_words
    np.testing.assert_allclose(places, other_places, rtol=0, atol=NEAR)
    assert list(marks) == list(others)
    for name, mark in marks.items():
        assert (mark.words, mark.pen) == (others[name].words, others[name].pen), name
        np.testing.assert_allclose(mark.points, others[name].points, rtol=0, atol=NEAR)


# ---- Figures with all kinds of marks ----


class Case(NamedTuple):
    """A figure, and how its marks move for one number from 0 to 1."""

    figure: Figure
    update: Callable[[float], tuple[list[Artist], str]]


def all_kinds(figure: Figure, ax: Axes) -> Case:
    """Texts that change words, place or both, a marker and lines, each with what is not finite."""
    xs = np.linspace(0.2, 0.8, 5)
    ax.plot(xs, xs, color="0.7")
    (dot,) = ax.plot([0.5], [0.5], "o", color=SLOPE)
    (line,) = ax.plot(xs, xs)
    (guide,) = ax.plot([], [], ":")
    (level,) = ax.plot([], [], transform=ax.get_yaxis_transform())
    riding = ax.text(0.5, 0.5, "", ha="center", va="bottom", fontsize=8)
    standing = ax.text(0.1, 0.9, "", transform=ax.transAxes)
    right = ax.text(0.9, 0.1, "", transform=ax.transAxes, ha="right", va="top")
    outside = figure.text(0.5, 0.98, "", va="top")

    def update(t: float) -> tuple[list[Artist], str]:
        y = 0.2 + 0.6 * t
        dot.set_data([0.8 - 0.6 * t], [y if t != 0.5 else np.nan])
        line.set_data(xs, np.where(xs == xs[round(4 * t)], np.nan, 0.25 + 0.5 * xs * t))
        guide.set_data([0.2, y, y] if t else [], [y, y, 0.2] if t else [])
        level.set_data([0.0, 1.0], [y, y])
        riding.set_text(f"{t:.2f}" if t != 0.25 else "")
        riding.set_position((y, 0.7 - 0.4 * t))
        standing.set_text(f"−{t} × a < b & c" if t < 0.9 else "end")
        right.set_text("always here")
        outside.set_text("$" * round(2 * t) if t <= 0.5 else "over")
        moved = [dot, line, guide, level, riding, standing, right, outside]
        return moved, f"t is {t}."

    return Case(figure, update)


def plain() -> Case:
    figure = Figure(figsize=(5, 3))
    ax = figure.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    return all_kinds(figure, ax)


def fine() -> Case:
    figure = Figure(figsize=(4, 3), dpi=217)
    ax = figure.subplots()
    ax.set(xlim=(0, 1), ylim=(1, 0))
    return all_kinds(figure, ax)


def constrained() -> Case:
    figure = Figure(figsize=(5, 3), layout="constrained")
    _, ax = figure.subplots(1, 2)
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="a label", title="title", ylabel="two\nlines")
    return all_kinds(figure, ax)


def tight() -> Case:
    figure = Figure(figsize=(5, 3), layout="tight")
    ax = figure.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="a label", title="title")
    return all_kinds(figure, ax)


def equal() -> Case:
    figure = Figure(figsize=(6, 3))
    ax = figure.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.set_aspect("equal")
    return all_kinds(figure, ax)


def equal_by_limits() -> Case:
    figure = Figure(figsize=(6, 3))
    ax = figure.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.set_aspect("equal", adjustable="datalim")
    return all_kinds(figure, ax)


def logarithmic() -> Case:
    figure = Figure(figsize=(5, 3))
    ax = figure.subplots()
    ax.set(xscale="log", yscale="log", xlim=(0.1, 2), ylim=(0.01, 1), xticks=[0.1, 1], yticks=[1])
    ax.minorticks_off()  # many, and slow to draw
    return all_kinds(figure, ax)


def inset() -> Case:
    figure = Figure(figsize=(5, 4))
    ax = figure.subplots().inset_axes((0.4, 0.3, 0.5, 0.6))
    ax.set(xlim=(0, 1), ylim=(0, 1))
    return all_kinds(figure, ax)


def twin() -> Case:
    figure = Figure(figsize=(5, 3))
    first = figure.subplots()
    first.plot([0, 1], [-50, 90])
    ax = first.twinx()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    return all_kinds(figure, ax)


LAYOUTS = [plain, fine, constrained, tight, equal, equal_by_limits, logarithmic, inset, twin]
STEPS = [0.0, 0.25, 0.5, 0.75, 1.0]


@pytest.mark.parametrize("make", LAYOUTS, ids=lambda make: make.__name__)
def test_every_mark_stands_where_matplotlib_draws_it(make: Callable[[], Case]) -> None:
    figure, update = make()
    live = LiveFigure(figure, update, t=SelectionSlider(options=STEPS))
    figure, update = make()
    if figure.get_layout_engine():  # it is made once, and does not follow what moves
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    positions = list(enumerate(STEPS))
    for position, t in positions if make is plain else positions[::2]:
        root, sentence = on_screen(live, position)
        artists, expected = update(t)
        assert_same_picture(root, drawn_by_matplotlib(figure, artists))
        assert sentence == expected


def two_controls() -> tuple[Figure, Update]:
    """A dot with a label in a plane, and a line that only the second control moves."""
    figure = Figure(figsize=(4, 4))
    ax = figure.subplots()
    ax.set(xlim=(-1, 4), ylim=(-1, 5))
    (dot,) = ax.plot([0], [0], "s")
    (level,) = ax.plot([], [])
    label = ax.text(0, 0, "")

    def update(x: int, y: float) -> tuple[list[Artist], str]:
        dot.set_data([x], [y])
        level.set_data([-0.5, 3.5], [y, y])
        label.set_text(f"({x}, {y})")
        label.set_position((x, y + 0.2))
        return [dot, level, label], f"{x} and {y}"

    return figure, update


def test_two_controls_make_a_table_of_both() -> None:
    controls = {"x": IntSlider(min=0, max=3), "y": FloatSlider(min=0, max=4, step=2)}
    live = LiveFigure(*two_controls(), **controls)
    figure, update = two_controls()
    for (i, x), (j, y) in itertools.product(enumerate(range(4)), enumerate([0.0, 2.0, 4.0])):
        root, sentence = on_screen(live, i, j)
        artists, expected = update(x, y)
        assert_same_picture(root, drawn_by_matplotlib(figure, artists))
        assert sentence == expected


def two_scenes() -> tuple[list[Figure], list[Update]]:
    """Two figures of different size and kinds of marks, without the chooser's value."""
    small, large = plain(), Case(*two_controls())
    return [small.figure, large.figure], [small.update, lambda t: large.update(2, 4 * t)]


def test_the_first_control_chooses_between_two_scenes() -> None:
    chooser = ToggleButtons(options=["small", "large"])
    live = LiveFigure(*two_scenes(), size=chooser, t=SelectionSlider(options=STEPS))
    for scene, (figure, update) in enumerate(zip(*two_scenes(), strict=True)):
        for position, t in enumerate(STEPS):
            root, sentence = on_screen(live, scene, position)
            artists, expected = update(t)
            assert_same_picture(root, drawn_by_matplotlib(figure, artists))
            assert sentence == expected


def test_scenes_may_have_no_other_control_than_the_chooser() -> None:
    figures, updates = two_scenes()
    updates = [lambda update=update: update(0.5) for update in updates]
    live = LiveFigure(figures, updates, which=RadioButtons(options=["a", "b"], index=1))
    assert [on_screen(live, scene)[1] for scene in (0, 1)] == ["t is 0.5.", "2 and 2.0"]
    assert repr(live) == "LiveFigure(which: 2 positions)"


def test_scenes_may_have_several_controls_besides_the_chooser() -> None:
    scenes = [lambda a, b, k=k: ([], f"{k} {a} {b}") for k in range(2)]
    controls = {"k": Dropdown(options="xy"), "a": IntSlider(max=2), "b": IntSlider(max=3)}
    live = LiveFigure([Figure(), Figure()], scenes, **controls)
    for k, a, b in itertools.product(range(2), range(3), range(4)):
        assert on_screen(live, k, a, b)[1] == f"{k} {a} {b}"


@pytest.mark.parametrize("start", [0, 1])
def test_two_scenes_share_no_clip_path(start: int) -> None:
    chooser = Dropdown(options=["small", "large"], index=start)
    live = LiveFigure(*two_scenes(), size=chooser, t=SelectionSlider(options=STEPS))
    one, two = (set(re.findall(r"url\(#(.*?)\)", scene["svg"])) for scene in live.picture.scenes)
    assert one
    assert two
    assert not one & two


# ---- The table ----


def only_text(words: Callable[..., str]) -> tuple[Figure, Update]:
    """A figure with one text in its middle."""
    figure = Figure(figsize=(2, 1))
    text = figure.text(0.5, 0.5, "")

    def update(**values: object) -> tuple[list[Artist], str]:
        text.set_text(words(**values))
        return [text], ""

    return figure, update


def test_a_column_is_stored_once_along_controls_that_do_not_change_it() -> None:
    figure = Figure(figsize=(2, 1))
    subsets = [s for size in range(4) for s in itertools.combinations("abc", size)]
    texts = [figure.text(0.5, 0.5, "") for _ in subsets]

    def update(**values: int) -> tuple[list[Artist], str]:
        for text, subset in zip(texts, subsets, strict=True):
            text.set_text("".join(f"{name}{values[name]}" for name in subset))
        return texts, f"b{values['b']}"

    counts = {"a": 2, "b": 3, "c": 4}
    controls = {name: IntSlider(min=0, max=n - 1) for name, n in counts.items()}
    live = LiveFigure(figure, update, **controls)
    sentences, *columns = live.picture.scenes[0]["columns"]
    assert (sentences["strides"], sentences["values"]) == ([0, 1, 0], ["b0", "b1", "b2"])
    for subset, column in zip(subsets, columns, strict=True):
        stored = int(np.prod([counts[name] for name in subset]))
        assert len(column["values"]) == stored
        assert [stride > 0 for stride in column["strides"]] == [name in subset for name in "abc"]
        for position in itertools.product(*map(range, counts.values())):
            values = dict(zip("abc", position, strict=True))
            row = sum(p * stride for p, stride in zip(position, column["strides"], strict=True))
            assert column["values"][row] == "".join(f"{n}{values[n]}" for n in subset)


@pytest.mark.parametrize("step", [-10, 10])
def test_a_text_may_move_in_one_direction_only(step: int) -> None:
    figure = Figure(figsize=(1, 1), dpi=72)
    text = figure.text(0, 0, "here", transform=None)

    def update(v: int) -> tuple[list[Artist], str]:
        text.set_position((36 + v * step, 36))
        return [text], ""

    live = LiveFigure(figure, update, v=slider())
    marks = [seen(*marks_of(on_screen(live, v)[0])) for v in range(3)]
    assert [mark.points for mark in marks] == [[(36 + v * step, 36)] for v in range(3)]


def test_places_in_the_table_have_one_decimal() -> None:
    live = LiveFigure(*two_controls(), x=IntSlider(max=3), y=FloatSlider(max=4, step=0.7))
    columns = {column["kind"]: column["values"] for column in live.picture.scenes[0]["columns"]}
    for number in itertools.chain(*columns["marker"], *columns["place"]):
        assert number == float(f"{number:.1f}")


def test_a_text_that_stays_in_its_place_has_no_column_of_places() -> None:
    live = LiveFigure(*only_text(lambda i: str(i)), i=IntSlider(max=2))
    assert [column["kind"] for column in live.picture.scenes[0]["columns"]] == ["sentence", "text"]


def test_update_is_called_once_for_each_position_and_last_for_the_start() -> None:
    calls = []
    figure, update = only_text(lambda **values: "")

    def counting(**values: object) -> tuple[list[Artist], str]:
        calls.append(tuple(values.items()))
        return update(**values)

    LiveFigure(figure, counting, a=IntSlider(1, min=0, max=1), b=Dropdown(options="xy", value="x"))
    rows = [(("a", a), ("b", b)) for a in (0, 1) for b in "xy"]
    assert calls[-5:] == [*rows, (("a", 1), ("b", "x"))]
    assert len(calls) <= 6, "once more, at most, for the layout"


def test_the_table_has_no_other_kinds_of_columns_than_live_js() -> None:
    script = Path(helpers.live.figure.__file__).with_name("live.js").read_text()
    kinds = set(re.findall(r"^  (\w+): \(mark, ", script, flags=re.MULTILINE))
    figure, update = plain()
    live = LiveFigure(figure, update, t=SelectionSlider(options=STEPS))
    assert {column["kind"] for column in live.picture.scenes[0]["columns"]} == kinds


def test_the_table_is_plain_json() -> None:
    figure, update = plain()
    live = LiveFigure(figure, update, t=SelectionSlider(options=STEPS))
    scenes = live.picture.scenes
    text = json.dumps(scenes, allow_nan=False, ensure_ascii=False)
    assert json.loads(text) == scenes
    assert live.size == len(text.encode())


def test_a_figure_without_marks_still_tells_its_sentence() -> None:
    live = LiveFigure(Figure(), lambda i: ([], f"at {i}"), i=IntSlider(max=2))
    assert [on_screen(live, i)[1] for i in range(3)] == ["at 0", "at 1", "at 2"]


def test_two_constructions_are_the_same() -> None:
    first, second = (
        LiveFigure(*two_scenes(), size=Dropdown(options="ab"), t=SelectionSlider(options=STEPS))
        for _ in range(2)
    )
    assert first.picture.scenes == second.picture.scenes
    assert first._repr_mimebundle_()["image/png"] == second._repr_mimebundle_()["image/png"]


# ---- Controls ----

CONTROLS = {
    "FloatSlider": (lambda: FloatSlider(0.33, min=0, max=1, step=0.25), "value", 0.25, 1),
    "FloatSlider, max between steps": (
        lambda: FloatSlider(1, min=0, max=1, step=0.3),
        "value",
        0.9,
        3,
    ),
    "IntSlider": (lambda: IntSlider(4, min=-1, max=7, step=3), "value", 5, 2),
    "FloatLogSlider": (lambda: FloatLogSlider(9, base=10, min=-1, max=2, step=1), "value", 10.0, 2),
    "SelectionSlider of pairs": (
        lambda: SelectionSlider(options=[("low", -1), ("high", 2.5)], index=1),
        "index",
        1,
        1,
    ),
    "Dropdown of a dict": (lambda: Dropdown(options={"a": 3, "b": 4}, value=4), "index", 1, 1),
    "RadioButtons of a list": (lambda: RadioButtons(options=["p", "q"]), "index", 0, 0),
    "ToggleButtons of a string": (lambda: ToggleButtons(options="xy", value="y"), "index", 1, 1),
    "one position": (lambda: IntSlider(3, min=3, max=3), "value", 3, 0),
}
POSITIONS = {
    "FloatSlider": ([0.0, 0.25, 0.5, 0.75, 1.0], None),
    "FloatSlider, max between steps": ([0.0, 0.3, 0.6, 0.9], None),
    "IntSlider": ([-1, 2, 5], None),
    "FloatLogSlider": ([0.1, 1.0, 10.0, 100.0], None),
    "SelectionSlider of pairs": ([-1, 2.5], [0, 1]),
    "Dropdown of a dict": ([3, 4], [0, 1]),
    "RadioButtons of a list": (["p", "q"], [0, 1]),
    "ToggleButtons of a string": (["x", "y"], [0, 1]),
    "one position": ([3], None),
}
"""The values that update gets, and those in the browser where they are others."""


def recording(control: Widget) -> tuple[LiveFigure, list]:
    """A live figure with this control, and the values that its update got."""
    figure, update = only_text(lambda v: str(v))
    got = []

    def recorded(v: object) -> tuple[list[Artist], str]:
        got.append(v)
        return update(v=v)

    return LiveFigure(figure, recorded, v=control), got


@pytest.mark.parametrize("kind", CONTROLS)
def test_each_kind_of_control_has_its_positions(kind: str) -> None:
    control = CONTROLS[kind][0]()
    live, got = recording(control)
    values, in_browser = POSITIONS[kind]
    recorded = got[-1 - len(values) : -1]
    assert recorded == values
    assert [type(value) for value in recorded] == [type(value) for value in values]
    assert set(got) == set(values)
    assert live.picture.controls == [in_browser or values]
    shown = [seen(*marks_of(on_screen(live, i)[0])).words for i in range(len(values))]
    assert shown == [str(value) for value in values]


@pytest.mark.parametrize("kind", CONTROLS)
def test_the_start_is_a_position_of_the_control(kind: str) -> None:
    make, trait, start, index = CONTROLS[kind]
    control = make()
    live, got = recording(control)
    assert getattr(control, trait) == start
    assert live.picture.control0 == start
    assert live.picture.controls[0][index] == start
    assert got[-1] == POSITIONS[kind][0][index]


@pytest.mark.parametrize("kind", CONTROLS)
def test_the_browser_links_the_control_with_the_picture(kind: str) -> None:
    make, trait, *_ = CONTROLS[kind]
    control = make()
    live, _ = recording(control)
    (link,) = live.links
    assert type(link).__name__ == "Link"
    assert link.source == (control, trait)
    assert link.target == (live.picture, "control0")
    assert live.picture.trait_metadata("control0", "sync")


@pytest.mark.parametrize(("high", "count"), [(0.3, 4), (0.6, 7), (0.7, 8), (1.2, 13)])
def test_the_last_position_is_there_in_spite_of_the_noise_of_floats(
    high: float, count: int
) -> None:
    live, _ = recording(FloatSlider(min=0, max=high, step=0.1))
    assert live.picture.controls[0][-1] == high
    assert len(live.picture.controls[0]) == count


@pytest.mark.parametrize(("low", "high", "tenths"), [(-1, 1, 1), (0, 700, 7)])
def test_positions_are_not_off_by_the_noise_of_floats(low: int, high: int, tenths: int) -> None:
    _, got = recording(FloatSlider(low, min=low, max=high, step=tenths / 10))
    expected = [k / 10 for k in range(10 * low, 10 * high + 1, tenths)]
    assert got[-1 - len(expected) : -1] == expected


def test_positions_may_be_a_ten_billionth_apart() -> None:
    _, got = recording(FloatSlider(0, min=0, max=2.5e-10, step=1.25e-10))
    assert got[-4:-1] == [0, 1.25e-10, 2.5e-10]
    _, got = recording(FloatSlider(0, min=0, max=2e-10, step=1e-10))
    assert got[-4:-1] == [0, 1e-10, 2e-10]


@pytest.mark.parametrize(
    ("low", "high", "step", "finest"),
    [(0, 1e-10, 0.99e-10, "1e-10"), (-1e8, -1e8 + 1, 0.009, "0.01"), (0, 1e6, 1e-4, None)],
)
def test_positions_must_be_told_apart(
    low: float, high: float, step: float, finest: str | None
) -> None:
    control = FloatSlider(min=low, max=high, step=step)
    wanted = f"a step of at least {finest}, got step {step:g}" if finest else "over 10000 rows"
    with pytest.raises(ValueError, match=wanted):
        LiveFigure(*only_text(lambda x: ""), x=control)


def test_whole_numbers_are_always_told_apart() -> None:
    _, got = recording(IntSlider(10**15, min=10**15, max=10**15 + 2))
    assert got[-4:-1] == [10**15, 10**15 + 1, 10**15 + 2]


@pytest.mark.parametrize(
    ("options", "values"),
    [
        ([(1, 2, 3), (4, 5, 6)], [(1, 2, 3), (4, 5, 6)]),
        ([("a", 1), "b"], [("a", 1), "b"]),
        ([(1,), (2,)], [(1,), (2,)]),
        (["ab", "cd"], ["ab", "cd"]),
    ],
)
def test_options_mean_what_they_mean_to_ipywidgets(options: list, values: list) -> None:
    _, got = recording(SelectionSlider(options=options))
    assert got[-3:-1] == values


def test_the_browser_gets_the_table_and_where_the_controls_are() -> None:
    live, _ = recording(IntSlider(1, min=0, max=2, description="a slider"))
    state = live.picture.get_state()
    assert state["scenes"] == live.picture.scenes
    assert state["controls"] == [[0, 1, 2]]
    assert state["sliders"] == ["a slider"]
    assert state["control0"] == 1


def test_children_are_the_controls_and_then_the_picture() -> None:
    controls = {"x": IntSlider(max=3), "y": FloatSlider(min=0, max=4, step=2)}
    live = LiveFigure(*two_controls(), **controls)
    assert live.children == (*controls.values(), live.picture)
    assert live.controls == controls
    assert [link.source[0] for link in live.links] == list(controls.values())
    assert [link.target[1] for link in live.links] == ["control0", "control1"]


# ---- The drawing: colours, escaping, nothing from elsewhere ----


def test_black_becomes_the_colour_of_the_text_of_the_page() -> None:
    svg = drawing(black="black")
    assert "#000000" not in svg
    assert "stroke: currentColor" in svg


@pytest.mark.parametrize("color", ON_DARK)
def test_the_palette_follows_the_theme(color: str) -> None:
    svg = drawing(color=color)
    assert color not in svg
    for paint in ("fill", "stroke"):
        assert f"{paint}: var(--{color[1:]})" in svg


def test_other_colours_stay() -> None:
    svg = drawing(red="#ff0001")
    assert "fill: #ff0001" in svg
    assert "stroke: #ff0001" in svg


def test_the_stylesheet_knows_the_palette_on_both_themes() -> None:
    rules = re.findall(r"([^{}]+) \{([^}]*)\}", helpers.live.figure._Picture._css)
    light, dark = rules[0], rules[1]
    assert light[0] == ".live-figure"
    assert dark[0].strip() == '[data-jp-theme-light="false"] .live-figure'
    for color, on_dark in ON_DARK.items():
        assert f"--{color[1:]}: {color};" in light[1]
        assert f"--{color[1:]}: {on_dark};" in dark[1]
    assert "fill: currentColor" in dict(rules)["\n.live-figure svg"]


def test_the_background_is_transparent() -> None:
    figure = Figure(figsize=(3, 2), facecolor="#abcdef")
    figure.subplots().set_facecolor("#fedcba")
    live = LiveFigure(figure, lambda i: ([], ""), i=IntSlider(max=1))
    assert not re.search("#(abcdef|fedcba)", live.picture.scenes[0]["svg"])


NASTY = """<script>alert("1")</script> & 'co' <b>"""


def test_text_is_escaped() -> None:
    figure = Figure(figsize=(6, 2))
    figure.subplots().set(title=NASTY, xlabel=NASTY)
    moving = figure.text(0, 0, "", parse_math=False)

    def update(i: int) -> tuple[list[Artist], str]:
        moving.set_text(NASTY)
        return [moving], NASTY

    live = LiveFigure(figure, update, i=IntSlider(max=1))
    svg = live.picture.scenes[0]["svg"]
    assert "<script" not in svg
    assert "<b>" not in svg
    root, sentence = on_screen(live, 0)
    assert [text.text for text in root.iter("text")].count(NASTY) == 3
    assert sentence == NASTY  # which live.js writes as text, never as HTML


@pytest.mark.parametrize("words", ["fill: #000000", 'a d="0.12345"', "stroke: #0072b2"])
def test_words_that_look_like_svg_stay_as_they_are(words: str) -> None:
    figure = Figure(figsize=(3, 2))
    figure.text(0.5, 0.5, words)
    live = LiveFigure(figure, lambda i: ([], ""), i=IntSlider(max=1))
    assert words in [text.text for text in on_screen(live, 0)[0].iter("text")]


def test_the_front_end_writes_words_as_text() -> None:
    script = Path(helpers.live.figure.__file__).with_name("live.js").read_text()
    assert re.findall(r"(\S+)\.innerHTML", script) == ["scene"], "only the drawing itself"
    assert "eval(" not in script
    assert "insertAdjacentHTML" not in script


def test_nothing_is_loaded_from_elsewhere() -> None:
    figure, update = plain()
    live = LiveFigure(figure, update, t=SelectionSlider(options=STEPS))
    script = Path(helpers.live.figure.__file__).with_name("live.js").read_text()
    for text in (live.picture.scenes[0]["svg"], script, helpers.live.figure._Picture._css):
        assert not re.search(r"(?<!xmlns=\")(?<!xmlns:xlink=\")https?://", text)
        assert not re.search(r"\bimport\b|@import|fetch\(|XMLHttpRequest|url\((?!#)", text)


def test_texts_stay_texts_in_fonts_that_need_no_download() -> None:
    figure, update = plain()
    live = LiveFigure(figure, update, t=SelectionSlider(options=STEPS))
    svg = live.picture.scenes[0]["svg"]
    assert "always here" not in svg  # it is in the table
    assert "<text" in svg
    assert "font-face" not in svg
    assert set(re.findall(r"font-family: ([^;\"]+)", svg)) == {
        "'DejaVu Sans', 'Verdana', sans-serif"
    }


def test_the_drawing_shrinks_with_the_window_and_has_no_size_of_its_own() -> None:
    live = LiveFigure(Figure(figsize=(363 / 72, 3)), lambda i: ([], ""), i=IntSlider(max=1))
    opening = live.picture.scenes[0]["svg"].partition(">")[0]
    style = "max-width: 363pt; min-width: 182pt"
    assert opening == f'<svg role="img" style="{style}" viewBox="0 0 363 216"'


# ---- As the notebook shows it ----


def png(live: LiveFigure) -> np.ndarray:
    """The pixels of the picture for viewers without widgets."""
    data = base64.b64decode(live._repr_mimebundle_()["image/png"], validate=True)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    return mpl.image.imread(io.BytesIO(data))


def pixels(figure: Figure) -> np.ndarray:
    """A figure as Matplotlib draws it now, one pixel a point, on white."""
    with io.BytesIO() as file:
        figure.savefig(file, format="png", dpi=72, facecolor="white")
        file.seek(0)
        return mpl.image.imread(file)


def test_the_repr_is_short() -> None:
    controls = {"x": IntSlider(max=3), "y": FloatSlider(min=0, max=4, step=2)}
    live = LiveFigure(*two_controls(), **controls)
    assert repr(live) == str(live) == "LiveFigure(x: 4 positions, y: 3 positions)"


def test_a_long_repr_is_not_cut_in_the_notebook() -> None:
    names = ["a" * 60, "b" * 60]
    live = LiveFigure(*only_text(lambda **values: ""), **dict.fromkeys(names, slider()))
    assert live._repr_mimebundle_()["text/plain"] == repr(live)
    assert repr(live) == f"LiveFigure({names[0]}: 3 positions, {names[1]}: 3 positions)"


def test_the_mime_bundle_holds_widget_picture_and_words() -> None:
    figure, update = plain()
    live = LiveFigure(figure, update, t=SelectionSlider(options=STEPS))
    bundle = live._repr_mimebundle_()
    assert set(bundle) == {
        "text/plain",
        "image/png",
        "application/vnd.jupyter.widget-view+json",
    }
    assert bundle["text/plain"] == repr(live)
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == live.model_id
    assert png(live).shape[:2] == (216, 360)


@pytest.mark.parametrize("start", range(5))
def test_the_png_shows_the_start(start: int) -> None:
    figure, update = plain()
    live = LiveFigure(figure, update, t=SelectionSlider(options=STEPS, index=start))
    figure, update = plain()
    update(STEPS[start])
    np.testing.assert_array_equal(png(live), pixels(figure))


@pytest.mark.parametrize("scene", [0, 1])
def test_the_png_shows_the_scene_of_the_start(scene: int) -> None:
    chooser = Dropdown(options=["small", "large"], index=scene)
    live = LiveFigure(*two_scenes(), size=chooser, t=SelectionSlider(options=STEPS, index=2))
    assert png(live).shape[:2] == [(216, 360), (288, 288)][scene]
    assert on_screen(live, scene, 2)[1] == ["t is 0.5.", "2 and 2.0"][scene]


@pytest.fixture
def untouched_pyplot() -> Iterator[None]:
    """Fail if pyplot's figures or settings are others afterwards."""
    before = plt.get_fignums(), dict(mpl.rcParams)
    yield
    assert (plt.get_fignums(), dict(mpl.rcParams)) == before


@pytest.mark.usefixtures("untouched_pyplot")
def test_pyplot_is_not_touched() -> None:
    plt.close("all")
    figure = plt.figure()
    LiveFigure(*two_scenes(), size=Dropdown(options="ab"), t=SelectionSlider(options=STEPS))
    assert plt.gcf() is figure
    assert figure.axes == []
    plt.close("all")


def test_settings_of_the_reader_do_not_change_the_drawing() -> None:
    make = lambda: LiveFigure(*two_controls(), x=IntSlider(max=1), y=IntSlider(max=1))  # noqa: E731
    expected = make().picture.scenes
    others = {"svg.fonttype": "path", "savefig.bbox": "tight", "savefig.dpi": 200}
    with mpl.rc_context(others | {"font.sans-serif": ["Arial"], "svg.hashsalt": None}):
        assert make().picture.scenes == expected


def test_the_example_of_the_docstring_runs() -> None:
    failed, attempted = doctest.testmod(helpers.live.figure)
    assert attempted >= 8
    assert failed == 0


# ---- Errors ----


def moving(make: Callable[[Figure, Axes], Artist | list[Artist]]) -> tuple[Figure, Update]:
    """A figure whose update returns what is made here, unchanged."""
    figure = Figure(figsize=(3, 2))
    artists = make(figure, figure.subplots())
    return figure, lambda v: (artists if isinstance(artists, list) else [artists], "")


def slider() -> IntSlider:
    """A control with three positions."""
    return IntSlider(min=0, max=2)


def test_no_control() -> None:
    with pytest.raises(ValueError, match="controls must hold at least one control"):
        LiveFigure(*only_text(lambda: ""))


@pytest.mark.parametrize("control", [FloatText(), Button(), 3, "x", None, [1, 2]])
def test_a_control_of_another_kind(control: object) -> None:
    kind = type(control).__name__
    with pytest.raises(TypeError, match=f"control v must be a FloatSlider.*got {kind}$"):
        LiveFigure(*only_text(lambda v: ""), v=control)


@pytest.mark.parametrize(
    "control",
    [
        FloatSlider(min=0, max=1, step=None),
        FloatSlider(min=0, max=1, step=0),
        IntSlider(min=0, max=1, step=0),
        FloatSlider(min=0, max=1, step=-0.1),
        FloatLogSlider(min=0, max=1, step=0),
        FloatSlider(min=0, max=np.inf, step=1),
        FloatSlider(min=-np.inf, max=0, step=1),
        FloatSlider(min=0, max=1, step=np.nan),
    ],
    ids=lambda c: f"{c.min} to {c.max} by {c.step}",
)
def test_a_control_without_discrete_positions(control: Widget) -> None:
    with pytest.raises(ValueError, match=r"control v must have discrete positions: .*, step "):
        LiveFigure(*only_text(lambda v: ""), v=control)


@pytest.mark.parametrize("control", [Dropdown(options=["a"], value=None), Dropdown(options=[])])
def test_a_control_with_nothing_chosen(control: Widget) -> None:
    with pytest.raises(ValueError, match="control v must have one of its options chosen"):
        LiveFigure(*only_text(lambda v: ""), v=control)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda figure, ax: list(ax.bar([0], [1])), "Rectangle"),
        (lambda figure, ax: ax.fill_between([0, 1], [1, 2]), ""),
        (lambda figure, ax: ax.scatter([0], [1]), "PathCollection"),
        (lambda figure, ax: ax.annotate("a", (0, 0)), "Annotation"),
        (lambda figure, ax: ax, "Axes"),
        (lambda figure, ax: ["dot"], "str"),
        (lambda figure, ax: [ax.plot([0], [0], "o")], "list"),
    ],
    ids=["bar", "fill_between", "scatter", "annotate", "Axes", "str", "list"],
)
def test_an_artist_that_cannot_be_recorded(make: Callable, kind: str) -> None:
    with pytest.raises(TypeError, match=f"update must return only artists .*got {kind}"):
        LiveFigure(*moving(make), v=slider())


@pytest.mark.parametrize("points", [[], [0, 1]])
def test_a_marker_at_several_points(points: list[float]) -> None:
    figure, update = moving(lambda figure, ax: ax.plot(points, points, "o-")[0])
    with pytest.raises(ValueError, match=f"must be a single point, got {len(points)} points"):
        LiveFigure(figure, update, v=slider())


def test_a_text_of_two_lines() -> None:
    with pytest.raises(ValueError, match=r"a moving text must be one line, got 'a\\nb'"):
        LiveFigure(*only_text(lambda v: "a\nb"), v=slider())


def test_a_text_in_latex() -> None:
    with pytest.raises(ValueError, match=r"cannot hold LaTeX, got '\$x\^2\$'.*parse_math=False"):
        LiveFigure(*only_text(lambda v: "$x^2$"), v=slider())


def test_dollars_without_latex() -> None:
    figure, update = moving(lambda figure, ax: ax.text(0, 0, "$1 or $2", parse_math=False))
    live = LiveFigure(figure, update, v=slider())
    (mark,) = marks_of(on_screen(live, 1)[0])
    assert seen(mark).words == "$1 or $2"


@pytest.mark.parametrize(
    "change",
    [lambda a, b: [a], lambda a, b: [b, a], lambda a, b: [], lambda a, b: [a, b, a]],
)
def test_other_artists_at_another_position(change: Callable) -> None:
    figure = Figure()
    first, second = figure.text(0, 0, ""), figure.text(0, 1, "")
    artists = {0: [first, second], 1: [first, second], 2: change(first, second)}
    with pytest.raises(ValueError, match="update must return the same artists at every position"):
        LiveFigure(figure, lambda v: (artists[v], ""), v=slider())


@pytest.mark.parametrize("limits", [{"xlim": (0, 2)}, {"ylim": (-3, 1)}])
def test_an_update_that_changes_limits(limits: dict) -> None:
    figure = Figure()
    _, ax = figure.subplots(1, 2)
    ax.set(xlim=(0, 1), ylim=(0, 1))

    def update(v: int) -> tuple[list[Artist], str]:
        if v == 2:
            ax.set(**limits)
        return [], ""

    with pytest.raises(ValueError, match="update must not change the limits of an Axes"):
        LiveFigure(figure, update, v=slider())


@pytest.mark.parametrize(
    ("result", "got"),
    [
        (None, "NoneType"),
        ([], "list"),
        (([],), "tuple"),
        (([], 3), "tuple"),
        (([], "", ""), "tuple"),
        ([[], ""], "list"),
        ("", "str"),
    ],
)
def test_an_update_that_returns_something_else(result: object, got: str) -> None:
    message = rf"update must return \(artists, sentence\).*got .*{got}"
    with pytest.raises(TypeError, match=message):
        LiveFigure(Figure(), lambda v: result, v=slider())


def test_a_table_of_too_many_rows() -> None:
    controls = {"x": IntSlider(max=99), "fine": IntSlider(max=110)}
    with pytest.raises(ValueError, match=r"over 10000 rows.*give fine fewer positions"):
        LiveFigure(*only_text(lambda **values: ""), **controls)


def test_ten_thousand_rows_are_not_too_many() -> None:
    assert repr(LiveFigure(*only_text(lambda x: ""), x=IntSlider(min=1, max=10_000))) == (
        "LiveFigure(x: 10000 positions)"
    )
    with pytest.raises(ValueError, match=r"over 10000 rows, .* x has 10001 positions"):
        LiveFigure(*only_text(lambda x: ""), x=IntSlider(min=0, max=10_000))


@pytest.mark.parametrize("step", [1e-4, 1e-12])
def test_a_control_of_too_many_positions(step: float) -> None:
    control = FloatSlider(min=0, max=2, step=step)
    with pytest.raises(ValueError, match=r"over 10000 rows.*give x fewer positions"):
        LiveFigure(*only_text(lambda x: ""), x=control)


def test_a_table_of_too_many_bytes() -> None:
    controls = {"x": IntSlider(max=9), "fine": IntSlider(max=19)}
    figure, update = only_text(lambda x, fine: f"{x:04d}{fine:04d}" * 200)
    with pytest.raises(
        ValueError, match=r"would be 32\d KB, the limit is 300 KB: .*fine has 20 .*give fine fewer"
    ):
        LiveFigure(figure, update, **controls)
    figure, update = only_text(lambda x, fine: f"{x:04d}{fine:04d}" * 180)
    assert LiveFigure(figure, update, **controls).size > 288_000


def test_the_limit_of_bytes_is_exact() -> None:
    def of_size(size: int) -> LiveFigure:
        return LiveFigure(Figure(), lambda v: ([], "x" * (size - empty)), v=IntSlider(max=0))

    empty = 0
    empty = of_size(0).size
    assert of_size(300_000).size == 300_000
    with pytest.raises(ValueError, match="would be 300 KB, the limit is 300 KB: v has 1 pos"):
        of_size(300_001)
    with pytest.raises(ValueError, match="would be 2000 KB, "):
        of_size(1_999_600)


@pytest.mark.parametrize("figure", [None, "figure", [1, 2], [], {}])
def test_a_figure_of_another_type(figure: object) -> None:
    error = ValueError if figure == [] else TypeError
    with pytest.raises(error, match="figure"):
        LiveFigure(figure, [lambda: ([], "")] * len(figure or []), v=slider())


def test_a_figure_that_is_an_axes() -> None:
    with pytest.raises(TypeError, match=r"figure must be a matplotlib.figure.Figure .*got Axes"):
        LiveFigure(Figure().subplots(), lambda v: ([], ""), v=slider())


@pytest.mark.parametrize("update", [None, [lambda v: ([], "")], "update"])
def test_an_update_of_another_type(update: object) -> None:
    figure = Figure() if not isinstance(update, list) else [Figure()] * 3
    update = update if not isinstance(update, list) else [*update, *update, None]
    with pytest.raises(TypeError, match="update must be a function, or a list of functions"):
        LiveFigure(figure, update, v=slider())


@pytest.mark.parametrize(("figures", "updates"), [(2, 2), (3, 2), (2, 3), (4, 3), (4, 4)])
def test_lists_of_another_length_than_the_first_control(figures: int, updates: int) -> None:
    message = (
        r"figure and update must have one item for each position of v \(3\), "
        rf"got {figures} figures and {updates} functions"
    )
    with pytest.raises(ValueError, match=message):
        LiveFigure([Figure()] * figures, [lambda: ([], "")] * updates, v=slider())


def test_a_list_of_figures_needs_a_list_of_functions() -> None:
    with pytest.raises(TypeError, match="update must be a function, or a list of functions"):
        LiveFigure([Figure()] * 3, lambda: ([], ""), v=slider())


# ---- What update may do, and what it may not ----


@pytest.mark.parametrize("kind", ["text", "line"])
def test_the_figure_is_left_as_update_made_it(kind: str) -> None:
    def make() -> tuple[Figure, Update]:
        figure = Figure(figsize=(3, 2))
        ax = figure.subplots()
        still = ax.text(0, 0, "P") if kind == "text" else ax.plot([0, 1], [0.2, 0.9])[0]
        return figure, lambda v: ([still], "")

    live = LiveFigure(*make(), v=slider())
    np.testing.assert_array_equal(png(live), pixels(make()[0]))


def test_a_title_that_moves_has_its_room() -> None:
    figure = Figure(figsize=(3, 2), layout="constrained")
    title = figure.subplots().set_title("")

    def update(v: int) -> tuple[list[Artist], str]:
        title.set_text(f"title {v}")
        return [title], ""

    live = LiveFigure(figure, update, v=slider())
    (mark,) = marks_of(on_screen(live, 1)[0])
    assert seen(mark).points[0][1] > 9, "its baseline is less than its height from the top"


def test_update_can_ask_where_a_point_of_an_axes_is_drawn() -> None:
    figure = Figure(figsize=(6, 3))
    ax = figure.subplots()
    ax.set(xlim=(0, 2), ylim=(0, 2), aspect="equal")
    (dot,) = ax.plot([0], [0], "o")
    (same,) = ax.plot([0], [0], "x", transform=None)

    def update(v: int) -> tuple[list[Artist], str]:
        dot.set_data([v], [v])
        same.set_data(*ax.transData.transform([(v, v)]).T)
        return [dot, same], ""

    live = LiveFigure(figure, update, v=slider())
    for v in range(3):
        one, other = (seen(mark).points for mark in marks_of(on_screen(live, v)[0]))
        np.testing.assert_allclose(one, other, rtol=0, atol=NEAR)


def test_masked_points_are_gaps() -> None:
    def make() -> tuple[Figure, Update]:
        figure = Figure(figsize=(3, 2))
        (line,) = figure.subplots().plot([0, 3], [0, 3])

        def update(v: int) -> tuple[list[Artist], str]:
            line.set_data(np.arange(4.0), np.ma.masked_equal(np.arange(4.0), v))
            return [line], ""

        return figure, update

    live = LiveFigure(*make(), v=slider())
    figure, update = make()
    artists, _ = update(1)
    assert_same_picture(on_screen(live, 1)[0], drawn_by_matplotlib(figure, artists))


@pytest.mark.parametrize(
    "xs", [np.array(["2026-01-01", "2026-01-05"], "datetime64[D]"), ["a", "b"]]
)
def test_dates_and_categories_are_points_too(xs: list) -> None:
    figure = Figure(figsize=(3, 2))
    (dot,) = figure.subplots().plot(xs, [0, 1])

    def update(v: int) -> tuple[list[Artist], str]:
        dot.set_data(xs, [v / 2, v / 2])
        return [dot], ""

    LiveFigure(figure, update, v=slider())


@pytest.mark.parametrize(
    "make",
    [
        lambda figure, ax: Figure().text(0, 0, "in another figure"),
        lambda figure, ax: mpl.text.Text(0, 0, "in no figure"),
        lambda figure, ax: [ax.text(0, 0, "twice")] * 2,
    ],
    ids=["another figure", "no figure", "twice"],
)
def test_a_mark_that_is_not_in_the_drawing_is_an_error(make: Callable) -> None:
    with pytest.raises(ValueError, match="update must return"):
        LiveFigure(*moving(make), v=slider())


def test_a_marker_is_drawn_once() -> None:
    live = LiveFigure(*two_controls(), x=IntSlider(max=3), y=IntSlider(max=4))
    dot, *_ = marks_of(on_screen(live, 0, 0)[0])
    assert len(list(dot.iter("use"))) == 1


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_a_text_whose_place_is_nan_is_hidden(gap: int) -> None:
    figure = Figure(figsize=(3, 2))
    text = figure.subplots().text(0, 0, "here")

    def update(v: int) -> tuple[list[Artist], str]:
        text.set_position((v / 3, np.nan if v == gap else 0.5))
        return [text], ""

    live = LiveFigure(figure, update, v=slider())
    json.dumps(live.picture.scenes, allow_nan=False)
    marks = [seen(*marks_of(on_screen(live, v)[0])) for v in range(3)]
    assert [v for v in range(3) if marks[v] is None] == [gap]


def test_an_artist_that_is_not_in_a_list() -> None:
    figure = Figure()
    text = figure.text(0, 0, "")
    with pytest.raises(TypeError, match="update must return"):
        LiveFigure(figure, lambda v: (text, ""), v=slider())


@pytest.mark.parametrize(
    "make",
    [
        lambda figure, ax: ax.step([0, 1], [0, 1])[0],
        lambda figure, ax: ax.axline((0, 0), slope=1),
        lambda figure, ax: ax.text(0.5, 0.5, "", rotation=90, ha="center"),
    ],
    ids=["steps", "axline", "rotated text"],
)
def test_what_cannot_be_recorded_is_refused(make: Callable) -> None:
    with pytest.raises((TypeError, ValueError), match=r"moving|update must return only artists"):
        LiveFigure(*moving(make), v=slider())


def test_a_line_that_is_never_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="must have a line or a marker"):
        LiveFigure(*moving(lambda figure, ax: ax.plot([0], [0], linestyle="none")[0]), v=slider())


@pytest.mark.parametrize("kind", ["text", "marker", "line"])
def test_what_update_makes_invisible_is_hidden(kind: str) -> None:
    figure = Figure(figsize=(3, 2))
    ax = figure.subplots()
    artist = {
        "text": lambda: ax.text(0, 0, "words"),
        "marker": lambda: ax.plot([0], [0], "o")[0],
        "line": lambda: ax.plot([0, 1], [0, 1])[0],
    }[kind]()

    def update(v: int) -> tuple[list[Artist], str]:
        artist.set_visible(v != 1)
        return [artist], ""

    live = LiveFigure(figure, update, v=slider())
    marks = [seen(*marks_of(on_screen(live, v)[0])) for v in range(3)]
    assert [mark is None for mark in marks] == [False, True, False]
