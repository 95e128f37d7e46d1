"""What the demo makes: every page got where its file says by the road that every page takes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, TestCase
from wagtail.models import Page

from agreement.hashing import content_hash
from agreement.models import Agreement, Withdrawal
from articles.captions import read_captions
from articles.models import VideoPage
from cms.demo.loading import DemoContent, Fate, load
from cms.demo.making import Made, make_demo
from delivery.models import ContentItem, ItemState
from delivery.projection import in_plain_text
from literacy.levels import LiteracyLevel
from literacy.measures import measure
from moderation.models import Ballot, BallotKey, ModeratorCheck, Vote
from people.models import User, YouthPanel
from taxonomy.models import Topic
from tests.contract.strict import misfits
from tests.contract.typescript import compiled

OPENAPI = Path(settings.ROOT) / "docs" / "openapi.json"

# The mark is what makes pytest-django set a test database up at all.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def content() -> DemoContent:
    return load()


@pytest.fixture(scope="module")
def made(content: DemoContent, django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    """The demo, once for all tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            made = make_demo(content)
        yield made
        transaction.set_rollback(True)


def page_of(slug: str, language: str = "en") -> Page:
    return Page.objects.get(slug=slug, locale__language_code=language).specific


def where_it_is(page: Page) -> Fate:
    """How far a page has come, seen from what the house itself keeps."""
    if Withdrawal.objects.standing().filter(content_id=page.translation_key).exists():
        return Fate.WITHDRAWN
    if page.live:
        return Fate.LIVE
    state = page.current_workflow_state
    if state is None:
        return Fate.DRAFT
    if state.status == state.STATUS_NEEDS_CHANGES:
        return Fate.SENT_BACK
    step = state.current_task_state.specific
    return {Ballot: Fate.BALLOT, ModeratorCheck: Fate.CHECK}[type(step)]


def live_pages() -> list[Page]:
    return [page for page in Page.objects.live().specific() if hasattr(page, "problems_before_sending")]


@pytest.mark.node
def test_every_demo_item_is_a_value_of_types_that_are_made_from_the_contract(made: Made, tmp_path: Path) -> None:
    asked = {f"{item.content_id} {item.locale}": item for item in ContentItem.objects.filter(state=ItemState.LIVE)}
    said = {
        name: ("Item", Client().get(f"/api/v1/content/{item.content_id}/", {"locale": item.locale}).json())
        for name, item in asked.items()
    }

    assert len(said) >= 30
    assert compiled(OPENAPI, said, tmp_path) == ""
    assert {name: misfits(item, "Item") for name, (_, item) in said.items() if misfits(item, "Item")} == {}


def test_every_demo_page_gets_as_far_as_its_file_says(made: Made, content: DemoContent) -> None:
    arrived = {demo.slug: where_it_is(page_of(demo.slug)) for demo in content.pages}

    assert arrived == {demo.slug: demo.fate for demo in content.pages}


def test_every_live_demo_page_carries_an_agreement_for_exactly_its_words(made: Made) -> None:
    for page in live_pages():
        agreements = Agreement.objects.standing().about(
            content_id=page.translation_key, locale=page.locale.language_code
        )
        assert [agreement.content_hash for agreement in agreements] == [content_hash(page)], page.slug


def test_no_live_demo_page_has_anything_left_to_put_right(made: Made) -> None:
    assert {page.slug: page.problems_before_sending() for page in live_pages() if page.problems_before_sending()} == {}


def test_every_demo_page_that_a_moderator_signed_was_written_by_somebody_else(made: Made, content: DemoContent) -> None:
    checks = ModeratorCheck.objects.filter(marks__isnull=False)

    for check in checks:
        writers = {revision.user_id for revision in check.revision.content_object.revisions.all()}
        assert not writers & set(check.marks.values_list("moderator_id", flat=True))
    assert len(checks) == made.pages["live"] + made.pages["withdrawn"] + made.translations


def test_every_demo_page_has_a_writer_from_its_own_panel(made: Made, content: DemoContent) -> None:
    for demo in content.pages:
        page = page_of(demo.slug)
        panel = YouthPanel.objects.of_page(page)
        assert panel is not None
        assert panel.slug == demo.panel
        assert page.revisions.first().user in panel.current_members()


def test_the_welsh_pages_took_the_same_road_and_left_the_english_ones_alone(made: Made, content: DemoContent) -> None:
    for translation in content.translations:
        welsh, english = page_of(translation.address, "cy"), page_of(translation.slug)
        assert welsh.live
        assert translation.address != translation.slug
        assert welsh.title == translation.said["title"]
        assert welsh.translation_key == english.translation_key
        assert [level.value for level in welsh.written_levels()] == sorted(translation.said["versions"])
        assert Ballot.objects.filter(workflow_state__object_id=str(welsh.pk), outcome="carried").exists()
        assert english.title != welsh.title


