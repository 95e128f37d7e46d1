"""Who wrote the words: read from the revisions, since the content was last agreed."""

from __future__ import annotations

from wagtail.models import Page, Revision

from agreement.hashing import content_hash
from agreement.models import Agreement
from languages.translations import typed_since


def revision_hash(revision: Revision) -> str:
    """The content hash of a page as this revision says it."""
    return content_hash(revision.as_object())


def writers_of(page: Page) -> set[int]:
    """Ids of the users who changed the words of `page` since they were last agreed (ever, if they never were).

    Saving without changing a word makes nobody a writer. Typing in the translation editor does, from the moment it is
    typed, whoever then saves the page or sends it in.
    """
    agreed = set(
        Agreement.objects.about(content_id=page.translation_key, locale=page.locale.language_code).values_list(
            "content_hash", flat=True
        )
    )
    writers: set[int] = set()
    newer: Revision | None = None
    newer_hash = ""
    for revision in page.revisions.order_by("-created_at", "-id").iterator():
        older_hash = revision_hash(revision)
        if newer is not None and newer_hash != older_hash and newer.user_id:
            writers.add(newer.user_id)
        if older_hash in agreed:
            return writers | typed_since(page, revision.created_at)
        newer, newer_hash = revision, older_hash
    if newer is not None and newer.user_id:
        writers.add(newer.user_id)
    return writers | typed_since(page, None)


def everybody_who_wrote(page: Page) -> set[int]:
    """Ids of all users who ever saved this page or typed in its translation editor."""
    saved = page.revisions.exclude(user=None).values_list("user_id", flat=True)
    return set(saved) | typed_since(page, None)
