"""What would be shared if somebody did it now, and what still waits in contest windows."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from entredon.apps.flows import queries as flows
from entredon.apps.treasury import queries as treasury
from entredon.apps.treasury.queries import IncomeShown
from entredon.apps.value import record_shareout
from entredon.apps.value.models import Shareout
from entredon.apps.value.reckoning import Shelf, log_at
from entredon.apps.work import queries as work
from entredon.log import clock
from entredon.log.tables import Tables
from entredon.pure.value.rule import Rule
from entredon.pure.value.shareout import BuildInCircles, ShareOut


@dataclass(frozen=True, slots=True)
class WouldShare:
    """An income as it would be shared now: who would get what, and what still waits.

    ``waiting`` tells how many accepted contributions can be contested until when; with all of them, ``later`` would be the
    outcome, and ``changes`` of the income would go elsewhere than now. ``contests`` are the open ones about work in it,
    which counts only if they are settled so. ``nothing`` says that no work counts yet.
    """

    income: IncomeShown
    out: ShareOut
    rule: Rule
    waiting: tuple[tuple[str, int], ...]
    later: ShareOut
    changes: int
    nothing: bool
    contests: tuple[str, ...] = ()


_would: Shelf[WouldShare] = Shelf(16)


def would_share(slug: str, income: str) -> WouldShare:
    """How an income would be shared if somebody did it now. Raises NotFound, Ambiguous, Refused, BuildInCircles.

    Kept until something is said, or until the next contest window ends.
    """
    told = treasury.income(slug, income)
    at, head = clock.stamp(), log_at(slug)
    after = ""
    while True:
        would = _would.get((slug, head.root, told.id, after), lambda: _reckoned(slug, told, at, head.size))
        if not would.waiting or would.waiting[0][0] > at:
            return replace(would, income=told)
        after = would.waiting[0][0]


class WouldGet(NamedTuple):
    """What somebody would get of an income that waits to be shared; and ``later``, once all that is accepted counts."""

    income: IncomeShown
    got: int
    later: int


WAITING = 4
"""So many incomes that wait are reckoned for somebody; there are rarely more."""


def would_get(slug: str, person: str) -> list[WouldGet]:
    """What somebody would get of the newest incomes that wait to be shared; those that bring nothing are left out."""
    shared = set(Shareout.objects.filter(commons=slug).values_list("income", flat=True))
    found = []
    for income in [one for one in treasury.incomes(slug) if one.id not in shared][:WAITING]:
        try:
            would = would_share(slug, income.id)
        except BuildInCircles:
            continue
        got, later = (part.got if part else 0 for part in (would.out.part(person), would.later.part(person)))
        if got or later:
            found.append(WouldGet(income, got, later))
    return found


def _reckoned(slug: str, told: IncomeShown, at: str, before: int) -> WouldShare:
    reckoning = record_shareout.now(Tables(slug), told.id, at, before)
    out = reckoning.working().out
    waiting = tuple(sorted(reckoning.waiting().items()))
    later = reckoning.working(ripe=False).out if waiting else out
    rule = reckoning.ruled.rule
    nothing = rule.way == "flow" and not any(part.got for part in out.people)
    return WouldShare(told, out, rule, waiting, later, _moved(out, later), nothing, _contests(slug, reckoning))


def _contests(slug: str, reckoning: record_shareout.Reckoning) -> tuple[str, ...]:
    """The open contests about work that this income would reach, oldest first."""
    opened = work.open_contests(slug)
    processes = {event.id: event.process for event in flows.work_named(slug, {f for one in opened for f in one.flows})}
    return tuple(one.id for one in opened if any(reckoning.reaches(processes.get(flow, "")) for flow in one.flows))


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
