"""Any input: each public function gives a result of its kind or one of its documented errors.

An error is documented if the docstring's Raises section has its type. It must name an argument and
come from a `raise` of helpers, not from levels down in NumPy or Matplotlib. Warnings are errors,
but for NumPy's on floating point: they tell of a learner's function that gives nan or infinity.
That a result is right is for the other tests.

The same examples come at every run. FUZZ=20 pytest tests/test_fuzz.py looks at 20 times as many.
"""

import collections
import decimal
import fractions
import functools
import inspect
import linecache
import math
import os
import re
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from ipywidgets import FloatSlider, IntSlider
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy import ndarray
from pictures import positions, sentences

import helpers as h
from helpers import LiveFigure, leaky_relu, network_start, sigmoid, square, tanh
from helpers.answers.exercises import EXERCISES
from helpers.answers.mistakes import CHAIN_2, SLOPE_OF_ONE
from helpers.answers.predictions import PREDICTIONS
from helpers.answers.questions import QuestionBox, choice_question, number_question, value_table
from helpers.answers.quests import QUESTS

# Of the strategies, which are many; hypothesis says so when it writes them down.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

HELPERS = str(Path(h.__file__).parent)
MORE = int(os.environ.get("FUZZ", "1"))


# ---- Functions of a learner: those that work, and others ----


def _in_place(x: ndarray) -> ndarray:
    x += 1
    return x


OURS = [square, leaky_relu, sigmoid, tanh, h.valley, h.hill]
RIGHT = [
    *(*OURS, np.sin, functools.partial(np.multiply, 2.0), _in_place),
    *(lambda x: (x + 5).tolist(), lambda x: np.full(np.shape(x), 3)),
]


def _raises(x: ndarray) -> ndarray:
    raise KeyError("a learner's own error")


def _calls_itself(x: ndarray) -> ndarray:
    return _calls_itself(x)


def _stops(x: ndarray) -> ndarray:
    yield x


# fmt: off
WRONG = [
    math.exp, np.sum, np.add, print, len, str, dict, _raises, _calls_itself, _stops,
    lambda x: x if x > 0 else 0.2 * x, lambda: 1.0, lambda x, y: x + y,
    lambda x: None, lambda x: "1", lambda x: 1.0, lambda x: 10**5000, lambda x: square,
    lambda x: x[:1], lambda x: np.append(x, 1.0), lambda x: x[..., np.newaxis] * x,
    lambda x: x > 0, lambda x: x + 1j, lambda x: x.astype(str), lambda x: x.astype(object),
    lambda x: [[1.0], [1.0, 2.0]], lambda x: {"y": x},
]
# fmt: on
# These work, but what they give is seldom a number, or too large for a figure.
WILD = [np.log, np.sqrt, np.exp, np.reciprocal, lambda x: x * np.nan, lambda x: x * 1e300]

right_functions = st.sampled_from(RIGHT)
wrong_functions = st.sampled_from(WRONG)


# ---- Anything that a learner might pass ----


def either(*strategies: st.SearchStrategy) -> st.SearchStrategy:
    """One of these, each as often as the others: st.one_of would count their branches."""
    return st.sampled_from(strategies).flatmap(lambda strategy: strategy)


