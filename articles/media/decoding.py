"""A picture unpacked within bounds: what it costs is known from its first bytes, before anything is decoded.

Plain Python. A few kilobytes can hold a picture that fills the whole memory, so what counts is not pixels but the bytes
that its decoder and we take for each of them. What can be decoded at a reduced size (JPEG) is; nothing is kept larger
than `LONGEST_SIDE_KEPT`. One picture at a time is unpacked in each process.
"""

from __future__ import annotations

import threading
from contextlib import suppress

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener(thumbnails=False)

LONGEST_SIDE = 20_000
LONGEST_SIDE_KEPT = 2560
MOST_BYTES = 320 * 1024**2

# How many bytes a pixel takes while a picture of this kind is unpacked and brought to its size, all copies together
# (measured in tests/articles/test_pictures_from_phones.py).
BYTES_A_PIXEL = {"PNG": 13, "WEBP": 17, "AVIF": 13, "HEIF": 13}
BYTES_A_PIXEL_SEEN_THROUGH = 4
# A JPEG that comes in several passes is kept whole, whatever size it is decoded at.
BYTES_A_PIXEL_OF_PASSES = 6
BYTES_A_PIXEL_OF_JPEG = 9
MOST_REDUCED = 8

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

one_at_a_time = threading.Lock()
"""Held while a picture is unpacked, and never while somebody waits for the database."""


class TooDear(ValueError):
    """Unpacking it would take more memory than we give a picture."""


class Damaged(ValueError):
    """Its decoder could make nothing of it."""


def unpacked(picture: Image.Image, *, depth: int = 8) -> Image.Image:
    """The picture's pixels, no larger than we keep them, as L, RGB, RGBA or CMYK, the right way up. Raises TooDear, Damaged.

    `depth`: what `depth_in` says of its first bytes. CMYK stays what it is: its profile says what it looks like. A decoder is foreign code that reads what anybody sent: whatever it raises, the picture is damaged.
    """
    if max(picture.size) > LONGEST_SIDE or cost_of(picture) > MOST_BYTES:
        raise TooDear
    with one_at_a_time:
        try:
            turn = _turn_of(picture)
            picture.draft(None, _size_kept(picture.size))  # JPEG: decoded at a half, a quarter, an eighth
            picture.load()
            small = _no_larger_than_kept(_in_plain_colours(picture, depth))
            return small.transpose(turn) if turn else small
        except Exception as broken:
            raise Damaged from broken


def cost_of(picture: Image.Image) -> int:
    """The bytes that it takes to unpack this picture, read from its head."""
    pixels = picture.width * picture.height
    if picture.format not in ("JPEG", "MPO"):
        seen_through = BYTES_A_PIXEL_SEEN_THROUGH if "transparency" in picture.info else 0
        return pixels * (BYTES_A_PIXEL[str(picture.format)] + seen_through)
    passes = pixels * BYTES_A_PIXEL_OF_PASSES if "progressive" in picture.info or "progression" in picture.info else 0
    reduced = 1
    while reduced < MOST_REDUCED and max(picture.size) // (reduced * 2) >= LONGEST_SIDE_KEPT:
        reduced *= 2
    return passes + pixels * BYTES_A_PIXEL_OF_JPEG // reduced**2


def _turn_of(picture: Image.Image) -> Image.Transpose | None:
    """Which way up it was held. Nothing else is read of what a phone or camera says: it can be anything at all."""
    with suppress(Exception):
        return TURNS.get(picture.getexif().get(ORIENTATION, 1))
    return None


def _size_kept(size: tuple[int, int]) -> tuple[int, int]:
    share = min(1, LONGEST_SIDE_KEPT / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _no_larger_than_kept(picture: Image.Image) -> Image.Image:
    size = _size_kept(picture.size)
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


# -- colours


def _in_plain_colours(picture: Image.Image, depth: int) -> Image.Image:
    """The picture as L, RGB, RGBA or CMYK. Sixteen bits of grey become eight; a colour that is see-through stays so."""
    seen_through = picture.info.get("transparency")
    if picture.mode in ("I;16", "I;16B", "I;16L", "I"):
        return _from_sixteen_bits(picture, seen_through)
    if picture.mode == "1":
        picture, depth = picture.convert("L"), 8
    if seen_through is None:
        return _without_palette(picture)
    if picture.mode in ("L", "RGB"):
        picture.info["transparency"] = _as_eight_bits(seen_through, depth)
    return picture.convert("RGBA")


def _without_palette(picture: Image.Image) -> Image.Image:
    if picture.mode in ("L", "RGB", "RGBA", "CMYK"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _from_sixteen_bits(picture: Image.Image, seen_through: object) -> Image.Image:
    grey = picture.convert("I") if picture.mode != "I" else picture
    eight = grey.point([value >> 8 for value in range(65536)], "L")
    if not isinstance(seen_through, int):
        return eight
    alpha = grey.point([0 if value == seen_through else 255 for value in range(65536)], "L")
    merged = Image.merge("RGBA", [eight, eight, eight, alpha])
    merged.info = dict(picture.info)
    return merged


def depth_in(head: bytes) -> int:
    """The bits a channel that a PNG's first bytes say; 8 for anything else."""
    return head[24] if head.startswith(b"\x89PNG") and len(head) > 24 and head[24] in (1, 2, 4, 8, 16) else 8


def _as_eight_bits(colour: object, depth: int) -> object:
    if isinstance(colour, tuple):
        return tuple(_as_eight_bits(part, depth) for part in colour)
    if not isinstance(colour, int):
        return colour
    return colour >> 8 if depth == 16 else colour * 255 // (2**depth - 1)
