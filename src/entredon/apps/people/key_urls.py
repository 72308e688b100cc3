"""Addresses of somebody's own keys, below ``/c/<slug>/people/``."""

from django.urls import path

from entredon.apps.people import key_views, recovery_views

urlpatterns = [
    path("me/keys/", key_views.keys, name="keys"),
    path("me/keys/passkey/", key_views.passkey, name="key_passkey"),
    path("me/keys/new/", key_views.renew, name="key_renew"),
    path("me/keys/withdraw/<str:key>/", key_views.withdraw, name="key_withdraw"),
    path("me/keys/device/", key_views.device, name="key_device"),
    path("me/keys/device/<str:code>/", key_views.asked, name="key_asked"),
    path("me/keys/helpers/", recovery_views.helpers, name="recovery"),
    path("lost/", recovery_views.lost, name="lost"),
    path("vouching/", recovery_views.vouching, name="vouching"),
]
