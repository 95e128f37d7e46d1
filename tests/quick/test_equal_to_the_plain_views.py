"""Whatever the quick room says, Django would have said it: the same status, headers and body, byte for byte."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.api import openapi
from moderation.actions import withdraw
from taxonomy.models import TopicLabel
from tests.delivery.pages import agreed, article, pathway, translated, video
from tests.factories import block, moderator_for, situation, topic, words
from tests.quick.asking import ask
from tests.quick.conftest import made


@pytest.fixture
def world(newham: Any, stoke: Any, committed: Any, childline: Any) -> dict[str, Any]:
    """A page of each kind, in two languages, at several levels, for all and for some; one withdrawn, one moved."""
    with committed():
        about = topic("cuckooing", parent=topic(), is_sensitive=True)
        TopicLabel.objects.create(topic=about, language="cy", label="Cogio")
        first = agreed(newham, article(slug="first", title="Ä first?", body_l1=words("More.")), topics=[about])
        first.page_situations.create(situation=situation())
        welsh = translated(first, "cy", title="Cyntaf?")
        second = agreed(
            stoke,
            article(slug="second", title="Second?", urgency="now", age_from=16, related=[block("page", first.pk)]),
        )
        gone = agreed(newham, article(slug="gone", title="Gone?"))
        pages = {"first": first, "welsh": welsh, "second": second, "gone": gone}
        pages["pathway"] = agreed(newham, pathway())
        pages["video"] = agreed(newham, video(slug="a-video"))
    with committed():
        withdraw(page=gone, moderator=moderator_for(newham), reason="wrong", reason_code="other", words="Wrong.")
    with committed():
        second.slug = "the-second"
        agree_again(second)
    return pages


def agree_again(page: Any) -> None:
    from tests.delivery.pages import agree_to

    page.save()
    agree_to(page)


def routes(world: dict[str, Any]) -> list[str]:
    """Every address that can be read, from the contract itself, for each page."""
    addresses = [path for path in openapi()["paths"] if "{" not in path] + ["/api/v1/openapi.json"]
    addresses += [f"/api/v1/content/{page.translation_key}/" for page in world.values()]
    addresses += [f"/api/v1/paths/{path}/" for path in ("newham/first", "stoke-on-trent/second", "newham/nothing", "")]
    addresses += [f"/api/v1/paths/?path={path}" for path in ("newham/first", "/newham/the-second/", "x", "")]
    return addresses


UNUSUAL = [
    "/api/v1/nothing/",
    "/api/v1/content",
    "/api/v1/content/not-a-key/",
    "/api/v1/content/00000000-0000-4000-8000-000000000000/",
    "/api/v1/content/00000000000040008000000000000000/",
    "/api/v1/content/a/b/",
    "/api/v1/content/?unknown=1",
    "/api/v1/content/?limit=5&limit=6",
    "/api/v1/content/?limit=",
    "/api/v1/content/?topic=nothing-like-it",
    "/api/v1/content/?topic=cuckooing,cuckooing&topic=",
    "/api/v1/content/?topic=cuckooing,cuckooing",
    "/api/v1/content/?topic=stand-in:%20topic%200",
    "/api/v1/content/?cursor=abc",
    "/api/v1/content/?locale=xx",
    "/api/v1/content/?count=true",
    "/api/v1/content/?%FF=1",
    "/api/v1/content/?limit=2;order=title",
    "/api/v1/content/?a&b",
    "/api/v1/content/?order=relevance",
    "/api/v1/content/?search=carry",
    "/api/v1/content/?search=",
    "/api/v1/content/?search=%20&limit=1",
    "/api/docs/",
    "/healthz",
]


@pytest.mark.parametrize("most_bytes", [0, 8_000_000], ids=["remembering nothing", "remembering"])
def test_every_route_says_the_same_first_and_again_whole_and_known_and_to_head(django, world, most_bytes):
    room = made(django, most_bytes=most_bytes)

    for address in routes(world) + UNUSUAL:
        plain = ask(django, address)
        etag = dict(plain.headers).get("ETag", '"none"')
        kinds: list[dict[str, str]] = [
            {},
            {"HTTP_IF_NONE_MATCH": etag},
            {"HTTP_IF_NONE_MATCH": f'"other", W/{etag}'},
            {"HTTP_IF_NONE_MATCH": "*"},
            {"HTTP_IF_NONE_MATCH": '"other"'},
            {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"},
            {"HTTP_ACCEPT_ENCODING": "gzip"},
            {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_IF_NONE_MATCH": etag},
            {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_IF_NONE_MATCH": f'{etag[:-1]}-gzip"'},
            {"HTTP_ACCEPT_ENCODING": "br", "method": "HEAD"},
            {"method": "HEAD"},
            {"method": "HEAD", "HTTP_IF_NONE_MATCH": etag},
            {"HTTP_ORIGIN": "https://app.example", "HTTP_COOKIE": "sessionid=abc; last_seen=1"},
            {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_ACCEPT_LANGUAGE": "cy", "HTTP_RANGE": "bytes=0-10"},
            {"HTTP_X_FORWARDED_PROTO": "https"},
            {"HTTP_X_FORWARDED_PROTO": "gopher"},
            {"HTTP_HOST": "localhost:8000"},
            {"method": "OPTIONS"},
            {"method": "POST"},
            {"method": "DELETE"},
        ]
        for kind in kinds:
            expected = ask(django, address, **kind)
            assert ask(room, address, **kind) == expected, (address, kind)
            if most_bytes:
                assert ask(room, address, **kind) == expected, (address, kind, "again")


def test_a_host_that_is_not_ours_is_refused_by_the_quick_room_too(django, room, world, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    ask(room, "/api/v1/content/")

    said = ask(room, "/api/v1/content/", HTTP_HOST="evil.example")

    assert said.status == "400 Bad Request"
    assert said == ask(django, "/api/v1/content/", HTTP_HOST="evil.example")


def test_a_whole_list_can_be_walked_page_by_page_and_is_the_same(django, room, world, settings):
    address: str | None = "/api/v1/content/?limit=1&order=title&locale=cy"
    walked = 0
    while address:
        plain = ask(django, address)
        assert ask(room, address) == plain
        following = _next(plain.body)
        address = following.removeprefix(settings.PUBLIC_URL) if following else None
        walked += 1

    assert walked == 4


def _next(body: bytes) -> str | None:
    return json.loads(body)["meta"]["next"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "limit=1",
        "topic=cuckooing",
        "topic=cuckooing,county-lines&level=el3",
        "topic=cuckooing&level=el3&format=text&urgency=normal",
        "level=l1",
        "type=article,video",
        "situation=asked-to-carry&exclude_sensitive=true",
        "area=E09000025&age=16",
        "age=16&updated_since=2020-01-01&order=title&locale=cy",
    ],
)
def test_what_readers_ask_for_is_worked_out_without_django(django, room, world, query, caplog):
    expected = ask(django, f"/api/v1/content/?{query}")
    room.django = no_django

    assert ask(room, f"/api/v1/content/?{query}") == expected
    assert caplog.text == ""


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_packed_answer_is_worked_out_and_packed_once(django, room, world, encoding, monkeypatch):
    ask(room, "/api/v1/languages/", HTTP_ACCEPT_ENCODING=encoding)
    address = f"/api/v1/content/{world['first'].translation_key}/"
    expected = ask(django, address, HTTP_ACCEPT_ENCODING=encoding)
    room.django = no_django
    assert ask(room, address, HTTP_ACCEPT_ENCODING=encoding) == expected

    monkeypatch.setattr("cms.quick.answering.packed", None)

    assert ask(room, address, HTTP_ACCEPT_ENCODING=encoding) == expected


def no_django(environ: Any, start_response: Any) -> Any:
    raise AssertionError("handed on to Django")


PARENTS = {"cuckooing": ["cuckooing", "county-lines"]}


@pytest.mark.parametrize("level", [None, "el3", "l1", "l2"])
@pytest.mark.parametrize("topics", [None, "cuckooing", "county-lines", "cuckooing,county-lines"])
@pytest.mark.parametrize("types", [None, "article", "video,pathway"])
def test_a_list_holds_what_has_all_that_was_asked_for_and_nothing_else(room, world, topics, level, types):
    every = json.loads(ask(room, "/api/v1/content/?limit=100").body)["items"]
    asked = {"topic": topics, "level": level, "type": types}
    query = urlencode({name: value for name, value in asked.items() if value})

    found = json.loads(ask(room, f"/api/v1/content/?{query}&limit=100").body)["items"]

    assert [card["content_id"] for card in found] == [
        card["content_id"]
        for card in every
        if (level is None or level in card["levels"] or not card["levels"])
        and (types is None or card["type"] in types.split(","))
        and (topics is None or set(topics.split(",")) & topics_of(card))
    ]


def topics_of(card: dict[str, Any]) -> set[str]:
    """Its own, and those they hang under."""
    return {above for own in card["topics"] for above in PARENTS.get(own["slug"], [own["slug"]])}


LANGUAGES = st.sampled_from(["en", "cy"])
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "type": st.lists(st.sampled_from(["article", "video", "pathway"]), min_size=1, max_size=3).map(",".join),
        "topic": st.lists(st.sampled_from(["cuckooing", "county-lines", "none"]), min_size=1, max_size=3).map(",".join),
        "situation": st.sampled_from(["asked-to-carry", "none"]),
        "level": st.sampled_from(["el12", "el3", "l1", "l2", "l9"]),
        "format": st.sampled_from(["text", "video", "bsl"]),
        "area": st.sampled_from(["E09000025", "E06000021", "E09999999", "x"]),
        "age": st.integers(-1, 121).map(str),
        "urgency": st.sampled_from(["normal", "soon", "now"]),
        "exclude_sensitive": st.sampled_from(["true", "false", "1"]),
        "updated_since": st.sampled_from(
            ["2020-01-01", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00+02:00", "2090-01-01", "x"]
        ),
        "order": st.sampled_from(["title", "-updated_at"]),
        "limit": st.integers(0, 4).map(str),
        "count": st.sampled_from(["true", "false"]),
        "locale": LANGUAGES,
        "fallback": st.sampled_from(["chain", "none"]),
    },
)
ITEM_ASKED = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from(["el12", "el3", "l1", "l2", "l9", ""]),
        "body_format": st.sampled_from(["html", "text", "pdf"]),
        "locale": LANGUAGES,
        "fallback": st.sampled_from(["chain", "none"]),
        "limit": st.just("1"),
    },
)
many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(asked=ASKED, quoted=st.booleans())
def test_any_list_is_the_same(django, room, world, asked, quoted):
    address = "/api/v1/content/?" + urlencode(asked, quote_via=quote, safe="" if quoted else ",:+")

    assert ask(room, address) == ask(django, address)


@many
@given(
    which=st.sampled_from(["first", "second", "gone", "pathway", "video"]), asked=ITEM_ASKED, has_dashes=st.booleans()
)
def test_any_item_is_the_same(django, room, world, which, asked, has_dashes):
    key = world[which].translation_key
    address = f"/api/v1/content/{key if has_dashes else key.hex}/?{urlencode(asked)}"

    assert ask(room, address) == ask(django, address)


@many
@given(query=st.text(st.sampled_from("abcdefilmnoptyz=&,%20+;#?-_.:[]é\x00\t"), max_size=40))
def test_any_string_of_a_query_is_the_same(django, room, world, query):
    raw = query.encode().decode("latin-1")

    assert ask(room, f"/api/v1/content/?{raw}") == ask(django, f"/api/v1/content/?{raw}")


def test_relevance_without_a_search_is_refused_and_is_no_error_of_ours(room, world, caplog):
    found = ask(room, "/api/v1/content/?order=relevance")

    assert found.status.startswith("400")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
