"""LiveFigure: any Matplotlib figure, driven by sliders without asking the kernel.

Python calls the figure's `update` function once for every position of the controls and keeps, for
each artist that moves, what it shows there. The browser gets the figure as SVG together with that
table, and looks up a row whenever a control moves. So the picture follows at once, on a slow
server, while a cell is running, and after the kernel has stopped.
"""

import base64
import io
import itertools
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import anywidget
import numpy as np
import traitlets
from ipywidgets import VBox, Widget, widget_serialization
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from helpers.arguments import check_text, described
from helpers.figures.artists import drawn
from helpers.figures.style import DARK_PALETTE, LIGHT_PALETTE
from helpers.live.controls import (
    MAX_BYTES,
    MAX_POSITIONS,
    column,
    in_bytes,
    kind_of,
    positions_of,
    too_large,
)
from helpers.live.recording import Update, record
from helpers.live.table import packed


def stylesheet() -> str:
    """The looks of a live figure, with its palette on light and dark themes."""
    palette = (
        f".live-figure {{ {LIGHT_PALETTE} }}\n"
        f'[data-jp-theme-light="false"] .live-figure {{ {DARK_PALETTE} }}\n'
    )
    return palette + Path(__file__).with_name("live.css").read_text(encoding="utf-8")


class _Picture(anywidget.AnyWidget):
    """The drawing and the table, as the browser gets them; see live.js for what they hold."""

    _esm = Path(__file__).with_name("live.js")
    _css = stylesheet()
    table = traitlets.Bytes().tag(sync=True)
    """Scenes, positions and quests, packed."""
    controls = traitlets.List(traitlets.Instance(Widget)).tag(sync=True, **widget_serialization)
    progress = traitlets.Dict().tag(sync=True)
    """How far the reader is with the quests: kept by the browser, and by nobody else."""
    scenes = traitlets.List()
    positions = traitlets.List()
    quests = traitlets.List()


class Quest(NamedTuple):
    """A state of a live figure that the reader is asked to find.

    It is solved once the controls have stood for a moment at a position for which `solved` is
    true. For a prediction the answer is covered, the sentence and what the figure's `answer` names;
    the reader places the controls and presses Show.
    """

    task: str
    """What to look for, one or two sentences."""
    solved: Callable[..., bool]
    """Takes the controls' values by name, as the figure's `update` does, and all of them."""
    why: str
    """A sentence to a reader who has found it."""
    hint: str = ""
    """A sentence that helps, on request."""
    predict: bool = False
    """Whether the answer is covered until the reader presses Show."""


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
        leave the limits of the Axes as they are. With a list of figures, a list of such functions,
        called without the first control's value. An error of its own comes through as it is.
    quest
        A task that is solved by moving, or several, one after the other.
    answer
        The artists that would give away what a quest with ``predict=True`` asks for.
    **controls
        ipywidgets controls by name: FloatSlider, IntSlider, FloatLogSlider, SelectionSlider,
        Dropdown, RadioButtons, ToggleButtons, Checkbox.

    Raises
    ------
    TypeError
        For a figure, a control, a quest, an answer of another kind, or an update that returns no
        str.
    ValueError
        Without a control; for a control without discrete positions; for an update that changes the
        limits of an Axes; for a quest that leaves nothing to find; for an answer that is not in the
        figure; for a table of more than 300 KB.

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

    def __init__(
        self,
        figure: Figure | Sequence[Figure],
        update: Update | Sequence[Update],
        *,
        quest: Quest | Sequence[Quest] | None = None,
        answer: Sequence[Artist] = (),
        **controls: Widget,
    ) -> None:
        if not controls:
            raise ValueError("controls must hold at least one control, such as x=FloatSlider(...)")
        quests = _quests_of(quest)
        if not isinstance(answer, Sequence):
            raise TypeError(f"answer must be a list of artists, got {described(answer)}")
        positions = {name: positions_of(name, control) for name, control in controls.items()}
        counts = {name: len(known.values) for name, known in positions.items()}
        if math.prod(counts.values()) > MAX_POSITIONS:
            raise ValueError(too_large(f"over {MAX_POSITIONS} rows", counts))
        scenes = _scenes(figure, update, counts)
        values = {name: known.values for name, known in positions.items()}
        # A start between two positions: the control goes to the one that is shown.
        start = {
            name: _nearest(known.in_browser, getattr(controls[name], known.trait))
            for name, known in positions.items()
        }
        rows = [dict(zip(values, row, strict=True)) for row in itertools.product(*values.values())]
        first = int(np.ravel_multi_index(list(start.values()), list(counts.values())))
        tasks = [
            {**one._asdict(), "solved": column([str(int(s)) for s in solved], [*counts.values()])}
            for one, solved in zip(quests, _solved_at(quests, rows, first), strict=True)
        ]

        # With a list of figures the first control chooses one, and `update` knows nothing of it.
        chooser = None if isinstance(figure, Figure) else next(iter(controls))
        values.pop(chooser, None)
        at_start = {name: choices[start[name]] for name, choices in values.items()}
        shown = start.get(chooser, 0)
        recorded, weights, png = [], {}, io.BytesIO()
        for k, scene in enumerate(scenes):
            file = png if k == shown else None
            drawing, names = record(*scene, values, at_start, f"scene{k}", answer, file)
            recorded.append(drawing)
            for mark in drawing["columns"]:
                for part in mark["parts"] if chooser else ():
                    part["strides"].insert(0, 0)
                name = names[mark["mark"]]
                weights[name] = weights.get(name, 0) + in_bytes(mark)
        in_figures = [artist for scene in scenes for artist, _ in drawn(scene[0])]
        for artist in answer:
            if not any(artist is one for one in in_figures):
                raise ValueError(
                    "answer must hold artists that stay in the figure, such as a line, "
                    f"got {described(artist)}"
                )
        content = {
            "scenes": recorded,
            "positions": [
                {
                    "name": control.description or name,
                    "trait": positions[name].trait,
                    "values": positions[name].in_browser,
                    "labels": positions[name].labels,
                    "readout": getattr(control, "readout", True),
                    "element": kind_of(name, control).element,
                }
                for name, control in controls.items()
            ],
            "quests": tasks,
        }
        table = packed(content)
        self.size = len(table)
        if self.size > MAX_BYTES:
            raise ValueError(too_large(f"{self.size / 1000:.0f} KB", counts, weights))

        for name, known in positions.items():
            setattr(controls[name], known.trait, known.in_browser[start[name]])
        self.controls = controls
        self.picture = _Picture(table=table, controls=list(controls.values()), **content)
        self._png = base64.b64encode(png.getvalue()).decode()
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


