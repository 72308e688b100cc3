"""Addresses of ideas and calls, below ``/c/<slug>/work/``."""

from django.urls import URLPattern, path

from entredon.apps.work import views_calls, views_ideas, views_reword

urlpatterns: list[URLPattern] = [
    path("ideas/", views_ideas.ideas, name="ideas"),
    path("ideas/new/", views_ideas.new, name="idea_new"),
    path("ideas/near/", views_ideas.near, name="idea_near"),
    path("ideas/<str:asked>/", views_ideas.idea, name="idea"),
    path("ideas/<str:asked>/answer/", views_ideas.answer, name="idea_answer"),
    path("support/<str:asked>/", views_ideas.support, name="support"),
    path("reword/<str:asked>/", views_reword.reword, name="reword"),
    path("calls/", views_calls.calls, name="calls"),
    path("calls/new/", views_calls.new, name="call_new"),
    path("calls/<str:asked>/", views_calls.call, name="call"),
    path("calls/<str:asked>/close/", views_calls.close, name="call_close"),
]
