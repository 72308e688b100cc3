"""How do I join? At once, after a member has said yes, or by an invitation; also for who left and comes back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.commons.queries import CommonsShown
from entredon.apps.people import asking, inviting, joining, queries
from entredon.apps.people.forms import AgainForm, AskForm, JoinForm
from entredon.apps.people.models import Account
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.desk.telling import tell
from entredon.log.pages import live, not_here, welcoming
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

ACT = "people.joined"
OPEN, INVITATION = "open", "invitation"


@live
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """How do I join?"""
    return _answer(request, commons.commons(slug), "")


@welcoming
def invited(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The same for who holds an invitation, which also shows a private draft."""
    shown, hashed = commons.commons(slug), inviting.digest(token)
    mine = viewer_of(request).person(slug)
    if shown.draft and not viewer_of(request).member(slug) and inviting.trouble(inviting.find(slug, hashed), mine):
        raise not_here()
    return _answer(request, shown, hashed)


def _answer(request: HttpRequest, shown: CommonsShown, hashed: str) -> HttpResponse:
    viewer = viewer_of(request)
    form = _form(request, shown, hashed)
    if request.method == "POST" and "take_back" in request.POST and isinstance(request.user, Account):
        asking.take_back(request.user, shown.slug)
        return redirect("join", shown.slug)
    if request.method == "POST" and not viewer.member(shown.slug) and form.is_valid():
        typed = {**form.cleaned_data, "invitation": hashed}
        try:
            _ways_in(shown, hashed, viewer.person(shown.slug))
            if not viewer.id:
                return waiting.ask(request, ACT, shown.slug, typed)
            return redirect(_come_in(request, shown, typed))
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    return render(request, "people/join.html", _context(request, shown, hashed, form))


def _ways_in(shown: CommonsShown, hashed: str, person: str) -> None:
    """Refuses what can't succeed before anybody signs up for it. Raises Refused."""
    if hashed:
        if said := inviting.trouble(inviting.find(shown.slug, hashed), person):
            raise said
    elif shown.draft:
        raise Refused("This is still a private draft: only an invitation of a member lets you in.")
    elif shown.joining == INVITATION:
        raise Refused("Here people come in by invitation: ask a member for a link of yours.")


def _form(request: HttpRequest, shown: CommonsShown, hashed: str) -> forms.Form:
    """What she is asked: by the way of joining, and by whether she was here before."""
    asks = shown.joining != OPEN and not hashed
    if _before(request, shown.slug):
        kind: type[forms.Form] = AgainForm if asks else forms.Form
    else:
        kind = AskForm if asks else JoinForm
    return kind(request.POST if request.method == "POST" else None, initial=_known(request, shown.slug))


def _known(request: HttpRequest, slug: str) -> dict[str, str]:
    """What needn't be typed again: what she asked, else what her account is called."""
    account = request.user
    asked = asking.latest(account, slug) if isinstance(account, Account) else None
    if asked is not None and asked.state == asking.OPEN:
        return {"name": asked.name, "place": asked.place, "message": asked.message}
    return {"name": viewer_of(request).name}


def _context(request: HttpRequest, shown: CommonsShown, hashed: str, form: forms.Form) -> dict[str, Any]:
    viewer = viewer_of(request)
    invitation = inviting.find(shown.slug, hashed) if hashed else None
    trouble = inviting.trouble(invitation, viewer.person(shown.slug)) if hashed else ""
    asked = asking.latest(request.user, shown.slug) if isinstance(request.user, Account) else None
    members = [] if shown.draft else queries.members(shown.slug)
    return {
        "commons": shown,
        # A draft's other pages are closed to who isn't in yet: nothing leads there.
        "layout": "site/base.html" if shown.draft and not viewer.member(shown.slug) else "site/commons.html",
        "tab": "people",
        "noindex": True,
        "form": form,
        "way": INVITATION if hashed else shown.joining,
        "invited": bool(hashed),
        "trouble": tell(trouble) if trouble else "",
        "host": queries.person(shown.slug, invitation.by).name if invitation and not trouble else "",
        "here": viewer.member(shown.slug),
        "again": bool(_before(request, shown.slug)),
        "next": _next(request),
        "asked": None if viewer.member(shown.slug) else asked,
        "stewards": [person for person in members if "steward" in person.roles],
        "members": len(members),
    }


def _come_in(request: HttpRequest, shown: CommonsShown, typed: dict[str, Any]) -> str:
    """Join, or ask to; returns where to go then. Raises Refused."""
    account = request.user
    assert isinstance(account, Account)
    texts = {name: str(typed.get(name, "")) for name in ("name", "place")}
    _ways_in(shown, hashed := str(typed.get("invitation", "")), viewer_of(request).person(shown.slug))
    if hashed:
        return _welcome(request, shown, inviting.enter(account, shown.slug, texts, hashed))
    if shown.joining == OPEN:
        return _welcome(request, shown, joining.enter(account, shown.slug, texts))
    known = _before(request, shown.slug)
    name = texts["name"] or (known.name if known else viewer_of(request).name)
    asking.ask(request, account, shown.slug, name=name, place=texts["place"], message=str(typed.get("message", "")))
    return _with_next(reverse("join", args=[shown.slug]), request)


def _before(request: HttpRequest, slug: str) -> queries.PersonShown | None:
    """Who she was here, if she has left."""
    mine = queries.of_viewer(request, slug)
    return mine if mine and mine.left else None


def _next(request: HttpRequest) -> str:
    """Where she wants to go on once she is in: to what she typed and what waits for that; "" when nothing does."""
    path = request.GET.get("next", "")
    return path if waiting.waits(path) else ""


def _with_next(address: str, request: HttpRequest) -> str:
    path = _next(request)
    return f"{address}?{urlencode({'next': path})}" if path else address


def _welcome(request: HttpRequest, shown: CommonsShown, entry: str) -> str:
    if path := _next(request):
        return path
    return f"{reverse('people:me', args=[shown.slug])}?{urlencode({'said': entry})}"


def lines(kept: Waiting) -> list[tuple[str, str]]:
    """What she typed, once more before it is sent."""
    named = {"name": _("Your name"), "place": _("Your place"), "message": _("A word to the members")}
    name = commons.commons(kept.about).name
    return [(_("You join"), name), *((title, str(kept.typed.get(field, ""))) for field, title in named.items())]


@waiting.finishes(ACT, shows=lines)
def joined(request: HttpRequest, kept: Waiting) -> HttpResponse:
    """She has an account now: go on with joining."""
    shown = commons.commons(kept.about)
    if viewer_of(request).member(shown.slug):
        return redirect("people:me", shown.slug)
    return redirect(_come_in(request, shown, kept.typed))
