"""The views of long chains, branches and training: what a reader sees, against exact slopes."""

import itertools
import math
import re
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from numpy import ndarray
from pictures import (
    HALF,
    NEURON_BOXES,
    Graph,
    Word,
    as_decimal,
    assert_neuron,
    assert_number,
    last_digit,
    marks_of,
    on_screen,
    positions_of,
    seen,
)
from test_chains import (  # noqa: F401
    NUMBER,
    POINT,
    assert_all_can_be_read,
    assert_near,
    exact_slope,
    ids,
    panels,
    quick_views,
    rows,
    scale,
    some,
    value,
    within,
)

from helpers.figures.graphs import arranged
from helpers.functions import exact_deriv, hill, leaky_relu, sigmoid, square, tanh, valley
from helpers.live.figure import LiveFigure
from helpers.views.branches import explore_backward, explore_paths
from helpers.views.chains import explore_accumulation, explore_depth
from helpers.views.training import explore_fit, explore_training

# Old versions of ipywidgets and Matplotlib use what newer packages want to drop.
pytestmark = pytest.mark.filterwarnings("error", "ignore::DeprecationWarning:(?!helpers)")
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")


def positions(live: LiveFigure) -> list[tuple[int, ...]]:
    """First and last positions of all controls, and some others of each."""
    picked = [some(len(control)) for control in positions_of(live)]
    ends = itertools.product(*([0, len(control) - 1] for control in positions_of(live)))
    random = np.random.default_rng(0)
    return [*ends, *(tuple(int(random.choice(known)) for known in picked) for _ in range(12))]


def graph_of(root: Element, boxes: list[str]) -> Graph:
    """Read a diagram of a live figure."""
    found = []
    for text in root.iter("text"):
        if text.text and text.get("x") and "rotate(-90" not in text.get("transform", ""):
            (size,) = re.findall(r"font-size: ([\d.]+)px", text.get("style"))
            middle = float(text.get("y")) - 0.36 * float(size)
            found.append(Word(text.text, float(text.get("x")), middle))
    return Graph(found, boxes)


def numbers_in(sentence: str) -> list[str]:
    return [shown.rstrip(".") for shown in re.findall(NUMBER, sentence)]


def assert_equation(words: str, sign: str = "×") -> str:
    """What is written left of = or ≈ gives what stands right of it; return that."""
    written, equals, result = re.fullmatch(r"(.*) ([=≈]) (.*)", words).groups()
    factors = [as_decimal(text.strip("()")) for text in written.split(f" {sign} ")]
    by_hand = math.prod(factors) if sign == "×" else sum(factors)
    assert abs(by_hand - as_decimal(result)) <= HALF * last_digit(result), words
    assert (equals == "=") == (by_hand == as_decimal(result)), words
    return result


# ---- Products from the left and from the right ----

TRIPLES = [
    (leaky_relu, square, sigmoid),
    (square, hill, valley),
    (tanh, tanh, leaky_relu),
    (valley, sigmoid, hill),
]


