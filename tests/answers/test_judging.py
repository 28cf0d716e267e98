"""The judge of a learner's function: whatever it does, one or two sentences, and never the answer.

The functions are compiled as IPython compiles a cell: under a file name of their own, with the
source in linecache, so that a message can show the line.
"""

import itertools
import linecache
import re
import sys
import textwrap
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from helpers.answers import judging
from helpers.answers.exercises import EXERCISES, check
from helpers.answers.judging import IN_WORDS, Exercise, verdict
from helpers.answers.mistakes import Topic, mistake
from helpers.chain import deriv

FACTOR, OFFSET = 1.2345678, 0.7654321
POINTS = np.array([-1.5, 0.4, 2.3])
TABLE = np.array([[-1.0, 0.5, 2.0], [3.0, -2.5, 1.5]])
NOT_ATTEMPTED = "Not attempted yet: put your own code in place of the dots."
PRAISE = "A straight line."
numbers = itertools.count(1)


@mistake("offset", "The offset is missing.")
def offset_forgotten(x):
    return FACTOR * x


@mistake("left of 0", "Left of 0 something else happens.")
def left_of_zero_wrong(x):
    return np.where(np.asarray(x) < 0, x, FACTOR * np.asarray(x) + OFFSET)


@mistake("sign", "The sign is swapped.")
def sign_of_line_swapped(x):
    return -(FACTOR * x + OFFSET)


LINE = Exercise(
    Topic(
        lambda x: FACTOR * x + OFFSET,
        [left_of_zero_wrong, offset_forgotten, sign_of_line_swapped],
        lambda x: [],
    ),
    [(1.5,), (POINTS,), (TABLE,)],
    PRAISE,
)


def learner(source: str, name: str = "line", *, known: bool = True, **others: object) -> Callable:
    """The function of this name, from a cell with this source."""
    source = textwrap.dedent(source).strip("\n") + "\n"
    file = f"/tmp/ipykernel_1234/{next(numbers)}.py"
    if known:
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {"np": np, "deriv": deriv, "F": FACTOR, "B": OFFSET, **others}
    exec(compile(source, file, "exec"), namespace)
    return namespace[name]


def line(body: str, **others: object) -> Callable:
    """A function of x with this body, from the second line on."""
    body = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    return learner(f"def line(x):\n{body}", **others)


def told(body: str, **others: object) -> str:
    return verdict(LINE, line(body, **others))


def test_right():
    assert told("return F * x + B") == f"Right. {PRAISE}"


# ---- Not attempted ----


@pytest.mark.parametrize(
    "body",
    [
        "return ...",
        "return np.maximum(..., x)",
        "y = ...\nreturn F * x + B",
        "def inner(t):\n    return ...\nreturn F * x + B",
        "def inner(t):\n    def innermost(s):\n        return ... + s\n    return t\nreturn x",
        "inner = lambda t: t * ...\nreturn inner(x)",
        "return [... for _ in range(3)]",
        "class Box:\n    size = ...\nreturn F * x + B",
        "raise ValueError(...)",
        "while True:\n    y = ...",
    ],
)
def test_a_gap_anywhere_is_not_attempted(body):
    assert told(body) == NOT_ATTEMPTED


def test_with_a_gap_nothing_is_run():
    calls = []
    assert told("calls.append(x)\nreturn ...", calls=calls) == NOT_ATTEMPTED
    assert not calls


def test_dots_inside_of_an_index_of_several_parts_are_no_gap():
    assert told("return (F * np.asarray(x)[..., None] + B)[..., 0]").startswith("Right.")


def test_a_planted_mistake_is_not_attempted_and_another_is_named():
    hunt = LINE._replace(planted="offset_forgotten")
    assert re.fullmatch(
        r"Not attempted yet\b.*: the bug is still in it\.", verdict(hunt, line("return F * x"))
    )
    assert verdict(hunt, line("return -(F * x + B)")) == "Not yet. The sign is swapped."
    assert told("return F * x") == "Not yet. The offset is missing."


