"""Whose words they are, however often somebody went back to others in between."""

from __future__ import annotations

import pytest
import time_machine
from wagtail.models import Revision

from agreement.hashing import content_hash
from agreement.models import AgreementKind
from moderation.actions import agree, put_back, withdraw
from moderation.authorship import everybody_who_wrote, page_as, writers_of
from moderation.errors import CannotBeRead, NotYourCheck
from moderation.models import Takedown
from tests.delivery.pages import agreed, article
from tests.factories import check_of, draft, member_of, members_of, moderator_for, published, send_in, words
from tests.languages.welsh import begun, texts_of, translator_for, type_in
from tests.moderation.doors import browser_of
from tests.moderation.test_voting import rewrite
from tests.moderation.test_what_revisions_show import cannot_be_read
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


# -- words that nobody can read any more


@pytest.mark.parametrize("was_agreed", [True, False])
def test_whoever_wrote_what_nobody_can_read_any_more_wrote_it_all_the_same(newham, was_agreed):
    first, second, third, last = members_of(newham, 4)
    begin = published if was_agreed else draft
    page = begin(newham, by=first, body_el3=words(FIRST))
    for number, writer in enumerate((second, third, last)):
        rewrite(page.pk, by=writer, text=f"Ring number {number}.")
    for revision in page.revisions.order_by("-pk")[1:3]:
        cannot_be_read(revision)

    assert writers_of(now(page)) == {second.pk, third.pk, last.pk} | (set() if was_agreed else {first.pk})


def test_words_that_cannot_be_read_are_told_to_whoever_runs_this(newham, caplog):
    revision = draft(newham).latest_revision
    cannot_be_read(revision)

    with pytest.raises(CannotBeRead):
        page_as(Revision.objects.get(pk=revision.pk))

    (said,) = caplog.records
    assert (said.name, said.levelname) == ("moderation.authorship", "ERROR")
    assert str(revision.pk) in said.getMessage()
    assert said.exc_info


def test_lost_words_that_cannot_be_read_keep_nobody_from_checking_other_ones(newham, page, moderator):
    takedown = withdraw(page=now(page), moderator=moderator, **WHY)
    cannot_be_read(takedown.pages.get().revision)
    other = now(page)
    other.body_el3 = words(SECOND)

    assert Takedown.objects.who_withdrew(other) == set()


# -- words that were agreed one after the other


def agreed_words(page, text: str, *, by) -> None:
    """What `by` wrote is agreed and live."""
    rewrite(page.pk, by=by, text=text)
    agreed_as_it_is(page)


def agreed_as_it_is(page) -> None:
    revision = now(page).latest_revision
    said = revision.as_object()
    agree(said, content_hash=content_hash(said), kind=AgreementKind.BALLOT)
    revision.publish(skip_permission_checks=True)


@pytest.fixture
def two(newham):
    """Two moderators who also write."""
    return moderator_for(newham), moderator_for(newham)


@pytest.fixture
def before(newham):
    """A page that readers have, by nobody in particular."""
    return agreed(newham, article(slug="a-page"))


def test_who_wrote_words_that_were_replaced_may_put_back_what_took_their_place(before, moderator, two):
    earlier, later = two
    agreed_words(before, FIRST, by=earlier)
    agreed_words(before, SECOND, by=later)
    takedown = withdraw(page=now(before), moderator=moderator, **WHY)

    with pytest.raises(NotYourCheck):
        put_back(takedown=takedown, moderator=later)
    put_back(takedown=takedown, moderator=earlier)

    assert SECOND in str(now(before).body_el3)


def test_who_brought_agreed_words_back_does_not_put_them_back_and_who_wrote_those_in_between_may(
    newham, before, moderator, two
):
    between, last = two
    agreed_words(before, FIRST, by=moderator_for(newham))
    agreed_words(before, SECOND, by=between)
    go_back(before, FIRST, by=last)
    agreed_as_it_is(before)
    takedown = withdraw(page=now(before), moderator=moderator, **WHY)

    with pytest.raises(NotYourCheck):
        put_back(takedown=takedown, moderator=last)
    put_back(takedown=takedown, moderator=between)

    assert FIRST in str(now(before).body_el3)


def test_who_wrote_withdrawn_words_does_not_put_them_back_the_second_time_either(before, moderator, two):
    author, second = two
    agreed_words(before, FIRST, by=author)
    put_back(takedown=withdraw(page=now(before), moderator=moderator, **WHY), moderator=second)
    again = withdraw(page=now(before), moderator=moderator, **WHY)

    with pytest.raises(NotYourCheck):
        put_back(takedown=again, moderator=author)
    put_back(takedown=again, moderator=second)


def test_what_was_taken_back_just_before_the_panel_agreed_makes_nobody_a_writer_of_newer_words(newham):
    author, later = members_of(newham, 2)
    with time_machine.travel("2026-11-02 12:00+00:00", tick=False) as clock:
        page = draft(newham, body_el3=words(FIRST))
        clock.shift(60)
        rewrite(page.pk, by=author, text=SECOND)
        clock.shift(60)
        go_back(page, FIRST, by=None)
        agreed_as_it_is(page)  # in the very moment in which it was saved
        clock.shift(60)
        rewrite(page.pk, by=later, text="Ring the third number.")

    assert writers_of(now(page)) == {later.pk}


def test_what_a_script_saved_was_written_by_nobody(newham, page):
    writer = member_of(newham)
    rewrite(page.pk, by=None, text=SECOND)
    rewrite(page.pk, by=writer, text="Ring the third number.")
    rewrite(page.pk, by=None, text="Ring the fourth number.")

    assert writers_of(now(page)) == {writer.pk}


# -- words that were typed in the translation editor


@pytest.fixture
def welsh(newham, before):
    """The Welsh page as a translator began it."""
    return begun(before, by=translator_for(newham))


def typed_anew(page, newham, text: str = "Cymraeg"):
    """Somebody types one text of it, and does not save the page."""
    translator = translator_for(newham)
    assert type_in(browser_of(translator), page, texts_of(page)[0], text).status_code in (200, 201)
    return translator


def test_whoever_typed_a_translation_wrote_it_whoever_saved_the_page(newham, welsh):
    saver = member_of(newham)
    rewrite(welsh.pk, by=saver, text="Cymraeg")
    typist = typed_anew(welsh, newham)

    assert writers_of(welsh) == {saver.pk, typist.pk}
    assert everybody_who_wrote(welsh) >= {saver.pk, typist.pk}


def test_what_was_typed_before_the_translation_was_agreed_makes_nobody_a_writer_of_newer_words(newham, welsh):
    typed_anew(welsh, newham)
    agreed_words(welsh, "Cymraeg 1", by=None)
    later = member_of(newham)
    rewrite(welsh.pk, by=later, text="Cymraeg 2")

    assert writers_of(welsh) == {later.pk}
    typist = typed_anew(welsh, newham, "Yn wahanol")
    assert writers_of(welsh) == {later.pk, typist.pk}


def test_it_is_so_also_where_the_agreed_revision_is_not_kept_any_more(newham, welsh):
    typed_anew(welsh, newham)
    agreed_words(welsh, "Cymraeg 1", by=None)
    agreed_revision = now(welsh).latest_revision
    now(welsh).get_latest_revision_as_object().save_revision()
    agreed_revision.delete()
    later = member_of(newham)
    rewrite(welsh.pk, by=later, text="Cymraeg 2")

    assert writers_of(welsh) == {later.pk}
    typist = typed_anew(welsh, newham, "Yn wahanol")
    assert writers_of(welsh) == {later.pk, typist.pk}
