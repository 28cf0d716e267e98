"""Questions as a learner meets them: JupyterLab in a browser, and nothing but the keyboard."""

import re
from collections.abc import Iterator

import lab
import pytest
from lab import Lab
from playwright.sync_api import Locator, Page, expect

from helpers.answers.ask import PREDICTIONS, ask
from helpers.answers.practice import practice
from helpers.answers.questions import Question

NUMBER, CHOICE = (
    next(name for name, make in PREDICTIONS.items() if make()["kind"] == kind)
    for kind in ("number", "choice")
)
HOSTILE = '<img src=x onerror="window.hacked=1"> &amp; "it\'s" 🎈 <b>שלום</b> مرحبا $x^2$'
CELLS = [
    "from helpers.answers.practice import practice\n"
    "from helpers.answers.ask import ask\n"
    "from helpers.answers.questions import QuestionBox, choice_question",
    *[
        f"ask({NUMBER!r})",
        f"ask({CHOICE!r})",
        "practice(1, per_level=1)",
        f"hostile = {HOSTILE!r}\n"
        "choices = {f'{k}. {hostile}': f'{hostile}, so {k}' for k in range(3)}\n"
        "QuestionBox([choice_question(hostile, choices, right=[*choices][1])])",
    ],
    *["for k in range(60):\n    print('filler', k)"] * 12,
]
IN_LAB = "jupyterapp.shell.currentWidget.content"


# ---- The notebook, once for all tests ----


