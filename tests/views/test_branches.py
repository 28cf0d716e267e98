"""The views of branches and training: what a reader sees, against exact slopes."""

import itertools
import math
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy import ndarray
from pictures import (
    NUMBER,
    Screen,
    assert_can_be_read,
    assert_equation,
    assert_number,
    near,
    positions,
)
from reference import value

from helpers.figures.graphs import arranged, plot_neuron
from helpers.functions import exact_deriv, sigmoid
from helpers.live.figure import LiveFigure
from helpers.views.branches import explore_backward, explore_paths
from helpers.views.training import (
    explore_downhill,
    explore_fit,
    explore_training,
    explore_units,
)
from helpers.writing import gives

# Old versions of ipywidgets and Matplotlib use what newer packages want to drop.
pytestmark = [
    pytest.mark.filterwarnings("error", "ignore::DeprecationWarning:(?!helpers)"),
    pytest.mark.usefixtures("not_recorded"),
]


def screens(live: LiveFigure) -> Iterator[tuple[tuple[int, ...], Screen]]:
    """First and last positions of all controls, and some others; all can be read."""
    counts = [len(choices) for choices in positions(live).values()]
    picked = [*itertools.product(*([0, count - 1] for count in counts))]
    picked += np.random.default_rng(0).integers(counts, size=(6, len(counts))).tolist()
    for position in picked:
        screen = Screen(live, *position)
        assert_can_be_read(screen.figure)
        yield position, screen


# ---- Two paths ----


@pytest.mark.parametrize("func", [sigmoid, np.cosh])
def test_paths_multiply_and_add_up_to_the_exact_slope(func: Callable) -> None:
    live = explore_paths() if func is sigmoid else explore_paths(func, -2, 2, 0.8)
    slope = np.sinh if func is np.cosh else exact_deriv(func)
    sum_, times, after, end = "s = x + y", "p = x · y", f"a = {func.__name__}(s)", "f = a · p"
    for position, screen in screens(live):
        start = "xy"[position[0]]
        x, y = (positions(live)[name][k] for name, k in zip("xy", position[1:], strict=True))
        s, p, other = x + y, x * y, y if start == "x" else x
        a, da_ds = value(func, s), float(slope(s))
        exact = p * da_ds + a * other
        graph = screen.graph(["x", "y", sum_, times, after, end])
        for name, expected in {"x": x, "y": y, sum_: s, times: p, after: a, end: a * p}.items():
            assert_number(graph.at(name), expected)
        arrows = {("x", sum_): 1, ("y", sum_): 1, (sum_, after): da_ds}
        arrows |= {("x", times): y, ("y", times): x, (after, end): p, (times, end): a}
        for ends, expected in arrows.items():
            assert_number(graph.on_arrow(*ends), expected, 2e-6)
        for name, expected in {after: p, times: a, sum_: p * da_ds, start: exact}.items():
            shown = graph.at(name, below=True).removeprefix(f"∂f/∂{name[0]} = ")
            assert_number(shown, expected, 2e-6)
        assert graph.at(end, below=True) == "∂f/∂f = 1"
        lines = [row for row in screen.rows() if len(row) == 2][-5:]
        (by_s, through_s), (by_p, through_p), (of, total), (_, measured), (_, last) = lines
        assert by_s.endswith(f"∂f/∂a × da/ds × ∂s/∂{start}")
        assert by_p.endswith(f"∂f/∂p × ∂p/∂{start}")
        assert of.startswith(f"∂f/∂{start}, the sum")
        by_s, by_p = assert_equation(through_s), assert_equation(through_p)
        assert_number(by_s, p * da_ds, 2e-6)
        assert_number(by_p, a * other, 2e-6)
        assert total.startswith(f"{by_s} + ({by_p})" if by_p[0] == "−" else f"{by_s} + {by_p}")
        for text in (assert_equation(total, "+"), measured):
            assert_number(text, exact, 3e-6)
        assert last == by_p
        at = [graph.at("x"), graph.at("y")]
        assert screen.numbers() == [*at, by_s, by_p, total.split()[-1], measured]


