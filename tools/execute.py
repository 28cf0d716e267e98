"""Execute notebooks in place, from top to bottom, and leave nothing in them that differs by run.

Usage: python tools/execute.py [notebook ...]     without names: all of them
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def executed(path: Path) -> NotebookNode:
    """Return the notebook as it is after a run in a fresh kernel, ready to be committed."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,  # what is printed arrives in one piece or two, as it happens
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(kernel), language_info=NotebookNode(name="python")
    )
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")  # what the cell is for
        cell.metadata = NotebookNode(tags=tags) if tags else NotebookNode()
        for output in cell.get("outputs", []):
            # The widget is gone with its kernel: without this entry every viewer shows the picture.
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(NOTEBOOKS.glob("*.ipynb")):
        nbformat.write(executed(path), path)
        print(f"{path.name}: executed")
