"""Addresses of pages about payees and payouts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
