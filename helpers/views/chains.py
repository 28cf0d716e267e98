"""The interactive views of chains: values, nudges, slopes, and products of slopes.

`chain` is a list of functions in the order in which they are applied; where there are two, a slider
swaps them. `low`, `high` and `step` are the positions of the slider for x. `quest` is a task or
several, as LiveFigure takes them; what a prediction covers, each view says.

What is not of the kind that its type says is a TypeError. A ValueError are a chain of another
length, a function that does not work elementwise, numbers that are not finite or make no
positions, and the quest of another view.
"""

import functools
import inspect
import math
from collections.abc import Callable, Sequence

import numpy as np
from ipywidgets import SelectionSlider
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy import ndarray

from helpers.arguments import check_chain, check_drawable, check_flag, check_number
from helpers.chain import (
    Chain,
    chain_deriv,
    chain_deriv_2,
    chain_slopes,
    chain_values,
    deriv,
)
from helpers.figures.boxes import BoxColumn, BoxDiagram
from helpers.figures.curves import draw_curve, drawable
from helpers.figures.style import COMPOSITE, F1, F2, SLOPE, fitted, points_across
from helpers.functions import Array_Function, facts_about, hill, leaky_relu, sigmoid, tanh, valley
from helpers.live.figure import LiveFigure, Narrow
from helpers.live.quest import Quests
from helpers.slopes import ROUNDING, kinks, slopes_at, smallest_slope
from helpers.views.parts import (
    CURVE_POINTS,
    NUDGES,
    Curve,
    Readings,
    Scene,
    add_dot,
    fitting,
    slider_for_nudge,
    slider_for_x,
    wide,
)
from helpers.writing import (
    NEARLY_0,
    NONE,
    SUPERSCRIPTS,
    as_slopes,
    composed_name,
    factors_and_products,
    name_of,
    number,
    told,
    with_slope,
    written_out,
)

DEPTHS = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50]
WEIGHTS = [0.5, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0]
FARTHEST = 6.0
"""So far from 0 the curve of an activation is shown."""

Layer = tuple[Array_Function, bool]
"""The activation of a layer, and whether there is a skip connection beside it."""

Rectangle = tuple[float, float, float, float]
"""From the left, from below, width and height, in inches."""


