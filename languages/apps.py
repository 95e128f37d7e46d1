from importlib import import_module

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    """What a page in another language was made from, and the one way in which translations are saved."""

    name = "languages"

    def ready(self) -> None:
        import_module("languages.receivers")
        import_module("languages.one_road").close_the_others()
