"""What is recorded: what live.js would show of it is what Matplotlib draws for that state."""

import itertools
import re
from collections import Counter
from collections.abc import Callable
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from ipywidgets import Checkbox, Dropdown, FloatSlider, IntSlider, ToggleButtons
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.contour import QuadContourSet
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Arc
from matplotlib.transforms import Affine2D
from moving import CASES, CORNERS, assert_same, assert_shows, made
from pictures import on_screen

from helpers.live.figure import LiveFigure
from helpers.live.table import as_json, packed

# ---- Where artists stand ----


def axes(**settings: object) -> Axes:
    """New Axes from 0 to 2."""
    ax = Figure(figsize=(5, 3)).subplots()
    ax.set(**({"xlim": (0, 2), "ylim": (0, 2)} | settings))
    return ax


def common(ax: Axes) -> tuple[Figure, Callable[[int], str]]:
    """Words, points and lines, in the Axes' coordinates and in others, some of them not finite."""
    (dot,) = ax.plot([1], [1], "o", color="#ff0000")
    (line,) = ax.plot([], [])
    (level,) = ax.plot([], [], ":", transform=ax.get_yaxis_transform())
    riding = ax.text(1, 1, "", ha="center", va="bottom", fontsize=8, color="#0000ff")
    standing = ax.text(0.1, 0.9, "", transform=ax.transAxes, ha="right", va="top")
    outside = ax.figure.text(0.5, 0.98, "", va="top")

    def update(x: int) -> str:
        dot.set_data([x or 0.5, 1], [1.5, np.nan if x == 1 else 0.5])
        line.set_data([0, 0.5, 1, 2], np.ma.masked_equal([0, 1, 2, x], x))
        level.set_data([0.0, 1.0], [x, x])
        riding.set(text=f"{x}", position=(x, 1 if x else np.nan))
        standing.set_text(f"−{x} × a < b & c")
        outside.set(text=["over", "", "$"][x], x=x / 3)
        return f"x is {x}."

    return ax.figure, update


def inset() -> Axes:
    return axes().inset_axes((0.4, 0.3, 0.5, 0.6), xlim=(0, 2), ylim=(0, 2), facecolor="#ffff00")


def constrained() -> Axes:
    ax = Figure(figsize=(5, 3), layout="constrained").subplots(1, 2)[1]
    ax.set(xlim=(0, 2), ylim=(0, 2), xlabel="a label", title="title", ylabel="two\nlines")
    return ax


