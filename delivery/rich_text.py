"""Rich text as readers get it: a few plain tags, links resolved, nothing of the editor's own mark-up."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "h3", "a"}
ATTRIBUTES = {"a": {"href", "rel", "data-content-id"}}
OUTWARD = ("https://", "mailto:", "tel:")
OUTWARD_SCHEMES = {"https", "mailto", "tel"}
REL = "noopener noreferrer"

INTERNAL_LINK = re.compile(r"""<a\b[^>]*\blinktype=["']page["'][^>]*>""")
ITS_PAGE = re.compile(r"""\bid=["'](\d{1,18})["']""")


class Target(NamedTuple):
    """Where a link inside the house leads."""

    content_id: str
    path: str


def pages_linked_in(source: str) -> set[int]:
    """Ids of the pages that this rich text links to, as Wagtail keeps it."""
    found = (ITS_PAGE.search(tag) for tag in INTERNAL_LINK.findall(source))
    return {int(match[1]) for match in found if match}


def resolved(source: str, *, target_of: Callable[[int], Target | None]) -> str:
    """`source` as safe HTML. A link to what `target_of` does not know becomes plain text."""
    writer = _Resolver(target_of)
    writer.feed(source)
    writer.close()
    # Last, whatever we did before: nothing but this list gets out.
    return nh3.clean(
        "".join(writer.out), tags=TAGS, attributes=ATTRIBUTES, url_schemes=OUTWARD_SCHEMES, link_rel=None
    ).strip()


@lru_cache(maxsize=1024)  # of one page, asked three times: to be counted, to be read and to be found
def as_text(safe_html: str) -> str:
    """The words of resolved rich text: a blank line between paragraphs, a hyphen before each thing in a list."""
    text = re.sub(r"<li>", "- ", safe_html)
    text = re.sub(r"<br>|</li>", "\n", text)
    text = re.sub(r"</(?:p|ul|ol|h3)>", "\n\n", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text)).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


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
        if attributes.get("linktype") == "page" and attributes.get("id", "").isdecimal():
            target = self.target_of(int(attributes["id"]))
            return f'<a data-content-id="{target.content_id}" href="{html.escape(target.path)}">' if target else ""
        address = attributes.get("href", "")
        if "linktype" in attributes or not address.startswith(OUTWARD):
            return ""
        return f'<a href="{html.escape(address)}" rel="{REL}">'
