"""How long a reading version is, against what its level asks for. It hints, and never refuses or marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import Block

from articles.beginnings import has_a_prompt_left
from articles.wording import leaves, said_by
from literacy.levels import LONGEST_IDEA, LiteracyLevel, count_words


@dataclass(frozen=True)
class Length:
    """What to say about the length of one reading version."""

    words: int
    is_past: bool
    sentence: str
    hints: tuple[str, ...] = ()


def length_of(stream: Any, level: LiteracyLevel) -> Length:
    """The length of a reading version's words, and a hint for each part that may be more than one idea."""
    parts = [_words_in(child.block, child.value) for child in stream]
    words, most = sum(parts), level.most_words
    return Length(
        words=words,
        is_past=most is not None and words > most,
        sentence=_sentence(words, most),
        hints=tuple(
            _("Part %(number)s is long: %(words)s words. Is it one idea, or could it be two parts?")
            % {"number": number, "words": part}
            for number, part in enumerate(parts, start=1)
            if part > LONGEST_IDEA[level]
        ),
    )


def _sentence(words: int, most: int | None) -> str:
    if most is None:
        return ngettext("%(words)s word", "%(words)s words", words) % {"words": words}
    if words > most:
        return _("%(words)s words. About %(most)s are enough here: what could go?") % {"words": words, "most": most}
    return _("%(words)s of about %(most)s words") % {"words": words, "most": most}


def _words_in(block: Block, value: Any) -> int:
    return sum(count_words(own_words(leaf, said)) for leaf, said in leaves(block, value))


def own_words(block: Block, value: Any) -> str:
    """What a block says in the writer's own words: not an address, nor a prompt that waits to be written over."""
    said = said_by(block, value)
    return "" if has_a_prompt_left(said) else said
