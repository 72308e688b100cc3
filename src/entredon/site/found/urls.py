"""Addresses of founding."""

from django.urls import path

from entredon.site.found import views

urlpatterns = [
    path("found", views.begin, name="found"),
    path("found/<str:token>/<str:name>", views.step, name="found_step"),
]
