"""The test suite: fast passwords, mail kept in memory, files thrown away."""

import os

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, VAR

DEBUG = False
SECRET_KEY = "for-tests-only-0123456789012345678901234567890123456789"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests may run side by side: each worker keeps its own corner of a shared cache.
CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "alone")
MEDIA_ROOT = VAR / "test-media"
REQUEST_DEADLINE = 0.0  # a slow machine proves nothing
SCHEDULER_MISSED_AFTER = 10**9  # nothing happens by itself in tests, and none but those about it shall hear so

# A database in a file, as in production: races and dead rows cannot be seen in memory. Below VAR, so that two checkouts
# on one machine do not run into each other.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "waymark-test.sqlite3")}
