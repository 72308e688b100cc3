"""Addresses of pages that know who is looking: one's own, and those by which people come and go."""

from django.urls import include, path

from entredon.apps.people import enriching_views, letting_in_views, me_views, profile_views

urlpatterns = [
    path("me/", me_views.me, name="me"),
    path("me/profile/", profile_views.edit, name="profile"),
    path("me/erase/<str:name>/", profile_views.erase, name="erase"),
    path("leave/", me_views.leave, name="leave"),
    path("asking/", letting_in_views.asks, name="asking"),
    path("invite/", letting_in_views.invite, name="invite"),
    path("", include("entredon.apps.people.claim_urls")),
    path("", include("entredon.apps.people.key_urls")),
    path("enriching/", enriching_views.home, name="enriching"),
    path("enriching/<str:asked>/", enriching_views.one, name="enriching_one"),
    path("<str:asked>/enriches/", enriching_views.nominate, name="nominate"),
    path("<str:asked>/picture", profile_views.picture, name="picture"),
]
