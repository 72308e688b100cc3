"""What a line of a statement may be: proposals for a person, the likeliest first. The first one is the obvious next step.

Too much, too little, for two things at once, in another currency, for something that was taken back, with a digit wrong: each of
these is ordinary, and has its proposal. None is ever booked by itself.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from django.utils.translation import gettext as _

from entredon.apps.market import queries as market
from entredon.apps.treasury.entries import Part
from entredon.apps.treasury.models import Allotment, Income, LineDetails, Payout, Request
from entredon.apps.treasury.models import Line as LineRow
from entredon.apps.treasury.naming import kind as kind_named
from entredon.apps.treasury.placing_asked import OUTSIDE, Asked, for_gift, for_request
from entredon.apps.treasury.placing_sure import SETTLED, sure
from entredon.desk.telling import shown
from entredon.pure.formats import Day, Money
from entredon.pure.log import canonical
from entredon.pure.money import references
from entredon.pure.money.statements.matching import match, near
from entredon.pure.money.statements.statement import Line, clean

MOST = 6
"""So many proposals are shown of one line."""
AGAIN = ("cost", "tax", "own", "arriving", "pot", "income")
"""What the same payer's or payee's next line may be once more."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a line may belong: what a button says, why it is proposed, and the parts."""

    says: str
    because: str
    parts: tuple[Part, ...]

    @property
    def key(self) -> str:
        """What names it in a form: changes as soon as it would book something else."""
        parts = [msgspec.to_builtins(part) for part in self.parts]
        return hashlib.sha256(canonical.dumps(parts)).hexdigest()[:32]


def of_line(asked: Asked, row: LineRow, told: Line) -> list[Proposal]:
    """What a line in suspense may be."""
    found: dict[str, Proposal] = {}
    for one in _all(asked, row, told):
        found.setdefault(one.key, one)
        if len(found) == MOST:
            break
    return list(found.values())


def _all(asked: Asked, row: LineRow, told: Line) -> Iterator[Proposal]:
    left = dict(asked.left)
    if parts := sure(asked, row, told):
        asked.left = left  # it is only looked at
        yield Proposal(_("Do what its reference or a saved rule says"), _("It fits exactly."), parts)
    if row.minor < 0:
        yield from _nearly_paid(asked, row, told)
    if row.minor > 0:
        yield from _came_back(asked, row, told)
        yield from _named(asked, row, told)
        yield from _told_before(asked.slug, row)
        yield from _nearly(asked, row, told)
        yield from _same_amount(asked, row)
    yield from _like_before(asked.slug, row, told)


def amount(minor: int, currency: str) -> str:
    """An amount for a sentence."""
    return shown(Money(abs(minor), currency))


def _told_of(asked: Asked, told: Line) -> list[Payout]:
    """The payouts whose name the bank or the other side wrote, there or in the words."""
    words = {told.end_to_end, *clean(" ".join((told.text, told.note))).split()}
    return [one for name in sorted(words & set(asked.payouts)) for one in asked.payouts[name]]


def _nearly_paid(asked: Asked, row: LineRow, told: Line) -> Iterator[Proposal]:
    """It names a payout, and more left than that: what the bank took with it. Less than that says nothing certain."""
    for one in _told_of(asked, told):
        more = -row.minor - one.minor
        if one.state in (*OUTSIDE, "rejected") and one.currency == row.currency and more >= 0:
            because = _("It has the name of a payout of %(amount)s.") % {"amount": amount(one.minor, one.currency)}
            paid = Part(to="payout", minor=-one.minor, ref=one.id)
            if not more:
                yield Proposal(_("It is that payout"), because, (paid,))
                continue
            says = _("It is that payout, and %(more)s bank costs") % {"more": amount(more, row.currency)}
            yield Proposal(says, because, (paid, Part(to="cost", minor=-more, kind="bank")))


def _came_back(asked: Asked, row: LineRow, told: Line) -> Iterator[Proposal]:
    """It names a payout that was paid, and is as much: it came back, though the bank doesn't call it a return."""
    for one in _told_of(asked, told):
        if one.state == SETTLED and (one.minor, one.currency) == (row.minor, row.currency):
            because = _("It has the name of a payout of %(amount)s.") % {"amount": amount(one.minor, one.currency)}
            part = Part(to="returned", minor=row.minor, ref=one.id)
            yield Proposal(_("That payout came back: it is owed again"), because, (part,))