LAYOUTS = {
    "plain": axes,
    "upside down": lambda: axes(ylim=(2, 0)),
    "equal": lambda: axes(aspect="equal"),
    "logarithmic": lambda: axes(xscale="log", yscale="log", xlim=(0.1, 3), ylim=(0.1, 3)),
    "inset": inset,
    "constrained": constrained,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_artists_stand_where_matplotlib_draws_them(layout: str) -> None:
    live = assert_shows(lambda: common(LAYOUTS[layout]()), IntSlider(max=2))
    kinds = Counter(column["kind"] for column in live.picture.scenes[0]["columns"])
    expected = {"sentence": 1, "points": 1, "path": 2, "text": 3, "place": 3, "shown": 1}
    assert kinds == expected


def test_the_figure_keeps_its_dots_per_inch() -> None:
    ax = axes()
    ax.figure.dpi = 217
    ax.imshow([[0, 1]], extent=(0, 2, 0, 2))
    figure, update = common(ax)
    live = LiveFigure(figure, update, x=IntSlider(max=2))
    assert figure.dpi == 217
    (image,) = on_screen(live, 0)[0].iter("image")
    assert 5 * 217 * 0.3 < float(image.get("width")) * 217 / 72 < 5 * 217


@pytest.mark.parametrize("xs", [np.array(["2026-01-01", "2026-01-05"], "M8[D]"), ["a", "b"]])
def test_dates_and_categories_are_points_too(xs: list) -> None:
    def make() -> tuple[Figure, Callable]:
        (line,) = Figure(figsize=(3, 2)).subplots().plot(xs, [0, 1])
        return line.figure, lambda x: line.set_data(xs, [x / 2, x / 2]) or ""

    assert_shows(make, IntSlider(max=2))


# ---- What each artist costs ----

LINE = lambda **style: lambda ax: ax.plot([0, 1], [0, 1], **style)[0]  # noqa: E731
TEXT = lambda **style: lambda ax: ax.text(0.5, 0.5, "words", **style)  # noqa: E731
PLACE = "place text"
KINDS = {
    "a line's points": (LINE(), lambda a, x: a.set_ydata([x, 1]), "path"),
    "a line's color": (LINE(), lambda a, x: a.set_color(f"C{x}"), "drawing"),
    "a line that is shown": (LINE(), lambda a, x: a.set_visible(x > 0), "path shown"),
    "a line made anew": (
        lambda ax: ax,
        lambda a, x: ([line.remove() for line in a.lines], a.plot([0, 1], [x, 1], "k")),
        "path",
    ),
    "a line that comes below all": (
        lambda ax: ax,
        lambda a, x: ([line.remove() for line in a.lines], x and a.plot([0, 1], "k", zorder=-1)),
        "path shown",
    ),
    "steps": (LINE(drawstyle="steps"), lambda a, x: a.set_ydata([x, 1]), "drawing"),
    "a line and dots": (LINE(marker="o"), lambda a, x: a.set_ydata([x, 1]), "path points"),
    "some dots": (
        LINE(marker="o", linestyle="", markevery=2),
        lambda a, x: a.set_ydata([x, 0]),
        "drawing",
    ),
    "no line": (LINE(linestyle=""), lambda a, x: a.set_ydata([x, 1]), ""),
    "dots": (LINE(marker="o", linestyle=""), lambda a, x: a.set_data([x], [x]), "points"),
    "dots that are shown": (
        LINE(marker="o", linestyle=""),
        lambda a, x: (a.set_data([x], [x]), a.set_visible(x == 1)),
        "points shown",
    ),
    "words and place": (TEXT(), lambda a, x: a.set(text=x, x=x), PLACE),
    "words": (TEXT(), lambda a, x: a.set_text(f"x = {x}"), PLACE),
    "deep letters": (TEXT(va="bottom", size=60), lambda a, x: a.set_text("x▂"[x > 1]), PLACE),
    "a title": (lambda ax: ax.set_title("", loc="left"), lambda a, x: a.set_text(x), PLACE),
    "dollars": (TEXT(parse_math=False), lambda a, x: a.set_text(f"${x} or $2"), PLACE),
    "math": (TEXT(), lambda a, x: a.set_text(f"${x}$"), "drawing"),
    "two lines of words": (TEXT(), lambda a, x: a.set_text("x\ny"[: 1 + 2 * x]), "drawing"),
    "rotated": (TEXT(), lambda a, x: a.set_rotation(x), "drawing"),
    "boxed": (TEXT(bbox={"facecolor": "red"}), lambda a, x: a.set_text(x), "drawing"),
    "no place": (TEXT(), lambda a, x: a.set_x(np.nan if x == 1 else 0.5), f"{PLACE} shown"),
    "no place, rotated": (
        TEXT(rotation=9),
        lambda a, x: a.set_x(np.nan if x == 1 else 0.5),
        "drawing",
    ),
    "nothing": (TEXT(), lambda a, x: a.set_color("black"), ""),
}


@pytest.mark.parametrize("case", KINDS)
def test_columns_stay_as_small_as_can_be(case: str) -> None:
    make, move, expected = KINDS[case]

    def made() -> tuple[Figure, Callable]:
        artist = make(axes())
        return artist.figure, lambda x: str(move(artist, x))[:0]

    live = assert_shows(made, IntSlider(max=2))
    kinds = {column["kind"] for column in live.picture.scenes[0]["columns"][1:]}
    assert kinds == set(expected.split())


def test_an_artist_with_a_state_that_nobody_understands_is_drawn_at_each_position() -> None:
    class State:
        __slots__ = ("height",)

    class Level(Line2D):
        def draw(self, renderer: RendererBase) -> None:
            self.set_ydata([self.state.height] * 2)
            super().draw(renderer)

    def make() -> tuple[Figure, Callable]:
        level = axes().add_line(Level([0, 2], [0, 0]))
        level.state = State()
        return level.figure, lambda x: str(setattr(level.state, "height", x))

    assert_shows(make, IntSlider(max=2))


def test_lines_made_anew_in_two_axes() -> None:
    def make() -> tuple[Figure, Callable]:
        figure = Figure(figsize=(4, 2))
        both = figure.subplots(1, 2, subplot_kw={"xlim": (0, 2), "ylim": (0, 2)})

        def update(x: int) -> str:
            for ax in both:
                ax.clear()
                ax.set(xlim=(0, 2), ylim=(0, 2))
            for _ in range(x + 1):
                both[0].plot([0, x], "k")
            both[1].plot([x, 0], "r")
            return ""

        return figure, update

    assert_shows(make, IntSlider(max=2))


def test_what_stands_still_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, draw = [], QuadContourSet.draw
    monkeypatch.setattr(QuadContourSet, "draw", lambda *given: (drawn.append(1), draw(*given)))
    figure, update = made("contours and a dot")
    LiveFigure(figure, update, x=FloatSlider(0, min=-2, max=2, step=0.1))
    assert len(drawn) <= 2  # one of them for the PNG


def raster(**others: object) -> Callable:
    """Points that are to become an image, beside others, and words that move."""

    def make() -> tuple[Figure, Callable[[int], str]]:
        ax = axes()
        ax.scatter(*np.random.default_rng(0).random((2, 500)), s=2, **others)
        words = ax.set_title("")
        return ax.figure, lambda x: words.set_text(str(x)) or ""

    return make


def test_what_is_rasterized_is_an_image() -> None:
    def images(make: Callable) -> list[int]:
        svg = LiveFigure(*make(), x=IntSlider(max=2)).picture.scenes[0]["svg"]
        return [svg.count("<image"), svg.count("<use")]

    _, points = images(raster())
    count, others = images(raster(rasterized=True))
    assert (count, others) == (1, points - 500)

    def with_axes(change: Callable[[Axes], None], make: Callable = raster()) -> Callable:  # noqa: B008
        figure, update = make()
        change(figure.axes[0])
        return lambda: (figure, update)

    smooth = with_axes(lambda ax: ax.tripcolor(*CORNERS, shading="gouraud"))
    assert images(smooth)[0] == 1, "no browser draws Matplotlib's SVG of it"
    assert images(with_axes(lambda ax: ax.set_rasterization_zorder(1.5)))[0] == 1
    assert images(with_axes(lambda ax: ax.set_rasterized(True)))[1] == 0


def test_what_is_rasterized_and_moves_is_an_image_at_each_position() -> None:
    ax = axes()
    dots = ax.scatter([1], [1], rasterized=True)
    live = LiveFigure(ax.figure, lambda x: dots.set_offsets([x / 2, 1]) or "", x=IntSlider(1, 1, 3))
    for k in range(3):
        (image,) = on_screen(live, k)[0].iter("image")
        left, middle = float(image.get("x")), ax.transData.transform([(k + 1) / 2, 1])[0]
        assert left == pytest.approx(middle * 72 / ax.figure.dpi - 4, abs=2)


def test_a_curve_is_as_simple_as_matplotlib_draws_it() -> None:
    def size(**settings: object) -> int:
        with mpl.rc_context(settings):
            ax, xs = axes(xlim=(-3, 3), ylim=(-1, 1)), np.linspace(-3, 3, 1000)
            (line,) = ax.plot(xs, xs)
            live = LiveFigure(
                ax.figure, lambda x: line.set_ydata(np.sin(x * xs)) or "", x=IntSlider(max=9)
            )
            (path,) = live.picture.scenes[0]["columns"][1:]
            return len(packed(as_json(path)))

    assert size() < 0.6 * size(**{"path.simplify": False})


# ---- The order of artists ----


def test_an_order_that_changes_is_refused() -> None:
    ax = axes()
    two = [ax.bar([1], [1])[0], ax.fill_between([0, 2], [1, 0])]

    def update(v: int) -> str:
        for artist in two:
            artist.remove()
        two.reverse()
        for artist in two:
            ax.add_artist(artist)
        return ""

    with pytest.raises(ValueError, match="order in which artists of one zorder are drawn"):
        LiveFigure(ax.figure, update, v=IntSlider(max=2))


# ---- Scenes ----


def scenes() -> tuple[list[Figure], list[Callable]]:
    """Two figures of different sizes."""
    small = Figure(figsize=(2, 1)).subplots(subplot_kw={"xlim": (0, 2), "ylim": (0, 2)})
    made = [common(axes()), common(small)]
    return [figure for figure, _ in made], [update for _, update in made]


@pytest.mark.parametrize("start", [0, 1])
def test_the_first_control_chooses_a_scene(start: int) -> None:
    chooser = ToggleButtons(options=["large", "small"], index=start)
    live = LiveFigure(*scenes(), size=chooser, x=IntSlider(max=2))
    for k, (figure, update) in enumerate(zip(*scenes(), strict=True)):
        for x in range(3):
            assert on_screen(live, k, x)[1] == update(x)
            assert_same(live, figure, k, x)
    one, two = (set(re.findall(r"url\(#(.*?)\)", scene["svg"])) for scene in live.picture.scenes)
    assert one
    assert two
    assert not one & two, "two scenes share no clip paths"


def test_scenes_with_one_control_and_with_three() -> None:
    updates = [lambda k=k, **others: f"{k} {others}" for k in range(2)]
    for others in ({}, {"a": IntSlider(max=2), "b": IntSlider(max=3)}):
        live = LiveFigure([Figure(), Figure()], updates, k=Dropdown(options="xy"), **others)
        for k, *at in itertools.product(range(2), *(range(one.max + 1) for one in others.values())):
            now = dict(zip(others, at, strict=True))
            assert on_screen(live, k, *at)[1] == f"{k} {now}"


# ---- What cannot be recorded ----


def colors(ax: Axes, *cycle: str) -> Callable:
    ax.set_prop_cycle(color=cycle)

    def update(v: int) -> str:
        for line in ax.lines:
            line.remove()
        ax.plot([0, 1], [0, v])
        return ""

    return update


def counting(ax: Axes, step: int) -> Callable:
    bar, calls = ax.bar([1], [1])[0], itertools.count(1000, step)
    return lambda v: bar.set_height(v) or f"{next(calls)}"


def trail(ax: Axes, part: slice) -> Callable:
    """A line through where x has been."""
    (line,), seen = ax.plot([], [], label="the trail"), []

    def update(v: int) -> str:
        seen.append(v)
        line.set_data(seen[part], seen[part])
        return ""

    return update


def extreme(ax: Axes, which: Callable) -> Callable:
    """A bar as high as the largest x so far, or words that say the smallest."""
    bar, seen = ax.bar([1], [1])[0], []

    def update(v: int) -> str:
        seen.append(v)
        bar.set_height(max(seen))
        return f"{min(seen)}" if which is min else ""

    return update


def moved(move: Callable, chance: Callable) -> Callable:
    return lambda v: str(move(chance()))[:0]


def chance_in_labels(value: float, position: int) -> str:
    return f"{np.random.random()}"


UP = [f"#0000{k}" for k in range(10, 50)]
SAME = r"must show the same .*again with dict \{'v': \d\} it shows something else: "
WRONG = {
    "limits": (lambda ax: lambda v: str(ax.set_xlim(0, 1 + v)), "must not add Axes or change"),
    "lazy limits": (
        lambda ax: lambda v: str(ax.set_autoscale_on(True)) + str(ax.plot([9], [v])),
        "limits",
    ),
    "scale": (lambda ax: lambda v: ax.set_yscale(["linear", "log"][v % 2]) or "", "scale, aspect"),
    "place": (lambda ax: lambda v: ax.set_position((0, 0, 1, 0.5 + v / 9)) or "", "or place: only"),
    "aspect": (lambda ax: lambda v: ax.set_aspect(["auto", "equal"][v % 2]) or "", "aspect or pl"),
    "shape": (lambda ax: lambda v: ax.set_box_aspect(1 + v) or "", "aspect or place"),
    "cleared": (
        lambda ax: lambda v: str(v and ax.clear())[:0],
        r"limits before, and again after ax.cl",
    ),
    "Axes": (lambda ax: lambda v: str(ax.figure.add_axes((0, 0, 1, 1))), "must not add Axes"),
    "a later color": (
        lambda ax: colors(ax, *UP),
        SAME + "Line2D depends on memory or chance.*; what it makes anew needs a color",
    ),
    "bars without a color": (
        lambda ax: lambda v: str([*map(Artist.remove, ax.patches), ax.bar([0], [v])])[:0],
        SAME + "Rectangle depends on memory or chance.*; what it makes anew needs a color",
    ),
    "an earlier color": (lambda ax: colors(ax, *UP[::-1]), SAME),
    "a later sentence": (lambda ax: counting(ax, 1), SAME + "the sentence depends on memory"),
    "an earlier sentence": (lambda ax: counting(ax, -1), SAME),
    "one more each time": (lambda ax: lambda v: str(ax.plot([0, v], "k"))[:0], SAME + "Line2D"),
    "a trail": (
        lambda ax: trail(ax, slice(None)),
        SAME + "Line2D 'the trail' depends on memory or chance, in update or in a fun.* calls$",
    ),
    "the last two": (lambda ax: trail(ax, slice(-2, None)), SAME + "Line2D 'the trail' dep"),
    "the most so far": (lambda ax: extreme(ax, max), SAME + "Rectangle depends on memory"),
    "the least so far": (lambda ax: extreme(ax, min), SAME + "the sentence depends on"),
    "chance in words": (
        lambda ax: moved(ax.text(0, 0, "").set_text, lambda: f"{np.random.random()}"),
        SAME
        + r"Text '0\.\d+' depends on memory or chance, in update or in a function that it calls$",
    ),
    "chance in dots": (
        lambda ax: moved(ax.scatter([1], [1]).set_offsets, lambda: np.random.random((3, 2))),
        SAME
        + "PathCollection depends on memory or chance, in update or in a function that it calls$",
    ),
    "chance in bars": (
        lambda ax: moved(ax.bar([1], [1])[0].set_height, np.random.random),
        SAME + "Rectangle depends on memory or chance, in update or in a function that it calls$",
    ),
    "chance in ticks": (
        lambda ax: moved(lambda f: ax.xaxis.set_major_formatter(f), lambda: chance_in_labels),
        SAME + "XAxis.* depends on memory or chance, in update or in a function that it calls$",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_recorded_is_refused(case: str) -> None:
    make, message = WRONG[case]
    ax = axes()
    with pytest.raises(ValueError, match=message):
        LiveFigure(ax.figure, make(ax), v=IntSlider(1 if "least" in case else 0, max=2))


def test_whether_a_nan_has_a_sign_makes_no_difference() -> None:
    ax = axes()
    (line,) = ax.plot([], [])
    signs = itertools.cycle([1, -1])

    def update(x: int) -> str:
        line.set_data([0.0, 1.0, x], [0.0, np.copysign(np.nan, next(signs)), x])
        return f"x is {x}."

    LiveFigure(ax.figure, update, x=IntSlider(min=0, max=2))


@pytest.mark.parametrize("result", [None, ([], ""), 3, b"words"])
def test_update_returns_words(result: object) -> None:
    with pytest.raises(
        TypeError, match=f"must return a sentence, a str.*got {type(result).__name__}"
    ):
        LiveFigure(Figure(), lambda v: result, v=IntSlider(max=2))


def test_an_error_of_update_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        LiveFigure(Figure(), lambda v: f"{1 / v}", v=IntSlider(max=2))


# ---- What changes in silence, and what comes and goes ----

SILENT = {
    "an arrow's head": (
        lambda ax: ax.annotate("a", (0, 0), (1, 1), arrowprops={}),
        lambda arrow, far: setattr(arrow, "xy", (0, 1 + far)),
    ),
    "an arc": (
        lambda ax: ax.add_patch(Arc((1, 1), 1, 1, theta2=9)),
        lambda arc, far: setattr(arc, "theta2", 90 + far),
    ),
    "a box": (
        lambda ax: ax.text(1, 1, "a", bbox={}),
        lambda text, far: text.get_bbox_patch().set_alpha(0.5 + far / 2),
    ),
}


@pytest.mark.parametrize("case", SILENT)
def test_an_attribute_that_changes_at_one_position_of_many_is_seen(case: str) -> None:
    make, change = SILENT[case]
    artist = make(ax := axes())
    live = LiveFigure(ax.figure, lambda v: str(change(artist, v == 47))[:0], v=IntSlider(max=100))
    drawn = [ElementTree.tostring(on_screen(live, v)[0]) for v in (46, 47, 48)]
    assert drawn[0] == drawn[2] != drawn[1]


def test_what_depends_on_the_difference_of_two_controls_is_seen() -> None:
    ax, turn = axes(), Affine2D()
    ax.bar([1], [1])[0].set_transform(turn + ax.transData)
    two = {name: IntSlider(max=5) for name in "ab"}
    live = LiveFigure(ax.figure, lambda a, b: str(turn.clear().rotate_deg(a - b))[:0], **two)
    assert len(live.picture.scenes[0]["columns"]) == 2


def test_aligned_labels_give_way_to_the_ticks_of_other_axes() -> None:
    def make() -> tuple[Figure, Callable]:
        above, below = Figure(figsize=(4, 3)).subplots(2)
        above.set_ylabel("above")
        below.set_ylabel("below")
        above.figure.align_ylabels()
        labels = [["0", "one"], ["0", "one more"], ["0", "1"]]
        return above.figure, lambda x: str(below.set_yticks([0, 1], labels[x]))[:0]

    assert_shows(make, IntSlider(max=2))


def test_a_legend_can_come_and_go() -> None:
    ax = axes()

    def update(k: int, show: bool) -> str:
        ax.clear()
        ax.set(xlim=(0, 2), ylim=(0, 9))
        ax.plot([0, 1], [0, k], label="line")
        if show:
            ax.legend()
        return ""

    live = LiveFigure(ax.figure, update, k=IntSlider(max=3), show=Checkbox())
    drawn = [ElementTree.tostring(on_screen(live, 3, at)[0], "unicode") for at in (0, 1)]
    assert all("line" in re.findall(">([^<>]*)<", drawing) for drawing in drawn)  # the label
    assert ["display: none" in drawing for drawing in drawn] == [True, False]


# ---- All kinds of artists ----


def test_artists_tell_it_to_whom_they_told_it_before() -> None:
    ax = axes()
    (line,) = ax.plot([0, 1])
    told, label = [], ax.xaxis.label
    label.stale_callback = lambda artist, _: told.append(artist)

    def update(v: int) -> str:
        line.set_ydata([v, 1 / (2 - v)])
        label.set_text(f"{v}")
        return f"{v}"

    LiveFigure(ax.figure, update, v=IntSlider(max=1))
    with pytest.raises(ZeroDivisionError):
        LiveFigure(ax.figure, update, v=IntSlider(max=2))
    told.clear()
    ax.stale = False
    line.set_color("red")
    label.set_text("changed")
    assert ax.stale
    assert told == [label]


@pytest.mark.parametrize("case", CASES)
def test_what_is_shown_is_what_matplotlib_draws(case: str) -> None:
    assert_shows(lambda: made(case), FloatSlider(0, min=-2, max=2, step=2))
