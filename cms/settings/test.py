"""The test suite: fast passwords, mail kept in memory, files thrown away."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, DATABASES

DEBUG = False
SECRET_KEY = "for-tests-only-0123456789012345678901234567890123456789"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests may run side by side: each worker keeps its own corner of a shared cache.
CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "alone")
MEDIA_ROOT = Path(tempfile.gettempdir()) / "waymark-test-media"
AXES_ENABLED = False

# A database in a file, as in production: races and dead rows cannot be seen in memory.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / "waymark-test.sqlite3")}
