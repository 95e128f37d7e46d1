"""Answering from the read model: one query for an item, one for a list. Nothing in here writes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Subquery, Value
from django.utils import timezone

from agreement.days import today
from delivery import cursors
from delivery.asked import CountsAsked, CrisisHelpAsked, InLanguage, ItemAsked, ListAsked
from delivery.crisis_help import lines_for
from delivery.cursors import RELEVANCE, Place
from delivery.errors import BadParameter, NothingPublicHere
from delivery.languages import LANGUAGES, SITE_LANGUAGE, chain_of
from delivery.models import (
    EVERY_LANGUAGE,
    NATIONAL,
    ContentItem,
    ContentItemQuerySet,
    CrisisSheet,
    Facet,
    ItemState,
    at_level,
)
from delivery.rows import rows_for
from delivery.searching import found_by
from delivery.slots import Asked, fill
from delivery.vocabulary import council_keys
from taxonomy.models import Area, Situation, Topic

AS_PLACED = ("-placed_at", "-placed_key")
ORDERS = {
    "-updated_at": ("-updated_at", "-content_id"),
    "title": ("title_key", "content_id"),
    cursors.CONTENT: ("content_id", "content_id"),
}


class FoundItem(NamedTuple):
    """An item's finished JSON, or what is said in its place, or where it is now."""

    text: str
    content_id: uuid.UUID
    is_withdrawn: bool
    path: str
    locale: str


class FoundList(NamedTuple):
    """The finished JSON of the cards, with commas; how many there are if that was asked; and the cursor of the next page."""

    cards: str
    total: int | None
    cursor: str | None


def find_item(content_id: str, asked: ItemAsked) -> FoundItem:
    """Raises NothingPublicHere."""
    try:
        key = uuid.UUID(content_id)
    except ValueError as error:
        raise NothingPublicHere from error
    return shown(asked_item(key, asked).first(), asked)


def find_at(path: str, asked: ItemAsked) -> FoundItem:
    """What is at this path, in the language asked for wherever it is in that; then its own path is another one.

    Where no language was asked for, the path's own is meant. Also what was at this path. Raises NothingPublicHere.
    """
    if "\x00" in path:
        raise NothingPublicHere
    speaks = "locale" in asked.model_fields_set
    languages = _languages(asked) if speaks else [*dict.fromkeys([*chain_of(SITE_LANGUAGE), *LANGUAGES])]
    standing = ContentItem.objects.best_first(languages).with_crisis_sheet(asked.locale if speaks else None)
    at_path = standing.at_path("/" + path.strip("/") + "/", languages, as_it_lies=not speaks)
    found = _as_found(at_path, asked).first()
    if not speaks and found and found["locale"] != EVERY_LANGUAGE:
        asked = asked.model_copy(update={"locale": found["locale"]})
    return shown(found, asked)


def find_list(asked: ListAsked) -> FoundList:
    """Raises BadParameter for a topic, situation, area or cursor that is not known, and for ranking what is not searched."""
    if asked.in_order == RELEVANCE:
        return _ranked_list(asked)
    total = _chosen(asked).count() if asked.count else None
    return listed(list(asked_cards(asked)), asked, total)


def asked_cards(asked: ListAsked, at: datetime | None = None) -> models.QuerySet[ContentItem, tuple[Any, ...]]:
    """The one query of a list that is not ranked. Its rows are for `listed`. Raises BadParameter for a cursor that is none."""
    walked = _walked(asked)
    chosen = _chosen(asked, at, walked)
    order = AS_PLACED if walked else ORDERS[asked.in_order]
    page = chosen if asked.cursor is None else chosen.after(order, *_place(asked))
    known = _known(asked)
    return (
        page.annotate(**known)
        .order_by(*order)
        .values_list("card", *(field.lstrip("-") for field in order), *known)[: asked.limit + 1]
    )


def listed(rows: Sequence[tuple[Any, ...]], asked: ListAsked, total: int | None = None) -> FoundList:
    """What the rows of `asked_cards` come to. Raises BadParameter."""
    _refuse_unknown(asked, rows[0][3:] if rows else None)
    return _shown([(card, Place(value, key)) for card, value, key, *_known_names in rows], total, asked)


