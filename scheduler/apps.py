from django.apps import AppConfig


class SchedulerConfig(AppConfig):
    """Jobs that run by themselves."""

    name = "scheduler"
