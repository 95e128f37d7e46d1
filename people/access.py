"""Which groups a person's terms give them. Nobody is put into a group by hand: groups follow from memberships and appointments."""

from __future__ import annotations

from django.contrib.auth.models import Group

from agreement.four_eyes import following_from
from people.models import Appointment, Membership, Role, User, YouthPanel

STAFF_GROUP = "Everybody who works here"
ROLE_GROUPS = {
    Role.LEAD: "Panel leads",
    Role.MODERATOR: "Moderators of councils",
    Role.SAFEGUARDING_LEAD: "Safeguarding leads",
    Role.DIRECTORY_EDITOR: "Directory editors",
    Role.TRANSLATOR: "Translators",
    Role.ADMIN: "Admins",
}


def groups_of(user: User) -> set[Group]:
    """The groups that today's terms give this user; none for a closed account."""
    roles = roles_of(user)
    belongs_to = YouthPanel.objects.of_member(user) if user.is_active else YouthPanel.objects.none()
    if not roles and not belongs_to:
        return set()
    given = {_named(STAFF_GROUP)} | {_named(ROLE_GROUPS[role]) for role in roles}
    given |= {panel.members_group for panel in belongs_to}
    given |= {panel.adults_group for panel in panels_seen_by(user) if panel.adults_group}
    translates_for = YouthPanel.objects.in_care_of(user, Role.TRANSLATOR)
    return given | {panel.translators_group for panel in translates_for if panel.translators_group}


def roles_of(user: User) -> set[Role]:
    """The roles that `user` holds today."""
    if not user.is_active:
        return set()
    return {Role(role) for role in Appointment.objects.current().filter(user=user).values_list("role", flat=True)}


def panels_seen_by(user: User) -> set[YouthPanel]:
    """Whose pages an adult may look at: the panels they lead, and those of the councils they moderate."""
    return {*YouthPanel.objects.led_by(user), *YouthPanel.objects.moderated_by(user)}


def belongs_somewhere(user: User) -> bool:
    """Whether any term of this user runs today."""
    return (
        Membership.objects.current().filter(user=user).exists()
        or Appointment.objects.current().filter(user=user).exists()
    )


def is_here(user: User) -> bool:
    """Whether this person is somebody in the house today. Who logs in, and whose proposal another agrees to, is."""
    return user.is_active and (user.is_superuser or belongs_somewhere(user))


def _named(name: str) -> Group:
    with following_from("the roles that there are"):
        group, _created = Group.objects.get_or_create(name=name)
    return group
