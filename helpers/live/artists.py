"""The artists of a figure one by one: in which order they are drawn, and what each looks like."""

import enum
import html
import io
import re
import types
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter, itemgetter

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.cbook import CallbackRegistry
from matplotlib.collections import Collection, TriMesh
from matplotlib.colors import to_hex
from matplotlib.figure import Figure, FigureBase
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import FancyArrow, FancyArrowPatch, Patch
from matplotlib.table import Cell
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform, Transform, TransformedBbox
from numpy import ndarray

from helpers.figures.style import ON_DARK
from helpers.figures.themes import (
    BLACK,
    INK,
    PAPER,
    WHITE,
    Ground,
    PageRenderer,
    corners,
    ground,
    grounds_of,
    is_black,
    is_white,
    kind_below,
)

POINTS_PER_INCH = 72  # the unit of Matplotlib's SVG
PAD = 7.2
"""Points: room around what leaves the figure, as in the pictures of a notebook."""

NUMBERS = {float, int, np.float64}
IMMUTABLE = {str, float, int, bool, type(None), bytes, complex}
AS_THEY_ARE = (enum.Enum, np.generic, type, types.FunctionType, types.MethodType)
OWNERS = (FigureBase, Axes, Axis, CallbackRegistry, RendererBase, MixedModeRenderer)
"""What an artist belongs to: it says nothing about the artist."""
UNSEEN = {"_stale", "_remove_method", "stale_callback", "_parents", "_imcache", "_id_colorizer"}
UNSEEN |= {"zorder", "_contour_generator"}
"""What an artist keeps for itself, and nobody sees; its place among others is not its look."""

FONTS = ["DejaVu Sans", "Verdana"]
FAMILY = "font-family: 'DejaVu Sans', 'Verdana', sans-serif"
SETTINGS = {
    "svg.fonttype": "none",
    "font.sans-serif": FONTS,
    "font.monospace": ["DejaVu Sans Mono"],
    "savefig.bbox": None,
}


MANY = 16
"""From so many lines on the data of a path has steps in the place of points."""
COMMANDS = re.compile(r"([MLz])(?: ([-\d.]+)[ ,]([-\d.]+))?")


def axes_of(container: Figure | Axes) -> Iterator[Axes]:
    """The Axes in a figure that can be taken apart, and those within them."""
    for artist in container.get_children():
        if isinstance(artist, Axes) and type(artist).draw is Axes.draw:
            yield artist
            yield from axes_of(artist)


def drawn(container: Figure | Axes, seen: bool = True) -> Iterator[tuple[Artist, bool]]:
    """The artists of a figure in Matplotlib's order, those of Axes one by one, and which show."""
    artists = container.get_children()
    artists.remove(container.patch)
    framed, hidden = True, []
    if isinstance(container, Axes):
        framed = container.axison and container.get_frame_on()
        hidden += [] if framed else list(container.spines.values())
        hidden += [] if container.axison else [container.xaxis, container.yaxis]
    artists.sort(key=attrgetter("zorder"))
    if framed:
        artists.insert(0, container.patch)
    for artist in artists:
        shows = seen and artist.get_visible() and artist not in hidden
        if isinstance(artist, Axes) and type(artist).draw is Axes.draw:
            yield from drawn(artist, shows)
        else:
            yield artist, shows


CONTENT = {
    Text: {"_text", "_x", "_y"},
    Line2D: {"_xorig", "_yorig", "_x", "_y", "_xy", "_invalidx", "_invalidy", "_path", "_subslice"}
    | {"_transformed_path", "_x_filled"},
}
"""Attributes that hold a text's words and place, and a line's points."""


TELL = Text, Line2D, Patch
"""Artists that are stale, as Matplotlib calls it, once they have been changed by their methods."""


