"""What the documentation promises of commands and settings is there, and what is there is documented."""

from __future__ import annotations

import os
import random
import re
import string
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands
from django.core.management.base import BaseCommand
from hypothesis import given
from hypothesis import strategies as st

from cms.deploy_checks import somebody_can_be_told_of_a_hole
from cms.safety import is_weak, refuse_unsafe_start

HOUSE = Path(__file__).parent.parent
RUNNING_IT = (HOUSE / "docs" / "running-it.md").read_text(encoding="utf-8")
SAFE = {
    "debug": False,
    "secret_key": "a8#kq0vZ!mw3xT7r$Lp5_yN2cB9dHfJs6gUeRiOtWnXbVzQ1",
    "allowed_hosts": ["advice.example.org"],
    "public_url": "https://advice.example.org",
    "trusted_proxies": ["127.0.0.1"],
}
SAFE["secret_key"] = f"{SAFE['secret_key']}4Kd"


def our_commands() -> set[str]:
    """The commands in our own rooms."""
    ours = {app.name for app in apps.get_app_configs() if Path(app.path).parent == HOUSE}
    return {command for command, app in get_commands().items() if app in ours}


def documented_commands() -> set[str]:
    return set(re.findall(r"manage\.py (\w+)", RUNNING_IT))


def settings_read() -> set[str]:
    """The names that our settings ask the environment for."""
    sources = "".join(file.read_text(encoding="utf-8") for file in (HOUSE / "cms" / "settings").glob("*.py"))
    return set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", sources))


def make(*targets: str) -> str:
    return subprocess.run(
        ["make", *targets],
        cwd=HOUSE,
        env={key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "PUBLIC_URL"))},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def libraries_in(file: str) -> set[str]:
    lines = (HOUSE / file).read_text(encoding="utf-8").splitlines()
    return {line.partition("==")[0] for line in lines if "==" in line}


def test_every_command_of_ours_is_documented() -> None:
    assert our_commands() - documented_commands() == set()


def test_every_documented_command_is_there() -> None:
    assert documented_commands() - set(get_commands()) == set()


def test_every_command_says_in_a_sentence_what_it_does() -> None:
    for name in our_commands():
        module = __import__(f"{get_commands()[name]}.management.commands.{name}", fromlist=["Command"])
        command: BaseCommand = module.Command()
        assert len(command.help.split()) > 3, name


def test_every_setting_that_the_environment_may_give_is_documented() -> None:
    assert settings_read() >= {"SECRET_KEY", "DATABASE_URL", "PUBLIC_URL"}
    assert {name for name in settings_read() if f"`{name}`" not in RUNNING_IT} == set()


def test_every_library_is_there_for_a_reason_that_is_written_down() -> None:
    reasons = (HOUSE / "docs" / "decisions" / "0002-libraries.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", reasons, re.MULTILINE)
    named = {name.strip() for row in rows for name in row.split(",")} - {"library"}

    assert named == libraries_in("requirements.txt") | libraries_in("requirements-dev.txt")


@pytest.mark.parametrize("command", ["run", "test", "setup", "check", "guards", "mutants", "clean"])
def test_make_alone_says_what_can_be_done(command: str) -> None:
    assert re.search(rf"^  make {command} +\S", make(), re.MULTILINE)


def test_make_run_makes_links_from_its_port() -> None:
    assert "http://127.0.0.1:8765" in make("--eval", "shown: ; @echo $(PUBLIC_URL)", "shown", "PORT=8765")


def test_a_production_server_that_is_safe_starts() -> None:
    refuse_unsafe_start(**SAFE)


