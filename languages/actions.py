"""The one way in which a translation is saved: as a draft, like anybody's words, to be sent in like any page."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Revision, TaskState, get_page_models
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from agreement.hashing import content_hash
from languages.errors import NotThisWay
from languages.models import BEING_WRITTEN, TranslatedFrom
from languages.segments import put_together
from languages.translations import WORDS_THAT_MEAN_A_LANGUAGE

# -- beginning, and keeping up


@transaction.atomic
def start(source: Page, locale: Locale, *, user: Any) -> Page:
    """The page in this language, ready for the side-by-side editor. One that was made by hand keeps its words."""
    record, _created = TranslationSource.update_or_create_from_instance(source)
    translation, created = Translation.objects.get_or_create(source=record, target_locale=locale)
    page = _page_in(record, locale)
    # Begun twice, nothing was made by hand: short texts that nobody has translated yet would count as translated.
    if page is not None and (created or not translation.enabled):
        _keep_words_made_by_hand(translation, page.specific.get_latest_revision_as_object())
    Translation.objects.filter(pk=translation.pk).update(enabled=True)
    save_draft(translation, user=user)
    return Page.objects.get(translation_key=source.translation_key, locale=locale).specific


@transaction.atomic
def bring_up_to_date(translation: Translation, *, user: Any) -> None:
    """Read the source's words again. What did not change stays translated; what did is to be translated anew.

    The source is one for all languages: the others' drafts follow, unless they are being voted on or checked.
    """
    translation.source.update_from_db()
    for other in translation.source.translations.filter(enabled=True).select_related("target_locale"):
        save_draft(other, user=user)


def _keep_words_made_by_hand(translation: Translation, page: Page) -> None:
    """Give each text of the source the words that stand in its place in `page`, unless they are the source's own."""
    there = defaultdict(list)
    for found in extract_segments(page):
        if isinstance(found, StringSegmentValue):
            there[found.path].append(found.string.data)
    wanted = defaultdict(list)
    for segment in translation.source.stringsegment_set.select_related("context", "string").order_by("order"):
        wanted[segment.context.path].append(segment)
    for path, segments in wanted.items():
        texts = there[path]
        if len(segments) != len(texts):
            continue  # nobody can tell which belongs to which
        for segment, text in zip(segments, texts, strict=True):
            if text != segment.string.data or len(text.split()) < WORDS_THAT_MEAN_A_LANGUAGE:
                StringTranslation.objects.get_or_create(
                    translation_of_id=segment.string_id,
                    context_id=segment.context_id,
                    locale=translation.target_locale,
                    defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
                )


# -- saving


@transaction.atomic
def save_draft(translation: Translation, *, user: Any) -> None:
    """What was typed so far, as a draft by `user`. Nothing happens where nothing changed, or while the words must stay.

    While a ballot or a check is open the page stays as it is, and what is typed waits for the next round.
    """
    # Two texts saved at once: the second waits, then reads what the first has written.
    translation = Translation.objects.select_for_update().get(pk=translation.pk)
    source, locale = translation.source, translation.target_locale
    page = _page_in(source, locale)
    if page is None or not page.workflow_in_progress:
        _save(source, locale, user=user)


@transaction.atomic
def save_as_draft_only(
    source: TranslationSource,
    locale: Locale,
    user: Any = None,
    publish: bool = True,
    copy_parent_pages: bool = False,
    fallback: bool = False,
) -> tuple[Page, bool]:
    """In place of `TranslationSource.create_or_update_translation` (one_road.py): it publishes past any vote.

    Raises NotThisWay for `publish`, and while a ballot or a check is open.
    """
    if publish:
        raise NotThisWay(_("A translation goes live like every page: send it to the panel."))
    page = _page_in(source, locale)
    if page is not None and page.workflow_in_progress:
        raise NotThisWay(
            _("The panel is voting on these words, or a moderator is checking them: they stay as they are.")
        )
    if not fallback:
        source._get_segments_for_translation(locale)  # raises for what is missing
    return _save(source, locale, user=user), page is None


def _page_in(source: TranslationSource, locale: Locale) -> Page | None:
    pages = Page.objects.filter(translation_key=source.object_id, locale=locale)
    return pages.first()


def _save(source: TranslationSource, locale: Locale, *, user: Any) -> Page:
    if source.specific_content_type not in ContentType.objects.get_for_models(*get_page_models()).values():
        raise NotThisWay(_("Only pages are translated here."))
    if _page_in(source, locale) is None:
        source.as_instance().copy_for_translation(locale)
    page = put_together(source, locale)
    try:
        _save_revision(page, user=user)
    except ValidationError as error:
        # What does not fit is kept where it was typed, with the reason; the page goes without it. What is no text's
        # fault is raised once more.
        _say_at_texts(source, locale, error)
        page = put_together(source, locale)
        _save_revision(page, user=user)
    note_draft(page, source_locale=source.locale.language_code, source_hash=content_hash(source.as_instance()))
    return page


def _save_revision(page: Page, *, user: Any) -> None:
    """A revision alone: the live row keeps the words that were agreed."""
    page.full_clean()
    latest = page.get_latest_revision()
    if latest is not None and content_hash(latest.as_object()) == content_hash(page):
        return
    going_on = latest if latest is not None and _is_still_being_written(page, latest, user) else None
    page.save_revision(user=user, clean=False, overwrite_revision=going_on)


def _is_still_being_written(page: Page, latest: Revision, user: Any) -> bool:
    """Whether `user` saved the latest words and nobody has been asked about them: then a text more is no new revision."""
    is_own = user is not None and latest.user_id == user.pk
    return is_own and latest.pk != page.live_revision_id and not TaskState.objects.filter(revision=latest).exists()


def _say_at_texts(source: TranslationSource, locale: Locale, error: ValidationError) -> None:
    """Say at each text that does not fit why it does not."""
    for name, errors in error.error_dict.items():
        at = {"context__object": source.object, "context__path": name, "locale": locale}
        for kind in (StringTranslation, SegmentOverride):
            for typed in kind.objects.filter(**at):
                typed.set_field_error(errors)


# -- what was made from what


def note_draft(page: Page, *, source_locale: str, source_hash: str) -> None:
    """The draft of `page` is made from these words of its source from now on."""
    row = TranslatedFrom.objects.filter(
        content_id=page.translation_key, locale=page.locale.language_code, content_hash=BEING_WRITTEN
    ).first() or TranslatedFrom(content_id=page.translation_key, locale=page.locale.language_code)
    if (row.source_locale, row.source_hash) != (source_locale, source_hash):
        row.source_locale, row.source_hash = source_locale, source_hash
        row.save()


def note_words(page: Page) -> TranslatedFrom | None:
    """Exactly what `page` says was made from what its draft is made from. Said once, it stays; None for an original."""
    about = {"content_id": page.translation_key, "locale": page.locale.language_code}
    draft = TranslatedFrom.objects.filter(**about, content_hash=BEING_WRITTEN).first()
    if draft is None:
        return None
    row, _created = TranslatedFrom.objects.get_or_create(
        **about,
        content_hash=content_hash(page),
        defaults={"source_locale": draft.source_locale, "source_hash": draft.source_hash},
    )
    return row


def mark_checked_by_speaker(page: Page) -> None:
    """Somebody who speaks the language has compared exactly these words with their source. Nothing for an original."""
    row = note_words(page)
    if row is not None:
        row.checked_by_speaker_at = timezone.now()
        row.save()
