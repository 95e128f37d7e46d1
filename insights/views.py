"""What is missing, and how to begin it. Both only look."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from delivery.languages import LANGUAGES
from insights.beginning import beginning_for
from insights.coverage import coverage_for
from insights.viewers import may_look
from literacy.levels import LiteracyLevel
from taxonomy.models import Topic


@require_safe
def show_coverage(request: HttpRequest) -> HttpResponse:
    """What readers get, as a picture and as a table. Not there for anybody but members and those who work on pages."""
    if not may_look(request.user):
        raise Http404
    asked = {"area": request.GET.get("area"), "language": request.GET.get("locale")}
    return render(request, "insights/coverage.html", {"coverage": coverage_for(request.user, **asked)})


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """The ways to begin one thing that is missing."""
    if not may_look(request.user):
        raise Http404
    level, language = request.GET.get("level", ""), request.GET.get("locale", "")
    if level not in {each.value for each in LiteracyLevel} or language not in LANGUAGES:
        raise Http404
    topic = get_object_or_404(Topic.objects.called(request.GET.get("topic", "")))
    beginning = beginning_for(request.user, topic=topic, level=level, language=language, area=request.GET.get("area"))
    return render(request, "insights/begin.html", {"beginning": beginning})
