"""A whole Waymark in processes of its own, that can be killed like a machine that loses its power, and started again."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from agreement.models import Withdrawal
from articles.models import ArticlePage
from delivery.checking import differences
from moderation.models import Takedown
from tests.factories import check_of, member_of, members_of, moderator_for, published, send_in, vote, words
from tests.quick.test_several_workers import HOUSE, url_of_this_database

GOING = {"reason": "wrong", "reason_code": "content.wrong_or_unsafe_advice", "words": "The number is wrong."}
A_KEY = "k" * 32  # against forged requests: the same in cookie and form


class Waymark:
    """A web server with one worker and the scheduler beside it, on this test's own database."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """And wait until it answers. No command is run."""
        size = ["--workers", "1", "--blocking-threads", "4", "--log-level", "critical", "--no-ws"]
        web = ["-W", "ignore", "-m", "granian", "--interface", "wsgi", "--port", str(self.port), *size]
        self.processes = [
            self._process(*web, "cms.wsgi:application"),
            self._process("manage.py", "run_scheduler", "--as-child"),
        ]
        until(lambda: self.asked("/healthz") == 200)

    def _process(self, *command: str) -> subprocess.Popen[bytes]:
        environment = {"DATABASE_URL": url_of_this_database(), "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        return subprocess.Popen(
            [sys.executable, *command], cwd=HOUSE, env={**os.environ, **environment}, start_new_session=True
        )

    def kill(self) -> None:
        """`kill -9`, all of it at once."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()

    def asked(self, path: str, *, port: int | None = None) -> int:
        """The status of an answer; 0 where there is none."""
        return self._send("GET", path, port=port)

    def sends(self, session: str, name: str, pk: int, said: dict[str, str]) -> int:
        """Somebody who is logged in sends a form. Its answer may never come."""
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={A_KEY}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        form = urlencode(said | {"csrfmiddlewaretoken": A_KEY})
        return self._send("POST", reverse(f"moderation:{name}", args=[pk]), form, headers)

    def _send(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None, port: int | None = None
    ) -> int:
        line = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        try:
            line.request(method, path, body or None, headers or {})
            return line.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()


class Nginx:
    """In front of a Waymark, keeping answers as docs/nginx-waymark.conf says. It lives through all the kills."""

    def __init__(self, waymark: Waymark, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        ours = (HOUSE / "docs" / "nginx-waymark.conf").read_text(encoding="utf-8")
        for said, here in {
            "listen 443 ssl;": f"listen 127.0.0.1:{self.port};",
            "advice.example.org": "127.0.0.1",
            "127.0.0.1:8000": f"127.0.0.1:{waymark.port}",
            "127.0.0.1:8001": f"127.0.0.1:{waymark.port}",
            "/var/cache/nginx/waymark": f"{folder}/kept",
            "/srv/waymark/var": str(folder),
        }.items():
            assert said in ours, said
            ours = ours.replace(said, here)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        user = "user root;" if os.geteuid() == 0 else ""
        config = folder / "nginx.conf"
        config.write_text(
            f"daemon off; {user} pid {folder}/pid; error_log {folder}/errors; events {{}} http {{ {places} {ours} }}"
        )
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        assert program, "nginx is not here: apt install nginx-light"
        self.process = subprocess.Popen([program, "-p", str(folder), "-c", str(config)], stderr=subprocess.DEVNULL)
        until(lambda: waymark.asked("/api/v1/", port=self.port) == 200)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


def until(true: Callable[[], bool], *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


class Panel:
    """Pages that are withdrawn, put back, voted on and signed, all at once."""

    def __init__(self, youth_panel: Any) -> None:
        self.youth_panel = youth_panel
        self.taking, self.giving = moderator_for(youth_panel), moderator_for(youth_panel)
        self.writer, self.voters = member_of(youth_panel), members_of(youth_panel, 3)
        self.pages = [published(youth_panel, by=self.writer, title=f"Page {number}?") for number in range(3)]
        self.sessions = {user.pk: _session_of(user) for user in (self.taking, self.giving)}
        self.round = 0

    def acts(self, waymark: Waymark) -> list[Callable[[], int]]:
        """What the next people do: withdraw or put back two pages, and sign other words of a third."""
        self.round += 1
        toggled = [self._toggle(waymark, page) for page in self.pages[:2]]
        return [*toggled, self._sign(waymark, self.pages[2])]

    def _toggle(self, waymark: Waymark, page: ArticlePage) -> Callable[[], int]:
        takedown = Takedown.objects.filter(put_back_at=None, pages__page=page).order_by("-pk").first()
        if takedown is None:
            return partial(waymark.sends, self.sessions[self.taking.pk], "withdraw", page.pk, GOING)
        return partial(waymark.sends, self.sessions[self.giving.pk], "put_back", takedown.pk, {})

    def _sign(self, waymark: Waymark, page: ArticlePage) -> Callable[[], int]:
        changed = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        if changed.workflow_in_progress:
            check = changed.current_workflow_task_state
        else:
            changed.body_el3 = words(f"You can say no, {self.round} times.")
            changed.save_revision(user=self.writer, clean=False)
            ballot = send_in(ArticlePage.objects.get(pk=page.pk), by=self.writer)
            others = [user for user in self.youth_panel.current_members() if user != self.writer]
            vote(ballot, others, "A" * 50)
            check = check_of(ballot)
        return partial(waymark.sends, self.sessions[self.taking.pk], "sign_check", check.pk, {"read_it_all": "on"})


def _session_of(user: Any) -> str:
    browser = Client()
    browser.force_login(user)
    return browser.cookies["sessionid"].value


def kill_while(waymark: Waymark, acts: list[Callable[[], int]], *, after: float) -> list[int]:
    """Everybody acts at once, and after so many seconds all processes are killed. Returns the answers, 0 for none."""
    with ThreadPoolExecutor(len(acts)) as pool:
        answers = [pool.submit(act) for act in acts]
        time.sleep(after)
        waymark.kill()
        return [answer.result() for answer in answers]


def withdrawn_and_served(waymark: Waymark, *, port: int | None = None) -> list[str]:
    """The contents that are withdrawn, and that readers get all the same."""
    withdrawn = Withdrawal.objects.standing().values_list("content_id", flat=True)
    return [str(key) for key in withdrawn if waymark.asked(f"/api/v1/content/{key}/", port=port) == 200]


def left_apart() -> list[str]:
    """What `project --check` finds."""
    return list(differences())
