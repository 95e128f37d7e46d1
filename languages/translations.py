"""What is known of a page as a translation: from what, of which words, and what is missing in it. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from agreement.hashing import content_hash, content_of
from agreement.visibility import PublicEye
from languages.models import BEING_WRITTEN, TranslatedFrom
from languages.segments import put_together

# Names and numbers may be the same in every language; a run of this many words is not.
WORDS_THAT_MEAN_A_LANGUAGE = 4
ALWAYS_TRANSLATED = ("title", "summary")
# Where somebody found the facts keeps the name that it has there.
MAY_STAY_AS_IT_IS = ("sources",)


def made_from(page: Page) -> TranslatedFrom | None:
    """What the words of `page`, as they stand in it, were made from; None for an original."""
    return TranslatedFrom.objects.of_words(
        content_id=page.translation_key, locale=page.locale.language_code, content_hash=content_hash(page)
    )


def being_made_from(page: Page) -> TranslatedFrom | None:
    """What the draft of `page` is being made from; None for an original."""
    return TranslatedFrom.objects.of_words(
        content_id=page.translation_key, locale=page.locale.language_code, content_hash=BEING_WRITTEN
    )


def side_by_side(page: Page) -> Translation | None:
    """wagtail-localize's record, where `page` is translated in its editor."""
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    return found.select_related("source", "target_locale").first()


def source_of(page: Page) -> Page | None:
    """The page that `page` is a translation of."""
    row = being_made_from(page)
    if row is None:
        return None
    found = Page.objects.filter(translation_key=page.translation_key, locale__language_code=row.source_locale).first()
    return found.specific if found else None


def stale_translations_of(page: Page) -> list[Locale]:
    """The languages in which readers have older words of `page` than these."""
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    public = PublicEye().among(others.specific())
    rows = [(other, made_from(other)) for other in public]
    from_here = page.locale.language_code
    return [other.locale for other, row in rows if row and row.source_locale == from_here and row.is_stale()]


def typed_since(page: Page, moment: datetime | None) -> set[int]:
    """Ids of the users who typed in the side-by-side editor after `moment` (ever, if None)."""
    typed: list[Any] = [
        StringTranslation.objects.filter(context__object_id=page.translation_key, locale_id=page.locale_id),
        SegmentOverride.objects.filter(context__object_id=page.translation_key, locale_id=page.locale_id),
    ]
    if moment is not None:
        typed = [rows.filter(updated_at__gt=moment) for rows in typed]
    found = {user for rows in typed for user in rows.values_list("last_translated_by", flat=True)}
    return {user for user in found if user is not None}


# -- ready to be sent in


def sentences_before_sending(page: Page) -> list[str]:
    """What keeps this translation from being sent in, as kind sentences; empty for an original."""
    row, source = being_made_from(page), source_of(page)
    if row is None:
        return []
    sentences = sentences_about_its_source(page)
    if source is None or sentences:
        return sentences
    names = {"language": language_in_words(page.locale.language_code), "source": language_in_words(row.source_locale)}
    if row.is_stale():
        return [_("The %(source)s page says something else now. Bring this page up to date, then send it in.") % names]
    return _sentences_about_words(page, source, names)


def sentences_about_its_source(page: Page) -> list[str]:
    """That readers do not have what this translation was made from: asked when it is sent in, and when it is signed."""
    row, source = being_made_from(page), source_of(page)
    if row is None or (source is not None and PublicEye().sees(source)):
        return []
    return [
        _("The %(source)s page is not live now. Send this in once it is.")
        % {"source": language_in_words(row.source_locale)}
    ]


def _sentences_about_words(page: Page, source: Page, names: dict[str, str]) -> list[str]:
    if missing := parts_missing(page, source):
        return [_("Not in %(language)s yet: %(parts)s.") % {**names, "parts": "; ".join(missing)}]
    if (translation := side_by_side(page)) and content_hash(as_typed(translation)) != content_hash(page):
        return [_("These are not the words of the translation editor. Open it, and send the page in from there.")]
    return [
        _("Something in “%(part)s” is too long or left out.") % {"part": label_of(page, name)}
        for name in _unfit_streams(page)
    ]


def parts_missing(page: Page, source: Page) -> list[str]:
    """What is still to be translated, in the words of the editing form, with how much of it."""
    translation = side_by_side(page)
    names = _untranslated_segments(translation) if translation else _still_in_the_other_language(page, source)
    return [
        label_of(page, name)
        if number == 1
        else ngettext("%(part)s (%(number)d text)", "%(part)s (%(number)d texts)", number)
        % {"part": label_of(page, name), "number": number}
        for name, number in Counter(names).items()
    ]


def as_typed(translation: Translation) -> Page:
    """The page as the side-by-side editor has it, in memory: what is not translated yet says what the source says."""
    return put_together(translation.source, translation.target_locale)


def _untranslated_segments(translation: Translation) -> Iterator[str]:
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    for segment in segments.filter(translation__isnull=True).select_related("context").order_by("order"):
        yield segment.context.path.split(".")[0]


def _still_in_the_other_language(page: Page, source: Page) -> Iterator[str]:
    """Fields of a page that was translated by hand, once for each text that is left out or was not translated."""
    said, original = content_of(page), content_of(source)
    for name in _translated_fields(page):
        if name in original and name not in said:
            yield name
        elif name in ALWAYS_TRANSLATED:
            yield from [name] * (said.get(name) == original.get(name))
        elif name not in MAY_STAY_AS_IT_IS:
            same = set(_long_texts(said.get(name))) & set(_long_texts(original.get(name)))
            yield from [name] * len(same)


def _translated_fields(page: Page) -> list[str]:
    specific = page.specific_deferred
    return [field.field_name for field in get_translatable_fields(type(specific)) if field.is_translated(specific)]


def _long_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value.split()) >= WORDS_THAT_MEAN_A_LANGUAGE:
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _long_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _long_texts(part)


def _unfit_streams(page: Page) -> Iterator[str]:
    """StreamFields with a block that their own form would refuse: the side-by-side editor asks no block."""
    for field in page.specific_deferred._meta.concrete_fields:
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(page, field.name))
            except ValidationError:
                yield field.name


def label_of(page: Page, name: str) -> str:
    """What a field is called in the editing form."""
    try:
        return str(page.specific_deferred._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return name.replace("_", " ")


def language_in_words(code: str) -> str:
    """Like "Welsh", in the language of whoever reads it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
