"""How one page mentions another."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from delivery.asked import TYPES
from delivery.schemas.parts import EXAMPLE_ID, Answered, Image, field, language


class Mention(Answered):
    """Another page, as far as it takes to show a link to it: in the reader's language, along the chain."""

    content_id: UUID = field("Which one.", EXAMPLE_ID)
    type: Literal[TYPES] = field("What kind of content it is.", "article")  # type: ignore[valid-type]
    locale: str = language("The language it is mentioned in, and that its path leads to.")
    title: str = field("Its title.", "Someone asked me to carry something. What can I do?")
    summary: str = field("One sentence.", "You can say no, and you can get help.")
    path: str = field("Where it is.", "/newham/carrying-for-someone/")
    image: Image | None = field("Its picture.")
