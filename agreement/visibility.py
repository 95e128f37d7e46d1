"""The one rule of what the public may see. It knows no page type.

A page is public when it is on show (live, not past its last day, under no restriction, and so is everything above it),
nobody has withdrawn it, and exactly what it says now carries a standing agreement.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from agreement.hashing import content_hash
from agreement.models import Agreement, Withdrawal

Content = tuple[uuid.UUID, str, str]
"""A content_id, a language, and the hash of what was said in it."""


class PublicEye:
    """Sees what the public may see, and remembers it: use one for each piece of work, and never longer.

    Asked about one page or about thousands at once, it takes the same few queries, and what `content_hash` needs for
    each page that is not ruled out before.
    """

    def __init__(self) -> None:
        self._seen: dict[int, bool] = {}
        self._hashes: dict[int, tuple[Page, str]] = {}
        self._checked: dict[Content, date | None] = {}

    def sees(self, page: Page) -> bool:
        return bool(self.among([page]))

    def among(self, pages: Iterable[Page]) -> list[Page]:
        """Those of `pages` that the public may see, in the order given."""
        pages = list(pages)
        new = [page for page in pages if page.pk not in self._seen]
        candidates = _not_withdrawn(on_show(new))
        self._look_up_agreements(candidates)
        public = {page.pk for page in _agreed(candidates, set(self._checked), self.hash_of)}
        self._seen |= {page.pk: page.pk in public for page in new}
        return [page for page in pages if self._seen[page.pk]]

    def checked_on(self, page: Page) -> date | None:
        """When a moderator signed that exactly these words are true; None where nobody has."""
        content = (page.translation_key, page.locale.language_code, self.hash_of(page))
        if content not in self._checked:
            self._look_up_agreements([page])
        return self._checked.get(content)

    def _look_up_agreements(self, pages: Sequence[Page]) -> None:
        if pages:
            self._checked |= _agreed_contents({page.translation_key for page in pages})

    def hash_of(self, page: Page) -> str:
        """The `content_hash` of this very object: worked out once, since it takes longer than all the rest."""
        known = self._hashes.get(id(page))
        if known is None:
            known = self._hashes[id(page)] = (page, content_hash(page))  # kept, so that nothing else gets its id
        return known[1]


def on_show(pages: Sequence[Page]) -> list[Page]:
    """Those that are live, not past their last day and under no restriction, like everything above them.

    What is nobody's words (a council's own page) is public by this part of the rule alone.
    """
    now = timezone.now()
    candidates = [page for page in pages if page.live and not _is_past(page.expire_at, now)]
    if not candidates:
        return []
    closed = _closed_paths(candidates, now)
    return [page for page in candidates if closed.isdisjoint(_paths_down_to(page))]


def may_be_public() -> Q:
    """The same rule but for the words themselves, for a queryset of pages: what it leaves out is not public.

    It works out no hash, so use it for lists in which nothing but an agreed title is read.
    """
    now, language = timezone.now(), OuterRef("locale__language_code")
    agreed = Agreement.objects.standing().filter(content_id=OuterRef("translation_key"), locale=language)
    withdrawn = Withdrawal.objects.standing().filter(
        Q(locale="") | Q(locale=language), content_id=OuterRef("translation_key")
    )
    places = _not_on_show(now).filter(numchild__gt=0)
    closed = {*places.values_list("path", flat=True), *_restricted_paths()}
    return reduce(
        and_,
        (~Q(path__startswith=path) for path in sorted(closed)),
        Q(Q(expire_at=None) | Q(expire_at__gt=now), Exists(agreed), ~Exists(withdrawn), live=True),
    )


def under_restriction(pages: Sequence[Page]) -> list[Page]:
    """Those that only some people may see, whether they are live or not."""
    restricted = _restricted_paths() if pages else set()
    return [page for page in pages if not restricted.isdisjoint(_paths_down_to(page))]


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def _paths_down_to(page: Page) -> list[str]:
    """The tree paths of a page and of everything above it."""
    return [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]


def _closed_paths(pages: Sequence[Page], now: datetime) -> set[str]:
    above = {path for page in pages for path in _paths_down_to(page)[:-1]}
    return set(_not_on_show(now).filter(path__in=above).values_list("path", flat=True)) | _restricted_paths()


def _not_on_show(now: datetime) -> QuerySet[Page]:
    """What keeps all below it from readers, too."""
    return Page.objects.filter(Q(live=False) | Q(expire_at__lte=now))


def _restricted_paths() -> set[str]:
    restrictions = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.NONE)
    return set(restrictions.values_list("page__path", flat=True))


def _not_withdrawn(pages: Sequence[Page]) -> list[Page]:
    if not pages:
        return []
    keys = {page.translation_key for page in pages}
    withdrawn = set(Withdrawal.objects.standing().filter(content_id__in=keys).values_list("content_id", "locale"))
    return [
        page
        for page in pages
        if withdrawn.isdisjoint({(page.translation_key, ""), (page.translation_key, page.locale.language_code)})
    ]


def _agreed(pages: Sequence[Page], agreed: set[Content], hash_of: Callable[[Page], str]) -> list[Page]:
    languages = {(key, locale) for key, locale, _hash in agreed}
    return [
        page
        for page in pages
        # Looked up first, because a hash costs queries and most of what is not agreed was never agreed at all.
        if (page.translation_key, page.locale.language_code) in languages
        and (page.translation_key, page.locale.language_code, hash_of(page)) in agreed
    ]


def _agreed_contents(keys: set[uuid.UUID]) -> dict[Content, date | None]:
    """What carries a standing agreement, with the day of its check."""
    standing = Agreement.objects.standing().filter(content_id__in=keys).order_by("agreed_at", "pk")
    rows = standing.values_list("content_id", "locale", "content_hash", "checked_on")
    return {(content_id, locale, said): checked_on for content_id, locale, said, checked_on in rows}
