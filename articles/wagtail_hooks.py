"""Registration only."""

from django.urls import include, path
from wagtail import hooks

from articles.views import begin_with_a_copy, offer_beginnings, stay_side_by_side


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [path("", include("articles.urls"))]


hooks.register("before_create_page", offer_beginnings)
hooks.register("before_edit_page", begin_with_a_copy)
hooks.register("after_edit_page", stay_side_by_side)