# ---- Functions that stop ----

STOPS = [
    (NameError, "return undefined * x"),
    (NameError, "y = y + x  # UnboundLocalError"),
    (ZeroDivisionError, "return 1 / 0"),
    (IndexError, "return [1, 2][5]"),
    (KeyError, "return {}['key']"),
    (AttributeError, "return x.no_such_thing"),
    (RecursionError, "return line(x)"),
    (TypeError, "return x + 'one'"),
    (TypeError, "return x()"),
    (ValueError, "return int('one')"),
    (ValueError, "return np.linalg.inv(np.zeros((2, 2)))"),
]


@pytest.mark.parametrize(("kind", "code"), STOPS, ids=[code for _, code in STOPS])
def test_an_exception_is_told_in_words_with_the_line(kind, code):
    answer = told(f"a = 1\n{code}\nreturn a")
    assert answer.startswith(
        f"Not yet. line(1.5) stops, because {IN_WORDS[kind]}, in line 3: `{code}`. Python says: "
    )
    shows_nothing_of_ours(answer)


def test_each_kind_in_words_is_tested():
    assert {kind for kind, _ in STOPS} == set(IN_WORDS)


class CustomError(Exception):
    pass


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("raise SystemExit", "SystemExit: "),
        ("raise KeyboardInterrupt", "KeyboardInterrupt: "),
        ("raise GeneratorExit", "GeneratorExit: "),
        ("raise CustomError('my own')", "CustomError: my own"),
        ("raise CustomError", "CustomError: "),
        ("assert x is None, 'no'", "AssertionError: no"),
        ("return 2.0 ** 10_000", "OverflowError: "),
        ("raise StopIteration", "StopIteration: "),
        ("raise NotImplementedError", "NotImplementedError: "),
        ("raise BaseException('all')", "BaseException: all"),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
    ],
)
def test_any_other_exception_is_told_with_the_line(code, says):
    answer = told(f"a = 1\n{code}", CustomError=CustomError)
    assert answer.startswith(f"Not yet. line(1.5) stops, in line 3: `{code}`. Python says: {says}")
    shows_nothing_of_ours(answer)


def shows_nothing_of_ours(answer: str) -> None:
    assert not re.search(r"Traceback|File \"|\.py\b|/helpers|ipykernel|checking", answer)


def test_an_exception_in_a_helper_of_another_cell_names_the_learners_line():
    helper = learner("def helper(t):\n    y = t\n    return y / 0", "helper")
    answer = told("a = 1\nb = 2\nreturn helper(x) + 1", helper=helper)
    assert "divides by zero, in line 4: `return helper(x) + 1`. Python says" in answer


def test_an_exception_in_a_function_of_ours_names_the_learners_line():
    answer = told("a = 1\nreturn deriv(x, x)")
    assert "in line 3: `return deriv(x, x)`. Python says: TypeError: func must be" in answer
    shows_nothing_of_ours(answer)


def test_an_exception_in_a_function_inside_names_its_line():
    answer = told("def inner(t):\n    return t / 0\nreturn inner(1)")
    assert "in line 3: `return t / 0`. Python says: ZeroDivisionError" in answer


def test_an_exception_at_a_later_call_names_that_call():
    answer = told("if np.ndim(x) == 2:\n    return 1 / 0\nreturn F * x + B")
    rows = TABLE.tolist()
    assert answer.startswith(f"Not yet. line(np.array({rows})) stops, because it divides by zero")


def test_a_line_without_known_source_has_its_number():
    answer = told("a = 1\nreturn 1 / 0", known=False)
    assert "stops, because it divides by zero, in line 3" in answer
    assert "Python says: ZeroDivisionError: division by zero" in answer


def test_a_long_message_is_cut():
    assert len(told("raise ValueError('long ' * 1000)")) < 400