@np.errstate(all="ignore")
def explore_composition(
    chain: Chain, low: float = -3.0, high: float = 3.0, step: float = 0.1, *, quest: Quests = None
) -> LiveFigure:
    """Two functions, one inside the other: a number travels through both boxes.

    The height of the first dot becomes the place of the second: a line leads from one to the other,
    round the corner at which the two axes of f1(x) meet. A prediction covers the composite, and
    what comes out of the second box.

    Shared arguments, and errors: `help("helpers.views.chains")`.
    """

    def scene(
        size: tuple[float, float], rooms: list[Rectangle], chain: Chain, xs: ndarray
    ) -> Scene:
        width, height = size
        figure = Figure(figsize=size)
        places = [np.array(room) / (width, height, width, height) for room in rooms]
        around_boxes, *around_curves = [tuple(place) for place in places]
        boxes = BoxDiagram(figure.add_axes(around_boxes), chain, slopes=False)
        axes = [figure.add_axes(place) for place in around_curves]
        inner, outer, whole = _curves(axes, chain, xs)
        if width < 5:  # where there is no room beside the curves
            for ax in (inner.ax, whole.ax):
                ax.set_ylabel("")
            for ax in (inner.ax, outer.ax):
                ax.locator_params(axis="x", nbins=4, steps=[1, 2, 5, 10])
            for text in boxes.value_texts:
                text.set_fontsize(10)
        # The same scale on both axes of f1(x), so that a quarter turn leads from one to the other.
        low, high = outer.ax.get_xlim()
        inner.ax.set_ylim(low, high)
        outer.ax.yaxis.tick_right()
        outer.ax.yaxis.set_label_position("right")
        outer.ax.spines[["left", "right"]].set_visible(False)
        # It leads from one Axes to the next one, and so its places are inches of the figure.
        turn = Line2D(
            [], [], linestyle=":", color=F1, linewidth=2, transform=figure.dpi_scale_trans
        )
        figure.add_artist(turn)
        (left, bottom, wide, side), (corner, *_) = rooms[1:3]
        angles = np.linspace(np.pi / 2, 0, 30)

        def update(x: float) -> str:
            boxes.show(x)
            _, f1_of_x, y = boxes.values
            inner.show(x, f1_of_x)
            outer.show(f1_of_x, y)
            whole.show(x, y)
            below = outer.ax.get_ylim()[0]
            outer.guide.set_data([f1_of_x, f1_of_x, high], [below, y, y])
            (first, last), far = inner.ax.get_xlim(), side * (f1_of_x - low) / (high - low)
            start = left + wide * (x - first) / (last - first)
            turn.set_data(
                [start, *(corner + far * np.cos(angles))],
                [bottom + far, *(bottom + far * np.sin(angles))],
            )
            return (
                f"{number(x)} goes into {name_of(chain[0])}, which gives {number(f1_of_x)}; "
                f"{number(f1_of_x)} goes into {name_of(chain[1])}, which gives {number(y)}."
            )

        return figure, update, [boxes.value_texts[-1], outer.dot, outer.guide, *whole.marks]

    rooms = [(0.4, 3.08, 9.2, 1.32), (0.7, 0.53, 2.6, 2.0), (3.3, 0.53, 2.0, 2.0)]
    rooms.append((6.9, 0.53, 2.8, 2.0))
    below = [(0.05, 4.25, 3.65, 0.95), (0.5, 2.54, 1.2, 1.2), (1.94, 2.54, 1.2, 1.2)]
    below.append((0.5, 0.45, 3.1, 1.1))
    return _in_both_orders(
        "explore_composition",
        chain,
        functools.partial(scene, (10, 4.4), rooms),
        (low, high, step),
        quest,
        functools.partial(scene, (3.75, 5.25), below),
    )


