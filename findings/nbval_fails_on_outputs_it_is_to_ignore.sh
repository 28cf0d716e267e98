#!/usr/bin/env bash
# nbval 0.11.0: an output of a cell without a number fails, even where no output is to be compared.
#
# Expected, by its manual: `--nbval-lax` fails only where a cell raises an error, but for cells that
# ask for a comparison (NBVAL_CHECK_OUTPUT); a cell marked NBVAL_IGNORE_OUTPUT is run, not compared.
# Seen: nbstripout, told to keep the outputs, sets each `execution_count` to null. Then every cell
# with an output fails, though the output is right, or is to be ignored, in both modes: nbval takes
# the cell for one that was never run, and looks at that before it looks at the marks. The other way
# round, NBVAL_CHECK_OUTPUT checks nothing in such a cell without an output: it passes whatever it
# prints. (Our notebooks are committed with their numbers, and a test counts them.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet nbval==0.11.0 nbstripout==0.9.1 ipykernel==7.4.0
cat > write.py <<'PYTHON'
import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

ONE = [new_output("stream", text="1\n")]


def write(name, outputs, count):
    cells = [
        new_code_cell(f"{mark}print(1)", outputs=outputs, execution_count=count)
        for mark in ("", "# NBVAL_IGNORE_OUTPUT\n", "# NBVAL_CHECK_OUTPUT\n")
    ]
    nbformat.write(new_notebook(cells=cells), f"{name}.ipynb")


write("numbered", ONE, 1)
write("stripped", ONE, 1)
write("empty", [], None)
write("empty_numbered", [], 1)
PYTHON
venv/bin/python write.py
venv/bin/nbstripout --keep-output stripped.ipynb
words='(PASSED|FAILED) |Unrun.*|Cell outputs differ'
seen=$(
  for how in --nbval --nbval-lax; do
    for name in numbered stripped empty empty_numbered; do
      said=$(venv/bin/pytest --color=no -rA $how --nbval-current-env $name.ipynb || true)
      echo "$how $name: $(echo "$said" | grep -oE "$words" | sort | uniq -c | xargs)"
    done
  done
)
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
--nbval numbered: 3 PASSED
--nbval stripped: 3 FAILED 3 Unrun reference cell has outputs
--nbval empty: 3 PASSED
--nbval empty_numbered: 2 Cell outputs differ 2 FAILED 1 PASSED
--nbval-lax numbered: 3 PASSED
--nbval-lax stripped: 3 FAILED 3 Unrun reference cell has outputs
--nbval-lax empty: 3 PASSED
--nbval-lax empty_numbered: 1 Cell outputs differ 1 FAILED 2 PASSED
OUTPUT
