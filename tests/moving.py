"""Figures with every kind of artist, as a teacher would write them, and how a number moves them."""

import itertools
import re
from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
from ipywidgets import Widget
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Polygon, Rectangle
from pictures import on_screen, parsed

from helpers.figures.drawing import SETTINGS, Drawing
from helpers.live.controls import positions_of
from helpers.live.figure import LiveFigure

XS = np.linspace(-3, 3, 61)
SOME = XS[::10]
GRID = np.outer(SOME, SOME)
CORNERS = [-2, 2, 0], [-1, -1, 1], [0.0, 1, 2]


def sine(x: float) -> np.ndarray:
    return np.sin(x * XS)


def red_or_blue(x: float) -> str:
    return "red" if x > 0 else "blue"


def all_markers(dots: list, x: float) -> None:
    """Points only, points on a line, steps."""
    some = SOME[: 1 + round(abs(x))]
    dots[0].set_data(some, np.sin(some))
    dots[1].set_data(some, np.cos(some) + x / 9)
    dots[2].set_data(SOME, np.sin(x + SOME))


def made_anew(ax: Axes, x: float) -> None:
    for artist in [*ax.lines, *ax.collections, *ax.texts]:
        artist.remove()
    ax.plot([x], [0], "ro")
    ax.plot(XS, sine(x), color="black")
    ax.fill_between(XS, sine(x), color="orange", alpha=0.5)
    ax.text(x, 0.5, f"{x:.2f}")


def drawn_anew(ax: Axes, x: float) -> None:
    ax.clear()
    ax.set(xlim=(-3, 3), ylim=(-1.5, 1.5), title=f"x = {x}")
    ax.plot(XS, sine(x))
    ax.plot([x], [0], "o")


def in_place(artists: tuple, x: float) -> None:
    """What nobody is told of: attributes and arrays that are written to."""
    annotation, text, turned, scatter, line = artists
    annotation.xy = (x, 0.5)
    text.get_fontproperties().set_size(12 + 2 * x)
    turned.clear().rotate_deg(20 * x)
    scatter._offsets[0] = x, 0
    line._linewidth = 3 + x
    line.get_xdata(orig=False)[0] = x - 2


def in_place_artists(ax: Axes) -> tuple:
    turned = mpl.transforms.Affine2D()
    ax.add_patch(Rectangle((0, 0), 1, 0.5, transform=turned + ax.transData, color="green"))
    return (
        ax.annotate("here", (0, 0), (-2, 1), arrowprops={"arrowstyle": "->"}),
        ax.text(1, -1, "text"),
        turned,
        ax.scatter([0, 1], [0, 1]),
        ax.plot(XS, sine(1))[0],
    )


def some_hidden(artists: list, x: float) -> None:
    """Sometimes one of two, sometimes both: none may take the other's place."""
    for artist, shown in zip(artists, [x < 0, x > -1, x != 0], strict=True):
        artist.set_visible(shown)
    artists[2].axes.axis("off" if x > 1 else "on")


def titles(legend: mpl.legend.Legend, x: float) -> None:
    ax = legend.axes
    ax.set_title(f"x = {x:.2f}")
    ax.set_xlabel(f"at {x:.1f}")
    ax.figure.suptitle(f"all at {x}")
    legend.get_texts()[0].set_text(f"sine of {x}")
    legend.legend_handles[0].set_color(red_or_blue(x))


def ticks(ax: Axes, x: float) -> None:
    ax.set_xticks([x], [f"x = {x}"])
    ax.tick_params(axis="y", colors=red_or_blue(x))
    ax.spines["left"].set_position(("data", x / 4))
    ax.grid(x > 0)


def error_bars(artists: tuple, x: float) -> None:
    dot, caps, (bar,) = artists
    dot.set_data([x], [0])
    bar.set_segments([[(x, -0.5), (x, 0.5)]])
    for cap, y in zip(caps, (-0.5, 0.5), strict=True):
        cap.set_data([x], [y])


def boxed_and_rotated(texts: list, x: float) -> None:
    for text in texts:
        text.set(text=f"x = {x:.2f}", position=(x, -0.5))
    texts[-2].set(rotation=30 * x, text=f"one\n{x:.2f}")
    texts[-1].set_text("many words " * round(4 + x))


