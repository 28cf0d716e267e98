"""The interactive views of chains: values, nudges, slopes, and products of slopes."""

import functools
import inspect
import itertools
from collections.abc import Callable, Sequence

import numpy as np
from ipywidgets import FloatSlider, SelectionSlider
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy import ndarray

from helpers.arguments import check_chain, check_drawable, check_function, check_number, described
from helpers.chain import Chain, chain_deriv_2, chain_values, deriv
from helpers.figures.boxes import BoxDiagram
from helpers.figures.curves import draw_curve, drawable
from helpers.figures.style import COMPOSITE, F1, F2, SLOPE, fitting_size, points_across
from helpers.functions import Array_Function, facts_about, hill, leaky_relu, sigmoid, tanh, valley
from helpers.live.figure import LiveFigure
from helpers.live.recording import Update
from helpers.views.parts import add_dot, add_guide, move_dot, slider_for_x, tilt, wide
from helpers.writing import composed_name, input_number, name_of, number, shown_slopes

CURVE_POINTS = 201
DEPTHS = [*range(1, 11), *range(12, 21, 2), *range(25, 51, 5)]
WEIGHTS = np.array([0.5, 0.8, 1, 1.25, 1.5, 2, 3, 4])
SUPERSCRIPTS = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def explore_composition(
    chain: Chain, low: float = -3.0, high: float = 3.0, step: float = 0.1
) -> LiveFigure:
    """Two functions, one inside the other: a number travels through both boxes.

    Parameters
    ----------
    chain
        Two functions; a slider swaps their order.
    low, high, step
        The positions of the slider for x.

    Returns
    -------
    LiveFigure
        With a slider for x and one for the order.

    Raises
    ------
    TypeError, ValueError
        If `chain` is not a list of two functions that work on arrays, or the range is not one of
        finite numbers.
    """
    x_slider = slider_for_x(low, high, step)

    def scene(chain: Chain) -> tuple[Figure, Update]:
        figure = Figure(figsize=(10, 4.6))
        diagram = BoxDiagram(figure.add_axes((0.04, 0.7, 0.92, 0.3)), chain, slopes=False)
        panels = _three_panels(
            [figure.add_axes((0.07 + 0.325 * k, 0.12, 0.26, 0.46)) for k in range(3)],
            chain,
            np.linspace(x_slider.min, x_slider.max, CURVE_POINTS),
        )

        def update(x: float) -> tuple[list[Artist], str]:
            texts = diagram.show(x)
            _, u, y = diagram.values
            moved = []
            for (dot, guide), point in zip(panels, [(x, u), (u, y), (x, y)], strict=True):
                move_dot(dot, guide, *point)
                moved += [dot, guide]
            return [*moved, *texts], (
                f"{input_number(x)} goes into {name_of(chain[0])}, which gives {number(u)}; "
                f"{number(u)} goes into {name_of(chain[1])}, which gives {number(y)}."
            )

        return figure, update

    return _in_both_orders(chain, scene, x_slider)


