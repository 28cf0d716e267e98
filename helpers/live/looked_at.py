"""Look at a figure at every position of its controls.

The figure is taken apart into its artists, and what each of them looks like is noted, since one
that never changes is drawn once.
"""

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import QuadMesh, TriMesh
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.projections.polar import PolarAxes
from matplotlib.text import Text
from numpy import ndarray

from helpers.arguments import described
from helpers.figures.drawing import Backdrop, Drawing, axes_of, drawn, name_of_artist
from helpers.figures.themes import Ground, fills, is_data, room_filled
from helpers.live.artists import Told, Watched, is_colorbar

Update = Callable[..., str]
"""Takes the controls' values by name, moves artists, and returns a sentence."""

COUNTED = re.compile(r"url\(#\w*\)")
"""By what a drawing is clipped: Matplotlib counts the paths that do so."""

AGAIN = 6
"""So many positions are looked at once more."""

EARLY = 2_500_000
"""So much may be drawn before it is known what moves, or at one position its share of that."""

OPEN = Axis, Line2D, Text
"""Artists on which no others lie."""

LEVEL = attrgetter("zorder", "_visible")
"""What an artist's place in the order depends on, and whether it is seen at all."""


class Slot:
    """A place in the order in which artists are drawn; most often one artist has it all the time.

    Parameters
    ----------
    artist
        The first one there.
    count
        The number of positions.
    """

    def __init__(self, artist: Artist, count: int) -> None:
        self.artist = artist
        self.looks: list[tuple[object, int] | None] = [None] * count
        """At each position its content, words and place or points, and a number for all else; None
        where nothing is seen."""
        self.drawn: dict[tuple[object, int], str] = {}
        """What Matplotlib draws for these looks, where that is known already."""
        self.rooms: set[tuple[float, ...]] = set()
        """The boxes that it fills with data at any position: left, bottom, right, top."""

    @property
    def covered(self) -> ndarray:
        """Boxes, of shape (n, 4), in which there are data at some positions, at others not."""
        meshed = isinstance(self.artist, AxesImage | QuadMesh | TriMesh)  # which fill their box
        if not self.rooms or (meshed and len(self.rooms) == 1 and None not in self.looks):
            return np.empty((0, 4))
        boxes, clip = np.array([*self.rooms]), self.artist.get_clip_box()
        if clip is None or not self.artist.get_clip_on():
            return boxes
        return np.clip(boxes, [*clip.min, *clip.min], [*clip.max, *clip.max])

    @property
    def seen(self) -> list[tuple[object, int]]:
        """The looks without those positions at which nothing is seen."""
        return [look for look in self.looks if look is not None]

    @property
    def name(self) -> str:
        """The artist in an error message."""
        return name_of_artist(self.artist)


class Seen(NamedTuple):
    """What is seen at a position."""

    sentence: str
    places: list[Slot]
    artists: list[Artist]
    looks: list[tuple[object, int] | None]
    """The artist in each of these slots, and what it looks like; see Slot."""


class _ChangedInPlaceError(Exception):
    """An artist has been changed, and has not said so."""


