"""Any input: each public function gives a right result or one of its documented errors.

An error is documented if the docstring's Raises section has its type. It must name an argument and
come from a `raise` of helpers, not from levels down in NumPy or Matplotlib. Warnings are errors,
but for NumPy's on floating point: they tell of a learner's function that gives nan or infinity.

The same examples come at every run. FUZZ=20 pytest tests/test_fuzz.py looks at 20 times as many.
"""

import collections
import decimal
import fractions
import functools
import inspect
import itertools
import json
import linecache
import math
import os
import re
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy import ndarray

import helpers
from helpers import (
    LiveFigure,
    ask,
    chain_deriv,
    chain_deriv_2,
    chain_deriv_3,
    chain_length_2,
    chain_length_3,
    chain_slopes,
    chain_values,
    check,
    deriv,
    exact_deriv,
    explore_accumulation,
    explore_backward,
    explore_chain,
    explore_composition,
    explore_depth,
    explore_derivative,
    explore_fit,
    explore_function,
    explore_nudge,
    explore_paths,
    explore_training,
    hill,
    leaky_relu,
    network_forward,
    network_gradient,
    network_loss,
    network_start,
    plot_boxes,
    plot_chain,
    plot_chain_deriv,
    plot_diamond,
    plot_network,
    plot_neuron,
    practice,
    show_source,
    sigmoid,
    square,
    tanh,
    valley,
)
from helpers.answers.exercises import EXERCISES
from helpers.answers.mistakes import CHAIN_2, SLOPE_OF_ONE
from helpers.answers.predictions import PREDICTIONS
from helpers.answers.questions import QuestionBox, choice_question, number_question, value_table

# Of the strategies, which are many; hypothesis says so when it writes them down.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

HELPERS = str(Path(helpers.__file__).parent)
MORE = int(os.environ.get("FUZZ", "1"))
DELTA = 0.001
EPS = 2.0**-52


# ---- Functions of a learner: those that work, with formulas for plain floats, and others ----


class Plain(NamedTuple):
    """A function and its exact slope, for one float at a time."""

    value: Callable[[float], float]
    slope: Callable[[float], float]


def _logistic(u: float) -> float:
    return 0.0 if u < -700 else 1 / (1 + math.exp(-u))


def _in_place(x: ndarray) -> ndarray:
    x += 1
    return x


class Tripled:
    """A callable without a name."""

    def __call__(self, x: ndarray) -> ndarray:
        return 3 * x


class Misnamed:
    """A callable whose name is no text."""

    __name__ = 7

    def __call__(self, x: ndarray) -> ndarray:
        return 3 * x


RIGHT = {
    square: Plain(lambda u: u * u, lambda u: 2 * u),
    leaky_relu: Plain(lambda u: u if u > 0 else u / 5, lambda u: 1.0 if u > 0 else 0.2),
    sigmoid: Plain(_logistic, lambda u: _logistic(u) * _logistic(-u)),
    tanh: Plain(math.tanh, lambda u: 1 - math.tanh(u) ** 2),
    valley: Plain(lambda u: (u * u + 2 * u - 31) / 4, lambda u: (u + 1) / 2),
    hill: Plain(lambda u: (23 - 6 * u - u * u) / 4, lambda u: -(u + 3) / 2),
    np.sin: Plain(math.sin, math.cos),
    np.arctan: Plain(math.atan, lambda u: 1 / (1 + u * u)),
    np.negative: Plain(lambda u: -u, lambda u: -1.0),
    functools.partial(np.multiply, 2.0): Plain(lambda u: 2 * u, lambda u: 2.0),
    Tripled(): Plain(lambda u: 3 * u, lambda u: 3.0),
    _in_place: Plain(lambda u: u + 1, lambda u: 1.0),
    (lambda x: (x + 5).tolist()): Plain(lambda u: u + 5, lambda u: 1.0),
    (lambda x: np.full(np.shape(x), 3)): Plain(lambda u: 3.0, lambda u: 0.0),
}
OURS = [square, leaky_relu, sigmoid, tanh, valley, hill]


def _raises(x: ndarray) -> ndarray:
    raise KeyError("a learner's own error")


def _calls_itself(x: ndarray) -> ndarray:
    return _calls_itself(x)


def _stops(x: ndarray) -> ndarray:
    yield x


WRONG = [
    math.exp,
    lambda x: x if x > 0 else 0.2 * x,
    lambda: 1.0,
    lambda x, y: x + y,
    lambda x: None,
    lambda x: "1",
    lambda x: 1.0,
    lambda x: x[:1],
    lambda x: np.append(x, 1.0),
    lambda x: x[..., np.newaxis] * x,
    lambda x: x > 0,
    lambda x: x + 1j,
    lambda x: x.astype(str),
    lambda x: x.astype(object),
    lambda x: [[1.0], [1.0, 2.0]],
    lambda x: square,
    lambda x: {"y": x},
    lambda x: 10**5000,
    _raises,
    _calls_itself,
    _stops,
    np.sum,
    np.add,
    print,
    len,
    str,
    dict,
    Tripled,
]
# These work, but what they give is seldom a number, or too large for a figure.
WILD = [np.log, np.sqrt, np.exp, np.reciprocal, lambda x: x * np.nan, lambda x: x * 1e300]

right_functions = st.sampled_from(list(RIGHT))
wrong_functions = st.sampled_from(WRONG)
wild_functions = st.sampled_from(WILD)


# ---- Anything that a learner might pass ----
def either(*strategies: st.SearchStrategy) -> st.SearchStrategy:
    """One of these, each as often as the others: st.one_of would count their branches."""
    return st.sampled_from(strategies).flatmap(lambda strategy: strategy)


