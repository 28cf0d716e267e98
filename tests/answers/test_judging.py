"""The judge of a learner's function: whatever it does, one or two sentences, and never the answer.

The functions are compiled as IPython compiles a cell: under a file name of their own, with the
source in linecache, so that a message can show the line.
"""

import itertools
import linecache
import os
import re
import signal
import sys
import textwrap
import threading
import time
from functools import partial
from itertools import accumulate
from math import prod
from types import SimpleNamespace
from unittest.mock import Mock

import numpy as np
import pytest

import helpers
from helpers.answers import exercises, judging
from helpers.answers.deadline import OutOfTime, within
from helpers.answers.exercises import check
from helpers.answers.judging import IN_WORDS, Exercise, verdict
from helpers.answers.mistakes import Mistake, Topic
from helpers.chain import chain_values, deriv
from helpers.functions import hill, valley

FACTOR, OFFSET = 1.2345678, 0.7654321
POINTS = np.array([-1.5, 0.4, 2.3])
TABLE = np.array([[-1.0, 0.5, 2.0], [3.0, -2.5, 1.5]])
AT_POINTS = f"line(np.array({POINTS.tolist()}))"
AT_TABLE = f"line(np.array({TABLE.tolist()}))"
NOT_ATTEMPTED = "Not attempted yet: put your own code in place of the dots."
RIGHT = "Right. A straight line."
files = (f"/tmp/ipykernel_1234/{number}.py" for number in itertools.count(1))


def exercise(right, calls, **wrong):
    """Where these mistakes are known, each with its name as its hint."""
    known = [Mistake(name, rule, f"A hint: {name}.") for name, rule in wrong.items()]
    return Exercise(Topic(right, lambda x: [], known), calls, "A straight line.")


LINE = exercise(
    lambda x: FACTOR * x + OFFSET,
    [(1.5,), (POINTS,), (TABLE,)],
    left_of_0=lambda x: np.where(np.asarray(x) < 0, x, FACTOR * np.asarray(x) + OFFSET),
    offset=lambda x: FACTOR * x,
    sign=lambda x: -(FACTOR * x + OFFSET),
)


def learner(source, name="line", *, known=True, **others):
    """The function of this name, from a cell with this source."""
    source = textwrap.dedent(source).strip("\n") + "\n"
    file = next(files)
    if known:
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {"np": np, "deriv": deriv, "F": FACTOR, "B": OFFSET, **others}
    exec(compile(source, file, "exec"), namespace)
    return namespace[name]


def line(body, **others):
    """A function of x with this body, from the second line on."""
    body = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    return learner(f"def line(x):\n{body}", **others)


def told(body, **others):
    return verdict(LINE, line(body, **others))


def unless(condition, body):
    """A body that is right unless this holds."""
    return f"y = F * x + B\nif {condition}:\n    {body}\nreturn y"


# ---- Right, or not attempted ----


@pytest.mark.parametrize(
    "body",
    [
        "return F * x + B",
        "return (F * np.asarray(x) + B).tolist()",
        "return np.float32(F * x + B)",
        "return np.asfortranarray(F * x + B) if np.ndim(x) else F * x + B",
        "return (F * x + B) * (1 + 1e-6)",
        # Dots inside of an index are no gap.
        "return (F * np.asarray(x)[..., None] + B)[..., 0]",
        "return (F * np.asarray(x)[..., np.newaxis] + B)[..., 0]",
        "y = np.array(x)\ny[...] = F * y + B\nreturn y[...]",
        "y = np.array(x)\ny[...] *= F\nreturn y[..., :, 0:1][..., 0] if 0 else y + B",
        # It may work in place, on a copy of its own.
        "if np.ndim(x):\n    x *= F\n    x += B\n    return x\nreturn F * x + B",
    ],
)
def test_right(body):
    assert told(body) == RIGHT


