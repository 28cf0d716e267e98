"""LiveFigure: any Matplotlib figure, driven by sliders without asking the kernel.

Python calls the figure's `update` function once for every position of the controls and keeps, for
each artist that moves, what it shows there. The browser gets the figure as SVG together with that
table, and looks up a row whenever a control moves. So the picture follows at once, on a slow
server, while a cell is running, and after the kernel has stopped.
"""

import base64
import io
import json
import math
from collections.abc import Sequence
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from ipywidgets import (
    VBox,
    Widget,
    jslink,
)
from matplotlib.figure import Figure

from helpers.figures.style import ON_DARK
from helpers.live.controls import _SLIDERS, MAX_BYTES, MAX_POSITIONS, _positions, _too_large
from helpers.live.recording import POINTS_PER_INCH, Update, _record, _save


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


def _png(figure: Figure) -> str:
    """The figure as it is now, as a PNG in base64."""
    with io.BytesIO() as file:
        _save(figure, file, format="png", dpi=POINTS_PER_INCH, facecolor="white")
        return base64.b64encode(file.getvalue()).decode()