HUGE = [10**400, -(10**400), 2**63, 2**64]
any_float = st.floats() | st.sampled_from([1e308, -1e308, 5e-324, 1e13, 1e-13, math.nan, math.inf])
any_number = st.one_of(
    st.integers(-5, 5),
    st.integers(),
    st.sampled_from(HUGE),
    any_float,
    any_float.map(np.float64),
    st.floats(width=32).map(np.float32),
    st.floats(width=16).map(np.float16),
    st.integers(0, 255).map(np.uint8),
    st.fractions(),
    st.sampled_from(
        [decimal.Decimal("1.5"), fractions.Fraction(1, 10**400), np.longdouble("1e4000")]
    ),
)
no_number = st.one_of(
    st.none(),
    st.booleans(),
    st.complex_numbers(),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.just("long " * 500),
    st.sampled_from([..., NotImplemented, object(), int, {1.0: 2.0}, {1.0}, np.True_, slice(3)]),
    st.sampled_from([np.datetime64("2026-01-01"), np.timedelta64(1, "D"), np.str_("1"), math, os]),
    st.builds(lambda: (u for u in [square, sigmoid])),
)
shapes = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
KINDS = [bool, np.uint8, np.int64, np.float16, np.float64, complex, "U3", "S3", "M8[D]", "m8[s]"]
any_array = st.one_of(
    st.sampled_from(KINDS).flatmap(lambda kind: arrays(kind, shapes)),
    arrays(object, shapes, elements=st.none() | st.integers(0, 3) | st.just(square)),
    arrays(float, shapes, elements=st.floats(-3, 3)),
    arrays(np.int64, shapes, elements=st.integers(-3, 3)),
    arrays([("a", float), ("b", int)], (2,)),
)
any_list = st.one_of(
    st.recursive(
        any_number | no_number | right_functions, lambda inner: st.lists(inner, max_size=3)
    ),
    st.lists(st.floats(-3, 3), max_size=4),
    st.lists(st.lists(st.floats(-3, 3), max_size=2), max_size=3),  # often ragged
    st.lists(st.text(max_size=2), max_size=3),
    st.lists(either(right_functions, wrong_functions), max_size=4),
    st.dictionaries(st.text(max_size=2), any_number, max_size=2),
)

anything = either(any_number, no_number, any_array, any_list, right_functions, wrong_functions)


def mostly(good: st.SearchStrategy) -> st.SearchStrategy:
    """Something that fits, and now and then anything else."""
    return either(good, good, good, good, good, anything)


def _viewed(numbers: list[float], view: int) -> object:
    """The same numbers as a list, a tuple, and arrays of several kinds."""
    array = np.array(numbers, dtype=float)
    if view == 3:
        array.flags.writeable = False
    spread = np.repeat(array, 2)[::2]
    masked = np.ma.array(array, mask=np.arange(len(array)) == 1)
    return [numbers, tuple(numbers), array, array, spread, array.astype(np.float32), masked][view]


moderate = st.floats(-3, 3)
numbers = either(
    st.builds(_viewed, st.lists(moderate, min_size=1, max_size=5), st.integers(0, 6)),
    st.lists(moderate, min_size=1, max_size=5),
    st.builds(range, st.integers(-3, 3), st.integers(-3, 3)),
    arrays(np.int64, array_shapes(max_dims=1, max_side=4), elements=st.integers(-3, 3)),
    arrays(np.uint8, array_shapes(max_dims=1, max_side=4), elements=st.integers(0, 255)),
    st.lists(any_float, max_size=3),
)
of_any_shape = either(
    numbers, numbers, moderate, arrays(float, shapes, elements=moderate), any_array
)
some_function = either(*[right_functions] * 6, wild_functions, wrong_functions, anything)


def chains(length: int) -> st.SearchStrategy:
    """Mostly lists of so many functions, as a list or as a tuple."""
    items = st.lists(right_functions, min_size=length, max_size=length)
    other = st.lists(some_function, min_size=length, max_size=length)
    short = st.lists(right_functions, max_size=4)
    return either(items, items, items, items.map(tuple), other, short, anything)


# ---- What is right: plain floats, one after the other ----


def flat(value: object) -> list[float]:
    """All numbers in nested lists or arrays, one after the other; masked ones are nan."""
    if isinstance(value, np.ma.MaskedArray):
        value = value.astype(float).filled(math.nan)
    if isinstance(value, ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple | range):
        return [u for item in value for u in flat(item)]
    return [float(value)]


def through(chain: list, x: float) -> list[float]:
    """Every number on the way of x through a chain; nan where a float is no longer enough."""
    values = [x]
    for func in chain:
        try:
            values.append(RIGHT[func].value(values[-1]))
        except (OverflowError, ValueError):
            values.append(math.nan)
    return values


def slope_of(chain: list, x: float, delta: float = DELTA) -> tuple[float, float]:
    """The exact slope of a chain, and how far off a product of central differences may be."""
    slope, most, least = 1.0, 1.0, 1.0
    for func, u in zip(chain, through(chain, x), strict=False):
        if not max(abs(u), delta) < 1e100 or (func is leaky_relu and abs(u) <= 2 * delta):
            return math.nan, math.nan
        exact = RIGHT[func].slope(u)
        # The step is finite, and a float has 53 bits.
        off = delta**2 / 3 + 16 * EPS * (1 + abs(u) + delta) ** 2 / delta + 1e-12 * abs(u)
        slope, most, least = slope * exact, most * (abs(exact) + off), least * abs(exact)
    return slope, most - least + 1e-12 * most


def assert_near(actual: float, expected: float, tolerance: float) -> None:
    """To within so much, unless nothing is expected."""
    if math.isfinite(expected) and math.isfinite(tolerance):
        assert abs(actual - expected) <= tolerance, (actual, expected, tolerance)


def judged(chain: list) -> bool:
    """Whether there is a plain formula for every function."""
    return all(func in RIGHT for func in chain)


def assert_values(values: object, chain: list, x: object) -> None:
    """The last numbers on the way of each x through the chain."""
    assert isinstance(values, ndarray | np.floating)
    assert values.dtype == float
    assert np.shape(values) == np.shape(x)
    if judged(chain):
        for value, start in zip(flat(np.array(values)), flat(x), strict=True):
            size = 1 + max(map(abs, through(chain, start)))
            assert_near(value, through(chain, start)[-1], 1e-9 * size * size)


