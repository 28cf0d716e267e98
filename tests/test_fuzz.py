"""Any input: each public function gives a result or one of its documented errors.

An error is documented if the docstring's Raises section has its type. It must name an argument and
come from a `raise` of helpers, not from levels down in NumPy or Matplotlib. Warnings are errors,
but for NumPy's on floating point: they tell of a learner's function that gives nan or infinity.
What a result is, and what exactly an error says, is for the other tests.

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
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from ipywidgets import FloatSlider
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy import ndarray

import helpers as h
from helpers import leaky_relu, network_start, sigmoid, square, tanh
from helpers.answers.ask import PREDICTIONS
from helpers.answers.mistakes import CHAIN_2, Topic
from helpers.answers.questions import QuestionBox, choice_question, number_question, value_table
from helpers.answers.quests import QUESTS
from helpers.autodiff import backward, in_order, multiply

HELPERS = str(Path(h.__file__).parent)
MORE = int(os.environ.get("FUZZ", "1"))

# ---- Anything that a learner might pass ----


class Unwritable:
    """Not even its repr works."""

    def __repr__(self) -> str:
        raise RuntimeError("a learner's own error")


def _raises(x: ndarray) -> ndarray:
    raise KeyError("a learner's own error")


def _calls_itself(x: ndarray) -> ndarray:
    return _calls_itself(x)


OURS = [square, leaky_relu, sigmoid, tanh, h.valley, h.hill]
RIGHT = [*OURS, np.sin, functools.partial(np.multiply, 2.0), lambda x: np.add(x, 1, out=x)]
# fmt: off
WRONG = [
    math.exp, np.sum, np.add, print, len, str, dict, _raises, _calls_itself,
    lambda x: x if x > 0 else 0.2 * x, lambda: 1.0, lambda x: None, lambda x: "1",
    lambda x: 10**5000, lambda x: square, lambda x: x[:1], lambda x: x[..., np.newaxis] * x,
    lambda x: x > 0, lambda x: x + 1j, lambda x: x.astype(object), lambda x: [[1.0], [1.0, 2.0]],
    # These work, but what they give is seldom a number, or too large for a figure.
    np.log, np.exp, np.reciprocal, lambda x: x * np.nan, lambda x: x * 1e300,
]
ODD = [
    None, True, 1j, "", "long " * 500, b"b", ..., object(), int, math, {1.0: 2.0}, {1.0}, slice(3),
    10**400, 2**64, 1e308, -1e308, 1e-13, math.nan, math.inf, np.float16(1), np.uint8(200),
    decimal.Decimal("1.5"), fractions.Fraction(1, 10**400), np.longdouble("1e4000"),
    np.datetime64("2026-01-01"), np.str_("1"), np.ma.array([1, 2], mask=[False, True]),
]
# fmt: on
KINDS = [bool, np.uint8, np.float16, np.float64, complex, object, "U3", "M8[D]", "m8[s]", "f,i"]
shapes = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
anything = st.one_of(
    st.floats(),
    st.integers(),
    st.text(max_size=8),
    st.sampled_from([10**5000, Unwritable()]),  # what no message can hold
    st.sampled_from(ODD),
    st.sampled_from([*RIGHT, *WRONG]),
    arrays(st.sampled_from(KINDS), shapes),
    st.lists(st.floats() | st.sampled_from([*RIGHT, *WRONG, *ODD]), max_size=3),
    st.lists(st.lists(st.floats(-3, 3), max_size=2), max_size=3),  # often ragged
)

# ---- What fits ----


def mostly(good: st.SearchStrategy) -> st.SearchStrategy:
    """Something that fits, and now and then anything else: for what others are made of."""
    return st.integers(0, 9).flatmap(lambda k: anything if k == 9 else good)


def of_shape(*shape: int, low: float = -3) -> st.SearchStrategy:
    return arrays(float, shape, elements=st.floats(low, 3))


def chains(length: int) -> st.SearchStrategy:
    return st.lists(mostly(st.sampled_from(RIGHT)), min_size=length, max_size=length)


@st.composite
def graphs(draw: st.DrawFn) -> list:
    """Up to four numbers, each made of earlier ones."""
    order: list = []
    for k in range(draw(st.integers(1, 4))):
        pair = mostly(st.tuples(st.sampled_from(order or [None]), mostly(moderate)))
        inputs = draw(st.lists(pair, max_size=2 if k else 0))
        value, name = draw(mostly(moderate)), draw(mostly(st.just(f"n{k}")))
        order.append(SimpleNamespace(name=name, value=value, inputs=inputs))
    return order


def squeezed(x: ndarray, low: float, high: float) -> ndarray:
    return x


moderate, text = st.floats(-3, 3), st.text(max_size=9)
points = arrays(float, array_shapes(max_dims=1, max_side=4), elements=moderate)
questions = st.sampled_from(list(PREDICTIONS)).map(lambda name: PREDICTIONS[name]())
# fmt: off
BY_NAME = {
    "func": st.sampled_from(RIGHT), "chain": chains(2), "activations": chains(2),
    "functions": st.lists(mostly(st.sampled_from(OURS)), max_size=2).map(tuple),
    "input_": moderate | arrays(float, shapes, elements=moderate), "input_range": points,
    "points": points, "delta": st.floats(1e-4, 1), "ax": st.builds(lambda: Figure().subplots()),
    "slopes": st.booleans(), "w": moderate, "b": moderate,
    "hidden": st.integers(0, 7), "seed": st.integers(0, 99),
    "parameters": st.builds(network_start, st.integers(1, 3), st.integers(0, 9)),
    # Few positions: a live figure records all of them.
    "low": st.floats(-3, 1), "high": st.floats(1.5, 4), "step": st.floats(0.5, 2),
    "start": moderate, "guess": st.booleans(), "play": st.just(()), "order": graphs(),
    "quest": st.none() | st.sampled_from([*QUESTS]).map(h.quest),
    "x": of_shape(3), "y": of_shape(3), "at": of_shape(3).map(np.sort),
    "fits": of_shape(3, 3), "losses": of_shape(3, low=0.01), "units": st.none() | of_shape(3, 2, 3),
    "history": of_shape(4, 2), "bias": moderate,
    "figure": st.builds(Figure), "update": st.just(lambda **values: "moved"),
    "answer": st.just(()), "controls": st.builds(lambda: {"x": FloatSlider(max=1, step=0.25)}),
    "name": st.sampled_from([*PREDICTIONS, *QUESTS]), "function": st.just(squeezed),
    "per_level": st.integers(1, 2), "code": st.booleans(), "first_level": st.integers(1, 6),
    "questions": st.lists(mostly(questions), max_size=2),
    "text": text, "why": text, "table": st.lists(st.lists(mostly(text), max_size=2), max_size=2),
    "topic": st.just(CHAIN_2),
    "arguments": st.tuples(st.just([square, sigmoid]), mostly(st.just(1.2))),
    "choices": st.fixed_dictionaries({"a": mostly(text), "b": mostly(text)}),
    "right": st.sampled_from("ab"), "decimals": st.integers(1, 4),
    "most_kilobytes": st.floats(100, 900), "narrow": st.none(),
}
"""What fits a parameter of this name."""
# fmt: on
OF_3 = [h.chain_length_3, h.chain_deriv_3]
OTHERWISE = {function: {"chain": chains(3)} for function in OF_3}
OTHERWISE[h.yours_or_ours] = {"function": st.sampled_from([multiply, in_order, backward])}
OTHERWISE[h.plot_neuron] = {"x": moderate, "y": moderate}
NOT_CALLED = {*OURS, h.Array_Function, h.Chain, h.Quest, h.Value, h.show_figure}
FUNCTIONS = [getattr(h, name) for name in h.__all__ if getattr(h, name) not in NOT_CALLED]
FUNCTIONS += [number_question, value_table, choice_question, QuestionBox]
EXAMPLES = {"views": 10, "figures": 15, "answers": 30}
"""By the room of a function; of others, 50."""


@st.composite
def arguments_of(draw: st.DrawFn, function: Callable) -> dict:
    """Arguments that fit, by name, but for one that is odd; some with a default are left out."""
    strategies = BY_NAME | OTHERWISE.get(function, {})
    parameters = inspect.signature(function).parameters
    # An error of update's own would come through, as it should.
    odd = draw(st.sampled_from([None, *(name for name in parameters if name != "update")]))
    arguments = {
        name: draw(anything if name == odd else strategies[name])
        for name, parameter in parameters.items()
        # Without a range a view would have many positions, which takes long.
        if parameter.default is parameter.empty
        or name in (odd, "low", "high", "step")
        or draw(st.booleans())
    }
    if odd and parameters[odd].kind is inspect.Parameter.VAR_POSITIONAL:
        arguments[odd] = (arguments[odd],)
    if odd and parameters[odd].kind is inspect.Parameter.VAR_KEYWORD:
        arguments[odd] = {"x": arguments[odd]}
    return arguments


# ---- The tests ----


def documented(function: Callable) -> set[str]:
    """The types in the Raises section of a docstring, and in the rule of its module's docstring."""
    rule = inspect.getmodule(function).__doc__
    section = re.search(r"\n\s*Raises\n\s*-+\n(.*?)(\n\s*\w+\n\s*---|\Z)", function.__doc__, re.S)
    return set(re.findall(r"\b\w+Error\b", rule + (section[1] if section else "")))


