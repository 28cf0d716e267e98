"""Of IPython, what helpers and ipywidgets ask of it; the rest is for a terminal or a server."""

version_info = (9, 0, 0)


def get_ipython() -> None:
    """There is none in a page."""
