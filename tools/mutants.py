"""Change the taught code and LiveFigure in small ways, one at a time: a test has to fail each time.

Usage: uv run --group mutants python tools/mutants.py [chain ...]     without names: all modules

It needs Linux or macOS. cosmic-ray makes the changes, the mutants, in a copy of this folder.
Printed are the numbers for each module, and each mutant that no test notices and that is not in
mutants.toml, where those stand that none can or should notice, with the reason. Left out are
mutants of annotations, which do nothing, and of places in drawings; bitwise operators, which fail
at once for floats and classes; and `is` in place of `==` or the other way around, which is a matter
of style.
"""

import ast
import compileall
import difflib
import gc
import importlib.util
import multiprocessing
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from cosmic_ray.commands import init
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import MutationSpec
from hypothesis import Phase, settings
from versions import NOT_COPIED, ROOT

TAUGHT = ["taught/test_chain", "taught/test_functions", "taught/test_network"]
TESTS = {
    "chain": ["taught/test_chain"],
    "network": ["taught/test_network"],
    "functions": ["taught/test_functions"],
    "arguments": ["taught/test_arguments", *TAUGHT, "figures/test_graphs"],
    "writing": ["figures/test_writing", "taught/test_functions", "figures/test_plots"],
    "figures/graphs": ["figures/test_graphs"],
    "figures/drawing": ["live/test_recording", "live/test_figure"],
    "live/artists": ["live/test_recording", "live/test_figure"],
    "live/controls": ["live/test_controls", "live/test_figure"],
    "live/figure": [f"live/test_{name}" for name in ("quests", "figure", "controls", "recording")],
    "live/quest": ["live/test_quests"],
    **{
        f"live/{name}": ["live/test_recording", "live/test_figure"]
        for name in ("recording", "looked_at", "scene")
    },
    "answers/mistakes": ["answers/test_mistakes"],
    "answers/judging": ["answers/test_judging", "answers/test_exercises"],
    "answers/quests": ["answers/test_truth_of_quests"],
    "answers/following": ["answers/test_judging", "answers/test_exercises"],
}
"""The modules, and the tests that look after each."""

KEPT = ["answers/quests"]
"""Modules whose tests find them by their names, and keep what takes long: they run once, and then
in forks of that process, where only the module is loaded anew."""

ONLY = {"graphs": ["show_neuron", "plot_diamond"]}
"""Of a module that mostly draws, the functions that compute."""
DRAWING = {"Node", "_new_axes"}
"""Calls in these that say where something stands."""

OPERATORS = re.compile(
    r"core/Replace(BinaryOperator_.*(Shift|Bit)"
    r"|ComparisonOperator_(Eq_Is|NotEq_IsNot|Is_Eq|IsNot_NotEq)$)"
)
"""Kinds of mutants that are left out."""

LEAST = 95
"""How many per cent of the mutants must be killed."""

SECONDS = 60
MEMORY = 4 * 2**30
"""Time of the processor, and bytes: a mutant with which tests take more counts as killed, too."""

os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
# The tests that have noticed other mutants come first.
PYTEST = ["-x", "--ff", "-q", "-o", "addopts=", "--tb=no", "--assert=plain"]

# Imported once: each mutant is tested in a fork, which would otherwise spend its time on these;
# nbformat alone takes three seconds.
SHARED = ["anywidget", "autograd", "hypothesis.extra.numpy", "ipywidgets", "nbformat"]
SHARED += ["numpy.testing"]
SHARED += ["playwright.sync_api", "matplotlib.pyplot", "matplotlib.backends.backend_svg"]


FORK = multiprocessing.get_context("fork")


class Mutant(NamedTuple):
    """A change, told apart from others in a way that outlives changes elsewhere."""

    place: str
    """The module and the function, None for what stands outside of all."""
    line: str
    becomes: str


