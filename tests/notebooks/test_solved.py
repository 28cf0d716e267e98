"""Every notebook with all its exercises solved: it runs to its end, on the learner's own code."""

import ast

import matplotlib.pyplot as plt
import pytest
from notebook_files import EXERCISE_CELLS, code_cells, defined_in, notebooks
from pictures import without_png

import helpers
from helpers.answers.exercises import EXERCISES, OURS


@notebooks
def test_runs_with_all_solutions_filled_in(path, capsys, monkeypatch) -> None:
    """As committed, with open gaps, it is run by nbval, and its views are shown elsewhere."""
    monkeypatch.setattr(helpers, "show_figure", plt.close)
    plt.switch_backend("agg")
    solutions = {cell.source: name for name, cell in EXERCISE_CELLS.items() if cell.path == path}
    built = [name for name in OURS if name in solutions.values()]
    for name in helpers.__all__:
        if name.startswith("explore_") and not built:  # no view shows what the reader has written
            monkeypatch.setattr(helpers, name, lambda *args, **kwargs: None, raising=False)
    without_png(monkeypatch)
    namespace: dict[str, object] = {}
    for cell in code_cells(path):
        name = solutions.get(cell.source)
        source = cell.source
        if name:
            imports, _, _ = source.partition("def ")
            source = f"{imports}{EXERCISE_CELLS[name].solution}\n\ncheck({name})"
        exec(compile(source, path.name, "exec"), namespace)
    plt.close("all")
    said = capsys.readouterr().out
    for name in solutions.values():
        assert f"Right. {EXERCISES[name].praise}" in said
    assert [f"The cells below use your {name}." in said for name in built] == [True] * len(built)
    assert "use our" not in said


@pytest.mark.parametrize("name", OURS)
def test_an_open_gap_and_a_wrong_part_are_replaced_by_ours_and_a_right_one_is_kept(
    name, capsys
) -> None:
    cell = EXERCISE_CELLS[name]
    namespace = dict(defined_in(cell.path))
    assert helpers.yours_or_ours(namespace[name]) is OURS[name]
    exec(compile(cell.solution, "learner", "exec"), namespace)
    assert helpers.yours_or_ours(namespace[name]) is namespace[name]
    (define,) = ast.parse(cell.solution).body
    define.body = ast.parse("return None").body
    exec(compile(ast.unparse(define), "learner", "exec"), namespace)
    assert helpers.yours_or_ours(namespace[name]) is OURS[name]
    assert helpers.yours_or_ours(OURS[name]) is OURS[name]
    ours = f"The cells below use our {name}, until check finds yours right."
    assert capsys.readouterr().out.splitlines() == [
        ours,
        f"The cells below use your {name}.",
        ours,
        ours,
    ]


def test_what_is_no_part_of_the_autodiff_is_an_error() -> None:
    for wrong in (helpers.square, 3, None):
        with pytest.raises(ValueError, match="one of multiply, in_order, backward, got"):
            helpers.yours_or_ours(wrong)
