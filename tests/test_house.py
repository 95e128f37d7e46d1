"""The rules of the house (docs/architecture.md) that a machine can keep."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from literacy.advice import HintKind, hints
from literacy.levels import MAIN_LEVEL
from literacy.measures import measure

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
PUBLIC = {"delivery", "home", "pathways", "articles", "directory", "taxonomy", "languages", "agreement", "literacy"}
PRIVATE = {"people", "moderation"}

# Wagtail gives these to every page and every file: who made it, who locked it. No public answer shows them, and
# `Page.panel`-like ways back (`owned_pages`) start in the private room.
WAGTAILS_OWN = {"owner", "locked_by", "uploaded_by_user"}

LONGEST_FILE = 400
# One subject each, and longer: drawing is lists of shapes, the public contract is to be read in one sitting.
# Nothing is added here without asking what its two subjects are.
ONE_SUBJECT_ALL_THE_SAME = {
    "cms/demo/draw_pictures.py",
    "cms/demo/drawing.py",
    "delivery/projection.py",
}
# Files of the project, without what is generated or somebody else's.
CODE = [
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts and path.is_file()
]


def test_imports_only_go_down():
    answer = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout


def test_no_relation_runs_from_a_public_room_into_a_private_one():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in PUBLIC
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation
        and not field.auto_created
        and field.name not in WAGTAILS_OWN
        and (related := field.related_model)
        and not isinstance(related, str)
        and related._meta.app_label in PRIVATE
    }

    assert found == set()


def test_what_wagtail_gives_is_all_that_points_at_people():
    """The exception above stays as small as it is: only Wagtail's own classes bring these fields."""
    brought_by = {
        field.model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in PUBLIC
        for field in model._meta.get_fields()
        if field.name in WAGTAILS_OWN and field.is_relation
    }

    assert brought_by <= {"wagtailcore.Page", "articles.Picture", "articles.Film", "articles.CaptionFile"}


def test_every_setting_from_the_environment_is_explained():
    named = {
        name
        for path in (ROOT / "cms" / "settings").glob("*.py")
        for name in re.findall(r"""env(?:\.\w+)?\(\s*["'](\w+)["']""", path.read_text())
    }
    explained = (ROOT / "docs" / "running-it.md").read_text()

    assert {name for name in named if f"`{name}`" not in explained} == set()


@pytest.mark.parametrize("name", ["core", "utils", "util", "common", "base", "helpers", "misc", "services"])
def test_nothing_has_a_name_that_says_nothing(name):
    allowed = {ROOT / "cms" / "settings" / "base.py"}  # Django's custom, and everybody knows it

    assert name not in ROOMS
    assert {path for path in CODE if path.stem == name} - allowed == set()
    assert not [path for room in ROOMS for path in (ROOT / room).rglob(name) if path.is_dir()]


def test_locale_is_a_folder_of_catalogues_and_no_package():
    """With an `__init__.py` it would shadow Python's own `locale` module."""
    assert (ROOT / "locale").is_dir()
    assert not (ROOT / "locale" / "__init__.py").exists()


def test_no_file_is_two_subjects():
    too_long = {str(path.relative_to(ROOT)) for path in CODE if len(path.read_text().splitlines()) > LONGEST_FILE}

    assert too_long <= ONE_SUBJECT_ALL_THE_SAME


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_model_names_a_way_back_that_wagtail_would_read_as_panels():
    assert {
        model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS and _says_panels(model)
    } == set()


def _says_panels(model: type) -> bool:
    return any(
        relation.get_accessor_name() == "panels"
        for relation in model._meta.related_objects  # type: ignore[attr-defined]
    )


def test_hooks_only_register():
    """No `if` and no query in a `wagtail_hooks.py`: what it registers lives elsewhere."""
    thinking = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/wagtail_hooks.py")
        if re.search(r"^\s+(if|while|try)\b|\.objects\.", path.read_text(), re.MULTILINE)
    }

    assert thinking == set()


def test_what_panels_read_about_their_work_is_no_harder_than_every_advice_page_may_be():
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", "", (ROOT / "docs/for-panels.md").read_text(encoding="utf-8"))

    reading = measure(words)
    long_ones = [hint for hint in hints(words, level=MAIN_LEVEL) if hint.kind is HintKind.LONG_SENTENCE]

    assert reading.level is not None
    assert reading.level <= MAIN_LEVEL
    assert len(long_ones) <= reading.sentences // 30, [words[hint.start : hint.end] for hint in long_ones]


def test_levels_are_of_texts_and_nothing_keeps_a_readers():
    names = {field.name for model in apps.get_models() for field in model._meta.get_fields()}
    answers = (ROOT / "docs/openapi.json").read_text(encoding="utf-8")
    shown = [path for room in ROOMS for kind in ("*.html", "*.js") for path in (ROOT / room).rglob(kind)]

    about_readers = re.compile(
        r"reading.?age|(reader|user|member|person)s?_(reading_)?(level|grade|age)\b", re.IGNORECASE
    )

    assert [name for name in names if about_readers.search(name)] == []
    assert not about_readers.search(answers)
    assert [path for path in shown if about_readers.search(path.read_text(encoding="utf-8"))] == []
