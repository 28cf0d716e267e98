"""Record what a figure shows at every position of its controls.

The figure is taken apart into its artists. One that never changes is drawn once. Of a text of which
only words and place change, and of a line of which only the points do, these are kept for each
position. Any other artist is drawn by Matplotlib at each position, alone, and each different
drawing is kept once.
"""

import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

import matplotlib as mpl
import numpy as np
from matplotlib._path import convert_to_string
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from numpy import ndarray

from helpers.arguments import described
from helpers.figures.artists import (
    CONTENT,
    POINTS_PER_INCH,
    SETTINGS,
    Drawing,
    Watched,
    axes_of,
    drawn,
    in_steps,
    name_of_artist,
)
from helpers.figures.style import any_script
from helpers.live.controls import column
from helpers.live.limit import Limit

Update = Callable[..., str]
"""Takes the controls' values by name, moves artists, and returns a sentence."""

ALONE = {
    "text": re.compile(
        r"<g>(?:<g clip[^>]*>)?<text (?![^>]* transform=)"  # which would turn it
        r'[^>]*y="([^"]*)"[^>]*>[^<]*</text>(?:</g>)?</g>'
    ),
    "path": re.compile(r"<g><path [^>]*></g>"),
    "points": re.compile(r"<g><g[^>]*><use [^>]*></g></g>"),
}
"""What is drawn for a text, a line, or a point, if there is nothing else to it."""

CLIPPED = re.compile(r"url\(#\w*\)")
"""By what a drawing is clipped: Matplotlib counts the paths that do so."""


FAR = 4
"""So many positions, far from each other, are drawn first."""


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

    @property
    def seen(self) -> list[tuple[object, int]]:
        """The looks without those positions at which nothing is seen."""
        return [look for look in self.looks if look is not None]

    @property
    def name(self) -> str:
        """The artist in an error message."""
        return name_of_artist(self.artist)


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
    with any_script(), mpl.rc_context(SETTINGS | {"svg.hashsalt": name}):
        figure.dpi = POINTS_PER_INCH
        try:
            _called(update, start)
            # From here on the layout is fixed, as the drawing in the browser is.
            if png is None:
                figure.draw_without_rendering()
            else:
                FigureCanvasAgg(figure).print_png(png)
            figure.set_layout_engine("none")
            scene = _Recording(figure, update, values, dpi, limit).scene(answer)
            update(**start)
            return scene
        finally:
            figure.dpi = dpi


