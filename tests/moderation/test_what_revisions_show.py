"""What only a revision shows is kept for it; and where it is gone all the same, nothing stands still because of that."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Page, Revision

from agreement.four_eyes import setting_up
from articles.models import ArticlePage, Picture, VideoCaptions
from moderation.actions import close_ballots, withdraw
from moderation.errors import FileInUse, NotHere, WordsHaveChanged
from moderation.models import Ballot, BallotKey, ChangeProposal, Elector, Takedown, Vote
from taxonomy.models import PageSituation, PageTopic
from tests.delivery.pages import agreed, caption_file, film, video
from tests.factories import (
    block,
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    picture,
    published,
    send_in,
    situation,
    topic,
    vote,
    words,
)
from tests.moderation.doors import browser_of, superuser, text_of

pytestmark = pytest.mark.django_db

ALT = "Two friends on a bench."
NEEDED = "still needs this, so it stays"
ENDED = "Something that this page showed is gone"


def gone(*rows: Any) -> None:
    """As it was before anything kept them: past every guard."""
    for row in rows:
        type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")


def in_the_words(shown: Picture) -> dict[str, Any]:
    return {"body_el3": [*words("You can say no."), block("image", {"image": shown.pk, "alt_text": ALT})]}


def as_its_picture(shown: Picture) -> dict[str, Any]:
    return {"image": shown, "image_alt": ALT}


SHOWN = [as_its_picture, in_the_words]


def say(page: ArticlePage, by: Any, **fields: Any) -> Revision:
    """A newer draft."""
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision(user=by, clean=False)


def only_in_revisions(newham: Any, by: Any, **fields: Any) -> ArticlePage:
    """A page whose row has nothing of what its latest draft says."""
    page = draft(newham, by=by)
    say(page, by, **fields)
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def writer(newham):
    return member_of(newham)


@pytest.fixture
def voters(newham, writer):
    return members_of(newham, 4)


@pytest.fixture
def moderator(newham):
    return moderator_for(newham)


# -- it is kept


def a_latest_draft(newham, writer, voters, fields) -> ArticlePage:
    return only_in_revisions(newham, writer, **fields)


def an_earlier_draft(newham, writer, voters, fields) -> ArticlePage:
    page = only_in_revisions(newham, writer, **fields)
    say(page, writer, image=None, image_alt="", body_el3=words("Other words."))
    return page


def an_earlier_round(newham, writer, voters, fields) -> ArticlePage:
    page = only_in_revisions(newham, writer, **fields)
    vote(send_in(page, by=writer), voters, "CCCC")
    say(page, writer, image=None, image_alt="", body_el3=words("Other words."))
    return page


def a_ballot(newham, writer, voters, fields) -> ArticlePage:
    page = only_in_revisions(newham, writer, **fields)
    send_in(page, by=writer)
    return page


def a_check(newham, writer, voters, fields) -> ArticlePage:
    page = only_in_revisions(newham, writer, **fields)
    vote(send_in(page, by=writer), voters, "AAAA")
    return page


def a_takedown(newham, writer, voters, fields) -> ArticlePage:
    page = published(newham, by=writer, **fields)
    said = {"reason": "wrong", "reason_code": "content.wrong_or_unsafe_advice", "words": "One fact is wrong."}
    withdraw(page=page, moderator=moderator_for(newham), **said)
    page = ArticlePage.objects.get(pk=page.pk)
    for name, value in {"image": None, "image_alt": "", "body_el3": words("Other words.")}.items():
        setattr(page, name, value)
    page.save()  # its row says something else now
    page.save_revision(user=writer, clean=False)
    return page


WHERE = [a_latest_draft, an_earlier_round, a_ballot, a_check, a_takedown]


@pytest.mark.parametrize("fields", SHOWN)
@pytest.mark.parametrize("where", WHERE)
def test_a_picture_that_only_a_revision_shows_is_kept(where, fields, newham, writer, voters, moderator):
    shown = picture(uploaded_by_user=writer)
    where(newham, writer, voters, fields(shown))

    with pytest.raises(FileInUse):
        shown.delete()


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_brought_it_reads_which_page_needs_it(method, newham, writer, voters, moderator):
    shown = picture(uploaded_by_user=writer, collection=newham.collection)
    page = an_earlier_round(newham, writer, voters, as_its_picture(shown))

    answer = getattr(browser_of(writer), method)(reverse("wagtailimages:delete", args=[shown.pk]), follow=True)

    assert f"“{page.title}” {NEEDED}" in html.unescape(text_of(answer))
    assert Picture.objects.filter(pk=shown.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("ticked", ["id={}", "id=all"])
def test_it_is_not_deleted_among_many_either(ticked, method, newham, writer, voters):
    shown, other = picture(), picture()
    only_in_revisions(newham, writer, **as_its_picture(shown))
    address = reverse("wagtail_bulk_action", args=["articles", "picture", "delete"])

    answer = getattr(browser_of(superuser()), method)(f"{address}?{ticked.format(shown.pk)}", follow=True)

    assert NEEDED in html.unescape(text_of(answer))
    assert Picture.objects.filter(pk__in=[shown.pk, other.pk]).count() == 2


def test_a_title_is_told_to_nobody_who_may_not_edit_the_page(newham, stoke, writer):
    other = member_of(stoke)
    shown = picture(uploaded_by_user=other, collection=stoke.collection)
    page = only_in_revisions(newham, writer, **as_its_picture(shown))

    answer = browser_of(other).get(reverse("wagtailimages:delete", args=[shown.pk]), follow=True)

    assert page.title not in html.unescape(text_of(answer))
    assert "Something else still uses this" in text_of(answer)


@pytest.mark.parametrize("fields", SHOWN)
def test_a_photo_that_was_taken_out_again_before_anybody_was_asked_can_go(fields, newham, writer, voters, moderator):
    shown = picture(uploaded_by_user=writer, collection=newham.collection)
    page = an_earlier_draft(newham, writer, voters, fields(shown))
    with_it = page.revisions.order_by("pk")[1]

    browser_of(writer).post(reverse("wagtailimages:delete", args=[shown.pk]))

    assert not Picture.objects.filter(pk=shown.pk).exists()
    go_back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, with_it.pk])
    assert browser_of(writer).get(go_back, follow=True).status_code == 200
    ballot = send_in(page, by=writer)
    assert writer.pk not in ballot.electorate()
    vote(ballot, voters, "AAAA")
    check_of(ballot).sign(moderator)
    assert ArticlePage.objects.get(pk=page.pk).live


def test_a_picture_that_was_replaced_before_the_words_were_agreed_can_go(newham, writer, voters, moderator):
    shown = picture()
    page = only_in_revisions(newham, writer, **as_its_picture(shown))
    say(page, writer, image=None, image_alt="")
    ballot = send_in(page, by=writer)
    vote(ballot, voters, "AAAA")
    check_of(ballot).sign(moderator)

    shown.delete()

    assert not Picture.objects.filter(pk=shown.pk).exists()


def test_a_picture_that_no_page_shows_can_go(newham, writer):
    shown = picture(uploaded_by_user=writer, collection=newham.collection)
    draft(newham, by=writer)

    browser_of(writer).post(reverse("wagtailimages:delete", args=[shown.pk]))

    assert not Picture.objects.filter(pk=shown.pk).exists()


def a_film(page):
    page.film = film()
    return page.film


def captions(page):
    page.captions.all().delete()
    file = caption_file()
    page.captions.add(VideoCaptions(language="cy", file=file))
    return file


@pytest.mark.parametrize("show", [a_film, captions])
def test_neither_is_a_film_or_a_caption_file(show, newham, writer):
    page = agreed(newham, video())
    shown = show(page)
    page.save_revision(clean=False)

    with pytest.raises(FileInUse):
        shown.delete()


@pytest.mark.parametrize(
    ("make", "named", "row"), [(topic, "topics", PageTopic), (situation, "situations", PageSituation)]
)
def test_neither_is_a_topic_or_a_situation_also_by_two(make, named, row, newham, writer):
    label = make("something-else")
    page = draft(newham, by=writer)
    getattr(page, f"page_{named}").add(row(**{"tag" if row is PageTopic else "situation": label}))
    page.save_revision(clean=False)

    with setting_up("a test"), pytest.raises(FileInUse):
        label.delete()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("make", "named", "row"), [(topic, "topic", PageTopic), (situation, "situation", PageSituation)]
)
def test_nobody_proposes_to_delete_what_an_earlier_draft_is_about(make, named, row, method, newham, writer):
    label = make("something-else")
    page = draft(newham, by=writer)
    lines = row(**{"tag" if row is PageTopic else "situation": label})
    getattr(page, f"page_{named}s").add(lines)
    page.save_revision(clean=False)

    answer = getattr(browser_of(superuser()), method)(reverse(f"{named}:delete", args=[label.pk]), follow=True)

    assert NEEDED in html.unescape(text_of(answer))
    assert not ChangeProposal.objects.exists()


def test_a_page_that_only_a_ballot_links_to_is_kept(newham, writer, voters, moderator):
    linked = draft(newham, by=writer, title="Linked?")
    page = only_in_revisions(newham, writer, related=[block("page", linked.pk)])
    send_in(page, by=writer)

    with pytest.raises(NotHere):
        linked.delete()

    assert Page.objects.filter(pk=linked.pk).exists()


# -- and where it is gone all the same


def everything_that_a_moderator_opens(moderator) -> list[int]:
    browser = browser_of(moderator)
    return [browser.get(address).status_code for address in (reverse("moderation:desk"), reverse("wagtailadmin_home"))]


@pytest.mark.parametrize("fields", SHOWN)
def test_a_picture_that_is_gone_from_an_earlier_draft_closes_no_room(fields, newham, writer, voters, moderator):
    shown = picture()
    page = an_earlier_draft(newham, writer, voters, fields(shown))
    gone(shown)
    voter = browser_of(voters[0])
    assert voter.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    ballot = send_in(page, by=writer)
    vote(ballot, voters, "AAAA")
    earlier, latest = page.revisions.order_by("pk").values_list("pk", flat=True)[1:3]

    assert everything_that_a_moderator_opens(moderator) == [200, 200]
    assert voter.get(reverse("moderation:for_my_panel")).status_code == 200
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, earlier, latest])
    assert browser_of(superuser()).get(compare).status_code == 200
    check_of(ballot).sign(moderator)
    assert ArticlePage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("fields", SHOWN)
def test_a_ballot_on_a_picture_that_is_gone_ends_void_and_its_votes_are_destroyed(
    fields, newham, writer, voters, moderator
):
    shown = picture()
    page = only_in_revisions(newham, writer, **fields(shown))
    ballot = send_in(page, by=writer)
    ballot.cast(voters[0], "agree")
    gone(shown)

    assert browser_of(voters[1]).get(reverse("moderation:ballot", args=[ballot.pk])).status_code == 200
    close_ballots()

    assert Ballot.objects.get().outcome == "void"
    assert [model for model in (Vote, Elector, BallotKey) if model.objects.exists()] == []
    send_in(page, by=writer)  # once more, with what is left


@pytest.mark.parametrize("fields", SHOWN)
def test_nobody_votes_on_a_picture_that_is_gone(fields, newham, writer, voters, moderator):
    shown = picture()
    ballot = send_in(only_in_revisions(newham, writer, **fields(shown)), by=writer)
    gone(shown)

    with pytest.raises(WordsHaveChanged):
        ballot.cast(voters[0], "agree")

    assert Ballot.objects.get().outcome == "void"


@pytest.mark.parametrize("fields", SHOWN)
def test_a_check_of_a_picture_that_is_gone_is_over_and_the_page_can_be_sent_again(
    fields, newham, writer, voters, moderator
):
    shown = picture()
    page = only_in_revisions(newham, writer, **fields(shown))
    ballot = send_in(page, by=writer)
    vote(ballot, voters, "AAAA")
    gone(shown)

    desk = browser_of(moderator).get(reverse("moderation:desk"))
    with pytest.raises(WordsHaveChanged):
        check_of(ballot).sign(moderator)

    assert ENDED in text_of(desk)
    assert check_of(ballot).status == "cancelled"
    assert Ballot.objects.count() == 1
    send_in(ArticlePage.objects.get(pk=page.pk), by=writer)


def test_the_sweep_ends_such_a_check(newham, writer, voters, moderator):
    shown = picture()
    ballot = send_in(only_in_revisions(newham, writer, **as_its_picture(shown)), by=writer)
    vote(ballot, voters, "AAAA")
    gone(shown)

    close_ballots()

    assert check_of(ballot).status == "cancelled"


def test_a_takedown_of_a_picture_that_is_gone_stands_on_the_desk(newham, writer, voters, moderator):
    shown = picture()
    a_takedown(newham, writer, voters, as_its_picture(shown))
    gone(shown)

    assert everything_that_a_moderator_opens(moderator) == [200, 200]
    put_back = reverse("moderation:put_back", args=[Takedown.objects.get().pk])
    assert browser_of(moderator).get(put_back).status_code == 200


def test_a_storage_that_is_away_for_a_minute_ends_no_vote_before_its_time(newham, writer, voters, moderator):
    shown = picture()
    ballot = send_in(only_in_revisions(newham, writer, **as_its_picture(shown)), by=writer)
    shown.file.storage.delete(shown.file.name)

    for voter in voters:
        ballot.cast(voter, "agree")
    close_ballots()
    assert Ballot.objects.get().outcome == ""

    with time_machine.travel(ballot.closes_at + timedelta(days=1, minutes=1)):
        close_ballots()
    assert Ballot.objects.get().outcome == "void"
    assert not Vote.objects.exists()


def test_a_storage_that_is_away_at_closing_time_ends_no_vote_until_a_day_later(newham, writer, voters, moderator):
    shown = picture()
    ballot = send_in(only_in_revisions(newham, writer, **as_its_picture(shown)), by=writer)
    for voter in voters:
        ballot.cast(voter, "agree")
    storage, name = shown.file.storage, shown.file.name
    with storage.open(name) as file:
        kept = file.read()
    storage.delete(name)

    with time_machine.travel(ballot.closes_at + timedelta(hours=23)):
        close_ballots()
        assert Ballot.objects.get().outcome == ""
        assert storage.save(name, ContentFile(kept)) == name
        close_ballots()
    assert Ballot.objects.get().outcome == "carried"


def cannot_be_read(revision: Revision) -> None:
    content = Revision.objects.get(pk=revision.pk).content
    Revision.objects.filter(pk=revision.pk).update(content=content | {"review_by": "some day"})


def test_a_ballot_whose_words_cannot_be_read_ends_void(newham, writer, voters, moderator):
    ballot = send_in(draft(newham, by=writer), by=writer)
    ballot.cast(voters[0], "agree")
    cannot_be_read(ballot.revision)

    seen = browser_of(voters[1]).get(reverse("moderation:ballot", args=[ballot.pk]), follow=True)
    close_ballots()

    assert "This version of the page cannot be shown any more" in text_of(seen)
    assert Ballot.objects.get().outcome == "void"
    assert [model for model in (Vote, Elector, BallotKey) if model.objects.exists()] == []


def test_a_check_of_words_that_cannot_be_read_keeps_nobody_from_the_desk(newham, writer, voters, moderator):
    ballot = send_in(draft(newham, by=writer), by=writer)
    vote(ballot, voters, "AAAA")
    cannot_be_read(check_of(ballot).revision)

    assert everything_that_a_moderator_opens(moderator) == [200, 200]
    close_ballots()
    assert check_of(ballot).status == "cancelled"


def test_earlier_words_that_cannot_be_read_keep_nobody_from_anything(newham, writer, voters, moderator):
    page = draft(newham, by=writer)
    cannot_be_read(page.latest_revision)
    say(page, writer, summary="Newer words.")
    ballot = send_in(ArticlePage.objects.get(pk=page.pk), by=writer)
    vote(ballot, voters, "AAAA")

    assert everything_that_a_moderator_opens(moderator) == [200, 200]
    check_of(ballot).sign(moderator)

    assert ArticlePage.objects.get(pk=page.pk).live


def test_a_revision_is_read_without_the_rows_that_are_gone(newham):
    page = agreed(newham, video(film=film()))
    file, extra, other = captions(page), topic("extra"), situation("other")
    page.page_topics.add(PageTopic(tag=extra))
    page.page_situations.add(PageSituation(situation=other))
    revision = page.save_revision(clean=False)
    before = revision.as_object()
    lost = page.film
    gone(file, extra, other)
    type(page).objects.filter(pk=page.pk).update(film=None)
    gone(lost)

    read = Revision.objects.get(pk=revision.pk).as_object()

    assert (before.captions.count(), read.captions.count()) == (1, 0)
    assert (before.page_topics.count() - read.page_topics.count(), read.page_situations.count()) == (1, 0)
    assert read.film is None