# ---- Training ----

XS = np.array([-2.0, -1.1, -0.4, 0.3, 0.9, 1.7])
YS = np.array([0.0, 0.1, 0.0, 1.0, 0.8, 1.0])


def literal(x: ndarray, w: float, b: float) -> ndarray:
    return 1 / (1 + np.exp(-(w * x + b)))


def mean_slopes(w: float, b: float) -> tuple[float, float]:
    """Those of the mean squared error of a neuron, with respect to w and b."""
    a = literal(XS, w, b)
    slope = 2 * (a - YS) * a * (1 - a) / len(XS)
    return float(slope @ XS), float(slope.sum())


def mean_loss(w: float, b: float) -> float:
    return float(np.mean((literal(XS, w, b) - YS) ** 2))


def test_downhill_shows_the_tangent_and_each_step_against_the_slope() -> None:
    live = explore_downhill(XS, YS, 0.7)
    choices = positions(live)
    for position, screen in screens(live):
        w, rate, step = (values[k] for values, k in zip(choices.values(), position, strict=True))
        way = [w]
        for _ in range(step):
            way.append(way[-1] - rate * mean_slopes(way[-1], 0.7)[0])
        now, slope = way[-1], mean_slopes(way[-1], 0.7)[0]
        heights = [mean_loss(each, 0.7) for each in way]
        valley, fit = screen.panels()
        curve, trail, tangent, stride = valley.lines
        assert near((w, heights[0])) in valley.dots
        assert curve[:, 1] == near([mean_loss(each, 0.7) for each in curve[:, 0]])
        assert trail == near([*zip(way, heights, strict=True)])
        valley.assert_slope(tangent, (now, heights[-1]), slope)
        assert fit.lines[0][:, 1] == near(literal(fit.lines[0][:, 0], now, 0.7))
        rows = {row[-2]: row[-1] for row in screen.rows() if len(row) > 1}
        assert_number(rows["loss"], heights[-1], 3e-6)
        assert_number(rows["slope"], slope, 3e-6)
        said = screen.numbers()
        for text, expected in zip(said[-2:], [heights[-1], slope], strict=True):
            assert_number(text, expected, 3e-6)
        if not step:  # how far a step goes is to be found
            assert_number(rows["w"], w)
            assert len(said) == 3 and "rate × slope" not in rows and not len(stride)
            continue
        before, far = way[-2], rate * mean_slopes(way[-2], 0.7)[0]
        assert f"Step {step} took w {'up' if now > before else 'down'} from " in screen.sentence
        for text, expected in zip(said[1:3], [before, now], strict=True):
            assert_number(text, expected, 3e-6)
        assert stride == near([(before, heights[-2]), (now, heights[-2]), (now, heights[-1])])
        product = assert_equation(rows["rate × slope"])
        assert_number(product, far, 3e-6)
        at, taken, reached = re.findall(NUMBER, rows["w"])
        assert taken == product and reached == said[2]
        assert_number(at, before, 3e-6)
        assert gives([at, taken], "−", reached)


