"""Our addresses in the admin for whoever writes a page."""

from django.urls import path

from articles.film_views import film_state, poster
from articles.upload_views import upload, uploads
from articles.views import hints, hints_new, look_over, look_over_new

app_name = "articles"
urlpatterns = [
    path("writing/films/state/", film_state, name="film_state"),
    path("writing/films/uploads/", uploads, name="uploads"),
    path("writing/films/uploads/<slug:token>/", upload, name="upload"),
    path("writing/<int:page_id>/poster/", poster, name="poster"),
    path("writing/<int:page_id>/look-over/", look_over, name="look_over"),
    path(
        "writing/<str:app_label>/<str:model_name>/<int:parent_page_id>/look-over/", look_over_new, name="look_over_new"
    ),
    path("writing/<int:page_id>/hints/<str:level>/", hints, name="hints"),
    path(
        "writing/<str:app_label>/<str:model_name>/<int:parent_page_id>/hints/<str:level>/", hints_new, name="hints_new"
    ),
]
