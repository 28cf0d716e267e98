"""The exercises of the notebooks: each cell, its solution, each mistake, and slips of all kinds.

Cells and solutions are taken out of the notebooks, as a learner finds them there.
"""

import ast
import contextlib
import io
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from notebook_files import PATHS, code_cells, in_this_process, read

from helpers import chain_deriv, deriv, exact_deriv
from helpers.answers import judging
from helpers.answers.exercises import EXERCISES
from helpers.answers.judging import Exercise, verdict
from helpers.answers.mistakes import Mistake
from helpers.answers.predictions import PREDICTIONS

NOT_ATTEMPTED = "Not attempted yet"
SOLUTION = re.compile(
    r"<details><summary>Solution</summary>\s+```python\n(.*?)```\s+</details>", flags=re.S
)


class Cell(NamedTuple):
    path: Path
    source: str
    solution: str


def exercise_cells() -> Iterator[tuple[str, Cell]]:
    for path in PATHS:
        cells = read(path).cells
        for cell, following in zip(cells, [*cells[1:], None], strict=True):
            ends = re.search(r"^check\((.+)\)\s*\Z", cell.source, flags=re.M)
            if cell.cell_type == "code" and ends:
                solution = SOLUTION.search(following.source)
                yield ends[1], Cell(path, cell.source, solution[1] if solution else "")


FOUND = list(exercise_cells())
CELLS = dict(FOUND)

exercises = pytest.mark.parametrize("name", EXERCISES)
notebooks = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(judging, "SECONDS", 0.3)


def written(name: str, source: str) -> Callable:
    """The function, from source that is run in the namespace of the exercise's notebook."""
    with contextlib.redirect_stdout(io.StringIO()):
        namespace = in_this_process(CELLS[name].path)[0].copy()
    namespace |= {"exact_deriv": exact_deriv, "deriv": deriv, "chain_deriv": chain_deriv}
    exec(compile(source, "learner", "exec"), namespace)
    return namespace[name]


def judged(name: str, source: str) -> str:
    return verdict(EXERCISES[name], written(name, source))


# ---- The notebooks ----


def test_each_exercise_stands_in_exactly_one_place():
    assert sorted(name for name, _ in FOUND) == sorted(EXERCISES)


@notebooks
def test_two_or_three_exercises_and_two_to_four_predictions(path):
    sources = [cell.source for cell in code_cells(path)]
    assert 2 <= sum("check(" in source for source in sources) <= 3
    assert 2 <= sum(bool(re.search(r"\bask\(", source)) for source in sources) <= 4
    assert sum(cell.path == path for _, cell in FOUND) == sum("check(" in s for s in sources)


def test_each_prediction_stands_in_exactly_one_place():
    asked = [
        name
        for path in PATHS
        for cell in code_cells(path)
        for name in re.findall(r"\bask\((.*?)\)", cell.source)
    ]
    assert sorted(asked) == sorted(f'"{name}"' for name in PREDICTIONS)


@notebooks
def test_a_prediction_stands_alone_before_the_cell_that_shows_the_answer(path):
    cells = read(path).cells
    for k, cell in enumerate(cells):
        if cell.cell_type == "code" and "ask(" in cell.source:
            assert re.fullmatch(r'ask\("[^"\n]+"\)', cell.source)
            after = next(
                (later for later in cells[k + 1 : k + 3] if later.cell_type == "code"), None
            )
            assert after is not None, f"{cell.source}: one text at most stands between"
            assert not re.search(r"\b(ask|check)\(", after.source)


@exercises
def test_cell_defines_a_function_and_checks_it(name):
    *imports, define, check = ast.parse(CELLS[name].source).body
    assert all(isinstance(statement, ast.ImportFrom) for statement in imports)
    assert isinstance(define, ast.FunctionDef) and define.name == name
    assert ast.unparse(check) == f"check({name})"


@exercises
def test_solution_has_the_parameters_of_the_cell(name):
    (define,) = ast.parse(CELLS[name].solution).body
    in_cell = ast.parse(CELLS[name].source).body[-2]
    assert define.name == name
    assert ast.unparse(define.args) == ast.unparse(in_cell.args)


