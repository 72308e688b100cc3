"""What pages read about partners: who they are, what is agreed with them, what they took and what they gave back.

A list of partners costs the same few questions however many there are; one partner's figures are summed by the database.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from entredon.apps.market.models import Agreement, Claim, Offer, Order, Partner
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_found import find_partner, names, texts_called
from entredon.apps.market.record import ACCEPTED, BEARER, PROPOSED
from entredon.log import clock
from entredon.log.models import Entry, Key
from entredon.log.pages import remembered
from entredon.pure.log import leaf
from entredon.pure.value import give_back

COMPLETED, WITHDRAWN = "completed", "withdrawn"
JOINS, IN_FORCE, ENDING, ENDED, NOT_YET = "joins", "in force", "ending", "ended", "not yet"
"""How it stands with a partner: asked to be one; is one; its notice runs; was one; asked once and nothing came of it."""


@dataclass(frozen=True, slots=True)
class Money:
    """Figures of one currency, in smallest units. Of orders that are completed: how many, and what came in, as recorded. Given back:
    ``due`` so far, ``paid`` of it, ``asked`` for and not paid; ``coming`` once the orders that are open are completed."""

    currency: str
    orders: int = 0
    income: int = 0
    due: int = 0
    paid: int = 0
    asked: int = 0
    open_orders: int = 0
    coming: int = 0

    @property
    def owed(self) -> int:
        """What is due and not paid."""
        return self.due - self.paid

    @property
    def stays(self) -> int:
        """What stays with the sellers and, as VAT, with the state."""
        return max(self.income - self.due, 0)


@dataclass(frozen=True, slots=True)
class PartnerShown:
    """A partner as lists show it, with the agreement in force, or else the one that was proposed last (None where that is missing)."""

    row: Partner
    name: str
    about: str
    agreement: Agreement | None
    standing: str

    @property
    def id(self) -> str:
        """The entry that proposed it."""
        return self.row.id

    @property
    def in_force(self) -> bool:
        """Whether it is a partner now."""
        return self.standing in (IN_FORCE, ENDING)


def standing(row: Partner, now: str, waits: bool) -> str:
    """How it stands with a partner; ``waits``: an agreement of hers waits for an answer."""
    if not row.agreement:
        return JOINS if waits else NOT_YET
    if not row.ends:
        return IN_FORCE
    return ENDING if now < row.ends else ENDED


def in_force(slug: str) -> QuerySet[Partner]:
    """The partners whose agreement is in force, those who joined last first."""
    rows = Partner.objects.filter(commons=slug).exclude(agreement="")
    return rows.filter(Q(ends="") | Q(ends__gt=clock.stamp())).order_by("-position", "id")


def former(slug: str) -> QuerySet[Partner]:
    """Those whose notice is over, the newest first."""
    return Partner.objects.filter(commons=slug, ends__gt="", ends__lte=clock.stamp()).order_by("-position", "id")


def joining(slug: str) -> list[PartnerShown]:
    """Those who asked to be a partner, or for another agreement, and wait for an answer: the oldest first."""
    waiting = Agreement.objects.filter(commons=slug, state=PROPOSED).order_by("position")[:200]
    rows = {row.id: row for row in Partner.objects.filter(commons=slug, id__in=[one.partner for one in waiting])}
    found = dict.fromkeys(one.partner for one in waiting)
    return shown(slug, [rows[id] for id in found if id in rows])


def shown(slug: str, rows: Iterable[Partner]) -> list[PartnerShown]:
    """Partners with their names, words and agreements. Four questions for any number that a page holds."""
    found = list(rows)
    named, now = names(slug), clock.stamp()
    ids = [row.id for row in found]
    waiting = Agreement.objects.filter(commons=slug, partner__in=ids, state=PROPOSED).order_by("position")
    proposed = {one.partner: one for one in waiting}
    held = {one.id: one for one in Agreement.objects.filter(commons=slug, id__in=[row.agreement for row in found])}
    abouts = texts_called(slug, [row.texts.get("about", "") for row in found], "about")
    return [
        PartnerShown(
            row, named.get(row.id, "") or partner_named(slug, row.id, named), abouts.get(row.texts.get("about", ""), ""),
            held.get(row.agreement) or proposed.get(row.id), standing(row, now, row.id in proposed),
        )
        for row in found
    ]  # fmt: skip


def partner(slug: str, asked: str) -> PartnerShown:
    """One partner by its id, the beginning of it, or its name. Raises NotFound, Ambiguous."""
    return shown(slug, [Partner.objects.get(commons=slug, id=find_partner(slug, asked))])[0]


def spoken_for(slug: str, person: str) -> list[Partner]:
    """The partners somebody speaks for, or wants to."""
    return list(Partner.objects.filter(commons=slug, person=person).order_by("-position")[:50]) if person else []


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement with what was written with it; the steward who accepted it, or else the decision by which it was ("" each)."""

    row: Agreement
    note: str
    reason: str
    accepted_by: str
    decision: str


def agreements(slug: str, partner: str) -> list[Agreed]:
    """All agreements that a partner proposed, the newest first, and what became of each."""
    rows = list(Agreement.objects.filter(commons=slug, partner=partner).order_by("-position")[:50])
    entries = {row.accepted for row in rows} - {""}
    said = {one.id: one for one in Entry.objects.filter(commons=slug, id__in=entries)}
    keys = dict(Key.objects.filter(commons=slug, id__in={one.by for one in said.values()}).values_list("id", "person"))
    notes = texts_called(slug, [row.texts.get("note", "") for row in rows], "note")
    reasons = texts_called(slug, [row.declined for row in rows], "reason")
    found = []
    for row in rows:
        entry = said.get(row.accepted)
        decision = decision_of(entry)
        by = keys.get(entry.by, "") if entry is not None and not decision else ""
        declined = reasons.get(row.declined, "")
        found.append(Agreed(row, notes.get(row.texts.get("note", ""), ""), declined, by, decision))
    return found


