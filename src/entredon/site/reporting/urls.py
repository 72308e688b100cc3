"""Addresses of reports: for everybody, and for the stewards of a commons."""

from django.urls import path

from entredon.site.reporting import views

urlpatterns = [
    path("report", views.report, name="report"),
    path("report/<str:token>/", views.mine, name="report_mine"),
    path("c/<slug:slug>/reports/", views.everything, name="report_all"),
    path("c/<slug:slug>/reports/<int:id>/", views.one, name="report_one"),
]
