"""Addresses of a commons' home."""

from django.urls import path

from entredon.apps.commons import roles_views, views

app_name = "commons"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/roles/", roles_views.roles, name="roles"),
]
