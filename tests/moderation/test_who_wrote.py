"""Whose words they are, however often somebody went back to others in between."""

from __future__ import annotations

import pytest

from moderation.actions import put_back, withdraw
from moderation.authorship import writers_of
from moderation.errors import NotYourCheck
from tests.factories import check_of, draft, member_of, members_of, moderator_for, published, send_in, words
from tests.moderation.test_voting import rewrite
from tests.moderation.test_what_was_taken_down import FIRST, SECOND, WHY, agree_to, all_agree, go_back, now


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


@pytest.fixture
def page(newham, moderator):
    members_of(newham, 4)
    return published(newham, body_el3=words(FIRST))


def brought_back(page, newham, *, author) -> int:
    """`author` wrote SECOND, somebody went back to the agreed words, and somebody else brought SECOND back: their id."""
    rewrite(page.pk, by=author, text=SECOND)
    go_back(page, FIRST, by=member_of(newham))
    last = member_of(newham)
    go_back(page, SECOND, by=last)
    return last.pk


def test_words_that_were_taken_back_and_brought_back_are_still_their_authors(newham, page):
    author = member_of(newham)

    last = brought_back(page, newham, author=author)

    assert writers_of(now(page)) == {author.pk, last}
    ballot = send_in(now(page), by=author)
    assert author.pk not in ballot.electorate()


def test_no_moderator_signs_their_own_words_because_somebody_went_back_in_between(newham, page, moderator):
    author = moderator_for(newham)
    brought_back(page, newham, author=author)
    ballot = send_in(now(page), by=member_of(newham))
    all_agree(ballot)

    with pytest.raises(NotYourCheck):
        check_of(ballot).sign(author)
    check_of(ballot).sign(moderator)

    assert SECOND in str(now(page).body_el3)


def test_putting_the_agreed_words_back_makes_nobodys_words_anybody_elses(newham, page, moderator):
    author = member_of(newham)
    takedown = withdraw(page=now(page), moderator=moderator, **WHY)
    rewrite(page.pk, by=author, text=SECOND)
    go_back(page, FIRST, by=member_of(newham))
    put_back(takedown=takedown, moderator=moderator_for(newham))
    last = member_of(newham)

    go_back(page, SECOND, by=last)

    assert writers_of(now(page)) == {author.pk, last.pk}


def test_whoever_wrote_what_was_withdrawn_does_not_put_it_back_because_somebody_went_back_in_between(
    newham, page, moderator
):
    author, second = moderator_for(newham), moderator_for(newham)
    brought_back(page, newham, author=author)
    agree_to(send_in(now(page), by=member_of(newham)), moderator=second)
    takedown = withdraw(page=now(page), moderator=moderator, **WHY)

    with pytest.raises(NotYourCheck):
        put_back(takedown=takedown, moderator=author)
    put_back(takedown=takedown, moderator=second)

    assert now(page).live


def test_whoever_goes_back_to_the_agreed_words_wrote_none_of_the_newer_ones(newham, page):
    author, other = member_of(newham), member_of(newham)
    rewrite(page.pk, by=author, text=SECOND)
    go_back(page, FIRST, by=other)
    rewrite(page.pk, by=author, text="Ring the third number.")

    assert writers_of(now(page)) == {author.pk}


def test_the_authors_of_words_that_were_agreed_since_wrote_none_of_what_comes_after(newham, page, moderator):
    author, later = member_of(newham), member_of(newham)
    rewrite(page.pk, by=author, text=SECOND)
    agree_to(send_in(now(page), by=author), moderator=moderator)

    rewrite(page.pk, by=later, text="Ring the third number.")

    assert writers_of(now(page)) == {later.pk}


def test_a_draft_that_nobody_agreed_to_is_all_of_its_writers(newham):
    writer, other = member_of(newham), member_of(newham)
    page = draft(newham, by=writer, body_el3=words(FIRST))
    rewrite(page.pk, by=other, text=SECOND)

    assert writers_of(now(page)) == {writer.pk, other.pk}
