"""What a translator finds under "Translations": what is out of date, what is begun, what nobody has begun yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, get_page_models
from wagtail_localize.models import Translation

from agreement.visibility import PublicEye
from languages.models import BEING_WRITTEN, TranslatedFrom
from languages.translations import language_in_words, made_from, sentences_before_sending, side_by_side
from moderation.line_ends import SIGN
from moderation.my_panel import where_is
from moderation.readiness import can_be_voted_on
from moderation.translations import may_say_checked, may_write_translation
from people.models import Role, User, YouthPanel


@dataclass(frozen=True)
class Work:
    """One page in one language: what it is, where it has got to."""

    source: Page
    locale: Locale
    language: str
    page: Page | None
    title: str
    line: str


@dataclass(frozen=True)
class PanelTranslations:
    """One youth panel's translations, as a translator sees them."""

    youth_panel: YouthPanel
    out_of_date: list[Work] = field(default_factory=list)
    begun: list[Work] = field(default_factory=list)
    not_begun: list[Work] = field(default_factory=list)
    on_their_way: list[Work] = field(default_factory=list)
    to_check: list[Work] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.out_of_date or self.begun or self.not_begun or self.on_their_way or self.to_check)


@dataclass(frozen=True)
class TranslationNote:
    """What to know about words that were made from others, wherever somebody reads or decides about them."""

    language: str
    source_language: str
    is_stale: bool
    was_checked: bool


@dataclass(frozen=True)
class TranslationRoad:
    """What stands above the side-by-side editor: what is missing, what is in the way, and the way to the panel.

    `line_end`: the sign for the end of a line, where a text has several.
    """

    page: Page
    note: TranslationNote
    done: int
    total: int
    is_on_its_way: bool
    in_the_way: list[str]
    findings: list[str]
    may_send: bool
    line_end: str


def is_translator(user: User) -> bool:
    return YouthPanel.objects.in_care_of(user, Role.TRANSLATOR).exists()


def translations_for(user: User) -> list[PanelTranslations]:
    """Every youth panel that this user translates for, with what there is to do."""
    panels = YouthPanel.objects.in_care_of(user, Role.TRANSLATOR)
    return [_panel_translations(panel, user) for panel in panels.select_related("root_page").order_by("name")]


def note_of(page: Page) -> TranslationNote | None:
    """What to know about the words of `page` as they stand in it; None for an original."""
    row = made_from(page)
    if row is None:
        return None
    return TranslationNote(
        language=language_in_words(page.locale.language_code),
        source_language=language_in_words(row.source_locale),
        is_stale=row.is_stale(),
        was_checked=row.was_checked_by_speaker,
    )


def road_of(page: Page, user: User) -> TranslationRoad | None:
    """What stands above the side-by-side editor of `page`; None where it has none."""
    translation = side_by_side(page)
    draft = page.get_latest_revision_as_object()
    note = note_of(draft)
    if translation is None or note is None:
        return None
    total, done = translation.get_progress()
    is_on_its_way = bool(page.workflow_in_progress)
    return TranslationRoad(
        page=page,
        note=note,
        done=done,
        total=total,
        is_on_its_way=is_on_its_way,
        in_the_way=[] if is_on_its_way else sentences_before_sending(draft),
        findings=[] if is_on_its_way else draft.findings_in_words(),
        may_send=may_write_translation(user, page),
        line_end=SIGN if _has_lines(translation) else "",
    )


def _has_lines(translation: Translation) -> bool:
    """Whether a text of the source goes over several lines."""
    return translation.source.stringsegment_set.filter(string__data__contains="<br").exists()


def _panel_translations(panel: YouthPanel, user: User) -> PanelTranslations:
    found = PanelTranslations(youth_panel=panel)
    kinds = [kind for kind in get_page_models() if can_be_voted_on(kind)]
    pages = list(panel.pages().type(*kinds).select_related("locale").order_by("title").specific())
    made = _translations_by_key(pages)
    locales = list(Locale.objects.all())
    for source in PublicEye().among(page for page in pages if _key(page) not in made):
        for locale in locales:
            if locale.pk != source.locale_id:
                _sort_in(found, source, locale, made.get((source.translation_key, locale.language_code)), user)
    return found


def _key(page: Page) -> tuple[object, str]:
    return page.translation_key, page.locale.language_code


def _translations_by_key(pages: Iterable[Page]) -> dict[tuple[object, str], Page]:
    by_key = {_key(page): page for page in pages}
    keys = {key for key, _language in by_key}
    rows = TranslatedFrom.objects.filter(content_id__in=keys, content_hash=BEING_WRITTEN)
    known = set(rows.values_list("content_id", "locale"))
    return {key: page for key, page in by_key.items() if key in known}


def _sort_in(found: PanelTranslations, source: Page, locale: Locale, page: Page | None, user: User) -> None:
    if page is None:
        found.not_begun.append(_work(source, locale, None, ""))
        return
    draft = page.get_latest_revision_as_object()
    note = note_of(draft)
    if page.workflow_in_progress:
        found.on_their_way.append(_work(source, locale, page, where_is(page, user).sentence))
    elif note is not None and note.is_stale:
        found.out_of_date.append(_work(source, locale, page, _("It was made from older words.")))
    elif not page.live or page.has_unpublished_changes:
        found.begun.append(_work(source, locale, page, _progress(page)))
    elif note is not None and not note.was_checked and may_say_checked(user, page):
        found.to_check.append(_work(source, locale, page, where_is(page, user).sentence))


def _progress(page: Page) -> str:
    translation = side_by_side(page)
    if translation is None:
        return _("Translated by hand.")
    total, done = translation.get_progress()
    return _("%(done)d of %(total)d texts are translated.") % {"done": done, "total": total}


def _work(source: Page, locale: Locale, page: Page | None, line: str) -> Work:
    return Work(
        source=source,
        locale=locale,
        language=language_in_words(locale.language_code),
        page=page,
        title=source.title,
        line=line,
    )
