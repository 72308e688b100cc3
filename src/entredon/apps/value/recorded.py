"""What was shared, what is owed, and what would be shared: as the public record tells it, and why."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from entredon.apps.people import queries as people
from entredon.apps.treasury import queries as treasury
from entredon.apps.treasury.queries import IncomeShown
from entredon.apps.value import record_shareout
from entredon.apps.value.models import Passing, Share, Shareout
from entredon.apps.value.models import Rule as RuleRow
from entredon.apps.value.reckoning import Shelf
from entredon.apps.value.rules_sharing import HELD, KEPT, PASSED, TOP
from entredon.log import clock, stored
from entredon.log.asked import NotFound, by_prefix
from entredon.log.models import Entry
from entredon.log.tables import Tables
from entredon.pure.log import leaf
from entredon.pure.value import reading
from entredon.pure.value import why as reasons
from entredon.pure.value.passing import POT
from entredon.pure.value.rule import Rule
from entredon.pure.value.shareout import Held, Part, Passed, ShareOut, Top, Working
from entredon.pure.value.why import Reasons


@dataclass(frozen=True, slots=True)
class IncomeTold:
    """An income with what became of it: ``shareout`` is the entry that shared it, "" while nobody has."""

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


@dataclass(frozen=True, slots=True)
class ShareoutShown:
    """A share-out in sums: what people keep, what they pass on, what went to the top and what is held add up to ``minor``.

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


@dataclass(frozen=True, slots=True)
class Recorded:
    """A share-out with everybody's part, its income and its rule. ``lapsed`` says by which entry a person's part went to the pot."""

    shown: ShareoutShown
    out: ShareOut
    income: IncomeShown
    rule: Rule
    lapsed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WouldShare:
    """An income as it would be shared now: who would get what, and what still waits.

    ``waiting`` tells how many accepted contributions can be contested until when; with all of them, ``later`` would be the
    outcome, and ``changes`` of the income would go elsewhere than now. ``nothing`` says that no work counts yet.
    """

    income: IncomeShown
    out: ShareOut
    rule: Rule
    waiting: tuple[tuple[str, int], ...]
    later: ShareOut
    changes: int
    nothing: bool


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What one share-out left a person: ``minor`` she keeps, ``passed`` on by her word then; ``lapsed`` went to the pot."""

    shareout: str
    at: str
    income: str
    minor: int
    passed: tuple[tuple[str, int], ...]
    lapsed: str


@dataclass(frozen=True, slots=True)
class Owed:
    """All that is owed to a person in one currency, with the lines that add up to it. Nothing is paid from here yet."""

    currency: str
    minor: int
    passed: int
    paid: int
    lines: tuple[OwedLine, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What all share-outs together gave, in one currency. ``held`` is by creation, ``outside`` by address."""

    currency: str
    pot: int
    association: int
    fund: int
    people: int
    held: Mapping[str, int]
    outside: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PassingShown:
    """What a person passes on (destination → parts per million) since which entry; nothing means that she keeps all."""

    word: Mapping[str, int]
    entry: str
    at: str


@dataclass(slots=True)
class _Sums:
    people: int = 0
    kept: int = 0
    passed: int = 0
    top: int = 0
    held: int = 0


@dataclass(slots=True)
class _Gathered:
    top: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    people: int = 0


def incomes(slug: str) -> list[IncomeTold]:
    """All money that came in, the newest first, with what became of it."""
    shared = dict(Shareout.objects.filter(commons=slug).values_list("income", "id"))
    return [
        IncomeTold(
            id=row.id, minor=row.minor, currency=row.currency, version=row.version, creation=row.creation,
            person=row.person, at=row.at, position=row.position, payer=row.payer, note=row.note,
            shareout=shared.get(row.id, ""),
        )
        for row in treasury.incomes(slug)
    ]  # fmt: skip


def shareouts(slug: str) -> list[ShareoutShown]:
    """All share-outs, the newest first."""
    sums: dict[str, _Sums] = defaultdict(_Sums)
    for shareout, what, minor in Share.objects.filter(commons=slug).values_list("shareout", "what", "minor"):
        here = sums[shareout]
        here.people += what == KEPT
        setattr(here, what, getattr(here, what) + minor)
    return [_shown(row, sums[row.id]) for row in Shareout.objects.filter(commons=slug).order_by("-position")]


def _shown(row: Shareout, sums: _Sums) -> ShareoutShown:
    return ShareoutShown(
        row.id, row.income, row.version, row.currency, row.minor, row.rule, row.hash, row.algorithm, row.count, row.lines,
        row.person, row.position, row.at, sums.people, sums.kept, sums.passed, sums.top, sums.held,
    )  # fmt: skip


def shareout(slug: str, id: str) -> Recorded:
    """One share-out by its id or the beginning of it. Raises NotFound, Ambiguous."""
    row = _row(slug, id)
    shares = list(Share.objects.filter(commons=slug, shareout=row.id))
    sums = _Sums()
    for share in shares:
        sums.people += share.what == KEPT
        setattr(sums, share.what, getattr(sums, share.what) + share.minor)
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


