"""Addresses of circles, below ``/c/<slug>/work/``."""

from django.urls import URLPattern, path

from entredon.apps.work import views_circles

urlpatterns: list[URLPattern] = [
    path("circles/", views_circles.circles, name="circles"),
    path("circles/new/", views_circles.new, name="circle_new"),
    path("circles/<str:asked>/", views_circles.circle, name="circle"),
    path("circles/<str:asked>/week/<str:week>/", views_circles.week, name="circle_week"),
]
