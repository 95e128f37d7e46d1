"""Registration only."""

from django.urls import include, path
from wagtail import hooks

from articles.views import offer_beginnings


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [path("", include("articles.urls"))]


hooks.register("before_create_page", offer_beginnings)