def _named(asked: Asked, row: LineRow, told: Line) -> Iterator[Proposal]:
    """What its own references say, where that isn't simply so much of what is open."""
    named = match(told, asked.all)
    requests = list({asked.requests[one].id: asked.requests[one] for one in named if one in asked.requests}.values())
    gifts = [asked.gifts[one] for one in named if one in asked.gifts]
    if len(requests) == 1 and not gifts:
        yield from _of_request(asked, row, requests[0])
    elif requests and all(one.currency == row.currency for one in requests):
        yield from _of_several(asked, row, requests)
    elif gifts:
        yield Proposal(
            _("It is a gift"), _("It has the reference of gifts."), (for_gift(asked, gifts[0], row.minor),)
        )  # fmt: skip


def _of_request(asked: Asked, row: LineRow, request: Request) -> Iterator[Proposal]:
    left, rf = asked.left[request.id], references.rf(request.base).shown
    if request.currency != row.currency:
        yield from _other_currency(asked, row, request)
        return
    back = Part(to="back", minor=row.minor, kind="refund")
    if request.source:
        yield from _of_market(row, request, left, back)
        return
    all_of_it = Proposal(
        _("Count all of it: they gave more"), _("It has the reference %(rf)s.") % {"rf": rf}, (for_request(request, row.minor),)
    )  # fmt: skip
    if request.withdrawn:
        yield Proposal(_("Pay it back"), _("The request %(rf)s was taken back.") % {"rf": rf}, (back,))
        yield all_of_it
    elif left <= 0:
        yield Proposal(_("Pay it back"), _("The request %(rf)s was paid already.") % {"rf": rf}, (back,))
        yield all_of_it
    elif row.minor > left:
        over = amount(row.minor - left, row.currency)
        parts = (for_request(request, left), Part(to="back", minor=row.minor - left, kind="refund"))
        because = _("%(over)s more than the request %(rf)s asks.") % {"over": over, "rf": rf}
        yield Proposal(_("Count what was asked, pay %(over)s back") % {"over": over}, because, parts)
        yield all_of_it


def _of_market(row: LineRow, request: Request, left: int, back: Part) -> Iterator[Proposal]:
    """For an order, or of what a partner gives back: what is open of it is taken, and all beyond that goes back."""
    rf = references.rf(request.base).shown
    if request.withdrawn:
        yield Proposal(_("Pay it back"), _("The order %(rf)s was withdrawn.") % {"rf": rf}, (back,))
    elif left <= 0:
        yield Proposal(_("Pay it back"), _("%(rf)s was paid already.") % {"rf": rf}, (back,))
    elif row.minor > left:
        over = amount(row.minor - left, row.currency)
        parts = (for_request(request, left), Part(to="back", minor=row.minor - left, kind="refund"))
        because = _("%(over)s more than %(rf)s asks.") % {"over": over, "rf": rf}
        yield Proposal(_("Count what was asked, pay %(over)s back") % {"over": over}, because, parts)


def _other_currency(asked: Asked, row: LineRow, request: Request) -> Iterator[Proposal]:
    """Asked in one currency and paid in another: it is an income in the currency that came."""
    asked_for = shown(Money(request.minor, request.currency))
    because = _(
        "It has the reference of a request for %(asked)s, but came in %(currency)s. Take the request back once that is settled."
    ) % {
        "asked": asked_for, "currency": row.currency,
    }  # fmt: skip
    if request.source:
        yield Proposal(_("Pay it back"), because, (Part(to="back", minor=row.minor, kind="refund"),))
        return
    ref = request.version or (request.creation if request.creation in asked.released else "")
    part = Part(to="income" if ref else "pot", minor=row.minor, ref=ref, kind=request.what)
    yield Proposal(_("Count it in %(currency)s") % {"currency": row.currency}, because, (part,))
    yield Proposal(_("Pay it back"), because, (Part(to="back", minor=row.minor, kind="refund"),))