any_float = st.floats() | st.sampled_from([1e308, -1e308, 5e-324, 1e13, 1e-13, math.nan, math.inf])
any_number = st.one_of(
    st.integers(-5, 5),
    st.integers() | st.sampled_from([10**400, -(10**400), 2**63, 2**64]),
    any_float,
    any_float.map(np.float64),
    st.floats(width=16).map(np.float16),
    st.integers(0, 255).map(np.uint8),
    st.fractions() | st.just(fractions.Fraction(1, 10**400)),
    st.sampled_from([decimal.Decimal("1.5"), np.longdouble("1e4000")]),
)
no_number = st.one_of(
    st.none() | st.booleans() | st.complex_numbers(),
    st.text(max_size=8) | st.binary(max_size=8) | st.just("long " * 500),
    st.sampled_from([..., NotImplemented, object(), int, {1.0: 2.0}, {1.0}, np.True_, slice(3)]),
    st.sampled_from([np.datetime64("2026-01-01"), np.timedelta64(1, "D"), np.str_("1"), math]),
    st.builds(lambda: (u for u in [square, sigmoid])),
)
shapes = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
KINDS = [bool, np.uint8, np.int64, np.float16, np.float64, complex, "U3", "S3", "M8[D]", "m8[s]"]
any_array = st.one_of(
    st.sampled_from(KINDS).flatmap(lambda kind: arrays(kind, shapes)),
    arrays(object, shapes, elements=st.none() | st.integers(0, 3) | st.just(square)),
    arrays(float, shapes, elements=st.floats(-3, 3)),
    arrays([("a", float), ("b", int)], (2,)),
)
any_list = st.one_of(
    st.recursive(
        any_number | no_number | right_functions, lambda inner: st.lists(inner, max_size=3)
    ),
    st.lists(st.lists(st.floats(-3, 3), max_size=2), max_size=3),  # often ragged
    st.lists(st.text(max_size=2), max_size=3),
    st.lists(either(right_functions, wrong_functions), max_size=4),
    st.dictionaries(st.text(max_size=2), any_number, max_size=2),
)
anything = either(any_number, no_number, any_array, any_list, right_functions, wrong_functions)


def mostly(good: st.SearchStrategy, times: int = 5) -> st.SearchStrategy:
    """Something that fits, and now and then anything else."""
    return either(*[good] * times, anything)


def _viewed(numbers: list[float], view: int) -> object:
    """The same numbers as a list, a tuple, and arrays of several kinds."""
    array = np.array(numbers, dtype=float)
    spread = np.repeat(array, 2)[::2]
    masked = np.ma.array(array, mask=np.arange(len(array)) == 1)
    return [numbers, tuple(numbers), array, spread, array.astype(np.float32), masked][view]


moderate = st.floats(-3, 3)
numbers = either(
    st.builds(_viewed, st.lists(moderate, min_size=1, max_size=5), st.integers(0, 5)),
    st.builds(range, st.integers(-3, 3), st.integers(-3, 3)),
    arrays(np.uint8, array_shapes(max_dims=1, max_side=4), elements=st.integers(0, 255)),
    st.lists(any_float, max_size=3),
)
of_any_shape = mostly(either(numbers, moderate, arrays(float, shapes, elements=moderate)))
over_range = mostly(numbers)
some_function = either(*[right_functions] * 6, st.sampled_from(WILD), wrong_functions, anything)


def chains(length: int) -> st.SearchStrategy:
    """Mostly lists of so many functions, as a list or as a tuple."""
    items = st.lists(right_functions, min_size=length, max_size=length)
    other = st.lists(some_function, min_size=length, max_size=length)
    short = st.lists(right_functions, max_size=4)
    return either(items, items, items, items.map(tuple), other, short, anything)


# ---- Judges: each takes what a function returned, and its arguments by name ----


def judge_numbers(result: object, **arguments: object) -> None:
    """Floats in the shape of the input, or a list of such arrays."""
    (input_,) = (value for name, value in arguments.items() if name.startswith("input_"))
    for found in result if isinstance(result, list) else [result]:
        assert isinstance(found, ndarray | np.floating) and found.dtype == float
        assert np.shape(found) == np.shape(input_)


def judge_axes(result: Axes, ax: object = None, **arguments: object) -> None:
    assert isinstance(result, Axes)
    assert ax is None or result is ax
    result.figure.draw_without_rendering()


