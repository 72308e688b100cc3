"""Going on with what was typed before there was an account."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.desk.telling import tell
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of


def go_on(request: HttpRequest, token: str) -> HttpResponse:
    """Is this what you want to send? Shows what waits; one button sends it, another throws it away."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if not viewer_of(request).id:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    found = waiting.find(token)
    act = waiting.act_of(found) if found else None
    if found is None or act is None:
        return _nothing(request)
    if request.method != "POST":
        return _shown(request, found, act)
    if "away" in request.POST:
        waiting.done(token)
        return _nothing(request, thrown_away=True)
    return _finish(request, token, found, act)


def _finish(request: HttpRequest, token: str, found: Waiting, act: waiting.Act) -> HttpResponse:
    """Send what waits. It is taken away first, so that two clicks send it once, and put back if it couldn't be sent."""
    if not waiting.done(token):
        return _nothing(request)
    sent, made = False, found.made
    try:
        response = act.finish(request, found)
        # Who is sent elsewhere first (to join, for instance) comes back to it.
        sent = 300 <= response.status_code < 400 and token not in response.headers.get("Location", "")
    except Refused as refusal:
        response = _shown(request, found, act, tell(refusal))
    finally:
        if not sent:
            Waiting.objects.bulk_create([found])
            Waiting.objects.filter(token=found.token).update(made=made)  # trying again keeps it no longer
    return response


def _shown(request: HttpRequest, found: Waiting, act: waiting.Act, refusal: str = "") -> HttpResponse:
    context = {"lines": [line for line in act.shows(found) if line[1]], "refusal": refusal, "days": waiting.DAYS}
    return _private(render(request, "desk/go_on.html", context))


def _nothing(request: HttpRequest, *, thrown_away: bool = False) -> HttpResponse:
    """What was asked for doesn't wait (any more): a sentence that says what may have happened."""
    if not thrown_away and request.method == "POST":
        raise Http404(_("This has been sent or thrown away already, perhaps in another window."))
    status = 200 if thrown_away else 404
    return _private(
        render(request, "desk/nothing_waits.html", {"thrown_away": thrown_away, "days": waiting.DAYS}, status=status)
    )


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