def tricky_words(texts: list, x: float) -> None:
    texts[0].set_text(f"{x} _[|]" if x > 1 else f"Å{x:.2f}")
    texts[1].set_text(f"${x}|" if x < 0 else "Å" * round(x))
    texts[2].set_text(rf"costs \${x:.1f}")
    texts[3].set_text(f'<b> id="a" url(#y) {x} &amp; fill: #000000 > <')
    texts[4].set(text=f' id="b" href="#z" {x}', color=red_or_blue(x))


FONTS_OF_MATH = ["cm", "stix", "dejavuserif"]


def alphabets(texts: list, x: float) -> None:
    """Letters that only Matplotlib's own fonts have."""
    texts[0].set_text(rf"$f'({x:.0f})$ in words")
    texts[1].set_text(r"$\mathcal{L}\left(\frac{a}{b}\right)$" if x > 0 else "L")
    for text in texts[2:]:
        text.set_text(rf"$\int_0^{{{x:.0f}}} \sqrt{{x}}\,dx \approx \sum f(x_i)\,\Delta x$")


def polar_artists(ax: Axes) -> tuple:
    ax = ax.figure.add_axes((0.05, 0, 0.4, 0.8), polar=True)
    ax.set(rmax=2, rorigin=-1, title="polar")
    ax.bar([1], [1.5], 0.5, color="orange")
    return ax.plot(XS, XS, "o-")[0], ax.axhline(1), ax.text(0, 0, "")


def polar(artists: tuple, x: float) -> None:
    """A curve with gaps, since no radius is below that of the middle, a circle, and words."""
    curve, circle, text = artists
    curve.set_ydata(2 * np.cos(x * XS))
    circle.set_ydata([abs(x) / 2] * 2)
    text.set(text=f"{x:.1f}", position=(x, 1))


def texts_of(ax: Axes, *styles: dict) -> list:
    ys = np.linspace(-1.2, 1.2, len(styles))
    return [ax.text(-0.5, y, "", **style) for y, style in zip(ys, styles, strict=True)]


