"""Pictures of figures."""

import kernel


def print_figure(figure: object, base64: bool = True) -> str:
    """A figure as a picture, in text."""
    return kernel.as_png(figure)
