"""Which keys are mine? Adding, withdrawing and renewing what signs for somebody in a commons."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.commons.entries import RulebookAdopted
from entredon.apps.people import (
    key_acts,
    key_asking,
    key_ceremony,
    key_hands,
    key_queries,
    once_more,
    queries,
    recovery,
)
from entredon.apps.people.entries import KeyRevoked
from entredon.apps.people.key_hands import DEVICE, HERE, Hands
from entredon.apps.people.key_signing import Outcome, Wanted, by_script, go_on, signed
from entredon.apps.people.me_views import known_here
from entredon.apps.people.models import Account, KeyAsked, RecoveryAsked
from entredon.desk import letters, rows, saying
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log import lines
from entredon.log.pages import live
from entredon.log.registry import RULEBOOK, Refused
from entredon.log.viewer import viewer_of

LAW = 3
"""Since this rulebook there are passkeys, and who has a key of her own changes keys only with it."""


def hands_of(request: HttpRequest, slug: str) -> Hands:
    """What whoever is looking has at hand; somebody who was never here may not look. Raises PermissionDenied."""
    known_here(request, slug)
    assert isinstance(request.user, Account)
    return key_hands.hands(request.user, slug)


def as_herself(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view one that changes keys: she shows first that it is she, unless a passkey of hers signs what she does there."""

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
        if hands_of(request, slug).way != key_hands.PASSKEY and not once_more.lately(request):
            return go_on(request, once_more.where(request))
        return view(request, slug, **words)

    return shown


def told(request: HttpRequest, slug: str, template: str, **more: Any) -> HttpResponse:
    """A page about her own keys."""
    context = {"commons": commons.commons(slug), "tab": "people", "noindex": True, **more}
    return render(request, f"people/{template}.html", context)


@signed_in_first
@live
def keys(request: HttpRequest, slug: str) -> HttpResponse:
    """Which keys are mine?"""
    mine, trouble = hands_of(request, slug), ""
    if request.method == "POST":
        try:
            return _stop(request, mine) if "stop" in request.POST else _newer_rules(request, slug)
        except Refused as refusal:
            trouble = tell(refusal)
    names = key_queries.called(slug, mine.account.pk)
    all_keys = [_shown(key, names.get(key.id, "")) for key in key_queries.signed_by(slug, mine.person)]
    context = {
        "person": queries.person(slug, mine.person),
        "keys": [row for row in all_keys if row["key"].live],
        "ended": [row for row in all_keys if not row["key"].live],
        "mine": mine,
        "held": mine.signer is not None,
        "kept_here": HERE,
        "old_law": lines.rulebook(slug) < LAW,
        "steward": viewer_of(request).steward(slug),
        "chosen": recovery.chosen(slug, mine.person),
        "asks": recovery.about(slug, mine.person),
        "helping": len(recovery.for_helper(slug, mine.person)),
        "trouble": trouble,
    }
    return told(request, slug, "key_list", **context)


def _shown(key: key_queries.KeySigned, name: str) -> dict[str, Any]:
    return {"key": key, "name": name or key_acts.custody_title(key.custody), "named": bool(name)}


def _stop(request: HttpRequest, mine: Hands) -> HttpResponse:
    """Whoever speaks for the person now stops who asks to be let in as her."""
    number = rows.number(request.POST["stop"])
    found = RecoveryAsked.objects.filter(commons=mine.slug, person=mine.person, pk=number).first()
    if found is not None:
        recovery.take_back(request, found, stopped=True)
    return redirect("people:keys", mine.slug)


def _newer_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """A steward moves the commons to the rules that know passkeys."""
    saying.say(request, slug, RulebookAdopted(rulebook=RULEBOOK))
    return redirect("people:keys", slug)


@signed_in_first
@live
@as_herself
def passkey(request: HttpRequest, slug: str) -> HttpResponse:
    """Do you want to add a passkey?"""
    mine, outcome = hands_of(request, slug), Outcome()
    name = request.POST.get("name", "")

    def begin() -> key_ceremony.Drawn:
        if lines.rulebook(slug) < LAW:
            raise Refused(
                "This commons lives by older rules, which know no passkeys. A steward can move it to newer ones."
            )
        given = {field: request.POST.get(field, "") for field in ("public", "credential")}
        return key_acts.begin_passkey(request, mine, name=name, **given)

    if request.method == "POST":
        outcome = signed(request, mine, Wanted(None, begin))
        if outcome.answer is not None:
            return outcome.answer
    context = {
        "making": key_acts.making(request, mine, commons.commons(slug).name),
        "mine": mine,
        "by_device": mine.way == DEVICE,
        "name": name,
        "site": key_acts.site_of(request),
        "chosen": recovery.chosen(slug, mine.person),
        "outcome": outcome,
    }
    return told(request, slug, "key_passkey", **context)