@pytest.mark.parametrize(
    "body",
    [
        "return ...",
        "return np.maximum(..., x)",
        "return np.stack((x, ...))[0]",
        "return [x, ...][0]",
        "return {...: x}[0]",
        "def inner(t):\n    return ...\nreturn F * x + B",
        "def inner(t):\n    def innermost(s):\n        return ... + s\n    return t\nreturn x",
        "inner = lambda t: t * ...\nreturn inner(x)",
        "class Box:\n    size = ...\nreturn F * x + B",
        "raise ValueError(...)",
        "while True:\n    y = ...",
    ],
)
def test_with_a_gap_anywhere_nothing_is_run(body):
    calls = []
    assert told(f"calls.append(x)\n{body}", calls=calls) == NOT_ATTEMPTED
    assert not calls


# ---- Functions that stop ----

STOPS = [
    (NameError, "return undefined * x"),
    (ZeroDivisionError, "return 1 / 0"),
    (IndexError, "return [1, 2][5]"),
    (KeyError, "return {}['key']"),
    (AttributeError, "return x.no_such_thing"),
    (RecursionError, "return line(x)"),
    (TypeError, "return x + 'one'"),
    (ValueError, "return int('one')"),
    (None, "raise SystemExit(3)"),
    (None, "raise GeneratorExit"),
    (None, "raise OSError('my own')"),
    (None, "assert x is None, 'no'"),
]


@pytest.mark.parametrize(("kind", "code"), STOPS, ids=[code for _, code in STOPS])
def test_an_exception_is_told_with_the_line(kind, code):
    answer = told(f"a = 1\n{code}\nreturn a")
    because = f", because {IN_WORDS[kind]}" if kind else ""
    start = f"Not yet. line(1.5) fails{because}, in line 3: `{code}`. Python says: "
    assert re.match(rf"{re.escape(start)}\w+: ?", answer), answer
    shows_nothing_of_ours(answer)
    assert {kind for kind, _ in STOPS} == {None, *IN_WORDS}


def shows_nothing_of_ours(answer):
    assert not re.search(r"Traceback|File \"|\.py\b|/helpers|ipykernel|judging", answer)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        # In a helper of another cell, in a function of ours, in one inside, at a later call.
        (
            "a = 1\nb = 2\nreturn helper(x) + 1",
            "divides by zero, in line 4: `return helper(x) + 1`. Python says: ZeroDivisionError: ",
        ),
        ("a = 1\nreturn deriv(x, x)", "in line 3: `return deriv(x, x)`. Python says: TypeError: f"),
        ("def inner(t):\n    return t / 0\nreturn inner(1)", "in line 3: `return t / 0`. Python"),
        (unless("np.ndim(x) == 2", "1 / 0"), f"Not yet. {AT_TABLE} fails, because it divides by"),
        # Slips of Python get advice.
        ("return x if x > 0 else 0 * x", ". Your function gets a whole array: use np.exp and not"),
        ("return max(0.2 * x, x)", "np.maximum or np.where and not max or if."),
        ("import math\nreturn math.exp(x)", "np.exp and not math.exp"),
        ("return x ^ 2", ". In Python a power is `**` and not `^`."),
        ("return np.asarray(x) ^ 2", ". In Python a power is `**` and not `^`."),
    ],
)
def test_what_is_told_of_an_exception(body, says):
    helper = learner("def helper(t):\n    y = t\n    return y / 0", "helper")
    answer = told(body, helper=helper)
    assert says in answer, answer
    shows_nothing_of_ours(answer)


@pytest.mark.parametrize("parameters", ["", "*, x"])
def test_a_wrong_signature_is_told_by_python(parameters):
    answer = verdict(LINE, learner(f"def line({parameters}):\n    return 1.0"))
    assert answer.startswith("Not yet. line(1.5) fails, because it uses something that does not")
    assert re.search(r"Python says: TypeError: line\(\) .*argument", answer)
    shows_nothing_of_ours(answer)


