"""Addresses of the library, below ``/c/<slug>/library/``."""

from django.urls import path

from entredon.apps.library import views
from entredon.apps.library.git import proving

app_name = "library"
works = [proving.prove]  # long work is known where pages are
urlpatterns = [
    path("", views.home, name="home"),
    path("v/<str:asked>/", views.version, name="version"),
    path("<str:asked>/", views.creation, name="creation"),
]
