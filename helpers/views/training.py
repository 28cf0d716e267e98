"""The interactive views of models while gradient descent trains them.

`x` and `y` are the points that a model is trained on: inputs, and what it should predict for them,
both of shape (n,). `quest` is a task or several, as LiveFigure takes them. What is not of the kind
that its type says is a TypeError; a ValueError are arrays whose shapes do not fit, numbers that
are not finite, and the quest of another view.
"""

import functools
import math

import numpy as np
from ipywidgets import FloatSlider, IntSlider, SelectionSlider
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy import ndarray

from helpers.arguments import (
    check_array,
    check_drawable,
    check_number,
    check_points,
)
from helpers.chain import deriv
from helpers.figures.graphs import NEURON, GraphDiagram, neuron_numbers, show_neuron
from helpers.figures.style import COMPOSITE, F3, SLOPE, centered, color_of, write
from helpers.functions import sigmoid
from helpers.live.figure import LiveFigure
from helpers.live.quest import Quests
from helpers.views.parts import Readings, Scene, add_dot, fitting, slider_for_x, tilt, wide
from helpers.writing import (
    equation,
    factors_and_products,
    gives,
    number,
    told,
    with_enough_decimals,
    written_out,
)

HOURS = np.linspace(0.5, 5.0, 10)
PASSED = np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, 1])
"""Notebook 9's ten people: how long each of them practiced, and whether they passed the exam."""
RATES = (0.3, 1.0, 3.0, 10.0)


def neuron_loss(w: float, b: float, x: ndarray, y: ndarray) -> float:
    """The mean squared error of sigmoid(w · x + b)."""
    return float(np.mean((sigmoid(w * x + b) - y) ** 2))


def neuron_slopes(w: float, b: float, x: ndarray, y: ndarray) -> tuple[float, float]:
    """The slopes of that loss with respect to w and b: added over all points."""
    z = w * x + b
    dl_dz = 2 * (sigmoid(z) - y) / len(x) * deriv(sigmoid, z)
    return float(np.sum(dl_dz * x)), float(np.sum(dl_dz))


