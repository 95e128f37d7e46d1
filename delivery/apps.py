from importlib import import_module

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Published content items and the public JSON API."""

    name = "delivery"

    def ready(self) -> None:
        import_module("delivery.receivers")