class Watched:
    """An artist, and what it looked like last.

    Two looks are equal if the artist holds the same numbers, colors, words …, whoever has written
    them and how. An artist that is made of others, such as a legend, looks different once one of
    them has been changed.

    Parameters
    ----------
    artist
        What is watched.
    fixed
        Transforms that do not change, by their ids.
    known
        All that was seen of any artist beside its content, with a number each.
    """

    def __init__(self, artist: Artist, fixed: set[int], known: dict[object, int]) -> None:
        self.artist, self.fixed, self.known = artist, fixed, known
        self.parts = _parts(artist)
        self.of_parts: object = None
        self.content_of = type(artist) if type(artist) in CONTENT else None
        self.content: object = None
        self.silent = False
        """Whether it was found to have been changed without saying so."""
        self.xy = self.place = None
        # A legend that looks for the best place sees other artists; others are not understood.
        self.understood = not isinstance(artist, Axes | FigureBase) and not (
            isinstance(artist, Legend) and artist._loc_real == Legend.codes["best"]
        )
        self._look_closely()
        artist._stale = True  # its content has yet to be looked at

    @property
    def certain(self) -> bool:
        """Whether a look that it has once more means that it is the same, and others are not."""
        colored = isinstance(self.artist, Collection) and self.artist.get_array() is not None
        return self.understood and not self.parts and not colored

    def look(self, closely: bool) -> tuple[object, int]:
        """Its content, words and place of a text or points of a line, and a number for all else.

        Most artists say so if they are changed through their methods. If not `closely`, those that
        have not said so are not asked for more, which takes a fraction of the time.
        """
        artist, before = self.artist, (self.content, self.number)
        silent = self.tells and not artist._stale
        if silent and not closely:
            return before
        if self.content_of is Line2D:
            self.content = _points_of(artist)
        elif self.content_of is Text:
            xy = artist._x, artist._y
            if xy != self.xy:
                self.xy, self.place = xy, artist.get_unitless_position()
            self.content = artist.get_text(), self.place
        if not self._is_the_same():
            self._look_closely()
        artist._stale = False
        look = self.content, self.number
        self.silent = silent and look != before
        return look

    def _is_the_same(self) -> bool:
        """Whether all but its content is as it was; asked often, so it is quick."""
        own = vars(self.artist)
        try:
            return (
                self.understood
                and len(own) == self.count
                and self.values_of(own) == self.values
                and self.held == self.copies
                and [read() for read in self.reads] == self.bytes
                and not any(map(STALE, self.parts))
            )
        except (ValueError, KeyError):  # two arrays that are not the same one; an attribute is gone
            return False

    def _look_closely(self) -> None:
        """Note all that it holds but its content."""
        if any(map(STALE, self.parts)):
            self.parts = _parts(self.artist)
            for part in self.parts:
                part.stale = False
            self.of_parts = object()
        own = vars(self.artist)
        names = [*own.keys() - UNSEEN - CONTENT.get(self.content_of, set())]
        self.count, self.values_of = len(own), itemgetter(*sorted(names))
        self.values = self.values_of(own)
        self.held: list[dict | list | set] = []
        self.reads: list[Callable[[], bytes]] = []
        self.within = [self.artist]
        look = type(self.artist), self.of_parts, self._all_of(self.values)
        self.copies = [held.copy() for held in self.held]
        self.bytes = [read() for read in self.reads]
        self.tells = self.understood and isinstance(self.artist, TELL) and not self.parts
        self.number = self.known.setdefault(look if self.understood else object(), len(self.known))

    def _all_of(self, values: Iterable[object]) -> tuple:
        return tuple([value if type(value) in IMMUTABLE else self._of(value) for value in values])

    def _of(self, value: object) -> object:
        """What is seen of a value: equal for equal ones."""
        if isinstance(value, AS_THEY_ARE):
            return value
        if isinstance(value, ndarray):
            mask = np.ma.isMaskedArray(value) and self._read(
                lambda: np.ma.getmaskarray(value).tobytes()
            )
            return value.shape, value.dtype.str, self._read(value.tobytes), mask
        if isinstance(value, list | set | dict):
            self.held.append(value)
        if isinstance(value, list | tuple):
            return self._all_of(value)
        if isinstance(value, set):
            return frozenset(self._all_of(value))
        if isinstance(value, dict):
            return tuple(value), self._all_of(value.values())
        if isinstance(value, MarkerStyle):
            own = value.get_marker(), value.get_fillstyle(), value.get_user_transform()
            return self._all_of([*own, value.get_capstyle(), value.get_joinstyle()])
        if isinstance(value, OWNERS) or any(value is outer for outer in self.within):
            return None
        if self.parts and isinstance(value, Artist):
            return None  # one of its parts
        if id(value) in self.fixed:
            return id(value)
        if isinstance(value, TransformedBbox):  # such as that of the Axes, which clips: fixed, too
            return value.get_points().tobytes()
        if type(value) is IdentityTransform:
            return None
        if isinstance(value, Transform) and value.is_affine:
            return self._read(lambda: value.get_matrix().tobytes())
        if not hasattr(value, "__dict__"):
            self.understood = self.understood and callable(value)
            return value
        self.held.append(vars(value))
        self.within.append(value)
        shown = {name: one for name, one in vars(value).items() if name not in UNSEEN}
        look = type(value), self._all_of(shown.values())
        self.within.pop()
        return look

    def _read(self, read: Callable[[], bytes]) -> bytes:
        """The bytes of an array, which will be read again: it can change in its place."""
        self.reads.append(read)
        return read()


