"""Each part of the one rule of what the public may see, by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from agreement.models import Agreement, Withdrawal
from agreement.visibility import PublicEye, may_be_public
from articles.models import ArticlePage
from tests.factories import published


@pytest.fixture
def page(newham):
    return published(newham)


def is_seen(page: ArticlePage) -> bool:
    """By the rule, and by the query that lists ask: they say the same."""
    seen = PublicEye().sees(ArticlePage.objects.get(pk=page.pk))
    assert ArticlePage.objects.filter(may_be_public(), pk=page.pk).exists() is seen
    return seen


def test_what_is_live_and_agreed_is_seen(page):
    assert is_seen(page)


def test_a_live_page_whose_agreement_was_revoked_is_not_seen(page):
    """Withdrawing unpublishes as well; the rule does not rely on it."""
    Agreement.objects.update(revoked_at=timezone.now())

    assert not is_seen(page)


@pytest.mark.parametrize(("locale", "seen"), [("", False), ("en", False), ("cy", True)])
def test_what_is_withdrawn_in_one_language_is_not_seen_in_that_one_alone(page, locale, seen):
    """Withdrawing unpublishes as well; the rule does not rely on it."""
    Withdrawal.objects.create(content_id=page.translation_key, locale=locale, reason="wrong")

    assert is_seen(page) is seen


@pytest.mark.parametrize(("minutes", "seen"), [(-1, False), (9, True)])
def test_a_page_is_not_seen_past_the_last_day_of_what_is_above_it(page, minutes, seen):
    above = Page.objects.get(pk=page.get_parent().pk)
    Page.objects.filter(pk=above.pk).update(expire_at=timezone.now() + timedelta(minutes=minutes))

    assert is_seen(page) is seen


def test_a_page_is_not_seen_past_its_own_last_day(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    assert not is_seen(page)


@pytest.mark.parametrize("above", [False, True])
def test_a_page_that_some_readers_alone_may_see_or_whose_place_is_like_that_is_not_seen(page, above):
    place = page.get_parent() if above else page
    PageViewRestriction.objects.create(page=place, restriction_type=PageViewRestriction.LOGIN)

    assert not is_seen(page)


def test_a_page_in_a_place_that_is_not_live_is_not_seen(page):
    Page.objects.filter(pk=page.get_parent().pk).update(live=False)

    assert not is_seen(page)


def test_what_was_agreed_in_another_language_is_not_seen_in_this_one(page):
    Agreement.objects.update(locale="cy")

    assert not is_seen(page)