@exercises
def test_cell_as_committed_is_not_attempted(name, capsys):
    written(name, CELLS[name].source)
    out = capsys.readouterr().out
    assert out.startswith(NOT_ATTEMPTED) and out.count("\n") == 1
    planted = EXERCISES[name].planted
    assert ("the bug is still in it" in out) == (planted is not None)
    assert (name.startswith("broken_")) == (planted is not None)
    committed = [
        output.text
        for cell in code_cells(CELLS[name].path)
        if cell.source == CELLS[name].source
        for output in cell.outputs
    ]
    assert committed == [out]


@exercises
def test_solution_is_right(name):
    assert judged(name, CELLS[name].solution) == f"Right. {EXERCISES[name].praise}"


@exercises
def test_a_planted_mistake_belongs_to_the_topic(name):
    exercise = EXERCISES[name]
    assert exercise.planted in [None, *(known.name for known in exercise.topic.mistakes)]


# ---- Each known mistake ----


def expected_of(exercise: Exercise, known: Mistake) -> str:
    if known.name == exercise.planted:
        return "the bug is still in it"
    return f"Not yet. {known.hint}"


def matches(exercise: Exercise, known: Mistake, answer: str) -> bool:
    wanted = expected_of(exercise, known)
    if known.name == exercise.planted:
        return answer.startswith(NOT_ATTEMPTED) and wanted in answer
    return answer == wanted


def with_mistake(name: str, known: Mistake) -> Callable:
    """A function that returns what the wrong rule gives, one number for each input."""
    exercise = EXERCISES[name]

    def learner(*arguments: object) -> object:
        arguments = exercise.translate(*arguments)
        shape = np.shape(exercise.topic.right(*arguments))
        return np.broadcast_to(known.rule(*arguments), shape)

    learner.__name__ = name
    return learner


BY_RULE = [
    pytest.param(name, known, id=f"{name}-{known.name}")
    for name, exercise in EXERCISES.items()
    if CELLS[name].path != PATHS[9]
    for known in exercise.topic.mistakes
]


@pytest.mark.parametrize(("name", "known"), BY_RULE)
@pytest.mark.filterwarnings("ignore")
def test_each_mistake_of_the_topic_gets_its_hint(name, known):
    answer = verdict(EXERCISES[name], with_mistake(name, known))
    assert matches(EXERCISES[name], known, answer), answer


@exercises
def test_the_hints_of_a_topic_differ(name):
    hints = [known.hint for known in EXERCISES[name].topic.mistakes]
    assert len(set(hints)) == len(hints)


WALK = """
def my_backward(order):
    for node in order:
        node.slope = 0.0
    order[-1].slope = 1.0
    for node in reversed(order):
        for input_, slope_on_arrow in node.inputs:
            input_.slope += node.slope * slope_on_arrow
"""
BOX = "def {}(a, b):\n    return Value({}, [(a, {}), (b, {})], 'box')"

BY_HAND = {
    "subtract": {
        "slopes_of_a_sum": BOX.format("subtract", "a.value - b.value", "1.0", "1.0"),
        "order_of_difference_swapped": BOX.format("subtract", "b.value - a.value", "-1.0", "1.0"),
        "slopes_changed_places": BOX.format("subtract", "a.value - b.value", "-1.0", "1.0"),
        "slopes_of_a_product": BOX.format("subtract", "a.value - b.value", "b.value", "a.value"),
    },
    "my_backward": {
        "arrow_overwrites": WALK.replace("+=", "="),
        "not_cleared": WALK.replace("    for node in order:\n        node.slope = 0.0\n", ""),
        "walked_forward": WALK.replace("reversed(order)", "order"),
        "arrow_slope_forgotten": WALK.replace(" * slope_on_arrow", ""),
        "box_slope_forgotten": WALK.replace("node.slope * ", ""),
        "box_and_arrow_added": WALK.replace("slope * slope", "slope + slope"),
        "end_not_started": WALK.replace("    order[-1].slope = 1.0\n", ""),
    },
    "broken_multiply": {
        "own_factor_noted": BOX.format(
            "broken_multiply", "a.value * b.value", "a.value", "b.value"
        ),
        "product_with_slopes_of_a_sum": BOX.format(
            "broken_multiply", "a.value * b.value", "1.0", "1.0"
        ),
    },
}


