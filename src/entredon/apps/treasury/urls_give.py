"""Addresses of pages about requests and gifts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
