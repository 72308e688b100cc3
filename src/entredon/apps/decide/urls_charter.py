"""Addresses of the charter, below ``/c/<slug>/decide/``."""

from django.urls import path

from entredon.apps.decide import views_charter as views

urlpatterns = [
    path("charter/", views.charter, name="charter"),
    path("charter/templates/", views.templates, name="charter_templates"),
    path("charter/new/", views.new, name="charter_new"),
    path("charter/<str:asked>/", views.former, name="charter_former"),
]
