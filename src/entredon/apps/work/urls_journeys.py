"""Addresses of what became of something, below ``/c/<slug>/work/``."""

from django.urls import URLPattern, path

from entredon.apps.work import views_journeys

urlpatterns: list[URLPattern] = [
    path("journey/<str:asked>/", views_journeys.journey, name="journey"),
]