class LookedAt:
    """A figure that has been looked at at every position, and can be moved to each of them again.

    Parameters
    ----------
    figure
        It has 72 dots per inch now.
    update
        Moves it.
    values
        The positions of each control.
    start
        Where the controls stand.
    dpi
        How many dots per inch it had.
    told
        Listens to artists.
    """

    def __init__(
        self,
        figure: Figure,
        update: Update,
        values: dict[str, list],
        start: dict[str, object],
        dpi: float,
        told: Told,
    ) -> None:
        self.figure, self.update, self.told = figure, update, told
        self.shape = [len(choices) for choices in values.values()]
        self.rows = [
            dict(zip(values, row, strict=True)) for row in itertools.product(*values.values())
        ]
        self.drawing = Drawing(figure, dpi)
        self.polar = self._polar_stay(start)
        """Whether polar Axes are taken apart."""
        self.slots: list[Slot] = []
        self.keys: list[tuple] = []
        self.watched: dict[Artist, Watched] = {}
        self.made: set[Artist] = set()
        """Those that the last look was the first to see."""
        self.known: dict[object, int] = {}
        self.axes = list(axes_of(figure, self.polar))
        self.fixed = {
            id(transform)
            for ax in self.axes
            if not is_colorbar(ax)
            for transform in (ax.transData, ax.transAxes)
        }
        self.patches = {figure.patch, *(ax.patch for ax in self.axes)}
        """The backgrounds."""
        self.lifted = {ax for ax in self.axes if any(t.get_position()[1] != 1 for t in _titles(ax))}
        self.same: set[Slot] = set()
        """Those that look different, but not when they are drawn."""
        self.row, self.there = -1, {}
        self.backdrop: Backdrop | None = None
        self.sentences: list[str] = []
        self.frames = _frames(self.axes)
        self.framing = {figure, *self.axes}.union(
            *((ax.xaxis, ax.yaxis, *_titles(ax)) for ax in self.axes)
        )
        """What tells it when frames change, or where a title has to stand."""
        for one in self.framing:
            told.listen(one)
        self.stage: list = []
        self.inside: list[Artist] = []
        """All that is in the figure and in its Axes."""
        self.artists: list[Artist] = []
        self.shows: list[bool] = []
        self.places: list[Slot] = []
        """The artists in the order in which they are drawn, which show, and the slot of each."""
        self.place_of: dict[Artist, int] = {}
        self.looks: list[tuple[object, int] | None] = []
        """What each of them looked like last."""
        self.silent: set[int] = set()
        """The places of those that do not tell when they change."""
        self.closely = False
        """Whether to look for what was changed in its place, too, such as a line's array."""
        before = self._look(start)
        self._look_at_all()
        try:
            self._look_again(start, before)
        except _ChangedInPlaceError:
            self.closely = True
            self._look_at_all()
            self._look_again(start, before)

    def _polar_stay(self, start: dict[str, object]) -> bool:
        """Whether there are polar Axes, and all that they settle stays the same everywhere."""
        axes = [*axes_of(self.figure, polar=True)]
        if not any(isinstance(ax, PolarAxes) for ax in axes):
            return False
        frames = _frames(axes)

        def stays(values: dict[str, object]) -> bool:
            called(self.update, values)
            return _frames(axes_of(self.figure, polar=True)) == frames

        stay = all(map(stays, self.rows))
        called(self.update, start)
        return stay

    def _look(self, values: dict[str, object], closely: bool = False) -> Seen:
        """Move the figure, and look at every artist that may have changed."""
        sentence, closely = called(self.update, values), closely or self.closely
        self.made.clear()
        if self._find(closely) or closely:
            some = range(len(self.artists))
        else:
            places = map(self.place_of.get, self.told.changed)
            some = self.silent.union(place for place in places if place is not None)
        for k in some:
            self.looks[k] = self._look_of(k, closely) if self.shows[k] else None
        self.told.changed.clear()
        return Seen(sentence, self.places, self.artists, self.looks.copy())

    def _find(self, closely: bool = False) -> bool:
        """Find out which artists there are, and whether they or their order have changed."""
        is_new = self._stage() != self.stage
        if not is_new and not closely and self.told.changed.isdisjoint(self.framing):
            if self.lifted:
                self._settle(self.axes)
            return False
        self.axes = list(axes_of(self.figure, self.polar))
        if _frames(self.axes) != self.frames:
            raise ValueError(
                "update must not add Axes or change their limits, scale, aspect or place: only "
                "what is in them can move; set the limits before, and again after ax.clear()"
            )
        self._settle(self.axes)
        if is_new:
            inside = [one.get_children() for one in (self.figure, *self.axes)]
            self.inside = list(itertools.chain(*inside))
            self.stage = self._stage()
            pairs = list(drawn(self.figure, polar=self.polar))
            self.artists, self.shows = map(list, zip(*pairs, strict=True))
            self.place_of = {artist: k for k, artist in enumerate(self.artists)}
            self.places, self.looks = self._placed(self.artists), [None] * len(pairs)
            self.silent = set()
        return is_new

    def _stage(self) -> list:
        """What is in the figure and in its Axes, and in which order; asked often, so it is quick.

        All else in Axes stays the same, until they are cleared: then their title is a new one.
        """
        framed = [(ax.axison, ax.get_frame_on(), ax.legend_, ax.title) for ax in self.axes]
        inside = [[*ax._children, *ax.child_axes] for ax in self.axes]
        return [framed, inside, self.figure.get_children(), list(map(LEVEL, self.inside))]

    def _look_of(self, place: int, closely: bool) -> tuple[object, int]:
        artist = self.artists[place]
        watched = self.watched.get(artist)
        if watched is None:
            watched = Watched(artist, self.fixed, self.known, self.told)
            self.watched[artist] = watched
            self.made.add(artist)
        elif watched.tells and not closely and artist not in self.told.changed:
            return watched.last
        look = watched.look()
        if watched.silent and not self.closely:
            raise _ChangedInPlaceError
        (self.silent.discard if watched.tells else self.silent.add)(place)
        return look

    def _settle(self, axes: Iterable[Axes]) -> None:
        """Move titles to where Matplotlib puts them when it draws Axes."""
        for ax in axes:
            movable = ax._autotitlepos is not False  # set_title was not told where
            if (
                (movable or ax in self.lifted)
                and any(t.get_text() for t in _titles(ax))
                and (
                    ax in self.lifted
                    or ax.child_axes
                    or len(ax._twinned_axes.get_siblings(ax)) > 1
                    or ax.xaxis.get_ticks_position() in ("top", "unknown")
                    or ax.xaxis.get_label_position() == "top"
                )
            ):
                ax._update_title_position(self.drawing.svg)
                self.lifted.add(ax)  # from here on: the ticks may go down again

    def _look_at_all(self) -> None:
        """Look at every artist at every position; draw what update makes anew while it is there.

        To make it once more may take long. But if it is much, it may well be too much.
        """
        self.sentences, most = [], EARLY / len(self.rows)
        for row, values in enumerate(self.rows):
            seen, size = self._look(values), 0
            self.sentences.append(seen.sentence)
            for slot, artist, look in zip(seen.places, seen.artists, seen.looks, strict=True):
                slot.looks[row] = look
                if look and (row == 0 or look != slot.looks[row - 1]) and fills(artist):
                    slot.rooms.add(room_filled(artist))
                is_new = look and artist in self.made and look not in slot.drawn
                if is_new and size < most and self._keeps_its_colors(artist):
                    slot.drawn[look] = self.drawing.of(artist)
                    size += len(slot.drawn[look])
            most = most if size < most else 0

    def _keeps_its_colors(self, artist: Artist) -> bool:
        """Whether it is drawn in the same way, whatever lies below it."""
        return artist not in self.patches and is_data(artist)

    def _look_again(self, start: dict[str, object], before: Seen) -> None:
        """Look at some positions once more, from the last to the first; they must be as they were.

        What depends on the calls before, or on chance, is something else then.
        """
        known = len(self.known)
        first = next(row for row, values in enumerate(self.rows) if _is_same(values, start))
        self._compare(first, before, 0)
        # With equal distances they might be on a diagonal, along which much stays the same.
        count = len(self.rows)
        some = random.Random(0).sample(range(count), min(AGAIN - 2, count))
        for row in sorted({0, *some, count - 1}, reverse=True):
            self._compare(row, self._look(self.rows[row], closely=True), known)

    def _compare(self, row: int, seen: Seen, known: int) -> None:
        if seen.sentence != self.sentences[row]:
            raise self._other(row, "the sentence")
        there = dict(zip(seen.places, zip(seen.artists, seen.looks, strict=True), strict=True))
        for slot in self.slots:
            then, (artist, now) = slot.looks[row], there.get(slot, (slot.artist, None))
            if then == now:
                continue
            as_before = then and now and then[0] == now[0]  # its words and place, its points
            # A look that nobody has seen before may still be the same drawing.
            elsewhere = as_before and now[1] < known and self.watched[artist].certain
            if not as_before or elsewhere or (slot not in self.same and self._differs(row, slot)):
                anew = artist in self.made or artist not in self.place_of
                styled = anew or (as_before and isinstance(artist, Line2D))
                raise self._other(row, name_of_artist(artist), styled)
            self.same.add(slot)

    def _differs(self, row: int, slot: Slot) -> bool:
        """Whether two drawings of the same position differ, with another position in between."""
        svgs = []
        for other in (row, row - 1, row):
            self.row = -1
            there = self.at(other % len(self.rows))
            if other == row:
                if slot not in there:
                    return True
                svgs.append(COUNTED.sub("", self.drawing_of(slot)))
        return svgs[0] != svgs[1]

    def drawing_of(self, slot: Slot) -> str:
        """What Matplotlib draws for the artist in a slot, where the figure is now."""
        artist = self.there[slot]
        if self._keeps_its_colors(artist):
            return self.drawing.of(artist)
        return self.drawing.of(artist, self.below(artist), self.backdrop.shown.get(artist, ""))

    def below(self, artist: Artist) -> list[Ground]:
        """What lies below an artist where the figure is now."""
        if self.backdrop is None:
            self.backdrop = Backdrop(self.figure, self.polar)
        return self.backdrop.of(artist)

    def _placed(self, artists: list[Artist]) -> list[Slot]:
        """The slot of each artist: the k-th of its kind, on the same level of the same Axes."""
        count, places = Counter(), []
        for artist in artists:
            axes = artist.axes if isinstance(artist.axes, Axes) else None  # a subfigure has a list
            kind = id(axes), artist.zorder, type(artist)
            key = (*kind, count[kind])
            count[kind] += 1
            if key not in self.keys:
                place = places[-1] + 1 if places else 0
                self.keys.insert(place, key)
                self.slots.insert(place, Slot(artist, len(self.rows)))
            places.append(self.keys.index(key))
        if places != sorted(places):
            raise ValueError(
                "update must not change the order in which artists of one zorder are drawn: "
                "give them different zorders"
            )
        return [self.slots[place] for place in places]

    def at(self, row: int) -> dict[Slot, Artist]:
        """Move the figure to a position, and tell which artist is in each slot there."""
        if row != self.row:
            sentence, count = self.update(**self.rows[row]), len(self.slots)
            found, changed = self._find(), self.told.changed
            if found or self.closely or not all(isinstance(one, OPEN) for one in changed):
                self.backdrop = None
            self.row, self.there = row, dict(zip(self.places, self.artists, strict=True))
            if sentence != self.sentences[row]:
                raise self._other(row, "the sentence")
            if len(self.slots) > count:
                raise self._other(row, self.slots[-1].name)
        return self.there

    def _other(self, row: int, what: str, styled: bool = False) -> ValueError:
        advice = "; what it makes anew needs a color of its own" if styled else ""
        return ValueError(
            "update must show the same at the same values, whatever was shown before, but called "
            f"again with {described(self.rows[row])} it shows something else: {what} depends on "
            f"memory or chance, in update or in a function that it calls{advice}"
        )


