"""A translated page from its source and from what was typed beside it, in memory alone."""

from __future__ import annotations

from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField, copy_synchronised_fields
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments import OverridableSegmentValue
from wagtail_localize.segments.ingest import ingest_segments


class SameInEveryLanguage(SynchronizedField):
    """A field of a page that is never translated: its translations have what the source has."""

    def is_overridable(self, obj: object) -> bool:
        return False


def put_together(source: TranslationSource, locale: Locale) -> Page:
    """The page in this language as segments and source have it, in memory alone. Raises where there is no page yet."""
    original = source.as_instance()
    page = source.get_translated_instance(locale)
    own_address = page.slug
    copy_synchronised_fields(original, page)
    segments = source._get_segments_for_translation(locale, fallback=True)
    ingest_segments(original, page, source.locale, locale, [part for part in segments if not _is_chosen_anew(part)])
    # It began as the source's. Whoever gave it one in its own language keeps it.
    page.slug = find_available_slug(page.get_parent(), own_address, ignore_page_id=page.pk)
    return page


def _is_chosen_anew(part: object) -> bool:
    """Another picture or page in place of the source's. A link may differ from language to language; these do not.

    wagtail-localize takes the number of any row, also of another panel's picture or draft (`edit_override`).
    """
    return isinstance(part, OverridableSegmentValue) and not isinstance(part.data, str)
