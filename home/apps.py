from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The root page, council pages, crisis help."""

    name = "home"
