"""The panel beside a reading version: shown with the form, asked for while somebody types, and for writers alone."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from articles.hints import NOTHING_HARD, NOTHING_YET
from articles.known_words import known_words_in
from home.models import CrisisLine
from literacy.measures import ONLY_LENGTHS
from taxonomy.models import PlainWord
from tests.articles.editor import listed, logged_in, paragraph, typed
from tests.factories import (
    UserFactory,
    block,
    draft,
    member_of,
    members_of,
    moderator_for,
    published,
    send_in,
    topic,
    words,
)
from tests.languages.welsh import begun, translator_for


def boxes(*blocks, level="el3") -> dict[str, str]:
    return nested_form_data({f"body_{level}": streamfield(list(blocks))})


def ask(browser, page, data, level="el3"):
    return browser.post(reverse("articles:hints", args=[page.pk, level]), data)


def ask_new(browser, place, data, level="el3", kind="articles.articlepage"):
    return browser.post(reverse("articles:hints_new", args=[*kind.split("."), place.pk, level]), data)


def panel(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.json()["html"], "html.parser")


def places(shown: BeautifulSoup) -> list[tuple[str, str]]:
    """Each hint's box, and its place in it."""
    return [(hint["data-box"], hint["data-found-by"]) for hint in shown.select("[data-hint]")]


# -- what it says


def test_a_hint_leads_to_its_box_marks_the_place_and_has_a_plainer_word_to_hand(browser, page):
    answer = ask(browser, page, boxes(("key_message", "Say no."), paragraph("You may utilise it.")))

    [hint] = panel(answer).select("[data-hint]")
    assert (hint["data-box"], hint["data-found-by"], hint["data-nth"]) == ("body_el3-1-value", "utilise", "0")
    assert hint.select_one("mark").get_text() == "utilise"
    assert hint.select_one("[data-use]")["data-use"] == "use"
    assert "Some readers may not know this word." in hint.get_text()
    assert answer.json()["said"] == "1 hint about your words"


def test_a_plainer_word_that_would_not_fit_as_it_is_is_said_and_not_put_there(browser, page):
    hint = panel(ask(browser, page, boxes(paragraph("They utilised it.")))).select_one("[data-hint]")

    assert "Like: use" in hint.get_text()
    assert hint.select("[data-use]") == []


def test_every_part_of_a_version_is_looked_at_by_the_name_that_its_box_has(browser, page):
    data = boxes(
        ("steps", {"items": listed("Rest.", "Utilise a door. They utilise it.")}),
        ("do_and_dont", {"do": listed("commence"), "dont": listed("purchase")}),
        ("myth_and_fact", {"myth": "They accumulate.", "fact": "No."}),
        ("quote", {"text": "I was ascertaining.", "attribution": "A worker"}),
        ("definition", {"term": "cuckooing", "meaning": "To acquire a home."}),
        ("image", {"image": "", "alt_text": "adjacent houses"}),
        ("content_note", "Approximately."),
        paragraph("<b>ter</b>minate</p><p>now"),
    )

    assert places(panel(ask(browser, page, data))) == [
        ("body_el3-0-value-items-1-value", "utilise"),
        ("body_el3-1-value-do-0-value", "commence"),
        ("body_el3-1-value-dont-0-value", "purchase"),
        ("body_el3-2-value-myth", "accumulate"),
        ("body_el3-3-value-text", "ascertaining"),
        ("body_el3-4-value-meaning", "acquire"),
        ("body_el3-5-value-alt_text", "adjacent"),
        ("body_el3-7-value", "terminate"),
    ]


def test_parts_that_were_moved_or_taken_out_keep_the_names_they_have_in_the_form(browser, page):
    data = boxes(("key_message", "They utilise."), ("key_message", "They commence."), ("key_message", "They purchase."))
    data |= {"body_el3-0-order": "2", "body_el3-1-deleted": "1", "body_el3-2-order": "0"}

    assert places(panel(ask(browser, page, data))) == [
        ("body_el3-2-value", "purchase"),
        ("body_el3-0-value", "utilise"),
    ]


