"""Addresses of orders and of what is asked for, below ``/c/<slug>/market/``."""

from django.urls import URLPattern, path

from entredon.apps.market import views_ask, views_desk, views_orders

urlpatterns: list[URLPattern] = [
    path("asked/<str:token>/", views_ask.asked, name="asked"),
    path("desk/", views_desk.desk, name="desk"),
    path("desk/<int:id>/", views_desk.one, name="asking"),
    path("orders/", views_orders.orders, name="orders"),
    path("orders/<str:asked>/", views_orders.order, name="order"),
    path("orders/<str:asked>/act/", views_orders.act, name="order_act"),
]
