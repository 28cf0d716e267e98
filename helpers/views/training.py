"""The interactive views of models while gradient descent trains them.

`x` and `y` are the points that a model is trained on: inputs, and what it should predict for them,
both of shape (n,). `quest` is a task or several, as LiveFigure takes them. What is not of the kind
that its type says is a TypeError; a ValueError are arrays whose shapes do not fit, numbers that
are not finite, and the quest of another view.
"""

from collections.abc import Mapping

import numpy as np
from ipywidgets import SelectionSlider
from matplotlib.figure import Figure
from numpy import ndarray

from helpers.arguments import (
    check_array,
    check_count,
    check_drawable,
    check_kind,
    check_number,
    check_points,
)
from helpers.chain import deriv
from helpers.figures.graphs import NEURON, GraphDiagram, show_neuron
from helpers.figures.style import COMPOSITE, F3
from helpers.functions import sigmoid
from helpers.live.figure import LiveFigure
from helpers.live.quest import Quests
from helpers.views.parts import add_dot, fitting, wide
from helpers.writing import number

HOURS = np.linspace(0.5, 5.0, 10)
PASSED = np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, 1])
"""Notebook 9's ten people: how long each of them practiced, and whether they passed the exam."""
RATES = (0.03, 1.0, 10.0, 100.0)


@np.errstate(all="ignore")
def explore_training(
    x: ndarray = HOURS,
    y: ndarray = PASSED,
    runs: Mapping[float, ndarray] | None = None,
    example: int = 5,
    *,
    quest: Quests = None,
) -> LiveFigure:
    """A neuron, sigmoid(w · x + b), while gradient descent trains it on the squared error.

    `runs` holds for each learning rate w and b before the first step and after each, of shape
    (steps + 1, 2), the same for all; without them the neuron is trained at four rates, beginning
    with w = b = 0. `example` is the index of the point whose numbers stand in the boxes. There is a
    slider for the rate and one for the step. A prediction covers the numbers in the boxes, the
    curve and the loss.
    """
    x, y = check_points(x, y)
    for name, array in {"x": x, "y": y}.items():
        check_drawable(name, array)
    runs = {rate: _trained(x, y, rate) for rate in RATES} if runs is None else runs
    check_kind("runs", runs, Mapping, "a dict such as {0.1: array of w and b}")
    if not runs:
        raise ValueError("runs must hold at least one run, got an empty dict")
    rates = [check_number("each learning rate in runs", rate) for rate in runs]
    histories = [check_array(f"runs[{rate}]", history) for rate, history in runs.items()]
    shape = histories[0].shape
    if any(h.shape != shape for h in histories) or shape[1:] != (2,) or not shape[0]:
        raise ValueError(
            "runs must hold arrays of one shape (steps + 1, 2), "
            f"got {', '.join(str(h.shape) for h in histories)}"
        )
    for rate, history in zip(rates, histories, strict=True):
        if not np.isfinite(history).all():
            raise ValueError(f"runs[{rate:g}] must hold finite numbers: did the training diverge?")
        check_drawable(f"runs[{rate:g}]", history)
    example = check_count("example", example, 0, len(x) - 1)
    parameters = np.array(histories)  # of shape (rates, steps + 1, 2)
    predictions = sigmoid(parameters[..., :1] * x + parameters[..., 1:])
    losses = np.mean((predictions - y) ** 2, axis=-1)

    figure = Figure(figsize=(10, 4.75))
    diagram = GraphDiagram(figure.add_axes((0.02, 0.48, 0.96, 0.52)), NEURON)
    panels = _TrainingPanels(figure, 0.42, x, y, predictions[:, 0], losses, "linear")
    error_line = panels.fit.plot([], [], ":", color="black", label="error of the point in boxes")[0]
    # Beside the name of the axis, where no curve gets in the way.
    panels.fit.legend(frameon=False, fontsize=9, loc="upper right", bbox_to_anchor=(1.14, -0.15))
    at = np.linspace(*panels.fit.get_xlim(), 41)

    def update(rate: float, step: int) -> str:
        k = rates.index(rate)
        w, b = parameters[k, step]
        show_neuron(diagram, x[example], y[example], w, b)
        error_line.set_data([x[example]] * 2, [predictions[k, step, example], y[example]])
        panels.show(at, sigmoid(w * at + b), losses[k], step)
        return (
            f"Step {step}: w = {number(w)}, b = {number(b)}, mean loss of all points "
            f"{number(losses[k, step])}."
        )

    options = [(number(rate), rate) for rate in rates]
    rate_slider = wide(SelectionSlider(options=options, description="rate"))
    answer = [*diagram.texts, *panels.marks, error_line]
    controls = {"rate": rate_slider, "step": _step_slider(shape[0])}
    quest = fitting(quest, "explore_training", losses_at_end=losses[:, -1])
    return LiveFigure(figure, update, quest=quest, answer=answer, **controls)


