"""What a production server must have before it may start."""

from django.core.exceptions import ImproperlyConfigured

LEAST_KEY_LENGTH = 50
LEAST_KEY_CHARACTERS = 5  # distinct ones, as Django's own deployment check asks
KNOWN_KEYS = ("for-development-only", "for-tests-only", "django-insecure")


def refuse_unsafe_start(*, debug: bool, secret_key: str, allowed_hosts: list[str], public_url: str) -> None:
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
    if refusals:
        raise ImproperlyConfigured("Waymark will not start like this.\n- " + "\n- ".join(refusals))


def is_weak(secret_key: str) -> bool:
    """Whether a key is short, has too few different characters, or is one that everybody can read in our code."""
    return (
        len(secret_key) < LEAST_KEY_LENGTH
        or len(set(secret_key)) < LEAST_KEY_CHARACTERS
        or secret_key.startswith(KNOWN_KEYS)
    )
