from importlib import import_module

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    """Who is here and what for: users, councils, youth panels, memberships, appointments."""

    name = "people"
    default = True

    def ready(self) -> None:
        import_module("people.receivers")
        import_module("people.furniture").take_away_what_no_writer_needs()
        import_module("people.page_permissions").end_rights_where_another_panel_begins()


class WaymarkUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with our forms: a display name instead of a real one."""

    default = False
    user_viewset = "people.viewsets.UserViewSet"
