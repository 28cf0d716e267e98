"""The view of two ways through a chain: what a reader sees after so many steps, against sums."""

import itertools
import math

import pytest
from pictures import Screen, assert_can_be_read, assert_number, positions
from reference import exact_slope, value

from helpers import explore_sweeps, hill, leaky_relu, sigmoid, square, tanh, valley

CHAINS = [
    ([valley, square, hill, valley, leaky_relu, square], 5),
    ([tanh, hill, sigmoid], -1.5),
    ([sigmoid, tanh, square, valley] * 2, 0.8),
    ([sigmoid] * 8, 1),
]


@pytest.mark.parametrize(("chain", "start"), CHAINS)
def test_both_ways_show_the_exact_products_and_count_their_steps(chain: list, start: float) -> None:
    live = explore_sweeps(chain, start)
    at = list(itertools.accumulate(chain, lambda u, f: value(f, u), initial=start))
    slopes = [exact_slope(f, u) for f, u in zip(chain, at, strict=False)]
    known = positions(live)
    counts, all_steps = known["boxes"], known["steps"]
    assert counts == [*range(2, len(chain) + 1)]
    assert all_steps[-1] == sum(range(len(chain) + 1))
    for place, count in enumerate(counts):
        for steps in {0, 1, count - 1, count, count + 1, all_steps[-1]}:
            screen = Screen(live, place, steps)
            assert_can_be_read(screen.figure)
            rows = screen.rows()
            (shown,) = [row[1:] for row in rows if row[0] == "slope"]
            for text, slope in zip(shown, slopes[:count], strict=True):
                assert_number(text, slope, 1e-5)
            # Backward, from the last box on; forward, one sweep after the other.
            (back,) = [row[1:] for row in rows if row[0] == "all knobs"]
            made = min(steps, count)
            assert len(back) == made
            for k, text in enumerate(back, start=count - made):
                assert_number(text, math.prod(slopes[k:count]), 1e-5)
            left, complete = steps, 0
            for k in range(count):
                (row,) = [row[1:] for row in rows if row[0] == f"knob {k + 1}"]
                assert len(row) == min(left, count - k)
                left -= len(row)
                complete += len(row) == count - k
                for end, text in enumerate(row, start=k + 1):
                    assert_number(text, math.prod(slopes[k:end]), 1e-5)
                if len(row) == count - k and made == count:
                    assert row[-1] == back[k]
            told = f"backward has the slopes for {made} of {count} knobs after {made} step"
            assert screen.sentence.startswith(f"{count} boxes: {told}{'s' * (made != 1)}, ")
            assert f"forward for {complete} after {steps - left} step" in screen.sentence
            reports = [row[1] for row in rows if row[0] in ("backward", "forward")]
            assert [report.partition(" ")[0] for report in reports] == [
                str(made),
                str(steps - left),
            ]
            assert [report.split()[-4:] for report in reports] == [
                [str(k), "of", str(count), "knobs"] for k in (made, complete)
            ]