def explore_nudge(
    chain: Chain | None = None, low: float = 4.0, high: float = 6.0, step: float = 0.2
) -> LiveFigure:
    """Three number lines, x, u = f1(x) and y = f2(u): how a nudge of x travels along them.

    Parameters
    ----------
    chain
        Two functions; without it [valley, hill], for which 5 gives 1 with slope 3, and 1 gives 4
        with slope -2.
    low, high, step
        The positions of the slider for x.

    Returns
    -------
    LiveFigure
        With a slider for x and one for the nudge, from -1 to 1.

    Raises
    ------
    TypeError, ValueError
        If `chain` is not a list of two functions that work on arrays, or the range is not one of
        finite numbers.
    """
    f1, f2 = check_chain("chain", [valley, hill] if chain is None else chain, length=2)
    x_slider = slider_for_x(low, high, step, 5.0)
    nudge = FloatSlider(1.0, min=-1, max=1, step=0.1, description="nudge Δx")

    # What each line must have room for: every value, every predicted and every real end.
    x_all = np.linspace(x_slider.min, x_slider.max, CURVE_POINTS)[:, np.newaxis]
    dx_all = np.linspace(-1, 1, 21)
    u_start, u_ends = f1(x_all), f1(x_all + dx_all)
    du_all = deriv(f1, x_all) * dx_all
    dy_all = deriv(f2, u_start) * du_all
    rooms = [
        [x_all + dx_all],
        [u_ends, u_start + du_all],
        [f2(u_ends), f2(u_start) + dy_all],
    ]

    figure = Figure(figsize=(9, 5))
    names = ["x", f"u = f₁(x), f₁ = {name_of(f1)}", f"y = f₂(u), f₂ = {name_of(f2)}"]
    lines = []
    for k, (name, room, color) in enumerate(zip(names, rooms, ["black", F1, F2], strict=True)):
        ax = figure.add_axes((0.03, 0.74 - 0.33 * k, 0.94, 0.13))
        ends = drawable(np.concatenate([r.ravel() for r in room]), name, x_all)
        lines.append(_number_line(ax, name, ends, color))

    figure.legend(
        handles=lines[0](0, 0, 0, "")[2:4],
        labels=["predicted by the slopes", "what really happens"],
        loc="upper center",
        ncols=2,
        frameon=False,
    )

    def update(x: float, dx: float) -> tuple[list[Artist], str]:
        u, u_end = (float(value) for value in f1(np.array([x, x + dx])))
        y, y_end = (float(value) for value in f2(np.array([u, u_end])))
        slopes = [float(deriv(f1, x)), float(deriv(f2, u))]
        _, (_, du_shown, dy_shown), (_, du_rule, dy_rule) = shown_slopes([dx, *slopes])
        du, dy = slopes[0] * dx, slopes[1] * slopes[0] * dx
        du_real, dy_real = number(u_end - u, 3), number(y_end - y, 3)
        words = [
            f"Δx = {input_number(dx)}",
            f"predicted Δu = {du_rule};  real Δu = {du_real}",
            f"predicted Δy = {dy_rule};  real Δy = {dy_real}",
        ]
        ends = [(x, dx, x + dx), (u, du, u_end), (y, dy, y_end)]
        moved: list[Artist] = []
        for line, (start, change, end), label in zip(lines, ends, words, strict=True):
            moved += line(start, change, end, label)
        return moved, (
            f"At x = {input_number(x)}, a nudge of {input_number(dx)} changes u by {du_shown} as "
            f"predicted (really {du_real}) and y by {dy_shown} as predicted (really {dy_real})."
        )

    return LiveFigure(figure, update, x=x_slider, dx=wide(nudge))