def test_training_shows_the_chosen_point_and_the_mean_slopes_beside() -> None:
    history = [np.array([-1.0, 0.5])]
    for _ in range(120):
        history.append(history[-1] - mean_slopes(*history[-1]))
    live = explore_training(XS, YS, np.array(history))
    steps = list(live.controls["step"].options)
    assert (steps[:3], steps[-1]) == ([0, 1, 2], 120)
    for (one, k), screen in screens(live):
        step = steps[k]
        w, b = map(float, history[step])
        neuron = plot_neuron(XS[one], YS[one], w, b, Figure((10, 4)).add_axes((0, 0, 1, 1)))
        texts = [[text.get_text() for text in ax.texts] for ax in (screen.figure.axes[0], neuron)]
        of_mean = texts[0][-3:]
        assert texts[0][:-3] == texts[1] and of_mean[0] == "mean over all 6:"
        for text, name, slope in zip(of_mean[1:], "wb", mean_slopes(w, b), strict=True):
            assert_number(re.fullmatch(rf"∂L/∂{name} =? ?{NUMBER}", text)[1], slope, 3e-6)
        shown = screen.numbers()
        losses = [mean_loss(*knobs) for knobs in history[: step + 1]]
        assert (shown[0], shown[-1]) == (str(step), str(one + 1))
        for text, expected in zip(shown[1:-1], [w, b, losses[-1], *mean_slopes(w, b)], strict=True):
            assert_number(text, expected, 3e-6)
        fit, loss = screen.panels()
        curve, error = fit.lines
        assert curve[:, 1] == near(literal(curve[:, 0], w, b))
        assert error == near([(XS[one], float(literal(XS[one], w, b))), (XS[one], YS[one])])
        assert loss.dots == [near((step, losses[step]))]
        assert loss.lines[0][-1] == near((step, losses[step]))
        assert loss.lines[0] == near([(at, losses[int(at)]) for at in loss.lines[0][:, 0]])
        assert fit.dots == [*zip(XS, YS, strict=True)]


def test_a_fit_shows_its_curve_and_its_loss_on_a_scale_of_powers() -> None:
    at_, losses = np.linspace(-2, 2, 61), 3.7 * 0.95 ** np.arange(151)
    fits = np.array([np.sin(at_ + k / 60) * np.exp(-k / 90) for k in range(151)])
    live = explore_fit(XS, YS, at_, fits, losses)
    steps = list(live.controls["step"].options)
    for (k,), screen in screens(live):
        step = steps[k]
        count, shown = screen.numbers()
        assert count == str(step)
        assert_number(shown, losses[step])
        left, right = screen.panels()
        curve, first = left.lines
        assert curve == near(np.transpose([at_, fits[step]]))
        assert first == near(np.transpose([at_, fits[0]]))
        assert left.dots == [*zip(XS, YS, strict=True)]
        assert right.dots == [near((k, math.log10(losses[k]))) for k in (step, 0)]
        assert right.lines[0] == near([(k, np.log10(losses[int(k)])) for k in right.lines[0][:, 0]])
        assert right.lines[0][-1, 0] == step


def test_hidden_units_are_drawn_one_by_one_and_added_up() -> None:
    at_, losses = np.linspace(-2, 2, 31), 0.9 ** np.arange(5)
    units = np.array([[np.sin(at_ * j + k) for j in range(1, 4)] for k in range(5)])
    fits = units.sum(axis=1) - 0.25
    live = explore_fit(XS, YS, at_, fits, losses, units)
    for (k, shown), screen in screens(live):
        step = live.controls["step"].options[k]
        of_units, fit, _ = screen.panels()
        drawn = [line for line in of_units.lines if len(line)]
        assert len(drawn) == shown
        for line, unit in zip(drawn, units[step], strict=False):
            assert line == near(np.transpose([at_, unit]))
        expected = units[step][:shown].sum(axis=0) - 0.25
        assert fit.lines[0] == near(np.transpose([at_, expected]))
        assert screen.sentence.endswith(f"the sum of {shown} of them and the bias b₂.")


