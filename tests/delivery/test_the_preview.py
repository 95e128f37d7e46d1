"""The preview pane: level by level, language by language, while somebody types, for nobody but them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Locale

from tests.articles.editor import logged_in, typed, typed_video
from tests.articles.full import full_article, full_pathway
from tests.delivery.pages import agreed, article, taken_back, translated
from tests.factories import draft, member_of, words


def preview(client, page, **asked):
    """The latest draft, in a tab of its own."""
    return client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), asked)


def pane(client, page, data, **asked):
    """What is typed, in the pane beside it."""
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(address, data)
    return client.get(address, {"in_preview_panel": "true", **asked})


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def member(newham):
    return member_of(newham)


@pytest.fixture
def in_welsh(newham, member, committed):
    """A public page, its public Welsh page, and a newer Welsh draft."""
    with committed():
        english = agreed(newham, article())
        welsh = translated(english, "cy", title="Mae hyn yn gyhoeddus")
    welsh.title = "Mae hwn yn ddrafft"
    welsh.save_revision(user=member, clean=False)
    return english


@pytest.mark.parametrize("make", [full_article, full_pathway])
def test_each_level_is_shown_and_can_be_switched_to_from_every_other(newham, member, make):
    page = make(newham)

    shown = text(preview(logged_in(member), page, mode="en.l1"))

    assert 'data-way="en.l1" aria-current="true"' in shown
    for way in ("en.el12", "en.el3", "en.l2"):
        assert f'href="?mode={way}"' in shown


def test_in_the_editors_pane_the_way_that_is_chosen_stays_in_the_pane(newham, member):
    page = draft(newham, by=member)

    shown = text(pane(logged_in(member), page, typed(), mode="en.el3"))

    assert 'href="?mode=en.l1&amp;in_preview_panel=true"' in shown


@pytest.mark.parametrize("mode", ["", "l1", "nothing", "xx.l1", "en.l9", "..", "cy.", "el3 "])
def test_whatever_the_address_says_something_is_shown(newham, member, mode):
    page = draft(newham, by=member)

    assert preview(logged_in(member), page, mode=mode).status_code == 200


def test_a_preview_is_kept_nowhere_and_may_be_framed_by_the_editor(newham, member):
    page = draft(newham, by=member)

    answer = pane(logged_in(member), page, typed())

    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"] + ";"


def test_a_preview_writes_nothing(newham, member, django_assert_max_num_queries):
    page, client = draft(newham, by=member, body_l1=words("More.")), logged_in(member)
    preview(client, page)

    with django_assert_max_num_queries(200) as queries:
        preview(client, page, mode="en.l1")

    assert [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


# -- while somebody types


def typing(client, kind, parent, data):
    address = reverse("wagtailadmin_pages:preview_on_add", args=["articles", kind, parent.pk])
    assert client.post(address, data).json()["is_available"]
    return text(client.get(address, {"mode": "en.el3", "in_preview_panel": "true"}))


@pytest.mark.parametrize(
    ("kind", "typed_so_far", "kind_words"),
    [
        ("articlepage", typed, "The words will be here as soon as you write some."),
        ("videopage", typed_video, "The video will be here as soon as you choose one."),
    ],
)
def test_a_page_with_nothing_but_a_title_is_shown_with_kind_words(newham, member, kind, typed_so_far, kind_words):
    data = typed_so_far(title="Is it", slug=None, summary="", neutral_title="", body_el3=None)
    data |= {"body_el3-count": "0"}

    shown = typing(logged_in(member), kind, newham.root_page, data)

    assert "Is it" in shown
    assert kind_words in shown


def test_what_is_typed_is_shown_before_it_is_saved(newham, member):
    shown = typing(logged_in(member), "articlepage", newham.root_page, typed(summary="Typed a second ago."))

    assert "Typed a second ago." in shown
    assert "Newham youth panel" in shown


def test_what_cannot_be_shown_says_what_to_do(newham, member):
    client, data = logged_in(member), typed(summary="x" * 161)
    address = reverse("wagtailadmin_pages:preview_on_add", args=["articles", "articlepage", newham.root_page.pk])
    client.post(address, data)

    shown = text(client.get(address))

    assert "Nothing to see yet" in shown
    assert "Nothing is lost." in shown


# -- language by language


def test_who_may_edit_a_translation_sees_its_latest_draft(in_welsh, member):
    client = logged_in(member)

    assert 'data-way="cy.el3"' in text(preview(client, in_welsh))
    assert "Mae hwn yn ddrafft" in text(preview(client, in_welsh, mode="cy.el3"))


def test_who_may_not_edit_a_translation_sees_what_is_public_of_it_and_no_draft(in_welsh, stoke):
    seen = in_welsh.translation_seen_by(member_of(stoke), "cy")

    assert seen.title == "Mae hyn yn gyhoeddus"


def test_a_translation_that_is_not_public_is_shown_to_nobody_who_may_not_edit_it(in_welsh, stoke, member):
    taken_back(in_welsh.get_translation(Locale.objects.get(language_code="cy")))

    assert in_welsh.translation_seen_by(member_of(stoke), "cy") is None
    assert in_welsh.translation_seen_by(member, "cy") is not None


def test_a_language_without_a_page_to_see_says_so(newham, member):
    page = draft(newham, by=member)

    assert "There is no page in this language that you can see yet." in text(
        preview(logged_in(member), page, mode="cy.el3")
    )
