"""Addresses of pages of knowledge, below ``/c/<slug>/work/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
