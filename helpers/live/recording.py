"""Record what a figure shows at every position of its controls.

The figure is taken apart into its artists. One that never changes is drawn once. Of a text of which
only words and place change, and of a line of which only the points do, these are kept for each
position. Any other artist is drawn by Matplotlib at each position, alone, and each different
drawing is kept once.
"""

import gc
import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from operator import attrgetter
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib._path import convert_to_string
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import QuadMesh, TriMesh
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.projections.polar import PolarAxes
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from numpy import ndarray

from helpers.arguments import described
from helpers.figures.drawing import (
    POINTS_PER_INCH,
    SETTINGS,
    Backdrop,
    Drawing,
    axes_of,
    drawn,
    in_steps,
    name_of_artist,
)
from helpers.figures.png import write_png
from helpers.figures.style import any_script
from helpers.figures.themes import (
    Ground,
    corners,
    fills,
    ground,
    has_ink,
    ink_of,
    is_data,
    kind_below,
    room_filled,
    size_of,
    width_of,
)
from helpers.live.artists import CONTENT, Told, Watched, is_colorbar
from helpers.live.controls import column
from helpers.live.limit import Limit

Update = Callable[..., str]
"""Takes the controls' values by name, moves artists, and returns a sentence."""

ALONE = {
    "text": re.compile(
        r"<g>(?:<g (?:clip|style)[^>]*>)*<text (?![^>]* transform=)"  # which would turn it
        r'[^>]*y="([^"]*)"[^>]*>[^<]*</text>(?:</g>)*'
    ),
    "path": re.compile(r"<g><path [^>]*></g>"),
    "points": re.compile(r"<g><g[^>]*><use [^>]*></g></g>"),
    "path points": re.compile(r"<g><path [^>]*><g[^>]*>(<use [^>]*>){2}</g></g>"),
}
"""What is drawn for a text, a line, a point, or a line with points, if there is nothing else."""

COUNTED = re.compile(r"url\(#\w*\)")
"""By what a drawing is clipped: Matplotlib counts the paths that do so."""

AGAIN = 6
"""So many positions are looked at once more."""


SIMPLE = Axis, Legend, Line2D, Patch, Text
"""Artists that settle nothing of which others could know when they are drawn."""

OPEN = Axis, Line2D, Text
"""Artists on which no others lie."""

MANY = 100
"""So many lines are transformed at once."""

FAR = 4
"""So many positions, far from each other, are drawn first."""

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


def record(
    figure: Figure,
    update: Update,
    values: dict[str, list],
    start: dict[str, object],
    name: str,
    limit: Limit,
    answer: Sequence[Artist] = (),
    png: io.BytesIO | None = None,
) -> dict:
    """Call `update` at every position of the controls, and before and after that at the start.

    Returns
    -------
    dict
        The scene's svg, and its columns: what each mark in it shows at every position.
    """
    dpi = figure.dpi
    settings = SETTINGS | {"svg.hashsalt": name}
    with any_script(), mpl.rc_context(settings), _without_collecting():
        figure.dpi = POINTS_PER_INCH
        try:
            _called(update, start)
            # From here on the layout is fixed, as the drawing in the browser is.
            if png is not None:
                write_png(figure, png)
            else:
                _lay_out(figure)
            figure.set_layout_engine("none")
            told = Told()
            try:
                recording = _Recording(figure, update, values, start, dpi, limit, told)
                scene = recording.scene(answer)
            finally:
                told.leave()
            update(**start)
            if png is not None and recording.drawing.leaves:
                write_png(figure, png, recording.drawing.box)
            return scene
        finally:
            figure.dpi = dpi


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No search for garbage: among so many small objects it takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _lay_out(figure: Figure) -> None:
    """Settle what drawing a figure does, and drawing each of its artists alone does not."""
    if figure.get_layout_engine() is not None or any(
        not isinstance(artist, SIMPLE) for artist, _ in drawn(figure)
    ):
        figure.draw_without_rendering()
        return
    renderer = FigureCanvasAgg(figure).get_renderer()
    for ax in axes_of(figure):
        locator = ax.get_axes_locator()
        ax.apply_aspect(locator(ax, renderer) if locator else None)
        ax._update_title_position(renderer)


class _ChangedInPlaceError(Exception):
    """An artist has been changed, and has not said so."""


