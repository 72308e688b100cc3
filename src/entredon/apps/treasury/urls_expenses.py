"""Addresses of pages about expenses and budgets."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
