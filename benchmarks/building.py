"""What it costs to build the views of the notebooks: here, and in another checkout of the project.

Usage: uv run --group benchmarks python benchmarks/building.py [OTHER_CHECKOUT]

The notebooks are those of this checkout. Each checkout runs their code in a process of its own, by
turns; both in the environment of this one. Compared are the views that both can build. Counted is
the time of the processor from the call of a view to all that Jupyter gets of it,
`_repr_mimebundle_` included, in seconds, the best of three.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from rows import heading, row

ROOT = Path(__file__).parents[1]
ROUNDS = 3

BUILD = """
import json, sys, time
from pathlib import Path

import helpers

here, times = "", {}


def timed(view):
    def build(*given, **named):
        start = time.process_time()
        live = view(*given, **named)
        live._repr_mimebundle_()
        times[f"{here}: {view.__name__}"] = time.process_time() - start
        return live

    return build


if "__getattr__" not in vars(helpers):  # an older one, which lacks names: their cells fail
    helpers.__getattr__ = lambda name: None
for name in dir(helpers):
    if name.startswith("explore_"):
        setattr(helpers, name, timed(getattr(helpers, name)))
for notebook in sorted(Path(sys.argv[1]).glob("*.ipynb")):
    namespace = {}
    for k, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        here = f"{notebook.name[:2]}, cell {k}"
        if cell["cell_type"] == "code":
            try:
                exec(compile("".join(cell["source"]), here, "exec"), namespace)
            except Exception as error:
                print(here, repr(error))
json.dump(times, sys.stderr)
"""


def built(checkout: Path) -> dict[str, float]:
    """Build all views that a checkout can, in a process of its own; returns the seconds of each."""
    ran = subprocess.run(
        [sys.executable, "-c", BUILD, str(ROOT / "notebooks")],
        cwd=checkout,  # where Python looks first
        env=os.environ | {"PYTHONPATH": str(checkout.resolve())},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    return json.loads(ran.stderr.splitlines()[-1])


def rows(other: Path | None = None) -> list[str]:
    """Measure by turns; the best of each view, and the sum of these."""
    checkouts = [ROOT, *([other] if other else [])]
    rounds = [[built(checkout) for checkout in checkouts] for _ in range(ROUNDS)]
    names = [name for name in rounds[0][0] if all(name in run for run in rounds[0])]
    best = {
        name: [min(run[name] for run in runs) for runs in zip(*rounds, strict=True)]
        for name in names
    }
    titles = ["here", *(["there", "ratio"] if other else [])]
    total = map(sum, zip(*best.values(), strict=True))
    return [
        heading("Building the notebooks' views, seconds of the processor", *titles),
        *(row(name, *([s] for s in each)) for name, each in best.items()),
        row(f"all {len(names)}", *([s] for s in total)),
    ]


if __name__ == "__main__":
    print(*rows(*map(Path, sys.argv[1:])), sep="\n")
