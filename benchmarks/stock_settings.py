"""Stock Wagtail's API v2 over the same content, set up as its documentation says, with Django's usual middlewares."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import INSTALLED_APPS, REDIS_URL, env

DEBUG = False
SECRET_KEY = "for-measuring-only-0123456789012345678901234567890123456789"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.stock_urls"
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2", "rest_framework"]
WAGTAILAPI_LIMIT_MAX = 100

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
]
if env.bool("BENCH_PAGE_CACHE", False):
    # Django's page cache, for everything, in Redis: a hit asks the database nothing.
    MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        *MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": env("BENCH_KEY_PREFIX", "bench"),
        }
    }
    CACHE_MIDDLEWARE_SECONDS = 900
