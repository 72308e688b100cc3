"""Addresses of reviews, below ``/c/<slug>/work/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