def _points_of(line: Line2D) -> bytes:
    """The points of a line, as pairs of floats.

    Numbers that have just been set are taken as they are, which costs a fraction of what Matplotlib
    does to draw them; all else, such as dates, it makes numbers of.
    """
    x, y = line._xorig, line._yorig
    new = line._invalidx or line._invalidy
    if not (new and _are_numbers(x) and _are_numbers(y) and len(x) == len(y)):
        return line.get_xydata().tobytes()
    points = np.empty((len(x), 2))
    points[:, 0], points[:, 1] = x, y
    return points.tobytes()


def _are_numbers(values: object) -> bool:
    if type(values) is ndarray:
        return values.ndim == 1 and values.dtype.kind in "fiu"
    return type(values) in (list, tuple) and {*map(type, values)} <= NUMBERS


STALE = attrgetter("_stale")
"""Whether an artist has been changed through its methods since somebody has taken note of it."""


def _parts(artist: Artist) -> list[Artist]:
    """What an artist is made of, itself among it; nothing if it is not made of others."""
    if not artist.get_children():
        return []
    parts = artist.findobj()
    # A cell of a table does not count its words among its children.
    return parts + [part.get_text() for part in parts if isinstance(part, Cell)]


class Backdrop:
    """What lies below each artist of a figure, as it is now."""

    def __init__(self, figure: Figure) -> None:
        self.grounds: list[Ground] = []
        self.below: dict[Artist, int] = {}
        """How many of the grounds lie below an artist."""
        self.shown: dict[Artist, str] = {figure.patch: "none"}
        """How a white background of the figure or of Axes is drawn."""
        owners = {ax.patch: ax for ax in axes_of(figure)}
        boxes: dict[Axes, Bbox] = {}
        for artist, shows in drawn(figure):
            self.below[artist] = len(self.grounds)
            if not shows:
                continue
            if (ax := owners.get(artist)) is not None:
                covers = any(map(ax.bbox.padded(-1).overlaps, boxes.values()))
                hides = covers or self.grounds or any(map(_is_black_shape, ax.patches))
                self.shown[artist] = _paper(ax) if hides else "none"
            if artist in self.shown:
                color, shown = artist.get_facecolor(), self.shown[artist]
                if shown == "none" and is_white(color):
                    continue
                if artist is figure.patch:  # it reaches as far as what leaves the figure
                    self.grounds.append(ground(corners(figure.bbox.padded(1e4)), "own"))
                    continue
                for one in grounds_of(artist):
                    on_own = kind_below(self.grounds, one.box) == "own"
                    own = on_own or shown == WHITE or not is_white(color)
                    self.grounds.append(one._replace(kind="own" if own else "page"))
            else:
                self.grounds += grounds_of(artist)
            if isinstance(artist.axes, Axes):
                boxes[artist.axes] = artist.axes.bbox

    def of(self, artist: Artist) -> list[Ground]:
        """The grounds below an artist."""
        return self.grounds[: self.below.get(artist, 0)]


