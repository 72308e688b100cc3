"""Addresses of pages about the books as a whole."""

from django.urls import URLPattern, path

from entredon.apps.treasury import views_books, views_budgets, views_slip, views_year

urlpatterns: list[URLPattern] = [
    path("", views_books.home, name="books"),
    path("account/<str:path>/", views_books.account, name="account"),
    path("booked/<str:asked>/<str:part>/", views_books.booking, name="booking"),
    path("owed/<str:currency>/", views_books.owed, name="owed"),
    path("books/<str:form>", views_books.file, name="file"),
    path("auditor.zip", views_slip.auditor_zip, name="auditor"),
    path("reserves/", views_year.reserves, name="reserves"),
    path("budget/<str:year>/", views_year.budget, name="budget"),
    path("budgets/", views_budgets.set_aside, name="set_aside"),
    path("budgets/<str:need>/<str:currency>/", views_budgets.give_back, name="set_aside_back"),
    path("closing/", views_year.closing, name="closing"),
    path("chart/", views_year.chart, name="chart"),
    path("slip/<str:asked>/<str:year>/", views_slip.slip, name="slip"),
    path("slip/<str:asked>/<str:year>/slip.pdf", views_slip.slip_pdf, name="slip_pdf"),
    path("meeting/<str:year>.pdf", views_slip.meeting, name="meeting"),
]