def explore_chain(
    chain: Chain, low: float = -3.0, high: float = 3.0, step: float = 0.1
) -> LiveFigure:
    """The chain rule for two functions as boxes, tangents, a derivative curve and code.

    Parameters
    ----------
    chain
        Two functions; a slider swaps their order.
    low, high, step
        The positions of the slider for x.

    Returns
    -------
    LiveFigure
        With a slider for x and one for the order.

    Raises
    ------
    TypeError, ValueError
        If `chain` is not a list of two functions that work on arrays, or the range is not one of
        finite numbers.
    """
    x_slider = slider_for_x(low, high, step)

    def scene(chain: Chain) -> tuple[Figure, Update]:
        figure = Figure(figsize=(10, 7.6))
        diagram = BoxDiagram(figure.add_axes((0.02, 0.71, 0.96, 0.29)), chain)
        xs = np.linspace(x_slider.min, x_slider.max, CURVE_POINTS)
        axes = [figure.add_axes((0.07 + 0.325 * k, 0.385, 0.26, 0.24)) for k in range(3)]
        panels = _three_panels(axes, chain, xs)
        tangents = [ax.plot([], [], "--", color=SLOPE)[0] for ax in axes]
        labels = [
            ax.text(0.5, 1.04, "", transform=ax.transAxes, ha="center", color=SLOPE) for ax in axes
        ]
        for ax in axes:  # higher, to leave room for the line of numbers
            ax.title.set_y(1.16)
        lengths = [0.22 * np.diff(ax.get_xlim())[0] for ax in axes]
        below = figure.add_axes((0.72, 0.07, 0.26, 0.2))
        name = composed_name(chain)
        draw_curve(below, xs, chain_deriv_2(chain, xs), SLOPE, "x", "slope", "its derivative", "--")
        slope_dot, slope_guide = add_dot(below, SLOPE), add_guide(below)
        results = _code_panel(figure)

        def update(x: float) -> tuple[list[Artist], str]:
            texts = diagram.show(x)
            _, u, y = diagram.values
            df1dx, df2du = diagram.slopes_there
            (df1, df2), (_, product), (_, equation) = diagram.shown
            points = [(x, u, df1dx), (u, y, df2du), (x, y, df2du * df1dx)]
            for k, (at, value, slope) in enumerate(points):
                move_dot(*panels[k], at, value)
                tilt(tangents[k], at, value, slope, lengths[k])
            move_dot(slope_dot, slope_guide, x, df2du * df1dx)
            inputs = [f"x = {input_number(x)}", f"u = {number(u)}", f"x = {input_number(x)}"]
            for label, slope, at in zip(labels, [df1, df2, product], inputs, strict=True):
                label.set_text(f"slope {slope} at {at}")
            for text, words in zip(results, [number(u), df1, df2, product], strict=True):
                text.set_text(f"# {words}")
            marks = [mark for panel in panels for mark in panel]
            return [*texts, *marks, *tangents, *labels, slope_dot, slope_guide, *results], (
                f"At x = {input_number(x)}, {name_of(chain[0])} gives {number(u)} "
                f"with slope {df1}; at {number(u)}, {name_of(chain[1])} gives {number(y)} "
                f"with slope {df2}; {equation}, the slope of {name}."
            )

        return figure, update

    return _in_both_orders(chain, scene, x_slider)


def explore_accumulation(
    chain: Chain, low: float = -3.0, high: float = 3.0, step: float = 0.1
) -> LiveFigure:
    """Three boxes and the product of their slopes, built from the left and from the right.

    Parameters
    ----------
    chain
        Three functions; a slider goes through all six orders.
    low, high, step
        The positions of the slider for x.

    Returns
    -------
    LiveFigure
        With a slider for x and one for the order.

    Raises
    ------
    TypeError, ValueError
        If `chain` is not a list of three functions that work on arrays, or the range is not one of
        finite numbers.
    """
    chain = check_chain("chain", chain, length=3)
    x_slider = slider_for_x(low, high, step, 1.0)
    orders = list(itertools.permutations(chain))

    figure = Figure(figsize=(10, 3.9))
    ax = figure.add_axes((0, 0, 1, 1))
    diagram = BoxDiagram(ax, chain, products=False, left=2.6)
    ax.set_ylim(-3.7, 1)
    # All names as large as the longest allows, since they change places.
    size = min(text.get_fontsize() for text in diagram.name_texts)
    for text in diagram.name_texts:
        text.set_fontsize(size)
    lanes = []
    for label, meaning, height, color in [
        ("from the left", "this value per unit of x", -1.9, COMPOSITE),
        ("from the right", "output per unit of this value", -2.6, SLOPE),
    ]:
        ax.text(-2.5, height + 0.13, label, fontsize=10, va="center", color=color)
        ax.text(-2.5, height - 0.16, meaning, fontsize=8, va="center")
        places = [text.get_position()[0] for text in diagram.value_texts]
        lanes.append(
            [ax.text(x, height, "", fontsize=12, ha="center", color=color) for x in places]
        )
    ax.text(-2.5, -3.3, "all slopes multiplied", fontsize=10, va="center")
    product = ax.text(ax.get_xlim()[1] - 0.1, -3.3, "", fontsize=12, ha="right", va="center")

    def update(order: int, x: float) -> tuple[list[Artist], str]:
        diagram.chain = orders[order]
        texts = diagram.show(x)
        slopes = diagram.slopes_there
        from_left = ["1", *map(number, np.cumprod(slopes))]
        from_right = [*map(number, np.cumprod(slopes[::-1])[::-1]), "1"]
        for lane, shown in zip(lanes, [from_left, from_right], strict=True):
            for text, words in zip(lane, shown, strict=True):
                text.set_text(words)
        for text, func in zip(diagram.name_texts, orders[order], strict=True):
            text.set_text(name_of(func))
        product.set_text(diagram.shown[2][-1])
        return [*texts, *diagram.name_texts, *lanes[0], *lanes[1], product], (
            f"{composed_name(orders[order])} at x = {input_number(x)}: the products from the left "
            f"are {', '.join(from_left)}, from the right {', '.join(from_right[::-1])}."
        )

    # The boxes show the order: three names would be too long to stand beside a slider.
    options = [(f"{k + 1} of {len(orders)}", k) for k in range(len(orders))]
    slider = wide(SelectionSlider(options=options, description="order"))
    return LiveFigure(figure, update, order=slider, x=x_slider)


