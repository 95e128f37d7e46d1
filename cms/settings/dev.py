"""A developer's own machine: `make run`. Never reachable by anybody else."""

from cms.started import public_url

from .base import *  # noqa: F403
from .base import PUBLIC_URL, env

DEBUG = True
SECRET_KEY = env("SECRET_KEY", "for-development-only-never-in-production-0123456789")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# `make run PORT=8101` says so once; commands that come after it take the same address. The environment wins.
if not env("PUBLIC_URL", ""):
    PUBLIC_URL = WAGTAILADMIN_BASE_URL = public_url() or PUBLIC_URL
