"""Addresses of work, below ``/c/<slug>/work/``."""

from django.urls import path

from entredon.apps.work import (
    urls_circles,
    urls_contributing,
    urls_ideas,
    urls_imported,
    urls_journeys,
    urls_needs,
    urls_pages,
    urls_reviews,
    views,
    views_accept,
    views_contribution,
    views_tell,
)

app_name = "work"
urlpatterns = [
    path("tell/", views_tell.tell, name="tell"),
    path("c/<str:asked>/", views_contribution.contribution, name="contribution"),
    *urls_contributing.urlpatterns,
    *urls_reviews.urlpatterns,
    *urls_ideas.urlpatterns,
    *urls_needs.urlpatterns,
    *urls_circles.urlpatterns,
    *urls_pages.urlpatterns,
    *urls_imported.urlpatterns,
    *urls_journeys.urlpatterns,
    # Last, for it takes any word: a version by its id.
    path("<str:asked>/", views.version, name="version"),
    path("<str:asked>/accept/", views_accept.accept, name="accept"),
    path("<str:asked>/accept/sure/", views_accept.sure, name="sure"),
]