BROKEN = {
    "a circle of causes": (
        "error = ValueError('my own')\nraise error from error",
        "because it uses a value that does not fit there, in line 3: `raise error from error`. "
        "Python says: ValueError: my own",
    ),
    "a long circle": (
        "a, b = ValueError('a'), KeyError('b')\na.__cause__, b.__cause__ = b, a\nraise a",
        "Python says: ",
    ),
    "no words": (
        "class Odd(Exception):\n    def __str__(self):\n        raise self\n"
        "    __repr__ = __str__\nraise Odd",
        "line(1.5) fails, in line 6: `raise Odd`. Python says: Odd, with a message that cannot be",
    ),
    "no words, never": (
        "class Odd(Exception):\n    def __str__(self):\n        while True:\n            pass\n"
        "raise Odd",
        "line(1.5) fails, with an error that cannot be shown.",
    ),
    "a cause that cannot be asked for": (
        "class Odd(BaseException):\n    __cause__ = property(lambda self: 1 / 0)\nraise Odd",
        "line(1.5) fails, with an error that cannot be shown.",
    ),
    "a type that is no type": (
        "class Odd(BaseException):\n    __class__ = property(lambda self: 1 / 0)\nraise Odd",
        "line(1.5) fails",
    ),
    "several at once": ("raise BaseExceptionGroup('all', [SystemExit(1)])", "Python says: BaseExc"),
}


@pytest.mark.parametrize(("body", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_error_ends_in_words(body, says, monkeypatch):
    monkeypatch.setattr(judging, "SECONDS", 0.2)
    answer = told(body)
    assert answer.startswith("Not yet. line(1.5) fails")
    assert says in answer
    shows_nothing_of_ours(answer)


def test_a_line_without_known_source_has_its_number_and_a_long_message_is_cut():
    answer = told("a = 1\nraise ValueError('long' * 1000)", known=False)
    assert re.search(r"in line 3: ``\. Python says: ValueError: (long){50}$", answer)


# ---- What is returned ----


SHAPED = unless("np.ndim(x)", "return {}")


class Shy:
    def __array__(self, *arguments, **keywords):
        raise KeyError("no numbers")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("y = F * x + B", "None: is a `return` missing?"),
        ("return 'one'", "something of type str where real numbers are expected."),
        ("return 10**5000", "something of type int where real numbers are expected."),
        ("return 1 + 2j", "something of type complex where real numbers are expected."),
        ("return x > 0", "something of type bool where real numbers are expected."),
        ("yield F * x + B", "something of type generator where real numbers are expected."),
        ("return [[1, 2], [3]]", "what is no array, such as rows of different lengths."),
        ("return Shy()", "what is no array, such as rows of different lengths."),
        ("return [F * x + B]", "an array of shape (1,) where a single number is expected."),
        (SHAPED.format("np.sum(y)"), "a single number where an array of shape (3,) is expected."),
        (SHAPED.format("y[None]"),
         "an array of shape (1, 3) where an array of shape (3,) is expected."),
        (SHAPED.format("y.T"),
         "an array of shape (3, 2) where an array of shape (2, 3) is expected."),
    ],
)  # fmt: skip
def test_what_is_no_number_of_the_right_shape_is_said(body, problem):
    assert re.fullmatch(rf"Not yet\. line\(.*\) returns {re.escape(problem)}", told(body, Shy=Shy))


def test_changing_the_input_fools_nobody():
    assert told("if np.ndim(x):\n    x[:] = 0.0\nreturn F * x + B").startswith("Not yet. ")
    assert np.array_equal(LINE.calls[1][0], [-1.5, 0.4, 2.3])


def test_prints_are_let_through(capsys):
    assert told("print('here', np.ndim(x))\nreturn F * x + B") == RIGHT
    assert capsys.readouterr().out == "here 0\nhere 1\nhere 2\n"


# ---- Functions without an end ----

CATCHING = "while True:\n    try:\n        x = x + 1\n    {}\n        {}"
LOOPS = {
    "plain": "while True:\n    x = x + 1",
    "in one instruction": "while True: pass",
    "with a condition": "while x > 0:\n    x += 1",
    "bare except": CATCHING.format("except:", "pass"),
    "except BaseException": CATCHING.format("except BaseException:", "pass"),
    "what is caught is kept": "kept = []\n"
    + CATCHING.format("except BaseException as error:", "kept.append(error)"),
    "finally": CATCHING.format("finally:", "continue"),
    "suppress": "from contextlib import suppress\n"
    "while True:\n    with suppress(BaseException):\n        x = x + 1",
    "a try around the loop": (
        "try:\n    while True:\n        pass\nexcept BaseException:\n    return F * x + B"
    ),
    "several loops": (
        "import time\nfor _ in range(3):\n    try:\n        while True:\n            x = x + 1\n"
        "    except BaseException:\n        time.sleep(0.06)"
    ),
    "recursion that goes on": "try:\n    return line(x)\nexcept Exception:\n    return line(x)",
    "a generator": "from itertools import count\nreturn sum(1 for _ in count())",
    "a comprehension": "from itertools import count\nreturn [k for k in count() if k < 0]",
    "from inside C code": "return sum(iter(lambda: 1, 0))",
    "a destructor": (
        "class Box:\n    def __del__(self):\n        while True:\n            pass\n"
        "while True:\n    Box()"
    ),
    "a result that is no array yet": (
        "class Box:\n    def __array__(self, *arguments, **keywords):\n        while True:\n"
        "            pass\nreturn Box()"
    ),
}
ENDLESS = "does not come to an end: is there a loop that goes on forever?"


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(judging, "SECONDS", 0.1)
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: None)
    # It has to work where there are no threads.
    monkeypatch.setattr(threading.Thread, "start", Mock(side_effect=RuntimeError))


