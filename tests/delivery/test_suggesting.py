"""Titles and situations for whoever is still typing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delivery.models import ContentItem
from taxonomy.models import PageSituation, Situation, SituationLabel, WordGroup
from tests.delivery.pages import agreed, article, translated
from tests.factories import words


@pytest.fixture
def suggest(client: Any) -> Any:
    def texts(typed: str, **others: Any) -> list[str]:
        answer = client.get("/api/v1/suggest/", {"q": typed, **others})
        assert answer.status_code == 200, answer.content
        return [item["text"] for item in answer.json()["items"]]

    return texts


@pytest.fixture
def pages(newham: Any, committed: Any) -> dict[str, Any]:
    with committed():
        owing = Situation.objects.create(slug="owe-someone", name="I owe someone money")
        Situation.objects.create(slug="nothing-about-it", name="I owe nobody")
        SituationLabel.objects.create(situation=owing, language="cy", label="Mae arna i arian")
        money = article(title="How do I get out of owing?", body_el3=words("A xylophone."))
        money.page_situations.add(PageSituation(situation=owing))
        return {
            "carry": agreed(newham, article(title="Someone asked me to carry a bag")),
            "money": agreed(newham, money),
            "pictures": agreed(newham, article(title="My pictures were shared")),
        }


def test_a_title_comes_up_while_it_is_typed(pages, suggest):
    for typed in ("carr", "carry", "someone asked me to ca", "CARRYING", "càrry", "carrry"):
        assert suggest(typed)[0] == "Someone asked me to carry a bag", typed


def test_a_situation_that_something_is_written_for_comes_first(pages, suggest, client):
    assert suggest("ow") == ["I owe someone money", "How do I get out of owing?"]
    said = client.get("/api/v1/suggest/", {"q": "owe mon"}).json()
    assert said["items"][0] == {
        "kind": "situation",
        "text": "I owe someone money",
        "locale": "en",
        "slug": "owe-someone",
        "content_id": None,
        "path": None,
        "type": None,
    }


def test_words_that_stand_only_inside_a_page_are_not_suggested(pages, suggest):
    assert suggest("xylophone") == []


def test_young_peoples_words_are_understood_here_too(pages, suggest):
    WordGroup.objects.create(typed="nudez", meant="pictures", language="en")

    assert suggest("nudez") == ["My pictures were shared"]


def test_at_most_as_many_as_asked_and_nothing_for_nothing(pages, suggest, client):
    assert len(suggest("ow", limit=1)) == 1
    assert suggest("") == suggest("   ") == suggest("qqq") == []
    assert client.get("/api/v1/suggest/", {"q": "a", "limit": 21}).status_code == 400
    assert client.get("/api/v1/suggest/", {"q": "a" * 20_001}).status_code == 400


def test_in_welsh_what_is_there_in_welsh_and_the_rest_along_the_chain(pages, suggest, committed):
    with committed():
        translated(pages["carry"], "cy", title="Gofynnodd rhywun i mi gario bag")

    assert suggest("cario", locale="cy") == ["Gofynnodd rhywun i mi gario bag"]
    assert suggest("gar", locale="cy") == ["Gofynnodd rhywun i mi gario bag"]
    assert suggest("ari", locale="cy")[0] == "Mae arna i arian"
    assert suggest("pict", locale="cy") == ["My pictures were shared"]
    assert suggest("pict", locale="cy", fallback="none") == []
    assert suggest("asked", locale="cy") == []


def test_what_is_past_its_last_day_is_not_suggested(pages, suggest):
    ContentItem.objects.update(expire_at=timezone.now() - timedelta(minutes=1))

    assert suggest("carry") == suggest("owe") == []


def test_suggestions_take_few_queries_and_nothing_may_keep_them(pages, client):
    client.get("/api/v1/suggest/", {"q": "owe"})

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/api/v1/suggest/", {"q": "owe carry"})

    assert len(answer.json()["items"]) == 3
    assert len(queries) <= 4
    assert answer.headers["Cache-Control"] == "no-store"


def test_help_comes_first_for_whoever_asks_for_it_now_however_long_it_gets(pages, client):
    for typed in ("i want to die", "so " * 3000 + "i want to die", "dw i eisiau marw"):
        assert client.get("/api/v1/suggest/", {"q": typed}).json()["meta"]["help_first"] is True
    assert client.get("/api/v1/suggest/", {"q": "carry"}).json()["meta"]["help_first"] is False
