"""What to put right before a page can be sent to the panel: where, and in one kind sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page

from articles.beginnings import has_a_prompt_left
from articles.checks.addresses import hides_where_it_leads, readers_address, scheme_of
from articles.wording import address_fields, has_a_silent_part, links_of, stream_fields, texts_of
from literacy.visible_text import says_something

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

NO_TITLE_YET = gettext_lazy("No title yet")
"""What a draft is called until its writer knows. With it nothing is sent in."""


class Problem(NamedTuple):
    """Something to put right: at which field, and one kind sentence."""

    field: str
    sentence: str | StrPromise


def has_a_title(page: Page) -> bool:
    """Whether somebody gave `page` a title: one of its own, in whichever language it was begun."""
    given = page.title.strip()
    return says_something(given) and all(given != _no_title_in(code) for code, _name in settings.LANGUAGES)


def _no_title_in(language: str) -> str:
    with override(language):
        return str(NO_TITLE_YET)


def problems_in_wording(page: Page) -> list[Problem]:
    """Parts without words, and links that readers would not get or cannot see through: each once for each field."""
    given_as_typed = {field.name for field in address_fields(page)}
    silent = _("One of its parts says nothing yet. Write something in it, or take it out.")
    return [
        *(Problem(field.name, silent) for field in stream_fields(page) if has_a_silent_part(getattr(page, field.name))),
        *dict.fromkeys(
            problem
            for said in links_of(page)
            for problem in problems_in_link(said.field, said.text, is_given_as_typed=said.field in given_as_typed)
        ),
    ]


def prompts_left_in(page: Page) -> Iterator[Problem]:
    """What a beginning put on the page for its writer to write over, and still stands there."""
    fields = dict.fromkeys(said.field for said in texts_of(page) if has_a_prompt_left(said.text))
    for field in fields:
        if field == "title":
            yield Problem(field, _("Finish the question: write your own words where the dots are."))
        else:
            yield Problem(field, _("“Write here” still stands in it. Put your own words there, or take that part out."))


def problems_in_link(field: str, address: str, *, is_given_as_typed: bool = False) -> Iterator[Problem]:
    """What readers would not get as a link, or could not see through. A number or an e-mail address is found elsewhere.

    `is_given_as_typed`: it is served letter by letter, so that it must be plain already.
    """
    plain = readers_address(address)
    if hides_where_it_leads(address):
        yield Problem(
            field,
            _("The link %(address)s hides where it leads. Open it, and use the address that you end up at.")
            % {"address": address},
        )
    elif not plain:
        sentence = (
            _("The link %(address)s is not safe. Use its address that starts with https.")
            if scheme_of(address)
            else _(
                "The link %(address)s leads nowhere. Choose a page of ours, or use an address that starts with https."
            )
        )
        yield Problem(field, sentence % {"address": address})
    elif is_given_as_typed and plain != address:
        yield Problem(
            field,
            _("There is a plainer way to write the link %(address)s. Use this one: %(plain)s")
            % {"address": address, "plain": plain},
        )
