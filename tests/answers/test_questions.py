"""Questions, predictions and practice: what Python makes of them, and how the browser judges.

The judge is JavaScript that needs no JupyterLab: it is loaded into an empty page, and every
question gets every answer that a reader could give to it.
"""

import base64
import functools
import json
import math
import re
import time
from fractions import Fraction
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from pictures import NUMBER, as_decimal

from helpers.answers import questions
from helpers.answers.ask import PREDICTIONS, ask
from helpers.answers.mistakes import CHAIN_2, SLOPE_OF_ONE, Mistake, Topic
from helpers.answers.practice import practice
from helpers.answers.questions import (
    QuestionBox,
    UnclearPointError,
    choice_question,
    number_question,
    value_table,
)
from helpers.functions import sigmoid, square
from helpers.writing import number

SEEDS = range(8)


# ---- A question whose answer is a number ----


def question_of(right, decimals=2, **wrong):
    """One whose rules take no arguments; of the wrong ones what they give may be computed."""
    rules = {name: v if callable(v) else (lambda v=v: v) for name, v in wrong.items()}
    known = [Mistake(name, rule, f"The hint of {name}.") for name, rule in rules.items()]
    topic = Topic(lambda: right, lambda: [f"It is {right}."], known)
    return number_question("How much?", topic, why="So.", decimals=decimals)


def test_a_question_holds_what_the_browser_needs():
    question = number_question(
        "How much?", CHAIN_2, [square, sigmoid], 1.2, why="So.", decimals=3, table=[["a"], ["b"]]
    )
    assert json.loads(json.dumps(question)) == question
    found = [(m["name"], m["hint"], m["value"]) for m in question.pop("mistakes")]
    assert found == [
        (m.name, m.hint, float(m.rule([square, sigmoid], 1.2))) for m in CHAIN_2.mistakes
    ]
    first, second = question.pop("told")
    assert first["words"] == f"First step: {question['steps'][0]}"
    assert second["words"] == f"Next step: {question['steps'][1]}"
    assert first["new"] == [
        {"value": value, "tolerance": pytest.approx(tolerance)}
        for value, tolerance in [(1.2, 5e-5), (2.4, 5e-5), (1.44, 5e-5)]
    ]
    assert second["new"][1] == {"value": 0.15486, "tolerance": pytest.approx(0.0006)}
    assert question == {
        "kind": "number",
        "text": "How much? (to 3 decimals)",
        "table": [["a"], ["b"]],
        "right": {"value": pytest.approx(0.37165, abs=1e-5), "tolerance": pytest.approx(0.0006)},
        "close": pytest.approx(0.005),
        "answer": "0.3717",
        "why": "So.",
        "steps": CHAIN_2.steps([square, sigmoid], 1.2),
    }


