"""Addresses of pages about an income on its way, and what a member gets."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
