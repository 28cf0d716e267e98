"""Questions, predictions and practice: what Python makes of them, and how the browser judges.

The judge is JavaScript that needs no JupyterLab: it is loaded into an empty page, and every
question gets every answer that a reader could give to it.
"""

import base64
import json
import math
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page

from helpers.answers import predictions, questions
from helpers.answers.drill import practice
from helpers.answers.mistakes import CHAIN_2, Mistake, Topic
from helpers.answers.predictions import PREDICTIONS, ask
from helpers.answers.questions import Question, QuestionBox, choice_question, number_question
from helpers.functions import sigmoid, square

SEEDS = range(30)
LEVELS = 5

every_prediction = pytest.mark.parametrize("name", PREDICTIONS)


# ---- A question whose answer is a number ----


def topic_of(right: float, **wrong: float) -> Topic:
    """A topic whose rules take no arguments and give these numbers."""
    mistakes = [
        Mistake(name, name, f"The hint of {name}.", lambda value=value: value)
        for name, value in wrong.items()
    ]
    return Topic(lambda: right, mistakes, lambda: [f"It is {right}."])


def question_of(right: float, decimals: int = 2, **wrong: float) -> Question:
    return number_question("How much?", topic_of(right, **wrong), why="So.", decimals=decimals)


def test_a_question_holds_what_the_browser_needs() -> None:
    question = number_question(
        "How much?", CHAIN_2, [square, sigmoid], 1.2, why="So.", decimals=3, facts=[["a"], ["b"]]
    )
    assert json.loads(json.dumps(question)) == question
    assert question["text"] == "How much? (to 3 decimals)"
    assert question["facts"] == [["a"], ["b"]]
    assert question["answer"] == "0.372"
    assert question["right"]["value"] == pytest.approx(0.372, abs=5e-4)
    assert question["why"] == "So."
    assert question["steps"] == CHAIN_2.steps([square, sigmoid], 1.2)
    found = [(m["name"], m["hint"], m["value"]) for m in question["mistakes"]]
    assert found == [
        (m.name, m.hint, float(m.rule([square, sigmoid], 1.2))) for m in CHAIN_2.mistakes
    ]


def test_a_whole_number_is_asked_for_in_words() -> None:
    question = question_of(-6.0, decimals=0, uphill=6.0)
    assert question["text"] == "How much? (a whole number)"
    assert question["answer"] == "−6"


@pytest.mark.parametrize(
    ("right", "wrong", "names"),
    [
        (0.37, {"half": 0.37}, ["half", "the right answer"]),
        (0.374, {"half": 0.366}, ["half", "the right answer"]),
        (0.37, {"half": 0.5, "third": 0.333, "other": 0.334}, ["third", "other"]),
        (4.0, {"half": 2.0, "third": 3.0, "other": 2.0}, ["half", "other"]),
        (0.0, {"swapped": -0.0}, ["swapped", "the right answer"]),
    ],
)
def test_rules_that_agree_are_refused(right: float, wrong: dict, names: list[str]) -> None:
    with pytest.raises(ValueError, match="How much") as refused:
        question_of(right, **wrong)
    assert all(name in str(refused.value) for name in names)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_rules_that_are_not_finite_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"half gives .*How much"):
        question_of(0.37, half=value)
    with pytest.raises(ValueError, match=r"the right answer gives .*How much"):
        question_of(value, half=0.5)


def test_a_division_by_zero_is_refused_and_not_warned_about(recwarn) -> None:
    topic = topic_of(1.0)._replace(
        mistakes=[Mistake("divided", "", "", lambda: np.divide(1.0, np.float64(0)))]
    )
    with pytest.raises(ValueError, match="divided gives inf"):
        number_question("How much?", topic, why="So.")
    assert not recwarn.list


@pytest.mark.parametrize(("right", "wrong"), [(0.37, 0.382), (4.0, 4.01), (-1.0, 1.0)])
def test_rules_that_a_reader_can_tell_apart_are_not_refused(right: float, wrong: float) -> None:
    assert question_of(right, half=wrong)["mistakes"][0]["value"] == wrong