class _Recording:
    def __init__(
        self,
        figure: Figure,
        update: Update,
        values: dict[str, list],
        start: dict[str, object],
        dpi: float,
        limit: Limit,
        told: Told,
    ) -> None:
        self.figure, self.update, self.limit, self.told = figure, update, limit, told
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
        self.covered: dict[Slot, ndarray] = {}
        """What moves and fills something with data, and where."""
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
            _called(self.update, values)
            return _frames(axes_of(self.figure, polar=True)) == frames

        stay = all(map(stays, self.rows))
        _called(self.update, start)
        return stay

    def _look(self, values: dict[str, object], closely: bool = False) -> Seen:
        """Move the figure, and look at every artist that may have changed."""
        sentence, closely = _called(self.update, values), closely or self.closely
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
                "update must not add Axes or change their limits, scale or place: only what is in "
                "them can move; set the limits before"
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
        """Look at every artist at every position."""
        self.sentences = []
        for row, values in enumerate(self.rows):
            seen = self._look(values)
            self.sentences.append(seen.sentence)
            for slot, artist, look in zip(seen.places, seen.artists, seen.looks, strict=True):
                slot.looks[row] = look
                if look and (row == 0 or look != slot.looks[row - 1]) and fills(artist):
                    slot.rooms.add(room_filled(artist))

    def _look_again(self, start: dict[str, object], before: Seen) -> None:
        """Look at some positions once more, from the last to the first; they must be as they were.

        What depends on the calls before, or on chance, is something else then.
        """
        known = len(self.known)
        first = next(row for row, values in enumerate(self.rows) if _is_same(values, start))
        self._compare(first, before, 0)
        last = len(self.rows) - 1
        for row in sorted({round(last * k / (AGAIN - 1)) for k in range(AGAIN)}, reverse=True):
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
                raise self._other(
                    row, name_of_artist(artist), as_before and isinstance(artist, Line2D)
                )
            self.same.add(slot)

    def _differs(self, row: int, slot: Slot) -> bool:
        """Whether two drawings of the same position differ, with another position in between."""
        svgs = []
        for other in (row, row - 1, row):
            self.row = -1
            if slot not in self._at(other % len(self.rows)):
                return True
            if other == row:
                svgs.append(COUNTED.sub("", self._drawing_of(slot)))
        return svgs[0] != svgs[1]

    def _drawing_of(self, slot: Slot) -> str:
        """What Matplotlib draws for the artist in a slot, where the figure is now."""
        artist = self.there[slot]
        if artist not in self.patches and is_data(artist):
            return self.drawing.of(artist)
        return self.drawing.of(artist, self._below(artist), self.backdrop.shown.get(artist, ""))

    def _below(self, artist: Artist) -> list[Ground]:
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

    def _at(self, row: int) -> dict[Slot, Artist]:
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
        advice = "; a line that it makes anew needs a color of its own" if styled else ""
        return ValueError(
            "update must show the same at the same values, whatever was shown before, but called "
            f"again with {described(self.rows[row])} it shows something else: {what} depends on "
            f"memory or chance, in update or in a function that it calls{advice}"
        )

    def scene(self, answer: Sequence[Artist]) -> dict:
        """Put the drawing together, with a mark for each artist that changes."""
        columns = [{"mark": "", "kind": "sentence", **column(self.sentences, self.shape)}]
        self.limit.note("the sentences", "words", self.sentences)
        contents = []
        last = len(self.rows) - 1
        moving = [slot for slot in self.slots if len(set(slot.looks)) > 1]
        self.covered = {slot: boxes for slot in moving if len(boxes := slot.covered)}
        found = {slot: self._moving(slot) for slot in moving}
        drawn = [slot for slot in moving if found[slot] is None]
        found |= self._redrawn(drawn + [slot for slot in self.slots if self._is_on_moving(slot)])
        for k, slot in enumerate(self.slots):
            svg, by_kind = found.get(slot, ("", {}))
            covered = ' class="answer"' if any(slot.artist is one for one in answer) else ""
            if slot not in found and slot.seen:
                self._at(last)
                svg = self._drawing_of(slot)
                self.limit.note(slot.name, "still", [svg])
            if by_kind:
                svg = f'<g id="mark{k}"{covered}>{svg}</g>'
            elif covered:
                svg = f"<g{covered}>{svg}</g>"
            contents.append(svg)
            for kind, strings in by_kind.items():
                columns.append({"mark": f"mark{k}", "kind": kind, **column(strings, self.shape)})
        return {"svg": self.drawing.whole(contents), "columns": columns}

    def _rooms_below(self, slot: Slot) -> ndarray:
        """Where data move below a slot, of shape (n, 4), if its colors depend on what is there."""
        # What has another style elsewhere may have ink there.
        styled = len({style for _, style in slot.seen}) > 1
        inked = self.covered and not is_data(slot.artist) and (styled or has_ink(slot.artist))
        place = self.slots.index(slot) if inked else 0
        below = [self.covered[one] for one in self.slots[:place] if one in self.covered]
        return np.concatenate([np.empty((0, 4)), *below])

    def _is_on_moving(self, slot: Slot) -> bool:
        """Whether it stands still, and at some positions there are data below it."""
        if len(set(slot.looks)) > 1 or not slot.seen or slot.artist in self.patches:
            return False
        if len(rooms := self._rooms_below(slot)) == 0:
            return False
        artist = self._at(len(self.rows) - 1)[slot]
        box = artist.get_tightbbox(self.drawing.svg)
        return box is not None and box.size.max() > 0 and _may_be_on(artist, box, rooms)

    def _moving(self, slot: Slot) -> tuple[str, dict[str, list[str]]] | None:
        """A drawing of a text or a line, and what moves in it; None if it is not as simple."""
        if type(slot.artist) not in CONTENT or len({look for _, look in slot.seen}) > 1:
            return None
        # Where it is seen: elsewhere it may be invisible or gone.
        artist = self._at(max(row for row, look in enumerate(slot.looks) if look))[slot]
        contents = list(dict.fromkeys(content for content, _ in slot.seen))
        moving = self._text if type(artist) is Text else self._line
        if (found := moving(artist, contents, self._rooms_below(slot))) is None:
            return None
        svg, kinds, strings = found
        if type(artist) is Text:  # the points of a line were noted one by one
            self.limit.note(slot.name, "words", [" ".join(row) for row in strings if row])
        return svg, self._by_kind(slot, kinds, dict(zip(contents, strings, strict=True)), 0)

    def _redrawn(self, slots: list[Slot]) -> dict[Slot, tuple[str, dict[str, list]]]:
        """What Matplotlib draws for artists at each position."""
        svgs: dict[Slot, dict] = {slot: {} for slot in slots}
        parts = {
            slot: self.limit.expect(slot.name, "drawn", len({*slot.looks} - {None}))
            for slot in slots
        }
        for slot in slots:
            if len(self._rooms_below(slot)):  # what it looks like depends on the position, too
                slot.looks = [look and (look, row) for row, look in enumerate(slot.looks)]
        # Far positions first, which tell how much all of them will take.
        count = len(self.rows)
        for row in sorted(range(count), key=lambda row: row % max(1, count // FAR)):
            for slot in slots:
                if slot.looks[row] not in (None, *svgs[slot]):
                    self._at(row)
                    svg = self._drawing_of(slot)
                    if (svg,) not in svgs[slot].values():
                        self.limit.add(parts[slot], svg)
                    svgs[slot][slot.looks[row]] = (svg,)
        found = {}
        for slot, of in svgs.items():
            if len({*of.values()}) == 1 and None not in slot.looks:  # it only seemed to change
                found[slot] = next(iter(of.values()))[0], {}
            else:
                found[slot] = "", self._by_kind(slot, ["drawing"], of)
        return found

    def _by_kind(
        self, slot: Slot, kinds: Sequence[str], strings: dict, part: int | None = None
    ) -> dict[str, list[str | None]]:
        """The strings of each kind at every position, by the looks or a part of them."""
        rows = [look and strings[look if part is None else look[part]] for look in slot.looks]
        by_kind = {kind: [row and row[k] for row in rows] for k, kind in enumerate(kinds)}
        if None in rows:
            by_kind["shown"] = ["1" if row else "" for row in rows]
        return by_kind

    def _text(self, text: Text, contents: list[tuple], rooms: ndarray) -> tuple | None:
        """The drawing of a text, and its words and place for each content."""
        if text.get_wrap() or any(_is_more(text, words) for words, _ in contents):
            return None
        before = text.get_text(), text.get_position()
        places = self._in_points(text, np.array([place for _, place in contents]))
        grounds = self._grounds(text, contents, places, rooms)
        font, letters = text.get_fontproperties(), set().union(*(words for words, _ in contents))
        tall = {letter for letter in letters if _is_tall(letter, font)}
        shifts: dict[str, float] = {}
        (middle,) = self._middle(text)
        strings, svg = [], None
        for (words, _), place in zip(contents, places.tolist(), strict=True):
            if not all(map(math.isfinite, place)):
                strings.append(None)
                continue
            letters = "".join(sorted(tall.intersection(words))) or "x"
            if letters not in shifts:
                text.set_text(letters)
                text.set_position(middle)
                svg = self.drawing.of(text, grounds or [])
                found = ALONE["text"].fullmatch(svg)
                if found is None or grounds is None:
                    break
                shifts[letters] = float(found[1]) - self._in_points(text, [middle])[0, 1]
            # More digits, since a browser moves a line of words to the nearest pixel.
            y = f"{place[1] + shifts[letters]:.3f}"
            strings.append((words, f"{_short(place[0])} {y}"))
        text.set_text(before[0])
        text.set_position(before[1])
        return (svg, ["text", "place"], strings) if len(strings) == len(contents) else None

    def _grounds(
        self, text: Text, contents: list[tuple], places: ndarray, rooms: ndarray
    ) -> list[Ground] | None:
        """What lies below a text wherever it stands, and None if that is not the same everywhere.

        It is not if it comes into one of the rooms in which data move.

        Where it leaves the figure, it enlarges it.
        """
        renderer, clipped = self.drawing.svg, text.get_clip_on() and text.get_clip_box()
        font, kinds = text.get_fontproperties(), set()
        below = self._below(text) if ink_of(to_rgba(text.get_color())) else []
        height, size = self.drawing.height, 1.5 * font.get_size_in_points()
        part = {"left": 0, "center": 0.5, "right": 1}[text.get_ha()]  # of it that is on the left
        # Of its height that is below, and its height.
        under, tall = {
            "top": (1, size),
            "center": (0.5, size),
            "bottom": (0, size),
            "baseline": (0.25, 1.25 * size),
        }.get(text.get_va(), (1, 2 * size))
        widths = np.array([width_of(words, font) for words, _ in contents])
        left, bottom = places[:, 0] - part * widths, height - places[:, 1] - under * size
        places = np.stack([left, bottom, left + widths, bottom + tall], axis=1).reshape(-1, 2, 2)
        somewhere = np.isfinite(places).all(axis=(1, 2))
        if not somewhere.any():
            return []
        whole = Bbox([places[somewhere, 0].min(axis=0), places[somewhere, 1].max(axis=0)])
        if _may_be_on(text, whole, rooms):
            return None
        below = [one for one in below if one.box.overlaps(whole)]
        if not below and (clipped or self.drawing.holds(whole)):
            return []
        for k in np.flatnonzero(somewhere):
            (words, place), room = contents[k], Bbox(places[k])
            near = [one for one in below if one.box.overlaps(room)]
            leaves = not clipped and not self.drawing.holds(room)
            if not near and not leaves:
                kinds.add("page")
                continue
            text.set_text(words)
            text.set_position(place)
            box = text.get_window_extent(renderer)
            kinds.add("page" if kind_below(near, box, middle=True) == "page" else "own")
            if leaves:
                renderer.see(box)
        if len(kinds) > 1:
            return None
        return [ground(corners(self.figure.bbox), "own")] if kinds == {"own"} else []

    def _line(self, line: Line2D, contents: list[bytes], rooms: ndarray) -> tuple | None:
        """The drawing of a line, of points or of both, and where they are for each content."""
        marked = line.get_marker() not in (None, "None", "none", "", " ")
        lined = line.get_linestyle() != "None"
        usual = line.get_drawstyle() == "default" and line.get_markevery() is None
        usual = usual and line.get_sketch_params() is None
        # Between two points of a circle or spoke, polar Axes draw others.
        straight = line.get_path()._interpolation_steps == 1 or not isinstance(line.axes, PolarAxes)
        usual = usual and straight
        # Matplotlib begins the dashes of a long line where it comes into view.
        usual = usual and not (line._subslice and line.is_dashed())
        kinds = ["path"] * lined + ["points"] * marked
        if not kinds or not usual:
            return None
        before = line.get_data(orig=True)
        line.set_data(*np.repeat(self._middle(line), 2 if lined else 1, axis=0).T)
        points = [np.frombuffer(content).reshape(-1, 2) for content in contents]
        grounds = self._grounds_of_line(line, points, rooms)
        svg = self.drawing.of(line, grounds or [])
        line.set_data(*before)
        if grounds is None or ALONE[" ".join(kinds)].fullmatch(svg) is None:
            return None
        part, strings = self.limit.expect(name_of_artist(line), "line", len(points)), []
        write = {"path": self._path, "points": _points}
        # Many at once, as a transform costs more than its numbers; not all, which may be too many.
        for first in range(0, len(points), MANY):
            some = points[first : first + MANY]
            ends = np.cumsum([len(one) for one in some])[:-1]
            for moved in np.split(self._in_points(line, np.concatenate(some)), ends):
                strings.append(tuple(write[kind](moved) for kind in kinds))
                self.limit.add(part, " ".join(strings[-1]))
        return svg, kinds, strings

    def _grounds_of_line(
        self, line: Line2D, points: list[ndarray], rooms: ndarray
    ) -> list[Ground] | None:
        """What lies below all of these points of a line; if no Axes clips it, there is room.

        None if that may be data that move, in one of these rooms.
        """
        below = self._below(line)
        if line.get_clip_on() and not below and len(rooms) == 0:
            return []
        points = self._in_points(line, np.concatenate(points))
        points = points[np.isfinite(points).all(axis=1)]
        if len(points) == 0:
            return []
        points = points * (1, -1) + (0, self.drawing.height)
        box = Bbox([points.min(axis=0), points.max(axis=0)])
        if not line.get_clip_on():
            self.drawing.svg.see(box)
        elif line.axes is not None:
            box = Bbox.intersection(box, line.axes.bbox) or box
        if _may_be_on(line, box, rooms):
            return None
        kind = kind_below(below, box)
        return [] if kind == "page" else [ground(corners(self.figure.bbox), kind)]

    def _middle(self, artist: Artist) -> ndarray:
        """A point, of shape (1, 2), in the middle of the artist's Axes, where it can be seen."""
        box = artist.axes.bbox if artist.axes else self.figure.bbox
        return artist.get_transform().inverted().transform([np.mean(box.get_points(), axis=0)])

    def _in_points(self, artist: Artist, xy: ndarray) -> ndarray:
        """From the artist's own coordinates, of shape (n, 2), to those of the SVG."""
        points = artist.get_transform().transform(np.asarray(xy, dtype=float))
        return np.column_stack([points[:, 0], self.drawing.height - points[:, 1]])

    def _path(self, points: ndarray) -> str:
        """SVG path data, as simple as Matplotlib draws it."""
        whole = (0, 0, self.drawing.width, self.drawing.height)
        path = Path(points)
        text = convert_to_string(
            path, None, whole, path.should_simplify, None, 1, [b"M", b"L", b"Q", b"C", b"Z"], False
        )
        return in_steps(text.decode().replace("\n", " ").rstrip())


def _frames(axes: Iterable[Axes]) -> list[tuple]:
    """What must stay as it is."""
    return [
        (
            *(ax, ax.get_xscale(), ax.get_yscale(), _angles(ax)),
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


def _may_be_on(artist: Artist, box: Bbox, rooms: ndarray) -> bool:
    """Whether what is drawn in a box may lie on data in one of the rooms; a line if it all does."""
    first, last = (box.min, box.max) if isinstance(artist, Line2D | Patch) else (box.max, box.min)
    lies = (rooms[:, :2] <= first).all(axis=1) & (rooms[:, 2:] >= last).all(axis=1)
    return bool(lies.any())


def _titles(ax: Axes) -> tuple[Text, Text, Text]:
    return ax.title, ax._left_title, ax._right_title


def _is_same(values: dict[str, object], others: dict[str, object]) -> bool:
    return all(value is others[name] for name, value in values.items())


def _called(update: Update, values: dict[str, object]) -> str:
    sentence = update(**values)
    if not isinstance(sentence, str):
        raise TypeError(
            "update must return a sentence, a str, about what is seen, got "
            f"{type(sentence).__name__} {sentence!r:.60}"
        )
    return sentence


def _is_more(text: Text, words: str) -> bool:
    """Whether they are more than a line of words as they stand."""
    math = text.get_parse_math() and (words.count("$") > 1 or r"\$" in words)
    return math or text.get_usetex() or "\n" in words


@cache
def _is_tall(letter: str, font: FontProperties) -> bool:
    """Whether it moves a line of words, which has room for l and p."""
    (_, most, deepest), (_, height, depth) = (size_of(letters, font) for letters in ("lp", letter))
    return height - depth > most - deepest or depth > deepest


def _points(points: ndarray) -> str:
    seen = ((x, y) for x, y in points.tolist() if math.isfinite(x) and math.isfinite(y))
    return " ".join(f"{_short(x)} {_short(y)}" for x, y in seen)


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
