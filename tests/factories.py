"""People and pages for tests. Traits say what a test is about; whatever it does not mention is quietly right."""

from __future__ import annotations

import io
import secrets
import string
import uuid
from datetime import timedelta
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale

from articles.models import ArticlePage, Picture
from moderation.models import Ballot, ModeratorCheck
from people.models import Appointment, Membership, Role, User, YouthPanel
from taxonomy.models import Situation, Topic


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"user{number}")
    display_name = factory.Sequence(lambda number: f"Person {number}")
    password = factory.django.Password("a long enough password")


def member_of(panel: YouthPanel, **fields: Any) -> User:
    """A young person whose membership runs today."""
    user = UserFactory(**fields)
    today = timezone.localdate()
    Membership.objects.create(
        user=user, youth_panel=panel, starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=300)
    )
    return user


def members_of(panel: YouthPanel, number: int) -> list[User]:
    return [member_of(panel) for _ in range(number)]


def moderator_for(panel: YouthPanel, **fields: Any) -> User:
    """An adult who checks this panel's pages."""
    user = UserFactory(**fields)
    Appointment.objects.create(user=user, role=Role.MODERATOR, council=panel.council)
    return user


def topic(slug: str = "county-lines", **fields: Any) -> Topic:
    found, _created = Topic.objects.get_or_create(
        slug=slug, defaults={"name": slug.replace("-", " ").title(), **fields}
    )
    return found


def situation(slug: str = "asked-to-carry") -> Situation:
    found, _created = Situation.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").title()})
    return found


def any_letters(number: int = 10) -> str:
    """Letters alone (digits in an address may look like a phone number), others each time, whoever seeds `random`."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(number))


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "type": kind, "value": value}


def words(text: str) -> list[dict[str, Any]]:
    return [block("paragraph", f"<p>{text}</p>")]


def png(colour: str = "teal", size: tuple[int, int] = (64, 36)) -> ContentFile:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return ContentFile(stream.getvalue(), name="my holiday photo.png")


def picture(**fields: Any) -> Picture:
    return Picture.objects.create(title=fields.pop("title", "A picture"), file=fields.pop("file", png()), **fields)


def draft(panel: YouthPanel, *, by: User | None = None, **fields: Any) -> ArticlePage:
    """An advice page with everything it needs to be sent in, as a draft by `by`."""
    page = ArticlePage(
        title=fields.pop("title", "Someone asked me to carry something. What can I do?"),
        slug=fields.pop("slug", f"page-{any_letters()}"),
        neutral_title=fields.pop("neutral_title", "Getting help"),
        summary=fields.pop("summary", "You can say no, and you can get help."),
        body_el3=fields.pop("body_el3", words("You can say no. Tell somebody you trust.")),
        locale=Locale.objects.get(language_code="en"),
        live=False,
        owner=by,
        **fields,
    )
    panel.root_page.specific.add_child(instance=page)
    page.topics.add(topic())
    page.save()
    page.save_revision(user=by, clean=False)
    return ArticlePage.objects.get(pk=page.pk)


def send_in(page: ArticlePage, *, by: User) -> Ballot:
    """The ballot that opens when `by` sends the page to the panel."""
    page.get_workflow().start(page, by)
    return Ballot.objects.filter(workflow_state=page.current_workflow_state).latest("pk")


def vote(ballot: Ballot, voters: list[User], choices: str) -> None:
    """Each voter's choice in turn: A agrees, C asks for changes, - abstains. Where all have voted, the sweep comes by."""
    names = {"A": "agree", "C": "ask_for_changes", "-": "abstain"}
    for voter, choice in zip(voters, choices, strict=False):
        ballot.cast(voter, names[choice])
    ballot.sweep(when_decided=False)


def check_of(ballot: Ballot) -> ModeratorCheck:
    return ModeratorCheck.objects.get(carried_ballot=ballot)


def published(panel: YouthPanel, **fields: Any) -> ArticlePage:
    """An advice page that a writer wrote, three members agreed and a moderator checked."""
    writer = fields.pop("by", None) or member_of(panel)
    voters = members_of(panel, 3)
    moderator = moderator_for(panel)
    page = draft(panel, by=writer, **fields)
    ballot = send_in(page, by=writer)
    vote(ballot, voters + [user for user in panel.current_members() if user not in {writer, *voters}], "A" * 50)
    check_of(ballot).sign(moderator)
    return ArticlePage.objects.get(pk=page.pk)
