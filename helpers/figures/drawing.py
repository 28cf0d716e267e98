"""Draws the artists of a figure one by one, as SVG in the colors of the page's theme."""

import hashlib
import html
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from operator import attrgetter

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.collections import TriMesh
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrow, FancyArrowPatch, Patch
from matplotlib.projections.polar import PolarAxes
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

from helpers.figures.style import ON_DARK, any_script
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
IDS = re.compile(r' id="|href="#|url\(#')
COMMANDS = re.compile(r"([MLz])(?: ([-\d.]+)[ ,]([-\d.]+))?")


def axes_of(container: Figure | Axes, polar: bool = False) -> Iterator[Axes]:
    """The Axes in a figure that can be taken apart, and those within them.

    Polar ones can as long as nothing changes that they settle when they are drawn as a whole.
    """
    for artist in container.get_children():
        if _comes_apart(artist, polar):
            yield artist
            yield from axes_of(artist, polar)


def _comes_apart(artist: Artist, polar: bool) -> bool:
    draws = (Axes.draw, PolarAxes.draw) if polar else (Axes.draw,)
    return isinstance(artist, Axes) and type(artist).draw in draws


def drawn(
    container: Figure | Axes, seen: bool = True, polar: bool = False
) -> Iterator[tuple[Artist, bool]]:
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
        if _comes_apart(artist, polar):
            yield from drawn(artist, shows, polar)
        else:
            yield artist, shows


@contextmanager
def without_labels(axes: Iterable[Axis]) -> Iterator[None]:
    """Within it Matplotlib looks for no place for labels that say nothing, which takes it long."""
    empty = [axis for axis in axes if axis._autolabelpos and not axis.label.get_text()]
    for axis in empty:
        axis._autolabelpos = False
    try:
        yield
    finally:
        for axis in empty:
            axis._autolabelpos = True


def themed(figure: Figure, words: str) -> str:
    """The SVG of a figure that stands still, as large as a notebook shows it.

    Words are outlines, so that nothing is left of them where SVG isn't shown.

    Parameters
    ----------
    figure
        As pyplot has it.
    words
        What it shows, escaped, for screen readers.
    """
    dpi, settings = figure.dpi, SETTINGS | {"svg.fonttype": "path", "svg.hashsalt": "still"}
    figure.dpi = POINTS_PER_INCH
    with any_script(), mpl.rc_context(settings):
        figure.draw_without_rendering()
        drawing, backdrop = Drawing(figure, dpi), Backdrop(figure)
        contents = [
            drawing.of(artist, backdrop.of(artist), backdrop.shown.get(artist, ""))
            for artist, shows in drawn(figure)
            if shows
        ]
        box = figure.get_tightbbox().padded(PAD / POINTS_PER_INCH)
        seen = box.transformed(Affine2D().scale(POINTS_PER_INCH))
        svg = drawing.whole(contents, seen, words)
    figure.dpi = dpi
    # Drawings on one page may use the same ids.
    own = hashlib.sha256(svg.encode()).hexdigest()[:6]
    svg = re.sub(r"<[^>]+>", lambda tag: IDS.sub(rf"\g<0>{own}-", tag[0]), svg)
    return re.sub(r"var\(--([0-9a-f]{6})\)", r"var(--\1, #\1)", svg)


class Backdrop:
    """What lies below each artist of a figure, as it is now."""

    def __init__(self, figure: Figure, polar: bool = False) -> None:
        self.grounds: list[Ground] = []
        self.below: dict[Artist, int] = {}
        """How many of the grounds lie below an artist."""
        self.shown: dict[Artist, str] = {figure.patch: "none"}
        """How a white background of the figure or of Axes is drawn."""
        owners = {ax.patch: ax for ax in axes_of(figure, polar)}
        boxes: dict[Axes, Bbox] = {}
        for artist, shows in drawn(figure, polar=polar):
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
        with without_labels([artist] if isinstance(artist, Axis) else []):
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

    def whole(self, contents: list[str], seen: Bbox | None = None, words: str = "") -> str:
        """The SVG of all these drawings.

        It is of the figure's size, or larger if they leave it; or it is what is `seen`, in points
        from the lower left. The words, escaped, are its name.
        """
        self.svg.finalize()
        self._collected(self._written())
        box = seen or self.box
        left, top = box.x0, self.height - box.y1
        frame = " ".join(_rounded(number, 1) for number in (left, top, box.width, box.height))
        if self.leaves and not is_white(self.color):
            color = to_hex(self.color, keep_alpha=True)
            place = (
                f'x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
            )
            contents = [f'<rect {place} style="fill: {color}"/>', *contents]
        style = f"max-width: {box.width:.0f}pt; min-width: {box.width / 2:.0f}pt; {FAMILY}"
        name = f'aria-label="{words}" ' if words else ""
        return (
            f'<svg role="img" {name}viewBox="{frame}" style="{style}" '
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
        if "<!--" in svg:
            svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
        svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><")
        svg = re.sub(r"<[^/][^>]*>", _tidy, svg)  # within tags only: words stay as they are
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
    for command, x, y in COMMANDS.findall(path):
        if command == "z":
            written.append("z")
            pen, here = "", start
            continue
        x, y = round(10 * float(x)), round(10 * float(y))
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
    """One tag: without names and digits that nobody needs, in the colors of the page's theme.

    There may be very many of them: what is quick to find out spares what takes long.
    """
    text = tag[0]
    if text.startswith("<g "):
        text = NAME.sub("<g", text)
    if "C" in text:
        text = COUNTED.sub(r"\1C_", text)  # where the content would do
    if "font" in text or "rotate" in text:
        text = NEEDLESS.sub("", text)
    if text.startswith("<a "):  # a place on the same page opens there
        return re.sub(r'(href="#[^"]*") target="_blank"', r"\1", text)
    before, path, after = text.partition(' d="')
    if path:
        points, end, after = after.partition('"')
        return _tidy_styles(before) + path + in_steps(_with_two(points)) + end + _tidy_styles(after)
    return _tidy_styles(text)


def _tidy_styles(text: str) -> str:
    """What is no path data: with more digits, since browsers move words to the nearest pixel."""
    return COLOR.sub(r"var(--\1)", DIGITS[3].sub(_to_three, text))


NAME, COUNTED = re.compile(r'<g id="[^"]*"'), re.compile(r'(id="|#)C[0-9a-f]+_')
COLOR = re.compile(rf"(?<=fill: |roke: )#({'|'.join(color[1:] for color in ON_DARK)})")
NEEDLESS = re.compile(rf' transform="rotate\(-?0 [^"]*"|; {re.escape(FAMILY)}')
"""A turn by nothing, and the font that all words have."""
DIGITS = {2: re.compile(r"-?\d+\.\d{3,}"), 3: re.compile(r'(?<=[ (]|")-?\d+\.\d{4,}')}
"""Numbers with more digits than these after the point."""
ZEROS = re.compile(r"\.00(?!\d)|(?<=\.[1-9])0(?!\d)")


def _with_two(path: str) -> str:
    """Path data with two digits after the point at most."""
    numbers = tuple(map(float, DIGITS[2].findall(path)))
    return ZEROS.sub("", DIGITS[2].sub("%.2f", path) % numbers) if numbers else path


def _to_three(number: re.Match) -> str:
    return _rounded(float(number[0]), 3)
