"""Addresses of pages about the books as a whole."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