def traced(frame, event, value):
    return None


@pytest.mark.parametrize("body", LOOPS.values(), ids=LOOPS)
def test_a_function_without_an_end_is_stopped(body, impatient, monkeypatch):
    limit, handler = sys.getrecursionlimit(), signal.getsignal(signal.SIGINT)
    begin = time.perf_counter()
    before = sys.gettrace()
    sys.settrace(traced)
    try:
        answer = told(body)
        assert sys.gettrace() is traced
    finally:
        sys.settrace(before)
    assert time.perf_counter() - begin < 5
    start, line, source = re.fullmatch(
        r"Not yet\. line\(1\.5\) (.+?\?)(?: It was in line (\d+): `(.+)`\.)?", answer
    ).groups()
    assert start == ENDLESS
    # One that has caught everything, and returned, may be nowhere any more.
    assert line or body == LOOPS["a try around the loop"]
    assert source == (line and ["def line(x):", *body.splitlines()][int(line) - 1].strip())
    assert sys.getrecursionlimit() == limit
    assert signal.getsignal(signal.SIGINT) is handler


@pytest.mark.parametrize("loop", ["plain", "bare except", "what is caught is kept"])
def test_an_interrupt_ends_in_words_and_nothing_goes_on_running(loop, capsys):
    before = threading.enumerate()
    timer = threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT])
    timer.start()
    begin = time.perf_counter()
    answer = told(LOOPS[loop])
    timer.join()
    assert time.perf_counter() - begin < judging.SECONDS - 1
    assert answer.startswith(
        "Not yet. line(1.5) was interrupted: is there a loop that goes on forever? It was in line "
    )
    assert threading.enumerate() == before


def test_an_interrupt_while_we_calculate_ends_in_words(monkeypatch, capsys):
    monkeypatch.setattr(exercises, "verdict", Mock(side_effect=KeyboardInterrupt))
    check(learner("def my_deriv(x):\n    return x", "my_deriv"))
    assert capsys.readouterr().out.startswith("Interrupted: run the cell again")


def test_a_function_of_another_thread_is_stopped_and_no_other_thread_is(monkeypatch):
    """Only the main thread hears of interrupts, and from Python 3.12 on all threads are watched."""
    monkeypatch.setattr(judging, "SECONDS", 0.2)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(told(LOOPS["bare except"])))
    thread.start()
    while thread.is_alive():
        pass  # a loop of this thread
    thread.join()
    assert answers[0].startswith(f"Not yet. line(1.5) {ENDLESS}")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="sys.monitoring is there from 3.12 on")
def test_no_tool_of_others_is_touched(impatient):
    monitoring = sys.monitoring
    taken = [tool for tool in range(6) if monitoring.get_tool(tool) is None]
    for tool in taken[1:]:
        monitoring.use_tool_id(tool, "another")
    try:
        assert ENDLESS in told(LOOPS["plain"])
        assert [monitoring.get_tool(tool) for tool in taken] == [None, *["another"] * 5][
            : len(taken)
        ]
        assert not any(monitoring.get_events(tool) for tool in taken[1:])
    finally:
        for tool in taken[1:]:
            monitoring.free_tool_id(tool)


