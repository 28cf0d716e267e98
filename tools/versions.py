"""Run the tests, without those in a browser, on several versions of Python and of the packages.

Usage: uv run python tools/versions.py [3.12 ...]     without versions: those in pyproject.toml

Each version of Python gets the lowest packages that pyproject.toml allows and have a wheel for it,
then the newest, in an environment of its own and on a copy of this folder.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "uv.lock", "*cache*", ".hypothesis", "*.pyc")
SAY_VERSIONS = """
from importlib.metadata import version
from platform import python_version
print(f"{python_version():8} {{:14}} {version('numpy'):7} {version('matplotlib'):11}", end="")
"""


def supported() -> list[str]:
    """Return the versions of Python that pyproject.toml lists."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [name.rsplit(" ", 1)[1] for name in project["classifiers"] if "3." in name]


def output(*command: str | Path, folder: Path) -> tuple[bool, str]:
    """Run a command; return whether it succeeded, and what it printed."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode == 0, done.stdout.decode(errors="replace")


def tested(python: str, resolution: str, folder: Path) -> bool:
    """Install and test the copy in this folder, print a line about it, and say if all is well."""
    start = time.perf_counter()
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    inside = folder / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = ["uv", "pip", "install", "--python", inside, "--resolution", resolution]
    install += ["--only-binary", ":all:", "--group", "dev", "--editable", "."]
    tests = [inside, "-m", "pytest", "-q", "--ignore=tests/browser"]

    line = f"{python:8} {resolution:14} {'not installed':19}"
    for command in (["uv", "venv", "--quiet", "--python", python], install, tests):
        good, text = output(*command, folder=folder)
        if not good:
            break
        if command is install:
            line = output(inside, "-c", SAY_VERSIONS, folder=folder)[1].format(resolution)
    outcome = text.strip().rpartition("\n")[2].split(" in ")[0] if command is tests else "failed"
    print(f"{line} {outcome} {time.perf_counter() - start:.0f} s", flush=True)
    if not good:
        print(text, file=sys.stderr, flush=True)
    return good


def main() -> int:
    """Test every combination; return the exit code."""
    print(f"{'Python':8} {'resolution':14} {'numpy':7} {'matplotlib':11} outcome", flush=True)
    results = []
    for python in sys.argv[1:] or supported():
        for resolution in ("lowest-direct", "highest"):
            with tempfile.TemporaryDirectory() as folder:
                results.append(tested(python, resolution, Path(folder) / "copy"))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
