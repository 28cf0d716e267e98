"""The view of what the chain rule is for: its slopes and errors, against measured ones."""

import itertools
import re

import numpy as np
import pytest
from pictures import NUMBER, as_decimal

from helpers.live.table import column_at
from helpers.views.knobs import KNOBS, RATE, SIGNS, STEPS, TARGET, explore_knobs, turned


def error_of(knobs: np.ndarray) -> float:
    value = 1.0
    for knob, sign in zip(knobs, SIGNS, strict=True):
        value += sign * np.tanh(knob * value) / 10
    return (value - TARGET) ** 2


def measured(knobs: np.ndarray) -> np.ndarray:
    nudges = 1e-6 * np.eye(KNOBS)
    return np.array([error_of(knobs + n) - error_of(knobs - n) for n in nudges]) / 2e-6


def test_each_step_goes_against_the_measured_slopes_and_down() -> None:
    steps = turned()
    assert len(steps) == STEPS + 1
    for now, after in itertools.pairwise(steps):
        assert now.error == pytest.approx(error_of(now.knobs), rel=1e-12)
        assert now.slopes == pytest.approx(measured(now.knobs), rel=1e-5, abs=1e-8)
        assert after.knobs == pytest.approx(now.knobs - RATE * measured(now.knobs), abs=1e-6)
        assert after.error < now.error
    assert steps[-1].error < steps[0].error / 20


@pytest.mark.parametrize("at", [0, 1, STEPS])
def test_the_sentence_tells_the_error_and_which_way_the_knobs_turn(at: int) -> None:
    (scene,) = explore_knobs().picture.scenes
    (column,) = [column for column in scene["columns"] if column["kind"] == "sentence"]
    told = re.fullmatch(
        rf"After {at} steps? the error is {NUMBER}. A further step turns {NUMBER} knobs up and "
        rf"{NUMBER} down, all at once.",
        column_at(column, (at,)),
    )
    slopes = measured(turned()[at].knobs)
    assert float(as_decimal(told[1])) == pytest.approx(error_of(turned()[at].knobs), abs=5e-5)
    assert [int(told[2]), int(told[3])] == [(slopes < 0).sum(), (slopes > 0).sum()]
