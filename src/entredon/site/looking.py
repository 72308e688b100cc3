"""Puts on each request who is looking, as the log and the pages ask for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from entredon.apps.people import accounts


class WhoLooks:
    """Middleware: ``request.viewer``, looked up when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: accounts.viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)
