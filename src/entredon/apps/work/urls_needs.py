"""Addresses of needs and offers, below ``/c/<slug>/work/``."""

from django.urls import path

from entredon.apps.work import views, views_lend, views_need, views_need_new, views_needs_lists, views_offers

urlpatterns = [
    path("", views_lend.lend, name="home"),
    path("waiting/", views.home, name="waiting"),
    path("needs/", views_needs_lists.needs, name="needs"),
    path("needs/board/", views_needs_lists.board, name="needs_board"),
    path("needs/calendar/", views_needs_lists.by_month, name="needs_calendar"),
    path("needs/new/", views_need_new.new, name="need_new"),
    path("needs.ics", views_needs_lists.feed, name="needs_feed"),
    path("needs/<str:asked>/", views_need.need, name="need"),
    path("needs/<str:asked>/change/", views_need_new.change, name="need_change"),
    path("offers/", views_offers.offers, name="offers"),
    path("offers/new/", views_offers.new, name="offer_new"),
    path("offers/<str:asked>/", views_offers.offer, name="offer"),
]
"""Lend a hand stands at the top, and what waits for a word has a page of its own."""
