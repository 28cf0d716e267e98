"""The lines of the table: six cells each, in Markdown."""

from collections.abc import Sequence


def heading(*cells: str) -> str:
    """A line that says what is measured below it, and what is compared."""
    return _line([f"**{cell}**" for cell in cells])


def row(what: str, ours: Sequence[float], *others: Sequence[float]) -> str:
    """A line of measurements.

    Parameters
    ----------
    what
        What was measured.
    ours, *others
        What this project and what each alternative takes. A second number is shown in brackets.
        The ratio is that of the first numbers, alternative / ours: above 1, ours is better.
    """
    cells = [what, _shown(ours)]
    for other in others:
        cells += [_shown(other), f"**{_number(other[0] / ours[0])}**"]
    return _line(cells)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells + [''] * (6 - len(cells)))} |"


def _shown(numbers: Sequence[float]) -> str:
    first, *more = map(_number, numbers)
    return f"{first} ({more[0]})" if more else first


def _number(value: float) -> str:
    """Three digits at most, but no digit before the point is left out."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