def judge_live(result: LiveFigure, **arguments: object) -> None:
    """A sentence at every position, and the positions that were asked for."""
    assert all(isinstance(sentence, str) and sentence for sentence in sentences(result))
    if "step" in arguments:
        low, high, step = (fractions.Fraction(arguments[name]) for name in ("low", "high", "step"))
        count = math.floor((high - low) / step + fractions.Fraction(1, 10**9)) + 1
        actual = positions(result)["x"]
        assert len(actual) == len(set(actual)) == count
        expected = [float(low + k * step) for k in range(count)]
        assert all(abs(a - e) <= 1e-3 * step for a, e in zip(actual, expected, strict=True))


def judge_box(result: QuestionBox, **arguments: object) -> None:
    assert "Run this cell" in repr(result)
    assert len(result.questions) == 5 * arguments.get("per_level", len(result.questions) / 5)


def judge_question(result: dict, **arguments: object) -> None:
    judge_box(QuestionBox([result]))


def judge_nothing(result: object, **arguments: object) -> None:
    """For the other tests."""


# ---- Good arguments for each function ----

parameters = mostly(st.builds(network_start, st.integers(1, 3), st.integers(0, 9)))
axes = mostly(either(st.none(), st.builds(lambda: Figure().subplots())))
# fmt: off
EXTREME = [
    (0.0, 1e-12, 1e-13), (0.0, 1e-11, 3.5e-12), (0.0, 5e-323, 5e-324), (0.0, 1e-8, 3e-9),
    (1.0, 1 + 1e-12, 5e-13), (1.0, 1 + 1e-8, 3e-9), (1e16, 1e16 + 8, 2.0), (1e16, 1e16 + 8, 0.1),
    (1e6, 1e6 + 0.01, 0.004), (-1e308, 1e308, 1e308), (-1e308, 1e308, 1e-308),
    (-1e99, 1e99, 1e99), (-1e20, 1e20, 1e20), (0.0, 1.0, 10**400),
]
# fmt: on


@st.composite
def graphs(draw: st.DrawFn) -> list:
    """Up to five numbers, each made of earlier ones; now and then with something odd."""
    order: list = []
    for k in range(draw(st.integers(1, 5))):
        pair = st.tuples(st.sampled_from(order or [None]), moderate)
        inputs = draw(st.lists(pair, max_size=2 if k else 0))
        order.append(SimpleNamespace(name=f"n{k}", value=draw(moderate), inputs=inputs))
    if draw(st.booleans()):
        name = draw(st.sampled_from(["name", "value", "inputs"]))
        setattr(draw(st.sampled_from(order)), name, draw(anything))
    return order


def of_shape(*shape: int, low: float = -3) -> st.SearchStrategy:
    return arrays(float, shape, elements=st.floats(low, 3))


def at_most_one_odd(**good: st.SearchStrategy) -> st.SearchStrategy:
    """Arguments that fit together, with at most one of them replaced."""
    change = st.dictionaries(st.sampled_from([*good]), anything | st.just([1e308, -1e308, 1.0]))
    return st.builds(lambda some, change: some | change, st.fixed_dictionaries(good), change)


def moving_dot(figure: Figure) -> Callable:
    """Add a dot to a figure; returns an update for it that takes any controls."""
    (dot,) = figure.subplots().plot([0], [0], "o")

    def update(**values: object) -> str:
        dot.set_data([0.5], [0.5])
        return "moved"

    return update


def _live(**changes: object) -> dict:
    figure = Figure()
    some = {"figure": figure, "update": moving_dot(figure), "x": IntSlider(min=0, max=3)} | changes
    # An error of its own would come through, as it should.
    return some | ({"update": moving_dot(figure)} if callable(some["update"]) else {})


good = st.builds(lambda: FloatSlider(min=0, max=1, step=0.25))
controls = either(good, good, anything)


def _named(name: str, func: Callable) -> Callable:
    return FunctionType(func.__code__, globals(), name)


