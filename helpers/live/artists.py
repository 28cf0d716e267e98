"""What each artist of a figure looks like, and whether that has changed."""

import enum
import itertools
import types
from collections.abc import Callable, Iterable
from operator import attrgetter, itemgetter

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Ticker
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.cbook import CallbackRegistry
from matplotlib.collections import Collection
from matplotlib.figure import FigureBase
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Arc, ConnectionPatch, Patch, RegularPolygon
from matplotlib.path import Path
from matplotlib.table import Cell
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import IdentityTransform, Transform, TransformedBbox
from numpy import ndarray

NUMBERS = {float, int, np.float64}
IMMUTABLE = {str, float, int, bool, type(None), bytes, complex}
AS_THEY_ARE = (enum.Enum, np.generic, type, types.FunctionType, types.MethodType)
OWNERS = (FigureBase, Axes, Axis, CallbackRegistry, RendererBase, MixedModeRenderer)
"""What an artist belongs to: it says nothing about the artist."""
UNSEEN = {"_stale", "_remove_method", "stale_callback", "_parents", "_imcache", "_id_colorizer"}
UNSEEN |= {"zorder", "_contour_generator", "_invalid"}
"""What an artist keeps for itself, and nobody sees; its place among others is not its look."""

CONTENT = {
    Text: {"_text", "_x", "_y"},
    Line2D: {"_xorig", "_yorig", "_x", "_y", "_xy", "_invalidx", "_invalidy", "_path", "_subslice"}
    | {"_transformed_path", "_x_filled"},
}
"""Attributes that hold a text's words and place, and a line's points."""


TELL = Text, Line2D, Patch, Axis
"""Artists that tell it, as Matplotlib wants them to, when one of their methods changes them."""
SILENT = Annotation, Arc, ConnectionPatch, RegularPolygon
"""Those of them that have no such methods, but attributes, such as the place of an arrow's head."""


