"""What a production server must have before it may start. Plain Python."""

from __future__ import annotations

import math
import re
from collections import Counter

from django.core.exceptions import ImproperlyConfigured

from cms.proxies import NONE, TrustedProxies

LEAST_KEY_LENGTH = 50
# What a key that somebody drew at random has at the least: 256 bits. Of one typed by hand, each character says less.
LEAST_KEY_BITS = 128
KNOWN_KEYS = ("for-development-only", "for-tests-only", "django-insecure")
# Words of examples and of hands that hurry; nothing that chance would put into a key.
TYPED_WORDS = re.compile(
    r"change.?me|change.?this|secret|password|passw0rd|example|insecure|default|replace|waymark|django|qwerty|letmein"
    r"|test.?key|your.?key|abcdef|123456|987654|lorem",
    re.IGNORECASE,
)


def refuse_unsafe_start(
    *, debug: bool, secret_key: str, allowed_hosts: list[str], public_url: str, trusted_proxies: list[str]
) -> None:
    """Raise ImproperlyConfigured, naming every setting that would make this server unsafe."""
    refusals = []
    if debug:
        refusals.append("DEBUG must be off: error pages would show settings and data.")
    if is_weak(secret_key):
        refusals.append(f"SECRET_KEY must be at least {LEAST_KEY_LENGTH} random characters: it guards every session.")
    if not allowed_hosts or any(host.startswith("*") for host in allowed_hosts):
        refusals.append("ALLOWED_HOSTS must name this site's hosts: '*' lets anybody pretend to be it.")
    if not public_url.startswith("https://"):
        refusals.append("PUBLIC_URL must be this site's https:// address: every link in the API starts with it.")
    if unsafe := _unsafe_proxies(trusted_proxies):
        refusals.append(unsafe)
    if refusals:
        raise ImproperlyConfigured("Waymark will not start like this.\n- " + "\n- ".join(refusals))


def is_weak(secret_key: str) -> bool:
    """Whether a key is short, says little for its length, holds words, or is one that everybody can read in our code."""
    if len(secret_key) < LEAST_KEY_LENGTH or secret_key.startswith(KNOWN_KEYS):
        return True
    says_little = bits_of(secret_key) < LEAST_KEY_BITS or repeats_itself(secret_key)
    return says_little or TYPED_WORDS.search(secret_key) is not None


def bits_of(text: str) -> float:
    """How much a text says by which characters are in it how often (Shannon): at most, whatever their order.

    >>> bits_of("aaaa"), bits_of("abcd")
    (0.0, 8.0)
    """
    counts = Counter(text)
    return sum(count * math.log2(len(text) / count) for count in counts.values())


def repeats_itself(text: str) -> bool:
    """Whether it says the same again and again, perhaps a little changed. Of a random text nearly all threes differ.

    >>> repeats_itself("Hello123Hello124Hello125Hello126"), repeats_itself("q7Pw4rTz9yU2iO5pA8sD1fG6hJ3k")
    (True, False)
    """
    threes = [text[place : place + 3] for place in range(len(text) - 2)]
    return len(set(threes)) < 0.6 * len(threes)


def _unsafe_proxies(named: list[str]) -> str:
    if not named:
        return (
            "TRUSTED_PROXIES must name the addresses of your proxies (127.0.0.1 for nginx beside it), or say 'none':"
            " else all visitors share one address, or anybody chooses theirs."
        )
    if NONE in named and len(named) > 1:
        return "TRUSTED_PROXIES is either 'none' or names proxies."
    try:
        wide = TrustedProxies(named).too_wide()
    except ValueError as error:
        return f"TRUSTED_PROXIES names addresses of proxies, no longer how many there are: {error}."
    return f"TRUSTED_PROXIES holds strangers: {', '.join(wide)}." if wide else ""