@np.errstate(all="ignore")
def explore_nudge(
    chain: Chain | None = None,
    low: float = 4.0,
    high: float = 6.0,
    step: float = 0.2,
    *,
    quest: Quests = None,
) -> LiveFigure:
    """Three number lines, x, f1(x) and f2(f1(x)): how a nudge of x travels along them.

    All count in Δx from the current value, so that what is predicted and what really happens can be
    told apart for large nudges, and meet for small ones. Without a chain it is [valley, hill], for
    which 5 gives 1 with slope 3, and 1 gives 4 with slope -2. There is a slider for x and one for
    the nudge, from 1 down to 0.01. A prediction covers how f1(x) and f2(f1(x)) change.

    Shared arguments, and errors: `help("helpers.views.chains")`.
    """
    f1, f2 = check_chain("chain", [valley, hill] if chain is None else chain, length=2)
    x_slider = slider_for_x(low, high, step, 5.0)
    nudge = slider_for_nudge("Δx")

    # What the lines must have room for: every predicted and every real end, in Δx.
    x = np.linspace(x_slider.min, x_slider.max, CURVE_POINTS)[:, np.newaxis]
    dx = np.array(NUDGES)
    slope1, slope2 = deriv(f1, x), deriv(f2, f1(x))
    real1, real2 = f1(x + dx) - f1(x), f2(f1(x + dx)) - f2(f1(x))
    ends = [np.array([0.0, 1.0]), slope1, slope2 * slope1, real1 / dx, real2 / dx]
    for func, outputs in [(f1, f1(x)), (f2, f2(f1(x)))]:
        drawable(outputs, name_of(func), x)
    room = drawable(np.concatenate([each.ravel() for each in ends]), "the chain", x)
    names = ["x", f"{name_of(f1)}: f₁(x)", f"{name_of(f2)}: f₂(f₁(x))"]

    def scene(places: list[tuple[float, ...]], size: tuple[float, float], rows: int) -> Narrow:
        figure = Figure(figsize=size)
        lines = [
            _NumberLine(figure.add_axes(place), name, color, room, rows)
            for place, name, color in zip(places, names, ["black", F1, F2], strict=True)
        ]
        figure.legend(
            handles=[lines[0].predicted, lines[0].real],
            labels=["predicted by the slopes", "what really happens"],
            loc="upper center",
            ncols=3 - rows,
            frameon=False,
            fontsize=10,
            borderpad=0,
        )

        def update(x: float, dx: float) -> str:
            start1, end1 = (float(value) for value in f1(np.array([x, x + dx])))
            start2, end2 = (float(value) for value in f2(np.array([start1, end1])))
            df1, df2 = slopes_at([f1, f2], [x, start1])
            errors = [0.0, smallest_slope(f1, x), smallest_slope(f2, start1)]
            factors, products = factors_and_products([dx, df1, df2], errors=errors)
            rules, reals, told_changes = [], [], []
            for n, (symbol, start, end) in enumerate(
                [("f₁(x)", start1, end1), ("f₂(f₁(x))", start2, end2)], start=1
            ):
                # The difference of two floats may be nothing but rounding.
                lost = 2 * ROUNDING * max(abs(start), abs(end))
                real = number(end - start, error=lost)
                if real == products[n]:  # it needs more digits to be told from what is predicted
                    real = number(end - start, 6, lost)
                reals.append(f"real {real}")
                if products[n] == "nan":
                    rules.append("no slope predicts it")
                    told_changes.append(f"{symbol} changes by {real}, which no slope predicts")
                    continue
                rules.append(f"predicted {written_out(factors[n::-1], '×', products[n])}")
                told_changes.append(
                    f"{symbol} should change by {products[n]} and changes by {real}"
                )
            x_line, f1_line, f2_line = lines
            x_line.show(x, 1, 1, "", told("Δx", number(dx)))
            f1_line.show(start1, df1, (end1 - start1) / dx, rules[0], reals[0])
            f2_line.show(start2, df2 * df1, (end2 - start2) / dx, rules[1], reals[1])
            return f"At x = {number(x)} with a nudge of {number(dx)}: {'; '.join(told_changes)}."

        return figure, update, [*lines[1].changes, *lines[2].changes]

    def narrow() -> Narrow:
        heights = [0.69, 0.38, 0.07]
        return scene([(0.04, height, 0.92, 0.105) for height in heights], (3.75, 4.5), 2)

    heights = [0.71, 0.4, 0.09]
    figure, update, answer = scene([(0.03, height, 0.94, 0.13) for height in heights], (9, 3.9), 1)
    quest = fitting(quest, "explore_nudge", [f1, f2], x_slider)
    return LiveFigure(
        figure,
        update,
        quest=quest,
        answer=answer,
        narrow=narrow,
        play=["dx", "x"],
        x=x_slider,
        dx=nudge,
    )


