"""What a translation was made from: said with its words, kept with them, and true when its source moves on."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from agreement.hashing import content_hash
from languages.actions import note_words
from languages.models import TranslatedFrom
from languages.translations import made_from, side_by_side
from moderation.actions import put_back
from moderation.errors import NotYourTranslation
from moderation.models import SpeakerCheck
from moderation.translations import may_say_checked, say_checked_by_speaker
from tests.articles.full import full_article, full_pathway, full_video
from tests.delivery.pages import agree_to, agreed, article
from tests.delivery.pages import translated as agreed_in
from tests.factories import block, check_of, member_of, moderator_for, published, words
from tests.languages.welsh import (
    ballot_of,
    begun,
    carried,
    in_other_words,
    in_welsh,
    press_send,
    texts_of,
    translated,
    translator_for,
    type_everything,
    type_in,
    welsh,
)
from tests.moderation.doors import browser_of, text_of
from tests.moderation.test_withdrawing import take_down

pytestmark = pytest.mark.django_db

# Everything but the list of languages itself, which counts the Welsh pages.
WAYS = ("chain", "none")
LISTS = [
    f"/api/v1/{name}/" for name in ("content", "topics", "situations", "areas", "levels", "councils", "crisis-help")
]


def changed(page: Page, **fields) -> Page:
    """The page live with other words, agreed."""
    live = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(live, name, value)
    live.save()
    return agree_to(live)


@pytest.fixture
def english(newham):
    return published(newham)


@pytest.fixture
def live_welsh(newham, english, translator):
    page = translated(english, by=translator)
    press_send(page, by=translator)
    check_of(carried(page, newham)).sign(moderator_for(newham))
    return in_welsh(english)


def test_a_translation_begins_with_the_address_of_its_source_and_keeps_one_of_its_own(newham, english, translator):
    page = begun(english, by=translator)
    assert page.slug == english.slug

    Page.objects.filter(pk=page.pk).update(slug="dweud-na")
    page = translated(english, by=translator)
    press_send(page, by=translator)
    check_of(carried(page, newham)).sign(moderator_for(newham))

    live = in_welsh(english)
    assert live.live
    assert live.slug == live.get_latest_revision_as_object().slug == "dweud-na"
    assert live.url_path.endswith("/dweud-na/")


def test_live_words_say_exactly_which_words_they_were_made_from(english, live_welsh):
    assert made_from(live_welsh).source_hash == content_hash(english)
    assert made_from(live_welsh).content_hash == content_hash(live_welsh)
    assert not made_from(live_welsh).is_stale()


def test_live_words_are_stale_once_their_source_says_something_else(english, live_welsh):
    changed(english, summary="You can always say no.")

    assert made_from(live_welsh).is_stale()


def test_a_draft_of_the_source_makes_nothing_stale(english, live_welsh):
    draft = english.get_latest_revision_as_object()
    draft.summary = "Only a draft."
    draft.save_revision()

    assert not made_from(live_welsh).is_stale()


def test_a_draft_that_follows_the_source_does_not_make_the_live_words_look_up_to_date(english, live_welsh, translator):
    changed(english, summary="You can always say no.")

    browser_of(translator).post(reverse("moderation:update_translation", args=[live_welsh.pk]))

    assert made_from(live_welsh).is_stale()
    assert not made_from(in_welsh(english).get_latest_revision_as_object()).is_stale()


def test_bringing_it_up_to_date_keeps_what_did_not_change_translated(english, live_welsh, translator):
    changed(english, summary="You can always say no.")

    browser_of(translator).post(reverse("moderation:update_translation", args=[live_welsh.pk]))

    draft = in_welsh(english).get_latest_revision_as_object()
    assert draft.title == live_welsh.title
    assert draft.summary == "You can always say no."
    assert side_by_side(live_welsh).get_progress() == (4, 3)


def test_a_stale_translation_is_not_sent_in_until_it_is_brought_up_to_date(english, translator):
    page = translated(english, by=translator)
    changed(english, summary="You can always say no.")

    refused = text_of(press_send(page, by=translator))

    assert "The English page says something else now." in refused
    assert ballot_of(page) is None
    browser_of(translator).post(reverse("moderation:update_translation", args=[page.pk]))
    type_everything(page, by=translator)
    press_send(page, by=translator)
    assert ballot_of(page) is not None


def test_a_ballot_goes_on_when_the_source_moves_on_and_everybody_is_told(newham, english, translator):
    page = translated(english, by=translator)
    press_send(page, by=translator)
    changed(english, summary="You can always say no.")

    ballot = ballot_of(page)
    shown = text_of(browser_of(newham.current_members().first()).get(reverse("moderation:ballot", args=[ballot.pk])))
    assert "Out of date: the English page says something else now." in shown
    carried(page, newham)
    moderator = moderator_for(newham)
    asked = text_of(browser_of(moderator).get(reverse("moderation:check", args=[check_of(ballot).pk])))
    assert "Out of date: the English page says something else now." in asked


def test_the_writer_of_the_source_hears_that_the_welsh_page_may_be_out_of_date(newham, english, live_welsh):
    writer = member_of(newham)
    address = reverse("wagtailadmin_pages:edit", args=[english.pk])
    assert "may be out of date" not in text_of(browser_of(writer).get(address))

    changed(english, summary="You can always say no.")

    assert "The Welsh page may be out of date" in text_of(browser_of(writer).get(address))


def test_a_copy_is_no_translation_and_the_row_stays_with_the_words(english, live_welsh):
    copied = live_welsh.copy(update_attrs={"slug": "copied"}, keep_live=False)

    assert made_from(copied) is None
    assert made_from(in_welsh(english)).source_hash == content_hash(english)


def test_what_is_put_back_was_made_from_what_it_was_made_from(newham, english, live_welsh):
    said = TranslatedFrom.objects.get(content_hash=content_hash(live_welsh))

    takedown = take_down(english, moderator_for(newham))
    put_back(takedown=takedown, moderator=moderator_for(newham))

    assert made_from(in_welsh(english)) == said


def test_saying_it_twice_does_not_change_what_was_said(english, live_welsh):
    said = made_from(live_welsh)
    TranslatedFrom.objects.filter(content_hash="").update(source_hash="0" * 64)

    note_words(live_welsh)

    assert made_from(live_welsh) == said


# -- what comes along, and what does not


@pytest.mark.parametrize("kind", [full_article, full_video, full_pathway])
def test_everything_comes_along_and_only_words_are_translated(newham, kind):
    page = agree_to(kind(newham))

    welsh_page = translated(page, by=translator_for(newham)).get_latest_revision_as_object()

    assert welsh_page.slug == page.slug
    assert list(welsh_page.topics.order_by("slug")) == list(page.topics.order_by("slug"))
    assert (welsh_page.situations(), welsh_page.areas()) == (page.situations(), page.areas())
    assert (welsh_page.age_from, welsh_page.age_to, welsh_page.urgency, welsh_page.is_sensitive) == (
        13,
        17,
        "soon",
        True,
    )
    assert welsh_page.image == page.image
    assert [one.value for one in welsh_page.related] == [one.value for one in page.related]
    if kind is full_pathway:
        assert welsh_page.graph().steps[0].key == "safe"
        assert [option.next for option in welsh_page.graph().steps[0].options] == ["talk", "now", "now"]
        assert welsh_page.graph().steps[0].options[0].label == "Cymraeg: Yes"


def test_a_text_that_does_not_fit_is_kept_where_it_was_typed_and_says_so(english, translator):
    page = begun(english, by=translator)
    summary = next(text for text in texts_of(page) if text.context.path == "summary")

    answer = type_in(browser_of(translator), page, summary, "llanfairpwllgwyngyll " * 10)

    assert "160" in answer.json()["error"]
    assert answer.json()["data"].startswith("llanfairpwllgwyngyll")
    assert in_welsh(english).get_latest_revision_as_object().summary == english.summary
    assert "Not in Welsh yet" in text_of(press_send(page, by=translator))


def test_a_title_that_is_too_long_says_so_and_the_other_texts_are_saved(english, translator):
    page = begun(english, by=translator)
    title, summary = (
        next(text for text in texts_of(page) if text.context.path == name) for name in ("title", "summary")
    )

    answer = type_in(browser_of(translator), page, title, "llanfair " * 40)
    type_in(browser_of(translator), page, summary, "Gelli di ddweud na.")

    assert "255" in answer.json()["error"]
    assert in_welsh(english).get_latest_revision_as_object().summary == "Gelli di ddweud na."


def test_a_title_that_is_typed_while_the_panel_votes_is_not_the_pages_in_any_list(english, translator):
    page = translated(english, by=translator)
    press_send(page, by=translator)
    voted_on = in_welsh(english).get_admin_display_title()
    title = next(text for text in texts_of(page) if text.context.path == "title")

    type_in(browser_of(translator), page, title, "Rhywbeth arall")

    assert in_welsh(english).get_admin_display_title() == voted_on == in_other_words(title)


def test_a_translation_made_by_hand_is_not_sent_in_with_the_other_languages_words(newham, english):
    writer = member_of(newham)
    page = english.copy_for_translation(welsh())
    page.title, page.summary = "Beth alla i ei wneud?", "Gelli di ddweud na."
    page.save_revision(user=writer)

    refused = text_of(press_send(page, by=writer))

    assert "Not in Welsh yet: Straightforward." in refused


def test_words_made_by_hand_are_kept_when_it_is_gone_on_with_side_by_side(newham, english, translator):
    page = english.copy_for_translation(welsh())
    page.title = "Beth alla i ei wneud?"
    page.save_revision(user=member_of(newham))

    begun(english, by=translator)

    assert in_welsh(english).get_latest_revision_as_object().title == "Beth alla i ei wneud?"
    assert side_by_side(page).get_progress() == (4, 2)  # its title and its neutral title, two words long


# -- checked by somebody who speaks the language


def test_a_moderator_who_reads_welsh_says_so_with_the_check(newham, english, translator):
    page, moderator = translated(english, by=translator), moderator_for(newham)
    press_send(page, by=translator)
    check = check_of(carried(page, newham))

    browser_of(moderator).post(
        reverse("moderation:sign_check", args=[check.pk]), {"read_it_all": "on", "speaks_it": "on"}
    )

    assert made_from(in_welsh(english)).was_checked_by_speaker
    assert SpeakerCheck.objects.get().checked_by == moderator


def test_another_translator_says_so_later_and_nobody_who_wrote_it_does(newham, english, live_welsh, translator):
    another = translator_for(newham)
    assert "Waiting for a second pair of eyes" in text_of(browser_of(another).get(reverse("moderation:translations")))

    browser_of(translator).post(reverse("moderation:speaker_checked", args=[live_welsh.pk]))
    assert not made_from(live_welsh).was_checked_by_speaker

    browser_of(another).post(reverse("moderation:speaker_checked", args=[live_welsh.pk]))
    assert made_from(live_welsh).was_checked_by_speaker


@pytest.mark.parametrize("who", ["member", "translator of another council"])
def test_nobody_else_says_that_a_speaker_has_checked_it(newham, stoke, live_welsh, who):
    user = member_of(newham) if who == "member" else translator_for(stoke)

    assert not may_say_checked(user, live_welsh)
    with pytest.raises(NotYourTranslation):
        say_checked_by_speaker(page=live_welsh, speaker=user)


def test_changed_words_are_not_checked_any_more(newham, english, live_welsh, translator):
    say_checked_by_speaker(page=live_welsh, speaker=translator_for(newham))
    title = texts_of(live_welsh)[0]

    type_in(browser_of(translator), live_welsh, title, "Teitl arall?")

    assert made_from(in_welsh(english)).was_checked_by_speaker
    assert not made_from(in_welsh(english).get_latest_revision_as_object()).was_checked_by_speaker


# -- what readers are told


@pytest.mark.django_db(transaction=True)
def test_publishing_welsh_leaves_all_of_english_equal_but_for_available_languages(whole_newham):
    other = published(whole_newham, title="Another page?")
    english = published(whole_newham, related=[block("page", other.pk)], body_el3=words("Say no."))
    items = [f"/api/v1/content/{page.translation_key}/" for page in (english, other)]
    addresses = [*LISTS, *items, f"/api/v1/paths{english.url_path.removeprefix('/home')}"]

    def surface() -> dict[str, bytes]:
        answers = {(address, way): Client().get(address, {"fallback": way}) for address in addresses for way in WAYS}
        assert {answer.status_code for answer in answers.values()} <= {200, 400}  # crisis help knows no fallback
        return {f"{address} {way}": answer.content for (address, way), answer in answers.items()}

    before = surface()
    translator = translator_for(whole_newham)
    page = translated(english, by=translator)
    assert surface() == before
    press_send(page, by=translator)
    assert surface() == before
    check_of(carried(page, whole_newham)).sign(moderator_for(whole_newham))

    after = surface()
    with_both = b'"available_locales":["cy","en"]'
    assert with_both in after[f"{items[0]} none"]
    # And where the same thing is in the other language, which is part of the same news.
    without = re.compile(rb'"translations":\[.*?\]')
    untouched = {
        name: without.sub(b'"translations":[]', said.replace(with_both, b'"available_locales":["en"]'))
        for name, said in after.items()
    }
    assert untouched == before


@pytest.mark.django_db(transaction=True)
def test_readers_are_told_that_words_are_stale_and_when_a_speaker_has_checked_them(whole_newham):
    english = agreed(whole_newham, article())
    page = agreed_in(english, "cy", title="Beth alla i ei wneud?")

    def told(address: str = f"/api/v1/content/{english.translation_key}/") -> dict:
        return Client().get(address, {"locale": "cy"}).json()["translation"]

    first = content_hash(english)
    assert told() == {
        "source_locale": "en",
        "source_revision": first,
        "stale": False,
        "checked_by_speaker": False,
    }
    say_checked_by_speaker(page=page, speaker=translator_for(whole_newham))
    changed(english, summary="You can always say no.")

    assert told() == {"source_locale": "en", "source_revision": first, "stale": True, "checked_by_speaker": True}
    card = Client().get("/api/v1/content/", {"locale": "cy"}).json()["items"][0]
    assert card["translation"] == told()
    assert Client().get(f"/api/v1/content/{english.translation_key}/").json()["translation"] is None


@pytest.mark.django_db(transaction=True)
def test_a_missing_language_comes_along_the_chain_and_says_so(whole_newham):
    english = agreed(whole_newham, article())
    address = f"/api/v1/content/{english.translation_key}/"

    along = Client().get(address, {"locale": "cy"}).json()

    assert (along["locale"], along["requested_locale"], along["dir"]) == ("en", "cy", "ltr")
    assert along["available_locales"] == ["en"]
    assert Client().get(address, {"locale": "cy", "fallback": "none"}).status_code == 404


def test_a_page_written_in_welsh_is_an_original(newham):
    page = agreed(newham, article(locale=welsh()))

    assert made_from(page) is None
