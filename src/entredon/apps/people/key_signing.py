"""How a page has a change of keys signed: here, by her passkey in the browser, or on her device by the command it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from entredon.apps.people import key_ceremony
from entredon.apps.people.key_ceremony import Drawn
from entredon.apps.people.key_hands import DEVICE, HERE, Hands
from entredon.desk import letters, saying
from entredon.desk.telling import tell
from entredon.log.door import Appended
from entredon.log.registry import Fact, Refused


@dataclass
class Outcome:
    """What became of a form: the answer, if there is one already; else what the page says and the commands it shows."""

    answer: HttpResponse | None = None
    trouble: str = ""
    commands: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """A change of keys: how it is said here alone, how it is drawn up for a passkey, and what a device would sign."""

    here: Callable[[], Sequence[Appended]] | None
    begin: Callable[[], Drawn]
    facts: Callable[[], Sequence[Fact]] = tuple
    texts: Mapping[str, str] = field(default_factory=dict)


def signed(request: HttpRequest, hands: Hands, wanted: Wanted, after: str = "people:keys") -> Outcome:
    """Have a change signed, and go on to a page that tells so: the page ``after``, or the address that it is.

    Scripts are answered in JSON what passkeys are to sign.
    """
    try:
        if request.POST.get("answers"):
            done: Sequence[Appended] = key_ceremony.finish(
                request, hands, request.POST.get("token", ""), request.POST["answers"]
            )
        elif wanted.here is not None and hands.way == HERE:
            done = wanted.here()
        elif hands.way == DEVICE:
            return Outcome(commands=[command(request, hands.slug, fact, wanted.texts) for fact in wanted.facts()])
        elif by_script(request):
            drawn = wanted.begin()
            return Outcome(JsonResponse(msgspec.to_builtins(drawn)))
        else:
            return Outcome(
                trouble=tell(Refused("Your passkey must sign this, which takes a browser that runs scripts."))
            )
    except Refused as refusal:
        if by_script(request):
            return Outcome(key_ceremony.no(tell(refusal)))
        return Outcome(trouble=tell(refusal))
    said = urlencode({"said": done[-1].id})
    address = after if after.startswith("/") else reverse(after, args=[hands.slug])
    return Outcome(go_on(request, f"{address}?{said}"))


def by_script(request: HttpRequest) -> bool:
    """Whether a script of our pages asks, rather than a form."""
    return request.headers.get("Accept", "") == "application/json"


def go_on(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to a page; a script is told where."""
    return JsonResponse({"go": address}) if by_script(request) else redirect(address)


def command(request: HttpRequest, slug: str, fact: Fact, texts: Mapping[str, str] | None = None) -> str:
    """What somebody types who signs on her own device."""
    address = letters.address(request, reverse("commons:home", args=[slug]))
    return saying.command(address, fact, texts)
