"""What a film file is, what may come in, and how long and how big one of ours is. Plain Python; nothing is decoded.

MP4: ISO/IEC 14496-12, boxes `ftyp` and `moov/mvhd`. WebM: EBML (RFC 8794), `DocType` and `Segment/Info/Duration`.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from enum import Enum
from typing import IO, NamedTuple

# What may come in, and the one place that says so: three minutes as most phones film them (60 MB a minute), and a little more
# weight. Every sentence about it names the same number.
HEAVIEST_UPLOAD = 200 * 1024**2
LONGEST_FILM = 3 * 60  # seconds
MOST_PIXELS = 4096 * 2304
STILLS = 6
LENGTH_OF_NUMBERS = 4  # in what make_film.py writes of stills: at which second, how many bytes, and then these
TOO_LONG = 3  # how make_film.py ends where a film is longer


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


class NotForAllPhones(NotAFilm):
    """A film that half the phones show black, or that carries more than pictures and sound."""


class Part(NamedTuple):
    """One box of an MP4 or one element of a WebM: its name, where it starts, and where its content lies."""

    name: bytes
    starts: int
    begins: int
    ends: int


MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV"}
# How MP4, QuickTime and 3GP begin, and what is stored like them and is a picture; and where transport streams have a "G".
QUICKTIME_BEGINS = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
PICTURES_IN_BOXES = {b"ftyp" + brand for brand in (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")}
TRANSPORT_STREAMS = ((0, 188), (4, 192))
ENOUGH_TO_TELL = 1024
EBML, DOC_TYPE = b"\x1a\x45\xdf\xa3", b"\x42\x82"
SEGMENT, INFO, TIMESTAMP_SCALE, DURATION = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66", b"\x2a\xd7\xb1", b"\x44\x89"
TRACKS, VIDEO, PIXEL_WIDTH, PIXEL_HEIGHT = b"\x16\x54\xae\x6b", b"\xe0", b"\xb0", b"\xba"

# What makes a film play, by the names of boxes and elements; what is not named here is emptied. The boxes of a container
# are looked at one by one.
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"mvex", b"moof", b"traf", b"mfra", b"dinf"}
PLAYING_BOXES = CONTAINERS | {b"ftyp", b"styp", b"mdat", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"vmhd", b"smhd", b"elst"}
PLAYING_BOXES |= {
    b"stsd",
    b"stts",
    b"ctts",
    b"stss",
    b"stsz",
    b"stz2",
    b"stsc",
    b"stco",
    b"co64",
    b"sdtp",
    b"sgpd",
    b"sbgp",
}
PLAYING_BOXES |= {b"trex", b"mehd", b"mfhd", b"tfhd", b"tfdt", b"trun", b"tfra", b"mfro", b"sidx", b"dref"}
HEADS_WITH_TIMES = {b"mvhd", b"tkhd", b"mdhd"}
DESCRIBING_BOXES = {b"avcC", b"av1C", b"vpcC", b"esds", b"dOps", b"pasp", b"colr", b"btrt"}
# How long the fixed part of a sample entry is, by what every browser plays; and where its free text lies in it.
PICTURES, SOUNDS = {b"avc1": 78, b"av01": 78, b"vp09": 78, b"mp4v": 78}, {b"mp4a": 28, b"Opus": 28}
FREE_TEXT_OF_PICTURES = (42, 74)
PICTURE_AND_SOUND = {b"vide", b"soun"}

PLAYING_ELEMENTS = {b"\x11\x4d\x9b\x74", INFO, TRACKS, b"\x1c\x53\xbb\x6b", b"\x1f\x43\xb6\x75"}
PLAYING_INFO = {TIMESTAMP_SCALE, DURATION}
TRACK_NAME = b"\x53\x6e"
NANOSECONDS = 1_000_000_000
USUAL_TIMESTAMP_SCALE = 1_000_000
MOST_PARTS = 10_000


def container_of(beginning: bytes) -> str | None:
    """As what kind of file a film's first bytes say that it can be read, by FFmpeg's names; None for what is no film.

    What only says where a film is (playlists, lists of files, descriptions of streams) has no name here.
    """
    if beginning[4:8] in QUICKTIME_BEGINS:
        return None if beginning[4:12] in PICTURES_IN_BOXES else "mov"
    if beginning[:4] == EBML:
        return "matroska"
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"AVI ":
        return "avi"
    if any(beginning[place::length][:3] == b"GGG" for place, length in TRANSPORT_STREAMS):
        return "mpegts"
    return None


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
        for begins, ends, name in _telling_in_boxes(file, 0, len(content)):
            cleared[begins:ends] = bytes(ends - begins)
            if name:
                cleared[begins - 4 : begins] = b"free"
    else:
        for part in _telling_elements(file, len(content)):
            cleared[part.starts : part.ends] = _empty_element(part.ends - part.starts)
        end = max((part.ends for part in _elements(file, 0, len(content))), default=0)
        cleared[end:] = bytes(len(content) - end)
    return bytes(cleared)


def _telling_in_boxes(file: IO[bytes], begins: int, ends: int) -> Iterator[tuple[int, int, bool]]:
    """What to empty between these places: from where, to where, and whether it is the whole content of a box."""
    end = begins
    for part in _boxes(file, begins, ends):
        end = part.ends
        if part.name not in PLAYING_BOXES:
            yield from _emptied(part)
        elif part.name in CONTAINERS:
            yield from _telling_in_boxes(file, part.begins, part.ends)
        elif part.name in HEADS_WITH_TIMES:
            length = 16 if _read(file, part.begins, 1) == b"\1" else 8
            yield part.begins + 4, min(part.begins + 4 + length, part.ends), False
        elif part.name == b"hdlr":
            yield min(part.begins + 24, part.ends), part.ends, False
        elif part.name == b"dref":
            for place in _boxes(file, part.begins + 8, part.ends):
                yield min(place.begins + 4, place.ends), place.ends, False
        elif part.name == b"stsd":
            yield from _telling_in_descriptions(file, part)
    yield end, ends, False


def _telling_in_descriptions(file: IO[bytes], described: Part) -> Iterator[tuple[int, int, bool]]:
    end = min(described.begins + 8, described.ends)
    for entry in _boxes(file, end, described.ends):
        end = entry.ends
        if entry.name in PICTURES:
            first, last = FREE_TEXT_OF_PICTURES
            yield min(entry.begins + first, end), min(entry.begins + last, end), False
        inner = min(entry.begins + (PICTURES | SOUNDS).get(entry.name, 0), end)
        for part in _boxes(file, inner, entry.ends):
            inner = part.ends
            if part.name not in DESCRIBING_BOXES:
                yield from _emptied(part)
        yield inner, entry.ends, False
    yield end, described.ends, False


def _emptied(part: Part) -> Iterator[tuple[int, int, bool]]:
    head = part.begins - part.starts
    if head == 8:
        yield part.begins, part.ends, True
    else:  # a long length stands between name and content
        yield part.begins, part.ends, False


def _telling_elements(file: IO[bytes], size: int) -> Iterator[Part]:
    for top in _elements(file, 0, size):
        if top.name == SEGMENT:
            yield from _telling_in_segment(file, top)
        elif top.name != EBML:
            yield top


def _telling_in_segment(file: IO[bytes], segment: Part) -> Iterator[Part]:
    for part in _elements(file, segment.begins, segment.ends):
        if part.name not in PLAYING_ELEMENTS:
            yield part
        elif part.name == INFO:
            yield from (piece for piece in _elements(file, part.begins, part.ends) if piece.name not in PLAYING_INFO)
        elif part.name == TRACKS:
            for track in _elements(file, part.begins, part.ends):
                yield from (piece for piece in _elements(file, track.begins, track.ends) if piece.name == TRACK_NAME)


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
    _refuse_what_few_phones_play(file, movie)
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
    """Width and height as it is shown, of the first track that has any: sound has none, and a film may be held upright."""
    for track in _boxes(file, movie.begins, movie.ends):
        header = _find(_boxes(file, track.begins, track.ends), b"tkhd") if track.name == b"trak" else None
        if header is not None:
            width, height = (number >> 16 for number in struct.unpack(">II", _read(file, header.ends - 8, 8)))
            if width and height:
                return (height, width) if _is_turned(_read(file, header.ends - 44, 20)) else (width, height)
    return None, None


def _is_turned(matrix: bytes) -> bool:
    """A quarter turn: nothing of what goes to the right goes to the right."""
    if len(matrix) < 20:
        return False
    right, down, _u, back, along = struct.unpack(">5i", matrix)
    return not (right or along) and bool(down and back)


def _refuse_what_few_phones_play(file: IO[bytes], movie: Part) -> None:
    for track in _boxes(file, movie.begins, movie.ends):
        media = _find(_boxes(file, track.begins, track.ends), b"mdia") if track.name == b"trak" else None
        if media is None:
            continue
        kind = _find(_boxes(file, media.begins, media.ends), b"hdlr")
        if kind and _read(file, kind.begins + 8, 4) not in PICTURE_AND_SOUND:
            raise NotForAllPhones
        place = media
        for name in (b"minf", b"stbl", b"stsd"):
            found = _find(_boxes(file, place.begins, place.ends), name)
            if found is None:
                break
            place = found
        else:
            if any(entry.name not in PICTURES | SOUNDS for entry in _boxes(file, place.begins + 8, place.ends)):
                raise NotForAllPhones


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
    raise NotAFilm  # no film has so many: what stands behind them would be looked at by nobody


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
    raise NotAFilm


def _content(file: IO[bytes], part: Part) -> bytes:
    return _read(file, part.begins, min(part.ends - part.begins, 64))


def _find(parts: Iterator[Part], name: bytes) -> Part | None:
    return next((part for part in parts if part.name == name), None)
