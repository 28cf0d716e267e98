"""The committed notebooks: their cells, and what a run of them leaves behind."""

import ast
import functools
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import nbformat
import pytest
from matplotlib.figure import Figure
from nbformat import NotebookNode
from pictures import without_png

import helpers

ROOT = Path(__file__).parents[1]


PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))


notebooks = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def tags(cell: NotebookNode) -> list[str]:
    """What a cell is for."""
    return cell.metadata.get("tags", [])


def code_cells(path: Path) -> list[NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def text_cells(path: Path) -> list[str]:
    return [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]


def outputs(path: Path) -> list[NotebookNode]:
    return [output for cell in code_cells(path) for output in cell.outputs]


@functools.cache
def in_this_process(path: Path) -> tuple[dict[str, object], list[object], list[Figure]]:
    """Run a notebook's cells here; return their namespace, values, and static figures."""
    namespace: dict[str, object] = {}
    values, static = [], []
    plt.switch_backend("agg")

    def note() -> None:
        static.append(plt.gcf())
        plt.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(helpers, "show_figure", note)
        without_png(patch)
        for cell in code_cells(path):
            *statements, last = ast.parse(cell.source).body
            exec(compile(ast.Module(statements, []), path.name, "exec"), namespace)
            if isinstance(last, ast.Expr):
                value = compile(ast.Expression(last.value), path.name, "eval")
                values.append(eval(value, namespace))
            else:
                exec(compile(ast.Module([last], []), path.name, "exec"), namespace)
                values.append(None)
    plt.close("all")
    return namespace, values, static


# ---- Exercises, as a learner finds them ----

SOLUTION = re.compile(
    r"<details><summary>Solution</summary>\s+```python\n(.*?)```\s+</details>", flags=re.S
)
DEFINITIONS = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef


class ExerciseCell(NamedTuple):
    """A cell in which a learner writes a function, and its solution."""

    path: Path
    number: int
    """Of all code cells of its notebook, from 0."""
    source: str
    outputs: list
    solution: str


def exercise_cells() -> Iterator[tuple[str, ExerciseCell]]:
    """Each by the name of its function."""
    for path in PATHS:
        code = [cell.id for cell in code_cells(path)]
        for cell, following in pairwise(read(path).cells):
            if "exercise" in tags(cell):
                (name,) = re.findall(r"^check\((.+)\)\s*\Z", cell.source, flags=re.M)
                solution = "solution" in tags(following) and SOLUTION.search(following.source)[1]
                number = code.index(cell.id)
                yield name, ExerciseCell(path, number, cell.source, cell.outputs, solution)


EXERCISE_CELLS = dict(exercise_cells())


@functools.cache
def defined_in(path: Path) -> dict[str, object]:
    """What a notebook imports and defines, without running the rest of it."""
    namespace = {}
    for cell in code_cells(path):
        body = [node for node in ast.parse(cell.source).body if isinstance(node, DEFINITIONS)]
        exec(compile(ast.Module(body, []), path.name, "exec"), namespace)
    return namespace
