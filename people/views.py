"""Everybody's own account, and one-time ways in. No name and no photograph of anybody is asked for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from wagtail.admin.views import account

from agreement.four_eyes import by_the_person_themselves
from agreement.proposals import WAY_IN, Proposed
from agreement.viewsets import propose
from people.forms import NewPasswordForm
from people.models import User, WayIn


class AccountView(account.AccountView):
    def get_panels(self) -> list[account.BaseSettingsPanel]:
        asks_who_you_are = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, asks_who_you_are)]

    def post(self, request: HttpRequest) -> HttpResponse:
        with by_the_person_themselves("people.User", request.user.pk, fields={"password"}):
            return super().post(request)


@require_safe
def logged_in_again(request: HttpRequest) -> HttpResponse:
    """Where logging in ends for somebody whose words wait in another tab."""
    return render(request, "people/logged_in_again.html")


def propose_way_in(request: HttpRequest, user_id: int) -> HttpResponse:
    """GET says what a one-time way in is; POST asks a second person for one. Superusers' are made on the command line."""
    if not request.user.has_perm("people.change_user"):
        raise PermissionDenied
    user = get_object_or_404(User, pk=user_id, is_superuser=False, is_active=True)
    if request.method != "POST":
        return render(request, "people/propose_way_in.html", {"person": user})
    title = _("A way in for %(name)s") % {"name": user}
    propose(request, Proposed(kind=WAY_IN, subject=user, title=title))
    return redirect("wagtailusers_users:index")


@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
def way_in(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks for a new password; POST sets it, once. Whoever comes with a link that is over reads what to do."""
    found = WayIn.objects.opened_by(token)
    if found is None:
        return render(request, "people/way_in_is_over.html", status=410)
    form = NewPasswordForm(found.user, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/way_in.html", {"person": found.user, "form": form})
    if not found.use(form.cleaned_data["new_password1"]):
        return render(request, "people/way_in_is_over.html", status=410)
    return render(request, "people/way_in_is_used.html", {"person": found.user})
