"""The ledger's own rows: what stands, whose words were agreed last, and what keeps readers from a page."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from agreement.models import Agreement, Withdrawal
from agreement.signals import agreements_revoked

CONTENT, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def agreed(words: str = "a", *, hours: int = 0, revoked: int | None = None, content=CONTENT, locale="en") -> Agreement:
    """Agreed so many hours after noon, and taken back so many."""
    return Agreement.objects.create(
        kind="ballot",
        content_id=content,
        locale=locale,
        content_hash=words * 64,
        agreed_at=NOON + timedelta(hours=hours),
        revoked_at=None if revoked is None else NOON + timedelta(hours=revoked),
    )


def withdrawn(locale: str = "", *, content=CONTENT, **fields) -> Withdrawal:
    return Withdrawal.objects.create(content_id=content, locale=locale, reason="wrong", **fields)


@pytest.fixture
def heard():
    """What listeners of the ledger are told: of which content, in which language, and whether it is over by then."""
    told = []

    def listen(sender, content_id, locale, **kwargs):
        stands = Agreement.objects.standing().filter(content_id=content_id, locale=locale).exists()
        told.append((content_id, locale, stands))

    agreements_revoked.connect(listen, sender=Agreement)
    yield told
    agreements_revoked.disconnect(listen, sender=Agreement)


# -- agreements


def test_taking_back_tells_once_of_each_language_in_which_something_stood(heard):
    agreed("a"), agreed("b", hours=1), agreed("a", locale="cy"), agreed("a", content=OTHER, revoked=2)

    Agreement.objects.take_back()

    assert heard == [(CONTENT, "cy", False), (CONTENT, "en", False)]


def test_taking_back_leaves_the_moment_of_what_was_taken_back_before():
    before, standing = agreed("a", revoked=1), agreed("b", hours=2)

    Agreement.objects.take_back()

    before.refresh_from_db()
    standing.refresh_from_db()
    assert before.revoked_at == NOON + timedelta(hours=1)
    assert standing.revoked_at is not None


def test_what_is_about_a_page_is_about_that_one_in_that_language():
    ours = agreed("a")
    agreed("a", locale="cy"), agreed("a", content=OTHER)

    assert list(Agreement.objects.about(content_id=CONTENT, locale="en")) == [ours]


def test_the_last_word_is_what_stands_and_else_what_readers_lost_last():
    assert Agreement.objects.last_word() is None
    lost_first, lost_last = agreed("a", hours=3, revoked=4), agreed("b", hours=1, revoked=5)
    assert Agreement.objects.last_word() == lost_last

    standing = agreed("c", hours=0)
    assert Agreement.objects.last_word() == standing
    newer = agreed("d", hours=6)
    assert Agreement.objects.last_word() == newer
    assert lost_first.pk


def test_of_two_that_were_agreed_in_one_moment_the_later_row_is_the_last_word():
    agreed("a")
    later = agreed("b")

    assert Agreement.objects.last_word() == later


@pytest.mark.parametrize(
    ("words", "first"),
    [("a", 0), ("aa", 0), ("aaa", 0), ("ba", 1), ("aba", 2), ("abaa", 2), ("bcaaa", 2)],
)
def test_words_that_were_put_back_were_agreed_when_they_first_were_with_no_others_since(words, first):
    rows = [agreed(word, hours=hour) for hour, word in enumerate(words)]
    agreed("c", hours=len(words) + 1)  # after these words; what came later says nothing about them

    assert Agreement.objects.first_of_a_row(rows[-1]) == rows[first]


def test_of_rows_of_one_moment_the_later_one_counts_as_agreed_later():
    agreed("a"), agreed("b")
    last = agreed("a")

    assert Agreement.objects.first_of_a_row(last) == last


def test_a_row_says_what_it_is_about():
    assert str(agreed("a")) == f"ballot {CONTENT} en aaaaaaaa"
    assert str(withdrawn()) == f"{CONTENT} every language: wrong"
    assert str(withdrawn("cy", content=OTHER)) == f"{OTHER} cy: wrong"


# -- withdrawals


def test_a_withdrawal_covers_the_language_it_names_or_all_of_them():
    whole, welsh = withdrawn(), withdrawn("cy")
    withdrawn(content=OTHER)

    assert set(Withdrawal.objects.covering(content_id=CONTENT, locale="cy")) == {whole, welsh}
    assert set(Withdrawal.objects.covering(content_id=CONTENT, locale="en")) == {whole}


def test_a_language_is_withdrawn_within_the_whole_where_the_whole_of_the_same_page_is_out():
    welsh = withdrawn("cy")
    withdrawn(content=OTHER)
    assert welsh.is_within_another() is False

    whole = withdrawn()
    assert welsh.is_within_another() is True
    assert whole.is_within_another() is False

    whole.put_back()
    assert welsh.is_within_another() is False


def test_putting_back_writes_its_moment_and_nothing_else_that_somebody_changed_meanwhile():
    whole = withdrawn()
    Withdrawal.objects.update(reason="out_of_date")

    whole.put_back()

    whole.refresh_from_db()
    assert whole.put_back_at is not None
    assert whole.reason == "out_of_date"


def test_one_language_is_put_back_and_the_others_stay_out_for_the_same_reason_since_the_same_day():
    whole = withdrawn(replacement=OTHER, withdrawn_at=NOON)

    apart = whole.lift_for("en", still_in=["en", "pl", "cy"])

    assert [row.locale for row in apart] == ["cy", "pl"]
    for row in apart:
        said = (row.content_id, row.reason, row.replacement, row.withdrawn_at, row.put_back_at)
        assert said == (CONTENT, "wrong", OTHER, NOON, None)
    assert set(Withdrawal.objects.standing()) == set(apart)


def test_a_language_that_is_out_by_itself_stays_out_by_itself():
    welsh, whole = withdrawn("cy"), withdrawn()
    withdrawn("pl", content=OTHER)

    apart = whole.lift_for("en", still_in=["cy", "en", "pl"])

    assert [row.locale for row in apart] == ["pl"]
    assert set(Withdrawal.objects.covering(content_id=CONTENT, locale="cy").standing()) == {welsh}


def test_what_was_out_in_one_language_alone_is_put_back_with_nothing_in_its_place():
    welsh = withdrawn("cy")

    assert welsh.lift_for("cy", still_in=["en", "cy"]) == []
    assert not Withdrawal.objects.standing().exists()
