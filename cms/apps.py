from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The project itself: settings, addresses, and the commands that furnish every room."""

    name = "cms"
    verbose_name = "Waymark"
