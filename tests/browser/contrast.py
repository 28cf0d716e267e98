"""How well the words of a widget can be told from what is behind them, as the browser shows them.

axe-core says nothing of words in drawings.
"""

LEAST = 4.5
"""Of the contrast of words, as the WCAG want it."""

FAINT = """
(place) => {
  const kept = (make, found = new Map()) => (one) =>
    (found.has(one) || found.set(one, make(one)), found.get(one));
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parsed = kept((color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  });
  const over = (below, [red, green, blue, alpha]) =>
    [red, green, blue].map((part, k) => alpha * part + (1 - alpha) * below[k]);
  const luminance = (color) => {
    const [red, green, blue] = color.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (...two) => {
    const [dark, light] = two.map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const probe = document.body.appendChild(document.createElement("p"));
  probe.style.background = "Canvas";
  const canvas = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const look = (part, name) => getComputedStyle(part)[name];
  const opacity = kept((part) =>
    look(part, "opacity") * (part === place ? 1 : opacity(part.parentElement)));
  const faded = (part, color) => color.with(3, color[3] * opacity(part));
  const page = kept((part) => {
    const below = part.parentElement ? page(part.parentElement) : parsed(canvas);
    return over(below, parsed(look(part, "backgroundColor")));
  });
  const paint = (kind) => kept((part) => {
    const color = look(part, kind);
    if (color === "none") return null;
    const seen = parsed(color);
    return faded(part, seen.with(3, seen[3] * look(part, `${kind}Opacity`)));
  });
  const filled = paint("fill"), stroked = paint("stroke");
  const toPart = kept((part) => part.getScreenCTM().inverse());
  const THIN = 3; // pixels: a line that hides no letter
  const width = kept((part) => {
    const { a, b } = part.getScreenCTM();
    return parseFloat(look(part, "strokeWidth")) * Math.hypot(a, b);
  });
  const painted = (part, x, y) => {  // what a part of the drawing puts there
    const inside = part.isPointInFill?.(new DOMPoint(x, y).matrixTransform(toPart(part))) ?? true;
    return (inside && filled(part)) || (width(part) >= THIN && stroked(part)) || [0, 0, 0, 0];
  };

  const faint = {};
  const note = (words, ink, ground) => {
    const value = contrast(ink, ground);
    if (!(value >= (faint[words] ?? LEAST))) faint[words] = value;
  };
  const seen = (part) => part.checkVisibility({ visibilityProperty: true });
  const letters = place.querySelectorAll(".live-figure svg :is(text, use[*|href*=DejaVu])");
  let before = null;
  for (const text of [...letters].filter(seen)) {
    const svg = text.ownerSVGElement;
    if (svg !== before) svg.scrollIntoView({ block: "center", behavior: "instant" });
    before = svg;
    const { left, top, width, height } = text.getBoundingClientRect();
    if (!width) continue;
    for (const across of [0.08, 0.5, 0.92]) {
      const x = left + across * width, y = top + height / 2;
      const parts = document.elementsFromPoint(x, y).reverse()
        .filter((part) => part !== svg && svg.contains(part) && !part.closest("text"))
        .filter((part) => !part.matches("use[*|href*=DejaVu]"));
      const follows = Node.DOCUMENT_POSITION_FOLLOWING;
      const above = parts.filter((part) => text.compareDocumentPosition(part) & follows);
      const covered = (color) => above.map((part) => painted(part, x, y)).reduce(over, color);
      const ground = parts.filter((part) => !above.includes(part))
        .map((part) => painted(part, x, y)).reduce(over, page(svg));
      const words = text.textContent.trim() || "a formula";
      note(words, covered(over(ground, filled(text))), covered(ground));
    }
  }
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement: part } = walker.currentNode;
    // MathML beside a formula is for screen readers alone.
    if (!data.trim() || part.closest("svg, style, math") || !seen(part)) continue;
    note(data.trim(), over(page(part), faded(part, parsed(look(part, "color")))), page(part));
  }
  return faint;
}
""".replace("LEAST", str(LEAST))
"""Takes a widget, or more of a page; returns its words of less contrast, with how much that is.

A word in a drawing is looked at where it is, with all that is below it or above it there.
"""
