"""The archive that the site fetches, with KaTeX in it, and the one that it offers for download."""

import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

from sphinx.util.logging import getLogger

ROOT = Path(__file__).parents[1]
TRACKED = ["README.md", "LICENSE", "CITATION.cff", "pyproject.toml", "notebooks", "helpers"]
"""What one needs to open the notebooks in JupyterLab."""


def fetch_katex(version: str, folder: Path) -> None:
    """Let npm fetch KaTeX, and take its styles and fonts."""
    command = [shutil.which("npm") or "npm", "pack", "--silent", f"katex@{version}"]
    packed = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    archive = folder / packed.stdout.strip()
    unpack_katex(archive, folder)
    archive.unlink()


def unpack_katex(archive: Path, folder: Path) -> None:
    """Write KaTeX's styles and fonts into a folder, wherever the archive says that they belong."""
    (folder / "fonts").mkdir()
    with tarfile.open(archive) as files:
        for member in filter(tarfile.TarInfo.isfile, files):
            name = PurePosixPath(member.name).name
            if name == "katex.min.css" or name.endswith(".woff2"):
                place = folder if name.endswith(".css") else folder / "fonts"
                (place / name).write_bytes(files.extractfile(member).read())


def pack_tutorial(archive: Path, root: Path = ROOT) -> None:
    """Write the download: tracked files only, as git lists them."""
    command = ["git", "ls-files", "-z", "--", *TRACKED]
    try:
        listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
        paths = [root / name for name in listed.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", None) or str(error)
        warning = "no git here, so the download has every file of its folders: %s"
        getLogger(__name__).warning(warning, reason.strip())
        found = (path for name in TRACKED for path in [root / name, *(root / name).rglob("*")])
        paths = [path for path in found if path.is_file() and path.suffix != ".pyc"]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for path in paths:
            files.write(path, Path("chain-rule-tutorial") / path.relative_to(root))
