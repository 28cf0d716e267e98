"""Live figures and questions in Chromium, Firefox and WebKit, on a page without a kernel.

What is looked for is what a reader sees: the readouts, the sentence, the label and the dot in the
picture. How the page is made inside is said once, in the selectors below.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import exported
import pytest
from engines import ENGINES, Engine, NotInstalledError
from selenium.webdriver.common.keys import Keys

from helpers import sigmoid, square
from helpers.answers.mistakes import CHAIN_2
from helpers.answers.questions import QuestionBox, choice_question, number_question

QUESTIONS = [
    number_question(
        "What is the slope of the whole?", CHAIN_2, [square, sigmoid], 1.2, why="It multiplies."
    ),
    choice_question(
        "Which slope is taken at x?",
        {"the outer one": "That one is taken at u.", "the inner one": "x arrives at its box."},
        right="the inner one",
    ),
]

SECONDS = 10
"""So long a change on the page may take."""

HANDLE = ".noUi-handle"
TRACK = ".noUi-base"
READOUT = ".widget-readout"
SENTENCE = ".live-figure p[role=status]"
PICTURE = ".live-figure svg"
TASK = ".live-task"
PLAY = ".live-figure button"
SHOW = ".live-buttons button:nth-child(2)"
NEXT = ".live-next"
FINDINGS = ".live-findings"
START_AGAIN = ".live-buttons button:last-child"
FEEDBACK = ".chain-question [role=status]"
ANSWER = ".chain-question input"
BUTTON = ".chain-question button:not([hidden])"

SHOWN = """
const [picture, readout, color] = arguments;
const boxes = (list) =>
  [...list].map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width);
