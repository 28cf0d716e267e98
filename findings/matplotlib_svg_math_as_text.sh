#!/usr/bin/env bash
# Matplotlib 3.11.2: an SVG with text (`svg.fonttype: none`) writes math in fonts that readers lack.
#
# Expected: the prime of `$f'$` is U+2032, or drawn, so that any browser shows f′.
# Seen: it is the digit "0" in cmsy10, a font in TeX's own encoding, though the fontset is DejaVu
# Sans, which has a prime. A browser without that font shows a raised 0, and nobody is warned. The L
# of `\mathcal{L}` is a private code point of STIXNonUnicode: an empty box.
# With the fontset "stix" the prime is a prime. Outlines (`svg.fonttype: path`) are always right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet matplotlib==3.11.2
cat > "$folder/written.py" <<'PYTHON'
import io
import re
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.figure import Figure


def written(math, fontset):
    with mpl.rc_context({"svg.fonttype": "none", "mathtext.fontset": fontset}):
        figure = Figure()
        figure.text(0, 0, math)
        file = io.StringIO()
        figure.savefig(file, format="svg")
    svg = ElementTree.fromstring(file.getvalue())
    return ", ".join(
        f"U+{ord(span.text):04X} in " + re.search(r"font-family: '([^']*)'", span.get("style"))[1]
        for span in svg.iter("{http://www.w3.org/2000/svg}tspan")
    )


for math in ("$f'$", r"$\mathcal{L}$"):
    for fontset in ("dejavusans", "stix"):
        print(f"{math} with {fontset}: {written(math, fontset)}")
PYTHON
seen=$("$folder/venv/bin/python" "$folder/written.py")
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
$f'$ with dejavusans: U+0066 in DejaVu Sans, U+0030 in cmsy10
$f'$ with stix: U+0066 in STIXGeneral, U+2032 in STIXGeneral
$\mathcal{L}$ with dejavusans: U+E238 in STIXNonUnicode
$\mathcal{L}$ with stix: U+E238 in STIXNonUnicode
OUTPUT