@signed_in_first
@live
@as_herself
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Shall this place keep a new key for you?"""
    mine, outcome = hands_of(request, slug), Outcome()
    if request.method == "POST":
        wanted = Wanted(lambda: key_acts.renew(mine), lambda: key_acts.begin_renewing(request, mine))
        outcome = signed(request, mine, wanted)
        if outcome.answer is not None:
            return outcome.answer
    context = {"mine": mine, "held": mine.signer is not None, "by_device": mine.way == DEVICE, "outcome": outcome}
    return told(request, slug, "key_renew", **context)


@signed_in_first
@live
@as_herself
def withdraw(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Do you want to withdraw this key?"""
    mine = hands_of(request, slug)
    shown = next(
        (one for one in key_queries.signed_by(slug, mine.person) if one.id.startswith(key) and len(key) >= 10), None
    )
    if shown is None:
        raise Http404(_("There is no page at this address."))
    if not shown.live:
        return redirect("people:keys", slug)
    fact, outcome, stops = KeyRevoked(key=shown.id), Outcome(), ""
    try:
        key_acts.withdrawable(mine, shown.id)
    except Refused as refusal:
        stops = tell(refusal)
    if request.method == "POST" and not stops:
        wanted = Wanted(
            lambda: key_acts.say(mine, [fact]),
            lambda: key_acts.begin_withdrawing(request, mine, shown.id),
            lambda: [fact],
        )
        outcome = signed(request, mine, wanted)
        if outcome.answer is not None:
            return outcome.answer
    context = {
        **_shown(shown, key_queries.called(slug, mine.account.pk).get(shown.id, "")),
        "mine": mine,
        "hosted": shown.custody == key_queries.HOSTED,
        "by_passkey": mine.way == key_hands.PASSKEY,
        "only_passkey": mine.passkeys == (shown.id,),
        "commands": [_withdrawing(request, slug, shown)] if mine.way == DEVICE and not stops else [],
        "stops": stops,
        "outcome": outcome,
    }
    return told(request, slug, "key_withdraw", **context)


def _withdrawing(request: HttpRequest, slug: str, key: key_queries.KeySigned) -> str:
    """What somebody types on her own device to withdraw a key."""
    address = letters.address(request, reverse("commons:home", args=[slug]))
    if key.custody == key_queries.HOSTED:
        return f"entredon key move {address}"
    return f"entredon key revoke {address} {key.id[:10]}"


# A device


@signed_in_first
@live
def device(request: HttpRequest, slug: str) -> HttpResponse:
    """How do I sign on my own device?"""
    mine, typed = hands_of(request, slug), request.GET.get("code", "").strip()
    if typed:
        return redirect("people:key_asked", slug, key_asking.as_code(typed))
    address = letters.address(request, reverse("commons:home", args=[slug]))
    commands = [f"entredon key enrol {address}"]
    context = {"commands": commands, "draft": commons.is_draft(slug), "chosen": recovery.chosen(slug, mine.person)}
    return told(request, slug, "key_device", mine=mine, **context)


@signed_in_first
@live
@as_herself
def asked(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Is this your device?"""
    mine, found = hands_of(request, slug), key_asking.find(slug, code)
    outcome = Outcome()
    if request.method == "POST" and found is not None:
        outcome = _answer_device(request, mine, found)
        if outcome.answer is not None:
            return outcome.answer
        found = key_asking.find(slug, code)
    context = {
        "mine": mine,
        "asked": found,
        "why": key_asking.why(found) if found else "",
        "chosen": recovery.chosen(slug, mine.person),
        "called": key_asking.called(found) if found else "",
        "code": found.code if found else code[:20],
        "by_device": mine.way == DEVICE,
        "by_passkey": mine.way == key_hands.PASSKEY,
        "address": letters.address(request, reverse("commons:home", args=[slug])),
        "outcome": outcome,
    }
    return told(request, slug, "key_asked", **context)


def _answer_device(request: HttpRequest, mine: Hands, found: KeyAsked) -> Outcome:
    """She says yes or no to a device; her passkey signs the yes if she has one."""
    here = reverse("people:key_asked", args=[mine.slug, found.code])
    try:
        if "refuse" in request.POST:
            key_asking.refuse(mine.account, found)
            return Outcome(redirect("people:keys", mine.slug))
        if request.POST.get("answers"):
            key_asking.agree(mine.account, found, _passkey_rows(mine, request.POST["answers"]))
        elif mine.way == key_hands.PASSKEY:
            if not by_script(request):
                raise Refused("Your passkey must sign this, which takes a browser that runs scripts.")
            return Outcome(key_ceremony.asked_for(mine, key_asking.shape(mine.account, found, mine.author)))
        else:
            key_asking.agree(mine.account, found)
    except Refused as refusal:
        answer = key_ceremony.no(refusal) if by_script(request) else None
        return Outcome(answer, tell(refusal))
    return Outcome(go_on(request, here))


def _passkey_rows(mine: Hands, answers: str) -> list[dict[str, str]]:
    """The rows of what her passkeys signed. Raises Refused."""
    keys = {credential: key for key, credential in key_hands.credentials(mine).items()}
    given = key_ceremony.read(answers)
    if any(answer["credential"] not in keys for answer in given):
        raise Refused("This passkey was not asked. Nothing was done; try again.")
    return [key_ceremony.row(keys[answer["credential"]], answer) for answer in given]
