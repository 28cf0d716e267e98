"""The exercises of the notebooks: each cell, its solution, each mistake, and wrong answers.

Cells and solutions are taken out of the notebooks, as a learner finds them there.
"""

import ast
import re
import textwrap

import numpy as np
import pytest
from notebook_files import EXERCISE_CELLS, PATHS, code_cells, defined_in, notebooks, read, tags
from wrong_answers import WRONG_ANSWERS

from helpers import chain_deriv, deriv, exact_deriv
from helpers.answers import judging
from helpers.answers.ask import PREDICTIONS
from helpers.answers.exercises import EXERCISES
from helpers.answers.judging import verdict

exercises = pytest.mark.parametrize("name", EXERCISES)


def written(name, source):
    """The function, from source that is run in the namespace of the exercise's notebook."""
    namespace = defined_in(EXERCISE_CELLS[name].path) | {
        "exact_deriv": exact_deriv,
        "deriv": deriv,
        "chain_deriv": chain_deriv,
    }
    exec(compile(source, "learner", "exec"), namespace)
    return namespace[name]


def judged(name, source):
    return verdict(EXERCISES[name], written(name, source))


# ---- The notebooks ----


def calls_of(function, path):
    """What this function is called with in a notebook."""
    sources = [cell.source for cell in code_cells(path)]
    return [name for source in sources for name in re.findall(rf"\b{function}\((.*?)\)", source)]


def test_each_exercise_and_each_prediction_stands_in_exactly_one_place():
    checked, asked = ([n for p in PATHS for n in calls_of(f, p)] for f in ("check", "ask"))
    assert sorted(checked) == sorted(EXERCISES) == sorted(EXERCISE_CELLS)
    assert sorted(asked) == sorted(f'"{name}"' for name in PREDICTIONS)


@notebooks
def test_two_or_three_exercises_and_two_to_four_predictions(path):
    assert 2 <= len(calls_of("check", path)) <= 3
    assert 2 <= len(calls_of("ask", path)) <= 4


@notebooks
def test_a_prediction_stands_alone_before_the_cell_that_shows_the_answer(path):
    cells = read(path).cells
    for k, cell in enumerate(cells):
        if "prediction" in tags(cell):  # "by-hand" is an exercise, whose answer nothing shows
            assert re.fullmatch(r'ask\("[^"\n]+"\)', cell.source)
            after = [later for later in cells[k + 1 : k + 3] if later.cell_type == "code"]
            assert after, f"{cell.source}: one text at most stands between"
            assert not {"prediction", "by-hand", "exercise"} & {*tags(after[0])}


@exercises
def test_cell_defines_a_function_with_the_parameters_of_the_solution_and_checks_it(name):
    *imports, define, check = ast.parse(EXERCISE_CELLS[name].source).body
    assert all(isinstance(statement, ast.ImportFrom) for statement in imports)
    assert ast.unparse(check) == f"check({name})"
    (solution,) = ast.parse(EXERCISE_CELLS[name].solution).body
    assert define.name == solution.name == name
    assert ast.unparse(define.args) == ast.unparse(solution.args)


@exercises
def test_cell_as_committed_is_not_attempted(name):
    (output,) = EXERCISE_CELLS[name].outputs
    assert re.fullmatch(r"Not attempted yet.*\n", output.text)
    planted = EXERCISES[name].planted
    assert ("the bug is still in it" in output.text) == (planted is not None)
    assert name.startswith("broken_") == (planted is not None)


@exercises
def test_solution_is_right(name):
    assert judged(name, EXERCISE_CELLS[name].solution) == f"Right. {EXERCISES[name].praise}"


# ---- Each known mistake ----


def expected_of(exercise, known):
    if known == exercise.planted:
        return "Not attempted yet, or not fixed yet: the bug is still in it."
    return f"Not yet. {known.hint}"


