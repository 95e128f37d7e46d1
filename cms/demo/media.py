"""Pictures, films and captions of the demo, read from content/ into the panel's own collection."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.models import Collection

from articles.models import CaptionFile, Film, Picture
from articles.models.films import MadeFilm
from people.models import User


@dataclass(frozen=True)
class FilmFacts:
    """What an MP4 file says of itself: how long it is, and how wide and high its picture."""

    seconds: float
    width: int
    height: int


def add_picture(file: Path, *, title: str, collection: Collection, by: User) -> Picture:
    return Picture.objects.create(title=title, file=_content(file), collection=collection, uploaded_by_user=by)


def add_film(file: Path, *, title: str, collection: Collection, by: User) -> Film:
    """Made by make_video.py, so it is ready as it is."""
    facts = facts_of(file.read_bytes())
    return Film.objects.create(
        title=title,
        file=MadeFilm(file.read_bytes(), name=file.name),
        type="video",
        duration=facts.seconds,
        width=facts.width,
        height=facts.height,
        collection=collection,
        uploaded_by_user=by,
    )


def add_captions(file: Path, *, title: str, collection: Collection, by: User) -> CaptionFile:
    return CaptionFile.objects.create(title=title, file=_content(file), collection=collection, uploaded_by_user=by)


def facts_of(film: bytes) -> FilmFacts:
    """Read from the film's own header, so that what readers are told is what they get.

    Boxes and their fields: ISO/IEC 14496-12, 8.2.2 (mvhd) and 8.3.2 (tkhd). Raises ValueError for what is no MP4.
    """
    movie = dict(_boxes(film)).get(b"moov", b"")
    header = dict(_boxes(movie)).get(b"mvhd")
    if header is None:
        raise ValueError("This file does not say how long it is: it is no MP4 film.")
    scale, length = struct.unpack(">IQ", header[20:32]) if header[0] else struct.unpack(">II", header[12:20])
    tracks = [dict(_boxes(box))[b"tkhd"] for name, box in _boxes(movie) if name == b"trak"]
    # Width and height are the last two fields, as 16.16 fixed point; a sound track has 0 there.
    width, height = max((struct.unpack(">II", track[-8:]) for track in tracks), default=(0, 0))
    return FilmFacts(seconds=round(length / scale, 1), width=width >> 16, height=height >> 16)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = 0
    while start + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[start : start + 8])
        head = 8
        if size == 1 and start + 16 <= len(data):
            (size,), head = struct.unpack(">Q", data[start + 8 : start + 16]), 16
        if size < head:
            return
        yield name, data[start + head : start + size]
        start += size


def _content(file: Path) -> ContentFile:
    return ContentFile(file.read_bytes(), name=file.name)
