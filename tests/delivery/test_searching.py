"""What somebody's own words find on the list: the same pages as without a search, fewer, and the best first."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delivery import searching
from delivery.actions import rebuild
from delivery.checking import differences
from delivery.models import ContentItem, ItemWord, SearchWord
from moderation.actions import withdraw
from taxonomy.models import Area, PageArea, PageSituation, WordGroup
from tests.delivery.pages import agreed, article, pathway, translated, video
from tests.factories import moderator_for, situation, topic, words

LIST = "/api/v1/content/"


@pytest.fixture
def search(client: Any) -> Any:
    def titles(text: str, **others: Any) -> list[str]:
        answer = client.get(LIST, {"search": text, **others})
        assert answer.status_code == 200, answer.content
        return [item["title"] for item in answer.json()["items"]]

    return titles


@pytest.fixture
def write(newham: Any, committed: Any) -> Any:
    def page(title: str, *, topics: Any = (), **fields: Any) -> Any:
        fields = {"summary": "A few words.", "body_el3": words("Nothing much.")} | fields
        with committed():
            return agreed(newham, article(title=title, **fields), topics=topics)

    return page


def test_a_word_is_found_in_every_form_with_accents_and_with_slips(write, search):
    write("Someone threatens me")
    write("A trip to the sea")

    for asked in (
        "threatens",
        "THREATEN",
        "threatening",
        "thréàtens",
        "is he threatening me?",
        "thretening",
        "thraten",
    ):
        assert search(asked) == ["Someone threatens me"], asked


def test_titles_and_situations_weigh_more_than_the_summary_and_that_more_than_the_words(
    newham, write, search, committed
):
    write("In the words", body_el3=words("Once there was a bridge."))
    write("In the summary", summary="All about a bridge.")
    write("Under the bridge")
    placed = article(title="In a situation", summary="A few words.", body_el3=words("Nothing much."))
    placed.page_situations.add(PageSituation(situation=situation("i-am-on-a-bridge")))
    with committed():
        agreed(newham, placed)

    assert search("bridge") == ["Under the bridge", "In a situation", "In the summary", "In the words"]


def test_more_of_what_was_asked_is_better_and_rare_words_say_more(write, search):
    write("My phone")
    write("My phone and my bicycle")
    write("The phone at home")

    assert search("phone bicycle")[0] == "My phone and my bicycle"
    assert len(search("phone bicycle")) == 3


def test_words_of_steps_and_of_transcripts_are_found(newham, search, committed):
    with committed():
        agreed(newham, pathway())
        agreed(newham, video(title="A film", transcript="An umbrella helps."))

    assert search("nobody alone") == ["Am I safe?"]
    assert search("umbrella") == ["A film"]


def test_what_stands_in_another_page_that_is_mentioned_is_not_found_here(write, search):
    other = write("About zebras")
    write("See also", related=[{"type": "page", "value": other.pk}])

    assert search("zebra") == ["About zebras"]


def test_every_filter_works_with_a_search(newham, write, search, committed):
    about = topic("knives")
    write("Scared of a storm", topics=[about], age_from=14, urgency="soon")
    write("Scared of a dog", is_sensitive=True)
    local = article(title="Scared in Stoke", body_l1=words("More."))
    local.page_areas.add(PageArea(area=Area.objects.get(code="E06000021")))
    local.page_situations.add(PageSituation(situation=situation("scared")))
    with committed():
        agreed(newham, local)
        agreed(newham, video(title="Scared on film"))

    everything = {"Scared of a storm", "Scared of a dog", "Scared in Stoke", "Scared on film"}
    assert set(search("scared")) == everything
    assert search("scared", topic="knives") == ["Scared of a storm"]
    assert search("scared", situation="scared") == ["Scared in Stoke"]
    assert set(search("scared", area="E09000025")) == everything - {"Scared in Stoke"}
    assert set(search("scared", level="l1")) == {"Scared in Stoke", "Scared on film"}  # a film has no levels of its own
    assert search("scared", type="video") == search("scared", format="video") == ["Scared on film"]
    assert search("scared", urgency="soon") == ["Scared of a storm"]
    assert set(search("scared", age=12)) == everything - {"Scared of a storm"}
    assert "Scared of a dog" not in search("scared", exclude_sensitive="true")
    assert search("scared", updated_since=(timezone.now() + timedelta(days=1)).date().isoformat()) == []
    assert search("scared", order="title") == sorted(everything)
    assert search("scared", order="-updated_at")[0] == "Scared on film"
    assert search("scared", topic="knives", order="title") == ["Scared of a storm"]


def test_the_pages_of_a_search_hold_everything_once(client, write):
    for number in range(5):
        write(f"Bridge {number}", summary="A bridge." if number % 2 else "Words.")

    for order in ("relevance", "title", "-updated_at"):
        address, seen = f"{LIST}?search=bridge&order={order}&limit=2&count=true", []
        while address:
            said = client.get(address).json()
            seen += [item["title"] for item in said["items"]]
            assert said["meta"]["total_count"] == 5
            address = said["meta"]["next"]
        assert sorted(seen) == [f"Bridge {number}" for number in range(5)], order


def test_a_search_is_one_query_and_nothing_may_keep_the_answer(client, write):
    about = topic("knives")
    write("Under the bridge", topics=[about])
    client.get(LIST, {"search": "bridge"})

    for asked in (
        {"search": "bridge"},
        {"search": "bridge", "topic": "knives"},
        {"search": "bridge", "order": "title"},
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(LIST, asked)
        assert len(queries) == 1, asked
        assert len(answer.json()["items"]) == 1
        assert answer.headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get(LIST).headers["Cache-Control"]


def test_a_search_says_when_help_comes_first(client, db):
    assert client.get(LIST, {"search": "i want to die"}).json()["meta"]["help_first"] is True
    assert client.get(LIST, {"search": "easy money"}).json()["meta"]["help_first"] is False
    assert "help_first" not in client.get(LIST).json()["meta"]


REFUSED = [
    ({"search": "a" * 201}, "search"),
    ({"order": "relevance"}, "order"),
    ({"search": "bridge", "cursor": "W10"}, "cursor"),
    ({"search": "bridge", "topic": "nothing"}, "topic"),
    ({"search": "qqq", "topic": "nothing"}, "topic"),
]


def test_what_cannot_be_searched_is_refused_by_name(client, write):
    write("Under the bridge")

    for asked, name in REFUSED:
        answer = client.get(LIST, asked)
        assert answer.status_code == 400
        assert [wrong["name"] for wrong in answer.json()["errors"]] == [name]


def test_a_cursor_of_another_order_is_none_of_this_one(client, write):
    for number in range(3):
        write(f"Bridge {number}")
    following = client.get(LIST, {"order": "title", "limit": 1}).json()["meta"]["next"]
    cursor = following.split("cursor=")[1]

    assert client.get(f"{LIST}?search=bridge&cursor={cursor}").status_code == 400


NAUGHTY = [
    "'", '"', "'; DROP TABLE delivery_contentitem; --", "NEAR(a b)", "a* OR b:c", "-bridge", "AND OR NOT", "(((", "%", "_",
    "\\", "\x00", "bri\x00dge", "😀", "🏳️‍🌈" * 20, "שלום", "‮bridge", "ﷺ", "Ω≈ç√∫", "１２３", "a" * 200, "%s %s", "{found}",
    "<script>", "${jndi}", "\ud83d".encode("utf-8", "replace").decode(), "\t\n\r", "ı İ ß", "null", "=bridge", "bridge:*&!",
]  # fmt: skip


def test_whatever_is_typed_is_a_search_for_words(client, write):
    write("Under the bridge")

    for asked in NAUGHTY:
        for address, name in ((LIST, "search"), ("/api/v1/suggest/", "q")):
            answer = client.get(address, {name: asked})
            assert answer.status_code == 200, asked
            assert len(answer.json()["items"]) <= 1


def test_what_nothing_is_found_for_is_a_good_empty_list(client, write):
    write("Under the bridge")

    said = client.get(LIST, {"search": "qqqqzzzz 😀", "count": "true"}).json()

    assert said == {"meta": {"limit": 20, "next": None, "total_count": 0, "help_first": False}, "items": []}


def test_nothing_of_a_search_is_logged(client, write, caplog):
    write("Under the bridge")

    with caplog.at_level(logging.DEBUG):
        for asked in ("bridge xylophone", "x" * 300):
            client.get(LIST, {"search": asked})
            client.get("/api/v1/suggest/", {"q": asked})

    said = [record for record in caplog.records if not record.name.startswith(("django.db", "asyncio"))]
    assert not [record for record in said if "xylophone" in record.getMessage() or "xxx" in record.getMessage()]


# -- other languages


def test_welsh_is_found_under_its_changing_first_letters_and_the_rest_along_the_chain(newham, write, search, committed):
    WordGroup.objects.all().delete()
    knife = write("I carry a knife")
    write("Only in English: a knife")
    with committed():
        translated(knife, "cy", title="Rydw i'n cario cyllell", summary="Geiriau.", body_el3=words("Dim."))

    assert search("gyllell", locale="cy") == search("chyllell", locale="cy") == ["Rydw i'n cario cyllell"]
    assert search("knife", locale="cy") == ["Only in English: a knife"]
    assert search("knife", locale="cy", fallback="none") == []
    assert set(search("knife")) == {"I carry a knife", "Only in English: a knife"}


# -- search words


def test_young_peoples_words_find_what_pages_say(write, search):
    WordGroup.objects.all().delete()
    write("Somebody shares my pictures")
    assert search("dodgy pix") == []

    group = WordGroup.objects.create(typed="pix\ndodgy pix", meant="pictures", language="en")
    assert search("dodgy pix") == search("PIX!") == ["Somebody shares my pictures"]

    group.delete()
    assert search("pix") == []


def test_search_words_are_in_no_answer(client, write):
    WordGroup.objects.create(typed="kanarienvogel", meant="pictures", language="en")
    write("Somebody shares my pictures")

    for address in (f"{LIST}?search=kanarien", "/api/v1/suggest/?q=kanarien", "/api/v1/situations/", "/api/v1/"):
        assert b"kanarienvogel" not in client.get(address).content


# -- what may be found


def test_what_is_withdrawn_expired_or_changed_is_found_no_more(newham, write, search, committed):
    withdrawn, expired, changed = write("A withdrawn bridge"), write("An expired bridge"), write("A bridge to change")

    with committed():
        withdraw(page=withdrawn, moderator=moderator_for(newham), reason="wrong", reason_code="other", words="Wrong.")
    ContentItem.objects.filter(page_id=expired.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    with committed():
        changed.title = "A tunnel to change"
        changed.save()

    assert search("bridge") == []


def test_no_word_of_what_was_withdrawn_stays(newham, write, committed):
    page = write("A xylophone")
    assert SearchWord.objects.filter(word__contains="xylophon").exists()

    with committed():
        withdraw(page=page, moderator=moderator_for(newham), reason="wrong", reason_code="other", words="Wrong.")

    assert not SearchWord.objects.filter(word__contains="xylophon").exists()
    assert not ItemWord.objects.exists()


def test_a_word_on_very_many_pages_is_looked_for_on_so_many_and_the_weightiest(write, search, monkeypatch):
    monkeypatch.setattr(searching, "PAGES_LOOKED_AT", 2)
    monkeypatch.setattr(searching, "FEWEST_A_WORD", 2)
    write("Under the bridge")
    for number in range(3):
        write(f"Number {number}", body_el3=words("A bridge."))

    found = search("bridge")

    assert len(found) == 2
    assert found[0] == "Under the bridge"


# -- kept true


def test_rebuilding_keeps_every_word_and_the_check_sees_each_that_is_wrong(write, search, capsys):
    write("Under the bridge")
    write("Over the bridge")
    before = set(ItemWord.objects.values_list("item__content_id", "word__word", "weight"))

    rebuild()
    assert set(ItemWord.objects.values_list("item__content_id", "word__word", "weight")) == before
    assert list(differences()) == []

    ItemWord.objects.filter(word__word="bridg").update(weight=1)
    SearchWord.objects.filter(word="under").update(pages=7)
    with pytest.raises(CommandError):
        call_command("project", check=True)
    said = capsys.readouterr().out
    assert said.count("(words)") == 2
    call_command("project")
    assert list(differences()) == []


def test_how_many_pages_have_a_word_is_counted(write):
    write("Under the bridge")
    write("Over the bridge")

    assert SearchWord.objects.get(word="bridg").pages == 2
    SearchWord.objects.filter(word="bridg").update(pages=9)
    assert list(differences()) == ["miscounted: bridg (en): 9, really 2"]