@pytest.mark.parametrize("parameters", ["", "x, y", "*, x", "x, /, y, z"])
def test_a_wrong_signature_is_told_by_python(parameters):
    answer = verdict(LINE, learner(f"def line({parameters}):\n    return 1.0"))
    assert answer.startswith("Not yet. line(1.5) stops, because it uses something that does not")
    assert re.search(r"Python says: TypeError: line\(\) .*argument", answer)
    shows_nothing_of_ours(answer)


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("return x if x > 0 else 0 * x", "np.where"),
        ("return max(0.2 * x, x)", "np.maximum"),
        ("import math\nreturn math.exp(x)", "np.exp and not math.exp"),
        ("return x ^ 2", "a power is `**`"),
        ("return np.asarray(x) ^ 2", "a power is `**`"),
    ],
)
def test_a_slip_of_python_gets_advice(body, advice):
    answer = told(body)
    assert advice in answer.partition("Python says: ")[2]
    assert "a power" in advice or "whole array" in answer


# ---- What is returned ----


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("y = F * x + B", "returns None: is a `return` missing?"),
        ("print(F * x + B)", "returns None: is a `return` missing?"),
        ("return", "returns None: is a `return` missing?"),
        ("return 'one'", "returns str where numbers are expected."),
        ("return 1 + 2j", "returns complex where numbers are expected."),
        ("return x > 0", "returns bool where numbers are expected."),
        ("return {'x': x}", "returns dict where numbers are expected."),
        ("return np", "returns module where numbers are expected."),
        ("return line", "returns function where numbers are expected."),
        ("yield F * x + B", "returns generator where numbers are expected."),
        ("return [[1, 2], [3]]", "returns what is no array, such as rows of different lengths."),
        ("return [F * x + B]", "returns an array of shape (1,) where () is expected."),
        ("return []", "returns an array of shape (0,) where () is expected."),
        ("return np.ones(3)", "returns an array of shape (3,) where () is expected."),
    ],
)
def test_what_is_no_number_of_the_right_shape_is_said(body, problem):
    assert told(body) == f"Not yet. line(1.5) {problem}"


@pytest.mark.parametrize(
    ("body", "shape", "expected"),
    [
        ("return float(np.sum(x))", (), (3,)),
        ("return F * np.ravel(x)[:2] + B if np.ndim(x) else F * x + B", (2,), (3,)),
        ("return np.atleast_2d(F * x + B) if np.ndim(x) else F * x + B", (1, 3), (3,)),
        ("return F * np.transpose(x) + B", (3, 2), (2, 3)),
        ("return np.ravel(F * x + B) if np.ndim(x) else F * x + B", (6,), (2, 3)),
    ],
)
def test_another_shape_is_said(body, shape, expected):
    body = body.replace("float(np.sum(x))", "float(np.sum(x)) if np.ndim(x) else F * x + B")
    assert told(body).endswith(f"returns an array of shape {shape} where {expected} is expected.")


@pytest.mark.parametrize(
    "body",
    [
        "return (F * np.asarray(x) + B).tolist()",
        "return tuple(F * x + B) if np.ndim(x) == 1 else F * x + B",
        "return np.float32(F * x + B)",
        "return np.array(F * x + B)",
        "return np.asfortranarray(F * x + B) if np.ndim(x) else F * x + B",
        "return (F * x + B) * (1 + 1e-6)",
    ],
)
def test_right_numbers_in_another_dress_are_right(body):
    assert told(body).startswith("Right.")


def test_whole_numbers_are_numbers():
    whole = LINE._replace(topic=Topic(lambda x: 3.0, [], lambda x: []), calls=[(1,), (2,)])
    assert verdict(whole, line("return 3")).startswith("Right.")


def test_a_result_that_cannot_be_read_is_told():
    class Shy:
        def __array__(self, *arguments, **keywords):
            raise KeyError("no numbers")

    assert told("return Shy()", Shy=Shy).startswith("Not yet. ")