@exercises
@pytest.mark.filterwarnings("ignore")
def test_each_mistake_of_the_topic_gets_its_hint(name):
    exercise = EXERCISES[name]
    assert exercise.planted in [None, *exercise.topic.mistakes]
    for known in exercise.topic.mistakes:

        def run(function, *arguments, rule=known.rule):
            arguments = exercise.translate(*arguments)
            return np.broadcast_to(rule(*arguments), np.shape(exercise.topic.right(*arguments)))

        answer = verdict(exercise._replace(run=run), written(name, EXERCISE_CELLS[name].solution))
        assert answer == expected_of(exercise, known), known.name


@pytest.mark.parametrize(("name", "old", "new", "says"), WRONG_ANSWERS)
@pytest.mark.filterwarnings("ignore")
def test_a_wrong_answer_is_told_its_mistake_or_where_it_leaves_the_right_path(name, old, new, says):
    cell, exercise = EXERCISE_CELLS[name], EXERCISES[name]
    before = cell.source.partition("\n\n\ncheck(")[0] if old in cell.source else cell.solution
    assert before.count(old) == 1
    answer = judged(name, before.replace(old, new))
    known = {mistake.name: mistake for mistake in exercise.topic.mistakes}
    if says in known:
        assert answer == expected_of(exercise, known[says])
    else:
        assert says in answer
        keeps_the_answer(name, answer, new)


def keeps_the_answer(name, answer, source):
    """What is said of a wrong function has neither the right value there nor the solution."""
    for line in ast.unparse(ast.parse(EXERCISE_CELLS[name].solution)).splitlines()[1:]:
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


# ---- Other functions that a learner might write ----