def test_a_loop_inside_c_code_gets_away_until_it_ends(impatient):
    answer = told("sleep(0.3)\nreturn F * x + B", sleep=time.sleep)
    assert answer.startswith(f"Not yet. line(1.5) {ENDLESS}")
    assert told("return F * x + B") == RIGHT


def test_the_deadline_needs_no_signals(impatient, monkeypatch):
    monkeypatch.setattr(signal, "signal", Mock(side_effect=OSError))
    assert ENDLESS in told(LOOPS["bare except"])


def test_what_ends_too_late_has_not_ended():
    """Here no Python runs after the time is over."""
    with pytest.raises(OutOfTime):
        within(0.01, partial(time.sleep, 0.05))
    assert within(5, partial(abs, -3)) == 3


def test_without_an_end_at_a_later_call_only(impatient):
    answer = told("while np.ndim(x) == 2:\n    pass\nreturn F * x + B")
    assert answer.startswith(f"Not yet. {AT_TABLE} {ENDLESS} It was in line ")


def test_a_slow_function_has_the_time_it_needs():
    assert judging.SECONDS >= 3


# ---- Wrong numbers ----


WRONG = ", and that is wrong."
FEW = f"{WRONG} (It is right for 2 of 3 calls.)"


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("return F * x", "Not yet. A hint: offset."),
        # A mistake must explain every wrong result.
        ("return F * x if np.ndim(x) < 2 else -x", f"Not yet. line(1.5) gives 1.8519{WRONG}"),
        ("return (F * x + B) * 1.0001", "Nearly right: line(1.5) is off by 0.0003."),
        ("return (F * x + B) * 1.04", "Nearly right: line(1.5) is off by 0.1."),
        ("return (F * x + B) * 0.96", "Nearly right: line(1.5) is off by 0.1."),
        ("return (F * x + B) * 1.1", f"Not yet. line(1.5) gives 2.879{WRONG}"),
        (unless("np.ndim(x) == 2", "y[1, 0] += 0.02"),
         f"Nearly right: {AT_TABLE} is off by 0.02, at index 1, 0."),
        (unless("np.ndim(x) == 1", "y[2] = -77.25"),
         f"Not yet. {AT_POINTS} gives −77.25, at index 2{FEW}"),
        (unless("np.ndim(x) == 2", "y[0, 1] += 9; y[1, 2] += 8"),
         f"Not yet. {AT_TABLE} gives 10.3827, at index 0, 1{FEW}"),
        ("return x * np.inf", f"Not yet. line(1.5) gives ∞{WRONG}"),
        (unless("np.ndim(x) == 1", "y[:2] += [99, np.nan]"),
         f"Not yet. {AT_POINTS} gives nan, at index 1{FEW}"),
        ("return F * np.sort(x)[::-1] + B if np.ndim(x) else F * x + B",
         f"Not yet. {AT_POINTS} gives 3.6049, at index 0{WRONG} (It is right for 1 of 3 calls.) "
         "With `x[0]` alone in place of the array it is right."),
        (unless("np.ndim(x) == 2", "y = y[:, ::-1]"),
         f"Not yet. {AT_TABLE} gives 3.2346, at index 0, 0{FEW} "
         "With `x[0, 0]` alone in place of the array it is right."),
    ],
)  # fmt: skip
def test_what_is_said_of_wrong_numbers(body, answer):
    assert told(body) == answer


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        ("0", RIGHT),
        ("9.5e-7", RIGHT),
        ("1.05e-6", "Nearly right: line(1.0) is off by 1\u00a0×\u00a010⁻⁶."),
        ("1e-5", "Nearly right: line(1.0) is off by 1\u00a0×\u00a010⁻⁵."),
        ("1.05e-5", "Not yet. line(1.0) gives 1.05\u00a0×\u00a010⁻⁵, and that is wrong."),
    ],
)
def test_how_near_is_near_where_0_is_right(result, answer):
    assert verdict(exercise(lambda x: 0 * x, [(1.0,)]), line(f"return {result}")) == answer


def test_a_number_without_a_name_is_not_told():
    body = "return np.sort(F * np.array(*all, ndmin=1) + B)[::-1].reshape(np.shape(all[0]))"
    answer = verdict(LINE, learner(f"def line(*all):\n    {body}"))
    gives = f"Not yet. {AT_POINTS} gives 3.6049, at index 0{WRONG}"
    assert answer == f"{gives} (It is right for 1 of 3 calls.)"