def left_out(code: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where what is left out begins and ends, line and column: annotations, places in drawings."""
    nodes = list(ast.walk(ast.parse(code)))
    found = [getattr(node, "annotation", None) for node in nodes]
    found += [getattr(node, "returns", None) for node in nodes]
    found += [n for n in nodes if isinstance(n, ast.Call) and ast.unparse(n.func) in DRAWING]
    return [((n.lineno, n.col_offset), (n.end_lineno, n.end_col_offset)) for n in found if n]


def mutations(path: Path) -> list[MutationSpec]:
    """List the mutants of a module that a test could and should notice, from top to bottom."""
    with tempfile.TemporaryDirectory() as folder, use_db(f"{folder}/session") as session:
        init([path], session, {})
        found = [item.mutations[0] for item in session.work_items]
    spans = left_out(path.read_text(encoding="utf-8"))
    found = [
        mutation
        for mutation in found
        if not OPERATORS.match(mutation.operator_name)
        and not any(start <= mutation.start_pos < end for start, end in spans)
        and mutation.definition_name in ONLY.get(path.stem, [mutation.definition_name])
    ]
    return sorted(found, key=lambda m: (m.start_pos, m.operator_name, m.occurrence))


def begin(folder: Path) -> None:
    """Let this process test the package in this folder."""
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True  # two mutants within a second would look the same
    where = importlib.util.find_spec("helpers").origin
    if not Path(where).is_relative_to(folder):
        sys.exit(f"the tests would import {where}, which is not the copy")
    # The same examples each time, and none smaller than the first that fails.
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile("mutants", derandomize=True, database=None, phases=phases)
    settings.load_profile("mutants")
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
        os.dup2(nowhere.fileno(), sys.stderr.fileno())


def run_tests(module: str) -> int:
    """Run the tests of a module; return the exit code."""
    return pytest.main([*PYTEST, *(f"tests/{name}.py" for name in TESTS[module])])


def try_mutant(module: str) -> None:
    """Run the tests of a module as it is now, and exit with their exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    if module in KEPT:
        importlib.reload(sys.modules[f"helpers.{module.replace('/', '.')}"])
    sys.exit(run_tests(module))


def outcome(module: str) -> str:
    """Run the tests of a module in a fork: passed, failed or timeout."""
    process = FORK.Process(target=try_mutant, args=(module,))
    process.start()
    process.join()
    return {0: "passed", -signal.SIGXCPU: "timeout"}.get(process.exitcode, "failed")


def as_mutant(mutation: MutationSpec, old: str, new: str) -> Mutant:
    """Name a mutant by its function, its line and what becomes of it."""
    lines = list(difflib.ndiff(old.splitlines(), new.splitlines()))
    before, after = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return Mutant(f"{mutation.module_path.stem}.{mutation.definition_name}", before, after)


def tested(folder: Path, module: str) -> tuple[Counter[str], dict[Mutant, str]]:
    """Test all mutants of a module; return the outcomes, and where mutants are that survived."""
    path = folder / "helpers" / f"{module}.py"
    begin(folder)
    passes = run_tests(module) == 0 if module in KEPT else outcome(module) == "passed"
    gc.freeze()
    if not passes:
        raise RuntimeError(f"the tests of {module} do not pass without a mutant")
    outcomes, survivors = Counter(), {}
    for mutation in mutations(path):
        operator = get_operator(mutation.operator_name)()
        with use_mutation(path, operator, mutation.occurrence) as (old, new):
            found = outcome(module)
        outcomes[found] += 1
        if found == "passed":
            where = f"helpers/{module}.py:{mutation.start_pos[0]}"
            survivors[as_mutant(mutation, old, new)] = where
    return outcomes, survivors


def known() -> list[Mutant]:
    """Read the list of mutants that no test can or should notice."""
    listed = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return [Mutant(entry["place"], entry["line"], entry["becomes"]) for entry in listed["known"]]


def per_cent(outcomes: Counter[str]) -> float:
    """How many of the mutants were killed."""
    return 100 - 100 * outcomes["passed"] / outcomes.total()


def print_line(name: str, outcomes: Counter[str], seconds: float) -> None:
    """Print a line of the table."""
    killed = outcomes["failed"] + outcomes["timeout"]
    print(
        f"{name:10} {outcomes.total():7} {killed:7} {outcomes['timeout']:8} "
        f"{outcomes['passed']:9} {per_cent(outcomes):9.1f} {seconds:8.0f}",
        flush=True,
    )


def main() -> int:
    """Test the mutants of every module; return the exit code."""
    for name in SHARED:
        importlib.import_module(name)
    gc.freeze()
    started = time.perf_counter()
    modules = sys.argv[1:] or list(TESTS)
    names = [Path(module).name for module in modules]
    listed = [mutant for mutant in known() if mutant.place.split(".")[0] in names]
    total, survivors = Counter(), {}
    print(f"{'module':10} mutants  killed  by time  survived  per cent  seconds", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / "copy"
        shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
        compileall.compile_dir(folder, quiet=1)
        for module in modules:
            start = time.perf_counter()
            with ProcessPoolExecutor(1, FORK) as process:  # of its own, since it enters the copy
                outcomes, alive = process.submit(tested, folder, module).result()
            print_line(module, outcomes, time.perf_counter() - start)
            total += outcomes
            survivors |= alive
    print_line("all", total, time.perf_counter() - started)
    unlisted = [mutant for mutant in survivors if mutant not in listed]
    for mutant in unlisted:
        print(f"\n{survivors[mutant]} survived:\n- {mutant.line}\n+ {mutant.becomes}")
    gone = [mutant for mutant in listed if mutant not in survivors]
    for mutant in gone:
        print(f"\n{mutant.place} is listed, but killed:\n- {mutant.line}\n+ {mutant.becomes}")
    return 1 if unlisted or gone or per_cent(total) < LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
