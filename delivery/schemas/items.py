"""Content items, whole and as cards in lists."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, RootModel

from delivery.asked import FORMATS, TYPES
from delivery.schemas.blocks import Block
from delivery.schemas.mentions import Mention
from delivery.schemas.parts import (
    EXAMPLE_ID,
    Answered,
    CrisisLine,
    Image,
    LevelCode,
    NamedArea,
    NamedSituation,
    NamedTopic,
    Rendition,
    field,
    language,
    optional,
)


class Ages(Answered):
    """Whom a page is written for."""

    from_: int = field("The youngest.", 11, alias="from", ge=0)
    to: int = field("The oldest.", 18, ge=0)


class Translation(Answered):
    """Of which words a page is a translation."""

    source_locale: str = language("The language it was made from.")
    source_revision: str = field("The `revision` of the source that these words were made from.", "5" * 64)
    stale: bool = field("The source says something else now: offer it beside.", False)
    checked_by_speaker: bool = field("Somebody who speaks the language has compared it with its source.", True)


class ReadingVersion(Answered):
    """The page's text at one literacy level."""

    level: LevelCode = field("Which level. Choose by it: the label may change.", "el3")
    label: str = field("What the page's panel calls the level in this language.", "Straightforward")
    reading_minutes: int = field("About how long it takes.", 2, ge=0)
    words: int = field("How many words.", 240, ge=0)
    possibly_out_of_date: bool = field("The main version has changed since somebody compared the two.", False)
    body: list[Block] = field("The text, part by part.")


class Service(Answered):
    """Help that somebody can go to. Names are Open Referral UK's."""

    id: str = field("Stays when the name changes.", "9f0c3a1e-5a52-4b0e-8f61-0a4c1d2e3f40")
    name: str = field("As the service calls itself.", "Youth advice, Example Street")
    areas: list[NamedArea] = field("Where it helps. Empty: everywhere.")
    phone: str | None = field("As people write it.", None)
    url: str | None = field("Its own page.", "https://example.org/")
    first_contact: str | None = field("What happens first, in young people's words.", "You talk to a youth worker.")
    who_they_tell: str | None = field("Whom they tell, and when.", "Nobody, unless you are in danger.")
    can_self_refer: bool | None = field("Whether somebody can go there by themselves.", True)
    open_now_rule: dict[str, Any] | None = field("When it is open. Null: nobody has checked.", None)
    checked_on: date | None = field("When two people last checked it.", None)


class Source(Answered):
    """Where a page's facts come from."""

    title: str = field("What it is.", "NSPCC, County lines")
    url: str = field("Where it is.", "https://www.nspcc.org.uk/")


class InAnotherLanguage(Answered):
    """The same page in another language."""

    locale: str = language("Which one.", "cy")
    path: str = field("Where it is in that.", "/newham/cario-rhywbeth/")
    title: str = field("Its title in that.", "Mae rhywun wedi gofyn i mi gario rhywbeth. Beth alla i ei wneud?")


class CouncilOfItem(Answered):
    """Whose readers a page is for."""

    slug: str = field("As in `councils/`.", "newham")
    exit_url: str | None = field("Where a quick exit leads. Null: choose something ordinary.", "https://www.bbc.co.uk/")


class LabelsByLevel(Answered):
    """What the page's panel calls each level that the page is there at, by its code."""

    el12: str = optional("The easiest.", "Quick")
    el3: str = optional("The one that every page has.", "Straightforward")
    l1: str = optional("The next one.", "More detail")
    l2: str = optional("The longest.", "Full story")


class Common(Answered):
    """What cards and items have in common."""

    content_id: UUID = field("The same thing in every language, and for ever.", EXAMPLE_ID)
    locale: str = language("The language served.")
    requested_locale: str = language("The language that was asked for.")
    available_locales: list[str] = field("All languages it is there in.", ["cy", "en"])
    dir: Literal["ltr", "rtl"] = field("Which way the language is written.", "ltr")
    translation: Translation | None = field("Null where the page was written in this language.")
    translations: list[InAnotherLanguage] = field("The same page in the other languages it is there in.")
    title: str = field("A question, mostly.", "Someone asked me to carry something. What can I do?")
    neutral_title: str = field("What others may see over a shoulder. Use it for tabs and history.", "Getting help")
    summary: str = field("One sentence.", "You can say no, and you can get help.")
    path: str = field("Its address below yours. It may change; `content_id` does not.", "/newham/carrying-for-someone/")
    made_by: str | None = field("Whose words they are, in their language. Never a person.", "Newham youth panel")
    council: CouncilOfItem | None = field("Null for what belongs to no council.")
    topics: list[NamedTopic] = field("One to three.")
    situations: list[NamedSituation] = field("Whom it would help, in their words.")
    areas: list[NamedArea] = field("Where it is for. Empty: everywhere.")
    ages: Ages = field("Whom it is written for.")
    urgency: Literal["normal", "soon", "now"] = field("`now`: for somebody in danger.", "soon")
    sensitive: bool = field("Nobody else should know that somebody read it. Keep no history of it.", True)
    content_notes: list[str] = field("Say first what it mentions.", ["Mentions violence."])
    levels: list[LevelCode] = field("The levels it is there at, easiest first.", ["el3", "l1"])
    level_labels: LabelsByLevel = field("What `levels` are called, whichever of them are in this answer.")
    main_level: LevelCode | None = field("What readers get first. Null where there is no text.", "el3")
    requested_level: LevelCode | None = field("The level that was asked for.", None)
    served_level: LevelCode | None = field("The level that was served for it.", "el3")
    formats: list[Literal[FORMATS]] = field("What it comes as.", ["text"])  # type: ignore[valid-type]
    image: Image | None = field("Its picture.")
    reviewed_on: date | None = field("When an adult last checked its facts. Null: nobody said.", "2026-11-22")
    review_by: date | None = field("When they are to be checked again.", "2027-11-22")
    review_overdue: bool = field("That day has passed. Say so.", False)
    quick_exit: bool = field("Offer a quick way out.", True)
    published_at: datetime | None = field("First let out, in UTC.", "2026-11-22T12:00:00Z")
    updated_at: datetime | None = field("Last let out, in UTC.", "2026-11-22T12:00:00Z")
    revision: str = field("SHA-256 of the content that was agreed.", "5" * 64, pattern="^[0-9a-f]{64}$")


