"""Runs the cells of a page: a small kernel for the Python that is in the page.

What a cell shows goes to the page as JSON, one message a write, on a file of its own; what it
prints goes to stdout and stderr as ever.
"""

import ast
import base64
import importlib
import io
import json
import linecache
import os
import sys
import warnings

PAGE = 4  # the file on which the page listens; worker.js opens it
MOST_FRAMES = 6  # of an error: a recursion has a thousand
VIEWS = ("explore_", "plot_", "show_")
SILENT = ("ask", "check", "practice", "quest")

# The files in a page have no rights, and Matplotlib would believe that it cannot write any.
os.access = lambda path, mode, **kwargs: os.path.exists(path)

# What `Figure.show` says; figures are shown by `plt.show` and at the end of a cell.
warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive")

main = sys.modules["__main__"]
quiet = False
narrow_page = False


def send(kind: str, **content: object) -> None:
    """Tell the page something."""
    sys.stdout.flush()
    sys.stderr.flush()
    message = memoryview(json.dumps({"kind": kind, **content}).encode() + b"\n")
    while message:
        message = message[os.write(PAGE, message) :]


# ---- Running a cell ----


def run(cell: int, source: str, silent: bool, narrow: bool = False) -> None:
    """Run a cell and send what it shows.

    Parameters
    ----------
    cell
        Its number on the page, which an error names.
    source
        What stands in it.
    silent
        Whether nothing is shown but errors, and views, questions and checks are left out.
    narrow
        Whether the page is as narrow as a phone's.
    """
    global quiet, narrow_page
    quiet, narrow_page = silent, narrow
    fit_page()
    name = f"<cell {cell}>"
    lines = source.splitlines(keepends=True)
    linecache.cache[name] = (len(source), None, lines, name)
    try:
        try:
            tree = ast.parse(source, name)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, name, "exec"), vars(main))
            if last is not None:
                value = eval(compile(ast.Expression(last.value), name, "eval"), vars(main))
                if value is not None and not silent:
                    vars(main)["_"] = value
                    if not source.rstrip().endswith(";"):
                        show(value, "value")
        finally:
            show_figures()  # what was drawn before an error, too
    except BaseException as error:  # the page goes on after SystemExit, too
        send("error", **told(error))
    sys.stdout.flush()
    sys.stderr.flush()


def fit_page() -> None:
    """Let figures of the helpers be drawn for the page as it is, as soon as there are any."""
    if page := sys.modules.get("helpers.figures.page"):
        page.narrow = "only" if narrow_page else False
    if live := sys.modules.get("helpers.live.figure"):
        live.LiveFigure.with_png = False  # the page runs scripts


def told(error: BaseException) -> dict[str, object]:
    """What a reader needs of an error: the lines of cells that led to it, and its own."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename.startswith("<cell "):
            frames.append((code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and (error.filename or "").startswith("<cell "):
        frames.append((error.filename, error.lineno or 1, "<module>"))
    left_out = len(frames) - MOST_FRAMES
    if left_out > 0:
        frames[MOST_FRAMES // 2 : -(MOST_FRAMES // 2)] = []
    words = error.msg if isinstance(error, SyntaxError) else said(error)
    if frames and linecache.getline(*frames[-1][:2]).lstrip()[:1] in ("%", "!", "?"):
        words += " (lines that begin with %, ! or ? are for JupyterLab)"
    if isinstance(error, EOFError):
        words += " (a page cannot ask: write into the code what `input` would give)"
    if isinstance(error, ModuleNotFoundError):
        words += " (a page has NumPy, Matplotlib, ipywidgets and most of the standard library)"
    return {
        "name": type(error).__name__,
        "words": words,
        "left_out": max(left_out, 0),
        "frames": [
            {
                "cell": int(name.removeprefix("<cell ").removesuffix(">")),
                "line": line,
                "within": "" if within == "<module>" else within,
                "source": linecache.getline(name, line).rstrip("\n"),
            }
            for name, line, within in frames
        ],
    }


def said(error: BaseException) -> str:
    """What an error says, if it can say it."""
    try:
        return str(error)
    except Exception:
        return "(its message cannot be shown)"


# ---- Showing ----


def show(value: object, kind: str = "display") -> None:
    """Send what there is to be seen of a value, in all forms that it has."""
    if quiet:
        return
    if isinstance(value, Deferred):
        value = value._made()
    widget = widget_of(value)
    send(kind, data={} if widget else bundle(value), **widget)


def widget_of(value: object) -> dict[str, object]:
    """What the page's own scripts need of a live figure or of questions."""
    live = sys.modules.get("helpers.live.figure")
    if live and isinstance(value, live.LiveFigure):
        pairs = list(zip(value.controls.values(), value.picture.positions, strict=True))
        return {
            "table": base64.b64encode(value.picture.table).decode(),
            "starts": [known["values"].index(getattr(c, known["trait"])) for c, known in pairs],
            "disabled": [control.disabled for control, _ in pairs],
        }
    asked = sys.modules.get("helpers.answers.questions")
    if asked and isinstance(value, asked.QuestionBox):
        return {"questions": value.questions}
    return {}


