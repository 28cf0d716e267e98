"""The artists of a figure one by one: in which order they are drawn, and what each looks like."""

import enum
import io
import re
import types
from collections.abc import Callable, Iterator
from operator import attrgetter

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.cbook import CallbackRegistry
from matplotlib.figure import Figure, FigureBase
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.table import Cell
from matplotlib.text import Text
from matplotlib.transforms import BboxBase, IdentityTransform, Transform, TransformedBbox
from numpy import ndarray

from helpers.figures.style import ON_DARK

POINTS_PER_INCH = 72  # the unit of Matplotlib's SVG

IMMUTABLE = {str, float, int, bool, type(None), bytes, complex}
AS_THEY_ARE = (enum.Enum, np.generic, type, types.FunctionType, types.MethodType)
OWNERS = (FigureBase, Axes, Axis, CallbackRegistry, RendererBase)
"""What an artist belongs to: it says nothing about the artist."""
UNSEEN = {"_stale", "_remove_method", "stale_callback", "_parents", "_imcache", "_id_colorizer"}
"""What an artist keeps for itself, and nobody sees."""

FONTS = ["DejaVu Sans", "Verdana"]
FAMILY = "font-family: 'DejaVu Sans', 'Verdana', sans-serif"
SETTINGS = {
    "svg.fonttype": "none",
    "font.sans-serif": FONTS,
    "font.monospace": ["DejaVu Sans Mono"],
}


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
    # The page shows through a white background.
    if framed and container.patch.get_facecolor()[:3] != (1, 1, 1):
        artists.insert(0, container.patch)
    for artist in artists:
        shows = seen and artist.get_visible() and artist not in hidden
        if isinstance(artist, Axes) and type(artist).draw is Axes.draw:
            yield from drawn(artist, shows)
        else:
            yield artist, shows


CONTENT = {
    Text: frozenset({"_text", "_x", "_y"}),
    Line2D: frozenset(
        {"_xorig", "_yorig", "_x", "_y", "_xy", "_invalidx", "_invalidy", "_path", "_subslice"}
        | {"_transformed_path", "_x_filled"}
    ),
}
"""Attributes that hold a text's words and place, and a line's points."""


class Watched:
    """An artist, and what it was like when it was looked at.

    Two looks are equal if the artist holds the same numbers, colors, words …, whoever has written
    them and how. An artist that is made of others, such as a legend, looks different once one of
    them has been changed.

    Parameters
    ----------
    artist
        What is watched.
    fixed
        Transforms that do not change, by their ids.
    """

    def __init__(self, artist: Artist, fixed: set[int]) -> None:
        self.artist, self.fixed = artist, fixed
        self.besides = UNSEEN | CONTENT.get(type(artist), set())
        # A legend that looks for the best place sees other artists; others are not known.
        self.known = not isinstance(artist, Axes | FigureBase) and not (
            isinstance(artist, Legend) and artist._loc_real == Legend.codes["best"]
        )
        self.parts = _parts(artist)
        self.of_parts: object = None
        self._look()

    def changed(self) -> bool:
        """Whether it may look different from when it was looked at; if so, look again."""
        content, look = self.content, self.look
        if self._holds_other_things():
            self._look()
            return self.content != content or self.look != look
        return self.content != content

    def _look(self) -> None:
        """Note its content, words and place of a text or the points of a line, and all else."""
        self.content = self._content()
        self.own = vars(self.artist).copy()
        self.held: list[tuple[object, object]] = []
        self.arrays: list[tuple[Callable[[], bytes], bytes]] = []
        if any(part.stale for part in self.parts):
            self.parts = _parts(self.artist)
            for part in self.parts:
                part.stale = False
            self.of_parts = object()
        self.within = [self.artist]
        self.look = object()
        if self.known:
            self.look = self.of_parts, self._of_object(self.artist, self.besides)

    def _content(self) -> object:
        if type(self.artist) is Text:
            return self.artist.get_text(), self.artist.get_unitless_position()
        if type(self.artist) is Line2D:
            return np.asarray(self.artist.get_xydata(), dtype=float).tobytes()
        return None

    def _holds_other_things(self) -> bool:
        """Whether more than its content is different; asked often, so it is quick."""
        if not self.known:
            return True
        own = vars(self.artist)
        try:
            for part in self.parts:
                if part.stale:
                    return True
            for now, before in self.held:
                if now != before:
                    return True
            for now, before in self.arrays:
                if now() != before:
                    return True
            if type(self.artist) is Line2D or own != self.own:
                self.content = self._content()
                for name, now in own.items():
                    before = self.own[name]
                    if now is not before and name not in self.besides and now != before:
                        return True
                self.own = own.copy()
        except (ValueError, KeyError):  # two arrays that are not the same one; a new attribute
            return True
        return False

    def _of_object(self, value: object, besides: set[str] | frozenset[str] = UNSEEN) -> tuple:
        held = vars(value)
        if value is not self.artist:
            self.held.append((held, held.copy()))
        return type(value), tuple(
            [
                item if type(item) in IMMUTABLE else self._of(item)
                for name, item in held.items()
                if name not in besides
            ]
        )

    def _of(self, value: object) -> object:
        kind = type(value)
        if kind in IMMUTABLE or isinstance(value, AS_THEY_ARE):
            return value
        if isinstance(value, ndarray):
            masked = isinstance(value, np.ma.MaskedArray)
            mask = masked and self._bytes(lambda: np.ma.getmaskarray(value).tobytes())
            return value.shape, value.dtype.str, self._bytes(value.tobytes), mask
        if isinstance(value, list | tuple):
            if isinstance(value, list):
                self.held.append((value, value.copy()))
            return tuple([item if type(item) in IMMUTABLE else self._of(item) for item in value])
        if kind is set:
            self.held.append((value, value.copy()))
            return frozenset(map(self._of, value))
        if kind is dict:
            self.held.append((value, value.copy()))
            return tuple([(key, self._of(item)) for key, item in value.items()])
        if isinstance(value, MarkerStyle):
            own = value.get_marker(), value.get_fillstyle(), value.get_user_transform()
            return self._of((*own, value.get_capstyle(), value.get_joinstyle()))
        if isinstance(value, OWNERS) or any(value is outer for outer in self.within):
            return None
        if self.parts and isinstance(value, Artist):
            return None  # one of its parts
        if isinstance(value, BboxBase | Transform) and id(value) in self.fixed:
            return id(value)
        if isinstance(value, TransformedBbox):  # such as that of the Axes, which clips: fixed, too
            return value.get_points().tobytes()
        if type(value) is IdentityTransform:
            return None
        if isinstance(value, Transform) and value.is_affine:
            return self._bytes(lambda: value.get_matrix().tobytes())
        if not hasattr(value, "__dict__"):
            if callable(value):
                return value
            self.known = False  # nobody knows what it holds
            return object()
        self.within.append(value)
        look = self._of_object(value)
        self.within.pop()
        return look

    def _bytes(self, content: Callable[[], bytes]) -> bytes:
        """The bytes of an array, which will be asked for again: it can change in its place."""
        now = content()
        self.arrays.append((content, now))
        return now


