"""What readers see as the names of the levels: what the nearest place above calls them in the page's language."""

from __future__ import annotations

import pytest

from delivery.checking import differences
from delivery.models import ContentItem, Edition
from delivery.places import Places
from literacy.levels import LABELS
from tests.delivery.pages import agreed, article, pathway, translated
from tests.factories import words
from tests.moderation.labels import IN_WELSH, OURS, proposed, renamed

STANDING = {level.value: label for level, label in LABELS.items()}
STANDING_IN_WELSH = {"el12": "Cyflym", "el3": "Syml", "l1": "Mwy o fanylion", "l2": "Y stori lawn"}


@pytest.fixture
def pages(newham, stoke, committed):
    """At Newham an article in English and Welsh, and a pathway; an article at Stoke."""
    with committed():
        english = agreed(newham, article(body_l1=words("You can say no, and somebody will help you.")))
        return {
            "article": english,
            "welsh": translated(english, "cy", title="Beth alla i ei wneud?"),
            "pathway": agreed(newham, pathway()),
            "elsewhere": agreed(stoke, article()),
        }


def labels_of(client, page, **asked) -> dict[str, str]:
    item = client.get(f"/api/v1/content/{page.translation_key}/", asked).json()
    versions = item["versions"] or [version for step in item["steps"] for version in step["versions"]]
    return {version["level"]: version["label"] for version in versions}


def test_a_proposal_alone_changes_nothing(client, pages, newham, committed):
    before = client.get("/api/v1/content/").content

    with committed():
        proposed(newham)

    assert client.get("/api/v1/content/").content == before
    assert labels_of(client, pages["article"]) == {"el3": "Straightforward", "l1": "More detail"}
    assert list(differences()) == []


def test_agreed_names_reach_every_page_and_step_of_the_place_and_no_other(client, pages, newham, committed):
    with committed():
        renamed(newham)

    assert labels_of(client, pages["article"]) == {"el3": "Clear words", "l1": "Going deeper"}
    assert labels_of(client, pages["pathway"]) == {"el3": "Clear words", "l1": "Going deeper"}
    assert labels_of(client, pages["elsewhere"]) == {"el3": "Straightforward"}
    assert list(differences()) == []


def test_a_welsh_page_takes_the_welsh_names_and_an_english_one_the_english(client, pages, newham, committed):
    with committed():
        renamed(newham, language="cy")

    assert labels_of(client, pages["article"], locale="cy")["el3"] == IN_WELSH["el3"]
    assert labels_of(client, pages["article"])["el3"] == "Straightforward"
    # What is not there in Welsh comes in English, and so do its names.
    assert labels_of(client, pages["pathway"], locale="cy")["el3"] == "Straightforward"
    assert list(differences()) == []


def test_the_standing_names_put_back_leave_every_answer_as_it_was(client, pages, newham, committed):
    before = dict(ContentItem.objects.values_list("pk", "html"))
    with committed():
        renamed(newham)
    assert dict(ContentItem.objects.values_list("pk", "html")) != before

    with committed():
        renamed(newham, **STANDING)

    assert dict(ContentItem.objects.values_list("pk", "html")) == before


def test_other_names_are_no_other_words(client, pages, newham, committed):
    before = client.get(f"/api/v1/content/{pages['article'].translation_key}/")

    with committed():
        renamed(newham)
    after = client.get(f"/api/v1/content/{pages['article'].translation_key}/")

    assert after.json()["revision"] == before.json()["revision"]
    assert after.json()["updated_at"] == before.json()["updated_at"]
    assert after.headers["ETag"] != before.headers["ETag"]


def test_councils_say_their_own_names_and_levels_the_standing_ones(client, pages, newham, committed):
    with committed():
        renamed(newham)
        renamed(newham, language="cy")

    def councils(**asked):
        return {
            council["slug"]: council["labels"] for council in client.get("/api/v1/councils/", asked).json()["items"]
        }

    assert councils() == {"newham": OURS, "stoke-on-trent": STANDING}
    assert councils(locale="cy")["newham"] == IN_WELSH
    for address, labels in (("/api/v1/levels/", STANDING), ("/api/v1/levels/?locale=cy", STANDING_IN_WELSH)):
        said = {level["code"]: level["label"] for level in client.get(address).json()["items"]}
        assert said == labels
    assert {level["code"]: level["label"] for level in client.get("/api/v1/").json()["levels"]} == STANDING


def test_the_edition_turns_though_a_council_has_no_page_yet(newham, committed):
    before = Edition.mark_now()

    with committed():
        renamed(newham)

    assert Edition.mark_now() != before


def test_the_names_of_many_pages_take_one_query(pages, newham, stoke, django_assert_num_queries):
    renamed(newham)
    places = Places()
    for page in pages.values():
        assert page.locale
        assert places.above(page)

    with django_assert_num_queries(1):
        found = [places.level_labels(page) for page in pages.values()]

    assert [list(labels.values())[1] for labels in found] == [
        "Clear words",
        "Syml",
        "Clear words",
        "Straightforward",
    ]


def test_mark_up_in_a_name_is_json_like_any_other_text(client, pages, newham, committed):
    with committed():
        renamed(newham, el3='<b>"Bold"</b>')

    assert labels_of(client, pages["article"])["el3"] == '<b>"Bold"</b>'