@pytest.fixture(scope="module")
def page(opened: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    path = lab.write_notebook(tmp_path_factory.mktemp("questions") / "questions.ipynb", *CELLS)
    page = opened.open(path)
    page.wait_for_function(
        f"{IN_LAB}.widgets.at(-1).model.executionCount === {len(CELLS)}",
        timeout=60 * lab.SECONDS,
    )
    lab.scroll_to(page, 0, cell_of(page, 0))
    expect(page.locator(".chain-question").nth(1)).to_be_attached()
    yield page
    lab.close(page)


def cell_of(page: Page, cell: int) -> Locator:
    return page.locator(f".jp-Cell[data-windowed-list-index='{cell}']")


def question_in(page: Page, cell: int) -> Locator:
    """The question that this cell shows, reached with Tab from the cell before it."""
    lab.scroll_to(page, cell - 1, cell_of(page, cell - 1))
    page.evaluate(
        f"(cell) => {{ {IN_LAB}.activeCellIndex = cell; {IN_LAB}.mode = 'command';"
        f" {IN_LAB}.activeCell.node.focus(); }}",
        cell - 1,
    )
    box = cell_of(page, cell).locator(".chain-question")
    for _ in range(5):
        page.keyboard.press("Tab")
        if is_in(box):
            return box
    raise AssertionError(f"Tab does not lead to the question of cell {cell}")


def is_in(box: Locator) -> bool:
    return box.evaluate("(box) => box.contains(document.activeElement)")


def active(page: Page) -> str:
    """What has the focus: the words on a button, the label of a field."""
    return page.evaluate(
        "(({ textContent, labels }) => labels?.[0]?.textContent || textContent)"
        "(document.activeElement)"
    )


def tab_to(page: Page, words: str) -> None:
    for _ in range(4):
        page.keyboard.press("Tab")
        if active(page) == words:
            return
    raise AssertionError(f"Tab does not lead to {words!r}, but to {active(page)!r}")


def enter(page: Page, answer: str) -> None:
    """Type an answer in place of the one before and press Enter."""
    page.keyboard.press("Control+a")
    page.keyboard.type(answer)
    page.keyboard.press("Enter")


def feedback_of(box: Locator) -> Locator:
    return box.get_by_role("status")


def button(box: Locator, words: str) -> Locator:
    return box.get_by_role("button", name=words, exact=True)


def typed(value: float) -> str:
    return f"{value:.6f}".replace("-", "−")


def plain(text: str) -> str:
    """A text as the page shows it: without the backticks around code."""
    return text.replace("`", "")


def expect_asked(box: Locator, question: Question) -> None:
    """Those who do not see the page are told what is asked, and that something is said."""
    expect(box).to_have_role("group")
    expect(box).to_have_accessible_name(re.sub(r"\s+", " ", plain(question["text"])))
    expect(feedback_of(box)).to_have_attribute("aria-live", "polite")
    expect(feedback_of(box)).to_be_empty()
    expect(box.locator("ol")).to_be_hidden()
    if question["kind"] == "number":
        expect(box.get_by_role("textbox")).to_have_accessible_name("Your answer:")
        expect(box.get_by_role("textbox")).to_have_value("")


# ---- A question whose answer is a number ----


def test_a_number(page: Page) -> None:
    (question,) = ask(NUMBER).questions
    mistake, other = question["mistakes"][:2]
    box = question_in(page, 1)
    feedback, show = feedback_of(box), button(box, "Show the answer")
    expect_asked(box, question)

    # What is no number is no try, however often.
    for nonsense in ["abc", "", "1 1/2"]:
        enter(page, nonsense)
        expect(feedback).to_contain_text("Please enter a number, such as")
    expect(show).to_be_hidden()

    # The same answer again is said again: in other words, or a screen reader would keep silent.
    for tries, wrong in enumerate([mistake, mistake, other], start=1):
        enter(page, typed(wrong["value"]))
        again = f" {question['told'][0]['words']} (Try {tries}.)" if tries > 1 else ""
        expect(feedback).to_have_text(f"✗ Not yet. {plain(wrong['hint'])}{plain(again)}")
        expect(show).to_be_visible(visible=tries > 1)
    expect(box.locator("ol")).to_be_hidden()

    tab_to(page, "Show the answer")
    page.keyboard.press("Space")
    expect(feedback).to_have_text(f"The answer is {question['answer']}. {plain(question['why'])}")
    expect(box.locator("li")).to_have_text([plain(step) for step in question["steps"]])
    expect(show).to_be_hidden()
    assert active(page).startswith("Your answer")  # and not on a button that is gone

    enter(page, question["answer"])
    expect(feedback).to_have_text(f"✓ Right. {plain(question['why'])}")
    expect(box.locator("li")).to_have_text([plain(step) for step in question["steps"]])
    expect(show).to_be_hidden()
    expect(button(box, "Next question")).to_be_hidden()


# ---- A question with choices ----


def state_of_notebook(page: Page) -> list[object]:
    return page.evaluate(f"[{IN_LAB}.mode, {IN_LAB}.widgets.length, {IN_LAB}.activeCellIndex]")


def choose(page: Page, box: Locator, wanted: int) -> None:
    """Go to one of the choices with the arrow keys, from the radio button that has the focus."""
    radios = box.get_by_role("radio")
    at = radios.evaluate_all("(radios) => radios.indexOf(document.activeElement)")
    assert at >= 0
    page.keyboard.press("Space")
    expect(radios.nth(at)).to_be_checked()
    for _ in range(abs(wanted - at)):
        page.keyboard.press("ArrowDown" if wanted > at else "ArrowUp")
        assert is_in(box)
    expect(radios.nth(wanted)).to_be_checked()
    expect(radios.nth(wanted)).to_be_focused()


def test_a_choice(page: Page) -> None:
    (question,) = ask(CHOICE).questions
    box = question_in(page, 2)
    before = state_of_notebook(page)
    feedback = feedback_of(box)
    count = len(question["choices"])
    expect_asked(box, question)
    for radio, choice in zip(box.get_by_role("radio").all(), question["choices"], strict=True):
        expect(radio).to_have_accessible_name(choice)
    page.keyboard.press("Enter")
    expect(feedback).to_have_text("Please choose one of the answers.")

    right = question["right"]
    wrong = [k for k in range(count) if k != right]
    for tries, k in enumerate([wrong[0], wrong[0], wrong[-1]], start=1):
        choose(page, box, k)
        page.keyboard.press("Enter")
        again = f" (Try {tries}.)" if tries > 1 else ""
        expect(feedback).to_have_text(f"✗ Not yet. {plain(question['hints'][k])}{again}")
        expect(button(box, "Show the answer")).to_be_visible(visible=tries > 1)
    choose(page, box, right)
    page.keyboard.press("Enter")
    expect(feedback).to_have_text(f"✓ Right. {plain(question['why'])}")
    expect(box.locator("ol")).to_be_hidden()

    # These keys are JupyterLab's commands: up, down, cut, delete, insert, edit.
    for key in [*["ArrowDown"] * count, *["ArrowUp"] * count, *"jkxddabm", "Shift+ArrowDown"]:
        page.keyboard.press(key)
    assert is_in(box)
    assert state_of_notebook(page) == before
    assert before[0] == "command"
    # Also after a click, and after a script or a screen reader has put the focus there.
    radios = box.get_by_role("radio")
    for begin in (radios.first.focus, radios.first.click):
        begin()
        page.keyboard.press("ArrowDown")
        expect(radios.nth(1)).to_be_focused()


# ---- Practice ----

# What is entered, a number for a mistake, and the score after it.
PRACTICED = [
    (["right"], "1 of 1 right, 1 of them at the first try; 5 to go."),
    ([0, "right"], "2 of 2 right, 1 of them at the first try; 4 to go."),
    ([1, 2, "show"], "2 of 3 right, 1 of them at the first try; 3 to go."),
    (["one half", "right"], "3 of 4 right, 2 of them at the first try; 2 to go."),
    ([0, 1, 2, "right"], "4 of 5 right, 2 of them at the first try; 1 to go."),
    ([0, "right"], "5 of 6 right, 2 of them at the first try; that was the last question."),
]


def test_practice_keeps_the_score(page: Page) -> None:
    box = question_in(page, 3)
    feedback, show = feedback_of(box), button(box, "Show the answer")
    next_, score = button(box, "Next question"), box.locator("p").last
    expect(score).to_have_text("6 to go.")
    questions = practice(1, per_level=1).questions
    for question, (answers, scored) in zip(questions, PRACTICED, strict=True):
        expect_asked(box, question)
        expect(box.get_by_text(question["level"])).to_be_visible()
        assert active(page).startswith("Your answer")
        words, tries = "✓ Right.", 0
        for answer in answers:
            expect(next_).to_be_hidden()
            if answer == "show":
                tab_to(page, "Show the answer")
                page.keyboard.press("Enter")
                words = f"The answer is {question['answer']}."
            elif answer == "right":
                enter(page, typed(question["right"]["value"]))
            elif answer == "one half":  # is no try
                enter(page, answer)
                expect(feedback).to_contain_text("Please enter a number")
            else:
                enter(page, typed(question["mistakes"][answer]["value"]))
                tries += 1
                expect(feedback).to_contain_text(plain(question["mistakes"][answer]["hint"]))
                expect(show).to_be_visible(visible=tries > 1)
        expect(score).to_have_text(scored)
        expect(feedback).to_contain_text(words)
        expect(box.locator("li").first).to_be_visible()
        expect(box.get_by_role("textbox")).to_be_disabled()
        expect(button(box, "Check")).to_be_hidden()
        if question is not questions[-1]:
            expect(next_).to_be_focused()
            page.keyboard.press("Space" if tries else "Enter")
    expect(next_).to_be_hidden()
    expect(show).to_be_hidden()


# ---- Texts that would like to be HTML ----


def test_hostile_texts_are_shown_as_they_are(page: Page) -> None:
    box = question_in(page, 4)
    expect(box).to_have_accessible_name(HOSTILE)
    expect(box.locator("label")).to_have_text([f"{k}. {HOSTILE}" for k in range(3)])
    for k, words in enumerate(["✗ Not yet. ", "✓ Right. "]):
        choose(page, box, k)
        page.keyboard.press("Enter")
        expect(feedback_of(box)).to_have_text(f"{words}{HOSTILE}, so {k}")
    choose(page, box, 2)
    page.keyboard.press("Enter")
    tab_to(page, "Show the answer")
    page.keyboard.press("Enter")
    expect(feedback_of(box)).to_have_text(f"The answer is 1. {HOSTILE}. {HOSTILE}, so 1")
    assert box.locator("img, b, script").count() == 0
    assert page.evaluate("window.hacked") is None


# ---- Scrolled away ----


def seen(box: Locator) -> dict[str, object]:
    """What stands in a question, and in its fields."""
    return box.evaluate(
        """(box) => ({
          words: box.innerText,
          fields: [...box.querySelectorAll("input")].map((e) => [e.value, e.checked, e.disabled]),
        })"""
    )


def test_what_was_answered_is_still_there_after_scrolling(page: Page) -> None:
    boxes = [cell_of(page, k).locator(".chain-question") for k in range(1, 5)]

    def look() -> list[dict[str, object]]:
        found = []
        for k, box in enumerate(boxes, start=1):
            lab.scroll_to(page, k, box)
            expect(feedback_of(box)).not_to_be_empty()
            found.append(seen(box))
        return found

    before = look()
    lab.scroll_to(page, len(CELLS) - 1, page.get_by_text("filler 59").last)
    for box in boxes:
        expect(box).not_to_be_in_viewport()
    assert look() == before

    # Drawn anew, in a view of its own, a question shows the same.
    for k in (1, 2):
        question_in(page, k)
        page.evaluate(f"(cell) => {{ {IN_LAB}.activeCellIndex = cell; }}", k)
        lab.run(page, "notebook:create-output-view")
        view = page.locator(".jp-LinkedOutputView .chain-question")
        expect(view).to_be_visible()
        assert seen(view) == before[k - 1]
        page.evaluate("jupyterapp.shell.currentWidget.dispose()")


# The last test: after it, nothing can be run any more.
def test_a_question_needs_no_kernel(page: Page, opened: Lab) -> None:
    assert opened.errors == []
    lab.shut_down_kernel(page)
    page.wait_for_function(f"!{lab.KERNEL}")
    (question,) = ask(NUMBER).questions
    box = question_in(page, 1)
    enter(page, typed(question["mistakes"][0]["value"]))
    expect(feedback_of(box)).to_contain_text(plain(question["mistakes"][0]["hint"]))
    enter(page, question["answer"])
    expect(feedback_of(box)).to_contain_text("✓ Right.")
    # JupyterLab itself complains that the kernel is gone; our own code has no reason to.
    ours = [error for error in opened.errors if error.startswith(lab.UNCAUGHT)]
    assert [error for error in ours if "Canceled future" not in error] == []
    assert page.evaluate("window.hacked") is None
