"""Turn the notebooks into pages: executed, with sliders and questions that need no kernel.

Each notebook runs from top to bottom. In place of each widget the page gets what it shows at the
start, as HTML: that is what a reader sees first, prints, or has without JavaScript. What the widget
holds becomes a file, with which `web.js` brings it to life, by the same scripts as in JupyterLab.
"""

import base64
import hashlib
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbclient import NotebookClient
from nbformat import NotebookNode
from previews import write_picture

import helpers
from helpers.figures.style import DARK_PALETTE, LIGHT_PALETTE
from helpers.live.table import as_json, packed, shown, unpacked

ROOT = Path(__file__).parents[1]
HELPERS = Path(helpers.__file__).parent
MODULES = HELPERS / "live/live.js", HELPERS / "answers/questions.js"
"""The widgets' own scripts, which `web.js` imports."""
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True
)
WIDGETS = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
NARROW_TOO = "from helpers.figures import page\npage.narrow = True"


def write_pages(pages: Path, static: Path, repository: str | None) -> None:
    """Execute all notebooks and write what the site is made of.

    Parameters
    ----------
    pages
        The folder of the notebooks' pages, and of `hero.html`, the view on the front page.
    static
        The folder of scripts, styles, pictures and tables.
    repository
        Its owner and name on GitHub, from where Binder takes the notebooks, if it is there.
    """
    for folder in (pages, static):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for script in MODULES:
        shutil.copy(script, static)
    (static / "widgets.css").write_text(_styles(), encoding="utf-8")
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    half = len(paths) // 2
    with ThreadPoolExecutor(2) as pool:
        notebooks = chain.from_iterable(pool.map(executed, [paths[:half], paths[half:]]))
        for path, notebook in zip(paths, notebooks, strict=True):
            states = notebook.metadata.pop("widgets")[WIDGETS]["state"]
            title = notebook.cells[0].source.partition("\n")[0].removeprefix("# ")
            for output in _views(notebook, "opener"):
                _preview(path.stem, title, output, static)
            for output in _views(notebook, "front-page"):
                view = _widget(output, states, static, quests=1)
                (pages / "hero.html").write_text(view, encoding="utf-8")
                _preview("index", "The chain rule, interactively", output, static)
            for output in _views(notebook):
                output.data = {"text/html": _widget(output, states, static)}
            _adapt(notebook, path.name, repository)
            nbformat.write(notebook, pages / path.name)


def executed(paths: Sequence[Path]) -> list[NotebookNode]:
    """The notebooks, run from top to bottom, with the states of their widgets.

    One kernel runs them all, since most of the time is what its imports take; that a notebook needs
    nothing of those before it is for the tests.
    """
    notebooks = [nbformat.read(path, as_version=4) for path in paths]
    first = NotebookClient(notebooks[0], resources={"metadata": {"path": paths[0].parent}})
    narrow_too = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(NARROW_TOO)])
    with first.setup_kernel():
        for notebook in [narrow_too, *notebooks]:
            client = NotebookClient(notebook, km=first.km, timeout=120, coalesce_streams=True)
            client.execute()
            client.kc.stop_channels()  # nbclient leaves them open: it didn't make the kernel
    return notebooks


def tags(cell: NotebookNode) -> list[str]:
    """What a cell is for."""
    return cell.metadata.get("tags", [])


def anchor(heading: str) -> str:
    """The name by which links between the notebooks call a heading: JupyterLab's."""
    return heading.replace(" ", "-")


def _preview(page: str, title: str, view: NotebookNode, static: Path) -> None:
    """Write the picture that stands beside a link to a page."""
    write_picture(static / f"{page}.png", title, base64.b64decode(view.data["image/png"]))


def _outputs(notebook: NotebookNode, tag: str | None = None) -> list[NotebookNode]:
    """What the cells show, or only those with a tag."""
    cells = [cell for cell in notebook.cells if tag is None or tag in tags(cell)]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return [output for output in outputs if "data" in output]


def _views(notebook: NotebookNode, tag: str | None = None) -> list[NotebookNode]:
    return [output for output in _outputs(notebook, tag) if VIEW in output.data]


