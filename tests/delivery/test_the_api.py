"""Lists and items over HTTP: what is there, what is narrowed, what is said when it is not there."""

from __future__ import annotations

import uuid

import pytest

from delivery.checking import differences
from delivery.models import CrisisSheet
from home.models import CouncilPage
from moderation.actions import withdraw
from tests.delivery.pages import agreed, pathway, step, step_text, translated, video
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


def test_a_list_at_a_level_keeps_what_has_no_levels_of_its_own(client, newham, let_out, committed):
    let_out(newham, title="At both?", body_l1=words("More of it."))
    let_out(newham, title="At one?")
    with committed():
        agreed(newham, video(title="Film alone", slug="film"))
        agreed(newham, video(title="Film with text", slug="text", body_el3=words("Say no.")))
        agreed(newham, pathway(title="Way at two"))

    for asked in ({}, {"topic": "county-lines"}):
        assert set(titles(client, level="l1", **asked)) == {"At both?", "Film alone", "Way at two"}
        assert set(titles(client, level="l2", **asked)) == {"Film alone"}
        assert set(titles(client, level="el3", **asked)) == {
            *("At both?", "At one?", "Film alone", "Film with text", "Way at two")
        }


def test_a_pathways_card_says_how_long_its_longest_way_takes_and_not_all_its_steps(client, newham, committed):
    long = " ".join(["word"] * 500)
    steps = [
        step("question", "a", title="A?", text=step_text("Short."), options=to("b", "c")),
        step("question", "b", title="B?", text=step_text(long), options=to("end", "other")),
        step("question", "c", title="C?", text=step_text("Short."), options=to("end", "other")),
        step("outcome", "end", title="End", urgency="soon", text=step_text("Short.")),
        step("outcome", "other", title="Other", urgency="soon", text=step_text(long)),
    ]
    with committed():
        agreed(newham, pathway(title="A way", steps=steps))

    card = client.get(CONTENT).json()["items"][0]

    # a, b and other: 1 + 4 + 4. All steps together would take eleven.
    assert card["reading_minutes"] == {"el3": 9}


def test_a_pathway_that_runs_in_circles_has_a_card_all_the_same(client, newham, committed):
    """No panel sends one in any more; one that was agreed long ago keeps nothing else back."""
    steps = [
        step("question", "a", title="A?", text=step_text("Short."), options=to("b", "end")),
        step("question", "b", title="B?", text=step_text("Short."), options=to("a", "end")),
        step("outcome", "end", title="End", urgency="soon", text=step_text("Short.")),
    ]
    with committed():
        agreed(newham, pathway(title="A way", steps=steps))

    assert client.get(CONTENT).json()["items"][0]["reading_minutes"] == {}


def to(*steps):
    return [{"label": f"To {key}", "next": key, "is_not_sure": False} for key in steps]


def test_in_welsh_whose_page_it_is_and_what_its_levels_are_called_is_welsh(client, newham, let_out, committed):
    page = let_out(newham, body_l1=words("More of it."))
    with committed():
        translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")

    english, welsh = (item(client, page, locale=language).json() for language in ("en", "cy"))

    assert (english["made_by"], welsh["made_by"]) == ("Newham youth panel", "Panel ieuenctid Newham")
    assert english["level_labels"] == {"el3": "Straightforward", "l1": "More detail"}
    assert welsh["level_labels"] == {"el3": "Syml", "l1": "Mwy o fanylion"}
    assert [version["label"] for version in welsh["versions"]] == ["Syml", "Mwy o fanylion"]
    labels = {level["label"] for level in client.get("/api/v1/levels/", {"locale": "cy"}).json()["items"]}
    assert labels == {"Cyflym", "Syml", "Mwy o fanylion", "Y stori lawn"}


def test_an_item_at_one_level_still_names_all_its_levels(client, newham, let_out):
    page = let_out(newham, body_l1=words("More of it."))

    said = item(client, page, level="l1").json()

    assert [version["level"] for version in said["versions"]] == ["l1"]
    assert said["level_labels"] == {"el3": "Straightforward", "l1": "More detail"}
    assert client.get(CONTENT, {"level": "l1"}).json()["items"][0]["level_labels"] == said["level_labels"]


def test_an_item_says_whose_council_it_is_of_and_where_its_quick_exit_leads(client, newham, let_out, committed):
    page = let_out(newham)
    assert item(client, page).json()["council"] == {"slug": "newham", "exit_url": None}

    with committed():
        place = newham.root_page.specific
        place.exit_url = "https://www.bbc.co.uk/weather"
        place.save()

    assert item(client, page).json()["council"] == {"slug": "newham", "exit_url": "https://www.bbc.co.uk/weather"}
    assert client.get(CONTENT).json()["items"][0]["council"]["exit_url"] == "https://www.bbc.co.uk/weather"
    assert list(differences()) == []


