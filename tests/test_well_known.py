"""What machines ask every site for, and what somebody reads who asks by a wrong name or for what has moved."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.conf import settings as configured


def test_search_engines_look_at_no_data_and_at_nothing_behind_the_log_in(client):
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"].startswith("text/plain")
    for room in ("/admin/", "/api/v1/", "/media/"):
        assert f"Disallow: {room}\n" in answer.content.decode()


def test_whom_to_tell_of_a_hole_is_said_until_the_day_that_was_given(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    settings.SECURITY_CONTACT_UNTIL = (date.today() + timedelta(days=1)).isoformat()

    said = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:security@example.org\n" in said
    assert f"Expires: {settings.SECURITY_CONTACT_UNTIL}T23:59:59Z\n" in said
    assert f"Canonical: {configured.PUBLIC_URL}/.well-known/security.txt\n" in said


@pytest.mark.parametrize(
    ("contact", "until"),
    [
        ("", "2999-12-31"),
        ("mailto:a@example.org", ""),
        ("mailto:a@example.org", "2020-01-01"),
        ("mailto:a@example.org", "soon"),
    ],
)
def test_nobody_is_named_whom_nobody_named_or_whose_day_has_gone_by(db, client, settings, contact, until):
    settings.SECURITY_CONTACT, settings.SECURITY_CONTACT_UNTIL = contact, until

    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/content/", "/api/docs/", "/admin/login/", "/nothing/"])
def test_a_wrong_host_is_said_to_be_one(db, client, settings, path):
    settings.ALLOWED_HOSTS = ["advice.example.org"]

    answer = client.get(path, headers={"host": "evil.example"})
    said = answer.content.decode()

    assert answer.status_code == 400
    assert configured.PUBLIC_URL in said
    assert "evil.example" not in said
    if path.startswith("/api/"):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert [(wrong["in"], wrong["name"]) for wrong in json.loads(said)["errors"]] == [("header", "Host")]


def test_where_the_api_sends_somebody_on_there_is_no_page(furnished, client):
    answer = client.get("/api/v1/content")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/api/v1/content/"
    assert "Content-Type" not in answer.headers
    assert answer.content == b""
