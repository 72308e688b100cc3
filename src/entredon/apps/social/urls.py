"""Addresses of talk, below ``/c/<slug>/social/``."""

from django.urls import URLPattern, path

from entredon.apps.social import views, views_measures, views_saying

app_name = "social"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("new/", views_saying.new, name="new"),
    path("preview/", views_saying.preview, name="preview"),
    path("names/", views_saying.names, name="names"),
    path("t/<str:asked>/", views.thread, name="thread"),
    path("t/<str:asked>/say/", views_saying.say_in, name="say"),
    path("t/<str:asked>/new/", views.fresh, name="fresh"),
    path("t/<str:asked>/move/", views_measures.move, name="move"),
    path("p/<str:asked>/", views.post, name="post"),
    path("p/<str:asked>/edit/", views_saying.edit, name="edit"),
    path("p/<str:asked>/back/", views_saying.take_back, name="take_back"),
    path("p/<str:asked>/sign/", views_saying.react, name="react"),
    path("p/<str:asked>/wordings/", views.wordings, name="wordings"),
    path("p/<str:asked>/picture/<int:number>/", views.post_picture, name="picture"),
    path("measures/", views_measures.measures, name="measures"),
    path("measures/take/", views_measures.take, name="take"),
    path("measures/<str:asked>/", views_measures.measure, name="measure"),
    path("mine/", views_measures.mine, name="mine"),
]
