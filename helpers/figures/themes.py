"""Matplotlib's SVG for a page whose theme and fonts are the reader's.

What is the page's follows its theme: black words and lines take the color of its words, white
backgrounds its background. What is data keeps its color, and so do words and lines on data, or on a
background that has a color of its own. Formulas, and words in a font that readers may lack, are
outlines.
"""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.collections import Collection, PathCollection, QuadMesh, TriMesh
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrow, FancyArrowPatch, Patch, Rectangle
from matplotlib.path import Path, get_path_collection_extents
from matplotlib.table import Table
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Bbox, Transform
from numpy.typing import ArrayLike

from helpers.figures.style import any_script

BLACK, WHITE = "#000000", "#ffffff"
DARK = 0.4
"""Grays of words and lines that are darker cannot be read on a dark page."""
INK, PAPER = "currentColor", "var(--live-background)"
OPAQUE = 0.5
"""What is less opaque lets the page through."""
EDGE = 0.05
"""Points: what is as near to the end of something is there."""
MANY = 50
"""Of more shapes than these only the room that they take together is looked at."""


COMMON = {"DejaVu Sans": "sans-serif", "DejaVu Sans Mono": "monospace"}
"""Fonts in which words stay words: where a reader lacks them, others are as wide."""


class Ground(NamedTuple):
    """A filled area, and what is seen in it."""

    path: Path
    """In points, from the lower left."""
    kind: str
    """"page" for the page's background, "own" for one with a color of its own, or "data"."""
    box: Bbox
    clip: Path | None = None
    """By what it is cut, if not by its box: by the circle of polar Axes."""

    def holds(self, x: float, y: float) -> bool:
        """Whether a point within its box lies on it."""
        return all(path.contains_point((x, y)) for path in (self.path, self.clip) if path)


def ground(path: Path, kind: str) -> Ground:
    """A ground with the room that it takes."""
    return Ground(path, kind, path.get_extents())


def kind_below(grounds: list[Ground], box: Bbox, middle: bool = False) -> str:
    """The kind of the highest ground that holds a box, or only its middle.

    What is at the edge of a ground, as the frame of an image is, is not on it.
    """
    (x0, y0), (x1, y1) = box.min.tolist(), box.max.tolist()
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    if middle:
        x0, y0, x1, y1 = x, y, x, y
    for one in reversed(grounds):
        left, bottom, right, top = one.box.extents.tolist()  # which is quick to find
        inside = left + EDGE < x < right - EDGE and bottom + EDGE < y < top - EDGE
        across = left - EDGE <= x0 and x1 <= right + EDGE
        holds = inside and across and bottom - EDGE <= y0 and y1 <= top + EDGE
        if holds and (not middle or one.holds(x, y)):
            return one.kind
    return "page"


def grounds_of(artist: Artist) -> list[Ground]:
    """What an artist fills with data, where it is seen."""
    if not fills(artist):
        return []
    box = artist.get_clip_box() if artist.get_clip_on() else None
    cut = artist.get_clip_path() if artist.get_clip_on() else None
    clip = cut and cut.get_fully_transformed_path()
    edges = [edge for edge in (box, clip and clip.get_extents()) if edge]
    found = []
    for path in _filled(artist):
        room = path.get_extents()
        for edge in edges:
            room = room and Bbox.intersection(room, edge)
        if room:
            found.append(Ground(path, "data", room, clip))
    return found


def fills(artist: Artist) -> bool:
    """Whether an artist may fill an area with data, so that what lies below it is not seen."""
    if isinstance(artist, Patch):
        return artist.get_fill() and artist.get_facecolor()[3] >= OPAQUE
    if not isinstance(artist, Collection) or isinstance(artist, PathCollection):
        return isinstance(artist, AxesImage)
    colors = artist.get_facecolor()
    scattered = len(artist.get_offsets()) > 1  # as arrows are, or the cells of a hexbin
    solid = not scattered and len(colors) > 0 and colors[:, 3].max() >= OPAQUE
    return artist.get_array() is not None or solid


