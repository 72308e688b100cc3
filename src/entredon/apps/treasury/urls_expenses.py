"""Addresses of pages about expenses and budgets."""

from django.urls import URLPattern, path

from entredon.apps.treasury import views_expense, views_expenses

urlpatterns: list[URLPattern] = [
    path("expenses/", views_expenses.home, name="expenses"),
    path("expenses/new/", views_expenses.new, name="expense_new"),
    path("expenses/bill/", views_expenses.bill, name="bill_new"),
    path("expenses/<str:asked>/", views_expense.expense, name="expense"),
    path("expenses/<str:asked>/paper/", views_expense.paper, name="expense_paper"),
]
