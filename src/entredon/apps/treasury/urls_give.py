"""Addresses of pages about requests and gifts."""

from django.urls import URLPattern, path

from entredon.apps.treasury import views_give, views_requests

urlpatterns: list[URLPattern] = [
    path("requests/", views_requests.requests, name="requests"),
    path("requests/new/", views_requests.ask, name="ask"),
    path("requests/<str:asked>/", views_requests.request_page, name="request"),
    path("requests/<str:asked>/request.pdf", views_requests.request_pdf, name="request_pdf"),
    path("requests/<str:asked>/send/", views_requests.send, name="request_send"),
    path("requests/<str:asked>/withdraw/", views_requests.withdraw, name="request_withdraw"),
    path("give/", views_give.give, name="give"),
    path("give/<str:asked>/", views_give.give, name="give_for"),
    path("thanks/", views_give.thanks, name="thanks"),
    path("thanks/<str:asked>/", views_give.thanks, name="thanks_for"),
]
