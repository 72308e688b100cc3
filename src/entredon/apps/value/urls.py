"""Addresses of sharing, below ``/c/<slug>/value/``."""

from django.urls import path

from entredon.apps.value import views, views_compare, views_rule

app_name = "value"
urlpatterns = [
    path("", views.home, name="home"),
    path("person/<str:asked>/", views.person, name="person"),
    path("compare/", views_compare.compare, name="compare"),
    path("compare/<str:draft>/", views_compare.compare, name="draft"),
    path("rule/", views_rule.rule, name="rule"),
]