def test_two_units_are_drawn_and_added_up_with_the_knobs_of_one() -> None:
    live = explore_units(XS, YS)
    choices = positions(live)
    middle = (min(XS) + max(XS)) / 2
    for position, screen in screens(live):
        w1, b1, w2 = (values[k] for values, k in zip(choices.values(), position, strict=True))
        terms = literal(middle, 3, 3), w2 * literal(middle, w1, b1)
        loss = np.mean((literal(XS, 3, 3) + w2 * literal(XS, w1, b1) - YS) ** 2)
        of_units, fit = screen.panels()
        first, second = of_units.lines
        assert first[:, 1] == near(literal(first[:, 0], 3, 3))
        assert second[:, 1] == near(w2 * literal(second[:, 0], w1, b1))
        (curve,) = fit.lines
        assert curve[:, 1] == near(literal(curve[:, 0], 3, 3) + w2 * literal(curve[:, 0], w1, b1))
        assert of_units.dots == [near((middle, term)) for term in terms]
        assert near((middle, sum(terms))) in fit.dots
        rows = {row[-2]: row[-1] for row in screen.rows() if len(row) > 1}
        label = f"sum at x = {middle:g}:".replace("-", "−")
        assert_number(assert_equation(rows[label], "+"), sum(terms), 3e-6)
        assert_number(rows["mean loss:"], loss, 3e-6)
        unit = f"sigmoid({w1:g} · x {'-+'[b1 >= 0]} {abs(b1):g})".replace("-", "−")
        screen.assert_row("w2[1] · h[1] =", f"{w2:g} · {unit}".replace("-", "−"))
        assert f" times {unit} added" in screen.sentence


# ---- The walk backwards ----


def recorded(name: str, value: float, *inputs: tuple) -> SimpleNamespace:
    return SimpleNamespace(name=name, value=value, inputs=list(inputs))


def two_paths(x: float, y: float) -> list[SimpleNamespace]:
    """sigmoid(x + y) · (x · y), inputs before what they feed."""
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


def all_screens(live: LiveFigure) -> Iterator[tuple[tuple[int, ...], Screen]]:
    for position in itertools.product(*(range(len(each)) for each in positions(live).values())):
        yield position, Screen(live, *position)


@pytest.mark.parametrize(("x", "y"), [(1.5, -0.7), (-0.6, 2.0)])
def test_a_box_goes_when_all_that_it_feeds_have_gone_and_then_its_slope_is_that_of_autograd(
    x: float, y: float
) -> None:
    order = two_paths(x, y)
    live = explore_backward(order)
    names = [node.name for node in order]
    feeds = {name: {n.name for n in order for i, _ in n.inputs if i.name == name} for name in names}
    exact = autograd.grad(shifted)(np.array([x, y, 0.0, 0.0, 0.0]))
    exact = dict(zip(["x", "y", "s", "a", "p"], exact, strict=True)) | {"f": 1.0}
    assert list(positions(live).values()) == [list(range(7)), list(range(6))]
    for (step, box), screen in all_screens(live):
        node, gone = order[box], set(names[len(names) - step :])
        assert screen.sentence.startswith(f"Boxes that have handed their slope on: {step} of 6. ")
        said = screen.sentence.partition(". ")[2]
        if node.name in gone:
            assert said == f"{node.name} has done so."
        elif feeds[node.name] - gone:
            waits = re.fullmatch(rf"{node.name} has to wait for (.+)\.", said)[1]
            assert set(waits.split(" and ")) == feeds[node.name] - gone
        else:
            gone.add(node.name)
            own, gets = re.fullmatch(
                rf"Now {node.name} does, with slope {NUMBER}: (.*)\.", said
            ).groups()
            assert_number(own, exact[node.name])
            handed = re.findall(rf"(\w) gets {NUMBER} × \(?{NUMBER}", gets)
            assert [to for to, *_ in handed] == [input_.name for input_, _ in node.inputs]
            for (_, times, text), (_, slope) in zip(handed, node.inputs, strict=True):
                assert times == own
                assert_number(text, slope)
        graph = screen.graph(names)
        marks = screen.figure.axes[0].lines[-1].get_xydata()
        assert marks == near([graph.boxes[node.name]])
        for each in order:
            assert_number(graph.at(each.name), each.value)
            below = graph.at(each.name, below=True)
            if feeds[each.name] <= gone:
                assert_number(below.removeprefix("slope "), exact[each.name])
            elif feeds[each.name] & gone:
                assert below.startswith("so far ")
            else:
                assert below is None
            for input_, slope in each.inputs:
                assert_number(graph.on_arrow(input_.name, each.name), slope)