def room_filled(artist: Artist) -> tuple[float, ...]:
    """The box of what an artist fills, cut or not; it is asked often, so it is quick."""
    transform = artist.get_data_transform() if type(artist) is Rectangle else None
    if transform and transform.is_affine and not artist.angle:
        left, bottom, right, top = artist.get_bbox().extents
        (x0, y0), (x1, y1) = transform.transform([(left, bottom), (right, top)]).tolist()
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    before = vars(artist).copy()
    box = artist.get_window_extent()
    artist.__dict__ = before  # a circle takes note of its transform
    return tuple(box.extents.tolist())


def _filled(artist: Artist) -> list[Path]:
    """The areas that it fills, or if they are many, the room that they take."""
    if isinstance(artist, Patch):
        return [artist.get_transform().transform_path(artist.get_path())]
    if isinstance(artist, Collection) and not isinstance(artist, QuadMesh | TriMesh):
        paths, transform = artist.get_paths(), artist.get_transform()
        if len(paths) <= MANY and len(artist.get_offsets()) <= 1:
            return [transform.transform_path(path) for path in paths if len(path.vertices)]
    return [corners(artist.get_window_extent())]


def corners(box: Bbox) -> Path:
    """The shape of a box."""
    return Path(box.corners()[[0, 1, 3, 2]])


def room_of(path: Path) -> Bbox:
    """A box that holds a path, and is found sooner than its extents: curves may not fill it."""
    points = path.vertices if path.codes is None else path.vertices[path.codes != Path.CLOSEPOLY]
    return Bbox([points.min(axis=0), points.max(axis=0)])


def is_black(color: object) -> bool:
    """Whether a color, as Matplotlib keeps it, is black and can be seen."""
    return color is not None and not any(color[:3]) and (len(color) < 4 or color[3] > 0)


def ink_of(color: tuple) -> str | None:
    """What a line or word on the page has for black, white or a dark gray; None for others."""
    gray = color[0]
    if tuple(color[:3]) != (gray,) * 3 or DARK <= gray < 1:
        return None
    mixed = f"color-mix(in srgb, {INK} {100 * (1 - gray):.0f}%, {PAPER})"
    return {0: INK, 1: PAPER}.get(gray, mixed)


def is_white(color: object) -> bool:
    """Whether a color, as Matplotlib keeps it, is white."""
    return color is not None and tuple(color[:3]) == (1, 1, 1)


class SharedSizes:
    """For a renderer: the sizes of words, which take long to find, are found once for all."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """The size of words, in points."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return size_of(s, prop)


