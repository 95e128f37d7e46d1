"""What synthetic pages say: plain sentences about nothing much, the same for the same seed. Knows no database."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

Block = dict[str, Any]


class Speech(NamedTuple):
    """The words of one language, and how they make a sentence and a question."""

    things: list[str]
    places: list[str]
    doings: list[str]
    sentence: str
    question: str


ENGLISH = Speech(
    things=[
        "a robin",
        "the grey cat",
        "an old dog",
        "a small boat",
        "the blue kite",
        "a brass band",
        "a yellow bus",
        "the baker",
        "a snail",
    ],
    places=[
        "in the park",
        "by the river",
        "on the hill",
        "at the market",
        "behind the library",
        "near the bridge",
        "in the garden",
    ],
    doings=[
        "waits for rain",
        "sings a song",
        "looks for a friend",
        "walks home",
        "counts the clouds",
        "paints a fence",
        "has lunch",
    ],
    sentence="{thing} {doing} {place}.",
    question="What can I do when {thing} {doing} {place}?",
)
WELSH = Speech(
    things=[
        "robin goch",
        "y gath lwyd",
        "hen gi",
        "cwch bach",
        "y barcud glas",
        "band pres",
        "bws melyn",
        "y pobydd",
        "malwen",
    ],
    places=["yn y parc", "ger yr afon", "ar y bryn", "yn y farchnad", "wrth y bont", "yn yr ardd"],
    doings=[
        "yn aros am law",
        "yn canu",
        "yn chwilio am ffrind",
        "yn cerdded adref",
        "yn cyfri cymylau",
        "yn bwyta cinio",
    ],
    sentence="Mae {thing} {doing} {place}.",
    question="Beth alla i wneud pan mae {thing} {doing} {place}?",
)
SPEECHES = {"en": ENGLISH, "cy": WELSH}


class Words:
    """Words in one language, one after the other. A language that nobody taught it speaks English."""

    def __init__(self, random: Random, language: str) -> None:
        self.random, self.speech = random, SPEECHES.get(language, ENGLISH)

    def question(self) -> str:
        return self._said(self.speech.question)

    def sentence(self) -> str:
        said = self._said(self.speech.sentence)
        return said[0].upper() + said[1:]

    def sentences(self, number: int) -> str:
        return " ".join(self.sentence() for _ in range(number))

    def body(self, *, blocks: int, sentences: int) -> list[Block]:
        """The blocks of one reading version: mostly paragraphs, and something else now and then."""
        first = self._block("paragraph", self._paragraph(sentences))
        return [first, *(self._any_block(sentences) for _ in range(blocks - 1))]

    def sources(self) -> list[Block]:
        return [self._block("source", {"title": self.sentence(), "url": "https://example.org/a-source"})]

    def content_notes(self) -> list[Block]:
        return [self._block("note", self.sentence()[:80])]

    def _any_block(self, sentences: int) -> Block:
        kinds: list[tuple[str, Callable[[], Any]]] = [
            ("paragraph", lambda: self._paragraph(sentences)),
            ("paragraph", lambda: self._paragraph(sentences)),
            ("key_message", self.sentence),
            ("steps", lambda: {"items": self._list(3)}),
            ("do_and_dont", lambda: {"do": self._list(2), "dont": self._list(2)}),
            ("definition", lambda: {"term": self.random.choice(self.speech.things), "meaning": self.sentence()}),
        ]
        kind, value = self.random.choice(kinds)
        return self._block(kind, value())

    def _paragraph(self, sentences: int) -> str:
        return f"<p>{self.sentence()} <b>{self.sentence()}</b> {self.sentences(sentences)}</p>"

    def _list(self, number: int) -> list[Block]:
        return [{"id": self._id(), "type": "item", "value": self.sentence()} for _ in range(number)]

    def _block(self, kind: str, value: Any) -> Block:
        return {"id": self._id(), "type": kind, "value": value}

    def _id(self) -> str:
        return str(any_uuid(self.random))

    def _said(self, pattern: str) -> str:
        speech = self.speech
        thing, place, doing = map(self.random.choice, (speech.things, speech.places, speech.doings))
        return pattern.format(thing=thing, place=place, doing=doing)


def any_uuid(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)
