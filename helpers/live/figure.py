"""LiveFigure: any Matplotlib figure, driven by sliders without asking the kernel.

Python calls the figure's `update` function once for every position of the controls and keeps, for
each artist that moves, what it shows there. The browser gets the figure as SVG together with that
table, and looks up a row whenever a control moves. So the picture follows at once, on a slow
server, while a cell is running, and after the kernel has stopped.
"""

import base64
import functools
import inspect
import io
import itertools
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from ipywidgets import VBox, Widget, widget_serialization
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from helpers.arguments import check_kind, check_number, described
from helpers.figures import page
from helpers.figures.drawing import drawn
from helpers.figures.style import DARK_PALETTE, LIGHT_PALETTE, ON_DARK
from helpers.live.controls import (
    MAX_POSITIONS,
    Positions,
    check_takes,
    column,
    kind_of,
    positions_of,
    telling_where,
    too_many_positions,
)
from helpers.live.limit import KILOBYTES, Limit
from helpers.live.looked_at import Update
from helpers.live.quest import Quests, quests_of, tasks_at
from helpers.live.recording import record


def stylesheet() -> str:
    """The looks of a live figure, with its palette on light and dark themes.

    Formulas of the notebook get the palette's colors, too: MathJax writes those of the light theme.
    """
    dark = '[data-jp-theme-light="false"]'
    palette = f".live-figure {{ {LIGHT_PALETTE} }}\n{dark} .live-figure {{ {DARK_PALETTE} }}\n"
    for color, on_dark in ON_DARK.items():
        written = ", ".join(str(round(255 * part)) for part in to_rgb(color))
        palette += f'{dark} mjx-mstyle[style*="({written})"] {{ color: {on_dark} !important }}\n'
    return palette + Path(__file__).with_name("live.css").read_text(encoding="utf-8")


Narrow = tuple[Figure | Sequence[Figure], Update | Sequence[Update], Sequence[Artist]]
"""A figure, its update and its answer, for a narrow page."""


class _Picture(anywidget.AnyWidget):
    """The drawing and the table, as the browser gets them; see live.js for what they hold."""

    _esm = Path(__file__).with_name("live.js")
    _css = stylesheet()
    table = traitlets.Bytes().tag(sync=True)
    """Scenes, positions and quests, packed."""
    narrow = traitlets.Bytes(None, allow_none=True).tag(sync=True)
    """The same with the scenes for a narrow page; None where no such pages are made."""
    controls = traitlets.List(traitlets.Instance(Widget)).tag(sync=True, **widget_serialization)
    note = traitlets.Unicode()
    progress = traitlets.Dict().tag(sync=True)
    """How far the reader is with the quests: kept by the browser, and by nobody else."""
    scenes = traitlets.List()
    positions = traitlets.List()
    quests = traitlets.List()
    play = traitlets.List()


def _names_are_free(init: Callable) -> Callable:
    """Say it if a control is called like a parameter, which Python takes it for."""

    @functools.wraps(init)
    def guarded(live: "LiveFigure", /, *given: object, **named: object) -> None:
        *taken, _ = inspect.signature(init).parameters  # the last are the controls
        for name in taken:
            if isinstance(named.get(name), Widget):
                raise TypeError(
                    f"a control cannot be called {name}, since LiveFigure has a parameter of this "
                    "name: give it another one"
                )
        init(live, *given, **named)

    return guarded


