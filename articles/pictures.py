"""What is left of a picture when it comes in: its pixels, the right way up. Nothing about who took it, where or with what."""

from __future__ import annotations

import io
import secrets
import zipfile
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from articles.media.decoding import Damaged, TooDear, depth_in, unpacked

# Pillow's name for what is in a file, whatever the file is called; and as what it is written again. What browsers do not
# all show becomes a JPEG.
KINDS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "JPEG", "HEIF": "JPEG"}
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
WRITTEN_AS: dict[str, dict[str, Any]] = {"JPEG": {"quality": 90}, "PNG": {}, "WEBP": {"quality": 90}}

# A file that is a picture and something else at once is made to fool somebody.
SIGNS_OF_SOMETHING_ELSE = (b"<script", b"<html", b"<!doctype", b"<?php", b"%pdf-")


class MadeAnew(ContentFile):
    """A picture that we wrote, and what its sender called the one that it was made from."""

    def __init__(self, content: bytes, *, name: str, called: str) -> None:
        super().__init__(content, name=name)
        self.called = called


def pixels_only(file: IO[bytes], called: str) -> MadeAnew:
    """The picture written anew, under a random name. Raises ValidationError with a sentence where it is no picture of ours.

    What it will cost is read from the first bytes and judged before anything is unpacked: 5 KB can hold a picture that
    fills the whole memory.
    """
    file.seek(0)
    content = file.read(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1)
    if len(content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise ValidationError(_("This picture is too heavy. Save it smaller, under 10 MB, and try again."))
    if _is_something_else_too(content):
        raise ValidationError(_("There is something else hidden in this file. Save the picture anew and try again."))
    with _opened(content) as picture:
        _refuse_moving(picture)
        kind = KINDS[str(picture.format)]
        try:
            pixels = _in_screen_colours(unpacked(picture, depth=depth_in(content)))
        except TooDear:
            raise ValidationError(_too_many_pixels()) from None
        except Damaged:
            raise ValidationError(_damaged()) from None
    return _written_anew(pixels, kind, called)


def _opened(content: bytes) -> Image.Image:
    """Its head alone is read here. Whatever that raises, the file is none of the pictures that we know, or damaged."""
    try:
        return Image.open(io.BytesIO(content), formats=[kind for kind in KINDS if kind != "MPO"])
    except Image.DecompressionBombError:
        raise ValidationError(_too_many_pixels()) from None
    except Exception as reason:
        known = content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF"))
        raise ValidationError(_damaged() if known else _cannot_be_used()) from reason


def _refuse_moving(picture: Image.Image) -> None:
    """Several pictures in one HEIC are one after another on the phone, and the first is meant."""
    if picture.format not in ("MPO", "HEIF") and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(_("Moving pictures are hard on some people. Choose one that stands still, or a video."))


def _written_anew(pixels: Image.Image, kind: str, called: str) -> MadeAnew:
    if kind == "JPEG" and pixels.mode == "RGBA":
        kind = "PNG"
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    written = io.BytesIO()
    bare.save(written, kind, **WRITTEN_AS[kind])
    return MadeAnew(written.getvalue(), name=secrets.token_hex(12) + ENDINGS[kind], called=called)


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    """The picture in sRGB, which needs no colour profile: a profile can name the camera and its owner."""
    profile = picture.info.get("icc_profile")
    wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=wanted)
        except Exception:
            converted = None  # a broken profile: the colours as they stand are the best there is
        if converted is not None:
            return converted
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _is_something_else_too(content: bytes) -> bool:
    lowered = content.lower()
    return any(sign in lowered for sign in SIGNS_OF_SOMETHING_ELSE) or zipfile.is_zipfile(io.BytesIO(content))


def _too_many_pixels() -> str:
    return _("This picture is too big. Make it smaller, at most 4,000 by 4,000 pixels, and try again.")


def _damaged() -> str:
    return _("This picture is damaged. Save it anew and try again.")


def _cannot_be_used() -> str:
    return _(
        "This is not a picture we can use. Choose a photo from your phone, or a JPEG, PNG, WebP, HEIC or AVIF file."
    )
