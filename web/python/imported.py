"""Run notebooks as a page does, and print which modules that has imported: one name a line.

Usage: python imported.py notebook ..., with the folder `site` on PYTHONPATH. The first one is shown
as a reader would see it; for the others it is enough that they run.
"""

import contextlib
import io
import json
import os
import sys
from pathlib import Path

with open(os.devnull, "w") as nobody, contextlib.redirect_stdout(io.StringIO()):
    os.dup2(nobody.fileno(), 4)  # where the kernel tells the page what is to be shown
    import kernel

    for path in map(Path, sys.argv[1:]):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for k, cell in enumerate(cell for cell in cells if cell["cell_type"] == "code"):
            kernel.run(k, "".join(cell["source"]), silent=str(path) != sys.argv[1])
print(*sys.modules, sep="\n")
