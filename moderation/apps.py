from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """The panel's ballot, the moderator's check, publishing and withdrawing."""

    name = "moderation"