class _Recording:
    def __init__(
        self, figure: Figure, update: Update, values: dict[str, list], dpi: float, limit: Limit
    ) -> None:
        self.figure, self.update, self.limit = figure, update, limit
        self.shape = [len(choices) for choices in values.values()]
        self.rows = [
            dict(zip(values, row, strict=True)) for row in itertools.product(*values.values())
        ]
        self.drawing = Drawing(figure, dpi)
        self.slots: list[Slot] = []
        self.keys: list[tuple] = []
        self.row, self.there = -1, {}
        self.sentences = self._look_at_all()

    def _look_at_all(self) -> list[str]:
        """Look at every artist at every position; return the sentences."""
        sentences, order, slots = [], [], []
        watched: dict[Artist, Watched] = {}
        known: dict[object, int] = {}
        axes = list(axes_of(self.figure))
        fixed = {id(transform) for ax in axes for transform in (ax.transData, ax.transAxes)}
        frames = _frames(axes)
        for row, values in enumerate(self.rows):
            sentences.append(_called(self.update, values))
            artists = list(drawn(self.figure))
            now = [(artist, artist.zorder) for artist, _ in artists]
            if now != order:
                order, slots = now, self._placed([artist for artist, _ in artists])
                axes = list(axes_of(self.figure))
            if _frames(axes) != frames:
                raise ValueError(
                    "update must not add Axes or change their limits, scale or place: only what is "
                    "in them can move; set the limits before"
                )
            for slot, (artist, shows) in zip(slots, artists, strict=True):
                if artist not in watched:
                    watched[artist] = Watched(artist, fixed, known)
                if shows:
                    slot.looks[row] = watched[artist].look()
        return sentences

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
            artists = [artist for artist, _ in drawn(self.figure)]
            self.row, self.there = row, dict(zip(self._placed(artists), artists, strict=True))
            if sentence != self.sentences[row] or len(self.slots) > count:
                raise self._other(row)
        return self.there

    def _other(self, row: int) -> ValueError:
        return ValueError(
            "update must show the same at the same values, but called again with "
            f"{described(self.rows[row])} it shows something else; a line that it makes anew needs "
            "a color of its own"
        )

    def scene(self, answer: Sequence[Artist]) -> dict:
        """Put the drawing together, with a mark for each artist that changes."""
        columns = [{"mark": "", "kind": "sentence", **column(self.sentences, self.shape)}]
        self.limit.note("the sentences", "words", self.sentences)
        contents = []
        last = len(self.rows) - 1
        moving = [slot for slot in self.slots if len(set(slot.looks)) > 1]
        found = {slot: self._moving(slot) for slot in moving}
        found |= self._redrawn([slot for slot in moving if found[slot] is None])
        for k, slot in enumerate(self.slots):
            svg, by_kind = found.get(slot, ("", {}))
            covered = ' class="answer"' if any(slot.artist is one for one in answer) else ""
            if slot not in found and slot.seen:
                svg = self.drawing.of(self._at(last)[slot])
                self.limit.note(slot.name, "still", [svg])
            if by_kind:
                svg = f'<g id="mark{k}"{covered}>{svg}</g>'
            elif covered:
                svg = f"<g{covered}>{svg}</g>"
            contents.append(svg)
            for kind, strings in by_kind.items():
                columns.append({"mark": f"mark{k}", "kind": kind, **column(strings, self.shape)})
        return {"svg": self.drawing.whole(contents), "columns": columns}

    def _moving(self, slot: Slot) -> tuple[str, dict[str, list[str]]] | None:
        """A drawing of a text or a line, and what moves in it; None if it is not as simple."""
        if type(slot.artist) not in CONTENT or len({look for _, look in slot.seen}) > 1:
            return None
        # Where it is seen: elsewhere it may be invisible or gone.
        artist = self._at(max(row for row, look in enumerate(slot.looks) if look))[slot]
        contents = list(dict.fromkeys(content for content, _ in slot.seen))
        moving = self._text if type(artist) is Text else self._line
        if (found := moving(artist, contents)) is None:
            return None
        svg, kinds, strings = found
        if kinds != ["path"]:  # which were noted one by one
            what = "line" if type(artist) is Line2D else "words"
            self.limit.note(slot.name, what, [" ".join(row) for row in strings if row])
        return svg, self._by_kind(slot, kinds, dict(zip(contents, strings, strict=True)), 0)

    def _redrawn(self, slots: list[Slot]) -> dict[Slot, tuple[str, dict[str, list]]]:
        """What Matplotlib draws for artists at each position."""
        svgs: dict[Slot, dict] = {slot: {} for slot in slots}
        parts = {
            slot: self.limit.expect(slot.name, "drawn", len({*slot.looks} - {None}))
            for slot in slots
        }
        # Far positions first, which tell how much all of them will take.
        count = len(self.rows)
        for row in sorted(range(count), key=lambda row: row % max(1, count // FAR)):
            for slot in slots:
                if slot.looks[row] not in (None, *svgs[slot]):
                    svg = self.drawing.of(self._at(row)[slot])
                    if (svg,) not in svgs[slot].values():
                        self.limit.add(parts[slot], svg)
                    svgs[slot][slot.looks[row]] = (svg,)
        # Once more, since a new line without a color would take the next one of the cycle.
        self.row = -1
        for slot in slots:
            if slot.looks[0]:
                (first,) = svgs[slot][slot.looks[0]]
                once_more = self.drawing.of(self._at(0)[slot])
                if CLIPPED.sub("", once_more) != CLIPPED.sub("", first):
                    raise self._other(0)
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

    def _text(self, text: Text, contents: list[tuple]) -> tuple | None:
        """The drawing of a text, and its words and place for each content."""
        if text.get_wrap() or any(_is_more(text, words) for words, _ in contents):
            return None
        before = text.get_text(), text.get_position()
        places = self._in_points(text, np.array([place for _, place in contents]))
        font, letters = text.get_fontproperties(), set().union(*(words for words, _ in contents))
        tall = {letter for letter in letters if _is_tall(letter, font)}
        shifts: dict[str, float] = {}
        strings, svg = [], None
        for (words, _), place in zip(contents, places, strict=True):
            if not np.isfinite(place).all():
                strings.append(None)
                continue
            letters = "".join(sorted(tall.intersection(words))) or "x"
            if letters not in shifts:
                text.set(text=letters, position=self._middle(text)[0])
                svg = self.drawing.of(text)
                found = ALONE["text"].fullmatch(svg)
                if found is None:
                    break
                shifts[letters] = float(found[1]) - self._in_points(text, self._middle(text))[0, 1]
            # More digits, since a browser moves a line of words to the nearest pixel.
            y = f"{place[1] + shifts[letters]:.3f}"
            strings.append((words, f"{_short(place[0])} {y}"))
        text.set(text=before[0], position=before[1])
        return (svg, ["text", "place"], strings) if len(strings) == len(contents) else None

    def _line(self, line: Line2D, contents: list[bytes]) -> tuple | None:
        """The drawing of a line or of points, and where they are for each content."""
        marked = line.get_marker() not in (None, "None", "none", "", " ")
        lined = line.get_linestyle() != "None"
        usual = line.get_drawstyle() == "default" and line.get_markevery() is None
        usual = usual and line.get_sketch_params() is None
        if marked == lined or not usual:
            return None
        kind = "points" if marked else "path"
        before = line.get_data(orig=True)
        line.set_data(*np.repeat(self._middle(line), 1 if marked else 2, axis=0).T)
        svg = self.drawing.of(line)
        line.set_data(*before)
        if ALONE[kind].fullmatch(svg) is None:
            return None
        points = [np.frombuffer(content).reshape(-1, 2) for content in contents]
        # All at once: a transform costs more than the numbers that it transforms.
        ends = np.cumsum([len(p) for p in points])[:-1]
        points = np.split(self._in_points(line, np.concatenate(points)), ends)
        if marked:
            return svg, [kind], [(_points(p),) for p in points]
        part, paths = self.limit.expect(name_of_artist(line), "line", len(points)), []
        for some in points:
            paths.append(self._path(some))
            self.limit.add(part, paths[-1])
        return svg, [kind], [(path,) for path in paths]

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


def _frames(axes: Sequence[Axes]) -> list[tuple]:
    """What must stay as it is."""
    return [
        (ax, ax.get_xscale(), ax.get_yscale(), *(box.get_points().tobytes() for box in boxes))
        for ax in axes
        for boxes in [(ax.viewLim, ax.bbox)]
    ]


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
    (_, most, deepest), (_, height, depth) = (
        text_to_path.get_text_width_height_descent(letters, font, ismath=False)
        for letters in ("lp", letter)
    )
    return height - depth > most - deepest or depth > deepest


def _points(points: ndarray) -> str:
    return " ".join(f"{_short(x)} {_short(y)}" for x, y in points[np.isfinite(points).all(axis=1)])


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
