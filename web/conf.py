"""The web edition: ``uv run --group web sphinx-build web _site``."""

import os
import re
import shutil
import socket
import sys
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path
from posixpath import join
from subprocess import PIPE, Popen
from time import monotonic, sleep

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib.katex import KaTeXServer, katex_version

WEB = Path(__file__).parent
MADE = WEB / "made"
MADE.mkdir(exist_ok=True)
sys.path.insert(0, str(WEB))

from archives import fetch_katex, pack_tutorial  # noqa: E402
from page_python import build_python, make_small  # noqa: E402
from pages import MODULES, write_pages  # noqa: E402
from previews import base_url, tags  # noqa: E402

from helpers.figures.style import ON_DARK  # noqa: E402

REPOSITORY = os.environ.get("GITHUB_REPOSITORY")
SEARCH = "Search the words and the code of all notebooks on the chain rule."
NO_PROSE = re.compile(r"<(svg|button|output|style|script)\b.*?</\1>", flags=re.DOTALL)
INLINE = "{the scripts in this page}"
RUNS = 'document.documentElement.classList.remove("no-js")'
"""Furo does this when all is there, which then gets its styles once more: a tenth of a second."""
FIRST_VIEW = re.compile(r'data-live="([^"]+)"(?: data-narrow="([^"]+)")?')
NARROW = "(max-width: 40em)"  # as in web.css
WIDE = f"not all and {NARROW}"
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; "
    # Python in the page is WebAssembly, in a worker of the site's own.
    f"script-src 'self' 'wasm-unsafe-eval' {INLINE}; worker-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)

project = "The chain rule, interactively"
html_title = project
html_baseurl = base_url(REPOSITORY)  # or, where else it is published, -D html_baseurl=https://…/
language = "en"
extensions = ["myst_nb", "sphinxcontrib.katex"]
exclude_patterns = ["cache", "made", "python", "static", "templates"]
nb_execution_mode = "off"  # pages.py has done it
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
myst_heading_slug_func = "pages.anchor"

html_theme = "furo"
html_static_path = ["static", "made"]
html_css_files = ["widgets.css", "web.css", ("still.css", {"media": "print"})]
html_js_files = [("web.js", {"type": "module"})]
html_copy_source = False
html_use_index = False
templates_path = ["templates"]
html_show_copyright = False
html_favicon = "static/favicon.svg"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"

# Formulas are set when the site is built.
katex_prerender = True
katex_css_path = "katex.min.css"
katex_options = "{throwOnError: true, strict: true}"


def start_katex(rundir: Path, timeout: float) -> tuple[Popen, socket.socket]:
    """Start the server of sphinxcontrib-katex, and connect to it as soon as it listens.

    A socket's file is there a moment before, at which sphinxcontrib-katex gives up. Through a port,
    for which it waits, each formula takes a tenth of a second: both sides send it in two parts, and
    the second one waits for word that the first one has come.
    """
    path = rundir / "katex.sock"
    process = Popen(KaTeXServer.build_command(socket=path), stdin=PIPE, stdout=PIPE, cwd=rundir)
    deadline = monotonic() + timeout
    while (client := socket.socket(socket.AF_UNIX)).connect_ex(str(path)) != 0:
        client.close()
        if monotonic() > deadline:
            raise KaTeXServer.timeout_error(timeout)
        sleep(0.01)
    return process, client


if os.name == "posix":  # elsewhere it takes a port
    KaTeXServer.start_server_process = start_katex


def make(app: Sphinx) -> None:
    """Make what the pages are built from."""
    write_pages(WEB / "notebooks", MADE, REPOSITORY)
    pack_tutorial(WEB / "notebooks/chain-rule-tutorial.zip")
    fetch_katex(katex_version, MADE)
    build_python(MADE, Path(app.outdir))


class Markup(nodes.General, nodes.Element):
    """HTML that is put into a page as it is; its children are the words that the search finds."""


