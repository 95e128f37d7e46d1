"""Our addresses in the admin for whoever writes a page."""

from django.urls import path

from articles.views import hints, hints_new, look_over, look_over_new

app_name = "articles"
urlpatterns = [
    path("writing/<int:page_id>/look-over/", look_over, name="look_over"),
    path(
        "writing/<str:app_label>/<str:model_name>/<int:parent_page_id>/look-over/", look_over_new, name="look_over_new"
    ),
    path("writing/<int:page_id>/hints/<str:level>/", hints, name="hints"),
    path(
        "writing/<str:app_label>/<str:model_name>/<int:parent_page_id>/hints/<str:level>/", hints_new, name="hints_new"
    ),
]
