"""LiveFigure: any Matplotlib figure, driven by sliders without asking the kernel.

Python calls the figure's `update` function once for every position of the controls and keeps, for
each artist that moves, what it shows there. The browser gets the figure as SVG together with that
table, and looks up a row whenever a control moves. So the picture follows at once, on a slow
server, while a cell is running, and after the kernel has stopped.
"""

import base64
import io
import itertools
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from ipywidgets import (
    Dropdown,
    FloatLogSlider,
    FloatSlider,
    IntSlider,
    RadioButtons,
    SelectionSlider,
    ToggleButtons,
    VBox,
    Widget,
    jslink,
)
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import AxLine, Line2D
from matplotlib.text import Annotation, Text

from helpers.plots import ON_DARK, any_script

Update = Callable[..., tuple[Iterable[Artist], str]]
"""Takes the controls' values by name, moves artists, returns them and a sentence."""

MAX_BYTES = 300_000
MAX_POSITIONS = 10_000
POINTS_PER_INCH = 72  # the unit of Matplotlib's SVG

_SELECTIONS = (SelectionSlider, Dropdown, RadioButtons, ToggleButtons)
_SLIDERS = (FloatSlider, IntSlider, FloatLogSlider, SelectionSlider)


def _stylesheet() -> str:
    light = " ".join(f"--{color[1:]}: {color};" for color in ON_DARK)
    dark = " ".join(f"--{color[1:]}: {on_dark};" for color, on_dark in ON_DARK.items())
    palette = (
        f'.live-figure {{ {light} }}\n[data-jp-theme-light="false"] .live-figure {{ {dark} }}\n'
    )
    return palette + Path(__file__).with_name("live.css").read_text(encoding="utf-8")


class _Picture(anywidget.AnyWidget):
    """The drawing and the table, as the browser gets them."""

    _esm = Path(__file__).with_name("live.js")
    _css = _stylesheet()
    scenes = traitlets.List().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    sliders = traitlets.List().tag(sync=True)


class LiveFigure(VBox):
    """A Matplotlib figure with controls above it and a sentence below it.

    Parameters
    ----------
    figure
        A ``matplotlib.figure.Figure`` (not one of pyplot's). Black becomes the text color of the
        page's theme. A list of figures makes several scenes, and the first control chooses one.
    update
        Called with the controls' values by name. It moves artists, always the same ones, and
        returns ``(artists, sentence)``: the artists that it moved and the line of words below the
        figure. Texts can change their words and their place; lines can change their data, and a
        line with a marker is a single point. With a list of figures, a list of such functions,
        called without the first control's value. An error of its own comes through as it is.
    **controls
        ipywidgets controls by name: FloatSlider, IntSlider, FloatLogSlider, SelectionSlider,
        Dropdown, RadioButtons, ToggleButtons.

    Raises
    ------
    TypeError
        For a figure, control or artist of a kind that cannot be recorded.
    ValueError
        Without a control; for a control without discrete positions; for an update that returns
        other artists at some position, changes the limits of an Axes, or writes text that cannot
        be recorded; for a table of more than 300 KB.

    Examples
    --------
    A point that travels along a sine:

    >>> import numpy as np
    >>> from ipywidgets import FloatSlider
    >>> figure = Figure(figsize=(6, 3))
    >>> ax = figure.subplots()
    >>> xs = np.linspace(-3, 3, 200)
    >>> _ = ax.plot(xs, np.sin(xs))
    >>> (dot,) = ax.plot([0], [0], "o")
    >>> label = ax.text(-2.8, 0.8, "")
    >>> def update(x):
    ...     dot.set_data([x], [np.sin(x)])
    ...     label.set_text(f"sin x = {np.sin(x):.3f}")
    ...     return [dot, label], f"At x = {x:.2f} the sine is {np.sin(x):.3f}."
    >>> LiveFigure(figure, update, x=FloatSlider(value=1, min=-3, max=3, step=0.05))
    LiveFigure(x: 121 positions)
    """

    def __init__(
        self,
        figure: Figure | Sequence[Figure],
        update: Update | Sequence[Update],
        **controls: Widget,
    ) -> None:
        if not controls:
            raise ValueError("controls must hold at least one control, such as x=FloatSlider(...)")
        positions = {name: _positions(name, control) for name, control in controls.items()}
        counts = {name: len(known.values) for name, known in positions.items()}
        if math.prod(counts.values()) > MAX_POSITIONS:
            raise ValueError(_too_large(f"over {MAX_POSITIONS} rows", counts))
        scenes = _scenes(figure, update, counts)
        values = {name: known.values for name, known in positions.items()}
        # With a list of figures the first control chooses one, and `update` knows nothing of it.
        chooser = None if isinstance(figure, Figure) else next(iter(controls))
        values.pop(chooser, None)
        recorded = [_record(*scene, values, f"scene{k}") for k, scene in enumerate(scenes)]
        for column in (column for scene in recorded if chooser for column in scene["columns"]):
            column["strides"].insert(0, 0)
        size = len(json.dumps(recorded, ensure_ascii=False).encode())
        if size > MAX_BYTES:
            raise ValueError(_too_large(f"{size / 1000:.0f} KB", counts))

        self.controls = controls
        self.size = size
        in_browser = [known.in_browser for known in positions.values()]
        sliders = [
            control.description or name
            for name, control in controls.items()
            if isinstance(control, _SLIDERS)
        ]
        self.picture = _Picture(scenes=recorded, controls=in_browser, sliders=sliders)
        self.links = []
        start = {}
        for k, (name, control) in enumerate(controls.items()):
            known = positions[name]
            # A start between two positions: the control goes to the one that is shown.
            distances = np.abs(np.subtract(known.in_browser, getattr(control, known.trait)))
            start[name] = int(np.argmin(distances))
            setattr(control, known.trait, known.in_browser[start[name]])
            linked = f"control{k}"
            self.picture.add_traits(**{linked: traitlets.Any().tag(sync=True)})
            setattr(self.picture, linked, known.in_browser[start[name]])
            self.links.append(jslink((control, known.trait), (self.picture, linked)))
        first_figure, first_update = scenes[start.get(chooser, 0)]
        first_update(**{name: choices[start[name]] for name, choices in values.items()})
        self._png = _png(first_figure)
        super().__init__([*controls.values(), self.picture])
        self.add_class("live-controls")

    def __repr__(self) -> str:
        """Say which controls there are, not all that they hold."""
        named = zip(self.controls, self.picture.controls, strict=True)
        return f"LiveFigure({', '.join(f'{name}: {len(c)} positions' for name, c in named)})"

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, str]:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = repr(self)
        # For viewers that know no widgets, and for a notebook that has not been run yet.
        bundle["image/png"] = self._png
        return bundle