def say(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Let the search find prose and code, not what stands in pictures, on buttons, in formulas."""
    for raw in list(doctree.findall(nodes.raw)):
        prose = unescape(re.sub("<[^<]+?>", " ", NO_PROSE.sub(" ", raw.astext())))
        raw.replace_self(Markup("", nodes.Text(prose), raw=raw))
    for formula in doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        formula["classes"].append("no-search")


def view_first(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Let a page open with its view, and the code of that come below it."""
    for cell in doctree.findall(nodes.container):
        if "tag_opener" in cell["classes"]:
            code, view = cell.children
            cell.children = [view, code]


def write_markup(translator: HTML5Translator, markup: Markup) -> None:
    """Write it as if its children were not there."""
    translator.visit_raw(markup["raw"])


def dress(app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
    """Give formulas the colors of the figures, and each page what it needs in its head."""
    first = doctree.next_node(nodes.paragraph).astext() if doctree else SEARCH
    picture = f"_static/{page.removeprefix('notebooks/') if doctree else 'index'}.png"
    base = app.config.html_baseurl
    preview = tags(
        site=project,
        title=context["title"] if doctree else "Search",
        description=" ".join(first.split()),
        picture=join(base, picture) if base else context["pathto"](picture, resource=True),
        url=context["pageurl"],
    )
    still = _static(context, "still.css")
    noscript = f'<noscript><link rel="stylesheet" href="{still}"></noscript>'
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    scripts = f"{_asked_for_at_once(context)}<script>{RUNS}</script>"
    context["metatags"] = f"{policy}{preview}{context.get('metatags', '')}{scripts}{noscript}"
    for color in ON_DARK:
        context["body"] = context.get("body", "").replace(
            f"color:{color}", f"color:var(--{color[1:]})"
        )


def _asked_for_at_once(context: dict) -> str:
    """Links to a page's scripts, which stand at its end and ask for others, and to its first view.

    Chromium looks for scripts ahead of the page, but for none behind a policy that stands in it.
    """
    tags = "".join(context["js_tag"](script) for script in context["script_files"])
    found = re.findall(r'<script( type="module")? src="([^"]+)"', tags)
    asked = [
        (f'rel="{"modulepreload" if module else "preload"}" as="script"', address)
        for module, address in found
    ]
    asked += [('rel="modulepreload" as="script"', _static(context, one.name)) for one in MODULES]
    if view := FIRST_VIEW.search(context.get("body", "")):
        table = 'rel="preload" as="fetch" crossorigin'
        wide, narrow = view.groups()
        asked.append((f'{table} media="{WIDE if narrow else "all"}"', _static(context, wide)))
        if narrow:
            asked.append((f'{table} media="{NARROW}"', _static(context, narrow)))
    # Styles come first, for the first picture.
    return "".join(f'<link {what} fetchpriority="low" href="{where}">' for what, where in asked)


def _static(context: dict, name: str) -> str:
    return context["pathto"](f"_static/{name}", resource=True)


def allow(app: Sphinx, error: Exception | None) -> None:
    """Name in each page's policy the scripts that stand in it."""
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        scripts = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", text, flags=re.DOTALL)
        hashes = {b64encode(sha256(script.encode()).digest()).decode() for script in scripts}
        allowed = " ".join(f"'sha256-{known}'" for known in sorted(hashes))
        path.write_text(text.replace(INLINE, allowed, 1), encoding="utf-8")


def shrink(app: Sphinx, error: Exception | None) -> None:
    """Let no page that nobody runs be heavier for what could be run there."""
    if error is None:
        make_small(Path(app.outdir) / "_static")


def tidy(app: Sphinx, error: Exception | None) -> None:
    """Remove the folder that MyST-NB leaves beside the site, for links that no page has."""
    shutil.rmtree(Path(app.outdir).parent / "jupyter_execute", ignore_errors=True)


def setup(app: Sphinx) -> None:
    """Tell Sphinx when to do it."""
    app.add_node(Markup, html=(write_markup, None))
    app.connect("builder-inited", make)
    app.connect("doctree-resolved", say)
    app.connect("doctree-resolved", view_first)
    app.connect("html-page-context", dress)
    app.connect("build-finished", allow)
    app.connect("build-finished", shrink)
    app.connect("build-finished", tidy)
