"""Addresses of reviews, below ``/c/<slug>/work/``."""

from django.urls import URLPattern, path

from entredon.apps.work import views_reviews

urlpatterns: list[URLPattern] = [
    path("reviews/", views_reviews.reviews, name="reviews"),
    path("reviews/rule/", views_reviews.rule, name="review_rule"),
]