def test_a_closed_demo_ballot_has_forgotten_who_chose_what_and_an_open_one_is_not_decided(made: Made) -> None:
    open_ballots = Ballot.objects.unclosed()

    assert len(open_ballots) == made.pages["ballot"]
    assert set(Vote.objects.values_list("ballot_id", flat=True)) == {ballot.pk for ballot in open_ballots}
    assert set(BallotKey.objects.values_list("ballot_id", flat=True)) == {ballot.pk for ballot in open_ballots}


def test_every_demo_video_has_its_film_its_captions_and_its_length(made: Made) -> None:
    videos = list(VideoPage.objects.filter(locale__language_code="en"))

    assert videos
    for video in videos:
        assert video.film is not None
        assert (video.film.width, video.film.height) == (854, 480)
        assert 15 < video.film.duration < 90
        assert [captions.language for captions in video.captions.all()] == ["en"]


def test_a_demo_page_points_to_the_pages_its_file_names(made: Made, content: DemoContent) -> None:
    for demo in content.pages:
        related = page_of(demo.slug).get_latest_revision_as_object().related
        assert [block.value.slug for block in related] == demo.said["related"]


def test_a_demo_pathway_starts_where_its_file_says(made: Made, content: DemoContent) -> None:
    for demo in content.pages:
        if "start" in demo.said:
            assert page_of(demo.slug).steps[0].value["key"] == demo.said["start"]


def test_topics_have_their_labels_in_every_language(made: Made) -> None:
    topic = Topic.objects.get(slug="county-lines")

    assert topic.parent.slug == "exploitation"
    assert topic.label_in("cy") == "Llinellau cyffuriau (county lines)"


# -- what young people ask, and whether it is answered

QUESTIONS = tomllib.loads((Path(__file__).parent / "delivery" / "questions.toml").read_text())["questions"]


def is_answered(question: dict[str, Any], client: Client) -> bool:
    """Whether one of the pages that answer it, named by their English address, is among the first three."""
    asked = {"search": question["asked"], "locale": question.get("locale", "en"), "limit": 3}
    first_three = client.get("/api/v1/content/", asked).json()["items"]
    keys = [item["content_id"] for item in first_three]
    in_english = Page.objects.filter(translation_key__in=keys, locale__language_code="en")
    return in_english.filter(slug__in=question["needs"]).exists()


def test_what_young_people_ask_is_answered_within_the_first_three(made: Made, client: Client) -> None:
    """The odd questions tuned the search, the even ones only measure it. Reached: 47 and 46 of 49."""
    answered = [is_answered(question, client) for question in QUESTIONS]

    tuned, measured = answered[0::2], answered[1::2]
    share = {"tuned": sum(tuned) / len(tuned), "measured": sum(measured) / len(measured)}
    print("answered within the first three:", {name: f"{part:.0%}" for name, part in share.items()})  # noqa: T201
    assert len(QUESTIONS) >= 80
    assert share["tuned"] >= 0.92
    assert share["measured"] >= 0.90


def test_every_question_needs_a_page_that_is_live_in_the_demo(made: Made, content: DemoContent) -> None:
    live = {demo.slug for demo in content.pages if demo.fate == Fate.LIVE}

    assert {slug for question in QUESTIONS for slug in question["needs"]} <= live


# -- what readers get of it


@pytest.fixture(scope="module")
def api(made: Made, django_db_blocker: Any) -> Callable[..., Any]:
    """What the API answers: `api("content/", type="article")`."""

    def answer(path: str, **asked: str) -> Any:
        response = Client().get(f"/api/v1/{path}", asked)
        assert response.status_code == 200, response.content
        return response.json()

    return answer


@pytest.fixture(scope="module")
def items(api: Callable[..., Any], django_db_blocker: Any) -> list[dict[str, Any]]:
    """Every content item of the demo in English, whole."""
    with django_db_blocker.unblock():
        cards = api("content/", limit="100")["items"]
        return [api(f"content/{card['content_id']}/") for card in cards]


def of(kind: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in items if item["type"] == kind]


def test_readers_get_enough_of_the_demo_at_enough_levels(items: list[dict[str, Any]]) -> None:
    articles = of("article", items)

    assert len(articles) >= 24
    assert [item["title"] for item in items if "el3" not in item["levels"] and item["type"] != "video"] == []
    assert sum({"el12", "l1"} <= set(item["levels"]) for item in articles) >= 10
    assert len(of("pathway", items)) == 6
    assert len(of("video", items)) == 4


def test_readers_get_at_least_eight_advice_pages_in_welsh(api: Callable[..., Any]) -> None:
    cards = api("content/", type="article", locale="cy", fallback="none", limit="100")["items"]

    assert len(cards) >= 8
    assert {card["locale"] for card in cards} == {"cy"}


