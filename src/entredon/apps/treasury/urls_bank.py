"""Addresses of pages about statements, lines, cash."""

from django.urls import path

from entredon.apps.treasury import views_bank, views_cash, views_lines

urlpatterns = [
    path("bank/", views_bank.bank, name="bank"),
    path("bank/<str:asked>/", views_bank.bank_file, name="bank_file"),
    path("bank/<str:asked>/raw/", views_bank.bank_raw, name="bank_raw"),
    path("lines/", views_lines.suspense, name="suspense"),
    path("lines/<str:asked>/", views_lines.line, name="line"),
    path("habits/", views_lines.habits, name="habits"),
    path("cash/<str:asked>/", views_cash.cash, name="cash"),
    path("elsewhere/", views_cash.elsewhere, name="elsewhere"),
    path("handed/", views_cash.handed, name="handed"),
]
