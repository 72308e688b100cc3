"""Addresses of what became of something, below ``/c/<slug>/work/``."""

from django.urls import URLPattern, path

from entredon.apps.work import views_journeys, views_mine

urlpatterns: list[URLPattern] = [
    path("journey/<str:asked>/", views_journeys.journey, name="journey"),
    path("mine/", views_mine.all_of_mine, name="mine"),
    path("mine/letter/", views_mine.letter, name="letter"),
    path("mine/letter/<str:token>/", views_mine.no_more, name="no_more"),
]
