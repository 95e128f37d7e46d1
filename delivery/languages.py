"""Which languages there are, and where a reader is sent when something is not there in theirs."""

from __future__ import annotations

from django.conf import settings

LANGUAGES = tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
SITE_LANGUAGE: str = settings.LANGUAGE_CODE


def chain_of(language: str, *, fallback: bool = True) -> list[str]:
    """This language, then the declared ones to fall back to."""
    return [language, *(settings.LANGUAGE_FALLBACKS.get(language, []) if fallback else [])]
