"""Every address of the project."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from cms.api import api
from cms.health import healthz, readyz
from delivery.views import media, viewer, welcome
from people.views import AccountView

urlpatterns = [
    path("", welcome, name="welcome"),
    # Before Wagtail's own, which asks for a first and a last name.
    path("admin/account/", require_admin_access(AccountView.as_view()), name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("api/docs/", viewer, name="api_docs"),
    path("media/<path:name>", media, name="media"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
