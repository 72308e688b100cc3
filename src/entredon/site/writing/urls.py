"""Addresses of messages to the stewards, below ``/c/<slug>/write/``."""

from django.urls import path

from entredon.site.writing import views

app_name = "write"
urlpatterns = [
    path("", views.write, name="write"),
    path("sent/", views.sent, name="sent"),
    path("all/", views.everything, name="all"),
    path("<int:id>/", views.one, name="one"),
]
