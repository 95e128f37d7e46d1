from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    """Question by question to the right help."""

    name = "pathways"
