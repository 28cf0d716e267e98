"""What all tests of live figures share."""

import pytest
from pictures import without_png


@pytest.fixture(autouse=True)
def quick_figures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the PNG, but where it is looked at; test_pixels draws all cases with it."""
    if not any(word in request.function.__name__ for word in ("picture", "png", "the_same")):
        without_png(monkeypatch)
