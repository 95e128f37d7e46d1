"""What an item mentions: in the reader's language along the chain, in every place, and true when something changes."""

from __future__ import annotations

import re

import pytest

from delivery.checking import differences
from delivery.mentions import MENTION
from moderation.actions import withdraw
from tests.delivery.pages import agree_to, agreed, article, pathway, picture, translated
from tests.factories import block, moderator_for

LINK = re.compile(r'<a data-content-id="([^"]+)" href="([^"]+)" hreflang="([^"]+)">')


@pytest.fixture
def world(newham, committed):
    """A pathway and an article in both languages, and what points to them from everywhere that can."""
    with committed():
        way = agreed(newham, pathway(slug="am-i-safe", image=picture(), image_alt="A door."))
        told = agreed(newham, article(title="Told?", slug="told"))
        pointing = agreed(
            newham,
            article(
                title="Points?",
                slug="points",
                related=[block("page", told.pk), block("page", way.pk)],
                body_el3=[
                    block("paragraph", f'<p><a linktype="page" id="{told.pk}">Told</a></p>'),
                    block("pathway", way.pk),
                ],
            ),
        )
        leading = agreed(newham, pathway(title="Leads?", slug="leads", pages=[told.pk]))
    return {"way": way, "told": told, "pointing": pointing, "leading": leading}


@pytest.fixture
def welsh(world, committed):
    with committed():
        return {
            "way": translated(world["way"], "cy", title="Ydw i'n ddiogel?", slug="ydw-in-ddiogel"),
            "told": translated(world["told"], "cy", title="Wedi dweud?", slug="wedi-dweud", summary="Yn Gymraeg."),
        }


def item(client, page, **asked):
    return client.get(f"/api/v1/content/{page.translation_key}/", asked).json()


def mentioned(client, world, **asked):
    """Language and path of all that is mentioned, wherever it is."""
    pointing, leading = item(client, world["pointing"], **asked), item(client, world["leading"], **asked)
    body = pointing["versions"][0]["body"]
    links = [(language, path) for _key, path, language in LINK.findall(body[0]["value"])]
    cards = [*pointing["related"], body[1]["value"], *leading["steps"][2]["pages"]]
    return links + [(card["locale"], card["path"]) for card in cards]


ENGLISH = [("en", "/newham/told/"), ("en", "/newham/told/"), ("en", "/newham/am-i-safe/")]
ENGLISH += [("en", "/newham/am-i-safe/"), ("en", "/newham/told/")]
WELSH = [("cy", "/newham/wedi-dweud/"), ("cy", "/newham/wedi-dweud/"), ("cy", "/newham/ydw-in-ddiogel/")]
WELSH += [("cy", "/newham/ydw-in-ddiogel/"), ("cy", "/newham/wedi-dweud/")]


def test_what_is_mentioned_is_in_the_readers_language_wherever_it_is_there(client, world, welsh):
    assert mentioned(client, world) == ENGLISH
    assert mentioned(client, world, locale="en") == ENGLISH
    # These pages are in English alone: a Welsh reader falls back to them, and what they point to is there in Welsh.
    assert item(client, world["pointing"], locale="cy")["locale"] == "en"
    assert mentioned(client, world, locale="cy") == WELSH


def test_a_translation_points_to_translations_too_and_else_along_the_chain(client, world, committed):
    with committed():
        translated(world["pointing"], "cy", title="Pwyntio?", slug="pwyntio")
        translated(world["leading"], "cy", title="Arwain?", slug="arwain")

    assert item(client, world["pointing"], locale="cy")["locale"] == "cy"
    assert mentioned(client, world, locale="cy") == ENGLISH

    with committed():
        translated(world["told"], "cy", slug="wedi-dweud")
        translated(world["way"], "cy", slug="ydw-in-ddiogel")
    assert mentioned(client, world, locale="cy") == WELSH
    assert mentioned(client, world) == ENGLISH
    assert list(differences()) == []