@np.errstate(all="ignore")
def explore_downhill(
    x: ndarray = HOURS, y: ndarray = PASSED, bias: float = -3.0, *, quest: Quests = None
) -> LiveFigure:
    """Gradient descent on the loss of a neuron, sigmoid(w · x + bias), as a function of w alone.

    There is a slider for w at the start, one for the learning rate and one for how many steps have
    been made; from the first one on, the last step is written out. A prediction covers all that
    follows from w at the start, where a ring stands.

    Shared arguments, and errors: `help("helpers.views.training")`.
    """
    x, y = check_points(x, y)
    for name, array in {"x": x, "y": y}.items():
        check_drawable(name, array)
    bias = check_number("bias", bias)
    check_drawable("bias", np.array([bias]))
    w_slider = slider_for_x(-0.5, 3.0, 0.25, 0.5)
    w_slider.description = "w"

    @functools.cache
    def slope_at(w: float) -> float:
        return neuron_slopes(w, bias, x, y)[0]

    def descent(w: float, rate: float, step: int) -> list[float]:
        """The weights at the start and after each step."""
        weights = [w]
        for _ in range(step):
            weights.append(weights[-1] - rate * slope_at(weights[-1]))
        return weights

    def scene(narrow: bool) -> Scene:
        figure = Figure(figsize=(3.75, 5.4) if narrow else (10, 4.35))
        places = NARROW_DOWNHILL if narrow else WIDE_DOWNHILL
        valley = figure.add_axes(places[0])
        ws = np.linspace(-1, 6, 141)
        at_all = [neuron_loss(w, bias, x, y) for w in ws]
        _labelled(valley, ws, "weight w", "loss", "loss: how wrong the curve is, for each w")
        valley.set_ylim(0, 1.15 * max(at_all) or 1)
        valley.plot(ws, at_all, color=F3)
        (trail,) = valley.plot([], [], ".-", color=F3, linewidth=1, alpha=0.7)
        (tangent,) = valley.plot([], [], "--", color=SLOPE)
        (stride,) = valley.plot([], [], color=COMPOSITE, linewidth=2.5)
        dot, ring = add_dot(valley, F3), _add_ring(valley)
        fit = FitPanel(figure.add_axes(places[1]), x, y, np.array([0.0, 1.0]))
        at = np.linspace(*fit.ax.get_xlim(), 41)
        (x_head, y_head), *_, sizes = places[2]
        # Not before the first step: how far one goes is to be found.
        step_head = figure.text(x_head, y_head, "", fontsize=sizes[0], color=COMPOSITE)
        lines = [("", COMPOSITE), ("w", COMPOSITE), ("loss", F3), ("slope", SLOPE)]
        results = Readings(figure, lines, *places[2])

        def update(w: float, rate: float, step: int) -> str:
            weights = descent(w, rate, step)
            now, slope = weights[-1], slope_at(weights[-1])
            heights = [neuron_loss(each, bias, x, y) for each in weights]
            trail.set_data(weights, heights)
            dot.set_data([now], heights[-1:])
            ring.set_data([w], heights[:1])
            tilt(tangent, now, heights[-1], slope, 0.8)
            fit.curve.set_data(at, sigmoid(now * at + bias))
            there = f"the loss is {number(heights[-1])}, and its slope {number(slope)}."
            step_head.set_text("rate × slope" if step else "")
            stride.set_data([], [])
            if not step:
                results.show("", number(now), number(heights[-1]), number(slope))
                return f"No step yet: at w = {number(w)} {there}"
            before, shown = weights[-2], number(now)
            stride.set_data([before, now, now], [heights[-2], *heights[-2:]])
            terms = [rate, slope_at(before)]
            (factors, (far,)), old = with_enough_decimals(
                lambda decimals: (
                    factors_and_products(terms, [math.prod(terms)], None, decimals),
                    number(before, decimals),
                ),
                lambda written: gives([written[1], *written[0][1]], "−", shown),
            )
            by, to = written_out(factors, "×", far), written_out([old, far], "−", shown)
            results.show(by, to, number(heights[-1]), number(slope))
            way = "up" if now > before else "down"
            return f"Step {step} took w {way} from {number(before)} to {shown}; there {there}"

        answer = [trail, tangent, stride, dot, fit.curve, step_head, *results.texts]
        return figure, update, answer

    figure, update, answer = scene(narrow=False)
    rate = wide(
        SelectionSlider(options=[(number(r), r) for r in RATES], value=0.3, description="rate")
    )
    controls = {
        "w": w_slider,
        "rate": rate,
        "step": wide(IntSlider(0, 0, 8, description="step")),
    }
    losses = [neuron_loss(w, bias, x, y) for w in (0.0, 1.0, 2.0)]
    quest = fitting(quest, "explore_downhill", losses=losses)
    return LiveFigure(
        figure,
        update,
        quest=quest,
        answer=answer,
        narrow=lambda: scene(narrow=True),
        **controls,
    )


WIDE_DOWNHILL = (
    (0.07, 0.13, 0.45, 0.77),
    (0.64, 0.45, 0.33, 0.45),
    ((0.57, 0.25), 0.065, (0.125, 0), (11, 10.5)),
)
"""Where the panels and the first of the readings stand, as parts of the figure."""
NARROW_DOWNHILL = (
    (0.17, 0.6, 0.8, 0.34),
    (0.17, 0.265, 0.8, 0.2),
    ((0.02, 0.142), 0.042, (0.29, 0), (9, 9)),
)


