"""How an admin keeps crisis help. A line is changed, never deleted: readers may hold its number already."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from home.forms import CrisisLineForm
from home.models import CrisisLine


class CrisisLineViewSet(ModelViewSet):
    model = CrisisLine
    menu_label = _("Crisis help")
    icon = "warning"
    menu_order = 320
    add_to_admin_menu = True
    copy_view_enabled = False
    sort_order_field = None
    list_display = ["name", "number", "kind", "checked_on"]

    def get_form_class(self, for_update: bool = False) -> type[CrisisLineForm]:
        return CrisisLineForm
