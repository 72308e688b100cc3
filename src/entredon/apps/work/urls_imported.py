"""Addresses of bringing in tables, below ``/c/<slug>/work/``."""

from django.urls import URLPattern, path

from entredon.apps.work import views_imported

urlpatterns: list[URLPattern] = [
    path("bring-in/", views_imported.bring_in, name="bring_in"),
    path("bring-in/came/<str:asked>/", views_imported.came_in, name="came_in"),
    path("bring-in/<str:token>/", views_imported.columns, name="bring_in_columns"),
    path("bring-in/<str:token>/check/", views_imported.check, name="bring_in_check"),
    path("bring-in/<str:token>/faulty-rows.csv", views_imported.faults, name="bring_in_faults"),
]
