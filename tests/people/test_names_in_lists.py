"""No list of pages or files tells a member who is in another panel, or what somebody typed there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.articles.editor import logged_in
from tests.delivery.pages import caption_file, film
from tests.factories import draft, member_of, picture


@pytest.mark.parametrize("address", ["wagtailadmin_explore", "wagtailadmin_explore_results"])
def test_choosing_among_pages_tells_nobody_who_is_in_another_panel(newham, stoke, address):
    elsewhere = member_of(stoke, display_name="Somebody at Stoke")
    draft(stoke, by=elsewhere)
    here = member_of(newham)
    draft(newham, by=here)

    listed = logged_in(here).get(reverse(address, args=[newham.root_page_id]))

    assert listed.status_code == 200
    assert "Somebody at Stoke" not in listed.content.decode()


def test_who_wrote_pages_is_asked_by_no_address(newham, stoke):
    elsewhere, here = member_of(stoke), member_of(newham)
    draft(stoke, by=elsewhere)
    mine = draft(newham, by=here, title="A page of ours")
    address = reverse("wagtailadmin_explore", args=[newham.root_page_id])

    for asked in (f"owner={elsewhere.pk}", f"edited_by={elsewhere.pk}"):
        assert mine.title in logged_in(here).get(f"{address}?{asked}").content.decode()


FILES = [
    (picture, "wagtailimages:index", []),
    (picture, "wagtailimages_chooser:choose", []),
    (caption_file, "wagtaildocs:index", []),
    (film, "wagtailmedia:chooser", []),
    (film, "wagtailmedia:chooser_typed", ["video"]),
]


@pytest.mark.parametrize(("made", "address", "asked"), FILES, ids=[address for _made, address, _asked in FILES])
def test_choosing_among_files_tells_no_words_of_another_panel(newham, stoke, made, address, asked):
    elsewhere = made()
    elsewhere.collection = stoke.collection
    elsewhere.save()
    elsewhere.tags.add("Behind Kayleigh's house")

    listed = logged_in(member_of(newham)).get(reverse(address, args=asked))

    assert listed.status_code == 200
    assert "Kayleigh" not in listed.content.decode()
