"""What a film file is, and how long and how big, read from its own first bytes. Plain Python; nothing is decoded.

MP4: ISO/IEC 14496-12, boxes `ftyp` and `moov/mvhd`. WebM: EBML (RFC 8794), `DocType` and `Segment/Info/Duration`.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from enum import Enum
from typing import IO, NamedTuple


class FilmFormat(Enum):
    MP4 = "mp4"
    WEBM = "webm"


class FilmFacts(NamedTuple):
    """A film's format, its length in seconds and its size in pixels; None where the file does not say."""

    format: FilmFormat
    seconds: float | None
    width: int | None
    height: int | None


class NotAFilm(ValueError):
    """Neither MP4 nor WebM, whatever the file's name says."""


class Part(NamedTuple):
    """One box of an MP4 or one element of a WebM: its name, where it starts, and where its content lies."""

    name: bytes
    starts: int
    begins: int
    ends: int


MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV"}
EBML, DOC_TYPE = b"\x1a\x45\xdf\xa3", b"\x42\x82"
SEGMENT, INFO, TIMESTAMP_SCALE, DURATION = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66", b"\x2a\xd7\xb1", b"\x44\x89"
TRACKS, VIDEO, PIXEL_WIDTH, PIXEL_HEIGHT = b"\x16\x54\xae\x6b", b"\xe0", b"\xb0", b"\xba"
TAGS, ATTACHMENTS, TITLE, FILMED_AT = b"\x12\x54\xc3\x67", b"\x19\x41\xa4\x69", b"\x7b\xa9", b"\x44\x61"

# Where phones and apps write where a film was made, with what, and by whom.
TELLING_BOXES = {b"udta", b"meta", b"uuid"}
TELLING_ELEMENTS = {TAGS, ATTACHMENTS, TITLE, FILMED_AT}
NANOSECONDS = 1_000_000_000
USUAL_TIMESTAMP_SCALE = 1_000_000
MOST_PARTS = 10_000


def read_film(file: IO[bytes]) -> FilmFacts:
    """Look at the film in `file`. Raises NotAFilm."""
    size = file.seek(0, 2)
    beginning = _read(file, 0, 12)
    try:
        if beginning[4:8] == b"ftyp":
            return _read_mp4(file, size)
        if beginning[:4] == EBML:
            return _read_webm(file, size)
    except (struct.error, LookupError, StopIteration) as broken:
        raise NotAFilm from broken
    raise NotAFilm


def without_metadata(content: bytes) -> bytes:
    """The same film, of the same length in bytes, with empty space where it said where and by whom it was made.

    `content` is a film that `read_film` has read.
    """
    cleared = bytearray(content)
    file = io.BytesIO(content)
    if content[4:8] == b"ftyp":
        for part in _telling_boxes(file, 0, len(content)):
            cleared[part.starts + 4 : part.starts + 8] = b"free"
            cleared[part.begins : part.ends] = bytes(part.ends - part.begins)
    else:
        for part in _telling_elements(file, len(content)):
            cleared[part.starts : part.ends] = _empty_element(part.ends - part.starts)
    return bytes(cleared)


def _telling_boxes(file: IO[bytes], begins: int, ends: int) -> Iterator[Part]:
    for part in _boxes(file, begins, ends):
        if part.name in TELLING_BOXES:
            yield part
        elif part.name in (b"moov", b"trak"):
            yield from _telling_boxes(file, part.begins, part.ends)


def _telling_elements(file: IO[bytes], size: int) -> Iterator[Part]:
    segment = _find(_elements(file, 0, size), SEGMENT)
    for part in _elements(file, segment.begins, segment.ends) if segment else ():
        if part.name == INFO:
            yield from (piece for piece in _elements(file, part.begins, part.ends) if piece.name in TELLING_ELEMENTS)
        elif part.name in TELLING_ELEMENTS:
            yield part


def _empty_element(length: int) -> bytes:
    """EBML's Void, so many bytes long."""
    if length < 9:
        return bytes([0xEC, 0x80 | length - 2]) + bytes(length - 2)
    return b"\xec" + struct.pack(">Q", length - 9 | 1 << 56) + bytes(length - 9)


def _read(file: IO[bytes], begins: int, length: int) -> bytes:
    file.seek(begins)
    return file.read(length)


# -- MP4