const [[svg, frame]] = boxes(document.querySelectorAll(picture));
return {
  readouts: [...document.querySelectorAll(readout)].map((e) => e.textContent),
  labels: [...svg.querySelectorAll("text")].map((e) => e.textContent.trim()),
  dots: boxes(svg.querySelectorAll("path:not(defs *), use"))
    .filter(([e]) => getComputedStyle(e).fill === color)
    .map(([, b]) => [
      (b.x + b.width / 2 - frame.x) / frame.width,
      (b.y + b.height / 2 - frame.y) / frame.height,
    ]),
};
"""
"""What the figure shows: its dots are the marks of this color, as parts of its width and height."""
BOX = """
const [selector, which] = arguments;
const shown = [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
shown[which].scrollIntoView({ block: "nearest" });
const box = shown[which].getBoundingClientRect();
return [box.x, box.y, box.width, box.height];
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    folder = tmp_path_factory.mktemp("exported")
    try:
        exported.write_page(folder, exported.live_figure(), QuestionBox(QUESTIONS))
    except NotInstalledError as error:
        give_up(error)
    with exported.served(folder) as served:
        yield served


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    try:
        with ENGINES[request.param]() as engine:
            yield engine
    except NotInstalledError as error:
        give_up(error)


def give_up(error: NotInstalledError) -> None:
    on_ci = os.environ.get("CI") and sys.platform == "linux"  # only there are all three to be had
    pytest.fail(str(error)) if on_ci else pytest.skip(str(error))


@pytest.fixture
def page(engine: Engine, site: tuple[str, list[str]]) -> Iterator[Engine]:
    address, not_found = site
    engine.open(address)
    there = "return arguments[0].every((selector) => document.querySelector(selector))"
    becomes(lambda: engine.run(there, [HANDLE, SENTENCE, PICTURE, FEEDBACK]), True)
    expect_shown(engine, "sine", 1.0)
    yield engine
    # Errors, whatever was asked of other servers (none of it gets there), files that are not there.
    assert engine.run("return problems") == []
    assert not_found == []


def becomes(look: Callable[[], object], expected: object, seconds: float = SECONDS) -> None:
    """Look again and again, until what is expected is there."""
    deadline = time.monotonic() + seconds
    while (seen := look()) != expected and time.monotonic() < deadline:
        time.sleep(0.02)
    assert seen == expected


def expect_shown(page: Engine, wave: str, x: float) -> None:
    """Readouts, sentence, label and dot are what Python says."""

    def look():
        shown = page.run(SHOWN, PICTURE, READOUT, exported.DOT_IN_BROWSER)
        shown["labels"] = exported.label(wave, x) in shown["labels"]
        return shown | {"sentence": words(page, SENTENCE)}

    expected = {
        "readouts": [wave, f"{x:.2f}".replace("-", "−")],
        "sentence": exported.sentence(wave, x),
        "labels": True,
        "dots": [pytest.approx(exported.dot(wave, x), abs=0.003)],
    }
    becomes(look, expected)


def words(page: Engine, selector: str) -> str:
    return page.run("return document.querySelector(arguments[0]).textContent", selector)


def place(
    page: Engine, selector: str, which: int = 0, part: tuple[float, float] = (0.5, 0.5)
) -> list[float]:
    """A point of the window: the middle of what is found, or another part of it."""
    x, y, width, height = page.run(BOX, selector, which)
    return [x + part[0] * width, y + part[1] * height]


def click(page: Engine, selector: str, which: int = 0) -> None:
    page.drag("mouse", place(page, selector, which))


def focus(page: Engine, selector: str, which: int = 0) -> None:
    page.run("document.querySelectorAll(arguments[0])[arguments[1]].focus()", selector, which)


# ---- Sliders ----


@pytest.mark.parametrize("pointer", ["mouse", "touch"])
def test_sliders_by_pointer(page: Engine, pointer: str) -> None:
    for which, part, wave, x in [
        (1, 0.25, "sine", -1.5),
        (0, 1, "cosine", -1.5),
        (1, 1, "cosine", 3),
    ]:
        start = place(page, HANDLE, which)
        end = place(page, TRACK, which, (part, 0.5))
        page.drag(pointer, start, [(a + b) / 2 for a, b in zip(start, end, strict=True)], end)
        expect_shown(page, wave, x)


@pytest.mark.parametrize("pointer", ["mouse", "touch"])
def test_a_dot_is_dragged_along_its_curve(page: Engine, pointer: str) -> None:
    for wave, track in [("sine", [1, 0.5, 0, -0.8]), ("cosine", [-0.8, 0.3, 1.2, 2.4])]:
        focus(page, HANDLE, 0)
        page.press(Keys.END if wave == "cosine" else Keys.HOME)
        expect_shown(page, wave, track[0])
        parts = [exported.dot(wave, x) for x in track]
        page.drag(pointer, *(place(page, PICTURE, 0, part) for part in parts))
        expect_shown(page, wave, track[-1])


# ---- Play ----


def test_play_can_be_paused_and_goes_to_the_end(page: Engine) -> None:
    focus(page, HANDLE, 1)
    page.press(Keys.END, *[Keys.PAGE_DOWN] * 2)
    expect_shown(page, "sine", 2.0)
    click(page, PLAY)
    assert words(page, PLAY) == "❚❚ Pause"
    becomes(lambda: words(page, SENTENCE) == exported.sentence("sine", 2.0), False)
    click(page, PLAY)
    assert words(page, PLAY) == "▶ Play"
    paused = words(page, SENTENCE)
    time.sleep(0.3)  # three steps' time, in which nothing may happen
    assert words(page, SENTENCE) == paused != exported.sentence("sine", 3.0)
    click(page, PLAY)
    expect_shown(page, "sine", 3.0)
    becomes(lambda: words(page, PLAY), "▶ Play")


# ---- Quests ----


def covered(page: Engine) -> list[bool]:
    """Whether the sentence cannot be seen, and the label, and the dot."""
    return page.run(
        "return arguments[0].map((selector) =>"
        " getComputedStyle(document.querySelector(selector)).visibility === 'hidden')",
        [SENTENCE, f"{PICTURE} .answer text", f"{PICTURE} use"],
    )


LISTEN = """
window.announced = [];
new MutationObserver((changes) => changes.forEach(({ addedNodes }) =>
  addedNodes.forEach((node) => announced.push(node.textContent)))
).observe(document.querySelector(arguments[0]), { childList: true });
"""
"""Keeps what a screen reader says of the tasks."""

WEIGHT = f"return getComputedStyle(document.querySelector('{TASK} em')).fontWeight"
FOCUSED = "return document.activeElement.textContent"


def test_quests_are_solved_by_moving(page: Engine) -> None:
    find, predict = exported.FIND, exported.PREDICT
    task, findings = partial(words, page, TASK), partial(words, page, FINDINGS)
    page.run(LISTEN, TASK)
    found = f"✓{find.task} {find.why}"
    asked = f"○{predict.task} (2 of 2)"
    missed = f"{asked} Not quite. Now that you can see it, move x to the right place."

    assert task() == f"○{find.task} (1 of 2)"
    assert covered(page) == [False, False, False]
    focus(page, HANDLE, 1)
    page.press(*[Keys.ARROW_RIGHT] * 10)
    becomes(task, found)
    # What was found stays to be seen, also from elsewhere, until the reader goes on.
    assert covered(page) == [False, False, False]
    assert findings() == ""
    assert page.run(WEIGHT) == "700"
    page.press(Keys.ARROW_LEFT)
    assert task() == found
    assert page.run(WEIGHT) == "400"
    focus(page, NEXT)
    page.press(Keys.ENTER)
    becomes(task, asked)
    assert findings() == f"✓{find.why}"
    assert page.run(FOCUSED) == "▶ Play"
    assert covered(page) == [True, True, False]

    # A prediction waits for Show, and so does its tick; one that missed is seen beside its answer.
    focus(page, HANDLE, 1)
    page.press(Keys.HOME, *[Keys.PAGE_UP] * 3)
    click(page, SHOW)
    becomes(partial(covered, page), [False, False, False])
    assert task() == missed
    expect_shown(page, "sine", -1.5)
    focus(page, HANDLE, 1)
    page.press(Keys.ARROW_LEFT)
    seen = f"●{predict.task} Now it fits. {predict.why}"
    becomes(task, seen)
    assert findings() == f"✓{find.why}"
    assert page.run("return document.querySelector(arguments[0]).hidden", NEXT)
    assert page.run("return announced") == [found, asked, missed, seen]

    click(page, START_AGAIN)
    becomes(task, f"○{find.task} (1 of 2)")
    expect_shown(page, "sine", 1.0)
    assert findings() == ""


# ---- Questions ----


def test_questions(page: Engine) -> None:
    number, choice = QUESTIONS
    mistake = number["mistakes"][0]
    feedback = partial(words, page, FEEDBACK)

    click(page, ANSWER)
    page.press(*f"{mistake['value']:.4f}", Keys.ENTER)
    becomes(feedback, f"✗ Not yet. {mistake['hint'].replace('`', '')}")
    page.run("document.querySelector(arguments[0]).select()", ANSWER)
    page.press(*number["answer"])
    click(page, BUTTON)  # Check
    becomes(feedback, f"✓ Right. {number['why']}")

    # Now the button to the next question has the focus.
    page.press(Keys.ENTER)
    becomes(feedback, "")
    click(page, ANSWER, 0)
    page.press(Keys.ENTER)
    becomes(feedback, f"✗ Not yet. {choice['hints'][0]}")
    page.press(Keys.ARROW_DOWN, Keys.ENTER)
    becomes(feedback, f"✓ Right. {choice['why']}")
