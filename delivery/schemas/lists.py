"""What content is chosen by, suggestions, crisis help, and the root."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, RootModel

from delivery.asked import TYPES
from delivery.schemas.mentions import Mention
from delivery.schemas.parts import (
    EXAMPLE_ID,
    Answered,
    CrisisLine,
    LabelsOfLevels,
    LevelCode,
    NamedArea,
    NamedSituation,
    NamedTopic,
    field,
    language,
)

HOW_MUCH = "How much the list of content would give."


class SuggestMeta(Answered):
    """About suggestions."""

    limit: int = field("How many at most.", 8, ge=1)
    next: None = field("There are no more.")
    help_first: bool = field("What is typed asks for help now. Show crisis help first.", False)


class SuggestedContent(Answered):
    """A content item whose title fits."""

    kind: Literal["content"] = field("The kind of suggestion.")
    text: str = field("Its title.", "Someone asked me to carry something. What can I do?")
    locale: str = language("The title's language.")
    slug: None = field("Always null here.")
    content_id: UUID = field("Which one.", EXAMPLE_ID)
    path: str = field("Where it is.", "/newham/carrying-for-someone/")
    type: Literal[TYPES] = field("What kind of content it is.", "article")  # type: ignore[valid-type]


class SuggestedSituation(Answered):
    """A situation for which there is something to read."""

    kind: Literal["situation"] = field("The kind of suggestion.")
    text: str = field("Its label.", "I was asked to carry something")
    locale: str = language("The label's language.")
    slug: str = field("What to ask for with `situation=`.", "asked-to-carry")
    content_id: None = field("Always null here.")
    path: None = field("Always null here.")
    type: None = field("Always null here.")


class Suggestion(RootModel[Annotated[SuggestedContent | SuggestedSituation, Field(discriminator="kind")]]):
    """Something that fits what is being typed."""


class Suggestions(Answered):
    """Situations first, then titles, the best first."""

    meta: SuggestMeta = field("About the suggestions.")
    items: list[Suggestion] = field("At most `limit`.")


class WholeListMeta(Answered):
    """About a list that comes whole."""

    limit: int = field("How many there are.", 1, ge=0)
    next: None = field("Everything is on one page.")


class Topic(NamedTopic):
    """A topic, with how much there is about it."""

    parent: str | None = field("The topic it hangs under.", None)
    age_from: int = field("The youngest it is for.", 11, ge=0)
    sensitive: bool = field("Nobody else should know that somebody read about it.", True)
    count: int = field(HOW_MUCH, 3, ge=0)


class Topics(Answered):
    """All topics."""

    meta: WholeListMeta = field("About the list.")
    items: list[Topic] = field("By slug.")


class Situation(NamedSituation):
    """A situation, with how much there is for it."""

    count: int = field(HOW_MUCH, 2, ge=0)


class Situations(Answered):
    """All situations."""

    meta: WholeListMeta = field("About the list.")
    items: list[Situation] = field("In the order that panels chose.")


class Area(NamedArea):
    """An area, with how much a reader there gets."""

    parent: str | None = field("The area it lies in.", None)
    count: int = field(HOW_MUCH, 12, ge=0)


class Areas(Answered):
    """All areas."""

    meta: WholeListMeta = field("About the list.")
    items: list[Area] = field("By name.")


class Level(Answered):
    """A literacy level of texts. Nobody's own level is asked or kept."""

    code: LevelCode = field("What to ask for with `level=`.", "el3")
    label: str = field("Its standing label in the language asked for.", "Straightforward")
    every_page_has_it: bool = field("Every advice page is there at this level.", True)
    count: int = field(HOW_MUCH, 12, ge=0)


class Levels(Answered):
    """All levels."""

    meta: WholeListMeta = field("About the list.")
    items: list[Level] = field("Easiest first.")


class Language(Answered):
    """A language, and where it falls back to."""

    code: str = language("BCP 47.", "cy")
    name: str = field("Its own name for itself.", "Cymraeg")
    dir: Literal["ltr", "rtl"] = field("Which way it is written.", "ltr")
    fallbacks: list[str] = field("Where what is missing is looked for, in this order.", ["en"])
    count: int = field("How much there is in it, without falling back.", 8, ge=0)


class Languages(Answered):
    """All languages."""

    meta: WholeListMeta = field("About the list.")
    items: list[Language] = field("The site's own first.")


class Council(Answered):
    """A council that readers can choose."""

    name: str = field("In the language asked for.", "Newham")
    slug: str = field("Stays when the name changes.", "newham")
    area: NamedArea | None = field("Where it is.")
    exit_url: str | None = field("Where a quick exit leads.", "https://www.bbc.co.uk/weather")
    labels: LabelsOfLevels = field("What it calls the levels on its pages.")
    featured: list[Mention] = field(
        "What it puts first, in its order: at most four. What readers of this language have not is left out."
    )
    count: int = field(HOW_MUCH, 12, ge=0)


class Councils(Answered):
    """All councils."""

    meta: WholeListMeta = field("About the list.")
    items: list[Council] = field("By slug.")


class CrisisHelp(Answered):
    """The numbers."""

    meta: WholeListMeta = field("About the list.")
    items: list[CrisisLine] = field("In the order to show them.")


class RootLanguage(Answered):
    """A language."""

    code: str = language("BCP 47.")
    name: str = field("Its own name for itself.", "English")
    dir: Literal["ltr", "rtl"] = field("Which way it is written.", "ltr")


class RootLevel(Answered):
    """A literacy level."""

    code: LevelCode = field("What to ask for with `level=`.", "el3")
    label: str = field("Its standing label.", "Straightforward")


class RootLinks(Answered):
    """Addresses of all that can be read; `{…}` is to be filled in."""

    content: str = field("Cards.", "https://waymark.example/api/v1/content/")
    item: str = field("One item.", "https://waymark.example/api/v1/content/{content_id}/")
    path: str = field("The item at a path.", "https://waymark.example/api/v1/paths/{path}")
    suggest: str = field("Suggestions while somebody types.", "https://waymark.example/api/v1/suggest/")
    topics: str = field("Topics.", "https://waymark.example/api/v1/topics/")
    situations: str = field("Situations.", "https://waymark.example/api/v1/situations/")
    areas: str = field("Areas.", "https://waymark.example/api/v1/areas/")
    levels: str = field("Literacy levels.", "https://waymark.example/api/v1/levels/")
    languages: str = field("Languages.", "https://waymark.example/api/v1/languages/")
    councils: str = field("Councils.", "https://waymark.example/api/v1/councils/")
    crisis_help: str = field("The numbers.", "https://waymark.example/api/v1/crisis-help/")
    openapi: str = field("This contract.", "https://waymark.example/api/v1/openapi.json")
    docs: str = field("The contract's viewer.", "https://waymark.example/api/docs/")


class Root(Answered):
    """What there is."""

    name: str = field("What this place is called.", "Waymark")
    version: str = field("Within it names and meanings stay.", "v1")
    languages: list[RootLanguage] = field("The site's own first.")
    levels: list[RootLevel] = field("Easiest first.")
    links: RootLinks = field("Where to go on.")
