"""A server that would be unsafe does not start, and what it sends lets a browser do as little as possible."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from cms.safety import refuse_unsafe_start
from tests.factories import UserFactory, draft, member_of

ROOT = Path(__file__).resolve().parent.parent
SAFE = {
    "SECRET_KEY": "qP7wE4rT9yU2iO5pA8sD1fG6hJ3kL0zX7cV4bN9mQ2wE5rT8yU1",
    "ALLOWED_HOSTS": "waymark.example.org",
    "PUBLIC_URL": "https://waymark.example.org",
    "TRUSTED_PROXIES": "127.0.0.1",
}


def started(command: str = "check", *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py command` with production settings and nothing else from this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", command, *options],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "cms.settings.production", **SAFE, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_djangos_check_for_deployment_is_silent_on_production_settings():
    told = {
        "SECURITY_CONTACT": "mailto:security@example.org",
        "SECURITY_CONTACT_UNTIL": str(date.today() + timedelta(days=30)),
    }

    answer = started("check", "--deploy", "--fail-level", "WARNING", **told)

    assert answer.returncode == 0, answer.stderr
    # The names of five of Wagtail's addresses that are ours: three of pages, two of films. Nothing of security is silenced.
    assert "no issues (5 silenced)" in answer.stdout
    assert settings.SILENCED_SYSTEM_CHECKS == ["urls.W003"]
    assert "warning" not in answer.stderr.lower()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"PUBLIC_URL": "http://waymark.example.org"}, "PUBLIC_URL"),
    ],
)
def test_production_does_not_start_when_it_is_unsafe(wrong, said):
    answer = started(**wrong)

    assert answer.returncode != 0
    assert said in answer.stderr


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"debug": True}, "DEBUG"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "a" * 60}, "SECRET_KEY"),
        ({"secret_key": "for-development-only-never-in-production-0123456789"}, "SECRET_KEY"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ["waymark.example.org", "*"]}, "ALLOWED_HOSTS"),
        ({"public_url": ""}, "PUBLIC_URL"),
    ],
)
def test_each_unsafe_setting_is_refused_by_name(wrong, said):
    safe = {
        "debug": False,
        "secret_key": SAFE["SECRET_KEY"],
        "allowed_hosts": ["waymark.example.org"],
        "public_url": SAFE["PUBLIC_URL"],
        "trusted_proxies": ["127.0.0.1"],
    }
    refuse_unsafe_start(**safe)

    with pytest.raises(ImproperlyConfigured, match=said):
        refuse_unsafe_start(**{**safe, **wrong})


# -- what a browser may do


class Scripts(HTMLParser):
    """Collects what a strict policy would not run: scripts written into the page, and handlers on elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append(f"<script {given}>")
        self.found += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        self.found += [f"<{tag} {value}>" for value in given.values() if (value or "").startswith("javascript:")]


def policy_of(answer) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


def test_the_admin_runs_only_scripts_from_our_own_files(newham, client):
    member = member_of(newham)
    page = draft(newham, by=member)
    client.force_login(member, backend="people.backends.TermBackend")

    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_account"),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["articles", "articlepage", newham.root_page.pk]),
        reverse("wagtailadmin_pages:add", args=["articles", "articlepage", newham.root_page.pk]) + "?start=question",
        reverse("wagtailadmin_pages:add", args=["articles", "videopage", newham.root_page.pk]),
        reverse("wagtailadmin_pages:add", args=["pathways", "pathwaypage", newham.root_page.pk]),
        reverse("wagtailimages:add"),
        reverse("wagtailmedia:add", args=["video"]),
        reverse("wagtaildocs:add_multiple"),
    ):
        answer = client.get(address)
        scripts = Scripts()
        scripts.feed(answer.content.decode())
        assert answer.status_code == 200, address
        assert policy_of(answer)["script-src"] == ["'self'"]
        assert scripts.found == [], address


def test_styles_may_be_set_inline_in_the_admin_and_nowhere_else(db, client):
    admin = policy_of(client.get(reverse("wagtailadmin_login")))
    elsewhere = policy_of(client.get("/nothing-is-here/"))

    assert "'unsafe-inline'" in admin["style-src"]
    assert "'unsafe-inline'" not in str(elsewhere)
    assert elsewhere["default-src"] == ["'none'"]
    assert elsewhere["frame-ancestors"] == ["'none'"]


def test_an_answer_of_the_api_may_do_nothing_and_carries_no_header_that_only_pages_need(db, client):
    answer, viewer = client.get("/api/v1/"), client.get("/api/docs/")

    assert policy_of(answer)["default-src"] == ["'none'"]
    assert policy_of(answer)["frame-ancestors"] == ["'none'"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"):
        assert name not in answer.headers
        assert name in viewer.headers


def test_no_page_of_ours_may_be_framed_by_another_site(db, client):
    assert client.get("/nothing-is-here/").headers["X-Frame-Options"] == "DENY"
    assert client.get(reverse("wagtailadmin_login")).headers["X-Frame-Options"] == "SAMEORIGIN"


def test_nothing_behind_the_log_in_may_be_kept_anywhere(newham, client):
    member = member_of(newham)
    page = draft(newham, by=member)
    client.force_login(member, backend="people.backends.TermBackend")

    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_account"),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add"),
        reverse("wagtailadmin_explore", args=[newham.root_page.pk]),
        reverse("wagtailadmin_pages:delete", args=[newham.root_page.pk]),
        "/admin/nothing-is-here/",
    ):
        assert "no-store" in client.get(address).headers["Cache-Control"], address


# -- logging in


def attempt(client: Client, username: str, password: str = "a wrong password"):
    return client.post(reverse("wagtailadmin_login"), {"username": username, "password": password})


def test_logging_in_answers_the_same_for_a_known_and_an_unknown_name(newham, client):
    member_of(newham, username="sparrow")
    member_of(newham, username="closed", is_active=False)
    UserFactory(username="without-a-term")

    answers = {
        name: attempt(client, name, password).content.decode().replace(f'value="{name}"', 'value="NAME"')
        for name, password in {
            "sparrow": "a wrong password",
            "nobody": "a wrong password",
            "closed": "a long enough password",
            "without-a-term": "a long enough password",
        }.items()
    }

    first, *others = [re.sub(r"[A-Za-z0-9]{64}", "TOKEN", text) for text in answers.values()]
    assert others == [first] * 3


def test_the_log_in_page_is_in_our_own_words_and_asks_for_nothing_more(db, client):
    html = client.get(reverse("wagtailadmin_login")).content.decode()

    assert "Welcome back" in html
    assert "Wagtail" not in html.split("<main")[1]
    assert 'name="remember"' not in html


@pytest.mark.parametrize("address", ["/", "/api/docs/"])
def test_our_own_public_pages_hold_no_script_or_style_that_their_policy_refuses(furnished, client, address):
    answer = client.get(address)
    html, policy = answer.content.decode(), policy_of(answer)
    scripts = Scripts()
    scripts.feed(html)

    assert answer.status_code == 200
    assert policy["default-src"] == ["'none'"]
    assert scripts.found == []
    assert "<style" not in html
    assert ' style="' not in html


def test_an_answer_of_the_api_is_data_and_may_do_nothing_at_all(furnished, client):
    assert policy_of(client.get("/api/v1/")) == {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