def test_what_a_page_mentions_changes_when_a_translation_goes(client, world, welsh, newham, committed):
    for page in welsh.values():
        with committed():
            withdraw(
                page=page,
                moderator=moderator_for(newham),
                reason="wrong",
                reason_code="other",
                words="Wrong.",
                this_language_only=True,
            )
    assert list(differences()) == []
    # Withdrawn in Welsh alone: a Welsh reader gets the English.
    assert mentioned(client, world, locale="cy") == ENGLISH


def test_each_mention_says_what_a_front_end_needs_to_draw_it(client, world, welsh):
    related = item(client, world["pointing"], locale="cy")["related"]

    assert [tuple(card) for card in related] == [MENTION, MENTION]
    assert [(card["type"], card["title"], card["summary"]) for card in related] == [
        ("article", "Wedi dweud?", "Yn Gymraeg."),
        ("pathway", "Ydw i'n ddiogel?", "Find out what to do now."),
    ]
    assert related[0]["image"] is None
    assert related[1]["image"]["alt"] == "A door."
    assert related[1]["image"]["renditions"]


@pytest.mark.parametrize(
    "change",
    [{"title": "Another?"}, {"summary": "Another sentence."}, {"image_alt": "Another door."}, {"slug": "another"}],
    ids=lambda change: next(iter(change)),
)
def test_whatever_a_mention_says_follows_the_page_that_is_mentioned(client, world, welsh, committed, change):
    for page in (world["way"], welsh["way"]):
        with committed():
            for name, value in change.items():
                setattr(page, name, value)
            agree_to(page)

        assert list(differences()) == []
    said = [item(client, world["pointing"], locale=language)["related"][1] for language in ("en", "cy")]
    for value in change.values():
        assert all(value in str(card) for card in said)


def test_the_focal_point_of_a_mentioned_picture_follows(client, world, committed):
    middle = {"focal_point_x": 10, "focal_point_y": 20, "focal_point_width": 5, "focal_point_height": 5}
    with committed():
        world["way"].image = picture(**middle)  # a new one: once a panel has seen a picture, its focal point stays
        agree_to(world["way"])

    assert list(differences()) == []
    assert item(client, world["pointing"])["related"][1]["image"]["focal_point"]


def test_a_lost_picture_keeps_back_its_own_page_and_none_that_mentions_it(client, world, committed):
    for rendition in world["way"].image.renditions.all():
        rendition.file.storage.delete(rendition.file.name)

    with committed():
        world["pointing"].summary = "Another sentence."
        agree_to(world["pointing"])

    said = item(client, world["pointing"])
    assert said["summary"] == "Another sentence."
    [card] = [card for card in said["related"] if card["content_id"] == str(world["way"].translation_key)]
    assert card["image"] is None
    told = [card for card in said["related"] if card is not None and card["type"] == "article"]
    assert len(told) == 1


def test_where_to_go_instead_of_what_was_withdrawn_is_in_the_readers_language(client, world, welsh, newham, committed):
    with committed():
        withdraw(
            page=world["leading"],
            moderator=moderator_for(newham),
            reason="replaced",
            reason_code="other",
            words="There is another.",
            replacement=world["told"].translation_key,
        )

    said = {language: item(client, world["leading"], locale=language)["replacement"] for language in ("en", "cy")}
    assert {language: card["path"] for language, card in said.items()} == {
        "en": "/newham/told/",
        "cy": "/newham/wedi-dweud/",
    }
    assert tuple(said["cy"]) == MENTION


def test_an_item_that_mentions_in_two_languages_is_still_one_query(client, world, welsh, django_assert_num_queries):
    for asked in ({}, {"locale": "cy"}, {"locale": "cy", "body_format": "text"}):
        with django_assert_num_queries(1):
            item(client, world["pointing"], **asked)


def test_nothing_is_kept_twice_where_readers_are_shown_the_same(world):
    from delivery.models import ContentItem
    from delivery.slots import READER

    assert not [row.path for row in ContentItem.objects.all() if READER in row.html + row.text + row.card]
