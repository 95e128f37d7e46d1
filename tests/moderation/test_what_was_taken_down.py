"""Revoked is not agreed: what readers lost comes back put back, or past people who read why it was taken from them."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from agreement.four_eyes import setting_up
from agreement.models import Agreement, Withdrawal
from agreement.signals import about_to_be_sent
from articles.models import ArticlePage
from delivery.checking import differences
from moderation.actions import put_back, withdraw
from moderation.authorship import writers_of
from moderation.comparison import last_agreed
from moderation.errors import NotLive, NotYourCheck, WithdrawnAltogether
from moderation.models import Takedown
from people.models import Appointment
from tests.delivery.pages import agreed, article, translated
from tests.factories import check_of, draft, member_of, members_of, moderator_for, published, send_in, vote, words
from tests.moderation.doors import browser_of, text_of
from tests.moderation.test_panel_pages import page_of
from tests.moderation.test_voting import rewrite

FIRST, SECOND = "Ring the first number.", "Ring the second number."
WHY = {"reason": "wrong", "reason_code": "safe.self_harm", "words": "One step in it can hurt somebody."}


def now(page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def say_instead(page, newham, text: str, *, moderator) -> None:
    """Other words take the whole road."""
    writer = member_of(newham)
    rewrite(page.pk, by=writer, text=text)
    agree_to(send_in(now(page), by=writer), moderator=moderator)


def go_back(page, text: str, *, by) -> None:
    """To the newest revision that said this, as Wagtail's history does."""
    said = [revision.as_object() for revision in page.revisions.order_by("-pk")]
    next(then for then in said if text in str(then.body_el3)).save_revision(user=by)


def all_agree(ballot) -> None:
    electors = ballot.electorate()
    voters = [member for member in ballot.youth_panel.current_members() if member.pk in electors]
    vote(ballot, voters, "A" * len(voters))


def agree_to(ballot, *, moderator) -> None:
    all_agree(ballot)
    check_of(ballot).sign(moderator)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def replaced(newham, moderator):
    """A page that said FIRST and says SECOND now."""
    members_of(newham, 3)
    page = published(newham, body_el3=words(FIRST))
    say_instead(page, newham, SECOND, moderator=moderator)
    return page


@pytest.fixture
def withdrawn(newham, moderator):
    """A page that was taken from its readers by `moderator`."""
    page = published(newham, body_el3=words(FIRST))
    withdraw(page=now(page), moderator=moderator, **WHY)
    return page


def test_whoever_puts_replaced_words_back_wrote_them_and_does_not_vote(newham, replaced):
    member = member_of(newham)
    go_back(replaced, FIRST, by=member)

    ballot = send_in(now(replaced), by=member)

    assert member.pk not in ballot.electorate()


def test_words_that_were_replaced_are_held_against_those_that_stand(newham, replaced):
    member, voter = member_of(newham), member_of(newham)
    go_back(replaced, FIRST, by=member)

    said = text_of(browser_of(voter).get(page_of(send_in(now(replaced), by=member))))

    assert re.search(r"<del>.{0,80}second", said)
    assert re.search(r"<ins>.{0,80}first", said)
    assert "these are the words that were agreed" not in said


def test_going_back_to_what_stands_makes_nobody_a_writer(newham, replaced):
    go_back(replaced, FIRST, by=member_of(newham))
    go_back(replaced, SECOND, by=member_of(newham))

    assert writers_of(now(replaced)) == set()


def test_after_a_withdrawal_newer_words_are_held_against_those_that_readers_lost(newham, replaced, moderator):
    withdraw(page=now(replaced), moderator=moderator, **WHY)
    member = member_of(newham)
    rewrite(replaced.pk, by=member, text=FIRST)

    before = last_agreed(now(replaced).get_latest_revision_as_object())

    assert SECOND in str(before.page.body_el3)
    assert not before.is_agreed
    assert writers_of(now(replaced)) == {member.pk}