class _NumberLine:
    """A number line in Δx from a current value: how far it moves as predicted, and really.

    It leaves `room` for all ends. Its words stand in one row, or in two.
    """

    def __init__(self, ax: Axes, name: str, color: str, room: ndarray, rows: int) -> None:
        margin = 0.04 * np.ptp(room)
        ax.set(xlim=(room.min() - margin, room.max() + margin), ylim=(0, 1), yticks=[])
        ax.spines[["left", "right", "top"]].set_visible(False)
        ax.patch.set_visible(False)
        ax.locator_params(axis="x", nbins=10 if rows == 1 else 5, steps=[1, 2, 5, 10])
        ax.xaxis.set_major_formatter(lambda place, _: f"{number(place)}Δx" if place else "0")
        ax.tick_params(labelsize=9)
        # Nearer to its own line than to the numbers of the one above.
        first, second = (1.05, 1.05) if rows == 1 else (1.46, 1.04)
        above = {"transform": ax.transAxes, "parse_math": False}
        # The right half of a row is for numbers.
        self.name, size = fitted(name, (0.25 if rows == 1 else 0.5) * points_across(ax), 11)
        self.title = ax.text(0, first, "", fontsize=size, color=color, **above)
        look = {"fontsize": 10, "ha": "right", **above}
        self.rule = ax.text(0.8 if rows == 1 else 1, second, "", **look)
        self.truth = ax.text(1, first, "", **look)
        (self.predicted,) = ax.plot([], [], "--", color=color, linewidth=2)
        (self.real,) = ax.plot([], [], "-", color="black", linewidth=2)
        hollow = {"markerfacecolor": "none", "markersize": 8, "clip_on": False}
        (self.predicted_end,) = ax.plot([], [], "D", color=color, **hollow)
        (self.real_end,) = ax.plot([], [], "s", color="black", clip_on=False)
        ax.plot([0], [0], "o", color=color, clip_on=False)
        marks = [self.predicted, self.real, self.predicted_end, self.real_end]
        self.changes = [self.rule, self.truth, *marks]

    def show(self, value: float, predicted: float, real: float, rule: str, truth: str) -> None:
        """Show the current value, where its change should end, and where it does, in Δx."""
        self.title.set_text(told(self.name, number(value)))
        self.predicted.set_data([0, predicted], [0.7, 0.7])
        self.predicted_end.set_data([predicted], [0.7])
        self.real.set_data([0, real], [0.25, 0.25])
        self.real_end.set_data([real], [0.25])
        self.rule.set_text(rule)
        self.truth.set_text(truth)


