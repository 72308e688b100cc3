"""Addresses of feeds: of a commons, of this place, and of what somebody follows."""

from django.urls import path

from entredon.site.feed import views

app_name = "feed"
urlpatterns = [
    path("feed", views.place, name="place"),
    path("feed.atom", views.place_atom, name="place-atom"),
    path("feed/mine", views.mine, name="mine"),
    path("feed/follow", views.follow, name="follow"),
    path("feed/<str:token>.atom", views.mine_atom, name="mine-atom"),
    path("c/<slug:slug>/social/feed/", views.commons_feed, name="commons"),
    path("c/<slug:slug>/social/feed.atom", views.commons_atom, name="commons-atom"),
]
