"""Film the main view for the README: `explore_stretch` in JupyterLab, its sliders moved by keys.

Run it with `uv run --group benchmarks python tools/animation.py`; it needs Chromium or Chrome,
and writes .github/explore_stretch.webp.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import lab

TARGET = Path(__file__).parents[1] / ".github" / "explore_stretch.webp"
CELL = """
from helpers import explore_stretch, hill, valley
explore_stretch([valley, hill], -3, 5, 0.5, start=5)
"""
WIDTH = 800  # pixels
SHOWN = 600  # ms that a position is shown
AT_REST = 2000  # ms before the first move and after the last
MAX_BYTES = 800_000


def frames(page: Page) -> list[Image.Image]:
    """Zoom from 1× to 100×, then move x from 5 to 1; a picture of each position."""
    (figure,) = lab.live_figures(page)
    _, x, zoom = figure.locator(".noUi-handle").all()
    pictures = [picture(page)]
    for handle, key in [(zoom, "ArrowRight")] * 6 + [(x, "ArrowLeft")] * 8:
        handle.press(key)
        pictures.append(picture(page))
    return pictures


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
