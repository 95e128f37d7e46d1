from importlib import import_module

from django.apps import AppConfig


class AgreementConfig(AppConfig):
    """What was agreed, and the one rule of what the public may see."""

    name = "agreement"

    def ready(self) -> None:
        import_module("agreement.receivers")
        import_module("agreement.gone").read_what_is_gone_as_nothing()
