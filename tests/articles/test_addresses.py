"""A page always has an address, and an address that is linked to has one reading."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import models
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text, streamfield

from articles.checks.addresses import hides_where_it_leads, readers_address
from articles.models import ArticlePage
from delivery.rich_text import resolved
from tests.articles.editor import SAVE, SEND_IN, change, create, refusals, says, typed
from tests.factories import draft, members_of, moderator_for

OF_THE_PUBLIC = ("home", "pathways", "articles", "taxonomy", "languages", "delivery")


@pytest.mark.parametrize("title", ["😀😀", "...", "\u200b", "؟", "—"])
@pytest.mark.parametrize("press", [SAVE, SEND_IN])
def test_a_title_that_gives_no_address_is_no_error_and_leaves_none_empty(browser, newham, title, press):
    for _twice in range(2):
        response = create(browser, "articles.articlepage", newham.root_page, typed(title=title, slug=""), press)
        assert response.status_code in (200, 302)

    assert not Page.objects.filter(slug="").exists()


def test_two_drafts_of_emoji_alone_have_two_addresses(browser, newham):
    for _twice in range(2):
        assert (
            create(browser, "articles.articlepage", newham.root_page, typed(title="😀", slug=""), SAVE).status_code
            == 302
        )

    slugs = list(ArticlePage.objects.values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) == 2
    assert all(slugs)


def test_pages_that_were_saved_without_an_address_get_one(newham):
    page = draft(newham)
    Page.objects.filter(pk=page.pk).update(slug="", url_path=f"{newham.root_page.url_path}/")

    importlib.import_module("articles.migrations.0005_every_page_has_an_address").give_addresses(apps, None)

    page.refresh_from_db()
    assert page.slug == f"page-{page.translation_key.hex[:6]}"
    assert page.url_path == f"{newham.root_page.url_path}{page.slug}/"


@pytest.mark.parametrize("slug", ["no blanks here", "what?"])
def test_nothing_about_an_address_is_said_in_its_inner_name(browser, page, slug):
    response = change(browser, page, typed(slug=slug), SAVE)

    said = list(refusals(response)["slug"])
    assert said == ["Only letters, numbers and hyphens can stand in an address. Like: carrying-for-someone."]


ONE_READING = {
    "Https://Example.org/A": "https://example.org/A",
    "HTTPS://example.org": "https://example.org",
    "//example.org/a": "https://example.org/a",
    "  https://example.org/a": "https://example.org/a",
    "\u200bhttps://example.org/a\n": "https://example.org/a",
    "https://www.google.com/url?q=https://example.org/a&sa=D": "https://example.org/a",
    "https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2F&e=x": "https://example.org/",
    "https://example.org/?fbclid=abc&page=2&utm_source=x": "https://example.org/?page=2",
    "MailTo:a@example.org": "mailto:a@example.org",
    "/get-help/": "",
    "http://example.org/": "",
    "javascript:alert(1)": "",
    "https://childline.org.uk@example.org/": "",
    "https://[half": "",
}


@pytest.mark.parametrize(("typed_so", "given_out"), ONE_READING.items())
def test_an_address_has_one_reading(typed_so, given_out):
    assert readers_address(typed_so) == given_out


@pytest.mark.parametrize(
    ("typed_so", "given_out"), [(key, value) for key, value in ONE_READING.items() if "\n" not in key]
)
def test_readers_get_what_the_check_read(typed_so, given_out):
    link = resolved(f'<a href="{typed_so.replace("&", "&amp;")}">here</a>', target_of=lambda _number: None)

    assert (f'href="{given_out.replace("&", "&amp;")}"' in link) if given_out else ("href" not in link)


@given(st.text())
def test_any_address_can_be_read_and_reads_the_same_again(typed_so):
    assert readers_address(readers_address(typed_so)) == readers_address(typed_so)


SHORT_IN_OTHER_LETTERS = [
    *(
        "https://bit.ly./3x",
        "https://bit.ly:443/3x",
        "https://bit.ly:0443/3x",
        "https://bit.ly:/3x",
        "https://BIT.LY.:443/3x",
    ),
    *(
        "https://bit。ly/3x",
        "https://ｂｉｔ.ly/3x",
        "https://bit%2Ely/3x",
        "https://www.bit.ly./3x",
        "https://bit.ly\\3x",
    ),
    *("https://bit.ly:8443/3x", "//bit.ly./3x", "https://bit\u200b.ly/3x"),
]


@pytest.mark.parametrize("typed_so", SHORT_IN_OTHER_LETTERS)
def test_a_host_is_the_same_however_it_is_written(typed_so):
    assert hides_where_it_leads(typed_so)


@pytest.mark.parametrize(
    "typed_so", ["https://rabbit.ly/3x", "https://bit.ly.example.org/", "https://example.org/bit.ly"]
)
def test_another_host_is_another_one(typed_so):
    assert not hides_where_it_leads(typed_so)


def test_whoever_only_counts_is_passed_by_however_it_is_written():
    sent_on = "https://l.instagram.com.:443/?u=https%3A%2F%2Fexample.org%2F"

    assert readers_address(sent_on) == "https://example.org/"


def test_every_address_that_readers_get_is_read_by_the_one_rule():
    """One that is new here: its form folds it (articles/address_forms.py), and what is served is what was read."""
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.URLField) and model._meta.app_label in OF_THE_PUBLIC
    }

    assert fields == {
        *("articles.VideoPage.link", "home.CouncilPage.exit_url", "home.CrisisLine.url", "home.CrisisLine.chat_url")
    }


NAMED = {
    "/get-help/": "leads nowhere. Choose a page of ours, or use an address that starts with https.",
    "https://bit.ly/abc": "hides where it leads. Open it, and use the address that you end up at.",
}


@pytest.mark.parametrize(("address", "sentence"), NAMED.items())
def test_an_address_that_readers_would_not_get_is_named_at_its_field(browser, page, newham, address, sentence):
    members_of(newham, 3)
    moderator_for(newham)
    body = streamfield([("paragraph", rich_text(f'<p>Look <a href="{address}">here</a></p>'))])

    response = change(browser, page, typed(body_el3=body), SEND_IN)

    assert says(response, "body_el3", f"The link {address} {sentence}")