def test_an_item_names_its_translations_and_where_they_are(client, newham, let_out, committed):
    page = let_out(newham, slug="saying-no", title="Can I say no?")
    with committed():
        translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")

    assert item(client, page).json()["translations"] == [
        {"locale": "cy", "path": "/newham/dweud-na/", "title": "Ga i ddweud na?"}
    ]
    assert item(client, page, locale="cy").json()["translations"] == [
        {"locale": "en", "path": "/newham/saying-no/", "title": "Can I say no?"}
    ]


def test_counts_are_of_what_the_list_would_give_with_the_same(client, newham, stoke, let_out, committed):
    let_out(newham, title="At both?", body_l1=words("More of it."))
    let_out(stoke, title="At one?")
    with committed():
        agreed(newham, video(title="Film alone", slug="film"), topics=[topic("films")])
    for asked in (
        {},
        {"level": "l1"},
        {"topic": "county-lines"},
        {"area": "E09000025"},
        {"topic": "films", "level": "l2"},
    ):
        listed = len(titles(client, **asked))
        levels = {one["code"]: one["count"] for one in client.get("/api/v1/levels/", asked).json()["items"]}
        topics = {one["slug"]: one["count"] for one in client.get("/api/v1/topics/", asked).json()["items"]}
        assert sum(topics.values()) == listed, asked
        assert levels["el3"] == len(titles(client, **asked | {"level": "el3"})) or "level" in asked
        for name in ("situations", "areas", "councils"):
            assert client.get(f"/api/v1/{name}/", asked).status_code == 200
    assert client.get("/api/v1/topics/", {"area": "E09999999"}).status_code == 400
    assert client.get("/api/v1/topics/", {"topic": "nothing"}).status_code == 400


def test_a_walk_by_content_id_misses_nothing_that_is_published_meanwhile(client, newham, let_out, settings):
    settings.PUBLIC_URL = "https://waymark.example"
    there = {let_out(newham, title=f"Page {number}").title for number in range(4)}
    seen, following = [], f"{CONTENT}?limit=1&order=content_id"
    while following:
        page = client.get(following.removeprefix("https://waymark.example")).json()
        seen += [card["title"] for card in page["items"]]
        following = page["meta"]["next"]
        if len(seen) < 3:
            let_out(newham, title="New?")

    assert there <= set(seen)
    assert len(seen) == len(there) + seen.count("New?")
    assert client.get(CONTENT, {"order": "content_id", "cursor": "abc"}).status_code == 400


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
        ("order=relevance", "order"),
        ("order=relevance&search=", "order"),
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


@pytest.mark.parametrize("typed", ["", " ", "\t  "])
def test_an_empty_search_box_is_the_list_itself(client, newham, let_out, typed):
    let_out(newham)

    answer = client.get(CONTENT, {"search": typed})

    assert answer.content == client.get(CONTENT).content
    assert answer.headers["Cache-Control"] == "no-cache"


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


def test_a_list_can_be_of_one_council(client, newham, stoke, let_out):
    let_out(newham, title="From Newham?")
    let_out(stoke, title="From Stoke?")
    ours, theirs = (panel.root_page.slug for panel in (newham, stoke))

    assert titles(client, council=ours) == ["From Newham?"]
    assert sorted(titles(client, council=f"{ours},{theirs}")) == ["From Newham?", "From Stoke?"]
    assert titles(client, council=ours, search="stoke") == []


def test_a_council_that_is_not_on_show_is_answered_like_one_that_never_was(client, newham, let_out, committed):
    let_out(newham)
    with committed():
        newham.root_page.get_parent().add_child(instance=CouncilPage(title="Barking", slug="barking", live=False))

    hidden, never = (client.get(CONTENT, {"council": name}) for name in ("barking", "nowhere"))

    assert (hidden.status_code, never.status_code) == (400, 400)
    assert hidden.json()["detail"].replace("barking", "nowhere") == never.json()["detail"]


def test_what_somebody_saved_is_fetched_by_its_content_ids(client, newham, let_out, committed):
    kept, hidden, other = (let_out(newham, title=title) for title in ("Kept?", "Hidden?", "Other?"))
    with committed():
        withdraw(page=hidden, moderator=moderator_for(newham), reason="wrong", reason_code="other", words="No.")
    saved = ",".join(str(key) for key in (kept.translation_key, hidden.translation_key, uuid.uuid4()))

    assert titles(client, content_id=saved) == ["Kept?"]
    assert titles(client, content_id=str(other.translation_key).upper()) == ["Other?"]
    assert client.get(CONTENT, {"content_id": "7"}).status_code == 400
    too_many = ",".join(str(uuid.uuid4()) for _number in range(101))
    assert client.get(CONTENT, {"content_id": too_many}).status_code == 400