def _frames(axes: Iterable[Axes]) -> list[tuple]:
    """What must stay as it is."""
    return [
        (
            *(ax, ax.get_xscale(), ax.get_yscale(), _angles(ax)),
            *(ax.get_aspect(), ax.get_box_aspect(), ax.get_adjustable(), ax.get_anchor()),
            *(box.get_points().tobytes() for box in boxes),
        )
        for ax in axes
        for boxes in [(ax.bbox,) if is_colorbar(ax) else (ax.viewLim, ax.bbox)]
    ]


def _angles(ax: Axes) -> tuple:
    """What else polar Axes settle when they are drawn as a whole."""
    if not isinstance(ax, PolarAxes):
        return ()
    turned = ax.get_theta_offset(), ax.get_theta_direction(), ax.get_rlabel_position()
    return *turned, ax.get_rorigin(), ax.patch


def _titles(ax: Axes) -> tuple[Text, Text, Text]:
    return ax.title, ax._left_title, ax._right_title


def _is_same(values: dict[str, object], others: dict[str, object]) -> bool:
    return all(value is others[name] for name, value in values.items())


def called(update: Update, values: dict[str, object]) -> str:
    """Move a figure; returns the sentence, and says it if that is none."""
    sentence = update(**values)
    if not isinstance(sentence, str):
        raise TypeError(
            "update must return a sentence, a str, about what is seen, got "
            f"{type(sentence).__name__} {sentence!r:.60}"
        )
    return sentence
