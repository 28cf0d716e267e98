"""Judge a function that a learner has written: which mistake is in it, if it is not right.

The function runs on several points and shapes. What it gives is compared with the right rule and
with each of the known mistakes; if it is none of these, it runs once more, to see where it leaves
the right path. One without an end is stopped, unless the loop is inside C code.
"""

import copy
import dis
import linecache
import traceback
from collections.abc import Callable, Sequence
from operator import or_
from types import CodeType
from typing import NamedTuple

import numpy as np
from numpy import ndarray

from helpers.answers.deadline import OutOfTime, within
from helpers.answers.following import (
    MOST,
    Place,
    Visits,
    compared,
    passed,
    places,
    watched,
    with_others,
)
from helpers.answers.mistakes import Mistake, Topic
from helpers.arguments import described
from helpers.autodiff import Value
from helpers.chain import deriv
from helpers.functions import sigmoid
from helpers.writing import name_of, number

SECONDS = 5.0  # after which a function that does not end is stopped
TOLERANCE = 1e-5  # a slope by another small delta agrees to about this
NEARLY = 0.05

MEASURED = (
    "Right as a number: you measured the slope of several boxes at once. This exercise is about "
    "the rule: can you also put it together from the slope of each box?"
)

DONE_FOR_YOU = (
    "Right as a number: `{name}` of helpers did the work. This exercise is about the rule: can you "
    "write it yourself?"
)
MANY_SWEEPS = (
    "Right as numbers, but with {times} multiplications for {boxes} boxes. Begin at the output and "
    "keep each product on the way: then {boxes} are enough."
)
RULES = {"chain_deriv", "chain_deriv_2", "chain_deriv_3"}
"""The functions of helpers that have the whole rule in them."""

IN_WORDS = {
    NameError: "it uses a name that does not exist here",
    ZeroDivisionError: "it divides by zero",
    IndexError: "it uses an index beyond the end",
    KeyError: "it looks up a key that does not exist",
    AttributeError: "it asks for an attribute that does not exist",
    RecursionError: "it calls itself without an end",
    TypeError: "it uses something that does not fit there",
    ValueError: "it uses a value that does not fit there",
}
_WHOLE_ARRAY = (
    ". Your function gets a whole array: use np.exp and not math.exp, np.maximum or np.where and "
    "not max or if."
)
ADVICE = {
    "truth value of an array": _WHOLE_ARRAY,
    "converted to Python scalars": _WHOLE_ARRAY,
    "for ^": ". In Python a power is `**` and not `^`.",
    "bitwise_xor": ". In Python a power is `**` and not `^`.",
}
"""What to add if these words are in an error message."""


class Exercise(NamedTuple):
    """What a learner's function must do."""

    topic: Topic
    """The right rule and the mistakes."""
    calls: Sequence[tuple]
    """The arguments of each call."""
    praise: str
    """One sentence for a function that is right."""
    planted: Mistake | None = None
    """For a hunt for a bug: the mistake that is in the function at the start."""
    translate: Callable[..., tuple] = lambda *arguments: arguments
    """From the arguments of the learner's function to those of the topic's rules."""
    run: Callable[..., object] = lambda function, *arguments: function(*arguments)
    """Calls the learner's function and returns what it has computed."""
    parts: Callable[..., dict[int, str]] = lambda *arguments: {}
    """What the numbers of a result are, by their indices, in the order in which they come up."""
    in_words: Callable[[int, float], str] | None = None
    """What is told of a wrong number of a result, by its index and itself, in place of it."""
    sigmoid_at: Callable[..., ndarray] | None = None
    """Where the function has to ask the sigmoid of its notebook, if it uses that."""
    by_rule: bool = False
    """Whether it is about the chain rule, so that to measure the whole at once is not all."""
    one_sweep: bool = False
    """Whether it is about multiplying a list of slopes in one sweep, so that many are not all."""


