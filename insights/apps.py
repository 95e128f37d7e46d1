from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """What there is and what is missing: counted, never followed."""

    name = "insights"
