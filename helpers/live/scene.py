"""Put together the drawing of a figure, and what moves in it.

Of a text of which only words and place change, and of a line of which only the points do, these are
kept for each position. Any other artist is drawn by Matplotlib at each position, alone, and each
different drawing is kept once.
"""

import math
import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib._path import convert_to_string
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.projections.polar import PolarAxes
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from numpy import ndarray

from helpers.figures.drawing import in_steps, name_of_artist
from helpers.figures.themes import (
    Ground,
    corners,
    ground,
    has_ink,
    ink_of,
    is_data,
    kind_below,
    size_of,
    width_of,
)
from helpers.live.artists import CONTENT
from helpers.live.controls import column
from helpers.live.limit import Limit
from helpers.live.looked_at import LookedAt, Slot

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

MANY = 100
"""So many lines are transformed at once."""

FAR = 4
"""So many positions, far from each other, are drawn first."""


class Scene:
    """A figure as the browser gets it.

    Parameters
    ----------
    looked
        The figure.
    limit
        Adds up what it takes.
    """

    def __init__(self, looked: LookedAt, limit: Limit) -> None:
        self.looked, self.drawing, self.limit = looked, looked.drawing, limit
        self.moving = [slot for slot in looked.slots if len(set(slot.looks)) > 1]
        self.covered = {slot: boxes for slot in self.moving if len(boxes := slot.covered)}
        """What moves and fills something with data, and where."""

    def put_together(self, answer: Sequence[Artist]) -> dict:
        """Draw it, with a mark for each artist that changes; a prediction covers the answer.

        Returns
        -------
        dict
            Its svg, and its columns: what each mark in it shows at every position.

        Raises
        ------
        ValueError
            If it takes too much.
        """
        looked, contents, last = self.looked, [], len(self.looked.rows) - 1
        columns = [{"mark": "", "kind": "sentence", **column(looked.sentences, looked.shape)}]
        self.limit.note("the sentences", "words", looked.sentences)
        found = {slot: self._moving(slot) for slot in self.moving}
        drawn = [slot for slot in self.moving if found[slot] is None]
        still = [slot for slot in looked.slots if slot not in found]
        found |= self._redrawn(drawn + [slot for slot in still if self._is_on_moving(slot)])
        for k, slot in enumerate(looked.slots):
            svg, by_kind = found.get(slot, ("", {}))
            covered = ' class="answer"' if any(slot.artist is one for one in answer) else ""
            if slot not in found and slot.seen:
                looked.at(last)
                svg = looked.drawing_of(slot)
                self.limit.note(slot.name, "still", [svg])
            if by_kind:
                svg = f'<g id="mark{k}"{covered}>{svg}</g>'
            elif covered:
                svg = f"<g{covered}>{svg}</g>"
            contents.append(svg)
            for kind, strings in by_kind.items():
                columns.append({"mark": f"mark{k}", "kind": kind, **column(strings, looked.shape)})
        return {"svg": self.drawing.whole(contents), "columns": columns}

    def _rooms_below(self, slot: Slot) -> ndarray:
        """Where data move below a slot, of shape (n, 4), if its colors depend on what is there."""
        nowhere = np.empty((0, 4))
        if not self.covered or is_data(slot.artist):
            return nowhere
        # What has another style elsewhere may have ink there.
        if not has_ink(slot.artist) and len({style for _, style in slot.seen}) <= 1:
            return nowhere
        place = self.looked.slots.index(slot)
        below = [self.covered[one] for one in self.looked.slots[:place] if one in self.covered]
        return np.concatenate([nowhere, *below])

    def _is_on_moving(self, slot: Slot) -> bool:
        """Whether at some positions there are data below what stands still."""
        if not slot.seen or slot.artist in self.looked.patches:
            return False
        if len(rooms := self._rooms_below(slot)) == 0:
            return False
        artist = self.looked.at(len(self.looked.rows) - 1)[slot]
        box = artist.get_tightbbox(self.drawing.svg)
        return box is not None and box.size.max() > 0 and _may_be_on(artist, box, rooms)

    def _moving(self, slot: Slot) -> tuple[str, dict[str, list[str]]] | None:
        """A drawing of a text or a line, and what moves in it; None if it is not as simple."""
        if type(slot.artist) not in CONTENT or len({look for _, look in slot.seen}) > 1:
            return None
        # Where it is seen: elsewhere it may be invisible or gone.
        artist = self.looked.at(max(row for row, look in enumerate(slot.looks) if look))[slot]
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
        count = len(self.looked.rows)
        for row in sorted(range(count), key=lambda row: row % max(1, count // FAR)):
            for slot in slots:
                if slot.looks[row] not in (None, *svgs[slot]):
                    svg = slot.drawn.get(slot.looks[row])
                    if svg is None:
                        self.looked.at(row)
                        svg = self.looked.drawing_of(slot)
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
        below = self.looked.below(text) if ink_of(to_rgba(text.get_color())) else []
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
        return [ground(corners(self.looked.figure.bbox), "own")] if kinds == {"own"} else []

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
        below = self.looked.below(line)
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
        return [] if kind == "page" else [ground(corners(self.looked.figure.bbox), kind)]

    def _middle(self, artist: Artist) -> ndarray:
        """A point, of shape (1, 2), in the middle of the artist's Axes, where it can be seen."""
        box = artist.axes.bbox if artist.axes else self.looked.figure.bbox
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


def _may_be_on(artist: Artist, box: Bbox, rooms: ndarray) -> bool:
    """Whether what is drawn in a box may lie on data in one of the rooms; a line if it all does."""
    first, last = (box.min, box.max) if isinstance(artist, Line2D | Patch) else (box.max, box.min)
    lies = (rooms[:, :2] <= first).all(axis=1) & (rooms[:, 2:] >= last).all(axis=1)
    return bool(lies.any())


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