@np.errstate(all="ignore")
def explore_chain(
    chain: Chain,
    low: float = -3.0,
    high: float = 3.0,
    step: float = 0.1,
    *,
    start: float = 1.2,
    code: bool = True,
    quest: Quests = None,
) -> LiveFigure:
    """The chain rule for two functions as boxes, tangents and, if `code` is true, lines of code.

    `start` is where the slider for x is at first.
    A prediction covers all slopes and tangents, the composite, and what the code gives.

    Shared arguments, and errors: `help("helpers.views.chains")`.
    """
    chain = check_chain("chain", chain, length=2)
    slider_for_x(low, high, step)  # arguments are checked in their order
    start = check_number("start", start)
    code = check_flag("code", code)
    lines = [line.strip() for line in inspect.getsource(chain_deriv_2).splitlines()]
    lines = [line for line in lines if line.startswith(("f1_of_x", "df1dx", "df2du", "return"))]
    lines = list(zip(lines, [F1, F1, F2, COMPOSITE], strict=True)) if code else []

    def wide_scene(chain: Chain, xs: ndarray) -> Scene:
        figure = Figure(figsize=(10, 4.55))
        boxes = BoxDiagram(figure.add_axes((0.01, 0.63, 0.98, 0.37)), chain)
        left, pitch, width = (0.076, 0.247, 0.168) if code else (0.07, 0.325, 0.25)
        axes = [figure.add_axes((left + pitch * k, 0.11, width, 0.385)) for k in range(3)]
        curves = _curves(axes, chain, xs, tangents=True)
        if code:
            figure.text(0.76, 0.57, "chain_deriv_2, line by line", fontsize=10)
        results = Readings(figure, lines, (0.76, 0.49), 0.12, (0, 0.053), (10, 10), "monospace")
        return scene(chain, boxes, curves, results)

    def narrow_scene(chain: Chain, xs: ndarray) -> Scene:
        width, height = 3.75, 5.3 if code else 4.5
        figure = Figure(figsize=(width, height))
        boxes = BoxColumn(figure.add_axes((0, 0, 1, 1)), chain)
        tops = [height - BoxColumn.ROW * k for k in range(3)]
        axes = [
            figure.add_axes((1.95 / width, (y - 1.2) / height, 1.42 / width, 0.63 / height))
            for y in tops
        ]
        curves = _curves(axes, chain, xs, tangents=True)
        for ax, variable in zip(axes, ["x", "f₁(x)", "x"], strict=True):
            # Beside its box, a curve needs few words.
            ax.set_title(ax.get_ylabel(), fontsize=9, y=1.385)
            ax.set(xlabel="", ylabel="")
            ax.tick_params(labelsize=9)
            ax.locator_params(axis="y", nbins=4)
            ax.text(1.03, 0, variable, fontsize=9, va="center", transform=ax.transAxes)
        place, offset = (0.05 / width, 0.72 / height), (2.2 / width, 0)
        results = Readings(figure, lines, place, 0.18 / height, offset, (9, 9), "monospace")
        return scene(chain, boxes, curves, results)

    def scene(chain: Chain, boxes: BoxDiagram, curves: list[Curve], results: Readings) -> Scene:
        inner, outer, whole = curves

        def update(x: float) -> str:
            boxes.show(x)
            _, f1_of_x, y = boxes.values
            slope1, slope2 = boxes.slopes_there
            (at_x, between, end), (df1, df2) = boxes.words, boxes.slope_words
            product = boxes.product_words[-1]
            inner.show(x, f1_of_x, slope1, f"at x = {at_x}", df1)
            outer.show(f1_of_x, y, slope2, f"at f₁(x) = {between}", df2)
            whole.show(x, y, slope2 * slope1, f"at x = {at_x}", product)
            whole_slope = f"{boxes.equation}, the slope"
            if product == NONE:
                whole_slope = "so the rule gives no slope"
            # What the code gives, which knows nothing of kinks.
            factors, (*_, result) = factors_and_products(chain_slopes(chain, x), None, boxes.errors)
            if code:
                results.show(*(f"# {found}" for found in (between, *factors, result)))
            return (
                f"At x = {at_x}, {name_of(chain[0])} gives {between} with {with_slope(df1)}; "
                f"at {between}, {name_of(chain[1])} gives {end} with {with_slope(df2)}; "
                f"{whole_slope} of {composed_name(chain)}."
            )

        slopes = [*boxes.slope_texts, *boxes.product_texts, *inner.slope, *outer.slope]
        return whole.ax.figure, update, [*slopes, *whole.marks, *results.texts]

    range_of_x = low, high, step, start
    return _in_both_orders("explore_chain", chain, wide_scene, range_of_x, quest, narrow_scene)


