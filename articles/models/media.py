"""Pictures, films and caption files: what may come in, and what is left of it. None of them changes once it is here."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtailmedia.models import AbstractMedia, MediaType

from agreement.files import UnchangingFile
from articles.captions import read_captions
from articles.films import NotAFilm, read_film, without_metadata
from articles.pictures import pixels_only

# Some room above what can be sent in, so that a film can be looked at before somebody makes it lighter.
HEAVIEST_FILM = 30 * 1024**2


def random_name(filename: str) -> str:
    """A name that says nothing of who uploaded the file or what they called it."""
    return secrets.token_hex(12) + PurePath(filename).suffix.lower()


def original_path(instance: models.Model, filename: str) -> str:
    return f"originals/{random_name(filename)}"


def film_path(instance: models.Model, filename: str) -> str:
    return f"films/{random_name(filename)}"


def captions_path(instance: models.Model, filename: str) -> str:
    return f"captions/{random_name(filename)}"


class FileAtTheDoor(UnchangingFile):
    """A file that is looked at once, on its way in, whichever way it comes: a form, a chooser, a script."""

    class Meta:
        abstract = True

    _let_in = ""

    def clean(self) -> None:
        super().clean()
        self.look_at_new_file()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.look_at_new_file()
        super().save(*args, **kwargs)

    def look_at_new_file(self) -> None:
        """Let a new file in, or raise ValidationError with a sentence at the field. What is here already stays as it is."""
        file = self.file  # type: ignore[attr-defined]
        if not file or file._committed or file.name == self._let_in:
            return
        called = file.name
        try:
            self.let_in(called)
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from refusal
        self._let_in = self.file.name  # type: ignore[attr-defined]
        if _sounds_like(self.title, called):  # type: ignore[has-type]
            self.title = self.neutral_title()

    def let_in(self, called: str) -> None:
        """Judge the new file, which its sender called so, and keep of it what may be kept. Raises ValidationError."""
        raise NotImplementedError

    @classmethod
    def neutral_title(cls) -> str:
        """A title for somebody who gave none: a file's own name may be a person's or a place's."""
        return gettext("%(kind)s, added on %(day)s") % {
            "kind": str(cls._meta.verbose_name).capitalize(),
            "day": date_format(timezone.localdate()),
        }


def _sounds_like(title: str, called: str) -> bool:
    """Whether a title is a file's name, as forms fill it in: without the ending, or with spaces for hyphens."""
    said = _letters(title)
    return said in ("", _letters(called), _letters(PurePath(called).stem))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


class Picture(FileAtTheDoor, AbstractImage):
    """An illustration. Its original is never served: readers get renditions."""

    admin_form_fields = (
        *("title", "file", "collection"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_picture", "Can choose picture")]

    def get_upload_to(self, filename: str) -> str:
        return original_path(self, filename)

    def let_in(self, called: str) -> None:
        self.file = pixels_only(self.file.file, called)
        self.file_size, self.file_hash = self.file.size, ""


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Film(FileAtTheDoor, AbstractMedia):
    """A video file. How long it runs is read from the file, so that nobody has to type it."""

    file = models.FileField(upload_to=film_path)

    admin_form_fields = ("title", "file", "collection")

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")

    def let_in(self, called: str) -> None:
        if self.file.size > HEAVIEST_FILM:
            raise ValidationError(_("This video is too heavy. Save it smaller: 3 MB a minute, three minutes at most."))
        try:
            facts = read_film(self.file.file)
        except NotAFilm:
            raise ValidationError(_("This is not a video we can use. Save it as MP4 or WebM and try again.")) from None
        if PurePath(called).suffix.lower() != f".{facts.format.value}":
            raise ValidationError(
                _("This file says it is something else than it is. Name it .%(ending)s and try again."),
                params={"ending": facts.format.value},
            )
        self.file.file.seek(0)
        self.file = ContentFile(without_metadata(self.file.file.read()), name=random_name(called))
        self.type = MediaType.VIDEO
        self.duration = facts.seconds or 0
        self.width, self.height = facts.width, facts.height

    def megabytes(self) -> float:
        return self.file.size / 1024**2


class CaptionFile(FileAtTheDoor, AbstractDocument):
    """Captions for a video, as WebVTT."""

    file = models.FileField(upload_to=captions_path)

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("caption file")
        verbose_name_plural = _("caption files")
        permissions = [("choose_captionfile", "Can choose caption file")]

    def let_in(self, called: str) -> None:
        if PurePath(called).suffix.lower() != ".vtt":
            raise ValidationError(_("Captions come in a file that ends in .vtt. Save them as WebVTT and try again."))
        read_captions(self.file.file)
        self.file.file.seek(0)
        self.file_size, self.file_hash = self.file.size, ""

    def said(self) -> list[str]:
        """What the captions say, one by one. Raises ValidationError where the file holds none."""
        with self.file.storage.open(str(self.file.name), "rb") as stream:
            return read_captions(stream)