@np.errstate(all="ignore")
def explore_training(
    x: ndarray = HOURS,
    y: ndarray = PASSED,
    history: ndarray | None = None,
    *,
    quest: Quests = None,
) -> LiveFigure:
    """A neuron, sigmoid(w · x + b), while gradient descent trains it on the squared error.

    `history` holds w and b before the first step and after each, of shape (steps + 1, 2); without
    it the neuron is trained for 200 steps with the rate 1, beginning with w = b = 0. There is a
    slider for the point whose numbers stand in the boxes, from 1 on, and one for the step. Beside
    the slopes for this point stand those of the mean loss. A prediction covers the slopes for the
    point.

    Shared arguments, and errors: `help("helpers.views.training")`.
    """
    x, y = check_points(x, y)
    for name, array in {"x": x, "y": y}.items():
        check_drawable(name, array)
    history = _trained(x, y) if history is None else check_array("history", history)
    if history.ndim != 2 or history.shape[1] != 2 or not len(history):
        raise ValueError(
            f"history must be an array of shape (steps + 1, 2), got shape {history.shape}"
        )
    if not np.isfinite(history).all():
        raise ValueError("history must hold finite numbers: did the training diverge?")
    check_drawable("history", history)
    losses = np.array([neuron_loss(w, b, x, y) for w, b in history])

    def scene(narrow: bool) -> Scene:
        figure = Figure(figsize=(3.75, 5.4) if narrow else (10, 4.75))
        of_graph, of_fit, of_loss = NARROW_TRAINING if narrow else WIDE_TRAINING
        ax, of_all = figure.add_axes(of_graph), f"mean over all {len(x)}:"
        if narrow:
            names = {name: node._replace(text=name) for name, node in NEURON.items()}
            diagram = GraphDiagram(ax, names, on_arrows=False)
            for text in diagram.texts:
                text.set_fontsize(9)
            on_arrows, means = _below_the_graph(figure, of_all)
        else:
            diagram, on_arrows = GraphDiagram(ax, NEURON), {}
            centered(ax, 9, -1.0, of_all, 10, color=SLOPE)
            means = [centered(ax, 9, -1.0 - 0.35 * k, "", 10, color=SLOPE) for k in (1, 2)]
        fit = FitPanel(figure.add_axes(of_fit), x, y, np.array([0.0, 1.0]))
        loss = LossPanel(figure.add_axes(of_loss), losses, "linear")
        (error_line,) = fit.ax.plot([], [], ":", color="black", label="error of the chosen point")
        # Beside the name of the axis, where no curve gets in the way.
        beside = (1.03, -0.18) if narrow else (1.14, -0.15)
        fit.ax.legend(frameon=False, fontsize=9, loc="upper right", bbox_to_anchor=beside)
        across = fit.ax.get_xlabel()
        fit.ax.set_xlabel(across.split()[0] if narrow else across, loc="left")
        if narrow:  # the names of the axes say it, too
            fit.ax.set_title("")
            loss.ax.set_title("")
        at = np.linspace(*fit.ax.get_xlim(), 41)

        def update(point: int, step: int) -> str:
            w, b = history[step]
            one = point - 1
            if narrow:
                values, slopes, backward = neuron_numbers(x[one], y[one], w, b)
                diagram.show(values, {}, backward)
                write(on_arrows.values(), [told(_slope(*ends), slopes[ends]) for ends in on_arrows])
            else:
                show_neuron(diagram, x[one], y[one], w, b)
            written = [number(slope) for slope in neuron_slopes(w, b, x, y)]
            write(means, [told("∂L/∂w", written[0]), told("∂L/∂b", written[1])])
            error_line.set_data([x[one]] * 2, [float(sigmoid(w * x[one] + b)), y[one]])
            fit.curve.set_data(at, sigmoid(w * at + b))
            loss.show(step)
            return (
                f"Step {step}: w = {number(w)}, b = {number(b)}, mean loss {number(losses[step])}, "
                f"with the slopes {written[0]} for w and {written[1]} for b; point {point} is in "
                "the boxes."
            )

        slopes_of_point = [*diagram.slope_texts.values(), *diagram.backward_texts.values()]
        return figure, update, [*slopes_of_point, *on_arrows.values()]

    figure, update, answer = scene(narrow=False)
    chosen = wide(IntSlider(min(4, len(x)), 1, len(x), description="point"))
    controls = {"point": chosen, "step": _step_slider(len(history))}
    quest = fitting(quest, "explore_training", losses_at_end=losses[-1:])
    return LiveFigure(
        figure,
        update,
        quest=quest,
        answer=answer,
        narrow=lambda: scene(narrow=True),
        **controls,
    )


