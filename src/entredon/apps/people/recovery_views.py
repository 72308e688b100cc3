"""Who lets me back in? Choosing helpers, asking them when keys are lost, and vouching for somebody."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.people import accounts, key_acts, key_hands, key_queries, queries, recovery
from entredon.apps.people.entries import RecoveryChosen
from entredon.apps.people.key_hands import DEVICE, Hands
from entredon.apps.people.key_signing import Outcome, Wanted, by_script, signed
from entredon.apps.people.key_views import as_herself, hands_of, told
from entredon.apps.people.letting_in_views import members_only
from entredon.apps.people.models import Account, RecoveryAsked
from entredon.apps.people.recovery_forms import Helpers, Lost
from entredon.desk import rows
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.pure.names import in_order

AT_ONCE = 18
"""So many members stand on the page where helpers are chosen; others are found by name."""


@signed_in_first
@live
@as_herself
def helpers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who lets me back in if I lose my keys?"""
    members_only(request, slug)
    mine, outcome = hands_of(request, slug), Outcome()
    chosen = recovery.chosen(slug, mine.person)
    people = _members(slug, mine.person)
    needed = chosen.needed if chosen else min(2, len(people))
    form = Helpers(request.POST if request.method == "POST" else None, people=people, initial={"needed": needed})
    if request.method == "POST" and (request.POST.get("answers") or form.is_valid()):
        outcome = _choose(request, mine, form)
        if outcome.answer is not None:
            return outcome.answer
    elif request.method == "POST" and by_script(request):
        return key_acts.wrong(form)
    names = queries.names(slug)
    context = {
        "mine": mine,
        "form": form,
        "people": len(people),
        "ticks": _ticks(request, people, chosen.helpers if chosen else ()),
        "sought": request.GET.get("find", ""),
        "many": len(people) > AT_ONCE,
        "chosen": chosen,
        "again": chosen is None and recovery.ended_by_a_key(slug, mine.person),
        "chosen_names": [names.get(id, queries.nameless(id)) for id in chosen.helpers] if chosen else [],
        "by_passkey": mine.way == key_hands.PASSKEY,
        "by_device": mine.way == DEVICE,
        "outcome": outcome,
    }
    return told(request, slug, "recovery_helpers", **context)


def _members(slug: str, but: str) -> list[tuple[str, str]]:
    """All other members; of those who keep their keys themselves it is said, for nobody else can vouch in their name."""
    own = key_queries.on_their_own(slug)
    others = [one for one in queries.members(slug) if one.id != but]
    says = _("%(name)s · keeps her key herself")
    return [(one.id, says % {"name": one.name} if one.id in own else one.name) for one in others]


