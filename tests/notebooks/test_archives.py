"""What the web edition takes from an archive, and what it puts into one."""

import io
import subprocess
import tarfile
import zipfile
from pathlib import Path

import archives
import pytest
from notebook_files import ROOT


def test_what_an_archive_holds_is_written_by_its_base_name(tmp_path: Path) -> None:
    packed, folder = tmp_path / "katex.tgz", tmp_path / "site" / "static"
    names = ["dist/katex.min.css", "dist/fonts/Main.woff2", "../../../up.woff2", "/far/off.woff2"]
    with tarfile.open(packed, "w:gz") as files:
        for name in [*names, "package/dist/katex.js"]:
            info = tarfile.TarInfo(name)
            info.size = 4
            files.addfile(info, io.BytesIO(b"data"))
        link = tarfile.TarInfo("dist/fonts/link.woff2")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        files.addfile(link)
    folder.mkdir(parents=True)
    archives.unpack_katex(packed, folder)
    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*") if path.is_file()}
    fonts = {f"site/static/fonts/{name}.woff2" for name in ("Main", "up", "off")}
    assert written == {"katex.tgz", "site/static/katex.min.css", *fonts}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a few files, one of which nobody has added."""
    root = tmp_path / "copy"
    for name in ("pyproject.toml", "helpers/chain.py", "helpers/notes.txt", "tests/test_chain.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


def packed(root: Path) -> set[str]:
    archive = root.parent / "tutorial.zip"
    archives.pack_tutorial(archive, root)
    with zipfile.ZipFile(archive) as files:
        return {name.removeprefix("chain-rule-tutorial/") for name in files.namelist()}


def test_the_download_holds_tracked_files_only(copy: Path, caplog) -> None:
    for command in (["init", "-q"], ["add", "pyproject.toml", "helpers/chain.py", "tests"]):
        subprocess.run(["git", *command], cwd=copy, check=True)
    assert packed(copy) == {"pyproject.toml", "helpers/chain.py"}
    assert caplog.text == ""


def test_without_git_the_download_holds_all_and_the_build_says_so(
    copy: Path, monkeypatch, caplog
) -> None:
    monkeypatch.setenv("GIT_DIR", str(copy / "nothing"))
    assert packed(copy) == {"pyproject.toml", "helpers/chain.py", "helpers/notes.txt"}
    assert "no git here" in caplog.text
    monkeypatch.setenv("PATH", "")
    assert len(packed(copy)) == 3


def test_the_download_is_complete() -> None:
    for name in archives.TRACKED:
        assert (ROOT / name).exists(), name
