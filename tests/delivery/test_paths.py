"""What is at a path: in the reader's language first, else where it is in that; and where something was."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from moderation.actions import withdraw
from tests.delivery.pages import agree_to, agreed, article, translated
from tests.factories import moderator_for

PATHS = "/api/v1/paths/"


@pytest.fixture
def public(newham, committed, settings, childline):
    """A page in two languages, at a path of its own in each."""
    settings.PUBLIC_URL = "https://waymark.example"
    with committed():
        childline.words.create(language="cy", for_whom="Unrhyw un dan 19 oed.")
        english = agreed(newham, article(title="Can I say no?", slug="saying-no"))
        welsh = translated(english, "cy", title="Ga i ddweud na?", slug="dweud-na")
    return {"en": english, "cy": welsh}


def asked_at(client, path, **query):
    """Both ways to ask. Gives one answer: they must not differ, but for the address that a redirect leads to."""
    by_path = client.get(f"{PATHS}{path}", query)
    by_name = client.get(PATHS, {"path": f"/{path}"} | query)
    assert by_path.status_code == by_name.status_code
    assert by_path.content == by_name.content or by_path.status_code == 301
    return by_path, by_name


def served(client, path, **query):
    answer, _again = asked_at(client, path, **query)
    assert answer.status_code == 200, (path, query, answer.status_code)
    return answer.json()["locale"], answer.json()["requested_locale"], answer.json()["title"]


def sent_on(client, path, **query):
    by_path, by_name = asked_at(client, path, **query)
    assert by_path.status_code == 301, (path, query, by_path.content)
    there = by_path.headers["Location"]
    by_name = by_name.headers["Location"]
    assert by_name.startswith(f"https://waymark.example{PATHS}?")
    assert client.get(by_name.removeprefix("https://waymark.example")).status_code == 200
    assert client.get(there.removeprefix("https://waymark.example")).status_code == 200
    return there.removeprefix(f"https://waymark.example{PATHS}")


def test_the_readers_language_comes_first_and_is_sent_on_to_where_it_is(client, public):
    assert sent_on(client, "newham/saying-no/", locale="cy") == "newham/dweud-na/?locale=cy"
    assert sent_on(client, "newham/dweud-na/", locale="en") == "newham/saying-no/?locale=en"
    assert served(client, "newham/dweud-na/", locale="cy") == ("cy", "cy", "Ga i ddweud na?")
    assert served(client, "newham/saying-no/", locale="en") == ("en", "en", "Can I say no?")


def test_a_path_without_a_language_is_in_the_language_it_is_written_in(client, public):
    assert served(client, "newham/dweud-na/") == ("cy", "cy", "Ga i ddweud na?")
    assert served(client, "newham/saying-no/") == ("en", "en", "Can I say no?")
    answer = client.get(f"{PATHS}newham/dweud-na/")
    assert [line["for"] for line in answer.json()["crisis_help"]] == ["Unrhyw un dan 19 oed."]


def test_a_path_that_both_languages_have_is_the_sites_and_then_the_readers(client, public, committed):
    with committed():
        public["cy"].slug = "saying-no"
        agree_to(public["cy"])

    assert served(client, "newham/saying-no/")[0] == "en"
    assert served(client, "newham/saying-no/", locale="cy")[0] == "cy"
    assert sent_on(client, "newham/dweud-na/", locale="cy") == "newham/saying-no/?locale=cy"


def test_two_things_at_one_path_in_two_languages_are_told_apart_by_the_reader(client, public, newham, committed):
    with committed():
        agreed(newham, article(title="Another?", slug="dweud-na"))

    assert served(client, "newham/dweud-na/", locale="cy")[2] == "Ga i ddweud na?"
    assert served(client, "newham/dweud-na/", locale="en")[2] == "Another?"
    assert served(client, "newham/dweud-na/")[2] == "Another?"


def test_what_is_not_in_the_readers_language_is_served_along_the_chain_where_it_is(client, newham, committed, settings):
    with committed():
        agreed(newham, article(title="English only?", slug="only"))

    assert served(client, "newham/only/", locale="cy") == ("en", "cy", "English only?")
    assert asked_at(client, "newham/only/", locale="cy", fallback="none")[0].status_code == 404


def test_a_former_path_leads_to_the_readers_language(client, public, committed):
    with committed():
        public["en"].slug = "to-say-no"
        agree_to(public["en"])

    assert sent_on(client, "newham/saying-no/") == "newham/to-say-no/"
    assert sent_on(client, "newham/saying-no/", level="el3") == "newham/to-say-no/?level=el3"
    assert sent_on(client, "newham/saying-no/", locale="cy") == "newham/dweud-na/?locale=cy"


def test_a_former_path_that_another_language_still_has_leads_on_in_its_own_language(client, public, committed):
    with committed():
        public["cy"].slug = "saying-no"
        agree_to(public["cy"])
    with committed():
        public["en"].slug = "to-say-no"
        agree_to(public["en"])

    assert sent_on(client, "newham/saying-no/") == "newham/to-say-no/"
    assert served(client, "newham/saying-no/", locale="cy")[0] == "cy"
    assert sent_on(client, "newham/dweud-na/") == "newham/saying-no/?locale=cy"


def test_what_was_withdrawn_is_gone_at_its_path_in_every_language(client, public, newham, committed):
    with committed():
        withdraw(
            page=public["en"], moderator=moderator_for(newham), reason="wrong", reason_code="other", words="Wrong."
        )
    for path in ("newham/saying-no/", "newham/dweud-na/"):
        for query in ({}, {"locale": "cy"}, {"locale": "en"}):
            answer, _again = asked_at(client, path, **query)
            assert answer.status_code == 410, (path, query)
            assert answer.json()["crisis_help"], (path, query)


def test_a_language_that_alone_was_withdrawn_is_gone_at_its_path_and_nowhere_else(client, public, newham, committed):
    with committed():
        withdraw(
            page=public["cy"],
            moderator=moderator_for(newham),
            reason="wrong",
            reason_code="other",
            words="Wrong.",
            this_language_only=True,
        )

    assert asked_at(client, "newham/dweud-na/", locale="cy")[0].status_code == 410
    assert asked_at(client, "newham/saying-no/", locale="cy")[0].status_code == 410
    assert served(client, "newham/saying-no/")[0] == "en"


def test_whatever_is_asked_a_path_takes_one_query(client, public, django_assert_num_queries):
    for query in ({}, {"locale": "cy"}, {"locale": "en", "level": "el3"}):
        for path in ("newham/saying-no/", "newham/dweud-na/"):
            for address in (f"{PATHS}{path}?{urlencode(query)}", f"{PATHS}?{urlencode({'path': path} | query)}"):
                with django_assert_num_queries(1):
                    client.get(address)


def test_a_path_that_nobody_gave_is_named(client, db):
    answer = client.get(PATHS)

    assert answer.status_code == 400
    assert [error["name"] for error in answer.json()["errors"]] == ["path"]
