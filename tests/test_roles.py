"""Who may knock where: every address of the admin, for every role, read and written, one's own thing and another's.

What is expected stands in `role_table.toml`: an address that is not there fails, so a new one (also one that a new
version of Wagtail brings) is looked at before it is merged. `WRITE_ROLE_TABLE=1 pytest tests/test_roles.py` writes the
table down as measured. Then read the difference as somebody who wants to get in.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone
from wagtail.models import Locale, Site, Task, Workflow
from wagtail_localize.models import Translation, TranslationSource

from articles.models import CaptionFile, Film
from cms.furnishing import furnish
from home.models import CrisisLine
from literacy.levels import LABELS
from moderation.actions import propose_labels, withdraw
from moderation.models import Sitting
from people.models import Appointment, Meeting, Role, YouthPanel
from taxonomy.models import Area, PlainWord, WordGroup
from tests.factories import (
    UserFactory,
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    picture,
    published,
    send_in,
    situation,
    topic,
    vote,
)
from tests.ground import add_newham, add_stoke

TABLE = Path(__file__).parent / "role_table.toml"
ROLES = [
    "anonymous",
    "member",
    "member_of_another_panel",
    "lead",
    "moderator",
    "moderator_of_another_council",
    "safeguarding_lead",
    "directory_editor",
    "translator",
    "admin",
    "closed_account",
]
# Wagtail's catch-all and its error pages for developers have no name and no object.
NAMELESS = {"admin/test404/", "admin/^.*/$", "admin/^.*$"}

SMALLEST_MP4 = b"\x00\x00\x00\x10ftypisom\x00\x00\x02\x00" + b"\x00\x00\x00\x08moov"


# Wagtail falls over where these are missing, before it asks anything.
NO_ROWS = {
    f"{stream}-count": "0"
    for stream in ("body_el12", "body_el3", "body_l1", "body_l2", "content_notes", "sources", "related")
} | {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
FILLED_IN = {
    "articles:hints": NO_ROWS,
    "articles:hints_new": NO_ROWS,
    "articles:look_over": NO_ROWS,
    "articles:look_over_new": NO_ROWS,
    "insights:begin": {"topic": "county-lines", "level": "el12", "locale": "cy"},
    "wagtailadmin_choose_page_external_link": {"external-link-chooser-url": "https://example.org"},
    "wagtailadmin_pages:add": NO_ROWS,
    "wagtailadmin_pages:edit": NO_ROWS,
    "wagtailadmin_pages:revisions_revert": NO_ROWS,
}


class Address(NamedTuple):
    key: str
    name: str
    arguments: tuple[str, ...]


def addresses() -> list[Address]:
    """Every named address of the admin. One name with several sets of arguments is several addresses."""
    found = sorted({(name, arguments) for name, arguments, path in _walk(get_resolver()) if path.startswith("admin/")})
    names = [name for name, _arguments in found]
    return [
        Address(name if names.count(name) == 1 else f"{name}({','.join(arguments)})", name, arguments)
        for name, arguments in found
    ]


def _walk(resolver: Any, space: tuple[str, ...] = (), path: str = "") -> Iterator[tuple[str, tuple[str, ...], str]]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, (*space, pattern.namespace) if pattern.namespace else space, here)
        elif isinstance(pattern, URLPattern) and pattern.name:
            arguments = tuple(sorted(_arguments(pattern)))
            yield ":".join((*space, pattern.name)), arguments, here
        else:
            assert here in NAMELESS, f"{here} has no name"


def _arguments(pattern: URLPattern) -> set[str]:
    return set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)


# -- the things that addresses name


def world(panel: YouthPanel) -> dict[str, Any]:
    """Something of each kind that belongs to this panel."""
    writer, moderator = member_of(panel), moderator_for(panel)
    members_of(panel, 3)
    page = draft(panel, by=writer, title=f"A draft of {panel.name}")
    film = Film.objects.create(title="Film", type="video", file=ContentFile(SMALLEST_MP4, "a.mp4"), duration=1)
    film.collection = panel.collection
    film.save()
    captions = CaptionFile.objects.create(
        title="Captions",
        file=ContentFile(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", "a.vtt"),
        collection=panel.collection,
    )
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(
        source=source, target_locale=Locale.objects.get(language_code="cy")
    )
    translation.save_target(publish=False)
    image = picture(collection=panel.collection)
    meeting = Meeting.objects.create(youth_panel=panel, on=timezone.localdate())
    task = Task.objects.first()
    sent_in = send_in(draft(panel, by=writer), by=writer)
    to_check = send_in(draft(panel, by=writer), by=writer)
    vote(to_check, [user for user in panel.current_members() if user != writer], "A" * 20)
    live = published(panel)
    takedown = withdraw(
        page=published(panel), moderator=moderator, reason="wrong", reason_code="content.out_of_date", words="Old."
    )
    by_room = {
        "wagtailadmin_api": page.pk,
        "wagtailadmin_pages": page.pk,
        "wagtailadmin_collections": panel.collection.pk,
        "wagtailadmin_workflows": Workflow.objects.first().pk,
        "wagtailimages_chooser": image.pk,
        "wagtaildocs_chooser": captions.pk,
        "wagtaillocales": Locale.objects.get(language_code="cy").pk,
        "wagtailusers_users": writer.pk,
        "wagtailusers_groups": panel.members_group.pk,
        "wagtailsites": Site.objects.first().pk,
        "membership": writer.memberships.get().pk,
        "appointment": moderator.appointments.get().pk,
        "youthpanel": panel.pk,
        "meeting": meeting.pk,
        "council": panel.council.pk,
        "topic": topic().pk,
        "situation": situation().pk,
        "area": Area.objects.first().pk,
        "wordgroup": WordGroup.objects.first().pk,
        "plainword": PlainWord.objects.get_or_create(word="purchase", instead="buy")[0].pk,
        "crisisline": CrisisLine.objects.get_or_create(slug="a-line", defaults={"number": "116 123"})[0].pk,
    }
    proposal = propose_labels(youth_panel=panel, language="en", labels=dict(LABELS), proposer=writer)
    return {
        "pk": by_room,
        "page_id": page.pk,
        "level": "el3",
        "parent_page_id": panel.root_page.pk,
        "page_to_move_id": page.pk,
        "destination_id": panel.root_page.pk,
        "page_pk": page.pk,
        "workflow_pk": Workflow.objects.first().pk,
        "revision_id": page.latest_revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_id": task.pk,
        "task_state_id": 1,
        "workflow_state_id": 1,
        "content_type_app_name": "articles",
        "content_type_model_name": "articlepage",
        "app_label": "articles",
        "model_name": "articlepage",
        "app_name": "taxonomy",
        "object_id": page.pk,
        "session_id": 1,
        "action_name": "publish",
        "action": "delete",
        "collection_id": panel.collection.pk,
        "redirect_id": 1,
        "image_id": image.pk,
        "document_id": captions.pk,
        "doc_id": captions.pk,
        "uploaded_file_id": 1,
        "media_id": film.pk,
        "media_type": "video",
        "filter_spec": "max-165x165",
        "translation_source_id": source.pk,
        "translation_id": translation.pk,
        "string_segment_id": source.stringsegment_set.first().pk,
        "overridable_segment_id": 1,
        "mode": "",
        "ballot_id": sent_in.pk,
        "panel_id": panel.pk,
        "language": "en",
        "proposal_id": proposal.pk,
        "check_id": check_of(to_check).pk,
        "takedown_id": takedown.pk,
        "key": Sitting.objects.create(user=writer, page=page, address="/admin/", kept='[["title", "Mine"]]').pk,
        "live_page_id": live.pk,
        "uidb64": "MQ",
        "token": "set-password",
    }


def url_of(address: Address, things: dict[str, Any]) -> str:
    room = address.name.split(":")[0]
    values = {name: things[name] if name != "pk" else things["pk"].get(room, 1) for name in address.arguments}
    if address.name == "moderation:withdraw":
        values["page_id"] = things["live_page_id"]
    if address.name == "wagtail_bulk_action":
        values |= {"app_label": "wagtailcore", "model_name": "page"}
    if address.name == "wagtailadmin_workflows:add_task":
        values |= {"app_label": "moderation", "model_name": "panelvotetask"}
    try:
        return reverse(address.name, kwargs=values)
    except NoReverseMatch:
        return reverse(address.name, kwargs={**values, "mode": "form"})


def somebody(role: str, newham: YouthPanel, stoke: YouthPanel) -> Any:
    council = {"council": newham.council}
    match role:
        case "member":
            return member_of(newham)
        case "member_of_another_panel":
            return member_of(stoke)
        case "closed_account":
            return member_of(newham, is_active=False)
        case "lead":
            terms = {"role": Role.LEAD, "youth_panel": newham}
        case "moderator_of_another_council":
            terms = {"role": Role.MODERATOR, "council": stoke.council}
        case _:
            terms = {"role": Role(role), **council}
    user = UserFactory()
    Appointment.objects.create(user=user, **terms)
    return user


# -- measuring


def measured(client: Client, address: Address, worlds: dict[str, dict[str, Any]]) -> dict[str, int]:
    """The status of reading and of writing with an empty form; of Newham's thing and of Stoke's where one is named."""
    answers, cookies = {}, deepcopy(client.cookies)
    for whose, things in worlds.items():
        if whose == "stoke" and not address.arguments:
            continue
        for method in ("get", "post"):
            with transaction.atomic():
                answer = getattr(client, method)(url_of(address, things), FILLED_IN.get(address.name, {}))
                transaction.set_rollback(True)
            client.cookies = deepcopy(cookies)  # one of these addresses logs out
            answers[f"{method}_{whose}"] = answer.status_code
    return answers


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Two councils with somebody in each role and with something of each kind, once for all who knock.

    The people are there before anything is voted on, so that the members may vote.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        furnish()
        newham, stoke = add_newham(), add_stoke()
        people = {role: somebody(role, newham, stoke) for role in ROLES if role != "anonymous"}
        yield people, {"newham": world(newham), "stoke": world(stoke)}
        transaction.set_rollback(True)


@pytest.fixture
def worlds(standing: Any, db: None) -> dict[str, dict[str, Any]]:
    return standing[1]


@pytest.fixture
def come_in(standing: Any, db: None) -> Any:
    people, _worlds = standing

    def as_(role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(people[role], backend="people.backends.TermBackend")
        return client

    return as_


def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text()) if TABLE.exists() else {}


def _row_for(key: str, table: dict[str, Any]) -> Any:
    """The address's own row, or that of its room where all of it answers alike. There is no row for everything."""
    return table.get(key, table.get(key.split(":")[0] + ":*" if ":" in key else key))


