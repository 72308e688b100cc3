"""What somebody is answered who tries too often: 429, with when to come again, and nothing lost of what she typed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.desk.limits import TooOften

MOST = 100_000
"""Characters of typed text that a page gives back to be sent again."""


class SayTooOften:
    """Middleware: answers ``limits.TooOften``, wherever a view raises it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """Called by Django with what a view raises."""
        return answer(request, trouble.wait) if isinstance(trouble, TooOften) else None


def answer(request: HttpRequest, wait: int | None = None) -> HttpResponse:
    """The answer: a page, or to a program a sentence. ``wait`` in seconds; None takes what a limit has noted on the request."""
    wait = max(1, wait if wait is not None else getattr(request, "too_often", 60))
    if for_programs(request):
        answered: HttpResponse = JsonResponse({"error": sentence(wait)}, status=429)
    else:
        answered = render(request, "429.html", {"when": when(wait), "again": typed(request)}, status=429)
    answered["Retry-After"] = str(wait)
    answered["Cache-Control"] = "no-store"
    return answered


def for_programs(request: HttpRequest) -> bool:
    """Whether a program asks, rather than somebody with a browser."""
    accepts = request.headers.get("Accept", "")
    return (
        request.path_info.startswith("/log/")
        or request.content_type == "application/json"
        or ("application/json" in accepts and "text/html" not in accepts)
    )


def when(wait: int) -> str:
    """When it may be tried again, in the words of people."""
    if wait < 90:
        return _("in a minute")
    if wait < 5400:
        minutes = -(-wait // 60)
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    hours = -(-wait // 3600)
    return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": hours}


def sentence(wait: int) -> str:
    """The same in one sentence."""
    return _("That was too often in a short time. Nothing was changed. Try again %(when)s.") % {"when": when(wait)}


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, to be sent again with one button: not what is secret or a file, for no page is to hold those."""
    if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return fields if sum(len(value) for _name, value in fields) <= MOST else []
