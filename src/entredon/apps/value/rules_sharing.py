"""The law about share-outs: what is claimed is reckoned again, and any other result is refused."""

from collections.abc import Iterator
from typing import Any

from entredon.apps.flows import record as flows
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.apps.value.entries import Lapsed, PassedOn, Shared
from entredon.apps.value.models import Passing, Share, Shareout
from entredon.apps.value.models import Rule as RuleRow
from entredon.apps.value.record import later
from entredon.apps.value.record_shareout import Reckoning
from entredon.log.registry import Blobs, Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.value import currency as currencies
from entredon.pure.value import lines, passing, reading
from entredon.pure.value.shareout import BuildInCircles, ShareOut

KEPT, PASSED, TOP, HELD = "kept", "passed", "top", "held"


class OtherLines(Refused):
    """What was claimed is not what the rule gives now: perhaps it gave that a moment ago."""


def wanted(fact: Shared) -> tuple[str, ...]:
    """The content with the lines."""
    return (fact.lines,)


def prepare(fact: Shared, blobs: Blobs) -> bytes:
    """The lines, to be compared. Raises Refused for more than any share-out has."""
    with blobs[fact.lines]() as stream:
        said = stream.read(lines.MOST + 1)
    if len(said) > lines.MOST:
        raise Refused("No share-out has more than {most:,} bytes of lines.", most=lines.MOST)
    return said


@rule(Shared, blobs=wanted, prepare=prepare)
def shared(tables: Tables, entry: Context, fact: Shared) -> None:
    """Any member may share an income, once. Who gets what is no matter of hers: another result than the rule's is refused."""
    sharer = people.member(tables, entry)
    income = treasury.income(tables, fact.income)
    for earlier in tables.find(Shareout, income=income.id):
        raise Refused("This income was shared already, by {id}.", id=earlier.id[:10])
    reckoning = Reckoning(tables, income, entry.at, entry.index)
    try:
        working = reckoning.working()
    except BuildInCircles as trouble:
        raise Refused.of(trouble) from None
    out = working.out
    if working.finds_nobody:
        # A share-out can't be taken back: the whole income would wait at creations for ever.
        raise Refused(
            "Nobody's work in this counts yet: let a steward accept it, and the days to contest it pass. Nothing was shared."
        )
    _compare(fact, out, entry.prepared)
    tables.add(
        Shareout, entry.id, income=income.id, version=income.version, currency=income.currency, minor=income.minor,
        rule=reckoning.ruled.entry, hash=fact.rule, algorithm=fact.algorithm, count=fact.count, lines=fact.lines,
        person=sharer.id, position=entry.index, at=entry.at,
    )  # fmt: skip
    amounts = list(_amounts(out))
    varying = ("id", "what", "person", "to", "because", "minor", "kinds")
    rows = ((f"{entry.id}.{n}", *amount) for n, amount in enumerate(amounts, 1))
    tables.add_all(Share, varying, rows, shareout=entry.id, currency=income.currency)
    _owe_outside(tables, entry, income, out, len(amounts))
    booked = (treasury.Shared(what, person, to, minor) for what, person, to, _because, minor, _kinds in amounts)
    treasury.shared(tables, entry, income, booked)


def _compare(fact: Shared, out: ShareOut, said: bytes) -> None:
    if fact.rule != out.rule:
        raise OtherLines("The rule in force is {rule}, not {rule2}.", rule=out.rule[:10], rule2=fact.rule[:10])
    if fact.algorithm != out.algorithm:
        raise OtherLines(
            "The rule in force is applied by {algorithm}, not by “{algorithm2}”.",
            algorithm=out.algorithm,
            algorithm2=fact.algorithm[:20],
        )
    if fact.total != out.income:
        raise OtherLines("The income is {income}, not {total}.", income=out.income, total=fact.total)
    right = lines.write(out)
    if fact.lines != right.sha256:
        raise OtherLines(
            "These are not the lines that the rule gives. {lines}", lines=lines.difference(said, right.raw)
        )
    if fact.count != right.count:
        raise OtherLines("There are {count} lines, not {count2}.", count=right.count, count2=fact.count)


def _amounts(out: ShareOut) -> Iterator[tuple[str, str, str, str, int, dict[str, Any]]]:
    """Every amount once: what is kept, passed on, given to the top, and held."""
    for part in out.people:
        if part.got:
            yield KEPT, part.person, "", "", part.minor, dict(part.kinds)
    for given in out.passed:
        yield PASSED, given.person, given.to, "", given.minor, {}
    for top in out.top:
        if top.minor:
            yield TOP, "", top.to, "", top.minor, {}
    for wait in out.held:
        if wait.minor:
            yield HELD, "", wait.creation, wait.because, wait.minor, {}


def _owe_outside(tables: Tables, entry: Context, income: Row, out: ShareOut, after: int) -> None:
    """Those upstream have a claim each: they can't read our shares, but everybody can read flows."""
    code = income.currency
    owed: dict[str, int] = {}
    for given in out.passed:
        if given.to != passing.POT:
            owed[given.to] = owed.get(given.to, 0) + given.minor
    for n, (to, minor) in enumerate(sorted(owed.items()), after + 1):
        flows.record(
            tables, entry, f"{entry.id}.{n}", kind="claim", action="transfer", provider=flows.commons(entry), receiver=to,
            triggered_by=income.id, resource_conforms_to=code, resource_quantity=currencies.plain(minor, code),
            resource_unit=code,
        )  # fmt: skip


@rule(PassedOn)
def passed_on(tables: Tables, entry: Context, fact: PassedOn) -> None:
    """A member says what she passes on of her own parts, from here on."""
    person = people.member(tables, entry)
    try:
        word = passing.read((destination.to, destination.ppm) for destination in fact.to)
    except passing.BadPassing as trouble:
        raise Refused.of(trouble) from None
    tables.add(
        Passing, entry.id, person=person.id, word=[[to, ppm] for to, ppm in sorted(word.items())],
        position=entry.index, at=entry.at,
    )  # fmt: skip


@rule(Lapsed)
def lapsed(tables: Tables, entry: Context, fact: Lapsed) -> None:
    """A steward says that an unclaimed part goes to the pot, once the days that the rule of its share-out gives are over."""
    people.steward(tables, entry)
    shareout = tables.get(Shareout, fact.shareout)
    if shareout is None:
        raise Refused("There is no share-out {shareout} here.", shareout=fact.shareout[:10])
    part = _unclaimed(tables, shareout, fact.person)
    adopted = tables.get(RuleRow, shareout.rule)
    assert adopted is not None  # the share-out's own rule found it
    days = reading.read(adopted.rule).unclaimed
    if not days:
        raise Refused("By the rule of this share-out parts never lapse.")
    if entry.at < (end := later(shareout.at, days)):
        raise Refused("This part can still be claimed: until {end}.", end=end[:10])
    tables.change(part, lapsed=entry.id)
    treasury.lapsed(tables, entry, part.person, part.currency, part.minor)


def _unclaimed(tables: Tables, shareout: Row, person: str) -> Row:
    """What a share-out gave to a pseudonym that is nobody's yet. Raises Refused."""
    who = people.known(tables, person)
    if who.member or who.claimed_by:
        raise Refused("This part is claimed: it belongs to a member.")
    for part in tables.find(Share, shareout=shareout.id, person=person, what=KEPT):
        if part.lapsed:
            raise Refused("This part went to the common pot already, by {lapsed}.", lapsed=part.lapsed[:10])
        return part
    raise Refused("This share-out gave nothing to {person}.", person=person[:12])