@pytest.mark.parametrize("name", BY_HAND)
def test_each_mistake_in_the_autodiff_gets_its_hint(name):
    exercise = EXERCISES[name]
    assert set(BY_HAND[name]) == {known.name for known in exercise.topic.mistakes}
    for known in exercise.topic.mistakes:
        answer = judged(name, BY_HAND[name][known.name])
        assert matches(exercise, known, answer), f"{known.name}: {answer}"


def test_every_exercise_has_its_mistakes_tested():
    assert {param.values[0] for param in BY_RULE} | set(BY_HAND) == set(EXERCISES)


LOOP = """
def my_chain_deriv(chain, x):
    slope = 1.0
    u = x
    for f in chain:
        slope = deriv(f, u) * slope
        u = f(u)
    return slope
"""


@pytest.mark.parametrize(
    ("name", "source", "known"),
    [
        (
            "my_leaky_relu",
            "def my_leaky_relu(x):\n    return np.minimum(0.2 * x, x)",
            "smaller_kept",
        ),
        ("my_leaky_relu", "def my_leaky_relu(x):\n    return np.maximum(0, x)", "nothing_leaks"),
        ("my_sigmoid", "def my_sigmoid(x):\n    return 1 / 1 + np.exp(-x)", "not_inverted"),
        (
            "my_sigmoid",
            "def my_sigmoid(x):\n    return 1 / (1 + np.exp(x))",
            "sign_of_input_swapped",
        ),
        (
            "rise_over_run",
            "def rise_over_run(func, x, delta):\n"
            "    return (func(x + delta) - func(x - delta)) / delta",
            "divided_by_delta",
        ),
        (
            "my_deriv",
            "def my_deriv(func, x, d=0.001):\n    return func(x + d) - func(x - d) / (2 * d)",
            "rise_without_brackets",
        ),
        ("nested", "def nested(f1, f2, x):\n    return f1(f2(x))", "value_order_swapped"),
        (
            "my_chain_value",
            "def my_chain_value(chain, x):\n    for f in chain:\n        u = f(x)\n    return u",
            "first_box_forgotten",
        ),
        (
            "my_chain_value",
            "def my_chain_value(chain, x):\n    for f in chain:\n        return f(x)",
            "only_first_box",
        ),
        (
            "my_chain_value",
            "def my_chain_value(chain, x):\n    for f in chain:\n        f(x)\n    return x",
            "chain_input_unchanged",
        ),
        (
            "slope_of_two",
            "def slope_of_two(f1, f2, x):\n    return deriv(f2, deriv(f1, x))",
            "slopes_nested",
        ),
        ("my_chain_deriv", LOOP.replace("deriv(f, u)", "deriv(f, x)"), "outer_slope_at_x"),
        ("my_chain_deriv", LOOP.replace(" * slope", ""), "last_slope_alone"),
        ("my_chain_deriv", LOOP.replace("u) * s", "u) + s").replace("1.0", "0.0"), "slopes_added"),
        (
            "slope_in_y",
            "def slope_in_y(x, y):\n    return x * y * deriv(sigmoid, x + y)",
            "second_path_forgotten",
        ),
        (
            "slope_of_layers",
            "def slope_of_layers(weight, slope, n):\n    return weight * slope ** n",
            "weight_only_once",
        ),
        (
            "step_down",
            "def step_down(knob, slope, rate):\n    return knob + rate * slope",
            "step_uphill",
        ),
    ],
    ids=lambda value: None if "\n" in value else value,
)
def test_a_mistake_as_a_learner_writes_it_gets_its_hint(name, source, known):
    hints = {mistake.name: mistake.hint for mistake in EXERCISES[name].topic.mistakes}
    assert judged(name, source) == f"Not yet. {hints[known]}"


# ---- Every single slip in a solution ----

OPERATORS = [ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow]


def spots(tree: ast.AST) -> list[tuple[ast.AST, str, int | None, ast.AST]]:
    """Each node, with where it stands: its parent, the field, the place in a list."""
    found = []
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                found.append((parent, field, None, value))
            elif isinstance(value, list):
                nodes = [(k, node) for k, node in enumerate(value) if isinstance(node, ast.AST)]
                found += [(parent, field, k, node) for k, node in nodes]
    return found