class Drawing:
    """Draws artists as they are in Matplotlib's SVG, one at a time.

    Parameters
    ----------
    figure
        Whose artists are drawn; it must have 72 dots per inch.
    dpi
        Dots per inch of images, also of those that are made of what is rasterized.
    """

    def __init__(self, figure: Figure, dpi: float) -> None:
        self.width, self.height = figure.get_size_inches() * POINTS_PER_INCH
        self.file = io.StringIO()
        metadata = {"Date": None}
        self.svg = PageRenderer(self.width, self.height, self.file, None, dpi, metadata=metadata)
        self.renderer = MixedModeRenderer(figure, *figure.get_size_inches(), dpi, self.svg)
        self.color = figure.patch.get_facecolor() if figure.get_frameon() else (1, 1, 1)
        self._written()
        self.definitions: dict[str, None] = {}

    def of(self, artist: Artist, grounds: list[Ground] | None = None, shown: str = "") -> str:
        """What is drawn for an artist as it is now, on these grounds; see PageRenderer."""
        if shown == "none" and is_white(artist.get_facecolor()) and not _has_edge(artist):
            return ""  # the page shows through
        self.svg.begin(artist, grounds or [], shown)
        # In a group of its own: Matplotlib leaves that of a text open whose place is not finite.
        start = self.svg.writer.start("g")
        renderer = self.renderer
        if _becomes_an_image(artist):
            renderer.start_rasterizing()
            renderer._rasterizing, renderer._raster_depth = True, 1  # as within a parent that is
        artist.draw(renderer)
        renderer._raster_depth = 0
        if renderer._rasterizing:  # the artist itself, or the last one in it
            renderer.stop_rasterizing()
            renderer._rasterizing = False
        self.svg.writer.close(start)
        svg = self._collected(self._written())
        for url in re.findall(r'<a xlink:href="([^"]*)"', svg):
            _check_url(html.unescape(url), artist)
        return svg.removeprefix("<g>").removesuffix("</g>").removeprefix("<g/>")

    def holds(self, box: Bbox) -> bool:
        """Whether a box lies within the figure."""
        return box.x0 > -1 and box.y0 > -1 and box.x1 < self.width + 1 and box.y1 < self.height + 1

    @property
    def leaves(self) -> bool:
        """Whether something is drawn outside of the figure."""
        return self.svg.drawn is not None and not self.holds(self.svg.drawn)

    @property
    def box(self) -> Bbox:
        """The figure, and what leaves it, with the room that Matplotlib gives to that."""
        figure = Bbox.from_bounds(0, 0, self.width, self.height)
        return Bbox.union([figure, self.svg.drawn.padded(PAD)]) if self.leaves else figure

    def whole(self, contents: list[str]) -> str:
        """The SVG of all these drawings, of the figure's size, or larger if they leave it."""
        self.svg.finalize()
        self._collected(self._written())
        box = self.box
        left, top = box.x0, self.height - box.y1
        seen = " ".join(_rounded(number, 1) for number in (left, top, box.width, box.height))
        if self.leaves and not is_white(self.color):
            color = to_hex(self.color, keep_alpha=True)
            place = (
                f'x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
            )
            contents = [f'<rect {place} style="fill: {color}"/>', *contents]
        style = f"max-width: {box.width:.0f}pt; min-width: {box.width / 2:.0f}pt; {FAMILY}"
        return (
            f'<svg role="img" viewBox="{seen}" style="{style}" '
            f'stroke-linejoin="round"><defs>{"".join(self.definitions)}</defs>'
            f"{''.join(contents)}</svg>"
        )

    def _written(self) -> str:
        written = self.file.getvalue()
        self.file.seek(0)
        self.file.truncate()
        return written

    def _collected(self, svg: str) -> str:
        """The drawing, made small, without the definitions, which others may share."""
        svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
        svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><")
        svg = re.sub(r"<[^>]+>", _tidy, svg)  # within tags only: words stay as they are
        svg = re.sub(r'(?<= d=")[^"]*', lambda path: in_steps(path[0]), svg)
        # Hatches on nothing are lines on the page.
        svg = re.sub(r'fill="none"/><path [^>]*', lambda h: h[0].replace(BLACK, INK), svg)
        self.definitions |= dict.fromkeys(re.findall(r"<defs>(.*?)</defs>", svg))
        return re.sub(r"<defs>.*?</defs>", "", svg).strip()


def _has_edge(patch: Patch) -> bool:
    return patch.get_linewidth() > 0 and patch.get_edgecolor()[3] > 0


