from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Published content items and the public JSON API."""

    name = "delivery"
