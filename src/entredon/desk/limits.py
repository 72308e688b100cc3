"""How often somebody may try something: token buckets in a private table, the same for all processes of this place.

    limits.take("claim", account)                    # raises TooOften, which is answered with 429 and when to come again
    limits.take("add-entry", limits.place(request))  # who has no account is counted by where she comes from
    if not limits.allowed("report", place): ...      # where a page says it in its own words

Who is counted is kept as a keyed hash only, never as an address in the clear; a bucket that is full again is forgotten.
A bucket is changed in the transaction it is asked in: ask before one begins that may be undone.
"""

import hashlib
import hmac
import time
from datetime import datetime, timedelta

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from entredon.desk.models import Bucket
from entredon.pure import bucket
from entredon.pure.bucket import Rate

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
RATES = {
    # Claiming what an import tells of, by where one comes from: each may send a letter to somebody. (An account has six a day.)
    "claim": Rate(20, HOUR),
    # Entries signed elsewhere, and asking about keys, by where they come from.
    "add-entry": Rate(120, MINUTE),
    "ask-key": Rate(300, MINUTE),
    # Asking to be let back in with a new key, by account: each sends letters to several.
    "recover": Rate(5, DAY),
    # A device that wants to be a key of somebody's, by where it comes from.
    "enrol": Rate(20, HOUR),
    # Saying that something should not be here, by where it comes from or by account.
    "report": Rate(10, HOUR),
    # Naming somebody who enriches a commons, by account: each is a letter to her.
    "nominate": Rate(20, DAY),
    # Payment requests by e-mail, by account: each is a letter to somebody.
    "ask-to-pay": Rate(60, DAY),
    # Asking for what is offered, by account or by where it comes from, and by the address the answer goes to: each sends letters.
    "ask-for-it": Rate(10, HOUR),
    "ask-for-it-by": Rate(10, DAY),
    # What a buyer says by the link to what she asked for, by that: each is a letter to the seller.
    "market-word": Rate(40, HOUR),
    # Pictures of oneself, by account: each is unpacked and drawn anew.
    "picture": Rate(30, HOUR),
    # Files that come with what people tell, by account or by where they come from.
    "file": Rate(120, HOUR),
    # Links that show once more who somebody is, and copies of all that is held about her, by account.
    "again": Rate(10, HOUR),
    "everything": Rate(10, HOUR),
}
"""Limits by their names. allauth's (signing up and in, resetting …) stand in the settings."""
LONGEST = DAY
"""Seconds after which every bucket is full again, whatever it counts."""


_swept = [float("-inf")]


class TooOften(Exception):
    """That was too often. ``wait`` says in how many seconds it may be tried again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"try again in {wait} s")
        self.wait = wait


def take(name: str, who: str, rate: Rate | None = None, *, now: datetime | None = None) -> None:
    """Count one try by somebody. Raises TooOften."""
    rate, now = rate or RATES[name], now or timezone.now()
    _sweep_once_in_a_while()
    with transaction.atomic():
        row = _held(name, who, rate, now)
        left, wait = bucket.taken(rate, row.tokens, _passed(row, now))
        if wait:
            raise TooOften(wait)  # nothing is written: who goes on trying loses nothing of what flows back
        row.tokens, row.at = left, now
        row.save()


def allowed(name: str, who: str, rate: Rate | None = None) -> bool:
    """Count one try by somebody, unless that would be too often."""
    try:
        take(name, who, rate)
    except TooOften:
        return False
    return True


def look(name: str, who: str, rate: Rate | None = None, *, now: datetime | None = None) -> int:
    """In how many seconds it may be tried again; 0 for at once. Counts nothing."""
    rate, now = rate or RATES[name], now or timezone.now()
    row = Bucket.objects.filter(id=_id(name, who, rate)).first()
    return bucket.wait(rate, bucket.filled(rate, row.tokens, _passed(row, now))) if row else 0


def give_back(name: str, who: str, rate: Rate | None = None) -> None:
    """What was counted doesn't count: it went well."""
    rate, now = rate or RATES[name], timezone.now()
    with transaction.atomic():
        row = _held(name, who, rate, now)
        row.tokens = min(rate.full, bucket.filled(rate, row.tokens, _passed(row, now)) + bucket.WHOLE)
        row.at = now
        row.save()


def forget(name: str, who: str, rate: Rate | None = None) -> None:
    """Count from the beginning."""
    Bucket.objects.filter(id=_id(name, who, rate or RATES[name])).delete()


def place(request: HttpRequest) -> str:
    """Where a request comes from: its network address, of an IPv6 one what belongs to one household."""
    return str(get_ip(request))


def _sweep_once_in_a_while() -> None:
    now = time.monotonic()
    if now - _swept[0] > HOUR:
        _swept[0] = now
        sweep()


def sweep(now: datetime | None = None) -> int:
    """Forget what is full again; returns how many. Called at start and once in a while."""
    before = (now or timezone.now()) - timedelta(seconds=LONGEST)
    return Bucket.objects.filter(at__lte=before).delete()[0]


def _id(name: str, who: str, rate: Rate) -> str:
    """Keyed, because there are so few network addresses that a bare hash of one could be tried out."""
    about = f"{name}\n{rate.amount}/{rate.seconds}\n{who}"
    return hmac.new(b"entredon limits\n" + settings.SECRET_KEY.encode(), about.encode(), hashlib.sha256).hexdigest()


def _held(name: str, who: str, rate: Rate, now: datetime) -> Bucket:
    """The bucket, nobody else's until the transaction ends; a new one is full."""
    assert rate.seconds <= LONGEST, "buckets are forgotten after a day"
    rows = Bucket.objects.select_for_update().filter(id=_id(name, who, rate))
    found = rows.first()
    if found is None:
        Bucket.objects.bulk_create([Bucket(id=_id(name, who, rate), tokens=rate.full, at=now)], ignore_conflicts=True)
        found = rows.get()
    return found


def _passed(row: Bucket, now: datetime) -> int:
    return (now - row.at) // timedelta(microseconds=1)
