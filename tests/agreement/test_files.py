"""A file stays what it was when it was uploaded, and counts by its bytes."""

from __future__ import annotations

import hashlib
import os

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from articles.models import CaptionFile, Picture
from tests.articles.media import captions
from tests.factories import picture, png

NO = b"WEBVTT\n\n00:01.000 --> 00:02.000\nno\n"
SWAPPED = {"file": ["A file cannot be swapped. Upload the new one, then choose it instead."]}


@pytest.fixture
def shown(db):
    return picture()


def replaced_by_an_upload(row):
    row.file = png("red")


def replaced_by_the_name_of_another(row):
    row.file = picture(file=png("red")).file.name


WAYS = pytest.mark.parametrize("replace", [replaced_by_an_upload, replaced_by_the_name_of_another])


@WAYS
def test_a_file_is_not_swapped_by_whoever_saves_it(shown, replace):
    before = Picture.objects.get().file.name
    replace(shown)

    with pytest.raises(ValidationError) as refused:
        shown.save()

    assert refused.value.message_dict == SWAPPED
    assert Picture.objects.get(pk=shown.pk).file.name == before


@WAYS
def test_a_form_that_swaps_it_shows_the_file_that_is_there(shown, replace):
    before = shown.file.name
    replace(shown)

    with pytest.raises(ValidationError) as refused:
        shown.clean()

    assert refused.value.message_dict == SWAPPED
    assert shown.file.name == before


def test_a_form_that_leaves_the_file_alone_is_saved(shown):
    shown.title = "Another name for it"

    shown.full_clean()
    shown.save()

    assert Picture.objects.get().title == "Another name for it"


def test_a_new_row_may_bring_any_file(db):
    row = CaptionFile(title="Captions", file=ContentFile(NO, name="a.vtt"))

    row.clean()
    row.save()

    assert CaptionFile.objects.get().content_digest() == row.content_digest() != ""


def test_what_is_shown_beside_a_file_is_compared_with_what_is_stored(shown):
    assert shown.changes_what_is_shown() is False

    shown.title = "Nobody is shown this"
    assert shown.changes_what_is_shown() is False
    shown.focal_point_x = 12
    assert shown.changes_what_is_shown() is True

    shown.save()
    assert shown.changes_what_is_shown() is False
    assert Picture(focal_point_x=12).changes_what_is_shown() is False


def test_a_file_counts_by_its_bytes_and_by_nothing_else(db):
    row = captions(NO)
    with row.file.storage.open(row.file.name, "rb") as stored:
        assert row.content_digest() == hashlib.sha256(stored.read()).hexdigest()

    assert captions(NO, name="b.vtt").content_digest() == row.content_digest()


@pytest.mark.parametrize("what", ["its size", "its time"])
def test_bytes_that_were_swapped_in_the_storage_are_read_again(db, what):
    row = captions(NO)
    path = row.file.path
    before, times = row.content_digest(), os.stat(path)

    with open(path, "r+b") as stored:
        if what == "its size":
            stored.seek(0, os.SEEK_END)
        stored.write(b"webvtt")
    moved = 0 if what == "its size" else 10**9
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + moved))

    assert row.content_digest() != before


def test_a_file_that_is_gone_and_one_that_never_was_have_no_digest(shown):
    assert CaptionFile().content_digest() == ""

    shown.file.storage.delete(shown.file.name)

    assert Picture.objects.get().content_digest() == ""
