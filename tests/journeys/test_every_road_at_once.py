"""Whatever happens to pages, in any order, the read model follows without a rebuild, and shows nothing unagreed."""

from __future__ import annotations

import contextlib

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from agreement.hashing import content_hash
from agreement.models import Agreement
from articles.keeping_up import KEPT, NOW, Said
from articles.models import ArticlePage
from home.models import CrisisLine
from languages.errors import NotThisWay
from moderation.actions import put_back, withdraw
from moderation.errors import NotAgreed, NotHere, NotLive, NotTakenDown
from moderation.models import Takedown
from people.models import Membership, User, YouthPanel
from taxonomy.models import TopicLabel
from tests.factories import (
    any_letters,
    block,
    check_of,
    draft,
    member_of,
    members_of,
    moderator_for,
    picture,
    published,
    send_in,
    topic,
    vote,
    words,
)

pytestmark = pytest.mark.django_db(transaction=True)

which = st.integers(0, 20)


def agreed_along_the_road(draft: ArticlePage, panel: YouthPanel) -> None:
    """These words, sent in by a writer, voted on and checked; nothing where the page cannot be sent now."""
    if draft.workflow_in_progress:
        return
    writer, _others, moderator = member_of(panel), members_of(panel, 3), moderator_for(panel)
    draft.save_revision(user=writer)
    ballot = send_in(draft, by=writer)
    vote(ballot, list(User.objects.filter(pk__in=ballot.electorate())), "A" * 4)
    check_of(ballot).sign(moderator)


