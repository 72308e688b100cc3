"""Addresses of a commons' home."""

from django.urls import path

from entredon.apps.commons import publish_views, roles_views, views

app_name = "commons"
urlpatterns = [
    path("", views.home, name="home"),
    path("publish/", publish_views.page, name="publish"),
    path("people/roles/", roles_views.roles, name="roles"),
]
