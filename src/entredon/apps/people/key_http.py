"""How a device asks to be a key of somebody's, over HTTP: it has no session, only the token it was given.

::

    POST /log/<slug>/ask-key           {"public": base64, "called": text}  →  {"code", "token", "page", "seconds"}
    GET  /log/<slug>/asked-key         Authorization: Bearer <token>       →  {"state", "line", "sigs", "why", "seconds"}
    POST /log/<slug>/asked-key         (the same token) {"sig": row}       →  {"index", "id"}
    GET  /log/<slug>/asked-key/<code>                                      →  {"given", "called"}
    POST /log/<slug>/asked-key/<code>  {"line": text, "sigs": [row]}       →  {}       (says yes on a device she has already)

``state`` is asked, made, done, refused or late. Errors are those of ``add-entry``: a word and a sentence.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entredon.apps.people import key_asking
from entredon.apps.people.models import KeyAsked
from entredon.desk import limits
from entredon.desk.programs import TooLarge, answer, body, refusal, too_often
from entredon.log import checkpoints, pages
from entredon.log.registry import NeedsNewer, Refused
from entredon.pure.told import Told

MOST = 1 << 16
"""Bytes of a request."""

View = Callable[..., HttpResponse]


class Absent(Told):
    """There is no such thing; the sentence says of what."""


class Asks(msgspec.Struct, forbid_unknown_fields=True):
    """A device asks."""

    public: str
    called: str = ""


class Signs(msgspec.Struct, forbid_unknown_fields=True):
    """A device has signed."""

    sig: dict[str, str]


class Agrees(msgspec.Struct, forbid_unknown_fields=True):
    """She says yes on a device of hers."""

    line: str
    sigs: list[dict[str, str]]


def _asked_of(view: View) -> View:
    """A view about a public commons, whose troubles are told in JSON."""

    @wraps(view)
    def answered(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
        try:
            if pages.draft_of(slug) is not False:
                raise Absent("There is no public record named {slug} here.", slug=slug)
            return view(request, slug, **words)
        except limits.TooOften as often:
            return too_often(often)
        except Absent as absent:
            return refusal("absent", str(absent), 404)
        except TooLarge:
            return refusal("too_large", f"At most {MOST:,} bytes fit.", 413)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as trouble:
            return refusal("malformed", f"This is not what it has to be: {str(trouble).rstrip('.')}.", 400)
        except key_asking.Again as again:
            return refusal("again", str(again), 409)
        except (Refused, NeedsNewer) as refused:
            return refusal("refused", str(refused), 403)
        except checkpoints.RolledBack:
            return refusal("repair", "This public record is being repaired; try again later.", 503)

    return answered


@require_POST
@_asked_of
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A device shows its public key, and gets what it needs to be let in."""
    limits.take("enrol", limits.place(request))
    given = msgspec.json.decode(body(request, MOST), type=Asks)
    asking = key_asking.ask(slug, given.public, given.called)
    said = {"code": asking.asked.code, "token": asking.token, "page": page_of(request, asking.asked)}
    return answer({**said, "seconds": _seconds(asking.asked)})


def page_of(request: HttpRequest, asked: KeyAsked) -> str:
    """The address of the page on which she says yes."""
    try:
        path = reverse("people:key_asked", args=[asked.commons, asked.code])
    except NoReverseMatch:
        path = reverse("people:me", args=[asked.commons])
    return request.build_absolute_uri(path)


@require_http_methods(["GET", "POST"])
@_asked_of
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of it; or the device's own signature, with which the entry is admitted."""
    limits.take("ask-key", limits.place(request))
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    found = key_asking.by_token(slug, token.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise Absent("No device asks here with this token. Begin again.")
    if request.method == "POST":
        done = key_asking.finish(found, msgspec.json.decode(body(request, MOST), type=Signs).sig)
        return answer({"index": done.index, "id": done.id})
    return answer(state_of(found))


def state_of(found: KeyAsked) -> dict[str, Any]:
    """What a device is told of what it asked."""
    waits = found.state in ("asked", "made")
    made = found.state == "made"
    return {
        "state": "late" if waits and key_asking.late(found) else found.state,
        "line": bytes(found.line).decode() if made else "",
        "sigs": found.sigs if made else [],
        "why": key_asking.why(found),
        "seconds": _seconds(found),
    }


@require_http_methods(["GET", "POST"])
@_asked_of
def one(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What waits under a code, for a device that may say yes; or its yes."""
    limits.take("ask-key", limits.place(request))
    found = key_asking.find(slug, code)
    if found is None:
        raise Absent("Nothing waits under this code, or no longer. Begin again on the new device.")
    if request.method == "POST":
        said = msgspec.json.decode(body(request, MOST), type=Agrees)
        key_asking.agree_from_device(found, said.line.encode(), said.sigs)
        return answer({})
    return answer({"given": key_asking.body_of(found)["key"], "called": key_asking.called(found)})


def _seconds(found: KeyAsked) -> int:
    """How long it may still be answered."""
    return max(0, int((found.until - timezone.now()).total_seconds()))
