"""How staff keep users, councils, youth panels and terms in the admin. Lists show display names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views import users as wagtail_users

from agreement.viewsets import ProposingDeleteView, ProposingEditView, ProposingViewSet
from people.forms import AppointmentForm, MeetingForm, MembershipForm, NewUserForm, UserForm, YouthPanelForm
from people.models import ONLY_ENDED, Appointment, Council, Meeting, Membership, User, YouthPanel


class UserIndexView(wagtail_users.IndexView):
    @property
    def columns(self) -> list[Column]:
        title_column = self._get_title_column_class(wagtail_users.UserColumn)
        return [
            title_column("display_name", label=_("Name"), sort_key="display_name", get_url=self.get_edit_url),
            Column("age_band", label=_("Age"), accessor="get_age_band_display"),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
        ]

    @property
    def search_fields(self) -> list[str]:
        return ["display_name", "username"]

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().filter(is_superuser=False)


class UserEditView(wagtail_users.EditView):
    submit_button_label = _("Save or propose")
    submit_button_active_label = _("Saving…")

    def get_queryset(self) -> QuerySet[User]:
        # Superusers are kept from the command line: whoever could set their password would be one.
        return User.objects.filter(is_superuser=False)

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        return super().get_object(self.get_queryset() if queryset is None else queryset)

    def form_valid(self, form: UserForm) -> HttpResponse:
        """One person closes an account; what it takes to log in with it, what it is called, and opening it again takes two."""
        if form.takes_two():
            return ProposingEditView.form_valid(self, form)  # type: ignore[arg-type]
        return super().form_valid(form)


class UserViewSet(wagtail_users.UserViewSet):
    """Wagtail's user administration over our forms. Nobody is deleted here: an account is closed."""

    index_view_class = UserIndexView
    edit_view_class = UserEditView
    template_prefix = "people/users/"
    copy_view_enabled = False
    filterset_class = None
    list_filter = ["is_active", "age_band"]

    def get_form_class(self, for_update: bool = False) -> type[NewUserForm | UserForm]:
        return UserForm if for_update else NewUserForm


class KeptViewSet(ProposingViewSet):
    """A list that admins keep by two, without the pages that nobody needs."""

    inspect_view_enabled = False
    add_to_reference_index = False


class MadeByCommand(ModelPermissionPolicy):
    """Nobody adds one in the admin, superusers included: it would have no page, no groups and no collection."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class OwnMeetings:
    """Meetings of the panels whose meetings this person keeps; the others are not there."""

    request: Any

    def _own(self) -> QuerySet[Meeting]:
        panels = YouthPanel.objects.whose_meetings_are_kept_by(self.request.user)
        return Meeting.objects.filter(youth_panel__in=panels)

    def get_object(self, queryset: QuerySet[Meeting] | None = None) -> Meeting:
        return get_object_or_404(self._own(), pk=self.kwargs["pk"])  # type: ignore[attr-defined]


class MeetingIndexView(OwnMeetings, generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Meeting]:
        return self._own()


class MeetingEditView(OwnMeetings, generic.EditView):
    pass


class MeetingDeleteView(OwnMeetings, generic.DeleteView):
    pass


class MeetingHistoryView(OwnMeetings, history.HistoryView):
    pass


class MeetingUsageView(OwnMeetings, usage.UsageView):
    pass


class MeetingViewSet(ModelViewSet):
    """When a panel meets says nobody but its lead: one person is enough."""

    copy_view_enabled = False
    add_to_reference_index = False
    model = Meeting
    icon = "date"
    list_display = ["youth_panel", "on"]
    list_filter = ["youth_panel"]
    ordering = "-on"
    index_view_class = MeetingIndexView
    edit_view_class = MeetingEditView
    delete_view_class = MeetingDeleteView
    history_view_class = MeetingHistoryView
    usage_view_class = MeetingUsageView

    def get_form_class(self, for_update: bool = False) -> type[MeetingForm]:
        return MeetingForm


class CouncilViewSet(KeptViewSet):
    """Councils are added with `manage.py add_council`, which also makes their pages."""

    model = Council
    icon = "home"
    form_fields = ["name", "area"]
    list_display = ["name", "area"]


class YouthPanelViewSet(KeptViewSet):
    """Youth panels come with their council, or with `manage.py add_national_panel`."""

    model = YouthPanel
    icon = "group"
    list_display = ["name", "council", "ballot_days"]
    list_filter = ["council"]

    def get_form_class(self, for_update: bool = False) -> type[YouthPanelForm]:
        return YouthPanelForm


class MembershipDeleteView(ProposingDeleteView):
    """Of one that has begun it says what to do instead, and offers nothing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why_it_stays = ONLY_ENDED if self.object.has_begun else ""
        return super().get_context_data(**kwargs) | {"why_it_stays": why_it_stays}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        return self.form_invalid(form) if self.object.has_begun else super().form_valid(form)


class MembershipViewSet(KeptViewSet):
    model = Membership
    delete_view_class = MembershipDeleteView
    delete_template_name = "people/membership_delete.html"
    icon = "user"
    list_display = ["user", "youth_panel", "starts_on", "ends_on"]
    list_filter = ["youth_panel"]
    ordering = "ends_on"

    def get_form_class(self, for_update: bool = False) -> type[MembershipForm]:
        return MembershipForm


class AppointmentViewSet(KeptViewSet):
    model = Appointment
    icon = "key"
    list_display = [
        "user",
        Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
        *("council", "youth_panel", "starts_on", "ends_on"),
    ]
    list_filter = ["role", "council"]

    def get_form_class(self, for_update: bool = False) -> type[AppointmentForm]:
        return AppointmentForm


class PeopleViewSetGroup(ViewSetGroup):
    menu_label = _("People")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 300
    items = (MembershipViewSet, AppointmentViewSet, YouthPanelViewSet, MeetingViewSet, CouncilViewSet)
