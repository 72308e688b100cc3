"""First act, then account: what a visitor typed waits here until she has come in.

A page that needs an account for what was typed says ``return waiting.ask(request, "work.contributed", slug, typed)``: that is
kept under a random token, and she goes to sign up or in. The token travels in the address she is to come back to, through
every way in and through the letter with the link. Once she is in she sees what she typed and sends it with one button: then
the function registered for the act is called. (One button, because whoever holds a token could lead somebody else to it.)

::

    @waiting.finishes("work.contributed", shows=lambda waiting: [(_("What"), waiting.typed["note"])])
    def contributed(request: HttpRequest, waiting: Waiting) -> HttpResponse:
        ...  # say it; then redirect to where it stands

A redirect means that it is done, and what waited is gone; except one whose address holds the token, as ``?next=`` does for who
must do something else before. Any other answer, ``Refused`` too, means that it isn't done: it is kept.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode

from entredon.desk import languages
from entredon.desk.models import Waiting
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.pure.log import canonical

DAYS = 7
"""So long what was typed is kept."""
LONGEST = 32 << 10
"""Bytes of one thing that waits."""
MOST = 5_000
"""So many things wait at most: beyond that the oldest give way, so that nobody can fill the disk without an account."""

BETWEEN = 3600.0
"""Seconds between two sweeps while people come and go."""
_swept = [0.0]

Finisher = Callable[[HttpRequest, Waiting], HttpResponse]
Lines = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Act:
    """What can wait: who finishes it, and how it is shown once more before it is sent."""

    finish: Finisher
    shows: Callable[[Waiting], Lines]


_acts: dict[str, Act] = {}


def finishes(act: str, shows: Callable[[Waiting], Lines] | None = None) -> Callable[[Finisher], Finisher]:
    """Register who finishes an act. ``shows`` gives what she sees before sending, as (name, text); else all that was typed."""

    def registered(finish: Finisher) -> Finisher:
        _acts[act] = Act(finish, shows or as_typed)
        return finish

    return registered


def act_of(waiting: Waiting) -> Act | None:
    """Who finishes what waits; None when this program doesn't know that act (any more)."""
    return _acts.get(waiting.act)


def as_typed(waiting: Waiting) -> Lines:
    """All texts of what was typed, without names."""
    return [("", str(value)) for value in waiting.typed.values() if isinstance(value, str | int) and str(value).strip()]


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def fresh_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(24)


def keep(act: str, about: str, typed: Mapping[str, Any], account: str = "") -> str:
    """Keep what was typed (by an account, if one is known); returns the token that finds it again. Raises Refused when it is too much."""
    plain = dict(typed)
    if len(canonical.dumps(plain)) > LONGEST:
        raise Refused("That is more than we can keep for you: shorten it, or sign in first.")
    _sweep_once_in_a_while()
    token = fresh_token()
    Waiting.objects.create(token=digest(token), act=act, about=about, typed=plain, account=account)
    return token


def find(token: str) -> Waiting | None:
    """What waits under a token; None when there is nothing, or it is older than seven days."""
    return Waiting.objects.filter(token=digest(token), made__gt=timezone.now() - timedelta(days=DAYS)).first()


def done(token: str) -> bool:
    """It need not wait any longer. False when somebody else was quicker."""
    return bool(Waiting.objects.filter(token=digest(token)).delete()[0])


def way_on(token: str) -> str:
    """Where she goes once she is in."""
    return reverse("go_on", args=[token])


def ask(request: HttpRequest, act: str, about: str, typed: Mapping[str, Any]) -> HttpResponseRedirect:
    """Keep what was typed, and ask her to sign up or in; who is in already goes straight on. Raises Refused."""
    if mine := viewer_of(request).id:
        return redirect(way_on(keep(act, about, typed, mine)))
    if not ratelimit.consume(request, action="wait"):
        raise Refused("That was too often in a short time. Wait a while, then try again.")
    here = way_on(keep(act, about, typed))
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': here})}")


def waits(path: str) -> Waiting | None:
    """What waits behind an address on our own site, if it is one of ``way_on``: for pages on the way in that say so."""
    try:
        found = resolve(languages.bare(path))
    except Resolver404:
        return None
    return find(found.kwargs["token"]) if found.url_name == "go_on" else None


def is_hers(path: str, account: str) -> None:
    """Whoever comes in on the way to what waits is who typed it: from now on it goes when her account goes."""
    found = waits(path)
    if found is not None and not found.account:
        Waiting.objects.filter(token=found.token).update(account=account)


def _sweep_once_in_a_while() -> None:
    now = time.monotonic()
    if now - _swept[0] > BETWEEN or Waiting.objects.count() > MOST:
        _swept[0] = now
        sweep()


def sweep() -> int:
    """Throw away what nobody came back for, and what is too much; returns how many. Called at start and once in a while."""
    gone = Waiting.objects.filter(made__lte=timezone.now() - timedelta(days=DAYS)).delete()[0]
    surplus = Waiting.objects.order_by("-made").values_list("token", flat=True)[MOST:]
    return int(gone) + int(Waiting.objects.filter(token__in=list(surplus)).delete()[0])