def verdict(exercise: Exercise, function: Callable) -> str:
    """Say what is right or wrong with a learner's function, in one or two sentences.

    Raises
    ------
    TypeError
        If it is not a function that is written in Python.
    """
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        raise TypeError(f"function must be one that you wrote yourself, got {described(function)}")
    if _has_gap(code):
        return "Not attempted yet: put your own code in place of the dots."
    results, expected, misshapen, widened = [], [], "", 0
    for arguments in exercise.calls:
        right = np.asarray(exercise.topic.right(*exercise.translate(*arguments)), dtype=float)
        result = _result(exercise, function, arguments)
        if isinstance(result, str):
            return f"Not yet. {result}"
        if result.shape != right.shape:
            call = _call_in_words(function, arguments)
            misshapen = misshapen or (
                f"Not yet. {call} returns {_shape_in_words(result)} where {_shape_in_words(right)} "
                "is expected."
            )
            if result.ndim:
                return misshapen
            # A single number may come from a mistake that the other calls show.
            widened += 1
            result = np.broadcast_to(result, right.shape)
        results.append(result)
        expected.append(right)
    agree = list(map(_close, results, expected))
    if all(agree):
        if exercise.by_rule and not misshapen:
            if borrowed := RULES.intersection(code.co_names):
                return DONE_FOR_YOU.format(name=min(borrowed))
            if _measures_the_whole(exercise, function):
                return MEASURED
        if exercise.one_sweep and not misshapen:
            times, boxes = _multiplications(exercise, function), len(exercise.calls[0][0])
            if times > boxes:
                return MANY_SWEEPS.format(times=times, boxes=boxes)
        return misshapen or f"Right. {exercise.praise}"
    mistake = _recognized(exercise, results, agree)
    if mistake is None or widened == len(results):
        return misshapen or _where(exercise, function, results, expected, agree)
    if mistake == exercise.planted:
        return "Not attempted yet, or not fixed yet: the bug is still in it."
    return f"Not yet. {mistake.hint}"


def _has_gap(code: CodeType) -> bool:
    """Whether dots stand anywhere but in an index, such as that of `x[..., None]`."""
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    # Not every constant is in use: Python 3.14 keeps the first, even one that went into a tuple.
    steps = list(dis.get_instructions(code))
    dots = [k for k, step in enumerate(steps) if step.opcode in dis.hasconst and step.argval is ...]
    return any(not _is_index(steps[k + 1 :]) for k in dots) or any(map(_has_gap, inner))


def _is_index(steps: list[dis.Instruction]) -> bool:
    """Whether what is on top of the stack before these steps is an index, or a part of one."""
    above = 0
    for step in steps:
        above += dis.stack_effect(step.opcode, step.arg, jump=False)
        if above < 0:  # this step has taken it from the stack
            if step.opname != "BUILD_TUPLE":
                return step.opname.endswith("_SUBSCR") or step.argrepr == "[]"
            above = 0
    return False


def _result(exercise: Exercise, function: Callable, arguments: tuple) -> ndarray | str:
    """What the function computes, or what is wrong with it, in words."""
    call = _call_in_words(function, arguments)
    # A copy, so that a function that changes its input changes nothing of ours.
    copies = copy.deepcopy(arguments)
    try:
        return within(SECONDS, lambda: _array(exercise.run(function, *copies), call))
    except BaseException as error:  # each is the learner's, even one that ends programs
        stopped = error
    try:
        return within(SECONDS, lambda: _told(stopped, function, call))
    except BaseException:
        return f"{call} fails, with an error that cannot be shown."


def _array(result: object, call: str) -> ndarray | str:
    if result is None:
        return f"{call} returns None: is a `return` missing?"
    try:
        array = np.asarray(result)
    except Exception:
        return f"{call} returns what is no array, such as rows of different lengths."
    if array.dtype.kind not in "iuf":
        name = type(result).__name__
        return f"{call} returns something of type {name} where real numbers are expected."
    return array.astype(float)


def _told(error: BaseException, function: Callable, call: str) -> str:
    """What has ended the learner's function, with the line in which it was."""
    for _ in range(100):  # not for ever, since causes may go round in a circle
        if error.__cause__ is None:
            break
        error = error.__cause__  # in a function within the learner's, which `deriv` has called
    file, first = function.__code__.co_filename, function.__code__.co_firstlineno
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        # Not where it has only been entered.
        if frame.f_code.co_filename == file and line != first
    ]
    source = linecache.getline(file, lines[-1]).strip() if lines else ""
    if isinstance(error, OutOfTime | KeyboardInterrupt):
        ends = "does not come to an end" if isinstance(error, OutOfTime) else "was interrupted"
        here = f" It was in line {lines[-1]}: `{source}`." if lines else ""
        return f"{call} {ends}: is there a loop that goes on forever?{here}"
    kind = next((words for kind, words in IN_WORDS.items() if isinstance(error, kind)), "")
    words = f"{call} fails, because {kind}" if kind else f"{call} fails"
    if lines:
        words += f", in line {lines[-1]}: `{source}`"
    try:
        message = f"{type(error).__name__}: {str(error)[:200]}"
    except Exception:
        message = f"{type(error).__name__}, with a message that cannot be shown"
    advice = next((advice for sign, advice in ADVICE.items() if sign in message), "")
    return f"{words}. Python says: {message}{advice}"


def _close(result: ndarray, expected: ndarray) -> bool:
    return np.allclose(result, expected, rtol=TOLERANCE, atol=TOLERANCE / 10)


