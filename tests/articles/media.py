"""Files as people upload them: with everything that phones, cameras and mischief put into them."""

from __future__ import annotations

import io
import struct
import zlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Collection

from articles.models import CaptionFile, Film
from articles.models.films import MadeFilm
from people.models import YouthPanel

SECRETS = [b"Ada Lovelace", b"Nikon of Ada", b"my house"]
ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825


def collection_of(panel: YouthPanel) -> Collection:
    return Collection.objects.get(name=panel.name)


def photo(kind: str = "JPEG", *, turned: bool = False) -> bytes:
    """A red and blue photo that knows who took it, where, and with what camera. `turned`: held upright."""
    image = Image.new("RGB", (60, 40), "red")
    image.paste("blue", (0, 0, 30, 40))
    exif = image.getexif()
    exif[ARTIST] = "Ada Lovelace"
    exif[GPS] = {1: "N", 2: (51.0, 30.0, 0.0), 29: "my house"}
    if turned:
        exif[ORIENTATION] = 6
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif, icc_profile=_profile(), **_text(kind))
    return stream.getvalue()


def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + b"Nikon of Ada"


def _text(kind: str) -> dict[str, object]:
    if kind == "JPEG":
        return {"comment": "my house"}
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Comment", "my house")
        return {"pnginfo": info}
    return {"xmp": b"my house"}


def bomb(side: int = 11_200, *, wide: int = 0) -> bytes:
    """A PNG of a few kilobytes that unpacks to more than a hundred million pixels; `wide`, where it is no square."""
    packer = zlib.compressobj(9)
    wide = wide or side
    row = b"\0" * (1 + wide // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", wide, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*part) for part in [(b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")]
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def moving_picture() -> bytes:
    stream = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(stream, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    return stream.getvalue()


def gif() -> bytes:
    stream = io.BytesIO()
    Image.new("P", (8, 8)).save(stream, "GIF")
    return stream.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def mp4(seconds: float = 60, *, weight: int = 0, brand: bytes = b"isom", said: bytes = b"") -> bytes:
    """The least that is an MP4: its kind, its length and its size in pixels, and `weight` bytes of film."""
    movie_header = bytes(12) + struct.pack(">II", 1000, int(seconds * 1000)) + bytes(80)
    track_header = bytes(76) + struct.pack(">II", 640 << 16, 360 << 16)
    movie = box(b"mvhd", movie_header) + box(b"trak", box(b"tkhd", track_header)) + said
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"moov", movie) + box(b"mdat", bytes(weight))


def element(name: bytes, content: bytes) -> bytes:
    return name + struct.pack(">Q", len(content) | 1 << 56) + content


def webm(seconds: float = 60, *, kind: bytes = b"webm", said: bytes = b"") -> bytes:
    info = element(b"\x2a\xd7\xb1", (1_000_000).to_bytes(3, "big")) + element(
        b"\x44\x89", struct.pack(">d", seconds * 1000)
    )
    video = element(b"\xb0", (640).to_bytes(2, "big")) + element(b"\xba", (360).to_bytes(2, "big"))
    tracks = element(b"\xae", element(b"\xe0", video))
    segment = element(b"\x15\x49\xa9\x66", info) + element(b"\x16\x54\xae\x6b", tracks) + said
    return element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", kind)) + element(b"\x18\x53\x80\x67", segment)


CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nYou can say no.\n"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def film(content: bytes | None = None, *, name: str = "IMG_2041 Ada.mp4", **fields: object) -> Film:
    """A film that is ready: what an upload becomes, test_films_made_anew.py says."""
    return Film.objects.create(
        title=fields.pop("title", "A film"), type="video", file=MadeFilm(content or mp4(), name=name), **fields
    )


def captions(content: bytes = CAPTIONS, *, name: str = "Ada.vtt", **fields: object) -> CaptionFile:
    return CaptionFile.objects.create(
        title=fields.pop("title", "Captions"), file=ContentFile(content, name=name), **fields
    )
