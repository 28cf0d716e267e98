#!/usr/bin/env bash
# Matplotlib 3.11.2: savefig draws some animated artists and leaves others out; print_png differs.
#
# Expected, by `Artist.set_animated`: an animated artist is left out of every regular drawing, until
# `draw_artist` is called for it. If savefig makes an exception, then for all of them.
# Seen: savefig draws those that are an Axes' own (line, title, inset Axes), and leaves out the
# figure's (text, suptitle, an Axes as a whole): `Axes.draw` asks whether the canvas is saving,
# `Figure.draw` does not. `canvas.print_png`, which writes a PNG, too, leaves out both: it is
# savefig that says "saving". The label of an axis is in all, since `Axis.draw` never asks whether
# it is animated. So an animated heading is lost in a saved picture if `suptitle` wrote it, but not
# if `set_title` did. (In our live figures all of them are drawn; tests/live/test_figure.py has a
# line.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet matplotlib==3.11.2
cat > "$folder/animated.py" <<'PYTHON'
import io

import matplotlib.image
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

BIG = {"color": "red", "size": 40, "weight": "bold"}
MAKE = {
    "line": lambda figure: figure.subplots().axhline(0.5, color="red", linewidth=9),
    "title": lambda figure: figure.subplots().set_title("MMM", y=0.5, **BIG),
    "inset Axes": lambda figure: figure.subplots().inset_axes((0, 0, 1, 1), facecolor="red"),
    "axis label": lambda figure: figure.subplots().set_xlabel("MMM", labelpad=-70, **BIG),
    "figure text": lambda figure: figure.text(0.2, 0.5, "MMM", **BIG),
    "suptitle": lambda figure: figure.suptitle("MMM", y=0.5, **BIG),
    "Axes": lambda figure: figure.add_subplot(facecolor="red"),
}


def drawn(make, animated, how):
    figure, file = Figure(figsize=(3, 3)), io.BytesIO()
    make(figure).set_animated(animated)
    write = figure.savefig if how == "savefig" else FigureCanvasAgg(figure).print_png
    write(file)
    file.seek(0)
    red, green, blue = matplotlib.image.imread(file)[..., :3].reshape(-1, 3).T
    return "yes" if ((red > 0.9) & (green < 0.1) & (blue < 0.1)).any() else "no"


for name, make in MAKE.items():
    assert drawn(make, False, "savefig") == drawn(make, False, "print_png") == "yes"
    print(f"{name}:", *(f"{how} {drawn(make, True, how)}" for how in ("savefig", "print_png")))
PYTHON
seen=$("$folder/venv/bin/python" "$folder/animated.py")
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
line: savefig yes print_png no
title: savefig yes print_png no
inset Axes: savefig yes print_png no
axis label: savefig yes print_png yes
figure text: savefig no print_png no
suptitle: savefig no print_png no
Axes: savefig no print_png no
OUTPUT
