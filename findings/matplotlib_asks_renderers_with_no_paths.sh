#!/usr/bin/env bash
# Matplotlib 3.11.2: a renderer's `draw_path_collection` is called twice, first with no paths.
#
# Expected, by `RendererBase.draw_path_collection` ("draw a collection of *paths*") and as in 3.10.9:
# one call for each collection, with its paths. A renderer of one's own may look at them, for example
# to find the room that they take together by `matplotlib.path.get_path_collection_extents`.
# Seen: since hatches have colors, `Collection.draw` first calls it with an empty list of paths (but
# all offsets and colors), only to see whether the method takes `hatchcolors`. It awaits a TypeError.
# What else a renderer finds wrong with no paths, such as that function's ValueError, ends the
# drawing. Collections of one shape in one color don't come here: they are markers. (Ours measured
# collections of over 50 shapes: a scatter in colors on polar or 3D Axes could not be drawn.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
cat > "$folder/calls.py" <<'PYTHON'
import io

import matplotlib
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.path import get_path_collection_extents


class Counting(RendererSVG):
    def draw_path_collection(self, gc, transform, paths, transforms, offsets, by, *rest, **more):
        calls.append((len(paths), len(offsets)))
        super().draw_path_collection(gc, transform, paths, transforms, offsets, by, *rest, **more)


class Measuring(RendererSVG):
    def draw_path_collection(self, gc, transform, paths, transforms, offsets, by, *rest, **more):
        box = get_path_collection_extents(transform, paths, transforms, offsets, by)
        calls.append(bool(box.width > 0))
        super().draw_path_collection(gc, transform, paths, transforms, offsets, by, *rest, **more)


print("Matplotlib", ".".join(matplotlib.__version__.split(".")[:2]))
for renderer in (Counting, Measuring):
    calls = []
    figure = Figure()
    dots = figure.subplots().scatter([1, 2, 3], [1, 2, 3], c=[1, 2, 3])
    figure.draw_without_rendering()
    try:
        dots.draw(renderer(640, 480, io.StringIO(), image_dpi=72))
        print(renderer.__name__, calls)
    except ValueError as error:
        print(renderer.__name__, calls, "ValueError:", error)
PYTHON
seen=$(
    for version in 3.10.9 3.11.2; do
        "$folder/venv/bin/pip" install --quiet "matplotlib==$version" numpy==2.4.6
        "$folder/venv/bin/python" "$folder/calls.py"
    done
)
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
Matplotlib 3.10
Counting [(1, 3)]
Measuring [True]
Matplotlib 3.11
Counting [(0, 3), (1, 3)]
Measuring [] ValueError: No paths provided
OUTPUT
