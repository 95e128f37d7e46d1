"""What to put right before a page can be sent to the panel: where, and in one kind sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page

from articles.beginnings import has_a_prompt_left
from articles.contacts import Contact, ContactKind, contacts_in
from articles.wording import links_of, texts_of

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
    return bool(given) and all(given != _no_title_in(code) for code, _name in settings.LANGUAGES)


def _no_title_in(language: str) -> str:
    with override(language):
        return str(NO_TITLE_YET)


def problems_in_wording(page: Page) -> list[Problem]:
    """Contact details and unsafe links in anything that `page` says, each once for each field."""
    found = [
        *(problem for said in texts_of(page) for problem in problems_in_text(said.field, said.text)),
        *(problem for said in links_of(page) for problem in _problems_in_link(said.field, said.text)),
    ]
    return list(dict.fromkeys(found))


def prompts_left_in(page: Page) -> Iterator[Problem]:
    """What a beginning put on the page for its writer to write over, and still stands there."""
    fields = dict.fromkeys(said.field for said in texts_of(page) if has_a_prompt_left(said.text))
    for field in fields:
        if field == "title":
            yield Problem(field, _("Finish the question: write your own words where the dots are."))
        else:
            yield Problem(field, _("“Write here” still stands in it. Put your own words there, or take that part out."))


def problems_in_text(field: str, text: str) -> Iterator[Problem]:
    """Contact details typed into a text."""
    for contact in contacts_in(text):
        yield Problem(field, _sentence_about(contact))


def _sentence_about(contact: Contact) -> str:
    sentences = {
        ContactKind.PHONE: _(
            "Take out the number %(typed)s: numbers change. Use a service block, which is kept up to date. "
            "Crisis help is on every page by itself."
        ),
        ContactKind.EMAIL: _("Take out the e-mail address %(typed)s. Use a service block, which is kept up to date."),
        ContactKind.HANDLE: _("Take out the name %(typed)s: nobody should be found through this page."),
        ContactKind.POSTCODE: _("Take out the postcode %(typed)s. Use a service block, which is kept up to date."),
        ContactKind.ADDRESS: _("Take out the address %(typed)s. Use a service block, which is kept up to date."),
    }
    return sentences[contact.kind] % {"typed": contact.text}


def _problems_in_link(field: str, address: str) -> Iterator[Problem]:
    scheme, colon, rest = address.partition(":")
    scheme = scheme.strip().lower()
    if not colon or scheme == "https":
        return
    if scheme in ("tel", "sms"):
        yield Problem(field, _sentence_about(Contact(ContactKind.PHONE, rest)))
    elif scheme == "mailto":
        yield Problem(field, _sentence_about(Contact(ContactKind.EMAIL, rest)))
    else:
        yield Problem(
            field, _("The link %(address)s is not safe. Use its address that starts with https.") % {"address": address}
        )
