"""Entries signed elsewhere come in here: ``POST /log/<slug>/add-entry``, for whoever holds her key on her own device.

::

    {"leaf": base64, "side": {name: {"salt": hex, "text": text}}}   →   200 {"index": …, "id": …}

400 malformed, 403 refused, 404 no such commons (or a draft, to all but its members), 409 made on another state of the log, 413 too
large, 429 too often, 503 being repaired; each with {"error": word, "sentence": …}. The signature says who speaks: there is no
session, and no cookie is read.
"""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from entredon.apps.commons import publish
from entredon.apps.commons.entries import Published
from entredon.apps.people import queries as people
from entredon.apps.people import recovery_elsewhere
from entredon.desk import limits
from entredon.desk.programs import TooLarge, answer, body, refusal, too_often
from entredon.log import checkpoints, door, pages
from entredon.log.judge import Conflict, OtherHistory
from entredon.log.models import Entry, Key
from entredon.log.registry import NeedsNewer, Refused
from entredon.log.stored import Absent
from entredon.pure.bucket import Rate
from entredon.pure.log import leaf
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import unb64
from entredon.pure.log.leaf import HEX64, Leaf

BY_KEY = Rate(60, limits.MINUTE)
NEWCOMERS = Rate(20, limits.HOUR)
"""So many may join from one place: a key costs nothing, and every member stays in the record for ever."""
MOST = 1 << 20
"""Bytes of a request: a leaf of full length in base64, and every text that a kind may carry."""

Texts = dict[str, tuple[bytes, str]]


class Side(msgspec.Struct, forbid_unknown_fields=True):
    """A side text with its salt in hex."""

    salt: str
    text: str


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody sends."""

    leaf: str
    side: dict[str, Side] = {}


@require_POST
def add_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """Admit an entry that was signed elsewhere."""
    try:
        place = limits.place(request)
        limits.take("add-entry", place)
        received, texts = _read(request)
        return _judge(request, slug, received, texts, place)
    except limits.TooOften as often:
        return too_often(often)
    except TooLarge:
        return refusal("too_large", f"An entry with its texts has at most {MOST:,} bytes as it is sent.", 413)
    except Malformed as trouble:
        return refusal("malformed", f"This is not an entry as it has to be: {trouble}.", 400)


def _read(request: HttpRequest) -> tuple[Leaf, Texts]:
    """The entry and its texts. Raises TooLarge, Malformed."""
    try:
        sent = msgspec.json.decode(body(request, MOST), type=Sent)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as trouble:
        raise Malformed(str(trouble).rstrip(".")) from None
    return leaf.parse(unb64(sent.leaf)), {name: (_salt(name, side.salt), side.text) for name, side in sent.side.items()}


def _salt(name: str, text: str) -> bytes:
    if not HEX64.fullmatch(text):
        raise Malformed("the salt of “{name}” is not 64 hex digits", name=name[:40])
    return bytes.fromhex(text)


def _judge(request: HttpRequest, slug: str, received: Leaf, texts: Texts, place: str) -> HttpResponse:
    """Of a draft only its members hear anything. Raises TooOften."""
    draft = pages.draft_of(slug)
    absent = refusal("absent", str(Absent("There is no public record named {slug} here.", slug=slug)), 404)
    if draft is None:
        return absent
    try:
        signers = door.signers(slug, received)
    except Refused as refused:
        return absent if draft else refusal("refused", str(refused), 403)
    if draft and not people.any_member(slug, signers):
        return absent
    # Counted only now, when her signature holds: nobody else can use up what is hers.
    limits.take("add-entry", f"key {received.by}", BY_KEY)
    if not signers:  # known to nobody: who joins brings her key
        limits.take("add-entry", f"joins from {place}", NEWCOMERS)
    return _admit(request, slug, received, texts)


def admit(slug: str, received: Leaf, texts: Texts, request: HttpRequest | None = None) -> door.Appended:
    """Admit an entry that was signed elsewhere, and do what follows from it here. Raises Refused, Conflict."""
    if received.kind == Published.kind:
        _as_found_here(slug, received, texts)
    done = door.admit(slug, received.raw, texts)
    recovery_elsewhere.came_in(request, slug, received)
    return done


def _admit(request: HttpRequest, slug: str, received: Leaf, texts: Texts) -> HttpResponse:
    try:
        done = admit(slug, received, texts, request)
    except Conflict as conflict:
        return _conflict(slug, received, conflict)
    except OtherHistory as history:
        return refusal("other_history", str(history), 403)
    except Refused as refused:
        return refusal("refused", str(refused), 403)
    except NeedsNewer as newer:
        return refusal("refused", f"{newer}.", 403)
    except checkpoints.RolledBack:
        return refusal("repair", "This public record is being repaired; try again later.", 503)
    return answer({"index": done.index, "id": done.id})


def _conflict(slug: str, received: Leaf, conflict: Conflict) -> HttpResponse:
    """What the next entry by this key must follow; and whether this very entry is here already (its answer got lost)."""
    last = Key.objects.filter(commons=slug, id=received.by).values_list("last", flat=True).first()
    here = Entry.objects.filter(commons=slug, id=received.id).values_list("index", flat=True).first()
    return refusal("conflict", str(conflict), 409, last=last or None, here=here)


def _as_found_here(slug: str, received: Leaf, texts: Texts) -> None:
    """Who publishes may say of her repository only what this place itself has found. Raises Refused."""
    proof, said = publish.control(slug)
    shown = msgspec.to_builtins(proof) if proof is not None else None
    if received.body.get("proof") != shown or {name: text for name, (_, text) in texts.items()} != said:
        raise Refused("What this entry says about control of the repository is not what this place itself has found.")
