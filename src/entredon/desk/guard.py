"""Forms are guarded by where they come from, so that visitors need no cookie.

Every browser says in ``Sec-Fetch-Site`` or ``Origin`` which site a form was sent from; a page elsewhere can't change
either. What carries neither is no browser's form and has no cookies of ours to abuse, except where it brings a session.
Source: Fetch Metadata Request Headers (W3C), RFC 6454.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class SameOrigin:
    """Middleware: only our own pages may send forms here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Called by Django before a view; refuses by raising PermissionDenied, which is answered by our own page."""
        if request.method not in SAFE and not from_here(request):
            raise PermissionDenied


def from_here(request: HttpRequest) -> bool:
    """Whether a request comes from a page of this very place (or from a program that has no session)."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        # The browser itself has compared. Origin says less: "null" where a page keeps its address to itself, and behind a
        # proxy another scheme than the one we see.
        return site == "same-origin"
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}"
    return settings.SESSION_COOKIE_NAME not in request.COOKIES
