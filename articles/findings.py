"""What was found in a page's words and may be meant all the same: its writer is asked, and a moderator sees it.

Nothing of it is kept. It follows from the words alone, so whoever looks at them finds the same, and it cannot go stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from django.utils.translation import gettext as _
from wagtail.models import Page

from articles.checks.contact_details import Contact, ContactKind, contacts_in, turned_in
from articles.checks.phone_numbers import is_a_crisis_line
from articles.wording import Said, links_of, readings_of, texts_of


class Finding(NamedTuple):
    """A contact detail in a page's words: at which field, and as it is seen there."""

    field: str
    contact: Contact

    @property
    def token(self) -> str:
        """By what its writer says that it is meant: other words at that field, and it is another finding."""
        said = "\0".join((self.field, self.contact.kind.value, self.contact.text))
        return sha256(said.encode()).hexdigest()[:20]

    @property
    def what(self) -> str:
        """What it looks like, in a sentence with the words themselves."""
        sentences = {
            ContactKind.PHONE: _("This looks like a phone number: %(typed)s."),
            ContactKind.EMAIL: _("This looks like an e-mail address: %(typed)s."),
            ContactKind.HANDLE: _("This looks like somebody's name online: %(typed)s."),
            ContactKind.POSTCODE: _("This looks like a postcode: %(typed)s."),
            ContactKind.ADDRESS: _("This looks like an address: %(typed)s."),
            ContactKind.SCHOOL: _("This looks like somebody's school: %(typed)s."),
            ContactKind.TURNED: _("An invisible sign turns words around here: %(typed)s."),
        }
        return sentences[self.contact.kind] % {"typed": self.contact.text}

    @property
    def why(self) -> str:
        """Why it is better left out."""
        if self.contact.kind is ContactKind.PHONE:
            return _("Numbers change, and crisis help is on every page by itself.")
        if self.contact.kind is ContactKind.TURNED:
            return _("Readers may see something else than was checked.")
        return _("Nobody should be found through a page.")

    @property
    def question(self) -> str:
        """What its writer reads at the field when the page is sent in."""
        ask = _("Take it out, or tick at the top that it is meant to be here.")
        return f"{self.what} {self.why} {ask}"


def findings_in(page: Page) -> list[Finding]:
    """Every contact detail in anything that `page` says or links to, once each."""
    in_words = (finding for said in readings_of(page) for finding in findings_in_text(said))
    in_links = (finding for said in links_of(page) for finding in _findings_in_link(said))
    turned = (Finding(said.field, contact) for said in texts_of(page) for contact in turned_in(said.text))
    return without_parts([*in_words, *in_links, *turned])


def findings_in_text(said: Said) -> Iterator[Finding]:
    return (Finding(said.field, contact) for contact in (*contacts_in(said.text), *turned_in(said.text)))


def without_parts(findings: Iterable[Finding]) -> list[Finding]:
    """Once each; what is only a piece of another one at the same field is said with that one."""
    once = list(dict.fromkeys(findings))
    return [
        finding
        for finding in once
        if not any(
            other.field == finding.field and finding.contact.text in other.contact.text and other != finding
            for other in once
            if other.contact.kind is finding.contact.kind
        )
    ]


def _findings_in_link(said: Said) -> Iterator[Finding]:
    scheme, colon, rest = said.text.strip().partition(":")
    if colon and scheme.lower() in ("tel", "sms") and not is_a_crisis_line(rest):
        yield Finding(said.field, Contact(ContactKind.PHONE, rest))
    elif colon and scheme.lower() == "mailto":
        yield Finding(said.field, Contact(ContactKind.EMAIL, rest))
    elif colon:
        yield from (found for found in findings_in_text(said) if found.contact.kind is ContactKind.HANDLE)
