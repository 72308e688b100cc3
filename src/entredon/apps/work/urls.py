"""Addresses of work, below ``/c/<slug>/work/``."""

from django.urls import path

from entredon.apps.work import views, views_accept, views_contest, views_tell

app_name = "work"
urlpatterns = [
    path("", views.home, name="home"),
    path("tell/", views_tell.tell, name="tell"),
    path("c/<str:asked>/", views_contest.contribution, name="contribution"),
    path("<str:asked>/", views.version, name="version"),
    path("<str:asked>/accept/", views_accept.accept, name="accept"),
    path("<str:asked>/accept/sure/", views_accept.sure, name="sure"),
]
