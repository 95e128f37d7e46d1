"""Waymark as in production, but for https: nothing in a benchmark speaks it."""

from cms.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "for-measuring-only-0123456789012345678901234567890123456789"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
