"""The pages that everything hangs under are furnished, not written: the editor keeps its hands off them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.models import Page

from home.models import CouncilPage, HomePage, YouthPanelPage

PLACES = (HomePage, CouncilPage, YouthPanelPage)


def names_of_places() -> list[str]:
    """What councils and youth panels are called, in each language."""
    return list(Page.objects.type(CouncilPage, YouthPanelPage).values_list("title", flat=True))


def refuse_to_touch_a_place(request: HttpRequest, page: Page, *args: Any) -> None:
    if isinstance(page.specific, PLACES):
        raise PermissionDenied


def refuse_to_touch_places_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> None:
    for touched in objects:
        if isinstance(touched, Page):
            refuse_to_touch_a_place(request, touched)