def assert_slopes(slopes: object, chain: list, x: object, delta: float = DELTA) -> None:
    """Those of the chain at each x."""
    assert isinstance(slopes, ndarray | np.floating)
    assert slopes.dtype == float
    assert np.shape(slopes) == np.shape(x)
    if judged(chain):
        for slope, start in zip(flat(np.array(slopes)), flat(x), strict=True):
            assert_near(slope, *slope_of(chain, start, delta))


def read(text: str) -> float:
    """A number as a figure shows it."""
    return float(text.replace("−", "-").replace("∞", "inf"))


# ---- Judges: each takes what a function returned, and its arguments by name ----


def judge_deriv(result: object, func: object, input_: object, delta: object = DELTA) -> None:
    assert_slopes(result, [func], input_, float(delta))


def judge_value(result: object, chain: list, input_: object) -> None:
    assert_values(result, chain, input_)


def judge_values(result: object, chain: list, input_: object) -> None:
    assert len(result) == len(chain) + 1
    for count, values in enumerate(result):
        assert_values(values, chain[:count], input_)


def judge_slopes(result: list, chain: list, input_: object) -> None:
    assert len(result) == len(chain)
    assert all(np.shape(slopes) == np.shape(input_) for slopes in result)


def judge_slope(result: object, chain: list, input_range: object) -> None:
    assert_slopes(result, chain, input_range)


def judge_exact(result: Callable, func: object) -> None:
    for x in (-2.5, -1.0, 0.5, 3.0):
        assert_near(float(result(np.array(x))), RIGHT[func].slope(x), 1e-12)


def judge_start(result: dict, hidden: int, seed: int) -> None:
    assert {name: np.shape(value) for name, value in result.items()} == {
        **{name: (hidden,) for name in ("w1", "b1", "w2")},
        "b2": (),
    }
    again = network_start(hidden, seed)
    assert all(np.array_equal(result[name], again[name]) for name in result)


def predictions_of(parameters: dict, x: object) -> list[float]:
    """Those of the network, in loops."""
    w1, b1, w2 = (flat(parameters[name]) for name in ("w1", "b1", "w2"))
    b2 = float(parameters["b2"])
    return [
        sum(c * _logistic(a * u + b) for a, b, c in zip(w1, b1, w2, strict=True)) + b2
        for u in flat(x)
    ]


def judge_forward(result: tuple, parameters: dict, x: object) -> None:
    z, h, p = result
    assert z.shape == h.shape == (len(x), len(parameters["w1"]))
    for actual, expected in zip(flat(p), predictions_of(parameters, x), strict=True):
        assert_near(actual, expected, 1e-9 * (1 + abs(expected)))


def loss_of(parameters: dict, x: object, y: object) -> float:
    errors = [(p - t) ** 2 for p, t in zip(predictions_of(parameters, x), flat(y), strict=True)]
    return sum(errors) / len(errors)


def judge_loss(result: float, parameters: dict, x: object, y: object) -> None:
    assert_near(result, loss_of(parameters, x, y), 1e-9 * (1 + loss_of(parameters, x, y)))


def judge_gradient(result: dict, parameters: dict, x: object, y: object) -> None:
    """Against differences of the loss, one parameter at a time."""
    parameters = {name: np.array(parameters[name], dtype=float) for name in result}
    for name, value in parameters.items():
        assert np.shape(result[name]) == np.shape(value)
        for index in np.ndindex(np.shape(value)):
            ends = []
            for step in (-1e-5, 1e-5):
                moved = {key: old.copy() for key, old in parameters.items()}
                moved[name][index] += step
                ends.append(loss_of(moved, x, y))
            size = 1 + loss_of(parameters, x, y)
            assert_near(
                float(np.asarray(result[name])[index]), (ends[1] - ends[0]) / 2e-5, 1e-4 * size
            )


