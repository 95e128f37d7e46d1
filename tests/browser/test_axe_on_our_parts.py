"""What axe finds in the parts of the house that are our own, small and wide, in light and in dark: nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from moderation.models import Sitting
from people.models import Appointment, Role
from tests.articles.editor import typed
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.factories import draft, member_of, published
from tests.languages.welsh import begun
from tests.moderation.test_what_is_typed_is_kept import Tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [(size, light) for size in (PHONE, DESK) for light in ("light", "dark")]


def test_axe_finds_nothing_small_and_wide_in_light_and_in_dark(open_browser, whole_newham):
    """One person at one browser: a member who translates too."""
    member, place = member_of(whole_newham), whole_newham.root_page
    Appointment.objects.create(user=member, role=Role.TRANSLATOR, council=whole_newham.council)
    english = published(whole_newham)
    welsh = begun(published(whole_newham, title="Stopped by the police. What now?"), by=member)
    Tab(member, draft(whole_newham, by=member)).autosaves(typed(summary="word " * 1000))
    [kept] = Sitting.objects.of(member).with_kept_words()
    parts = {
        reverse("moderation:for_my_panel"): ".room",
        reverse("moderation:kept_words", args=[kept.pk]): ".room",
        reverse("moderation:translations"): ".room",
        reverse("wagtailadmin_pages:edit", args=[welsh.pk]): ".room-road",
        reverse("wagtailadmin_pages:add", args=["articles", "articlepage", place.pk]): ".begin",
        reverse("wordgroup:add"): "#main form:not([role=search])",
        reverse("plainword:add"): "#main form:not([role=search])",
        f"/admin/pages/{english.pk}/view_draft/": "body",
    }

    page, found = open_browser(member, size=PHONE), {}
    for address, part in parts.items():
        page.goto(address)
        page.locator(part).first.wait_for()
        for size, light in LOOKS:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=light)
            wrong = problems_found_by_axe(page, within=part)
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            found[f"{part} of {address} at {size['width']} in {light}"] = wrong + ["wider than the screen"] * wide

    assert {where: wrong for where, wrong in found.items() if wrong} == {}
