from importlib import import_module

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Advice pages and videos."""

    name = "articles"

    def ready(self) -> None:
        import_module("articles.receivers")
