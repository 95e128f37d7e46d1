"""What follows from a change: which contents readers must get anew, and what they stop getting at once."""

from __future__ import annotations

import gc
import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from wagtail.models import Locale, Page

from agreement.hashing import BOOKKEEPING
from articles.models import ArticlePage
from articles.models.videos import VideoCaptions, VideoPage
from delivery import actions, outbox
from delivery.actions import TooMany, content_ids_mentioning, publish_contents, rebuild
from delivery.models import ContentItem, CrisisSheet, Edition, OutboxEntry, SearchWord
from delivery.rows import BATCH
from taxonomy.models import Area, Topic
from tests.articles.media import captions
from tests.factories import block, draft, picture, situation, topic

A, B = uuid.UUID(int=1), uuid.UUID(int=2)


class Turned:
    """Whether anything that readers can get may have changed since it was asked last."""

    def __init__(self) -> None:
        Edition.turn()
        self.mark = Edition.mark_now()

    def __bool__(self) -> bool:
        before, self.mark = self.mark, Edition.mark_now()
        return before != self.mark


@pytest.fixture
def turned(newham):
    return Turned()


@pytest.fixture
def page(newham):
    return draft(newham)


def item(content_id: uuid.UUID = A, locale: str = "en", **fields) -> ContentItem:
    return ContentItem.objects.create(content_id=content_id, locale=locale, html="{}", **fields)


def shown() -> set[tuple[uuid.UUID, str]]:
    return set(ContentItem.objects.on_show().values_list("content_id", "locale"))


def in_welsh(page: ArticlePage) -> ArticlePage:
    """The same content in the place's other language."""
    place = page.get_parent().get_translations().get(locale__language_code="cy").specific
    other = ArticlePage(title="Cymraeg", slug="cymraeg", translation_key=page.translation_key, locale=place.locale)
    return place.add_child(instance=other)


# -- what is hidden at once


def test_what_is_hidden_is_as_if_it_were_long_past_its_last_day(turned):
    item(page_id=7)

    actions.hide_page(page_id=7)

    assert ContentItem.objects.get().expire_at == datetime(2000, 1, 1, tzinfo=UTC)
    assert turned
    actions.hide_page(page_id=7)  # nothing is left to hide
    assert not turned


def test_a_page_is_hidden_alone(turned):
    item(A, page_id=7), item(B, page_id=8)

    actions.hide_page(page_id=7)

    assert shown() == {(B, "en")}


@pytest.mark.parametrize(("locale", "left"), [("cy", {"en"}), ("en", {"cy"}), ("", set())])
def test_content_is_hidden_in_one_language_or_in_all(turned, locale, left):
    item(A, "en"), item(A, "cy"), item(B, "en")

    actions.hide_content(content_id=A, locale=locale)

    assert shown() == {(A, language) for language in left} | {(B, "en")}


def test_all_that_stands_in_a_place_is_hidden_with_it_and_nothing_beside_it(newham, stoke, turned):
    ours, theirs = draft(newham), draft(stoke)
    item(ours.translation_key, page_id=ours.pk), item(theirs.translation_key, page_id=theirs.pk)

    actions.hide_what_is_below(page_id=newham.root_page_id)
    assert shown() == {(theirs.translation_key, "en")}

    actions.hide_what_is_below(page_id=theirs.pk)
    assert shown() == set()


# -- what readers must get anew


def test_of_a_page_that_is_gone_its_item_says_which_content_it_was(page, turned):
    item(B, page_id=page.pk), item(A, page_id=page.pk + 1)
    assert actions.contents_of_page(page_id=page.pk) == {page.translation_key, B}
    assert not turned

    Page.objects.filter(pk=page.pk).delete()

    assert actions.contents_of_page(page_id=page.pk) == {B}


def test_a_content_is_asked_for_as_the_database_says_it():
    assert actions.content_itself(content_id=str(A)) == actions.content_itself(content_id=A) == {A}


def test_all_that_stands_in_a_place_follows_it(newham, stoke, page, turned):
    other, _theirs = draft(newham), draft(stoke)

    found = actions.contents_below(page_id=newham.root_page_id)

    assert found == {page.translation_key, other.translation_key}
    assert turned


