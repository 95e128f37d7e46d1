"""The key that hides who voted, and the choices that are counted: rows of their own."""

from __future__ import annotations

import pytest

from moderation.ballots import Tally
from moderation.models.votes import BallotKey, Count, new_secret
from tests.factories import draft, member_of, members_of, moderator_for, send_in


@pytest.fixture
def ballot(newham):
    members_of(newham, 3), moderator_for(newham)
    writer = member_of(newham)
    return send_in(draft(newham, by=writer), by=writer)


def test_each_ballot_has_a_secret_of_256_bits_of_its_own(ballot):
    secrets = {new_secret() for _ in range(20)}

    assert {len(secret) for secret in secrets} == {32}
    assert len(secrets) == 20
    assert len(bytes(BallotKey.objects.get(ballot=ballot).secret)) == 32


def test_a_key_knows_the_server_that_it_was_made_on_and_no_other(ballot, settings):
    key = BallotKey.objects.get(ballot=ballot)
    assert key.is_of_this_server()

    settings.SECRET_KEY = "what another server has"
    assert not key.is_of_this_server()


def test_the_servers_fingerprint_is_of_this_secret_alone_and_stays_as_it_was(ballot, settings):
    """Written down once and compared after an update: with another digest every open ballot would lose its key."""
    settings.SECRET_KEY = "a key that never changes"
    BallotKey.objects.filter(ballot=ballot).update(secret=b"s" * 32, server="")
    BallotKey.objects.get(ballot=ballot).save()

    stored = BallotKey.objects.get(ballot=ballot)
    assert stored.server == "8e93c2b80ed539213b2475fcf1e4444cd8d9a1f0b0d0735ab88cb0901fe5350a"
    stored.save()
    assert BallotKey.objects.get(ballot=ballot).server == stored.server
    stored.secret = b"t" * 32
    assert not stored.is_of_this_server()


def test_each_choice_is_counted_as_what_it_is():
    votes = [("agree", "", "")] * 4 + [("ask_for_changes", "other", "No.")] * 2 + [("abstain", "", "")] * 1

    assert Count(electorate=9, votes=tuple(votes)).tally == Tally(agree=4, ask_for_changes=2, abstain=1)