BODIES = [lambda *a: ..., lambda *a: 10**5000, lambda *a: a[0](a[1]), lambda: 1.0]
exercises = st.builds(_named, st.sampled_from(list(EXERCISES)), st.sampled_from(BODIES))
odd = st.lists(anything, max_size=3).map(tuple)
ours = st.sampled_from(OURS)
some_x = st.floats(0.3, 1.7).map(lambda x: round(x, 2))  # at 0 all mistakes look the same
pairs = st.lists(mostly(ours), min_size=2, max_size=2)
known = st.sampled_from(list(PREDICTIONS))
topics = either(
    *[st.tuples(st.just(CHAIN_2), st.tuples(pairs, some_x))] * 3,
    st.tuples(st.just(SLOPE_OF_ONE), st.tuples(mostly(ours), mostly(some_x)) | odd),
    st.tuples(anything, odd),
)
words, text = st.text(max_size=2), mostly(st.text(), 20)


class Case(NamedTuple):
    """How one public function is called, and who judges what it returns."""

    function: Callable
    judge: Callable[..., None]
    examples: int
    arguments: st.SearchStrategy
    """Dicts of arguments by name."""


def case(
    function: Callable, judge: Callable, examples: int, all_: object = None, /, **arguments: object
) -> Case:
    """Call a public function with these arguments by name, or with `all_` of them in a dict."""
    by_name = st.fixed_dictionaries(arguments) if all_ is None else all_
    return Case(function, judge, examples, by_name)


