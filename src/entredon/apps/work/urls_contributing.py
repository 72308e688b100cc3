"""Addresses of telling what one has given, below ``/c/<slug>/work/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
