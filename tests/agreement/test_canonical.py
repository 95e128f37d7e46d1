"""One way to write content down."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement.canonical import canonical_json, digest, without_block_keys

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=8), parts, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=8), plain, max_size=6))
def test_the_order_of_keys_does_not_matter(said):
    backwards = dict(reversed(said.items()))

    assert digest(said) == digest(backwards)


@given(plain, plain)
def test_different_content_has_a_different_hash(one, other):
    assert (canonical_json(one) == canonical_json(other)) == (digest(one) == digest(other))


@given(st.datetimes(), st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/St_Johns"]))
def test_a_moment_is_the_same_in_every_time_zone(naive, zone):
    moment = naive.replace(year=2026, tzinfo=UTC)

    assert digest(moment.astimezone(ZoneInfo(zone))) == digest(moment)


@given(st.lists(st.integers(), min_size=2, unique=True))
def test_the_order_of_a_list_matters(numbers):
    assert digest(numbers) != digest(list(reversed(numbers)))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}'),
        ("Siân £5", '"Siân £5"'.encode()),
        (date(2026, 11, 1), b'"2026-11-01"'),
        (datetime(2026, 11, 1, 9, 30, tzinfo=UTC), b'"2026-11-01T09:30:00+00:00"'),
        (UUID(int=1), b'"00000000-0000-0000-0000-000000000001"'),
        (Decimal("1.50"), b'"1.50"'),
    ],
)
def test_each_kind_of_value_is_written_in_one_way(value, written):
    assert canonical_json(value) == written


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object(), float("nan")])
def test_what_has_no_one_way_to_be_written_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        canonical_json(value)


def test_what_cannot_be_written_is_named():
    with pytest.raises(TypeError, match=r"^set has no canonical form$"):
        canonical_json({1, 2})


@pytest.fixture
def machine_in_nepal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Kathmandu")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("machine_in_nepal")
def test_a_moment_is_written_in_utc_wherever_the_machine_stands():
    assert canonical_json(datetime(2026, 11, 1, 9, 30, tzinfo=UTC)) == b'"2026-11-01T09:30:00+00:00"'


def test_words_are_compared_without_the_numbers_of_their_paragraphs():
    typed = {"body": [{"text": '<p data-block-key="a1b2c">One idea.</p>', "level": 1, "note": None}]}

    assert without_block_keys(typed) == {"body": [{"text": "<p>One idea.</p>", "level": 1, "note": None}]}