def _ranked_list(asked: ListAsked) -> FoundList:
    if not asked.search:
        raise BadParameter("order", "There is no relevance without a search.")
    chosen, found = _of_asked_kind(asked), found_by(asked.search, _languages(asked))
    total = found.among(chosen).count() if asked.count else None
    place = _place(asked) if asked.cursor is not None else None
    hits = found.best_first(chosen.annotate(**_known(asked)), *_known(asked), after=place, limit=asked.limit + 1)
    _refuse_unknown(asked, hits[0].notes if hits else None)
    return _shown([(hit.card, Place(hit.score, hit.content_id)) for hit in hits], total, asked)


def _shown(cards: list[tuple[str, Place]], total: int | None, asked: ListAsked) -> FoundList:
    """One page of cards, of which there may be one too many: then there is a next page."""
    shown = cards[: asked.limit]
    cursor = cursors.written(asked.in_order, shown[-1][1]) if len(cards) > asked.limit else None
    # Filled as one text: a slot knows nothing of which card it stands in.
    text = fill(",".join(card for card, _place in shown), Asked(asked.locale, _today(), asked.level))
    return FoundList(text, total, cursor)


def find_crisis_help(asked: CrisisHelpAsked) -> tuple[str, ...]:
    """The lines' finished JSON: all of them, or those for a topic and an area. Raises BadParameter."""
    sheet = CrisisSheet.objects.filter(locale=asked.locale).values_list("lines", flat=True).first() or ""
    return lines_for(sheet, _topics_above(asked.topic), _areas_around(asked.area))


