"""Films: what comes in is kept where nobody gets it, and readers get the film that was made of it."""

from __future__ import annotations

import io
import secrets
from datetime import timedelta
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia, MediaQuerySet, MediaType

from articles.films import ENOUGH_TO_TELL, HEAVIEST_UPLOAD, container_of, read_film, without_metadata
from articles.models.media import FileAtTheDoor, film_path, random_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MEGABYTE = 1024**2
# Whoever makes a film says every few seconds that they still do.
SILENT_FOR = timedelta(minutes=1)
MOST_ATTEMPTS = 3

TOO_HEAVY = _("This video is too heavy: 200 MB at most. Film it shorter, or save it smaller.")
NO_FILM = _("This is not a video we can use. Choose one that was filmed with a phone or a camera.")


def upload_path(instance: models.Model, filename: str) -> str:
    """Nothing in this folder is ever handed out (delivery/media.py)."""
    return f"uploads/{secrets.token_hex(12)}"


class MadeFilm(ContentFile):
    """A film that we made ourselves: from somebody's upload, or for the demo. It is ready as it comes."""


class ArrivedFilm(File):
    """What came in piece by piece. It lies in its place already, and is neither moved nor copied."""

    def __init__(self, file: IO[bytes], *, called: str, stored_as: str) -> None:
        super().__init__(file, name=called or "film")
        self.stored_as = stored_as


class FilmState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be made ready")
    BEING_MADE = "being made", _("Being made ready")
    READY = "ready", _("Ready")
    UNUSABLE = "unusable", _("Could not be used")


class WhyUnusable(models.TextChoices):
    """What is said where a film could not be used: always what to do next."""

    UNREADABLE = (
        "unreadable",
        _("We could not read this film. On your phone, save or share it again and choose it once more."),
    )
    TOO_LONG = (
        "too long",
        _("This film is longer than three minutes. Make it shorter on your phone and choose it again."),
    )


class FilmQuerySet(MediaQuerySet):
    """All that happens to a film on its way is one UPDATE with its condition: of two who try, one does it."""

    def to_be_made(self) -> FilmQuerySet:
        """Nobody has begun, or whoever did is gone."""
        gone = ExpressionWrapper(Now() - SILENT_FOR, output_field=DateTimeField())
        return self.filter(Q(state=FilmState.WAITING) | Q(state=FilmState.BEING_MADE, touched_at__lt=gone))

    def begin_one(self) -> Film | None:
        """A film that is ours to make now, if there is one: the one that came first."""
        for number in list(self.to_be_made().order_by("created_at", "pk").values_list("pk", flat=True)):
            claim = secrets.token_hex(16)
            if (
                self.to_be_made()
                .filter(pk=number)
                .update(
                    state=FilmState.BEING_MADE, claim=claim, touched_at=Now(), attempts=F("attempts") + 1, percent=0
                )
            ):
                return self.filter(pk=number, claim=claim).first()
        return None

    def held(self, film: Film) -> FilmQuerySet:
        """This film, as long as whoever claimed it so may make it."""
        return self.filter(pk=film.pk, state=FilmState.BEING_MADE, claim=film.claim)


class Film(FileAtTheDoor, AbstractMedia):
    """A video file. Readers get `file`, which we made; `upload` is what somebody sent, and goes when that is done."""

    file = models.FileField(_("file"), upload_to=film_path, blank=True)
    upload = models.FileField(upload_to=upload_path, blank=True, editable=False)
    state = models.CharField(max_length=20, choices=FilmState, default=FilmState.READY, editable=False)
    why = models.CharField(max_length=20, blank=True, editable=False)  # one of WhyUnusable
    claim = models.CharField(max_length=32, blank=True, editable=False)
    touched_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    percent = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = FilmQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection")
    shown_beside = ("width", "height", "duration")

    # What is written while a film is made ready, by others than whoever has its form open.
    ON_ITS_WAY = ("file", "upload", "state", "why", "claim", "touched_at", "attempts", "percent", *shown_beside)

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")

    def let_in(self, called: str) -> None:
        self.type = MediaType.VIDEO
        if isinstance(self.file.file, MadeFilm):
            self.take_over(self.file.file.read())
            return
        if not self._state.adding:
            raise ValidationError(_("A file cannot be swapped. Upload the new one, then choose it instead."))
        if self.file.size > HEAVIEST_UPLOAD:
            raise ValidationError(TOO_HEAVY)
        self.file.file.seek(0)
        if container_of(self.file.file.read(ENOUGH_TO_TELL)) is None:
            raise ValidationError(NO_FILM)
        self.file.file.seek(0)
        arrived = self.file.file
        self.upload = arrived.stored_as if isinstance(arrived, ArrivedFilm) else arrived
        self.file, self.state = "", FilmState.WAITING

    def take_over(self, content: bytes) -> None:
        """A film that we made becomes the film that readers get. Raises NotAFilm."""
        facts = read_film(io.BytesIO(content))
        name = random_name(f"film.{facts.format.value}")
        self.file = ContentFile(without_metadata(content), name=name)
        self.state, self.duration, self.width, self.height = (
            FilmState.READY,
            facts.seconds or 0,
            facts.width,
            facts.height,
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What a form that was opened earlier knows of a film on its way is older than what stands."""
        if not (self._state.adding or self.is_ready or kwargs.get("update_fields")):
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = names.difference(self.ON_ITS_WAY)
        super().save(*args, **kwargs)

    def _file_was_replaced(self) -> bool:
        return bool(self.file or self.is_ready) and super()._file_was_replaced()

    @property
    def is_ready(self) -> bool:
        return self.state == FilmState.READY

    @property
    def is_settled(self) -> bool:
        return self.state in (FilmState.READY, FilmState.UNUSABLE)

    def what_it_needs(self) -> str | StrPromise:
        """What is said to whoever would send in a page with this film; nothing where it is ready."""
        if self.state == FilmState.UNUSABLE:
            return WhyUnusable(self.why or WhyUnusable.UNREADABLE).label
        return "" if self.is_ready else _("Your film is still being made ready. You can go on writing.")

    @property
    def filename(self) -> str:
        return PurePath(str(self.file.name)).name if self.file else str(self.get_state_display())

    @property
    def url(self) -> str:
        return self.file.url if self.file else ""

    def megabytes(self) -> float:
        return self.file.size / MEGABYTE
