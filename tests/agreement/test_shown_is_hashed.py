"""Whatever readers see is covered by the hash that people agree to, or something else is proven to stand behind it.

Each field of each table that a projection reads gets another value, past every rule. Where public JSON says something
else then and no page's `content_hash` does, the field stands below with its reason, and the reason is tried too. All rows
of a table are changed at once: a page's own words that another page mentions are covered by the page they stand in.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import BaseModelForm
from django.urls import get_resolver
from wagtail.models import Page, PageViewRestriction

from agreement.four_eyes import NeedsSecondPerson, every_door_shut
from agreement.hashing import BOOKKEEPING
from agreement.models import Withdrawal
from articles.models import ArticlePage, Picture
from cms.furnishing import add_national_panel, furnish
from delivery.actions import rebuild
from delivery.checking import differences
from delivery.pictures import make_renditions
from home.models import CouncilPage, CrisisLine, FeaturedPage, HomePage, YouthPanelPage
from moderation.errors import DecidedAbout, NotHere
from moderation.files import is_decided_about
from moderation.page_actions import was_agreed_below
from taxonomy.models import Situation
from tests.agreement.shown import Change, Json, changes_of, hashes_in, leaves_of, models_behind, told
from tests.articles.full import full_article, full_pathway, full_video
from tests.articles.media import CAPTIONS, captions
from tests.delivery.pages import agree_to, agreed, article, taken_back, translated
from tests.factories import picture, png, situation, topic, words
from tests.ground import add_newham
from tests.moderation.labels import renamed

# -- what the hash does not cover, and what stands behind it instead

TAKES_TWO = "a second person agrees to it (agreement/four_eyes.py)"
FROZEN = "whoever saves it is refused, once somebody decided about a page with it"
ONLY_HIDES = "it takes something from readers, and tells them nothing new"
ITS_PLACE = "an agreed page, and what it stands below, moves nowhere"
THE_RECORD = (
    "it is the record of what was agreed, withdrawn or translated: no form has it, and `project --check` sees it"
)
BY_MACHINE = "Wagtail or we work it out: no form has it, and `project --check` sees it"

EVERY_KIND = ("articles.ArticlePage", "articles.VideoPage", "pathways.PathwayPage")

NOT_HASHED: dict[str, str] = {
    # Crisis help, and what pages are found by.
    **dict.fromkeys(("home.CrisisLine_topics.topic", "home.CrisisLine_areas.area"), TAKES_TWO),
    **{
        f"home.CrisisLine.{name}": TAKES_TWO
        for name in ("slug", "name", "kind", "number", "send", "url", "chat_url", "is_free", "hides_from_bill")
    },
    **{f"home.CrisisLine.{name}": TAKES_TWO for name in ("languages", "checked_on")},
    **{f"home.CrisisLineWords.{name}": TAKES_TWO for name in ("language", "for_whom")},
    **{f"taxonomy.Topic.{name}": TAKES_TWO for name in ("slug", "name", "parent", "age_from", "is_sensitive")},
    **{f"taxonomy.TopicLabel.{name}": TAKES_TWO for name in ("topic", "language", "label")},
    **{f"taxonomy.Situation.{name}": TAKES_TWO for name in ("slug", "name", "sort_order")},
    **{f"taxonomy.SituationLabel.{name}": TAKES_TWO for name in ("situation", "language", "label")},
    **{f"taxonomy.Area.{name}": TAKES_TWO for name in ("name", "parent", "valid_from", "valid_to")},
    # Whose page it is.
    **{f"home.CouncilPage.{name}": TAKES_TWO for name in ("title", "slug", "area", "exit_url")},
    **{f"home.FeaturedPage.{name}": TAKES_TWO for name in ("council_page", "content_id", "sort_order")},
    "home.YouthPanelPage.title": TAKES_TWO,
    **{f"agreement.LevelLabel.{name}": TAKES_TWO for name in ("place", "language", "label")},
    **{f"{kind}.path": ITS_PLACE for kind in (*EVERY_KIND, "home.CouncilPage", "home.YouthPanelPage")},
    # Files, beside their bytes.
    **{
        f"articles.Picture.{name}": FROZEN
        for name in ("width", "height", *(f"focal_point_{part}" for part in ("x", "y", "width", "height")))
    },
    **{f"articles.Film.{name}": FROZEN for name in ("duration", "width", "height", "file")},
    "articles.CaptionFile.file": FROZEN,
    **{f"articles.PictureRendition.{name}": BY_MACHINE for name in ("filter_spec", "file", "width", "height")},
    "articles.Film.state": ONLY_HIDES,
    # Whether it is out.
    **{
        f"{kind}.{name}": ONLY_HIDES
        for kind in ("home.HomePage", "home.CouncilPage", "articles.ArticlePage")
        for name in ("live", "expire_at")
    },
    "wagtailcore.PageViewRestriction.restriction_type": ONLY_HIDES,
    **{
        f"{kind}.{name}": BY_MACHINE
        for kind in EVERY_KIND
        for name in ("first_published_at", "last_published_at", "url_path")
    },
    **{f"home.{kind}.content_type": BY_MACHINE for kind in ("CouncilPage", "YouthPanelPage")},
    "home.CouncilPage.translation_key": BY_MACHINE,
    # What was agreed, withdrawn and translated, by content_id and hash.
    **{
        f"agreement.Agreement.{name}": THE_RECORD
        for name in ("content_id", "locale", "content_hash", "checked_on", "revoked_at")
    },
    **{f"agreement.Withdrawal.{name}": THE_RECORD for name in ("reason", "withdrawn_at", "put_back_at")},
    "articles.SaysTheSame.together": THE_RECORD,
    **{
        f"languages.TranslatedFrom.{name}": THE_RECORD
        for name in ("content_id", "locale", "content_hash", "source_locale", "source_hash", "checked_by_speaker_at")
    },
}


def _laid_out() -> set[uuid.UUID]:
    """Everything that readers can be shown, at least once. Returns the content_ids of what shows it."""
    newham, national = add_newham(), add_national_panel(name="Young Wales", slug="young-wales")
    group = topic("violence")
    for slug in ("county-lines", "knives"):
        topic(slug, parent=group).labels.create(language="en", label=slug)
    situation().labels.create(language="en", label="I was asked to carry something")
    Situation.objects.create(slug="i-owe-money", name="I owe money", sort_order=1)
    renamed(newham)
    # What a page could show instead of what it shows.
    picture(file=png("red"))
    captions(CAPTIONS.replace(b"no", b"yes"))
    pages = [
        full_article(newham, body_el12=[], body_l1=words("The same, in other words."), body_l2=[]),
        full_video(newham, body_el3=words("You can say no.")),
        full_pathway(national),
    ]
    mentioned = ArticlePage.objects.filter(title="Another page").order_by("pk").first()
    assert mentioned is not None
    mentioned.image, mentioned.image_alt = pages[0].image, "Two friends on a bench"
    mentioned.save()
    agree_to(mentioned)
    translated(mentioned, "cy", title="Tudalen arall?")
    for page in pages:
        agree_to(page)
    PageViewRestriction.objects.create(page=newham.root_page, restriction_type=PageViewRestriction.NONE)
    withdrawn = agreed(newham, article())
    taken_back(withdrawn)
    Withdrawal.objects.create(content_id=withdrawn.translation_key, reason="wrong")
    line = CrisisLine.objects.create(slug="childline", name="Childline", kind="call", number="0800 1111")
    line.words.create(language="en", for_whom="Talk about anything.")
    line.topics.add(group)
    line.areas.add("E09000025")
    FeaturedPage.objects.put_first(newham.root_page.specific, [mentioned, pages[0]])
    for shown in Picture.objects.all():
        make_renditions(shown)
    Picture.objects.update(focal_point_x=5, focal_point_y=5, focal_point_width=2, focal_point_height=2)
    rebuild()
    return {page.translation_key for page in (*pages, mentioned)}


@pytest.fixture(scope="module")
def readers_have(django_db_setup: None, django_db_blocker: Any) -> Iterator[set[uuid.UUID]]:
    """The content_ids of all that is looked at."""
    with django_db_blocker.unblock(), transaction.atomic():
        furnish()
        yield _laid_out()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seen_and_not_hashed(readers_have: set[uuid.UUID], django_db_blocker: Any) -> dict[str, Change]:
    """By name, each change that readers see and that no page's hash covers."""
    with django_db_blocker.unblock():
        before = told(readers_have)
        seen = [change for model in models_behind(readers_have) for change in _seen_of(model, readers_have, before)]
    return {change.name: change for change in seen}