def words_of(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def judge_curve(result: Axes, chain: list, input_range: object, ax: object = None) -> None:
    assert isinstance(result, Axes)
    assert ax is None or result is ax
    result.figure.draw_without_rendering()
    x, y = result.lines[0].get_data()
    assert len(x) == len(y) == len(input_range)


def judge_plot_chain(result: Axes, chain: list, input_range: object, ax: object = None) -> None:
    judge_curve(result, chain, input_range, ax)
    assert_values(result.lines[0].get_ydata(), chain, input_range)


def judge_plot_slope(result: Axes, chain: list, input_range: object, ax: object = None) -> None:
    judge_curve(result, chain, input_range, ax)
    assert_slopes(result.lines[0].get_ydata(), chain, input_range)


def judge_boxes(
    result: Axes,
    chain: list,
    input_: float | None = None,
    ax: object = None,
    slopes: bool = True,
    decimals: int = 4,
) -> None:
    assert isinstance(result, Axes)
    assert ax is None or result is ax
    if input_ is not None and judged(chain):
        shown = {text.get_text() for text in result.texts if text.get_fontsize() == 13}
        for value in through(chain, float(input_))[1:]:
            if abs(value) < 1e6:
                near = [abs(read(words) - value) <= 0.51 * 10.0**-decimals for words in shown]
                assert any(near), (value, shown)


def judge_diamond(result: Axes, chain: list, input_: float, ax: object = None) -> None:
    assert isinstance(result, Axes)
    if judged(chain) and abs(input_) < 1e3:
        f, g = (RIGHT[func] for func in chain)
        x = float(input_)
        product, slope = f.value(x) * g.value(x), slope_of([chain[0]], x)[0] * g.value(x)
        slope += slope_of([chain[1]], x)[0] * f.value(x)
        words = words_of(result)
        if abs(product) < 1e6 and abs(slope) < 1e5:
            assert any(
                re.fullmatch(r"−?[\d.]+", w) and abs(read(w) - product) < 1e-4 for w in words
            ), (product, words)
            (found,) = [read(w.split(" = ")[1]) for w in words if w.startswith("∂f/∂x")]
            assert_near(found, slope, 1e-3 * (1 + abs(slope)))


def judge_neuron(result: Axes, x: float, y: float, w: float, b: float, ax: object = None) -> None:
    assert isinstance(result, Axes)
    x, y, w, b = map(float, (x, y, w, b))
    a = _logistic(w * x + b)
    slope = 2 * (a - y) * a * (1 - a) * x
    if abs(slope) < 1e3 and abs(w * x + b) < 1e5:
        (found,) = [read(t.split(" = ")[1]) for t in words_of(result) if t.startswith("∂L/∂w")]
        assert_near(found, slope, 1e-3 * (1 + abs(slope)))


def judge_network(result: Axes, hidden: int, ax: object = None) -> None:
    assert isinstance(result, Axes)
    assert [f"w1[{k}]" in words_of(result) for k in range(7)] == [k < hidden for k in range(7)]


def sentences(live: LiveFigure) -> list[str]:
    """All that stand below the figure, of its first scene."""
    assert isinstance(live, LiveFigure)
    json.dumps(live.picture.scenes, allow_nan=False)
    found = [column for column in live.picture.scenes[0]["columns"] if column["kind"] == "sentence"]
    return found[0]["values"]


def positions(low: float, high: float, step: float) -> list[float]:
    """Those of a slider, in exact arithmetic."""
    low, high, step = map(fractions.Fraction, (low, high, step))
    count = math.floor((high - low) / step + fractions.Fraction(1, 10**9)) + 1
    return [float(low + k * step) for k in range(count)]


def assert_positions(live: LiveFigure, low: float, high: float, step: float) -> list[float]:
    expected = positions(low, high, step)
    actual = live.picture.controls[list(live.controls).index("x")]
    assert len(actual) == len(expected) == len(set(actual))
    assert all(abs(a - e) <= 1e-3 * step for a, e in zip(actual, expected, strict=True)), (
        actual,
        expected,
    )
    return actual


def assert_ends_with(sentence: str, value: float) -> None:
    """With this value to four decimals; larger ones are written in another way."""
    if abs(value) < 1e6:
        assert abs(read(sentence.split()[-1][:-1]) - value) <= 0.51e-4, (sentence, value)


def judge_function(result: LiveFigure, func: object, input_range: object = None) -> None:
    x = np.linspace(-3, 3, 121) if input_range is None else input_range
    told = sentences(result)
    assert len(told) == len(x)
    if func in RIGHT:
        for sentence, u in zip(told, flat(x), strict=True):
            assert_ends_with(sentence, RIGHT[func].value(u))


def judge_derivative(
    result: LiveFigure, func: object, low: float = -3, high: float = 3, step: float = 0.2
) -> None:
    told = sentences(result)
    where = assert_positions(result, low, high, step)
    deltas = [1.0] + [digit / 10**power for power in range(1, 7) for digit in (5, 2, 1)]
    if func in RIGHT:
        for sentence, (x, delta) in zip(told, itertools.product(where, deltas), strict=True):
            slope, tolerance = slope_of([func], x, delta)
            assert_near(read(sentence.split()[-1][:-1]), slope, tolerance + 1e-4 * abs(slope))


def judge_composition(
    result: LiveFigure, chain: list, low: float = -3, high: float = 3, step: float = 0.1
) -> None:
    told = sentences(result)
    for sentence, x in zip(told, assert_positions(result, low, high, step), strict=True):
        if judged(chain):
            assert_ends_with(sentence, through(chain, x)[-1])


def judge_of_chain(
    result: LiveFigure, chain: list, low: float = -3, high: float = 3, step: float = 0.1
) -> None:
    told = sentences(result)
    for sentence, x in zip(told, assert_positions(result, low, high, step), strict=True):
        if judged(chain):
            slope, tolerance = slope_of(chain, x)
            found = re.search(r"[=≈] (\S+), the slope of", sentence)[1]
            assert_near(read(found), slope, tolerance + 1e-3 + 1e-4 * abs(slope))


def judge_range(
    result: LiveFigure, chain: object = None, low: float = -3, high: float = 3, step: float = 0.1
) -> None:
    assert all(sentences(result))
    assert_positions(result, low, high, step)


def judge_paths(
    result: LiveFigure, func: object = sigmoid, low: float = 0, high: float = 0, step: float = 0
) -> None:
    told = sentences(result)
    where = assert_positions(result, low, high, step)
    if func in RIGHT:
        for sentence, (x, y) in zip(told, itertools.product(where, where), strict=True):
            slope, tolerance = slope_of([func], x + y)
            found = re.search(r"together (\S+),", sentence)[1]
            slope = slope * x * y + RIGHT[func].value(x + y) * y
            tolerance = 1e-3 + tolerance * (1 + abs(x * y))
            if abs(slope) < 1e5:
                assert_near(read(found), slope, tolerance)


def judge_live(result: LiveFigure, **arguments: object) -> None:
    assert all(isinstance(sentence, str) for sentence in sentences(result))


def judge_steps(result: LiveFigure, **arguments: object) -> None:
    """The last sentence tells the last loss."""
    told = sentences(result)
    assert len(told) == math.prod(map(len, result.picture.controls))
    if "losses" in arguments:
        last = flat(arguments["losses"])[-1]
        assert read(told[-1].split()[-1][:-1]) == pytest.approx(last, rel=0.06)


def judge_backward(result: LiveFigure, order: list) -> None:
    assert len(sentences(result)) == len(order) + 1


def judge_box(result: QuestionBox, **arguments: object) -> None:
    assert isinstance(result, QuestionBox)
    json.dumps(result.questions, allow_nan=False)
    assert "Run this cell" in repr(result)


def judge_practice(result: QuestionBox, seed: int, per_level: int = 3) -> None:
    judge_box(result)
    assert len(result.questions) == 5 * per_level


def judge_question(result: dict, **arguments: object) -> None:
    json.dumps(result, allow_nan=False)
    judge_box(QuestionBox([result]))


def judge_number_question(result: dict, topic: object, given: tuple, **options: object) -> None:
    judge_question(result)
    func, x = given
    assert_near(result["right"]["value"], *slope_of(func if topic is CHAIN_2 else [func], float(x)))


def judge_table(result: list, functions: list, points: list) -> None:
    assert len(result) == 1 + len(functions) * len(points)
    pairs = itertools.product(functions, flat(points))
    for (_, at, value, slope), (func, x) in zip(result[1:], pairs, strict=True):
        if func in RIGHT and abs(x) < 100:
            assert_near(read(at), x, 1e-4)
            assert_near(read(value), RIGHT[func].value(x), 1e-4)
            assert_near(read(slope), slope_of([func], x)[0], 1e-3)


def judge_nothing(result: object, **arguments: object) -> None:
    assert result is None


# ---- Good arguments for each function ----

knobs = st.builds(
    lambda count, seed: network_start(count, seed), st.integers(1, 3), st.integers(0, 9)
)
broken_knobs = st.builds(
    lambda knobs, name, value: knobs | {name: value},
    knobs,
    st.sampled_from(["w1", "b1", "w2", "b2", "w3"]),
    anything,
) | st.builds(
    lambda knobs, name: {key: value for key, value in knobs.items() if key != name},
    knobs,
    st.sampled_from(["w1", "b1", "w2", "b2"]),
)
parameters = either(knobs, knobs, knobs, broken_knobs, anything)
three = st.lists(moderate, min_size=3, max_size=3)
axes = mostly(either(st.none(), st.builds(lambda: Figure().subplots())))
# Few positions: a live figure records all of them.
ranges = {
    "low": either(*[st.floats(-3, 1)] * 14, anything),
    "high": either(*[st.floats(1.5, 4)] * 14, anything),
    "step": either(*[st.floats(0.5, 2)] * 14, anything),
}
extreme_ranges = st.sampled_from(
    [
        (0.0, 1e-12, 1e-13),
        (0.0, 1e-11, 3.5e-12),
        (0.0, 5e-323, 5e-324),
        (0.0, 1e-8, 3e-9),
        (1.0, 1 + 1e-12, 5e-13),
        (1.0, 1 + 1e-8, 3e-9),
        (1e16, 1e16 + 8, 2.0),
        (1e16, 1e16 + 8, 0.1),
        (1e6, 1e6 + 0.01, 0.004),
        (-1e308, 1e308, 1e308),
        (-1e308, 1e308, 1e-308),
        (-1e99, 1e99, 1e99),
        (-1e20, 1e20, 1e20),
        (0.0, 1.0, 10**400),
    ]
).map(lambda limits: dict(zip(["low", "high", "step"], limits, strict=True)))


class Number:
    """A number that remembers, as notebook 10 has it."""

    def __init__(self, name: object, value: object, inputs: object) -> None:
        self.name, self.value, self.inputs = name, value, inputs


@st.composite
def graphs(draw: st.DrawFn) -> list:
    """Up to five numbers, each made of earlier ones; now and then with something odd."""
    order: list = []
    for k in range(draw(st.integers(1, 5))):
        pair = st.tuples(st.sampled_from(order or [None]), moderate)
        inputs = draw(st.lists(pair, max_size=2 if k else 0))
        order.append(Number(f"n{k}", draw(moderate), inputs))
    if draw(st.integers(0, 2)) == 0:
        odd_inputs = st.lists(st.tuples(st.sampled_from(order), anything), min_size=1, max_size=2)
        setattr(
            draw(st.sampled_from(order)),
            draw(st.sampled_from(["name", "value", "inputs"])),
            draw(either(anything, odd_inputs)),
        )
    return order


@st.composite
def fits(draw: st.DrawFn) -> dict:
    """What explore_fit takes, of shapes that fit, with at most one odd argument."""
    count, steps = draw(st.integers(2, 4)), draw(st.integers(1, 4))
    some = {
        "x": draw(three),
        "y": draw(three),
        "at": draw(st.lists(moderate, min_size=count, max_size=count)),
        "fits": draw(arrays(float, (steps, count), elements=moderate)),
        "losses": draw(st.lists(st.floats(0.01, 3), min_size=steps, max_size=steps)),
    }
    if draw(st.booleans()):
        some[draw(st.sampled_from(list(some)))] = draw(
            either(anything, st.just([1e308, -1e308, 1.0]))
        )
    return some


@st.composite
def trainings(draw: st.DrawFn) -> dict:
    """What explore_training takes, with at most one odd argument."""
    steps = draw(st.integers(1, 4))
    history = arrays(float, (steps, 2), elements=moderate)
    some = {
        "x": draw(three),
        "y": draw(three),
        "runs": draw(st.dictionaries(st.floats(0.1, 9), history, min_size=1, max_size=2)),
        "example": draw(st.integers(0, 2)),
    }
    odd = draw(st.sampled_from(["", "", *some, "rate", "history"]))
    if odd == "rate":
        some["runs"] = dict.fromkeys(
            [draw(either(any_float, st.sampled_from(HUGE)))], np.ones((steps, 2))
        )
    elif odd == "history":
        some["runs"] = {1.0: draw(anything)}
    elif odd:
        some[odd] = draw(either(anything, st.just([1e308, -1e308, 1.0])))
    return some


def _moves(figure: Figure) -> Callable:
    ax = figure.subplots()
    (dot,) = ax.plot([0], [0], "o")

    def update(**values: object) -> tuple:
        dot.set_data([0.5], [0.5])
        return [dot], "moved"

    return update


@st.composite
def live_figures(draw: st.DrawFn) -> dict:
    """A figure, its update and one or two controls, with at most one odd argument."""
    figure = Figure()
    some: dict = {"figure": figure, "update": print}
    for name in draw(st.sampled_from([["x"], ["x", "y"]])):
        some[name] = draw(controls)
    if draw(st.booleans()):
        name = draw(st.sampled_from(["figure", "update", "x"]))
        some[name] = draw(either(anything, st.lists(anything, max_size=2)))
    if callable(some["update"]):  # an error of its own would come through, as it should
        some["update"] = _moves(figure)
    return some


def _control(kind: type, low: object, high: object, step: object) -> object:
    try:
        return kind(value=low, min=low, max=high, step=step)
    except Exception:  # ipywidgets refuses it before LiveFigure sees it
        return None


limits = st.sampled_from([0, 1, 3, -1e308, 1e308, 1e16, 1e-13, math.nan, math.inf, 10**400])
steps = st.sampled_from([0, 1, 0.5, -1, 1e-13, 3.5e-13, math.nan, math.inf, None, 10**400])
controls = either(
    st.builds(lambda: ipywidgets.FloatSlider(min=0, max=1, step=0.25)),
    st.builds(lambda: ipywidgets.IntSlider(min=0, max=3)),
    st.builds(
        _control,
        st.sampled_from([ipywidgets.FloatSlider, ipywidgets.IntSlider, ipywidgets.FloatLogSlider]),
        limits,
        limits,
        steps,
    ),
    st.builds(lambda: ipywidgets.Dropdown(options=["a", "b"])),
    st.builds(lambda: ipywidgets.Dropdown(options=[])),
)


def _named(name: str, func: Callable) -> Callable:
    func.__name__ = name
    return func


BODIES = [
    lambda: lambda *a: None,
    lambda: lambda *a: 10**5000,
    lambda: lambda *a: [[1.0], [1.0, 2.0]],
    lambda: lambda *a: a[-1],
    lambda: lambda *a: a[0](a[1]),
    lambda: lambda *a: ...,
    lambda: lambda *a: np.full(np.shape(a[-1]), np.nan),
    lambda: lambda *a: np.full(np.shape(a[-1]), 1e300),
    lambda: lambda *a: "1",
    lambda: lambda *a, **k: exec("raise KeyError('own')"),
    lambda: lambda: 1.0,
    lambda: lambda *a: a[0].no_such_attribute,
    lambda: lambda *a: object(),
]
learner_functions = st.builds(
    lambda name, body: _named(name, body()),
    st.sampled_from(list(EXERCISES)),
    st.sampled_from(BODIES),
)


class Case(NamedTuple):
    """How one public function is called, and who judges what it returns."""

    function: Callable
    arguments: st.SearchStrategy
    """Dicts of arguments by name."""
    judge: Callable[..., None]
    examples: int


def given_by(**arguments: st.SearchStrategy) -> st.SearchStrategy:
    return st.fixed_dictionaries(arguments)


of_chain = {"input_": mostly(of_any_shape)}
over_range = {"input_range": mostly(numbers)}
drawn = given_by(chain=chains(2), input_range=mostly(numbers), ax=axes)
points = {"x": mostly(three), "y": mostly(three)}
questions = st.lists(
    st.builds(lambda name: PREDICTIONS[name](), st.sampled_from(list(PREDICTIONS))), max_size=2
)
odd = st.lists(anything, max_size=3).map(tuple)
ours = st.sampled_from(OURS)
some_x = st.floats(0.3, 1.7).map(lambda x: round(x, 2))  # at 0 all mistakes look the same
of_one = given_by(topic=st.just(SLOPE_OF_ONE), given=st.tuples(mostly(ours), mostly(some_x)) | odd)
of_two = given_by(
    topic=st.just(CHAIN_2),
    given=st.tuples(st.lists(mostly(ours), min_size=2, max_size=2), some_x),
)
choices = st.dictionaries(st.text(max_size=3), st.text(max_size=3), min_size=2, max_size=3)

CASES = [
    Case(
        deriv,
        given_by(func=some_function, input_=mostly(of_any_shape), delta=mostly(st.floats(1e-4, 1))),
        judge_deriv,
        80,
    ),
    Case(chain_length_2, given_by(chain=chains(2), **of_chain), judge_value, 40),
    Case(chain_length_3, given_by(chain=chains(3), **of_chain), judge_value, 40),
    Case(chain_values, given_by(chain=chains(4), **of_chain), judge_values, 40),
    Case(chain_slopes, given_by(chain=chains(4), **of_chain), judge_slopes, 40),
    Case(chain_deriv_2, given_by(chain=chains(2), **over_range), judge_slope, 40),
    Case(chain_deriv_3, given_by(chain=chains(3), **over_range), judge_slope, 40),
    Case(chain_deriv, given_by(chain=chains(4), **over_range), judge_slope, 40),
    Case(exact_deriv, given_by(func=either(st.sampled_from(OURS), anything)), judge_exact, 40),
    Case(
        network_start,
        given_by(hidden=mostly(st.integers(0, 1001)), seed=mostly(st.integers(0, 99))),
        judge_start,
        60,
    ),
    Case(network_forward, given_by(parameters=parameters, x=mostly(numbers)), judge_forward, 40),
    Case(network_loss, given_by(parameters=parameters, **points), judge_loss, 40),
    Case(network_gradient, given_by(parameters=parameters, **points), judge_gradient, 40),
    Case(plot_chain, drawn, judge_plot_chain, 15),
    Case(plot_chain_deriv, drawn, judge_plot_slope, 15),
    Case(
        plot_boxes,
        given_by(
            chain=chains(2),
            input_=either(st.none(), moderate, moderate, any_float, anything),
            ax=axes,
            slopes=mostly(st.booleans()),
            decimals=mostly(st.integers(0, 6)),
        ),
        judge_boxes,
        20,
    ),
    Case(
        plot_diamond,
        given_by(
            chain=chains(2),
            input_=either(moderate, moderate, moderate, any_float, anything),
            ax=axes,
        ),
        judge_diamond,
        15,
    ),
    Case(plot_network, given_by(hidden=mostly(st.integers(1, 6)), ax=axes), judge_network, 15),
    Case(
        plot_neuron,
        given_by(
            **{name: either(*[moderate] * 8, any_float, anything) for name in "xywb"}, ax=axes
        ),
        judge_neuron,
        15,
    ),
    Case(
        explore_function,
        given_by(func=some_function, input_range=mostly(numbers)),
        judge_function,
        8,
    ),
    Case(explore_derivative, given_by(func=some_function, **ranges), judge_derivative, 4),
    Case(explore_composition, given_by(chain=chains(2), **ranges), judge_composition, 5),
    Case(explore_nudge, given_by(chain=chains(2), **ranges), judge_range, 4),
    Case(explore_chain, given_by(chain=chains(2), **ranges), judge_of_chain, 4),
    Case(explore_accumulation, given_by(chain=chains(3), **ranges), judge_range, 5),
    Case(
        explore_depth,
        given_by(
            activations=mostly(st.lists(mostly(right_functions), min_size=1, max_size=2)),
            start=either(*[moderate] * 4, any_float, anything),
        ),
        judge_live,
        5,
    ),
    Case(explore_paths, given_by(func=some_function, **ranges), judge_paths, 4),
    Case(explore_training, trainings(), judge_steps, 5),
    Case(explore_fit, fits(), judge_steps, 5),
    Case(explore_backward, given_by(order=mostly(graphs())), judge_backward, 8),
    Case(
        explore_composition,
        extreme_ranges.map(lambda limits: {"chain": [tanh, sigmoid], **limits}),
        judge_composition,
        8,
    ),
    Case(LiveFigure, live_figures(), judge_live, 15),
    Case(ask, given_by(name=either(st.sampled_from(list(PREDICTIONS)), anything)), judge_box, 15),
    Case(
        practice,
        given_by(seed=mostly(st.integers(0, 99)), per_level=mostly(st.integers(1, 2))),
        judge_practice,
        6,
    ),
    Case(check, given_by(function=either(learner_functions, anything)), judge_nothing, 60),
    Case(
        show_source,
        given_by(functions=st.lists(either(anything, st.sampled_from([deriv, check])), max_size=2)),
        judge_nothing,
        40,
    ),
    Case(
        number_question,
        given_by(
            text=mostly(st.text()),
            rest=either(of_two, of_two, of_two, of_one, given_by(topic=anything, given=odd)),
            why=mostly(st.text()),
            decimals=mostly(st.integers(1, 4)),
            table=mostly(st.lists(st.lists(st.text(max_size=2), max_size=2), max_size=2)),
        ).map(lambda arguments: {**arguments.pop("rest"), **arguments}),
        judge_number_question,
        80,
    ),
    Case(
        value_table,
        given_by(functions=chains(2), points=mostly(numbers)),
        judge_table,
        60,
    ),
    Case(
        choice_question,
        st.builds(
            lambda text, choices, right, first: {
                "text": text,
                "choices": choices,
                "right": next(iter(choices), "") if first and isinstance(choices, dict) else right,
            },
            mostly(st.text()),
            mostly(choices),
            anything,
            st.booleans(),
        ),
        judge_question,
        60,
    ),
    Case(QuestionBox, given_by(questions=either(questions, questions, anything)), judge_box, 30),
]
WITHOUT_ARGUMENTS = {"Array_Function", "Chain", "show_figure"}


# ---- The tests ----


def documented(function: Callable) -> set[str]:
    """The types in the Raises section of a docstring, and in the rule of its module's docstring."""
    rule = inspect.getmodule(function).__doc__
    section = re.search(r"\n\s*Raises\n\s*-+\n(.*?)(\n\s*\w+\n\s*---|\Z)", function.__doc__, re.S)
    return set(re.findall(r"\b\w+Error\b", rule + (section[1] if section else "")))


def called(function: Callable, /, **arguments: object) -> object:
    """Call the function; two of them take arguments without a name."""
    if function is show_source:
        return show_source(*arguments["functions"])
    if function is number_question:
        first = [arguments.pop(name) for name in ("text", "topic")]
        return number_question(*first, *arguments.pop("given"), **arguments)
    return function(**arguments)


def assert_on_purpose(error: Exception, function: Callable, arguments: dict) -> None:
    """It is documented, comes from a `raise` of helpers, and names one of the arguments."""
    assert isinstance(error, TypeError | ValueError), repr(error)[:300]
    assert type(error).__name__ in documented(function), f"undocumented: {error!r:.300}"
    *_, last = traceback.extract_tb(error.__traceback__)
    assert last.filename.startswith(HELPERS), f"from {last.filename}: {error!r:.300}"
    line = linecache.getline(last.filename, last.lineno)
    assert line.strip().startswith("raise "), f"not raised on purpose: {line} {error!r:.300}"
    names = [*arguments, *inspect.signature(function).parameters]
    # A learner's function is named by itself, a slider by the control's name.
    pattern = rf"\b({'|'.join(map(re.escape, names))})\b|the function |gives no number|x fewer"
    assert re.search(pattern, str(error)), f"no argument is named: {error}"
    assert len(str(error)) < 2000


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.function.__name__)
def test_any_input_gives_a_right_result_or_a_documented_error(case: Case) -> None:
    @settings(
        deadline=None,
        database=None,
        derandomize=True,
        max_examples=case.examples * MORE,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=[Phase.generate],  # to shrink a live figure would take minutes
    )
    @given(case.arguments)
    def call(arguments: dict) -> None:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", category=DeprecationWarning, module="(?!helpers)")
            try:
                result = called(case.function, **arguments)
            except Exception as error:
                ends["errors"] += 1
                assert_on_purpose(error, case.function, arguments)
            else:
                ends["results"] += 1
                case.judge(result, **arguments)
            finally:
                plt.close("all")

    ends = collections.Counter()
    call()
    if "COUNT" in os.environ:
        print(case.function.__name__, dict(ends))
    if case.examples >= 40:
        assert ends["results"], "no result was judged"
        assert ends["errors"], "no error was judged"


