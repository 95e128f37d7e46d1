"""No list of pages tells a member who is in another panel."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.articles.editor import logged_in
from tests.factories import draft, member_of


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