@pytest.mark.parametrize("text", [FIRST, SECOND])
def test_ballot_and_check_say_that_a_page_was_taken_down_and_why(newham, withdrawn, text):
    second, member, voters = moderator_for(newham), member_of(newham), members_of(newham, 3)
    rewrite(withdrawn.pk, by=member, text=text)
    ballot = send_in(now(withdrawn), by=member)
    on_the_ballot = text_of(browser_of(voters[0]).get(page_of(ballot)))
    all_agree(ballot)
    check = check_of(ballot)
    on_the_check = text_of(browser_of(second).get(reverse("moderation:check", args=[check.pk])))

    for said in (on_the_ballot, on_the_check):
        assert "This page was taken from its readers" in said
        assert "It could lead somebody to hurt themselves" in said
        assert "One step in it can hurt somebody." in said
        assert ("These are the very same words." in said) == (text == FIRST)
        assert "these are the words that were agreed" not in said


def test_nobody_on_the_panel_reads_who_took_a_page_down(newham, moderator, withdrawn):
    voters = members_of(newham, 3)

    said = text_of(browser_of(voters[0]).get(page_of(send_in(now(withdrawn), by=member_of(newham)))))

    assert moderator.display_name not in strip_tags(said)


def test_whoever_took_words_from_readers_does_not_check_the_very_same_words(newham, moderator, withdrawn):
    second, voters = moderator_for(newham), members_of(newham, 3)
    ballot = send_in(now(withdrawn), by=voters[0])
    all_agree(ballot)
    check = check_of(ballot)

    assert second.pk in check.eligible()
    assert moderator.pk not in check.eligible()
    with pytest.raises(NotYourCheck):
        check.sign(moderator)
    assert not now(withdrawn).live


def test_the_very_same_words_are_known_also_where_their_revision_was_purged(newham, moderator, withdrawn):
    latest = now(withdrawn).get_latest_revision()
    latest.as_object().save_revision(user=member_of(newham))
    latest.delete()

    assert Takedown.objects.who_withdrew(now(withdrawn).get_latest_revision_as_object()) == {moderator.pk}


def test_whoever_took_a_page_down_may_check_words_that_put_it_right(newham, moderator, withdrawn):
    member = member_of(newham)
    rewrite(withdrawn.pk, by=member, text=SECOND)
    ballot = send_in(now(withdrawn), by=member)
    all_agree(ballot)

    check_of(ballot).sign(moderator)

    assert now(withdrawn).live
    assert not Withdrawal.objects.standing().exists()


def test_the_same_words_are_not_sent_in_where_only_whoever_took_them_down_could_check(newham, moderator):
    members_of(newham, 3)
    page = published(newham)
    withdraw(page=now(page), moderator=moderator, **WHY)
    with setting_up("a test: one moderator is left"):
        Appointment.objects.exclude(user=moderator).delete()
    rewritten = now(page).get_latest_revision_as_object()
    rewritten.body_el3 = words(SECOND)

    refused, sent = (sentences_on_the_way_in(newham, says) for says in (now(page), rewritten))

    assert any("Nobody can check this page yet" in sentence for sentence in refused)
    assert not any("Nobody can check this page yet" in sentence for sentence in sent)


def sentences_on_the_way_in(newham, page) -> list[str]:
    """What somebody reads who sends these words in."""
    found = about_to_be_sent.send(type(page), page=page, parent_page=None, sender_user=member_of(newham))
    return [sentence for _receiver, sentences in found for sentence in sentences]


def test_a_language_that_is_agreed_anew_leaves_the_others_withdrawn(newham, moderator):
    page = published(newham, body_el3=words(FIRST))
    translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")
    welsh = Agreement.objects.standing().get(locale="cy")
    withdraw(page=now(page), moderator=moderator, **WHY)
    members_of(newham, 3)

    say_instead(page, newham, SECOND, moderator=moderator)

    standing = Withdrawal.objects.standing().get()
    assert (standing.content_id, standing.locale) == (page.translation_key, "cy")
    taken = Takedown.objects.get(withdrawal=standing)
    assert [(one.page.locale.language_code, one.content_hash) for one in taken.pages.all()] == [
        ("cy", welsh.content_hash)
    ]
    assert now(page).live


