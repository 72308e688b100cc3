"""Addresses of sharing, below ``/c/<slug>/value/``."""

from django.urls import path

from entredon.apps.value import views, views_compare, views_home, views_income, views_person, views_rule, views_shareout

app_name = "value"
urlpatterns = [
    path("", views_home.home, name="home"),
    path("would/", views.would, name="would"),
    path("would/<str:asked>/", views.why, name="why"),
    path("received/", views_income.received, name="received"),
    path("income/<str:asked>/", views_income.income, name="income"),
    path("s/<str:asked>/", views_shareout.shareout, name="shareout"),
    path("s/<str:asked>/share-out.json", views_shareout.as_json, name="shareout_json"),
    path("s/<str:asked>/share-out.csv", views_shareout.as_csv, name="shareout_csv"),
    path("person/<str:asked>/", views_person.person, name="person"),
    path("rule/", views_rule.rule, name="rule"),
    path("compare/", views_compare.compare, name="compare"),
    path("compare/<str:draft>/", views_compare.compare, name="draft"),
]