def test_of_two_explanations_the_one_that_fits_more_results_or_comes_first_is_named():
    """With numbers to the right of 0 alone, the rule that is wrong left of it says nothing."""
    both = LINE._replace(calls=[(np.array([1.0, 2.0]),), (np.array([-1.0, 2.0]),)])
    wrong = "return np.where(np.asarray(x) < 0, x, F * np.asarray(x) + B)"
    assert verdict(both, line(wrong)) == "Not yet. A hint: left_of_0."
    known = {"first": lambda x: abs(2.0 * x), "second": lambda x: x * x}
    # x * x is 4, 4, 9: the last result is explained by the second rule alone.
    never = exercise(lambda x: 2.0 * x, [(2.0,), (-2.0,), (3.0,)], **known)
    assert verdict(never, line("return x * x")) == "Not yet. A hint: second."
    assert verdict(never, line("return abs(2 * x)")) == "Not yet. A hint: first."
    same = exercise(lambda x: x, [(2.0,)], first=lambda x: 2 * x, second=lambda x: x + x)
    assert verdict(same, line("return 2 * x")) == "Not yet. A hint: first."


@pytest.mark.parametrize(
    ("steps", "told"),
    [(["Two of them: 6.", "7"], " First step: Two of them: 6."), (["7"], ""), ([], "")],
)
def test_for_an_unknown_mistake_in_numbers_the_first_of_several_steps_is_told(steps, told):
    asked = []
    topic = Topic(lambda x: 2 * x + 1, lambda x: asked.append(x) or steps, [])
    answer = verdict(Exercise(topic, [(np.array([1.0, 3.0]),)], "So."), line("return 3 + 0 * x"))
    assert asked == [3.0]
    assert answer.endswith(f"and that is wrong.{told}")


# ---- The path to a wrong number ----

# From 5 the valley gives 1, with the slope 3; there the hill gives 4, with the slope −2.
STEPS = ["First.", "Last."]


def passed_on(u, func):
    return func(u)


SLOPE = Exercise(
    Topic(
        lambda chain, x: prod(map(deriv, chain, accumulate(chain[:-1], passed_on, initial=x))),
        lambda chain, x: STEPS,
        [],
    ),
    [([valley, hill], np.array([5.0]))],
    "",
)
VALUE = SLOPE._replace(topic=Topic(lambda chain, x: chain_values(chain, x)[-1], list, []))
LEFT = SLOPE._replace(calls=[([valley, hill], np.array([-5.0]))])
ALONE = SLOPE._replace(calls=[([valley], np.array([5.0]))])
BOTH = "number: valley at 5 (slope 3), hill at 1 (slope −2). What you make of that is off."
NOT_THERE = "You take the value of hill at 1 (what valley gives). Its slope is needed there."
UNKNOWN = "First step: First."


def slope_at(at):
    return f"wrong. You take the slope of hill at {at}. It is needed at 1 (what valley gives)."