def test_only_the_version_that_was_asked_about_is_looked_at(browser, page):
    data = boxes(paragraph("They utilise it.")) | boxes(paragraph("They commence."), level="el12")

    assert places(panel(ask(browser, page, data, "el12"))) == [("body_el12-0-value", "commence")]


def test_what_is_long_depends_on_the_version(browser, page):
    sentence = "You can tell an adult you trust about it today and they will help you to stay safe."

    kinds = [
        [hint["data-hint"].split()[0] for hint in panel(ask(browser, page, data, level)).select("[data-hint]")]
        for level in ("el12", "l1")
        for data in [boxes(paragraph(sentence), level=level)]
    ]

    assert kinds == [["long_sentence"], []]


def test_a_prompt_that_waits_to_be_written_over_is_nobodys_words(browser, page):
    answer = ask(browser, page, boxes(("key_message", "Write here: why that is so. They utilise.")))

    assert answer.json()["said"] == NOTHING_YET


def test_more_than_a_few_hints_of_a_kind_are_folded_away(browser, page):
    shown = panel(ask(browser, page, boxes(paragraph("utilise commence purchase assistance acquire"))))

    assert len(shown.select(".hints__group > ul > li")) == 3
    assert shown.select_one("details summary").get_text() == "2 more: Hard words"


def test_what_stands_in_a_text_is_shown_as_text(browser, page):
    bad = "<img src=x onerror=alert(1)> “utilise” & \"'>"

    html = ask(browser, page, boxes(("key_message", f"{bad} NSPXX {bad}"))).json()["html"]

    soup = BeautifulSoup(html, "html.parser")
    assert soup.select("img, script") == []
    assert "<img src=x onerror=alert(1)> “utilise”" in soup.select_one(".hint__place").get_text()


# -- words that need no hint


def test_a_word_of_the_panels_list_is_never_flagged_and_one_with_another_is_said_so_first(browser, page):
    PlainWord.objects.create(word="Utilise")
    PlainWord.objects.create(word="commence", instead="kick off")
    PlainWord.objects.create(word="purchase", language="cy")

    shown = panel(ask(browser, page, boxes(paragraph("They utilise it, commence it and purchase it."))))

    assert [hint["data-found-by"] for hint in shown.select("[data-hint]")] == ["commence", "purchase"]
    assert [use["data-use"] for use in shown.select("[data-use]")][:2] == ["kick off", "start"]


def test_names_of_places_panels_topics_and_crisis_lines_are_known(newham):
    CrisisLine.objects.create(slug="a-line", name="ABCDE Listens", number="116 123")
    topic("forced-marriage").labels.create(language="en", label="Forced marriage")

    names = known_words_in("en").names

    assert {"ABCDE Listens", "Forced marriage", "Newham", newham.root_page.title} <= set(names)


def test_a_crisis_line_is_no_unexplained_abbreviation(browser, page):
    data = boxes(paragraph("Talk to ABCDE Listens. Or to FGHIJ."))
    before = places(panel(ask(browser, page, data)))

    CrisisLine.objects.create(slug="a-line", name="ABCDE Listens", number="116 123")

    assert before == [("body_el3-0-value", "ABCDE"), ("body_el3-0-value", "FGHIJ")]
    assert places(panel(ask(browser, page, data))) == before[1:]


def test_a_word_that_a_version_explains_is_known_in_it(browser, page):
    explained = ("definition", {"term": "To commence", "meaning": "To begin."})
    data = paragraph("They commence.")

    assert places(panel(ask(browser, page, boxes(data)))) != []
    assert places(panel(ask(browser, page, boxes(data, explained)))) == []


def test_a_member_may_say_that_readers_know_a_word_and_a_translator_is_not_offered_to(browser, page, newham):
    translator = translator_for(newham)
    welsh = begun(published(newham), by=translator)
    PlainWord.objects.create(word="cynorthwyo", instead="helpu", language="cy")

    link = panel(ask(browser, page, boxes(paragraph("They utilise.")))).select_one("[data-readers-know]")
    theirs = panel(ask(logged_in(translator), welsh, boxes(paragraph("Maen nhw'n cynorthwyo."))))

    assert link["href"] == reverse("plainword:add") + "?word=utilise&language=en"
    assert len(theirs.select("[data-hint]")) == 1
    assert theirs.select("a") == []
    assert ONLY_LENGTHS in theirs.get_text()


