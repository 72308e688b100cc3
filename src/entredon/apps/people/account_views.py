"""One's own account: who I am here, in which commons, and what of mine is under way."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.people import account_second, account_sessions, enriching, queries
from entredon.apps.people.account_forms import Called, Spoken
from entredon.apps.people.models import Account, ClaimAsked, JoinRequest, Persona
from entredon.desk import messages, reports
from entredon.desk.models import Job, Message
from entredon.log.asked import NotFound
from entredon.pure.names import in_order

MOST = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here?"""
    mine: Account = request.user  # type: ignore[assignment]
    # Two forms stand on this page, each with one field of its own.
    chosen = request.POST if "language" in request.POST else None
    form = Called(request.POST if request.method == "POST" and chosen is None else None, initial={"name": mine.name})
    spoken = Spoken(chosen, initial={"language": mine.language})
    if form.is_valid():
        mine.name = form.cleaned_data["name"]
        mine.save(update_fields=["name"])
        return redirect("people_account")
    if spoken.is_valid():
        mine.language = spoken.cleaned_data["language"]
        mine.save(update_fields=["language"])
        return redirect("people_account")
    context = {
        "form": form,
        "spoken": spoken,
        "second_step": account_second.has_second_step(mine),
        "sessions": max(1, len(account_sessions.all_of(mine))),
        "mine": mine,
        "places": places(mine),
        "under_way": under_way(mine),
        "notes": [str(note) for note in get_messages(request)],
    }
    return render(request, "people/account.html", context)


def places(account: Account) -> list[dict[str, Any]]:
    """The commons she is in, or was, each with who she is there."""
    found = []
    for persona in Persona.objects.filter(account=account):
        try:
            found.append(_place(persona))
        except NotFound:
            continue  # founded here once, and gone
    return sorted(found, key=lambda place: (not place["person"].member, in_order(place["commons"].name)))


def _place(persona: Persona) -> dict[str, Any]:
    """Raises NotFound."""
    person = queries.person(persona.commons, persona.person, inside=True)
    steward = person.member and "steward" in person.roles
    return {
        "commons": commons.commons(persona.commons),
        "person": person,
        "called": person.name if person.name != queries.nameless(person.id) else "",
        "steward": steward,
        "open": messages.waiting(persona.commons).count() if steward else 0,
        "reports": steward and reports.waiting(persona.commons).exists(),
    }


def under_way(account: Account) -> list[dict[str, Any]]:
    """What waits for her own yes or no; then what she asked for that isn't finished or was answered lately, the newest first."""
    names = {one.slug: one.name for one in commons.all_commons(drafts=True)}
    rows: list[dict[str, Any]] = [
        *({"what": "joining", "row": row} for row in JoinRequest.objects.filter(account=account).order_by("-id")[:MOST]),
        *({"what": "claim", "row": row} for row in ClaimAsked.objects.filter(account=account).order_by("-id")[:MOST]),
        *({"what": "message", "row": row} for row in Message.objects.filter(account=str(account.pk)).order_by("-id")[:MOST]),
        *({"what": "job", "row": row} for row in Job.objects.filter(account=str(account.pk), state__in=["waiting", "running"])),
    ]  # fmt: skip
    for row in rows:
        row["name"] = names.get(getattr(row["row"], "commons", ""), "")
    asked = [
        {"what": "nomination", "row": said, "commons": one.commons, "name": names.get(one.commons, "")}
        for one in Persona.objects.filter(account=account)
        for said in enriching.waiting_for(one.commons, one.person)
    ]
    return (asked + sorted(rows, key=lambda row: row["row"].made, reverse=True))[:MOST]