WIDE_TRAINING = ((0.02, 0.48, 0.96, 0.52), (0.07, 0.11, 0.4, 0.31), (0.57, 0.11, 0.4, 0.31))
NARROW_TRAINING = ((0, 0.63, 1, 0.37), (0.17, 0.29, 0.8, 0.15), (0.17, 0.085, 0.8, 0.11))
"""Where the graph and the panels stand, as parts of the figure."""


def _below_the_graph(figure: Figure, of_all: str) -> tuple[dict[tuple[str, str], Text], list[Text]]:
    """The slopes that a narrow graph has no room for: on its arrows, and of the mean."""
    left = [("on the arrows:", SLOPE), *[("", SLOPE)] * 3, (of_all, SLOPE), ("", SLOPE)]
    columns = [
        Readings(figure, lines, (x, 0.605), 0.028, (0, 0), (9, 9)).texts
        for x, lines in [(0.04, left), (0.54, [("", SLOPE)] * 6)]
    ]
    ends = [("a", "L"), ("z", "a"), ("w", "z"), ("y", "L"), ("x", "z"), ("b", "z")]
    on_arrows = [*columns[0][1:4], *columns[1][1:4]]
    return dict(zip(ends, on_arrows, strict=True)), [column[5] for column in columns]


def _slope(input_: str, output: str) -> str:
    """How the slope on an arrow of the neuron is called: a depends on z alone."""
    d = "d" if (input_, output) == ("z", "a") else "∂"
    return f"{d}{output}/{d}{input_}"


def _trained(x: ndarray, y: ndarray) -> ndarray:
    """The knobs of a neuron, w and b, before the first of 200 steps of descent and after each."""
    history = [np.zeros(2)]
    for _ in range(200):
        history.append(history[-1] - neuron_slopes(*history[-1], x, y))
    return np.array(history)