def _seen_of(model: type[models.Model], readers_have: set[uuid.UUID], before: Json) -> Iterator[Change]:
    """What nobody should see is changed all together first, which is much faster, and one by one where that shows."""
    ways = list(changes_of(model))
    quiet = [each for each in ways if each[0].field in BOOKKEEPING and each[0].name not in NOT_HASHED]
    at_once = [
        [each[number] for each in quiet if number < len(each)] for number in range(max(map(len, quiet), default=0))
    ]
    if all(told_after(changes, readers_have) in (None, before) for changes in at_once):
        ways = [each for each in ways if each not in quiet]
    yield from filter(None, (_as_seen(each, readers_have, before) for each in ways))


def _as_seen(ways: list[Change], readers_have: set[uuid.UUID], before: Json) -> Change | None:
    """The first of these ways to change a part that readers see, where no hash covers it."""
    for change in ways:
        page = change.page
        after = told_after([change], {page.translation_key} if page else readers_have, and_the_rest=not page)
        was = {key: before.get(key) for key in after or {}} if page else before
        if after not in (None, was):
            return change if hashes_in(after or {}) == hashes_in(was) else None
    return None


def told_after(changes: list[Change], readers_have: set[uuid.UUID], **scope: bool) -> Json | None:
    """What readers get after these changes; None where no row takes any."""
    with transaction.atomic():
        after = told(readers_have, **scope) if sum(change.write() for change in changes) else None
        transaction.set_rollback(True)
    return after


