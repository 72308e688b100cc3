"""Addresses of pages about who bears the money."""

from django.urls import path

from entredon.apps.treasury import views_bearer

urlpatterns = [
    path("bearer/", views_bearer.bearer, name="bearer"),
    path("bearer/account/", views_bearer.account_new, name="account_new"),
    path("bearer/rules/", views_bearer.rules, name="rules"),
    path("bearer/exception/", views_bearer.exception, name="exception"),
    path("waits/", views_bearer.waits, name="waits"),
]