@np.errstate(all="ignore")
def explore_units(x: ndarray, y: ndarray, *, quest: Quests = None) -> LiveFigure:
    """Two hidden units and their sum, with a slider for each knob of the second one.

    What is predicted is sigmoid(3 · x + 3) + w2 · sigmoid(w1 · x + b1): of the first unit the knobs
    stand still. `x` and `y` are points of shape (n,) that the sum is to go through, and at halfway
    between the outermost of them it is written out. A prediction covers the second unit, the sum
    and the loss.

    Shared arguments, and errors: `help("helpers.views.training")`.
    """
    x, y = check_points(x, y)
    for name, array in {"x": x, "y": y}.items():
        check_drawable(name, array)
    middle = float(x.min() + x.max()) / 2

    def units_at(at: ndarray | float, w1: float, b1: float, w2: float) -> list[ndarray]:
        return [sigmoid(3 * at + 3), w2 * sigmoid(w1 * at + b1)]

    def scene(narrow: bool) -> Scene:
        figure = Figure(figsize=(3.75, 5.4) if narrow else (10, 4.35))
        of_units, of_fit, left, right = NARROW_UNITS if narrow else WIDE_UNITS
        ax, fit = figure.add_axes(of_units), FitPanel(figure.add_axes(of_fit), x, y, HEIGHTS)
        at = np.linspace(*fit.ax.get_xlim(), 49)
        first, second = _unit_lines(ax, at, np.zeros((1, 2, 1)), narrow)
        ax.set_ylim(fit.ax.get_ylim())
        first.set_data(at, units_at(at, 0, 0, 0)[0])
        dots = [add_dot(line.axes, line.get_color()) for line in (first, second, fit.curve)]
        rows = [("h[0] = sigmoid(3 · x + 3)", color_of(0)), ("w2[1] · h[1] =", color_of(1))]
        formulas = Readings(figure, rows, *left)
        rows = [(f"sum at x = {number(middle)}:", COMPOSITE), ("mean loss:", F3)]
        results = Readings(figure, rows, *right)

        def update(w1: float, b1: float, w2: float) -> str:
            second.set_data(at, units_at(at, w1, b1, w2)[1])
            fit.curve.set_data(at, sum(units_at(at, w1, b1, w2)))
            terms = [float(unit) for unit in units_at(middle, w1, b1, w2)]
            for dot, height in zip(dots, [*terms, sum(terms)], strict=True):
                dot.set_data([middle], [height])
            unit = f"sigmoid({number(w1)} · x {'−' if b1 < 0 else '+'} {number(abs(b1))})"
            loss = number(float(np.mean((sum(units_at(x, w1, b1, w2)) - y) ** 2)))
            formulas.show("", f"{number(w2)} · {unit}")
            results.show(equation(terms, "+", sum(terms)), loss)
            return (
                f"With {number(w2)} times {unit} added to sigmoid(3 · x + 3), the mean loss is "
                f"{loss}; at x = {number(middle)} the sum is {number(sum(terms))}."
            )

        return figure, update, [second, fit.curve, *dots[1:], *results.texts]

    figure, update, answer = scene(narrow=False)
    controls = {
        "w1": FloatSlider(1, min=-4, max=4, step=1, description="w1[1]"),
        "b1": FloatSlider(-2, min=-6, max=6, step=1, description="b1[1]"),
        "w2": FloatSlider(0.5, min=-1.5, max=1.5, step=0.5, description="w2[1]"),
    }
    quest = fitting(quest, "explore_units", points=[x, y])
    return LiveFigure(
        figure,
        update,
        quest=quest,
        answer=answer,
        narrow=lambda: scene(narrow=True),
        **{name: wide(slider) for name, slider in controls.items()},
    )


HEIGHTS = np.array([-1.0, 2.0])
"""Between them lies most of what two hidden units and their sum give."""
WIDE_UNITS = (
    (0.07, 0.36, 0.4, 0.55),
    (0.57, 0.36, 0.4, 0.55),
    ((0.07, 0.14), 0.08, (0.12, 0), (11, 11)),
    ((0.57, 0.14), 0.08, (0.145, 0), (11, 11)),
)
"""Where the panels and the first of the readings stand, as parts of the figure."""
NARROW_UNITS = (
    (0.17, 0.68, 0.8, 0.22),
    (0.17, 0.25, 0.8, 0.26),
    ((0.02, 0.12), 0.04, (0.26, 0), (9, 9)),
    ((0.02, 0.04), 0.04, (0.33, 0), (9, 9)),
)