# ---- A question with choices ----


def test_a_choice_holds_what_the_browser_needs() -> None:
    question = choice_question("Which?", {"a": "Not a.", "b": "b it is.", "c": "Not c."}, right="b")
    assert json.loads(json.dumps(question)) == question
    assert question["choices"] == ["a", "b", "c"]
    assert question["hints"] == ["Not a.", "b it is.", "Not c."]
    assert (question["right"], question["answer"], question["why"]) == (1, "b", "b it is.")


@pytest.mark.parametrize(
    ("choices", "right"), [({"a": "A."}, "a"), ({"a": "A.", "b": "B."}, "c"), ({}, "a")]
)
def test_choices_without_the_right_one_are_refused(choices: dict, right: str) -> None:
    with pytest.raises(ValueError, match=f"right must be one .*'{right}' in 'Which"):
        choice_question("Which?", choices, right=right)


# ---- For viewers that know no widgets ----


def assert_short_and_plain(box: QuestionBox) -> None:
    first, *others = box.questions
    text = repr(box)
    assert first["text"] in text
    assert len(text) < len(first["text"]) + 60 + 50 * len(first.get("facts", ()))
    assert ("more" in text.replace(first["text"], "")) == bool(others)
    assert not re.search(r"QuestionBox|Model|traits|<|\{|_esm|mistakes|hint", text)
    bundle = box._repr_mimebundle_()
    assert bundle["text/plain"] == text
    assert "application/vnd.jupyter.widget-view+json" in bundle


@every_prediction
def test_a_question_is_readable_without_widgets(name: str) -> None:
    assert_short_and_plain(ask(name))


def test_practice_is_readable_without_widgets() -> None:
    assert_short_and_plain(practice(1))
    assert "and 14 more" in repr(practice(1))


# ---- The tutorial's questions ----


class Asked(NamedTuple):
    """What a number question was made of."""

    topic: Topic
    arguments: tuple
    decimals: int


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """What `number_question` is given from now on."""
    seen = []

    def spy(text, topic, *arguments, why, decimals=2, facts=()) -> Question:
        seen.append(Asked(topic, arguments, decimals))
        return number_question(text, topic, *arguments, why=why, decimals=decimals, facts=facts)

    monkeypatch.setattr(predictions, "number_question", spy)
    return seen


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)?", text)


@every_prediction
def test_a_prediction_has_the_right_answer_and_does_not_give_it_away(
    name: str, asked: list[Asked]
) -> None:
    (question,) = ask(name).questions
    assert question["text"].strip() == question["text"]
    assert question["why"].strip()[-1] in ".!"
    if question["kind"] == "choice":
        assert question["choices"][question["right"]] == question["answer"]
        assert question["hints"][question["right"]] == question["why"]
        hints = [h for k, h in enumerate(question["hints"]) if k != question["right"]]
        assert len(set(question["choices"])) == len(question["choices"])
    else:
        ((topic, arguments, decimals),) = asked
        right = float(topic.right(*arguments))
        assert question["right"]["value"] == right
        shown = float(question["answer"].replace("−", "-"))
        assert abs(shown - right) <= 0.5 * 10.0**-decimals * (1 + 1e-9)
        assert len(question["answer"].partition(".")[2]) == decimals
        hints = [mistake["hint"] for mistake in question["mistakes"]]
        assert hints == [mistake.hint for mistake in topic.mistakes]
    assert hints
    digits = question["answer"].lstrip("−")
    for hint in hints:
        assert hint.strip()[-1] in ".?"
        assert hint != question["answer"]
        assert digits not in numbers_in(hint)


def test_predictions_are_made_anew_each_time() -> None:
    """One box's progress must not show up in another."""
    name = next(iter(PREDICTIONS))
    one, other = ask(name), ask(name)
    one.progress = {"index": 0, "tries": 3}
    assert other.progress == {}
    assert one.model_id != other.model_id


