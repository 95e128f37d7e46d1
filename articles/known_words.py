"""The words that need no hint on this site, and the hints that are left then, as the templates show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.urls import reverse

from articles.hints import Box, KnownWords, advise
from articles.signals import names_wanted
from literacy.levels import LiteracyLevel
from taxonomy.models import Area, PlainWord, TopicLabel


def known_words_in(language: str) -> KnownWords:
    """For texts in this language."""
    listed = {row.word: row.instead_words() for row in PlainWord.objects.filter(language=language)}
    return KnownWords(
        plain=[word for word, instead in listed.items() if not instead],
        say_instead={word: instead for word, instead in listed.items() if instead},
        names=[
            *Area.objects.values_list("name", flat=True),
            *TopicLabel.objects.filter(language=language).values_list("label", flat=True),
            *_names_from_above(),
        ],
    )


def _names_from_above() -> Iterator[str]:
    answers: list[tuple[Any, Any]] = names_wanted.send(KnownWords)
    for _receiver, names in answers:
        yield from names


def hints_context(
    boxes: Sequence[Box],
    *,
    level: LiteracyLevel,
    language: str,
    known_words: Callable[[], KnownWords],
    user: Any,
) -> dict[str, Any]:
    """What `articles/_hints.html` shows of these boxes. Where nothing is written, nobody is asked for known words."""
    known = known_words() if boxes else KnownWords()
    return {
        "advice": advise(boxes, level=level, language=language, known=known),
        "hints_language": language,
        "add_plain_word": reverse("plainword:add") if user.has_perm("taxonomy.add_plainword") else "",
    }
