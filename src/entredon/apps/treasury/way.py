"""The way of one income: who paid, where it was seen, how it was shared, to whom; as rows and as a picture.

Each bar leads to who or what it stands for, each band to the entry of the journal, or of the public record, by which the money
went that way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.market import queries as market
from entredon.apps.treasury import queries, queries_mine
from entredon.apps.treasury.accounts_told import Accounts, place
from entredon.apps.treasury.models import Allotment, Bearer, Line
from entredon.apps.treasury.queries import IncomeShown
from entredon.apps.treasury.queries_mine import BookedShown
from entredon.apps.value import queries as value
from entredon.apps.value.queries import Recorded
from entredon.log.told import short
from entredon.pure.value.shareout import Part

PEOPLE, KINDS = 7, 4
"""So many people and kinds of work have a bar of their own; the others stand together."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where an income was seen: a line of the bank on a day, with the statement that brought it."""

    line: str
    day: str
    account: str
    minor: int
    statement: str
    allotted: str


@dataclass(frozen=True, slots=True)
class Way:
    """All that is known of an income's way."""

    income: IncomeShown
    label: str
    seen: tuple[Seen, ...]
    shared: Recorded | None
    booked: tuple[BookedShown, ...]
    begun: bool
    payer: str = ""
    origin: "market.Origin | None" = None

    @property
    def day(self) -> str:
        """The day on which it came, as far as that is known."""
        return self.seen[0].day if self.seen and self.income.source == "bank" else self.income.at

    @property
    def not_seen(self) -> int:
        """How much of it no statement has shown yet."""
        return self.income.minor - sum(one.minor for one in self.seen) if self.income.source == "told" else 0


def of(slug: str, asked: str) -> Way:
    """The way of an income. Raises NotFound, Ambiguous."""
    told = queries.income(slug, asked)
    done = next((one.shareout for one in value.incomes(slug) if one.id == told.id), "")
    seen = tuple(_seen(slug, told))
    label = library.labels(slug).get(told.version, (told.version[:10], ""))[0]
    shared = value.shareout(slug, done) if done else None
    booked = queries_mine.booked_by(slug, _entries(told, seen, done), _keys(slug, told, seen, done))
    payer = told.payer or queries.payer_of_request(slug, told.request)
    return Way(
        told, label, seen, shared, tuple(booked), queries_mine.begun(slug), payer, market.origin(slug, told.request)
    )


def _seen(slug: str, told: IncomeShown) -> list[Seen]:
    """The lines by which it came, or which later showed what a steward had told."""
    if told.line:
        rows = {told.line: told.minor}
    else:
        rows = {}
        for row in Allotment.objects.filter(commons=slug, taken_back="", parts__contains=told.id).exclude(line=""):
            rows[row.line] = sum(p["minor"] for p in row.parts if p["to"] == "told" and p.get("ref") == told.id)
    lines = Line.objects.filter(commons=slug, id__in=list(rows)).order_by("day", "n")
    return [Seen(one.id, one.day, one.account, rows[one.id], one.statement, one.allotted) for one in lines]


def _entries(told: IncomeShown, seen: tuple[Seen, ...], shareout: str) -> set[str]:
    """The log entries that booked something of it."""
    return {told.entry, shareout, told.taken_back, *(one.allotted for one in seen)} - {""}


def _keys(slug: str, told: IncomeShown, seen: tuple[Seen, ...], shareout: str) -> set[str]:
    """Journal entries that were booked with others: a statement's lines, and what was there when the books began."""
    keys = {f"{one.line}/bank" for one in seen}
    keys.update(key for key, of in shared_before(slug).items() if of == shareout)
    bearer = Bearer.objects.filter(commons=slug).first()
    if bearer is not None and told.source == "told" and told.position < bearer.position:
        keys.add(f"{bearer.entry}/told-{told.currency.lower()}")
    return keys


def shared_before(slug: str) -> dict[str, str]:
    """The share-outs from before the books began, by the keys under which these began with them."""
    bearer = Bearer.objects.filter(commons=slug).first()
    if bearer is None:
        return {}
    earlier = [one.id for one in reversed(value.shareouts(slug)) if one.position < bearer.position]
    return {f"{bearer.entry}/shared-{n}": id for n, id in enumerate(earlier, 1)}


# The picture


