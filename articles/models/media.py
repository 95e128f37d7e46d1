"""Pictures, films and caption files. None of them changes once it is here (agreement/files.py)."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia

from agreement.files import UnchangingFile


def random_name(filename: str) -> str:
    """A name that says nothing of who uploaded the file or what they called it."""
    return secrets.token_hex(12) + PurePath(filename).suffix.lower()


def original_path(instance: models.Model, filename: str) -> str:
    return f"originals/{random_name(filename)}"


def film_path(instance: models.Model, filename: str) -> str:
    return f"films/{random_name(filename)}"


def captions_path(instance: models.Model, filename: str) -> str:
    return f"captions/{random_name(filename)}"


class Picture(UnchangingFile, AbstractImage):
    """An illustration. Its original is never served: readers get renditions."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_picture", "Can choose picture")]

    def get_upload_to(self, filename: str) -> str:
        return original_path(self, filename)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Film(UnchangingFile, AbstractMedia):
    """A video or sound file."""

    file = models.FileField(upload_to=film_path)

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")


class CaptionFile(UnchangingFile, AbstractDocument):
    """Captions for a video, as WebVTT."""

    file = models.FileField(upload_to=captions_path)
    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("caption file")
        verbose_name_plural = _("caption files")
        permissions = [("choose_captionfile", "Can choose caption file")]
