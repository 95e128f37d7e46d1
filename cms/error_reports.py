"""What a report of an error shows of a request: where it happened, never what somebody typed nor who it was.

Votes, reasons, drafts and passwords come in through many views, Wagtail's among them, and a variable of any frame may hold
them. So nothing has to be marked as sensitive and nothing can be forgotten: all of it is left out (DEFAULT_EXCEPTION_REPORTER).
A server under development shows everything, as Django does.
"""

from __future__ import annotations

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

ABOUT_THE_CONNECTION = ("REQUEST_METHOD", "PATH_INFO", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_NAME", "SERVER_PORT")


class NothingTyped(SafeExceptionReporterFilter):
    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest, tb_frame: FrameType) -> ItemsView[str, Any]:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        if not self.is_active(request):
            return super().get_safe_cookies(request)
        return dict.fromkeys(request.COOKIES, self.cleansed_substitute)

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        if not self.is_active(request):
            return super().get_safe_request_meta(request)
        return {name: value for name, value in request.META.items() if name in ABOUT_THE_CONNECTION}


class ReportOfAnError(ExceptionReporter):
    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        if self.request is None or not self.filter.is_active(self.request):
            return data
        hidden = self.filter.cleansed_substitute
        for frame in data["frames"]:  # a database says which row it refused, and Python which text was no number
            if cause := frame.get("exc_cause"):
                frame["exc_cause"] = type(cause).__name__
        return data | {
            "exception_value": hidden,
            "user_str": hidden,
            "request_insecure_uri": self.request.path,
            "request_GET_items": dict.fromkeys(self.request.GET, hidden).items(),
            "request_FILES_items": dict.fromkeys(self.request.FILES, hidden).items(),
        }
