"""Each part of the one rule of what the public may see, by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from agreement.models import Agreement, Withdrawal
from agreement.visibility import PublicEye, may_be_public, on_show, under_restriction
from articles.models import ArticlePage
from tests.factories import draft, published


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


def test_another_page_that_was_agreed_says_nothing_about_this_one(page, newham):
    published(newham, title="Something else that the panel agreed")
    Agreement.objects.filter(content_id=page.translation_key).delete()

    assert not is_seen(page)


def test_another_page_that_was_withdrawn_says_nothing_about_this_one(page, newham):
    other = published(newham, title="Something else that was withdrawn")
    Withdrawal.objects.create(content_id=other.translation_key, reason="wrong")

    assert is_seen(page)


def test_other_words_than_were_agreed_are_not_seen(page):
    """Lists ask by title alone, so they are not asked here."""
    Page.objects.filter(pk=page.pk).update(title="What nobody agreed")

    assert not PublicEye().sees(ArticlePage.objects.get(pk=page.pk))


def test_a_page_that_is_not_live_is_not_seen(page):
    Page.objects.filter(pk=page.pk).update(live=False)

    assert not is_seen(page)


def test_its_last_day_is_over_in_the_moment_that_it_says(page):
    moment = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    Page.objects.filter(pk=page.pk).update(expire_at=moment)

    with time_machine.travel(moment - timedelta(seconds=1), tick=False):
        assert is_seen(page)
    with time_machine.travel(moment, tick=False):
        assert not is_seen(page)


def test_a_restriction_of_the_kind_none_keeps_nobody_out(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.NONE)

    assert is_seen(page)
    assert under_restriction([page]) == []


def test_what_is_under_a_restriction_is_told_live_or_not(page, newham):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    elsewhere = draft(newham)
    Page.objects.filter(pk=page.pk).update(live=False)

    assert under_restriction([elsewhere, page]) == [page]


def test_where_there_is_no_page_nothing_is_asked(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert under_restriction([]) == []
        assert on_show([]) == []
        assert PublicEye().among([]) == []


def test_what_is_not_live_is_not_on_show_without_a_question(django_assert_num_queries, newham):
    unsent = draft(newham)

    with django_assert_num_queries(0):
        assert on_show([unsent]) == []


def test_a_page_read_as_a_plain_one_is_judged_by_all_its_words(page):
    plain = Page.objects.get(pk=page.pk)

    assert PublicEye().sees(plain)


def test_pages_come_in_the_order_they_were_given(page, newham):
    others = [published(newham, title=f"Something else, number {number}") for number in (1, 2)]
    unsent = draft(newham)
    given = [others[1], unsent, page, others[0]]

    assert PublicEye().among(given) == [others[1], page, others[0]]


def test_the_day_of_the_check_is_told_of_exactly_these_words(page):
    eye = PublicEye()

    assert eye.checked_on(page) == timezone.localdate()
    page.title = "What nobody checked"
    assert PublicEye().checked_on(page) is None


def test_what_was_looked_up_once_is_not_asked_again(page, newham, django_assert_num_queries):
    """A hash takes longer than all the rest, and a list asks about the same pages several times."""
    other = published(newham, title="Something else")
    eye = PublicEye()
    assert eye.sees(page)
    assert eye.sees(other)

    with django_assert_num_queries(0):
        assert eye.among([page, other]) == [page, other]
        assert eye.checked_on(page) == eye.checked_on(other) == timezone.localdate()
        assert eye.hash_of(page) != eye.hash_of(other)