def assert_on_purpose(error: Exception, function: Callable) -> None:
    """It is documented, comes from a `raise` of helpers, and names one of the arguments."""
    assert isinstance(error, TypeError | ValueError), repr(error)[:300]
    assert type(error).__name__ in documented(function), f"undocumented: {error!r:.300}"
    *_, last = traceback.extract_tb(error.__traceback__)
    assert last.filename.startswith(HELPERS), f"from {last.filename}: {error!r:.300}"
    line = linecache.getline(last.filename, last.lineno)
    assert line.strip().startswith("raise "), f"not raised on purpose: {line} {error!r:.300}"
    names = "|".join(inspect.signature(function).parameters)
    # A learner's function is named by itself, a slider by the control's name.
    pattern = rf"\b({names})\b|control [xy] |the function |gives no number|[xy] fewer"
    assert re.search(pattern, str(error)), f"no argument is named: {error}"
    assert len(str(error)) < 2000


def try_out(function: Callable, arguments: dict) -> str:
    """Call it with these arguments; which end it took, a result or an error."""
    call = inspect.BoundArguments(inspect.signature(function), arguments)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="(?!helpers)")
        try:
            result = function(*call.args, **call.kwargs)
            if isinstance(result, Axes):
                result.figure.draw_without_rendering()
        except Exception as error:
            assert_on_purpose(error, function)
            return "error"
        else:
            return "result"
        finally:
            plt.close("all")


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
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
    assert ends == {"result", "error"}, "both have to be met"


