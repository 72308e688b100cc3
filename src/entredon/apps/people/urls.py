"""Addresses of people, below ``/c/<slug>/people/``."""

from django.urls import path

from entredon.apps.people import views

app_name = "people"
urlpatterns = [
    path("", views.home, name="home"),
    path("<str:asked>/", views.person, name="person"),
]
