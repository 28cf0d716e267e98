"""The views of two paths that meet: in a sum, where they stack, and in a product.

`chain` holds two functions that get the same x, side by side. `low`, `high` and `step` are the
positions of the slider for x. `quest` is a task or several, as LiveFigure takes them.

What is not of the kind that its type says is a TypeError. A ValueError are a chain of another
length, a function that does not work elementwise, numbers that are not finite or make no
positions, and the quest of another view.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.arguments import check_chain
from helpers.chain import Chain, deriv
from helpers.figures.curves import drawable
from helpers.figures.graphs import GraphColumn, GraphDiagram, Node
from helpers.figures.style import COMPOSITE, F1, F2
from helpers.functions import Array_Function, facts_about
from helpers.live.figure import LiveFigure, Narrow
from helpers.live.quest import Quests
from helpers.slopes import error_in_sum, slope_of_product, slopes_at, smallest_slope
from helpers.views.parts import (
    CURVE_POINTS,
    Readings,
    Room,
    fitting,
    slider_for_nudge,
    slider_for_x,
)
from helpers.writing import (
    NONE,
    as_slopes,
    factors_and_products,
    gives,
    name_of,
    number,
    told,
    with_enough_decimals,
    with_slope,
    written_out,
)


@np.errstate(all="ignore")
def explore_sum(
    chain: Chain, low: float = -3.0, high: float = 3.0, step: float = 0.2, *, quest: Quests = None
) -> LiveFigure:
    """One number that is used twice and added, f1(x) + f2(x): the moves of both add up.

    A bar of a tiny Δx becomes one bar in each box, as long as its slope says; in the sum the second
    begins where the first one ends. A prediction covers the slopes and all bars but that of Δx.

    Shared arguments, and errors: `help("helpers.views.joins")`.
    """
    f1, f2 = check_chain("chain", chain, length=2)
    x_slider = slider_for_x(low, high, step, 2.4)
    xs = np.linspace(x_slider.min, x_slider.max, CURVE_POINTS)
    slopes = [drawable(deriv(f, xs), name_of(f), xs) for f in (f1, f2)]
    reach = max(1.0, *(np.abs(each).max() for each in slopes))
    if len(slopes[0]) == len(slopes[1]):
        reach = max(reach, np.abs(slopes[0] + slopes[1]).max())

    nodes = {
        "x": Node("x", (0, 0)),
        "a": Node(f"a = {name_of(f1)}(x)", (3, 0.9), ("x",), F1),
        "b": Node(f"b = {name_of(f2)}(x)", (3, -0.9), ("x",), F2),
        "f": Node("f = a + b", (6, 0), ("a", "b"), COMPOSITE),
    }
    paths = {(start, end): (F1, "-") for start, end in (("x", "a"), ("a", "f"))}
    paths |= {(start, end): (F2, "--") for start, end in (("x", "b"), ("b", "f"))}

    def wide_scene() -> Narrow:
        figure = Figure(figsize=(10, 3.7))
        diagram = GraphDiagram(figure.add_axes((0.005, 0.14, 0.53, 0.86)), nodes, paths)
        return scene(diagram, figure.add_axes((0.57, 0.13, 0.41, 0.84)))

    def narrow_scene() -> Narrow:
        figure = Figure(figsize=(3.75, 5.2))
        around = figure.add_axes((0, 0.52, 1, 0.48))
        diagram = GraphColumn(around, nodes, paths, on_arrows=False, below=False)
        for ends, text in diagram.slope_texts.items():  # outside of the arrows, which are short
            x, y = text.get_position()
            aside = 0.28 if "b" in ends else -0.28
            text.set_position((x + aside, y + (0.08 if "x" in ends else -0.08)))
        # Beside the value of x: below it the arrows begin.
        x, y = diagram.places["x"]
        diagram.backward_texts["x"].set(x=x + 0.5, y=y + diagram.ABOVE, ha="left")
        return scene(diagram, figure.add_axes((0.04, 0.085, 0.92, 0.43)))

    def scene(diagram: GraphDiagram, around_bars: Axes) -> Narrow:
        bars = _Bars(around_bars, 1.08 * reach)

        def update(x: float) -> str:
            a, b = (float(f(np.array(x))) for f in (f1, f2))
            (da, db), errors = zip(*(_slope_at(f, x) for f in (f1, f2)), strict=True)
            off = sum(error_in_sum(f, x, da + db) for f in (f1, f2) if not facts_about(f))
            total = number(da + db, error=off)
            moves = with_enough_decimals(
                lambda decimals: [
                    number(move, decimals, error)
                    for move, error in zip((da, db), errors, strict=True)
                ],
                lambda texts: gives(texts, "+", total),
            )
            moves, (total,) = as_slopes(moves), as_slopes([total])
            values = {"x": x, "a": a, "b": b, "f": a + b}
            diagram.show(
                {name: number(value) for name, value in values.items()},
                {("x", "a"): moves[0], ("x", "b"): moves[1], ("a", "f"): "1", ("b", "f"): "1"},
                {"x": told("df/dx", total)},
            )
            bars.show(da, db, [*moves, total])
            if total == NONE:
                return f"At x = {number(x)} there is a kink, and no slope: f has none."
            return (
                f"At x = {number(x)}, a tiny Δx moves {name_of(f1)} by {moves[0]} Δx and "
                f"{name_of(f2)} by {moves[1]} Δx. Both together move f by {total} Δx."
            )

        slopes = [diagram.slope_texts["x", "a"], diagram.slope_texts["x", "b"]]
        answer = [*slopes, diagram.backward_texts["x"], *bars.answer]
        return around_bars.figure, update, answer

    figure, update, answer = wide_scene()
    return LiveFigure(
        figure,
        update,
        quest=fitting(quest, "explore_sum", [f1, f2], x_slider),
        answer=answer,
        narrow=narrow_scene,
        x=x_slider,
    )


def _slope_at(func: Array_Function, x: float) -> tuple[float, float]:
    """The slope and its error, nan at a kink; exact where it is known, so that bars can cancel."""
    (measured,), facts = slopes_at([func], [x]), facts_about(func)
    if facts and not np.isnan(measured):
        return float(facts.derivative(np.array(x))), 0.0
    return measured, smallest_slope(func, x)


class _Bars:
    """What becomes of a bar of length Δx: one bar from each box, and both end to end."""

    ROWS = (3, 2, 1, 0)

    def __init__(self, ax: Axes, reach: float) -> None:
        ax.set(xlim=(-reach, reach), ylim=(-0.5, 3.75), yticks=[])
        ax.set_xlabel("in units of Δx", labelpad=1)
        ax.spines[["left", "right", "top"]].set_visible(False)
        ax.axvline(0, color="0.5", linewidth=0.8)
        look = {"linewidth": 11, "solid_capstyle": "butt", "alpha": 0.55}
        ax.plot([0, 1], [3, 3], color="black", **look)
        (self.first,) = ax.plot([], [], color=F1, **look)
        (self.second,) = ax.plot([], [], color=F2, **look)
        (self.stacked_first,) = ax.plot([], [], color=F1, **look)
        (self.stacked_second,) = ax.plot([], [], color=F2, **look)
        (self.whole,) = ax.plot([], [], "|-", color=COMPOSITE, linewidth=2.5, markersize=9)
        (self.guides,) = ax.plot([], [], ":", color="black", linewidth=1)
        self.words = [
            ax.text(-reach, y + 0.34, words, fontsize=10, color=color, va="center")
            for y, words, color in zip(
                self.ROWS, ["x moves by Δx", "", "", ""], ["black", F1, F2, COMPOSITE], strict=True
            )
        ]
        bars = [self.first, self.second, self.stacked_first, self.stacked_second, self.whole]
        self.answer = [*bars, self.guides, *self.words[1:]]

    def show(self, first: float, second: float, moves: list[str]) -> None:
        """Show bars of these lengths; how long they and their sum are is told in words."""
        end = first + second
        self.first.set_data([0, first], [2, 2])
        self.second.set_data([0, second], [1, 1])
        self.stacked_first.set_data([0, first], [0.06, 0.06])
        self.stacked_second.set_data([first, end], [-0.12, -0.12])
        self.whole.set_data([0, end], [-0.36, -0.36])
        # Not through the words that stand between the rows.
        heights = [2, 1.5, np.nan, 1.15, 0.5, np.nan, 0.15, -0.12, np.nan, 0.06, -0.36]
        self.guides.set_data([first] * 9 + [end] * 2, heights)
        for text, name, move in zip(self.words[1:], "abf", moves, strict=True):
            has_none = move == NONE
            text.set_text(f"{name} has no slope" if has_none else f"{name} moves by {move} Δx")


@np.errstate(all="ignore")
def explore_product(
    chain: Chain, low: float = -3.0, high: float = 2.0, step: float = 0.2, *, quest: Quests = None
) -> LiveFigure:
    """One number that is used twice and multiplied, f1(x) · f2(x), as a rectangle that grows.

    Its sides are a = f1(x) and b = f2(x). A nudge of x adds a strip along each of them, b · Δa and
    a · Δb, and a corner, Δa · Δb. There is a slider for x and one for the nudge, from 1 down to
    0.01. A prediction covers strips and corner, and all numbers.

    Shared arguments, and errors: `help("helpers.views.joins")`.
    """
    f1, f2 = check_chain("chain", chain, length=2)
    x_slider = slider_for_x(low, high, step)
    nudge = slider_for_nudge("nudge Δx", 0.5)
    xs = np.linspace(x_slider.min, x_slider.max + 1, CURVE_POINTS)
    sides = [_side(f, xs) for f in (f1, f2)]

    def scene(
        size: tuple[float, float],
        around_rectangle: Room,
        place: tuple[float, float],
        pitch: float,
        offset: tuple[float, float],
    ) -> Narrow:
        figure = Figure(figsize=size)
        ax = figure.add_axes(around_rectangle, xlim=sides[0], ylim=sides[1])
        ax.set_xlabel(f"a = {name_of(f1)}(x)", parse_math=False, color=F1)
        ax.set_ylabel(f"b = {name_of(f2)}(x)", parse_math=False, color=F2)
        ax.locator_params(nbins=5)
        ax.spines[["right", "top"]].set_visible(False)
        ax.axhline(0, color="0.5", linewidth=0.8)
        ax.axvline(0, color="0.5", linewidth=0.8)
        parts = [
            ax.add_patch(Rectangle((0, 0), 0, 0, facecolor=color, edgecolor=color, alpha=alpha))
            for color, alpha in [("0.5", 0.25), (F1, 0.55), (F2, 0.55), (COMPOSITE, 0.75)]
        ]
        lines = [
            ("strip b · Δa", F1),
            ("strip a · Δb", F2),
            ("corner Δa · Δb", COMPOSITE),
            ("growth Δf, all three", "black"),
            ("Δf / Δx", "black"),
            ("slope df/dx", "black"),
        ]
        sizes = (10, 10) if size[0] > 5 else (9, 8)  # a sum of three numbers is long
        readings = Readings(figure, lines, place, pitch, offset, sizes)

        def update(x: float, dx: float) -> str:
            (a, a_end), (b, b_end) = (map(float, f(np.array([x, x + dx]))) for f in (f1, f2))
            da, db = a_end - a, b_end - b
            areas = [b * da, a * db, da * db]
            bounds = [(0, 0, a, b), (a, 0, da, b), (0, b, a, db), (a, b, da, db)]
            for part, bound in zip(parts, bounds, strict=True):
                part.set_bounds(*bound)
            per = number(sum(areas) / dx)
            growth = with_enough_decimals(
                lambda decimals: number(sum(areas), decimals),
                lambda text: gives([text, number(dx)], "/", per),
            )
            factors = [[b, da], [a, db], [da, db]]
            products = with_enough_decimals(
                lambda decimals: [
                    factors_and_products(pair, [area], None, decimals)
                    for pair, area in zip(factors, areas, strict=True)
                ],
                lambda found: gives([area for _, (area,) in found], "+", growth),
            )
            strips = [area for _, (area,) in products]
            (slope,) = as_slopes([number(slope_of_product(f1, f2, x), error=1e-9)])
            readings.show(
                *(written_out(pair, "×", area) for pair, (area,) in products),
                written_out(strips, "+", growth),
                per,
                slope,
            )
            return (
                f"At x = {number(x)} with Δx = {number(dx)}, the strips are "
                f"{' and '.join(strips[:2])}, the corner {strips[2]}. Per Δx the rectangle grows "
                f"by {per}; f has {with_slope(slope)}."
            )

        return figure, update, [*parts[1:], *readings.texts]

    figure, update, answer = scene(
        (10, 3.9), (0.07, 0.15, 0.44, 0.81), (0.545, 0.93), 0.155, (0.01, 0.07)
    )
    return LiveFigure(
        figure,
        update,
        quest=fitting(quest, "explore_product", [f1, f2], x_slider),
        answer=answer,
        narrow=lambda: scene(
            (3.75, 5.3), (0.2, 0.58, 0.76, 0.4), (0.03, 0.46), 0.081, (0.02, 0.034)
        ),
        x=x_slider,
        dx=nudge,
    )


def _side(func: Array_Function, xs: np.ndarray) -> tuple[float, float]:
    """From where to where a side of the rectangle can reach, with 0 and a little room."""
    reached = np.append(drawable(func(xs), name_of(func), xs), 0.0)
    room = 0.06 * (np.ptp(reached) or 1.0)
    return reached.min() - room, reached.max() + room