def test_every_address_of_the_admin_has_a_row_and_every_row_an_address():
    table, keys = _table(), [address.key for address in addresses()]

    rooms = {key.split(":")[0] + ":*" for key in keys if ":" in key}

    assert [key for key in keys if _row_for(key, table) is None] == []
    assert set(table) - {"columns"} - set(keys) - rooms == set()
    assert table["columns"] == ROLES


@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_as_the_table_says(role, worlds, come_in, request):
    table, column = _table(), ROLES.index(role)
    client = come_in(role)
    wrong = {}
    for address in addresses():
        got = measured(client, address, worlds)
        _remember(request, role, address.key, got)
        row = _row_for(address.key, table) or {}
        for what, status in got.items():
            said = row if isinstance(row, str) else row.get(what, "")
            expected = said.split()[column] if said else "nothing"
            if expected != str(status):
                wrong[f"{address.key} {what}"] = f"{status}, not {expected}"

    assert os.environ.get("WRITE_ROLE_TABLE") or wrong == {}


def test_nothing_in_the_table_is_an_error():
    statuses = {
        status
        for row in _table().values()
        if not isinstance(row, list)
        for said in ([row] if isinstance(row, str) else row.values())
        for status in said.split()
    }

    assert not {status for status in statuses if status.startswith("5")}


