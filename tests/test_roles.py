"""Who may knock where: every address of the admin, for every role, read and written, one's own thing and another's.

What is expected stands in `role_table.toml`: an address that is not there fails, so a new one (also one that a new
version of Wagtail brings) is looked at before it is merged. `WRITE_ROLE_TABLE=1 pytest tests/test_roles.py` writes the
table down as measured. Then read the difference as somebody who wants to get in.
"""

from __future__ import annotations

import gc
import os
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory, override_settings
from django.test.client import ClientHandler
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone
from wagtail.admin.menu import Menu
from wagtail.models import Locale, Site, Task, Workflow
from wagtail_localize.models import Translation, TranslationSource

from agreement.proposals import WAY_IN, Proposed
from articles.models import CaptionFile, Film
from articles.models.films import MadeFilm
from cms.furnishing import furnish
from home.models import CrisisLine
from literacy.levels import LABELS
from moderation.actions import propose_labels, withdraw
from moderation.models import Sitting
from moderation.proposals import keep
from people import doors, middleware
from people.backends import TermBackend
from people.models import Appointment, Meeting, Role, User, YouthPanel
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
from tests.forms_in_pages import Filled, forms_in
from tests.ground import add_newham, add_stoke
from tests.written import tables_written

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
    "superuser",
]
# Wagtail's catch-all and its error pages for developers have no name and no object.
NAMELESS = {"admin/test404/", "admin/^.*/$", "admin/^.*$"}

# No row has this key. A number that one may have is another row in a database that was used before.
NOWHERE = 0

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


IS_OPEN = "Wagtail notes that the editor is open, for whoever opens it too; readers see nothing of it"
SMALL_PICTURE = "the first who looks at a picture has its small version made"
READING_WRITES = {
    "wagtailadmin_pages:edit": IS_OPEN,
    "wagtailadmin_pages:revisions_revert": IS_OPEN,
    "wagtailimages:edit": SMALL_PICTURE,
    "wagtailimages:index": SMALL_PICTURE,
    "wagtailimages:index_results": SMALL_PICTURE,
    "wagtailimages_chooser:choose": SMALL_PICTURE,
    "wagtailimages_chooser:choose_results": SMALL_PICTURE,
    "wagtailimages_chooser:select_format": SMALL_PICTURE,
}
"""No GET of ours writes anything. Wagtail's that do, and why that does no harm."""

CHANGES = {f"moderation:{name}" for name in ("proposal", "agree_to_change", "decline_change", "take_change_back")}


def appointed_admin() -> User:
    """Somebody who proposes, and is nobody who knocks."""
    admin = UserFactory()
    Appointment.objects.create(user=admin, role=Role.ADMIN)
    return admin


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
    film = Film.objects.create(title="Film", type="video", file=MadeFilm(SMALLEST_MP4, "a.mp4"), duration=1)
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
        "task_state_id": sent_in.pk,
        "workflow_state_id": sent_in.workflow_state_id,
        "content_type_app_name": "articles",
        "content_type_model_name": "articlepage",
        "app_label": "articles",
        "model_name": "articlepage",
        "app_name": "taxonomy",
        "object_id": page.pk,
        "session_id": NOWHERE,
        "action_name": "publish",
        "action": "delete",
        "collection_id": panel.collection.pk,
        "redirect_id": NOWHERE,
        "image_id": image.pk,
        "document_id": captions.pk,
        "doc_id": captions.pk,
        "uploaded_file_id": NOWHERE,
        "media_id": film.pk,
        "media_type": "video",
        "filter_spec": "max-165x165",
        "translation_source_id": source.pk,
        "translation_id": translation.pk,
        "string_segment_id": source.stringsegment_set.first().pk,
        "overridable_segment_id": NOWHERE,
        "mode": "",
        "ballot_id": sent_in.pk,
        "panel_id": panel.pk,
        "language": "en",
        "proposal_id": proposal.pk,
        "change_id": keep(Proposed(kind=WAY_IN, subject=writer, title="A way in"), proposer=appointed_admin()).pk,
        "user_id": writer.pk,
        "check_id": check_of(to_check).pk,
        "takedown_id": takedown.pk,
        "key": Sitting.objects.create(user=writer, page=page, address="/admin/", kept='[["title", "Mine"]]').pk,
        "live_page_id": live.pk,
        "uidb64": "MQ",
        "token": "set-password",
    }


