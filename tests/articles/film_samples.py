"""Films as phones take them, a second long and tiny, made while the tests run."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av

PLACE = "+51.5072-000.1276/"
MAKER = "Ada Lovelace"


def phone_film(
    *,
    container: str = "mov",
    codec: str = "libx264",
    size: tuple[int, int] = (64, 36),
    seconds: float = 1,
    rate: int = 10,
    turned: int = 0,
    sound: str | None = "aac",
    said: dict[str, str] | None = None,
) -> bytes:
    """The left half red, the right half blue; `turned`: by how much a player turns it, against the clock."""
    stream = io.BytesIO()
    with av.open(stream, "w", format=container) as film:
        film.metadata.update(said or {})
        picture = film.add_stream(
            codec, rate=rate, options={"x265-params": "log-level=none"} if codec == "libx265" else {}
        )
        picture.width, picture.height = size
        picture.pix_fmt = "yuv420p"
        if turned:
            picture.set_display_rotation(turned)
        heard = film.add_stream(sound, rate=8000, layout="mono") if sound else None
        for number in range(round(seconds * rate)):
            film.mux(picture.encode(_red_and_blue(size, number, rate)))
        film.mux(picture.encode(None))
        if heard:
            for frame in silence(seconds):
                film.mux(heard.encode(frame))
            film.mux(heard.encode(None))
    return stream.getvalue()


def _red_and_blue(size: tuple[int, int], number: int, rate: int) -> Any:
    frame = av.VideoFrame(*size, "rgb24")
    half = size[0] // 2
    row = b"\xff\0\0" * half + b"\0\0\xff" * (size[0] - half)
    plane = frame.planes[0]
    plane.update(row.ljust(plane.line_size, b"\0") * size[1])
    small = frame.reformat(format="yuv420p")
    small.pts, small.time_base = number, Fraction(1, rate)
    return small


def silence(seconds: float) -> list[Any]:
    frames = []
    for number in range(round(seconds * 8)):
        frame = av.AudioFrame("s16", "mono", 1000)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = 8000, number * 1000, Fraction(1, 8000)
        frames.append(frame)
    return frames
