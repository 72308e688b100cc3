"""Is it really you? Asked before somebody takes away all that is held about her, has it erased, or changes her keys.

Who has a password or a second factor shows that once more. Who comes in by links alone gets one more link, to her address.
"""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import login, reauthentication
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entredon.apps.people import account_links, account_second
from entredon.apps.people.account_ways import asked_for
from entredon.desk import letters, limits
from entredon.log.viewer import viewer_of

LATELY = 15 * 60
"""Seconds for which a link she came by is proof enough."""
View = Callable[..., HttpResponse]


def once_more(view: View) -> View:
    """Ask who is signed in to show once more that it is she, unless she did so just now."""

    @wraps(view)
    @login_required
    def asked(request: HttpRequest, *given: str, **words: str) -> HttpResponse:
        if reauthentication.get_reauthentication_flows(request.user):
            reauthentication.raise_if_reauthentication_required(request, app="account")
        elif not lately(request):
            return redirect(where(request))
        return view(request, *given, **words)

    return asked


class KeepNothing:
    """Middleware: what was sent to a page that first asks whether it is she is not kept (allauth would keep all of it, a new
    password too, readable in the session): she shows that it is she, and then types it again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Lead to where she shows it, and from there back to the empty page."""
        if not isinstance(exception, ReauthenticationRequired) or request.method != "POST":
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        page = methods[0]["url"] if methods else reverse("account_login")
        return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


def where(request: HttpRequest) -> str:
    """The page on which she shows that it is she, by what she has for it; it leads back here."""
    page = "account_reauthenticate" if reauthentication.get_reauthentication_flows(request.user) else "people_again"
    return f"{reverse(page)}?{urlencode({'next': request.path})}"


def lately(request: HttpRequest) -> bool:
    """Whether she came in, or showed that it is she, a moment ago: by a link, a password or a second step.

    A link or a password is noted before the second step is asked, so where there is one they alone are not enough.
    """
    records = login.get_authentication_records(request, request.user)
    if account_second.has_second_step(request.user):  # type: ignore[arg-type]  # signed in, says who calls
        records = [one for one in records if one.get("method") == "mfa" or one.get("reauthenticated")]
    return any(time.time() - record.get("at", 0) < LATELY for record in records)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Is it you? A button sends a link to the address of this account."""
    leads = asked_for(request)
    email = request.user.email  # type: ignore[union-attr]  # signed in, says the decorator
    sent = request.method == "POST"
    if sent:
        limits.take("again", viewer_of(request).id)
        account_links.send(request, email, leads)
    return render(request, "people/again.html", {"leads": leads, "email": email, "sent": sent, **letters.whereabouts()})
