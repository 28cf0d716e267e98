"""What all tests of views share."""

import pytest
from matplotlib.figure import Figure
from pictures import without_png

from helpers import LiveFigure
from helpers.figures import page


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each live figure remember what it was made of."""
    make = LiveFigure.__init__

    def noted(live: LiveFigure, figure, update, **others: object) -> None:
        if page.narrow == "only" and "narrow" in others:
            figure, update, others["answer"] = others.pop("narrow")()
        make(live, figure, update, **others)
        one = isinstance(figure, Figure)
        live.drawn = [(figure, update)] if one else list(zip(figure, update, strict=True))
        live.laid_out = False

    monkeypatch.setattr(LiveFigure, "__init__", noted)


@pytest.fixture(autouse=True)
def quick_views(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the PNG, but where it is looked at."""
    if "picture" not in request.function.__name__:
        without_png(monkeypatch)


@pytest.fixture
def not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the table, which takes long, where only figures, sentences and tasks are looked at.

    That all positions can be recorded is for test_any_view and the notebooks.
    """
    empty = {"svg": "", "columns": []}
    monkeypatch.setattr("helpers.live.figure.record", lambda *arguments: empty)
