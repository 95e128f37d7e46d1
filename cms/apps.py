from importlib import import_module

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The project itself: settings, addresses, and the commands that furnish every room."""

    name = "cms"
    verbose_name = "Waymark"

    def ready(self) -> None:
        import_module("cms.deploy_checks")
        widgets = import_module("cms.widgets")
        widgets.start_choosers_without_inline_scripts()
        widgets.show_choosers_whatever_was_sent()
