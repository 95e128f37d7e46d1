"""Registration only."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from home.places import refuse_to_touch_a_place, refuse_to_touch_places_in_bulk
from home.viewsets import CouncilPageViewSet, CrisisLineViewSet

for action in ("edit", "delete", "move", "unpublish", "copy", "convert_alias"):
    hooks.register(f"before_{action}_page", refuse_to_touch_a_place)
hooks.register("before_bulk_action", refuse_to_touch_places_in_bulk)


@hooks.register("register_admin_viewset")
def crisis_help() -> list[ViewSet]:
    return [CrisisLineViewSet(), CouncilPageViewSet()]
