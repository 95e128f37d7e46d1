"""Topics are a curated list: nothing that happens to a page makes a new one."""

import pytest

from taxonomy.models import Topic
from tests.factories import draft, topic


def test_a_topic_that_is_not_in_the_list_is_not_made_up(newham):
    page = draft(newham)

    with pytest.raises(TypeError):
        page.topics.add("Brand new")

    assert not Topic.objects.filter(name="Brand new").exists()


def test_a_topic_is_not_chosen_by_its_name_either(newham):
    page = draft(newham)
    existing = topic("knives")

    with pytest.raises(TypeError):
        page.topics.set([existing.name])


def test_a_topic_is_added_and_taken_away_by_object(newham):
    page = draft(newham).get_latest_revision_as_object()
    first, second = page.topics.get(), topic("knives")

    page.topics.add(second)
    page.topics.remove(first)
    page.save()

    assert list(type(page).objects.get(pk=page.pk).topics.all()) == [second]


def test_two_topics_of_the_same_name_are_kept_apart(newham):
    page = draft(newham)
    here, there = topic("here", name="Safe places"), topic("there", name="Safe places")

    page.topics.set([here, there])
    page.topics.remove(here)

    assert list(page.topics.all()) == [there]