class MinutesByLevel(Answered):
    """How long it takes at each level that there is. A pathway: its longest way."""

    el12: int = optional("Minutes.", 1, ge=0)
    el3: int = optional("Minutes.", 2, ge=0)
    l1: int = optional("Minutes.", 4, ge=0)
    l2: int = optional("Minutes.", 8, ge=0)


class Card(Common):
    """What lists show of a content item."""

    type: Literal[TYPES] = field("What kind of content it is.", "article")  # type: ignore[valid-type]
    reading_minutes: MinutesByLevel = field("How long it takes to read.")


class ItemPart(Common):
    """What items of every type have."""

    versions: list[ReadingVersion] = field("The text at each level; with `level=` the one that was served.")
    services: list[Service] = field("Help that it points to.")
    related: list[Mention] = field("What somebody may want next.")
    local_note: dict[str, Any] | None = field("What a council's own panel adds.", None)
    sources: list[Source] = field("Where its facts come from.")
    crisis_help: list[CrisisLine] = field("Show it on every page: three lines first, the rest by topic.")


class Article(ItemPart):
    """A short advice page."""

    type: Literal["article"] = field("The kind of content.")


class VideoSource(Answered):
    """A film as a file."""

    url: str = field("Absolute.", "https://waymark.example/media/films/friends.mp4")
    width: int | None = field("In pixels.", 640)
    height: int | None = field("In pixels.", 360)
    format: Literal["mp4", "webm"] = field("What kind of file it is.", "mp4")
    bytes: int = field("How large the file is.", 2811000, ge=0)


class Captions(Answered):
    """The words on the screen, as WebVTT."""

    locale: str = language("Their language.")
    label: str = field("What that language is called.", "English")
    url: str = field("Absolute.", "https://waymark.example/media/captions/friends.vtt")


class Poster(Answered):
    """What stands there before somebody presses play."""

    alt: str = field("The words for people who cannot see it.", "Two friends on a bench.")
    renditions: list[Rendition] = field("Narrowest first.")


class Film(Answered):
    """What to play. Load nothing before somebody presses play."""

    sources: list[VideoSource] = field("The same film as files.")
    link: str | None = field("Where it is, if it is no file of ours.", None)
    captions: list[Captions] = field("One for each language.")
    transcript: str = field("All that is said or shown.", "Sam: You can say no.")
    poster: Poster | None = field("Null where there is no picture.")
    duration_seconds: int | None = field("How long it is.", 61)
    bsl: str | None = field("The same film in British Sign Language.", None)


class Video(ItemPart):
    """A short film, with captions and a transcript."""

    type: Literal["video"] = field("The kind of content.")
    video: Film = field("What to play.")


class PathwayOption(Answered):
    """An answer, and where it leads."""

    label: str = field("What somebody would say.", "Yes, today")
    next: str = field("The id of a step.", "tell-somebody")


class Step(Answered):
    """A question with its answers, or an outcome."""

    id: str = field("Stays the same. Put no answer into an address.", "are-you-safe")
    kind: Literal["question", "outcome"] = field("An outcome has no options.", "question")
    title: str = field("The question, or what to do.", "Are you safe where you are?")
    urgency: Literal["normal", "soon", "now"] | None = field("Of an outcome.", None)
    versions: list[ReadingVersion] = field("Its text at each level.")
    options: list[PathwayOption] = field("At most five, *not sure* among them.")
    services: list[Service] = field("Help that an outcome points to.")
    pages: list[Mention] = field("What an outcome gives to read.")


class Pathway(ItemPart):
    """Question by question to the right help. It runs on the reader's device: answers never travel."""

    type: Literal["pathway"] = field("The kind of content.")
    start: str | None = field("The id of the step it starts with.", "are-you-safe")
    questions_left_max: int | None = field("How many questions its longest way asks.", 4)
    steps: list[Step] = field("The whole graph.")
    outline: str = field("The same graph as text.", "1. Are you safe where you are?\n   Yes → Keep it that way")


class Item(RootModel[Annotated[Article | Video | Pathway, Field(discriminator="type")]]):
    """One content item, whole."""


class ListMeta(Answered):
    """About a list."""

    limit: int = field("How many at most.", 20, ge=1)
    next: str | None = field("The address of the next page; null on the last.", None)
    total_count: int = optional("With `count=true`.", 42, ge=0)
    help_first: bool = optional("With `search`: it asks for help now. Show crisis help first.", False)


class ContentList(Answered):
    """A page of a list of cards."""

    meta: ListMeta = field("About the list.")
    items: list[Card] = field("In the order that was asked for.")
