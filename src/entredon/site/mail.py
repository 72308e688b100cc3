"""Reads ``ENTREDON_MAIL``: where letters go out."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings for a mail server; without one, for letters that lie as files. Raises ImproperlyConfigured.

    ``smtp`` on another port than 25 begins TLS before it says a password; ``smtps`` speaks TLS from the first byte.
    """
    if not url:
        return {"EMAIL_BACKEND": "entredon.desk.mailbox.Backend"}
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        host, port = None, 0
    if not host or parts.path.strip("/"):
        raise ImproperlyConfigured(
            "ENTREDON_MAIL must look like smtp://user:password@host:port, or smtps://…; special characters of the password as %XX."
        )
    here = host in ("localhost", "127.0.0.1", "::1")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and port != 25 and not here,
        "EMAIL_TIMEOUT": 20,
    }