# The artists in Axes from -3 to 3, and how x moves them.
CASES: dict[str, tuple[Callable, Callable]] = {
    "styles": (
        lambda ax: (
            *(ax.plot(XS, sine(k))[0] for k in (1, 2)),
            ax.text(0, 0, "hi (there) ∂f₁/∂x", ha="center", va="center"),
        ),
        lambda three, x: (
            three[0].set(color=red_or_blue(x), linewidth=3 + x),
            three[1].set_linestyle("--" if x > 0 else ":"),
            three[2].set_fontsize(12 + 3 * x),
        ),
    ),
    "written to in place": (in_place_artists, in_place),
    "words": (
        lambda ax: texts_of(ax, {"ha": "center"}, {"ha": "right", "va": "center"}, {}, {}, {}),
        tricky_words,
    ),
    "math": (
        lambda ax: ax.text(0, 0, "", fontsize=15),
        lambda text, x: text.set_text(rf"$\frac{{1}}{{{x:.1f}}}$"),
    ),
    "boxed, rotated and wrapped": (
        lambda ax: texts_of(
            ax,
            {"bbox": {"facecolor": "orange"}},
            {"rotation": 40},
            {"rotation": -40, "rotation_mode": "anchor", "va": "bottom"},
            {"fontsize": 15},
            {"wrap": True},
        ),
        boxed_and_rotated,
    ),
    "a line with gaps": (
        lambda ax: ax.plot(XS, sine(1))[0],
        lambda line, x: line.set_ydata(np.where(np.abs(XS - x) < 0.3, np.nan, 3 * sine(x))),
    ),
    "a line by hand": (
        lambda ax: ax.plot(XS, sine(1))[0],
        lambda line, x: (line.set_ydata(sine(x)), line.set_sketch_params(5, 50, 2)),
    ),
    "markers": (
        lambda ax: [ax.plot([], [], "o")[0], ax.plot([], [], "s-")[0], ax.step([], [])[0]],
        all_markers,
    ),
    "axvline and axvspan": (
        lambda ax: (ax.axvline(0), ax.axvspan(0, 1, alpha=0.3), ax.axline((0, 0), slope=1)),
        lambda three, x: (three[0].set_xdata([x, x]), three[1].set_x(x), three[2].set_slope(x)),
    ),
    "bars": (
        lambda ax: ax.bar([-2, 0, 2], 1, hatch="/"),
        lambda bars, x: [bar.set_height(np.sin(x + k)) for k, bar in enumerate(bars)],
    ),
    "fill_between": (
        lambda ax: ax.fill_between(SOME, SOME, alpha=0.4),
        lambda area, x: area.set_data(SOME, np.sin(SOME * x), 0),
    ),
    "scatter": (
        lambda ax: ax.scatter(SOME, SOME, c=SOME),
        lambda dots, x: dots.set(
            offsets=np.c_[SOME, np.sin(x * SOME)], sizes=[60 + 20 * x], array=SOME * x
        ),
    ),
    "image": (
        lambda ax: ax.imshow(GRID, extent=(-3, 3, -1.5, 1.5), aspect="auto"),
        lambda image, x: image.set_data(GRID + 5 * np.sin(x * GRID)),
    ),
    "patches": (
        lambda ax: [
            ax.add_patch(patch)
            for patch in (
                FancyArrowPatch((0, 0), (1, 1), arrowstyle="->", mutation_scale=20),
                Circle((0, 0), 0.5, alpha=0.5),
                Polygon([[0, 0], [-1, 0], [0, -1]], hatch="x"),
            )
        ],
        lambda three, x: (
            three[0].set_positions((0, 0), (x, 1)),
            three[1].set(center=(x, 0), radius=0.5 + x / 5),
            three[2].set_xy([[0, 0], [x, 0], [0, -1]]),
        ),
    ),
    "contours and a dot": (
        lambda ax: (ax.contourf(SOME, SOME, GRID), ax.plot([0], [0], "ko")[0])[1],
        lambda dot, x: dot.set_data([x], [x / 3]),
    ),
    "gouraud triangles": (
        lambda ax: ax.tripcolor(*CORNERS, shading="gouraud", rasterized=True),
        lambda mesh, x: mesh.set_array(np.array([x / 2, 1, 2])),
    ),
    "points as an image": (
        lambda ax: ax.scatter(SOME, SOME / 3, rasterized=True),
        lambda dots, x: dots.set_offsets(np.c_[SOME, np.sin(x * SOME)]),
    ),
    "error bars": (lambda ax: ax.errorbar([0], [0], yerr=[0.5], fmt="o", capsize=4), error_bars),
    "a table": (
        lambda ax: ax.table([["x", "y"], ["1", "2"]], loc="center"),
        lambda table, x: table[1, 0].get_text().set_text(f"{x:.2f}"),
    ),
    "titles and a legend": (
        lambda ax: (ax.plot(XS, sine(1), label="sine"), ax.legend(loc=(0.02, 0.8)))[1],
        titles,
    ),
    "a legend in the best place": (
        lambda ax: (ax.plot(XS, sine(1), label="sine")[0], ax.legend())[0],
        lambda line, x: line.set_ydata(0.6 * x + 0 * XS),
    ),
    "ticks, spines and a grid": (lambda ax: ax, ticks),
    "alpha and zorder": (
        lambda ax: [ax.plot(XS, sine(k), linewidth=9)[0] for k in (1, 2)],
        lambda two, x: (two[0].set(zorder=2 + x, alpha=0.5 + x / 8), two[1].set_ydata(sine(x))),
    ),
    "hidden": (
        lambda ax: [ax.axvspan(-1, 0), ax.axvspan(-2, 1, color="red"), ax.text(0, 0, "here")],
        some_hidden,
    ),
    "removed and made anew": (lambda ax: ax, made_anew),
    "cleared and drawn anew": (lambda ax: ax, drawn_anew),
    "cleared, with labels alone": (
        lambda ax: ax,
        lambda ax, x: (
            ax.clear(),
            ax.set(xlim=(-3, 3), ylim=(-1.5, 1.5), title=f"x = {x}"),
            ax.set(xlabel="some words" if x > 0 else "", ylabel="others" if x < 0 else ""),
        ),
    ),
    "a second axis": (
        lambda ax: (ax.twinx().set_ylim(0, 9), ax.figure.axes[1].plot(XS, XS**2)[0])[1],
        lambda line, x: (line.set_ydata(XS**2 + x), line.axes.set_facecolor(red_or_blue(x))),
    ),
    "a clip path": (
        lambda ax: (
            window := Polygon([[0, 0], [1, 0], [0, 1]], transform=ax.transData),
            ax.plot(XS, sine(1), linewidth=6)[0].set_clip_path(window),
        )[0],
        lambda window, x: window.set_xy([[-1, -1], [x, 1], [1, -1]]),
    ),
    "other alphabets": (
        lambda ax: texts_of(ax, {}, {}, *({"math_fontfamily": font} for font in FONTS_OF_MATH)),
        alphabets,
    ),
    "other fonts": (
        lambda ax: texts_of(
            ax,
            {"family": "serif"},
            {"family": "monospace"},
            {"style": "italic", "family": "not there"},
            {"weight": "bold"},
        ),
        lambda texts, x: [text.set_text(f"x  f\n{x:.0f}  {x:5.2f}") for text in texts],
    ),
    "ticks above": (
        lambda ax: (ax.xaxis.tick_top(), ax)[1],
        lambda ax, x: ax.set_title(f"step {x}"),
    ),
    "an axis above": (
        lambda ax: (ax.secondary_xaxis("top"), ax.twiny().set_xlabel("above"), ax)[2],
        lambda ax, x: ax.set_title(f"step {x}"),
    ),
    "ticks that go up": (
        lambda ax: ax,
        lambda ax, x: (
            ax.set_title(f"step {x}"),
            (ax.xaxis.tick_top if x > 0 else ax.xaxis.tick_bottom)(),
        ),
    ),
    "a formatter of one's own": (
        lambda ax: (
            factor := [1],
            ax.xaxis.set_major_formatter(lambda value, _: f"{value * factor[0]:g}"),
        )[0],
        lambda factor, x: factor.__setitem__(0, x),
    ),
    "a color scale": (
        lambda ax: (
            image := ax.imshow(GRID, extent=(-3, 3, -1.5, 1.5), aspect="auto"),
            ax.figure.colorbar(image, ax=ax),
        )[0],
        lambda image, x: image.set_clim(0, x + 3),
    ),
    "long dashes": (
        lambda ax: ax.plot(np.linspace(-9, 3, 2000), np.zeros(2000), "--")[0],
        lambda line, x: line.set_ydata(np.full(2000, x / 2)),
    ),
    "an inset over an image": (
        lambda ax: (
            ax.imshow(GRID, extent=(-3, 3, -1.5, 1.5), aspect="auto", cmap="gray"),
            ax.text(-2, 1, "", color="black"),
            ax.inset_axes((0.5, 0.1, 0.4, 0.5)).text(0.5, 0.5, ""),
        )[1:],
        lambda texts, x: [text.set_text(f"here {x}") for text in texts],
    ),
    "a gray figure": (
        lambda ax: (ax.figure.set(facecolor="0.8", linewidth=6, edgecolor="red"), ax.set_title(""))[
            1
        ],
        lambda title, x: title.set_text(f"{x}"),
    ),
    "outside of the figure": (
        lambda ax: (
            ax.plot(XS, sine(1), label="sine"),
            ax.legend(bbox_to_anchor=(1.02, 1), loc="upper left"),
        )[1],
        lambda legend, x: legend.get_texts()[0].set_text(f"sine {x}"),
    ),
    "polar axes": (
        lambda ax: ax.figure.add_axes((0, 0, 0.5, 1), polar=True).plot([0, 1], [0, 1])[0],
        lambda line, x: (line.set_data([0, x], [0, 1]), line.axes.set_rmax(2 + x / 4)),
    ),
    "many points in space": (
        lambda ax: ax.figure.add_axes((0, 0, 0.5, 1), projection="3d").scatter(XS, XS, XS, c=XS),
        lambda points, x: points.axes.view_init(30, 10 * x),
    ),
    "polar curves and words": (polar_artists, polar),
    "polar axes that turn": (
        lambda ax: ax.figure.add_axes((0, 0, 0.5, 1), polar=True).plot([0, 1], [0, 1])[0].axes,
        lambda polar, x: polar.set_theta_offset(x),
    ),
}


