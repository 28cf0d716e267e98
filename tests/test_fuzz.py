"""Any input: each public function gives a result of its kind or one of its documented errors.

An error is documented if the docstring's Raises section has its type. It must name an argument and
come from a `raise` of helpers, not from levels down in NumPy or Matplotlib. Warnings are errors,
but for NumPy's on floating point: they tell of a learner's function that gives nan or infinity.
That a result is right is for the other tests.

The same examples come at every run. FUZZ=20 pytest tests/test_fuzz.py looks at 20 times as many.
"""

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


# ---- What a result has to be ----


def judge(result: object, arguments: dict) -> None:
    """Of the right kind and shape, and it can be shown."""
    if isinstance(result, LiveFigure):
        assert all(isinstance(sentence, str) and sentence for sentence in sentences(result))
        if "step" in arguments:
            assert_positions(positions(result)["x"], **arguments)
    elif isinstance(result, Axes):
        assert arguments.get("ax") in (None, result)
        result.figure.draw_without_rendering()
    elif isinstance(result, dict) and "kind" in result:
        judge(QuestionBox([result]), {})
    elif isinstance(result, QuestionBox):
        assert "Run this cell" in repr(result)
        assert len(result.questions) == 5 * arguments.get("per_level", len(result.questions) / 5)
    elif "input_" in arguments or "input_range" in arguments:
        shape = np.shape(arguments.get("input_", arguments.get("input_range")))
        for found in result if isinstance(result, list) else [result]:
            assert isinstance(found, ndarray | np.floating) and found.dtype == float
            assert np.shape(found) == shape


def assert_positions(xs: list[float], **arguments: object) -> None:
    """From low to high in steps, all of them different."""
    low, high, step = (fractions.Fraction(arguments[name]) for name in ("low", "high", "step"))
    count = math.floor((high - low) / step + fractions.Fraction(1, 10**9)) + 1
    assert len(xs) == len(set(xs)) == count
    assert all(abs(x - float(low + k * step)) <= 1e-3 * step for k, x in enumerate(xs))


# ---- Arguments ----

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


runs = st.dictionaries(
    either(st.floats(0.1, 9), any_number), mostly(of_shape(4, 2), 3), min_size=1, max_size=2
)
table = st.lists(st.lists(words, min_size=1, max_size=2), max_size=2)
questions = st.lists(known.map(lambda name: PREDICTIONS[name]()), max_size=2)
# fmt: off
BY_NAME = {
    "func": some_function, "chain": chains(2), "functions": chains(2), "ax": axes,
    "input_": of_any_shape, "input_range": over_range, "points": over_range,
    "delta": mostly(st.floats(1e-4, 1)), "start": mostly(moderate, 3),
    "slopes": mostly(st.booleans()), "decimals": mostly(st.integers(0, 6)),
    "hidden": mostly(st.integers(0, 7)), "seed": mostly(st.integers(0, 99)),
    "parameters": mostly(st.builds(network_start, st.integers(1, 3), st.integers(0, 9))),
    "x": mostly(of_shape(3), 9), "y": mostly(of_shape(3), 9),
    # Few positions: a live figure records all of them.
    "low": mostly(st.floats(-3, 1), 14), "high": mostly(st.floats(1.5, 4), 14),
    "step": mostly(st.floats(0.5, 2), 14), "quest": st.none(),
    "activations": mostly(st.lists(mostly(right_functions), min_size=1, max_size=2)),
    "runs": mostly(runs, 9), "example": mostly(st.integers(0, 2), 9), "at": mostly(of_shape(3), 9),
    "fits": mostly(of_shape(4, 3), 9), "losses": mostly(of_shape(4, low=0.01), 9),
    "order": mostly(graphs()), "per_level": mostly(st.integers(1, 2)),
    "text": text, "why": text, "table": mostly(table, 20), "questions": mostly(questions, 2),
    "choices": mostly(st.dictionaries(st.sampled_from("abc"), words, min_size=2)),
    "right": either(st.sampled_from("abc"), anything), "function": either(exercises, anything),
}
"""What is passed to a parameter of this name."""
OF_3 = [h.chain_length_3, h.chain_deriv_3, h.explore_accumulation]
OF_ANY = [h.chain_values, h.chain_slopes, h.chain_deriv, h.explore_stretch]
OTHERWISE = {
    **{function: {"chain": chains(3)} for function in OF_3},
    **{function: {"chain": chains(4)} for function in OF_ANY},
    h.exact_deriv: {"func": either(ours, anything)},
    h.network_forward: {"x": over_range},
    h.plot_boxes: {"input_": either(st.none(), moderate, any_float, anything)},
    h.plot_diamond: {"input_": mostly(any_float)},
    h.plot_neuron: {name: either(*[moderate] * 8, any_float, anything) for name in "xywb"},
    h.ask: {"name": either(known, anything)},
    h.quest: {"name": either(st.sampled_from(list(QUESTS)), anything)},
    h.show_source: {"functions": st.lists(either(anything, st.just(h.deriv)), max_size=2)},
    number_question: {"topic": topics, "arguments": st.just(()),
                      "decimals": mostly(st.integers(1, 4), 20)},
}
"""Where it is something else."""
# fmt: on
LIVE = [{"x": controls}, {"x": controls, "y": controls}, {"figure": anything}, {"update": anything}]
NOT_CALLED = {*OURS, h.Array_Function, h.Chain, h.Quest, h.show_figure}
FUNCTIONS = [function for function in map(vars(h).get, h.__all__) if function not in NOT_CALLED]
FUNCTIONS += [number_question, value_table, choice_question, QuestionBox]
EXAMPLES = {"views": 5, "live": 15, "figures": 15, "answers": 40}
"""By the room of a function; of others, 50."""


