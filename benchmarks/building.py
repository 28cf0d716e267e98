"""What it costs to build all views of the notebooks: here, and in another checkout of the project.

Usage: uv run --group benchmarks python benchmarks/building.py [OTHER_CHECKOUT]

Each checkout runs the notebooks' code in a process of its own, by turns; both in the environment
of this one. Counted is the time of the processor from the call of a view to all that Jupyter gets
of it, `_repr_mimebundle_` included, in seconds.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from rows import heading, row

ROOT = Path(__file__).parents[1]
ROUNDS = 3

BUILD = """
import ast, json, sys, time
from pathlib import Path

import helpers

times = []


def timed(view):
    def build(*given, **named):
        start = time.process_time()
        live = view(*given, **named)
        live._repr_mimebundle_()
        times.append([notebook.name[:2], view.__name__, time.process_time() - start])
        return live

    return build


for name in helpers.__all__:
    if name.startswith("explore_"):
        setattr(helpers, name, timed(getattr(helpers, name)))
for notebook in sorted(Path("notebooks").glob("*.ipynb")):
    namespace = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), notebook.name, "exec"), namespace)
json.dump(times, sys.stderr)
"""


def built(checkout: Path) -> list[tuple[str, str, float]]:
    """Build all views in a process of its own; returns notebook, view and seconds of each."""
    ran = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    return json.loads(ran.stderr.splitlines()[-1])


def rows(other: Path | None = None) -> list[str]:
    """Measure by turns; the medians of each view and of their sum."""
    checkouts = [ROOT, *([other] if other else [])]
    rounds = [[built(checkout) for checkout in checkouts] for _ in range(ROUNDS)]
    names = [f"{notebook}: `{view}`" for notebook, view, _ in rounds[0][0]]
    seconds = np.array([[[one[-1] for one in run] for run in runs] for runs in rounds])
    medians = np.median(seconds, axis=0).T
    titles = ["here", *(["there", "ratio"] if other else [])]
    return [
        heading("Building the notebooks' views, seconds of the processor", *titles),
        *(row(name, *([s] for s in each)) for name, each in zip(names, medians, strict=True)),
        row("all", *([s] for s in np.median(seconds.sum(axis=2), axis=0))),
    ]


if __name__ == "__main__":
    print(*rows(*map(Path, sys.argv[1:])), sep="\n")
