"""A page with a live figure and questions, as an export shows them: no kernel, no JupyterLab.

ipywidgets' own html-manager draws the sliders, as in pages made by nbconvert or Sphinx. All that
the page needs lies beside it, and its content security policy keeps it from asking anyone else.
"""

import functools
import gzip
import io
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import anywidget
import numpy as np
from engines import path_of
from ipywidgets import FloatSlider, Layout, SelectionSlider, Widget, _version
from ipywidgets.embed import dependency_state, embed_snippet
from matplotlib.figure import Figure
from matplotlib.text import Text

from helpers import LiveFigure
from helpers.live.quest import Quest

# ---- A live figure of which one can say where everything is ----

WAVES = {"sine": np.sin, "cosine": np.cos}
STEPS = [round(-3 + 0.1 * k, 1) for k in range(61)]
DOT, DOT_IN_BROWSER = "#123456", "rgb(18, 52, 86)"
"""The color that nothing but the dot has, and the browser's way of writing it."""


def sentence(wave: str, x: float) -> str:
    return f"The {wave} of {x:.1f} is {WAVES[wave](x):.3f}."


def label(wave: str, x: float) -> str:
    return f"{wave} {WAVES[wave](x):.3f}"


def dot(wave: str, x: float) -> list[float]:
    """Where the dot is, from the left and from the top, as parts of the picture."""
    return [(x + 4) / 8, (1.5 - float(WAVES[wave](x))) / 3]


FIND = Quest("Where is the sine 0.909?", lambda wave, x: (wave, x) == ("sine", 2), "It is at 2.")
PREDICT = Quest(
    "Where is it lowest?", lambda wave, x: (wave, x) == ("sine", -1.6), "At −π/2.", predict=True
)


def live_figure() -> LiveFigure:
    figures, updates, labels = zip(*map(_scene, WAVES), strict=True)
    wide = Layout(width="100%")  # some pixels from one position to the next
    return LiveFigure(
        figures,
        updates,
        quest=[FIND, PREDICT],
        answer=labels,
        wave=SelectionSlider(options=list(WAVES), description="wave", layout=wide),
        x=FloatSlider(1, min=STEPS[0], max=STEPS[-1], step=0.1, description="x", layout=wide),
    )


def _scene(wave: str) -> tuple[Figure, Callable, Text]:
    figure = Figure(figsize=(6, 3))
    ax = figure.add_axes((0, 0, 1, 1), xlim=(-4, 4), ylim=(-1.5, 1.5))
    ax.set_axis_off()  # or what leaves the figure, such as ticks, would make the picture larger
    ax.plot(STEPS, WAVES[wave](STEPS))
    (point,) = ax.plot([0], [0], "o", color=DOT)
    words = ax.text(-3.8, -1.3, "")

    def update(x):
        point.set_data([x], [WAVES[wave](x)])
        words.set_text(label(wave, x))
        return sentence(wave, x)

    return figure, update, words


# ---- The page ----

REPOSITORY = "Teacher/Chain"
"""The one from which the site of the tests is published."""

WATCHED = """<head>
<meta http-equiv="Content-Security-Policy"
  content="default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:">
<style>html { scroll-behavior: auto !important }</style>
<script>
  window.problems = [];
  addEventListener("error", ({ message, target }) => {
    // An observer of sizes that goes on in the next frame, such as the editor's, is no problem.
    if (message?.startsWith("ResizeObserver loop")) return;
    // Firefox fetches the next page ahead, and gives up when there is something else to do.
    if (target.rel !== "next") problems.push(message || target.outerHTML);
  }, true);
  addEventListener("unhandledrejection", ({ reason }) => problems.push(String(reason)));
  addEventListener("securitypolicyviolation", ({ blockedURI }) => problems.push(blockedURI));
  console.error = (...words) => problems.push(words.join(" "));
</script>
"""
"""The head of each page that is served: it asks no other server, and keeps what goes wrong.

It goes to a place at once, to which the theme would glide: half a second of drawing each time.
"""

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Exported</title>
<link rel="icon" href="data:,">
<script src="require.js"></script>
<script>require.config({ paths: { anywidget: "anywidget" } });</script>
</head>
<body style="width: 600px">
%s
</body>
</html>
"""


def write_page(folder: Path, *widgets: Widget) -> None:
    """Write index.html with these widgets and all that it needs; npm fetches two packages."""
    scripts = {
        "require.js": "requirejs@^2.3.7",
        "dist/embed-amd.js": f"@jupyter-widgets/html-manager@{_version.__html_manager_version__}",
    }
    command = [path_of("npm"), "pack", "--silent", "--prefer-offline", *scripts.values()]
    packed = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    for script, archive in zip(scripts, packed.stdout.split(), strict=True):
        with tarfile.open(folder / archive) as files:
            content = files.extractfile(f"package/{script}").read()
        (folder / Path(script).name).write_bytes(content)
    bundle = Path(anywidget.__file__).parent / "nbextension/index.js"
    shutil.copy(bundle, folder / "anywidget.js")
    # Otherwise all widgets that other tests have made would be on the page, too.
    state = dependency_state(widgets, drop_defaults=False)
    snippet = embed_snippet(
        widgets, state=state, requirejs=False, embed_url="embed-amd.js", cors=False
    )
    (folder / "index.html").write_text(PAGE % snippet, encoding="utf-8")


@contextmanager
def served(folder: Path, compressed: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder; yields the address, and a list of what was asked for and isn't there.

    Either its pages are watched, or everything comes compressed, as it would from a real server.
    """
    missing = []

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def send_head(self):
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                return super().send_head()
            content = path.read_bytes()
            if compressed:
                content = gzip.compress(content)
            elif path.suffix == ".html":
                content = content.replace(b"<head>", WATCHED.encode(), 1)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            if compressed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            return io.BytesIO(content)

        def log_request(self, *args):
            pass

        def log_error(self, *args):
            missing.append(self.path)

    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=folder)
    ) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", missing
        finally:
            server.shutdown()