def test_names_of_levels_concern_a_places_pages_in_that_language(newham, stoke, page, turned):
    english_only, _theirs = draft(newham), draft(stoke)
    in_welsh(page)

    place = str(newham.root_page.translation_key)

    assert actions.contents_in_place(content_id=place, language="cy") == {page.translation_key}
    assert turned
    assert actions.contents_in_place(content_id=place, language="en") == {
        page.translation_key,
        english_only.translation_key,
    }


def test_a_topic_concerns_its_pages_those_of_topics_below_it_and_crisis_help(newham, turned):
    above, elsewhere = topic("violence"), topic("school")
    below = Topic.objects.create(slug="knives", name="Knives", parent=above)
    pages = {name: draft(newham) for name in ("above", "below", "elsewhere")}
    for name, about in (("above", above), ("below", below), ("elsewhere", elsewhere)):
        pages[name].topics.set([about])
        pages[name].save()
    CrisisSheet.objects.all().delete()

    assert actions.contents_about_topic(topic_id=above.pk) == {
        pages["above"].translation_key,
        pages["below"].translation_key,
    }
    assert turned
    assert CrisisSheet.objects.exists()
    assert actions.contents_about_topic(topic_id=below.pk) == {pages["below"].translation_key}


def test_a_situation_an_area_and_a_language_concern_the_pages_that_have_them(newham, page, turned):
    other = draft(newham)
    page.page_situations.create(situation=situation())
    page.page_situations.create(situation=situation("elsewhere"))
    page.save()
    other.page_areas.create(area=Area.objects.get(code="E09000025"))
    other.save()
    welsh = in_welsh(page).locale

    assert actions.contents_for_situation(situation_id=situation().pk) == {page.translation_key}
    assert turned
    assert actions.contents_with_areas() == {other.translation_key}
    assert turned
    assert actions.contents_in_locale(locale_id=welsh.pk) == {page.translation_key}
    assert turned
    english = Locale.objects.get(language_code="en")
    assert actions.contents_in_locale(locale_id=english.pk) == {page.translation_key, other.translation_key}


def test_a_picture_concerns_the_pages_that_show_it_and_is_there_in_every_size(newham, page):
    shows, other = picture(), picture()
    page.image = shows
    page.save()
    beside = draft(newham, image=other)
    among = draft(newham, body_el3=[block("image", {"image": shows.pk, "alt_text": "A square"})])

    assert actions.contents_showing(picture_id=shows.pk) == {page.translation_key, among.translation_key}
    assert shows.renditions.exists()
    assert not other.renditions.exists()
    assert actions.contents_using(model="articles.picture", key=other.pk) == {beside.translation_key}


def test_a_caption_file_concerns_the_videos_that_it_goes_with(newham):
    spoken = captions()
    video = VideoPage(title="No", slug="no", locale=newham.root_page.locale)
    video.captions = [VideoCaptions(language="en", file=spoken)]
    newham.root_page.add_child(instance=video)

    assert actions.contents_using(model="articles.captionfile", key=spoken.pk) == {video.translation_key}
    assert actions.contents_using(model="articles.picture", key=spoken.pk) == set()


def test_what_mentions_a_content_links_to_it_or_takes_its_place(newham, page, django_assert_num_queries):
    links = draft(newham, related=[block("page", page.pk)])
    draft(newham)
    item(B, replacement=page.translation_key), item(A, replacement=B)

    assert content_ids_mentioning({page.translation_key}) == {links.translation_key, B}
    with django_assert_num_queries(0):
        assert content_ids_mentioning(set()) == set()


# -- written together, or not at all


def test_together_is_one_batch_and_no_more(db):
    publish_contents({uuid.uuid4() for _ in range(BATCH)}, together=True)

    with pytest.raises(TooMany):
        publish_contents({uuid.uuid4() for _ in range(BATCH + 1)}, together=True)
    publish_contents({uuid.uuid4() for _ in range(BATCH + 1)})


def test_crisis_help_is_written_once_in_each_language(newham, turned):
    actions.keep_crisis_help()
    assert turned
    sheets = set(CrisisSheet.objects.values_list("locale", "lines"))

    CrisisSheet.objects.update(lines="[]")
    CrisisSheet.objects.create(locale="xx", lines="[]")
    actions.keep_crisis_help()

    assert set(CrisisSheet.objects.values_list("locale", "lines")) == sheets
    assert {locale for locale, _lines in sheets} >= {"en", "cy"}


