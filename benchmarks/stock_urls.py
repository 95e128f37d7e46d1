"""Stock Wagtail's API v2: its own view set, asked for the fields that our cards and items have too."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework.fields import Field
from rest_framework.filters import BaseFilterBackend
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from articles.models import ArticlePage

CARD = (
    "neutral_title",
    "summary",
    "age_from",
    "age_to",
    "urgency",
    "is_sensitive",
    "main_level",
    "reviewed_on",
    "review_by",
)
REST = ("content_notes", "sources", "body_el12", "body_el3", "body_l1", "body_l2")


class TopicsField(Field):
    """A page's topics, by slug and name."""

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        return [{"slug": row.tag.slug, "label": row.tag.name} for row in value.select_related("tag")]


class TopicFilter(BaseFilterBackend):
    """`topic=`: the pages about a topic, as one would add it."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        slug = request.GET.get("topic")
        return queryset.filter(page_topics__tag__slug=slug) if slug else queryset


class Pages(PagesAPIViewSet):
    filter_backends = [TopicFilter, *PagesAPIViewSet.filter_backends]
    known_query_parameters = PagesAPIViewSet.known_query_parameters | {"topic"}


ArticlePage.api_fields = [
    *(APIField(name) for name in CARD),
    APIField("page_topics", serializer=TopicsField()),
    *(APIField(name) for name in REST),
]

router = WagtailAPIRouter("stock")
router.register_endpoint("pages", Pages)

urlpatterns = [path("api/v2/", router.urls)]
