"""Bringing in what a bank made: bytes are read, judged with all that was taken before, kept by their hash, and what is new is said.

Nothing counts that isn't whole: a file that can't be read changes nothing, a statement that doesn't continue the last is set aside
with its reason and looked at again whenever another comes. Then each new line is placed where its reference or a saved rule says.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from entredon.apps.treasury import bringing_known as known
from entredon.apps.treasury import bringing_tables as tables
from entredon.apps.treasury import documents, placing, reasons, statement_lines
from entredon.apps.treasury.bringing_known import Known
from entredon.apps.treasury.entries import StatementTaken
from entredon.apps.treasury.models import BankFile, LineDetails
from entredon.apps.treasury.models import Line as LineRow
from entredon.apps.treasury.statement_lines import StatementLine
from entredon.apps.treasury.voices import Voice
from entredon.log import content
from entredon.log.registry import Refused
from entredon.log.turns import Turns
from entredon.pure.formats import Day
from entredon.pure.money import banking
from entredon.pure.money.statements import gate, reading
from entredon.pure.money.statements.gate import ANNOUNCED, QUARANTINED, TAKEN, Doubt, Verdict
from entredon.pure.money.statements.identity import Identity
from entredon.pure.money.statements.reading import NeedsMapping
from entredon.pure.money.statements.statement import Line, Statement, Unreadable
from entredon.pure.money.statements.table import Mapping as Columns
from entredon.pure.told import Told

MOST_BYTES = 16 << 20
"""A larger file is not taken: shorter periods are."""
MOST_FILES = 50
"""So many files at once."""
KNOWN, COLUMNS, LEFT = "known", "columns", "left"
"""Beside the gate's outcomes: all of it was taken before; a table of which nobody has said yet how it is read; left out, not kept."""

_turns = Turns()


class NotYet(Refused):
    """No file can be brought in here yet."""


@dataclass(slots=True)
class Given:
    """A file as somebody chose it; ``columns`` say how it is read if it is a table."""

    name: str
    data: bytes
    columns: Columns | None = None


