"""Forms over people and their terms. None of them asks for a real name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from agreement.days import today
from agreement.four_eyes import NEEDS_TWO, changed_in
from agreement.seals import guarded_row, stored_row
from literacy.visible_text import says_something
from people.models import Appointment, Meeting, Membership, User, YouthPanel

FURTHEST_MEETING = timedelta(days=366)
USER_FIELDS = ["username", "display_name", "email", "age_band"]


class WhoTheyAre(forms.ModelForm):
    """What an account holds. Groups are missing on purpose: they follow from memberships and appointments."""

    # Wagtail declares these; None takes them away again.
    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(required=False, label=_("E-mail"), help_text=_("May stay empty."))

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"]
        if name and not says_something(name):
            raise forms.ValidationError(_("Use a name that people can read."))
        return name


class NewUserForm(WhoTheyAre, WagtailUserCreationForm):
    """No password: nobody types somebody else's (WAGTAILUSERS_PASSWORD_ENABLED). They get a one-time way in."""

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)

    class Meta:
        model = User
        fields = USER_FIELDS


class UserForm(WhoTheyAre, WagtailUserEditForm):
    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        # Wagtail's form would take `is_superuser` away from whoever edits themselves; here nobody has it.
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]

    def takes_two(self) -> bool:
        """Whether what was filled in is more than one person may save (agreement/four_eyes.py)."""
        guarded = NEEDS_TWO[User._meta.label]
        before, now = stored_row(User, self.instance.pk, guarded), guarded_row(self.instance, guarded)
        return bool(changed_in(before or {}, now)) and not (guarded.alone and guarded.alone(before, now))

    class Meta:
        model = User
        fields = [*USER_FIELDS, "is_active"]
        help_texts = {
            "is_active": _(
                "Without it nobody can log in with this account. What it did stays, also in votes that are still open."
            )
        }


class NewPasswordForm(SetPasswordForm):
    """The person themselves chooses it, with a one-time way in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Your new password")
        self.fields["new_password2"].label = _("The same once more")


class PersonField(forms.ModelChoiceField):
    """Somebody, by both their names: whoever fills it in and whoever agrees to it know who is meant."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.unmistakable)


class MembershipForm(WagtailAdminModelForm):
    class Meta:
        model = Membership
        fields = ["user", "youth_panel", "starts_on", "ends_on"]
        field_classes = {"user": PersonField}


class AppointmentForm(WagtailAdminModelForm):
    class Meta:
        model = Appointment
        fields = ["user", "role", "council", "youth_panel", "starts_on", "ends_on"]
        field_classes = {"user": PersonField}


class YouthPanelForm(WagtailAdminModelForm):
    """A panel's name and its numbers. Whose it is and where it stands are fixed."""

    class Meta:
        model = YouthPanel
        fields = ["name", "quorum_percent", "quorum_least", "threshold_percent", "ballot_days"]


class MeetingForm(WagtailAdminModelForm):
    """A date. A lead chooses among the panels they lead; an admin among all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["youth_panel"].queryset = YouthPanel.objects.whose_meetings_are_kept_by(self.for_user)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if "on" in self.changed_data and not today() <= on <= today() + FURTHEST_MEETING:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return on

    class Meta:
        model = Meeting
        fields = ["youth_panel", "on"]
