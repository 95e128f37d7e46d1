"""Registration only."""

from django.urls import include, path
from wagtail import hooks

from insights.menus import coverage_menu_item


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [path("", include("insights.urls"))]


hooks.register("register_admin_menu_item", coverage_menu_item)