class Roads(RuleBasedStateMachine):
    """Starts each time where the last example stopped: the database is real, and what is in it only grows."""

    panel: YouthPanel
    pages: list[int]

    @initialize()
    def begin_with_one_agreed_page(self) -> None:
        Membership.objects.all().delete()
        self.pages = [published(self.panel, image=picture(), image_alt="A square").pk]
        self.moderators = [moderator_for(self.panel), moderator_for(self.panel)]

    def page(self, number: int) -> ArticlePage:
        return ArticlePage.objects.get(pk=self.pages[number % len(self.pages)])

    @precondition(lambda self: len(self.pages) < 4)
    @rule(about=which)
    def publish_another_along_the_road(self, about: int) -> None:
        Membership.objects.all().delete()
        related = [block("page", self.page(about).pk)]
        self.pages.append(published(self.panel, related=related).pk)

    @rule(number=which, main=st.sampled_from(["Say no.", "Say no. Tell somebody."]), danger=st.booleans())
    def change_the_main_words_along_the_road(self, number: int, main: str, danger: bool) -> None:
        Membership.objects.all().delete()
        draft = self.page(number).get_latest_revision_as_object()
        draft.body_el3, draft.is_safety_critical = words(main), danger
        draft.body_el12 = draft.body_el12 or words("No.")
        draft.said = Said(still_the_same={"el12": KEPT})
        agreed_along_the_road(draft, self.panel)

    @rule(number=which, said=st.sampled_from([NOW, ""]))
    def say_that_it_still_says_the_same_or_take_it_back(self, number: int, said: str) -> None:
        draft = self.page(number).get_latest_revision_as_object()
        draft.said = Said(still_the_same={"el12": said, "l1": said})
        draft.save_revision()

    @rule(number=which)
    def agree_to_what_is_said(self, number: int) -> None:
        Membership.objects.all().delete()
        agreed_along_the_road(self.page(number).get_latest_revision_as_object(), self.panel)

    @rule(number=which)
    def publish_a_draft_past_the_road(self, number: int) -> None:
        changed = self.page(number).get_latest_revision_as_object()
        changed.summary = "Past the road."
        with contextlib.suppress(NotAgreed):
            changed.save_revision().publish(skip_permission_checks=True)

    @rule(number=which)
    def save_a_draft(self, number: int) -> None:
        changed = self.page(number).get_latest_revision_as_object()
        changed.body_l1 = words("Only a draft.")
        changed.save_revision()

    @rule(number=which, field=st.sampled_from(["summary", "title"]))
    def save_past_everything(self, number: int, field: str) -> None:
        page = self.page(number)
        setattr(page, field, f"Saved {any_letters()}?")
        page.save()

    @rule(number=which)
    def give_another_address(self, number: int) -> None:
        page = self.page(number)
        page.slug = any_letters()
        page.save()

    @rule(number=which)
    def publish_again_what_was_last_agreed(self, number: int) -> None:
        page = self.page(number)
        agreed = set(Agreement.objects.standing().values_list("content_hash", flat=True))
        for revision in page.revisions.order_by("-pk"):
            if content_hash(revision.as_object()) in agreed:
                revision.publish(skip_permission_checks=True)
                return

    @rule(number=which)
    def unpublish(self, number: int) -> None:
        with contextlib.suppress(NotTakenDown):
            self.page(number).unpublish()

    @rule(number=which)
    def take_down(self, number: int) -> None:
        with contextlib.suppress(NotLive):
            withdraw(
                page=self.page(number),
                moderator=self.moderators[0],
                reason="wrong",
                reason_code="other",
                words="Something is wrong.",
            )

    @rule()
    def bring_back(self) -> None:
        for takedown in Takedown.objects.filter(withdrawal__put_back_at=None)[:1]:
            with contextlib.suppress(NotAgreed):
                put_back(takedown=takedown, moderator=self.moderators[1])

    @rule(number=which)
    def copy_it_live(self, number: int) -> None:
        with contextlib.suppress(NotAgreed):
            self.page(number).copy(update_attrs={"slug": any_letters()}, keep_live=True)

    @rule(number=which)
    def publish_a_translation(self, number: int) -> None:
        page = self.page(number)
        source, _created = TranslationSource.update_or_create_from_instance(page)
        translation, _created = Translation.objects.get_or_create(
            source=source, target_locale=Locale.objects.get(language_code="cy")
        )
        with contextlib.suppress(NotThisWay):
            translation.save_target(publish=True)
        translation.save_target(publish=False)

    @rule()
    def close_or_open_the_place(self) -> None:
        restrictions = PageViewRestriction.objects.filter(page=self.panel.root_page)
        if restrictions.exists():
            restrictions.first().delete()
        else:
            PageViewRestriction.objects.create(page=self.panel.root_page, restriction_type="login")

    @rule()
    def move_to_another_place(self) -> None:
        self.panel.root_page.refresh_from_db()
        for other in YouthPanel.objects.exclude(pk=self.panel.pk)[:1]:
            with contextlib.suppress(NotHere):
                self.page(0).move(other.root_page, pos="last-child")
                self.page(0).move(self.panel.root_page, pos="last-child")

    @rule(label=st.sampled_from(["County lines", "Carrying", "Being used"]))
    def rename_a_topic(self, label: str) -> None:
        TopicLabel.objects.update_or_create(topic=topic(), language="en", defaults={"label": label})

    @rule(number=st.sampled_from(["0800 1111", "116 123"]))
    def change_a_crisis_line(self, number: str) -> None:
        CrisisLine.objects.update_or_create(
            slug="childline", defaults={"name": "Childline", "kind": "call", "number": number, "languages": ["en"]}
        )

    @rule(number=which)
    def start_another_draft(self, number: int) -> None:
        draft(self.panel, by=member_of(self.panel))

    @invariant()
    def the_read_model_is_what_a_rebuild_would_make_it(self) -> None:
        call_command("project", "--check", verbosity=0)

    @invariant()
    def nothing_is_public_without_an_agreement_for_exactly_its_words(self) -> None:
        agreed = set(Agreement.objects.standing().values_list("content_hash", flat=True))
        for card in Client().get("/api/v1/content/", {"limit": "100"}).json()["items"]:
            item = Client().get(f"/api/v1/content/{card['content_id']}/").json()
            assert item["revision"] in agreed

    @invariant()
    def every_item_has_its_main_version_and_it_is_up_to_date(self) -> None:
        for card in Client().get("/api/v1/content/", {"limit": "100"}).json()["items"]:
            item = Client().get(f"/api/v1/content/{card['content_id']}/").json()
            behind = {version["level"]: version["possibly_out_of_date"] for version in item["versions"]}
            assert behind[item["main_level"]] is False
            assert list(behind) == item["levels"]


def test_every_road_in_any_order_leaves_the_read_model_true(whole_newham, whole_stoke):
    Roads.panel = whole_newham

    run_state_machine_as_test(
        Roads,
        settings=settings(
            max_examples=12,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],  # shrinking on a database takes minutes
        ),
    )