@pytest.mark.parametrize(
    ("decimals", "asked", "answer"),
    [(0, "a whole number", "−6"), (1, "to 1 decimal", "−6"), (2, "to 2 decimals", "−6")],
)
def test_decimals_are_asked_for_in_words(decimals, asked, answer):
    question = question_of(-6.0, decimals, uphill=6.0)
    assert (question["text"], question["answer"]) == (f"How much? ({asked})", answer)
    assert question["close"] == 0


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (0.37, {"half": 0.37}, "the right answer and half both give about 0.37"),
        (0.374, {"half": 0.366}, "the right answer and half both give about 0.374"),
        (0.37, {"half": 0.5, "third": 0.333, "other": 0.334}, "third and other both give"),
        (4.0, {"half": 2.0, "third": 3.0, "other": 2.0}, "half and other both give about 2"),
        (0.0, {"swapped": -0.0}, "the right answer and swapped both"),
        (0.37, {"half": math.inf}, "half gives inf"),
        (0.37, {"half": math.nan}, "half gives nan"),
        (math.nan, {"half": 0.5}, "the right answer gives nan"),
        (0.37, {"half": lambda: np.float64(1) / 0}, "half gives inf"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_point_at_which_rules_agree_or_are_not_finite_is_refused(right, wrong, message):
    with pytest.raises(UnclearPointError, match=f"{message}.* in 'How much.*choose another"):
        question_of(right, **wrong)


def test_rules_that_a_reader_can_tell_apart_are_not_refused():
    for right, wrong in [(0.37, 0.377), (4.0, 4.01), (-1.0, 1.0)]:
        assert question_of(right, half=wrong)["mistakes"][0]["value"] == wrong


def twice(x):
    return 2 * x


# exp is its own slope; that of a straight line is the same everywhere, and it can go first or last.
LEFT_OUT = [
    ([np.sin, np.exp], ["value_for_outer_slope", "chain_value_not_slope"]),
    ([np.exp, square], ["slopes_nested", "value_for_inner_slope", "inner_slope_inside"]),
    ([twice, np.sin], ["inner_slope_at_f1", "order_swapped"]),
    ([square, sigmoid], []),
]


@pytest.mark.parametrize(("chain", "left_out"), LEFT_OUT)
def test_what_these_functions_never_tell_apart_is_left_out_and_else_a_point_is_refused(
    chain, left_out
):
    asked = []
    for x in np.linspace(-4, 4, 41):
        try:
            asked.append(number_question("?", CHAIN_2, chain, float(x), why="."))
        except UnclearPointError as error:
            assert "choose another point" in str(error)
    names = [mistake.name for mistake in CHAIN_2.without(*left_out).mistakes]
    assert 0 < len(asked) < 41
    assert all([mistake["name"] for mistake in q["mistakes"]] == names for q in asked)


# ---- A question with choices ----


def test_a_choice_holds_what_the_browser_needs():
    question = choice_question("Which?", {"a": "Not a.", "b": "b it is.", "c": "Not c."}, right="b")
    assert json.loads(json.dumps(question)) == question
    assert question["choices"] == ["a", "b", "c"]
    assert question["hints"] == ["Not a.", "b it is.", "Not c."]
    assert (question["right"], question["answer"], question["why"]) == (1, "b", "b it is.")


# ---- What is refused ----

slope = functools.partial(number_question, "?", SLOPE_OF_ONE, why="")
RULES = "arguments must be what the rules"
HALF = Mistake("half", "x / 2", "That is half of it.")
REFUSED = [
    (lambda: number_question(3, SLOPE_OF_ONE, square, 1.0, why=""), "text must be text"),
    (lambda: slope(square, 1.0, why=3), "why must be text"),
    (lambda: slope(square, 1.0, decimals=11), "decimals must be a whole number from 0 to 10"),
    (lambda: slope(square, 1.0, table=3), "table must be a list of rows"),
    (lambda: slope(square, 1.0, table=["a"]), "table must be a list of rows"),
    (lambda: slope(square, 1.0, table=[["a", 1]]), "each cell of table must be text"),
    (lambda: number_question("?", 3, why=""), "topic must be a Topic"),
    *(
        (
            lambda steps=steps: number_question("?", Topic(lambda: 1, lambda: steps, []), why=""),
            f"what steps of the topic returns must be a list of sentences, got {got}",
        )
        for steps, got in [("It is 1.", "str"), (["It is", 1], "int 1")]
    ),
    (lambda: Topic(1, list, []), "right of a topic must be a function, got int 1"),
    (lambda: Topic(abs, None, []), "steps of a topic must be a function, got NoneType None"),
    (lambda: Topic(abs, list, HALF), "mistakes of a topic must be a list of Mistakes, got Mis"),
    (lambda: Topic(abs, list, [("half", abs, "")]), "must be a list of Mistakes, got tuple"),
    (lambda: Topic(abs, list, [HALF]), "rule of the mistake half must be a function, got str"),
    (lambda: slope(square), RULES),
    (lambda: number_question("?", CHAIN_2, [], 1.0, why=""), RULES),
    (lambda: slope(square, [1, 2]), r"arguments must be single numbers.* shape \(2,\)"),
    (lambda: value_table(3, [1.0]), "functions must be a list"),
    (lambda: value_table([square], "1"), "points must hold real numbers"),
    (lambda: value_table([square], 1.0), "points must be one-dimensional"),
    (lambda: choice_question(3, {"a": "", "b": ""}, "a"), "text must be text"),
    (lambda: choice_question("?", 3, "a"), "choices must be a dict"),
    (lambda: choice_question("?", {"a": 1, "b": ""}, "a"), "each hint in choices must be text"),
    (lambda: choice_question("?", {"a": "", 1: ""}, "a"), "each answer in choices must be text"),
    (lambda: choice_question("Which?", {"a": "A."}, "a"), "at least two .*'a' in 'Which"),
    (lambda: choice_question("Which?", {"a": "A.", "b": ""}, "c"), "right must .*'c' in 'Which"),
    (lambda: QuestionBox(3), "questions must be a list"),
    (lambda: QuestionBox(["text"]), "questions must be a list"),
    (lambda: QuestionBox([{}]), "questions must be a list"),
    (lambda: QuestionBox([]), "questions must hold at least one"),
    (lambda: ask([]), "name must be one of the questions' names"),
    (lambda: ask("none"), f"name must be one of {', '.join(map(re.escape, PREDICTIONS))}; got"),
    (lambda: practice(1, 11), "per_level must be a whole number from 1 to 10"),
    (lambda: practice(1, 3, 7), "first_level must be a whole number from 1 to 6"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


# ---- The tutorial's questions ----


@pytest.mark.parametrize("name", PREDICTIONS)
def test_a_prediction_does_not_give_its_answer_away(name):
    (question,) = ask(name).questions
    assert question["text"].strip() == question["text"]
    assert question["why"].strip()[-1] in ".!"
    if question["kind"] == "choice":
        assert question["hints"].pop(question["right"]) == question["why"]
        hints = question["hints"]
    else:
        answer, tolerance = real(question["answer"]), 0.5 * 10.0 ** -decimals_of(question)
        assert abs(answer - question["right"]["value"]) <= tolerance * (1 + 1e-9)
        hints = [mistake["hint"] for mistake in question["mistakes"]]
    digits = question["answer"].lstrip("−")
    for hint in hints:
        assert hint.strip()[-1] in ".?"
        assert digits not in [hint, *re.findall(r"\d+(?:[.,]\d+)?", hint)]


@pytest.mark.parametrize("name", PREDICTIONS)
def test_who_is_told_of_a_wrong_direction_was_asked_for_one(name):
    (question,) = ask(name).questions
    names = [mistake["name"] for mistake in question.get("mistakes", [])]
    assert "direction" in question["text"] or "direction_swapped" not in names


def test_the_choices_for_two_paths_are_what_the_program_gives():
    """In the order of the paths at x = 1.5: their sum, each alone, and their product."""
    a, b = 1.5**2, 1 / (1 + math.exp(-1.5))
    first, second = b * 2 * 1.5, a * b * (1 - b)
    numbers = [first + second, first, second, first * second]
    (question,) = ask("equals for plus-equals").questions
    assert question["choices"] == [f"{number:.4f}" for number in numbers]
    assert re.findall(r"\d\.\d{4}", question["text"]) == [f"{first:.4f}", f"{second:.4f}"]


def test_predictions_are_made_anew_each_time():
    """One box's progress must not show up in another."""
    name = next(iter(PREDICTIONS))
    one, other = ask(name), ask(name)
    one.progress = {"index": 0, "tries": 3}
    assert other.progress == {}
    assert one.model_id != other.model_id


# ---- Practice ----


@pytest.fixture(scope="module")
def practiced():
    """The questions of practice for several seeds."""
    return [question for seed in SEEDS for question in practice(seed).questions]


def test_the_same_seed_gives_the_same_and_another_one_others(practiced):
    count = len(practiced) // len(SEEDS)
    runs = [practiced[k * count : (k + 1) * count] for k in SEEDS]
    assert practice(np.int64(7)).questions == runs[7]
    assert len({json.dumps(run) for run in runs}) == len(SEEDS)


def test_levels_rise():
    run = practice(2, per_level=10).questions
    levels = [re.fullmatch(r"Level (\d) of 6: (.+)", q["level"]).groups() for q in run]
    assert [int(k) for k, _ in levels] == [k for k in range(1, 7) for _ in range(10)]
    assert len(dict(levels)) == 6 == len(set(dict(levels).values()))
    rows = [max(len(q["table"]) for q in run[k : k + 10]) for k in range(0, 60, 10)]
    functions_times_points = [2 * 2, 2 * 3, 3 * 3, 2, 3]
    assert rows == [0, *(1 + count for count in functions_times_points)], "and a heading"
    assert len({question["text"] for question in run}) == len(run)
    assert all(abs(question["right"]["value"]) < 50 for question in run)


def test_practice_begins_at_a_level():
    later = practice(2, first_level=5).questions
    assert [q["level"] for q in later] == [
        *["Level 5 of 6: two paths"] * 3,
        *["Level 6 of 6: three paths"] * 3,
    ]


def test_practice_explains_with_the_numbers_that_the_question_gives(practiced):
    of_one = [q for q in practiced if q["level"].startswith("Level 1")]
    for question in of_one:
        given = re.findall(rf"\({N}\) = {N}", question["text"])
        left, right, last = question["steps"]
        for (at, value), step in zip(given, (left, right), strict=True):
            assert f"at {at}, " in step and step.endswith(f" {value}.")
        assert "divided by 0.02," in last
        # With one delta instead of two.
        (halved,) = [m for m in question["mistakes"] if m["name"] == "run_halved"]
        assert halved["value"] == pytest.approx(2 * question["right"]["value"], rel=1e-3)
    assert len(of_one) == 3 * len(SEEDS)


def test_the_last_step_takes_numbers_as_the_steps_before_have_written_them(practiced):
    of_several = [q for q in practiced if not q["level"].startswith("Level 1")]
    for question in of_several:
        *before, last = question["steps"]
        *terms, _ = re.findall(NUMBER, last)
        assert len(terms) > 1 and {*terms} <= {*re.findall(NUMBER, " ".join(before))}, last


def test_practice_gives_no_answer_away(practiced):
    for question in practiced:
        assert "-" not in question["text"]
        assert all(question["answer"] not in m["hint"] for m in question["mistakes"])


NONE = "no new question has come up in 1000 tries"


@pytest.mark.parametrize(
    ("level", "error", "message"),
    [
        (Mock(side_effect=UnclearPointError), RuntimeError, NONE),
        (Mock(return_value=question_of(1.0, wrong=2.0)), RuntimeError, NONE),  # always the same
        (Mock(return_value=question_of(50.0, wrong=2.0)), RuntimeError, NONE),  # too large
        (Mock(side_effect=ValueError("a fault of ours")), ValueError, "a fault of ours"),
    ],
)
def test_a_level_without_a_question_ends_with_an_error(monkeypatch, level, error, message):
    monkeypatch.setattr("helpers.answers.practice.LEVELS", {"hopeless": level})
    with pytest.raises(error, match=message):
        practice(1)


# ---- The judge, in a browser without JupyterLab ----


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    source = Path(questions.__file__).with_suffix(".js").read_bytes()
    address = f"data:text/javascript;base64,{base64.b64encode(source).decode()}"
    page.evaluate("async (address) => { window.asked = await import(address); }", address)
    yield page
    page.close()


def judged(page, cases, tries=0):
    """What the judge says to each of the answers to each question, after so many wrong tries."""
    # As text, because Playwright takes long to hand over so many objects.
    verdicts = page.evaluate(
        "([cases, tries]) => JSON.stringify(JSON.parse(cases).map(([question, answers]) =>"
        " answers.map((answer) => asked.judge(question, answer, tries))))",
        [json.dumps(cases), tries],
    )
    return json.loads(verdicts)


def parsed(page, texts):
    return page.evaluate("(texts) => texts.map((text) => asked.parse(text))", texts)


@pytest.fixture(scope="module")
def predicted():
    return [question for name in PREDICTIONS for question in ask(name).questions]


@pytest.fixture(scope="module")
def number_questions(predicted, practiced):
    return [question for question in predicted + practiced if question["kind"] == "number"]


def real(text):
    return float(as_decimal(text))


def decimals_of(question):
    asked = re.search(r"\(to (\d+) decimals?\)$", question["text"])
    return int(asked[1]) if asked else 0


def spelled(value, question):
    """A value as readers write it; of two with as many decimals, if it is just between, both."""
    decimals = decimals_of(question)
    off = np.array([-1e-9, 1e-9])
    texts = {repr(value), f"{value:.7e}", *(f"{value + e:.{decimals}f}" for e in off)}
    texts |= {text.replace(".", ",") for text in texts}
    return {text.replace("-", sign) for text in texts for sign in "-−"}


def test_the_right_answer_is_accepted_however_it_is_written(page, number_questions):
    cases = []
    for question in number_questions:
        value = question["right"]["value"]
        texts = spelled(value, question)
        fraction = Fraction(value).limit_denominator(16)
        if abs(float(fraction) - value) <= question["right"]["tolerance"] * 0.999:
            texts.add(f"{fraction.numerator} / {fraction.denominator}")
        cases.append((question, sorted(texts)))
    for (question, texts), verdicts in zip(cases, judged(page, cases), strict=True):
        right = {"kind": "right", "words": f"✓ Right. {question['why']}"}
        assert verdicts == [right] * len(texts), (question, texts)


def test_every_mistake_is_recognized_however_it_is_written(page, number_questions):
    cases, expected = [], []
    for question in number_questions:
        hints = {
            text: f"✗ Not yet. {mistake['hint']}"
            for mistake in question["mistakes"]
            for text in spelled(mistake["value"], question)
        }
        cases.append((question, list(hints)))
        expected.append([{"kind": "mistake", "words": w, "counts": True} for w in hints.values()])
    assert judged(page, cases) == expected


def test_worked_steps_arrive_at_the_answer(number_questions):
    for question in number_questions:
        last = re.findall(NUMBER, question["steps"][-1])
        assert number(question["right"]["value"]) in last, question["steps"]


N = r"(−?\d+(?:\.\d+)?)"
"""A number as it stands in a text."""


def answer_of_a_reader(question):
    """Calculated from nothing but the numbers in text and table, as they stand there."""
    text, rows = question["text"], question["table"][1:]
    told = {(name, real(at)): (real(value), real(slope)) for name, at, value, slope in rows}
    if values := re.findall(rf"\w+\({N}\) = {N}", text):
        (left, below), (right, above) = [map(real, pair) for pair in values]
        return (above - below) / (right - left)
    x = real(re.search(f"x = {N}", text)[1])
    if product := re.search(r"Take (\w+)\(x\) · (\w+)\(x\)(?: \+ (\w+)\(x\))? at", text):
        *factors, added = product.groups()
        (f, df), (g, dg) = (told[name, x] for name in factors)
        return df * g + f * dg + (told[added, x][1] if added else 0)
    if code := re.search(r"`\[(.*)\]`", text):
        chain = code[1].split(", ")
    else:
        chain = re.search(r"Take ([\w()]+)\(x\)", text)[1].split("(")[::-1]
    answer = 1.0
    for name in chain:
        x, slope = told[name, x]  # what arrives at a box stands in the table
        answer *= slope
    return answer


def test_what_follows_from_the_numbers_that_are_shown_is_accepted(page, practiced):
    cases = []
    for question in practiced:
        answer = answer_of_a_reader(question)
        texts = [f"{answer:.{decimals}f}" for decimals in (decimals_of(question), 4, 8)]
        cases.append((question, texts))
    for (question, texts), verdicts in zip(cases, judged(page, cases), strict=True):
        assert [verdict["kind"] for verdict in verdicts] == ["right"] * 3, (question, texts)


@pytest.mark.parametrize(
    ("right", "decimals", "accepted", "refused"),
    [
        # A number with no more digits than are asked for must be met nearly exactly.
        (
            6.00000001,
            0,
            ["6", "6.0", "6.04", "5.96", "12/2"],
            ["5.7", "6.06", "5.94", "6.4", "5.5"],
        ),
        (-6.0, 0, ["−6", "-6.04"], ["6", "−5.7", "−6.06"]),
        (0.25, 2, ["0.25", "1/4", ".2504"], ["0.251", "0.249", "0.3"]),
        (0.0, 2, ["0", "-0", "0.0004", "0/5"], ["0.001", "-0.001"]),
        # Of one with more digits half of the last one may be missing, and a little more.
        (0.37217, 3, ["0.372", "0.37217", "0.3716", "0.37275"], ["0.373", "0.371", "0.3729"]),
        (0.370001, 2, ["0.37", "0.375"], ["0.38"]),
        (1 / 3, 2, ["0.33", "1/3", "0.3333333", "0.338"], ["0.34", "0.3", "0.3395"]),
        (0.125, 2, ["0.12", "0.13", "0.125", "1/8"], ["0.11", "0.14"]),
        (-2.5, 0, ["−2", "−3", "−2.5"], ["−1.9", "−3.1", "2.5"]),
        (0.12500000001, 2, ["0.12", "0.13"], ["0.1189", "0.1311"]),
    ],
)
def test_how_far_off_an_answer_may_be(page, right, decimals, accepted, refused):
    question = question_of(right, decimals, far=right + 1000)
    yes, no = judged(page, [(question, accepted), (question, refused)])
    assert [verdict["kind"] for verdict in yes] == ["right"] * len(accepted)
    assert {verdict["kind"] for verdict in no} <= {"close", "other"}


def test_an_answer_that_is_close_is_not_sent_back_to_the_start(page):
    texts = ["0.38", "0.33", "0.422", "0.32", "0.5", "−0.37", "abc", ""]
    # A whole number is right or wrong.
    cases = [(question_of(0.37217, half=0.4224), texts), (question_of(6.0, 0, half=3.0), ["6.3"])]
    verdicts, (whole,) = judged(page, cases)
    kinds = ["close", "close", "mistake", "other", "other", "other", "unclear", "unclear"]
    assert [verdict["kind"] for verdict in verdicts] == kinds
    assert whole["kind"] == "other"
    assert [bool(verdict.get("counts")) for verdict in verdicts] == [True] * 6 + [False] * 2
    assert all(verdict["words"].startswith("✗ Not yet. ") for verdict in verdicts[:6])
    assert len({verdict["words"] for verdict in verdicts}) == 4
    assert "such as 0.25, −3 or 3/4" in verdicts[-1]["words"]
    assert not any("0.37" in verdict["words"] for verdict in verdicts)


def test_from_the_second_wrong_number_on_the_first_of_several_steps_is_told(page):
    leaky, whole = ask("leaky ReLU of -5").questions[0], question_of(6.0, 0, half=3.0)
    choice = ask("measuring thirty").questions[0]
    cases = [(leaky, ["-25", "-0.2", "5", "-1", "abc"]), (whole, ["4", "3"]), (choice, ["0"])]
    first, second = judged(page, cases), judged(page, cases, tries=1)
    step = f" First step: {leaky['steps'][0]}"
    assert step == " First step: The candidates are 0.2 × (−5) = −1 and −5."
    assert [v["words"] + step for v in first[0][:3]] == [v["words"] for v in second[0][:3]]
    # Not to a right answer, to none, or where a single step is the answer, or to a choice.
    assert (first[0][3:], first[1:]) == (second[0][3:], second[1:])


# The answer of a reader who was wrong before, and the step that is told.
TOLD = [
    (
        "slope of a neuron",
        "0.1",
        "Next step: The loss has the slope 2(a − y) = 1.2449, the sigmoid",
    ),
    ("slope with a skip", "0.105", "Next step: The path around it has the slope 1."),
    ("four layers", "1.5", ""),
    ("four layers", "6", "First step: Each layer: 0.5 × 3 = 1.5"),
    ("sum over two paths", "0.1", "Next step: Along path 2: 0.25 × 0.235 = 0.05875"),
    ("one step", "−0.15", ""),
    ("one step", "0.65", "First step: The step is rate times slope: 0.5 × (−0.3) = −0.15"),
    ("sigmoid first", "1.44", ""),
    ("from 5 to 4.98", "3", ""),
    ("by hand", "3", "First step: f₁ receives 2: its slope there is 3, and it gives 7."),
    ("by hand", "7", "Next step: square receives 7: its slope there is 14."),
]


@pytest.mark.parametrize(("name", "entered", "told"), TOLD)
def test_the_step_that_is_told_gives_no_number_that_the_reader_has(page, name, entered, told):
    (question,) = ask(name).questions
    (once,), (twice,) = (judged(page, [(question, [entered])], tries) for tries in (0, 1))
    rest = twice[0]["words"].removeprefix(once[0]["words"])
    assert rest.strip().startswith(told) and bool(rest) == bool(told)


def test_every_choice_has_its_own_words(page, predicted):
    choices = [question for question in predicted if question["kind"] == "choice"]
    cases = [(q, ["", *map(str, range(len(q["choices"])))]) for q in choices]
    for question, (unclear, *verdicts) in zip(choices, judged(page, cases), strict=True):
        assert unclear == {"kind": "unclear", "words": "Please choose one of the answers."}
        expected = [
            {"kind": "mistake", "words": f"✗ Not yet. {hint}", "counts": True}
            for hint in question["hints"]
        ]
        expected[question["right"]] = {"kind": "right", "words": f"✓ Right. {question['why']}"}
        assert verdicts == expected


NUMBERS = {
    **{"0": 0, "7": 7, "007": 7, "0.25": 0.25, "0,25": 0.25, ".25": 0.25, ",25": 0.25, "5.": 5},
    **dict.fromkeys(["-3", "−3", "–3", "﹣3", "－3", "- 3"], -3),
    **{"+ 3": 3, "+3": 3, "  −0.5 ": -0.5, "\u00a02\u00a0": 2},
    **{"3/4": 0.75, "3 / 4": 0.75, "−3/4": -0.75, "3/−4": -0.75, "1,5/2,5": 0.6, "0/5": 0},
    **{"1e-3/2e-3": 0.5, "2e-3": 0.002, "2E−3": 0.002, "2,5e3": 2500, "1e+2": 100, "1e-999": 0},
}
NO_NUMBERS = [
    *["", " ", "abc", "NaN", "Infinity", "-Infinity", "∞", "null", "true", "x", "e", "e5", "1e"],
    *["1,2,3", "1.2.3", "1 000", "1 1/2", "1/2/3", "1/", "/2", "/", "1//2", "3:4"],
    *["1/0", "0/0", "1/0.0", "-1/0", "1e999", "-1e999", "1e308/1e-308", "1e999/1e999"],
    *["--3", "+-3", "−−3", "3-", "2-1", "2+1", "2*3", "(2)", "5%", "$5", "."],
    *["0x10", "0b1", "0o7", "1_000", "1n", "１", "½", "2²", "1e2.5", "1e 5", "[1]", "1;", "1\n2"],
]


def test_what_is_a_number_and_what_is_none(page):
    assert dict(zip(NUMBERS, parsed(page, list(NUMBERS)), strict=True)) == NUMBERS
    found = dict(zip(NO_NUMBERS, parsed(page, NO_NUMBERS), strict=True))
    assert {text: value for text, value in found.items() if value is not None} == {}


def test_the_judge_takes_its_time_with_nothing(page):
    """A page that was pasted by mistake does not keep the browser busy."""
    begin = time.perf_counter()
    parsed(page, ["1" * 100_000 + "x", "1/" * 100_000, "1" + " " * 100_000 + "x", "1e" * 100_000])
    assert time.perf_counter() - begin < 2