of_2, of_3, of_any = chains(2), chains(3), chains(4)
some_points = {"x": of_shape(3), "y": of_shape(3)}
runs = st.dictionaries(
    either(st.floats(0.1, 9), any_number), mostly(of_shape(4, 2), 3), min_size=1, max_size=2
)
to_train = at_most_one_odd(**some_points, runs=runs, example=st.integers(0, 2))
to_fit = at_most_one_odd(
    **some_points, at=of_shape(3), fits=of_shape(4, 3), losses=of_shape(4, low=0.01)
)
# Few positions: a live figure records all of them.
ranges = {
    "low": mostly(st.floats(-3, 1), 14),
    "high": mostly(st.floats(1.5, 4), 14),
    "step": mostly(st.floats(0.5, 2), 14),
}
extreme_ranges = st.sampled_from(EXTREME).map(
    lambda limits: dict(zip(["low", "high", "step"], limits, strict=True), chain=[tanh, sigmoid])
)
# fmt: off
CASES = [
    case(h.deriv, judge_numbers, 80,
         func=some_function, input_=of_any_shape, delta=mostly(st.floats(1e-4, 1))),
    case(h.chain_length_2, judge_numbers, 40, chain=of_2, input_=of_any_shape),
    case(h.chain_length_3, judge_numbers, 40, chain=of_3, input_=of_any_shape),
    case(h.chain_values, judge_numbers, 40, chain=of_any, input_=of_any_shape),
    case(h.chain_slopes, judge_numbers, 40, chain=of_any, input_=of_any_shape),
    case(h.chain_deriv_2, judge_numbers, 40, chain=of_2, input_range=over_range),
    case(h.chain_deriv_3, judge_numbers, 40, chain=of_3, input_range=over_range),
    case(h.chain_deriv, judge_numbers, 40, chain=of_any, input_range=over_range),
    case(h.exact_deriv, judge_nothing, 40, func=either(ours, anything)),
    case(h.network_start, judge_nothing, 60,
         hidden=mostly(st.integers(0, 1001)), seed=mostly(st.integers(0, 99))),
    case(h.network_forward, judge_nothing, 40, parameters=parameters, x=over_range),
    case(h.network_loss, judge_nothing, 40,
         parameters=parameters, x=mostly(of_shape(3)), y=mostly(of_shape(3))),
    case(h.network_gradient, judge_nothing, 40,
         parameters=parameters, x=mostly(of_shape(3)), y=mostly(of_shape(3))),
    case(h.plot_chain, judge_axes, 15, chain=of_2, input_range=over_range, ax=axes),
    case(h.plot_chain_deriv, judge_axes, 15, chain=of_2, input_range=over_range, ax=axes),
    case(h.plot_boxes, judge_axes, 20,
         chain=of_2, input_=either(st.none(), moderate, any_float, anything), ax=axes,
         slopes=mostly(st.booleans()), decimals=mostly(st.integers(0, 6))),
    case(h.plot_diamond, judge_axes, 15, chain=of_2, input_=mostly(any_float), ax=axes),
    case(h.plot_network, judge_axes, 15, hidden=mostly(st.integers(1, 6)), ax=axes),
    case(h.plot_neuron, judge_axes, 15,
         ax=axes, **{name: either(*[moderate] * 8, any_float, anything) for name in "xywb"}),
    case(h.explore_function, judge_live, 8, func=some_function, input_range=over_range),
    case(h.explore_derivative, judge_live, 4, func=some_function, **ranges),
    case(h.explore_composition, judge_live, 5, chain=of_2, **ranges),
    case(h.explore_composition, judge_live, 8, extreme_ranges),
    case(h.explore_nudge, judge_live, 4, chain=of_2, **ranges),
    case(h.explore_chain, judge_live, 4, chain=of_2, **ranges),
    case(h.explore_chain_deriv, judge_live, 4, chain=of_2, **ranges),
    case(h.explore_stretch, judge_live, 4, chain=of_any, **ranges),
    case(h.explore_accumulation, judge_live, 5, chain=of_3, **ranges),
    case(h.explore_depth, judge_live, 5, start=mostly(moderate, 3),
         activations=mostly(st.lists(mostly(right_functions), min_size=1, max_size=2))),
    case(h.explore_paths, judge_live, 4, func=some_function, **ranges),
    case(h.explore_training, judge_live, 8, to_train),
    case(h.explore_fit, judge_live, 8, to_fit),
    case(h.explore_backward, judge_live, 8, order=mostly(graphs())),
    case(LiveFigure, judge_live, 15, st.one_of(
        st.builds(_live, x=controls), st.builds(_live, x=controls, y=controls),
        st.builds(_live, figure=anything), st.builds(_live, update=anything))),
    case(h.ask, judge_box, 15, name=either(known, anything)),
    case(h.quest, judge_nothing, 15, name=either(st.sampled_from(list(QUESTS)), anything)),
    case(h.practice, judge_box, 15,
         seed=mostly(st.integers(0, 99)), per_level=mostly(st.integers(1, 2))),
    case(h.check, judge_nothing, 60, function=either(exercises, anything)),
    case(h.show_source, judge_nothing, 40,
         functions=st.lists(either(anything, st.just(h.deriv)), max_size=2)),
    case(number_question, judge_question, 80,
         text=text, asked=topics, why=text, decimals=mostly(st.integers(1, 4), 20),
         table=mostly(st.lists(st.lists(words, min_size=1, max_size=2), max_size=2), 20)),
    case(value_table, judge_nothing, 60, functions=of_2, points=over_range),
    case(choice_question, judge_question, 60,
         text=text, choices=mostly(st.dictionaries(st.sampled_from("abc"), words, min_size=2)),
         right=either(st.sampled_from("abc"), anything)),
    case(QuestionBox, judge_box, 30,
         questions=mostly(st.lists(known.map(lambda name: PREDICTIONS[name]()), max_size=2), 2)),
]
# fmt: on
WITHOUT_ARGUMENTS = {"Array_Function", "Chain", "Quest", "show_figure"}


# ---- The tests ----


def documented(function: Callable) -> set[str]:
    """The types in the Raises section of a docstring, and in the rule of its module's docstring."""
    rule = inspect.getmodule(function).__doc__
    section = re.search(r"\n\s*Raises\n\s*-+\n(.*?)(\n\s*\w+\n\s*---|\Z)", function.__doc__, re.S)
    return set(re.findall(r"\b\w+Error\b", rule + (section[1] if section else "")))