def would_share(slug: str, income: str) -> WouldShare:
    """How an income would be shared if somebody did it now. Raises NotFound, Ambiguous, BuildInCircles."""
    told = treasury.income(slug, income)
    reckoning = record_shareout.now(Tables(slug), told.id, clock.stamp(), stored.head(slug).size)
    out = reckoning.working().out
    waiting = tuple(sorted(reckoning.waiting().items()))
    later = reckoning.working(ripe=False).out if waiting else out
    rule = reckoning.ruled.rule
    nothing = rule.way == "flow" and not any(part.got for part in out.people)
    return WouldShare(told, out, rule, waiting, later, _moved(out, later), nothing)


def _moved(now: ShareOut, later: ShareOut) -> int:
    """How much goes elsewhere in the second outcome."""
    before, after = _by_payee(now), _by_payee(later)
    return sum(max(0, minor - before.get(payee, 0)) for payee, minor in after.items())


def _by_payee(out: ShareOut) -> dict[str, int]:
    found = {part.person: part.minor for part in out.people}
    rows = [(f"top {top.to}", top.minor) for top in out.top]
    rows += [(f"held {wait.creation} {wait.because}", wait.minor) for wait in out.held]
    rows += [(f"passed {one.to}", one.minor) for one in out.passed]
    for payee, minor in rows:
        found[payee] = found.get(payee, 0) + minor
    return found


def owed(slug: str, person: str) -> list[Owed]:
    """What share-outs left a person under all the names she has here, by currency; each line adds to it or says why not."""
    names = [person, *(pseudonym for pseudonym, owner in people.claims(slug).items() if owner == person)]
    by_shareout: dict[str, list[Share]] = defaultdict(list)
    for share in Share.objects.filter(commons=slug, person__in=names):
        by_shareout[share.shareout].append(share)
    lines: dict[str, list[OwedLine]] = defaultdict(list)
    rows = Shareout.objects.filter(commons=slug, id__in=list(by_shareout)).order_by("-position")
    for row in rows:
        lines[row.currency].append(_owed_line(row, by_shareout[row.id]))
    return [
        Owed(
            currency,
            sum(line.minor for line in of),
            sum(minor for line in of for _, minor in line.passed),
            0,
            tuple(of),
        )
        for currency, of in sorted(lines.items())
    ]


def _owed_line(row: Shareout, shares: list[Share]) -> OwedLine:
    kept = [share for share in shares if share.what == KEPT]
    passed: dict[str, int] = defaultdict(int)
    for share in shares:
        if share.what == PASSED:
            passed[share.to] += share.minor
    return OwedLine(
        shareout=row.id,
        at=row.at,
        income=row.income,
        minor=sum(share.minor for share in kept if not share.lapsed),
        passed=tuple(sorted(passed.items())),
        lapsed=next((share.lapsed for share in kept if share.lapsed), ""),
    )


def balances(slug: str) -> list[Balance]:
    """What share-outs gave to the pot, the association, the fund, to people and outside, and what they hold, by currency."""
    found: dict[str, _Gathered] = defaultdict(_Gathered)
    columns = ("currency", "what", "to", "minor", "lapsed")
    for currency, what, to, minor, lapsed in Share.objects.filter(commons=slug).values_list(*columns):
        here = found[currency]
        if what == KEPT and not lapsed:
            here.people += minor
            continue
        to = POT if what == KEPT else to
        into = here.held if what == HELD else here.outside if what == PASSED and to != POT else here.top
        into[to] = into.get(to, 0) + minor
    return [
        Balance(
            currency, here.top.get(POT, 0), here.top.get("association", 0), here.top.get("fund", 0), here.people,
            here.held, here.outside,
        )
        for currency, here in sorted(found.items())
    ]  # fmt: skip


def passing(slug: str, person: str) -> PassingShown | None:
    """A person's last word on passing on, if she ever said any."""
    row = Passing.objects.filter(commons=slug, person=person).order_by("-position").first()
    return None if row is None else PassingShown(dict(row.word), row.id, row.at)


_workings: Shelf[Working] = Shelf(8)


def recorded_working(slug: str, id: str) -> Working:
    """A share-out with the sums behind it, as of its entry: nothing that was said later changes it. Raises NotFound, Ambiguous."""
    row = _row(slug, id)
    return _workings.get((slug, row.id), lambda: _then(slug, row).working())


def recorded_why(slug: str, id: str, person: str, limit: int = reasons.LIMIT) -> Reasons:
    """The largest reasons for what a person got in a share-out; they add up to what she got. Raises NotFound, Ambiguous."""
    row = _row(slug, id)
    working = recorded_working(slug, row.id)
    hers = _then(slug, row).of(person) if working.graph else []
    try:
        return reasons.why(working, person, limit, hers)
    except reasons.NotAmong:
        raise NotFound(f"This share-out gave nothing to {people.nameless(person)}.") from None


def _then(slug: str, row: Shareout) -> record_shareout.Reckoning:
    return record_shareout.then(Tables(slug), row.id, _claimed_since(slug, row.position))


def _claimed_since(slug: str, position: int) -> set[str]:
    """Pseudonyms that were claimed at this entry or later: before it, they were nobody's."""
    found: set[str] = set()
    rows = Entry.objects.filter(commons=slug, kind="people.claimed", index__gte=position)
    for raw in rows.values_list("leaf", flat=True):
        found.update(leaf.parse(bytes(raw)).body["pseudonyms"])
    return found