@pytest.mark.parametrize("name", ["no such question", "", "WHICH"])
def test_an_unknown_name_is_refused_with_those_that_exist(name: str) -> None:
    with pytest.raises(ValueError, match="name must be one of") as refused:
        ask(name)
    assert repr(name) in str(refused.value)
    assert all(known in str(refused.value) for known in PREDICTIONS)


# ---- Practice ----


@pytest.fixture(scope="module")
def runs() -> dict[int, list[Question]]:
    """The questions of practice for each seed."""
    return {seed: practice(seed).questions for seed in SEEDS}


def test_the_same_seed_gives_the_same_and_another_one_others(runs) -> None:
    assert all(practice(seed).questions == runs[seed] for seed in [0, 7])
    assert practice(np.int64(7)).questions == runs[7]
    assert len({json.dumps(run) for run in runs.values()}) == len(SEEDS)


def test_levels_rise(runs) -> None:
    for run in runs.values():
        levels = [re.fullmatch(r"Level (\d) of 5: (.+)", q["level"]).groups() for q in run]
        assert [int(k) for k, _ in levels] == [k for k in range(1, LEVELS + 1) for _ in range(3)]
        assert len(dict(levels)) == LEVELS == len(set(dict(levels).values()))


@pytest.mark.parametrize("per_level", [1, 2, 10])
def test_so_many_questions_for_each_level(per_level: int) -> None:
    levels = [question["level"] for question in practice(2, per_level=per_level).questions]
    assert len(levels) == per_level * LEVELS
    assert all(levels.count(level) == per_level for level in levels)


@pytest.mark.parametrize("value", ["1", 1.5, 1.0, None, True, [1]])
@pytest.mark.parametrize("argument", ["seed", "per_level"])
def test_what_is_no_whole_number_is_refused(argument: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"^{argument} must be a whole number"):
        practice(**{"seed": 1, argument: value})


@pytest.mark.parametrize(
    ("argument", "value"),
    [("seed", -1), ("seed", 10**9 + 1), ("per_level", 0), ("per_level", 11), ("per_level", -3)],
)
def test_what_is_out_of_range_is_refused(argument: str, value: int) -> None:
    with pytest.raises(ValueError, match=f"^{argument} must be a whole number.*got {value}"):
        practice(**{"seed": 1, argument: value})


def test_practice_gives_no_answer_away(runs) -> None:
    for question in all_of(runs):
        assert question["kind"] == "number"
        assert "-" not in question["text"]
        assert all(question["answer"] not in m["hint"] for m in question["mistakes"])


# ---- The judge, in a browser without JupyterLab ----


@pytest.fixture(scope="module")
def page(browser: BrowserContext) -> Iterator[Page]:
    page = browser.new_page()
    source = Path(questions.__file__).with_suffix(".js").read_bytes()
    address = f"data:text/javascript;base64,{base64.b64encode(source).decode()}"
    page.evaluate("async (address) => { window.asked = await import(address); }", address)
    yield page
    page.close()


def judged(page: Page, cases: list[tuple[Question, list[str]]]) -> list[list[dict]]:
    """What the judge says to each of the answers to each question."""
    # As text, because Playwright takes long to hand over so many objects.
    verdicts = page.evaluate(
        "(cases) => JSON.stringify(JSON.parse(cases).map(([question, answers]) =>"
        " answers.map((answer) => asked.judge(question, answer))))",
        json.dumps(cases),
    )
    return json.loads(verdicts)


def parsed(page: Page, texts: list[str]) -> list[float | None]:
    return page.evaluate("(texts) => texts.map((text) => asked.parse(text))", texts)


def all_of(runs: dict[int, list[Question]]) -> list[Question]:
    return [question for run in runs.values() for question in run]


@pytest.fixture(scope="module")
def number_questions(runs) -> list[Question]:
    """All that ask for a number: those of the tutorial and those of practice for all seeds."""
    predicted = [question for name in PREDICTIONS for question in ask(name).questions]
    return [question for question in [*predicted, *all_of(runs)] if question["kind"] == "number"]


def decimals_of(question: Question) -> int:
    return len(question["answer"].partition(".")[2])


