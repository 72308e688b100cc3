"""Addresses of market, below ``/c/<slug>/market/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