class WayDrawing:
    """The way as bars and bands."""

    def __init__(self, slug: str, way: Way, accounts: Accounts) -> None:
        self._slug, self._way, self._accounts, self._eyes = slug, way, accounts, accounts.eyes
        self.nodes: list[dict[str, Any]] = []
        self.links: list[dict[str, Any]] = []
        self._draw()

    def _draw(self) -> None:
        told = self._way.income
        payer = self._way.payer if self._eyes.inside and self._way.payer else _("Whoever paid")
        if self._way.origin is not None:
            payer = self._way.origin.label
        self._node("payer", 0, payer, told.minor, "coalition", "#began" if self._way.origin else "#seen")
        self._node("came", 1, self._arrival(), told.minor, "coalition", "#seen", self._arrival_note())
        self._link("payer", "came", told.minor, self._receipt(told.entry))
        if self._way.shared is None:
            self._node("waits", 2, _("Waits to be shared"), told.minor, "ink", self._here("value:income", told.id))
            self._link("came", "waits", told.minor, self._here("value:income", told.id))
            return
        self._draw_shared(self._way.shared)

    def _draw_shared(self, shared: Recorded) -> None:
        out = shared.out
        here = self._here("value:shareout", shared.shown.id)
        for top in (top for top in out.top if top.minor):
            name = self._accounts.name(f"equity:{'association' if top.to == 'association' else 'funds:x'}:eur")
            self._node(f"top {top.to}", 2, name, top.minor, "association", here, _("kept for all"))
            self._link("came", f"top {top.to}", top.minor, self._booking(here))
        self._draw_people([part for part in out.people if part.got], here)
        held = sum(one.minor for one in out.held)
        if held:
            self._node("held", 2, _("Held back"), held, "ink", here, _("nobody to give it to yet"))
            self._link("came", "held", held, self._booking(here))

    def _draw_people(self, parts: list[Part], here: str) -> None:
        """Kinds of work, then the people; those who may not be seen, and the smallest, stand together."""
        kinds = _sums(parts, lambda part: dict(part.kinds) or {"": part.got})
        shown = [kind for kind in list(kinds)[:KINDS] if kind or len(kinds) == 1]
        bar = {kind: f"kind {kind}" if kind in shown else "kind" for kind in kinds}
        totals: dict[str, int] = {}
        for kind, minor in kinds.items():
            totals[bar[kind]] = totals.get(bar[kind], 0) + minor
        for kind in shown:
            name = flows.kind_of_work(kind).capitalize() if kind else _("Fixed parts")
            leads = f"{here}?kind={kind}#people" if kind else f"{here}#people"
            self._node(bar[kind], 2, name, totals[bar[kind]], "community", leads)
            self._link("came", bar[kind], totals[bar[kind]], self._booking(leads))
        if "kind" in totals:
            self._node("kind", 2, _("Other work"), totals["kind"], "community", f"{here}#people")
            self._link("came", "kind", totals["kind"], self._booking(here))
        self._draw_each(parts, bar, here)

    def _draw_each(self, parts: list[Part], bar: dict[str, str], here: str) -> None:
        seen = sorted((part for part in parts if self._eyes.may(part.person)), key=lambda part: -part.got)[:PEOPLE]
        rest = [part for part in parts if part not in seen]
        for part in seen:
            note = _("passes a part on") if part.passed else ""
            address = reverse("treasury:person", args=[self._slug, short(part.person)])
            self._node(part.person, 3, self._eyes.name(part.person), part.got, "community", address, note)
            why = f"{reverse('value:person', args=[self._slug, short(part.person)])}?of={short(self._shareout())}#why"
            self._link_each([part], bar, part.person, why)
        if rest:
            name = ngettext("%(n)s more person", "%(n)s more people", len(rest)) % {"n": len(rest)}
            self._node("others", 3, name, sum(part.got for part in rest), "community", f"{here}#people")
            self._link_each(rest, bar, "others", f"{here}#people")

    def _link_each(self, parts: list[Part], bar: dict[str, str], target: str, href: str) -> None:
        for source, minor in _sums(parts, lambda part: _by_bar(part, bar)).items():
            self._link(source, target, minor, href)

    def _arrival(self) -> str:
        way, told = self._way, self._way.income
        if told.source == "elsewhere":
            return _("Paid by other means")
        if told.source == "cash":
            return _("Cash")
        if way.seen:
            accounts = sorted({one.account for one in way.seen})
            return _("Bank account: %(name)s") % {"name": ", ".join(accounts)}
        return _("Told by a steward")

    def _arrival_note(self) -> str:
        if self._way.not_seen:
            return _("not seen at the bank yet")
        return ""

    def _booking(self, otherwise: str) -> str:
        """Where it stands what was booked for a band; before the books begin, what was shared."""
        for one in self._way.booked:
            if one.key.partition("/")[2].startswith("shared"):
                return reverse("treasury:booking", args=[self._slug, *place(one.key)])
        return otherwise

    def _shareout(self) -> str:
        return self._way.shared.shown.id if self._way.shared else ""

    def _receipt(self, entry: str) -> str:
        return reverse("record:entry", args=[self._slug, short(entry)])

    def _here(self, name: str, id: str) -> str:
        return reverse(name, args=[self._slug, short(id)])

    def _node(self, id: str, column: int, name: str, minor: int, tone: str, href: str, note: str = "") -> None:
        self.nodes.append(
            {"id": id, "column": column, "name": name, "value": minor, "note": note, "tone": tone, "href": href}
        )

    def _link(self, source: str, target: str, minor: int, href: str) -> None:
        if minor:
            self.links.append({"source": source, "target": target, "value": minor, "href": href})


def _by_bar(part: Part, bar: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for kind, minor in (dict(part.kinds) or {"": part.got}).items():
        found[bar[kind]] = found.get(bar[kind], 0) + minor
    return found


def _sums(parts: list[Part], of: Callable[[Part], dict[str, int]]) -> dict[str, int]:
    """Amounts of several people added up by a name, the largest first."""
    sums: dict[str, int] = {}
    for part in parts:
        for name, minor in of(part).items():
            sums[name] = sums.get(name, 0) + minor
    return dict(sorted(sums.items(), key=lambda one: (-one[1], one[0])))