class _Positions(NamedTuple):
    """What a control can be set to."""

    trait: str
    """The trait of the control that the browser follows."""
    in_browser: list
    """That trait's value at each position."""
    values: list
    """What `update` gets at each position."""


def _positions(name: str, control: Widget) -> _Positions:
    if isinstance(control, FloatLogSlider):
        steps = _steps(name, control.min, control.max, control.step)
        values = [control.base**exponent for exponent in steps]
        return _Positions("value", values, values)
    if isinstance(control, FloatSlider | IntSlider):
        values = _steps(name, control.min, control.max, control.step)
        if isinstance(control, IntSlider):
            values = [int(value) for value in values]
        return _Positions("value", values, values)
    if isinstance(control, _SELECTIONS):
        options = control.options
        options = list(options.items() if isinstance(options, Mapping) else options)
        if all(isinstance(option, tuple | list) and len(option) == 2 for option in options):
            options = [value for _, value in options]  # of pairs of a label and a value
        if control.index is None:
            raise ValueError(f"control {name} must have one of its options chosen, got none")
        return _Positions("index", list(range(len(options))), options)
    raise TypeError(
        f"control {name} must be a FloatSlider, IntSlider, FloatLogSlider, SelectionSlider, "
        f"Dropdown, RadioButtons or ToggleButtons, got {type(control).__name__}"
    )


def _steps(name: str, low: float, high: float, step: float | None) -> list[float]:
    if step is None or step <= 0 or not np.isfinite([low, high, step]).all():
        raise ValueError(
            f"control {name} must have discrete positions: finite min and max and a step above 0, "
            f"got min {low}, max {high}, step {step}"
        )
    steps = (high - low) / step + 1e-9
    if not steps < MAX_POSITIONS:
        raise ValueError(_too_large(f"over {MAX_POSITIONS} rows", {name: f"{steps + 1:.0f}"}))
    finest = 1e-10 * max(1, abs(low), abs(high))
    if isinstance(step, float) and step < finest:  # below, rounding would move the positions
        raise ValueError(
            f"control {name} must have positions that can be told apart: from {low:g} to {high:g} "
            f"a step of at least {finest:g}, got step {step:g}"
        )
    # Rounded, so that the position of 0.3 is 0.3 and not 0.30000000000000004.
    return [round(low + k * step, 12) for k in range(int(steps) + 1)]


def _scenes(
    figure: Figure | Sequence[Figure], update: Update | Sequence[Update], counts: dict[str, int]
) -> list[tuple[Figure, Update]]:
    figures = [figure] if isinstance(figure, Figure) else figure
    updates = [update] if isinstance(figure, Figure) else update
    if not isinstance(figures, list | tuple) or not all(isinstance(f, Figure) for f in figures):
        raise TypeError(
            "figure must be a matplotlib.figure.Figure or a list of them, "
            f"got {type(figure).__name__}"
        )
    if not isinstance(updates, list | tuple) or not all(callable(u) for u in updates):
        raise TypeError(
            "update must be a function, or a list of functions for a list of figures, "
            f"got {type(update).__name__}"
        )
    if not isinstance(figure, Figure):
        chooser, choices = next(iter(counts.items()))
        if not len(figures) == len(updates) == choices:
            raise ValueError(
                f"figure and update must have one item for each position of {chooser} ({choices}), "
                f"got {len(figures)} figures and {len(updates)} functions"
            )
    return list(zip(figures, updates, strict=True))


def _too_large(size: str, counts: dict[str, int]) -> str:
    listed = ", ".join(f"{name} has {count} positions" for name, count in counts.items())
    largest = max(counts, key=counts.get)
    return (
        f"the live figure's table would be {size}, the limit is {MAX_BYTES // 1000} KB: {listed}; "
        f"give {largest} fewer positions (a larger step)"
    )


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


def _png(figure: Figure) -> str:
    """The figure as it is now, as a PNG in base64."""
    with io.BytesIO() as file:
        _save(figure, file, format="png", dpi=POINTS_PER_INCH, facecolor="white")
        return base64.b64encode(file.getvalue()).decode()
