"""Which pages somebody may know of: their own youth panels', what is public, and the places in between."""

from __future__ import annotations

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
    """The pages of the youth panels that `user` is a member of, leads, moderates or translates for, in every language."""
    panels = {
        *YouthPanel.objects.of_member(user),
        *YouthPanel.objects.in_care_of(user, Role.TRANSLATOR),
        *panels_seen_by(user),
    }
    return YouthPanel.objects.filter(pk__in=[panel.pk for panel in panels]).page_filter()


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
