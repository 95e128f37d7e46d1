"""The demo's people. Every one of them is made up; each does one thing, so that somebody trying Waymark can be them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from agreement.days import day_of
from cms.furnishing import add_council, add_national_panel
from people.models import AgeBand, Appointment, Council, Membership, Role, User, YouthPanel
from taxonomy.models import Area

# Known to everybody who reads this file: given out by `password_for_the_demo`, on a developer's own machine alone.
KNOWN_PASSWORD = "try-waymark-here"  # noqa: S105

NATIONAL = "national"
COUNCILS = {"newham": ("Newham", "E09000025"), "stoke-on-trent": ("Stoke-on-Trent", "E06000021")}
EXIT_URL = "https://www.bbc.co.uk/weather"

# The first of each panel is the one to try it as.
MEMBERS = {
    "newham": ["Maple", "Kestrel", "Juniper", "Otter", "Bramble", "Comet", "Lark"],
    "stoke-on-trent": ["Rowan", "Heron", "Pebble", "Clover", "Finch", "Ember", "Willow"],
    NATIONAL: ["Aspen", "Puffin", "Saffron", "Harbour", "Wren", "Meadow", "Quartz"],
}
MODERATORS = {
    "newham": ["Alder", "Sorrel"],
    "stoke-on-trent": ["Hazel", "Linden"],
    NATIONAL: ["Thistle", "Yarrow"],
}
LEADS = {"newham": "Birch", "stoke-on-trent": "Fern", NATIONAL: "Elder"}
TRANSLATOR = "Celyn"
ADMIN = "Oak"
SECOND_ADMIN = "Ash"

MEMBERSHIP = timedelta(days=300)
IN_PANEL_SINCE = timedelta(days=60)


@dataclass(frozen=True)
class DemoPanel:
    """A youth panel with its people."""

    youth_panel: YouthPanel
    members: list[User]
    moderators: list[User]
    lead: User

    def writer_of_page(self, number: int) -> User:
        """The members take turns in writing."""
        return self.members[number % len(self.members)]


def make_panels() -> dict[str, DemoPanel]:
    """Two councils and a national panel, each with seven members, a lead and two moderators; one translator, two admins."""
    password = password_for_the_demo()

    for name in (ADMIN, SECOND_ADMIN):
        _make_admin(name, password)
    panels = {
        slug: _fill(youth_panel, slug=slug, password=password) for slug, youth_panel in _make_youth_panels().items()
    }
    _make_translator(password, list(panels.values()))
    return panels


def password_for_the_demo() -> str:
    """The hash that every demo account gets: of the known password while developing, else one that nobody can use.

    Hashed once for all of them: a slow hash is what protects real people, and these are none.
    """
    return make_password(KNOWN_PASSWORD if settings.DEBUG else None)


def usernames() -> list[str]:
    names = [ADMIN, SECOND_ADMIN, TRANSLATOR, *LEADS.values()]
    for group in (*MEMBERS.values(), *MODERATORS.values()):
        names += group
    return [name.lower() for name in names]


def who_to_log_in_as() -> str:
    """A small table for a developer's terminal, or "" where nobody could log in with it."""
    if not settings.DEBUG or not User.objects.filter(username=ADMIN.lower()).exists():
        return ""
    rows = [
        (MEMBERS["newham"][0], "member of the Newham youth panel: writes and votes"),
        (MEMBERS["newham"][1], "another member of it: votes on what Maple writes"),
        (LEADS["newham"], "lead of the Newham youth panel"),
        (MODERATORS["newham"][0], "moderator for Newham: checks what the panel agreed"),
        (TRANSLATOR, "translator into Welsh, for every panel"),
        (MEMBERS[NATIONAL][0], "member of the national youth panel"),
        (MODERATORS[NATIONAL][0], "moderator for national pages"),
        (ADMIN, "admin: councils, panels, roles"),
        (SECOND_ADMIN, "the second admin: agrees to what Oak changes, or does not"),
    ]
    lines = [f"  {name.lower():10} {does}" for name, does in rows]
    return "\n".join([*lines, f"  The password of all of them: {KNOWN_PASSWORD}"])


def _make_youth_panels() -> dict[str, YouthPanel]:
    panels = {
        slug: add_council(name=name, slug=slug, area=Area.objects.get(code=code), exit_url=EXIT_URL)
        for slug, (name, code) in COUNCILS.items()
    }
    panels[NATIONAL] = add_national_panel(name="National youth panel", slug=NATIONAL)
    return panels


def _fill(youth_panel: YouthPanel, *, slug: str, password: str) -> DemoPanel:
    members = [
        _make_user(name, password=password, age_band=_age_band(place)) for place, name in enumerate(MEMBERS[slug])
    ]
    for member in members:
        _make_member(member, youth_panel)
    moderators = [_make_user(name, password=password, age_band=AgeBand.ADULT) for name in MODERATORS[slug]]
    for moderator in moderators:
        _appoint(moderator, Role.MODERATOR, council=youth_panel.council)
    lead = _make_user(LEADS[slug], password=password, age_band=AgeBand.ADULT)
    _appoint(lead, Role.LEAD, youth_panel=youth_panel)
    return DemoPanel(youth_panel=youth_panel, members=members, moderators=moderators, lead=lead)


def _make_admin(name: str, password: str) -> None:
    _appoint(_make_user(name, password=password, age_band=AgeBand.ADULT), Role.ADMIN)


def _make_translator(password: str, panels: list[DemoPanel]) -> None:
    translator = _make_user(TRANSLATOR, password=password, age_band=AgeBand.ADULT)
    for panel in panels:
        _appoint(translator, Role.TRANSLATOR, council=panel.youth_panel.council)


def _make_user(name: str, *, password: str, age_band: AgeBand) -> User:
    return User.objects.create(username=name.lower(), display_name=name, password=password, age_band=age_band)


def _make_member(user: User, youth_panel: YouthPanel) -> None:
    today = day_of(timezone.now())
    Membership.objects.create(
        user=user, youth_panel=youth_panel, starts_on=today - IN_PANEL_SINCE, ends_on=today + MEMBERSHIP
    )


def _appoint(user: User, role: Role, *, council: Council | None = None, youth_panel: YouthPanel | None = None) -> None:
    Appointment.objects.create(user=user, role=role, council=council, youth_panel=youth_panel)


def _age_band(place: int) -> AgeBand:
    return AgeBand.FROM_13 if place % 3 else AgeBand.FROM_16
