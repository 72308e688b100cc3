"""Writing to somebody about something once, whoever else is at it: a row says so, made in the transaction in which the letter is queued."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction

from entredon.apps.market.models import MarketLetter
from entredon.apps.people import queries as people
from entredon.log import clock

STALE = timedelta(days=14)
"""What happened longer ago is not told any more."""


def since() -> str:
    """From when on something that happened is still told, as entries write times."""
    return clock.stamp(clock.now() - STALE)


def written(slug: str, about: str, what: str, person: str) -> bool:
    """Whether somebody was written to about this."""
    return MarketLetter.objects.filter(commons=slug, about=about, person=person, what=what).exists()


def once(slug: str, about: str, what: str, person: str, write: Callable[[], object]) -> bool:
    """Write a letter unless it was written. Says whether it was now."""
    if written(slug, about, what, person):
        return False
    with transaction.atomic():
        _row, new = MarketLetter.objects.get_or_create(commons=slug, about=about, person=person, what=what)
        if new:
            write()
    return new


def to_each(slug: str, about: str, what: str, persons: Iterable[str], write: Callable[[str], object]) -> int:
    """Write to several people at the addresses of their accounts, to each once; returns to how many. Who has none here is left out."""
    done = 0
    for person in persons:
        if not written(slug, about, what, person) and (to := people.address_of(slug, person)):
            done += once(slug, about, what, person, partial(write, to))
    return done
