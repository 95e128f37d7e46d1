"""What is hashed of a page on which everything is said, word by word, and its hash: neither may ever change by itself.

A hash that changes takes agreed words from readers. Where one of these fails, the change to the code is wrong, or every agreement in
every database has to be written anew by a migration.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Locale, Page

from agreement.canonical import digest
from agreement.hashing import bytes_are_missing, content_hash, content_of, identity, said_in
from articles.models import ArticlePage, VideoPage
from articles.models.videos import VideoCaptions
from pathways.models import PathwayPage
from taxonomy.models import Area
from tests.articles.media import captions, film
from tests.factories import UserFactory, picture, situation, topic

GOLDEN = Path(__file__).parent / "golden"
WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def block(number: int, kind: str, value: Any) -> dict[str, Any]:
    return {"id": f"block-{number}", "type": kind, "value": value}


def items(number: int, *values: Any) -> list[dict[str, Any]]:
    """Of a list within a block."""
    return [{"id": f"item-{number}-{place}", "type": "item", "value": value} for place, value in enumerate(values)]


SAID = {
    "title": "Someone asked me to carry something",
    "slug": "asked-to-carry",
    "seo_title": "For search engines",
    "search_description": "In one sentence",
    "show_in_menus": True,
    "neutral_title": "Getting help",
    "summary": "You can say no, and you can get help.",
    "image_alt": "A teal square",
    "content_notes": [block(1, "note", "Mentions violence")],
    "sources": [block(2, "source", {"title": "Childline", "url": "https://www.childline.org.uk/"})],
    "review_by": date(2027, 3, 1),
    "reviewed_on": date(2026, 3, 1),
    "age_from": 11,
    "age_to": 17,
    "urgency": "now",
    "is_sensitive": True,
}
# Where it stands, what happened to it, whose it is: nobody's words.
NOT_SAID = {
    "draft_title": "For lists in the admin",
    "go_live_at": WHEN,
    "expire_at": WHEN,
    "expired": True,
    "first_published_at": WHEN,
    "last_published_at": WHEN,
    "latest_revision_created_at": WHEN,
    "has_unpublished_changes": True,
    "live": False,
    "locked": True,
    "locked_at": WHEN,
}


def golden_of(page: Page, **named: Any) -> dict[str, Any]:
    """What is hashed of it, as JSON. Rows and files, which have other keys and bytes each time, stand in it by these names."""
    named |= {"grooming": topic("grooming"), "county lines": topic("county-lines"), "a situation": situation()}
    text = json.dumps(content_of(page), default=str, ensure_ascii=False)
    for name, row in named.items():
        counts_as = identity(row)
        known = counts_as["sha256"] if isinstance(counts_as, dict) else counts_as
        text = text.replace(json.dumps(known), json.dumps(name))
    golden = json.loads(text)
    return golden | {
        "page_topics": sorted(golden["page_topics"], key=str)
    }  # hashed in the order of their keys' digests


def placed(panel: Any, page: Page) -> Page:
    """In the tree, with everything filled in that is nobody's words, read again as Wagtail reads it."""
    page.translation_key = uuid.UUID(int=7)
    page.locale = Locale.objects.get(language_code="en")
    panel.root_page.add_child(instance=page)
    page.topics.set([topic("grooming"), topic("county-lines")])
    page.page_situations.create(situation=situation())
    page.page_areas.create(area=Area.objects.get(code="E09000025"))
    page.save()
    revision = page.save_revision(clean=False)
    author = UserFactory()
    bookkeeping = {**NOT_SAID, "owner": author, "locked_by": author, "live_revision": revision, "numchild": 3}
    Page.objects.filter(pk=page.pk).update(**bookkeeping, alias_of=panel.root_page)
    page.wagtail_admin_comments.create(user=author, text="Not said", contentpath="title")
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def linked(newham):
    page = PathwayPage(title="Somebody wants me to carry something", slug="linked", locale=newham.root_page.locale)
    return newham.root_page.add_child(instance=page)


@pytest.fixture
def article(newham, linked):
    shown = picture()
    words = [
        block(10, "paragraph", "<p>You can say <b>no</b>.</p>"),
        block(11, "key_message", "It is not your fault."),
        block(12, "steps", {"items": items(12, "Put the phone down.", "")}),
        block(13, "do_and_dont", {"do": items(13, "Keep the messages."), "dont": items(14, "Answer them.")}),
        block(15, "myth_and_fact", {"myth": "It gets worse.", "fact": "Most people are glad."}),
        block(16, "quote", {"text": "I told my aunt.", "attribution": ""}),
        block(17, "definition", {"term": "county lines", "meaning": "Making others carry things."}),
        block(18, "image", {"image": shown.pk, "alt_text": "A square"}),
        block(19, "content_note", "The next part mentions violence."),
        block(20, "steps", {"items": []}),
        block(21, "pathway", linked.pk),
    ]
    related = [block(22, "page", newham.root_page.pk)]
    said = {**SAID, "main_level": "el12", "is_safety_critical": True, "related": related, "image": shown}
    return placed(newham, ArticlePage(**said, body_el3=words, body_l1=[block(30, "key_message", "You can say no.")]))


