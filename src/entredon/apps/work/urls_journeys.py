"""Addresses of what became of something, below ``/c/<slug>/work/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
