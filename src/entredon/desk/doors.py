"""Pages for those who are known: whoever comes by a link in a letter is asked to sign in, and not turned away."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from entredon.log.viewer import viewer_of

View = Callable[..., HttpResponse]


def signed_in_first(view: View) -> View:
    """A visitor who wants to see this signs in and comes back here. What she sends without an account, the view refuses."""

    @wraps(view)
    def shown(request: HttpRequest, *given: str, **words: str) -> HttpResponse:
        if request.method in ("GET", "HEAD") and not viewer_of(request).id:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *given, **words)

    return shown
