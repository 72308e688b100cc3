"""Addresses by which people come in, below ``/c/<slug>/join/``."""

from django.urls import path

from entredon.apps.people import join_views

urlpatterns = [
    path("", join_views.join, name="join"),
    path("<str:token>/", join_views.invited, name="join_invited"),
]
