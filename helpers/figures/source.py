"""Show the real source of a function in a notebook, so that text and code cannot drift apart."""

import ast
import inspect
import textwrap
from collections.abc import Callable

from IPython.display import Markdown, display

from helpers.arguments import described
from helpers.writing import name_of


def show_source(*functions: Callable) -> None:
    """Display the source of functions or classes, highlighted: without docstring and decorators.

    Parameters
    ----------
    *functions
        Functions or classes that are written in Python, such as `chain_deriv_2`.

    Raises
    ------
    TypeError
        If one of them is not written in Python with `def` or `class`, such as `np.exp` or a
        lambda.
    ValueError
        If the source of one cannot be found, such as that of a function made by `exec`.
    """
    for function in functions:
        display(Markdown(f"```python\n{source_of(function)}\n```"))


def source_of(function: Callable) -> str:
    """The source of a function or class without its docstring and what stands above it."""
    is_class = inspect.isclass(function) and function.__module__ != "builtins"
    written = inspect.isfunction(function) or is_class
    if not written or function.__name__ == "<lambda>":
        raise TypeError(
            "functions must be written in Python with def or class, "
            f"got {described(function)}, which is not"
        )
    try:
        source = textwrap.dedent(inspect.getsource(function))
        definition = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError) as error:
        raise ValueError(
            f"functions must have a source that can be found, but {name_of(function)} has none"
        ) from error
    lines = source.splitlines()
    if ast.get_docstring(definition) is not None:
        docstring = definition.body[0]
        del lines[docstring.lineno - 1 : docstring.end_lineno]
    return "\n".join(lines[definition.lineno - 1 :])