def test_what_has_arrived_so_far_is_the_sum_over_the_arrows_that_have_gone() -> None:
    for (step, box), told in {(1, 0): "so far 7", (1, 3): "slope 16", (0, 0): None}.items():
        graph = Screen(explore_backward(), step, box).graph(["x", "a = x · x", "f = a · b"])
        assert graph.at("a = x · x", below=True) == told
        assert graph.at("x", below=True) is None


def test_a_number_times_itself_has_two_arrows_and_gets_both_slopes() -> None:
    x = recorded("x", 3.0)
    screen = Screen(explore_backward([x, recorded("x·x", 9.0, (x, 3.0), (x, 3.0))]), 1, 0)
    graph = screen.graph(["x", "x·x"])
    assert graph.at("x", below=True) == "slope 6"
    assert [words for words, _ in graph.numbers].count("3") == 3  # its value, and on both arrows
    assert screen.sentence.endswith("Now x does, with slope 6: it has no inputs.")
    assert_can_be_read(screen.figure)


def test_boxes_of_one_name_are_told_apart() -> None:
    """On the slider, in the picture and in the sentence; two of them may have one value."""
    x = recorded("x", 2.0)
    order = [x, recorded("×", 4.0, (x, 2.0), (x, 2.0)), recorded("×", 4.0, (x, 2.0), (x, 2.0))]
    order.append(recorded("a = ×", 8.0, (order[1], 1.0), (order[2], 1.0)))
    order.append(recorded("a = a · a", 64.0, (order[3], 8.0), (order[3], 8.0)))
    live = explore_backward(order)
    labels = [label for label, _ in live.controls["box"].options]
    assert labels == ["x", "×₁", "×₂", "a₁", "a₂"]
    screen = Screen(live, 1, 0)
    assert screen.sentence.endswith("x has to wait for ×₁ and ×₂.")
    assert screen.graph(["x", "×₁", "×₂", "a₁ = ×", "a₂ = a · a"])


def test_a_walk_through_the_most_boxes_can_be_read() -> None:
    order = [recorded(name, 0.25) for name in ("x", "w1", "b1", "w2", "b2")]
    for k, ends in enumerate([(0, 1), (5, 2), (6,), (7, 3), (8, 4), (9,), (10, 10), (11, 0)]):
        order.append(recorded(f"v{k}", -1.5, *((order[end], -0.125) for end in ends)))
    live = explore_backward([*order, *(recorded(f"t{k}", 2.0, (order[-1], 1)) for k in range(3))])
    assert_can_be_read(Screen(live, 16, 0).figure)


SHAPES = {
    "a skip connection": [("a", 0), ("b", 1), ("+", 2, 0)],
    "paths": [("y",), ("q", 0, 0), ("s", 2, 1), ("p", 0, 1), ("a", 3), ("f", 5, 4)],
    "a neuron": [("w",), ("m", 1, 0), ("b",), ("z", 2, 3), ("a", 4), ("e", 5), ("L", 6, 6)],
    "no names": [("",), ("", 0, 1), ("", 2, 2)],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_arrow_runs_through_a_box_and_no_number_lies_on_another(shape: str) -> None:
    order = [recorded("x", 1.5)]
    for name, *ends in SHAPES[shape]:
        order.append(recorded(name, -0.7, *((order[end], 0.825) for end in ends)))
    assert_can_be_read(Screen(explore_backward(order), len(order), 0).figure)
    inputs = [[order.index(input_) for input_, _ in node.inputs] for node in order]
    boxes = np.array(arranged(inputs))
    for end, starts in enumerate(inputs):
        for start in starts:
            tail, tip = boxes[start] + (0.8, 0), boxes[end] - (0.8, 0)
            arrow = tail + np.linspace(0, 1, 50)[:, np.newaxis] * (tip - tail)
            for box in np.delete(boxes, [start, end], axis=0):
                assert not np.all(np.abs(arrow - box) < (0.75, 0.3), axis=1).any()
