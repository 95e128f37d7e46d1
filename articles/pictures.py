"""What is left of a picture when it comes in: its pixels, the right way up. Nothing about who took it, where or with what."""

from __future__ import annotations

import io
import secrets
import zipfile
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

# Pillow's name for what is in the file, the endings it may have, and how it is written again.
ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
WRITTEN_AS = {"JPEG": {"quality": 90}, "PNG": {}, "WEBP": {"quality": 90}}

# A file that is a picture and something else at once is made to fool somebody.
SIGNS_OF_SOMETHING_ELSE = (b"<script", b"<html", b"<!doctype", b"<?php", b"%pdf-")
MODES_KEPT = ("RGB", "RGBA", "L")


def pixels_only(file: IO[bytes], name: str) -> ContentFile:
    """The picture written anew, under a random name. Raises ValidationError with a sentence where it is no picture of ours.

    Its size is read from the first bytes and judged before anything is unpacked: 15 KB can hold a picture that fills
    the whole memory.
    """
    file.seek(0)
    content = file.read(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1)
    if len(content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise ValidationError(_("This picture is too heavy. Save it smaller, under 10 MB, and try again."))
    if _is_something_else_too(content):
        raise ValidationError(_("There is something else hidden in this file. Save the picture anew and try again."))
    with _opened(content) as picture:
        kind = _kind_of(picture)
        _refuse_wrong_ending(name, kind)
        _refuse_too_many_pixels(picture)
        _refuse_moving(picture)
        return _written_anew(picture, kind)


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=list(ENDINGS))
    except Image.DecompressionBombError:
        raise ValidationError(_too_many_pixels()) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise ValidationError(_("This is not a picture we can use. Choose a JPEG, PNG or WebP file.")) from None


def _kind_of(picture: Image.Image) -> str:
    """MPO is what some phones write: a JPEG with a second one behind it, which is left out."""
    return "JPEG" if picture.format == "MPO" else str(picture.format)


def _refuse_wrong_ending(name: str, kind: str) -> None:
    if PurePath(name).suffix.lower() not in ENDINGS[kind]:
        raise ValidationError(
            _("This file says it is something else than it is. Save it as %(ending)s and try again.")
            % {"ending": ENDINGS[kind][0]}
        )


def _refuse_too_many_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(_too_many_pixels())


def _too_many_pixels() -> str:
    return _("This picture is too big. Make it smaller, at most 6,000 by 6,000 pixels, and try again.")


def _refuse_moving(picture: Image.Image) -> None:
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(_("Moving pictures are hard on some people. Choose one that stands still, or a video."))


def _written_anew(picture: Image.Image, kind: str) -> ContentFile:
    try:
        picture.load()
        # Turned first: what changes the colours forgets which way up the picture is.
        upright = _in_screen_colours(ImageOps.exif_transpose(picture))
    except (OSError, SyntaxError, ValueError):
        raise ValidationError(_("This picture is damaged. Save it anew and try again.")) from None
    pixels = Image.new(upright.mode, upright.size)
    pixels.paste(upright)
    written = io.BytesIO()
    pixels.save(written, kind, **WRITTEN_AS[kind])
    return ContentFile(written.getvalue(), name=secrets.token_hex(12) + ENDINGS[kind][0])


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    """The picture in sRGB, which needs no colour profile: a profile can name the camera and its owner."""
    profile = picture.info.get("icc_profile")
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=wanted)
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile: the colours as they stand are the best there is
        if converted is not None:
            return converted
    return picture if picture.mode in MODES_KEPT else picture.convert(wanted)


def _is_something_else_too(content: bytes) -> bool:
    lowered = content.lower()
    return any(sign in lowered for sign in SIGNS_OF_SOMETHING_ELSE) or zipfile.is_zipfile(io.BytesIO(content))
