"""A video is sent in with its film, captions, transcript and poster, or it is said what is missing, where."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.test.utils.form_data import inline_formset

from articles.models import CaptionFile, VideoCaptions, VideoPage
from delivery.projection import project
from moderation.models import Ballot
from tests.articles.editor import SEND_IN, change, logged_in, refusals, says, typed_video
from tests.articles.full import full_video
from tests.articles.media import CAPTIONS, captions, collection_of, film, mp4
from tests.factories import member_of, members_of, moderator_for, picture

MINUTE = 1024**2 * 3


@pytest.fixture
def writer(newham):
    members_of(newham, 3)
    moderator_for(newham)
    return member_of(newham)


@pytest.fixture
def mine(newham, writer):
    return {"collection": collection_of(newham), "uploaded_by_user": writer}


@pytest.fixture
def video(newham, writer):
    video = VideoPage(title="A video", slug="a-video", locale=newham.root_page.locale, live=False, owner=writer)
    newham.root_page.specific.add_child(instance=video)
    video.save_revision(user=writer, clean=False)
    return VideoPage.objects.get(pk=video.pk)


@pytest.fixture
def whole(mine):
    """A video's parts, all there."""
    return {
        "film": film(**mine).pk,
        "captions": inline_formset([{"language": "en", "file": captions(**mine).pk}]),
        "transcript": "You can say no.",
        "image": picture(collection=mine["collection"]).pk,
        "image_alt": "Two friends on a bench",
    }


def test_a_video_that_has_everything_is_sent_to_the_panel(video, writer, whole):
    response = change(logged_in(writer), video, typed_video(**whole), SEND_IN)

    assert refusals(response) == {}
    assert Ballot.objects.unclosed().count() == 1


MISSING = {
    "no film": ({"film": ""}, "film", "Choose a video file, or say where the video is."),
    "no captions": ({"captions": inline_formset([])}, "captions", "Add captions, for people who can't hear it."),
    "no transcript": (
        {"transcript": ""},
        "transcript",
        "Write down what is said, for people who would rather read.",
    ),
    "no poster": ({"image": "", "image_alt": ""}, "image", "Choose a picture to show before the video plays."),
    "a link that is not https": (
        {"link": "http://example.org/film"},
        "link",
        "The link http://example.org/film is not safe. Use its address that starts with https.",
    ),
    "an e-mail address in the transcript": (
        {"transcript": "Write to help@example.org."},
        "transcript",
        "This looks like an e-mail address: help@example.org.",
    ),
}


@pytest.mark.parametrize(("changes", "field", "sentence"), MISSING.values(), ids=MISSING)
def test_what_a_video_lacks_is_said_at_its_field(video, writer, whole, changes, field, sentence):
    response = change(logged_in(writer), video, typed_video(**{**whole, **changes}), SEND_IN)

    assert says(response, field, sentence)
    assert not Ballot.objects.exists()


FOLLOWED = {
    "https://www.youtube.com/watch?v=abc&fbclid=TRACK": "https://www.youtube.com/watch?v=abc",
    "https://www.youtube.com/redirect?q=https%3A%2F%2Fexample.org%2Ffilm": "https://example.org/film",
    "HTTPS://l.instagram.com/?u=https%3A%2F%2Fexample.org%2Ffilm": "https://example.org/film",
}


@pytest.mark.parametrize(("typed", "plain"), FOLLOWED.items())
def test_a_link_by_which_somebody_is_followed_is_kept_without_that(video, writer, whole, typed, plain):
    response = change(logged_in(writer), video, typed_video(**whole, link=typed), SEND_IN)

    assert refusals(response) == {}
    assert VideoPage.objects.get(pk=video.pk).get_latest_revision_as_object().link == plain


@pytest.mark.parametrize(("typed", "plain"), FOLLOWED.items())
def test_one_that_came_in_another_way_is_not_sent_to_the_panel(newham, typed, plain):
    page = full_video(newham, link=typed)

    [problem] = page.problems_before_sending()

    assert problem.field == "link"
    assert problem.sentence == f"There is a plainer way to write the link {typed}. Use this one: {plain}"


def test_a_link_that_was_agreed_is_served_as_it_was_agreed(newham):
    agreed = "https://www.youtube.com/watch?v=abc&fbclid=TRACK"

    assert project(full_video(newham, link=agreed))["video"]["link"] == agreed


FILMS = {
    "too long": (mp4(181), "Three minutes at most. Most people stop watching after one: what can go?"),
    "too heavy": (mp4(60, weight=MINUTE), "This file is too heavy for phones: 3 MB a minute at most. Save it smaller."),
    "of no known length": (
        mp4(0),
        "We can't tell how long this video is. Save it anew as MP4 and upload it again.",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), FILMS.values(), ids=FILMS)
def test_a_film_that_phones_cannot_show_is_said_at_its_field(video, writer, whole, mine, content, sentence):
    response = change(logged_in(writer), video, typed_video(**{**whole, "film": film(content, **mine).pk}), SEND_IN)

    assert says(response, "film", sentence)


@pytest.mark.parametrize("content", [mp4(180), mp4(60, weight=MINUTE - 1000)], ids=["three minutes", "3 MB a minute"])
def test_a_film_within_the_limits_is_taken(newham, content):
    page = full_video(newham, film=film(content))

    assert [problem.sentence for problem in page.problems_before_sending()] == []


def test_a_number_in_the_captions_is_said_at_the_captions(newham):
    page = full_video(newham)
    page.captions = [VideoCaptions(language="en", file=captions(CAPTIONS.replace(b"no.", b"no. Ring 07700 900123.")))]

    [finding] = page.findings()

    assert finding.field == "captions"
    assert "This looks like a phone number: 07700 900123." in finding.question


def test_captions_that_came_in_before_anybody_looked_are_said_at_the_captions(newham):
    page = full_video(newham)
    old = CaptionFile(title="Old")
    old.file.save("old.vtt", ContentFile(b"no captions"), save=False)
    CaptionFile.objects.bulk_create([old])
    page.captions = [VideoCaptions(language="en", file=CaptionFile.objects.get(title="Old"))]

    assert [problem.sentence for problem in page.problems_before_sending()] == [
        "One of the caption files can't be read. Upload it again as WebVTT."
    ]
