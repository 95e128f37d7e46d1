"""The step between a gap and a page: every way to begin what is missing, by title."""

from __future__ import annotations

from dataclasses import dataclass

from insights.coverage import Asked, asked_for, label_of, languages_in_words
from insights.grids import Square
from insights.leading import address_of
from insights.saying import level_in_words
from insights.starting import Kind, Way
from insights.viewers import Viewer, areas_to_choose_from
from people.models import User, YouthPanel
from taxonomy.models import Topic

MOST_WAYS = 30


@dataclass(frozen=True)
class WayShown:
    url: str
    title: str
    language: str
    youth_panel: YouthPanel
    is_draft: bool = False


@dataclass(frozen=True)
class Beginning:
    """A gap, and the ways to begin it by kind."""

    asked: Asked
    gap: Square
    topic: str
    level: str
    language: str
    write: list[WayShown]
    go_on: list[WayShown]
    translate: list[WayShown]
    begin: list[WayShown]
    there_are_more: bool
    panels: list[YouthPanel]

    @property
    def source_comes_first(self) -> bool:
        """Whether something is to be written in another language, to be translated then."""
        return any(way.language != self.language for way in self.write)

    @property
    def has_ways(self) -> bool:
        return bool(self.write or self.go_on or self.translate or self.begin)


def beginning_for(user: User, *, topic: Topic, level: str, language: str, area: str | None) -> Beginning:
    """What `user` can begin about this topic, at this level, in this language."""
    gap = Square(topic.slug, level, language, 0)
    viewer = Viewer.of(user, topic=topic.slug)
    ways = viewer.ways(gap)
    panels = {panel.pk: panel for panel in viewer.panels}

    def shown(kind: Kind) -> list[WayShown]:
        return [_shown(way, gap, panels) for way in ways[:MOST_WAYS] if way.kind is kind]

    return Beginning(
        asked=asked_for(user, areas_to_choose_from(), area=area, language=None),
        gap=gap,
        topic=label_of(topic),
        level=level_in_words(level),
        language=languages_in_words()[language],
        write=shown(Kind.WRITE),
        go_on=shown(Kind.GO_ON),
        translate=shown(Kind.TRANSLATE),
        begin=shown(Kind.BEGIN),
        there_are_more=len(ways) > MOST_WAYS,
        panels=viewer.panels,
    )


def _shown(way: Way, gap: Square, panels: dict[int, YouthPanel]) -> WayShown:
    about = way.page or way.place
    assert about is not None
    return WayShown(
        url=address_of(way, gap),
        title=way.page.title if way.page else "",
        language=languages_in_words()[way.language],
        youth_panel=panels[about.panel],
        is_draft=way.page is not None and not way.page.has_readers,
    )
