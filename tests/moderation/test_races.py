"""Many at once, on the real database: SQLite in a file, or PostgreSQL where DATABASE_URL says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction
from wagtail.models import TaskState

from agreement.hashing import content_hash
from agreement.labels import LevelLabel, labels_at
from agreement.models import AgreementKind, Withdrawal
from articles.models import ArticlePage
from literacy.levels import LiteracyLevel
from moderation.actions import agree, agree_to_labels, close_ballots, decline_labels, put_back, withdraw
from moderation.errors import AlreadyDecided, BallotClosed, NotLive, WithdrawnAltogether
from moderation.models import Ballot, CountedVote, Decision, LabelProposal, Sitting, Takedown, Vote
from people.models import Membership
from tests.articles.editor import SEND_IN, typed
from tests.delivery.pages import agreed, article, translated
from tests.factories import check_of, draft, member_of, members_of, moderator_for, send_in, vote
from tests.moderation.labels import proposed
from tests.moderation.test_what_is_typed_is_kept import Tab, says

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def panel(whole_newham):
    moderator_for(whole_newham)
    return whole_newham


def ballot_for(panel, *, voters: int) -> tuple[Ballot, list]:
    writer, electorate = member_of(panel), members_of(panel, voters)
    return send_in(draft(panel, by=writer), by=writer), electorate


def all_at_once(acts: Iterable[Callable[[], object]]) -> list[object]:
    """Run every act in a thread of its own, all starting together. What an act raises is its result."""
    acts = list(acts)
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def casting(ballot: Ballot, voter, choice: str) -> Callable[[], None]:
    return lambda: Ballot.objects.get(pk=ballot.pk).cast(voter, choice)


def test_sixty_four_votes_of_one_member_at_once_leave_one_vote(panel):
    ballot, voters = ballot_for(panel, voters=3)
    choices = ["agree", "ask_for_changes", "abstain", "agree"] * 16

    results = all_at_once(casting(ballot, voters[0], choice) for choice in choices)

    assert [result for result in results if result is not None] == []
    assert Vote.objects.count() == 1
    assert ballot.tally().voted == 1


def test_sixty_four_members_voting_at_once_leave_one_vote_each_and_sweeps_close_the_ballot_once(panel):
    ballot, voters = ballot_for(panel, voters=64)

    results = all_at_once(casting(ballot, voter, "agree") for voter in voters)
    assert Vote.objects.filter(ballot=ballot).count() == 64
    closed = all_at_once([close_ballots] * 8)

    assert [result for result in results if result is not None] == []
    assert [result for result in closed if isinstance(result, Exception)] == []
    assert Decision.objects.filter(ballot=ballot).count() == 1
    assert CountedVote.objects.filter(ballot=ballot).count() == 64
    ballot.refresh_from_db()
    assert ballot.outcome == "carried"
    assert check_of(ballot).status == TaskState.STATUS_IN_PROGRESS


def test_the_last_two_voters_and_a_sweep_at_once_never_leave_a_ballot_hanging(panel):
    for _round in range(5):
        ballot, voters = ballot_for(panel, voters=4)
        vote(ballot, voters[:-2], "AA")
        sweep = Ballot.objects.get(pk=ballot.pk).sweep
        results = all_at_once([*(casting(ballot, voter, "agree") for voter in voters[-2:]), sweep])

        ballot.sweep()
        refused = [result for result in results if isinstance(result, BallotClosed)]
        assert [result for result in results if result is not None] == refused
        assert ballot.outcome == "carried"
        Membership.objects.all().delete()


def test_voting_changing_and_sweeping_at_once_never_lose_or_double_a_vote(panel):
    ballot, voters = ballot_for(panel, voters=8)
    acts = [casting(ballot, voter, choice) for voter in voters for choice in ("agree", "abstain", "agree")]

    results = all_at_once([*acts, close_ballots, close_ballots])

    refused = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, BallotClosed) for error in refused)
    ballot.refresh_from_db()
    rows = Vote.objects.count() + CountedVote.objects.count()
    assert rows <= 8
    assert (ballot.outcome == "") == (CountedVote.objects.count() == 0)


def bytes_on_disk() -> bytes:
    """Everything that the database keeps of votes, as it lies in its files now, dead rows included."""
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        return b"".join(path.read_bytes() for path in database.parent.glob(database.name + "*"))
    tables = ["moderation_vote", "moderation_ballotkey", "moderation_elector", "moderation_countedvote"]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(f"SELECT {' || '.join('pg_read_binary_file(pg_relation_filepath(%s))' for _ in tables)}", tables)
        return bytes(cursor.fetchone()[0])


def test_after_closing_the_files_of_the_database_hold_no_key_no_token_and_no_vote_row(panel):
    ballot, voters = ballot_for(panel, voters=5)
    vote(ballot, voters[:4], "ACA-")
    tokens = [ballot.token_of(user.pk).encode() for user in voters]
    key = bytes(ballot.key.secret)
    ids = [form for pk in Vote.objects.values_list("pk", flat=True) for form in (pk.bytes, pk.hex.encode())]
    if connection.vendor == "sqlite":
        assert any(token in bytes_on_disk() for token in tokens)  # the search would find what is there

    vote(ballot, voters[4:], "A")

    left = bytes_on_disk()
    for _sweep in range(240):
        if key not in left:
            break
        # PostgreSQL's own housekeeping had a transaction open just then: the next sweep rubs it out.
        sleep(0.25)
        close_ballots()
        left = bytes_on_disk()
    assert CountedVote.objects.count() == 5
    assert key not in left
    assert [token for token in tokens if token in left] == []
    assert [pk for pk in ids if pk in left] == []


def test_after_closing_the_order_of_rows_does_not_tell_who_voted_when(panel):
    ballot, voters = ballot_for(panel, voters=20)
    for number, voter in enumerate(voters):
        ballot.cast(voter, "ask_for_changes", reason="other", words=f"vote {number:02}")
    ballot.sweep()
    order = "rowid" if connection.vendor == "sqlite" else "ctid"

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words FROM moderation_countedvote ORDER BY {order}")
        stored = [words for (words,) in cursor.fetchall()]

    assert len(stored) == 20
    assert stored != sorted(stored)


def test_of_two_moderators_who_decide_at_once_one_is_heard_and_the_other_told(panel):
    for _round in range(3):
        first, second = moderator_for(panel), moderator_for(panel)
        proposal = proposed(panel)
        acts = [
            partial(agree_to_labels, proposal=proposal, moderator=first),
            partial(decline_labels, proposal=proposal, moderator=second, words="No."),
        ]

        told = [result for result in all_at_once(acts) if result is not None]

        proposal.refresh_from_db()
        assert [type(error) for error in told] == [AlreadyDecided]
        assert labels_at(panel.root_page, "en")[LiteracyLevel.EL12] == (
            "In short" if proposal.outcome == "agreed" else "Quick"
        )
        assert Decision.objects.count() == 1
        Decision.objects.all().delete()
        LevelLabel.objects.all().delete()


def test_names_that_are_proposed_and_agreed_to_at_once_leave_no_more_than_one_waiting(panel):
    for number in range(3):
        moderator, older, members = moderator_for(panel), proposed(panel), members_of(panel, 3)
        acts = [partial(proposed, panel, by=member, el12=f"Short {'abc'[number]}") for member in members]

        results = all_at_once([*acts, partial(agree_to_labels, proposal=older, moderator=moderator)])

        assert [type(result) for result in results[:-1]] == [LabelProposal] * 3
        assert results[-1] is None or isinstance(results[-1], AlreadyDecided)
        assert LabelProposal.objects.waiting().filter(youth_panel=panel, language="en").count() == 1
        LabelProposal.objects.all().delete()


def test_of_two_writers_who_save_at_once_one_is_on_the_page_and_the_others_words_are_kept(panel):
    """Two pairs, each with a page of its own: whoever comes second, nothing is missing afterwards."""
    for number in range(2):
        page = draft(panel, by=member_of(panel))
        tabs = [Tab(member_of(panel), page) for _writer in range(2)]
        words = [f"Words of writer {number}-{which}." for which in range(2)]
        forms = [typed(summary=said, slug=page.slug) for said in words]
        answers = all_at_once(partial(tab.autosaves, form) for tab, form in zip(tabs, forms, strict=True))

        assert sorted(answer["success"] for answer in answers) == [False, True]
        kept = [sitting.fields()["summary"] for tab in tabs for sitting in Sitting.objects.of(tab.user) if sitting.kept]
        assert sorted([says(page), *kept]) == words


def test_a_new_page_whose_first_words_arrive_twice_at_once_is_one_page(panel):
    tab = Tab(member_of(panel), place=panel.root_page)

    once = typed(summary="Once.")
    answers = all_at_once([lambda: tab.autosaves(once)] * 4)

    assert [answer.get("success") for answer in answers] == [True] * 4, answers
    assert ArticlePage.objects.count() == 1


def test_a_page_that_is_sent_in_while_it_is_still_being_saved_goes_to_the_panel(panel):
    moderator_for(panel)
    members_of(panel, 3)
    for number in range(3):
        writer = member_of(panel)
        page = draft(panel, by=writer)
        tab = Tab(writer, page)
        said = [typed(title=f"Page {number}", summary=words, slug=page.slug) for words in ("Early.", "Last.", "Last.")]
        tab.autosaves(said[0])

        saved, sent = all_at_once([partial(tab.autosaves, said[1]), partial(tab.presses_save, said[2], SEND_IN)])

        assert not [sitting for sitting in Sitting.objects.of(writer) if sitting.why == "invalid_revision"], saved
        assert Ballot.objects.unclosed().filter(workflow_state__object_id=str(page.pk)).exists(), sent.url
        assert says(page) == "Last."


def test_two_languages_of_a_withdrawn_page_that_are_agreed_at_once_are_both_given_back(panel):
    english = agreed(panel, article(slug="a-page"))
    welsh = translated(english, "cy", title="Ga i ddweud na?", slug="dweud-na")
    withdraw(page=english, moderator=moderator_for(panel), reason="wrong", reason_code="other", words="Wrong.")

    def agreeing(page) -> None:
        with transaction.atomic():
            agree(page, content_hash=content_hash(page), kind=AgreementKind.BALLOT)
            sleep(0.2)  # before it commits, the other one begins

    results = all_at_once([partial(agreeing, english), partial(agreeing, welsh)])

    assert results == [None, None]
    assert not Withdrawal.objects.standing().exists()


def test_one_language_is_not_put_back_while_somebody_is_withdrawing_the_whole_page(panel):
    english = agreed(panel, article(slug="a-page"))
    welsh = translated(english, "cy", title="Ga i ddweud na?", slug="dweud-na")
    first, second, is_withdrawn = moderator_for(panel), moderator_for(panel), Event()
    why = {"reason": "wrong", "reason_code": "other", "words": "Wrong."}
    alone = withdraw(page=welsh, moderator=first, this_language_only=True, **why)

    def withdrawing() -> None:
        with transaction.atomic():
            withdraw(page=english, moderator=first, **why)
            is_withdrawn.set()
            sleep(0.2)  # before it commits, the other one begins

    def putting_back() -> None:
        is_withdrawn.wait(30)
        put_back(takedown=alone, moderator=second)

    results = all_at_once([withdrawing, putting_back])

    assert [type(result) for result in results] == [type(None), WithdrawnAltogether]
    assert not ArticlePage.objects.get(pk=welsh.pk).live


def test_of_three_withdrawals_at_once_each_is_one_that_took_something_from_readers(panel):
    english = agreed(panel, article(slug="a-page"))
    welsh = translated(english, "cy", title="Ga i ddweud na?", slug="dweud-na")
    why = {"reason": "wrong", "reason_code": "other", "words": "Wrong."}
    whole = [partial(withdraw, page=english, moderator=moderator_for(panel), **why) for _adult in range(2)]
    alone = partial(withdraw, page=welsh, moderator=moderator_for(panel), this_language_only=True, **why)

    results = all_at_once([*whole, alone])

    assert {type(result) for result in results} <= {Takedown, NotLive}, results
    assert [takedown.pages.count() for takedown in Takedown.objects.all() if not takedown.pages.count()] == []
    assert sum(takedown.pages.count() for takedown in Takedown.objects.all()) == 2
