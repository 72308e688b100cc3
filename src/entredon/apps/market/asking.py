"""What somebody asked for: kept beside the record, found again by the secret in her link, and what she and the seller say about it.

The secret is made from the row and this place's key, so that each letter can hold the link and the table alone opens nothing.
"""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import get_language

from entredon.apps.market.models import Asking, AskingNote, Order
from entredon.log import clock
from entredon.log.registry import Refused
from entredon.log.turns import Turns

ASKED, QUOTED, ORDERED, DECLINED = "asked", "quoted", "ordered", "declined"
BUYER, SELLER = "buyer", "seller"
ORDER, DECLINE, RECEIVE, WITHDRAW, COMPLAIN, SETTLE = "order", "decline", "receive", "withdraw", "complain", "settle"
WANTS = (ORDER, DECLINE, RECEIVE, WITHDRAW, COMPLAIN, SETTLE)
"""What a buyer without a key here says by her link, for the seller or a steward to say it in the record."""
WITHIN = timedelta(minutes=2)
"""So long the same words from the same address are the same form sent twice."""
NOTES = 200
"""So many notes about one asking are enough."""
KEPT_DAYS = 180
"""So long what somebody asked for is kept after nothing came of it."""
ORDER_DAYS = 3 * 365
"""So long it is kept after its order has ended: a buyer's rights have run out by then."""
BETWEEN = 3600.0
"""Seconds between two looks for what is to be deleted."""
_turns = Turns()
_swept = [float("-inf")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed who asks for an offer."""

    offer: str
    partner: str
    person: str
    name: str
    email: str
    address: str
    town: int
    quantity: int
    message: str


def ask(slug: str, wanted: Wanted) -> tuple[Asking, bool]:
    """Keep what somebody asks for; the same form sent twice is kept once. Says whether it is new."""
    _sweep_once_in_a_while()
    with _turns.take((slug, "asking", wanted.email.casefold(), wanted.offer)), transaction.atomic():
        since = timezone.now() - WITHIN
        same = {
            "commons": slug, "offer": wanted.offer, "person": wanted.person, "email": wanted.email, "quantity": wanted.quantity,
            "message": wanted.message, "name": wanted.name, "address": wanted.address, "town": wanted.town,
        }  # fmt: skip
        found = Asking.objects.filter(**same, at__gte=since).first()
        if found is not None:
            return found, False
        made = Asking(**same, partner=wanted.partner, language=(get_language() or "")[:5])
        made.token = hashlib.sha256(
            f"{slug}\n{wanted.offer}\n{timezone.now().isoformat()}\n{wanted.email}".encode()
        ).hexdigest()
        made.save()
        made.token = digest(secret(made))
        made.save(update_fields=["token"])
        return made, True


def _sweep_once_in_a_while() -> None:
    now = time.monotonic()
    if now - _swept[0] > BETWEEN:
        _swept[0] = now
        sweep()


def sweep(now: datetime | None = None) -> int:
    """Delete what nothing came of half a year ago, and what was ordered and ended years ago, with its notes; returns how many."""
    now = now or timezone.now()
    old = Asking.objects.filter(order="", changed__lt=now - timedelta(days=KEPT_DAYS))
    before = clock.stamp(now - timedelta(days=ORDER_DAYS))
    ended = Order.objects.filter(
        commons=OuterRef("commons"), id=OuterRef("order"), ended_at__gt="", ended_at__lt=before
    )
    gone = [*old.values_list("pk", flat=True), *Asking.objects.filter(Exists(ended)).values_list("pk", flat=True)]
    AskingNote.objects.filter(asking__in=gone).delete()
    return int(Asking.objects.filter(pk__in=gone).delete()[0])


def secret(asking: Asking) -> str:
    """The secret in the link to an asking."""
    about = f"{asking.commons}\n{asking.pk}\n{asking.at.isoformat()}"
    made = hmac.new(b"entredon asking\n" + settings.SECRET_KEY.encode(), about.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made.digest()[:24]).decode()


def digest(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(asking: Asking) -> str:
    """The secret of its link, for a letter. Where this place got another key since, the link is made anew."""
    token = secret(asking)
    if digest(token) != asking.token:
        Asking.objects.filter(pk=asking.pk).update(token=digest(token))
    return token


def find(slug: str, token: str) -> Asking | None:
    """What was asked for, by the secret that only who asked has (and her letters)."""
    return Asking.objects.filter(commons=slug, token=digest(token)).first() if len(token) < 100 else None


def notes(asking: Asking) -> list[AskingNote]:
    """What seller and buyer wrote to one another about it, the first first."""
    return list(AskingNote.objects.filter(commons=asking.commons, asking=asking.pk).order_by("id")[:NOTES])


def note(asking: Asking, by: str, text: str) -> bool:
    """Keep a note; the same words by the same side a moment ago are kept once. Raises Refused when there are too many."""
    with _turns.take((asking.pk, "note")), transaction.atomic():
        rows = AskingNote.objects.filter(commons=asking.commons, asking=asking.pk)
        last = rows.order_by("-id").first()
        if last is not None and (last.by, last.text) == (by, text) and timezone.now() - last.at < WITHIN:
            return False
        if rows.count() >= NOTES:
            raise Refused("That is a great deal of writing already: talk on the phone, or by e-mail.")
        AskingNote.objects.create(commons=asking.commons, asking=asking.pk, by=by, text=text)
    return True


def wants(asking: Asking, what: str, text: str = "") -> bool:
    """Keep the word of a buyer who has no key here, until it is said in the record. Says whether it is news."""
    fresh = Asking.objects.exclude(wants=what).filter(pk=asking.pk)
    changed = fresh.update(wants=what, wants_text=text, wants_at=clock.now(), changed=timezone.now())
    return bool(changed)


def said(asking: Asking) -> None:
    """What the buyer wanted is said in the record now."""
    Asking.objects.filter(pk=asking.pk).update(wants="", wants_text="", wants_at=None, changed=timezone.now())


def of_order(slug: str, order: str) -> Asking | None:
    """What was asked for before an order; None where nobody asked here."""
    return Asking.objects.filter(commons=slug, order=order).first()


def of_quote(slug: str, quote: str) -> Asking | None:
    """What was asked for before a quote."""
    return Asking.objects.filter(commons=slug, quote=quote).first()
