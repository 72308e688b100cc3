"""Addresses of the public record, below ``/c/<slug>/``."""

from django.urls import path

from entredon.site.record import views

app_name = "record"
urlpatterns = [
    path("record/", views.home, name="home"),
    path("record/check/", views.check, name="check"),
    path("record/proves/", views.proves, name="proves"),
    path("e/<str:asked>/", views.entry, name="entry"),
]
