"""Signposting pathways."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from articles.models import ContentPage
from pathways.blocks import StepsBlock


class PathwayPage(ContentPage):
    """Questions with options, leading to outcomes. It runs on the reader's device: answers never travel.

    The first question is where it starts.
    """

    steps = StreamField(StepsBlock(), blank=True, verbose_name=_("steps"))

    parent_page_types = ["home.CouncilPage", "home.YouthPanelPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")
