"""How somebody can begin what is missing. Plain Python: a gap, their panels' pages and places in, ways out.

A level is missing: write it on a page about the topic. A language is missing: translate such a page. There is no page:
begin one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from insights.grids import Square


class Kind(Enum):
    WRITE = "write"  # a level that a page does not have yet
    GO_ON = "go on"  # a translation that is begun, or older than its page
    TRANSLATE = "translate"
    BEGIN = "begin"


@dataclass(frozen=True)
class PanelPage:
    """A page of a youth panel, drafts too, as far as it matters for beginning something."""

    pk: int
    panel: int
    content_id: str
    language: str
    title: str
    topics: frozenset[str] = frozenset()
    """What it is about, and what that hangs under."""
    levels: frozenset[str] = frozenset()
    """The levels at which readers have it."""
    has_readers: bool = False
    main_level: str = ""
    """Where words come at several levels, that of its main version."""
    made_from: str = ""
    """For a translation, the language of its source."""


@dataclass(frozen=True)
class Place:
    """Where somebody may write for a youth panel, in one language."""

    pk: int
    panel: int
    language: str


@dataclass(frozen=True)
class Way:
    """One way to begin what is missing: on this page, or in this place."""

    kind: Kind
    page: PanelPage | None = None
    place: Place | None = None

    @property
    def language(self) -> str:
        """That of the page or the place."""
        return self.page.language if self.page else self.place.language if self.place else ""


def ways_to_begin(gap: Square, pages: Sequence[PanelPage], places: Sequence[Place], *, main_language: str) -> list[Way]:
    """Every fitting way, the most fitting kind first; none for somebody who may not write there."""
    about = [page for page in pages if gap.topic in page.topics]
    here = [page for page in about if page.language == gap.language]
    writable = {(place.panel, place.language) for place in places}
    sources = {(page.content_id, page.language): page for page in about}
    on_pages = [_on(page, gap, sources) for page in here if gap.level not in page.levels]
    found = [Way(kind, page=page) for kind, page in on_pages if (page.panel, page.language) in writable]
    found += [Way(Kind.TRANSLATE, page=page) for page in _to_translate(gap, about, here, writable)]
    # Two translations of one page lead to the same place.
    if found:
        return list(dict.fromkeys(found))
    # Where a page waits for this level, but for somebody else to write it, a second page about the same is not begun.
    waiting = {page.panel for _kind, page in on_pages}
    return _from_nothing(gap, about, [place for place in places if place.panel not in waiting], main_language)


def _on(page: PanelPage, gap: Square, sources: Mapping[tuple[str, str], PanelPage]) -> tuple[Kind, PanelPage]:
    """A page in the gap's language. What a translation should have and its source has not is written there first."""
    if not page.made_from:
        return Kind.WRITE, page
    source = sources.get((page.content_id, page.made_from))
    lacks_it_too = source is not None and source.has_readers and gap.level not in source.levels
    return (Kind.WRITE, source) if source and lacks_it_too else (Kind.GO_ON, page)


def _to_translate(
    gap: Square, about: Sequence[PanelPage], here: Sequence[PanelPage], writable: set[tuple[int, str]]
) -> list[PanelPage]:
    """What readers have in another language and nobody has begun in this one: what has the level, else any of it."""
    begun = {page.content_id for page in here}
    originals = [page for page in about if page.has_readers and not page.made_from and page.language != gap.language]
    waiting = [page for page in originals if page.content_id not in begun and (page.panel, gap.language) in writable]
    fitting = [page for page in waiting if gap.level in page.levels]
    return fitting if fitting or here else waiting


def _from_nothing(gap: Square, about: Sequence[PanelPage], places: Sequence[Place], main_language: str) -> list[Way]:
    """A page in the gap's language; while there is none in any, also one in the main language, to be translated then."""
    languages = {gap.language} if about else {gap.language, main_language}
    return [Way(Kind.BEGIN, place=place) for place in places if place.language in languages]
