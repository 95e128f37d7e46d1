"""What every answer has in common: caching, origins, no cookies, problem documents, and that reading changes nothing."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import get_resolver
from ninja.errors import Throttled

from cms.api import openapi
from cms.problems import problem_of
from moderation.actions import withdraw
from tests.delivery.pages import agree_to, agreed, article
from tests.factories import UserFactory, moderator_for, topic

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)", re.IGNORECASE)


@pytest.fixture
def page(newham, committed, childline):
    with committed():
        return agreed(newham, article(slug="a-page"))


@pytest.fixture
def addresses(page):
    """Every address of the API that can be read, from the contract itself."""
    known = {"{content_id}": str(page.translation_key), "{path}": "newham/a-page/"}
    paths = [*openapi()["paths"], "/api/v1/openapi.json"]
    for name, value in known.items():
        paths = [path.replace(name, value) for path in paths]
    return [f"{path}?path=newham/a-page/" if path == "/api/v1/paths/" else path for path in paths]


def test_every_read_is_cacheable_open_to_all_origins_and_answers_head_and_304(client, addresses):
    for address in addresses:
        answer = client.get(address)
        again = client.get(address, headers={"if-none-match": answer.headers["ETag"]})
        head = client.head(address)

        assert answer.status_code == 200, address
        assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["ETag"])
        assert answer.headers["Surrogate-Key"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Expose-Headers"] == "ETag, Retry-After, Location"
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == answer.headers["ETag"]
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Length"] == str(len(answer.content))
        assert head.headers["ETag"] == answer.headers["ETag"]


def test_browsers_ask_again_each_time_and_shared_caches_after_a_second(client, page, addresses, newham, committed):
    item = f"/api/v1/content/{page.translation_key}/"
    tag = client.get(item).headers["ETag"]
    answers = [client.get(address) for address in addresses if address != "/api/v1/suggest/"]
    answers += [client.get(item, headers={"if-none-match": tag}), client.get("/api/v1/content/no-such-thing/")]
    with committed():
        page.slug = "another-name"
        agree_to(page)
    answers.append(client.get("/api/v1/paths/newham/a-page/"))
    with committed():
        withdraw(page=page, moderator=moderator_for(newham), reason="wrong", reason_code="other", words="Wrong.")
    answers.append(client.get(item))

    assert [answer.status_code for answer in answers[-4:]] == [304, 404, 301, 410]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-cache"
        for told in ("CDN-Cache-Control", "Surrogate-Control"):
            assert answer.headers[told] == "max-age=1, stale-while-revalidate=0, stale-if-error=0"


def test_what_somebody_types_and_what_goes_wrong_is_kept_nowhere_on_its_way(client, page):
    for address in ("suggest/?q=carry", "content/?search=carry", "content/?x=1", "content/?topic=nothing"):
        answer = client.get(f"/api/v1/{address}")

        assert answer.headers["Cache-Control"] == "no-store", address
        assert not {"CDN-Cache-Control", "Surrogate-Control"} & set(answer.headers), address


@pytest.mark.parametrize(
    ("asked", "status"),
    [("{tag}", 304), ("W/{tag}", 304), ('"other", {tag}', 304), ("*", 304), ('"other"', 200), ("", 200)],
)
def test_a_known_tag_is_recognised_however_it_is_named(client, page, asked, status):
    address = f"/api/v1/content/{page.translation_key}/"
    tag = client.get(address).headers["ETag"]

    assert client.get(address, headers={"if-none-match": asked.format(tag=tag)}).status_code == status


def test_a_changed_crisis_number_changes_the_tag_of_every_item(client, page, childline, committed):
    address = f"/api/v1/content/{page.translation_key}/"
    before = client.get(address).headers["ETag"]

    with committed():
        childline.number = "0800 2222"
        childline.save()

    assert client.get(address).headers["ETag"] != before


def test_who_is_logged_in_changes_no_answer_and_no_cookie_is_read_or_set(page, addresses, newham):
    nobody, admin = Client(), Client()
    admin.force_login(UserFactory(is_superuser=True), backend="people.backends.TermBackend")

    for address in [*addresses, "/", "/api/docs/", "/healthz"]:
        with _queries() as asked:
            said = admin.get(address)
        assert said.content == nobody.get(address).content, address
        assert not said.cookies
        assert "Cookie" not in said.headers.get("Vary", ""), address
        assert not [sql for sql in asked if "session" in sql], address


def test_no_read_writes(client, page, addresses, newham):
    others = [
        "/",
        "/api/docs/",
        "/healthz",
        "/readyz",
        "/api/v1/nothing/",
        "/api/v1/content/?topic=county-lines&count=true",
    ]

    for address in [*addresses, *others]:
        for read in (client.get, client.head, client.options):
            with _queries() as asked:
                read(address)
            assert not [sql for sql in asked if WRITES.match(sql)], address


def test_a_list_of_topics_takes_the_same_number_of_queries_however_many_there_are(client, page, newham, committed):
    for address in ("topics", "situations", "areas", "councils", "levels", "languages", "crisis-help"):
        with _queries() as few:
            client.get(f"/api/v1/{address}/")
        with committed():
            for number in range(3):
                topic(f"{address}-{number}", parent=topic())
                agreed(newham, article(), topics=[topic(f"{address}-{number}")])
        with _queries() as many:
            client.get(f"/api/v1/{address}/")
        assert len(few) == len(many) <= 6, address


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/", 404),
        ("get", "/api/v1/nothing/", 404),
        ("get", "/api/v2/content/", 404),
        ("post", "/api/v1/content/", 405),
        ("delete", "/api/v1/topics/", 405),
        ("get", "/api/v1/?x=1", 400),
        ("get", "/api/v1/openapi.json?x=1", 400),
    ],
)
def test_whatever_goes_wrong_below_api_is_a_problem_document(client, db, method, address, status):
    answer = getattr(client, method)(address)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert set(answer.json()) >= {"type", "title", "status", "detail", "code"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_without_a_database_reads_say_when_to_try_again(client, db):
    def gone(execute, sql, params, many, context):
        raise OperationalError("the database has gone away at 10.0.0.1")

    with connection.execute_wrapper(gone):
        answer = client.get("/api/v1/content/")
        ready = client.get("/readyz")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert b"10.0.0.1" not in answer.content
    assert (ready.status_code, ready.headers["Retry-After"]) == (503, "30")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"status": "ready"}


def test_too_many_requests_say_when_to_try_again():
    answer = problem_of(Throttled(wait=7))

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_a_browser_may_ask_from_any_origin_with_all_that_browsers_and_their_tools_send(client, db):
    answer = client.options(
        "/api/v1/content/",
        headers={"origin": "https://app.example", "access-control-request-method": "GET"},
    )

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    allowed = {name.lower() for name in answer.headers["Access-Control-Allow-Headers"].split(", ")}
    assert allowed >= {"content-type", "if-none-match", "cache-control", "pragma", "traceparent", "x-requested-with"}
    assert "*" in allowed


def test_every_route_of_the_api_is_in_the_contract():
    routes = {str(pattern.pattern) for pattern in get_resolver().url_patterns if "api/v1" in str(pattern.pattern)}
    read = {
        str(route.pattern)
        for pattern in get_resolver().url_patterns
        if "api/v1" in str(pattern.pattern)
        for route in pattern.url_patterns
    }

    assert routes == {"api/v1/"}
    assert {
        f"/api/v1/{route}".replace("<path:path>", "{path}").replace("<content_id>", "{content_id}") for route in read
    } == {*openapi()["paths"], "/api/v1/openapi.json"}


@contextmanager
def _queries():
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked
