"""The hash covers all that a page says, and nothing of where and when it stands."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale

from agreement.hashing import BOOKKEEPING, content_hash, content_of
from articles.models import ArticlePage, VideoPage
from articles.models.videos import VideoCaptions
from pathways.models import PathwayPage
from tests.articles.media import CAPTIONS, captions
from tests.factories import block, draft, member_of, picture, png, published, situation, topic, words


@pytest.fixture
def page(newham):
    return draft(newham, by=member_of(newham))


def after(page: ArticlePage, **changes: object) -> str:
    """The hash with these fields changed, through a revision as the editor saves it."""
    changed = ArticlePage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(changed, name, value)
    return content_hash(changed.save_revision(clean=False).as_object())


def test_a_live_page_and_the_revision_it_was_published_from_have_one_hash(newham):
    page = published(newham, image=picture(), image_alt="A teal square")

    assert content_hash(page) == content_hash(page.live_revision.as_object())


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "May I say no?"},
        {"slug": "another-address"},
        {"summary": "Another sentence."},
        {"neutral_title": "Something else"},
        {"body_el3": words("Other words.")},
        {"body_l1": words("Words for a version that was not there.")},
        {"main_level": "l1"},
        {"age_to": 17},
        {"urgency": "now"},
        {"is_sensitive": True},
        {"content_notes": [block("note", "Mentions violence")]},
        {"sources": [block("source", {"title": "Childline", "url": "https://www.childline.org.uk/"})]},
        {"review_by": timezone.localdate() + timedelta(days=9)},
    ],
)
def test_whatever_the_page_says_differently_changes_the_hash(page, changes):
    assert after(page, **changes) != content_hash(page)


@pytest.mark.parametrize(
    "changes",
    [
        {"go_live_at": timezone.now() + timedelta(days=1)},
        {"expire_at": timezone.now() + timedelta(days=1)},
        {"draft_title": "For the lists in the admin"},
        {"locked": True},
    ],
)
def test_where_and_when_it_stands_does_not(page, changes):
    assert after(page, **changes) == content_hash(page)


def test_topics_situations_and_areas_count_by_what_they_are_and_not_by_their_labels(page):
    before = content_hash(page)
    page.topics.add(topic("grooming"))
    page.page_situations.create(situation=situation())
    with_more = content_hash(page)

    found = topic("grooming")
    found.name = "A new name for it"
    found.save()
    page.refresh_from_db()

    assert with_more != before
    assert content_hash(page) == with_more


def test_the_bytes_of_a_picture_count(page):
    shown = picture(file=png("teal"))
    page.image = shown
    before = content_hash(page)

    with shown.file.storage.open(shown.file.name, "wb") as stream:
        stream.write(png("red").read())

    assert content_hash(page) != before


def test_the_bytes_of_a_picture_inside_the_words_count(page):
    shown = picture(file=png("teal"))
    page.body_el3 = [block("image", {"image": shown.pk, "alt_text": "A square"})]
    before = content_hash(page)

    with shown.file.storage.open(shown.file.name, "wb") as stream:
        stream.write(png("red").read())

    assert content_hash(page) != before


def test_the_same_bytes_under_another_name_are_the_same_picture(page):
    page.image = picture(file=png("teal"))
    one = content_hash(page)
    page.image = picture(file=png("teal"))

    assert content_hash(page) == one


def test_a_file_cannot_be_swapped(page):
    shown = picture()
    shown.file = png("red")

    with pytest.raises(ValidationError, match="Upload the new one"):
        shown.save()


def test_a_field_at_its_default_is_left_out_so_that_a_migration_empties_nothing(page):
    said = content_of(page)

    assert {"urgency", "age_from", "body_l2", "is_sensitive"}.isdisjoint(said)


def test_no_bookkeeping_and_no_person_stands_in_what_is_hashed(newham):
    page = published(newham)

    assert (BOOKKEEPING - {"locale"}).isdisjoint(content_of(page))  # `locale` counts, by its language code
    assert not any("user" in key or "owner" in key for key in content_of(page))


def test_a_part_of_a_block_at_its_default_is_left_out_so_that_a_new_part_empties_nothing(newham):
    option = {"label": "Not sure", "next": "help"}
    before = {
        "key": "safe",
        "title": "Are you safe?",
        "text": {},
        "options": [{"type": "item", "id": "1", "value": option}],
    }
    now = {**before, "options": [{"type": "item", "id": "1", "value": {**option, "is_not_sure": False}}]}
    outcome = {"key": "help", "title": "Get help", "text": {}, "pages": []}

    old, new = (
        content_of(
            PathwayPage(
                title="A pathway", locale=newham.root_page.locale, translation_key=uuid.UUID(int=1), steps=steps
            )
        )
        for steps in (
            [{"id": "1", "type": "question", "value": before}, {"id": "2", "type": "outcome", "value": outcome}],
            [
                {"id": "1", "type": "question", "value": now},
                {"id": "2", "type": "outcome", "value": {**outcome, "urgency": "normal"}},
            ],
        )
    )

    assert old == new
    assert "urgency" not in old["steps"][1]["value"]


@pytest.mark.parametrize("days", [1, 14, 400])
def test_the_hash_of_the_same_words_is_the_same_on_any_other_day(newham, days):
    page = published(newham)
    agreed = content_hash(page)

    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        later = content_hash(ArticlePage.objects.get(pk=page.pk))

    assert later == agreed


def test_the_writers_own_date_of_an_older_page_stays_in_its_hash(page):
    """Until somebody's signature said it, a default did. What was agreed with such a date is what was agreed."""
    without = content_hash(page)
    page.reviewed_on = date(2026, 11, 2)

    assert content_of(page)["reviewed_on"] == date(2026, 11, 2)
    assert content_hash(page) != without


def test_a_new_page_says_nothing_about_who_checked_it(page):
    assert page.reviewed_on is None
    assert "reviewed_on" not in content_of(page)


def test_a_default_that_is_worked_out_each_time_is_no_default_to_leave_out(page):
    said = content_of(page)

    assert "review_by" in said


def test_captions_count_by_their_language_and_their_bytes(newham):
    video = VideoPage(title="No", slug="no", locale=Locale.objects.get(language_code="en"))
    said, other = captions(), captions(CAPTIONS.replace(b"no", b"yes"))

    def with_captions(**row: object) -> str:
        video.captions = [VideoCaptions(**row)] if row else []
        return content_hash(video)

    hashes = {
        with_captions(),
        with_captions(language="en", file=said),
        with_captions(language="cy", file=said),
        with_captions(language="en", file=other),
    }

    assert len(hashes) == 4