@pytest.mark.parametrize("chain", TRIPLES, ids=ids)
def test_products_from_both_sides_are_exact_and_meet_in_the_total(chain: tuple) -> None:
    live = explore_accumulation(list(chain))
    assert live.size < 200_000
    for order, functions in enumerate(itertools.permutations(chain)):
        for k in some(61, 42 + order):
            x = -3 + k / 10
            root, sentence = on_screen(live, order, k)
            assert_all_can_be_read(root)
            found = rows(root)
            values = list(itertools.accumulate(functions, lambda u, f: value(f, u), initial=x))
            slopes = [exact_slope(f, u) for f, u in zip(functions, values, strict=False)]
            assert [f.__name__ for f in functions] in found
            (symbols,) = [k for k, row in enumerate(found) if "f₃(u₂)" in row]
            for text, u in zip(found[symbols + 1], values, strict=True):
                assert_number(text, u)
            if np.isnan(slopes).any():
                continue
            (shown,) = [row[1:] for row in found if row[0] == "slopes"]
            for text, slope in zip(shown, slopes, strict=True):
                assert_number(text, slope, 1e-5)
            left = found[found.index(["from the left"]) + 1]
            right = found[found.index(["from the right"]) + 1]
            total = math.prod(slopes)
            for arrow, (by_left, by_right) in enumerate(zip(left, right, strict=True)):
                assert_number(by_left, math.prod(slopes[:arrow]), 1e-5)
                assert_number(by_right, math.prod(slopes[arrow:]), 1e-5)
                a, b = float(as_decimal(by_left)), float(as_decimal(by_right))
                rounding = abs(a) * float(last_digit(by_right)) * (by_right != "1")
                rounding += abs(b) * float(last_digit(by_left)) * (by_left != "1")
                rounding += float(last_digit(left[-1]))
                assert abs(a * b - total) <= 0.51 * rounding + 1e-5 * (1 + abs(total))
            (product,) = [row[1] for row in found if row[0] == "all slopes multiplied"]
            assert_number(assert_equation(product), total, 1e-5)
            assert (left[0], left[-1], right[-1]) == ("1", right[0], "1")
            assert numbers_in(sentence)[1:] == [*left, *right[::-1]]
            assert as_decimal(numbers_in(sentence)[0]) == Decimal(str(round(x, 2)))


# ---- Many layers ----


def words_of(tick: Element) -> str:
    return re.sub(r"\s", "", "".join(tick.itertext()))


def decades(ticks: list[Element]) -> tuple[float, float]:
    """Factor and offset of the logarithm that the ticks of an axis show."""
    words = [words_of(tick).translate(SUPERSCRIPTS) for tick in ticks]
    powers = [as_decimal(re.fullmatch(r"10(−?\d+)", text)[1]) for text in words]
    places = [float(next(tick.iter("use")).get("y")) for tick in ticks]
    return tuple(np.polyfit(places, [float(power) for power in powers], 1))


SLOPES = {np.abs: np.sign, np.sin: np.cos}


