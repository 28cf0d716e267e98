#!/usr/bin/env bash
# Matplotlib 3.11.2: MixedModeRenderer says that width and height are "in logical units"; they are in
# inches.
#
# Expected: a canvas of 72 logical units, as the SVG renderer that it wraps counts them (72 to the
# inch), is rasterized at 100 dots per inch on 100 dots.
# Seen: on 7200. The picture comes out right all the same, since it is cropped, but takes
# much longer: a slow figure, and no error. In inches (1.0) it is 100 dots.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet matplotlib==3.11.2
cat > "$folder/rasterized.py" <<'PYTHON'
import inspect
import io

from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

text = inspect.getdoc(MixedModeRenderer.__init__)
print("documented:", text.partition("width : float\n")[2].partition("\n")[0].strip())
for width in (72, 1):
    figure = Figure(figsize=(1, 1), dpi=72)
    vector = RendererSVG(72, 72, io.StringIO(), image_dpi=100)
    mixed = MixedModeRenderer(figure, width, width, 100, vector)
    mixed.start_rasterizing()
    print(f"{width}: {mixed.get_canvas_width_height()[0]:g} dots")
PYTHON
seen=$("$folder/venv/bin/python" "$folder/rasterized.py")
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
documented: The width of the canvas in logical units
72: 7200 dots
1: 100 dots
OUTPUT