def slips(
    node: ast.AST, parent: ast.AST, field: str, names: list[str]
) -> Iterator[tuple[str, ast.AST]]:
    """Each wrong node in place of this one, and the kind of the slip."""
    match node:
        case ast.BinOp(left, operator, right):
            for other in OPERATORS:
                if not isinstance(operator, other):
                    yield "operator", ast.BinOp(left, other(), right)
            yield "operand dropped", left
            yield "operand dropped", right
        case ast.UnaryOp(ast.USub(), operand):
            yield "minus dropped", operand
        case ast.AugAssign(ast.Name(name), _, value):
            yield "+= to =", ast.Assign([ast.Name(name, ast.Store())], value)
            yield "+= to -=", ast.AugAssign(node.target, ast.Sub(), value)
        case ast.AugAssign(ast.Attribute(), _, value):
            yield "+= to =", ast.Assign([node.target], value)
            yield "+= to -=", ast.AugAssign(node.target, ast.Sub(), value)
        case ast.Constant(int() | float() as value):
            for other in (value - 1, value + 1, value * 1.1 if value else 0.1):
                yield "constant", ast.Constant(other)
        case ast.Call(ast.Name("reversed"), [argument]):
            yield "reversed dropped", argument
        case ast.Call(function, [first, second], keywords):
            yield "arguments swapped", ast.Call(function, [second, first], keywords)
        case ast.Name(name, ast.Load()):
            for other in names:
                if other != name:
                    yield "name", ast.Name(other, ast.Load())
        case ast.stmt() if field == "body" and not isinstance(parent, ast.Module):
            yield "statement deleted", ast.Pass()
    if isinstance(node, ast.expr) and isinstance(parent, ast.Return):
        yield "minus inserted", ast.UnaryOp(ast.USub(), node)
    if isinstance(parent, ast.Subscript) and field == "slice":
        for operator in (ast.Add(), ast.Sub()):
            yield "index", ast.BinOp(node, operator, ast.Constant(1))


def own_names(tree: ast.Module) -> list[str]:
    """The parameters, variables and inner functions of the function that the tree defines."""
    names = []
    for node in ast.walk(tree.body[0]):
        match node:
            case ast.arg(name) | ast.Name(name, ast.Store()):
                names.append(name)
            case ast.FunctionDef(name) if node is not tree.body[0]:
                names.append(name)
    return list(dict.fromkeys(names))


