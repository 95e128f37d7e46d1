"""Registration only."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from people.menus import leave_open_doors, say_it_plainly
from people.models import Council, YouthPanel
from people.sight import known_page_ids
from people.viewsets import MadeByCommand, PeopleViewSetGroup

for menu in ("main", "settings", "reports", "help"):
    hooks.register(f"construct_{menu}_menu", leave_open_doors)
hooks.register("construct_main_menu", say_it_plainly)
for made_by_command in (Council, YouthPanel):
    register_permission_policy(made_by_command, MadeByCommand(made_by_command), exact_class=True)


@hooks.register("register_admin_viewset")
def people_viewsets() -> PeopleViewSetGroup:
    return PeopleViewSetGroup()


@hooks.register("construct_page_chooser_queryset")
def choose_among_known_pages(pages: QuerySet, request: HttpRequest) -> QuerySet:
    return pages.filter(pk__in=known_page_ids(request.user))