def _trained(x: ndarray, y: ndarray, rate: float) -> ndarray:
    """The knobs of a neuron, w and b, before the first of 200 steps of descent and after each."""
    history = [np.zeros(2)]
    for _ in range(200):
        w, b = history[-1]
        a = sigmoid(w * x + b)
        dl_dz = 2 * (a - y) / len(x) * deriv(sigmoid, w * x + b)
        history.append(history[-1] - rate * np.array([(dl_dz * x).sum(), dl_dz.sum()]))
    return np.array(history)


@np.errstate(all="ignore")
def explore_fit(
    x: ndarray,
    y: ndarray,
    at: ndarray,
    fits: ndarray,
    losses: ndarray,
    *,
    quest: Quests = None,
) -> LiveFigure:
    """What a model predicts, and its loss, while it is trained on points of shape (n,).

    `at`, of shape (m,) with m from 2 to 201, is where its curve is drawn; `fits`, of shape
    (steps + 1, m), the curve before the first step and after each, and `losses`, of shape
    (steps + 1,), the loss, always above 0. A slider goes through the steps. A prediction covers the
    curve and the loss.
    """
    x, y = check_points(x, y)
    at = check_array("at", at, one_dimensional=True)
    fits, losses = check_array("fits", fits), check_array("losses", losses, one_dimensional=True)
    if not 2 <= len(at) <= 201 or not np.isfinite(at).all():
        raise ValueError(f"at must hold 2 to 201 finite numbers, got {len(at)}")
    if not len(losses) or fits.shape != (len(losses), len(at)):
        raise ValueError(
            "fits must have one row for each loss, at least one, and one column for each number "
            f"of at: ({len(losses)}, {len(at)}), got shape {fits.shape}"
        )
    if not np.isfinite(fits).all() or not (np.isfinite(losses) & (losses > 0)).all():
        raise ValueError(
            "fits and losses must be finite and losses above 0: did the training diverge?"
        )
    for name, array in {"x": x, "y": y, "at": at, "fits": fits, "losses": losses}.items():
        check_drawable(name, array)

    figure = Figure(figsize=(10, 3.8))
    panels = _TrainingPanels(figure, 0.88, x, y, fits[0], losses, "log")

    def update(step: int) -> str:
        panels.show(at, fits[step], losses, step)
        return f"After {step} steps the loss is {number(losses[step])}."

    slider = _step_slider(len(losses))
    quest = fitting(quest, "explore_fit", losses=losses[:: max(1, len(losses) // 10)])
    return LiveFigure(figure, update, quest=quest, answer=panels.marks, step=slider)


class _TrainingPanels:
    """Two Axes side by side: points with the model's curve, and the loss against the step."""

    def __init__(
        self,
        figure: Figure,
        top: float,
        x: ndarray,
        y: ndarray,
        first: ndarray,
        losses: ndarray,
        scale: str,
    ) -> None:
        height = figure.get_figheight()
        bottom = 0.5 / height
        self.fit = figure.add_axes((0.07, bottom, 0.4, top - bottom))
        loss = figure.add_axes((0.57, bottom, 0.4, top - bottom))
        for ax, low, high, across, up, title in [
            (self.fit, x.min(), x.max(), "x", "prediction", "points and prediction"),
            (loss, 0, losses.shape[-1] - 1, "step", "loss", "mean loss of all points"),
        ]:
            side = 0.05 * (high - low or 1)
            ax.set_xlim(low - side, high + side)
            ax.set_xlabel(across)
            ax.set_ylabel(up)
            ax.set_title(title, fontsize=11, y=1)
            ax.spines[["right", "top"]].set_visible(False)
        low, high = min(y.min(), first.min()), max(y.max(), first.max())
        room = 0.2 * (high - low or 1)
        self.fit.set_ylim(low - room, high + room)
        if scale == "log":
            loss.set_yscale("log")
            loss.set_ylim(losses.min() / 2, losses.max() * 2)
        else:
            loss.set_ylim(0, losses.max() * 1.1 or 1)
        self.fit.plot(x, y, "x", color="black")
        (self.curve,) = self.fit.plot([], [], color=COMPOSITE)
        (self.loss_line,) = loss.plot([], [], color=F3)
        self.dot = add_dot(loss, F3)
        self.marks = [self.curve, self.loss_line, self.dot]

    def show(self, at: ndarray, curve: ndarray, losses: ndarray, step: int) -> None:
        """Draw this curve, and a dot at this step of the losses."""
        self.curve.set_data(at, curve)
        steps = np.unique(np.linspace(0, len(losses) - 1, 301).astype(int))
        self.loss_line.set_data(steps, losses[steps])
        self.dot.set_data([step], [losses[step]])


def _shown_steps(count: int) -> ndarray:
    """Some 50 of so many steps: each of the first ones, then at growing distances."""
    grown = np.geomspace(1, count, 60).round().astype(int) - 1
    return np.unique(grown)


def _step_slider(count: int) -> SelectionSlider:
    steps = [int(step) for step in _shown_steps(count)]
    return wide(SelectionSlider(options=steps, description="step"))
