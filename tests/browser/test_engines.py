"""Live figures and questions in Chromium, Firefox and WebKit, on a page without a kernel.

In Firefox and WebKit the website, too, of which test_web and test_python tell in Chromium.

What is looked for is what a reader sees: the readouts, the sentence, the label and the dot in the
picture. How the page is made inside is said once, in the selectors below.
"""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import exported
import pytest
from engines import ENGINES, Engine, NotInstalledError, becomes, give_up
from notebook_files import EXERCISE_CELLS
from selenium.webdriver.common.keys import Keys
from test_python import FIRST, GAP, NAME, RIGHT, RULE, TYPE, wrong
from test_web import MOVE, NOTEBOOKS, table, where_solved

from helpers import sigmoid, square
from helpers.answers.mistakes import CHAIN_2
from helpers.answers.questions import QuestionBox, choice_question, number_question
from helpers.live.table import column_at

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
def exported_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
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


@pytest.fixture
def page(engine: Engine, exported_page: tuple[str, list[str]]) -> Iterator[Engine]:
    address, not_found = exported_page
    engine.open(address)
    there = "return arguments[0].every((selector) => document.querySelector(selector))"
    becomes(lambda: engine.run(there, [HANDLE, SENTENCE, PICTURE, FEEDBACK]), True)
    expect_shown(engine, "sine", 1.0)
    yield engine
    # Errors, whatever was asked of other servers (none of it gets there), files that are not there.
    assert engine.run("return problems") == []
    assert not_found == []


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
    page.press(Keys.HOME)  # far from the end, which a slow machine must not reach before the pause
    expect_shown(page, "sine", -3.0)
    click(page, PLAY)
    assert words(page, PLAY) == "❚❚ Pause"
    becomes(lambda: words(page, SENTENCE) == exported.sentence("sine", -3.0), False)
    click(page, PLAY)
    assert words(page, PLAY) == "▶ Play"
    paused = words(page, SENTENCE)
    time.sleep(0.3)  # three steps' time, in which nothing may happen
    assert words(page, SENTENCE) == paused != exported.sentence("sine", 3.0)
    focus(page, HANDLE, 1)
    page.press(Keys.END, *[Keys.PAGE_DOWN] * 2)
    expect_shown(page, "sine", 2.0)
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


# ---- The site ----

others = pytest.mark.parametrize(
    "engine",
    # All three, so that pytest starts each one once for all tests.
    [pytest.param("chromium", marks=pytest.mark.skip(reason="elsewhere")), "firefox", "webkit"],
    indirect=True,
)

PRESS_SHOW = """
const buttons = [...document.querySelectorAll(".alive .live-figure button")];
buttons.filter((one) => one.textContent === "Show" && one.checkVisibility())[0]?.click();
"""


@others
def test_pages_of_the_site(engine: Engine, site: tuple[str, list[str]], folder: Path) -> None:
    for name in ["index.html", NOTEBOOKS[3], NOTEBOOKS[8]]:
        engine.open(site[0] + name)
        assert_works(engine, folder)
    assert site[1] == []


def assert_works(engine: Engine, folder: Path) -> None:
    """The first view of a page follows its sliders and knows its quest; so does a question."""

    def text_of(selector: str) -> str:
        found = "return document.querySelector(arguments[0])?.textContent"  # covered or not
        return engine.run(found, f".alive > :not(.still) {selector}")

    becomes(lambda: text_of("p[role=status]") is not None, True)
    view = table(folder, engine.run("return document.querySelector('[data-live]').dataset.live"))
    for k, _ in enumerate(view["positions"]):
        engine.run("document.querySelectorAll('[type=range]')[arguments[0]].focus()", k)
        engine.press(Keys.HOME)
    engine.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    columns = view["scenes"][0]["columns"]
    sentence = next(column for column in columns if column["kind"] == "sentence")
    becomes(lambda: text_of("p[role=status]"), column_at(sentence, [0] * k + [1]))

    move = f"({MOVE})([document.querySelector('[data-live]'), [arguments[0]]])"
    engine.run(move, where_solved(view))

    def solved() -> bool:
        engine.run(PRESS_SHOW)  # of a prediction
        return "✓" in text_of(".live-task")

    becomes(solved, True)

    if engine.run("return document.querySelector('[data-questions]') !== null"):
        engine.run("document.querySelector('[data-questions]').scrollIntoView()")
        becomes(lambda: text_of("form") is not None, True)
        engine.run("document.querySelector('.alive > :not(.still) form').requestSubmit()")
        becomes(lambda: text_of(".feedback")[:6], "Please")
    assert engine.run("return problems") == []


OWN_FUNCTION = """
import numpy as np
from helpers import explore_function


def mine(x):
    return 2 * x


explore_function(mine, np.linspace(0, 2, 6))
"""


@others
def test_python_in_the_page(engine: Engine, site: tuple[str, list[str]]) -> None:
    ended = ".python-output[aria-busy=false]"  # before, the button is Stop
    text = f"return [...document.querySelectorAll('{ended}')].at(-1)?.innerText ?? ''"
    press = "document.querySelectorAll('.cell-bar')[arguments[0]].querySelector('button').click()"
    engine.open(site[0] + RULE)
    there = "return document.querySelectorAll('.cell-bar').length > arguments[0]"
    becomes(lambda: engine.run(there, FIRST), True)
    engine.run(press, FIRST)
    becomes(lambda: engine.run(text).strip(), GAP, seconds=60)
    focused = "return document.activeElement.className"
    edit = "document.querySelectorAll('.cell-bar')[arguments[0]].children[1].click()"
    engine.run(edit, FIRST)
    becomes(lambda: "cm-content" in engine.run(focused), True)
    answers = [(wrong(NAME)[0], "Not yet."), (EXERCISE_CELLS[NAME].solution, RIGHT)]
    cells = [(f"{source}\n\ncheck({NAME})", said) for source, said in answers]
    for source, said in [*cells, (OWN_FUNCTION, "1.2 goes into mine, and 2.4 comes out.")]:
        engine.run(f"({TYPE.strip()})(arguments[0])", [FIRST, source])
        engine.run(press, FIRST)
        becomes(lambda said=said: said in engine.run(text), True, seconds=120)
    assert engine.run("return problems") == []
