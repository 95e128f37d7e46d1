"""What the levels are called at a place: its own labels, those of the nearest place above, or the standing ones."""

from __future__ import annotations

import polib
import pytest
from wagtail.models import Locale

from agreement.labels import LevelLabel, call_levels, labels_at, standing_labels
from home.models import YouthPanelPage
from literacy.levels import LABELS, LiteracyLevel

OURS = dict(zip(LiteracyLevel, ["In short", "Clear words", "Going deeper", "Everything"], strict=True))
THEIRS = dict(zip(LiteracyLevel, ["Bite", "Meal", "Feast", "Banquet"], strict=True))


@pytest.fixture
def second_panel(newham):
    """The page of another youth panel, below the council's."""
    place = YouthPanelPage(title="Newham care leavers", slug="care-leavers", locale=newham.root_page.locale)
    newham.root_page.specific.add_child(instance=place)
    return place


def test_without_labels_of_their_own_places_have_the_standing_ones(newham):
    assert labels_at(newham.root_page, "en") == labels_at(None, "en") == LABELS


def test_a_place_passes_its_labels_on_to_what_stands_in_it(newham, second_panel):
    call_levels(OURS, place=newham.root_page, language="en")

    assert labels_at(newham.root_page, "en") == OURS
    assert labels_at(second_panel, "en") == OURS


def test_the_nearest_place_that_has_labels_wins(newham, second_panel):
    call_levels(OURS, place=newham.root_page, language="en")
    call_levels(THEIRS, place=second_panel, language="en")

    assert labels_at(second_panel, "en") == THEIRS
    assert labels_at(newham.root_page, "en") == OURS


def test_each_language_has_labels_of_its_own(newham):
    call_levels(OURS, place=newham.root_page, language="cy")
    welsh_place = newham.root_page.get_translation(Locale.objects.get(language_code="cy"))

    assert labels_at(welsh_place, "cy") == OURS
    assert labels_at(newham.root_page, "en") == LABELS


def test_another_council_keeps_its_own(newham, stoke):
    call_levels(OURS, place=newham.root_page, language="en")

    assert labels_at(stoke.root_page, "en") == LABELS


def test_the_standing_labels_put_them_back_and_leave_nothing_behind(newham):
    call_levels(OURS, place=newham.root_page, language="en")

    call_levels(LABELS, place=newham.root_page, language="en")

    assert labels_at(newham.root_page, "en") == LABELS
    assert not LevelLabel.objects.exists()


def test_below_a_place_with_labels_the_standing_ones_can_be_chosen_too(newham, second_panel):
    call_levels(OURS, place=newham.root_page, language="en")

    call_levels(LABELS, place=second_panel, language="en")

    assert labels_at(second_panel, "en") == LABELS


def test_asking_takes_one_query_where_no_panel_calls_them_otherwise(newham, django_assert_num_queries):
    place = newham.root_page

    with django_assert_num_queries(1):
        labels_at(place, "en")


def test_the_standing_labels_come_in_the_language_where_they_are_translated(tmp_path, settings):
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="Full story", msgstr="Y stori gyfan"))
    (tmp_path / "cy" / "LC_MESSAGES").mkdir(parents=True)
    catalogue.save_as_mofile(str(tmp_path / "cy" / "LC_MESSAGES" / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]

    assert standing_labels("cy")[LiteracyLevel.L2] == "Y stori gyfan"
    assert standing_labels("cy")[LiteracyLevel.L1] == "More detail"
    assert standing_labels("en")[LiteracyLevel.L2] == "Full story"
