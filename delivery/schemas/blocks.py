"""The parts of a reading version. One class for each kind of block; `type` tells them apart."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from delivery.schemas.mentions import Mention
from delivery.schemas.parts import Answered, Image, field

EXAMPLE_BLOCK_ID = "6f1c3a52-3f0e-4a0b-9c1e-0d7f5b1f2a11"


class BlockPart(Answered):
    """What every block has."""

    id: str | None = field("The same for as long as the block stands there.", EXAMPLE_BLOCK_ID)


class ParagraphBlock(BlockPart):
    """Running text. Only `p br b strong i em ul ol li h3 a`."""

    type: Literal["paragraph"] = field("The kind of block.")
    value: str = field("HTML; with `body_format=text` plain text.", "<p>You can <b>say no</b>.</p>")


class KeyMessageBlock(BlockPart):
    """The one sentence to remember."""

    type: Literal["key_message"] = field("The kind of block.")
    value: str = field("Plain text.", "It is not your fault.")


class ContentNoteBlock(BlockPart):
    """What comes next may hurt to read."""

    type: Literal["content_note"] = field("The kind of block.")
    value: str = field("Plain text.", "The next part mentions violence.")


class Steps(Answered):
    """What to do, one after the other."""

    items: list[str] = field("In order.", ["Put the phone down.", "Tell somebody you trust."])


class StepsBlock(BlockPart):
    """A numbered list."""

    type: Literal["steps"] = field("The kind of block.")
    value: Steps = field("The steps.")


class DoAndDont(Answered):
    """What helps, and what does not."""

    do: list[str] = field("What helps.", ["Keep the messages."])
    dont: list[str] = field("What does not.", ["Answer them."])


class DoAndDontBlock(BlockPart):
    """Two short lists side by side."""

    type: Literal["do_and_dont"] = field("The kind of block.")
    value: DoAndDont = field("Both lists.")


class MythAndFact(Answered):
    """What people say, and what is true."""

    myth: str = field("What people say.", "You owe them.")
    fact: str = field("What is true.", "You owe nobody.")


class MythAndFactBlock(BlockPart):
    """A myth put right."""

    type: Literal["myth_and_fact"] = field("The kind of block.")
    value: MythAndFact = field("The myth and the fact.")


class Quote(Answered):
    """Somebody's own words."""

    text: str = field("What was said.", "I told my aunt, and it got better.")
    attribution: str | None = field("Who said it. Never a name.", "A young person")


class QuoteBlock(BlockPart):
    """A quotation."""

    type: Literal["quote"] = field("The kind of block.")
    value: Quote = field("The words and whose they are.")


class Definition(Answered):
    """A hard word, explained in place."""

    term: str = field("The word.", "County lines")
    meaning: str = field("What it means.", "Making others carry drugs.")


class DefinitionBlock(BlockPart):
    """A word and its meaning."""

    type: Literal["definition"] = field("The kind of block.")
    value: Definition = field("The word and its meaning.")


class ImageBlock(BlockPart):
    """A picture among the words."""

    type: Literal["image"] = field("The kind of block.")
    value: Image = field("The picture.")


class PathwayBlock(BlockPart):
    """The way to a pathway. It is left out while that pathway is not public."""

    type: Literal["pathway"] = field("The kind of block.")
    value: Mention = field("Which pathway.")


class Block(
    RootModel[
        Annotated[
            ParagraphBlock
            | KeyMessageBlock
            | ContentNoteBlock
            | StepsBlock
            | DoAndDontBlock
            | MythAndFactBlock
            | QuoteBlock
            | DefinitionBlock
            | ImageBlock
            | PathwayBlock,
            Field(discriminator="type"),
        ]
    ]
):
    """One part of a reading version. New kinds may come: leave out a `type` that you do not know."""
