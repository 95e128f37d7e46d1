"""Readers' workers answer nothing of the admin, whatever stood in front let through: a password is hashed elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(monkeypatch) -> Client:
    """Asks a process of the readers'."""
    monkeypatch.setenv("WAYMARK_WORKERS", "readers")
    return Client()


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/%61dmin/login/", "/admin%2flogin/", "/admin/", "/admin/pages/1/edit/"]
)
def test_a_readers_worker_answers_nothing_of_the_admin(readers, path, monkeypatch):
    monkeypatch.setattr("django.contrib.auth.hashers.check_password", pytest.fail)

    answer = readers.post(path, {"username": "kim", "password": "a password"})

    assert answer.status_code == 421
    assert "Open it again from the start" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_script_is_told_in_its_own_way(readers):
    answer = readers.get("/admin/", headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["error_code"]) == (421, "misdirected")


@pytest.mark.parametrize("path", ["/", "/api/v1/topics/", "/healthz"])
def test_it_answers_everything_else(readers, path):
    assert readers.get(path).status_code == 200


def test_the_admins_own_workers_answer_it():
    assert Client().get("/admin/login/").status_code == 200