class LiveFigure(VBox):
    """A Matplotlib figure with controls above it and a sentence below it.

    Parameters
    ----------
    figure
        A ``matplotlib.figure.Figure`` (not one of pyplot's). Black becomes the text color of the
        page's theme. A list of figures makes several scenes, and the first control chooses one.
    update
        Called with the controls' values by name. It changes the figure's artists as it likes and
        returns the line of words below the figure. It must show the same at the same values, and
        leave the limits and the aspect of the Axes as they are, or set them again after
        ``ax.clear()``. With a list of figures, a list of such functions, called without the first
        control's value. An error of its own comes through as it is, with a note that tells the
        position.
    quest
        A task that is solved by moving, or several, one after the other.
    answer
        The artists that would give away what a quest with ``predict=True`` asks for.
    narrow
        A function without parameters that makes what a narrow page shows instead, such as that of a
        phone: a figure, its update and its answer, like those above, at most 3.75 inches wide. It
        is called only where such pages are made, while ``helpers.figures.page.narrow`` is
        true: on the website it is, in a notebook it is not.
    play
        The names of the controls that Play moves, one after the other; without it, the one with the
        most positions.
    most_kilobytes
        What the figure may take, packed, as it travels to the browser. More makes pages and
        notebooks slow to load; for a lecture of one's own that may not matter.
    **controls
        ipywidgets controls by names that are not those above: FloatSlider, IntSlider,
        FloatLogSlider, SelectionSlider, Dropdown, RadioButtons, ToggleButtons, Checkbox. One
        without a description is called by its name.

    Raises
    ------
    TypeError
        For a figure, a control, a quest, an answer, a narrow of another kind, a control that is
        called like a parameter, an update or a quest that does not take the controls by name, or an
        update that returns no str.
    ValueError
        Without a control; for a control without discrete positions; for an update that changes the
        limits or the aspect of an Axes; for a quest that leaves nothing to find; for an answer that
        is not in the figure; for a play of no controls; for a figure that takes more than it may.

    Notes
    -----
    Arrows of a ``quiver`` without a ``scale`` of its own keep that of their first drawing, as they
    do in Matplotlib. A layout engine, such as ``layout="constrained"``, arranges the start only.

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
    ...     return f"At x = {x:.2f} the sine is {np.sin(x):.3f}."
    >>> LiveFigure(figure, update, x=FloatSlider(value=1, min=-3, max=3, step=0.05))
    LiveFigure(x: 121 positions)
    """

    with_png = True
    """Whether there is a picture for viewers that run no scripts; it takes a sixth of the time."""

    @_names_are_free
    def __init__(
        self,
        figure: Figure | Sequence[Figure],
        update: Update | Sequence[Update],
        *,
        quest: Quests = None,
        answer: Sequence[Artist] = (),
        narrow: Callable[[], Narrow] | None = None,
        play: Sequence[str] = (),
        most_kilobytes: float = KILOBYTES,
        **controls: Widget,
    ) -> None:
        figures, updates = _figures_of(figure), _updates_of(update, figure)
        quests_of(quest)
        check_kind("answer", answer, Sequence, "a list of artists")
        check_kind("narrow", narrow, Callable | None, "a function or None")
        check_kind("play", play, Sequence, "a list of names of controls")
        most_kilobytes = check_number("most_kilobytes", most_kilobytes, positive=True)
        if narrow is not None and page.narrow == "only":
            figure, update, answer = _made_by(narrow)
            figures, updates = _figures_of(figure), _updates_of(update, figure)
            narrow = None
        positions = _all_positions(controls)
        scenes = _scenes(figures, updates, figure, positions)
        # A start between two positions: the control goes to the one that is shown.
        start = {
            name: _nearest(known.in_browser, getattr(controls[name], known.trait))
            for name, known in positions.items()
        }
        tasks, note = _tasks(quest, positions, start)
        png = io.BytesIO() if self.with_png else None
        limit = Limit(most_kilobytes, _counts(positions))
        content = {
            "scenes": _recorded(scenes, answer, positions, start, limit, png),
            "positions": _in_browser(controls, positions),
            "quests": tasks,
            "note": note,
            "play": _places_of(play, list(controls)),
        }
        table, narrow_table = limit.packed(content), None
        self.size = len(table)
        if narrow is not None and page.narrow:
            limit = Limit(most_kilobytes, _counts(positions))
            narrow_table = _narrow_table(narrow, content, positions, start, limit)

        for name, known in positions.items():
            setattr(controls[name], known.trait, known.in_browser[start[name]])
            # So that a reader can tell one slider from another.
            controls[name].description = controls[name].description or name
        self.controls = controls
        self.picture = _Picture(
            table=table, narrow=narrow_table, controls=list(controls.values()), **content
        )
        self._png = base64.b64encode(png.getvalue()).decode() if png else None
        super().__init__([*controls.values(), self.picture])
        self.add_class("live-controls")

    def __repr__(self) -> str:
        """Say which controls there are, not all that they hold."""
        named = zip(self.controls, self.picture.positions, strict=True)
        counts = [f"{name}: {len(known['values'])} positions" for name, known in named]
        return f"LiveFigure({', '.join(counts)})"

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, str]:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = repr(self)
        # For viewers that know no widgets, and for a notebook that has not been run yet.
        if self._png:
            bundle["image/png"] = self._png
        return bundle


def _all_positions(controls: dict[str, Widget]) -> dict[str, Positions]:
    if not controls:
        raise ValueError("controls must hold at least one control, such as x=FloatSlider(...)")
    positions = {name: positions_of(name, control) for name, control in controls.items()}
    counts = _counts(positions)
    if math.prod(counts.values()) > MAX_POSITIONS:
        raise ValueError(too_many_positions(counts))
    return positions


def _counts(positions: dict[str, Positions]) -> dict[str, int]:
    return {name: len(known.values) for name, known in positions.items()}


def _in_browser(controls: dict[str, Widget], positions: dict[str, Positions]) -> list[dict]:
    """What the browser has to know of each control."""
    return [
        {
            "name": control.description or name,
            "trait": positions[name].trait,
            "values": positions[name].in_browser,
            "labels": positions[name].labels,
            "readout": getattr(control, "readout", True),
            "element": kind_of(name, control).element,
        }
        for name, control in controls.items()
    ]