@pytest.fixture
def video(newham):
    spoken = captions()
    page = VideoPage(**SAID, link="https://vimeo.com/1", transcript="You can say no.", film=film(), image=picture())
    page.captions = [VideoCaptions(language="cy", file=spoken), VideoCaptions(language="en", file=spoken)]
    return placed(newham, page)


@pytest.fixture
def pathway(newham):
    answers = [{"label": "Yes", "next": "help"}, {"label": "Not sure", "next": "help", "is_not_sure": True}]
    question = {"key": "safe", "title": "Are you safe?", "text": {"el3": "<p>Look round.</p>"}}
    outcome = {"key": "help", "title": "Get help", "urgency": "now", "text": {"el3": "<p>Call.</p>", "l2": ""}}
    steps = [
        block(1, "question", {**question, "options": items(1, *answers)}),
        block(2, "outcome", {**outcome, "pages": items(3, newham.root_page.pk)}),
    ]
    return placed(newham, PathwayPage(**SAID, steps=steps))


def golden(name: str) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def test_what_is_hashed_of_an_article_is_this_and_nothing_else(article, newham, linked):
    assert golden_of(article, picture=article.image, place=newham.root_page, pathway=linked) == golden("article")


def test_what_is_hashed_of_a_video_is_this_and_nothing_else(video):
    spoken = video.captions.first().file

    assert golden_of(video, picture=video.image, film=video.film, captions=spoken) == golden("video")


def test_what_is_hashed_of_a_pathway_is_this_and_nothing_else(pathway, newham):
    assert golden_of(pathway, place=newham.root_page) == golden("pathway")


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("name", "sha256"),
    [
        ("article", "4d7c2431a12d900ab441246a8548bc681468cead7441dc88dc40bf6459dfd48d"),
        ("video", "8e035194b0574cd7a8f72b32533af265bdbcd2a312e61491e29f187edd39a21a"),
        ("pathway", "d7c5f6b460ac7c373158b5c2a79e94cc84aebab5dddcd64579e5890228d1219f"),
    ],
)
def test_the_hash_of_the_same_content_is_the_same_for_ever(name, sha256):
    assert digest(golden(name)) == sha256


def test_a_page_read_as_a_plain_one_says_all_that_it_says(article):
    plain = Page.objects.get(pk=article.pk)

    assert type(plain) is Page
    assert content_of(plain) == content_of(article)
    assert content_hash(plain) == digest(content_of(article))


def test_the_order_of_captions_counts_and_that_of_topics_does_not(video):
    before = content_of(video)
    for row, place in zip(video.captions.all(), (2, 1), strict=True):
        row.sort_order = place
        row.save()
    turned = content_of(VideoPage.objects.get(pk=video.pk))
    rows = list(video.page_topics.all())
    video.page_topics = [*reversed(rows)]
    again = content_of(video)

    assert turned["captions"] == [*reversed(before["captions"])]
    assert len(rows) == 2
    assert again["page_topics"] == turned["page_topics"] == before["page_topics"]


# -- one field, and what is chosen


def test_one_field_is_said_as_the_whole_says_it_and_an_empty_one_too(article):
    assert said_in(article, "title") == SAID["title"]
    assert said_in(article, "body_el3") == content_of(article)["body_el3"]
    assert said_in(article, "body_l2") == []


def test_what_is_chosen_counts_by_what_it_is(article, newham):
    county_lines = topic("county-lines")

    assert identity(None) is None
    assert identity(newham.root_page) == str(newham.root_page.translation_key)
    assert identity(county_lines) == f"taxonomy.topic:{county_lines.pk}"
    assert identity(article.image) == {"sha256": article.image.content_digest()}


@pytest.mark.parametrize("shown_as", ["beside the title", "among the words"])
def test_a_page_whose_picture_is_gone_from_the_storage_is_told(newham, shown_as):
    shown = picture()
    beside = shown_as == "beside the title"
    words = [block(1, "key_message", "Say no."), block(2, "image", {"image": shown.pk, "alt_text": "A square"})]
    page = ArticlePage(locale=newham.root_page.locale, **({"image": shown} if beside else {"body_el3": words}))
    assert bytes_are_missing(page) is False

    shown.file.storage.delete(shown.file.name)

    assert bytes_are_missing(page) is True
