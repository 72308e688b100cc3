"""Addresses of a commons' home."""

from django.urls import path

from entredon.apps.commons import views

app_name = "commons"
urlpatterns = [path("", views.home, name="home")]