def test_every_public_function_is_called() -> None:
    """A new one must be added to the table above."""
    assert {case.function.__name__ for case in CASES} >= set(
        helpers.__all__
    ) - WITHOUT_ARGUMENTS - {func.__name__ for func in OURS}


class Unwritable:
    """Not even its repr works."""

    def __repr__(self) -> str:
        raise RuntimeError("a learner's own error")


@pytest.mark.parametrize(
    "value",
    [lambda: 10**5000, lambda: -(10**5000), Unwritable],
    ids=["long", "negative", "unwritable"],
)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.function.__name__)
def test_what_cannot_be_written_is_an_error_all_the_same(case: Case, value: Callable) -> None:
    """Python refuses to write a whole number of 5000 digits, so no message can hold it."""
    parameters = inspect.signature(case.function).parameters.values()
    if case.function is LiveFigure:
        arguments, options = [Figure(), print], {"x": value()}
    else:
        arguments = [value() for p in parameters if p.kind is not p.KEYWORD_ONLY]
        options = {p.name: value() for p in parameters if p.kind is p.KEYWORD_ONLY}
    with pytest.raises((TypeError, ValueError)) as caught:
        case.function(*arguments, **options)
    assert_on_purpose(caught.value, case.function, {"x": None, "functions": None})


def test_a_callable_whose_name_is_no_text_is_a_function() -> None:
    """It is called by its class."""
    assert deriv(Misnamed(), 1.0) == pytest.approx(3)
    assert "Misnamed makes it" in sentences(explore_function(Misnamed(), [0, 1]))[0]