RIGHT = [
    ("my_leaky_relu", "return np.maximum(x, 0) + leak * np.minimum(x, 0)"),
    ("my_leaky_relu", "x = np.array(x)\nx[x < 0] *= leak\nreturn x"),
    ("my_leaky_relu", "return x * (leak + (1 - leak) * (np.asarray(x) > 0))"),
    ("my_leaky_relu", "return np.vectorize(lambda t: t if t > 0 else leak * t)(x)"),
    ("squeezed", "return (high - low) / (1 + np.exp(-x)) + low"),
    ("squeezed", "s = sigmoid(x)\nreturn s * high + (1 - s) * low"),
    ("squeezed", "import math\nreturn np.vectorize(lambda t: low + (high - low) / "
                 "(1 + math.exp(-t)))(x)"),
    ("broken_square", "return x * x"),
    ("broken_square", "return np.square(x)"),
    ("broken_square", "y = np.array(x)\ny[...] = y ** 2\nreturn y"),
    ("moves_by", "return change * exact_deriv(func)(x)"),
    ("moves_by", "return (func(x + 1e-4) - func(x - 1e-4)) * (change / 2e-4)"),
    ("my_deriv", "return deriv(func, input_, delta).tolist()"),
    ("my_deriv", "right, left = (func(input_ + k * delta) for k in (1, -1))\n"
                 "return (right - left) / delta / 2"),
    ("my_chain_value", "return my_chain_value(chain[1:], chain[0](x)) if chain else x"),
    ("my_chain_value", "while chain:\n    x = chain.pop(0)(x)\nreturn x"),
    ("my_chain_value", "from functools import reduce\nreturn reduce(lambda u, f: f(u), chain, x)"),
    ("my_chain_value", "return [x := f(x) for f in chain][-1]"),
    ("slope_of_box_1", "return slope * 2e-4 / (f2(value + 1e-4) - f2(value - 1e-4))"),
    ("slope_of_box_1", "return 1 / deriv(f2, value, 1e-4) * slope"),
    ("largest_error", "import numpy as np\nreturn max(abs(s - m) for s, m in "
                      "zip(slopes, deriv(lambda t: chain_length_2(chain, t), x)))"),
    ("my_chain_deriv_2", "from helpers import chain_slopes\nimport math\n"
                         "return math.prod(chain_slopes(chain, input_range))"),
    ("my_chain_deriv_2", "f, g = chain\nx, d = input_range, 1e-4\nu = f(x)\n"
                         "return (g(u + d) - g(u - d)) * (f(x + d) - f(x - d)) / (2 * d) ** 2"),
    ("my_chain_deriv_2", "import numpy as np\nf, g = chain\nx = input_range[..., np.newaxis]\n"
                         "return (deriv(g, f(x)) * deriv(f, x))[..., 0]"),
    ("my_chain_deriv", "slope = np.ones_like(x)\nfor f in chain:\n"
                       "    slope *= deriv(f, x, 1e-4)\n    x = f(x)\nreturn slope"),
    ("my_chain_deriv", "f, *others = chain\nslope = deriv(f, x)\n"
                       "return my_chain_deriv(others, f(x)) * slope if others else slope"),
    ("my_chain_deriv", "import numpy as np\nfrom helpers import chain_slopes\n"
                       "return np.prod(chain_slopes(chain, x), axis=0)"),
    ("from_right", "import numpy as np\nreturn np.cumprod(slopes[::-1])[::-1]"),
    ("from_right", "found = list(slopes)\nfor k in range(len(slopes) - 2, -1, -1):\n"
                   "    found[k] *= found[k + 1]\nreturn found"),
    ("from_right", "import numpy as np\nfound = np.ones(len(slopes))\nproduct = np.float64(1)\n"
                   "for k in reversed(range(len(slopes))):\n    product *= slopes[k]\n"
                   "    found[k] = product\nreturn found"),
    ("from_right", "import numpy as np\n"
                   "return np.multiply.accumulate(np.flip(np.array(slopes, dtype=float)))[::-1]"),
    ("from_right", "from itertools import accumulate\nfrom operator import mul\n"
                   "return list(accumulate(reversed(slopes), mul))[::-1]"),
    ("from_right", "return [slopes[0] * (after := from_right(slopes[1:]))[0], *after] "
                   "if slopes[1:] else slopes"),
    ("slope_of_three_factors", "a, b, c = f1(x), f2(x), f3(x)\n"
                               "ab = a * deriv(f2, x) + b * deriv(f1, x)\n"
                               "return ab * c + a * b * deriv(f3, x)"),
    ("slope_of_three_factors", "return sum(deriv(f, x) * f2(x) * f3(x) * f1(x) / f(x) "
                               "for f in (f1, f2, f3))"),
    ("slope_in_y", "a = sigmoid(x * y)\nreturn a + x * y * a * (1 - a)"),
    ("slope_in_y", "s = 1 / (1 + np.exp(-x * y))\nreturn s * (1 + x * y * (1 - s))"),
    ("broken_paths", "a = f1(x)\nreturn (f2(a) + a * deriv(f2, a)) * deriv(f1, x)"),
    ("slope_of_skips", "if n == 0:\n    return 1.0 + 0 * x\n"
                       "return slope_of_skips(func, x + func(x), n - 1) * (1 + deriv(func, x))"),
    ("layers_that_last", "import math\nreturn math.floor(math.log(least) / math.log(slope))"),
    ("layers_that_last", "n, product = 0, slope\nwhile product >= least:\n    n += 1\n"
                         "    product *= slope\nreturn n"),
    ("rate_to_bottom", "return 1 / (2 * x**2)"),
    ("slope_of_line", "return 2 * np.mean(x * (w * x + b - y))"),
    ("slope_of_line", "return np.mean(deriv(lambda p: (p - y) ** 2, w * x + b) * x)"),
    ("slope_of_line", "return sum(2 * (w * xi + b - yi) * xi for xi, yi in zip(x, y)) / len(x)"),
    ("slopes_in_w1", "h = sigmoid(w1 * x + b1)\n"
                     "return 2 * (w2 @ h + b2 - y) * w2 * h * (1 - h) * x"),
    ("slopes_in_w1", "z = w1 * x + b1\ndl_dp = deriv(lambda p: (p - y) ** 2, "
                     "np.sum(w2 * sigmoid(z)) + b2)\n"
                     "return dl_dp * w2 * deriv(sigmoid, z) * deriv(lambda w: w * x, w1)"),
    ("slopes_in_w1", "error = sum(w2 * sigmoid(w1 * x + b1)) + b2 - y\n"
                     "return [2 * error * b * deriv(sigmoid, a * x + c) * x "
                     "for a, b, c in zip(w1, w2, b1)]"),
    ("multiply", "return Value(b.value * a.value, ((b, a.value), (a, b.value)), 'times')"),
    ("multiply", "made = Value(a.value * b.value)\nmade.inputs = [(a, b.value), (b, a.value)]\n"
                 "return made"),
    ("in_order", "order = []\ndef visit(node):\n    for input_, _ in node.inputs:\n"
                 "        if input_ not in order:\n            visit(input_)\n"
                 "    order.append(node)\nvisit(end)\nreturn order"),
    ("in_order", "order = []\nfor input_, _ in end.inputs:\n"
                 "    order += [box for box in in_order(input_) if box not in order]\n"
                 "return [*order, end]"),
    ("in_order", "order, waiting = [], [end]\nwhile waiting:\n    node = waiting.pop()\n"
                 "    if node in order:\n        order.remove(node)\n    order.insert(0, node)\n"
                 "    waiting += [input_ for input_, _ in node.inputs]\nreturn order"),
    ("backward", "slopes = {id(node): 0.0 for node in order}\nslopes[id(order[-1])] = 1.0\n"
                 "for node in reversed(order):\n    for a, s in node.inputs:\n"
                 "        slopes[id(a)] += s * slopes[id(node)]\n"
                 "for node in order:\n    node.slope = slopes[id(node)]"),
    ("backward", "for node in order[:-1]:\n    node.slope = 0\norder[-1].slope = 1\n"
                 "while order:\n    node = order.pop()\n    for a, s in node.inputs:\n"
                 "        a.slope = a.slope + s * node.slope\nreturn 3"),
    ("backward", "for node in order:\n    node.slope = 0.0\norder[-1].slope = 1.0\n"
                 "for node in order[::-1]:\n    for input_, on_arrow in node.inputs:\n"
                 "        input_.slope = input_.slope + node.slope * on_arrow"),
]  # fmt: skip