class PageRenderer(SharedSizes, RendererSVG):
    """Draws one artist after the other; see `begin`."""

    def __init__(self, *args: object, **settings: object) -> None:
        self.ink, self.paper, self.near = True, None, False
        self.many = False
        """Whether a path is one of many, for all of which this has been settled."""
        self.styles: dict[tuple, str] = {}
        """The styles of many paths: there are few, and it takes long to write one."""
        self.flipped: tuple[Transform | None, Transform | None] = None, None
        """The transform of the last path, and what it is with y from the top."""
        self.drawn: Bbox | None = None
        """What is seen of what no Axes clips."""
        super().__init__(*args, **settings)

    def begin(self, artist: Artist, grounds: list[Ground], shown: str = "") -> None:
        """Tell which artist comes now.

        Parameters
        ----------
        artist
            It is drawn next.
        grounds
            What lies below it.
        shown
            For the background of a figure or Axes: the color in which a white one is drawn.
        """
        self.grounds = list(grounds)
        is_patch = isinstance(artist, Patch)
        self.colored = isinstance(artist, Collection) and _has_colors(artist)
        # Black bars are data, and so are they in a legend.
        self.solid = isinstance(artist, Legend) or _is_shape(artist)
        boxed = isinstance(artist, Text) and artist.get_bbox_patch() is not None
        self.boxed = isinstance(artist, Table) or (
            boxed and getattr(artist, "arrow_patch", None) is None
        )
        self.shown = shown or PAPER
        # How many white shapes are backgrounds: a legend has one, a table or 3D Axes has many.
        single = is_patch or isinstance(artist, Collection)
        self.backgrounds = 1 if shown or isinstance(artist, Legend) else 0 if single else math.inf

    def see(self, box: Bbox) -> bool:
        """Make room for what no Axes clips; return whether it is in the figure or near it."""
        size = np.array([self.width, self.height])
        near = bool(
            (box.min > -size).all() and (box.max < 2 * size).all() and (box.size >= 0).all()
        )
        if near:
            self.drawn = box if self.drawn is None else Bbox.union([self.drawn, box])
        return near

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: tuple | None = None,  # noqa: N803, Matplotlib's name
    ) -> None:
        """A line, or a shape: where it is data, or on data, it keeps its colors."""
        if self.many:
            super().draw_path(gc, path, transform, rgbFace)
            return
        clip = _clip(gc)
        filled = rgbFace is not None and (len(rgbFace) < 4 or rgbFace[3] >= OPAQUE)
        self.ink, self.paper = not self.colored and not (self.solid and rgbFace is not None), None
        self.near = False
        asked = (self.ink and self.grounds) or (filled and self.backgrounds)
        if len(path.vertices) and (clip is None or asked):
            shape = path.transformed(transform)
            box = shape.get_extents() if clip is None else room_of(shape)
            if clip is None and (filled or gc.get_linewidth() > 0):
                self.near = self.see(box)
            box = box if clip is None else Bbox.intersection(box, clip) or box
            on = kind_below(self.grounds, box, middle=filled)
            self.ink &= on == "page"
            if filled and is_white(rgbFace) and self.backgrounds:
                self.backgrounds -= 1
                self.ink = on != "own"
                self.paper = self.shown if self.ink else None
                self.grounds.append(Ground(shape, "page" if self.ink else "own", box, _cut(gc)))
            elif filled:
                self.ink &= not (self.boxed and is_black(rgbFace))  # white words stand on it
                kind = "own" if self.backgrounds else "data"
                self.grounds.append(Ground(shape, kind, box, _cut(gc)))
        super().draw_path(gc, path, transform, rgbFace)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: tuple | None = None,  # noqa: N803, Matplotlib's name
    ) -> None:
        """Dots and ticks: the page's ink, open ones filled with its background."""
        self.ink, self.paper = not self.colored, None
        if len(path.vertices) and (self.grounds or _clip(gc) is None):
            places = trans.transform(path.vertices)
            box = Bbox([places.min(axis=0), places.max(axis=0)])
            self.ink &= kind_below(self.grounds, box) == "page"
            if _clip(gc) is None:
                self.see(box)
        if self.ink:
            self.paper = PAPER  # an open dot
        super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)

    def draw_path_collection(
        self,
        gc: GraphicsContextBase,
        master_transform: Transform,
        paths: Sequence[Path],
        all_transforms: ArrayLike,
        offsets: ArrayLike,
        offset_trans: Transform,
        facecolors: ArrayLike,
        edgecolors: ArrayLike,
        linewidths: ArrayLike,
        linestyles: ArrayLike,
        antialiaseds: ArrayLike,
        *others: object,
        **settings: object,
    ) -> None:
        """Many shapes: data if they have colors; of very many only the room is looked at."""
        clip = _clip(gc)
        # Matplotlib asks with no paths, too, whether hatches can have colors.
        self.many = len(paths) > 0 and max(len(paths), len(offsets)) > MANY
        self.styles = {}
        self.ink, self.near = not self.colored, False
        if self.many:
            self.ink &= not _differ(facecolors)
            filled = len(facecolors) > 0 and np.max(facecolors[:, 3]) >= OPAQUE
            covers = filled and self.backgrounds  # what else the artist is made of
            if clip is None or covers or (self.ink and self.grounds):
                box = get_path_collection_extents(
                    master_transform, paths, all_transforms, offsets, offset_trans
                )
                if clip is None:
                    self.near = self.see(box)
                self.ink &= kind_below(self.grounds, box) == "page"
                if covers:
                    self.grounds.append(Ground(corners(box), "own", box))
        elif self.ink and clip is not None:
            self.ink = kind_below(self.grounds, clip) == "page"
        self.paper = PAPER if self.ink else None
        # The cells of a mesh touch each other: with soft edges the page would be seen between them.
        crisp = not np.any(antialiaseds)
        if crisp:
            self.writer.start("g", attrib={"shape-rendering": "crispEdges"})
        super().draw_path_collection(
            gc,
            master_transform,
            paths,
            all_transforms,
            offsets,
            offset_trans,
            facecolors,
            edgecolors,
            linewidths,
            linestyles,
            antialiaseds,
            *others,
            **settings,
        )
        if crisp:
            self.writer.end("g")
        self.many = False

    def _get_style(self, gc: GraphicsContextBase, rgbFace: tuple | None) -> str:  # noqa: N803
        if not self.many or gc.get_hatch():
            return super()._get_style(gc, rgbFace)
        face = None if rgbFace is None else tuple(rgbFace)
        look = face, gc.get_rgb(), gc.get_linewidth(), str(gc.get_dashes())
        if look not in self.styles:
            self.styles[look] = super()._get_style(gc, rgbFace)
        return self.styles[look]

    def _make_flip_transform(self, transform: Transform) -> Transform:
        if transform is not self.flipped[0]:
            self.flipped = transform, super()._make_flip_transform(transform)
        return self.flipped[1]

    def _get_style_dict(self, gc: GraphicsContextBase, rgbFace: tuple | None) -> dict:  # noqa: N803
        style = super()._get_style_dict(gc, rgbFace)
        if self.ink:
            if "stroke" in style:
                style["stroke"] = ink_of(gc.get_rgb()) or style["stroke"]
        elif "fill" not in style:  # Matplotlib does not write that it is black
            style["fill"] = BLACK
        if self.paper and style.get("fill") == WHITE:
            style["fill"] = self.paper
        return style

    def _convert_path(
        self,
        path: Path,
        transform: Transform | None = None,
        clip: bool | None = None,
        simplify: bool | None = None,
        sketch: tuple | None = None,
    ) -> str:
        cut = clip and not self.near  # what is near enlarges the figure
        return super()._convert_path(path, transform, cut, simplify, sketch)

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: Text | None = None,
    ) -> None:
        """Words, in the page's ink where the page is behind them."""
        clip = _clip(gc)
        size, wide = prop.get_size_in_points(), width_of(s, prop)
        before = size if angle == 0 else wide + size
        low, high = np.array([x, y]) - before, np.array([x + wide + size, y + before])
        leaves = (low < 0).any() or (high > (self.width, self.height)).any()
        self.ink = True
        if self.grounds or (leaves and clip is None):
            width, height, depth = self.get_text_width_height_descent(s, prop, ismath)
            turned = Affine2D().rotate_deg(angle).translate(x, self.height - y)
            box = Bbox.from_bounds(0, -depth, width, height).transformed(turned)
            self.ink = kind_below(self.grounds, box, middle=True) == "page"
            if clip is None:
                self.see(box)
        color = gc.get_rgb()
        shown = ink_of(color) if self.ink else BLACK if is_black(color) else None
        if shown in (None, INK):
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        self.writer.start("g", style=f"fill: {shown}")
        gc.set_foreground((0, 0, 0, color[3]), isRGBA=True)  # which Matplotlib does not write
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        gc.set_foreground(color, isRGBA=True)
        self.writer.end("g")

    def _draw_text_as_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str,
        mtext: Text | None = None,
    ) -> None:
        family, letters = _font(prop)
        if ismath or (family not in COMMON and letters.issuperset(map(ord, s))):
            self._draw_text_as_path(gc, x, y, s, prop, angle, ismath, mtext)
            return
        if family in COMMON and prop.get_family() != [COMMON[family]]:
            prop = prop.copy()  # another one was asked for, which is not there
            prop.set_family(COMMON[family])
        super()._draw_text_as_text(gc, x, y, s, prop, angle, ismath, mtext)


