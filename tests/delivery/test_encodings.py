"""Answers are packed for their way, each packing with a tag of its own, and unpack to the same bytes."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.encodings import chosen, packed, tag_in

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("", ""),
        ("br;q=much", ""),
        ("gzip," * 400, ""),
    ],
)
def test_the_best_that_a_reader_can_unpack_is_chosen(accepted, expected):
    assert chosen(accepted) == expected


@given(st.text(max_size=60))
def test_whatever_somebody_says_they_can_unpack_is_answered(accepted):
    assert chosen(accepted) in UNPACK


@given(st.binary(max_size=3000), st.sampled_from(sorted(UNPACK)))
def test_what_is_packed_unpacks_to_the_same_and_is_the_same_each_time(body, encoding):
    assert UNPACK[encoding](packed(body, encoding)) == body
    assert packed(body, encoding) == packed(body, encoding)


@pytest.fixture
def address(newham, let_out):
    return f"/api/v1/content/{let_out(newham).translation_key}/"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_an_answer_is_packed_and_says_so_and_unpacks_to_what_others_get(client, address, encoding):
    plain = client.get(address)
    answer = client.get(address, headers={"accept-encoding": encoding})

    assert answer.headers["Content-Encoding"] == encoding
    assert UNPACK[encoding](answer.content) == plain.content
    assert len(answer.content) < 0.7 * len(plain.content)
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == answer.headers["Vary"] == "Accept-Encoding"


def test_each_packing_has_a_strong_tag_of_its_own_and_answers_to_no_other(client, address):
    tags = {encoding: client.get(address, headers={"accept-encoding": encoding}).headers["ETag"] for encoding in UNPACK}

    assert len(set(tags.values())) == 3
    assert not any(tag.startswith("W/") for tag in tags.values())
    assert tags["br"] == tag_in(tags[""], "br")
    for encoding in UNPACK:
        for other, tag in tags.items():
            answer = client.get(address, headers={"accept-encoding": encoding, "if-none-match": tag})
            assert answer.status_code == (304 if encoding == other else 200)
            assert answer.headers["Vary"] == "Accept-Encoding"
