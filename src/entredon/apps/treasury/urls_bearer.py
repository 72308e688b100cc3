"""Addresses of pages about who bears the money."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