FORMS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "text/latex": "_repr_latex_",
}


def bundle(value: object) -> dict[str, str]:
    """A value by the type of what shows it, as in JupyterLab."""
    if callable(method := getattr(type(value), "_repr_mimebundle_", None)):
        made = method(value)
        return made[0] if isinstance(made, tuple) else made
    forms = {"text/plain": repr(value)}
    figure = sys.modules.get("matplotlib.figure")
    if figure and isinstance(value, figure.Figure):
        return forms | {"image/png": as_png(value)}
    for form, name in FORMS.items():
        if callable(method := getattr(type(value), name, None)):
            made = method(value)
            if made is not None:
                forms[form] = base64.b64encode(made).decode() if isinstance(made, bytes) else made
    return forms


def as_png(figure: object) -> str:
    """A figure as a picture, cut as JupyterLab does, and as sharp as a phone needs it."""
    file = io.BytesIO()
    if narrow_page:
        still = importlib.import_module("helpers.figures.still")
        figure = still.for_narrow_pages(figure) or figure
    dpi = 200 if narrow_page else "figure"
    figure.savefig(file, format="png", bbox_inches="tight", dpi=dpi)
    return base64.b64encode(file.getvalue()).decode()


def show_figures() -> None:
    """Show the figures of pyplot that a cell has drawn, and close them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    figures = [pyplot.figure(number) for number in pyplot.get_fignums()] if pyplot else []
    if pyplot:
        pyplot.close("all")  # first, or one that can't be drawn would come up in each cell below
    for figure in figures:
        show(figure)


# ---- What is left out while the cells above run ----


class Deferred:
    """What a view would be, made when somebody asks for it."""

    def __init__(self, make: object) -> None:
        self._make = make

    def _made(self) -> object:
        if "_value" not in vars(self):
            self._value = self._make()
        return self._value

    def __getattr__(self, name: str) -> object:
        """What the view has."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._made(), name)

    def __iter__(self) -> object:
        """Figures and axes are often taken apart at once."""
        return iter(self._made())


class Later:
    """A function of helpers that is imported when it is called, and not called while all is quiet.

    Most cells need no view of those above: so nobody waits for what draws them.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        """As the function itself."""
        return repr(self._function())

    def _function(self) -> object:
        function = _helpers_getattr(self._name)
        fit_page()
        return function

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call the function, or say later what it would give."""

        def make() -> object:
            return self._function()(*map(_real, args), **{k: _real(v) for k, v in kwargs.items()})

        return Deferred(make) if quiet else make()

    def __getattr__(self, name: str) -> object:
        """What the function has, such as its docstring."""
        return getattr(self._function(), name)


def _real(value: object) -> object:
    if isinstance(value, Deferred):
        return value._made()
    return value._function() if isinstance(value, Later) else value


helpers = importlib.import_module("helpers")
_helpers_getattr = helpers.__getattr__
for _name in helpers.__all__:
    if _name.startswith(VIEWS) or _name in SILENT:
        setattr(helpers, _name, Later(_name))
