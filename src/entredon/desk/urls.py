"""Addresses of the desk."""

from django.urls import path

from entredon.desk import job_views

app_name = "desk"
urlpatterns = [path("jobs/<str:id>", job_views.job, name="job")]