def crisis_help_for(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The crisis lines that readers get with a projected item."""
    sheet = CrisisSheet.objects.filter(locale=item["locale"]).values_list("lines", flat=True).first() or ""
    chosen = item["crisis_help"]
    return [json.loads(line) for line in lines_for(sheet, tuple(chosen["topics"]), tuple(chosen["areas"]))]


def asked_item(
    key: uuid.UUID, asked: ItemAsked, at: datetime | None = None
) -> models.QuerySet[ContentItem, dict[str, Any]]:
    """The one query of an item. Its first row is for `shown`."""
    return _as_found(_standing(asked, at).filter(content_id=key), asked)


def _standing(asked: ItemAsked, at: datetime | None = None) -> ContentItemQuerySet:
    return ContentItem.objects.best_first(_languages(asked), at).with_crisis_sheet(asked.locale)


def _as_found(items: ContentItemQuerySet, asked: ItemAsked) -> models.QuerySet[ContentItem, dict[str, Any]]:
    return items.values("content_id", "locale", "state", "path", "true_until", "sheet", asked.body_format)


def shown(found: dict[str, Any] | None, asked: ItemAsked) -> FoundItem:
    """What a row of `asked_item` comes to. Raises NothingPublicHere for none."""
    if found is None:
        raise NothingPublicHere
    text = found[asked.body_format]
    if found["true_until"] and found["true_until"] <= timezone.now():
        text = _worked_out_again(found, asked)
    return FoundItem(
        fill(text, _asked(asked, found["sheet"] or "")),
        found["content_id"],
        found["state"] == ItemState.WITHDRAWN,
        found["path"],
        found["locale"],
    )


def _worked_out_again(found: dict[str, Any], asked: ItemAsked) -> str:
    """Something that it mentions is past its last day, and nothing has swept it up yet: say what is true now."""
    rows = {row.key: row.item for row in rows_for(found["content_id"])}
    item = rows.get((found["content_id"], found["locale"]))
    if item is None:
        raise NothingPublicHere
    return getattr(item, asked.body_format)


def _asked(asked: ItemAsked, sheet: str) -> Asked:
    def crisis_lines(topics: Sequence[str], areas: Sequence[str]) -> str:
        return ",".join(lines_for(sheet, tuple(topics), tuple(areas)))

    return Asked(locale=asked.locale, today=_today(), level=asked.level, crisis_lines=crisis_lines)


def _today() -> str:
    return today().isoformat()


def _languages(asked: InLanguage) -> list[str]:
    return chain_of(asked.locale, fallback=asked.fallback == "chain")


def _walked(asked: ListAsked) -> Facet | None:
    """What a list can be read by as it lies: one value of one facet, of those that were asked for the one fewest have."""
    if asked.in_order != cursors.WHEN or asked.search:
        return None
    return next((facet for facet, values in _facets(asked) if len(values) == 1), None)


def _facets(asked: ListAsked) -> Iterator[tuple[Facet, list[str]]]:
    """What was asked for by facet, of which any value will do; what usually leaves the fewest comes first."""
    if asked.situation:
        yield Facet.SITUATION, asked.situation.split(",")
    if asked.topic and asked.level:
        yield Facet.TOPIC_AT_LEVEL, [at_level(topic, asked.level) for topic in asked.topic.split(",")]
    elif asked.topic:
        yield Facet.TOPIC, asked.topic.split(",")
    if asked.type:
        yield Facet.TYPE, asked.type.split(",")
    if asked.format:
        yield Facet.FORMAT, [asked.format]
    if asked.level and not asked.topic:
        yield Facet.LEVEL, [asked.level]
    if asked.area:
        yield Facet.AREA, [asked.area, NATIONAL]


def _chosen(asked: ListAsked, at: datetime | None = None, walked: Facet | None = None) -> ContentItemQuerySet:
    items = _of_asked_kind(asked, at, walked)
    return found_by(asked.search, _languages(asked)).among(items) if asked.search else items


def _of_asked_kind(asked: ListAsked, at: datetime | None = None, walked: Facet | None = None) -> ContentItemQuerySet:
    languages = _languages(asked)
    items = ContentItem.objects.for_readers_of(languages, at)
    for facet, values in _facets(asked):
        if facet == walked:
            items = items.each_of(facet, values[0], locale=languages[0] if len(languages) == 1 else None)
        else:
            items = items.having(facet, values)
    if asked.council:
        items = items.having(Facet.COUNCIL, council_keys(asked.council.split(",")))
    if asked.content_id:
        items = items.filter(content_id__in=asked.content_id.split(","))
    if asked.age is not None:
        items = items.for_age(asked.age)
    if asked.urgency:
        items = items.filter(urgency=asked.urgency)
    if asked.exclude_sensitive:
        items = items.filter(is_sensitive=False)
    if asked.updated_since:
        items = items.filter(updated_at__gte=asked.updated_since)
    return items


def counted(asked: CountsAsked) -> ContentItemQuerySet:
    """What the list would give for this. Raises BadParameter for a topic or an area that is not known."""
    as_list = ListAsked.model_validate(asked.model_dump(exclude_none=True))
    for name, values in _names(as_list).items():
        refuse_unknown_name(name, values)
    return _of_asked_kind(as_list)


def _place(asked: ListAsked) -> Place:
    try:
        return cursors.read(asked.cursor or "", asked.in_order)
    except ValueError as error:
        raise BadParameter("cursor", "This is no cursor of this list. Take it from meta.next.") from error


# -- names that must be known

CURATED: dict[str, tuple[type[models.Model], str]] = {
    "topic": (Topic, "slug"),
    "situation": (Situation, "slug"),
    "area": (Area, "code"),
}


def _names(asked: ListAsked) -> dict[str, set[str]]:
    """The curated names that were asked for, by parameter."""
    return {name: set(getattr(asked, name).split(",")) for name in CURATED if getattr(asked, name)}


def _known(asked: ListAsked) -> dict[str, Subquery]:
    """How many of the names there are, asked in the same query as the list itself."""
    return {f"known_{name}": Subquery(_count(name, values)) for name, values in _names(asked).items()}


def _count(name: str, values: set[str]) -> models.QuerySet[Any]:
    model, field = CURATED[name]
    named = model._default_manager.filter(**{f"{field}__in": sorted(values)}).order_by()
    return named.annotate(all=Value(1)).values("all").annotate(known=Count("pk")).values("known")


def _refuse_unknown(asked: ListAsked, known: Sequence[int | None] | None) -> None:
    """Raises BadParameter naming what is not known. An empty list has said nothing about that yet: then we ask."""
    names = _names(asked)
    if known is not None and [number or 0 for number in known] == [len(values) for values in names.values()]:
        return
    for name, values in names.items():
        refuse_unknown_name(name, values)


def refuse_unknown_name(parameter: str, values: set[str]) -> None:
    model, field = CURATED[parameter]
    known = set(model._default_manager.filter(**{f"{field}__in": values}).values_list(field, flat=True))
    if values - known:
        unknown = ", ".join(sorted(values - known))
        raise BadParameter(parameter, f"There is no {parameter} {unknown}.")


def _topics_above(slug: str | None) -> tuple[str, ...] | None:
    if slug is None:
        return None
    topic = Topic.objects.filter(slug=slug).select_related("parent").first()
    if topic is None:
        raise BadParameter("topic", f"There is no topic {slug}.")
    return (topic.slug, topic.parent.slug) if topic.parent else (topic.slug,)


def _areas_around(code: str | None) -> tuple[str, ...] | None:
    if code is None:
        return None
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise BadParameter("area", f"There is no area {code}.")
    return tuple(outer.code for outer in area.with_ancestors())
