#!/usr/bin/env bash
# Matplotlib 3.11.2: dashes begin where a line is cut, elsewhere for over 1,000 points.
#
# Expected, by `Line2D.set_linestyle`: with offset 0 the pattern begins at the beginning of the
# line. So one more point on the same straight line moves no dash, and when the view moves by 5 dots
# (of a pattern of 20), all dashes move by 5.
# Seen: `Line2D.draw` leaves out the points beside the view before it draws, if there are over 1,000
# of them, with rising x, on a linear axis. Their dashes begin at the edge of the Axes: they stand
# still when the view moves, and elsewhere than those of the same line of 1,000 points. Those are
# right, until the line begins beside the canvas (here 100 dots left of the Axes): then there. With
# `clip_on=False` or `markevery` no point is left out. (A moved line of ours that is dashed and cut
# is drawn by Matplotlib at each position, `recording.py`: its dashes are those of savefig.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet matplotlib==3.11.2 numpy==2.4.6
cat > "$folder/dashed.py" <<'PYTHON'
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def gap(begins, points, view):
    """How many dots right of the left edge of the Axes the first gap begins."""
    figure = Figure(figsize=(3, 1), dpi=100)
    ax = figure.add_axes((1 / 3, 0, 1 / 3, 1), xlim=(view, view + 100), ylim=(-1, 1))
    ax.set_axis_off()
    dashes = (0, (12 * 0.72, 8 * 0.72))  # in points: 12 dots of ink, 8 of paper
    ends = 202  # so that one of 1,001 points stands close to the edge of the Axes
    ax.plot(np.linspace(begins, ends, points), np.zeros(points), "k", ls=dashes, lw=1, snap=False)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    ink = np.asarray(canvas.buffer_rgba())[48:52, 100:200, 0].min(axis=0) < 128
    return np.flatnonzero(ink[:-1] & ~ink[1:])[0] + 1


for begins in (-50, -150):
    print(f"begins {-begins} dots left of the Axes, so a gap at {(begins + 12) % 20}, then 5 less")
    for points in (2, 1000, 1001):
        print(f"{points} points: {gap(begins, points, 0)}, then {gap(begins, points, 5)}")
PYTHON
seen=$("$folder/venv/bin/python" "$folder/dashed.py")
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
begins 50 dots left of the Axes, so a gap at 2, then 5 less
2 points: 2, then 17
1000 points: 2, then 17
1001 points: 12, then 12
begins 150 dots left of the Axes, so a gap at 2, then 5 less
2 points: 11, then 11
1000 points: 11, then 11
1001 points: 12, then 12
OUTPUT
