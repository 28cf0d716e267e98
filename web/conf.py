"""The web edition: ``uv run --group web sphinx-build web _site``."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from sphinx.application import Sphinx
from sphinxcontrib.katex import katex_version

WEB = Path(__file__).parent
MADE = WEB / "made"
MADE.mkdir(exist_ok=True)
sys.path.insert(0, str(WEB))

from pages import write_pages  # noqa: E402

from helpers.figures.style import ON_DARK  # noqa: E402

project = "The chain rule, interactively"
html_title = project
language = "en"
extensions = ["myst_nb", "sphinxcontrib.katex"]
exclude_patterns = ["made", "static", "templates"]
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


def make(app: Sphinx) -> None:
    """Make what the pages are built from."""
    write_pages(WEB / "notebooks", MADE, os.environ.get("GITHUB_REPOSITORY"))
    pack(WEB / "notebooks/chain-rule-tutorial.zip")
    command = [shutil.which("npm") or "npm", "pack", "--silent", f"katex@{katex_version}"]
    packed = subprocess.run(command, cwd=MADE, check=True, stdout=subprocess.PIPE, text=True)
    archive = MADE / packed.stdout.strip()
    (MADE / "fonts").mkdir()
    with tarfile.open(archive) as files:
        for member in files:
            name = member.name.removeprefix("package/dist/")
            if name == "katex.min.css" or name.endswith(".woff2"):
                (MADE / name).write_bytes(files.extractfile(member).read())
    archive.unlink()


def pack(archive: Path) -> None:
    """Put together what one needs to open the notebooks in JupyterLab."""
    root = WEB.parent
    names = ["README.md", "LICENSE", "pyproject.toml", "notebooks/*.ipynb", "helpers/**/*.*"]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for path in sorted(path for name in names for path in root.glob(name)):
            if path.suffix != ".pyc":
                files.write(path, Path("chain-rule-tutorial") / path.relative_to(root))


def dress(app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
    """Give formulas the colors of the figures, and each page what it shows without scripts."""
    style = context["pathto"]("_static/still.css", resource=True)
    noscript = f'<noscript><link rel="stylesheet" href="{style}"></noscript>'
    context["metatags"] = context.get("metatags", "") + noscript
    for color in ON_DARK:
        context["body"] = context.get("body", "").replace(
            f"color:{color}", f"color:var(--{color[1:]})"
        )


def tidy(app: Sphinx, error: Exception | None) -> None:
    """Remove the folder that MyST-NB leaves beside the site, for links that no page has."""
    shutil.rmtree(Path(app.outdir).parent / "jupyter_execute", ignore_errors=True)


def setup(app: Sphinx) -> None:
    """Tell Sphinx when to do it."""
    app.connect("builder-inited", make)
    app.connect("html-page-context", dress)
    app.connect("build-finished", tidy)
