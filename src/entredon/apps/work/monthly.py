"""Once a month: what became of your three hours. A letter for who wants it, about one commons, and only if there is something to tell.

A letter is queued in the same transaction that notes its month: so nobody gets two, whoever else is at it, and none is lost where
the program is killed. It tells of whole months, since the one told last.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.value import queries as value
from entredon.apps.work.mine import GIVEN, IDEA, WRITTEN, Piece, ids_of, mine, worded
from entredon.apps.work.mine_told import title
from entredon.apps.work.models import Contribution, MonthlyLetter
from entredon.apps.work.queries_journeys import versions
from entredon.desk import letters
from entredon.desk.telling import shown
from entredon.log import clock, pages
from entredon.log.asked import NotFound
from entredon.log.told import short
from entredon.pure.formats import Money
from entredon.pure.told import Told

SALT = "entredon.work.monthly"
MOST = 12
"""So many things are told in a letter; her page has all."""


def wants(slug: str, account: str) -> bool:
    """Whether an account gets the letter about a commons."""
    return MonthlyLetter.objects.filter(commons=slug, account=account).exists()


def wish(slug: str, account: str, *, wanted: bool) -> None:
    """An account wants the letter, from the end of this month on; or no longer."""
    if wanted:
        MonthlyLetter.objects.get_or_create(commons=slug, account=account, defaults={"last": month()})
    else:
        MonthlyLetter.objects.filter(commons=slug, account=account).delete()
    pages.changed(slug)


def month() -> str:
    """The month it is, as in 2026-11."""
    return clock.stamp()[:7]


def token(slug: str, account: str) -> str:
    """What stands in the link that ends the letters: signed, so that nobody ends another's."""
    return signing.dumps([slug, account], salt=SALT, compress=True)


def account_of(slug: str, token: str) -> str | None:
    """Whose letters a link ends; None for a link that isn't ours."""
    try:
        about, account = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return str(account) if about == slug else None


def send_due() -> int:
    """Write the letters of the months that have ended; returns how many."""
    now = month()
    waiting = MonthlyLetter.objects.exclude(last=now).order_by("id").values_list("id", flat=True)
    return sum(_send(id, now) for id in list(waiting))


def _send(id: int, now: str) -> bool:
    """Write one letter, if there is something to tell; in any case this month is done."""
    row = MonthlyLetter.objects.filter(id=id).first()
    if row is None or row.last == now:
        return False
    to = people.reached_at(row.commons, row.account)
    told = news(row.commons, to.person, row.last, now) if to is not None else None
    with transaction.atomic():
        # Another worker may have been faster, or she wants none any more.
        if not MonthlyLetter.objects.filter(id=id, last=row.last).update(last=now):
            return False
        if to is None or told is None:
            return False
        _post(row, to.email, told)
    return True


@dataclass(frozen=True, slots=True)
class News:
    """What happened to somebody's work from a month (inclusive) to another (exclusive)."""

    gave: int
    minutes: int
    went: tuple[Piece, ...]
    no: tuple[Piece, ...]
    released: tuple[str, ...]
    shared: tuple[tuple[str, str, int], ...]
    """Share-outs: id, currency, what she got."""


def news(slug: str, person: str, since: str, until: str) -> News | None:
    """What is to be told; None for nothing."""
    try:
        pieces = mine(slug, person).pieces
        lines = value.owed(slug, person)
    except NotFound:
        return None

    def then(at: str) -> bool:
        return since <= at[:7] < until

    gave = [piece for piece in pieces if piece.what in (GIVEN, WRITTEN, IDEA) and then(piece.at)]
    decided = [piece for piece in pieces if piece.decided and then(piece.decided)]
    went = tuple(piece for piece in decided if piece.group == "went" or piece.how == "accepted, unreleased")
    no = tuple(piece for piece in decided if piece.group == "no")
    shared = [
        (line.shareout, one.currency, line.minor + sum(minor for _to, minor in line.passed), line.at)
        for one in lines
        for line in one.lines
        if then(line.at)
    ]
    shared.sort(key=lambda line: line[3])
    told = News(
        len(gave), _minutes(slug, person, gave), went, no, tuple(_released(slug, pieces, then)),
        tuple((id, currency, minor) for id, currency, minor, _at in shared if minor),
    )  # fmt: skip
    return told if told.gave or told.went or told.no or told.released or told.shared else None


def _minutes(slug: str, person: str, gave: Iterable[Piece]) -> int:
    """The time she told of, if she did."""
    ids = {piece.id for piece in gave}
    rows = Contribution.objects.filter(commons=slug, person__in=ids_of(slug, person), minutes__gt=0)
    return sum(minutes for id, minutes in rows.values_list("id", "minutes") if id in ids)


def _released(slug: str, pieces: Iterable[Piece], then: Any) -> Iterable[str]:
    """The versions with work of hers that were released."""
    hers = {piece.version for piece in pieces if piece.version}
    return [version.label for version in versions(slug) if version.id in hers and then(version.at)]


def _post(row: MonthlyLetter, email: str, told: News) -> None:
    slug = row.commons
    end = letters.address(None, reverse("work:no_more", args=[slug, token(slug, row.account)]))
    sums: dict[str, int] = defaultdict(int)
    for _id, currency, minor in told.shared:
        sums[currency] += minor
    with letters.in_language_of(email):
        context = {
            "commons": commons.commons(slug).name,
            "told": told,
            "hours": round(told.minutes / 60),
            "went": _lines(slug, told.went),
            "no": _lines(slug, told.no),
            "sums": [shown(Money(minor, currency)) for currency, minor in sorted(sums.items())],
            "shared": [
                (
                    shown(Money(minor, currency)),
                    letters.address(None, reverse("value:shareout", args=[slug, short(id)])),
                )
                for id, currency, minor in told.shared[-MOST:]
            ],
            "all": letters.address(None, reverse("work:mine", args=[slug])),
            "end": end,
        }
        letters.post(email, Told("What became of your work"), "work/letters/monthly.txt", context, _headers(end))


def _lines(slug: str, pieces: tuple[Piece, ...]) -> list[tuple[str, str, str]]:
    """Some pieces: how each is called, what it went into, and where the letter leads."""
    return [
        (title(piece), piece.label, letters.address(None, reverse("work:journey", args=[slug, short(piece.id)])))
        for piece in worded(slug, pieces[:MOST], inside=True)
    ]


def _headers(end: str) -> dict[str, str]:
    """How mail programs end the letters by one click (RFC 2369, RFC 8058); only where this place has an address of its own."""
    if not settings.ENTREDON_HOST:
        return {}
    return {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
