"""Record what the artists of a figure show at every position of its controls."""

import io
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import AxLine, Line2D
from matplotlib.text import Annotation, Text

from helpers.figures.style import ON_DARK, any_script

Update = Callable[..., tuple[Iterable[Artist], str]]
"""Takes the controls' values by name, moves artists, returns them and a sentence."""


POINTS_PER_INCH = 72  # the unit of Matplotlib's SVG


def _record(figure: Figure, update: Update, values: dict[str, list], name: str) -> dict:
    """Call `update` for every row of the table; return the scene's SVG and its columns."""
    shape = [len(choices) for choices in values.values()]
    # From here on the layout is fixed, as the drawing in the browser is.
    _called(update, {name: choices[0] for name, choices in values.items()})
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    for ax in figure.axes:
        ax.apply_aspect()
    limits = _limits(figure)

    marks: list[Artist] | None = None
    sentences: list[str] = []
    states: list[list] = []
    for row in itertools.product(*values.values()):
        moved, sentence = _called(update, dict(zip(values, row, strict=True)))
        if marks is None:
            marks = moved
        elif [id(artist) for artist in moved] != [id(artist) for artist in marks]:
            raise ValueError("update must return the same artists at every position")
        sentences.append(sentence)
        states.append([_state(artist) for artist in marks])
    if limits != _limits(figure):
        raise ValueError(
            "update must not change the limits of an Axes: only what it returns can move; "
            "set the limits before"
        )

    columns = [_column("", "sentence", sentences, shape)]
    svg, origins = _drawn(figure, marks, name)
    for position, artist in enumerate(marks):
        words, points = zip(*(row[position] for row in states), strict=True)
        # All rows at once: a transform costs more than the numbers that it transforms.
        ends = np.cumsum([len(p) for p in points])[:-1]
        points = np.split(_in_points(artist, figure, np.concatenate(points)), ends)
        mark = f"mark{position}"
        if isinstance(artist, Text):
            columns.append(_column(mark, "text", words, shape))
            moves = [_point(place[0] - origins[position]) for place in points]
            if any(move != [0, 0] for move in moves):
                columns.append(_column(mark, "place", moves, shape))
        elif _has_marker(artist):
            columns.append(_column(mark, "marker", [_point(p[0]) for p in points], shape))
        else:
            drawn = {p.tobytes(): p for p in points}  # each once: many rows show the same line
            drawn = {key: _path(p) for key, p in drawn.items()}
            paths = [drawn[p.tobytes()] for p in points]
            columns.append(_column(mark, "path", paths, shape))
    return {"svg": svg, "columns": columns}


def _called(update: Update, values: dict[str, object]) -> tuple[list[Artist], str]:
    match update(**values):
        case tuple((list() | tuple() as artists, str() as sentence)):
            return list(artists), sentence
        case other:
            raise TypeError(
                "update must return (artists, sentence), a list of the artists that it moved and "
                f"a str, got {type(other).__name__} {other!r:.60}"
            )


def _limits(figure: Figure) -> list[tuple]:
    return [(*ax.get_xlim(), *ax.get_ylim()) for ax in figure.axes]


def _has_marker(line: Line2D) -> bool:
    return line.get_marker() not in (None, "None", "none", "", " ")


def _in_points(artist: Artist, figure: Figure, xy: np.ndarray) -> np.ndarray:
    """From the artist's own coordinates, of shape (n, 2), to those of the SVG."""
    scale = POINTS_PER_INCH / figure.dpi
    points = artist.get_transform().transform(np.asarray(xy, dtype=float)) * scale
    points[:, 1] = figure.get_figheight() * POINTS_PER_INCH - points[:, 1]
    return points


def _state(artist: Artist) -> tuple[str, np.ndarray]:
    """What the artist shows now: its words, if it is a text, and its points, of shape (n, 2)."""
    if isinstance(artist, Text) and not isinstance(artist, Annotation):
        words = artist.get_text()
        if "\n" in words:
            raise ValueError(f"a moving text must be one line, got {words!r}")
        if artist.get_rotation() != 0:
            raise ValueError(f"a moving text cannot be rotated, got {words!r}")
        if words.count("$") > 1 and artist.get_parse_math():
            raise ValueError(
                f"a moving text cannot hold LaTeX, got {words!r}; create it with parse_math=False"
            )
        return words, _if_visible(artist, np.array([artist.get_position()], dtype=float))
    if not isinstance(artist, Line2D) or isinstance(artist, AxLine):
        raise TypeError(
            "update must return only artists that can be recorded, Text and Line2D, "
            f"got {type(artist).__name__}"
        )
    if artist.get_drawstyle() != "default":
        raise ValueError(f"a moving line cannot have the drawstyle {artist.get_drawstyle()!r}")
    points = artist.get_xydata()
    if _has_marker(artist) and len(points) != 1:
        raise ValueError(
            f"a moving line with a marker must be a single point, got {len(points)} points; "
            "draw line and markers as two artists"
        )
    if not _has_marker(artist) and artist.get_linestyle() == "None":
        raise ValueError("a moving line must have a line or a marker, got neither")
    return "", _if_visible(artist, points)