def _tasks(
    quest: Quests, positions: dict[str, Positions], start: dict[str, int]
) -> tuple[list[dict], str]:
    """The quests, each with a column of where it is solved, and words if there are none."""
    shape = [*_counts(positions).values()]
    choices = itertools.product(*(known.values for known in positions.values()))
    rows = [dict(zip(positions, row, strict=True)) for row in choices]
    first = int(np.ravel_multi_index(list(start.values()), shape))
    asked, note = tasks_at(quest, positions, rows, first)
    tasks = [
        {
            **{name: getattr(one, name) for name in ("task", "why", "hint", "predict")},
            "solved": column([str(int(s)) for s in solved], shape),
        }
        for one, solved in asked
    ]
    return tasks, note


def _places_of(play: Sequence[str], names: list[str]) -> list[int]:
    for name in play:
        if name not in names:
            raise ValueError(
                f"play must hold names of the controls, {', '.join(names)}; got {described(name)}"
            )
    return [names.index(name) for name in play]


def _figures_of(figure: object) -> list[Figure]:
    wanted = "a matplotlib.figure.Figure or a list of them"
    figures = [figure] if isinstance(figure, Figure) else figure
    for one in check_kind("figure", figures, list | tuple, wanted):
        if check_kind("figure", one, Figure, wanted).canvas.manager is not None:
            raise TypeError(
                f"figure must be {wanted}, got one of pyplot's, which would be shown a second "
                "time: make it with matplotlib.figure.Figure(), not with plt.figure() or "
                "plt.subplots()"
            )
    return list(figures)


def _updates_of(update: object, figure: Figure | Sequence[Figure]) -> list[Update]:
    wanted = "a function, or a list of functions for a list of figures"
    updates = [update] if isinstance(figure, Figure) else update
    for one in check_kind("update", updates, list | tuple, wanted):
        check_kind("update", one, Callable, wanted)
    return list(updates)


def _scenes(
    figures: list[Figure],
    updates: list[Update],
    figure: Figure | Sequence[Figure],
    positions: dict[str, Positions],
) -> list[tuple[Figure, Update, str | None]]:
    """Each figure with its function, made to tell at which position an error came up.

    With a list of figures the first control chooses one, and `update` knows nothing of it: its name
    is the third.
    """
    chooser = None if isinstance(figure, Figure) else next(iter(positions))
    labels = positions[chooser].labels if chooser else [""]
    if not len(figures) == len(updates) == len(labels):
        raise ValueError(
            f"figure and update must have one item for each position of {chooser} ({len(labels)}), "
            f"got {len(figures)} figures and {len(updates)} functions"
        )
    for update in updates:
        check_takes("update", update, [name for name in positions if name != chooser])
    return [
        (
            one,
            telling_where("update", update, positions, {chooser: words} if chooser else {}),
            chooser,
        )
        for one, update, words in zip(figures, updates, labels, strict=True)
    ]


def _recorded(
    scenes: list[tuple[Figure, Update, str | None]],
    answer: Sequence[Artist],
    positions: dict[str, Positions],
    start: dict[str, int],
    limit: Limit,
    png: io.BytesIO | None = None,
) -> list[dict]:
    """Each scene at every position; the one at the start is written into the png."""
    recorded, artists = [], []
    for k, (figure, update, chooser) in enumerate(scenes):
        values = {name: known.values for name, known in positions.items() if name != chooser}
        at_start = {name: choices[start[name]] for name, choices in values.items()}
        file = png if k == start.get(chooser, 0) else None
        recorded.append(record(figure, update, values, at_start, f"scene{k}", limit, answer, file))
        for mark in recorded[-1]["columns"] if chooser else ():
            for part in mark["parts"]:
                part["strides"].insert(0, 0)
        artists += [artist for artist, _ in drawn(figure)]
    for artist in answer:
        if not any(artist is one for one in artists):
            raise ValueError(
                "answer must hold artists that stay in the figure, such as a line, "
                f"got {described(artist)}"
            )
    return recorded


def _narrow_table(
    narrow: Callable[[], Narrow],
    content: dict[str, object],
    positions: dict[str, Positions],
    start: dict[str, int],
    limit: Limit,
) -> bytes:
    """The same content, packed, but for the scenes: those for a narrow page."""
    try:
        figure, update, answer = _made_by(narrow)
        figures, updates = _figures_of(figure), _updates_of(update, figure)
        scenes = _scenes(figures, updates, figure, positions)
        recorded = _recorded(scenes, answer, positions, start, limit)
        return limit.packed({**content, "scenes": recorded})
    except (TypeError, ValueError) as error:
        error.add_note("This is about what narrow has made")
        raise


def _made_by(narrow: Callable[[], Narrow]) -> Narrow:
    made = narrow()
    if not isinstance(made, tuple) or len(made) != 3:
        raise TypeError(f"narrow must return figure, update and answer, got {described(made)}")
    figure, update, answer = made
    return figure, update, check_kind("answer", answer, Sequence, "a list of artists")


def _nearest(values: list, value: float) -> int:
    return int(np.argmin(np.abs(np.array(values, dtype=float) - float(value))))