def _parts(artist: Artist) -> list[Artist]:
    """What an artist is made of, itself among it; nothing if it is not made of others."""
    if not artist.get_children():
        return []
    parts = artist.findobj()
    # A cell of a table does not count its words among its children.
    return parts + [part.get_text() for part in parts if isinstance(part, Cell)]


class Drawing:
    """Draws artists as they are in Matplotlib's SVG, one at a time.

    Parameters
    ----------
    figure
        Whose artists are drawn; it must have 72 dots per inch.
    dpi
        Dots per inch of images.
    """

    def __init__(self, figure: Figure, dpi: float) -> None:
        self.width, self.height = figure.get_size_inches() * POINTS_PER_INCH
        self.file = io.StringIO()
        metadata = {"Date": None}
        self.renderer = RendererSVG(
            self.width, self.height, self.file, None, dpi, metadata=metadata
        )
        self._written()
        self.definitions: dict[str, None] = {}

    def of(self, artist: Artist) -> str:
        """What is drawn for an artist as it is now."""
        # In a group of its own: Matplotlib leaves that of a text open whose place is not finite.
        start = self.renderer.writer.start("g")
        artist.draw(self.renderer)
        self.renderer.writer.close(start)
        svg = self._collected(self._written())
        return svg.removeprefix("<g>").removesuffix("</g>").removeprefix("<g/>")

    def whole(self, contents: list[str]) -> str:
        """The SVG of all these drawings, of the figure's size at most."""
        self.renderer.finalize()
        self._collected(self._written())
        style = f"max-width: {self.width:.0f}pt; min-width: {self.width / 2:.0f}pt; {FAMILY}"
        return (
            f'<svg role="img" viewBox="0 0 {self.width:g} {self.height:g}" style="{style}" '
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
        self.definitions |= dict.fromkeys(re.findall(r"<defs>(.*?)</defs>", svg))
        return re.sub(r"<defs>.*?</defs>", "", svg).strip()


def _tidy(tag: re.Match) -> str:
    """One tag: without names and digits that nobody needs, in the colors of the page's theme."""
    text = re.sub(r'<g id="[^"]*"', "<g", tag[0])
    text = re.sub(r'(id="|#)C[0-9a-f]+_', r"\1C_", text)  # counted, where the content would do
    text = re.sub(r' transform="rotate\(-?0 [^"]*"|; ' + re.escape(FAMILY), "", text)
    text = re.sub(r' d="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), text)
    # More digits where a browser moves a line of words to the nearest pixel.
    text = re.sub(r'(?<=[ (]|")(-?\d+\.\d{3})\d+', r"\1", text)
    return re.sub(r"(?<=fill: |roke: )#[0-9a-f]{6}", _theme_color, text)


def _theme_color(color: re.Match) -> str:
    if color[0] == "#000000":
        return "currentColor"
    return f"var(--{color[0][1:]})" if color[0] in ON_DARK else color[0]
