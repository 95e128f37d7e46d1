"""The page "What is missing": what readers get about each topic, at each level, in each language; and how to begin the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language

from delivery.languages import LANGUAGES
from insights.counting import grid_of
from insights.grids import Block, Grid, Square, missing_most
from insights.leading import Start, start_of
from insights.saying import amounts_in_words, in_one_sentence, level_in_words
from insights.viewers import EVERYWHERE, Viewer, areas_to_choose_from, own_area
from languages.translations import language_in_words
from literacy.levels import MAIN_LEVEL
from people.models import User
from taxonomy.models import Area, Topic


@dataclass(frozen=True)
class Asked:
    """Whose readers, and in which language: None for all of them."""

    area: Area | None
    language: str | None

    @property
    def languages(self) -> list[str]:
        return [self.language] if self.language else list(LANGUAGES)


@dataclass(frozen=True)
class SquareShown:
    square: Square
    level: str
    start: Start | None


@dataclass(frozen=True)
class Strip:
    """A topic's squares in one language, the easiest level first."""

    language: str
    squares: list[SquareShown]


@dataclass(frozen=True)
class TopicShown:
    slug: str
    label: str
    part_of: str
    """The label of the topic that it hangs under; empty for one that hangs under none."""
    strips: list[Strip]


@dataclass(frozen=True)
class Table:
    """One language: for each topic its label and its squares."""

    code: str
    language: str
    rows: list[tuple[TopicShown, list[SquareShown]]]


@dataclass(frozen=True)
class Coverage:
    asked: Asked
    areas: list[Area]
    languages: dict[str, str]
    levels: list[str]
    topics: list[TopicShown]
    sentence: str
    start: Start | None
    start_about: str
    """The topic that most is missing about, where it can be begun at once."""
    gaps: int
    squares: int
    has_pages: bool
    amounts: dict[str, str]
    writes: bool
    """Whether whoever looks can begin anything."""

    @property
    def tables(self) -> list[Table]:
        return [
            Table(code, self.languages[code], [(topic, topic.strips[place].squares) for topic in self.topics])
            for place, code in enumerate(self.asked.languages)
        ]


def asked_for(user: User, areas: list[Area], *, area: str | None, language: str | None) -> Asked:
    """What an address asks for. Left out or unknown: the readers of this person's own council; every language."""
    known = {each.code: each for each in areas}
    own = own_area(user, areas) if area != EVERYWHERE else None
    return Asked(known.get(area or "", own), language if language in LANGUAGES else None)


def coverage_for(user: User, *, area: str | None, language: str | None) -> Coverage:
    """The whole page. As many queries for thousands of pages as for one."""
    areas = areas_to_choose_from()
    asked = asked_for(user, areas, area=area, language=language)
    topics = topics_by_label()
    grid = grid_of(list(topics.values()), languages=asked.languages, area=asked.area)
    viewer = Viewer.of(user)
    labels = {slug: label_of(topic) for slug, topic in topics.items()}
    starts = {gap: start_of(gap, viewer.ways(gap), asked.area) for gap in grid.gaps}
    most = missing_most(grid)
    return Coverage(
        asked=asked,
        areas=areas,
        languages=languages_in_words(),
        levels=[level_in_words(level) for level in grid.levels],
        topics=[_topic_shown(slug, labels, grid, starts) for slug in grid.topics],
        sentence=in_one_sentence(_with_language(most, asked), topics=labels, languages=languages_in_words()),
        start=starts.get(_first_of(grid, most)) if most and most.topic else None,
        start_about=labels[most.topic] if most and most.topic else "",
        gaps=len(grid.gaps),
        squares=len(grid.squares),
        has_pages=any(grid.pages.values()),
        amounts=amounts_in_words(),
        writes=bool(viewer.places),
    )


def topics_by_label() -> dict[str, Topic]:
    topics = Topic.objects.select_related("parent").prefetch_related("labels")
    return {topic.slug: topic for topic in sorted(topics, key=lambda topic: label_of(topic).casefold())}


def label_of(topic: Topic) -> str:
    return topic.label_in(get_language() or settings.LANGUAGE_CODE)


def languages_in_words() -> dict[str, str]:
    return {code: language_in_words(code) for code in LANGUAGES}


def _with_language(block: Block | None, asked: Asked) -> Block | None:
    """Where one of several languages is looked at, the sentence names it."""
    if block is None or asked.language is None or len(LANGUAGES) == 1:
        return block
    return replace(block, language=asked.language)


def _first_of(grid: Grid, block: Block) -> Square:
    """Where to begin in a block: at the level that every page has, if that is in it."""
    squares = [grid.square(*place) for place in grid.within(block)]
    return min(squares, key=lambda square: square.level != MAIN_LEVEL.value)


def _topic_shown(slug: str, labels: dict[str, str], grid: Grid, starts: Mapping[Square, Start | None]) -> TopicShown:
    strips = [
        Strip(
            language_in_words(language),
            [_square_shown(grid.square(slug, level, language), starts) for level in grid.levels],
        )
        for language in grid.languages
    ]
    return TopicShown(slug, labels[slug], labels.get(grid.parents.get(slug, ""), ""), strips)


def _square_shown(square: Square, starts: Mapping[Square, Start | None]) -> SquareShown:
    return SquareShown(square, level_in_words(square.level), starts.get(square))
