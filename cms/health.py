"""Is it alive, and can it work? For whatever looks after the servers."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from cms.problems import TRY_AGAIN_AFTER
from scheduler.health import failed_jobs, stands_still, unended_jobs


def healthz(request: HttpRequest) -> JsonResponse:
    """It answers. Asks nothing else of the world."""
    return _unstored(JsonResponse({"status": "ok"}))


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and cache are as they must be; else 503, naming what is not.

    Readers must not lose their API because a clock stands still: what is wrong and hurts no reader is a warning in a 200.
    """
    failing = [name for name, works in CHECKS.items() if not _holds(works)]
    if not failing:
        warnings = _warnings()
        return _unstored(JsonResponse({"status": "ready"} | ({"warnings": warnings} if warnings else {})))
    response = _unstored(JsonResponse({"status": "not ready", "failing": failing}, status=503))
    response["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response


def _warnings() -> list[str]:
    still = ["scheduler: stands still"] if stands_still() else []
    unended = [f"scheduler: {name} does not end" for name in unended_jobs()]
    return still + unended + [f"scheduler: {name} failed" for name in failed_jobs()]


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache_remembers() -> bool:
    key = f"readyz-{secrets.token_hex(8)}"
    cache.set(key, "yes", timeout=5)
    return cache.get(key) == "yes"


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "migrations": _migrations_are_applied,
    "cache": _cache_remembers,
}


def _holds(works: Callable[[], bool]) -> bool:
    try:
        return works()
    except Exception:  # whatever it is, it is not ready
        return False


def _unstored(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response