def size_of(words: str, font: FontProperties) -> tuple[float, float, float]:
    """Width, height and depth of words that are no formula, in points.

    Matplotlib measures them in one size, whatever that of the font is. That takes long, and many
    figures have words in common.
    """
    in_one_size = font.copy()
    in_one_size.set_size(text_to_path.FONT_SCALE)
    scale = font.get_size_in_points() / text_to_path.FONT_SCALE
    width, height, depth = _measured(words, in_one_size)
    return width * scale, height * scale, depth * scale


@lru_cache(10_000)
def _measured(words: str, font: FontProperties) -> tuple[float, float, float]:
    with any_script():
        return text_to_path.get_text_width_height_descent(words, font, ismath=False)


def width_of(words: str, prop: FontProperties) -> float:
    """About how wide words are, in points; not less, but for kerning and formulas."""
    return prop.get_size_in_points() * sum(map(_advances(prop).__getitem__, words))


@cache
def _advances(prop: FontProperties) -> "_Advances":
    return _Advances(prop.copy())


class _Advances(dict):
    """The width of each letter, in sizes of its font."""

    def __init__(self, prop: FontProperties) -> None:
        self.prop = prop

    def __missing__(self, letter: str) -> float:
        width, _, _ = size_of(letter, self.prop)
        self[letter] = max(width / self.prop.get_size_in_points(), 0.35)
        return self[letter]