def arguments_of(function: Callable) -> st.SearchStrategy:
    """Dicts of arguments by name, those with a default now and then left out."""
    if function is LiveFigure:
        return st.one_of([st.builds(_live, **changes) for changes in LIVE])
    known = BY_NAME | OTHERWISE.get(function, {})
    needed, optional = {}, {}
    for name, parameter in inspect.signature(function).parameters.items():
        # Without a range a view would have many positions, which takes long.
        left_out = parameter.default is not parameter.empty and name not in ("low", "high", "step")
        (optional if left_out else needed)[name] = known[name]
    return st.fixed_dictionaries(needed, optional=optional)


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
        topic, given = arguments.pop("topic")
        text, _ = arguments.pop("text"), arguments.pop("arguments")
        return number_question(text, topic, *given, **arguments)
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


def try_out(function: Callable, arguments: dict) -> str:
    """Call it with these arguments; which end it took, a result or an error."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="(?!helpers)")
        try:
            result = called(function, **arguments)
        except Exception as error:
            assert_on_purpose(error, function, arguments)
            return "error"
        else:
            judge(result, arguments)
            return "result"
        finally:
            plt.close("all")


every_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)


@every_function
def test_any_input_gives_a_result_or_a_documented_error(function: Callable) -> None:
    room = function.__module__.split(".")[1]

    @settings(
        deadline=None,
        database=None,
        derandomize=True,
        max_examples=EXAMPLES.get(room, 50) * MORE,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=[Phase.generate],  # to shrink a live figure would take minutes
    )
    @given(arguments_of(function))
    def call(arguments: dict) -> None:
        ends.add(try_out(function, arguments))

    ends: set[str] = set()
    call()
    assert room == "views" or ends == {"result", "error"}, "both have to be met"


@pytest.mark.parametrize("limits", EXTREME)
def test_extreme_ranges_make_positions_or_are_refused(limits: tuple) -> None:
    ranges = dict(zip(("low", "high", "step"), limits, strict=True))
    try_out(h.explore_composition, {"chain": [tanh, sigmoid], **ranges})


class Unwritable:
    """Not even its repr works."""

    def __repr__(self) -> str:
        raise RuntimeError("a learner's own error")


@every_function
def test_what_cannot_be_written_is_an_error_all_the_same(function: Callable) -> None:
    """Python refuses to write a whole number of 5000 digits, so no message can hold it."""
    parameters = inspect.signature(function).parameters.values()
    for value in (10**5000, -(10**5000), Unwritable()):
        arguments = [value for p in parameters if p.kind is not p.KEYWORD_ONLY]
        options = {p.name: value for p in parameters if p.kind is p.KEYWORD_ONLY}
        if function is LiveFigure:
            arguments, options = [Figure(), print], {"x": value}
        with pytest.raises((TypeError, ValueError)) as caught:
            function(*arguments, **options)
        assert_on_purpose(caught.value, function, {"x": None, "functions": None})


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