def _quests_of(quest: object) -> list[Quest]:
    """Return one quest or several as a list, empty for None.

    Raises
    ------
    TypeError
        If it is neither, or a task, a hint, a predicate is not what it should be.
    """
    quests = [] if quest is None else [quest] if isinstance(quest, Quest) else quest
    if not isinstance(quests, list | tuple) or not all(isinstance(q, Quest) for q in quests):
        raise TypeError(f"quest must be a Quest or a list of them, got {described(quest)}")
    for one in quests:
        for name in ("task", "why", "hint"):
            check_text(f"{name} of a quest", getattr(one, name))
        if not callable(one.solved):
            raise TypeError(
                f"solved of the quest {one.task!r:.60} must be a function of the controls' values, "
                f"got {described(one.solved)}"
            )
    return list(quests)


def _solved_at(
    quests: Sequence[Quest], rows: Sequence[dict[str, object]], start: int
) -> list[list[bool]]:
    """Tell for each quest at which rows it is solved.

    Raises
    ------
    ValueError
        If a quest cannot be solved, or need not: no row solves it, or all do, or the one at the
        start, or every row that solves the one before it.
    """
    table = [[bool(quest.solved(**row)) for row in rows] for quest in quests]
    for k, (quest, solved) in enumerate(zip(quests, table, strict=True)):
        before = table[k - 1] if k else [True] * len(rows)
        for wrong, where in [
            (not any(solved), "no position"),
            (all(solved), "every position"),
            (solved[start], "the position at the start"),
            (
                all(now for now, then in zip(solved, before, strict=True) if then),
                "each position that solves the one before it",
            ),
        ]:
            if wrong:
                raise ValueError(
                    f"solved must leave something to find, but {where} solves the quest "
                    f"{quest.task!r:.80}"
                )
    return table


def _nearest(values: list, value: float) -> int:
    return int(np.argmin(np.abs(np.array(values, dtype=float) - float(value))))