def _clip(gc: GraphicsContextBase) -> Bbox | None:
    """The room in which something is drawn, if it is not free to leave it."""
    cut = _cut(gc)
    return gc.get_clip_rectangle() if cut is None else room_of(cut)


def _cut(gc: GraphicsContextBase) -> Path | None:
    """The path by which something is cut, such as the circle of polar Axes."""
    path, transform = gc.get_clip_path()
    return path and path.transformed(transform)


def is_data(artist: Artist) -> bool:
    """Whether an artist that is no background keeps its colors, whatever lies below it."""
    if artist.get_path_effects():  # which may draw lines, too
        return False
    if isinstance(artist, Collection):
        return _has_colors(artist)
    return _is_shape(artist) and artist.get_fill() and artist.get_facecolor()[3] > 0


def has_ink(artist: Artist) -> bool:
    """Whether its colors, as they are now, depend on whether there are data below it."""
    if type(artist) is Text and artist.get_bbox_patch() is None:
        colors = [artist.get_color()]
    elif isinstance(artist, Line2D):
        colors = [artist.get_color(), artist.get_markeredgecolor(), artist.get_markerfacecolor()]
    else:
        return True
    return any(color[3] > 0 and ink_of(color) for color in map(to_rgba, colors))


def _is_shape(artist: Artist) -> bool:
    """Whether it is a shape; an arrow is a line with a head."""
    return isinstance(artist, Patch) and not isinstance(artist, FancyArrow | FancyArrowPatch)


def _has_colors(collection: Collection) -> bool:
    """Whether its colors are data, black and white among them."""
    colors = collection.get_facecolor(), collection.get_edgecolor()
    return collection.get_array() is not None or any(map(_differ, colors))


def _differ(colors: np.ndarray) -> bool:
    return isinstance(colors, np.ndarray) and bool((colors != colors[:1]).any())


@cache
def _font(prop: FontProperties) -> tuple[str, frozenset[int]]:
    """The family of the font that Matplotlib takes, and the characters that are in it."""
    font = get_font(findfont(prop))
    return font.family_name, frozenset(font.get_charmap())