# -- writing the table down


_remembered: dict[str, dict[str, dict[str, int]]] = {}


def _remember(request: pytest.FixtureRequest, role: str, key: str, got: dict[str, int]) -> None:
    for what, status in got.items():
        _remembered.setdefault(key, {}).setdefault(what, {})[role] = status
    if role == ROLES[-1] and os.environ.get("WRITE_ROLE_TABLE") and key == addresses()[-1].key:
        TABLE.write_text(_as_toml())


def _as_toml() -> str:
    rows = {
        key: {what: " ".join(str(by_role.get(role, "?")) for role in ROLES) for what, by_role in whats.items()}
        for key, whats in _remembered.items()
    }
    rooms: dict[str, set[str]] = {}
    for key, row in rows.items():
        if ":" in key:
            rooms.setdefault(key.split(":")[0], set()).update(row.values())
    alike = {room: said.pop() for room, said in rooms.items() if len(said) == 1}
    lines = [
        "# Who may knock where. Columns in this order; statuses of reading and of writing with an empty form.",
        "# 302 leads to the start page with a message, or to logging in. Written by tests/test_roles.py, reviewed by hand.",
        f"columns = {ROLES}".replace("'", '"'),
        "",
        *(f'"{room}:*" = "{said}"' for room, said in sorted(alike.items())),
    ]
    for key, row in sorted(rows.items()):
        if ":" in key and key.split(":")[0] in alike:
            continue
        if len(set(row.values())) == 1:
            lines.append(f'"{key}" = "{next(iter(row.values()))}"')
            continue
        lines += ["", f'["{key}"]', *(f'{what} = "{said}"' for what, said in row.items())]
    plain = [line for line in lines if line]
    first_table = next((index for index, line in enumerate(plain) if line.startswith("[")), len(plain))
    tables = "\n".join(plain[first_table:])
    strings = [line for line in tables.split("\n") if line.startswith('"')]
    tables = "\n".join(line for line in tables.split("\n") if not line.startswith('"'))
    return "\n".join(plain[:first_table] + strings) + "\n" + tables.replace("[", "\n[") + "\n"