def test_changing_the_input_fools_nobody():
    zeroed = "if np.ndim(x):\n    x[:] = 0.0\nreturn F * x + B"
    assert told(zeroed).startswith("Not yet. ")
    in_place = "if np.ndim(x):\n    x *= F\n    x += B\n    return x\nreturn F * x + B"
    assert told(in_place).startswith("Right.")
    assert np.array_equal(LINE.calls[1][0], [-1.5, 0.4, 2.3])
    assert told("return F * x + B").startswith("Right.")


def test_changing_a_list_fools_nobody():
    total = Exercise(Topic(lambda numbers: sum(numbers), [], lambda numbers: []), [([1.5, 2],)], "")
    emptied = learner("def line(numbers):\n    numbers.clear()\n    return 0.0")
    for _ in range(2):
        assert verdict(total, emptied).startswith("Not yet. line([1.5, 2]) gives 0")
    assert verdict(total, learner("def line(a):\n    return sum(a)")).startswith("Right.")


def test_prints_are_let_through(capsys):
    assert told("print('here', np.ndim(x))\nreturn F * x + B").startswith("Right.")
    assert capsys.readouterr().out == "here 0\nhere 1\nhere 2\n"


# ---- Functions without an end ----

CATCHING = "while True:\n    try:\n        x = x + 1\n    {}\n        {}"
LOOPS = {
    "plain": "while True:\n    pass",
    "calculating": "while True:\n    x = x + 1",
    "for": "for _ in iter(int, 1):\n    pass",
    "except Exception": CATCHING.format("except Exception:", "pass"),
    "bare except": CATCHING.format("except:", "pass"),
    "except BaseException": CATCHING.format("except BaseException:", "pass"),
    "finally": CATCHING.format("finally:", "continue"),
    "a try around the loop": (
        "try:\n    while True:\n        pass\nexcept BaseException:\n    return F * x + B"
    ),
    "recursion that goes on": "try:\n    return line(x)\nexcept Exception:\n    return line(x)",
}


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(judging, "SECONDS", 0.3)
    # pytest's own hook would run in the learner's thread, where what stops it may stop the hook.
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: None)


@pytest.mark.parametrize("body", LOOPS.values(), ids=LOOPS)
def test_a_function_without_an_end_is_stopped(body, impatient):
    before = set(threading.enumerate())
    begin = time.perf_counter()
    answer = told(body)
    assert time.perf_counter() - begin < 2.5
    assert answer == (
        "Not yet. line(1.5) does not come to an end: is there a loop that goes on forever?"
    )
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(1.0)
    assert not [thread for thread in left if thread.is_alive()]


def test_endless_recursion_is_told_at_once(impatient):
    begin = time.perf_counter()
    assert "calls itself without an end, in line 2: `return line(x)`" in told("return line(x)")
    assert time.perf_counter() - begin < 2


def test_a_sleeper_is_left_asleep_and_keeps_nobody_from_leaving(impatient):
    before = set(threading.enumerate())
    begin = time.perf_counter()
    assert "does not come to an end" in told("time.sleep(4)", time=time)
    assert time.perf_counter() - begin < 2.5
    (sleeper,) = set(threading.enumerate()) - before
    assert sleeper.daemon
    worked = time.process_time()
    time.sleep(0.2)
    assert time.process_time() - worked < 0.15
    assert told("return F * x + B").startswith("Right.")


def test_the_verdict_comes_even_if_a_function_catches_all_that_should_stop_it(impatient):
    going = [True]
    stubborn = """
    while going:
        try:
            for _ in iter(lambda: going == [], True):
                pass
        except BaseException:
            pass
    """
    begin = time.perf_counter()
    try:
        answer = told(stubborn, going=going)
        assert time.perf_counter() - begin < 2.5
    finally:
        going.clear()
    assert "does not come to an end" in answer