def url_of(address: Address, things: dict[str, Any]) -> str:
    room = address.name.split(":")[0]
    values = {name: things[name] if name != "pk" else things["pk"].get(room, NOWHERE) for name in address.arguments}
    if address.name == "moderation:withdraw":
        values["page_id"] = things["live_page_id"]
    if address.name in CHANGES:
        values["proposal_id"] = things["change_id"]
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
        case "superuser":
            return UserFactory(is_superuser=True)
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


class Answer(NamedTuple):
    status: int
    wrote: frozenset[str]
    """The tables of which a row was added, changed or taken away."""

    def __str__(self) -> str:
        return f"{self.status}{'+' if self.wrote else ''}"


Answers = dict[tuple[str, str], Answer]
"""By an address's key, and by what was done there and whose thing it names, like "post_stoke"."""

SESSION_IN_A_COOKIE = "django.contrib.sessions.backends.signed_cookies"


class Knocker:
    """Somebody in front of the admin. Nothing that they do there stays."""

    def __init__(self, user: User | None) -> None:
        self._requests, self._answer = RequestFactory(), ClientHandler(enforce_csrf_checks=False)
        if user is not None:
            client = Client()
            client.force_login(user, backend="people.backends.TermBackend")
            self._requests.cookies = client.cookies

    def knock(self, method: str, url: str, data: Any) -> tuple[Answer, HttpResponseBase]:
        """Without the test client: it keeps a copy of whatever each template was given."""
        with transaction.atomic():
            with tables_written() as written:
                response = self._answer(getattr(self._requests, method)(url, data).environ)
            transaction.set_rollback(True)
        return Answer(response.status_code, frozenset(written)), response


class Measured(NamedTuple):
    """What reading answers to each role, and every form that anybody of them was shown, by the path it is sent to."""

    people: dict[str, Knocker]
    read: dict[str, Answers]
    forms: dict[str, Filled]
    doors: list[tuple[Address, str, str]]

    def written_by(self, role: str) -> Answers:
        """What writing answers: an empty form, and the one that somebody is shown for it, filled in."""
        answers: Answers = {}
        for address, whose, url in self.doors:
            given = FILLED_IN.get(address.name, {})
            answers[address.key, f"post_{whose}"], _response = self.people[role].knock("post", url, given)
            if url in self.forms:
                form = {**self.forms[url], **given}
                answers[address.key, f"form_{whose}"], _response = self.people[role].knock("post", url, form)
        return answers


def _doors(worlds: dict[str, dict[str, Any]]) -> Iterator[tuple[Address, str, str]]:
    """Each address, for Newham's thing and for Stoke's where one is named."""
    for address in addresses():
        for whose, things in worlds.items():
            if whose == "newham" or address.arguments:
                yield address, whose, url_of(address, things)


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker: Any) -> Iterator[Measured]:
    """Two councils with somebody in each role and with something of each kind, once for all who knock.

    The people are there before anything is voted on, so that the members may vote.
    """
    with _fast(), django_db_blocker.unblock(), transaction.atomic():
        furnish()
        newham, stoke = add_newham(), add_stoke()
        users = {role: somebody(role, newham, stoke) for role in ROLES if role != "anonymous"}
        people = {role: Knocker(users.get(role)) for role in ROLES}
        yield _reading(people, {"newham": world(newham), "stoke": world(stoke)})
        transaction.set_rollback(True)


@contextmanager
def _fast() -> Iterator[None]:
    """What no knock changes is looked up once for each person: who they are, which doors are open to them, and their menu.

    Sessions are in cookies. And Python looks for garbage less often, and not among all that is loaded.
    """
    with pytest.MonkeyPatch.context() as patch, override_settings(SESSION_ENGINE=SESSION_IN_A_COOKIE):
        _look_up_once(patch, TermBackend, "get_user", key=lambda backend, user_id: user_id, then=_as_found)
        _look_up_once(patch, doors, "kinds_of", key=lambda user: user.pk)
        _look_up_once(patch, middleware, "roles_of", key=lambda user: user.pk)
        _look_up_once(patch, Menu, "render_component", key=lambda menu, request: (id(menu), request.user.pk))
        often = gc.get_threshold()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        yield
        gc.set_threshold(*often)
        gc.unfreeze()


def _as_found(user: User | None) -> User | None:
    """A copy for each request, with the rights that were looked up at the first."""
    if user is not None:
        user.get_all_permissions()
    return copy(user)


