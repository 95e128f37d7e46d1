"""Registration only."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks

from people.menus import leave_open_doors, say_it_plainly
from people.sight import known_page_ids
from people.viewsets import PeopleViewSetGroup

for menu in ("main", "settings", "reports", "help"):
    hooks.register(f"construct_{menu}_menu", leave_open_doors)
hooks.register("construct_main_menu", say_it_plainly)


@hooks.register("register_admin_viewset")
def people_viewsets() -> PeopleViewSetGroup:
    return PeopleViewSetGroup()


@hooks.register("construct_page_chooser_queryset")
def choose_among_known_pages(pages: QuerySet, request: HttpRequest) -> QuerySet:
    return pages.filter(pk__in=known_page_ids(request.user))
