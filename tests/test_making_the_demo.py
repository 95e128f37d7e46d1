"""Making the demo: into an empty database, whole, or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cms.demo import blocks
from cms.demo.loading import CONTENT, DemoContent, load
from cms.demo.making import holds_content, make_demo
from cms.demo.media import facts_of
from cms.demo.people import KNOWN_PASSWORD, usernames, who_to_log_in_as
from literacy.levels import LiteracyLevel
from people.models import Council, User, YouthPanel
from tests.factories import draft


@pytest.fixture(scope="module")
def content() -> DemoContent:
    return load()


def test_outside_development_the_demo_gives_nobody_a_password(db: None, content: DemoContent) -> None:
    make_demo(dataclasses.replace(content, pages=[], translations=[], featured={}))

    assert User.objects.filter(username="maple").exists()
    assert [user.username for user in User.objects.all() if user.check_password(KNOWN_PASSWORD)] == []
    assert [user.username for user in User.objects.all() if user.has_usable_password()] == []
    assert who_to_log_in_as() == ""


def test_on_a_developers_machine_everybody_named_can_log_in(db: None, settings: Any, content: DemoContent) -> None:
    settings.DEBUG = True
    make_demo(dataclasses.replace(content, pages=[], translations=[], featured={}))

    named = who_to_log_in_as()

    for username in usernames():
        assert User.objects.get(username=username).check_password(KNOWN_PASSWORD)
    assert "maple" in named
    assert KNOWN_PASSWORD in named


def test_the_demo_is_refused_where_there_is_content(newham: YouthPanel) -> None:
    with pytest.raises(CommandError, match="never mixes"):
        call_command("demo")


def test_a_database_with_a_single_draft_holds_content(newham: YouthPanel) -> None:
    draft(newham)

    assert holds_content()


def test_a_database_fresh_from_its_migrations_is_empty(db: None) -> None:
    assert not holds_content()


def test_a_furnished_house_is_empty(furnished: None) -> None:
    assert not holds_content()


def test_asked_for_an_empty_house_alone_the_demo_leaves_what_is_there(newham: YouthPanel, capsys: Any) -> None:
    call_command("demo", only_if_empty=True)

    assert capsys.readouterr().out == ""
    assert YouthPanel.objects.count() == 1


def test_a_demo_that_cannot_be_finished_leaves_nothing_behind(furnished: None, content: DemoContent) -> None:
    first = content.pages[0]
    broken = dataclasses.replace(first, said=first.said | {"related": ["a-page-that-is-not-there"]})

    with pytest.raises(KeyError):
        make_demo(dataclasses.replace(content, pages=[broken], translations=[], featured={}))

    assert not holds_content()
    assert not Council.objects.exists()


def test_a_fate_nobody_knows_is_refused(tmp_path: Any) -> None:
    for name in ("taxonomy.toml", "crisis_help.toml"):
        (tmp_path / name).write_text((CONTENT / name).read_text())
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "lost.toml").write_text('slug = "lost"\npanel = "newham"\nfate = "eaten"\n')

    with pytest.raises(ValueError, match="eaten"):
        load(tmp_path)


def test_a_file_that_is_no_film_is_refused() -> None:
    with pytest.raises(ValueError, match="no MP4"):
        facts_of((CONTENT / "pictures" / "carrying.webp").read_bytes())


def ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from ids_in(part)


def test_block_ids_are_the_same_each_time_and_never_shared(content: DemoContent) -> None:
    keys = {demo.slug: number for number, demo in enumerate(content.pages)}

    def ids() -> list[str]:
        words = [
            blocks.version(demo.slug, level, demo.said.get("versions", {}).get(level.value, []), keys)
            for demo in content.pages
            for level in LiteracyLevel
        ]
        steps = [
            blocks.steps(demo.slug, demo.said["steps"], start=demo.said["start"], pages=keys)
            for demo in content.pages
            if "steps" in demo.said
        ]
        return [*ids_in(words), *ids_in(steps)]

    assert ids() == ids()
    assert len(set(ids())) == len(ids())
