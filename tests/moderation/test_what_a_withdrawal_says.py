"""A withdrawal and a putting back: whom they touch, and what readers, the panel and a page's history are told."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry, Revision

from agreement.hashing import content_hash
from agreement.models import Agreement, AgreementKind, Withdrawal
from agreement.signals import agreements_revoked
from articles.models import ArticlePage
from moderation.actions import agree, put_back, withdraw
from moderation.errors import NotAgreed, NotLive, NotYourCheck
from moderation.models import Decision, Takedown
from people.models import Appointment, Membership
from tests.delivery.pages import agreed, article, translated
from tests.factories import member_of, members_of, moderator_for, published, send_in, words
from tests.moderation.doors import browser_of, text_of
from tests.moderation.test_voting import rewrite

WHY = {"reason": "out_of_date", "reason_code": "content.out_of_date", "words": "The number is an old one."}
DAY = timedelta(days=1)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def second(newham):
    return moderator_for(newham)


@pytest.fixture
def page(newham):
    return agreed(newham, article(slug="a-page"))


@pytest.fixture
def welsh(page):
    return translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")


def now(page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def standing() -> set[tuple[uuid.UUID, str]]:
    return set(Agreement.objects.standing().values_list("content_id", "locale"))


# -- withdrawing: whom it touches


def test_a_withdrawal_takes_nothing_from_readers_of_other_pages(newham, page, moderator):
    other = agreed(newham, article(slug="another-page"))

    withdraw(page=page, moderator=moderator, **WHY)

    assert now(other).live
    assert standing() == {(other.translation_key, "en")}


def test_a_page_is_withdrawn_also_where_others_are_already(newham, page, moderator):
    other = agreed(newham, article(slug="another-page"))
    withdraw(page=other, moderator=moderator, **WHY)

    withdraw(page=page, moderator=moderator, **WHY)

    assert not now(page).live


def test_a_withdrawal_is_of_every_language_where_nobody_says_otherwise(page, welsh, moderator):
    takedown = withdraw(page=page, moderator=moderator, **WHY)

    assert Withdrawal.objects.get().locale == ""
    assert {taken.page_id for taken in takedown.pages.all()} == {page.pk, welsh.pk}
    assert not now(page).live
    assert not now(welsh).live
    assert standing() == set()


def test_a_withdrawal_of_one_language_leaves_the_others_to_their_readers(page, welsh, moderator):
    takedown = withdraw(page=welsh, moderator=moderator, this_language_only=True, **WHY)

    assert Withdrawal.objects.get().locale == "cy"
    assert [taken.page_id for taken in takedown.pages.all()] == [welsh.pk]
    assert now(page).live
    assert standing() == {(page.translation_key, "en")}


def test_one_language_that_is_withdrawn_keeps_nobody_from_withdrawing_all_the_others(page, welsh, moderator):
    withdraw(page=welsh, moderator=moderator, this_language_only=True, **WHY)

    withdraw(page=page, moderator=moderator, **WHY)

    assert not now(page).live


def test_a_withdrawal_takes_down_what_readers_had_and_no_draft(newham, page, moderator):
    """A draft in another language was with nobody."""
    welsh = page.copy_for_translation(Locale.objects.get(language_code="cy"), copy_parents=True)
    agree(welsh, content_hash=content_hash(welsh), kind=AgreementKind.BALLOT)

    takedown = withdraw(page=page, moderator=moderator, **WHY)

    assert [taken.page_id for taken in takedown.pages.all()] == [page.pk]


def test_what_went_live_past_the_panel_is_not_among_what_can_be_put_back(page, welsh, moderator):
    """In its language nothing stands behind it: put back, it would be words that nobody agreed to."""
    Agreement.objects.filter(locale="cy").update(revoked_at=timezone.now())

    takedown = withdraw(page=page, moderator=moderator, **WHY)

    assert [taken.page_id for taken in takedown.pages.all()] == [page.pk]


def test_what_was_agreed_and_went_offline_has_nothing_to_withdraw(page, moderator):
    ArticlePage.objects.filter(pk=page.pk).update(live=False)

    with pytest.raises(NotLive):
        withdraw(page=now(page), moderator=moderator, **WHY)


def test_a_page_of_no_panel_has_no_moderator_who_could_withdraw_it(newham, page, moderator):
    national = moderator_for(newham)
    Appointment.objects.filter(user=national).update(council=None)
    newham.root_page.get_parent().add_child(instance=(elsewhere := article(title="Elsewhere", slug="elsewhere")))
    agree(elsewhere, content_hash=content_hash(elsewhere), kind=AgreementKind.BALLOT)

    for user in (moderator, national):
        with pytest.raises(NotYourCheck):
            withdraw(page=elsewhere, moderator=user, **WHY)


def test_a_translation_withdrawn_as_a_whole_ends_the_vote_on_its_source_too(newham, page, welsh, moderator):
    writer = member_of(newham)
    members_of(newham, 3)
    rewrite(page.pk, by=writer, text="Ring the second number.")
    ballot = send_in(now(page), by=writer)

    withdraw(page=welsh, moderator=moderator, **WHY)

    ballot.refresh_from_db()
    assert ballot.outcome == "void"


def test_one_language_withdrawn_ends_the_vote_on_its_own_newer_words(newham, page, welsh, moderator):
    writer = member_of(newham)
    members_of(newham, 3)
    rewrite(page.pk, by=writer, text="Ring the second number.")
    ballot = send_in(now(page), by=writer)

    withdraw(page=now(page), moderator=moderator, this_language_only=True, **WHY)

    ballot.refresh_from_db()
    assert ballot.outcome == "void"


# -- withdrawing: what is said


def test_the_public_reads_its_reason_and_where_to_go_and_the_panel_the_moderators_words(newham, page, moderator):
    instead = uuid.uuid4()

    takedown = withdraw(page=page, moderator=moderator, replacement=instead, **WHY)

    public = Withdrawal.objects.get()
    assert (public.content_id, public.reason, public.replacement) == (page.translation_key, "out_of_date", instead)
    assert (takedown.withdrawal, takedown.youth_panel, takedown.withdrawn_by) == (public, newham, moderator)
    assert (takedown.reason_code, takedown.words) == ("content.out_of_date", "The number is an old one.")


def test_a_takedown_keeps_exactly_the_words_that_readers_lost(page, moderator):
    takedown = withdraw(page=page, moderator=moderator, **WHY)

    (taken,) = takedown.pages.all()
    assert (taken.page_id, taken.revision, taken.content_hash) == (page.pk, page.live_revision, content_hash(page))


def test_the_panels_history_says_that_it_was_withdrawn_and_why(newham, page, moderator):
    withdraw(page=page, moderator=moderator, **WHY)

    said = Decision.objects.get()
    assert (said.youth_panel, said.kind, said.title) == (newham, "withdrawn", page.title)
    assert (said.page_id, said.content_id, said.locale) == (page.pk, page.translation_key, "en")
    assert (said.reason_code, said.words) == ("content.out_of_date", "The number is an old one.")


def test_the_pages_history_says_who_took_it_down_and_who_put_it_back(page, moderator, second):
    takedown = withdraw(page=page, moderator=moderator, **WHY)
    put_back(takedown=takedown, moderator=second)

    by = dict(PageLogEntry.objects.filter(page=page.pk).order_by("timestamp").values_list("action", "user"))
    assert by["wagtail.unpublish"] == moderator.pk
    assert by["wagtail.publish"] == second.pk


def test_whoever_shows_readers_what_was_agreed_hears_of_exactly_what_was_taken_back(newham, page, welsh, moderator):
    agreed(newham, article(slug="another-page"))
    heard = []

    def listen(sender, content_id, locale, **kwargs) -> None:
        heard.append((content_id, locale))

    agreements_revoked.connect(listen)
    try:
        withdraw(page=page, moderator=moderator, **WHY)
    finally:
        agreements_revoked.disconnect(listen)

    assert sorted(locale for _content_id, locale in heard) == ["cy", "en"]
    assert {content_id for content_id, _locale in heard} == {page.translation_key}


# -- putting back


def test_putting_back_is_noted_with_the_second_adult_and_in_the_panels_history(newham, page, moderator, second):
    takedown = withdraw(page=page, moderator=moderator, **WHY)

    put_back(takedown=takedown, moderator=second)

    takedown = Takedown.objects.get()
    assert takedown.put_back_by == second
    assert takedown.put_back_at is not None
    assert takedown.withdrawal.put_back_at is not None
    said = Decision.objects.get(kind="put_back")
    assert (said.youth_panel, said.page_id, said.title) == (newham, page.pk, page.title)


def test_every_language_comes_back_with_its_own_agreement(page, welsh, moderator, second):
    takedown = withdraw(page=page, moderator=moderator, **WHY)

    put_back(takedown=takedown, moderator=second)

    assert now(page).live
    assert now(welsh).live
    assert standing() == {(page.translation_key, "en"), (page.translation_key, "cy")}
    assert {one.content_hash for one in Agreement.objects.standing()} == {
        content_hash(now(page)),
        content_hash(now(welsh)),
    }


def test_words_that_were_checked_twice_come_back_with_the_later_day(page, moderator, second):
    first_day, later_day = date(2026, 3, 1), date(2026, 9, 1)
    Agreement.objects.update(checked_on=first_day, agreed_at=timezone.now() - 200 * DAY)
    agree(page, content_hash=content_hash(page), kind=AgreementKind.BALLOT)
    Agreement.objects.exclude(checked_on=first_day).update(checked_on=later_day)
    takedown = withdraw(page=page, moderator=moderator, **WHY)

    put_back(takedown=takedown, moderator=second)

    assert Agreement.objects.standing().get().checked_on == later_day


def test_one_agreement_stands_where_the_same_words_were_agreed_twice(page):
    agree(page, content_hash=content_hash(page), kind=AgreementKind.BALLOT)

    assert Agreement.objects.standing().count() == 1


def test_words_that_nobody_ever_agreed_to_are_not_put_back(page, moderator, second):
    takedown = withdraw(page=page, moderator=moderator, **WHY)
    Agreement.objects.all().delete()

    with pytest.raises(NotAgreed):
        put_back(takedown=takedown, moderator=second)
    assert not now(page).live


def test_what_lost_its_words_is_not_put_back_and_the_desk_still_shows_it(page, moderator, second):
    takedown = withdraw(page=page, moderator=moderator, **WHY)
    Revision.objects.filter(pk=page.live_revision_id).delete()

    with pytest.raises(NotAgreed):
        put_back(takedown=takedown, moderator=second)
    assert page.title in text_of(browser_of(second).get(reverse("moderation:desk")))
    assert not now(page).live


def test_what_is_gone_altogether_is_put_back_by_nobody(newham, page, moderator, second):
    takedown = withdraw(page=page, moderator=moderator, **WHY)
    takedown.pages.update(page=None)

    for user in (member_of(newham), moderator, second):
        with pytest.raises(NotAgreed):
            put_back(takedown=takedown, moderator=user)
    assert Withdrawal.objects.standing().exists()
    assert str(page.translation_key) in text_of(browser_of(second).get(reverse("moderation:desk")))


def test_where_one_language_is_gone_the_others_come_back(page, welsh, moderator, second):
    takedown = withdraw(page=page, moderator=moderator, **WHY)
    takedown.pages.filter(page=welsh.pk).update(page=None)

    put_back(takedown=takedown, moderator=second)

    assert now(page).live
    assert Decision.objects.get(kind="put_back").page_id == page.pk


def test_whoever_wrote_newer_words_that_wait_does_not_put_the_old_ones_back(page, moderator, second):
    takedown = withdraw(page=page, moderator=moderator, **WHY)
    rewrite(page.pk, by=second, text="Ring the second number.")

    with pytest.raises(NotYourCheck):
        put_back(takedown=takedown, moderator=second)


def test_a_moderator_of_another_council_puts_nothing_back(page, moderator, stoke):
    takedown = withdraw(page=page, moderator=moderator, **WHY)

    with pytest.raises(NotYourCheck):
        put_back(takedown=takedown, moderator=moderator_for(stoke))


# -- putting back, and who may have voted


@pytest.fixture
def voted_on(newham, moderator):
    """A page on which the panel voted from ten to eight days ago, withdrawn now."""
    page = published(newham, body_el3=words("Ring the first number."))
    ballot = newham.ballots.get()
    ballot.started_at, ballot.finished_at = timezone.now() - 10 * DAY, timezone.now() - 8 * DAY
    ballot.save(update_fields=["started_at", "finished_at"])
    return withdraw(page=now(page), moderator=moderator, **WHY)


def was_a_member(user, panel, *, first: int, last: int) -> None:
    """From `first` to `last` days ago, long before they were a moderator."""
    today = timezone.localdate()
    Appointment.objects.filter(user=user).update(starts_on=today)
    Membership.objects.bulk_create(
        [Membership(user=user, youth_panel=panel, starts_on=today - first * DAY, ends_on=today - last * DAY)]
    )


def test_who_was_in_the_panel_while_it_voted_puts_nothing_back(newham, voted_on, second):
    was_a_member(second, newham, first=9, last=9)

    with pytest.raises(NotYourCheck):
        put_back(takedown=voted_on, moderator=second)


@pytest.mark.parametrize(("first", "last"), [(30, 11), (7, 2)], ids=["left before", "joined after"])
def test_who_was_in_the_panel_before_or_after_it_voted_may_put_back(newham, voted_on, second, first, last):
    was_a_member(second, newham, first=first, last=last)

    put_back(takedown=voted_on, moderator=second)

    assert not Withdrawal.objects.standing().exists()


def test_who_was_in_another_panel_while_this_one_voted_may_put_back(voted_on, stoke, second):
    was_a_member(second, stoke, first=9, last=9)

    put_back(takedown=voted_on, moderator=second)

    assert not Withdrawal.objects.standing().exists()


def test_who_was_in_the_panel_while_it_voted_on_other_words_may_put_these_back(newham, page, moderator, voted_on):
    """Those that were agreed without a ballot of this panel's."""
    third = moderator_for(newham)
    was_a_member(third, newham, first=9, last=9)
    takedown = withdraw(page=page, moderator=moderator, **WHY)

    put_back(takedown=takedown, moderator=third)

    assert now(page).live


def test_while_the_very_same_words_are_voted_on_again_whoever_was_in_the_panel_since_puts_nothing_back(
    newham, voted_on, second
):
    page = voted_on.pages.get().page.specific
    members_of(newham, 3)
    again = send_in(now(page), by=member_of(newham))
    again.started_at = timezone.now() - 5 * DAY
    again.save(update_fields=["started_at"])
    was_a_member(second, newham, first=3, last=2)

    with pytest.raises(NotYourCheck):
        put_back(takedown=voted_on, moderator=second)
    assert not now(page).live
    assert page.title in text_of(browser_of(second).get(reverse("moderation:desk")))