# ---- What such examples have found, each once more by itself ----


def _without_source() -> Callable:
    made: dict = {}
    exec("def made(x):\n    return x", made)
    return made["made"]


def _named_by_a_list() -> Callable:
    found = Misnamed()
    found.__name__ = []
    return found


KNOBS = network_start(2, 0)
TWO = [tanh, sigmoid]
FOUND = {
    "one number only": (lambda: explore_function(square, [2, 2]), "input_range must hold two"),
    "too wide a range": (lambda: explore_function(tanh, [-1e308, 1e308]), "input_range must hold"),
    "no slope at 0": (lambda: explore_depth([leaky_relu], 0), "activations must have a slope"),
    "too large a start": (lambda: explore_depth([tanh], 1e308), "start must hold finite"),
    "too small a step": (lambda: explore_composition(TWO, 0, 1e-12, 1e-13), "told apart"),
    "a step that is rounded": (lambda: explore_chain(TWO, 0, 1e-11, 1.5e-12), "told apart"),
    "a step beside much": (lambda: explore_nudge(TWO, 1e16, 1e16 + 8, 0.1), "told apart"),
    "an endless slider": (
        lambda: LiveFigure(Figure(), print, x=ipywidgets.FloatSlider(min=-1e308, max=1e308)),
        "give x fewer positions",
    ),
    "an endless range": (lambda: explore_nudge(TWO, -1e308, 1e308, 1e308), "low and high must"),
    "slopes": (lambda: plot_boxes([square], 1, slopes=np.ones(2)), "slopes must be True or False"),
    "decimals": (lambda: plot_boxes([square], 1, decimals=-1), "decimals must be a whole number"),
    "ax of a curve": (lambda: plot_chain(TWO, [1.0], 3), "ax must be a Matplotlib Axes"),
    "ax of a slope": (lambda: plot_chain_deriv(TWO, [1.0], 3), "ax must be a Matplotlib Axes"),
    "ax of boxes": (lambda: plot_boxes(TWO, 1, 3), "ax must be a Matplotlib Axes"),
    "ax of a diamond": (lambda: plot_diamond(TWO, 1, 3), "ax must be a Matplotlib Axes"),
    "ax of a neuron": (lambda: plot_neuron(1, 1, 1, 1, 3), "ax must be a Matplotlib Axes"),
    "ax of a network": (lambda: plot_network(2, 3), "ax must be a Matplotlib Axes"),
    "no seed": (lambda: network_start(2, None), "seed must be a whole number"),
    "a negative seed": (lambda: network_start(2, -1), "seed must be a whole number"),
    "no parameters": (lambda: network_forward(None, [1.0]), "parameters must be a dict"),
    "a missing parameter": (lambda: network_loss({}, [1], [1]), "parameters must hold w1"),
    "parameters of other shapes": (
        lambda: network_gradient(KNOBS | {"w2": [1.0]}, [1], [1]),
        r"parameters must hold .* got \(2,\), \(2,\), \(1,\), \(\)",
    ),
    "a value of many numbers": (
        lambda: explore_backward([Number("x", [1.0, 2.0], [])]),
        "value of each number in order must be a single number",
    ),
    "a name that is none": (lambda: explore_backward([Number(3, 1.0, [])]), "name in order must"),
    "inputs that are none": (lambda: explore_backward([Number("x", 1.0, 3)]), "inputs of each"),
    "points too far apart": (
        lambda: explore_fit([1, 2], [-1e308, 1e308], [1, 2], [[1, 2]], [1]),
        "y must hold finite numbers between",
    ),
    "points too far apart to train": (
        lambda: explore_training([-1e308, 1e308], [1, 2], {1: np.ones((2, 2))}),
        "x must hold finite numbers between",
    ),
    "a question's name": (lambda: ask([]), "name must be one of the questions' names"),
    "no source": (lambda: show_source(_without_source()), "functions must have a source"),
    "a name in a list": (lambda: check(_named_by_a_list()), "function must have the name"),
    "no topic": (lambda: number_question("?", 3, why=""), "topic must be a Topic"),
    "no arguments": (lambda: number_question("?", CHAIN_2, why=""), "arguments must be what"),
    "an array": (
        lambda: number_question("?", SLOPE_OF_ONE, tanh, [1, 2], why=""),
        "arguments must be si",
    ),
    "no text": (lambda: number_question(3, SLOPE_OF_ONE, tanh, 1.0, why=""), "text must be text"),
    "no table": (
        lambda: number_question("?", SLOPE_OF_ONE, tanh, 1.0, why="", table=3),
        "table must be",
    ),
    "half a decimal": (
        lambda: number_question("?", SLOPE_OF_ONE, tanh, 1.0, why="", decimals=0.5),
        "decimals must be a whole number",
    ),
    "no functions": (lambda: value_table(3, [1.0]), "functions must be a list"),
    "no points": (lambda: value_table([tanh], "1"), "points must hold real numbers"),
    "no choices": (lambda: choice_question("?", 3, "a"), "choices must be a dict"),
    "a hint that is none": (lambda: choice_question("?", {"a": 1, "b": ""}, "a"), "each hint in"),
    "no question": (lambda: QuestionBox([]), "questions must hold at least one"),
    "no list of questions": (lambda: QuestionBox(3), "questions must be a list"),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_a_clear_error(name: str) -> None:
    call, message = FOUND[name]
    with (
        warnings.catch_warnings(),
        pytest.raises((TypeError, ValueError), match=message),
    ):
        warnings.simplefilter("error")
        call()


def test_a_large_error_of_a_neuron_is_infinite() -> None:
    """Python's own floats refuse to be squared where they get too large."""
    judge_neuron(plot_neuron(1, 1e200, 1, 1), 1, 1e200, 1, 1)
    plt.close("all")
