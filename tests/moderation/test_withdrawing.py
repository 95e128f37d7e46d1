"""Withdrawing takes one adult and a moment; putting back takes a second one and the same words."""

import pytest

from agreement.models import Agreement, Withdrawal
from articles.models import ArticlePage
from moderation.actions import put_back, withdraw
from moderation.errors import NotAgreed, NotLive, NotWithdrawn, NotYourCheck
from tests.factories import UserFactory, draft, member_of, moderator_for, published
from tests.moderation.test_voting import rewrite


@pytest.fixture
def page(newham):
    return published(newham)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


def take_down(page, moderator, **said):
    return withdraw(
        page=page,
        moderator=moderator,
        **{"reason": "wrong", "reason_code": "content.wrong_or_unsafe_advice", "words": "One fact is wrong.", **said},
    )


def test_one_moderator_withdraws_a_page_at_once(page, moderator):
    take_down(page, moderator)

    assert not ArticlePage.objects.get(pk=page.pk).live
    assert not Agreement.objects.standing().exists()
    assert Withdrawal.objects.standing().get().content_id == page.translation_key


def test_a_moderator_of_another_council_withdraws_nothing(page, stoke):
    with pytest.raises(NotYourCheck):
        take_down(page, moderator_for(stoke))
    assert ArticlePage.objects.get(pk=page.pk).live


def test_a_member_withdraws_nothing(page, newham):
    with pytest.raises(NotYourCheck):
        take_down(page, member_of(newham))


def test_a_superuser_who_is_no_moderator_withdraws_nothing(page):
    with pytest.raises(NotYourCheck):
        take_down(page, UserFactory(is_superuser=True))


def test_a_draft_cannot_be_withdrawn(newham, moderator):
    with pytest.raises(NotLive):
        take_down(draft(newham, by=member_of(newham)), moderator)


def test_a_second_adult_puts_exactly_the_same_words_back(page, newham, moderator):
    hash_before = Agreement.objects.get().content_hash
    takedown = take_down(page, moderator)

    put_back(takedown=takedown, moderator=moderator_for(newham))

    restored = ArticlePage.objects.get(pk=page.pk)
    assert restored.live
    assert Agreement.objects.standing().get().content_hash == hash_before
    assert not Withdrawal.objects.standing().exists()


def test_whoever_withdrew_a_page_does_not_put_it_back(page, moderator):
    takedown = take_down(page, moderator)

    with pytest.raises(NotYourCheck):
        put_back(takedown=takedown, moderator=moderator)
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_putting_back_ignores_what_was_written_since(page, newham, moderator):
    takedown = take_down(page, moderator)
    rewrite(page.pk, by=member_of(newham), text="Words that nobody agreed.")

    put_back(takedown=takedown, moderator=moderator_for(newham))

    restored = ArticlePage.objects.get(pk=page.pk)
    assert "Words that nobody agreed." not in str(restored.body_el3)
    assert "Words that nobody agreed." in str(restored.get_latest_revision_as_object().body_el3)


def test_a_picture_that_changed_meanwhile_cannot_come_back(newham, moderator):
    from tests.factories import picture

    shown = picture()
    page = published(newham, image=shown, image_alt="A teal square")
    takedown = take_down(page, moderator)
    with shown.file.storage.open(shown.file.name, "wb") as stream:
        stream.write(b"another picture altogether")

    with pytest.raises(NotAgreed):
        put_back(takedown=takedown, moderator=moderator_for(newham))


def test_what_is_not_withdrawn_cannot_be_put_back(page, newham, moderator):
    takedown = take_down(page, moderator)
    second = moderator_for(newham)
    put_back(takedown=takedown, moderator=second)

    with pytest.raises(NotWithdrawn):
        put_back(takedown=takedown, moderator=second)


def test_what_was_withdrawn_and_then_went_live_unagreed_has_nothing_to_withdraw(page, moderator):
    take_down(page, moderator)
    page.get_latest_revision().publish(skip_permission_checks=True)

    with pytest.raises(NotLive):
        take_down(page, moderator)
