"""What answers are put together from: topics and areas by name, pictures, crisis lines; and how a field is written down."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeAlias

from ninja import Schema
from pydantic import Field

from delivery.asked import without_default
from literacy.levels import LiteracyLevel

LevelCode: TypeAlias = Literal[tuple(level.value for level in LiteracyLevel)]  # type: ignore[valid-type]
LanguageTag = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
EXAMPLE_ID = "424f895b-6bef-5c3a-b594-578775458a1f"


def field(description: str, example: Any = ..., **more: Any) -> Any:
    """A field of an answer: what it is for, and what it may look like. Where it has parts, these have their own examples."""
    return Field(description=description, examples=None if example is ... else [example], **more)


def optional(description: str, example: Any = ..., **more: Any) -> Any:
    """A field that is not in every answer. It is left out then, and never null."""
    return field(description, example, default=None, json_schema_extra=without_default, **more)


def language(description: str, example: str = "en") -> Any:
    """A BCP 47 tag. No enum: a new language must not break a client that was made before it."""
    return field(description, example, pattern=LanguageTag)


class Answered(Schema):
    """Part of an answer."""


class NamedTopic(Answered):
    """A topic that a page is about."""

    slug: str = field("What to ask for with `topic=`. It stays when the label changes.", "county-lines")
    label: str = field("In the answer's language.", "County lines")


class NamedSituation(Answered):
    """A situation, in the words that young people use."""

    slug: str = field("What to ask for with `situation=`.", "asked-to-carry")
    label: str = field("In the answer's language.", "I was asked to carry something")


class NamedArea(Answered):
    """A place that a page is for."""

    code: str = field("GSS code.", "E09000025", pattern=r"^[EWSNK][0-9]{8}$")
    name: str = field("What people call it.", "Newham")


class LabelsOfLevels(Answered):
    """What the levels are called, by their codes. A label describes the text, never whoever reads it."""

    el12: str = field("The easiest: Entry Level 1 and 2.", "Quick")
    el3: str = field("Entry Level 3. Every page has it.", "Straightforward")
    l1: str = field("Level 1.", "More detail")
    l2: str = field("Level 2.", "Full story")


class Rendition(Answered):
    """A picture in one width. An original is never public."""

    url: str = field("Absolute.", "https://waymark.example/media/images/bag.width-640.format-webp.webp")
    width: int = field("In pixels.", 640, ge=1)
    height: int = field("In pixels.", 360, ge=1)
    format: Literal["webp", "jpeg"] = field("What kind of file it is.", "webp")
    bytes: int = field("How large the file is.", 18211, ge=0)


class FocalPoint(Answered):
    """The middle of what matters in a picture: keep it in sight when you cut."""

    x: float = field("Share of the width, from the left.", 0.5, ge=0, le=1)
    y: float = field("Share of the height, from the top.", 0.4, ge=0, le=1)


class Image(Answered):
    """A picture, in several widths."""

    alt: str = field("The words for people who cannot see it.", "Two friends talking on a bench.")
    focal_point: FocalPoint | None = field("Null when nobody said.")
    renditions: list[Rendition] = field("Narrowest first. A small picture is never blown up.")


class CrisisLine(Answered):
    """Help that is there now. Show it on every page."""

    id: str = field("Stays when the name changes.", "childline")
    name: str = field("As the service calls itself.", "Childline")
    kind: Literal["call", "text", "call_or_text"] = field("How to reach it by phone.", "call")
    number: str = field("As people write it.", "0800 1111")
    send: str | None = field("The word to text to the number.", None)
    url: str | None = field("Its own page.", "https://www.childline.org.uk/")
    chat_url: str | None = field("Where to chat.", None)
    for_: str | None = field("Whom it is for, in the answer's language.", "Anybody under 19.", alias="for")
    hours: str | None = field("When it is open. Null: nobody has checked.", None)
    free: bool | None = field("Whether it costs nothing to call.", True)
    hides_from_bill: bool | None = field("Whether the call is on no phone bill. Null: not known.", None)
    languages: list[str] = field("Languages that are spoken there.", ["en"])
    bsl: str | None = field("Where to reach it in British Sign Language.", None)
    checked_on: date | None = field("When two people last checked it. Null: never.", None)
