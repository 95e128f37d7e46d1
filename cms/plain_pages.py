"""What somebody reads whose form could not be taken at all: too big, half of it, with a key that has run out, too slow."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.problems import API, TRY_AGAIN_AFTER, problem
from people.going_on import Sent, typed

TOO_BIG = (RequestDataTooBig, TooManyFieldsSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own says two words and looks like the end of everything."""
    if isinstance(exception, DisallowedHost):
        return _wrong_host(request)
    is_too_big = isinstance(exception, TOO_BIG)
    if not request.accepts("text/html"):
        return _for_the_editor("too_big" if is_too_big else "bad_request", _sentence(is_too_big=is_too_big))
    return render(request, "people/not_taken.html", {"sentence": _sentence(is_too_big=is_too_big)}, status=400)


def _wrong_host(request: HttpRequest) -> HttpResponse:
    """Asked by a name that is not ours (ALLOWED_HOSTS): said so, without the name, which anybody chooses."""
    if request.path.startswith(API):
        message = f"This is no name of this server's. Ask {settings.PUBLIC_URL}."
        return problem(400, errors=[{"in": "header", "name": "Host", "message": message}])
    sentence = _("This address is not one of ours. Go to %(address)s instead.") % {"address": settings.PUBLIC_URL}
    # Without the request: what a page asks it for may ask for its host again.
    return render(None, "people/not_taken.html", {"sentence": sentence}, status=400)


def _sentence(*, is_too_big: bool) -> str:
    if is_too_big:
        return _("This is more than one page can hold. Make it shorter, or put some of it on a page of its own.")
    return _("Something in this could not be read. Type it anew where it looks odd, then send it again.")


def stale_key(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the key of the log-in as it is now: she logged in again in another tab, say.

    Where the browser itself vouches that the form was one of our own pages' she may send it once more; a form from
    elsewhere gets a page, and nothing of it goes on.
    """
    if not request.accepts("text/html"):
        return _for_the_editor(
            "logged_out", _("Your log-in has changed. Log in again: your words are still here."), 403
        )
    if request.path in (reverse("wagtailadmin_login"), reverse("go_on")):
        return redirect("wagtailadmin_login")
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return render(
            request, "people/go_on.html", {"sent": Sent(request.get_full_path(), typed(request), None)}, status=403
        )
    sentence = _("This form has been open for long, or came from another website.")
    return render(request, "people/not_taken.html", {"sentence": sentence}, status=403)


def misdirected(request: HttpRequest) -> HttpResponse:
    """Asked of workers that do not answer it (cms/workers.py)."""
    sentence = _("This page is answered somewhere else. Open it again from the start.")
    if not request.accepts("text/html"):
        return _for_the_editor("misdirected", sentence, 421)
    # Without the request: nothing about whoever asks is looked up here.
    return render(None, "people/not_taken.html", {"sentence": sentence}, status=421)


def too_long(request: HttpRequest) -> HttpResponse:
    """Something took longer than anybody should wait, and was ended. What it had not committed by then was taken back."""
    if request.path.startswith(API):
        return problem(503, retry_after=TRY_AGAIN_AFTER)
    sentence = _("This took too long, so we stopped it. Wait a minute, look whether it worked, and if not, try again.")
    if not request.accepts("text/html"):
        response: HttpResponse = _for_the_editor("too_long", sentence, 503)
    else:
        # Without the request: what is read from the session could take as long again.
        response = render(None, "people/too_long.html", {"sentence": sentence}, status=503)
    response["Retry-After"] = str(TRY_AGAIN_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _for_the_editor(code: str, sentence: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"success": False, "error_code": code, "error_message": sentence}, status=status)