def _if_visible(artist: Artist, points: np.ndarray) -> np.ndarray:
    return points if artist.get_visible() else np.full_like(points, np.nan)


def _point(point: np.ndarray) -> list[float] | None:
    return np.round(point, 1).tolist() if np.isfinite(point).all() else None


def _path(points: np.ndarray) -> str:
    """SVG path data; the line breaks where a coordinate is not finite."""
    commands, pen = [], "M"
    for (x, y), finite in zip(points, np.isfinite(points).all(axis=1), strict=True):
        if finite:
            commands.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L" if finite else "M"
    return "".join(commands)


def _column(mark: str, kind: str, values: Sequence, shape: list[int]) -> dict:
    """One mark's values at all rows, kept once along controls that do not change them."""
    table = np.empty(len(values), dtype=object)
    table[:] = values
    table = table.reshape(shape)
    strides, size = [], 1
    for axis in reversed(range(len(shape))):
        first = table.take([0], axis=axis)
        if all(
            a == b
            for a, b in zip(table.flat, np.broadcast_to(first, table.shape).flat, strict=True)
        ):
            table = first
            strides.insert(0, 0)
        else:
            strides.insert(0, size)
            size *= shape[axis]
    return {"mark": mark, "kind": kind, "values": table.ravel().tolist(), "strides": strides}


def _drawn(figure: Figure, marks: list[Artist], name: str) -> tuple[str, list]:
    """The figure as SVG with an id on each mark, and where each mark was drawn."""
    contents = [_content(artist) for artist in marks]
    for position, artist in enumerate(marks):
        artist.set_gid(f"mark{position}")
        _fill(artist, figure)
    svg = _svg(figure, name)
    for position, artist in enumerate(marks):
        if f'id="mark{position}"' not in svg:
            raise ValueError(
                f"update must return visible artists of its figure, each once, got {artist}"
            )
    origins = [
        _in_points(artist, figure, [artist.get_position()])[0] if isinstance(artist, Text) else None
        for artist in marks
    ]
    for artist, content in zip(marks, contents, strict=True):
        artist.set(**content)
    return svg, origins


def _content(artist: Artist) -> dict[str, object]:
    content = {"visible": artist.get_visible()}
    if isinstance(artist, Text):
        return content | {"text": artist.get_text(), "position": artist.get_position()}
    return content | {"data": artist.get_data()}


def _fill(artist: Artist, figure: Figure) -> None:
    """Make sure that an artist gets drawn: visible, not empty, in the middle of its Axes."""
    artist.set_visible(True)
    box = artist.axes.bbox if artist.axes else figure.bbox
    middle = np.mean(box.get_points(), axis=0)
    points = artist.get_transform().inverted().transform([middle])
    if isinstance(artist, Text):
        artist.set_text("x")
        if not np.isfinite(artist.get_position()).all():
            artist.set_position(points[0])
    else:
        artist.set_data(*points.T)


def _svg(figure: Figure, name: str) -> str:
    """The figure as SVG: small, of its own size at most, and in the colors of the page's theme."""
    settings = {
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "savefig.bbox": None,
        "font.sans-serif": ["DejaVu Sans", "Verdana"],  # every text repeats the list
        "font.monospace": ["DejaVu Sans Mono"],
    }
    with io.StringIO() as file, mpl.rc_context(settings):
        _save(figure, file, format="svg", transparent=True, metadata={"Date": None})
        svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*", " ", svg)
    width = figure.get_figwidth() * POINTS_PER_INCH
    size = f"max-width: {width:.0f}pt; min-width: {width / 2:.0f}pt"
    opening = rf'<svg role="img" style="{size}" \1>'
    svg = re.sub(r'<svg[^>]*(viewBox="[^"]*")[^>]*>', opening, svg)
    return re.sub(r"<[^>]+>", _themed, svg)  # within tags only: words stay as they are


def _save(figure: Figure, file: IO, **options: object) -> None:
    with any_script():
        figure.savefig(file, **options)


def _themed(tag: re.Match) -> str:
    """One tag, its path data with two decimals and its colors those of the theme."""
    text = re.sub(r' d="[^"]*"', lambda d: re.sub(r"(\.\d\d)\d+", r"\1", d[0]), tag[0])
    return re.sub(r"(?<=fill: |roke: )#[0-9a-f]{6}", _theme_color, text)


def _theme_color(color: re.Match) -> str:
    if color[0] == "#000000":
        return "currentColor"
    return f"var(--{color[0][1:]})" if color[0] in ON_DARK else color[0]