def _of_several(asked: Asked, row: LineRow, requests: list[Request]) -> Iterator[Proposal]:
    """For several things at once: each what is open of it, in the order in which they stand, as far as it goes."""
    rest, parts = row.minor, []
    for request in requests:
        part = min(rest, max(0, asked.left[request.id])) if not request.withdrawn else 0
        if part:
            parts.append(for_request(request, part))
            rest -= part
    if rest:
        parts.append(Part(to="back", minor=rest, kind="refund"))
    because = _("It has the references of %(n)s requests.") % {"n": shown(len(requests))}
    says = _("Divide it between them") if not rest else _("Divide it between them, pay the rest back")
    yield Proposal(says, because, tuple(parts))


def _told_before(slug: str, row: LineRow) -> Iterator[Proposal]:
    """Incomes a steward told of that would just be this."""
    incomes = Income.objects.filter(commons=slug, source="told", currency=row.currency, taken_back="")
    for one in incomes.filter(minor__gte=row.minor).order_by("-position")[:200]:
        if one.minor - one.seen == row.minor:
            because = _("An income of just that was told on %(day)s.") % {"day": shown(Day(one.at[:10]))}
            part = Part(to="told", minor=row.minor, ref=one.id)
            yield Proposal(_("It is what was told then"), because, (part,))


def _nearly(asked: Asked, row: LineRow, told: Line) -> Iterator[Proposal]:
    """References that are one sign away from those asked for."""
    for one in near(told, asked.all):
        rf = one.shown
        because = _("What was typed is nearly %(rf)s.") % {"rf": rf}
        if one in asked.gifts:
            yield Proposal(_("It is a gift"), because, (for_gift(asked, asked.gifts[one], row.minor),))
            continue
        request = asked.requests[one]
        if not request.withdrawn and request.currency == row.currency and 0 < row.minor <= asked.left[request.id]:
            yield Proposal(_pays(asked, request), because, (for_request(request, row.minor),))


def _pays(asked: Asked, request: Request) -> str:
    """What a button says by which a line pays a request: of an order, or of a partner's month, by what that is called."""
    if request.source and (origin := market.origin(asked.slug, request.id)) is not None:
        return _("It pays %(what)s") % {"what": origin.label}
    return _("It pays the request %(rf)s") % {"rf": references.rf(request.base).shown}


def _same_amount(asked: Asked, row: LineRow) -> Iterator[Proposal]:
    """Requests of which just this is open."""
    rows = {one.id: one for one in asked.requests.values()}
    for request in rows.values():
        if request.currency == row.currency and asked.left[request.id] == row.minor and not request.withdrawn:
            rf = references.rf(request.base).shown
            because = _("Just this is still to be paid of the request %(rf)s.") % {"rf": rf}
            yield Proposal(_pays(asked, request), because, (for_request(request, row.minor),))


def _like_before(slug: str, row: LineRow, told: Line) -> Iterator[Proposal]:
    """What the last lines of the same payer or payee were."""
    if not told.account:
        return
    lines = LineDetails.objects.filter(commons=slug, iban=told.account[:40]).exclude(line=row.id)
    ids = list(lines.order_by("-pk").values_list("line", flat=True)[:50])
    for one in Allotment.objects.filter(commons=slug, line__in=ids, taken_back="").order_by("-position")[:10]:
        parts = one.parts
        if len(parts) != 1 or parts[0]["to"] not in AGAIN or (parts[0]["minor"] > 0) != (row.minor > 0):
            continue
        ref, kind = str(parts[0].get("ref", "")), str(parts[0].get("kind", ""))
        if ref and Request.objects.filter(commons=slug, id=ref).exists():
            continue
        part = Part(to=parts[0]["to"], minor=row.minor, ref=ref, kind=kind)
        because = _("So was the last one with %(who)s, on %(day)s.") % {
            "who": told.name or told.account, "day": shown(Day(one.day)),
        }  # fmt: skip
        yield Proposal(_("As the last time: %(kind)s") % {"kind": kind_named(kind) if kind else "…"}, because, (part,))
