"""What follows from what happens to pages, and what becomes of the films that come in."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from wagtail.models import Page

from articles.films import NotAFilm
from articles.media.conversion import CouldNotMake, NoLongerOurs, Still, made_anew
from articles.models import Film, FilmState, Picture, SaysTheSame, VideoPage
from articles.models.films import MOST_ATTEMPTS, WhyUnusable
from articles.models.versions import KeepsUp
from articles.pictures import pixels_only


@transaction.atomic
def note_what_was_agreed(page: Page) -> None:
    """These words were agreed: the versions that are not out of date say the same, for readers too."""
    if isinstance(page, KeepsUp):
        SaysTheSame.objects.all().note_agreed(page, page.rows_once_agreed())


def convert_waiting_films() -> int:
    """Make every film ready that waits for it. Returns of how many it is known now whether they can be used.

    May run twice at once and be killed at any moment: a film whose maker is gone is begun again, three times at most. Its
    upload goes when the film, or that there will be none, stands in its row; what a killed process left of either is nobody's
    file, public to nobody, and deleted in the night (articles/media/orphaned_files.py).
    """
    settled = 0
    while film := Film.objects.begin_one():
        settled += _settle(film)
    return settled


@transaction.atomic
def show_before_it_plays(page: VideoPage, still: Still, *, user: Any) -> None:
    """The draft of this page shows this picture out of its film. What was said of another picture is not true of it."""
    assert page.film is not None
    page.image = Picture.objects.create(
        title=_("Out of the film, at %(time)s") % {"time": still.clock},
        file=pixels_only(ContentFile(still.jpeg), "still.jpg"),
        collection=page.film.collection,
        uploaded_by_user=user,
    )
    page.image_alt = ""
    page.save_revision(user=user, log_action=True)


def _settle(film: Film) -> bool:
    if film.attempts > MOST_ATTEMPTS:
        return _cannot_be_used(film, WhyUnusable.UNREADABLE)
    try:
        with film.upload.storage.open(str(film.upload.name), "rb") as uploaded:
            content = made_anew(uploaded, is_still_ours=lambda percent: _go_on(film, percent))
        film.take_over(content)
    except NoLongerOurs:
        return False
    except CouldNotMake as reason:
        return _cannot_be_used(film, WhyUnusable.TOO_LONG if reason.is_too_long else WhyUnusable.UNREADABLE)
    except (NotAFilm, FileNotFoundError):
        return _cannot_be_used(film, WhyUnusable.UNREADABLE)
    return _is_ready(film)


def _go_on(film: Film, percent: int) -> bool:
    return bool(Film.objects.held(film).update(touched_at=Now(), percent=percent))


def _is_ready(film: Film) -> bool:
    storage, made = film.file.storage, film.file.file
    name = storage.save(film.file.field.generate_filename(film, str(film.file.name)), ContentFile(made.read()))
    facts = {"duration": film.duration, "width": film.width, "height": film.height}
    if not Film.objects.held(film).update(file=name, upload="", state=FilmState.READY, claim="", percent=100, **facts):
        storage.delete(name)
        return False
    _forget_upload(film.upload.storage, film.upload.name)
    return True


def _cannot_be_used(film: Film, why: WhyUnusable) -> bool:
    if not Film.objects.held(film).update(state=FilmState.UNUSABLE, why=why, upload="", claim=""):
        return False
    _forget_upload(film.upload.storage, film.upload.name)
    return True


def _forget_upload(storage: Storage, name: str | None) -> None:
    if name:
        storage.delete(name)
