from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """How content is classified: topics, situations, areas."""

    name = "taxonomy"
