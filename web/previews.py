"""What a search engine or a chat shows of a page: its title, a sentence and a picture."""

import io
from html import escape
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.image import imread

WIDTH, HEIGHT = 1200, 630
"""What all of them show without cutting it."""


def base_url(repository: str | None) -> str:
    """Where GitHub publishes the site of a repository, "owner/name"; empty without one."""
    if not repository:
        return ""
    owner, name = repository.split("/")
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def write_picture(path: Path, title: str, png: bytes) -> None:
    """Write the picture of a page: its title above its first view."""
    view = imread(io.BytesIO(png), format="png")
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor="white")
    figure.text(0.5, 0.88, title, size=38, weight="bold", ha="center", va="center")
    ax = figure.add_axes((0.03, 0.05, 0.94, 0.72))
    ax.imshow(view, interpolation="lanczos", aspect="equal")
    ax.set_axis_off()
    figure.savefig(path, metadata={"Software": None})


def tags(site: str, title: str, description: str, picture: str, url: str | None) -> str:
    """The tags that tell it; a page whose address is not known has none."""
    shown = {
        "og:type": "website",
        "og:site_name": site,
        "og:title": title,
        "og:description": description,
        "og:image": picture,
        "og:image:width": WIDTH,
        "og:image:height": HEIGHT,
        "og:image:alt": title,
        "og:url": url,
    }
    named = {"description": description, "twitter:card": "summary_large_image"}
    return "\n".join(
        f'<meta {kind}="{name}" content="{escape(str(content))}">'
        for kind, contents in (("name", named), ("property", shown))
        for name, content in contents.items()
        if content is not None
    )