@dataclass(slots=True)
class Brought:
    """What became of one statement, or of a file in which there is none. ``row`` is where it is kept, 0 where it isn't."""

    file: str
    state: str
    account: str = ""
    currency: str = ""
    start: str = ""
    end: str = ""
    new: int = 0
    placed: int = 0
    because: Told | None = None
    entry: str = ""
    row: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many of its new lines wait for a person."""
        return self.new - self.placed


@dataclass(slots=True)
class _Candidate:
    """A statement that may be taken: new, or set aside earlier."""

    statement: Statement
    row: BankFile
    brought: Brought | None = None
    verdict: Verdict | None = None


def bring(slug: str, given: Sequence[Given], voice: Voice, person: str) -> list[Brought]:
    """Take what can be taken of some files; who calls has made sure that ``person`` is a steward. Raises NotYet."""
    if not known.name_of_bearer(slug):
        raise NotYet("Nobody bears the money of this commons yet: name the legal body with the bank account first.")
    with _turns.take(slug):
        accounts = known.accounts(slug)
        if not accounts:
            raise NotYet("No bank account is known here yet: open one first, with its IBAN and what stood on it.")
        found: list[Brought] = []
        candidates: list[_Candidate] = []
        for one in given[:MOST_FILES]:
            found += _looked_at(slug, one, accounts, person, candidates)
        found += [
            _left(one.name, Told("Too many files at once: bring this one in later.")) for one in given[MOST_FILES:]
        ]
        _settle(slug, accounts, candidates, voice)
        _place_what_was_left(slug, voice)
        return found


def _place_what_was_left(slug: str, voice: Voice) -> None:
    """Lines find their place that were told and not placed, as the program ended between the two.

    What was taken back from its place waits for a person.
    """
    waiting = LineRow.objects.filter(commons=slug, allotted="", of="", times=0)
    placing.place_new(slug, list(waiting.values_list("id", flat=True)), voice)


def again(slug: str, voice: Voice) -> int:
    """Look once more at all that is set aside; returns how many statements could be taken or are known by now."""
    with _turns.take(slug):
        accounts = known.accounts(slug)
        before = BankFile.objects.filter(commons=slug, state=QUARANTINED).count()
        _settle(slug, accounts, [], voice)
        return before - BankFile.objects.filter(commons=slug, state=QUARANTINED).count()


def _left(name: str, because: Told) -> Brought:
    return Brought(name, LEFT, because=because)


def _looked_at(
    slug: str, one: Given, accounts: Mapping[tuple[str, str], Known], person: str, candidates: list[_Candidate]
) -> list[Brought]:
    """Read one file, keep it if it is ours, and put what it holds among the candidates."""
    if len(one.data) > MOST_BYTES:
        return [
            _left(one.name, Told("The file is larger than {most} MB; fetch shorter periods.", most=MOST_BYTES >> 20))
        ]
    try:
        statements, columns = tables.read(slug, one.data, one.columns)
    except NeedsMapping as trouble:
        row = _kept(slug, one, 0, COLUMNS, person, None)
        return [Brought(one.name, COLUMNS, because=trouble, row=row.pk)]
    except Unreadable as trouble:
        return [_left(one.name, trouble)]
    found = []
    for n, statement in enumerate(statements):
        account = accounts.get(statement.key)
        if account is None:
            found.append(
                _of_nobody(one.name, statement, accounts, alone=not any(each.key in accounts for each in statements))
            )
            continue
        row = _kept(slug, one, n, QUARANTINED, person, columns, statement, account)
        brought = Brought(
            one.name, row.state, account.name, statement.currency, statement.start, statement.end, row=row.pk,
            entry=row.entry,
        )  # fmt: skip
        found.append(brought)
        if row.state in (TAKEN, KNOWN):
            brought.state = KNOWN
        elif statement.announces:
            _ended(row, brought, ANNOUNCED)
        elif not any(other.row.pk == row.pk for other in candidates):
            candidates.append(_Candidate(statement, row, brought))
        else:
            brought.state = KNOWN  # the same file chosen twice in one form
    return found


def _of_nobody(name: str, statement: Statement, accounts: Iterable[tuple[str, str]], *, alone: bool) -> Brought:
    """A statement of an account that isn't one of the bearer's: nothing of it is kept, unless one beside it in the file is."""
    ours = sorted({f"{banking.shown(iban)} ({currency})" for iban, currency in accounts})
    about = {"account": banking.shown(statement.account), "currency": statement.currency, "ours": ", ".join(ours)}
    because = Told(
        "This is a statement of {account} in {currency}, which is no account here; known are {ours}. Nothing of it was kept.",
        **about,
    )
    beside = Told(
        "The file also has a statement of {account} in {currency}, which is no account here; known are {ours}. Nothing of it was "
        "booked, but the file is kept as it is.", **about
    )  # fmt: skip
    return _left(name, because if alone else beside)


def _kept(
    slug: str, one: Given, n: int, state: str, person: str, columns: Columns | None,
    statement: Statement | None = None, account: Known | None = None,
) -> BankFile:  # fmt: skip
    """The row of a statement in a file, whose bytes lie aside; the one there is, where the same file came before."""
    sha256 = documents.keep_bytes(one.data)
    row, _made = BankFile.objects.get_or_create(
        commons=slug, sha256=sha256, n=n,
        defaults={"name": one.name[:200], "what": "", "state": state, "person": person},
    )  # fmt: skip
    if statement is not None and account is not None:
        row.what, row.account, row.currency = statement.format[:12], account.name, statement.currency
        row.start, row.end = statement.start, statement.end
        row.mapping = msgspec.json.encode(columns).decode() if columns is not None else ""
        if row.state == COLUMNS:
            row.state = QUARANTINED
        row.save()
    return row


def _settle(slug: str, accounts: Mapping[tuple[str, str], Known], new: list[_Candidate], voice: Voice) -> None:
    """Judge what came together with what is set aside, account by account, and say what is taken."""
    waiting = new + _set_aside(slug, {one.row.pk for one in new})
    for key, account in accounts.items():
        mine = [one for one in waiting if one.statement.key == key]
        if mine:
            _settle_one(slug, account, mine, voice)


def _set_aside(slug: str, besides: set[int]) -> list[_Candidate]:
    """What was set aside earlier, read again from its bytes."""
    found = []
    for row in BankFile.objects.filter(commons=slug, state=QUARANTINED).exclude(pk__in=besides).order_by("pk"):
        try:
            found.append(_Candidate(reread(row), row))
        except (Unreadable, documents.Gone, IndexError):
            continue  # it stays where it is, with the reason it has
    return found


def reread(row: BankFile) -> Statement:
    """The statement that a row is about. Raises Unreadable, Gone, IndexError."""
    columns = msgspec.json.decode(row.mapping, type=Columns) if row.mapping else None
    return reading.read(documents.read_kept(row.sha256), columns)[row.n]


def _settle_one(slug: str, account: Known, mine: list[_Candidate], voice: Voice) -> None:
    """Take the statements of one account one after the other, as long as another joins."""
    ordered = {id(one): n for n, one in enumerate(gate.in_order([each.statement for each in mine]))}
    left = sorted(mine, key=lambda one: ordered[id(one.statement)])
    judging = gate.Gate(known.before(slug, account))
    moved = True
    while left and moved:
        moved = False
        for one in list(left):
            was = account
            ended, account = _judged(slug, account, judging, one, voice)
            if ended:
                left.remove(one)
                moved = True
            elif one.verdict is not None and one.verdict.outcome == TAKEN:
                judging = gate.Gate(known.before(slug, account))  # what the law refused isn't known after all
                moved = moved or account != was  # another process was quicker: it is looked at once more


def _judged(slug: str, account: Known, judging: gate.Gate, one: _Candidate, voice: Voice) -> tuple[bool, Known]:
    """Whether a statement is done with, and the account afterwards."""
    statement = known.fitted(one.statement, account)
    if isinstance(statement, Doubt):
        return _aside(one, statement), account
    one.verdict = verdict = judging.judge(statement)
    if verdict.outcome != TAKEN:
        return _aside(one, verdict.because), account
    assert statement.closing is not None
    longer = statement.end > account.known
    if not verdict.new and not longer:
        return _ended(one.row, one.brought, KNOWN), account
    if account.closing + sum(line.minor for _id, line in verdict.new) != statement.closing.minor:
        trouble = Doubt(
            "It tells lines of days before {day}, to which all is known already: fetch later days only.",
            day=Day(account.known),
        )
        return _aside(one, trouble), account
    try:
        said = _take(slug, account, statement, verdict.new, voice)
    except Refused as trouble:
        return _aside(one, trouble), known.account(slug, account.name)
    one.row.entry = said.entry
    if one.brought is not None:
        one.brought.entry, one.brought.new, one.brought.lines = said.entry, len(said.lines), said.lines
    _ended(one.row, one.brought, TAKEN)
    placed = placing.place_new(slug, said.lines, voice)
    if one.brought is not None:
        one.brought.placed = placed
    return True, known.account(slug, account.name)


def _aside(one: _Candidate, because: Told | None) -> bool:
    """Set a statement aside with its reason: it isn't done with."""
    one.row.state, one.row.because = QUARANTINED, reasons.kept(because or Told())
    one.row.save(update_fields=["state", "because"])
    if one.brought is not None:
        one.brought.state, one.brought.because = QUARANTINED, because
    return False