def _is_black_shape(patch: Patch) -> bool:
    """Whether it is filled with black, as a bar may be, so that it needs a white background."""
    arrow = isinstance(patch, FancyArrow | FancyArrowPatch)
    return (
        patch.get_visible() and patch.get_fill() and not arrow and is_black(patch.get_facecolor())
    )


def _paper(ax: Axes) -> str:
    return WHITE if any(map(_is_black_shape, ax.patches)) else PAPER


def _check_url(url: str, artist: Artist) -> None:
    if not re.match(r"https?://|mailto:|#", url, re.IGNORECASE):
        raise ValueError(
            "url of an artist must begin with http:, https:, mailto: or #, "
            f"got {url!r:.80} of {name_of_artist(artist)}"
        )


def name_of_artist(artist: Artist) -> str:
    """What a teacher would call an artist in an error message."""
    label = artist if isinstance(artist, Text) else artist.get_label()  # an Axis has a Text
    words = label.get_text() if isinstance(label, Text) else str(label)
    kind = type(artist).__name__
    return f"{kind} {words!r:.40}" if words and not words.startswith("_") else kind


def _rounded(number: float, digits: int) -> str:
    """A number with so many digits after the point at most."""
    return f"{number:.{digits}f}".rstrip("0").rstrip(".")


def in_steps(path: str) -> str:
    """Path data with steps in the place of points, if it has many: much less, when packed."""
    if path.count("L") < MANY or "C" in path or "Q" in path:
        return path
    written, pen, start, here = [], "", (0, 0), (0, 0)
    for command, *point in COMMANDS.findall(path):
        if command == "z":
            written.append("z")
            pen, here = "", start
            continue
        x, y = (round(10 * float(number)) for number in point)
        step = f"{_tenths(x - here[0])} {_tenths(y - here[1])}"
        if command == "M":
            start, pen = (x, y), "m"
            written.append(f"m {step}")
        elif (x, y) != here or pen == "m":
            written.append(step if pen == "l" else f"l {step}")
            pen = "l"
        here = x, y
    return " ".join(written)


@cache
def _tenths(number: int) -> str:
    return f"{number / 10:.1f}".removesuffix(".0")


def _becomes_an_image(artist: Artist) -> bool:
    """Whether it is drawn as an image though it doesn't ask for it; if it does, it sees to it."""
    ax = artist.axes if isinstance(artist.axes, Axes) else None
    level = ax and ax.get_rasterization_zorder()
    below = level is not None and artist.zorder < level
    # No browser knows what Matplotlib's SVG of a smooth mesh asks for.
    smooth = isinstance(artist, TriMesh) or getattr(artist, "_shading", "") == "gouraud"
    return bool(smooth or below or (ax and ax.get_rasterized()))


def _tidy(tag: re.Match) -> str:
    """One tag: without names and digits that nobody needs, in the colors of the page's theme."""
    text = re.sub(r'<g id="[^"]*"', "<g", tag[0])
    text = re.sub(r'(id="|#)C[0-9a-f]+_', r"\1C_", text)  # counted, where the content would do
    text = re.sub(r' transform="rotate\(-?0 [^"]*"|; ' + re.escape(FAMILY), "", text)
    if text.startswith("<a "):  # a place on the same page opens there
        return re.sub(r'(href="#[^"]*") target="_blank"', r"\1", text)
    text = re.sub(r' d="[^"]*"', lambda path: DIGITS[2].sub(_to_two, path[0]), text)
    # More digits where a browser moves a line of words to the nearest pixel.
    text = DIGITS[3].sub(_to_three, text)
    return re.sub(r"(?<=fill: |roke: )#[0-9a-f]{6}", _theme_color, text)


DIGITS = {2: re.compile(r"-?\d+\.\d{3,}"), 3: re.compile(r'(?<=[ (]|")-?\d+\.\d{4,}')}
"""Numbers with more digits than these after the point."""


def _to_two(number: re.Match) -> str:
    return _rounded(float(number[0]), 2)


def _to_three(number: re.Match) -> str:
    return _rounded(float(number[0]), 3)


def _theme_color(color: re.Match) -> str:
    return f"var(--{color[0][1:]})" if color[0] in ON_DARK else color[0]
