"""What `manage.py check --deploy` says of what only whoever runs this site can know. Half of a configuration is worse than none."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from agreement.days import today
from cms.proxies import TrustedProxies
from cms.well_known import contact_holds_until


@register(Tags.security, deploy=True)
def proxies_are_configured_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever is believed about https is believed about senders, and the other way round."""
    try:
        proxies = TrustedProxies(settings.TRUSTED_PROXIES)
    except ValueError as error:
        return [Error(f"TRUSTED_PROXIES cannot be read: {error}.", id="cms.E001")]
    said: list[CheckMessage] = []
    if proxies and not settings.SECURE_PROXY_SSL_HEADER:
        said.append(Warning("Proxies are trusted, and what they say of https is not read.", id="cms.W001"))
    if not proxies and settings.SECURE_SSL_REDIRECT:
        hint = (
            "Name them in TRUSTED_PROXIES, and let them set X-Forwarded-Proto and X-Real-IP (docs/nginx-waymark.conf)."
        )
        said.append(
            Error(
                "No proxy is trusted to say that a request came by https: each is sent on for ever.",
                hint,
                id="cms.E002",
            )
        )
    if not proxies and settings.SECURE_PROXY_SSL_HEADER and not settings.SECURE_SSL_REDIRECT:
        hint = "Behind a proxy all visitors would share its address, and slow each other down at the log-in."
        said.append(Warning("Nobody is trusted to say whom a request comes from.", hint, id="cms.W002"))
    if wide := proxies.too_wide():
        said.append(Error(f"TRUSTED_PROXIES holds strangers: {', '.join(wide)}.", id="cms.E003"))
    return said


@register(Tags.security, deploy=True)
def somebody_can_be_told_of_a_hole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever finds one must not have to guess whom to tell, nor write to somebody who has left."""
    until = contact_holds_until()
    if until is not None and until >= today():
        return []
    hint = "Set SECURITY_CONTACT and SECURITY_CONTACT_UNTIL (docs/running-it.md)."
    return [Warning("Nobody is named whom to tell of a hole in this site.", hint, id="cms.W003")]
