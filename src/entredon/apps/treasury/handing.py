"""Handing over: the lines of the bearer's statements that belong to a commons it carries become that commons' own statements.

The leading commons tells of all lines, and by their reference (or a steward's word) which of them belong to another. What the bank
wrote of a line is handed over with it, as far as both live at this place.
"""

import io
from dataclasses import dataclass

from entredon.apps.treasury import placing, statement_lines
from entredon.apps.treasury.entries import StatementTaken
from entredon.apps.treasury.models import Bearer, Line, LineDetails, MoneyAccount, Statement
from entredon.apps.treasury.statement_lines import StatementLine
from entredon.apps.treasury.voices import Voice
from entredon.log import content
from entredon.log.models import Log
from entredon.log.registry import Refused
from entredon.log.turns import Turns

CARRIED = "carried"
_turns = Turns()


@dataclass(frozen=True, slots=True)
class Handed:
    """The lines that one statement of the leading commons has for this one, in one currency. ``source`` commits to its file."""

    statement: str
    currency: str
    start: str
    end: str
    source: str
    lines: tuple[StatementLine, ...]

    @property
    def minor(self) -> int:
        """What they come to."""
        return sum(one.minor for one in self.lines)


def led_here(slug: str) -> str:
    """The slug of the commons that leads the statements, if it lives here and the same legal body bears both; else ""."""
    row = Bearer.objects.filter(commons=slug).first()
    lead = Log.objects.filter(origin=row.lead).values_list("slug", flat=True).first() if row and row.lead else None
    if row is None or not lead or not Bearer.objects.filter(commons=lead, bearer=row.bearer).exists():
        return ""
    return str(lead)


def waiting(slug: str) -> list[Handed]:
    """What the leading commons told for this one and nobody has taken over yet, the oldest first."""
    lead = led_here(slug)
    if not lead:
        return []
    us = Log.objects.get(slug=slug).origin.rpartition("/")[2]
    known = set(Line.objects.filter(commons=slug).values_list("id", flat=True))
    rows: dict[str, list[StatementLine]] = {}
    currencies: dict[str, str] = {}
    for row in Line.objects.filter(commons=lead).exclude(allotted="").order_by("day", "id").iterator():
        minor = row.minor if row.of == us else _said(row, us)
        if minor and row.id not in known:
            rows.setdefault(row.statement, []).append(StatementLine(row.day, row.id, minor))
            currencies[row.statement] = row.currency
    found = Statement.objects.filter(commons=lead, id__in=list(rows)).order_by("position")
    return [Handed(one.id, currencies[one.id], one.start, one.end, one.source, tuple(rows[one.id])) for one in found]


def _said(row: Line, us: str) -> int:
    """What of a line a steward of the leading commons said to belong to this one."""
    return sum(int(part["minor"]) for part in row.parts if part["to"] == CARRIED and part.get("ref") == us)


def take_over(slug: str, voice: Voice) -> int:
    """Tell all that waits as this commons' own statements, and place what is sure; returns how many lines. Raises Refused."""
    with _turns.take(slug):
        return sum(_take(slug, one, voice) for one in waiting(slug))


def _take(slug: str, one: Handed, voice: Voice) -> int:
    account = MoneyAccount.objects.filter(commons=slug, way=CARRIED, currency=one.currency).order_by("position").first()
    if account is None:
        raise Refused("Open an account in {currency} first, for what is held for you elsewhere.", currency=one.currency)
    written = statement_lines.write(one.lines)
    content.store().put(io.BytesIO(written.raw), written.sha256)
    _details(slug, one)
    fact = StatementTaken(
        account=account.id, currency=one.currency, start=max(one.start, account.known),
        end=max(one.end, account.known), opening=account.closing, closing=account.closing + one.minor, count=written.count,
        lines=written.sha256, source=one.source, led=one.statement,
    )  # fmt: skip
    voice([(fact, {})])
    placing.place_new(slug, [line.line for line in one.lines], voice)
    return len(one.lines)


def _details(slug: str, one: Handed) -> None:
    """What the bank wrote of these lines is known to this commons too."""
    rows = LineDetails.objects.filter(commons=led_here(slug), line__in=[line.line for line in one.lines])
    copies = [
        LineDetails(
            commons=slug, line=row.line, salt=row.salt, name=row.name, iban=row.iban, text=row.text, said=row.said
        )
        for row in rows
    ]  # fmt: skip
    LineDetails.objects.bulk_create(copies, batch_size=500, ignore_conflicts=True)
