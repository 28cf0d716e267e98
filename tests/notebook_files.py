"""The committed notebooks: their cells, and what a run of them leaves behind."""

import ast
import functools
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
from matplotlib.figure import Figure
from nbformat import NotebookNode

import helpers

ROOT = Path(__file__).parents[1]


PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))


notebooks = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


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
