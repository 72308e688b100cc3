"""Addresses by which a device asks to be a key of somebody's, below ``/log/<slug>/``."""

from django.urls import re_path

from entredon.apps.people import key_http
from entredon.log.log_urls import LOG

urlpatterns = [
    re_path(LOG + r"ask-key$", key_http.ask, name="log-ask-key"),
    re_path(LOG + r"asked-key$", key_http.asked, name="log-asked-key"),
    re_path(LOG + r"asked-key/(?P<code>[0-9A-Z-]{1,20})$", key_http.one, name="log-asked-key-one"),
]
