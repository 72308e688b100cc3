"""Addresses of sharing, below ``/c/<slug>/value/``."""

from django.urls import path

from entredon.apps.value import views

app_name = "value"
urlpatterns = [
    path("", views.home, name="home"),
    path("person/<str:asked>/", views.person, name="person"),
]
