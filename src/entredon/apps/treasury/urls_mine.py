"""Addresses of pages about an income on its way, and what a member gets."""

from django.urls import URLPattern, path

from entredon.apps.treasury import views_mine

urlpatterns: list[URLPattern] = [
    path("income/<str:asked>/", views_mine.income, name="income"),
    path("person/<str:asked>/", views_mine.person, name="person"),
]
