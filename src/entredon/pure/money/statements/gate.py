"""Which statements are taken: those whose lines lead from the opening to the closing balance, and that join what is known.

A statement that fails is set aside as a whole, with the figures, for a person to look at; none of its lines counts. What joins is
not asked of days but of sums: all lines known of an account, each once, must lead from its first balance to its last. That holds
for statements that follow one another as well as for those that overlap, in whatever order they come, and finds the line that two
formats tell differently, which would otherwise be booked twice.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from entredon.pure.formats import Day, Money
from entredon.pure.money.statements.identity import Identity, fingerprint
from entredon.pure.money.statements.statement import Line, Statement
from entredon.pure.told import Told

MOST_ROUNDS = 50
"""So often those that didn't join are tried again; they are sorted, so that two rounds are many."""
TAKEN, ANNOUNCED, QUARANTINED = "taken", "announced", "quarantined"


class Doubt(Told):
    """Why a statement is set aside. The text names the figures, and says what to do."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a statement: why it was set aside, or which of its lines are new, each with what it is known by."""

    statement: Statement
    outcome: str
    because: Doubt | None = None
    new: tuple[tuple[Identity, Line], ...] = ()


@dataclass(slots=True)
class _Known:
    """What is known of an account: from when to when, with which balances, how often each line, what each day changed, and
    between which balances each statement led."""

    start: str
    opening: int
    end: str
    closing: int
    booked: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    spans: set[tuple[str, int, int]] = field(default_factory=set)


def judge(statements: Iterable[Statement], before: Iterable[Statement] = ()) -> list[Verdict]:
    """A verdict on each statement, in their order. ``before``: those taken earlier, in any order.

    They are looked at from the oldest day on, so that it doesn't matter in which order files arrive; each is judged against what
    was taken before it.
    """
    known: dict[tuple[str, str], _Known] = {}
    _judge(known, list(before))
    return _judge(known, list(statements))


class Gate:
    """The same one by one, for whoever books each statement before the next is looked at."""

    def __init__(self, before: Iterable[Statement] = ()) -> None:
        self._known: dict[tuple[str, str], _Known] = {}
        _judge(self._known, list(before))

    def judge(self, statement: Statement) -> Verdict:
        """The verdict on one statement. What is taken is known from then on."""
        return _verdict(self._known, statement)


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Statements as they are looked at: from the oldest day on."""
    return sorted(statements, key=_order)


def _judge(known: dict[tuple[str, str], _Known], asked: Sequence[Statement]) -> list[Verdict]:
    verdicts: dict[int, Verdict] = {}
    waiting = sorted(range(len(asked)), key=lambda at: _order(asked[at]))
    for _ in range(MOST_ROUNDS):
        # Who doesn't join yet may do so once another, of the same day or of an earlier one, has been taken.
        later = []
        for at in waiting:
            verdicts[at] = verdict = _verdict(known, asked[at])
            if verdict.outcome == QUARANTINED and _balanced(asked[at]) is None:
                later.append(at)
        if not later or len(later) == len(waiting):
            break
        waiting = later
    return [verdicts[at] for at in range(len(asked))]


def _order(statement: Statement) -> tuple[str, str, int, str]:
    number = statement.number if statement.number.isascii() and statement.number.isdigit() else ""
    return statement.start, statement.end, int(number[:18] or 0), statement.sha256


def _verdict(known: dict[tuple[str, str], _Known], statement: Statement) -> Verdict:
    if statement.announces:
        return Verdict(statement, ANNOUNCED)
    if (doubt := _balanced(statement)) is not None:
        return Verdict(statement, QUARANTINED, doubt)
    taken = _take(known, statement)
    if isinstance(taken, Doubt):
        return Verdict(statement, QUARANTINED, taken)
    return Verdict(statement, TAKEN, new=tuple(taken))


def _balanced(statement: Statement) -> Doubt | None:
    """Whether a statement's own figures fit."""
    opening, closing = statement.opening, statement.closing
    if opening is None or closing is None:
        return Doubt(
            "It doesn't tell the balances before and after its lines, so nothing shows that none is missing. Ask your bank for a "
            "statement with both (CAMT.053 or CODA), or write them beside a table."
        )
    reached = opening.minor + statement.booked
    if reached == closing.minor:
        return None
    return Doubt(
        "Its lines don't lead from balance to balance: {opening} and lines of {booked} make {reached}, but it closes with "
        "{closing}. The difference is {difference}; fetch it from your bank again.",
        opening=Money(opening.minor, statement.currency),
        booked=Money(statement.booked, statement.currency),
        reached=Money(reached, statement.currency),
        closing=Money(closing.minor, statement.currency),
        difference=Money(closing.minor - reached, statement.currency),
    )


