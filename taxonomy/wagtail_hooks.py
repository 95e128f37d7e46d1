"""Registration only."""

from wagtail import hooks

from taxonomy.viewsets import TaxonomyViewSetGroup


@hooks.register("register_admin_viewset")
def taxonomy_viewsets() -> TaxonomyViewSetGroup:
    return TaxonomyViewSetGroup()
