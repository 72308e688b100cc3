"""Writing to the stewards of a commons: what somebody wants to tell them, what waits for an answer, and the answers."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.desk import messages, waiting
from entredon.desk.doors import signed_in_first
from entredon.desk.models import Message
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of
from entredon.site.writing import sending
from entredon.site.writing.forms import Answer, Objection
from entredon.site.writing.forms import Message as Writing

PAGE = require_http_methods(["GET", "HEAD", "POST"])
AT_ONCE = 50
TOO_OFTEN = gettext_noop("That was too often in a short time. Wait a while, then send it again: it stands below.")


@PAGE
@live
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """What do you want to tell the stewards? Without an account an idea or question waits; an objection needs none."""
    viewer = viewer_of(request)
    about = request.POST.get("about") or request.GET.get("about") or messages.IDEA
    objects = about == messages.OBJECTION
    form: forms.Form = (
        Objection(request.POST or None, visitor=not viewer.id)
        if objects
        else Writing(request.POST or None, initial={"about": about if about in messages.KINDS else messages.IDEA})
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _written(request, slug, about, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    names = people.names(slug)
    context = {
        **_frame(slug),
        "form": form,
        "objects": objects,
        "visitor": not viewer.id,
        "steward": viewer.steward(slug),
        "open": messages.waiting(slug).count() if viewer.steward(slug) else 0,
        "stewards": [names[id] for id in people.stewards(slug)],
    }
    return render(request, "site/writing/write.html", context)


def _written(request: HttpRequest, slug: str, about: str, said: dict[str, Any]) -> HttpResponse:
    if viewer_of(request).id:
        if not ratelimit.consume(request, action="written", user=request.user):
            raise Refused(TOO_OFTEN)
        message = sending.send(request, slug, about, said["text"])
        response = redirect("write:one", slug, message.id)
        response["Location"] += "?sent=1"
        return response
    if about != messages.OBJECTION:
        return waiting.ask(request, sending.ACT, slug, {"about": about, "text": said["text"]})
    if not ratelimit.consume(request, action="write"):
        raise Refused(TOO_OFTEN)
    sending.send(request, slug, about, said["text"], said["address"])
    return redirect("write:sent", slug)


@live
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens to my objection now? For who has no account, and so no page of her own for it."""
    return render(request, "site/writing/sent.html", _frame(slug))


@signed_in_first
@live
def everything(request: HttpRequest, slug: str) -> HttpResponse:
    """What do people want to tell us? For stewards: what waits for an answer first."""
    if not viewer_of(request).steward(slug):
        raise PermissionDenied
    answered = Paginator(messages.answered(slug), AT_ONCE).get_page(request.GET.get("page"))
    context = {
        **_frame(slug),
        "open": [_line(slug, message) for message in messages.waiting(slug)],
        "answered": [_line(slug, message) for message in answered],
        "page": answered,
    }
    return render(request, "site/writing/all.html", context)


def _line(slug: str, message: Message) -> dict[str, Any]:
    return {"message": message, "what": sending.called(message.about), "by": sending.writer(slug, message)}


@signed_in_first
@PAGE
@live
def one(request: HttpRequest, slug: str, id: int) -> HttpResponse:
    """What became of it? A message with its answer, for whoever wrote it and for the stewards, who answer here."""
    viewer = viewer_of(request)
    message = messages.find(slug, id)
    mine = message is not None and bool(viewer.id) and message.account == viewer.id
    if message is None or not (mine or viewer.steward(slug)):
        raise Http404(_("There is no such message here, or it is not meant for you."))
    form = Answer(request.POST or None) if viewer.steward(slug) and message.answered is None else None
    if request.method == "POST":
        if not viewer.steward(slug):
            raise PermissionDenied
        if form is not None and form.is_valid() and sending.answer(request, slug, message, form.cleaned_data["text"]):
            return redirect("write:one", slug, id)
        message.refresh_from_db()
    context = {
        **_frame(slug),
        **_line(slug, message),
        "form": form,
        "mine": mine,
        "late": request.method == "POST" and message.answered is not None,
        "typed": request.POST.get("text", ""),
        "steward": viewer.steward(slug),
        "just_sent": "sent" in request.GET and message.answered is None,
        "answerer": people.names(slug, True).get(message.answered_by, ""),
        "answerer_at": short(message.answered_by) if message.answered_by else "",
    }
    return render(request, "site/writing/one.html", context)


def _frame(slug: str) -> dict[str, Any]:
    return {"commons": commons.commons(slug), "tab": "write", "noindex": True}
