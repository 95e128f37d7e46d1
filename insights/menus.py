"""The way in."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from insights.viewers import may_look


class CoverageMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


def coverage_menu_item() -> MenuItem:
    return CoverageMenuItem(_("What is missing"), reverse("insights:coverage"), icon_name="table", order=4)
