"""Addresses of what is missing, below the admin."""

from django.urls import path

from insights import views

app_name = "insights"

urlpatterns = [
    path("missing/", views.show_coverage, name="coverage"),
    path("missing/begin/", views.begin, name="begin"),
]