# -- with the form, without a script


def form_of(browser, page) -> BeautifulSoup:
    return BeautifulSoup(browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")


def test_the_first_hints_come_with_the_form_each_version_with_its_own(browser, newham, writer):
    steps = block("steps", {"items": [block("item", "They utilise it.")]})
    page = draft(newham, by=writer, body_el3=[*words("Say no."), steps], body_l1=words("You can say no."))

    form = form_of(browser, page)

    said = {shown["data-hints"]: shown.select_one("[data-hints-shown]") for shown in form.select("[data-hints]")}
    assert places(said["body_el3"]) == [("body_el3-1-value-items-0-value", "utilise")]
    assert NOTHING_HARD in said["body_l1"].get_text()
    assert NOTHING_YET in said["body_el12"].get_text()
    assert form.select_one("[href='#hints-body_el3']").get_text(strip=True) == "1 hint about your words"


def test_its_button_saves_as_the_editors_own_does_and_the_page_comes_back_with_new_hints(browser, page):
    button = form_of(browser, page).select_one("[data-hints=body_el3] button[data-hints-ask]")

    saved = browser.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        typed(slug=page.slug, body_el3=streamfield([paragraph("They commence.")])),
        follow=True,
    )

    assert (button["type"], button.get("name")) == ("submit", None)
    shown = BeautifulSoup(saved.content, "html.parser").select_one("[data-hints=body_el3]")
    assert places(shown) == [("body_el3-0-value", "commence")]


def test_a_form_that_is_shown_again_has_hints_about_what_was_typed(browser, page):
    data = typed(slug=page.slug, summary="x" * 500, body_el3=streamfield([paragraph("They commence.")]))

    shown = browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    assert places(BeautifulSoup(shown.content, "html.parser")) == [("body_el3-0-value", "commence")]


def test_a_page_that_is_not_saved_yet_has_hints_too(browser, newham):
    address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", newham.root_page.pk])

    shown = BeautifulSoup(browser.get(address, {"start": "question"}).content, "html.parser")
    answer = ask_new(browser, newham.root_page, boxes(paragraph("They utilise.")))

    assert NOTHING_YET in shown.select_one("[data-hints=body_el3]").get_text()
    new = reverse("articles:hints_new", args=["articles", "articlepage", newham.root_page.pk, "el3"])
    assert shown.select_one("[data-hints=body_el3]")["data-hints-new"] == new
    assert places(panel(answer)) == [("body_el3-0-value", "utilise")]


def test_while_the_panel_votes_nothing_is_hinted_at(browser, page, writer, newham):
    moderator_for(newham)
    members_of(newham, 3)
    send_in(page, by=writer)

    assert form_of(browser, page).select("[data-hints], [data-hints-way]") == []


# -- who may ask, and what it leaves


@pytest.mark.parametrize("role", ["another panel", "a moderator", "a lead", "nobody"])
def test_who_may_not_write_a_page_is_told_nothing_about_its_words(client, page, newham, stoke, role):
    if role == "a lead":
        client = logged_in(UserFactory())
    elif role != "nobody":
        client = logged_in(moderator_for(newham) if role == "a moderator" else member_of(stoke))
    data = boxes(paragraph("They utilise."))

    answers = [ask(client, page, data), ask_new(client, newham.root_page, data)]

    assert all(answer.status_code in (302, 401, 403, 404) for answer in answers)
    assert all(b"utilise" not in answer.content for answer in answers)


def test_a_superuser_may_ask_as_she_may_write(page):
    assert ask(logged_in(UserFactory(is_superuser=True)), page, boxes(paragraph("They utilise."))).status_code == 200


def test_reading_the_address_is_not_allowed(browser, page, newham):
    assert browser.get(reverse("articles:hints", args=[page.pk, "el3"])).status_code == 405
    new = reverse("articles:hints_new", args=["articles", "articlepage", newham.root_page.pk, "el3"])
    assert browser.get(new).status_code == 405