def _nearly(result: ndarray, expected: ndarray) -> bool:
    return np.all(np.abs(result - expected) <= NEARLY * np.abs(expected) + TOLERANCE)


def _recognized(exercise: Exercise, results: list[ndarray], agree: list[bool]) -> Mistake | None:
    """The mistake that explains every wrong result, and as many of the others as possible."""
    explained = {}
    for mistake in exercise.topic.mistakes:
        with np.errstate(all="ignore"):
            wrong = [mistake.rule(*exercise.translate(*arguments)) for arguments in exercise.calls]
            fits = list(map(_close, results, wrong))
        if all(map(or_, fits, agree)):
            explained[mistake] = sum(fits)
    return max(explained, key=explained.get, default=None)


def _where(
    exercise: Exercise,
    function: Callable,
    results: list[ndarray],
    expected: list[ndarray],
    agree: list[bool],
) -> str:
    """For a function that is wrong in no known way: how far off it is, and where."""
    first = agree.index(False)
    arguments, result, right = exercise.calls[first], results[first], expected[first]
    call = _call_in_words(function, arguments)
    parts = exercise.parts(*arguments)
    if parts:
        worst = next((k,) for k in parts if not _close(result[k], right[k]))
        place = f" as {parts[worst[0]]}"
    else:
        off = np.abs(result - right)
        worst = np.unravel_index(np.argmax(np.where(np.isnan(off), np.inf, off)), off.shape)
        place = f", at index {', '.join(map(str, worst))}" if result.size > 1 else ""
    unread = _never_read(exercise, function.__code__)
    if all(map(_nearly, results, expected)):
        off = abs(result[worst] - right[worst])
        return f"Nearly right: {call} is off by {number(off, 2)}{place}. {unread}".rstrip()
    count = f" (It is right for {sum(agree)} of {len(agree)} calls.)" if any(agree) else ""
    if exercise.in_words:
        return f"Not yet. {exercise.in_words(*worst, result[worst])}{count}"
    gives = f"{call} gives {number(result[worst])}{place}"
    why = unread or _off_the_path(exercise, function, arguments, result, worst)
    return f"Not yet. {gives}, and that is wrong.{count} {why}".rstrip()


def _never_read(exercise: Exercise, code: CodeType) -> str:
    """Name a parameter that a function never reads, though what is right depends on it."""
    read = {*code.co_cellvars}  # by a function within it
    for step in dis.get_instructions(code):
        if "LOAD_FAST" in step.opname:  # some of these read two at once
            read |= {*step.argval} if isinstance(step.argval, tuple) else {step.argval}
    for k, name in enumerate(code.co_varnames[: code.co_argcount]):
        if name not in read and any(_matters(exercise, list(call), k) for call in exercise.calls):
            return f"`{name}` is never used."
    return ""


def _matters(exercise: Exercise, arguments: list, k: int) -> bool:
    """Whether what is right depends on this argument; all but numbers are taken to matter."""
    if k >= len(arguments) or not isinstance(arguments[k], float | ndarray):
        return k < len(arguments)
    others = [*arguments[:k], arguments[k] + 0.1, *arguments[k + 1 :]]
    here, there = (exercise.topic.right(*exercise.translate(*each)) for each in (arguments, others))
    return not _close(np.asarray(here), np.asarray(there))


def _off_the_path(
    exercise: Exercise,
    function: Callable,
    arguments: tuple,
    result: ndarray,
    index: tuple[int, ...],
) -> str:
    """Why this entry of a result is wrong, as far as the way to it can be followed."""
    alone = _alone(arguments, result.shape, index)
    if any(isinstance(argument, ndarray) and argument.size > 1 for argument in alone):
        return _first_step(exercise, alone)  # of many numbers there are many paths
    seen, path, visits, function = _followed(exercise, function, alone)
    right = np.asarray(exercise.topic.right(*exercise.translate(*alone)), dtype=float)
    again = _result(exercise, function, seen)
    followed = isinstance(again, ndarray)
    if followed and _close(again, right):
        numbers = _numbers_alone(function, arguments, alone, index)
        return f"With {numbers} it is right." if numbers else _first_step(exercise, alone)
    taken = places(visits)
    if exercise.sigmoid_at:
        (at_z,), path = path, path if taken else []
        if taken and all(place.same(at_z) and not place.slope for place in taken):
            # It need not be measured: with a for sigmoid(z), its slope is a (1 − a).
            return (
                f"You ask the sigmoid at the right number, {number(at_z.at)}. Its slope there is "
                f"{number(deriv(sigmoid, at_z.at))}: is that one of your factors?"
            )
    # What is watched may do something else, such as to ask `f is square`.
    entry = tuple(slice(k, k + 1) for k in index)
    same = followed and np.allclose(again, result[entry], equal_nan=True)
    if path and same and len(visits) < MOST:
        return compared(path, visits if taken else [], number(right.item()))
    return _first_step(exercise, alone)


