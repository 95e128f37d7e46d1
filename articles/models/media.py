"""Pictures and caption files: what may come in, and what is left of it. None of them changes once it is here."""

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

from agreement.days import LONDON
from agreement.files import UnchangingFile
from articles.captions import made_anew, read_captions, read_stored
from articles.media.decoding import one_at_a_time
from articles.media.subtitles import Subtitles
from articles.pictures import MadeAnew, pixels_only


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

    _let_in: str | None = ""

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
        called = self.called_by_its_sender()
        try:
            self.let_in(called)
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from refusal
        self._let_in = self.file.name  # type: ignore[attr-defined]
        if _sounds_like(self.title, called):  # type: ignore[has-type]
            self.title = self.neutral_title()

    def called_by_its_sender(self) -> str:
        return self.file.name  # type: ignore[attr-defined]

    def let_in(self, called: str) -> None:
        """Judge the new file, which its sender called so, and keep of it what may be kept. Raises ValidationError."""
        raise NotImplementedError

    @classmethod
    def neutral_title(cls) -> str:
        """A title for somebody who gave none: a file's own name may be a person's or a place's."""
        now = timezone.localtime(timezone=LONDON)
        return gettext("%(kind)s, %(day)s, %(time)s") % {
            "kind": str(cls._meta.verbose_name).capitalize(),
            "day": date_format(now, "j F"),
            "time": now.strftime("%H:%M"),
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
    shown_beside = ("width", "height", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_picture", "Can choose picture")]

    def get_upload_to(self, filename: str) -> str:
        return original_path(self, filename)

    def called_by_its_sender(self) -> str:
        return self.file.file.called if isinstance(self.file.file, MadeAnew) else self.file.name

    def let_in(self, called: str) -> None:
        if not isinstance(self.file.file, MadeAnew):
            self.file = pixels_only(self.file.file, called)
        self.file_size, self.file_hash = self.file.size, ""

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:
        """Wagtail's own, one picture at a time: originals from before they were kept smaller are dear."""
        with one_at_a_time:
            return super().generate_rendition_file(filter, source=source)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CaptionFile(FileAtTheDoor, AbstractDocument):
    """Captions for a video, as WebVTT."""

    file = models.FileField(upload_to=captions_path)

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("caption file")
        verbose_name_plural = _("caption files")
        permissions = [("choose_captionfile", "Can choose caption file")]

    def let_in(self, called: str) -> None:
        self.file = ContentFile(made_anew(self.file.file), name=random_name("captions.vtt"))
        self.file_size, self.file_hash = self.file.size, ""

    def subtitles(self) -> Subtitles:
        """The captions that readers get, and what is wrong with a file that came in before anybody looked."""
        with self.file.storage.open(str(self.file.name), "rb") as stream:
            return read_stored(stream)

    def said(self) -> list[str]:
        """What the captions say, one by one. Raises ValidationError where the file holds none."""
        with self.file.storage.open(str(self.file.name), "rb") as stream:
            return read_captions(stream)