def test_nothing_is_written_and_few_things_are_looked_up(browser, page):
    data, before = boxes(*[paragraph("They utilise it. " * 20)] * 5), Revision.objects.count()
    ask(browser, page, data)

    with CaptureQueriesContext(connection) as asked:
        assert ask(browser, page, data).status_code == 200

    assert {query["sql"].split()[0] for query in asked} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert Revision.objects.count() == before
    assert len(asked) == 17


def test_a_longer_page_needs_no_more_look_ups(browser, page):
    counts = []
    for number in (1, 40):
        with CaptureQueriesContext(connection) as asked:
            ask(browser, page, boxes(*[paragraph("They utilise it.")] * number))
        counts.append(len(asked))

    assert counts[0] == counts[1]


# -- whatever comes in


@pytest.mark.parametrize(("address", "status"), [("no-such-level", 404), ("EL3", 404), ("el3", 200), ("l2", 400)])
def test_only_the_four_levels_are_known(browser, page, address, status):
    assert ask(browser, page, boxes(paragraph("Say no.")), address).status_code == status


@pytest.mark.parametrize("kind", ["home.councilpage", "people.user", "no.thing", "pathways.pathwaypage"])
def test_only_what_has_reading_versions_is_looked_at(browser, newham, kind):
    assert ask_new(browser, newham.root_page, boxes(paragraph("Say no.")), kind=kind).status_code == 404


ONE = boxes(("key_message", "Say no."))
STEPS = boxes(("steps", {"items": listed("Say no.")}))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"body_el3-count": "many"},
        {"body_el3-count": "9999999999"},
        {**ONE, "body_el3-0-order": "x"},
        {**STEPS, "body_el3-0-value-items-count": "\0"},
        {key: value for key, value in STEPS.items() if "order" not in key},
    ],
)
def test_what_are_no_boxes_is_a_bad_request(browser, page, data):
    assert ask(browser, page, data).status_code == 400


@pytest.mark.parametrize(
    "data",
    [
        {"body_el3-count": "0"},
        {"body_el3-count": "-5"},
        {**ONE, "body_el3-0-type": "no such block"},
        boxes(("paragraph", "no JSON <b>")),
        boxes(("paragraph", json.dumps({"blocks": 5}))),
        boxes(("paragraph", "[" * 100_000)),
        boxes(("pathway", "999999999999999999999999")),
        boxes(("image", {"image": "x'--\0", "alt_text": "A bag"})),
        {"body_el3-count": "1", "body_el3-0-type": "steps", "body_el3-0-order": "0", "body_el3-0-deleted": "1"},
        {"body_el3-count": "1", "body_el3-0-type": "paragraph", "body_el3-0-order": "0", "body_el3-0-deleted": ""},
    ],
)
def test_odd_boxes_get_an_answer(browser, page, data):
    assert ask(browser, page, data).status_code == 200


ODD = {
    "HTML": "<p onclick=x>Say <b>no</b></p> &lt;script&gt;",
    "emoji": "🙂👩‍👩‍👧‍👦 " * 200,
    "right to left": "قل لا. أخبر شخصا تثق به. " * 50 + "\u202e\u2067",
    "no full stops": "you can say no and " * 200,
    "capitals": "YOU MUST NEVER CARRY ANYTHING FOR ANYBODY AT ALL EVER " * 50,
    "a hundred kilobytes": "You can say no. They utilise it. " * 3_000,
    "one word": "a" * 100_000,
    "null bytes": "Say\0 no.\0\0",
    "half a character": "Say \ud83d no.".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "controls": "\x01\x02\x1f\x7f\u0085\u2028",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_words_get_sensible_hints_or_none(browser, page, text):
    answer = ask(browser, page, boxes(("key_message", text), ("paragraph", rich_text(f"<p>{text}</p>"))))

    assert answer.status_code == 200
    for hint in panel(answer).select("[data-hint]"):
        assert hint["data-hint"].split()[0] in ("hard_word", "long_sentence")
