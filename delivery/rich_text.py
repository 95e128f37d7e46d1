"""Rich text as readers get it: a few plain tags, links resolved, nothing of the editor's own mark-up."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from articles.checks.addresses import OUTWARD, readers_address

TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "h3", "a"}
ATTRIBUTES = {"a": {"href", "hreflang", "rel", "data-content-id"}}
REL = "noopener noreferrer"
LONGEST_ID = 60

LINK = re.compile(r"<a\b[^<>]*>")
LEADS_INSIDE = re.compile(r"""\blinktype=["']page["']""")
ITS_NUMBER = re.compile(r"[0-9]{1,18}")
ITS_PAGE = re.compile(r"""\bid=["'](\d{1,18})["']""")


class Target(NamedTuple):
    """Where a link inside the house leads, and in which language what is there is."""

    content_id: str
    path: str
    locale: str


def pages_linked_in(source: str) -> set[int]:
    """Ids of the pages that this rich text links to, as Wagtail keeps it."""
    found = (ITS_PAGE.search(tag) for tag in LINK.findall(source) if LEADS_INSIDE.search(tag))
    return {int(match[1]) for match in found if match}


def resolved(source: str, *, target_of: Callable[[int], Target | None]) -> str:
    """`source` as safe HTML. A link to what `target_of` does not know becomes plain text."""
    writer = _Resolver(target_of)
    writer.feed(source)
    writer.close()
    # Last, whatever we did before: nothing but this list gets out.
    return nh3.clean(
        "".join(writer.out), tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(OUTWARD), link_rel=None
    ).strip()


@lru_cache(maxsize=1024)  # of one page, asked three times: to be counted, to be read and to be found
def as_text(safe_html: str) -> str:
    """The words of resolved rich text: a blank line between paragraphs, a hyphen before each thing in a list."""
    text = re.sub(r"<li>", "- ", safe_html)
    text = re.sub(r"<br>|</li>", "\n", text)
    text = re.sub(r"</(?:p|ul|ol|h3)>", "\n\n", text)
    text = html.unescape(re.sub(r"<[^<>]*>", "", text)).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class HeadingIds:
    """Gives each heading of one reading version an id of its own, from its words, so that a link can lead to it."""

    def __init__(self, place: str) -> None:
        """`place`: before every id, and different for each version of an item."""
        self._place = place
        self._times: dict[str, int] = {}

    def in_html(self, safe_html: str) -> str:
        """Resolved rich text, with the id of each heading written into it."""
        before, *parts = safe_html.split("<h3>")
        return before + "".join(f'<h3 id="{self._of(part.partition("</h3>")[0])}">{part}' for part in parts)

    def _of(self, heading: str) -> str:
        name = f"{self._place}-{_plain_letters(as_text(heading)) or 'part'}"
        times = self._times[name] = self._times.get(name, 0) + 1
        # Two dashes, which no words come to: the second "Now" is not the first "Now 2".
        return name if times == 1 else f"{name}--{times}"


def _plain_letters(words: str) -> str:
    """Small letters a to z, numbers and dashes; of emoji or another script nothing is left."""
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower())[:LONGEST_ID].strip("-")


def _link_inside(target: Target) -> str:
    path, language = html.escape(target.path), html.escape(target.locale)
    return f'<a data-content-id="{target.content_id}" href="{path}" hreflang="{language}">'


class _Resolver(HTMLParser):
    """Writes every tag anew without its attributes, but for links that lead somewhere a reader may go."""

    def __init__(self, target_of: Callable[[int], Target | None]) -> None:
        super().__init__(convert_charrefs=True)
        self.target_of = target_of
        self.out: list[str] = []
        self.links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            opening = self._link({name: value or "" for name, value in attrs})
            self.links.append(bool(opening))
            self.out.append(opening)
        elif tag in TAGS:
            self.out.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.out.append("</a>" if self.links and self.links.pop() else "")
        elif tag in TAGS:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(html.escape(data, quote=False))

    def _link(self, attributes: dict[str, str]) -> str:
        if attributes.get("linktype") == "page" and ITS_NUMBER.fullmatch(attributes.get("id", "")):
            target = self.target_of(int(attributes["id"]))
            return _link_inside(target) if target else ""
        address = readers_address(attributes.get("href", ""))
        if "linktype" in attributes or not address:
            return ""
        return f'<a href="{html.escape(address)}" rel="{REL}">'