def _ended(row: BankFile, brought: Brought | None, state: str) -> bool:
    row.state, row.because = state, ""
    row.save(update_fields=["state", "because", "entry"])
    if brought is not None:
        brought.state, brought.because = state, None
    return True


@dataclass(slots=True)
class _Told:
    entry: str
    lines: list[str]


def _take(
    slug: str, account: Known, statement: Statement, new: Sequence[tuple[Identity, Line]], voice: Voice
) -> _Told:  # fmt: skip
    """Say the new lines of a statement. What the bank wrote is kept first: nothing public is without it. Raises Refused."""
    assert statement.closing is not None
    of = placing.belonging(slug, [line for _id, line in new])
    lines, details = [], []
    for (identity, line), other in zip(new, of, strict=True):
        id, salt = known.line_id(slug, identity)
        lines.append(StatementLine(line.date, id, line.minor, other))
        details.append(_details(slug, id, salt, line))
    written = statement_lines.write(lines)
    content.store().put(io.BytesIO(written.raw), written.sha256)
    LineDetails.objects.bulk_create(details, batch_size=500, ignore_conflicts=True)
    end = max([statement.end, account.known, *(line.date for _id, line in new)])
    fact = StatementTaken(
        account=account.name, currency=account.currency, start=max(statement.start, account.known), end=end,
        opening=account.closing, closing=statement.closing.minor, count=written.count, lines=written.sha256,
        source=known.source(slug, statement.sha256),
    )  # fmt: skip
    [entry] = voice([(fact, {})])
    return _Told(
        entry, list(LineRow.objects.filter(commons=slug, statement=entry).order_by("n").values_list("id", flat=True))
    )


def _details(slug: str, id: str, salt: bytes, line: Line) -> LineDetails:
    said = msgspec.json.encode(line).decode()
    return LineDetails(
        commons=slug, line=id, salt=salt, name=line.name[:200], iban=line.account[:40],
        text=" ".join((*line.structured, line.text)).strip(), said=said,
    )  # fmt: skip