# The number is right, and the rule is not in it.
MEASURED_AT_ONCE = [
    ("my_chain_deriv_2", "return deriv(lambda t: chain[1](chain[0](t)), input_range)"),
    ("my_chain_deriv_2", "from helpers import chain_length_2\n"
                         "return deriv(lambda t: chain_length_2(chain, t), input_range)"),
    ("my_chain_deriv_2", "f, g = chain\nf1_of_x = f(input_range)\ndef whole(t):\n"
                         "    u = f(t)\n    return g(u)\nreturn deriv(whole, input_range)"),
    ("my_chain_deriv_2", "from helpers import deriv as slope\n"
                         "return slope(lambda t: chain[1](chain[0](t)), input_range, 1e-4)"),
    ("my_chain_deriv_2", "f, g = chain\nx, d = input_range, 1e-4\n"
                         "return (g(f(x + d)) - g(f(x - d))) / (2 * d)"),
    ("my_chain_deriv", "from functools import reduce\n"
                       "return deriv(lambda t: reduce(lambda u, f: f(u), chain, t), x)"),
    ("my_chain_deriv", "def whole(t):\n    for f in chain:\n        t = f(t)\n    return t\n"
                       "return deriv(whole, x)"),
    ("slope_of_three_factors", "return deriv(lambda t: f2(t) * f1(t) * f3(t), x, 1e-4)"),
    ("slope_in_y", "return deriv(lambda t: sigmoid(x * t) * t, y + 0 * x, 1e-4)"),
    ("broken_paths", "return deriv(lambda t: f1(t) * f2(f1(t)), x)"),
    ("slope_of_skips", "def whole(t):\n    for _ in range(n):\n        t = t + func(t)\n"
                       "    return t\n"
                       "return deriv(whole, x)"),
    ("slope_of_line", "def loss(t):\n    return np.mean((t * x + b - y) ** 2)\n"
                      "return deriv(loss, w)"),
    ("slope_of_line", "return float(deriv(lambda t: np.mean((t * x + b - y) ** 2), w, 1e-4))"),
    ("slope_of_line", "return deriv(lambda t: sum((t * x + b - y) ** 2), w) / len(x)"),
    ("slope_of_line", "return np.mean(deriv(lambda t: (t * x + b - y) ** 2, w + 0 * x))"),
    ("slopes_in_w1", "def loss(t, k):\n    w = w1.copy()\n    w[k] = t\n"
                     "    return (np.sum(w2 * sigmoid(w * x + b1)) + b2 - y) ** 2\n"
                     "return [deriv(lambda t: loss(t, k), w1[k]) for k in range(len(w1))]"),
    ("slopes_in_w1", "def loss(w):\n    return (np.sum(w2 * sigmoid(w * x + b1)) + b2 - y) ** 2\n"
                     "found = np.zeros(len(w1))\nfor k, e in enumerate(np.eye(len(w1))):\n"
                     "    found[k] = deriv(lambda t: loss(w1 + t * e), 0.0)\nreturn found"),
]  # fmt: skip