@np.errstate(all="ignore")
def explore_chain_deriv(
    chain: Chain, low: float = -3.0, high: float = 3.0, step: float = 0.1, *, quest: Quests = None
) -> LiveFigure:
    """A composite of two functions above, and its derivative below: one is the slope of the other.

    A prediction covers the derivative and the tangent.

    Shared arguments, and errors: `help("helpers.views.chains")`.
    """

    def wide_scene(chain: Chain, xs: ndarray) -> Scene:
        figure = Figure(figsize=(8, 4.5))
        return scene(chain, xs, *(figure.add_axes((0.1, y, 0.87, 0.3)) for y in (0.6, 0.11)))

    def narrow_scene(chain: Chain, xs: ndarray) -> Scene:
        figure = Figure(figsize=(3.75, 4.8))
        return scene(chain, xs, *(figure.add_axes((0.19, y, 0.77, 0.3)) for y in (0.6, 0.11)))

    def scene(chain: Chain, xs: ndarray, above: Axes, below: Axes) -> Scene:
        name, (*inputs, ys) = composed_name(chain), chain_values(chain, xs)
        none = np.any([kinks(f, at).there for f, at in zip(chain, inputs, strict=True)], axis=0)
        slopes = np.where(none, np.nan, chain_deriv(chain, xs))
        curve = draw_curve(above, xs, ys, COMPOSITE, "x", "f₂(f₁(x))", name)
        slope_curve = draw_curve(below, xs, slopes, SLOPE, "x", "slope", "its derivative", "--")
        whole, derivative = Curve(curve, tangent=True), Curve(slope_curve)

        def update(x: float) -> str:
            *values, y = (float(value) for value in chain_values(chain, x))
            factors = slopes_at(chain, values)
            slope, errors = math.prod(factors), list(map(smallest_slope, chain, values))
            _, (shown,) = factors_and_products(factors, [slope], errors)
            (shown,) = as_slopes([shown])
            whole.show(x, y, slope, f"at x = {number(x)}", shown)
            derivative.show(x, slope)
            way = {1: "climbs", 0: "is level", -1: "falls"}.get(np.sign(slope), "has no slope")
            way = "is nearly level" if shown == NEARLY_0 else way
            there = (
                "there is no derivative" if shown == NONE else f"its derivative there is {shown}"
            )
            return f"At x = {number(x)}, {name} {way}: {there}."

        return above.figure, update, [*whole.slope, *derivative.marks]

    range_of_x = low, high, step
    return _in_both_orders(
        "explore_chain_deriv", chain, wide_scene, range_of_x, quest, narrow_scene
    )


