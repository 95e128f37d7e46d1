"""Says plainly what a run of the suite left out, and where nothing may be left out, fails instead.

A test marked `postgres`, `redis`, `browser`, `node` or `nginx` runs where that is there and is left out where it is not.
NOTHING_LEFT_OUT=1 makes a failure of each of them that did not run: so CI never passes by skipping.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator

import pytest
from django.conf import settings
from django.core.cache import caches

CHROMIUM = "/usr/bin/chromium"
# Not everybody has it on the path who has it.
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/local/bin")
NEEDS = {
    "postgres": "PostgreSQL: set DATABASE_URL=postgres://…",
    "redis": "Redis: set REDIS_URL=redis://…",
    "browser": "Chromium: install the chromium package",
    "node": "Node.js: install the nodejs and npm packages",
    "nginx": "nginx: install the nginx-light package (brew install nginx)",
}


def is_there(need: str) -> bool:
    """Whether the tests with this mark can run here."""
    if need == "postgres":
        return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    if need == "redis":
        return redis_answers()
    if need == "node":
        return shutil.which("npm") is not None
    if need == "nginx":
        return NGINX is not None
    return os.path.exists(CHROMIUM) or shutil.which("chromium") is not None


def redis_answers() -> bool:
    if not settings.REDIS_URL:
        return False
    try:
        caches["default"].get("is anybody there?")
    except Exception:  # whatever a client raises, the answer is no
        return False
    return True


def needs_of(marks: object) -> list[str]:
    return [need for need in NEEDS if need in marks]  # type: ignore[operator]


def tests(number: int) -> str:
    return "1 test" if number == 1 else f"{number} tests"


def nothing_may_be_left_out() -> bool:
    return os.environ.get("NOTHING_LEFT_OUT", "") not in ("", "0")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for need in needs_of(item.keywords):
        if not is_there(need):
            pytest.skip(f"needs {NEEDS[need]}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and nothing_may_be_left_out() and needs_of(item.keywords):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be left out here, and this test was: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for need, how in NEEDS.items():
        number = sum(need in report.keywords for report in skipped)
        if number:
            terminalreporter.write_line(f"Left out: {tests(number)} for want of {how}")
    others = sum(not needs_of(report.keywords) for report in skipped)
    if others:
        terminalreporter.write_line(f"Left out for reasons of their own: {tests(others)} (-rs tells which)")