@pytest.mark.parametrize("activations", [(), (np.abs, np.sin)], ids=["default", "own"])
def test_depth_shows_the_product_of_exact_slopes_and_its_bound(activations: tuple) -> None:
    live = explore_depth(list(activations), 0.7) if activations else explore_depth()
    functions = activations or (sigmoid, tanh, leaky_relu)
    names = [f"{skip}{f.__name__}(w · u)" for f in functions for skip in ("", "u + ")]
    assert [label for label, _ in live.controls["layer"].options] == names
    weights = [label for label, _ in live.controls["weight"].options]
    depths = list(live.controls["depth"].options)
    assert live.size < 250_000
    checked = 0
    cases = itertools.product(range(len(names)), some(len(weights)), some(len(depths)))
    for layer, weight, position in cases:
        func, skip, w = functions[layer // 2], layer % 2, float(weights[weight])
        slope = SLOPES[func] if func in SLOPES else exact_deriv(func)
        u, slopes = (0.7 if activations else 1.0), []
        for _ in range(depths[position]):
            kink = func in (np.abs, leaky_relu) and abs(w * u) < 0.0011
            slopes.append(math.nan if kink else w * float(slope(w * u)) + skip)
            u = value(func, w * u) + skip * u
        root, sentence = on_screen(live, layer, weight, position)
        assert_all_can_be_read(root)
        shown = numbers_in(sentence)
        assert shown[:2] == [str(depths[position]), weights[weight]]
        if sentence.endswith(" out of range."):
            assert abs(u) > 1e9 and func in SLOPES  # where `deriv` finds no slope any more
            continue
        assert [shown[2]] in [row[-1:] for row in rows(root)]
        # The error of `deriv` counts most where a slope is near 0.
        noise = np.full(len(slopes), 1e-12 if func not in SLOPES else 1e-6)
        low, high = (np.prod(np.maximum(np.abs(slopes) + sign * noise, 0)) for sign in (-1, 1))
        if not math.isnan(low):
            product, rounding = float(as_decimal(shown[2])), float(last_digit(shown[2])) / 2
            assert low - rounding <= product * (1 + 1e-9) <= high + rounding * (1 + 1e-6)
            steepest = 0.25 if func is sigmoid else 1.0
            bound = (steepest * w + skip) ** depths[position]
            assert_marks_of_depth(root, depths[position], slopes[-1], product, bound)
            checked += 1
    assert checked > 50


@pytest.mark.filterwarnings("error")
def test_a_bound_beyond_all_numbers_is_no_warning() -> None:
    """The slope of the square has no bound, and its 50th power is too large for a float."""
    explore_depth([np.square])


def assert_marks_of_depth(
    root: Element, depth: int, slope: float, product: float, bound: float
) -> None:
    """Dots are at this slope and product, on their curves; the dotted curve is at the bound."""
    assert product <= bound * 1.06
    by_layer, so_far = within(root, "axes_")
    x, y = (scale(within(by_layer, f"{axis}tick"), axis, other) for axis, other in ("xy", "yx"))
    marks = [seen(mark) for mark in marks_of(by_layer)]
    (dot,) = [mark.points[0] for mark in marks if not mark.pen]
    (curve,) = [mark.points for mark in marks if mark.pen]
    assert np.allclose(curve[depth - 1], dot, rtol=0, atol=0.11)
    assert (x(dot[0]), y(dot[1])) == pytest.approx((depth, slope), abs=POINT * abs(y.factor) + 1e-2)
    factor, offset = decades(within(so_far, "ytick"))
    dotted = {
        bool(re.search("stroke-dash", ElementTree.tostring(mark, "unicode"))): seen(mark)
        for mark in marks_of(so_far)
        if seen(mark).pen
    }
    (dot,) = [m.points[0] for m in map(seen, marks_of(so_far)) if not m.pen and not m.words]
    if len(dotted[False].points) < depth:  # lines end at the picture's edges
        assert product < 1e-60
        return
    assert np.allclose(dotted[False].points[depth - 1], dot, rtol=0, atol=0.11)
    for place, expected in [(dot, product), (dotted[True].points[depth - 1], bound)]:
        allowed = POINT * abs(factor) + (0.03 if expected is product else 1e-4)
        assert factor * place[1] + offset == pytest.approx(math.log10(expected), abs=allowed)


# ---- Two paths ----

SLOPES[np.cosh] = np.sinh


@pytest.mark.parametrize("func", [sigmoid, square, np.cosh], ids=ids)
def test_paths_multiply_and_add_up_to_the_exact_slope(func: Callable) -> None:
    live = explore_paths() if func is sigmoid else explore_paths(func, -2, 2, 0.4)
    assert live.size < 250_000
    slope = SLOPES[func] if func in SLOPES else exact_deriv(func)
    sum_, times, after, end = "s = x + y", "p = x · y", f"a = {func.__name__}(s)", "f = a · p"
    boxes = ["x", "y", sum_, times, after, end]
    for position in positions(live):
        root, sentence = on_screen(live, *position)
        assert_all_can_be_read(root)
        start = "xy"[position[0]]
        x, y = (positions_of(live)[k][position[k]] for k in (1, 2))
        s, p, other = x + y, x * y, y if start == "x" else x
        a, da_ds = value(func, s), float(slope(s))
        exact = p * da_ds + a * other
        graph = graph_of(root, boxes)
        for name, expected in {"x": x, "y": y, sum_: s, times: p, after: a, end: a * p}.items():
            assert_number(graph.at(name), expected)
        arrows = {("x", sum_): 1, ("y", sum_): 1, (sum_, after): da_ds}
        arrows |= {("x", times): y, ("y", times): x, (after, end): p, (times, end): a}
        for ends, expected in arrows.items():
            assert_number(graph.on_arrow(*ends), expected, 2e-6)
        for name, expected in {after: p, times: a, sum_: p * da_ds, start: exact}.items():
            symbol, _, shown = graph.at(name, below=True).partition(" = ")
            assert symbol == f"∂f/∂{name[0]}"
            assert_number(shown, expected, 2e-6)
        assert graph.at(end, below=True) == "∂f/∂f = 1"
        lines = [row for row in rows(root) if len(row) == 2][-5:]
        (by_s, through_s), (by_p, through_p), (of, total), (_, measured), (_, last) = lines
        assert by_s.endswith(f"∂f/∂a × ∂a/∂s × ∂s/∂{start}")
        assert by_p.endswith(f"∂f/∂p × ∂p/∂{start}")
        assert of.startswith(f"∂f/∂{start}, the sum")
        by_s, by_p = assert_equation(through_s), assert_equation(through_p)
        assert_number(by_s, p * da_ds, 2e-6)
        assert_number(by_p, a * other, 2e-6)
        assert total.startswith(f"{by_s} + ({by_p})" if by_p[0] == "−" else f"{by_s} + {by_p}")
        for text in (assert_equation(total, "+"), measured):
            assert_number(text, exact, 3e-6)
        assert last == by_p
        shown = numbers_in(sentence)
        assert shown == [graph.at("x"), graph.at("y"), by_s, by_p, total.split()[-1], measured]


# ---- Training ----

XS = np.array([-2.0, -1.1, -0.4, 0.3, 0.9, 1.7])
YS = np.array([0.0, 0.1, 0.0, 1.0, 0.8, 1.0])


def literal(x: ndarray, w: float, b: float) -> ndarray:
    return 1 / (1 + np.exp(-(w * x + b)))


def descent(rate: float, steps: int = 120) -> ndarray:
    """The w and b of a neuron after each step of training."""
    known = [np.array([-1.0, 0.5])]
    for _ in range(steps):
        a = literal(XS, *known[-1])
        slope = 2 * (a - YS) * a * (1 - a) / len(XS)
        known.append(known[-1] - rate * np.array([slope @ XS, slope.sum()]))
    return np.array(known)


def test_training_shows_the_neuron_its_curve_and_its_loss_after_each_step() -> None:
    runs = {rate: descent(rate) for rate in (0.1, 1.0, 8.0)}
    live = explore_training(XS, YS, runs, 3)
    assert live.size < 250_000
    assert [label for label, _ in live.controls["rate"].options] == ["0.1", "1", "8"]
    steps = list(live.controls["step"].options)
    assert (steps[:3], steps[-1]) == ([0, 1, 2], 120)
    for position in positions(live):
        step = steps[position[1]]
        history = runs[(0.1, 1.0, 8.0)[position[0]]]
        w, b = map(float, history[step])
        losses = np.mean((literal(XS, *history.T[:, :, np.newaxis]) - YS) ** 2, axis=1)
        root, sentence = on_screen(live, *position)
        assert_all_can_be_read(root)
        assert_neuron(graph_of(root, NEURON_BOXES), XS[3], YS[3], w, b)
        shown = numbers_in(sentence)
        assert shown[0] == str(step)
        for text, expected in zip(shown[1:], [w, b, losses[step]], strict=True):
            assert_number(text, expected)
        fit, loss = panels(root)
        curve, error = sorted(fit.lines, key=len, reverse=True)
        for x, y in curve:
            near = POINT * (abs(fit.y.factor) + abs(w * fit.x.factor)) + 1e-6
            assert abs(y - literal(x, w, b)) <= near
        assert_near(fit, error[0], (XS[3], float(literal(XS[3], w, b))))
        assert_near(fit, error[1], (XS[3], YS[3]))
        assert_near(loss, loss.dots[0], (step, losses[step]))
        for place, expected in zip(loss.lines[0], enumerate(losses), strict=True):
            assert_near(loss, place, expected)
    points = [use for use in within(root, "axes_")[0].iter("use")]
    places = {(float(use.get("x")), float(use.get("y"))) for use in points}
    for x, y in zip(XS, YS, strict=True):
        assert any(np.allclose((fit.x(a), fit.y(b)), (x, y), rtol=0, atol=0.01) for a, b in places)


def test_a_fit_shows_its_curve_and_its_loss_on_a_scale_of_powers() -> None:
    at_, losses = np.linspace(-2, 2, 61), 3.7 * 0.95 ** np.arange(151)
    fits = np.array([np.sin(at_ + k / 60) * np.exp(-k / 90) for k in range(151)])
    live = explore_fit(XS, YS, at_, fits, losses)
    assert live.size < 250_000
    steps = list(live.controls["step"].options)
    for k in some(len(steps), 5):
        step = steps[k]
        root, sentence = on_screen(live, k)
        assert_all_can_be_read(root)
        count, shown = numbers_in(sentence)
        assert count == str(step)
        assert_number(shown, losses[step])
        left, right = within(root, "axes_")
        x, y = (scale(within(left, f"{a}tick"), a, b) for a, b in ("xy", "yx"))
        (curve,) = [seen(mark).points for mark in marks_of(left)]
        for (a, b), expected in zip(curve, zip(at_, fits[step], strict=True), strict=True):
            allowed = POINT * max(abs(x.factor), abs(y.factor)) + 1e-6
            assert (x(a), y(b)) == pytest.approx(expected, abs=allowed)
        factor, offset = decades([t for t in within(right, "ytick") if "10" in words_of(t)])
        across = scale(within(right, "xtick"), "x", "y")
        line = seen(within(right, "line2d")[0]).points
        (dot,) = (seen(mark).points for mark in marks_of(right))
        for place, at_step in [(dot[0], step), *((p, round(across(p[0]))) for p in line)]:
            found = across(place[0]), factor * place[1] + offset
            expected = at_step, math.log10(losses[at_step])
            assert np.allclose(found, expected, rtol=0, atol=POINT * abs(across.factor) + 1e-6)
            assert found[1] == pytest.approx(expected[1], abs=POINT * abs(factor) + 1e-6)


# ---- The walk backwards ----


def recorded(name: str, value: float, *inputs: tuple) -> SimpleNamespace:
    return SimpleNamespace(name=name, value=value, inputs=list(inputs))


def two_paths(x: float, y: float) -> list[SimpleNamespace]:
    """sigmoid(x + y) · (x · y), recorded in the order of notebook 10."""
    nodes = [recorded("x", x), recorded("y", y)]
    nodes += [recorded("s", x + y, (nodes[0], 1.0), (nodes[1], 1.0))]
    a = 1 / (1 + math.exp(-x - y))
    nodes += [recorded("a", a, (nodes[2], a * (1 - a)))]
    nodes += [recorded("p", x * y, (nodes[0], y), (nodes[1], x))]
    return [*nodes, recorded("f", a * x * y, (nodes[3], x * y), (nodes[4], a))]


def shifted(point: ndarray) -> float:
    """The same for autograd, of x, y and of what is added to s, a and p."""
    x, y, s, a, p = (point[k] for k in range(5))
    return (1 / (1 + anp.exp(-x - y - s)) + a) * (x * y + p)


@pytest.mark.parametrize(("x", "y"), [(1.5, -0.7), (-0.6, 2.0)])
def test_the_walk_ends_with_the_slopes_of_autograd(x: float, y: float) -> None:
    order = two_paths(x, y)
    live = explore_backward(order)
    names = [node.name for node in order]
    exact = autograd.grad(shifted)(np.array([x, y, 0.0, 0.0, 0.0]))
    exact = dict(zip(names, [*exact, 1.0], strict=True))
    walked = dict.fromkeys(names, 0.0) | {"f": 1.0}
    assert positions_of(live) == [list(range(7))]
    for step in range(7):
        root, sentence = on_screen(live, step)
        assert_all_can_be_read(root)
        graph = graph_of(root, names)
        if step:
            node = order[-step]
            shown = re.match(rf"Step {step}: {node.name} has slope {NUMBER}; (.*)\.", sentence)
            assert_number(shown[1], exact[node.name])
            gets = re.findall(rf"(\w) gets {NUMBER} × {NUMBER}", shown[2])
            for (to, own, text), (input_, slope) in zip(gets, node.inputs, strict=True):
                assert (to, own) == (input_.name, shown[1])
                assert_number(text.rstrip("."), slope)
                walked[to] += exact[node.name] * slope
            (frame,) = [m.points for m in map(seen, marks_of(root)) if m and not m.words]
            left, top, right, bottom = *np.min(frame, axis=0), *np.max(frame, axis=0)
            for name, (_, across, down) in graph.boxes.items():
                inside = left < across < right and top < down < bottom
                assert inside == (name == node.name)
        for node in order:
            assert_number(graph.at(node.name), node.value)
            assert_number(graph.at(node.name, below=True).removeprefix("slope "), walked[node.name])
            for input_, slope in node.inputs:
                assert_number(graph.on_arrow(input_.name, node.name), slope)
    assert walked == pytest.approx(exact, rel=1e-9)


def test_a_number_times_itself_gets_both_slopes() -> None:
    x = recorded("x", 3.0)
    root, sentence = on_screen(explore_backward([x, recorded("x·x", 9.0, (x, 3.0), (x, 3.0))]), 2)
    assert graph_of(root, ["x", "x·x"]).at("x", below=True) == "slope 6.0000"
    assert graph_of(root, ["x", "x·x"]).on_arrow("x", "x·x") == "3.00, 3.00"
    assert sentence == "Step 2: x has slope 6.0000; no inputs."


def test_a_walk_through_the_most_boxes_can_be_read() -> None:
    order = [recorded(name, 0.25) for name in ("x", "w1", "b1", "w2", "b2")]
    for k, ends in enumerate([(0, 1), (5, 2), (6,), (7, 3), (8, 4), (9,), (10, 10), (11, 0)]):
        order.append(recorded(f"v{k}", -1.5, *((order[end], -0.125) for end in ends)))
    live = explore_backward([*order, *(recorded(f"t{k}", 2.0, (order[-1], 1)) for k in range(3))])
    assert live.size < 100_000
    assert_all_can_be_read(on_screen(live, 16)[0])


SHAPES = {
    "a skip connection": [("a", 0), ("b", 1), ("+", 2, 0)],
    "sigmoid(x·x + y)·(x·y)": [
        ("y",),
        ("q", 0, 0),
        ("s", 2, 1),
        ("p", 0, 1),
        ("a", 3),
        ("f", 5, 4),
    ],
    "a neuron": [("w",), ("m", 1, 0), ("b",), ("z", 2, 3), ("a", 4), ("e", 5), ("L", 6, 6)],
    "no names": [("",), ("", 0, 1), ("", 2, 2)],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_arrow_runs_through_a_box_and_no_number_lies_on_another(shape: str) -> None:
    order = [recorded("x", 1.5)]
    for name, *ends in SHAPES[shape]:
        order.append(recorded(name, -0.7, *((order[end], 0.825) for end in ends)))
    live = explore_backward(order)
    assert_all_can_be_read(on_screen(live, len(order))[0])
    inputs = [[order.index(input_) for input_, _ in node.inputs] for node in order]
    boxes = np.array(arranged(inputs))
    for end, starts in enumerate(inputs):
        for start in starts:
            tail, tip = boxes[start] + (0.8, 0), boxes[end] - (0.8, 0)
            arrow = tail + np.linspace(0, 1, 50)[:, np.newaxis] * (tip - tail)
            for box in np.delete(boxes, [start, end], axis=0):
                assert not np.all(np.abs(arrow - box) < (0.75, 0.3), axis=1).any()


# ---- Errors ----

W = np.zeros((4, 2))
AT = np.linspace(0, 1, 5)
X = recorded("x", 1.0)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: explore_accumulation([square] * 2), ValueError, "chain must hold 3 functions"),
        (lambda: explore_accumulation(square), TypeError, "chain must be a list"),
        (lambda: explore_accumulation([square] * 3, low=1, high=1), ValueError, "high must be"),
        (lambda: explore_depth(start=np.nan), ValueError, "start must be a finite number"),
        (lambda: explore_depth(start="1"), TypeError, "start must be a finite number"),
        (lambda: explore_paths(3), TypeError, "func must be a function of an array"),
        (lambda: explore_paths(step=0), ValueError, "step must be a positive, finite number"),
        (lambda: explore_training(XS, YS[:3], {1: W}), ValueError, "y must have one number"),
        (lambda: explore_training(XS, YS * np.nan, {1: W}), ValueError, "x and y must"),
        (lambda: explore_training(XS, [YS], {1: W}), ValueError, "y must be one-dimensional"),
        (lambda: explore_training(XS, YS, {1: W}, 6), ValueError, "example must be a whole"),
        (lambda: explore_training(XS, YS, {1: W}, 1.0), TypeError, "example must be a whole"),
        (lambda: explore_training(XS, YS, {1: W}, True), TypeError, "example must be a whole"),
        (lambda: explore_training(XS, YS, {1: W * np.nan}), ValueError, "runs.1. must hold finite"),
        (lambda: explore_training(XS, YS, {1: W[:0]}), ValueError, "runs must hold arrays"),
        (lambda: explore_training(XS, YS, {"a": W}), TypeError, "each learning rate in runs"),
        (lambda: explore_depth(3), TypeError, "activations must be a list"),
        (lambda: explore_depth([]), TypeError, "activations must be a list"),
        (lambda: explore_depth([3]), TypeError, "activations.0. must be a function"),
        (lambda: explore_fit(XS, YS, AT, W[:0], []), ValueError, "fits must have one row"),
        (lambda: explore_fit(XS, YS, AT * np.nan, W, AT), ValueError, "at must hold 2"),
        (lambda: explore_backward(5), TypeError, "order must be a list"),
        (lambda: explore_backward([recorded("x", None)]), TypeError, "each number in order"),
        (lambda: explore_training(XS, YS, {}), TypeError, "runs must be a dict"),
        (lambda: explore_training(XS, YS, [W]), TypeError, "runs must be a dict"),
        (lambda: explore_training(XS, YS, {1: W, 2: W[:3]}), ValueError, "runs must hold arrays"),
        (lambda: explore_training(XS, YS, {1: W.T}), ValueError, "runs must hold arrays"),
        (lambda: explore_fit(XS, YS, AT[:1], AT[:, None], AT + 1), ValueError, "at must hold 2"),
        (lambda: explore_fit(XS, YS, AT, W, AT[:4] + 1), ValueError, "fits must have one row"),
        (lambda: explore_fit(XS, YS, AT, np.eye(5), AT), ValueError, "losses above 0"),
        (lambda: explore_fit(XS, YS[1:], AT, np.eye(5), AT + 1), ValueError, "y must have one"),
        (lambda: explore_backward([]), ValueError, "order must hold 1 to 16 numbers, got 0"),
        (lambda: explore_backward([X] * 17), ValueError, "order must hold 1 to 16 numbers"),
        (lambda: explore_backward([3.0]), TypeError, "float without name and value and inputs"),
        (lambda: explore_backward([recorded("y", 1.0, (X, 1.0)), X]), ValueError, "inputs before"),
        (lambda: explore_backward([recorded("y", 1.0, (X, 1.0))]), ValueError, "one of y does not"),
    ],
)
def test_wrong_input_of_a_view_is_named(make: Callable, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        make()