def test_without_an_end_at_a_later_call_only(impatient):
    answer = told("while np.ndim(x) == 2:\n    pass\nreturn F * x + B")
    assert answer.startswith(f"Not yet. line(np.array({TABLE.tolist()})) does not come to an end")


def test_a_slow_function_has_the_time_it_needs(monkeypatch):
    assert judging.SECONDS >= 3
    monkeypatch.setattr(judging, "SECONDS", 1.0)
    assert told("time.sleep(0.1)\nreturn F * x + B", time=time).startswith("Right.")


# ---- Wrong numbers ----


def test_a_known_mistake_is_named():
    assert told("return F * x") == "Not yet. The offset is missing."
    assert told("return -F * x - B") == "Not yet. The sign is swapped."


def test_a_mistake_must_explain_every_wrong_result():
    answer = told("return F * x if np.ndim(x) < 2 else -(F * x + B)")
    assert "offset" not in answer and "sign" not in answer
    assert "gives" in answer


def test_of_two_explanations_the_one_that_fits_more_results_is_named():
    """With numbers to the right of 0 alone, the rule that is wrong left of it says nothing."""
    calls = [(np.array([1.0, 2.0]),), (np.array([-1.0, 2.0]),)]
    both = LINE._replace(calls=calls)
    wrong = "return np.where(np.asarray(x) < 0, x, F * np.asarray(x) + B)"
    assert verdict(both, line(wrong)) == "Not yet. Left of 0 something else happens."
    never = Exercise(
        Topic(
            lambda x: 2.0 * x,
            [
                left_of_zero_wrong._replace(name="a", hint="First.", rule=lambda x: abs(2.0 * x)),
                left_of_zero_wrong._replace(name="b", hint="Second.", rule=lambda x: x * x),
            ],
            lambda x: [],
        ),
        [(2.0,), (-2.0,), (3.0,)],
        "",
    )
    # 4, 4, 9: the last result is explained by the second rule alone.
    assert verdict(never, line("return x * x")) == "Not yet. Second."
    assert verdict(never, line("return abs(2 * x)")) == "Not yet. First."


def test_of_two_explanations_that_fit_as_well_the_first_in_the_list_is_named():
    same = [offset_forgotten._replace(hint=hint) for hint in ("First.", "Second.")]
    both = LINE._replace(topic=LINE.topic._replace(mistakes=same))
    assert verdict(both, line("return F * x")) == "Not yet. First."


def test_nearly_right_says_how_far_off_and_where():
    assert told("return (F * x + B) * 1.01") == "Nearly right: line(1.5) is off by 0.03."
    answer = told("y = F * x + B\nif np.ndim(x) == 2:\n    y[1, 0] += 0.02\nreturn y")
    call = f"line(np.array({TABLE.tolist()}))"
    assert answer == f"Nearly right: {call} is off by 0.02, at index 1, 0."


@pytest.mark.parametrize(
    ("off", "near"), [(1.0001, True), (1.04, True), (0.96, True), (1.1, False)]
)
def test_what_counts_as_nearly(off, near):
    assert told(f"return (F * x + B) * {off}").startswith("Nearly right: ") == near


def test_wrong_in_an_unknown_way_says_what_where_and_how_often_right():
    assert told("return 2 * x + 8") == "Not yet. line(1.5) gives 11, and that is wrong."
    answer = told("y = F * x + B\nif np.ndim(x) == 1:\n    y[2] = -77.25\nreturn y")
    assert answer == (
        f"Not yet. line(np.array({POINTS.tolist()})) gives −77.25, at index 2, and that is wrong. "
        "(It is right for 2 of 3 calls.)"
    )
    twice = "y = F * x + B\nif np.ndim(x) == 2:\n    y[0, 1] += 9\n    y[1, 2] += 8\nreturn y"
    answer = told(twice)
    assert "at index 0, 1, and that is wrong" in answer


