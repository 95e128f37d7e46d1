"""What a writer may put on her page: her own panel's files, live pages, and what stands there already."""

from __future__ import annotations

import uuid

import pytest
from wagtail.test.utils.form_data import inline_formset, streamfield

from articles.models import ArticlePage, VideoPage
from tests.articles.editor import (
    SAVE,
    SEND_IN,
    change,
    create,
    paragraph,
    refusals,
    says,
    typed,
    typed_video,
)
from tests.articles.media import captions, collection_of, film
from tests.factories import draft, picture

NOT_YOURS = "You can't use this file: it belongs to somebody else. Choose one of your panel's, or upload it."
NOT_YOUR_PAGE = "You can't point to this page: it is another panel's draft. Choose one that is live, or one of yours."


@pytest.fixture
def foreign(stoke):
    return picture(title="Stoke's secret plan", collection=collection_of(stoke))


PLACES = {
    "the page's picture": lambda pk: ("image", {"image": pk, "image_alt": "A plan"}),
    "a picture among the words": lambda pk: (
        "body_el3",
        {"body_el3": streamfield([paragraph("Some words"), ("image", {"image": pk, "alt_text": "A plan"})])},
    ),
}


@pytest.mark.parametrize("press", [SAVE, SEND_IN], ids=["saved", "sent in"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_another_panels_picture_is_refused_and_nothing_of_it_is_shown(browser, page, foreign, place, press):
    field, changes = place(foreign.pk)

    response = change(browser, page, typed(**changes), press)

    assert says(response, field, NOT_YOURS)
    assert "secret plan" not in response.content.decode()
    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().image is None


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_panels_own_picture_is_taken(browser, page, newham, place):
    _field, changes = place(picture(collection=collection_of(newham)).pk)

    assert refusals(change(browser, page, typed(**changes), SAVE)) == {}


def test_another_panels_picture_is_refused_on_a_new_page_too(browser, newham, foreign):
    response = create(
        browser, "articles.articlepage", newham.root_page, typed(slug="new", image=foreign.pk, image_alt="A plan"), SAVE
    )

    assert says(response, "image", NOT_YOURS)


def test_a_picture_that_stands_there_already_may_stay(browser, newham, writer, foreign):
    page = draft(newham, by=writer, image=foreign, image_alt="A plan")

    assert refusals(change(browser, page, typed(image=foreign.pk, image_alt="A plan"), SAVE)) == {}


def test_a_refused_picture_leaves_everything_else_as_it_was_typed(browser, page, foreign):
    words = streamfield([paragraph("Words that took an hour"), ("image", {"image": foreign.pk, "alt_text": "A plan"})])

    response = change(browser, page, typed(body_el3=words, age_from=str(foreign.pk + 10)), SAVE)

    assert "Words that took an hour" in response.content.decode()
    assert f'value="{foreign.pk + 10}"' in response.content.decode()


@pytest.fixture
def video(newham, writer):
    video = VideoPage(
        title="A video", slug=uuid.uuid4().hex, locale_id=newham.root_page.locale_id, live=False, owner=writer
    )
    newham.root_page.specific.add_child(instance=video)
    video.save_revision(user=writer, clean=False)
    return VideoPage.objects.get(pk=video.pk)


def test_another_panels_film_is_refused(browser, video, stoke):
    foreign = film(title="Stoke's secret plan", collection=collection_of(stoke))

    response = change(browser, video, typed_video(film=foreign.pk), SAVE)

    assert says(response, "film", NOT_YOURS)
    assert "secret plan" not in response.content.decode()


def test_another_panels_captions_are_refused(browser, video, stoke):
    foreign = captions(title="Stoke's secret plan", collection=collection_of(stoke))
    rows = inline_formset([{"language": "en", "file": foreign.pk}])

    response = change(browser, video, typed_video(captions=rows), SAVE)

    assert says(response, "captions", NOT_YOURS)
    assert "secret plan" not in response.content.decode()


def test_a_writers_own_film_and_captions_are_taken(browser, video, newham, writer):
    mine = {"collection": collection_of(newham), "uploaded_by_user": writer}
    rows = inline_formset([{"language": "en", "file": captions(**mine).pk}])

    response = change(browser, video, typed_video(film=film(**mine).pk, captions=rows), SAVE)

    assert refusals(response) == {}
    assert len(VideoPage.objects.get(pk=video.pk).get_latest_revision_as_object().captions.all()) == 1


def test_another_panels_draft_is_refused_and_its_title_is_not_shown(browser, page, stoke):
    foreign = draft(stoke, title="Stoke's secret plan")

    response = change(browser, page, typed(related=streamfield([("page", foreign.pk)])), SAVE)

    assert says(response, "related", NOT_YOUR_PAGE)
    assert "secret plan" not in response.content.decode()


def test_a_page_of_ones_own_panel_is_taken(browser, page, newham):
    other = draft(newham)

    assert refusals(change(browser, page, typed(related=streamfield([("page", other.pk)])), SAVE)) == {}