# -- each stands on the list, and nothing else does


def test_what_readers_see_is_hashed_or_has_a_reason(seen_and_not_hashed, db):
    assert sorted(set(seen_and_not_hashed) - set(NOT_HASHED)) == []


def test_no_reason_is_given_for_what_nobody_sees_or_what_is_hashed(seen_and_not_hashed, db):
    assert sorted(set(NOT_HASHED) - set(seen_and_not_hashed)) == []


def test_every_table_behind_public_json_has_a_row_to_change(readers_have, db):
    assert [model._meta.label for model in models_behind(readers_have) if not model._base_manager.exists()] == []


def test_every_part_of_public_json_says_something_somewhere(readers_have, db):
    """Else a field that only readers of another world see would never be looked at."""
    items = [item for key, item in told(readers_have).items() if key.startswith("page")]
    parts = {name for item in items for name in item}

    silent = {name for name in parts if not any(item.get(name) for item in items)}

    assert silent == {"services", "local_note", "requested_level", "review_overdue"}


# -- and each reason is true


def _named(*reasons: str) -> list[str]:
    return sorted(name for name, reason in NOT_HASHED.items() if reason in reasons)


def _rows_changed(change: Change) -> Iterator[models.Model]:
    """Each row that the change is about, with its new value, not saved."""
    for key, value in change.values.items():
        row = change.model._base_manager.get(pk=key)
        setattr(row, change.model._meta.get_field(change.field).attname, value)  # type: ignore[union-attr]
        yield row


@pytest.mark.parametrize("name", _named(TAKES_TWO))
def test_one_person_alone_does_not_change_it(seen_and_not_hashed, db, name):
    change = seen_and_not_hashed[name]
    rows = list(_rows_changed(change))

    for row in rows:
        with every_door_shut(), pytest.raises(NeedsSecondPerson), transaction.atomic():
            _save_or_link(row, change.field)

    assert rows


def _save_or_link(row: Any, field: str) -> None:
    """As people and scripts do: what is a table between two others is written through one of them."""
    if not row._meta.auto_created:
        row.save()
        return
    owner = getattr(row, row._meta.auto_created._meta.model_name)
    links = next(link for link in owner._meta.many_to_many if link.remote_field.through is type(row))
    getattr(owner, links.name).set([getattr(row, field)])


@pytest.mark.parametrize("name", _named(FROZEN))
def test_a_file_that_a_page_was_agreed_with_stays_as_it_was_shown(seen_and_not_hashed, db, name):
    change = seen_and_not_hashed[name]
    decided_about = {row.pk for row in change.model._base_manager.all() if is_decided_about(row)}
    refused = set()
    for row in _rows_changed(change):
        try:
            with transaction.atomic():
                row.save()
                transaction.set_rollback(True)
        except (DecidedAbout, ValidationError):
            refused.add(row.pk)

    assert decided_about
    assert decided_about <= refused


@pytest.mark.parametrize("name", _named(ONLY_HIDES))
def test_nothing_new_is_said_to_anybody(seen_and_not_hashed, readers_have, db, name):
    before, after = leaves_of(told(readers_have)), leaves_of(told_after([seen_and_not_hashed[name]], readers_have))

    assert after <= before


@pytest.mark.parametrize("name", _named(ITS_PLACE))
def test_it_moves_nowhere(seen_and_not_hashed, db, name):
    places = [*CouncilPage.objects.all(), *YouthPanelPage.objects.all(), *HomePage.objects.all()]
    agreed_here = [page for page in _pages_changed(seen_and_not_hashed[name]) if was_agreed_below(page)]

    for page in agreed_here:
        for place in places:
            if place != page.get_parent().specific and not place.path.startswith(page.path):
                with pytest.raises(NotHere):
                    page.move(place, pos="last-child")
    assert agreed_here


def _pages_changed(change: Change) -> list[Page]:
    return list(Page.objects.filter(pk__in=change.values))


@pytest.mark.parametrize("name", _named(THE_RECORD, BY_MACHINE))
def test_no_form_of_ours_or_of_wagtails_has_it(seen_and_not_hashed, db, name):
    change = seen_and_not_hashed[name]

    assert [form for form in _forms_of(change.model) if change.field in form.base_fields] == []


def _forms_of(model: type[models.Model]) -> list[Any]:
    get_resolver().url_patterns  # noqa: B018  whatever answers an address is there now
    forms = [form for form in _below(BaseModelForm) if getattr(form, "_meta", None) and form._meta.model is model]
    return [*forms, *([model.get_edit_handler().get_form_class()] if issubclass(model, Page) else [])]


def _below(kind: type) -> Iterator[Any]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


@pytest.mark.parametrize("name", _named(THE_RECORD, BY_MACHINE, ITS_PLACE, ONLY_HIDES))
def test_written_past_every_rule_it_is_reported(seen_and_not_hashed, db, name):
    assert list(differences()) == []

    seen_and_not_hashed[name].write()

    assert list(differences())
