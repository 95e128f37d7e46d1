"""A file whose row is gone goes, too, though the process that deleted the row was killed before it came to the file."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.media.orphaned_files import FOLDERS, delete_orphaned_files
from articles.models import Film, Picture
from delivery.pictures import make_renditions
from tests.factories import picture

DAY = 24 * 60 * 60


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def aged(name: str, *, days: float = 2) -> str:
    then = time.time() - days * DAY
    os.utime(default_storage.path(name), (then, then))
    return name


def file_in(folder: str, *, days: float = 2) -> str:
    return aged(default_storage.save(f"{folder}/left.bin", ContentFile(b"left")), days=days)


def everything_of(shown: Picture) -> list[str]:
    return [shown.file.name, *shown.renditions.values_list("file", flat=True)]


def test_what_a_deleted_picture_left_behind_is_deleted(db):
    shown = picture()
    make_renditions(shown)
    left = [aged(name) for name in everything_of(shown)]
    shown.delete()  # what waits for the commit never happens in here

    assert all(default_storage.exists(name) for name in left)
    assert delete_orphaned_files() == len(left) > 1
    assert not any(default_storage.exists(name) for name in left)


def test_what_a_row_names_stays_however_old_it_is(db):
    shown = picture()
    make_renditions(shown)
    film = Film(title="A film")
    film.file.name = file_in("films")
    Film.objects.bulk_create([film])
    kept = [*(aged(name, days=900) for name in everything_of(shown)), film.file.name]

    assert delete_orphaned_files() == 0
    assert all(default_storage.exists(name) for name in kept)


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_came_just_now_may_still_get_its_row(db, folder):
    file_in(folder, days=0.9)

    assert delete_orphaned_files() == 0
    file_in(folder, days=1.1)
    assert delete_orphaned_files() == 1


def test_what_lies_elsewhere_is_not_ours_to_delete(db):
    name = file_in("somebody's")

    assert delete_orphaned_files() == 0
    assert default_storage.exists(name)