def test_made_anew_nothing_is_left_of_what_is_not_there(newham, turned):
    item(A, page_id=7, state="withdrawn")
    SearchWord.objects.create(key=1, locale="en", word="nobody", pages=9)
    CrisisSheet.objects.all().delete()

    assert rebuild() == 0

    assert not ContentItem.objects.exists()
    assert not SearchWord.objects.filter(pages__gt=0).exists()
    assert CrisisSheet.objects.exists()
    assert turned


@pytest.mark.parametrize("looking", [True, False])
def test_garbage_is_looked_for_afterwards_as_it_was_before(newham, looking):
    if not looking:
        gc.disable()
    try:
        rebuild()

        assert gc.isenabled() is looking
        assert gc.get_freeze_count() == 0 or looking  # what a process froze for itself before is not ours to count
    finally:
        gc.enable()


# -- what a saved page asks for


def written(action: str) -> list[dict]:
    return [json.loads(entry.what) for entry in OutboxEntry.objects.filter(action=action).order_by("pk")]


def test_a_pages_own_item_follows_it_and_a_places_items_follow_the_place(newham, page):
    place = newham.root_page
    place.translation_key = page.translation_key = A

    outbox.page_saved(page)
    outbox.page_saved(place)

    assert written("content_itself")[-1] == {"content_id": str(A)}
    assert {"page_id": place.pk} in written("contents_below")
    assert {"content_id": str(A)} not in written("contents_below")


@pytest.mark.parametrize(
    ("live", "was_published", "is_hidden"), [(True, True, False), (False, True, True), (False, False, True)]
)
def test_a_page_that_was_public_and_is_not_any_more_is_hidden_at_once(page, live, was_published, is_hidden):
    item(page.translation_key, page_id=page.pk), item(B, page_id=page.pk + 1)
    page.live = live
    page.first_published_at = timezone.now() if was_published else None

    outbox.page_saved(page)

    assert ((page.translation_key, "en") not in shown()) is is_hidden
    assert (B, "en") in shown()


def test_a_new_draft_waits_for_nobody(page, turned):
    """Hiding waits for whoever lets something out, so that it is asked first whether there is anything to hide."""
    page.translation_key = A

    outbox.page_saved(page)

    assert not turned


def test_a_place_that_is_not_live_hides_all_that_stands_in_it(newham, page):
    item(page.translation_key, page_id=page.pk)
    place = newham.root_page

    outbox.page_saved(place)
    assert shown() == {(page.translation_key, "en")}
    place.live = False
    outbox.page_saved(place)
    assert shown() == set()


def test_a_page_that_goes_is_hidden_and_what_mentions_it_follows(newham, page):
    links = draft(newham, related=[block("page", page.pk)])
    item(page.translation_key, page_id=page.pk), item(B, page_id=links.pk)
    OutboxEntry.objects.all().delete()

    outbox.page_is_going(page)

    assert shown() == {(B, "en")}


def test_the_same_said_in_another_order_is_asked_for_once(db):
    outbox.later(actions.contents_in_place, content_id=A, language="cy")
    outbox.later(actions.contents_in_place, language="cy", content_id=A)

    assert written("contents_in_place") == [{"content_id": str(A), "language": "cy"}]


def test_what_the_database_could_not_call_by_its_name_is_refused_with_that_name(db):
    with pytest.raises(LookupError, match="hide_page is not among what may be asked for later"):
        outbox.later(actions.hide_page, page_id=1)

    assert not OutboxEntry.objects.exists()


@pytest.mark.parametrize(
    "name", ["live", "expire_at", "first_published_at", "last_published_at", "url_path", "path", "locale", "title"]
)
def test_what_readers_may_notice_is_written_down(page, name):
    page.translation_key = A  # of which nothing is written down yet

    outbox.page_saved(page, update_fields=[name, "locked"])

    assert OutboxEntry.objects.filter(action="content_itself", what__contains=str(A)).exists()