def test_the_other_language_is_put_back_by_itself(newham, moderator):
    page = published(newham, body_el3=words(FIRST))
    translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")
    withdraw(page=now(page), moderator=moderator, **WHY)
    members_of(newham, 3)
    say_instead(page, newham, SECOND, moderator=moderator)

    put_back(takedown=Takedown.objects.get(withdrawal__put_back_at=None), moderator=moderator_for(newham))

    assert not Withdrawal.objects.standing().exists()
    assert set(Agreement.objects.standing().values_list("locale", flat=True)) == {"en", "cy"}


def test_putting_a_page_back_lifts_no_other_withdrawal_of_its(newham, moderator):
    page = published(newham, body_el3=words(FIRST))
    welsh = translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")
    withdraw(page=welsh, moderator=moderator, this_language_only=True, **WHY)
    whole = withdraw(page=now(page), moderator=moderator, **WHY)

    put_back(takedown=whole, moderator=moderator_for(newham))

    assert Withdrawal.objects.standing().get().locale == "cy"


def test_one_language_is_not_put_back_while_the_whole_page_is_withdrawn(newham, moderator):
    """Readers would still not see it, and whoever put it back would have been told that they do."""
    page = published(newham, body_el3=words(FIRST))
    welsh = translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")
    alone = withdraw(page=welsh, moderator=moderator, this_language_only=True, **WHY)
    whole = withdraw(page=now(page), moderator=moderator, **WHY)
    second = moderator_for(newham)

    with pytest.raises(WithdrawnAltogether):
        put_back(takedown=alone, moderator=second)
    assert not now(welsh).live
    assert "every language" in text_of(browser_of(second).get(reverse("moderation:put_back", args=[alone.pk])))

    put_back(takedown=whole, moderator=second)
    put_back(takedown=alone, moderator=second)

    assert now(page).live
    assert now(welsh).live
    assert not Withdrawal.objects.standing().exists()


def test_a_page_that_is_withdrawn_in_every_language_is_not_withdrawn_so_once_more(newham, moderator):
    page = published(newham, body_el3=words(FIRST))
    welsh = translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")
    Withdrawal.objects.create(content_id=page.translation_key, reason="wrong")

    with pytest.raises(NotLive):
        withdraw(page=welsh, moderator=moderator, **WHY)
    withdraw(page=welsh, moderator=moderator, this_language_only=True, **WHY)

    assert set(Withdrawal.objects.standing().values_list("locale", flat=True)) == {"", "cy"}


def test_a_withdrawal_without_its_inside_stays_in_each_other_language_that_was_agreed(newham, moderator):
    page = published(newham, body_el3=words(FIRST))
    translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")
    Withdrawal.objects.create(content_id=page.translation_key, reason="wrong")
    members_of(newham, 3)

    say_instead(page, newham, SECOND, moderator=moderator)

    assert [one.locale for one in Withdrawal.objects.standing()] == ["cy"]


def test_readers_of_the_other_language_are_told_that_it_is_gone(
    newham, moderator, client, django_capture_on_commit_callbacks
):
    committed = partial(django_capture_on_commit_callbacks, execute=True)
    with committed():
        page = agreed(newham, article(slug="a-page", body_el3=words(FIRST)))
        translated(page, "cy", title="Ga i ddweud na?", slug="dweud-na")
    with committed():
        withdraw(page=now(page), moderator=moderator, **WHY)
    members_of(newham, 3)
    with committed():
        say_instead(page, newham, SECOND, moderator=moderator)
    address = f"/api/v1/content/{page.translation_key}/"

    assert client.get(address).status_code == 200
    assert client.get(address, {"locale": "cy"}).status_code == 410
    assert list(differences()) == []


def test_whoever_wrote_the_withdrawn_words_does_not_put_them_back(newham, moderator):
    writer, second = moderator_for(newham), moderator_for(newham)
    members_of(newham, 3)
    page = draft(newham, by=writer, body_el3=words(FIRST))
    agree_to(send_in(page, by=member_of(newham)), moderator=second)
    takedown = withdraw(page=now(page), moderator=moderator, **WHY)

    with pytest.raises(NotYourCheck):
        put_back(takedown=takedown, moderator=writer)

    put_back(takedown=takedown, moderator=second)
    assert now(page).live