def made(case: str) -> tuple[Figure, Callable[[float], str]]:
    """Make a figure, and the function that moves it."""
    make, move = CASES[case]
    figure = Figure(figsize=(5, 3))
    ax = figure.subplots()
    ax.set(xlim=(-3, 3), ylim=(-1.5, 1.5))
    artists = make(ax)

    def update(x: float) -> str:
        move(artists, x)
        return f"x is {x}"

    return figure, update


# ---- What is seen of them, read without a browser ----

NUMBER = re.compile(r"(?<![#\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?")


def saved(figure: Figure) -> Element:
    """The drawing that Matplotlib makes of a figure."""
    figure.dpi = 72
    with mpl.rc_context(SETTINGS | {"svg.hashsalt": "saved"}):
        drawing = Drawing(figure, 100)
        return parsed(drawing.whole([drawing.of(figure)]))


def at_points(path: str) -> str:
    """Path data with points in the place of steps."""
    if "m" not in path:
        return path
    found, here, start, pen = [], (0, 0), None, ""
    for command, x, y in re.findall(r"([mlz])|(-?[\d.]+) (-?[\d.]+)", path):
        if command == "z":
            found, here = [*found, "z"], start
        elif command:
            pen = command
        else:
            here = here[0] + float(x), here[1] + float(y)
            found.append(f"{pen.upper()} {here[0]:.2f} {here[1]:.2f}")
            start, pen = (here if pen == "m" else start), "l"
    return " ".join(found)


