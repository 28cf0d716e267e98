"""The committed notebooks: one clean run from top to bottom, and the form that readers rely on."""

import re
from itertools import pairwise

from notebook_files import PATHS, code_cells, notebooks, outputs, read, tags, text_cells

MAX_LINES = 15


def test_the_notebooks_are_numbered_in_reading_order():
    assert [int(path.stem[:2]) for path in PATHS] == list(range(1, len(PATHS) + 1))
    assert len(PATHS) >= 5


@notebooks
def test_was_executed_once_from_top_to_bottom_without_an_error(path):
    """A cell without an execution count would not be compared by nbval at all."""
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))
    assert not [output for output in outputs(path) if output.output_type == "error"]
    assert not [output for output in outputs(path) if output.get("name") == "stderr"]


@notebooks
def test_holds_nothing_that_differs_between_runs(path):
    notebook = read(path)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert not [cell for cell in notebook.cells if set(cell.metadata) > {"tags"}]
    kinds = {kind for output in outputs(path) for kind in output.get("data", {})}
    assert "application/vnd.jupyter.widget-view+json" not in kinds
    assert " at 0x" not in path.read_text(encoding="utf-8")


@notebooks
def test_every_figure_shows_a_picture_without_a_kernel_and_a_static_one_its_description(path):
    data = [output.data for output in outputs(path) if "data" in output]
    live = [kinds for kinds in data if kinds["text/plain"].startswith("LiveFigure")]
    assert live, "every notebook has a live view"
    assert all("image/png" in kinds for kinds in live)
    static = [kinds for kinds in data if "image/png" in kinds and kinds not in live]
    assert static
    assert all(re.search('<img alt="(Plot|Diagram)[^"]+"', k["text/html"]) for k in static)


@notebooks
def test_code_cells_are_short(path):
    lengths = [len(cell.source.splitlines()) for cell in code_cells(path)]
    assert max(lengths) <= MAX_LINES


@notebooks
def test_opens_with_something_to_move_and_how_to_wake_it(path):
    first, wake, view = read(path).cells[:3]
    assert first.source.startswith(f"# {int(path.stem[:2])}. ")
    assert re.search(r"Needs .* About \d+ minutes", first.source)
    assert "Shift+Enter" in wake.source
    lines = [line for line in view.source.splitlines() if line]
    assert len(lines) <= 5 and re.search(r"^explore_\w+\(.*quest=quest\(", lines[-1]), lines


LOOKS = {
    "how-to-run": r"\*New to Jupyter\?",
    "exercises": "## Exercises\n",
    "solution": "<details><summary>Solution</summary>",
    "exercise": r"(?s).*^check\(",
    "prediction or by-hand": r"ask\(",
}
"""How the cells look that have these tags: what reads notebooks goes by the tags alone."""


@notebooks
def test_what_a_cell_is_for_is_said_by_its_tags(path):
    cells = read(path).cells
    for k, cell in enumerate(cells):
        expected = {2: {"opener", "front-page"} if path is PATHS[3] else {"opener"}}.get(k, set())
        looks = {tag for tag, look in LOOKS.items() if re.match(look, cell.source, flags=re.M)}
        asked = {"prediction", "by-hand"} & {*tags(cell)}
        found = {*tags(cell)} - asked | ({"prediction or by-hand"} if asked else set())
        assert found == expected | looks and len(asked) <= 1, cell.source


def words_to_read(path):
    """The words of a notebook, without folded ones, formulas, code, tables and targets of links."""
    text = "\n".join(text_cells(path))
    for unread in (r"(?s)<details>.*?</details>", r"(?s)\$\$.*?\$\$", r"\$.*?\$", r"`[^`]*`"):
        text = re.sub(unread, "", text)
    text = re.sub(r"(?m)^\|.*$|(?<=\])\([^)]*\)", "", text)
    return len(re.findall(r"[^\W\d_][\w’'-]*", text))


@notebooks
def test_there_is_not_too_much_to_read(path):
    assert words_to_read(path) <= 1150


def test_there_is_not_too_much_to_read_in_all():
    assert sum(map(words_to_read, PATHS)) <= 9500


@notebooks
def test_ends_with_a_summary_and_a_link_to_the_next(path):
    last = read(path).cells[-1].source
    assert last.startswith("## Summary")
    position = PATHS.index(path)
    following = PATHS[position + 1].name if position + 1 < len(PATHS) else "../README.md"
    assert f"]({following})" in last


@notebooks
def test_tells_math_diagram_and_code_in_this_order(path):
    headings = re.findall(r"^## (.+)$", "\n".join(text_cells(path)), flags=re.M)
    order = ["The math", "The diagram", "The code", "Check yourself", "Summary"]
    assert [heading for heading in headings if heading in order] == order


@notebooks
def test_headings_skip_no_level(path):
    levels = [len(m) for m in re.findall(r"^(#+) ", "\n".join(text_cells(path)), flags=re.M)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@notebooks
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)]+)\)", "\n".join(text_cells(path))):
        assert not target.startswith("http"), "the tutorial works offline"
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", "\n".join(text_cells(linked)), flags=re.M)
            assert anchor in [heading.replace(" ", "-") for heading in headings], target


@notebooks
def test_every_question_has_a_folded_answer(path):
    text = "\n".join(text_cells(path))
    check = text[text.index("## Check yourself") : text.index("## Summary")]
    questions = re.findall(r"^\*\*\d+\.\*\*", check, flags=re.M)
    assert len(questions) >= 3
    assert check.count("<details><summary>Answer</summary>") == len(questions)
    assert text.count("<details>") == text.count("</details>")