def rounded(value: float, decimals: int) -> set[str]:
    """The value with so many decimals; both of them if it is just between two."""
    down = math.floor(value * 10**decimals)
    tie = abs(value * 10**decimals - down - 0.5) < 1e-7
    both = [(down + k) / 10**decimals for k in (0, 1)]
    return {f"{v:.{decimals}f}" for v in (both if tie else [value])}


def spelled(value: float, question: Question) -> set[str]:
    """A value in all the ways in which readers write it, with "-" for the minus sign."""
    decimals = decimals_of(question)
    texts = {repr(value), f"{value:.12f}", f"{value:.7e}", f"{value:.7E}"}
    texts |= rounded(value, decimals)
    texts |= {re.sub(r"^(-?)0\.", r"\1.", text) for text in texts}
    fraction = Fraction(value).limit_denominator(16)
    if abs(float(fraction) - value) <= question["right"]["tolerance"] * 0.999:
        over = f"{fraction.numerator}/{fraction.denominator}"
        texts |= {over, over.replace("/", " / ")}
    texts |= {text.replace(".", ",") for text in texts}
    texts |= {f"+{text}" for text in texts if not text.startswith("-")}
    return texts


def with_every_minus(texts: set[str]) -> set[str]:
    signs = "-−–"
    texts = {text.replace("-", sign) for text in texts for sign in signs}
    texts |= {re.sub(f"^([{signs}+])", r"\1 ", text) for text in texts}
    return texts | {f"  {text}\t " for text in texts}


def test_the_right_answer_is_accepted_however_it_is_written(
    page: Page, number_questions: list[Question]
) -> None:
    cases = [
        (question, sorted(with_every_minus(spelled(question["right"]["value"], question))))
        for question in number_questions
    ]
    assert any("/" in text for _, texts in cases for text in texts)
    for (question, texts), verdicts in zip(cases, judged(page, cases), strict=True):
        for text, verdict in zip(texts, verdicts, strict=True):
            assert verdict["kind"] == "right", (question["text"], text, verdict)
            assert verdict["words"] == f"✓ Right. {question['why']}"
            assert not verdict.get("counts")


def test_every_mistake_is_recognized_however_it_is_written(
    page: Page, number_questions: list[Question]
) -> None:
    cases, hints = [], []
    for question in number_questions:
        for mistake in question["mistakes"]:
            value = mistake["value"]
            texts = {repr(value), f"{value:.6f}", *rounded(value, decimals_of(question))}
            texts |= {text.replace(".", ",") for text in texts}
            cases.append(
                (question, sorted({text.replace("-", sign) for text in texts for sign in "-−"}))
            )
            hints.append(mistake["hint"])
    for (question, texts), hint, verdicts in zip(cases, hints, judged(page, cases), strict=True):
        for text, verdict in zip(texts, verdicts, strict=True):
            expected = {"kind": "mistake", "words": f"✗ Not yet. {hint}", "counts": True}
            assert verdict == expected, (question["text"], text)


N = r"(−?\d+(?:\.\d+)?)"
"""A number as it stands in a text."""


def real(text: str) -> float:
    return float(text.replace("−", "-"))


def facts_of(question: Question) -> dict[tuple[str, float], tuple[float, float]]:
    """What the table below a question says: (value, slope) by (name, point)."""
    rows = question["facts"][1:]
    return {(name, real(point)): (real(value), real(slope)) for name, point, value, slope in rows}


def chain_of(question: Question) -> tuple[list[str], float]:
    """The names of the chain that a question is about, and its x."""
    text = question["text"]
    x = real(re.search(f"x = {N}", text)[1])
    if code := re.search(r"`\[(.*)\]`", text):
        return code[1].split(", "), x
    return re.search(r"Take ([\w()]+)\(x\)", text)[1].split("(")[::-1], x


def travelled(question: Question) -> Iterator[tuple[float, float, float]]:
    """For each box of a chain, what arrives as the box before says it, as the list says it, and
    the slope there."""
    facts = facts_of(question)
    chain, x = chain_of(question)
    for name in chain:
        listed = min((u for known, u in facts if known == name), key=lambda u, x=x: abs(u - x))
        value, slope = facts[name, listed]
        yield x, listed, slope
        x = value