class Told:
    """Listens to artists: to each that it knows, until `leave` is called."""

    def __init__(self) -> None:
        self.changed: set[Artist] = set()
        """Those that have told that they have changed; whoever has looked at them clears it."""
        self._before: dict[Artist, Callable | None] = {}

    def listen(self, artist: Artist, owner: Artist | None = None) -> None:
        """Take note of changes of an artist, as changes of what it is a part of."""
        self._before.setdefault(artist, artist.stale_callback)
        whole, changed = artist if owner is None else owner, self.changed
        artist.stale_callback = lambda _, is_stale: changed.add(whole) if is_stale else None

    def leave(self) -> None:
        """Let artists tell it to whom they told it before."""
        for artist, callback in self._before.items():
            artist.stale_callback = callback


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
    told
        Listens to it and its parts.
    """

    def __init__(
        self, artist: Artist, fixed: set[int], known: dict[object, int], told: Told
    ) -> None:
        self.artist, self.fixed, self.known, self.told = artist, fixed, known, told
        self.parts = _parts(artist)
        self.of_parts: object = None
        self.content_of = type(artist) if type(artist) in CONTENT else None
        self.content: object = None
        self.silent = False
        """Whether it was found to have been changed without saying so."""
        self.settled = ()
        self.tells = False
        """Whether it would tell it if it was changed through its methods.

        If it has not, it most likely is what it was, and a look, which takes far longer, can be
        spared. What is made of others, such as an annotation, is often changed by its attributes.
        """
        self.xy = self.place = None
        # A legend that looks for the best place sees other artists; others are not understood.
        self.understood = not isinstance(artist, Axes | FigureBase) and not (
            isinstance(artist, Legend) and artist._loc_real == Legend.codes["best"]
        )
        told.listen(artist)
        self._look_closely()
        self.last = self.content, self.number
        told.changed.add(artist)  # its content has yet to be looked at

    @property
    def certain(self) -> bool:
        """Whether a look that it has once more means that it is the same, and others are not."""
        colored = isinstance(self.artist, Collection) and self.artist.get_array() is not None
        return self.understood and not self.parts and not colored

    def look(self) -> tuple[object, int]:
        """Its content, words and place of a text or points of a line, and a number for all else."""
        artist, before = self.artist, self.last
        quiet = self.tells and artist not in self.told.changed
        # Before the look, since an axis takes note of what it finds out.
        self.settled = _settled(artist) if isinstance(artist, Axis) else ()
        if self.content_of is Line2D:
            self.content = _points_of(artist)
        elif self.content_of is Text:
            xy = artist._x, artist._y
            if xy != self.xy:
                plain = {*map(type, xy)} <= NUMBERS  # in no unit
                self.xy, self.place = xy, xy if plain else artist.get_unitless_position()
            self.content = artist.get_text(), self.place
        if not self._is_the_same():
            self._look_closely()
        number = self.number
        if self.settled:
            number = self.known.setdefault((number, self.settled), len(self.known))
        self.last = self.content, number
        self.tells = self.may_tell and not self.settled
        self.silent = quiet and self.last != before
        return self.last

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
                self.told.listen(part, self.artist)
            self.of_parts = object()
        own = vars(self.artist)
        names = [*own.keys() - UNSEEN - CONTENT.get(self.content_of, set())]
        self.count, self.values_of = len(own), itemgetter(*sorted(names))
        self.values = self.values_of(own)
        self.held: list[dict | list | set] = []
        self.reads: list[Callable[[], object]] = []
        self.within = [self.artist]
        look = type(self.artist), self.of_parts, self._all_of(self.values)
        self.copies = [held.copy() for held in self.held]
        self.bytes = [read() for read in self.reads]
        whole = isinstance(self.artist, Axis) or not self.parts
        boxed = isinstance(self.artist, Text) and self.artist.get_bbox_patch() is not None
        silent = boxed or isinstance(self.artist, SILENT) or self.artist.get_animated()
        tells = whole and isinstance(self.artist, TELL) and not silent
        self.may_tell = self.understood and tells
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
        if type(value) is Path:  # of which an artist can hold thousands
            return type(value), self._read(lambda: _all_of_path(value))
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

    def _read(self, read: Callable[[], object]) -> object:
        """What an array or a path holds, which will be read again: it can change in its place."""
        self.reads.append(read)
        return read()


def _all_of_path(path: Path) -> tuple:
    codes = None if path.codes is None else path.codes.tobytes()
    return path.vertices.tobytes(), codes, path.should_simplify, path._interpolation_steps


def _points_of(line: Line2D) -> bytes:
    """The points of a line, as pairs of floats.

    Numbers that have just been set are taken as they are, which costs a fraction of what Matplotlib
    does to draw them; all else, such as dates, it makes numbers of.
    """
    x, y = line._xorig, line._yorig
    new = line._invalidx or line._invalidy
    if not (new and _are_numbers(x) and _are_numbers(y) and len(x) == len(y)):
        points = line.get_xydata()
    else:
        points = np.empty((len(x), 2))
        points[:, 0], points[:, 1] = x, y
    # There is a nan with a sign and one without: which of them a calculation gives is chance.
    return np.where(np.isnan(points), np.nan, points).tobytes()


def _are_numbers(values: object) -> bool:
    if type(values) is ndarray:
        return values.ndim == 1 and values.dtype.kind in "fiu"
    return type(values) in (list, tuple) and {*map(type, values)} <= NUMBERS


def is_colorbar(ax: Axes) -> bool:
    """Whether its limits follow colors, and are nobody's to set."""
    return hasattr(ax, "_colorbar")


def _settled(axis: Axis) -> tuple:
    """What drawing an axis finds out, if it is nothing that a look at the axis would show."""
    tickers = [axis.major, axis.minor]
    ours = [isinstance(t.formatter, FuncFormatter) or _is_foreign(t) for t in tickers]
    aligned = ()
    if _is_aligned(axis):
        axis._update_label_position(axis.get_figure(root=True)._get_renderer())
        aligned = axis.label.get_position()
    if not any(ours) and not is_colorbar(axis.axes):
        return aligned
    places = [ticker.locator() for ticker in tickers]
    labels = [t.formatter.format_ticks(p) for t, p in zip(tickers, places, strict=True)]
    return tuple(itertools.chain(aligned, *places, *labels))


def _is_aligned(axis: Axis) -> bool:
    """Whether the ticks of other Axes may push its label aside, after `align_labels`."""
    groups = axis.get_figure(root=False)._align_label_groups
    name = axis.axis_name
    return name in groups and len(groups[name].get_siblings(axis.axes)) > 1


def _is_foreign(ticker: Ticker) -> bool:
    """Whether it was not made by Matplotlib, and may read what only its author knows."""
    parts = ticker.formatter, ticker.locator
    return any(not type(part).__module__.startswith("matplotlib.") for part in parts)


STALE = attrgetter("_stale")
"""Whether an artist has been changed through its methods since somebody has taken note of it."""


def _parts(artist: Artist) -> list[Artist]:
    """What an artist is made of, itself among it; nothing if it is not made of others."""
    if not artist.get_children():
        return []
    parts = artist.findobj()
    # A cell of a table does not count its words among its children.
    return parts + [part.get_text() for part in parts if isinstance(part, Cell)]