@pytest.mark.parametrize("name", sorted(BOOKKEEPING & {"locked", "owner", "draft_title", "latest_revision"}))
def test_what_readers_cannot_notice_asks_for_nothing(page, name):
    page.translation_key = A

    outbox.page_saved(page, update_fields=[name])

    assert not OutboxEntry.objects.filter(what__contains=str(A)).exists()


# -- doing it


def waiting(action: str = "contents_of_page", what: str = '{"page_id": 0}', **fields) -> OutboxEntry:
    return OutboxEntry.objects.create(action=action, what=what, **fields)


@pytest.mark.parametrize("number", [0, 1, 3, 500, 501])
def test_everything_that_is_due_is_done_and_counted(db, number):
    OutboxEntry.objects.bulk_create(
        OutboxEntry(action="contents_of_page", what='{"page_id": 0}') for _ in range(number)
    )
    tomorrow = waiting(not_before=timezone.now() + timedelta(days=1))

    assert outbox.drain() == number

    assert list(OutboxEntry.objects.all()) == [tomorrow]


@pytest.mark.parametrize(
    ("tries", "wait"),
    [
        (0, timedelta(seconds=5)),
        (1, timedelta(seconds=10)),
        (3, timedelta(seconds=40)),
        (9, timedelta(seconds=2560)),
        (10, timedelta(hours=1)),
        (20, timedelta(hours=1)),
        (44, timedelta(hours=1)),
        (32_767, timedelta(hours=1)),
    ],
)
def test_what_fails_is_tried_again_after_twice_as_long_each_time_within_the_hour(db, caplog, tries, wait):
    broken, done = waiting("nobody knows this", tries=tries), waiting()
    now = timezone.now().replace(microsecond=0)

    with time_machine.travel(now, tick=False):
        assert outbox.drain() == 2

    broken.refresh_from_db()
    assert (broken.tries, broken.not_before) == (min(tries + 1, 32_767), now + wait)
    assert not OutboxEntry.objects.filter(pk=done.pk).exists()
    assert "one by one" in caplog.text
    assert "Error calling nobody knows this after a commit" in caplog.text


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_busy_says_nothing_about_the_rows_that_wait(db, monkeypatch, error):
    first, *others = (waiting(what=json.dumps({"page_id": number})) for number in range(3))

    def busy():
        raise error("canceling statement due to lock timeout")

    monkeypatch.setattr(outbox, "one_at_a_time", busy)
    assert outbox.drain() == 1

    assert set(OutboxEntry.objects.filter(tries=1)) == {first}
    assert set(OutboxEntry.objects.due()) == set(others)


@pytest.mark.parametrize("error", [OperationalError, RuntimeError])
def test_whatever_fails_at_the_start_keeps_no_process_from_answering(db, monkeypatch, caplog, error):
    def broken():
        raise error("nobody thought of this")

    waiting()
    monkeypatch.setattr(outbox, "one_at_a_time", broken)

    outbox.drain_at_start()

    assert "waits for the scheduler" in caplog.text


def test_what_was_left_behind_is_done_at_the_start(db):
    waiting()

    outbox.drain_at_start()

    assert not OutboxEntry.objects.exists()


def test_a_content_that_waits_is_let_out_and_its_row_goes(newham, page):
    item(page.translation_key, page_id=page.pk, state="withdrawn")
    OutboxEntry.objects.all().delete()
    waiting("content_itself", json.dumps({"content_id": str(page.translation_key)}))

    outbox.drain()

    assert not ContentItem.objects.exists()  # a draft has none
    assert not OutboxEntry.objects.exists()


# -- when it is due


def test_what_waits_is_done_in_the_order_it_was_written_once_its_time_has_come(db):
    now = timezone.now()
    first = OutboxEntry.objects.create(action="a", what="{}")
    later = OutboxEntry.objects.create(action="b", what="{}", not_before=now + timedelta(minutes=1))
    due = OutboxEntry.objects.create(action="c", what="{}", not_before=now)

    assert list(OutboxEntry.objects.due()) == [first, due]
    first.try_again(timedelta(minutes=5))
    assert list(OutboxEntry.objects.due()) == [due]
    first.refresh_from_db()
    assert first.tries == 1
    assert set(OutboxEntry.objects.stuck()) == {first}
    assert later.pk
