"""Pictures as readers get them: three widths of WebP. An original is never shown to anybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from wagtail.images.models import Filter

WIDTHS = (320, 640, 960)
SPECS = {f"width-{width}|format-webp": width for width in WIDTHS}


def make_renditions(picture: Any) -> None:
    """Make what is missing of a picture's renditions. Writes: never call it while somebody reads."""
    # Not `get_renditions`: it believes a cache, which may remember what the database has lost.
    made = set(picture.renditions.values_list("filter_spec", flat=True))
    missing = [Filter(spec=spec) for spec in SPECS if spec not in made]
    if missing:
        picture.create_renditions(*missing)


def renditions_of(picture: Any) -> list[dict[str, Any]]:
    """The renditions there are, narrowest first, each once: a small picture is never blown up."""
    made = sorted(picture.renditions.all(), key=lambda rendition: SPECS.get(rendition.filter_spec, 0))
    by_width = {rendition.width: rendition for rendition in made if rendition.filter_spec in SPECS}
    return [
        {
            "url": absolute(rendition.url),
            "width": rendition.width,
            "height": rendition.height,
            "format": "webp",
            "bytes": rendition.file.size,
        }
        for rendition in by_width.values()
    ]


def focal_point_of(picture: Any) -> dict[str, float] | None:
    """The middle of what matters in the picture, as shares of its width and height; None when nobody said."""
    if not picture.has_focal_point():
        return None
    return {
        "x": round(picture.focal_point_x / picture.width, 3),
        "y": round(picture.focal_point_y / picture.height, 3),
    }


def absolute(address: str) -> str:
    """An address of ours as a link that works from anywhere: never from the Host header."""
    return urljoin(settings.PUBLIC_URL + "/", address)
