from importlib import import_module

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The root page, council pages, crisis help."""

    name = "home"

    def ready(self) -> None:
        import_module("home.receivers")
