"""Photos as phones take and name them, what foreign decoders make of broken ones, and what a picture may cost."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, JpegImagePlugin

from articles.media import decoding
from articles.models import Picture
from articles.pictures import pixels_only
from tests.articles.editor import logged_in
from tests.articles.media import ORIENTATION, SECRETS, bomb, collection_of, photo, upload
from tests.factories import member_of

ROOT = Path(__file__).resolve().parent.parent.parent
DAMAGED = "This picture is damaged. Save it anew and try again."


def made_from(content: bytes, name: str = "photo.jpg") -> Image.Image:
    return Image.open(io.BytesIO(pixels_only(io.BytesIO(content), name).read()))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def phone_photo(kind: str) -> bytes:
    image = Image.new("RGB", (60, 40), "red")
    exif = image.getexif()
    exif[0x013B] = "Ada Lovelace"
    return saved(image, kind, exif=exif)


# -- whatever it is and is called

BROUGHT = {
    "an iPhone's": (phone_photo("HEIF"), "IMG_2041.HEIC"),
    "an AVIF": (phone_photo("AVIF"), "photo.avif"),
    "a .jfif": (photo("JPEG"), "photo.jfif"),
    "a .jpe": (photo("JPEG"), "photo.jpe"),
    "a PNG that calls itself .jpg": (photo("PNG"), "photo.jpg"),
    "a JPEG that calls itself .png": (photo("JPEG"), "photo.png"),
    "a HEIC that calls itself .jpg": (phone_photo("HEIF"), "photo.jpg"),
    "without an ending": (photo("WEBP"), "photo"),
}


@pytest.mark.parametrize(("content", "name"), BROUGHT.values(), ids=BROUGHT)
@pytest.mark.parametrize("way", ["wagtailimages:add", "wagtailimages_chooser:create", "wagtailimages:add_multiple"])
def test_what_a_phone_brings_comes_in_whatever_it_is_called(newham, content, name, way):
    browser = logged_in(member_of(newham))
    prefix = "image-chooser-upload-" if "chooser" in way else ""
    field = "files[]" if "multiple" in way else f"{prefix}file"
    data = {f"{prefix}title": "", field: upload(content, name), f"{prefix}collection": collection_of(newham).pk}

    browser.post(reverse(way), data)

    mine = Picture.objects.get()
    kept = mine.file.read()
    assert Image.open(io.BytesIO(kept)).size == (60, 40)
    assert Image.open(io.BytesIO(kept)).format in ("JPEG", "PNG", "WEBP")
    assert not any(secret in kept for secret in SECRETS)
    assert mine.get_rendition("width-320|format-webp").width == 60


# -- colours and what can be seen through


def test_sixteen_bits_of_grey_keep_their_shades():
    image = Image.new("I;16", (3, 1))
    for place, value in enumerate((0, 0x8000, 0xFFFF)):
        image.putpixel((place, 0), value)

    kept = made_from(saved(image, "PNG"), "photo.png").convert("L")

    assert [kept.getpixel((place, 0)) for place in range(3)] == [0, 128, 255]


def grey_png(depth: int, values: list[int], transparent: int) -> bytes:
    """A PNG of one row in shades of `depth` bits, of which one is see-through."""
    bits = "".join(f"{value:0{depth}b}" for value in values)
    row = b"\0" + int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    head = struct.pack(">IIBBBBB", len(values), 1, depth, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"tRNS", struct.pack(">H", transparent)), (b"IDAT", zlib.compress(row)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said)) for name, said in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_a_see_through_shade_stays_see_through(depth):
    most = 2**depth - 1

    kept = made_from(grey_png(depth, [0, most, 0], most), "photo.png")

    assert [kept.convert("RGBA").getpixel((place, 0))[3] for place in range(3)] == [255, 0, 255]
    assert kept.convert("RGBA").getpixel((0, 0))[0] == 0


def test_a_see_through_colour_stays_see_through():
    image = Image.new("RGB", (2, 1), "red")
    image.putpixel((1, 0), (0, 0, 255))

    kept = made_from(saved(image, "PNG", transparency=(0, 0, 255)), "photo.png").convert("RGBA")

    assert (kept.getpixel((0, 0)), kept.getpixel((1, 0))[3]) == ((255, 0, 0, 255), 0)


# -- foreign code


def jpeg_with_exif(exif: bytes) -> bytes:
    plain = saved(Image.new("RGB", (60, 40), "red"), "JPEG")
    said = b"Exif\0\0" + exif
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said + plain[2:]


def test_a_photo_that_says_its_resolution_in_words_comes_in():
    tags = [(0x0112, 3, 1, struct.pack("<HH", 6, 0)), (0x011A, 2, 4, b"abc\0"), (0x0128, 2, 4, b"abc\0")]
    said = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHI", *tag[:3]) + tag[3] for tag in tags) + bytes(4)

    assert made_from(jpeg_with_exif(b"II*\0\x08\0\0\0" + said)).size == (40, 60)


@pytest.mark.parametrize("seed", range(300))
def test_no_shaken_exif_is_an_error(seed):
    shake = random.Random(seed)
    image = Image.new("RGB", (60, 40))
    exif = image.getexif()
    exif[ORIENTATION], exif[0x011A], exif[0x0128], exif[0x8825] = 6, 72.0, 2, {1: "N", 2: (51.0, 30.0, 0.0)}
    block = bytearray(exif.tobytes()[6:])
    for _ in range(shake.randint(1, 8)):
        block[shake.randrange(len(block))] = shake.randrange(256)

    assert sorted(made_from(jpeg_with_exif(bytes(block))).size) == [40, 60]


class Whatever(Exception):
    """What no decoder has raised so far."""


@pytest.mark.parametrize("when", ["load", "load_prepare", "_open"])
@pytest.mark.parametrize("error", [Whatever, RecursionError, MemoryError, ZeroDivisionError, KeyError])
def test_whatever_a_decoder_raises_the_picture_is_damaged(newham, monkeypatch, when, error):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, when, fail)
    data = {"title": "", "file": upload(photo(), "photo.jpg"), "collection": collection_of(newham).pk}

    response = logged_in(member_of(newham)).post(reverse("wagtailimages:add"), data)

    assert response.context["form"].errors["file"] == [DAMAGED]


@given(st.data())
def test_a_broken_picture_is_made_anew_or_refused_with_a_sentence(data):
    whole = bytearray(data.draw(st.sampled_from([content for content, _name in BROUGHT.values()])))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(whole[: data.draw(st.integers(1, len(whole)))])

    try:
        size = made_from(broken).size
    except ValidationError:
        return

    assert max(size) <= decoding.LONGEST_SIDE_KEPT


# -- what it may cost

MEASURE = """
import io, sys
from PIL import Image
from articles.media import decoding

