"""Addresses of what partners give back, below ``/c/<slug>/market/``."""

from django.urls import URLPattern, path

from entredon.apps.market import views_money

urlpatterns: list[URLPattern] = [
    path("give-back/", views_money.give_back, name="give_back"),
    path("give-back/<str:asked>/", views_money.give_back_of, name="give_back_of"),
    path("give-back/<str:asked>/ask/", views_money.ask, name="give_back_ask"),
    path("give-back/<str:asked>/remind/", views_money.remind, name="give_back_remind"),
]