def _take(known: dict[tuple[str, str], _Known], statement: Statement) -> list[tuple[Identity, Line]] | Doubt:
    """Add a balanced statement to what is known of its account, and give its new lines; or say why it doesn't join."""
    assert statement.opening is not None
    assert statement.closing is not None
    marked = [(fingerprint(statement.account, line), line) for line in statement.lines]
    have = known.get(statement.key)
    if have is None:
        opening, closing = statement.opening.minor, statement.closing.minor
        have = known[statement.key] = _Known(statement.start, opening, statement.end, closing)
        new = marked
    else:
        new = _new(have, marked)
        joined = _join(have, statement, sum(line.minor for _mark, line in new))
        if len(new) < len(marked) and (joined is None or not (new or _holds(have, statement))):
            # Two payments that look the same, on one day but in two statements of it: the balances tell that both are real.
            new = marked
            joined = _join(have, statement, statement.booked)
        if joined is None:
            return _apart(have, statement)
        if _told_otherwise(have, statement, [line for _mark, line in new]):
            return _again(have, statement)
        have.opening, have.closing = joined
        have.start, have.end = min(have.start, statement.start), max(have.end, statement.end)
    have.spans.add((statement.end, statement.opening.minor, statement.closing.minor))
    identities = []
    for mark, line in new:
        identities.append(((mark, have.counts[mark]), line))
        have.counts[mark] += 1
        have.booked += line.minor
        have.days[line.date] += line.minor
    return identities


def _new(have: _Known, marked: Sequence[tuple[str, Line]]) -> list[tuple[str, Line]]:
    """The lines of which there are more here than are known."""
    counts: Counter[str] = Counter()
    new = []
    for mark, line in marked:
        counts[mark] += 1
        if counts[mark] > have.counts[mark]:
            new.append((mark, line))
    return new


def _holds(have: _Known, statement: Statement) -> bool:
    """Whether a statement without new lines lies where it can: it led from or to a balance known of its days, or is one itself."""
    assert statement.opening is not None
    assert statement.closing is not None
    if (statement.end, statement.opening.minor, statement.closing.minor) in have.spans:
        return True
    before = have.opening + sum(minor for day, minor in have.days.items() if day < statement.start)
    after = have.opening + sum(minor for day, minor in have.days.items() if day <= statement.end)
    return statement.opening.minor == before or statement.closing.minor == after


def _told_otherwise(have: _Known, statement: Statement, new: Sequence[Line]) -> bool:
    """Whether what seems new lies in days that are known already, so that it is rather something known, told in other words."""
    assert statement.opening is not None
    assert statement.closing is not None
    if not new:
        return False
    within = have.start <= statement.start and statement.end <= have.end
    if within and sum(line.minor for line in new) == 0:
        return True
    follows = statement.start >= have.end and statement.opening.minor == have.closing
    leads = statement.end <= have.start and statement.closing.minor == have.opening
    return not (follows or leads) and any(have.start < line.date < have.end for line in new)


def _join(have: _Known, statement: Statement, new: int) -> tuple[int, int] | None:
    """The first and last balance of both together, if all lines lead from one to the other. Of one day, either may come first."""
    assert statement.opening is not None
    assert statement.closing is not None
    openings, closings = [have.opening], [statement.closing.minor]
    if statement.start <= have.start:
        openings.append(statement.opening.minor)
    if statement.end <= have.end:
        closings.append(have.closing)
    if statement.start < have.start:
        del openings[0]
    if statement.end < have.end:
        del closings[0]
    booked = have.booked + new
    return next(((first, last) for first in openings for last in closings if first + booked == last), None)


def _apart(have: _Known, statement: Statement) -> Doubt:
    """Why a statement that fits by itself doesn't join the others of its account."""
    assert statement.opening is not None
    assert statement.closing is not None
    if statement.end < have.start:
        difference = have.opening - statement.closing.minor
        return Doubt(
            "It doesn't lead to the next: it closes with {closing} on {day}, the next opens with {opening} on {next}. The "
            "difference is {difference}: a statement between them is missing.",
            closing=Money(statement.closing.minor, statement.currency),
            day=Day(statement.end),
            opening=Money(have.opening, statement.currency),
            next=Day(have.start),
            difference=Money(difference, statement.currency),
        )
    if statement.start >= have.end:
        return Doubt(
            "It doesn't continue the last: that closed with {closing} on {day}, this opens with {opening} on {next}. The "
            "difference is {difference}: a statement between them is missing.",
            closing=Money(have.closing, statement.currency),
            day=Day(have.end),
            opening=Money(statement.opening.minor, statement.currency),
            next=Day(statement.start),
            difference=Money(statement.opening.minor - have.closing, statement.currency),
        )
    return _again(have, statement)


def _again(have: _Known, statement: Statement) -> Doubt:
    return Doubt(
        "Of {account} the days from {start} to {end} are known already, but this tells other lines or balances of them, so that "
        "some would count twice. Fetch later days, in the format you took before.",
        account=statement.account,
        start=Day(have.start),
        end=Day(have.end),
    )


def outcomes(verdicts: Sequence[Verdict]) -> Counter[str]:
    """How many there are of each."""
    return Counter(verdict.outcome for verdict in verdicts)
