"""Imports go down only: who may know whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import helpers

HELPERS = Path(helpers.__file__).parent
BASE = ["writing", "arguments"]
TAUGHT = ["functions", "chain", "network", "autodiff"]
MAY_IMPORT = {
    "writing": [],
    "arguments": ["writing"],
    "functions": BASE,
    "chain": [*BASE, "functions"],
    "network": [*BASE, "functions", "chain"],
    "autodiff": [*BASE, "functions", "chain"],
    "slopes": [*BASE, "functions", "chain"],
    "figures.page": [],
    "figures.style": BASE,
    "figures.themes": ["figures.style"],
    "figures.drawing": ["figures.style", "figures.themes"],
    "figures.png": ["figures.drawing", "figures.themes"],
    "figures": [*BASE, *TAUGHT, "slopes", "figures"],
    # It knows nothing of chains.
    "live": [
        *BASE,
        "figures.page",
        "figures.style",
        "figures.themes",
        "figures.drawing",
        "figures.png",
        "live",
    ],
    "views": [*BASE, *TAUGHT, "slopes", "figures", "live", "views"],
    "answers": [*BASE, *TAUGHT, "slopes", "figures", "live", "answers"],
}
"""For each module or room, from the bottom to the top, all that it may import of helpers."""


@pytest.mark.parametrize(
    "path", sorted(HELPERS.rglob("[!_]*.py")), ids=lambda path: str(path.relative_to(HELPERS))
)
def test_imports_go_down_only(path: Path) -> None:
    name = ".".join(path.relative_to(HELPERS).with_suffix("").parts)
    allowed = MAY_IMPORT.get(name) or MAY_IMPORT.get(name.split(".")[0])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports hide where they lead"
            found = [f"{node.module}.{alias.name}" for alias in node.names]
        for module in found:
            if module.split(".")[0] == "helpers":
                assert any(f"{module}.".startswith(f"helpers.{room}.") for room in allowed), module


@pytest.mark.parametrize(
    ("name", "unused"),
    [
        ("square", ["matplotlib", "ipywidgets", "anywidget", "IPython"]),
        ("chain_deriv_2", ["matplotlib", "ipywidgets", "anywidget", "IPython"]),
        ("network_gradient", ["matplotlib", "ipywidgets", "anywidget", "IPython"]),
        ("plot_chain", ["ipywidgets", "anywidget"]),
        ("check", ["matplotlib"]),
        ("ask", ["matplotlib"]),
    ],
)
def test_what_is_not_used_is_not_imported(name: str, unused: list[str]) -> None:
    code = f"import sys; from helpers import {name}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not {*unused} & {*ran.stdout.split()}