def strokes(root: Element) -> list[tuple[str, str, list[float]]]:
    """All that is seen in a drawing: words, styles, and numbers."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    found = []

    def collect(element: Element, around: list[str]) -> None:
        own = element.attrib.copy()
        own.pop("id", None), own.pop("class", None)
        style = own.pop("style", "")
        if style == "display: none":
            return
        text = " ".join([*around, style, *itertools.chain(*sorted(own.items()))])
        for name in re.findall(r"#([\w-]{8,})", text):
            inner = "".join(ElementTree.tostring(part, "unicode") for part in by_id[name].iter())
            text = text.replace(name, re.sub(r'id="[\w-]+"', "", inner))
        text = text.replace("currentColor", "#000000").replace("var(--live-background)", "#ffffff")
        text = re.sub(r"(?<![-\w])fill: #000000|;", "", text)  # what is not said is black
        if element.tag in ("path", "text", "use", "image"):
            words = element.text or ""
            if "d" in own:
                text = text.replace(own["d"], at_points(own["d"]))
            seen = {"text": words, "path": own.get("d", "")}.get(element.tag, "-")
            if not seen.strip():
                return
            text = re.sub(r"\s+", " ", f"{element.tag} {text}").strip()
            numbers = [float(number) for number in NUMBER.findall(text)]
            if "fill: #ffffff" not in text:  # the page is white
                found.append((words, NUMBER.sub("0", text), numbers))
        elif element.tag != "defs":
            for child in element:
                collect(child, [text] if element.tag == "g" else [])

    collect(root, [])
    return found


def assert_same(live: LiveFigure, figure: Figure, *at: int) -> None:
    one, other = strokes(on_screen(live, *at)[0]), strokes(saved(figure))
    assert [row[:2] for row in one] == [row[:2] for row in other]
    for (*what, numbers), (*_, others) in zip(one, other, strict=True):
        np.testing.assert_allclose(numbers, others, rtol=0, atol=0.11, err_msg=str(what))


def assert_shows(make: Callable[[], tuple[Figure, Callable]], x: Widget) -> LiveFigure:
    """At each position a live figure of what is made shows what Matplotlib draws for that state."""
    live = LiveFigure(*make(), x=x)
    figure, update = make()
    values = positions_of("x", x).values
    figure.dpi = 72
    update(x.value)
    figure.draw_without_rendering()  # the layout is made once, and does not follow what moves
    figure.set_layout_engine("none")
    for k, value in reversed([*enumerate(values)]):
        assert on_screen(live, k)[1] == update(value)
        assert_same(live, figure, k)
    return live