RANGES = [
    (0.0, 1e-12, 1e-13),
    (0.0, 5e-323, 5e-324),
    (1e16, 1e16 + 8, 0.1),
    (1e6, 1e6 + 0.01, 0.004),
    (-1e308, 1e308, 1e308),
    (-1e99, 1e99, 1e99),
    (0.0, 1.0, 10**400),
]
TWO, ORDER = [tanh, sigmoid], ["chain", "low", "high", "step"]
SLIDER = FloatSlider(min=-1e308, max=1e308)
RARE = [
    *(
        (h.explore_composition, {"chain": TWO, "low": a, "high": b, "step": c})
        for a, b, c in RANGES
    ),
    (h.LiveFigure, {"figure": Figure(), "update": print, "controls": {"x": SLIDER}}),
    (h.show_source, {"functions": (Topic.__init__,)}),  # made by Python, without a source
]


@pytest.mark.parametrize(("function", "arguments"), RARE)
def test_what_such_examples_seldom_hold(function: Callable, arguments: dict) -> None:
    try_out(function, arguments)


# ---- The first wrong argument ----

FITTING = {
    "func": square, "chain": [square, sigmoid], "activations": [tanh], "input_": 1.0,
    "input_range": [0.0, 0.5, 1.0], "functions": [square], "points": [1.0], "low": 0.0, "high": 1.0,
    "parameters": network_start(1, 0), "hidden": 1, "w": 1.0, "x": [0.0, 1.0], "y": [0.0, 1.0],
    "at": [0.0, 1.0], "fits": [[0.0, 1.0]], "losses": [1.0], "units": None, "history": None,
    "bias": 0.0, "seed": 0,
    "figure": Figure(), "update": lambda x: "",
    "quest": None, "text": "", "topic": CHAIN_2, "choices": {"a": "", "b": ""}, "why": "",
    "order": None, "per_level": 1, "code": True, "first_level": 1,
    "ax": None, "slopes": True, "step": 0.5, "start": 0.0,
    "decimals": 2, "answer": (), "most_kilobytes": 300, "narrow": None,
    "guess": False, "play": (),
}  # fmt: skip
"""An argument that is right wherever there is one of this name."""
OF_NUMBERS = {h.plot_neuron: {"x": 1.0, "y": 1.0, "b": 1.0}}
# Of ask, quest and check there is but one argument, and those of no name are all of one kind.
SEVERAL = [
    function
    for function in FUNCTIONS
    if sum(p.kind < p.VAR_POSITIONAL or p.kind == p.KEYWORD_ONLY
           for p in inspect.signature(function).parameters.values()) > 1
]  # fmt: skip


@pytest.mark.parametrize("function", SEVERAL, ids=lambda function: function.__name__)
def test_the_first_wrong_argument_is_the_one_that_is_named(function: Callable) -> None:
    parameters = inspect.signature(function).parameters.values()
    names = [p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    fitting = FITTING | OF_NUMBERS.get(function, {})
    if function in OF_3:
        fitting["chain"] = [square] * 3
    for k, name in enumerate(names):
        arguments = {fits: fitting[fits] for fits in names[:k]}
        with pytest.raises((TypeError, ValueError), match=rf"^(each )?{name}\b"):
            function(**arguments, **dict.fromkeys(names[k:], Unwritable()))
