"""A real browser before a running server. Without Chromium these tests say so and stand aside; in CI they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import testcases
from playwright.sync_api import Browser, Page, sync_playwright

from people.models import User

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1300, "height": 900}
PASSWORD = "a long enough password"
LAUNCH = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def chromium() -> str | None:
    """Where Chromium is: `CHROMIUM`, else wherever the system keeps it."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def browser(transactional_db: None) -> Iterator[Browser]:
    """Chromium, for one test: while it runs, so does Playwright's event loop, and Django keeps connections of its own there."""
    path = chromium()
    if not path or not Path(path).exists():
        reason = "Chromium is not here: install it, or say where it is with CHROMIUM=/path/to/chromium."
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = playwright.chromium.launch(executable_path=path, args=LAUNCH + QUIET)
        yield running
        running.close()
        connections.close_all()


@pytest.fixture(autouse=True)
def files_from_our_own_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's live server hands every uploaded file to anybody; ours knows who may have which (delivery/media.py)."""
    monkeypatch.setattr(testcases._MediaFilesHandler, "_should_handle", lambda self, path: False)


@pytest.fixture
def open_browser(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:  # type: ignore[no-untyped-def]
    """Opens a browser of somebody's own, on a phone or at a desk, and logs them in the way people do."""
    opened = []

    def open_for(user: User, *, size: dict[str, int], **options) -> Page:  # type: ignore[no-untyped-def]
        context = browser.new_context(viewport=size, base_url=live_server.url, **options)
        opened.append(context)
        page = context.new_page()
        page.goto("/admin/login/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")
        return page

    yield open_for
    for context in opened:
        context.close()
