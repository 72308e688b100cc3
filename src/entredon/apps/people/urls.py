"""Addresses of people, below ``/c/<slug>/people/``."""

from django.conf import settings
from django.urls import include, path

from entredon.apps.people import views

app_name = "people"
urlpatterns = [
    path("", views.home, name="home"),
    # Who reads a copy has no accounts, and not the programs for them.
    *([] if settings.ENTREDON_MEMORY else [path("", include("entredon.apps.people.own_urls"))]),
    path("<str:asked>/", views.person, name="person"),
]
