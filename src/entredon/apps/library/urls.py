"""Addresses of the library, below ``/c/<slug>/library/``."""

from django.urls import path

from entredon.apps.library import views

app_name = "library"
urlpatterns = [
    path("", views.home, name="home"),
    path("v/<str:asked>/", views.version, name="version"),
    path("<str:asked>/", views.creation, name="creation"),
]
