"""What a takedown took, and what of it keeps readers out: asked of its rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from agreement.hashing import content_hash
from agreement.models import Withdrawal
from articles.models import ArticlePage
from languages.models import TranslatedFrom
from moderation.actions import withdraw
from moderation.models import Takedown
from tests.factories import draft, moderator_for, published, words

LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def page(newham):
    return published(newham)


@pytest.fixture
def takedown(page, moderator):
    return withdraw(
        page=page, moderator=moderator, reason="wrong", reason_code="safe.disclosure", words="A number in it is wrong."
    )


def now(page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def in_welsh(page, panel, **fields) -> ArticlePage:
    """The same content in Welsh, as a draft."""
    other = draft(panel, **fields)
    welsh = panel.root_page.get_translations().get(locale__language_code="cy").locale
    Page.objects.filter(pk=other.pk).update(translation_key=page.translation_key, locale=welsh)
    return now(other)


def test_a_takedown_took_the_words_that_were_live_and_no_others(takedown, page, newham):
    assert takedown.took(now(page))
    assert not takedown.took(draft(newham, title="Something else"))

    changed = now(page)
    changed.body_el3 = words("Something that nobody withdrew.")
    assert not takedown.took(changed)


def test_who_withdrew_these_words_is_told_and_not_who_withdrew_others(takedown, page, moderator, newham):
    assert Takedown.objects.who_withdrew(now(page)) == {moderator.pk}

    changed = now(page)
    changed.title = "Something that nobody withdrew"
    assert Takedown.objects.who_withdrew(changed) == set()
    assert Takedown.objects.who_withdrew(draft(newham, title="Something else")) == set()


def test_typed_again_the_same_words_are_what_was_taken(takedown, page):
    again = now(page)
    again.body_el3 = words("You can say no. Tell somebody you trust.")  # blocks with other names

    assert content_hash(again) != content_hash(page)
    assert takedown.took(again)


def test_what_was_made_from_the_same_words_is_what_was_taken(takedown, page, newham):
    welsh = in_welsh(page, newham, title="Dywedwch na")
    assert not takedown.took(welsh)

    TranslatedFrom.objects.create(
        content_id=page.translation_key,
        locale="cy",
        content_hash=content_hash(welsh),
        source_locale="en",
        source_hash=content_hash(page),
    )

    assert takedown.took(welsh)


@pytest.mark.parametrize(("locale", "lost"), [("", True), ("cy", True), ("en", True), ("pl", False)])
def test_readers_of_a_translation_lost_it_with_its_own_language_its_source_or_the_whole(page, newham, locale, lost):
    welsh = in_welsh(page, newham)
    TranslatedFrom.objects.create(
        content_id=page.translation_key, locale="cy", content_hash="", source_locale="en", source_hash="a" * 64
    )
    Withdrawal.objects.create(content_id=page.translation_key, locale=locale, reason="wrong")

    assert Takedown.objects.readers_lost(welsh, since=LONG_AGO) is lost


@pytest.mark.parametrize(("locale", "lost"), [("", True), ("en", True), ("cy", False)])
def test_readers_of_an_original_lost_it_with_its_own_language_or_the_whole(page, locale, lost):
    Withdrawal.objects.create(content_id=page.translation_key, locale=locale, reason="wrong")

    assert Takedown.objects.readers_lost(page, since=LONG_AGO) is lost


def test_readers_lost_nothing_that_is_back_or_was_lost_before_or_is_another_page(page, newham):
    other = published(newham, title="Something else")
    Withdrawal.objects.create(content_id=other.translation_key, reason="wrong")
    assert Takedown.objects.readers_lost(page, since=LONG_AGO) is False

    lost = Withdrawal.objects.create(content_id=page.translation_key, reason="wrong")
    assert Takedown.objects.readers_lost(page, since=lost.withdrawn_at) is False
    assert Takedown.objects.readers_lost(page, since=lost.withdrawn_at - timedelta(seconds=1)) is True
    lost.put_back()
    assert Takedown.objects.readers_lost(page, since=LONG_AGO) is False


def test_in_one_language_it_goes_on_with_that_languages_page_and_everything_that_was_said(takedown, page, newham):
    welsh = in_welsh(page, newham)
    takedown.pages.create(page=welsh, revision=welsh.latest_revision, content_hash=content_hash(welsh))
    apart = Withdrawal.objects.create(content_id=page.translation_key, locale="cy", reason="wrong")
    assert takedown.languages() == {"en", "cy"}

    takedown.go_on_as(apart)

    one = apart.takedown
    said = ("youth_panel", "withdrawn_by", "reason_code", "words", "withdrawn_at")
    assert [getattr(one, name) for name in said] == [getattr(takedown, name) for name in said]
    assert (one.put_back_at, one.put_back_by) == (None, None)
    assert one.languages() == {"cy"}
    assert takedown.languages() == {"en"}


def test_a_takedown_is_called_by_what_it_took_and_why(takedown, page):
    assert str(takedown) == f"{page.translation_key}: safe.disclosure"
