"""Lists and items over HTTP: what is there, what is narrowed, what is said when it is not there."""

from __future__ import annotations

import uuid

import pytest

from delivery.models import CrisisSheet
from moderation.actions import withdraw
from tests.factories import block, moderator_for, topic, words

CONTENT = "/api/v1/content/"


def item(client, page, **asked):
    return client.get(f"{CONTENT}{page.translation_key}/", asked)


def titles(client, **asked):
    answer = client.get(CONTENT, asked)
    assert answer.status_code == 200, answer.content
    return [card["title"] for card in answer.json()["items"]]


def test_an_agreed_page_is_in_the_list_and_has_an_item(client, newham, let_out, childline):
    page = let_out(newham, title="Can I say no?")

    answer = item(client, page)

    assert titles(client) == ["Can I say no?"]
    assert answer.status_code == 200
    assert answer.json()["title"] == "Can I say no?"
    assert answer.json()["made_by"] == "Newham youth panel"
    assert [line["number"] for line in answer.json()["crisis_help"]] == ["0800 1111"]
    assert CrisisSheet.objects.count() == 2


def test_hidden_draft_and_never_existed_are_the_same_answer_byte_for_byte(client, newham, let_out, committed):
    page = let_out(newham)
    from wagtail.models import PageViewRestriction

    from tests.factories import draft, member_of

    with committed():
        a_draft = draft(newham, by=member_of(newham))
        PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")
    answers = [
        client.get(f"{CONTENT}{key}/")
        for key in (page.translation_key, a_draft.translation_key, uuid.uuid4(), "not-an-id")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_withdrawn_content_is_gone_with_its_public_reason_and_crisis_help(
    client, newham, let_out, committed, childline
):
    page = let_out(newham)

    with committed():
        withdraw(page=page, moderator=moderator_for(newham), reason="wrong", reason_code="other", words="Secret words.")
    answer = item(client, page)

    assert answer.status_code == 410
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["reason"] == "wrong"
    assert answer.json()["detail"] == "Something on this page was wrong."
    assert answer.json()["replacement"] is None
    assert [line["id"] for line in answer.json()["crisis_help"]] == ["childline"]
    assert b"Secret" not in answer.content


def test_a_list_of_twenty_takes_one_query_whatever_it_holds(client, newham, let_out, django_assert_num_queries):
    for number in range(3):
        let_out(newham, title=f"Page {number}", body_l1=words("More of it."))

    for asked in ({}, {"topic": "county-lines"}, {"locale": "cy"}, {"level": "l1", "area": "E09000025", "age": "15"}):
        with django_assert_num_queries(1):
            assert len(titles(client, **asked)) == 3


def test_an_item_takes_one_query(client, newham, let_out, childline, django_assert_num_queries):
    page = let_out(newham, body_l1=words("More of it."))

    for asked in ({}, {"locale": "cy"}, {"level": "l2"}, {"body_format": "text"}):
        with django_assert_num_queries(1):
            assert item(client, page, **asked).status_code == 200


def test_asking_for_a_level_never_fails_and_says_what_was_served(client, newham, let_out):
    page = let_out(newham, body_l1=words("More of it."))

    served = {
        level: (
            item(client, page, level=level).json()["served_level"],
            len(item(client, page, level=level).json()["versions"]),
        )
        for level in ("el12", "el3", "l1", "l2")
    }

    assert served == {"el12": ("el3", 1), "el3": ("el3", 1), "l1": ("l1", 1), "l2": ("l1", 1)}


def test_text_has_no_mark_up(client, newham, let_out):
    page = let_out(newham, body_el3=[block("paragraph", "<p>Say <b>no</b>.</p><p>It is &lt;fine&gt;.</p>")])

    body = item(client, page, body_format="text").json()["versions"][0]["body"]

    assert body[0]["value"] == "Say no.\n\nIt is <fine>."


def test_what_is_not_there_in_a_language_comes_along_its_chain_and_says_so(client, newham, let_out):
    page = let_out(newham)

    answer = item(client, page, locale="cy")

    assert (answer.json()["locale"], answer.json()["requested_locale"]) == ("en", "cy")
    assert item(client, page, locale="cy", fallback="none").status_code == 404
    assert titles(client, locale="cy", fallback="none") == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("search=", "search"),
        ("order=relevance", "order"),
        ("limit=20&limit=30", "limit"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=999999999999999999999", "limit"),
        ("topic=nothing", "topic"),
        ("topic=county-lines,nothing", "topic"),
        ("topic=%00", "topic"),
        ("topic=", "topic"),
        ("situation=nothing", "situation"),
        ("area=E09999999", "area"),
        ("area=Newham", "area"),
        ("level=l9", "level"),
        ("locale=fr", "locale"),
        ("type=page", "type"),
        ("format=paper", "format"),
        ("urgency=later", "urgency"),
        ("age=old", "age"),
        ("age=-1", "age"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=0001-01-01T00:00:00%2B14:00", "updated_since"),
        ("cursor=abc", "cursor"),
        ("cursor=%F0%9F%98%80", "cursor"),
        ("fallback=some", "fallback"),
        ("exclude_sensitive=perhaps", "exclude_sensitive"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_named(client, newham, query, name):
    topic()

    answer = client.get(f"{CONTENT}?{query}")

    assert answer.status_code == 400, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["name"] for error in answer.json()["errors"]] == [name]


def test_an_unknown_topic_is_named_also_where_others_have_pages(client, newham, let_out):
    let_out(newham)

    answer = client.get(f"{CONTENT}?topic=county-lines,nothing")

    assert answer.status_code == 400
    assert "nothing" in answer.json()["errors"][0]["message"]


def test_pages_of_a_list_follow_each_other_and_end(client, newham, let_out, settings):
    settings.PUBLIC_URL = "https://waymark.example"
    for number in range(5):
        let_out(newham, title=f"Page {number}")

    for order in ("title", "-updated_at"):
        seen, following = [], f"{CONTENT}?limit=2&order={order}&count=true"
        while following:
            page = client.get(
                following.removeprefix("https://waymark.example"), headers={"host": "evil.example"}
            ).json()
            assert page["meta"]["total_count"] == 5
            assert page["meta"]["next"] is None or page["meta"]["next"].startswith("https://waymark.example/api/v1/")
            seen += [card["title"] for card in page["items"]]
            following = page["meta"]["next"]
        assert seen == sorted(seen, reverse=order == "-updated_at")
        assert len(seen) == 5
