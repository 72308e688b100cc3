"""Addresses of decide, below ``/c/<slug>/decide/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
