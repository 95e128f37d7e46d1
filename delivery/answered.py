"""The shape of every answer, for the OpenAPI file. Answers are written by `projection`; a test holds the two together."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from delivery.asked import FORMATS, TYPES


class Answered(Schema):
    """Nothing is in an answer that is not written down here."""

    model_config = ConfigDict(extra="forbid")


class NamedTopic(Answered):
    slug: str
    label: str


class NamedSituation(Answered):
    slug: str
    label: str


class NamedArea(Answered):
    code: str
    name: str


class Ages(Answered):
    from_: int = Field(alias="from")
    to: int


class FocalPoint(Answered):
    x: float
    y: float


class Rendition(Answered):
    url: str
    width: int
    height: int
    format: str
    bytes: int


class Image(Answered):
    alt: str
    focal_point: FocalPoint | None
    renditions: list[Rendition]


class Poster(Answered):
    alt: str
    renditions: list[Rendition]


class Mention(Answered):
    content_id: UUID
    title: str
    path: str


class Block(Answered):
    id: str | None
    type: str
    value: Any


class ReadingVersion(Answered):
    level: str
    label: str = Field(description="What the page's panel calls the level in this language; it may change.")
    reading_minutes: int
    words: int
    possibly_out_of_date: bool
    body: list[Block]


class CrisisLine(Answered):
    id: str
    name: str
    kind: Literal["call", "text", "call_or_text"]
    number: str
    send: str | None
    url: str | None
    chat_url: str | None
    for_: str | None = Field(alias="for")
    hours: str | None
    free: bool | None
    hides_from_bill: bool | None
    languages: list[str]
    bsl: str | None
    checked_on: date | None


class VideoSource(Answered):
    url: str
    width: int | None
    height: int | None
    format: str
    bytes: int


class Captions(Answered):
    locale: str
    label: str
    url: str


class Video(Answered):
    sources: list[VideoSource]
    link: str | None
    captions: list[Captions]
    transcript: str
    poster: Poster | None
    duration_seconds: int | None
    bsl: str | None


class PathwayOption(Answered):
    label: str
    next: str


class Step(Answered):
    id: str
    kind: Literal["question", "outcome"]
    title: str
    urgency: str | None
    versions: list[ReadingVersion]
    options: list[PathwayOption]
    services: list[Any]
    pages: list[Mention]


class Source(Answered):
    title: str
    url: str


class Translation(Answered):
    """Of which words a page is a translation."""

    source_locale: str
    source_revision: str = Field(description="The `revision` of the source that these words were made from.")
    stale: bool = Field(description="The source says something else now.")
    checked_by_speaker: bool = Field(description="Somebody who speaks the language has compared it with its source.")


class InList(Answered):
    """What cards and items have in common."""

    content_id: UUID
    type: Literal[TYPES]  # type: ignore[valid-type]
    locale: str
    requested_locale: str
    available_locales: list[str]
    dir: Literal["ltr", "rtl"]
    translation: Translation | None = Field(description="Null where the page was written in this language.")
    title: str
    neutral_title: str
    summary: str
    path: str
    made_by: str | None
    topics: list[NamedTopic]
    situations: list[NamedSituation]
    areas: list[NamedArea]
    ages: Ages
    urgency: Literal["normal", "soon", "now"]
    sensitive: bool
    content_notes: list[str]
    levels: list[str]
    main_level: str | None
    requested_level: str | None
    served_level: str | None
    formats: list[Literal[FORMATS]]  # type: ignore[valid-type]
    image: Image | None
    reviewed_on: date | None
    review_by: date | None
    review_overdue: bool
    quick_exit: bool
    published_at: datetime | None
    updated_at: datetime | None
    revision: str


class Card(InList):
    reading_minutes: dict[str, int]


class Item(InList):
    versions: list[ReadingVersion]
    services: list[Any]
    related: list[Mention]
    local_note: Any
    sources: list[Source]
    crisis_help: list[CrisisLine]
    video: Video | None = Field(None, description="Of a video alone.")
    start: str | None = Field(None, description="Of a pathway alone: the step it starts with.")
    questions_left_max: int | None = Field(None, description="Of a pathway alone: questions on its longest way.")
    steps: list[Step] | None = Field(None, description="Of a pathway alone.")
    outline: str | None = Field(None, description="Of a pathway alone: the same graph as text.")


class ListMeta(Answered):
    limit: int
    next: str | None
    total_count: int | None = Field(None, description="With `count=true`.")
    help_first: bool | None = Field(
        None, description="With `search`: what is looked for asks for help now. Show crisis help first."
    )


class ContentList(Answered):
    meta: ListMeta
    items: list[Card]


class SuggestMeta(Answered):
    limit: int
    next: None = Field(description="There are no more.")
    help_first: bool = Field(description="What is typed asks for help now. Show crisis help first.")


class Suggestion(Answered):
    kind: Literal["content", "situation"]
    text: str = Field(description="A title, or a situation's label.")
    locale: str
    slug: str | None = Field(description="Of a situation.")
    content_id: UUID | None = Field(description="Of a content item, as are `path` and `type`.")
    path: str | None
    type: Literal[TYPES] | None  # type: ignore[valid-type]


class Suggestions(Answered):
    meta: SuggestMeta
    items: list[Suggestion]


class WholeListMeta(Answered):
    limit: int
    next: None = Field(description="Everything is on one page.")


class Topic(NamedTopic):
    parent: str | None
    age_from: int
    sensitive: bool
    count: int


class Topics(Answered):
    meta: WholeListMeta
    items: list[Topic]


class Situation(NamedSituation):
    count: int


class Situations(Answered):
    meta: WholeListMeta
    items: list[Situation]


class Area(NamedArea):
    parent: str | None
    count: int


class Areas(Answered):
    meta: WholeListMeta
    items: list[Area]


class Level(Answered):
    code: str
    label: str
    every_page_has_it: bool
    count: int


class Levels(Answered):
    meta: WholeListMeta
    items: list[Level]


class Language(Answered):
    code: str
    name: str
    dir: Literal["ltr", "rtl"]
    fallbacks: list[str]
    count: int


class Languages(Answered):
    meta: WholeListMeta
    items: list[Language]


class Council(Answered):
    name: str
    slug: str
    area: NamedArea | None
    exit_url: str | None
    labels: dict[str, str] = Field(description="What it calls the levels on its pages, by their codes.")
    featured: list[Mention]
    count: int


class Councils(Answered):
    meta: WholeListMeta
    items: list[Council]


class CrisisHelp(Answered):
    meta: WholeListMeta
    items: list[CrisisLine]


class RootLanguage(Answered):
    code: str
    name: str
    dir: Literal["ltr", "rtl"]


class RootLevel(Answered):
    code: str
    label: str


class Root(Answered):
    name: str
    version: str
    languages: list[RootLanguage]
    levels: list[RootLevel]
    links: dict[str, str]


class Wrong(Answered):
    in_: Literal["query", "path", "body", "header"] = Field(alias="in")
    name: str
    message: str


class Problem(Answered):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Wrong] | None = Field(None)


class Withdrawn(Problem):
    withdrawn_at: datetime
    reason: Literal["out_of_date", "replaced", "wrong", "removed"]
    replacement: Mention | None
    crisis_help: list[CrisisLine]
