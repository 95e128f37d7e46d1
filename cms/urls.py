"""Every address of the project."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from articles.film_views import add_in_chooser, film
from cms.api import api
from cms.health import healthz, readyz
from cms.well_known import robots, security
from delivery.views import media, viewer, welcome
from moderation.views.copying import CopyView
from moderation.views.writing import CreateView, EditView
from people.going_on import go_on
from people.views import AccountView, logged_in_again, propose_way_in, way_in

urlpatterns = [
    path("", welcome, name="welcome"),
    # Before Wagtail's own, which asks for a first and a last name.
    path("admin/account/", require_admin_access(AccountView.as_view()), name="wagtailadmin_account"),
    path("admin/logged-in-again/", require_admin_access(logged_in_again), name="logged_in_again"),
    path("admin/go-on/", go_on, name="go_on"),
    path("admin/way-in/<str:token>/", way_in, name="way_in"),
    path("admin/people/<int:user_id>/way-in/", require_admin_access(propose_way_in), name="propose_way_in"),
    # Before Wagtail's own, which loses what it cannot save.
    path(
        "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        never_cache(require_admin_access(CreateView.as_view())),
        name="wagtailadmin_pages:add",
    ),
    path(
        "admin/pages/<int:page_id>/edit/",
        never_cache(require_admin_access(EditView.as_view())),
        name="wagtailadmin_pages:edit",
    ),
    # Before Wagtail's own, which falls over a place that is gone.
    path(
        "admin/pages/<int:page_id>/copy/",
        never_cache(require_admin_access(CopyView.as_view())),
        name="wagtailadmin_pages:copy",
    ),
    # Before wagtailmedia's own, which says that a film is lost while it is made ready.
    path("admin/media/edit/<int:media_id>/", never_cache(require_admin_access(film)), name="wagtailmedia:edit"),
    path(
        "admin/media/<str:media_type>/chooser/upload/",
        never_cache(require_admin_access(add_in_chooser)),
        name="wagtailmedia:chooser_upload",
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("api/docs/", viewer, name="api_docs"),
    path("media/<path:name>", media, name="media"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security, name="security"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

handler400 = "cms.plain_pages.bad_request"
