"""Addresses of pages about payees and payouts."""

from django.urls import URLPattern, path

from entredon.apps.treasury import views_payees, views_run, views_runs

urlpatterns: list[URLPattern] = [
    path("paid-to/", views_payees.me, name="payee_me"),
    path("payees/", views_payees.all_payees, name="payees"),
    path("payees/new/", views_payees.outside, name="payee_new"),
    path("payees/<str:asked>/", views_payees.outside, name="payee"),
    path("payouts/", views_runs.home, name="payouts"),
    path("payouts/new/", views_runs.new, name="run_new"),
    path("payouts/<str:asked>/", views_run.run, name="run"),
    path("payouts/<str:asked>/approve/", views_run.approve, name="run_approve"),
    path("payouts/<str:asked>/file/", views_run.file, name="run_file"),
    path("payouts/<str:asked>/report/", views_run.report, name="run_report"),
    path("payouts/<str:asked>/<str:n>/paper/", views_run.paper, name="run_paper"),
]
