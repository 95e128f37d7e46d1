"""Pictures as readers get them: three widths of WebP, and a JPEG for sharing. An original is never shown to anybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from wagtail.images.models import Filter

WIDTHS = (320, 640, 960)
TO_SHARE = 1200  # what a link shows in a messenger: many of those know no WebP
SPECS: dict[str, str] = {f"width-{width}|format-webp": "webp" for width in WIDTHS} | {
    f"width-{TO_SHARE}|format-jpeg": "jpeg"  # a longer one would cut the random part off the file's name
}
IN_ORDER = list(SPECS)


def make_renditions(picture: Any) -> None:
    """Make what is missing of a picture's renditions. Writes: never call it while somebody reads."""
    # Not `get_renditions`: it believes a cache, which may remember what the database has lost.
    made = set(picture.renditions.values_list("filter_spec", flat=True))
    missing = [Filter(spec=spec) for spec in SPECS if spec not in made]
    if missing:
        picture.create_renditions(*missing)


def renditions_of(picture: Any) -> list[dict[str, Any]]:
    """The renditions there are, narrowest first and the JPEG last, each once: a small picture is never blown up."""
    made = [rendition for rendition in picture.renditions.all() if rendition.filter_spec in SPECS]
    made.sort(key=lambda rendition: IN_ORDER.index(rendition.filter_spec))
    by_size = {(SPECS[rendition.filter_spec], rendition.width): rendition for rendition in made}
    return [
        {
            "url": absolute(rendition.url),
            "width": width,
            "height": rendition.height,
            "format": kind,
            "bytes": rendition.file.size,
        }
        for (kind, width), rendition in by_size.items()
    ]


def shown(picture: Any, alt: str) -> dict[str, Any] | None:
    """A picture in an item; None where there is none."""
    if picture is None:
        return None
    return {"alt": alt, "focal_point": focal_point_of(picture), "renditions": renditions_of(picture)}


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