def _ticks(request: HttpRequest, people: list[tuple[str, str]], chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    """The members to be ticked: those who are already, then those who were sought, or who came first."""
    asked = request.POST if request.method == "POST" else request.GET if "find" in request.GET else None
    ticked = set(asked.getlist("helpers") if asked is not None else chosen)
    sought = request.GET.get("find", "").casefold().strip()
    others = [one for one in people if one[0] not in ticked and sought in one[1].casefold()]
    return [(*one, True) for one in people if one[0] in ticked] + [(*one, False) for one in others[:AT_ONCE]]


def _choose(request: HttpRequest, mine: Hands, form: Helpers) -> Outcome:
    picked = tuple(sorted(form.cleaned_data.get("helpers", ()))) if form.is_valid() else ()
    fact = RecoveryChosen(helpers=picked, needed=form.cleaned_data.get("needed") or 0 if picked else 0)
    wanted = Wanted(
        lambda: key_acts.say(mine, [fact]),
        lambda: key_acts.begin(request, mine, fact),
        lambda: [fact],
    )
    return signed(request, mine, wanted, after="people:recovery")


# Who has lost her keys


@signed_in_first
@live
def lost(request: HttpRequest, slug: str) -> HttpResponse:
    """Have you lost your keys?"""
    account = request.user
    if not isinstance(account, Account):
        raise PermissionDenied
    asked, trouble = recovery.mine(account, slug), ""
    form = Lost(people=_who(slug))
    if request.method == "POST":
        try:
            answer = _lost(request, slug, account, asked)
            if isinstance(answer, HttpResponse):
                return answer
            form = answer
        except Refused as refusal:
            trouble = tell(refusal)
            form = Lost(request.POST, people=_who(slug)) if "person" in request.POST else form
    return told(
        request,
        slug,
        "recovery_lost",
        form=form,
        trouble=trouble,
        **_state(slug, account, recovery.mine(account, slug)),
    )


def _lost(request: HttpRequest, slug: str, account: Account, asked: RecoveryAsked | None) -> HttpResponse | Lost:
    if "back" in request.POST and asked is not None:
        said = urlencode({"said": recovery.come_back(request, asked)})
        return redirect(f"{reverse('people:keys', args=[slug])}?{said}")
    if "take_back" in request.POST and asked is not None:
        recovery.take_back(request, asked, stopped=False)
        return redirect("people:lost", slug)
    form = Lost(request.POST, people=_who(slug))
    if not form.is_valid():
        return form
    recovery.ask(request, account, slug, form.cleaned_data["person"], form.cleaned_data["message"])
    return redirect("people:lost", slug)


def _who(slug: str) -> list[tuple[str, str]]:
    """Who can be let back in: everybody who has chosen helpers, by name."""
    names = queries.names(slug)
    can = [(id, names.get(id, queries.nameless(id))) for id in recovery.who_can_ask(slug)]
    return sorted(can, key=lambda pair: (in_order(pair[1]), pair[0]))


def _state(slug: str, account: Account, asked: RecoveryAsked | None) -> dict[str, Any]:
    """How far it is: whom she asks to be, who has vouched, and whether that is enough."""
    me = _called_here(account, slug)
    if asked is None:
        return {"asked": None, "me": me, "anybody": bool(recovery.who_can_ask(slug))}
    chosen, vouched = recovery.chosen(slug, asked.person), recovery.vouched(asked)
    names = queries.names(slug)
    return {
        "asked": asked,
        "name": names.get(asked.person, queries.nameless(asked.person)),
        "helpers": [(names.get(id, ""), id in vouched) for id in (chosen.helpers if chosen else ())],
        "count": len(vouched),
        "needed": chosen.needed if chosen else 0,
        "enough": chosen is not None and len(vouched) >= chosen.needed,
        "me": me,
        "anybody": True,
    }


def _called_here(account: Account, slug: str) -> str:
    """What an account is called in a commons; "" when it is nobody there."""
    other = recovery.other_self(account, slug, "")
    return queries.person(slug, other).name if other else ""


# Vouching


@signed_in_first
@live
def vouching(request: HttpRequest, slug: str) -> HttpResponse:
    """Do you know that it is her?"""
    helper = members_only(request, slug)
    asks, trouble, about = recovery.for_helper(slug, helper), "", rows.number(request.POST.get("asked"))
    if request.method == "POST":
        one = next((row for row in asks if row.pk == about), None)
        try:
            if one is None:
                raise Refused("This was taken back or is done, so nothing was done.")
            if "doubt" in request.POST:
                recovery.doubt(request, one, helper)
                return redirect("people:vouching", slug)
            said = urlencode({"said": recovery.vouch(request, one)})
            return redirect(f"{reverse('people:vouching', args=[slug])}?{said}")
        except Refused as refusal:
            trouble = tell(refusal)
        asks = recovery.for_helper(slug, helper)
    names = queries.names(slug)
    shown = [_asked(row, helper, names) for row in asks]
    return told(
        request, slug, "recovery_vouching", rows=shown, trouble=trouble, about=about, me=viewer_of(request).name
    )


def _asked(row: RecoveryAsked, helper: str, names: dict[str, str]) -> dict[str, Any]:
    """Somebody who asks, as a helper sees her."""
    vouched, chosen = recovery.vouched(row), recovery.chosen(row.commons, row.person)
    return {
        "asked": row,
        "name": names.get(row.person, queries.nameless(row.person)),
        "from": row.account.name or row.account.email.partition("@")[0],
        "same": accounts.account_of(row.commons, row.person) == row.account,
        "key": recovery.key_of(row),
        "vouched": helper in vouched,
        "doubted": helper in row.doubts,
        "doubts": [names.get(id, "") for id in row.doubts if id != helper],
        "count": len(vouched),
        "needed": chosen.needed if chosen else 0,
    }
