#!/usr/bin/env bash
# nbclient 0.11.0: with a kernel manager of yours, `reset_kc=True` does nothing, and no client closes.
#
# Expected, by `NotebookClient.execute`: with `reset_kc=True` the kernel client is reset and a new
# one is made.
# Seen: that holds only where nbclient made the kernel manager. With `km=...`, the client stays the
# same one, and its channels stay open after `execute`: each notebook that runs on a shared kernel
# leaves a set of sockets, and jupyter_client 8.10.0 logs "Could not destroy zmq context" when it is
# collected. `cleanup_kc=True`, which nothing documents, closes it, and ends the kernel, too. What
# helps is to call `client.kc.stop_channels()` after each notebook.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet nbclient==0.11.0 jupyter_client==8.10.0 ipykernel==7.4.0
cat > "$folder/execute.py" <<'PYTHON'
import gc
import logging

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook


class Print(logging.Handler):
    def emit(self, record):
        print("logged:", record.getMessage().partition(" for ")[0])


logger = logging.getLogger("traitlets")
logger.propagate = False
logger.addHandler(Print(logging.WARNING))


def executed(**manager):
    client = NotebookClient(new_notebook(cells=[new_code_cell("1 + 1")]), **manager)
    client.execute()
    return client


print("its own manager, client afterwards:", executed().kc)
first = NotebookClient(new_notebook())
with first.setup_kernel():
    for stop in (False, True):
        client = executed(km=first.km)
        before = client.kc
        client.execute(reset_kc=True)
        print("manager given, same client after a reset:", client.kc is before)
        if stop:
            client.kc.stop_channels()
        print("channels open:", bool(client.kc.channels_running))
        del client, before
        gc.collect()
PYTHON
seen=$("$folder/venv/bin/python" "$folder/execute.py")
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
its own manager, client afterwards: None
manager given, same client after a reset: True
channels open: True
logged: Could not destroy zmq context
manager given, same client after a reset: True
channels open: False
OUTPUT