def answer_of_a_reader(question: Question) -> float:
    """Calculated from nothing but the numbers in the text, as they stand there."""
    text, facts = question["text"], facts_of(question)
    if values := re.findall(rf"\w+\({N}\) = {N}", text):
        (left, below), (right, above) = [map(real, pair) for pair in values]
        return (above - below) / (right - left)
    if product := re.search(rf"Take (\w+)\(x\) · (\w+)\(x\) at x = {N}", text):
        *names, x = product.groups()
        (f, df), (g, dg) = (facts[name, real(x)] for name in names)
        return df * g + f * dg
    return math.prod(slope for _, _, slope in travelled(question))


def test_what_follows_from_the_facts_that_are_shown_is_accepted(page: Page, runs) -> None:
    cases = []
    for question in all_of(runs):
        answer = answer_of_a_reader(question)
        texts = [f"{answer:.{decimals}f}" for decimals in (decimals_of(question), 4, 8)]
        cases.append((question, texts))
    refused = [
        (question["text"], question["right"], text, verdict["kind"])
        for (question, texts), verdicts in zip(cases, judged(page, cases), strict=True)
        for text, verdict in zip(texts, verdicts, strict=True)
        if verdict["kind"] != "right"
    ]
    assert refused == []


def test_every_number_that_arrives_at_a_box_stands_in_the_list(runs) -> None:
    chains = [q for q in all_of(runs) if facts_of(q) and "·" not in q["text"]]
    assert len(chains) == 3 * 3 * len(SEEDS)
    missing = [
        (question["text"], arrives)
        for question in chains
        for arrives, listed, _ in travelled(question)
        if arrives != listed
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("right", "decimals", "accepted", "refused"),
    [
        # A number with no more digits than are asked for must be met nearly exactly.
        (6.0, 0, ["6", "6.0", "6.04", "5.96", "12/2"], ["5.7", "6.06", "5.94", "6.4", "5.5"]),
        (-6.0, 0, ["−6", "-6.04"], ["6", "−5.7", "−6.06"]),
        (0.25, 2, ["0.25", "1/4", ".2504"], ["0.251", "0.249", "0.3"]),
        (0.0, 2, ["0", "-0", "0.0004", "0/5"], ["0.001", "-0.001"]),
        # Of one with more digits half of the last one may be missing, and a little more.
        (0.37217, 3, ["0.372", "0.37217", "0.3716", "0.37275"], ["0.373", "0.371", "0.3729"]),
        (1 / 3, 2, ["0.33", "1/3", "0.3333333", "0.338"], ["0.34", "0.3", "0.3395"]),
        (0.125, 2, ["0.12", "0.13", "0.125", "1/8"], ["0.11", "0.14"]),
        (-2.5, 0, ["−2", "−3", "−2.5"], ["−1.9", "−3.1", "2.5"]),
        (0.12500000001, 2, ["0.12", "0.13"], ["0.1189", "0.1311"]),
    ],
)
def test_how_far_off_an_answer_may_be(
    page: Page, right: float, decimals: int, accepted: list[str], refused: list[str]
) -> None:
    question = question_of(right, decimals, far=right + 1000)
    (verdicts,) = judged(page, [(question, accepted + refused)])
    kinds = {t: v["kind"] for t, v in zip(accepted + refused, verdicts, strict=True)}
    assert [text for text in accepted if kinds[text] != "right"] == []
    assert [text for text in refused if kinds[text] not in ("close", "other")] == []


