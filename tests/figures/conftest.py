"""What all tests of figures share."""

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

mpl.use("agg")


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    """Leave no pyplot figure behind."""
    plt.close("all")
    yield
    plt.close("all")
