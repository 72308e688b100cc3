"""What was shared, what is owed, and what would be shared: as the public record tells it, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from entredon.apps.people import queries as people
from entredon.apps.treasury import queries as treasury
from entredon.apps.treasury.queries import IncomeShown
from entredon.apps.value import record_shareout
from entredon.apps.value.models import Rule as RuleRow
from entredon.apps.value.models import Share, Shareout
from entredon.apps.value.reckoning import Shelf
from entredon.apps.value.rules_sharing import HELD, KEPT, PASSED, TOP
from entredon.log.asked import NotFound, by_prefix
from entredon.log.models import Entry
from entredon.log.tables import Tables
from entredon.pure.log import leaf
from entredon.pure.value import reading
from entredon.pure.value import why as reasons
from entredon.pure.value.rule import Rule
from entredon.pure.value.shareout import Held, Part, Passed, ShareOut, Top, Working
from entredon.pure.value.why import Reasons


@dataclass(frozen=True, slots=True)
class IncomeTold:
    """An income with what became of it: ``shareout`` is the entry that shared it, "" while nobody has. ``source`` is how it is known."""

    id: str
    minor: int
    currency: str
    version: str
    creation: str
    person: str
    at: str
    position: int
    payer: str
    note: str
    shareout: str
    source: str = "told"
    seen: int = 0

    @property
    def on_statement(self) -> bool:
        """Whether a bank statement has shown all of it."""
        return self.source == "bank" or self.seen >= self.minor


@dataclass(frozen=True, slots=True)
class ShareoutShown:
    """A share-out in sums: what people keep, what of theirs lapsed to the pot since, what they pass on, what went to the
    top and what is held add up to ``minor``.

    ``person`` shared it, ``rule`` is the entry that adopted the rule (its hash is ``hash``), ``lines`` the hash of the content.
    ``count`` is how many lines there are, ``people`` how many people got something.
    """

    id: str
    income: str
    version: str
    currency: str
    minor: int
    rule: str
    hash: str
    algorithm: str
    count: int
    lines: str
    person: str
    position: int
    at: str
    people: int = 0
    kept: int = 0
    passed: int = 0
    top: int = 0
    held: int = 0
    lapsed: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """A share-out with everybody's part, its income and its rule. ``lapsed`` says by which entry a person's part went to the pot."""

    shown: ShareoutShown
    out: ShareOut
    income: IncomeShown
    rule: Rule
    lapsed: Mapping[str, str]


_workings: Shelf[Working] = Shelf(8)


@dataclass(slots=True)
class _Sums:
    people: int = 0
    kept: int = 0
    passed: int = 0
    top: int = 0
    held: int = 0
    lapsed: int = 0

    def add(self, what: str, minor: int, count: int = 1, *, lapsed: bool = False) -> None:
        """So much more of a kind of amount, in so many rows; each person has one row of what she keeps."""
        into = "lapsed" if lapsed else what
        setattr(self, into, getattr(self, into) + minor)
        if what == KEPT:
            self.people += count


def incomes(slug: str) -> list[IncomeTold]:
    """All money that came in, the newest first, with what became of it."""
    shared = dict(Shareout.objects.filter(commons=slug).values_list("income", "id"))
    return [
        IncomeTold(
            id=row.id, minor=row.minor, currency=row.currency, version=row.version, creation=row.creation,
            person=row.person, at=row.at, position=row.position, payer=row.payer, note=row.note,
            shareout=shared.get(row.id, ""), source=row.source, seen=row.seen,
        )
        for row in treasury.incomes(slug)
    ]  # fmt: skip


def shareouts(slug: str) -> list[ShareoutShown]:
    """All share-outs, the newest first."""
    sums: dict[str, _Sums] = defaultdict(_Sums)
    rows = Share.objects.filter(commons=slug).annotate(is_lapsed=~Q(lapsed=""))
    added = rows.values_list("shareout", "what", "is_lapsed").annotate(Sum("minor"), Count("id"))
    for shareout, what, lapsed, minor, count in added:
        sums[shareout].add(what, minor, count, lapsed=lapsed)
    return [_shown(row, sums[row.id]) for row in Shareout.objects.filter(commons=slug).order_by("-position")]


def shared_by(slug: str, incomes: Sequence[str]) -> dict[str, str]:
    """By which share-out each of these incomes was shared; those that wait are left out."""
    return dict(Shareout.objects.filter(commons=slug, income__in=incomes).values_list("income", "id"))


def _shown(row: Shareout, sums: _Sums) -> ShareoutShown:
    return ShareoutShown(
        row.id, row.income, row.version, row.currency, row.minor, row.rule, row.hash, row.algorithm, row.count, row.lines,
        row.person, row.position, row.at, sums.people, sums.kept, sums.passed, sums.top, sums.held,
        sums.lapsed,
    )  # fmt: skip


def shareout(slug: str, id: str) -> Recorded:
    """One share-out by its id or the beginning of it. Raises NotFound, Ambiguous."""
    row = _row(slug, id)
    shares = list(Share.objects.filter(commons=slug, shareout=row.id))
    sums = _Sums()
    for share in shares:
        sums.add(share.what, share.minor, lapsed=bool(share.lapsed))
    rule = reading.read(RuleRow.objects.get(commons=slug, id=row.rule).rule)
    lapsed = {share.person: share.lapsed for share in shares if share.lapsed}
    return Recorded(_shown(row, sums), _out(row, shares), treasury.income(slug, row.income), rule, lapsed)


def _row(slug: str, id: str) -> Shareout:
    row = Shareout.objects.filter(commons=slug, id=id).first()
    if row is None:
        known = list(Shareout.objects.filter(commons=slug).values_list("id", flat=True))
        if not known:
            raise NotFound("Nothing was shared here yet.")
        row = Shareout.objects.get(commons=slug, id=by_prefix(id, known, "share-out"))
    return row


def _out(row: Shareout, shares: list[Share]) -> ShareOut:
    """The recorded amounts in the shape that dry runs have."""
    passed = [Passed(share.person, share.to, share.minor) for share in shares if share.what == PASSED]
    given: dict[str, int] = defaultdict(int)
    for one in passed:
        given[one.person] += one.minor
    parts = [
        Part(share.person, share.minor, share.kinds, given.get(share.person, 0))
        for share in shares
        if share.what == KEPT
    ]
    top = [Top(share.to, share.minor) for share in shares if share.what == TOP]
    held = [Held(share.to, share.minor, share.because) for share in shares if share.what == HELD]
    return ShareOut(
        row.hash, row.algorithm, row.version, row.currency, row.minor,
        top=tuple(sorted(top, key=lambda one: (-one.minor, one.to))),
        people=tuple(sorted(parts, key=lambda one: (-one.minor, one.person))),
        held=tuple(sorted(held, key=lambda one: (-one.minor, one.creation, one.because))),
        passed=tuple(sorted(passed, key=lambda one: (-one.minor, one.person, one.to))),
        basis="accepted",
    )  # fmt: skip


def recorded_working(slug: str, id: str) -> Working:
    """A share-out with the sums behind it, as of its entry: nothing that was said later changes it. Raises NotFound, Ambiguous."""
    row = _row(slug, id)
    return _workings.get((slug, row.id), lambda: _then(slug, row).working())


def recorded_why(slug: str, id: str, person: str, limit: int = reasons.LIMIT) -> Reasons:
    """The largest reasons for what a person got in a share-out; they add up to what she got. Raises NotFound, Ambiguous."""
    return recorded_why_under(slug, id, [person], limit)


def recorded_why_under(slug: str, id: str, names: Sequence[str], limit: int = reasons.LIMIT) -> Reasons:
    """The same for somebody whom a share-out knows by several names: pseudonyms that she claimed only later.

    Names that got nothing add nothing. Raises NotFound when none got anything, Ambiguous.
    """
    row = _row(slug, id)
    working = recorded_working(slug, row.id)
    reckoning = _then(slug, row)
    found: list[Reasons] = []
    for name in names:
        try:
            found.append(reasons.why(working, name, limit, reckoning.of(name) if working.graph else []))
        except reasons.NotAmong:
            continue
    if not found:
        raise NotFound("This share-out gave nothing to {names}.", names=people.nameless(names[0]))
    return reasons.together(names[0], found, limit)


def _then(slug: str, row: Shareout) -> record_shareout.Reckoning:
    return record_shareout.then(Tables(slug), row.id, _claimed_since(slug, row.position))


def _claimed_since(slug: str, position: int) -> set[str]:
    """Pseudonyms that were claimed at this entry or later: before it, they were nobody's."""
    found: set[str] = set()
    rows = Entry.objects.filter(commons=slug, kind="people.claimed", index__gte=position)
    for raw in rows.values_list("leaf", flat=True):
        found.update(leaf.parse(bytes(raw)).body["pseudonyms"])
    return found
