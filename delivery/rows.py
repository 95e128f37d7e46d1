"""What the read model should hold, worked out from what is true now. Writes nothing."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Page

from agreement.models import Agreement, Withdrawal
from agreement.visibility import PublicEye, under_restriction
from articles.models import ContentPage
from delivery.crisis_help import Line, sheet_of
from delivery.media import files_in
from delivery.mentions import Mentions, path_of
from delivery.models import NATIONAL, ContentItem, CrisisSheet, Facet, ItemState
from delivery.projection import PROJECTIONS, Json, card_of, crisis_line, in_plain_text, lineage, project, tombstone
from delivery.slots import write
from home.models import CouncilPage, CrisisLine
from taxonomy.models import Area

COMPARED = [field.attname for field in ContentItem._meta.concrete_fields if field.attname != "id"]


class Row(NamedTuple):
    """A content item that is not saved, and what it can be chosen by."""

    item: ContentItem
    facets: frozenset[tuple[str, str]]

    @property
    def key(self) -> tuple[uuid.UUID, str]:
        return self.item.content_id, self.item.locale

    def content(self) -> tuple[Any, ...]:
        """Everything but the row's own key: equal rows have equal content."""
        return (*(getattr(self.item, name) for name in COMPARED), self.facets)


def rows_for(content_id: uuid.UUID, eye: PublicEye | None = None) -> list[Row]:
    """The rows of this content in every language: what is live, and what was withdrawn."""
    eye = eye or PublicEye()
    pages = [page for page in _pages_of(content_id) if type(page) in PROJECTIONS]
    public = eye.among(pages)
    return [_live_row(page, eye) for page in public] + _tombstones(content_id, pages, eye)


def every_row() -> Iterator[Row]:
    """All that the read model should hold, content by content."""
    eye = PublicEye()
    for content_id in every_content_id():
        yield from rows_for(content_id, eye)


def every_content_id() -> list[uuid.UUID]:
    """The content_ids of everything that could be in the read model."""
    live = Page.objects.filter(live=True, depth__gt=2).type(*PROJECTIONS).values_list("translation_key", flat=True)
    withdrawn = Withdrawal.objects.standing().values_list("content_id", flat=True)
    return sorted({*live, *withdrawn})


def stored_rows(content_id: uuid.UUID | None = None) -> list[Row]:
    """What the read model does hold, of this content or of all."""
    items = ContentItem.objects.prefetch_related("facets")
    chosen = items if content_id is None else items.filter(content_id=content_id)
    return [Row(item, frozenset((row.facet, row.value) for row in item.facets.all())) for item in chosen]


def crisis_sheets() -> list[CrisisSheet]:
    """Every crisis line, in each language."""
    lines = list(CrisisLine.objects.in_order())
    return [CrisisSheet(locale=code, lines=sheet_of([_line(line, code) for line in lines])) for code in _languages()]


def _languages() -> list[str]:
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def _line(line: CrisisLine, language: str) -> Line:
    topics = tuple(sorted(topic.slug for topic in line.topics.all()))
    areas = tuple(sorted(area.code for area in line.areas.all()))
    return Line(topics, areas, write(crisis_line(line, language)))


def _pages_of(content_id: uuid.UUID) -> list[Any]:
    pages = Page.objects.filter(translation_key=content_id).select_related("locale").order_by("locale__language_code")
    return list(pages.specific())


def _live_row(page: ContentPage, eye: PublicEye) -> Row:
    mentions = Mentions(eye)
    item = project(page, mentions)
    row = ContentItem(
        content_id=page.translation_key,
        locale=page.locale.language_code,
        page_id=page.pk,
        type=item["type"],
        path=item["path"],
        html=write(item),
        text=write(in_plain_text(item)),
        card=write(card_of(item)),
        title=page.title,
        title_key=title_key(page.title),
        updated_at=page.last_published_at or page.first_published_at,
        expire_at=page.expire_at,
        true_until=mentions.true_until,
        age_from=page.age_from,
        age_to=page.age_to,
        urgency=page.urgency,
        is_sensitive=item["sensitive"],
        revision=item["revision"],
    )
    return Row(row, frozenset(_facets(page, item)))


def _facets(page: ContentPage, item: Json) -> Iterator[tuple[str, str]]:
    yield from ((Facet.TOPIC.value, slug) for row in page.page_topics.all() for slug in lineage(row.tag))
    yield from ((Facet.SITUATION.value, situation["slug"]) for situation in item["situations"])
    yield from ((Facet.AREA.value, code) for code in codes_within(page.areas()) or [NATIONAL])
    yield from ((Facet.LEVEL.value, level) for level in item["levels"])
    yield from ((Facet.FORMAT.value, kind) for kind in item["formats"])
    yield from ((Facet.FILE.value, name) for name in files_in(item))
    councils = page.get_ancestors().type(CouncilPage).values_list("translation_key", flat=True)
    yield from ((Facet.COUNCIL.value, str(key)) for key in councils)


def codes_within(areas: Iterable[Area]) -> set[str]:
    """The codes of these areas and of all that lie in them: whose readers they are for."""
    found: set[str] = set()
    new = {area.code for area in areas}
    while new:
        found |= new
        new = set(Area.objects.filter(parent__in=new).values_list("code", flat=True)) - found
    return found


def title_key(title: str) -> str:
    """What titles are put in order by: without accents, capitals and signs, the same in every database."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    kept = "".join(letter for letter in plain if letter.isalnum() or letter.isspace())
    return " ".join(kept.split())[:255]


def _tombstones(content_id: uuid.UUID, pages: list[ContentPage], eye: PublicEye) -> list[Row]:
    """What is said in place of what was withdrawn: once for all languages, or for one. Nothing that was never public."""
    withdrawals = list(Withdrawal.objects.standing().filter(content_id=content_id).order_by("locale"))
    if not withdrawals or under_restriction(pages):
        return []
    agreed_once = set(Agreement.objects.filter(content_id=content_id).values_list("locale", flat=True))
    return [
        _tombstone(withdrawal, pages, eye)
        for withdrawal in withdrawals
        if (withdrawal.locale in agreed_once if withdrawal.locale else agreed_once)
    ]


def _tombstone(withdrawal: Withdrawal, pages: list[ContentPage], eye: PublicEye) -> Row:
    said_in = [page for page in pages if withdrawal.locale in ("", page.locale.language_code)]
    mentions = Mentions(eye)
    with override(settings.LANGUAGE_CODE):
        said = tombstone(withdrawal, _replacement(withdrawal, mentions))
    return Row(
        ContentItem(
            content_id=withdrawal.content_id,
            locale=withdrawal.locale,
            state=ItemState.WITHDRAWN,
            page_id=said_in[0].pk if said_in else None,
            path=path_of(said_in[0]) if said_in else "",
            html=write(said),
            updated_at=withdrawal.withdrawn_at,
            true_until=mentions.true_until,
            replacement=withdrawal.replacement,
        ),
        frozenset(),
    )


def _replacement(withdrawal: Withdrawal, mentions: Mentions) -> Json | None:
    """Where to go instead, in the language of what was withdrawn or else the site's; None when it is not public."""
    if withdrawal.replacement is None:
        return None
    language = withdrawal.locale or settings.LANGUAGE_CODE
    return mentions.any_of(withdrawal.replacement, language)
