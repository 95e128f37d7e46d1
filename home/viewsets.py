"""How crisis help is kept, by two people. A line is changed, never deleted: readers may hold its number already."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from agreement.viewsets import ProposingEditView, ProposingViewSet
from home.forms import CouncilPageForm, CrisisLineForm
from home.models import CouncilPage, CrisisLine, FeaturedPage


class CrisisLineViewSet(ProposingViewSet):
    model = CrisisLine
    menu_label = _("Crisis help")
    icon = "warning"
    menu_order = 320
    add_to_admin_menu = True
    sort_order_field = None
    list_display = ["name", "number", "kind", "checked_on"]

    def get_form_class(self, for_update: bool = False) -> type[CrisisLineForm]:
        return CrisisLineForm


class ForAdmins:
    # Wagtail would ask for rights on pages, and members may change those below their council's.
    permission_policy = ModelPermissionPolicy(CouncilPage)


class CouncilPageIndexView(ForAdmins, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One row for each council: its page in the main language."""

    permission_required = "change"
    template_name = "home/council_pages.html"
    page_title = _("What councils show")
    header_icon = "home"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = CouncilPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("title")
        shown: dict[Any, list[str]] = {place.translation_key: [] for place in places}
        for row, page in FeaturedPage.objects.filter(council_page__in=shown).with_pages():
            shown[row.council_page].append(page.title)
        return super().get_context_data(places=[(place, shown[place.translation_key]) for place in places], **kwargs)


class CouncilPageEditView(ForAdmins, ProposingEditView):
    pass


class CouncilPageMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return ForAdmins.permission_policy.user_has_permission(request.user, "change")


class CouncilPageViewSet(ViewSet):
    """What a council puts first and where its quick exit leads: no words of a page, and the same in every language."""

    model = CouncilPage
    name = "councilpage"
    icon = "home"
    menu_label = _("What councils show")
    menu_order = 321
    menu_item_class = CouncilPageMenuItem
    add_to_admin_menu = True

    def get_form_class(self, for_update: bool = False) -> type[CouncilPageForm]:
        return CouncilPageForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {"index_url_name": self.get_url_name("index"), "edit_url_name": self.get_url_name("edit")}
        return super().get_common_view_kwargs(**names, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        edit = self.construct_view(CouncilPageEditView, model=CouncilPage, form_class=CouncilPageForm)
        return [
            path("", CouncilPageIndexView.as_view(), name="index"),
            path("edit/<int:pk>/", edit, name="edit"),
        ]