def test_an_answer_that_is_close_is_not_sent_back_to_the_start(page: Page) -> None:
    question = question_of(0.37217, half=0.4224)
    texts = ["0.38", "0.33", "0.422", "0.32", "0.5", "−0.37", "abc", ""]
    (verdicts,) = judged(page, [(question, texts)])
    assert [v["kind"] for v in verdicts] == [
        *["close", "close", "mistake", "other", "other", "other", "unclear", "unclear"]
    ]
    assert [bool(v.get("counts")) for v in verdicts] == [True] * 6 + [False] * 2
    assert all(v["words"].startswith("✗ Not yet. ") for v in verdicts[:6])
    assert len({v["words"] for v in verdicts}) == 4
    assert "such as 0.25, −3 or 3/4" in verdicts[-1]["words"]
    assert not any("0.37" in v["words"] for v in verdicts)
    # A whole number is right or wrong.
    (verdicts,) = judged(page, [(question_of(6.0, 0, half=3.0), ["6.3", "7", "5"])])
    assert [v["kind"] for v in verdicts] == ["other"] * 3


def test_every_choice_has_its_own_words(page: Page) -> None:
    made = [question for name in PREDICTIONS for question in ask(name).questions]
    choices = [question for question in made if question["kind"] == "choice"]
    cases = [(q, ["", *map(str, range(len(q["choices"])))]) for q in choices]
    assert cases
    for question, (unclear, *verdicts) in zip(choices, judged(page, cases), strict=True):
        assert unclear == {"kind": "unclear", "words": "Please choose one of the answers."}
        for k, (hint, verdict) in enumerate(zip(question["hints"], verdicts, strict=True)):
            if k == question["right"]:
                assert verdict == {"kind": "right", "words": f"✓ Right. {question['why']}"}
            else:
                expected = {"kind": "mistake", "words": f"✗ Not yet. {hint}", "counts": True}
                assert verdict == expected


NUMBERS = {
    "0": 0,
    "7": 7,
    "007": 7,
    "0.25": 0.25,
    "0,25": 0.25,
    ".25": 0.25,
    ",25": 0.25,
    "5.": 5,
    "-3": -3,
    "−3": -3,
    "–3": -3,
    "﹣3": -3,
    "－3": -3,
    "- 3": -3,
    "+ 3": 3,
    "+3": 3,
    "  −0.5 ": -0.5,
    "\u00a02\u00a0": 2,
    "3/4": 0.75,
    "3 / 4": 0.75,
    "−3/4": -0.75,
    "3/−4": -0.75,
    "1,5/2,5": 0.6,
    "1e-3/2e-3": 0.5,
    "0/5": 0,
    "2e-3": 0.002,
    "2E−3": 0.002,
    "2,5e3": 2500,
    "1e+2": 100,
    "1e-999": 0,
}
NO_NUMBERS = [
    *["", " ", "abc", "NaN", "Infinity", "-Infinity", "∞", "null", "true", "x", "e", "e5", "1e"],
    *["1,2,3", "1.2.3", "1 000", "1 1/2", "1/2/3", "1/", "/2", "/", "1//2", "3:4"],
    *["1/0", "0/0", "1/0.0", "-1/0", "1e999", "-1e999", "1e308/1e-308", "1e999/1e999"],
    *["--3", "+-3", "−−3", "3-", "2-1", "2+1", "2*3", "(2)", "5%", "$5", "."],
    *["0x10", "0b1", "0o7", "1_000", "1n", "１", "½", "2²", "1e2.5", "1e 5", "[1]", "1;", "1\n2"],
]


def test_what_is_a_number_and_what_is_none(page: Page) -> None:
    assert dict(zip(NUMBERS, parsed(page, list(NUMBERS)), strict=True)) == NUMBERS
    found = dict(zip(NO_NUMBERS, parsed(page, NO_NUMBERS), strict=True))
    assert {text: value for text, value in found.items() if value is not None} == {}


def test_the_judge_takes_its_time_with_nothing(page: Page) -> None:
    """A page that was pasted by mistake does not keep the browser busy."""
    long = ["1" * 5_000 + "x", "1/" * 5_000, "1" + " " * 5_000 + "x", "1e" * 5_000, "-" * 5_000]
    milliseconds = page.evaluate(
        "(texts) => { const start = performance.now(); texts.forEach((t) => asked.parse(t));"
        " return performance.now() - start; }",
        long,
    )
    assert milliseconds < 1000
