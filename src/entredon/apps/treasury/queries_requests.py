"""What pages read about asking for money: requests, how far they are paid, and what came in for each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from entredon.apps.library import queries as library
from entredon.apps.market import queries as market
from entredon.apps.treasury import naming
from entredon.apps.treasury.models import Income, Request
from entredon.apps.treasury.queries import texts_of
from entredon.log.asked import NotFound, by_prefix
from entredon.pure.money import references

OPEN, PART, PAID, OVER, WITHDRAWN = "open", "part", "paid", "over", "withdrawn"
STATES: dict[str, Callable[[], str]] = {
    OPEN: lambda: _("waits to be paid"),
    PART: lambda: _("paid in part"),
    PAID: lambda: _("paid"),
    OVER: lambda: _("more than asked was paid"),
    WITHDRAWN: lambda: _("taken back"),
}
ONE: dict[str, Callable[[], str]] = {
    "sale": lambda: _("a sale"),
    "service": lambda: _("a service"),
    "grant": lambda: _("a grant"),
    "gift": lambda: _("a gift"),
    "membership": lambda: _("a membership"),
    "give-back": lambda: _("what a partner gives back"),
    "good": lambda: _("an order of finished goods"),
    "kit": lambda: _("an order of kits"),
    "pre-order": lambda: _("a pre-order"),
    "support": lambda: _("an order of support"),
    "training": lambda: _("an order of training"),
    "integration": lambda: _("an order of integration"),
}
"""One income of a kind, in words."""
TONES = {OPEN: "ink", PART: "coalition", PAID: "community", OVER: "coalition", WITHDRAWN: "ink"}


@dataclass(frozen=True, slots=True)
class RequestShown:
    """Somebody was asked to pay: how much, for what (``label``, "" for the commons as a whole), and how much of it is there.

    ``source`` is "" where a steward asks, ``order`` or ``give-back`` where the market does; ``origin`` is then which.
    ``payer`` and ``note`` are "" once they are erased; pages show the payer to members only.
    """

    id: str
    minor: int
    currency: str
    what: str
    version: str
    creation: str
    label: str
    due: str
    base: int
    paid: int
    withdrawn: str
    person: str
    at: str
    payer: str = ""
    note: str = ""
    source: str = ""
    origin: "market.Origin | None" = None

    @property
    def left(self) -> int:
        """What is still to be paid."""
        return max(0, self.minor - self.paid)

    @property
    def over(self) -> int:
        """What came in beyond what was asked."""
        return max(0, self.paid - self.minor)

    @property
    def state(self) -> str:
        """How far it is: open, part, paid, over, withdrawn."""
        if self.withdrawn and self.source:
            return WITHDRAWN  # what was paid for it goes back
        if self.paid > self.minor:
            return OVER
        if self.paid == self.minor:
            return PAID
        if self.withdrawn:
            return WITHDRAWN
        return PART if self.paid else OPEN

    @property
    def kind(self) -> str:
        """What it is: a sale, a gift, …"""
        return ONE[self.what]() if self.what in ONE else naming.kind(self.what)

    @property
    def called(self) -> str:
        """How far it is, in words."""
        return STATES[self.state]()

    @property
    def tone(self) -> str:
        """The colour of that."""
        return TONES[self.state]

    @property
    def open(self) -> bool:
        """Whether there is still something to be paid."""
        return self.state in (OPEN, PART)

    @property
    def rf(self) -> str:
        """Its reference as people write it."""
        return references.rf(self.base).shown


ORDER, GIVE_BACK = "order", "give-back"


def requests(slug: str) -> list[RequestShown]:
    """All requests of stewards, and of what partners give back, the newest first; orders have a page of their own each."""
    return _shown(slug, list(Request.objects.filter(commons=slug, source__in=("", GIVE_BACK)).order_by("-position")))


def open_orders(slug: str, currency: str, most: int) -> list[RequestShown]:
    """Orders of which something is still to be paid, the newest first."""
    rows = Request.objects.filter(commons=slug, source=ORDER, withdrawn="", currency=currency, paid__lt=F("minor"))
    return _shown(slug, list(rows.order_by("-position")[:most]))


def open_of_market(slug: str, most: int) -> list[RequestShown]:
    """Orders and months of partners of which something is still to be paid, in any currency, the newest first."""
    rows = Request.objects.filter(commons=slug, source__in=(ORDER, GIVE_BACK), withdrawn="", paid__lt=F("minor"))
    return _shown(slug, list(rows.order_by("-position")[:most]))


def request(slug: str, asked: str) -> RequestShown:
    """One request by its id or the beginning of it. Raises NotFound, Ambiguous."""
    row = Request.objects.filter(commons=slug, id=asked).first()
    if row is None:
        known = list(Request.objects.filter(commons=slug).values_list("id", flat=True))
        if not known:
            raise NotFound("Nobody was asked to pay here yet.")
        row = Request.objects.get(commons=slug, id=by_prefix(asked, known, "payment request"))
    return _shown(slug, [row])[0]


def _shown(slug: str, rows: list[Request]) -> list[RequestShown]:
    texts = texts_of(slug, [row.id for row in rows])
    labels = library.labels(slug)
    names = {one.id: one.name for one in library.creations(slug)}
    origins = market.origins(slug, [row.id for row in rows if row.source])
    return [
        RequestShown(
            id=row.id, minor=row.minor, currency=row.currency, what=row.what, version=row.version,
            creation=row.creation, label=_label(row, labels, names, origins), due=row.due, base=row.base, paid=row.paid,
            withdrawn=row.withdrawn, person=row.person, at=row.at, payer=texts.get((row.id, "payer"), ""),
            note=texts.get((row.id, "note"), ""), source=row.source, origin=origins.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


def _label(
    row: Request, labels: dict[str, tuple[str, str]], names: dict[str, str], origins: "dict[str, market.Origin]"
) -> str:  # fmt: skip
    if row.id in origins:
        return origins[row.id].label
    if row.version:
        return labels.get(row.version, (row.version[:10], ""))[0]
    return names.get(row.creation, row.creation[:10]) if row.creation else ""


@dataclass(frozen=True, slots=True)
class CameIn:
    """A payment that came in for a request."""

    id: str
    minor: int
    currency: str
    source: str
    at: str


def came_in(slug: str, request: str) -> list[CameIn]:
    """What came in for a request as income, the first first. What was given to the commons as a whole has no income of its own."""
    rows = Income.objects.filter(commons=slug, request=request, taken_back="").order_by("position", "id")
    return [CameIn(row.id, row.minor, row.currency, row.source, row.at) for row in rows]
