#!/usr/bin/env bash
# IPython 9.18.1: whether a `;` hides a cell's value is read from the history's last cell.
#
# Expected, by IPython's tips ("Suppress output"): a `;` at the end of a cell hides the value of
# that cell.
# Seen: run with `store_history=False`, a cell with `;` shows its value, and one without a `;` does
# not, if the last cell in the history has one. `DisplayHook.quiet` looks at the end of the history
# (known: ipython/ipython#14162). So nbval 0.11.0, which runs cells in this way, fails a notebook
# that was executed a moment before, in the same environment. (Our notebooks end no cell with `;`,
# and nbval runs all of them.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet ipython==9.18.1 ipykernel==7.4.0 nbclient==0.11.0 nbval==0.11.0
cat > run.py <<'PYTHON'
import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook


def shown(cell, stored):
    with capture_output() as captured:
        shell.run_cell(cell, store_history=stored)
    return captured.stdout.strip() or "nothing"


shell = InteractiveShell.instance()
for before in ("0", "0;"):
    for cell in ("1", "1;"):
        shown(before, True)
        print(f"after {before}, {cell} shows {shown(cell, False)}")
notebook = new_notebook(cells=[new_code_cell("1;")])
NotebookClient(notebook).execute()
print("executed:", notebook.cells[0].outputs)
nbformat.write(notebook, "executed.ipynb")
PYTHON
seen=$(
  venv/bin/python run.py
  venv/bin/pytest -p no:cacheprovider --color=no --nbval --nbval-current-env executed.ipynb |
    grep -oE '^Unexpected output.*' || true
)
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
after 0, 1 shows Out[1]: 1
after 0, 1; shows Out[2]: 1
after 0;, 1 shows nothing
after 0;, 1; shows nothing
executed: []
Unexpected output fields from running code: {'text/plain'}
OUTPUT
