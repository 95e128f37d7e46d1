"""A log-in that ended while somebody was writing: she logs in on the page that answers, and goes on with her words.

The words travel in that page, encrypted (people/sealing.py), and are stored nowhere: a vote's own words may not lie anywhere
with a name beside them. They are shown again to whoever sent them and to nobody else; where that is not known any more they
are not kept. Only what had passed the check against forged requests is sealed (Django's CsrfViewMiddleware comes before).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.forms.auth import LoginForm

from people.login_throttle import MustWait, as_slowed
from people.middleware import admin_root, last_seen_here
from people.sealing import open_sealed, seal

PURPOSE, SEALED_FOR = "going-on", 60 * 60
# These take whoever comes, logged in or not.
OPEN_TO_ALL = ("wagtailadmin_login", "wagtailadmin_logout", "go_on", "way_in")
BY_ITSELF = "csrfmiddlewaretoken"
NEVER_KEPT = "password"  # in a field's name


class Sent(NamedTuple):
    """A form that somebody sent: where to, what was in it, and whose log-in had been open here (None: not known)."""

    address: str
    fields: list[tuple[str, str]]
    user_id: int | None

    def sealed(self) -> str:
        return seal(json.dumps(self), purpose=PURPOSE)


def unseal(sealed: str) -> Sent | None:
    """What was sent; None for what is not ours or too old."""
    said = open_sealed(sealed, purpose=PURPOSE, lasts=SEALED_FOR)
    if said is None:
        return None
    address, fields, user_id = json.loads(said)
    return Sent(address, [(name, value) for name, value in fields], user_id)


class GoingOnMiddleware:
    """Who sends a form and is not logged in any more is asked to log in, with the form in hand."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        name = request.resolver_match.view_name  # type: ignore[union-attr]
        if request.method != "POST" or not request.path.startswith(admin_root()) or name in OPEN_TO_ALL:
            return None
        if request.user.is_authenticated:
            return None
        if not request.accepts("text/html") or request.headers.get("x-requested-with") == "XMLHttpRequest":
            return logged_out()
        sent = Sent(request.get_full_path(), typed(request), last_seen_here(request))
        if not any(value for _name, value in sent.fields):
            return None
        if sent.user_id is None:
            return render(request, "people/whose_words.html", status=401)
        return ask_to_log_in(request, sent.sealed(), form=LoginForm())


def logged_out() -> JsonResponse:
    """In the shape that Wagtail's editor reads (JsonPostResponseMixin.json_error_response)."""
    sentence = _("You have been logged out. Log in again in another tab: your words are still here.")
    return JsonResponse({"success": False, "error_code": "logged_out", "error_message": sentence}, status=401)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form that was sent, but for its key, and for passwords: those are typed again."""
    names = [name for name in request.POST if name != BY_ITSELF and NEVER_KEPT not in name]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


@never_cache
@sensitive_post_parameters()
def go_on(request: HttpRequest) -> HttpResponse:
    """Logs in and shows the form that had been sent, to be sent once more."""
    sealed = request.POST.get("sealed", "")
    sent = unseal(sealed)
    if sent is None:
        return redirect("wagtailadmin_home")
    form = LoginForm(request, data=request.POST)
    try:
        if not form.is_valid():
            return ask_to_log_in(request, sealed, form=form)
    except MustWait as must_wait:
        answer = ask_to_log_in(request, sealed, form=LoginForm(), wait=must_wait.seconds)
        return as_slowed(answer, must_wait)
    user = form.get_user()
    login(request, user)
    request.session.set_expiry(0)  # as Wagtail's own page does: it ends with the browser
    if sent.user_id != user.pk:
        return render(request, "people/somebody_elses_words.html", status=403)
    return render(request, "people/go_on.html", {"sent": sent})


def ask_to_log_in(request: HttpRequest, sealed: str, *, form: LoginForm, wait: int = 0) -> HttpResponse:
    said = {"sealed": sealed, "form": form, "wait": wait}
    return render(request, "people/log_in_and_go_on.html", said, status=401)
