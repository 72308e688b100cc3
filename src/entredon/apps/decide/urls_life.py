"""Addresses of decisions, below ``/c/<slug>/decide/``."""

from django.urls import URLPattern, path

from entredon.apps.decide import views_decision, views_home, views_letters, views_new, views_vote

urlpatterns: list[URLPattern] = [
    path("", views_home.home, name="home"),
    path("new/", views_new.new, name="new"),
    path("new/<str:lever>/", views_new.new_one, name="new_one"),
    path("letters/<str:token>/", views_letters.no_more, name="no_more"),
    path("<str:asked>/", views_decision.decision, name="decision"),
    path("<str:asked>/vote/", views_vote.vote, name="vote"),
    path("<str:asked>/votes/", views_vote.votes, name="votes"),
]
