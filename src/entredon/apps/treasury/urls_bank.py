"""Addresses of pages about statements, lines, cash."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
