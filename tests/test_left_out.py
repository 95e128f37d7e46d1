"""The suite says what it leaves out, and CI leaves nothing out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parent.parent

A_SUITE = """
import pytest

@pytest.mark.redis
def test_that_needs_redis():
    pass

@pytest.mark.browser
def test_that_finds_no_browser_by_itself():
    pytest.skip("no browser")

def test_that_needs_nothing():
    pass
"""

SETTINGS = "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\nREDIS_URL = ''\n"


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A small suite of its own, with this plugin, on a machine without Redis."""
    (folder / "test_suite.py").write_text(A_SUITE)
    (folder / "bare_settings.py").write_text(SETTINGS)
    marks = "\nmarkers =\n    redis: needs Redis\n    browser: needs Chromium\n    postgres: needs PostgreSQL\n"
    (folder / "pytest.ini").write_text(f"[pytest]{marks}")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.left_out", "-p", "no:cacheprovider", "-p", "no:randomly"],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{HOUSE}{os.pathsep}{folder}",
            "DJANGO_SETTINGS_MODULE": "bare_settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_run_without_redis_passes_and_says_what_it_left_out(tmp_path: Path) -> None:
    outcome = run(tmp_path)

    assert outcome.returncode == 0, outcome.stdout
    assert "1 passed, 2 skipped" in outcome.stdout
    assert "Left out: 1 test for want of Redis: set REDIS_URL" in outcome.stdout
    assert "Left out: 1 test for want of Chromium" in outcome.stdout


def test_where_nothing_may_be_left_out_a_skipped_test_is_a_failure(tmp_path: Path) -> None:
    outcome = run(tmp_path, NOTHING_LEFT_OUT="1")

    assert outcome.returncode == 1, outcome.stdout
    assert "1 passed" in outcome.stdout
    assert "2 skipped" not in outcome.stdout
    assert "Nothing may be left out here" in outcome.stdout
