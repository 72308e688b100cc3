"""Addresses of partners and of who can make something, below ``/c/<slug>/market/``."""

from django.urls import URLPattern, path

from entredon.apps.market import views_joining, views_partners, views_places

urlpatterns: list[URLPattern] = [
    path("partners/", views_partners.partners, name="partners"),
    path("become/", views_joining.become, name="become"),
    path("workshops/", views_places.workshops, name="workshops"),
    path("partners/<str:asked>/", views_partners.partner, name="partner"),
    path("partners/<str:asked>/describe/", views_joining.describe, name="partner_describe"),
    path("partners/<str:asked>/terms/", views_joining.terms, name="partner_terms"),
    path("partners/<str:asked>/details/", views_joining.details, name="partner_details"),
    path("partners/<str:asked>/end/", views_joining.end, name="partner_end"),
    path("partners/<str:asked>/accept/", views_joining.accept, name="partner_accept"),
    path("partners/<str:asked>/decline/", views_joining.decline, name="partner_decline"),
]
