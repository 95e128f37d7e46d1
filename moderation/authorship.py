"""Who wrote the words: read from the revisions, since the content was last agreed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from django.db import Error as DatabaseError
from django.db.models import QuerySet
from wagtail.models import Page, Revision

from agreement.hashing import bytes_are_missing, content_hash
from agreement.models import Agreement
from languages.translations import typed_since
from moderation.errors import CannotBeRead

logger = logging.getLogger(__name__)

NOBODYS_HASH = ""
"""That of a revision that cannot be read: no words have it."""


def page_as(revision: Revision) -> Page:
    """The page as this revision says it. Raises CannotBeRead, whatever the libraries that read it raise.

    What may be otherwise in a moment, a disk or a database that does not answer, is raised as it is.
    """
    try:
        return revision.as_object()
    except (OSError, DatabaseError):
        raise
    except Exception as error:  # foreign code, over what was kept for years
        logger.exception("revision %s cannot be read", revision.pk)
        raise CannotBeRead from error


def pages_as(revisions: Iterable[Revision]) -> Iterator[Page]:
    """The same of each that can be read."""
    for revision in revisions:
        with suppress(CannotBeRead):
            yield page_as(revision)


def revision_hash(revision: Revision) -> str:
    """The content hash of a page as this revision says it; where it cannot be read, one that no words have."""
    try:
        return content_hash(page_as(revision))
    except CannotBeRead:
        return NOBODYS_HASH


def waits_for_its_files(revision: Revision) -> bool:
    """Whether a file that this revision shows cannot be found in the storage, where it may be again in a moment."""
    try:
        return bytes_are_missing(page_as(revision))
    except CannotBeRead:
        return False


def writers_of(page: Page) -> set[int]:
    """Ids of the users who changed the words of `page` since they were last agreed (ever, if they never were).

    Where the agreed words were taken from readers, since those: whoever brings back words that were replaced wrote them.
    Saving without changing a word makes nobody a writer, and going back to the agreed words neither: it takes no words
    from their authors, who wrote them still when somebody brings them back. Typing in the translation editor does, from the moment it is
    typed, whoever then saves the page or sends it in.
    """
    about = Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code)
    last = about.last_word()
    return _writers(page, page.revisions.all(), since=about.first_of_a_row(last) if last else None)


def writers_of_revision(revision: Revision) -> set[int]:
    """Ids of the users who wrote the words of an agreed `revision`, since those that were agreed before them."""
    page, own = revision.content_object, revision_hash(revision)
    about = Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code)
    this = about.filter(content_hash=own).order_by("-agreed_at").first()
    before = about.filter(agreed_at__lt=this.agreed_at).exclude(content_hash=own).last_word() if this else None
    older = page.revisions.filter(created_at__lte=revision.created_at)
    return _writers(page, older, since=about.first_of_a_row(before) if before else None)


def _writers(page: Page, revisions: QuerySet[Revision], *, since: Agreement | None) -> set[int]:
    """Who changed the words in any of `revisions`, the newest first, down to the one that was agreed in `since`.

    Not down to the newest one that says the same: whoever went back to the agreed words in between would take their
    words from the authors of what somebody then brings back.
    """
    agreed_hash = since.content_hash if since else NOBODYS_HASH
    writers: set[int] = set()
    newer: Revision | None = None
    newer_hash = NOBODYS_HASH
    back_at_the_agreed: tuple[set[int], datetime] | None = None
    for revision in revisions.order_by("-created_at", "-id").iterator():
        older_hash = revision_hash(revision)
        if newer is not None and newer.user_id and _is_new(newer_hash, beside=(older_hash, agreed_hash)):
            writers.add(newer.user_id)
        if since is not None and older_hash == agreed_hash:
            if newer is None or revision.created_at <= since.agreed_at:
                return writers | typed_since(page, revision.created_at)
            back_at_the_agreed = set(writers), revision.created_at
        newer, newer_hash = revision, older_hash
    if back_at_the_agreed is not None:
        # What was agreed then is not kept any more: the oldest that says it stands for it.
        writers, moment = back_at_the_agreed
        return writers | typed_since(page, moment)
    if newer is not None and newer.user_id:
        writers.add(newer.user_id)
    return writers | typed_since(page, None)


def _is_new(own: str, *, beside: tuple[str, str]) -> bool:
    """Whether a revision says something else than these. Where nobody can read what it says, somebody wrote it all the same."""
    return own == NOBODYS_HASH or own not in beside


def everybody_who_wrote(page: Page) -> set[int]:
    """Ids of all users who ever saved this page or typed in its translation editor."""
    saved = page.revisions.exclude(user=None).values_list("user_id", flat=True)
    return set(saved) | typed_since(page, None)
