"""What all tests of views share."""

from types import SimpleNamespace

import pytest


@pytest.fixture(autouse=True)
def quick_views(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the PNG, a third of the time that a view takes, but where it is looked at."""
    if "picture" not in request.function.__name__:
        monkeypatch.setattr(
            "helpers.live.recording.FigureCanvasAgg",
            lambda figure: SimpleNamespace(print_png=lambda file: figure.draw_without_rendering()),
        )
