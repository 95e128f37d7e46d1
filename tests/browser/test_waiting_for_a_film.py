"""A film comes on while its page is being written, and a picture out of it is chosen with a finger."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import expect

from articles.actions import convert_waiting_films
from articles.models import Film, VideoPage
from tests.articles.film_samples import phone_film
from tests.articles.full import full_video
from tests.browser.conftest import PHONE
from tests.factories import member_of


@pytest.mark.browser
def test_the_form_says_by_itself_when_the_film_is_ready_and_a_still_is_chosen(open_browser, whole_newham: Any):
    writer = member_of(whole_newham)
    film = Film.objects.create(
        title="A film",
        file=ContentFile(phone_film(seconds=2, sound=None, size=(320, 180)), name="film.mov"),
        collection=whole_newham.collection,
        uploaded_by_user=writer,
    )
    written = full_video(whole_newham, film=film, owner=writer, live=False)
    written.save_revision()
    page = open_browser(writer, size=PHONE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(reverse("wagtailadmin_pages:edit", args=[written.pk]))
    page.get_by_role("tab", name="The video").click()
    page.get_by_text("Your film is waiting to be made ready.").wait_for()
    expect(page.get_by_role("link", name="Choose a picture out of your film")).to_be_hidden()
    convert_waiting_films()
    page.get_by_text("Your film is ready.").wait_for()
    page.get_by_role("link", name="Choose a picture out of your film").click()
    page.get_by_label("At 0:01").check()
    page.get_by_role("button", name="Show this picture").click()
    page.wait_for_url("**/edit/**")
    expect(page.get_by_role("textbox", name="What the picture shows")).to_be_in_viewport()

    draft = VideoPage.objects.get(pk=written.pk).get_latest_revision_as_object()
    assert draft.image.title == "Out of the film, at 0:01"
    assert [words for words in complaints if "Content Security Policy" in words] == []