@pytest.mark.parametrize(
    ("unsafe", "named"),
    [
        ({"debug": True}, "DEBUG"),
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "abab" * 20}, "SECRET_KEY"),
        ({"secret_key": "for-development-only-never-in-production-0123456789"}, "SECRET_KEY"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ["advice.example.org", "*"]}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ["*.example.org"]}, "ALLOWED_HOSTS"),
        ({"public_url": "http://advice.example.org"}, "PUBLIC_URL"),
        ({"secret_key": "changeme" * 8}, "SECRET_KEY"),
        ({"secret_key": "Hello123Hello124Hello125Hello126Hello127Hello128Hello129"}, "SECRET_KEY"),
        ({"secret_key": "please-change-me-q7Pw4rTz9yU2iO5pA8sD1fG6hJ3kL0zX7cV4bN9m"}, "SECRET_KEY"),
        ({"secret_key": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabcdeghij"}, "SECRET_KEY"),
        ({"trusted_proxies": []}, "TRUSTED_PROXIES"),
        ({"trusted_proxies": ["1"]}, "TRUSTED_PROXIES"),
        ({"trusted_proxies": ["none", "127.0.0.1"]}, "TRUSTED_PROXIES"),
        ({"trusted_proxies": ["0.0.0.0/0"]}, "TRUSTED_PROXIES"),
        ({"trusted_proxies": ["127.0.0.1", "::/0"]}, "TRUSTED_PROXIES"),
    ],
)
def test_an_unsafe_production_server_does_not_start(unsafe: dict, named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_unsafe_start(**(SAFE | unsafe))


@given(
    st.sampled_from([string.ascii_lowercase, string.hexdigits[:16], string.ascii_letters + string.digits]), st.data()
)
def test_a_key_drawn_at_random_is_strong_enough(letters: str, data: st.DataObject) -> None:
    drawn = random.Random(data.draw(st.integers(0, 2**64)))

    assert not is_weak("".join(drawn.choices(letters, k=60)))


@given(st.text(string.printable, min_size=1, max_size=12), st.integers(1, 12))
def test_a_key_that_says_the_same_again_and_again_is_weak(word: str, more: int) -> None:
    assert is_weak((word * 100)[: 50 + more])


@pytest.mark.parametrize(
    ("half", "said"),
    [
        ({"TRUSTED_PROXIES": "none"}, "cms.E002"),
        ({"TRUSTED_PROXIES": "none", "SECURE_SSL_REDIRECT": "false"}, "cms.W002"),
    ],
)
def test_half_a_configuration_of_proxies_is_complained_about(half: dict[str, str], said: str, tmp_path: Path) -> None:
    outcome = run_in_production(
        *("check", "--deploy", "--fail-level", "WARNING"),
        SECRET_KEY=SAFE["secret_key"],
        ALLOWED_HOSTS="advice.example.org",
        PUBLIC_URL="https://advice.example.org",
        VAR_DIR=str(tmp_path),
        **half,
    )

    assert outcome.returncode != 0
    assert said in outcome.stderr


@pytest.mark.parametrize(
    ("contact", "until", "complaints"),
    [
        ("", "", ["cms.W003"]),
        ("mailto:security@example.org", "", ["cms.W003"]),
        ("mailto:security@example.org", "2026-11-01", ["cms.W003"]),
        ("mailto:security@example.org", "2026-11-03", []),
    ],
)
@time_machine.travel("2026-11-02T12:00:00Z", tick=False)
def test_a_site_that_names_nobody_to_tell_of_a_hole_is_complained_about(
    settings: Any, contact: str, until: str, complaints: list[str]
) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_CONTACT_UNTIL = contact, until

    assert [complaint.id for complaint in somebody_can_be_told_of_a_hole(None)] == complaints


def run_in_production(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=HOUSE,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_without_anything_set_name_each_thing_that_is_missing() -> None:
    outcome = run_in_production("check")

    assert outcome.returncode != 0
    for setting in ("SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "TRUSTED_PROXIES"):
        assert setting in outcome.stderr


def test_djangos_own_check_of_a_deployment_finds_nothing_in_production_settings(tmp_path: Path) -> None:
    outcome = run_in_production(
        *("check", "--deploy", "--fail-level", "WARNING"),
        SECRET_KEY=SAFE["secret_key"],
        ALLOWED_HOSTS="advice.example.org",
        PUBLIC_URL="https://advice.example.org",
        TRUSTED_PROXIES="127.0.0.1",
        SECURITY_CONTACT="mailto:security@example.org",
        SECURITY_CONTACT_UNTIL=str(date.today() + timedelta(days=30)),
        VAR_DIR=str(tmp_path),
    )

    assert outcome.returncode == 0, outcome.stderr
