"""Wagtail's page for copying a page, where the place that was chosen may be gone by then."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import FormView
from wagtail.admin.views.pages.copy import CopyView as WagtailsCopyView


class CopyView(WagtailsCopyView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the form first. Wagtail's looks the place up before it (wagtail/admin/views/pages/copy.py, post)."""
        return FormView.post(self, request, *args, **kwargs)