def explore_depth(
    activations: Sequence[Array_Function] = (sigmoid, tanh, leaky_relu), start: float = 1.0
) -> LiveFigure:
    """The product of the slopes of up to 50 equal layers, activation(w · u), one after the other.

    Parameters
    ----------
    activations
        The functions to choose from; each also with a skip connection, u + activation(w · u).
    start
        The number that goes into the first layer.

    Returns
    -------
    LiveFigure
        With a slider for the kind of layer, one for the weight w, and one for the depth.

    Raises
    ------
    TypeError, ValueError
        If `activations` is not a list of functions that work on arrays, or `start` is not a finite
        number.
    """
    if not isinstance(activations, list | tuple) or not activations:
        raise TypeError(
            "activations must be a list of functions, such as [sigmoid, tanh], "
            f"got {described(activations)}"
        )
    functions = [check_function(f"activations[{k}]", f) for k, f in enumerate(activations)]
    start = float(check_drawable("start", np.array(check_number("start", start))))
    layers = np.arange(1, DEPTHS[-1] + 1)
    runs = [_slopes_of_layers(func, skip, start) for func in functions for skip in (False, True)]
    slopes = np.array([run[0] for run in runs])  # of shape (kinds, layers, weights)
    if np.isnan(slopes).all():
        raise ValueError(
            f"activations must have a slope where the numbers get from start = {start:g}: "
            "choose another start or function"
        )
    with np.errstate(over="ignore"):
        bounds = np.array([run[1] for run in runs])[:, np.newaxis] ** layers[:, np.newaxis]
        products = np.abs(np.cumprod(slopes, axis=1))

    figure = Figure(figsize=(10, 4.4))
    left = figure.add_axes((0.07, 0.13, 0.36, 0.7))
    right = figure.add_axes((0.54, 0.13, 0.44, 0.7))
    left.set_ylim(max(-6, min(0, np.nanmin(slopes))) - 0.2, min(6, np.nanmax(slopes)) + 0.2)
    left.set_title("slope of each layer, at its own input", fontsize=11, y=1)
    right.set_yscale("log", nonpositive="mask")
    in_sight = products[(products > 1e-60) & (products < 1e60)]
    tens = np.log10(np.append(in_sight, 1.0))
    powers = np.arange(tens.min() // 10 * 10, tens.max() // 10 * 10 + 11, 10)
    right.set_ylim(10 ** powers[0], 10 ** powers[-1])
    names = ["10" + number(power, 0).translate(SUPERSCRIPTS) for power in powers]
    right.set_yticks(10**powers, names)
    right.minorticks_off()
    right.set_title("|product of the slopes so far|", fontsize=11, y=1.1)
    for ax in (left, right):
        ax.set_xlim(0, layers[-1] + 1)
        ax.set_xlabel("layer")
        ax.spines[["right", "top"]].set_visible(False)
        ax.axhline(1, color="0.5", linewidth=0.8)
    (slope_line,) = left.plot([], [], color=F1)
    (bound_line,) = right.plot([], [], ":", color="black", label="bound")
    (product_line,) = right.plot([], [], color=SLOPE, label="product")
    dots = [add_dot(left, F1), add_dot(right, SLOPE)]
    right.legend(frameon=False, loc="lower left", ncols=2, bbox_to_anchor=(0, 0.97), fontsize=9)
    label = right.text(1, 1.03, "", transform=right.transAxes, ha="right", color=SLOPE)

    def update(layer: int, weight: int, depth: int) -> tuple[list[Artist], str]:
        slope, product = slopes[layer, :, weight], products[layer, :, weight]
        slope_line.set_data(layers, slope)
        product_line.set_data(layers, product)
        bound_line.set_data(layers, bounds[layer, :, weight])
        dots[0].set_data([depth], [slope[depth - 1]])
        dots[1].set_data([depth], [product[depth - 1]])
        words = f"{product[depth - 1]:.1e}".replace("-", "−").replace("nan", "out of range")
        label.set_text(words)
        return [slope_line, product_line, bound_line, *dots, label], (
            f"Depth {depth}, w = {WEIGHTS[weight]:g}: the slopes multiply to {words}."
        )

    kinds = [
        (f"{before}{name_of(func)}(w · u)", 2 * k + skip)
        for k, func in enumerate(activations)
        for skip, before in enumerate(("", "u + "))
    ]
    sizes = [(f"{w:g}", k) for k, w in enumerate(WEIGHTS)]
    return LiveFigure(
        figure,
        update,
        layer=wide(SelectionSlider(options=kinds, description="layer")),
        weight=wide(SelectionSlider(options=sizes, value=2, description="weight w")),
        depth=wide(SelectionSlider(options=DEPTHS, value=10, description="depth")),
    )


def _slopes_of_layers(func: Array_Function, skip: bool, start: float) -> tuple[ndarray, ndarray]:
    """The slope of each of 50 equal layers, for each weight, and the steepest there can be.

    A layer is two boxes, times w and then `func`, so its slope is func'(w · u) · w; a skip
    connection beside them adds 1.
    """
    facts = facts_about(func)
    derivative = facts.derivative if facts else functools.partial(deriv, func)
    u = np.full(WEIGHTS.shape, start)
    inner_slopes = []
    for _ in range(DEPTHS[-1]):
        # Beyond that, deriv's step is lost in rounding, and an exact slope is soon no float.
        inner = np.where(np.abs(WEIGHTS * u) < (1e60 if facts else 1e9), WEIGHTS * u, np.nan)
        inner_slopes.append(derivative(inner))
        u = func(inner) + skip * u
    at_most = np.fmax.reduce(np.abs(derivative(np.linspace(-5, 5, 1001))))
    steepest = np.fmax(at_most, np.fmax.reduce(np.abs(inner_slopes)))
    return np.array(inner_slopes) * WEIGHTS + skip, steepest * WEIGHTS + skip


def _in_both_orders(
    chain: Chain, scene: Callable[[Chain], tuple[Figure, Update]], x_slider: FloatSlider
) -> LiveFigure:
    """One scene per order of the two functions, and a slider that chooses among them."""
    chain = check_chain("chain", chain, length=2)
    orders = [chain, chain[::-1]]
    figures, updates = zip(*(scene(order) for order in orders), strict=True)
    options = [(composed_name(order), k) for k, order in enumerate(orders)]
    slider = SelectionSlider(options=options, description="order")
    return LiveFigure(list(figures), list(updates), order=wide(slider), x=x_slider)


def _three_panels(axes: list[Axes], chain: Chain, xs: ndarray) -> list[tuple[Line2D, Line2D]]:
    """Draw f1 over x, f2 over u and the composite over x; return each one's dot and guide."""
    f1, f2 = chain
    _, f1_of_x, ys = chain_values(chain, xs)
    draw_curve(axes[0], xs, f1_of_x, F1, "x", "u = f₁(x)", f"f₁ = {name_of(f1)}")
    # The u's that f1 reaches, and a little room, also where f1 is constant.
    reached = drawable(f1_of_x, name_of(f1), xs)
    room = 0.1 * (np.ptp(reached) or 1.0)
    us = np.linspace(reached.min() - room, reached.max() + room, CURVE_POINTS)
    draw_curve(axes[1], us, f2(us), F2, "u", "f₂(u)", f"f₂ = {name_of(f2)}")
    draw_curve(axes[2], xs, ys, COMPOSITE, "x", "f₂(f₁(x))", composed_name(chain))
    colors = (F1, F2, COMPOSITE)
    return [(add_dot(ax, color), add_guide(ax)) for ax, color in zip(axes, colors, strict=True)]


def _code_panel(figure: Figure) -> list:
    """Write the lines of `chain_deriv_2` into the figure; return the texts beside them."""
    source = inspect.getsource(chain_deriv_2).splitlines()
    starts = ("f1_of_x", "df1dx", "df2du", "return")
    lines = [line.strip() for line in source if line.strip().startswith(starts)]
    figure.text(0.05, 0.26, "chain_deriv_2, line by line", fontsize=10)
    results = []
    for row, (line, color) in enumerate(zip(lines, [F1, F1, F2, COMPOSITE], strict=True)):
        height = 0.205 - 0.05 * row
        figure.text(0.05, height, line, fontsize=12, family="monospace")
        results.append(figure.text(0.4, height, "", fontsize=12, family="monospace", color=color))
    return results


def _number_line(
    ax: Axes, name: str, room: ndarray, color: str
) -> Callable[[float, float, float, str], list[Artist]]:
    """Draw an axis; return a function that shows a start, a predicted change and the real end."""
    margin = 0.04 * (np.ptp(room) or 1.0)
    ax.set(xlim=(room.min() - margin, room.max() + margin), ylim=(0, 1), yticks=[])
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.ticklabel_format(axis="x", useOffset=False)
    ax.patch.set_visible(False)
    # The right half of the line is for numbers.
    size = fitting_size(name, 0.38 * points_across(ax), 11)
    ax.text(0, 1.45, name, transform=ax.transAxes, fontsize=size, color=color, parse_math=False)
    (predicted,) = ax.plot([], [], "--", color=SLOPE, linewidth=2)
    (real,) = ax.plot([], [], "-", color=COMPOSITE, linewidth=2)
    (predicted_end,) = ax.plot(
        [], [], "D", color=SLOPE, markerfacecolor="none", markersize=8, clip_on=False
    )
    (real_end,) = ax.plot([], [], "s", color=COMPOSITE, clip_on=False)
    dot = add_dot(ax, color)
    dot.set_clip_on(False)
    label = ax.text(1, 1.45, "", transform=ax.transAxes, fontsize=10, ha="right", parse_math=False)

    def show(start: float, change: float, end: float, words: str) -> list[Artist]:
        predicted.set_data([start, start + change], [0.7, 0.7])
        predicted_end.set_data([start + change], [0.7])
        real.set_data([start, end], [0.25, 0.25])
        real_end.set_data([end], [0.25])
        dot.set_data([start], [0.0])
        label.set_text(words)
        return [predicted, real, predicted_end, real_end, dot, label]

    return show
