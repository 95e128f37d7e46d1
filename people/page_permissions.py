"""A right on a youth panel's pages ends where another panel's place begins.

Wagtail gives rights down the whole tree. A council's second panel has its place below the council's page, where the first
one writes: without this its drafts would be the first one's, too.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from wagtail.models import Page, PagePermissionTester

from people.models import YouthPanel

PLACES = "_youth_panels_places"


def end_rights_where_another_panel_begins() -> None:
    """Once, when the apps are ready.

    wagtail/models/pages.py, PagePermissionTester.__init__: it takes each right that a group has on a page above.
    """
    wagtails = PagePermissionTester.__init__

    @wraps(wagtails)
    def begin(self: Any, user: Any, page: Page) -> None:
        wagtails(self, user, page)
        if getattr(self, "permissions", None):
            nearest = _nearest_place(page, user)
            self.permissions = {
                right.permission.codename.rsplit("_", maxsplit=1)[0]
                for right in self.permission_policy.get_cached_permissions_for_user(user)
                if page.path.startswith(right.page.path) and right.page.path.startswith(nearest)
            }

    PagePermissionTester.__init__ = begin  # type: ignore[method-assign]


def _nearest_place(page: Page, user: Any) -> str:
    """The path of the youth panel's place that `page` is, or lies in; empty where it lies in none."""
    if (places := getattr(user, PLACES, None)) is None:
        # With the user, like Wagtail's own rights: for one request, and not for each page of a list.
        keys = YouthPanel.objects.values("root_page__translation_key")
        places = list(Page.objects.filter(translation_key__in=keys).values_list("path", flat=True))
        setattr(user, PLACES, places)
    return max((place for place in places if page.path.startswith(place)), key=len, default="")
