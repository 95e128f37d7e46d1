from importlib import import_module

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """The panel's ballot, the moderator's check, publishing and withdrawing."""

    name = "moderation"

    def ready(self) -> None:
        import_module("moderation.receivers")
        import_module("moderation.system_checks")
        import_module("moderation.wagtail_overrides").close_the_ways_round_the_ballot()
