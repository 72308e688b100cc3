"""Addresses of claiming, below ``/c/<slug>/people/``."""

from django.urls import path

from entredon.apps.people import claim_views

urlpatterns = [
    path("claim/", claim_views.claim, name="claim"),
    path("claim/<int:id>/", claim_views.one, name="claim_one"),
    path("claims/", claim_views.claims, name="claims"),
]
