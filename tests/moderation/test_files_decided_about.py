"""What a file shows beside its bytes stays as the panel saw it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Picture
from moderation.errors import DecidedAbout
from tests.delivery.pages import agreed, article, film, video
from tests.factories import block, draft, member_of, members_of, moderator_for, picture, published, send_in
from tests.moderation.doors import browser_of, superuser, text_of

pytestmark = pytest.mark.django_db

ALT = "Two friends on a bench."


def move_focal_point(shown: Picture) -> None:
    shown.focal_point_x, shown.focal_point_y = 5, 5
    shown.focal_point_width, shown.focal_point_height = 2, 2
    shown.save()


def as_a_page_picture(newham, shown, by):
    return draft(newham, by=by, image=shown, image_alt=ALT)


def within_the_words(newham, shown, by):
    return draft(newham, by=by, body_el3=[block("image", {"image": shown.pk, "alt_text": ALT})])


def only_in_a_later_draft(newham, shown, by):
    page = draft(newham, by=by)
    page.image, page.image_alt = shown, ALT
    page.save_revision(user=by)
    return page


@pytest.mark.parametrize("where", [as_a_page_picture, within_the_words, only_in_a_later_draft])
def test_a_picture_that_the_panel_votes_on_is_cut_as_it_is(newham, where):
    writer, shown = member_of(newham), picture()
    members_of(newham, 4)
    moderator_for(newham)
    page = where(newham, shown, writer)
    move_focal_point(shown)  # a draft's picture is its writer's

    send_in(page, by=writer)

    shown.focal_point_x = 30
    with pytest.raises(DecidedAbout):
        shown.save()


def test_a_live_picture_is_cut_as_it_is_agreed(newham):
    shown = picture()
    published(newham, image=shown, image_alt=ALT)

    with pytest.raises(DecidedAbout):
        move_focal_point(shown)


def test_whoever_tries_reads_why(newham):
    shown = picture(collection=newham.collection)
    published(newham, image=shown, image_alt=ALT)
    client: Client = browser_of(superuser())
    form = {"title": shown.title, "collection": shown.collection_id, "focal_point_x": 5, "focal_point_y": 5}

    answer = client.post(
        reverse("wagtailimages:edit", args=[shown.pk]),
        {**form, "focal_point_width": 2, "focal_point_height": 2},
        follow=True,
    )

    assert "A panel has seen this as it is" in text_of(answer)
    assert not Picture.objects.get(pk=shown.pk).has_focal_point()


def test_its_title_for_the_panel_can_still_be_changed(newham):
    shown = picture()
    published(newham, image=shown, image_alt=ALT)

    shown.title = "A bench"
    shown.save()

    assert Picture.objects.get(pk=shown.pk).title == "A bench"


@pytest.mark.parametrize("field", ["duration", "width", "height"])
def test_a_live_films_length_and_size_stay(newham, field):
    shown = film()
    agreed(newham, video(film=shown))

    setattr(shown, field, 7)

    with pytest.raises(DecidedAbout):
        shown.save()


def test_a_picture_that_nobody_decided_about_is_its_uploaders(newham):
    agreed(newham, article())

    move_focal_point(picture())
