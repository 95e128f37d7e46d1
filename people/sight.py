"""Which pages somebody may know of: their own youth panels', what is public, and the places in between."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet
from wagtail.models import Page

from agreement.visibility import may_be_public
from people.access import panels_seen_by
from people.models import Council, Role, User, YouthPanel


def pages_known_to(user: User) -> Q:
    """Picks, from any queryset of pages, those whose titles `user` may read."""
    if user.is_superuser:
        return Q()
    return pages_of_own_panels(user) | _places() | _public()


def known_page_ids(user: User) -> QuerySet:
    """The same as ids: a search can filter by these, but not by a draft's title."""
    return Page.objects.filter(pages_known_to(user)).values("pk")


def pages_of_own_panels(user: User) -> Q:
    """The pages at and below the root pages of this user's youth panels, in every language."""
    panels = {
        *YouthPanel.objects.of_member(user),
        *YouthPanel.objects.in_care_of(user, Role.TRANSLATOR),
        *panels_seen_by(user),
    }
    keys = [panel.root_page.translation_key for panel in panels]
    paths = Page.objects.filter(translation_key__in=keys).values_list("path", flat=True)
    return reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[]))


def _places() -> Q:
    """Home pages, councils' and youth panels' own pages: where everything hangs."""
    roots = [
        *Council.objects.values_list("root_page__translation_key", flat=True),
        *YouthPanel.objects.values_list("root_page__translation_key", flat=True),
    ]
    return Q(depth__lte=2) | Q(translation_key__in=roots)


def _public() -> Q:
    # The admin shows draft titles, so a public page whose title is being rewritten is left out until it is agreed.
    return may_be_public() & Q(draft_title=F("title"))