def called(function: Callable, /, **arguments: object) -> object:
    """Call the function; two of them take arguments without a name."""
    if function is h.show_source:
        return function(*arguments["functions"])
    if function is number_question:
        topic, given = arguments.pop("asked")
        return number_question(arguments.pop("text"), topic, *given, **arguments)
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


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.function.__name__)


@every_case
def test_any_input_gives_a_result_or_a_documented_error(case: Case) -> None:
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
    if case.examples >= 15:
        assert ends["results"], "no result was judged"
        assert ends["errors"], "no error was judged"


def test_every_public_function_is_called() -> None:
    """A new one must be added to the table above."""
    known = {case.function.__name__ for case in CASES} | {func.__name__ for func in OURS}
    assert known >= set(h.__all__) - WITHOUT_ARGUMENTS


class Unwritable:
    """Not even its repr works."""

    def __repr__(self) -> str:
        raise RuntimeError("a learner's own error")


@every_case
def test_what_cannot_be_written_is_an_error_all_the_same(case: Case) -> None:
    """Python refuses to write a whole number of 5000 digits, so no message can hold it."""
    parameters = inspect.signature(case.function).parameters.values()
    for value in (10**5000, -(10**5000), Unwritable()):
        arguments = [value for p in parameters if p.kind is not p.KEYWORD_ONLY]
        options = {p.name: value for p in parameters if p.kind is p.KEYWORD_ONLY}
        if case.function is LiveFigure:
            arguments, options = [Figure(), print], {"x": value}
        with pytest.raises((TypeError, ValueError)) as caught:
            case.function(*arguments, **options)
        assert_on_purpose(caught.value, case.function, {"x": None, "functions": None})


# ---- What such examples have found, and what no other test asks for ----


def _without_source() -> Callable:
    made: dict = {}
    exec("def made(x):\n    return x", made)
    return made["made"]


TWO = [tanh, sigmoid]
slope_question = functools.partial(number_question, "?", SLOPE_OF_ONE, why="")
# fmt: off
FOUND = [
    (lambda: h.explore_composition(TWO, 0, 1e-12, 1e-13), "told apart"),
    (lambda: h.explore_nudge(TWO, 1e16, 1e16 + 8, 0.1), "told apart"),
    (lambda: LiveFigure(Figure(), print, x=FloatSlider(min=-1e308, max=1e308)),
     "give x fewer positions"),
    (lambda: h.explore_nudge(TWO, -1e308, 1e308, 1e308), "low and high must"),
    (lambda: h.ask([]), "name must be one of the questions' names"),
    (lambda: h.show_source(_without_source()), "functions must have a source"),
    (lambda: h.check(type("F", (), {"__name__": [], "__call__": tanh})()), "must have the name"),
    (lambda: number_question("?", 3, why=""), "topic must be a Topic"),
    (lambda: number_question("?", CHAIN_2, why=""), "arguments must be what"),
    (lambda: number_question(3, SLOPE_OF_ONE, tanh, 1.0, why=""), "text must be text"),
    (lambda: slope_question(tanh, [1, 2]), "arguments must be si"),
    (lambda: slope_question(tanh, 1.0, table=3), "table must be"),
    (lambda: slope_question(tanh, 1.0, decimals=0.5), "decimals must be a whole number"),
    (lambda: value_table(3, [1.0]), "functions must be a list"),
    (lambda: value_table([tanh], "1"), "points must hold real numbers"),
    (lambda: choice_question("?", 3, "a"), "choices must be a dict"),
    (lambda: choice_question("?", {"a": 1, "b": ""}, "a"), "each hint in"),
    (lambda: QuestionBox([]), "questions must hold at least one"),
    (lambda: QuestionBox(3), "questions must be a list"),
]
# fmt: on


@pytest.mark.parametrize(("call", "message"), FOUND)
def test_what_was_found_is_a_clear_error(call: Callable, message: str) -> None:
    with warnings.catch_warnings(), pytest.raises((TypeError, ValueError), match=message):
        warnings.simplefilter("error")
        call()
