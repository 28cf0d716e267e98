"""What it costs to test the notebooks: run and compared by nbval, against bare kernels."""

import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from rows import heading, row

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
ROUNDS = 2


def tested() -> float:
    """Run every notebook and compare all outputs, in one process; returns seconds."""
    command = [sys.executable, "-m", "pytest", str(NOTEBOOKS), "-n", "0", "--quiet"]
    start = time.perf_counter()
    subprocess.run(
        command, cwd=NOTEBOOKS.parent, check=True, stdin=subprocess.DEVNULL, capture_output=True
    )
    return time.perf_counter() - start


def in_bare_kernels() -> float:
    """Run every notebook, one kernel after the other, and compare nothing; returns seconds."""
    start = time.perf_counter()
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        resources = {"metadata": {"path": str(NOTEBOOKS)}}
        client = NotebookClient(notebook, kernel_name="python3", resources=resources)
        client.execute(stderr=subprocess.DEVNULL)  # the kernels' own warnings
    return time.perf_counter() - start


def rows() -> list[str]:
    """Measure both in turns; the better time of each."""
    ours, theirs = zip(*[(tested(), in_bare_kernels()) for _ in range(ROUNDS)], strict=True)
    count = len(list(NOTEBOOKS.glob("*.ipynb")))
    return [
        heading("Testing the notebooks", "nbval, all outputs compared", "bare kernels", "ratio"),
        row(f"all {count}, one after the other, seconds", [min(ours)], [min(theirs)]),
    ]


if __name__ == "__main__":
    print(*rows(), sep="\n")