def waiting(slug: str, partner: str) -> str:
    """The agreement that a partner proposed last and nobody has answered; "" where there is none."""
    rows = Agreement.objects.filter(commons=slug, partner=partner, state=PROPOSED).order_by("-position")
    return rows.values_list("id", flat=True).first() or ""


def decision_of(entry: Entry | None) -> str:
    """The decision that an entry carried out; "" where it carried out none."""
    if entry is None or not entry.kind.startswith("decide."):
        return ""
    return str(leaf.parse(bytes(entry.leaf)).body.get("decision", ""))


def ended_by(slug: str, row: Partner) -> str:
    """The decision by which the agreement with a partner ends; "" where somebody said so alone."""
    return decision_of(Entry.objects.filter(commons=slug, id=row.ended).first()) if row.ended else ""


def ended_because(slug: str, row: Partner) -> str:
    """Why the agreement ends, as whoever ended it says; "" where nothing was said or it was erased."""
    return reason_of(slug, row.ended) if row.ended else ""


def reason_of(slug: str, entry: str) -> str:
    """Why something was said, as whoever said it wrote beside the record; "" where nothing was, or it was erased."""
    return texts_called(slug, [entry], "reason").get(entry, "")


def money(slug: str, partners: Collection[str] | None = None) -> dict[str, list[Money]]:
    """What these partners (or all) took and gave back, by partner, the largest currency first. Two questions."""
    found: Figures = {}
    orders = Order.objects.filter(commons=slug).exclude(state=WITHDRAWN)
    claims = Claim.objects.filter(commons=slug)
    if partners is not None:
        orders, claims = orders.filter(partner__in=partners), claims.filter(partner__in=partners)
    _of_orders(found, orders)
    _of_claims(found, claims)
    result: dict[str, list[Money]] = {}
    for (partner, currency), figures in found.items():
        result.setdefault(partner, []).append(Money(currency, **figures))
    return {id: sorted(some, key=lambda one: (-one.income, one.currency)) for id, some in result.items()}


Figures = dict[tuple[str, str], dict[str, int]]
"""By partner and currency."""


def _of_orders(found: Figures, orders: QuerySet[Order]) -> None:
    """What orders brought, and what is given back of those that were paid to the bearer: that is shared as it comes in."""
    summed = orders.order_by().values("partner", "currency", "state", "pay")
    for one in summed.annotate(n=Count("id"), minor_sum=Sum("minor"), back=Sum("give_back")):
        of = found.setdefault((one["partner"], one["currency"]), {})
        if one["state"] != COMPLETED:
            _add(of, open_orders=one["n"], coming=one["back"])
            continue
        _add(of, orders=one["n"], income=one["minor_sum"])
        if one["pay"] == BEARER:
            _add(of, due=one["back"], paid=one["back"])


def _of_claims(found: Figures, claims: QuerySet[Claim]) -> None:
    """What is given back of orders that partners were paid for themselves."""
    open_part = Sum(F("minor") - F("paid"), filter=~Q(asked=""))
    summed = claims.order_by().values("partner", "currency")
    for one in summed.annotate(due=Sum("minor"), got=Sum("paid"), asked_for=open_part):
        of = found.setdefault((one["partner"], one["currency"]), {})
        _add(of, due=one["due"], paid=one["got"], asked=one["asked_for"] or 0)


def _add(of: dict[str, int], **more: int) -> None:
    for name, number in more.items():
        of[name] = of.get(name, 0) + number


@remembered
def all_money(slug: str) -> list[Money]:
    """The same of all partners together, by currency."""
    summed: dict[str, dict[str, int]] = {}
    for some in money(slug).values():
        for one in some:
            of = summed.setdefault(one.currency, {})
            _add(of, **{name: getattr(one, name) for name in Money.__slots__ if name != "currency"})
    return sorted((Money(code, **of) for code, of in summed.items()), key=lambda one: (-one.paid, one.currency))


def used(slug: str, partner: str) -> dict[str, int]:
    """The versions and creations that a partner's completed and open orders stand on, each with how many orders."""
    rows = Order.objects.filter(commons=slug, partner=partner).exclude(state=WITHDRAWN)
    found: dict[str, int] = {}
    for on, count in rows.order_by().values_list("on").annotate(n=Count("id")):
        for what, _weight in on:
            found[what] = found.get(what, 0) + count
    return found


def offered_on(slug: str, partner: str) -> set[str]:
    """What a partner's open offers stand on."""
    rows = Offer.objects.filter(commons=slug, partner=partner, state="open").values_list("on", flat=True)
    return {one["what"] if isinstance(one, dict) else one[0] for on in rows[:500] for one in on}


def sells(slug: str, partner: str) -> bool:
    """Whether a partner sells something here: then the law asks that buyers know who it is."""
    if Offer.objects.filter(commons=slug, partner=partner, state="open").exists():
        return True
    return Order.objects.filter(commons=slug, partner=partner).exclude(state__in=(COMPLETED, WITHDRAWN)).exists()


def promised_minutes(agreement: Agreement | None) -> int:
    """How much work a month an agreement promises."""
    gives = agreement.gives if agreement is not None and agreement.state == ACCEPTED else []
    return sum(int(give.get("minutes", 0)) for give in gives if give["way"] == give_back.WORK)