def _look_up_once(
    patch: Any, where: Any, name: str, *, key: Callable[..., Any], then: Any = lambda found: found
) -> None:
    asked, known = getattr(where, name), {}

    def ask(*arguments: Any) -> Any:
        asked_for = key(*arguments)
        if asked_for not in known:
            known[asked_for] = asked(*arguments)
        return then(known[asked_for])

    patch.setattr(where, name, ask)


def _reading(people: dict[str, Knocker], worlds: dict[str, dict[str, Any]]) -> Measured:
    read: dict[str, Answers] = {role: {} for role in ROLES}
    forms: dict[str, Filled] = {}
    every_door = list(_doors(worlds))
    for role, knocker in people.items():
        for address, whose, url in every_door:
            answer, response = knocker.knock("get", url, FILLED_IN.get(address.name, {}))
            read[role][address.key, f"get_{whose}"] = answer
            if answer.status == 200:
                forms = {**_forms_in(response, url), **forms}
    return Measured(people, read, forms, every_door)


def _forms_in(response: Any, url: str) -> dict[str, Filled]:
    if not response.headers["Content-Type"].startswith(("text/html", "application/json")) or response.streaming:
        return {}
    return forms_in(response.content.decode(), at=url)


# -- the table


def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text()) if TABLE.exists() else {}


def _said(row: Any, what: str) -> list[str]:
    """What the table says of one way to knock, role by role."""
    return (row if isinstance(row, str) else row.get(what, "")).split()


def test_every_address_of_the_admin_has_a_row_and_every_row_an_address():
    table, keys = _table(), {address.key for address in addresses()}

    assert keys - set(table) == set()
    assert set(table) - {"columns"} - keys == set()
    assert table["columns"] == ROLES


@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_as_the_table_says(role, measured, db):
    table, column = _table(), ROLES.index(role)
    answers = measured.read[role] | measured.written_by(role)
    _remember(role, answers)

    wrong = {
        f"{key} {what}": f"{answer}, not {said[column:] or 'nothing'}"
        for (key, what), answer in answers.items()
        if (said := _said(table.get(key, ""), what))[column : column + 1] != [str(answer)]
    }

    assert os.environ.get("WRITE_ROLE_TABLE") or wrong == {}


def test_nothing_in_the_table_is_an_error():
    errors = {
        key
        for key, row in _table().items()
        for said in ([row] if isinstance(row, str) else row.values() if isinstance(row, dict) else [])
        if re.search(r"\b5\d\d\b", said)
    }

    assert errors == set()


def test_reading_writes_nothing_but_what_is_said_here():
    writes = {
        key
        for key, row in _table().items()
        if isinstance(row, dict)
        for what, said in row.items()
        if what.startswith("get_") and "+" in said
    }

    assert writes == set(READING_WRITES)


# -- writing the table down


_remembered: dict[str, dict[str, dict[str, Answer]]] = {}


def _remember(role: str, answers: Answers) -> None:
    for (key, what), answer in answers.items():
        _remembered.setdefault(key, {}).setdefault(what, {})[role] = answer
    if role == ROLES[-1] and os.environ.get("WRITE_ROLE_TABLE"):
        TABLE.write_text(_as_toml())


def _as_toml() -> str:
    lines = [
        "# Who may knock where. Columns in this order; statuses of reading (get), of writing with an empty form (post) and of",
        "# writing with the form that somebody is shown for it, filled in (form). + means that a row of some table was written.",
        "# 302 leads to the start page with a message, or to logging in. Written by tests/test_roles.py, reviewed by hand.",
        f"columns = {ROLES}".replace("'", '"'),
        "",
    ]
    plain = {key: whats for key, whats in sorted(_remembered.items()) if len({_line(by) for by in whats.values()}) == 1}
    lines += [f'"{key}" = "{_line(next(iter(whats.values())))}"' for key, whats in plain.items()]
    for key, whats in sorted(_remembered.items()):
        if key not in plain:
            lines += ["", f'["{key}"]', *(f'{what} = "{_line(by)}"' for what, by in whats.items())]
            tables = sorted({table for by in whats.values() for answer in by.values() for table in answer.wrote})
            lines += [f"# Reading writes: {READING_WRITES[key]}."] if key in READING_WRITES else []
            lines += [f"# + {', '.join(tables)}"] if tables else []
    return "\n".join(lines) + "\n"


def _line(by_role: dict[str, Answer]) -> str:
    return " ".join(str(by_role[role]) for role in ROLES)
