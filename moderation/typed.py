"""What is typed in the translation editor becomes a draft at once, in the name of whoever typed it.

wagtail-localize keeps typed texts by themselves until somebody publishes: then nobody would know who wrote the page.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from wagtail_localize.models import OverridableSegment, StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import StringTranslationSerializer

from languages.actions import save_draft
from moderation.line_ends import as_people_read_it
from moderation.translating import road_of
from people.models import User

TYPED_TEXT = "wagtail_localize:edit_string_translation"
CHOSEN_ANEW = "wagtail_localize:edit_override"
TYPING = (TYPED_TEXT, CHOSEN_ANEW, "wagtail_localize:upload_pofile", "wagtail_localize:machine_translate")


class KeepWhatIsTyped:
    """Saves the draft after each text; refuses another picture or page in place of the source's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.view_name not in TYPING or not _was_written(request, response):
            return response
        translation = Translation.objects.get(pk=match.kwargs["translation_id"])
        save_draft(translation, user=request.user)
        if match.view_name not in (TYPED_TEXT, CHOSEN_ANEW):
            return response
        said = getattr(response, "data", None) or {}
        if match.view_name == TYPED_TEXT and request.method == "PUT":
            said = _as_it_is_now(translation, match.kwargs["string_segment_id"])
        # What stands above the editor was drawn before this was known.
        return JsonResponse({**said, "road": _road(request, translation)}, status=response.status_code)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        chosen_anew = request.resolver_match is not None and request.resolver_match.view_name == CHOSEN_ANEW
        chosen_anew = chosen_anew and request.method == "PUT" and request.user.is_authenticated
        if chosen_anew and not _is_a_link(kwargs["overridable_segment_id"]):
            # Not used either (languages/segments.py): so it is not kept.
            return JsonResponse({"success": False, "error_code": "in_the_way"}, status=HTTPStatus.CONFLICT)
        return None


def _was_written(request: HttpRequest, response: HttpResponse) -> bool:
    if not request.user.is_authenticated:
        return False  # whoever is sent to log in gets no error, and wrote nothing
    return request.method in ("POST", "PUT", "DELETE") and response.status_code < HTTPStatus.BAD_REQUEST


def _is_a_link(segment_id: int) -> bool:
    segment = OverridableSegment.objects.filter(pk=segment_id).first()
    return segment is not None and isinstance(segment.data, str)


def _as_it_is_now(translation: Translation, segment_id: int) -> dict[str, Any]:
    """The text as the editor reads it: saving the draft may have found that it does not fit, and says why."""
    segment = StringSegment.objects.get(pk=segment_id)
    text = StringTranslation.objects.get(
        translation_of_id=segment.string_id, context_id=segment.context_id, locale_id=translation.target_locale_id
    )
    said = StringTranslationSerializer(text, context={"translation_source": translation.source}).data
    return as_people_read_it(said)


def _road(request: HttpRequest, translation: Translation) -> str:
    page = translation.get_target_instance()
    road = road_of(page, cast(User, request.user))
    return render_to_string("moderation/_translation_road.html", {"road": road}, request=request)