def put(parent: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """The source with one slip, each that compiles, and the kind of the slip."""
    tree = ast.parse(source)
    names, seen = own_names(tree), {ast.unparse(tree)}
    for parent, field, place, node in spots(tree):
        for kind, wrong in slips(node, parent, field, names):
            put(parent, field, place, wrong)
            text = ast.unparse(ast.fix_missing_locations(tree))
            put(parent, field, place, node)
            if text not in seen:
                seen.add(text)
                with contextlib.suppress(SyntaxError):
                    compile(text, "learner", "exec")
                    yield kind, text


def what_differs(source: str, mutant: str) -> str:
    before = ast.unparse(ast.parse(source)).splitlines()
    return "\n".join(line.strip() for line in mutant.splitlines() if line not in before)


EQUIVALENT = {
    # The larger of two does not depend on their order.
    ("my_leaky_relu", "return np.maximum(x, 0.2 * x)"),
    # Another delta by default, a tenth larger: the slope differs by 1e-7 or so.
    ("my_deriv", "def my_deriv(func, input_, delta=0.0011):"),
    ("broken_deriv", "def broken_deriv(func, input_, delta=0.0011):"),
    # u is x where the loop has not begun.
    ("broken_chain_deriv", "slope = deriv(chain[0], x)"),
    # df_da is p and df_dp is a, by the line before.
    ("slope_in_y", "df_dy = p * deriv(sigmoid, s)"),
    ("slope_in_y", "df_dy += a * x"),
    # dp_da is b and dp_db is a, by the line before.
    ("broken_paths", "dp_dx = b * deriv(f1, x)"),
    ("broken_paths", "dp_dx += a * deriv(f2, x)"),
}
"""What differs from the solution, and is as right: each of them looked at by hand."""


@exercises
@pytest.mark.filterwarnings("ignore")
def test_no_slip_in_a_solution_is_right(name):
    solution = CELLS[name].solution
    sources = [source for _, source in mutants(solution)]
    assert len(sources) >= 5
    accepted = set()
    for source in sources:
        answer = judged(name, source)
        if answer.startswith("Right"):
            accepted.add((name, what_differs(solution, source)))
        else:
            keeps_the_answer(name, answer, source)
    assert accepted == {pair for pair in EQUIVALENT if pair[0] == name}


def test_every_kind_of_slip_occurs():
    kinds = {kind for cell in CELLS.values() for kind, _ in mutants(cell.solution)}
    assert kinds == {
        "operator",
        "operand dropped",
        "minus dropped",
        "minus inserted",
        "+= to =",
        "+= to -=",
        "constant",
        "index",
        "arguments swapped",
        "reversed dropped",
        "name",
        "statement deleted",
    }


def keeps_the_answer(name: str, answer: str, source: str) -> None:
    """What is said of a wrong function has neither the right value there nor the solution."""
    for line in ast.unparse(ast.parse(CELLS[name].solution)).splitlines()[1:]:
        assert line in source or len(line.strip()) < 8 or line.strip() not in answer
    exercise = EXERCISES[name]
    for arguments in exercise.calls:
        call = f"{name}({', '.join(map(judging._in_words, arguments))})"
        if call not in answer:
            continue
        rest = answer.replace(call, "")
        right = np.asarray(exercise.topic.right(*exercise.translate(*arguments)), dtype=float)
        index = re.search(r"at index (\d+(?:, \d+)*)", rest)
        if index:
            right = right[tuple(map(int, index[1].split(", ")))]
        for text in re.findall(r"[−-]?\d+\.\d+", rest):
            decimals = len(text.partition(".")[2])
            if len(text.replace(".", "").lstrip("−-0")) >= 4:
                told = float(text.replace("−", "-"))
                assert np.all(np.abs(right - told) > 0.6 * 10.0**-decimals), (source, answer)


# ---- Other right solutions ----

RIGHT = {
    "my_leaky_relu": [
        "return np.where(x > 0, x, 0.2 * x)",
        "return np.where(x < 0, x / 5, x)",
        "return np.maximum(x, x * 0.2)",
        "return 0.6 * x + 0.4 * np.abs(x)",
        "return np.maximum(0.2 * x, x).tolist()",
    ],
    "my_sigmoid": [
        "return np.exp(x) / (1 + np.exp(x))",
        "return 1 / (np.exp(-x) + 1)",
        "return (1 + np.exp(-x)) ** -1",
        "return (1 + np.tanh(x / 2)) / 2",
        "return sigmoid(x)",
    ],
    "broken_square": ["return x ** 2", "return x * x", "return np.power(x, 2.0)"],
    "rise_over_run": [
        "return deriv(func, x, delta)",
        "return (func(x + delta) - func(x - delta)) / delta / 2",
        "return 0.5 * ((func(x + delta) - func(x)) / delta + (func(x) - func(x - delta)) / delta)",
    ],
    "my_deriv": [
        "return deriv(func, input_, delta)",
        "left, right = func(input_ - delta), func(input_ + delta)\n"
        "return ((right - left) / (2 * delta)).tolist()",
    ],
    "broken_deriv": ["return (func(input_ + delta) - func(input_ - delta)) / 2 / delta"],
    "nested": ["return f2(f1(x))", "return chain_values([f1, f2], x)[-1]"],
    "my_chain_value": [
        "return my_chain_value(chain[1:], chain[0](x)) if chain else x",
        "import functools\nreturn functools.reduce(lambda u, f: f(u), chain, x)",
        "while chain:\n    x = chain.pop(0)(x)\nreturn x",
        "for k in range(len(chain)):\n    x = chain[k](x)\nreturn x",
    ],
    "broken_chain": ["f1, f2 = chain\nu = f1(x)\nreturn f2(u)", "return chain[1](chain[0](x))"],
    "slope_of_two": [
        "return deriv(f1, x) * deriv(f2, f1(x))",
        "return deriv(f2, f1(x), 1e-4) * deriv(f1, x, 1e-4)",
        "return exact_deriv(f2)(f1(x)) * exact_deriv(f1)(x)",
        "return deriv(lambda t: f2(f1(t)), x)",
    ],
    "measured_slope": [
        "return deriv(lambda t: f2(f1(t)), x)",
        "return deriv(lambda t: f2(f1(t)), x, 1e-4)",
        "return (f2(f1(x + 1e-4)) - f2(f1(x - 1e-4))) / 2e-4",
        "import numpy as np\nreturn chain_deriv([f1, f2], np.atleast_1d(x)).reshape(np.shape(x))",
    ],
    "broken_slope": ["return exact_deriv(f1)(x) * exact_deriv(f2)(f1(x))"],
    "my_chain_deriv_2": [
        "f1, f2 = chain\nreturn deriv(f1, input_range) * deriv(f2, f1(input_range))",
        "f1, f2 = chain\nreturn exact_deriv(f1)(input_range) * exact_deriv(f2)(f1(input_range))",
        "return chain_deriv(chain, input_range)",
        "f1, f2 = chain\nreturn list(deriv(f1, input_range) * deriv(f2, f1(input_range)))",
    ],
    "broken_chain_deriv_2": ["f, g = chain\nreturn deriv(lambda t: g(f(t)), input_range)"],
    "my_chain_deriv_3": [
        "f1, f2, f3 = chain\nreturn deriv(f1, x) * deriv(f2, f1(x)) * deriv(f3, f2(f1(x)))",
        "f, g, h = map(exact_deriv, chain)\nu = chain[0](x)\nreturn h(chain[1](u)) * g(u) * f(x)",
    ],
    "my_chain_deriv": [
        "if not chain:\n    return 1.0\nf, *others = chain\n"
        "return my_chain_deriv(others, f(x)) * deriv(f, x)",
        "slope = np.ones_like(x)\nfor f in chain:\n    slope *= deriv(f, x, 1e-4)\n    x = f(x)\n"
        "return slope",
        "slope = 1.0\nfor f in chain:\n    slope = slope * exact_deriv(f)(x)\n    x = f(x)\n"
        "return slope",
        "return chain_deriv(chain, x)",
        "slopes = []\nfor f in chain:\n    slopes.append(deriv(f, x))\n    x = f(x)\n"
        "return np.prod(slopes, axis=0)",
    ],
    "broken_chain_deriv": [
        "slope = 1\nfor f in chain:\n    slope, x = slope * deriv(f, x), f(x)\nreturn slope"
    ],
    "slope_of_product": [
        "return f1(x) * deriv(f2, x) + deriv(f1, x) * f2(x)",
        "return deriv(lambda t: f2(t) * f1(t), x, 1e-4)",
        "return exact_deriv(f1)(x) * f2(x) + exact_deriv(f2)(x) * f1(x)",
    ],
    "slope_in_y": [
        "return sigmoid(x + y) * x + x * y * deriv(sigmoid, x + y)",
        "return deriv(lambda t: sigmoid(x + t) * x * t, y + 0 * x, 1e-4)",
        "a = sigmoid(x + y)\nreturn x * a * (1 + y * (1 - a))",
    ],
    "broken_paths": ["return f2(x) * deriv(f1, x) + f1(x) * deriv(f2, x)"],
    "slope_with_skip": [
        "return deriv(func, x) + 1.0",
        "return deriv(lambda t: t + func(t), x)",
        "return 1 + exact_deriv(func)(x)",
        "return (1 + deriv(func, x, 1e-4)).tolist()",
    ],
    "slope_of_layers": [
        "return weight**n * slope**n",
        "result = 1\nfor _ in range(n):\n    result = result * slope * weight\nreturn result",
        "return weight * slope * slope_of_layers(weight, slope, n - 1) if n else 1",
        "return np.power(weight * slope, n)",
    ],
    "broken_skip": ["return deriv(lambda t: func(t) + t, x)"],
    "slope_in_w": [
        "a = sigmoid(w * x + b)\nreturn 2 * (a - y) * a * (1 - a) * x",
        "return deriv(lambda t: (sigmoid(t * x + b) - y) ** 2, w + 0 * x + 0 * y)",
        "z = b + x * w\nreturn x * deriv(sigmoid, z, 1e-4) * (sigmoid(z) - y) * 2",
        "z = b + x * w\nreturn x * exact_deriv(sigmoid)(z) * -2 * (y - sigmoid(z))",
    ],
    "step_down": [
        "return -slope * rate + knob",
        "knob = knob - slope * rate\nreturn knob",
        "return np.subtract(knob, np.multiply(rate, slope))",
    ],
    "broken_neuron": ["a = sigmoid(w * x + b)\nreturn 2 * x * (a - y) * (1 - a) * a"],
    "subtract": [
        "return Value(a.value - b.value, [(b, -1), (a, 1)])",
        "return Value(-b.value + a.value, ((a, 1.0), (b, -1.0)), 'minus')",
        "result = Value(a.value - b.value)\nresult.inputs = [(a, 1.0), (b, -1.0)]\nreturn result",
    ],
    "my_backward": [
        "for node in order:\n    node.slope = 0\norder[-1].slope = 1\n"
        "for node in order[::-1]:\n    for input_, on_arrow in node.inputs:\n"
        "        input_.slope = input_.slope + on_arrow * node.slope",
        "for node in order[:-1]:\n    node.slope = 0.0\norder[-1].slope = 1.0\n"
        "for k in range(len(order) - 1, -1, -1):\n"
        "    for a, s in order[k].inputs:\n        a.slope += s * order[k].slope\nreturn order",
    ],
    "broken_multiply": ["return Value(b.value * a.value, [(b, a.value), (a, b.value)])"],
}


def in_function(name: str, body: str) -> str:
    """The exercise's function, with its parameters, and another body."""
    (define,) = ast.parse(CELLS[name].solution).body
    define.body = ast.parse(f"def function():\n{textwrap.indent(body, '    ')}").body[0].body
    return ast.unparse(ast.fix_missing_locations(define))


@exercises
def test_other_right_solutions_are_right(name):
    for body in RIGHT[name]:
        answer = judged(name, in_function(name, body))
        assert answer == f"Right. {EXERCISES[name].praise}", f"{body}\n{answer}"


IN_PLACE = """
for node in order:
    node.slope = 0.0
order[-1].slope = 1.0
{}
    for input_, on_arrow in node.inputs:
        input_.slope += node.slope * on_arrow
"""


@pytest.mark.parametrize(
    "walk", ["order.reverse()\nfor node in order:", "while order:\n    node = order.pop()"]
)
def test_a_walk_may_change_the_list_that_it_gets(walk):
    assert judged("my_backward", in_function("my_backward", IN_PLACE.format(walk))).startswith(
        "Right."
    )


@pytest.mark.parametrize("arrows", ["(a, 1.0), (b, -1.0), (b, -1.0)", "(a, 1.0), (b, 5), (b, -1)"])
def test_an_arrow_too_many_is_wrong(arrows):
    body = f"return Value(a.value - b.value, [{arrows}])"
    assert not judged("subtract", in_function("subtract", body)).startswith("Right")


# ---- More wrong functions that a learner might write ----


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("my_deriv", "return deriv(func, input_)"),  # delta is not used
        ("my_deriv", "return exact_deriv(func)(input_)"),
        ("my_deriv", "return deriv(func, input_, 0.25)"),
        ("my_chain_value", "return chain[1](chain[0](x))"),  # two boxes only
        ("my_chain_value", "return chain[-1](chain[0](x))"),
        ("my_chain_deriv", "return deriv(chain[1], chain[0](x)) * deriv(chain[0], x)"),
        ("slope_of_layers", "return (weight * slope) ** 4"),
        ("slope_of_layers", "return (weight * slope) ** abs(n - 1) * weight"),
        ("slope_with_skip", "return 1 + deriv(sigmoid, x)"),
        ("slope_in_y", "return deriv(lambda t: sigmoid(t + y) * t * y, x)"),  # with respect to x
        ("slope_in_w", "return deriv(lambda t: (sigmoid(w * x + t) - y) ** 2, np.asarray(b))"),
        ("subtract", "return Value(a.value - b.value, [(a, 1.0)])"),
        ("subtract", "return a.value - b.value"),
        ("subtract", "return None"),
        ("my_backward", "return None"),
        ("my_backward", "order[-1].slope = 1.0"),
        (  # of two arrows from the same box, the last one only
            "my_backward",
            "for node in order:\n    node.slope = 0.0\norder[-1].slope = 1.0\n"
            "for node in reversed(order):\n    for input_, on_arrow in dict(node.inputs).items():\n"
            "        input_.slope += node.slope * on_arrow\nreturn None",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_what_is_right_elsewhere_only_is_not_right(name, body):
    answer = judged(name, in_function(name, body))
    assert answer.startswith(("Not yet. ", "Nearly right: "))
    keeps_the_answer(name, answer, body)
