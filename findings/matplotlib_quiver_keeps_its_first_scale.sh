#!/usr/bin/env bash
# Matplotlib 3.11.2: whether a figure was drawn before decides how long the arrows of a quiver are.
#
# Expected, by `Axes.quiver`: without `scale`, arrows get a reasonable length, by the mean of the
# vectors; by `Quiver`, `set_UVC` changes their size. So a figure with new vectors looks like one
# that was made with them.
# Seen: the first drawing writes what it found into `Quiver.scale`, as if it had been given, and
# later ones keep it. After vectors 100 times as long, arrows are 100 times as long, and leave the
# Axes. Of vectors that are all zero it writes the scale 0, so that arrows are endless ever after.
# Setting `scale` to None after `set_UVC` has it found anew. (A live figure of ours is drawn first
# at its first position, and one scale holds for all: give `scale` where vectors grow from nothing.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet matplotlib==3.11.2
cat > "$folder/arrows.py" <<'PYTHON'
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

np.seterr(divide="ignore", invalid="ignore")


def length(first, then, drawn=False, anew=False):
    """How long the arrows are in the end, in units of the Axes' width."""
    figure = Figure()
    arrows = figure.subplots().quiver([0, 1], [0, 1], [first, first], [0, 0])
    canvas = FigureCanvasAgg(figure)
    if drawn:
        canvas.draw()
    arrows.set_UVC([then, then], [0, 0])
    if anew:
        arrows.scale = None
    canvas.draw()
    return then / arrows.scale


print(f"made with 100: {length(100, 100):.3f}")
print(f"1, then 100: {length(1, 100):.3f}")
print(f"1, drawn, then 100: {length(1, 100, drawn=True):.3f}")
print(f"1, drawn, then 100, scale None: {length(1, 100, drawn=True, anew=True):.3f}")
print(f"0, drawn, then 1: {length(0, 1, drawn=True)}")
PYTHON
seen=$("$folder/venv/bin/python" "$folder/arrows.py")
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
made with 100: 0.056
1, then 100: 0.056
1, drawn, then 100: 5.556
1, drawn, then 100, scale None: 0.056
0, drawn, then 1: inf
OUTPUT
