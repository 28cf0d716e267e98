"""No exercise asks for what another one does, or for what is printed above it.

Each function is called with symbols: functions and numbers that only write down what is done with
them. Two functions do the same if the same is written down for the arguments of an exercise.
"""

import ast
import builtins
import functools
import inspect
import itertools
import re
from collections.abc import Callable, Sequence

import pytest
from notebook_files import EXERCISE_CELLS, code_cells, tags

import helpers
from helpers.answers.exercises import EXERCISES

ASKED_BEFORE = {"my_chain_deriv_2": "a function for any chain, of what stood line by line before"}
"""Why an exercise may ask for what an earlier one does."""

PRINTED_ABOVE = {
    "broken_square": "the error is in what NumPy's function is given, not in the box",
}
"""Why an exercise may ask for what a cell above it shows or defines."""

MOST_GAPS = 3
"""So many exercises of all may be done with one word."""


class Symbol:
    """A function or a number that writes down what is done with it."""

    def __init__(self, what: str, *parts: object) -> None:
        self.what, self.parts = what, parts

    def __repr__(self) -> str:
        if not self.parts:
            return self.what
        parts, rest = [], [*self.parts]
        while rest:
            part = rest.pop(0)
            if self.what in "+×" and isinstance(part, Symbol) and part.what == self.what:
                rest = [*part.parts, *rest]
            else:
                parts.append(part)
        written = [written_down(part) for part in parts]
        if self.what in "+×":  # in any order, and without what changes nothing
            written = sorted(one for one in written if one != {"+": "0", "×": "1"}[self.what])
        return written[0] if len(written) == 1 else f"({f' {self.what} '.join(written)})"

    def __call__(self, *given: object, **named: object) -> "Symbol":
        return Symbol("of", self, *given, *named.values())

    def __getattr__(self, name: str) -> "Symbol":
        if name.startswith("__"):
            raise AttributeError(name)
        return Symbol(f"{self}.{name}")

    def __sub__(self, other: object) -> "Symbol":
        return self + -other

    def __rsub__(self, other: object) -> "Symbol":
        return other + -self

    def __neg__(self) -> "Symbol":
        return Symbol("−", Symbol("0"), self)

    def __add__(self, other: object) -> "Symbol":
        return Symbol("+", self, other)

    def __mul__(self, other: object) -> "Symbol":
        return Symbol("×", self, other)

    def __truediv__(self, other: object) -> "Symbol":
        return Symbol("/", self, other)

    def __rtruediv__(self, other: object) -> "Symbol":
        return Symbol("/", other, self)

    def __pow__(self, other: object) -> "Symbol":
        return Symbol("^", self, other)

    __radd__, __rmul__ = __add__, __mul__


def written_down(thing: object) -> str:
    if isinstance(thing, int | float):
        return f"{thing:g}"
    if isinstance(thing, list | tuple):
        return f"[{', '.join(map(written_down, thing))}]"
    return repr(thing)


def slope_at(func: Callable, x: object, delta: object = None) -> Symbol:
    """What `deriv` gives, for a function of the learner's own, too."""
    return Symbol("slope at", func(Symbol("t")), x)


def with_symbols(source: str, arguments: Sequence) -> str:
    """What a function of this source does with symbols in the place of these arguments."""
    (define,) = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    define.decorator_list, define.returns = [], None
    for parameter in ast.walk(define.args):
        if isinstance(parameter, ast.arg):
            parameter.annotation = None
    names = {node.id for node in ast.walk(define) if isinstance(node, ast.Name)}
    namespace = {name: Symbol(name) for name in names if not hasattr(builtins, name)}
    namespace |= {"deriv": slope_at, "pairwise": itertools.pairwise, "reduce": functools.reduce}
    exec(ast.unparse(define), namespace)
    known: dict[object, Symbol] = {}

    def symbol(argument: object) -> object:
        if isinstance(argument, list):
            return [symbol(each) for each in argument]
        kind = "f" if callable(argument) else "x"
        key = argument if callable(argument) else len(known)
        return known.setdefault(key, Symbol(f"{kind}{len(known)}"))

    given = [symbol(argument) for argument in arguments]
    needed = len(inspect.signature(namespace[define.name]).parameters)
    given += [Symbol("delta")] * (needed - len(given)) if needed > len(given) else []
    return written_down(namespace[define.name](*given))


def does(source: str, calls: Sequence[Sequence]) -> frozenset[str]:
    """What a function does with the arguments of these calls, or its source if that can't be."""
    try:
        return frozenset(with_symbols(source, call) for call in calls)
    except (TypeError, ValueError, AttributeError, NameError, RecursionError):
        return frozenset([ast.unparse(ast.parse(source)).partition("(")[2]])


def asked_for(name: str) -> frozenset[str]:
    """What the exercise's solution does."""
    return does(EXERCISE_CELLS[name].solution, EXERCISES[name].calls)


def functions_above(name: str) -> list[str]:
    """The source of each function that a cell above the exercise defines or shows."""
    found = []
    for cell in itertools.takewhile(
        lambda cell: cell.source != EXERCISE_CELLS[name].source,
        code_cells(EXERCISE_CELLS[name].path),
    ):
        if "exercise" in tags(cell):
            continue  # another exercise, which ASKED_BEFORE is about
        tree = ast.parse(cell.source)
        found += [ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)]
        for shown in re.findall(r"show_source\((.*?)\)", cell.source):
            found += [inspect.getsource(getattr(helpers, each)) for each in shown.split(", ")]
    return found


def test_no_two_exercises_ask_for_the_same() -> None:
    known, again = set(), set()
    for name in EXERCISE_CELLS:
        if asked_for(name) in known:
            again.add(name)
        known.add(asked_for(name))
    assert again == {*ASKED_BEFORE}


@pytest.mark.parametrize("name", EXERCISE_CELLS)
def test_what_is_asked_for_is_not_printed_above(name: str) -> None:
    calls = EXERCISES[name].calls
    printed = [source for source in functions_above(name) if does(source, calls) == asked_for(name)]
    assert bool(printed) == (name in PRINTED_ABOVE)


def fills_the_gap(name: str) -> str:
    """What the solution has in the place of the dots."""
    cell = EXERCISE_CELLS[name]
    before, _, after = cell.source.partition("\n\n\ncheck(")[0].partition("...")
    solution = cell.solution.rstrip()
    fits = solution.startswith(before) and solution.endswith(after)
    return solution[len(before) : len(solution) - len(after)] if fits else ""


def test_few_exercises_are_done_with_one_word() -> None:
    one_word = re.compile(r"-?[\w.]+")
    gaps = [name for name in EXERCISE_CELLS if one_word.fullmatch(fills_the_gap(name))]
    assert len(gaps) <= MOST_GAPS, gaps
