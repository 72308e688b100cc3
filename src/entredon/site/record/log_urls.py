"""Addresses below ``/log/<slug>/`` by which something comes into a commons."""

from django.urls import re_path

from entredon.log.log_urls import LOG
from entredon.site.record import admission

urlpatterns = [re_path(LOG + r"add-entry$", admission.add_entry, name="log-add-entry")]