def _first_step(exercise: Exercise, arguments: list) -> str:
    """The first of the worked steps, if there are several."""
    numbers = [a.item() if isinstance(a, ndarray) and a.size == 1 else a for a in arguments]
    first, *others = exercise.topic.steps(*exercise.translate(*numbers)) or [""]
    return f"First step: {first.rstrip('.')}." if others else ""


def _alone(arguments: tuple, shape: tuple[int, ...], index: tuple[int, ...]) -> list:
    """The arguments of one entry of a result."""
    entry = tuple(slice(k, k + 1) for k in index)
    return [
        argument[entry] if isinstance(argument, ndarray) and argument.shape == shape
        else argument
        for argument in arguments
    ]  # fmt: skip


def _numbers_alone(
    function: Callable, arguments: tuple, alone: list, index: tuple[int, ...]
) -> str:
    """The numbers that stand for whole arrays, by the names that they have in the function."""
    code = function.__code__
    if code.co_argcount < len(arguments):  # without a name, as with *arguments
        return ""
    entry = ", ".join(map(str, index))
    names = [
        f"`{name}[{entry}]`"
        for name, whole, part in zip(code.co_varnames, arguments, alone, strict=False)
        if np.size(part) < np.size(whole)
    ]
    *others, last = names or [""]
    listed = f"{', '.join(others)} and {last}" if others else last
    return listed and f"{listed} alone in place of the array{'s' * bool(others)}"


def _followed(
    exercise: Exercise, function: Callable, alone: list
) -> tuple[tuple, list[Place], Visits, Callable]:
    """What it takes to follow a learner's function on its way.

    That is the arguments with boxes that write their visits down, the right path, where they will
    write, and the function itself, whose sigmoid does so, too.
    """
    visits: Visits = []
    seen = tuple(watched(argument, visits) for argument in alone)
    exercise.topic.right(*exercise.translate(*seen))
    path = places(visits)
    visits.clear()
    if exercise.sigmoid_at:
        z = float(np.squeeze(exercise.sigmoid_at(*alone)))
        path = [Place(sigmoid, z, slope=True, value=True)]
        function = with_others(function, {"sigmoid": watched(sigmoid, visits)})
    return seen, path, visits, function


def _measures_the_whole(exercise: Exercise, function: Callable) -> bool:
    """Whether the answer is the slope of a single function, and not put together from others.

    Either `deriv` has given it, entry by entry or point by point. Or numbers beside the right ones
    went through the boxes, and none of those themselves, though by the rule it takes the
    values on the way.
    """
    measured: list[ndarray] = []

    def noted(*arguments: object, **keywords: object) -> ndarray:
        measured.append(deriv(*arguments, **keywords))
        return measured[-1]

    seen, path, visits, function = _followed(exercise, function, list(exercise.calls[0]))
    answer = _result(exercise, with_others(function, {"deriv": noted}), seen)
    if not isinstance(answer, ndarray):
        return False
    points = {1, *(each.size for each in seen if isinstance(each, ndarray))}
    given = [each / n for m in measured for each in (*np.ravel(m), np.sum(m)) for n in points]
    if all(np.isclose(given, slope, rtol=1e-9, atol=0).any() for slope in np.ravel(answer)):
        return True
    values = [place for place in path if place.value]
    return bool(visits and values) and not any(passed(visits, *place[:2]) for place in values)


def _multiplications(exercise: Exercise, function: Callable) -> int:
    """How often the function multiplies with a slope of its list, in its first call."""
    times = []

    class Noted:
        """A slope, and no float: those NumPy would multiply without asking them."""

        def __init__(self, slope: float) -> None:
            self.slope = slope

        def __float__(self) -> float:
            return self.slope

        def __mul__(self, other: object) -> object:
            times.append(self)
            return self.slope * (other.slope if isinstance(other, Noted) else other)

        __rmul__ = __mul__

    (slopes,) = exercise.calls[0]
    _result(exercise, function, (list(map(Noted, slopes)),))
    return len(times)


def _shape_in_words(array: ndarray) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def _call_in_words(function: Callable, arguments: tuple) -> str:
    return f"{name_of(function)}({', '.join(map(_in_words, arguments))})"


def _in_words(argument: object) -> str:
    """An argument as a learner would write it."""
    if callable(argument):
        return name_of(argument)
    if isinstance(argument, Value):
        return argument.name
    if isinstance(argument, ndarray):
        return f"np.array({np.round(argument, 4).tolist()})"
    if isinstance(argument, list | tuple):
        return f"[{', '.join(map(_in_words, argument))}]"
    return repr(argument)
