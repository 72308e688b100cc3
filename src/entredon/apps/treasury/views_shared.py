"""What pages of the treasury share: who is looking, what a page knows of the commons, and pages that stewards alone see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entredon.apps.commons import queries as commons
from entredon.apps.treasury import queries_out as queries
from entredon.apps.value.queries import Eyes

View = Callable[..., HttpResponse]


def context(request: HttpRequest, slug: str, **more: Any) -> dict[str, Any]:
    """What every page here is given."""
    return {
        "commons": commons.commons(slug), "tab": "value", "noindex": True, "eyes": Eyes(request, slug),
        "bearer": queries.bearer(slug), **more,
    }  # fmt: skip


def stewards_only(question: Any) -> Callable[[View], View]:
    """A page that only stewards see: its title is told to others, with why they don't see more."""

    def wrap(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
            if not Eyes(request, slug).steward:
                return render(
                    request, "treasury/stewards_only.html", context(request, slug, question=question), status=403
                )  # fmt: skip
            return view(request, slug, **words)

        return shown

    return wrap