@pytest.mark.parametrize(("value", "shown"), [("nan", "nan"), ("inf", "∞"), ("-np.inf", "−∞")])
def test_what_is_not_finite_is_wrong(value, shown):
    value = value if value.startswith("-") else f"np.{value}"
    assert told(f"return x * 0 + {value}") == (
        f"Not yet. line(1.5) gives {shown}, and that is wrong."
    )
    answer = told(f"y = F * x + B\nif np.ndim(x) == 1:\n    y[1] = {value}\nreturn y")
    assert f"gives {shown}, at index 1, and that is wrong. (It is right for 2 of 3" in answer


def test_a_mistake_that_is_not_finite_somewhere_explains_nothing():
    broken = LINE._replace(
        topic=LINE.topic._replace(
            mistakes=[offset_forgotten._replace(rule=lambda x: np.divide(x, 0.0))]
        )
    )
    assert "gives nan" in verdict(broken, line("return x * np.nan"))


# ---- It never tells the answer ----

WRONG = [
    "return 2 * x + 8",
    "return F * x",
    "return -(F * x + B)",
    "return (F * x + B) * 1.01",
    "return (F * x + B) * 1.0002",
    "return F * x + B + 1e-4",
    "return x * np.nan",
    "return x * np.inf",
    "return [F * x + B]",
    "y = F * x + B",
    "return str(F * x)",
    "if np.ndim(x) == 1:\n    return F * x + B + [0, 0, 1]\nreturn F * x + B",
    "if np.ndim(x) == 2:\n    return (F * x + B).T\nreturn F * x + B",
    "return F * x + B if np.ndim(x) else 0.0",
    "return 0.0 * x",
    "return 1 / 0",
    "return x.no",
    "return line(x)",
]


@pytest.mark.parametrize("body", WRONG)
def test_no_verdict_contains_the_right_value_or_the_solution(body):
    answer = told(body)
    assert not answer.startswith("Right")
    right = np.concatenate([np.ravel(LINE.topic.right(*call)) for call in LINE.calls])
    for value in map(abs, right):
        for decimals in range(3, 9):
            assert f"{value:.{decimals}f}" not in answer
        assert repr(float(value)) not in answer
    assert "1.23" not in answer and "0.765" not in answer
    assert "F * x + B" not in answer


# ---- What cannot be judged ----


class Box:
    def __call__(self, x):
        return x


@pytest.mark.parametrize("thing", [3, None, "line", np.sin, len, Box(), Box, [line]])
def test_what_is_not_a_function_in_python_is_refused(thing):
    with pytest.raises(TypeError, match=r"function must be one that you wrote yourself, got "):
        verdict(LINE, thing)


@pytest.mark.parametrize("thing", [3, None, "my_deriv", [1, 2]])
def test_check_refuses_what_is_no_function(thing):
    with pytest.raises(TypeError, match="function must be one that you wrote yourself"):
        check(thing)


@pytest.mark.parametrize("name", ["my_derivative", "deriv", "My_Deriv"])
def test_check_refuses_another_name(name):
    with pytest.raises(ValueError, match=rf"name that it has in the exercise, got {name}: was it"):
        check(learner(f"def {name}(x):\n    return x", name))
    with pytest.raises(ValueError, match="got <lambda>"):
        check(lambda x: x)


def test_check_prints_the_verdict_and_returns_nothing(capsys):
    function = learner("def my_sigmoid(x):\n    return 1 / (1 + np.exp(-x))", "my_sigmoid")
    assert check(function) is None
    out = capsys.readouterr().out
    assert out == f"Right. {EXERCISES['my_sigmoid'].praise}\n"
    assert check(learner("def my_sigmoid(x):\n    return ...", "my_sigmoid")) is None
    assert capsys.readouterr().out == f"{NOT_ATTEMPTED}\n"