@pytest.mark.parametrize(
    ("body", "says", "exercise"),
    [
        ("deriv(g, x) * deriv(f, f(x))", slope_at("5"), SLOPE),
        ("deriv(g, deriv(f, x) + 5e-3) + f(x)", slope_at("3.005 (the slope of valley)"), SLOPE),
        ("deriv(g, g(f(x))) * deriv(f, x)", slope_at("4 (what hill gives)"), SLOPE),
        ("deriv(g, x * np.nan)", "You send nan into hill. Its slope is needed at 1 (what v", SLOPE),
        ("deriv(g, f(x) + 0.011)", slope_at("1.011"), SLOPE),
        ("f(f(x)) * deriv(f, x)", "You send 1 (what valley gives) into valley again.", SLOPE),
        ("deriv(f, x) * deriv(f, f(x))", "(what valley gives); that number goes into hill.", SLOPE),
        ("deriv(f, x) * deriv(f, x + 2)", "the slope of valley at 7. It is needed at 5.", SLOPE),
        ("f(x) + deriv(f, f(x))", "(what valley gives). Its value is needed at 5.", VALUE),
        ("deriv(g, f(x + 1)) * deriv(f, x)", "You send 6 into valley. It should get 5.", SLOPE),
        # Something is left out.
        ("deriv(f, x) * deriv(g, x - 4) + 1",
         "You take the slope of valley at 5. Its value is needed, too.", SLOPE),
        ("deriv(f, x) + 0 * g(f(x))", NOT_THERE, SLOPE),
        ("f(x) + f(x)", "You take the value of valley at 5. Its slope is needed, too.", SLOPE),
        # All is there: with any delta, by hand, on one side, on longer arrays, by ours.
        ("deriv(g, f(x) + 0.009, 1e-5) + deriv(f, x, 0.01)", BOTH, SLOPE),
        ("(g(f(x)) - g(f(x - 0.001))) / 2", BOTH, SLOPE),
        ("g(np.array([*f(x), *f(x) + 1e-4]))[1:] + deriv(f, x)", BOTH, SLOPE),
        ("chain_deriv(chain, x) + 1", BOTH, SLOPE),
        # It works in place, on an array that it has sent into a box.
        ("[f(x), deriv(f, x), deriv(g, f(x)), x.fill(9)][0]", BOTH, SLOPE),
        # What cannot be followed.
        ("exact_deriv(g)(f(x)) * deriv(f, x) + 1", UNKNOWN, SLOPE),
        ("x + 1 if f is valley else x + 2", UNKNOWN, SLOPE),
        ("x if f is valley else deriv(g, f(x)) * deriv(f, x)", UNKNOWN, SLOPE),
        ("[f(x) for _ in range(200)][0]", UNKNOWN, SLOPE),
        ("f(np.arange(10**5) + 0 * x)[:1]", UNKNOWN, SLOPE),
        # Where a value is needed, a slope is off the path, and so is a value in another box.
        ("f(f(x))", "You send 1 (what valley gives) into valley again; it goes into hill.", VALUE),
        ("g(x)", "You send 5 into hill. It should get 1 (what valley gives).", VALUE),
        ("f(x)", "You never send 1 (what valley gives) into hill.", VALUE),
        ("exact_deriv(valley)(x) * 2", "You never take the slope of valley at 5.", SLOPE),
        ("deriv(g, f(x))", "slope of hill at 1 (what valley gives). Only its value is", VALUE),
        # The slopes are told, but none that is the right answer.
        ("sum(chain_slopes(chain, x))",
         "number: valley at −5 (slope −2), hill at −4 (slope 0.5). What you", LEFT),
        ("2 * deriv(f, x)", "number: valley at 5. What you", ALONE),
    ],
)  # fmt: skip
def test_the_first_place_off_the_right_path_is_told(body, says, exercise):
    source = f"def line(chain, x):\n    f, g = chain[0], chain[-1]\n    return {body}"
    assert says in verdict(
        exercise, learner(source, **{name: getattr(helpers, name) for name in helpers.__all__})
    )


def test_a_mistake_that_is_not_finite_somewhere_explains_nothing():
    broken = exercise(lambda x: x, [(2.0,)], by_0=lambda x: np.divide(x, 0.0) - np.inf)
    assert "gives nan" in verdict(broken, line("return x * np.nan"))


# ---- What cannot be judged ----


class Box:
    def __call__(self, x):
        return x


@pytest.mark.parametrize("thing", [3, None, "line", np.sin, Box(), Box, [line]])
def test_what_is_not_a_function_in_python_is_refused(thing):
    with pytest.raises(TypeError, match=r"function must be one that you wrote yourself, got "):
        verdict(LINE, thing)


@pytest.mark.parametrize(
    ("thing", "error", "message"),
    [
        ("my_deriv", TypeError, "function must be one that you wrote yourself, got str"),
        (deriv, ValueError, "function must have the name .* in the exercise, got deriv: was it"),
        (lambda x: x, ValueError, "got <lambda>: was it renamed"),
        (Box(), ValueError, "got None: was it renamed"),
        (SimpleNamespace(__name__=[]), TypeError, "that you wrote yourself, got SimpleNamespace"),
    ],
)
def test_check_refuses_what_is_no_exercise(thing, error, message):
    with pytest.raises(error, match=message):
        check(thing)
