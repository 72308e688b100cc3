"""Addresses of offers, below ``/c/<slug>/market/``."""

from django.urls import URLPattern, path

from entredon.apps.market import views_ask, views_offers

urlpatterns: list[URLPattern] = [
    path("", views_offers.home, name="home"),
    path("offering/", views_offers.offering, name="offering"),
    path("<str:asked>/", views_offers.offer, name="offer"),
    path("<str:asked>/change/", views_offers.change, name="offer_change"),
    path("<str:asked>/end/", views_offers.end, name="offer_end"),
    path("<str:asked>/join/", views_offers.join, name="offer_join"),
    path("<str:asked>/ask/", views_ask.ask, name="ask"),
]
