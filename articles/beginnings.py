"""Ways to begin an advice page: the first words of each, to be written over. To change what they say, change it here.

What begins with "Write here" is a prompt. It tells a writer what belongs in its place, and a page in which one was left
cannot be sent in.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

    from articles.models import ArticlePage


@dataclass(frozen=True)
class Beginning:
    """One way to begin: what it is called, what it is good for, and what stands on the page then."""

    name: str
    label: StrPromise
    good_for: StrPromise
    title: StrPromise | str = ""
    summary: StrPromise | str = ""
    words: tuple[tuple[str, Any], ...] = ()

    def fill(self, page: ArticlePage) -> None:
        """Put these words on a new page, in the page's own language."""
        with override(page.locale.language_code):
            page.title, page.summary = str(self.title), str(self.summary)
            page.body_el3 = [
                {"id": str(uuid.uuid4()), "type": kind, "value": _as_stored(kind, value)} for kind, value in self.words
            ]


A_QUESTION_ANSWERED = Beginning(
    name="question",
    label=_("A question answered"),
    good_for=_("Somebody wants to know one thing. Like: Can I say no when I said yes before?"),
    words=(
        ("key_message", _("Write here: the answer in one sentence. Like: You can always say no.")),
        ("paragraph", _("Write here: why that is so. Two or three short sentences.")),
        (
            "steps",
            {
                "items": [
                    _("Write here: what to do first. Like: Do not answer the message."),
                    _("Write here: what to do then. Like: Show it to an adult you trust."),
                ]
            },
        ),
        ("paragraph", _("Write here: what happens when somebody asks for help. Say it honestly.")),
    ),
)

WHAT_HAPPENS_IF = Beginning(
    name="what-happens-if",
    label=_("What happens if…"),
    good_for=_("Somebody is scared of what comes next. Like: What happens if I tell a teacher?"),
    title=_("What happens if …?"),
    words=(
        ("key_message", _("Write here: the thing that takes most of the fear away. Like: You decide what you say.")),
        (
            "steps",
            {
                "items": [
                    _("Write here: what happens first. Like: They listen, in a room where nobody else is."),
                    _("Write here: what happens after that."),
                    _("Write here: how it ends, or what may come later."),
                ]
            },
        ),
        (
            "myth_and_fact",
            {
                "myth": _("Write here: what people say about it. Like: They always call the police."),
                "fact": _("Write here: what is true. Only what you have a source for."),
            },
        ),
        ("paragraph", _("Write here: what somebody can ask for. Like: You can bring a friend.")),
    ),
)

MY_FRIEND = Beginning(
    name="my-friend",
    label=_("My friend…"),
    good_for=_("Somebody worries about somebody else. Like: My friend has a new phone and new friends."),
    title=_("My friend … What can I do?"),
    words=(
        ("key_message", _("Write here: one thing that a friend should know. Like: You did not make this happen.")),
        ("paragraph", _("Write here: what somebody may notice. Like: They are tired, or they hide their phone.")),
        (
            "do_and_dont",
            {
                "do": [_("Write here: what helps. Like: Ask how they are, and wait for the answer.")],
                "dont": [_("Write here: what makes it worse. Like: Don't promise to keep it secret.")],
            },
        ),
        ("paragraph", _("Write here: when to tell an adult, and that it is not telling on a friend.")),
    ),
)

BLANK = Beginning(
    name="blank", label=_("An empty page"), good_for=_("You know what you want to say, and how to say it.")
)

BEGINNINGS = (A_QUESTION_ANSWERED, WHAT_HAPPENS_IF, MY_FRIEND, BLANK)


def has_a_prompt_left(text: str) -> bool:
    """Whether the beginning's own words still stand in `text`, in any language, whatever was written around them."""
    said = _evened_out(text)
    return any(prompt in said for prompt in _prompts())


@cache
def _prompts() -> frozenset[str]:
    """What each prompt asks for, in every language. The examples behind it are words that somebody may well keep."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            for beginning in BEGINNINGS:
                found |= {_evened_out(_what_it_asks(str(text))) for text in _texts(beginning)}
    return frozenset(found - {""})


def _texts(beginning: Beginning) -> Iterator[Any]:
    yield beginning.title
    yield beginning.summary
    for _kind, value in beginning.words:
        yield from _texts_in(value)


def _texts_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _texts_in(part)
    else:
        yield value


def _what_it_asks(prompt: str) -> str:
    """The first sentence."""
    return re.split(r"(?<=[.?!])\s", prompt, maxsplit=1)[0]


def _evened_out(text: str) -> str:
    return " ".join(text.casefold().split())


def _as_stored(kind: str, value: Any) -> Any:
    """A block's value as StreamField keeps it: with an id for each item of a list."""
    if isinstance(value, dict):
        return {name: _as_stored(name, part) for name, part in value.items()}
    if isinstance(value, list):
        return [{"type": "item", "id": str(uuid.uuid4()), "value": str(part)} for part in value]
    return f"<p>{value}</p>" if kind == "paragraph" else str(value)
