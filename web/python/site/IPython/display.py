"""What a cell shows, on the page."""

import kernel


class _Shown:
    """Something that is given in one form."""

    form = "text/plain"

    def __init__(self, data: str) -> None:
        self.data = data

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, str]:
        name = type(self).__name__
        return {self.form: self.data, "text/plain": f"<IPython.core.display.{name} object>"}


class HTML(_Shown):
    """Markup."""

    form = "text/html"


class Markdown(_Shown):
    """Words with markup."""

    form = "text/markdown"


class SVG(_Shown):
    """A drawing."""

    form = "image/svg+xml"


def display(*values: object, raw: bool = False, **kwargs: object) -> None:
    """Show values, or with `raw` what are already all forms of one."""
    for value in values:
        if not raw:
            kernel.show(value)
        elif not kernel.quiet:
            kernel.send("display", data=value)


def clear_output(wait: bool = False) -> None:
    """Clear what the cell has shown."""
    kernel.send("clear")