def _read_mp4(file: IO[bytes], size: int) -> FilmFacts:
    kind = next(_boxes(file, 0, size))
    brands = _read(file, kind.begins, min(kind.ends - kind.begins, 256))
    if not MP4_BRANDS & {brands[:4], *(brands[place : place + 4] for place in range(8, len(brands), 4))}:
        raise NotAFilm
    movie = _find(_boxes(file, 0, size), b"moov")
    if movie is None:
        raise NotAFilm
    header = _find(_boxes(file, movie.begins, movie.ends), b"mvhd")
    seconds = _mp4_seconds(_read(file, header.begins, 32)) if header else None
    return FilmFacts(FilmFormat.MP4, seconds, *_mp4_size(file, movie))


def _mp4_seconds(header: bytes) -> float | None:
    if header[0] == 1:
        units_a_second, units = struct.unpack_from(">IQ", header, 20)
    else:
        units_a_second, units = struct.unpack_from(">II", header, 12)
    return units / units_a_second if units and units_a_second else None


def _mp4_size(file: IO[bytes], movie: Part) -> tuple[int | None, int | None]:
    """Width and height of the first track that has any: sound has none."""
    for track in _boxes(file, movie.begins, movie.ends):
        header = _find(_boxes(file, track.begins, track.ends), b"tkhd") if track.name == b"trak" else None
        if header is not None:
            width, height = (number >> 16 for number in struct.unpack(">II", _read(file, header.ends - 8, 8)))
            if width and height:
                return width, height
    return None, None


def _boxes(file: IO[bytes], begins: int, ends: int) -> Iterator[Part]:
    for _number in range(MOST_PARTS):
        if begins + 8 > ends:
            return
        length, name = struct.unpack(">I4s", _read(file, begins, 8))
        head = 8
        if length == 1:
            (length,), head = struct.unpack(">Q", _read(file, begins + 8, 8)), 16
        length = length or ends - begins  # 0: it goes on to the end
        if length < head:
            return
        yield Part(name, begins, begins + head, min(begins + length, ends))
        begins += length


# -- WebM


def _read_webm(file: IO[bytes], size: int) -> FilmFacts:
    head = next(_elements(file, 0, size))
    doc_type = _find(_elements(file, head.begins, head.ends), DOC_TYPE)
    if doc_type is None or _content(file, doc_type).rstrip(b"\0") != b"webm":
        raise NotAFilm
    segment = _find(_elements(file, head.ends, size), SEGMENT)
    if segment is None:
        raise NotAFilm
    info = _find(_elements(file, segment.begins, segment.ends), INFO)
    seconds = _webm_seconds(file, info) if info else None
    return FilmFacts(FilmFormat.WEBM, seconds, *_webm_size(file, segment))


def _webm_seconds(file: IO[bytes], info: Part) -> float | None:
    parts = {part.name: part for part in _elements(file, info.begins, info.ends)}
    if DURATION not in parts:
        return None
    duration = _content(file, parts[DURATION])
    (ticks,) = struct.unpack(">f" if len(duration) == 4 else ">d", duration)
    scale = int.from_bytes(_content(file, parts[TIMESTAMP_SCALE]), "big") if TIMESTAMP_SCALE in parts else 0
    return ticks * (scale or USUAL_TIMESTAMP_SCALE) / NANOSECONDS


def _webm_size(file: IO[bytes], segment: Part) -> tuple[int | None, int | None]:
    tracks = _find(_elements(file, segment.begins, segment.ends), TRACKS)
    for track in _elements(file, tracks.begins, tracks.ends) if tracks else ():
        video = _find(_elements(file, track.begins, track.ends), VIDEO)
        if video is not None:
            parts = {part.name: part for part in _elements(file, video.begins, video.ends)}
            width, height = (int.from_bytes(_content(file, parts[name]), "big") for name in (PIXEL_WIDTH, PIXEL_HEIGHT))
            return width, height
    return None, None


def _elements(file: IO[bytes], begins: int, ends: int) -> Iterator[Part]:
    for _number in range(MOST_PARTS):
        head = _read(file, begins, 12)
        if begins >= ends or not head or not head[0]:
            return
        name_length = 9 - head[0].bit_length()
        name, rest = head[:name_length], head[name_length:]
        size_length = 9 - rest[0].bit_length() if rest[0] else 8
        length = int.from_bytes(rest[:size_length], "big") & ((1 << 7 * size_length) - 1)
        is_open_ended = length == (1 << 7 * size_length) - 1
        content = begins + name_length + size_length
        yield Part(name, begins, content, ends if is_open_ended else min(content + length, ends))
        if is_open_ended:
            return
        begins = content + length


def _content(file: IO[bytes], part: Part) -> bytes:
    return _read(file, part.begins, min(part.ends - part.begins, 64))


def _find(parts: Iterator[Part], name: bytes) -> Part | None:
    return next((part for part in parts if part.name == name), None)