@np.errstate(all="ignore")
def explore_fit(
    x: ndarray,
    y: ndarray,
    at: ndarray,
    fits: ndarray,
    losses: ndarray,
    units: ndarray | None = None,
    *,
    quest: Quests = None,
) -> LiveFigure:
    """What a model predicts, and its loss, while it is trained on points of shape (n,).

    `at`, of shape (m,) with m from 2 to 201, is where its curve is drawn; `fits`, of shape
    (steps + 1, m), the curve before the first step and after each, and `losses`, of shape
    (steps + 1,), the loss, always above 0. A slider goes through the steps. `units`, of shape
    (steps + 1, hidden, m), is what each hidden unit adds to the curve: then there is a panel for
    them, and a slider for how many are drawn and added up. A prediction covers all curves and the
    loss, but what they are at step 0.

    Shared arguments, and errors: `help("helpers.views.training")`.
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

    units = _checked_units(units, fits)
    count = len(units[0]) if units is not None else 0

    def scene(narrow: bool) -> Scene:
        figure = Figure(figsize=(3.75, 5.4 if count else 4.4) if narrow else (10, 3.8))
        *of_units, of_fit, of_loss = PANELS_OF_FIT[narrow, count > 0]
        lines, seen = [], fits[0]
        if units is not None:
            lines = _unit_lines(figure.add_axes(*of_units), at, units, narrow)
            sums = [fits[-1] - units[-1][k:].sum(axis=0) for k in range(count)]
            seen = np.concatenate([seen, *sums])
        fit = FitPanel(figure.add_axes(of_fit), x, y, seen)
        loss = LossPanel(figure.add_axes(of_loss), losses, "log")
        fit.ax.plot(at, fits[0], ":", color=COMPOSITE, label="step 0")
        if narrow and count:  # sums of some units reach far out, but the points have to be read
            fit.ax.locator_params(axis="y", nbins=9)
            fit.ax.tick_params(axis="y", labelsize=8)
        # Beside the name of the axis, where no curve gets in the way.
        below = -0.1 if not narrow else -0.12 if count else -0.2
        look = {"fontsize": 9, "loc": "upper right", "borderpad": 0, "handlelength": 1.5}
        fit.ax.legend(frameon=False, bbox_to_anchor=(1, below), **look)
        _add_ring(loss.ax).set_data([0], losses[:1])

        def update(step: int, units_shown: int = 0) -> str:
            loss.show(step)
            fit.curve.set_data(at, fits[step])
            words = f"After {_counted(step)} the loss"
            if units is None:
                return f"{words} is {number(losses[step])}."
            for k, line in enumerate(lines):
                line.set_data(*((at, units[step][k]) if k < units_shown else ([], [])))
            fit.curve.set_data(at, fits[step] - units[step][units_shown:].sum(axis=0))
            return (
                f"{words} with all {count} hidden units is {number(losses[step])}. The curve is "
                f"the sum of {units_shown} of them and the bias b₂."
            )

        return figure, update, [fit.curve, *loss.marks, *lines]

    figure, update, answer = scene(narrow=False)
    controls = {"step": _step_slider(len(losses))}
    if units is not None:
        controls["units_shown"] = wide(IntSlider(count, 0, count, description="units"))
    quest = fitting(quest, "explore_fit", losses=losses[:: max(1, len(losses) // 10)])
    return LiveFigure(
        figure,
        update,
        quest=quest,
        answer=answer,
        narrow=lambda: scene(narrow=True),
        **controls,
    )


PANELS_OF_FIT = {
    (False, False): [(0.07, 0.13, 0.4, 0.75), (0.57, 0.13, 0.4, 0.75)],
    (False, True): [(0.07, 0.13, 0.25, 0.75), (0.39, 0.13, 0.25, 0.75), (0.74, 0.13, 0.24, 0.75)],
    (True, False): [(0.21, 0.62, 0.76, 0.32), (0.21, 0.11, 0.76, 0.32)],
    (True, True): [(0.21, 0.785, 0.76, 0.13), (0.21, 0.38, 0.76, 0.26), (0.21, 0.09, 0.76, 0.155)],
}
"""Where the panels stand, as parts of the figure: whether it is narrow, and has hidden units."""


def _checked_units(units: object, fits: ndarray) -> ndarray | None:
    if units is None:
        return None
    units = check_array("units", units)
    if (
        units.ndim != 3
        or (len(units), *units.shape[2:]) != fits.shape
        or not 1 <= len(units[0]) <= 6
    ):
        raise ValueError(
            "units must be of shape (steps + 1, hidden, m), with 1 to 6 hidden units and the rest "
            f"as in fits, {fits.shape}, got shape {units.shape}"
        )
    if not np.isfinite(units).all():
        raise ValueError("units must hold finite numbers: did the training diverge?")
    check_drawable("units", units)
    return units


def _unit_lines(ax: Axes, at: ndarray, units: ndarray, narrow: bool) -> list[Line2D]:
    """One line for each hidden unit, in Axes with room for all of them."""
    _labelled(ax, at, "x", "w2 · h", "what each hidden unit adds")
    room = 0.1 * (np.ptp(units) or 1)
    ax.set_ylim(units.min() - room, units.max() + room)
    styles = ["-", "--", "-.", ":", "-", "--"]
    lines = [
        ax.plot([], [], styles[k], color=color_of(k), label=f"h[{k}]")[0]
        for k in range(len(units[0]))
    ]
    if narrow:  # all names in a row above, where no curve gets in the way
        ax.title.set_y(1.2)
        look = {"loc": "lower center", "bbox_to_anchor": (0.45, 0.97), "ncols": len(lines)}
        look |= {"fontsize": 8, "handletextpad": 0.3, "columnspacing": 0.6}
    else:
        look = {"loc": "lower right", "ncols": 2, "fontsize": 9}
    ax.legend(frameon=False, handlelength=1.5, borderpad=0.2, **look)
    return lines


def _counted(step: int) -> str:
    return f"{step} step" if step == 1 else f"{step} steps"


def _add_ring(ax: Axes) -> Line2D:
    """Add the mark for where training begins."""
    return ax.plot([], [], "o", color=F3, markersize=12, markerfacecolor="none")[0]


def _labelled(ax: Axes, xs: ndarray, across: str, up: str, title: str) -> None:
    side = 0.05 * (np.ptp(xs) or 1)
    ax.set_xlim(xs.min() - side, xs.max() + side)
    ax.set_xlabel(across)
    ax.set_ylabel(up)
    ax.set_title(title, fontsize=11, y=1)
    ax.spines[["right", "top"]].set_visible(False)


class FitPanel:
    """Points, and the curve of a model that is to go through them.

    Its y-axis has room for the points and for these `heights` of the curve.
    """

    def __init__(self, ax: Axes, x: ndarray, y: ndarray, heights: ndarray) -> None:
        self.ax = ax
        if np.array_equal(x, HOURS) and np.array_equal(y, PASSED):
            _labelled(ax, x, "hours of practice", "", "crosses: people, curve: prediction")
            ax.set_yticks([0, 0.5, 1], ["failed\n0", "0.5", "passed\n1"], fontsize=9)
        else:
            _labelled(ax, x, "x", "prediction", "points and prediction")
        low, high = min(y.min(), heights.min()), max(y.max(), heights.max())
        room = 0.2 * (high - low or 1)
        ax.set_ylim(low - room, high + room)
        ax.plot(x, y, "x", color="black")
        (self.curve,) = ax.plot([], [], color=COMPOSITE)


class LossPanel:
    """The loss against the step, on a scale of this kind, up to the present step."""

    def __init__(self, ax: Axes, losses: ndarray, scale: str) -> None:
        self.ax, self.losses = ax, losses
        _labelled(ax, np.arange(len(losses)), "step", "loss", "mean loss of all points")
        if scale == "log":
            ax.set_yscale("log")
            ax.set_ylim(losses.min() / 2, losses.max() * 4)
        else:
            ax.set_ylim(0, losses.max() * 1.1 or 1)
        (self.line,) = ax.plot([], [], color=F3)
        self.dot = add_dot(ax, F3)
        self.marks = [self.line, self.dot]

    def show(self, step: int) -> None:
        """Draw the loss up to this step, and a dot there."""
        steps = np.unique(np.linspace(0, step, 101).astype(int))
        self.line.set_data(steps, self.losses[steps])
        self.dot.set_data([step], [self.losses[step]])


def _shown_steps(count: int) -> ndarray:
    """Some 50 of so many steps: each of the first ones, then at growing distances."""
    grown = np.geomspace(1, count, 60).round().astype(int) - 1
    return np.unique(grown)


def _step_slider(count: int) -> SelectionSlider:
    steps = [int(step) for step in _shown_steps(count)]
    return wide(SelectionSlider(options=steps, description="step"))
