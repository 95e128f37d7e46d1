"""What youth panels have written, drafts too, as far as it matters for beginning something: about what, and for whom."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any

from wagtail.models import get_page_models

from articles.models import ReadingVersions
from delivery.models import ContentItem, Facet, ItemFacet
from insights.starting import PanelPage
from languages.models import BEING_WRITTEN, TranslatedFrom
from moderation.readiness import can_be_voted_on
from people.models import YouthPanel
from taxonomy.models import PageTopic, Topic


def pages_of(panels: list[YouthPanel], *, topic: str | None = None) -> list[PanelPage]:
    """All pages of these panels, or those about one topic, the latest first. As many queries for thousands as for one."""
    return [page for panel in panels for page in _pages_of(panel, topic)]


def _pages_of(panel: YouthPanel, topic: str | None) -> list[PanelPage]:
    kinds = [kind for kind in get_page_models() if can_be_voted_on(kind)]
    pages = panel.pages().type(*kinds).filter(alias_of=None)
    if topic is not None:
        pages = pages.filter(
            pk__in=PageTopic.objects.filter(tag__in=Topic.objects.filter(slug=topic).with_children()).values(
                "content_object"
            )
        )
    main_levels, topics, levels = _main_levels(pages), _topics(pages), _levels(pages)
    read, sources = _read(pages), _sources(pages)
    rows = pages.order_by("-latest_revision_created_at", "-pk").values_list(
        "pk", "translation_key", "locale__language_code", "draft_title", "title"
    )
    return [
        PanelPage(
            pk=pk,
            panel=panel.pk,
            content_id=str(key),
            language=language,
            title=draft_title or title,
            topics=frozenset(topics[pk]),
            levels=frozenset(levels[pk]),
            has_readers=pk in read,
            main_level=main_levels.get(pk, ""),
            made_from=sources.get((key, language), ""),
        )
        for pk, key, language, draft_title, title in rows
    ]


def _topics(pages: Any) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = PageTopic.objects.filter(content_object__in=pages.values("pk"))
    for pk, slug, parent in rows.values_list("content_object", "tag__slug", "tag__parent__slug"):
        found[pk] |= {slug, parent} - {None}
    return found


def _levels(pages: Any) -> dict[int | None, set[str]]:
    """At which levels readers have each page now."""
    found: dict[int | None, set[str]] = defaultdict(set)
    items = ContentItem.objects.on_show().filter(page_id__in=pages.values("pk"))
    # Not what has no text: lists at any level hold it, and it has no version at one.
    rows = ItemFacet.objects.filter(facet=Facet.LEVEL, item__in=items.having(Facet.FORMAT, ["text"]))
    for pk, level in rows.values_list("item__page_id", "value"):
        found[pk].add(level)
    return found


def _read(pages: Any) -> set[int | None]:
    return set(ContentItem.objects.on_show().filter(page_id__in=pages.values("pk")).values_list("page_id", flat=True))


def _main_levels(pages: Any) -> dict[int, str]:
    kinds = [kind for kind in get_page_models() if issubclass(kind, ReadingVersions)]
    rows = [kind._default_manager.filter(pk__in=pages.values("pk")).values_list("pk", "main_level") for kind in kinds]
    return reduce(or_, (dict(found) for found in rows), {})


def _sources(pages: Any) -> dict[tuple[Any, str], str]:
    """For each translation, by its content_id and language, the language that it is made from."""
    rows = TranslatedFrom.objects.filter(content_hash=BEING_WRITTEN, content_id__in=pages.values("translation_key"))
    return {
        (key, language): source for key, language, source in rows.values_list("content_id", "locale", "source_locale")
    }
