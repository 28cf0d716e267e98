"""Film the main view for the README: `explore_chain` in JupyterLab, its sliders moved by keys.

Run it with `uv run --group benchmarks python tools/animation.py`; it needs Chromium or Chrome,
and writes .github/explore_chain.webp.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import lab

TARGET = Path(__file__).parents[1] / ".github" / "explore_chain.webp"
CELL = "from helpers import explore_chain, sigmoid, square\nexplore_chain([square, sigmoid])"
WIDTH = 800  # pixels
SHOWN = 150  # ms that a position is shown
AT_REST = 1500  # ms before the first move and after the last
MAX_BYTES = 1_000_000


def frames(page: Page) -> list[Image.Image]:
    """Move x from −2 to 2, change the order, move back; a picture of each position."""
    (figure,) = lab.live_figures(page)
    order, x = figure.locator(".noUi-handle").all()
    x.press("Home")
    for _ in range(10):
        x.press("ArrowRight")
    moves = [(x, "ArrowRight")] * 40 + [(order, "ArrowRight")] + [(x, "ArrowLeft")] * 40
    pictures = [picture(page)]
    for handle, key in moves:
        handle.press(key)
        pictures.append(picture(page))
    return pictures[::2]


def picture(page: Page) -> Image.Image:
    """The view as it is now."""
    (figure,) = lab.live_figures(page)
    shot = Image.open(io.BytesIO(figure.screenshot()))
    height = round(WIDTH * shot.height / shot.width)
    return shot.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)


def main() -> None:
    """Film and save."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        notebook = lab.write_notebook(Path(folder) / "film.ipynb", CELL)
        with lab.jupyterlab([notebook]) as address, lab.launch_chromium(playwright) as browser:
            window = {"width": 1280, "height": 1400}
            page = browser.new_page(viewport=window, device_scale_factor=2)
            lab.open_lab(page, address)
            lab.open_and_run(page, notebook.name)
            expect(page.locator(".live-figure p")).not_to_be_empty(timeout=60 * lab.SECONDS)
            first, *others = frames(page)
    pauses = [AT_REST, *[SHOWN] * (len(others) - 1), AT_REST]
    looks = {"duration": pauses, "loop": 0, "quality": 80, "method": 6}
    first.save(TARGET, save_all=True, append_images=others, **looks)
    size = TARGET.stat().st_size
    print(f"{TARGET.name}: {len(pauses)} pictures, {size / 1000:.0f} KB")
    if size > MAX_BYTES:
        sys.exit(f"the animation must stay below {MAX_BYTES / 1000:.0f} KB")


if __name__ == "__main__":
    main()
