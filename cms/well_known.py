"""What machines ask every site for: may they look around (robots.txt), and whom to tell of a hole (security.txt, RFC 9116)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agreement.days import today

A_DAY = "public, max-age=86400"

# Words for readers are on the pages that show them; data without crisis help beside it is no page to land on.
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /api/v1/\nDisallow: /media/\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return _text(ROBOTS)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Only what whoever runs this site has said themselves, and only until the day that they said."""
    until = contact_holds_until()
    if until is None or until < today():
        raise Http404
    expires = datetime.combine(until, time(23, 59, 59), tzinfo=UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
        "Preferred-Languages: en",
    ]
    return _text("\n".join(lines) + "\n")


def contact_holds_until() -> date | None:
    """None where nobody to tell is named, or no day is."""
    said = settings.SECURITY_CONTACT_UNTIL if settings.SECURITY_CONTACT else ""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _text(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = A_DAY
    return response
