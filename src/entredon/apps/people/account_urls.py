"""Pages about one's own account: signing up and in, and what it holds."""

from django.urls import URLPattern, URLResolver, include, path

from entredon.apps.people import account_views
from entredon.desk import views as desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("", account_views.account, name="people_account"),
    path("go-on/<str:token>/", desk.go_on, name="go_on"),
    path("", include("allauth.account.urls")),
]
