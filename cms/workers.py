"""Which workers this process is one of, and what those of the readers leave to others (docs/decisions/0020-workers-of-their-own.md)."""

from __future__ import annotations

import os
from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase

from cms.plain_pages import misdirected
from cms.security import ADMIN_ROOT
from cms.serving import READERS, WORKERS


class LeaveTheAdminToItsWorkers:
    """Where the admin has workers of its own, no reader's hashes a password, however somebody wrote the address.

    What stands in front decides first, from the address as it was sent; here it is the one that Django has read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if os.environ.get(WORKERS) != READERS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return misdirected(request) if request.path.startswith(ADMIN_ROOT) else self.get_response(request)
