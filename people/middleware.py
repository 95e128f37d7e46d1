"""What is asked at each request to the admin: is this door open to you, and are you still there?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from people.access import roles_of
from people.doors import is_about_groups, is_furnished, is_open, is_wagtails
from people.login_throttle import MustWait, as_slowed, remember_browser
from people.sight import known_page_ids

LONGEST_SESSION = 12 * 60 * 60
LONGEST_IDLE_AS_STAFF = 30 * 60

# The heaviest picture, and the form around it.
LARGEST_OF_A_STRANGER = 12 * 1024**2

STARTED = "started_at"
SEEN_COOKIE = "last_seen"
# The editor says that it is open every few seconds, and a film comes in by itself: nobody need sit in front of it.
NOBODY_MOVED = (
    *("wagtailadmin_editing_sessions:ping", "wagtailadmin_block_preview"),
    *("articles:upload", "articles:film_state"),
)

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
PAGE_BY_PK = ("wagtailadmin_pages:revisions_compare", "wagtailadmin_api:pages:detail")
CHOSEN_PAGES = "wagtailadmin_choose_page_chosen_multiple"


class DoorMiddleware:
    """Wagtail's addresses open only as people/doors.py says, and only for pages that the person may know of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        name = request.resolver_match.view_name  # type: ignore[union-attr]
        # The address first: outside the admin nobody may even look at who is asking.
        if not request.path.startswith(admin_root()) or not is_wagtails(name) or not request.user.is_authenticated:
            return None
        if is_open(name, to=request.user) and _may_know_of(request, name, kwargs):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        context = {
            "is_furnished": is_furnished(name) and request.user.is_superuser,
            "is_about_groups": is_about_groups(name),
        }
        return render(request, "people/closed_door.html", context, status=403)


def admin_root() -> str:
    return reverse("wagtailadmin_home")


def _may_know_of(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> bool:
    """Whether every page that the address names is one that this person may know of."""
    named = {str(kwargs[argument]) for argument in PAGE_ARGUMENTS if argument in kwargs}
    if name in PAGE_BY_PK:
        named.add(str(kwargs["pk"]))
    if name == CHOSEN_PAGES:
        named |= set(request.GET.getlist("id"))
    if not named:
        return True
    if not all(pk.isdecimal() for pk in named):
        return False
    there = Page.objects.filter(pk__in=named)
    return not there.exclude(pk__in=known_page_ids(request.user)).exists()


class SessionMiddleware:
    """A session lasts twelve hours at most. Who holds a post is logged out after half an hour of doing nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(admin_root()) or not request.user.is_authenticated:
            return self.get_response(request)
        is_staff = request.user.is_superuser or bool(roles_of(request.user))
        if _is_over(request) or (is_staff and _has_been_idle(request)):
            logout(request)
        response = self.get_response(request)
        self._note(request, response)
        return response

    def _note(self, request: HttpRequest, response: HttpResponse) -> None:
        # In a signed cookie, not in the session: a page that is only looked at writes nothing.
        match = request.resolver_match
        if request.user.is_authenticated and not (match and match.view_name in NOBODY_MOVED):
            mark = signing.dumps([request.user.pk, int(time.time())], salt=SEEN_COOKIE)
            response.set_cookie(
                SEEN_COOKIE, mark, httponly=True, samesite="Lax", secure=request.is_secure(), path=admin_root()
            )


class LogInBeforeSending:
    """What is large is read from somebody who is logged in to the admin, and from nobody else: the answer comes before it.

    A form that is lighter goes on after logging in again (people/going_on.py).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_large(request):
            return self.get_response(request)
        if not request.path.startswith(admin_root()):
            return HttpResponse(status=413)
        if request.user.is_authenticated:
            return self.get_response(request)
        sentence = _("Log in first, then send it once more.")
        # Without the request: its form would be read.
        return render(None, "people/not_taken.html", {"sentence": sentence}, status=401)


def _is_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not (length.isascii() and length.isdecimal() and len(length) < 12) or int(length) > LARGEST_OF_A_STRANGER


class ThrottleMiddleware:
    """Whoever has to wait before the next password hears for how long; whoever got in is known in this browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if name := getattr(request, "logged_in_as", None):
            remember_browser(request, response, name)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, MustWait):
            return None
        return as_slowed(render(request, "people/slow_down.html", {"seconds": error.seconds}), error)


def _is_over(request: HttpRequest) -> bool:
    started = request.session.get(STARTED)
    return started is None or time.time() - started > LONGEST_SESSION


def _has_been_idle(request: HttpRequest) -> bool:
    """Whether nothing was done for too long. The first request after logging in has no mark yet."""
    user_id, marked = _mark_of(request)
    seen = max(request.session[STARTED], marked if user_id == request.user.pk else 0)
    return time.time() - seen > LONGEST_IDLE_AS_STAFF


def last_seen_here(request: HttpRequest) -> int | None:
    """The id of whoever was logged in last in this browser, as far as it still knows."""
    return _mark_of(request)[0]


def _mark_of(request: HttpRequest) -> tuple[int | None, int]:
    try:
        user_id, marked = signing.loads(request.COOKIES.get(SEEN_COOKIE, ""), salt=SEEN_COOKIE)
        return int(user_id), int(marked)
    except (signing.BadSignature, ValueError, TypeError):
        return None, 0
