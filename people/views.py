"""Everybody's own account: language, notifications, password. No name and no photograph of anybody is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.admin.views import account


class AccountView(account.AccountView):
    def get_panels(self) -> list[account.BaseSettingsPanel]:
        asks_who_you_are = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, asks_who_you_are)]


@require_safe
def logged_in_again(request: HttpRequest) -> HttpResponse:
    """Where logging in ends for somebody whose words wait in another tab."""
    return render(request, "people/logged_in_again.html")