@np.errstate(all="ignore")
def explore_depth(
    activations: Sequence[Array_Function] = (sigmoid, tanh, leaky_relu),
    start: float = 1.0,
    *,
    quest: Quests = None,
) -> LiveFigure:
    """Up to 50 equal layers, activation(w · x), one after the other, and their slopes multiplied.

    On the curve of the activation there is a dot for each layer, where its number arrives. Sliders
    choose one of the activations, with or without a skip connection, x + activation(w · x), the
    weight w, and the depth; `start` goes into the first layer. A prediction covers the dots, the
    product with its bound, and the products for all weights.

    Shared arguments, and errors: `help("helpers.views.chains")`.
    """
    functions = check_chain("activations", activations)
    start = float(check_drawable("start", np.array(check_number("start", start))))
    layers = np.arange(1, DEPTHS[-1] + 1)
    kinds = [(func, skip) for func in functions for skip in (False, True)]
    runs = [_layers(*kind, start) for kind in kinds]
    arriving, slopes = (np.array(each) for each in list(zip(*runs, strict=True))[:2])
    if np.isnan(slopes).all():  # of shape (kinds, layers, weights)
        raise ValueError(
            f"activations must have a slope where the numbers get from start = {start:g}: "
            "choose another start or function"
        )
    bounds = np.array([run[2] for run in runs])[:, np.newaxis] ** layers[:, np.newaxis]
    products = np.abs(np.cumprod(slopes, axis=1))
    in_sight = products[(products > 1e-120) & (products < 1e120)]
    tens = np.log10(np.append(in_sight, 1.0))
    lowest, highest = tens.min() // 10 * 10, tens.max() // 10 * 10 + 10
    at = np.linspace(-FARTHEST, FARTHEST, CURVE_POINTS)
    for func in functions:
        drawable(func(at), name_of(func), at)

    def scene(kind: int, size: tuple[float, float], rooms: Sequence[tuple[float, ...]]) -> Scene:
        figure = Figure(figsize=size)
        curve_ax, depth_ax, weight_ax = map(figure.add_axes, rooms)
        func = kinds[kind][0]
        draw_curve(curve_ax, at, func(at), F1, "x", "", "a dot for each layer")
        curve_ax.set(xlabel="what arrives, w · x", ylabel="")
        most = 10 if size[0] > 5 else 5
        apart = next(tens for tens in (10, 20, 40, 80) if highest - lowest <= most * tens)
        ticks = np.arange(-(-lowest // apart) * apart, highest + 1, apart) + 0.0  # no −0
        for ax, title in [(depth_ax, "product so far"), (weight_ax, "product, by weight")]:
            ax.set_yscale("log", nonpositive="mask")
            ax.set_ylim(10**lowest, 10**highest)
            ax.set_yticks(
                10**ticks, ["10" + f"{tick:.0f}".translate(SUPERSCRIPTS) for tick in ticks]
            )
            ax.minorticks_off()
            ax.set_title(title, fontsize=11, y=1.1 if size[0] > 5 else 1.32)
            ax.axhline(1, color="0.5", linewidth=0.8)
        depth_ax.set(xlim=(0, layers[-1] + 2), xlabel="layer")
        places = np.arange(len(WEIGHTS))
        weight_ax.set(xlim=(-0.5, len(WEIGHTS) - 0.5), xlabel="weight w")
        weight_ax.set_xticks(places, map(number, WEIGHTS), fontsize=9)
        for ax in figure.axes:
            ax.spines[["right", "top"]].set_visible(False)
        (dots,) = curve_ax.plot([], [], "o", color=F1, markersize=7, alpha=0.35)
        (bound_line,) = depth_ax.plot(layers, bounds[kind, :, 0], ":", color="black", label="bound")
        (line,) = depth_ax.plot(layers, products[kind, :, 0], color=SLOPE, label="product")
        (by_weight,) = weight_ax.plot(places, products[kind, 0], ".-", color=SLOPE)
        dot, weight_dot = add_dot(depth_ax, SLOPE), add_dot(weight_ax, SLOPE)
        look = {"frameon": False, "loc": "lower left", "ncols": 2, "fontsize": 9}
        depth_ax.legend(bbox_to_anchor=(-0.05, 0.97), columnspacing=1, **look)
        label = weight_ax.text(1, 1.03, "", transform=weight_ax.transAxes, ha="right", color=SLOPE)

        def update(weight: float, depth: int) -> str:
            size = WEIGHTS.index(weight)
            product = products[kind, :, size]
            # What is further out stands at the edge.
            inner = np.clip(arriving[kind, :depth, size], -FARTHEST, FARTHEST)
            dots.set_data(inner, func(inner))
            line.set_ydata(product)
            dot.set_data([depth], [product[depth - 1]])
            bound_line.set_ydata(bounds[kind, :, size])
            by_weight.set_ydata(products[kind, depth - 1])
            weight_dot.set_data([size], [product[depth - 1]])
            # A slope of 0 may be one that deriv cannot see.
            unseen = product[depth - 1] == 0 and not facts_about(func)
            words = number(product[depth - 1], error=np.inf if unseen else 0)
            words = words.replace("nan", "out of range")
            label.set_text(words)
            return f"Depth {depth}, w = {number(weight)}: the slopes multiply to {words}."

        return figure, update, [dots, line, dot, bound_line, by_weight, weight_dot, label]

    def made(size: tuple[float, float], rooms: Sequence[tuple[float, ...]]) -> Narrow:
        scenes = [scene(kind, size, rooms) for kind in range(len(kinds))]
        figures, updates, answers = zip(*scenes, strict=True)
        return figures, updates, [artist for answer in answers for artist in answer]

    options = [(f"{'x + ' if skip else ''}{name_of(f)}(w · x)", (f, skip)) for f, skip in kinds]
    sizes = [(number(w), w) for w in WEIGHTS]
    wide_rooms = [(0.05 + 0.335 * k, 0.13, 0.26, 0.7) for k in range(3)]
    narrow_rooms = [(0.17, y, 0.78, 0.16) for y in (0.795, 0.445, 0.09)]
    figures, updates, answer = made((10, 3.9), wide_rooms)
    return LiveFigure(
        figures,
        updates,
        quest=fitting(quest, "explore_depth", functions, np.linspace(-5, 5, 101), start=start),
        answer=answer,
        narrow=lambda: made((3.75, 5.4), narrow_rooms),
        layer=wide(SelectionSlider(options=options, description="layer")),
        weight=wide(SelectionSlider(options=sizes, index=2, description="weight w")),
        depth=wide(SelectionSlider(options=DEPTHS, value=10, description="depth")),
    )


def _layers(func: Array_Function, skip: bool, start: float) -> tuple[ndarray, ndarray, ndarray]:
    """What arrives at each of 50 equal layers' activation and the layer's slope, for each weight.

    And the steepest that such a layer can be. It is two boxes, times w and then `func`, so its
    slope is func'(w · x) · w; a skip connection beside them adds 1.
    """
    facts = facts_about(func)
    derivative = facts.derivative if facts else functools.partial(deriv, func)
    weights, x = np.array(WEIGHTS), np.full(len(WEIGHTS), start)
    arriving, inner_slopes = [], []
    for _ in range(DEPTHS[-1]):
        # Beyond that, deriv's step is lost in rounding, and an exact slope is soon no float.
        inner = np.where(np.abs(weights * x) < (1e60 if facts else 1e9), weights * x, np.nan)
        arriving.append(inner)
        inner_slopes.append(derivative(inner))
        x = func(inner) + skip * x
    at_most = np.fmax.reduce(np.abs(derivative(np.linspace(-5, 5, 1001))))
    steepest = np.fmax(at_most, np.fmax.reduce(np.abs(inner_slopes)))
    return np.array(arriving), np.array(inner_slopes) * weights + skip, steepest * weights + skip


def _in_both_orders(
    view: str,
    chain: Chain,
    scene: Callable[[Chain, ndarray], Scene],
    range_of_x: tuple[float, ...],
    quest: Quests,
    narrow_scene: Callable[[Chain, ndarray], Scene] | None = None,
) -> LiveFigure:
    """One scene per order of the two functions, and a slider that chooses among them."""
    chain = check_chain("chain", chain, length=2)
    x_slider = slider_for_x(*range_of_x)
    orders = [chain, chain[::-1]]
    xs = np.linspace(x_slider.min, x_slider.max, CURVE_POINTS)

    def made(scene: Callable[[Chain, ndarray], Scene]) -> Narrow:
        figures, updates, answers = zip(*(scene(order, xs) for order in orders), strict=True)
        return figures, updates, [*answers[0], *answers[1]]

    options = [(composed_name(order), order) for order in orders]
    slider = wide(SelectionSlider(options=options, description="order"))
    figures, updates, answer = made(scene)
    return LiveFigure(
        figures,
        updates,
        quest=fitting(quest, view, chain, x_slider),
        answer=answer,
        narrow=narrow_scene and (lambda: made(narrow_scene)),
        order=slider,
        x=x_slider,
    )


def _curves(axes: list[Axes], chain: Chain, xs: ndarray, tangents: bool = False) -> list[Curve]:
    """Draw f1 over x, f2 over f1(x) and the composite over x."""
    f1, f2 = chain
    _, f1_of_x, ys = chain_values(chain, xs)
    # What f1 reaches, and a little room, also where f1 is constant.
    reached = drawable(f1_of_x, name_of(f1), xs)
    room = 0.1 * (np.ptp(reached) or 1.0)
    between = np.linspace(reached.min() - room, reached.max() + room, CURVE_POINTS)
    lines = [
        draw_curve(axes[0], xs, f1_of_x, F1, "x", "f₁(x)", f"f₁ = {name_of(f1)}"),
        draw_curve(axes[1], between, f2(between), F2, "f₁(x)", "f₂(f₁(x))", f"f₂ = {name_of(f2)}"),
        draw_curve(axes[2], xs, ys, COMPOSITE, "x", "f₂(f₁(x))", composed_name(chain)),
    ]
    return [Curve(line, tangents, steps=tangents) for line in lines]