def test_the_demo_is_about_at_least_ten_things(items: list[dict[str, Any]]) -> None:
    assert len({topic["slug"] for item in of("article", items) for topic in item["topics"]}) >= 10


def test_every_version_that_readers_get_says_something_and_keeps_to_its_length(items: list[dict[str, Any]]) -> None:
    for item in of("article", items):
        for version in item["versions"]:
            most = LiteracyLevel(version["level"]).most_words
            assert version["body"], item["title"]
            assert 0 < version["words"] <= (most or version["words"]), (item["title"], version["level"])


def texts_in(value: Any) -> Iterator[str]:
    """The texts of a block's value, whatever its shape."""
    if isinstance(value, str):
        yield value
    else:
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part) if isinstance(part, str | dict | list) else ()


def test_no_english_version_reads_harder_than_the_level_it_is_for(items: list[dict[str, Any]]) -> None:
    for item in (item for item in items if item["locale"] == "en"):
        for version in in_plain_text(item)["versions"]:
            words = "\n".join(text for block in version["body"] for text in texts_in(block["value"]))
            level = measure(words).level
            assert level is None or level <= LiteracyLevel(version["level"]), (item["title"], version["level"], level)


def test_every_picture_that_readers_get_has_three_widths_and_to_share_and_says_what_it_shows(
    items: list[dict[str, Any]],
) -> None:
    for item in items:
        assert item["image"]["alt"].strip(), item["title"]
        sizes = [(one["width"], one["format"]) for one in item["image"]["renditions"]]
        assert sizes == [(320, "webp"), (640, "webp"), (960, "webp"), (1200, "jpeg")], item["title"]


def test_every_film_plays_for_the_public_with_captions_that_say_what_its_transcript_says(
    items: list[dict[str, Any]], made: Made
) -> None:
    for item in of("video", items):
        film, (source,), (captions,) = item["video"], item["video"]["sources"], item["video"]["captions"]
        assert 20 <= film["duration_seconds"] <= 60
        assert source["bytes"] < 1_000_000
        part = Client().get(local(source["url"]), headers={"range": "bytes=1000-1999"})
        assert (part.status_code, part["Content-Type"], len(part.content)) == (206, "video/mp4", 1000)
        answer = Client().get(local(captions["url"]))
        assert answer["Content-Type"].startswith("text/vtt")
        said = " ".join(read_captions(BytesIO(b"".join(answer))))
        assert words_in(said) == words_in(film["transcript"]), item["title"]


def local(address: str) -> str:
    return address.removeprefix(settings.PUBLIC_URL)


def words_in(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold())


def test_what_is_said_of_law_or_health_has_a_source_and_says_who_must_check_it(items: list[dict[str, Any]]) -> None:
    """Nobody who knows the law or medicine has read the demo yet, and the demo says so."""
    for item in items:
        sources = " ".join(source["title"].casefold() for source in item["sources"])
        topics = {topic["slug"] for topic in item["topics"]}
        assert item["sources"], item["title"]
        assert all(source["url"].startswith("https://") for source in item["sources"]), item["title"]
        if LAW.search(said_in(item)):
            assert "to be checked by a lawyer" in sources, item["title"]
        if topics & HEALTH_TOPICS or "suicide" in said_in(item):
            assert "to be checked by a clinician" in sources, item["title"]


LAW = re.compile(r"\b(against the law|illegal|arrest(ed)?|solicitor|the law says|legal rights?)\b", re.IGNORECASE)
HEALTH_TOPICS = {"feeling-low", "self-harm", "drugs"}


def said_in(item: dict[str, Any]) -> str:
    bodies = [version["body"] for version in item["versions"]]
    bodies += [version["body"] for step in item.get("steps", []) for version in step["versions"]]
    return json.dumps([bodies, [step["title"] for step in item.get("steps", [])]], ensure_ascii=False)


def test_every_pathway_leads_from_every_question_to_help(items: list[dict[str, Any]]) -> None:
    public = {item["content_id"] for item in items}
    for item in of("pathway", items):
        steps = {step["id"]: step for step in item["steps"]}
        assert item["start"] in steps
        assert 1 <= item["questions_left_max"] <= 7
        for step in item["steps"]:
            assert {option["next"] for option in step["options"]} <= steps.keys()
            assert step["kind"] == "question" or step["pages"] or step["urgency"] == "now", step["title"]
            assert {page["content_id"] for page in step["pages"]} <= public


def test_nobody_of_the_demos_people_is_in_anything_that_readers_get(items: list[dict[str, Any]]) -> None:
    names = set(User.objects.values_list("username", flat=True))
    said = json.dumps(items).casefold()

    assert {name for name in names if f'"{name.casefold()}"' in said} == set()