def most(): return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) * 1024

decoding.MOST_BYTES = 2**40
content = open(sys.argv[1], "rb").read()
picture = Image.open(io.BytesIO(content))
before = most()
decoding.unpacked(picture, depth=decoding.depth_in(content))
print(most() - before, decoding.cost_of(Image.open(io.BytesIO(content))))
"""
NOISE = Image.effect_noise((400, 300), 40).resize((2000, 1500))
SIZED = {
    "PNG": ("PNG", "RGBA", {}),
    "PNG, grey": ("PNG", "L", {"transparency": 3}),
    "PNG, see-through": ("PNG", "RGB", {"transparency": (1, 2, 3)}),
    "PNG, palette": ("PNG", "P", {}),
    "PNG, black and white": ("PNG", "1", {}),
    "WebP": ("WEBP", "RGBA", {}),
    "AVIF": ("AVIF", "RGBA", {"speed": 10}),
    "HEIC": ("HEIF", "RGBA", {}),
    "JPEG": ("JPEG", "RGB", {}),
    "JPEG in passes": ("JPEG", "RGB", {"progressive": True, "subsampling": 0}),
}


@pytest.mark.no_database
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says what a process took at most")
@pytest.mark.parametrize(("kind", "mode", "options"), SIZED.values(), ids=SIZED)
def test_a_picture_costs_no_more_memory_than_its_head_says(tmp_path, kind, mode, options):
    file = tmp_path / "picture"
    file.write_bytes(saved(NOISE.resize((4000, 3000)).convert(mode), kind, **options))

    told = subprocess.run([sys.executable, "-c", MEASURE, file], cwd=ROOT, capture_output=True, text=True, check=True)

    took, expected = map(int, told.stdout.split())
    assert took <= expected * 1.1


@pytest.mark.parametrize("content", [bomb(6300), bomb(8, wide=4_875_000), bomb(5000)], ids=["wide", "long", "40 MP"])
def test_a_small_file_that_would_cost_much_is_refused_before_it_is_unpacked(monkeypatch, content):
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("unpacked"))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _self: pytest.fail("unpacked"))
    monkeypatch.setattr(decoding, "MOST_BYTES", 5000 * 5000 * 13 - 1)

    with pytest.raises(ValidationError, match="too big"):
        pixels_only(io.BytesIO(content), "photo.png")


def test_a_large_photo_is_kept_no_larger_than_anybody_needs():
    kept = made_from(saved(NOISE.resize((8000, 6000)), "JPEG"))

    assert kept.size == (2560, 1920)


def test_one_picture_is_unpacked_at_a_time(monkeypatch):
    inside, most = [], []
    prepare = JpegImagePlugin.JpegImageFile.load_prepare

    def slowly(self):
        inside.append(self)
        most.append(len(inside))
        threading.Event().wait(0.05)
        inside.pop()
        return prepare(self)

    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "load_prepare", slowly)
    threads = [threading.Thread(target=made_from, args=(photo(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(most), max(most)) == (4, 1)