DONE_BY_HELPERS = [
    ("my_chain_deriv_2", "from helpers import chain_deriv_2\n"
                         "return chain_deriv_2(chain, input_range)"),
    ("my_chain_deriv", "import helpers\nreturn helpers.chain_deriv(chain, x)"),
]  # fmt: skip


def in_function(name, body):
    """The exercise's function, with its parameters, and another body."""
    (define,) = ast.parse(EXERCISE_CELLS[name].solution).body
    define.body = ast.parse(f"def function():\n{textwrap.indent(body, '    ')}").body[0].body
    return ast.unparse(ast.fix_missing_locations(define))


@pytest.mark.parametrize(("name", "body"), RIGHT)
def test_another_right_solution_is_right(name, body):
    answer = judged(name, in_function(name, body))
    assert answer == f"Right. {EXERCISES[name].praise}"


MANY_SWEEPS = [
    ("return forward(slopes)[0]", 10),  # the notebook's own
    ("import math\nreturn [math.prod(slopes[k:]) for k in range(len(slopes))]", 10),
    ("found = []\nfor k in range(len(slopes)):\n    product = slopes[k]\n"
     "    for slope in slopes[k + 1 :]:\n        product *= slope\n    found.append(product)\n"
     "return found", 6),
    ("import numpy as np\nreturn [np.prod(slopes[k:]) for k in range(len(slopes))]", 6),
    ("import numpy as np\ns = np.array(slopes)\n"
     "return [np.cumprod(s[k:])[-1] for k in range(len(s))]", 6),
    ("back = list(reversed(slopes))\nfound = []\nfor k in range(len(back)):\n    product = 1.0\n"
     "    for slope in back[: k + 1]:\n        product *= slope\n    found.insert(0, product)\n"
     "return found", 10),
]  # fmt: skip


@pytest.mark.parametrize(("body", "times"), MANY_SWEEPS)
def test_many_sweeps_are_right_as_numbers_and_one_is_asked_for(body, times):
    answer = judging.MANY_SWEEPS.format(times=times, boxes=4)
    assert judged("from_right", in_function("from_right", body)) == answer


# What praise must not say, since another right function does not do it.
NOT_DONE_BY_ALL = [
    ("from_right", r"^One sweep, and"),  # but a product for each knob
    ("slope_of_line", r"\byou (multiply|add)\b"),  # but measures with numbers beside w
    ("slopes_in_w1", r"^Back along"),
]


@pytest.mark.parametrize(("name", "untrue"), NOT_DONE_BY_ALL)
def test_praise_says_of_no_function_what_another_right_one_does(name, untrue):
    assert not re.search(untrue, EXERCISES[name].praise)


@pytest.mark.parametrize(("name", "body"), MEASURED_AT_ONCE)
def test_what_is_measured_at_once_is_right_as_a_number_and_the_rule_is_asked_for(name, body):
    assert judged(name, in_function(name, body)) == judging.MEASURED


@pytest.mark.parametrize(("name", "body"), DONE_BY_HELPERS)
def test_what_helpers_did_is_right_as_a_number_and_the_rule_is_asked_for(name, body):
    answer = judging.DONE_FOR_YOU.format(name=name.removeprefix("my_"))
    assert judged(name, in_function(name, body)) == answer
