"""Addresses of the library, below ``/c/<slug>/library/``."""

from django.urls import path

from entredon.apps.library import views, views_release
from entredon.apps.library.git import proving

app_name = "library"
works = [proving.prove]  # long work is known where pages are
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views_release.begin, name="begin"),
    path("v/<str:asked>/", views.version, name="version"),
    path("<str:asked>/", views.creation, name="creation"),
    path("<str:asked>/release/", views_release.release, name="release"),
]
