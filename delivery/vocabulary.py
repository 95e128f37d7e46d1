"""The lists that content is chosen by, each with how much there is: topics, situations, areas, levels, languages, councils."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language_info

from agreement.days import today
from agreement.labels import Labels, LabelsOfPlaces, standing_labels
from agreement.visibility import on_show
from delivery.errors import BadParameter
from delivery.languages import LANGUAGES, chain_of
from delivery.mentions import as_mentioned
from delivery.models import NATIONAL, ContentItem, ContentItemQuerySet, Facet, counts_of
from delivery.projection import direction_of
from home.models import CouncilPage, FeaturedPage
from literacy.levels import MAIN_LEVEL, LiteracyLevel
from taxonomy.models import Area, Situation, Topic

Json = dict[str, Any]


def topics(language: str, items: ContentItemQuerySet) -> list[Json]:
    counts = counts_of(Facet.TOPIC, items)
    return [
        {
            "slug": topic.slug,
            "label": topic.label_in(language),
            "parent": topic.parent.slug if topic.parent else None,
            "age_from": topic.age_from,
            "sensitive": topic.is_sensitive,
            "count": counts.get(topic.slug, 0),
        }
        for topic in Topic.objects.select_related("parent").prefetch_related("labels").order_by("slug")
    ]


def situations(language: str, items: ContentItemQuerySet) -> list[Json]:
    counts = counts_of(Facet.SITUATION, items)
    return [
        {"slug": situation.slug, "label": situation.label_in(language), "count": counts.get(situation.slug, 0)}
        for situation in Situation.objects.prefetch_related("labels").order_by("sort_order", "slug")
    ]


def areas(language: str, items: ContentItemQuerySet) -> list[Json]:
    """What a reader in each area gets: its own, what is for those it lies in, and what is for everybody."""
    counts = counts_of(Facet.AREA, items)
    national = counts.get(NATIONAL, 0)
    return [
        {"code": area.code, "name": area.name, "parent": area.parent_id, "count": national + counts.get(area.code, 0)}
        for area in Area.objects.valid_on(today()).order_by("name", "code")
    ]


def levels(language: str, items: ContentItemQuerySet) -> list[Json]:
    """The levels by their standing labels: what a council calls them is said with the council and on its pages."""
    counts, labels = counts_of(Facet.LEVEL, items), standing_labels(language)
    return [
        {
            "code": level.value,
            "label": labels[level],
            "every_page_has_it": level is MAIN_LEVEL,
            "count": counts.get(level.value, 0),
        }
        for level in LiteracyLevel
    ]


def languages() -> list[Json]:
    counts = ContentItem.objects.on_show().in_each_language()
    return [
        {
            "code": code,
            "name": name_of(code),
            "dir": direction_of(code),
            "fallbacks": chain_of(code)[1:],
            "count": counts.get(code, 0),
        }
        for code in LANGUAGES
    ]


def councils(language: str, items: ContentItemQuerySet) -> list[Json]:
    """The councils whose own page is on show, each in this language or else along its chain."""
    counts = counts_of(Facet.COUNCIL, items)
    order, labels = chain_of(language), LabelsOfPlaces()
    pages = CouncilPage.objects.live().filter(locale__language_code__in=order).select_related("locale", "area")
    best: dict[Any, CouncilPage] = {}
    for page in sorted(on_show(list(pages)), key=lambda page: -order.index(page.locale.language_code)):
        best[page.translation_key] = page
    featured = _featured(best, order)
    return [
        {
            "name": page.title,
            "slug": page.slug,
            "area": {"code": page.area.code, "name": page.area.name} if page.area else None,
            "exit_url": page.exit_url or None,
            "labels": _by_code(labels.nearest([page.translation_key], page.locale.language_code)),
            "featured": featured[page.translation_key],
            "count": counts.get(str(page.translation_key), 0),
        }
        for page in sorted(best.values(), key=lambda page: page.slug)
    ]


def _featured(council_pages: Iterable[Any], order: Sequence[str]) -> dict[Any, list[Json]]:
    """What each council puts first, as readers of these languages have it: what they have not is left out."""
    cards = ContentItem.objects.for_readers_of(order).filter(content_id=OuterRef("content_id")).values("card")
    featured: dict[Any, list[Json]] = {key: [] for key in council_pages}
    for row in FeaturedPage.objects.filter(council_page__in=council_pages).annotate(card=Subquery(cards[:1])):
        if row.card:
            featured[row.council_page].append(json.loads(as_mentioned(row.card)))
    return featured


def council_keys(slugs: Sequence[str]) -> list[str]:
    """The content_ids of these councils, each named by its slug in any language. Raises BadParameter for one that is not on show."""
    pages = on_show(list(CouncilPage.objects.live().filter(slug__in=slugs)))
    if unknown := sorted(set(slugs) - {page.slug for page in pages}):
        raise BadParameter("council", f"There is no council {', '.join(unknown)}.")
    return [str(page.translation_key) for page in pages]


def _by_code(labels: Labels) -> dict[str, str]:
    return {level.value: label for level, label in labels.items()}


def name_of(code: str) -> str:
    """A language's own name for itself."""
    try:
        return get_language_info(code)["name_local"]
    except KeyError:
        return dict(settings.WAGTAIL_CONTENT_LANGUAGES)[code]


LINKS = {
    "content": "content/",
    "suggest": "suggest/",
    "topics": "topics/",
    "situations": "situations/",
    "areas": "areas/",
    "levels": "levels/",
    "languages": "languages/",
    "councils": "councils/",
    "crisis_help": "crisis-help/",
    "openapi": "openapi.json",
}


def root(address: str) -> Json:
    """What the API says of itself, with links to all that can be read; `address` is its own."""
    return {
        "name": settings.WAGTAIL_SITE_NAME,
        "version": "v1",
        "languages": [{"code": code, "name": name_of(code), "dir": direction_of(code)} for code in LANGUAGES],
        "levels": [
            {"code": level.value, "label": label} for level, label in standing_labels(settings.LANGUAGE_CODE).items()
        ],
        "links": {name: address + path for name, path in LINKS.items()}
        | {"item": address + "content/{content_id}/", "path": address + "paths/{path}", "docs": address[:-3] + "docs/"},
    }
