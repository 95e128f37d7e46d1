"""A panel names the levels: sent from a phone by thumb, agreed to at a desk by keyboard, and read on the smallest phone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from agreement.labels import labels_at
from literacy.levels import LiteracyLevel
from moderation.models import LabelProposal
from tests.browser.axe import problems_found_by_axe
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_small_phone import SMALL, out_of_sight
from tests.delivery.pages import agreed, article, translated
from tests.factories import draft, member_of, members_of, moderator_for, send_in, words
from tests.moderation.labels import OURS, proposed, renamed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As long as a name can be: one word, and several.
LONG_WELSH = {"el12": "Llanfairpwllgwyngyllgogerychwy", "el3": "Geiriau clir gyda phob esboniad"[:30].strip()}
LOOKS = [(size, light) for size in (SMALL, PHONE, DESK) for light in ("light", "dark")]


def wrong_with(page: Page, part: str = ".room") -> list[str]:
    """What axe finds, and what is wider than the screen, on each size in light and in dark."""
    found = []
    for size, light in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=light)
        wrong = problems_found_by_axe(page, within=part)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += [f"{size['width']} in {light}: {one}" for one in wrong + ["wider than the screen"] * wide]
    return found


def test_a_member_sends_names_from_a_phone(open_browser, whole_newham):
    page = open_browser(member_of(whole_newham), size=PHONE)
    page.get_by_role("link", name=re.compile("Choose other names.*English")).click()
    expect(page.get_by_role("heading", name="What we call the levels")).to_be_visible()
    fields = page.locator(".room-field input")
    sizes = [box.bounding_box()["height"] for box in [*fields.all(), *page.locator(".room-submit").all()]]

    for label, name in zip(["Quick", "Straightforward", "More detail", "Full story"], OURS.values(), strict=True):
        page.get_by_label(f"Instead of “{label}”").fill(name)
    page.get_by_label("Instead of “Full story”").fill("For kids")
    page.get_by_role("button", name="Send to a moderator").click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("not who they are for")).click()
    expect(page.locator("#field-l2")).to_be_in_viewport()
    wrong = wrong_with(page)
    page.get_by_label("Instead of “Full story”").fill(OURS["l2"])
    page.get_by_role("button", name="Send to a moderator").click()

    expect(page.get_by_text("A moderator looks at your names. Until then the old ones stay.")).to_be_visible()
    assert LabelProposal.objects.waiting().get().labels == OURS
    assert min(sizes) >= 44
    assert wrong == []
    assert wrong_with(page) == []


def test_a_moderator_agrees_at_a_desk_without_a_mouse(open_browser, whole_newham):
    proposed(whole_newham, el12="Easy bite")
    page = open_browser(moderator_for(whole_newham), size=DESK)
    front_page = wrong_with(page)
    page.set_viewport_size(DESK)

    page.get_by_role("link", name="Easy bite").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“easy” could sound like a mark")).to_be_visible()
    wrong = wrong_with(page)
    page.set_viewport_size(DESK)
    page.get_by_role("button", name="Agree", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Thank you. Readers see these names now.")).to_be_visible()
    assert labels_at(whole_newham.root_page, "en")[LiteracyLevel.EL12] == "Easy bite"
    assert (front_page, wrong) == ([], [])


def test_the_longest_welsh_names_wrap_wherever_they_stand(open_browser, whole_newham):
    """At 320 pixels: the ballot, the form, the preview, the editor's tabs."""
    renamed(whole_newham, language="cy", **LONG_WELSH)
    writer, *_voters = members_of(whole_newham, 4)
    moderator_for(whole_newham)
    english = agreed(whole_newham, article(body_el12=words("No."), body_l1=words("You can say no, and get help.")))
    welsh = translated(english, "cy", title="Beth alla i ei wneud?")
    again = draft(whole_newham, by=writer, body_el12=words("No."))
    renamed(whole_newham, **LONG_WELSH)
    ballot = send_in(draft(whole_newham, by=writer, body_el12=words("No.")), by=writer)
    page, found = open_browser(ballot.electors.order_by("pk").first().user, size=SMALL), {}

    for address, part in [
        (reverse("moderation:for_my_panel"), ".room"),
        (reverse("moderation:propose_labels", args=[whole_newham.pk, "cy"]), ".room"),
        (reverse("moderation:ballot", args=[ballot.pk]), ".room"),
        (f"/admin/pages/{welsh.pk}/view_draft/?mode=cy.el12", "body"),
    ]:
        page.goto(address)
        page.get_by_text("Llanfairpwll").first.wait_for()
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found[address] = out_of_sight(page, part) + ["wider than the screen"] * wide
    page.goto(reverse("wagtailadmin_pages:edit", args=[again.pk]))
    page.get_by_role("tab", name="The words").click()
    page.get_by_role("tab", name="Llanfairpwll").wait_for()
    found["editor"] = out_of_sight(page, ".levels .w-tabs__list")

    assert {where: hidden for where, hidden in found.items() if hidden} == {}
