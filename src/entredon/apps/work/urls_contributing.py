"""Addresses of telling what one has given, below ``/c/<slug>/work/``."""

from django.urls import URLPattern, path

from entredon.apps.work import views_files

urlpatterns: list[URLPattern] = [
    path("c/<str:asked>/file/<int:number>/", views_files.file, name="file"),
]