def _styles() -> str:
    """The widgets' own styles, and the colors of figures and formulas, as the theme is.

    Where the system forces its colors on a page, the page's theme does not count.
    """
    palette = f"""
body {{ {LIGHT_PALETTE} }}
@media screen and (forced-colors: none) {{ body[data-theme="dark"] {{ {DARK_PALETTE} }} }}
@media screen and (prefers-color-scheme: dark) {{
  body:not([data-theme="light"]) {{ {DARK_PALETTE} }}
  @media (forced-colors: active) {{ body {{ {DARK_PALETTE} }} }}
}}
"""
    sheets = [HELPERS / "live/live.css", HELPERS / "answers/questions.css"]
    return palette + "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def _adapt(notebook: NotebookNode, name: str, repository: str | None) -> None:
    """Put what a reader needs here in the place of what one needs in JupyterLab."""
    for output in _outputs(notebook):
        if "text/html" in output.data:
            # The drawing alone: what stands in its place elsewhere is not needed here.
            output.data["text/html"] = re.sub("<img [^>]*>", "", output.data["text/html"])
    here = _how_to_run(name, repository)
    # The words on how to run it come below the opener, and so that is seen on the first screen.
    (words,) = (cell for cell in notebook.cells if "how-to-run" in tags(cell))
    (opener,) = (cell for cell in notebook.cells if "opener" in tags(cell))
    notebook.cells.remove(words)
    notebook.cells.insert(notebook.cells.index(opener) + 1, words)
    for cell in notebook.cells:
        if "how-to-run" in tags(cell):
            cell.source = here
        elif "exercises" in tags(cell):
            heading, _, rest = cell.source.partition("\n")
            cell.source = f"{heading}\n\n{here}\n{rest}"
        elif "exercise" in tags(cell):
            cell.outputs = []  # it waits for a reader
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("../README.md", "../index.md")


def _how_to_run(name: str, repository: str | None) -> str:
    """What a reader can do with the code, here and elsewhere."""
    ways = "[in JupyterLab](../index.md#In-JupyterLab)"
    if repository:
        binder = f"https://mybinder.org/v2/gh/{repository}/HEAD?labpath=notebooks/{name}"
        ways += f" or [in Binder]({binder})"
    return (
        "*Change and run any code right here: the first Run brings Python into this page, about "
        f"20 MB, once; what you write and solve stays in this browser. It works {ways}, too. "
        f"{{download}}`Download this notebook <../../notebooks/{name}>`.*"
    )


def write(content: bytes, ending: str, static: Path) -> str:
    """Write a file that is named after what is in it, so that no browser keeps an old one."""
    name = hashlib.sha256(content).hexdigest()[:12] + ending
    (static / name).write_bytes(content)
    return name


# ---- Widgets ----


def _widget(output: NotebookNode, states: dict, static: Path, quests: int | None = None) -> str:
    """A widget as it begins; what it holds becomes a file."""
    state = states[output.data[VIEW]["model_id"]]["state"]
    if "questions" in state:
        questions = state["questions"]
        return TEMPLATES.get_template("questions.html").render(
            name=write(as_json(questions), ".json", static),
            question=questions[0],
            count=len(questions),
        )
    *controls, picture = (states[child.removeprefix("IPY_MODEL_")] for child in state["children"])
    tables = {
        buffer["path"][0]: unpacked(base64.b64decode(buffer["data"]))
        for buffer in picture["buffers"]
    }
    content = tables["table"]
    positions, tasks = content["positions"], content["quests"][:quests]
    start = [
        known["values"].index(control["state"][known["trait"]])
        for control, known in zip(controls, positions, strict=True)
    ]
    # No .gz: some servers would say that it comes packed, and browsers unpack it by themselves.
    names = {
        scenes: write(packed(as_json({**table, "quests": tasks})), ".bin", static)
        for scenes, table in tables.items()
    }
    keys = {scenes: f"still{name.removesuffix('.bin')}" for scenes, name in names.items()}
    drawings = {}
    for scenes, table in tables.items():
        drawing, sentence = shown(table["scenes"], start, f"{keys[scenes]}-")
        drawing.set("aria-labelledby", f"{keys['table']}-sentence")
        drawings[scenes] = ElementTree.tostring(drawing, encoding="unicode")
    return TEMPLATES.get_template("live_figure.html").render(
        names=names,
        key=keys["table"],
        controls=[
            {**known, "start": at, "disabled": control["state"]["disabled"]}
            for control, known, at in zip(controls, positions, start, strict=True)
        ],
        widest=max(len(label) for known in positions for label in known["labels"]),
        quest=tasks[0] if tasks else None,
        count=len(tasks),
        note=content["note"],
        drawings=drawings,
        sentence=sentence,
    )
