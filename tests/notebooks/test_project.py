"""The files around the code say the same thing: one list of packages, one test command."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TEST_COMMAND = "pip install uv && uv run pytest"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_conda_gets_the_same_packages_and_ranges():
    wanted = {
        f"python{PROJECT['project']['requires-python']}",
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
    }
    listed = re.findall(r"^ +- (.+)$", text_of("environment.yml"), flags=re.M)
    assert {item for item in listed if ">" in item} == wanted
    assert "-e ." in listed


def test_every_range_has_a_lower_and_an_upper_bound():
    for requirement in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]:
        assert re.fullmatch(r"[a-z-]+>=[\d.]+,<[\d.]+", requirement), requirement


def test_ci_and_the_workflow_call_the_test_command_of_the_readme():
    for name in ("README.md", ".ci/run", ".github/workflows/test.yml"):
        assert TEST_COMMAND in text_of(name), name


def test_the_workflow_covers_the_oldest_and_newest_supported_python():
    versions = [
        line.rsplit(" ", 1)[1] for line in PROJECT["project"]["classifiers"] if "3." in line
    ]
    assert f'python: ["{versions[0]}", "{versions[-1]}"]' in text_of(".github/workflows/test.yml")
    assert PROJECT["project"]["requires-python"] == f">={versions[0]}"


def test_the_readme_lists_every_notebook():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"](notebooks/{path.name})" in text_of("README.md"), path.name


def test_the_readme_tells_the_minutes_that_the_notebooks_tell():
    rows = re.findall(r"\]\(notebooks/(\S+)\) .* (\d+) \|$", text_of("README.md"), flags=re.M)
    for name, minutes in rows:
        assert f"About {minutes} minutes with the exercises." in text_of(f"notebooks/{name}"), name
    assert len(rows) == len(list((ROOT / "notebooks").glob("*.ipynb")))


def test_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", text_of("README.md")):
        assert (ROOT / target).exists(), target
