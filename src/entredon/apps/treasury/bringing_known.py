"""What is known of the bearer's accounts before a file is looked at: which they are, and every line that was taken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from entredon.apps.treasury import documents
from entredon.apps.treasury.models import BankDetails, Bearer, LineDetails, MoneyAccount
from entredon.apps.treasury.models import Line as LineRow
from entredon.apps.treasury.models import Statement as StatementRow
from entredon.pure.formats import Day
from entredon.pure.log import commitment
from entredon.pure.money.statements.gate import Doubt
from entredon.pure.money.statements.identity import Identity
from entredon.pure.money.statements.statement import Balance, Line, Statement

BANK = "bank"


@dataclass(frozen=True, slots=True)
class Known:
    """An account of the bearer at a bank: its name here, its number, what stood on it at first and stands on it now."""

    name: str
    iban: str
    currency: str
    opening: int
    day: str
    closing: int
    known: str


def accounts(slug: str) -> dict[tuple[str, str], Known]:
    """The accounts whose statements are led here, by number and currency."""
    numbers = dict(BankDetails.objects.filter(commons=slug).values_list("account", "iban"))
    rows = MoneyAccount.objects.filter(commons=slug, way=BANK)
    found = [
        Known(row.id, numbers[row.id], row.currency, row.opening, row.day, row.closing, row.known)
        for row in rows
        if row.id in numbers
    ]
    return {(one.iban, one.currency): one for one in found}


def account(slug: str, name: str) -> Known:
    """One of them as it is just now."""
    return next(one for one in accounts(slug).values() if one.name == name)


def name_of_bearer(slug: str) -> str:
    """What accounts call the bearer; "" where nobody bears the money yet."""
    return Bearer.objects.filter(commons=slug).values_list("bearer", flat=True).first() or ""


def line_id(slug: str, identity: Identity) -> tuple[str, bytes]:
    """The commitment by which a line is known, the same in every file that has it, and the salt that opens it."""
    said = opened(identity)
    salt = documents.salt(slug, "line", said)
    return commitment.commit(salt, said), salt


def opened(identity: Identity) -> str:
    """What a line's commitment commits to."""
    return f"{identity[0]}|{identity[1]}"


def source(slug: str, sha256: str) -> str:
    """The commitment to a bank's file."""
    return commitment.commit(documents.salt(slug, "file", sha256), sha256)


def before(slug: str, of: Known) -> Iterator[Statement]:
    """All that was taken of an account, as statements: first what stood there when its books began, with no line."""
    nothing = Statement(
        "books", "", of.iban, of.currency, "", "", of.day, of.day,
        Balance(of.opening, of.day), Balance(of.opening, of.day), (),
    )  # fmt: skip
    yield nothing
    lines: dict[str, list[Line]] = {}
    rows = LineRow.objects.filter(commons=slug, account=of.name).order_by("n")
    said = dict(LineDetails.objects.filter(commons=slug).values_list("line", "said"))
    for row in rows.iterator():
        lines.setdefault(row.statement, []).append(_line(said.get(row.id, ""), row))
    for one in StatementRow.objects.filter(commons=slug, account=of.name).order_by("position"):
        yield replace(
            nothing, start=one.start, end=one.end, opening=Balance(one.opening, one.start),
            closing=Balance(one.closing, one.end), lines=tuple(lines.get(one.id, ())), number=str(one.position),
        )  # fmt: skip


def _line(said: str, row: LineRow) -> Line:
    """A line as the bank told it; where only the public record is left, as that has it."""
    if said:
        return msgspec.json.decode(said, type=Line)
    return Line(row.day, row.minor, row.currency)


def fitted(statement: Statement, of: Known) -> Statement | Doubt:
    """A statement without the days before the books of its account began, where that leads to what stood there then."""
    if statement.announces or statement.start > of.day:
        return statement
    if statement.end < of.day or (statement.end == of.day and statement.lines):
        return Doubt("It only tells of days before the books of this account began: on {day}.", day=Day(of.day))
    early = sum(line.minor for line in statement.lines if line.date <= of.day)
    if statement.opening is None or statement.opening.minor + early != of.opening:
        return statement
    later = tuple(line for line in statement.lines if line.date > of.day)
    return replace(statement, start=of.day, opening=Balance(of.opening, of.day), lines=later)
