"""The files around the code say the same thing: one list of packages, one test command."""

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from notebook_files import PATHS, ROOT, text_cells
from previews import base_url

from helpers import LiveFigure
from helpers.answers.questions import QuestionBox

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
REQUIREMENTS = [
    *PROJECT["project"]["dependencies"],
    *(item for name in ("lab", "dev", "web") for item in GROUPS[name] if isinstance(item, str)),
]
TEST_COMMAND = "pip install uv && uv run pytest"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_conda_gets_the_same_packages_and_ranges():
    wanted = {
        f"python{PROJECT['project']['requires-python']}",
        *REQUIREMENTS,
    }
    listed = re.findall(r"^ +- (.+)$", text_of("environment.yml"), flags=re.M)
    assert {item for item in listed if ">" in item} == wanted
    assert "-e ." in listed


def test_every_range_has_a_lower_and_an_upper_bound():
    for requirement in REQUIREMENTS:
        assert re.fullmatch(r"[a-z0-9_-]+>=[\d.]+,<[\d.]+", requirement), requirement


def test_the_package_needs_what_it_imports_and_no_front_end():
    nodes = [
        node
        for path in (ROOT / "helpers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    modules = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    modules += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    imported = {module.split(".")[0].lower() for module in modules} - sys.stdlib_module_names
    listed = {re.match("[a-z0-9_-]+", item)[0] for item in PROJECT["project"]["dependencies"]}
    assert imported - {"helpers"} == listed | {"traitlets"}, (
        "traitlets is a part of ipywidgets' API"
    )
    assert PROJECT["tool"]["uv"]["default-groups"] == ["lab", "dev"]


def test_the_tests_can_be_collected_without_plugins_as_for_mutants():
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-o", "addopts="]
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    subprocess.run([*command, "tests/taught/test_chain.py"], cwd=ROOT, env=alone, check=True)


def test_the_citation_names_what_the_other_files_name():
    citation = yaml.safe_load(text_of("CITATION.cff"))
    project = PROJECT["project"]
    assert text_of("README.md").startswith(f"# {citation['title']}\n")
    for key, value in [("abstract", "description"), ("version", "version"), ("license", "license")]:
        assert citation[key] == project[value], key
    assert all(author["name"] in text_of("LICENSE") for author in citation["authors"])


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("Teacher/Chain", "https://teacher.github.io/Chain/"),
        ("Teacher/teacher.github.io", "https://teacher.github.io/"),
        (None, ""),
    ],
)
def test_where_github_publishes_the_site(repository, address):
    assert base_url(repository) == address


def test_ci_and_the_workflow_call_the_test_command_of_the_readme():
    for name in ("README.md", ".ci/run", ".github/workflows/test.yml"):
        assert TEST_COMMAND in text_of(name), name


def test_the_workflow_covers_the_oldest_and_newest_supported_python():
    versions = [
        line.rsplit(" ", 1)[1] for line in PROJECT["project"]["classifiers"] if "3." in line
    ]
    assert f'python: ["{versions[0]}", "{versions[-1]}"]' in text_of(".github/workflows/test.yml")
    assert PROJECT["project"]["requires-python"] == f">={versions[0]}"
    readme = text_of("README.md")
    assert f"tests Python {versions[0]} and {versions[-1]}," in readme
    assert f"`uv run --python {versions[-1]}`" in readme


def test_the_readme_lists_every_notebook():
    for path in PATHS:
        assert f"](notebooks/{path.name})" in text_of("README.md"), path.name


def test_the_readme_tells_the_needs_and_minutes_that_the_notebooks_tell():
    row = r"\]\(notebooks/(\S+)\) \|.*\| ([\d, ]*)\| (\d+) \|$"
    rows = re.findall(row, text_of("README.md"), flags=re.M)
    assert len(rows) == len(PATHS)
    for name, needs, minutes in rows:
        _, _, told = text_cells(ROOT / "notebooks" / name)[0].partition("Needs ")
        assert f"About {minutes} minutes" in told, name
        assert set(re.findall(r"\d+", needs)) == set(re.findall(r"\]\(0?(\d+)_", told)), name


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "benchmarks/README.md"])
def test_links_and_paths_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)#]+)\)", text_of(name)):
        assert ((ROOT / name).parent / target).exists(), target
    for path in re.findall(
        r"\b(?:helpers|notebooks|tests|tools|benchmarks)/[\w/.]*", text_of(name)
    ):
        assert (ROOT / path).exists(), path


def test_the_examples_of_the_readme_show_what_they_promise():
    shown = []
    for example in re.findall(r"```python\n(.*?)```", text_of("README.md"), flags=re.S):
        *statements, last = ast.parse(example).body
        namespace = {}
        exec(compile(ast.Module(statements, []), "README.md", "exec"), namespace)
        shown.append(eval(compile(ast.Expression(last.value), "README.md", "eval"), namespace))
    for widget, kind in zip(shown, [LiveFigure, LiveFigure, QuestionBox], strict=True):
        assert isinstance(widget, kind)
