"""The addresses of the log, below the root of a node."""

from django.urls import path, re_path

from entredon.log import http, http_keys

LOG = r"^log/(?P<slug>[a-z][a-z0-9-]{1,38})/"
HASH = "[0-9a-f]{64}"

urlpatterns = [
    re_path(LOG + r"checkpoint$", http.checkpoint, name="log-checkpoint"),
    re_path(LOG + r"vkey$", http.vkey, name="log-vkey"),
    re_path(LOG + r"tile/(?P<path>[0-9a-z./]{1,80})$", http.tile, name="log-tile"),
    re_path(LOG + r"leaf/(?P<asked>[0-9a-f]{1,64})$", http.leaf, name="log-leaf"),
    re_path(LOG + r"proof/(?P<asked>[0-9a-f]{1,64})$", http.proof, name="log-proof"),
    re_path(LOG + r"consistency/(?P<old>[0-9]{1,18})$", http.consistency, name="log-consistency"),
    re_path(LOG + rf"key/(?P<id>{HASH})$", http_keys.key, name="log-key"),
    re_path(LOG + rf"side/(?P<entry>{HASH})/(?P<name>[a-z0-9_]{{1,40}})$", http.side, name="log-side"),
    re_path(LOG + rf"content/(?P<sha256>{HASH})$", http.content_of_log, name="log-content"),
    re_path(rf"^content/(?P<sha256>{HASH})$", http.content_by_hash, name="content"),
    path("verify.py", http.verify_py, name="verify-py"),
]
