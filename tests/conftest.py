"""Which tests come first, and which share a worker."""

import gc
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

FIRST = ["test_web.py", "test_views_in_lab.py", "test_python.py", "test_phone.py"]
"""What takes the longest: the site is built while another worker is busy elsewhere."""
TOGETHER = [
    "test_views_in_lab.py",
    "test_numbers.py",
    "test_notebook_code.py",
    "test_lab.py",
    "test_questions_in_lab.py",
]
"""These share a run of all notebooks, or a JupyterLab, which take long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let these come first, and then what else needs a browser."""

    def order(item: pytest.Item) -> tuple[bool, int]:
        name = item.path.name
        place = FIRST.index(name) if name in FIRST else len(FIRST)
        return item.path.parent.name != "browser", place

    items.sort(key=order)


class Scheduling(LoadFileScheduling):
    """Gives each file to one worker, and those together to the same."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return TOGETHER[0] if Path(file).name in TOGETHER else file


@pytest.hookimpl(optionalhook=True)  # tools/mutants.py runs tests without any plugin
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


def pytest_sessionfinish() -> None:
    """Keep pytest from looking five times for what could be freed of all that tests have kept."""
    gc.freeze()
