"""What readers get, counted from the read model: what is public now, and never a draft."""

from __future__ import annotations

from collections.abc import Sequence

from delivery.models import NATIONAL, ContentItem, ContentItemQuerySet, Facet, at_level, counts_by_language
from insights.grids import Grid, in_order
from literacy.levels import LiteracyLevel
from taxonomy.models import Area, Topic


def what_readers_get(area: Area | None) -> ContentItemQuerySet:
    """What is for readers in `area`: for it, for one that it lies in, for everybody. All that there is, without one."""
    items = ContentItem.objects.on_show()
    return items if area is None else items.having(Facet.AREA, [area.code, NATIONAL])


def grid_of(topics: Sequence[Topic], *, languages: Sequence[str], area: Area | None) -> Grid:
    """What readers in `area` get about these topics in each of `languages`, without falling back to another one."""
    items = what_readers_get(area)
    at_levels = counts_by_language(Facet.TOPIC_AT_LEVEL, items.having(Facet.FORMAT, ["text"]))  # a film is no version
    parents = {topic.slug: topic.parent.slug for topic in topics if topic.parent}
    levels = [level.value for level in LiteracyLevel]
    return Grid(
        topics=in_order([(topic.slug, parents.get(topic.slug)) for topic in topics]),
        parents=parents,
        levels=levels,
        languages=languages,
        pages=counts_by_language(Facet.TOPIC, items),
        versions={
            (topic.slug, level, language): at_levels.get((at_level(topic.slug, level), language), 0)
            for topic in topics
            for level in levels
            for language in languages
        },
    )
