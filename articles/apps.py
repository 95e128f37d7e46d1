from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Advice pages and videos."""

    name = "articles"
