"""Users, councils, youth panels, and the terms for which people belong to them."""

from people.models.panels import Council, Meeting, YouthPanel, YouthPanelQuerySet
from people.models.terms import (
    LONGEST_MEMBERSHIP_DAYS,
    ONLY_ENDED,
    Appointment,
    AppointmentQuerySet,
    Membership,
    TermQuerySet,
)
from people.models.users import AgeBand, User, is_admin
from people.models.ways_in import WayIn
from people.roles import Role

__all__ = [
    "LONGEST_MEMBERSHIP_DAYS",
    "ONLY_ENDED",
    "AgeBand",
    "Appointment",
    "AppointmentQuerySet",
    "Council",
    "Meeting",
    "Membership",
    "Role",
    "TermQuerySet",
    "User",
    "WayIn",
    "YouthPanel",
    "YouthPanelQuerySet",
    "is_admin",
]
