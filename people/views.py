"""Everybody's own account: language, notifications, password. No name and no photograph of anybody is asked for."""

from __future__ import annotations

from wagtail.admin.views import account


class AccountView(account.AccountView):
    def get_panels(self) -> list[account.BaseSettingsPanel]:
        asks_who_you_are = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, asks_who_you_are)]
