"""Everything an auditor needs in one file: the books for two programs, statements as the bank made them, receipts, and how to check all.

Only stewards may have it: it holds names, account numbers and papers. The same state of things gives the same bytes.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from entredon.apps.treasury import books_out, documents
from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury import queries_journal as journal
from entredon.apps.treasury.books_out import FORMS
from entredon.apps.treasury.models import (
    Approval,
    BankFile,
    Document,
    Expense,
    Line,
    LineDetails,
    PayeeDetails,
    Payout,
    Run,
    Statement,
)
from entredon.pure.money.books.month import NoBooks, months
from entredon.pure.money.books.sheet import harmless
from entredon.pure.money.books.words import amount

WHEN = (1980, 1, 1, 0, 0, 0)
"""All files in the zip have this time, so that it depends on what is in them alone."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")

README = """The books of {slug}, borne by {name} ({form}{number})

{when}
Public record: {origin}, {size} receipts. Digest of its journal: {digest}

books/            all time, and each month, for hledger, for beancount and as tables
trial-balance.csv all accounts with the bookkeeper's numbers and their sums
lines.csv         each line of the bank, with what it was booked as and what the bank wrote
payouts.csv       each payment, who said yes to it, and what became of it
expenses.csv      what was asked for and accepted
reserves.csv      what was there against what was owed, each time that was put into the public record
statements/       the files of the bank, as they came
papers/           receipts, bills and files for the bank; each is named by the start of what the public record has of it
missing.txt       what the record names and isn't kept here any more

Check the books:
  hledger -f books/all.journal check --strict ordereddates accounts commodities balancednoautoconversion
  bean-check books/all.beancount
Check that they follow from the public record, on any machine:
  entredon mirror ADDRESS ./copy
  entredon verify ./copy
  entredon books ./copy --format hledger
"""


def everything(slug: str, year: str = "") -> bytes:
    """The zip, for a year or for all time. Raises NoBooks."""
    bearer = books.bearer(slug)
    if bearer is None or not books.years(slug):
        raise NoBooks("Nobody bears the money of this commons yet, so it has no books.")
    if year and (not re.fullmatch(r"(19|20)[0-9]{2}", year, re.ASCII)):
        raise NoBooks("“{year}” is no year; write it as 2026.", year=year[:24])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        origin, size, digest = books.record_of(slug)
        readme = README.format(
            slug=slug, name=bearer.name, form=bearer.form, number=f", {bearer.number}" if bearer.number else "",
            when=f"The year {year}." if year else "All time.", origin=origin, size=size, digest=digest,
        )  # fmt: skip
        _add(file, "README.txt", readme.encode())
        _books(file, slug, year)
        for name, rows in _tables(slug, year):
            _add(file, name, _csv(rows))
        missing = [*_statements(file, slug, year), *_papers(file, slug)]
        _add(file, "missing.txt", "".join(f"{line}\n" for line in missing).encode())
    return packed.getvalue()


def _add(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, WHEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    file.writestr(info, data)


def _books(file: zipfile.ZipFile, slug: str, year: str) -> None:
    """All time and each month, in each form."""
    bearer = books.bearer(slug)
    assert bearer is not None  # whoever calls has looked
    known = [which for which in months(journal.book(slug), bearer.bearer) if which.startswith(year)]
    for which in ["", *known]:
        for form, how in FORMS.items():
            text = "".join(books_out.lines(slug, form, which))
            _add(file, f"books/{which or 'all'}.{how.ending}", text.encode())


def _tables(slug: str, year: str) -> Iterator[tuple[str, Iterable[Sequence[object]]]]:
    yield "trial-balance.csv", _trial(slug)
    yield "lines.csv", _lines(slug, year)
    yield "payouts.csv", _payouts(slug, year)
    yield "expenses.csv", _expenses(slug, year)
    yield "reserves.csv", _reserves(slug)


def _trial(slug: str) -> Iterator[Sequence[object]]:
    numbers = books.chart(slug)
    yield "number", "account", "currency", "debit", "credit"
    for one, minor in books.balances(slug).items():
        sides = (amount(max(minor, 0), one.currency), amount(max(-minor, 0), one.currency))
        yield books.number_of(numbers, one.path), one.path, one.currency, *sides


def _lines(slug: str, year: str) -> Iterator[Sequence[object]]:
    yield (
        "day", "account", "currency", "amount", "line", "statement", "said by", "parts", "name", "number", "text",
    )  # fmt: skip
    told = {row.line: row for row in LineDetails.objects.filter(commons=slug)}
    rows = Line.objects.filter(commons=slug, day__startswith=year).order_by("account", "day", "statement", "n")
    for row in rows:
        parts = "; ".join(_part(part, row.currency) for part in row.parts) or row.of
        private = told.get(row.id)
        words = (private.name, private.iban, private.text) if private is not None else ("", "", "")
        yield (
            row.day, row.account, row.currency, amount(row.minor, row.currency), row.id, row.statement, row.allotted,
            parts, *words,
        )  # fmt: skip


def _part(part: dict[str, object], currency: str) -> str:
    words = " ".join(str(part[name]) for name in ("to", "kind", "ref") if part.get(name))
    return f"{words} {amount(int(str(part['minor'])), currency)}"


def _payouts(slug: str, year: str) -> Iterator[Sequence[object]]:
    yield (
        "day",
        "run",
        "payout",
        "reference",
        "state",
        "currency",
        "amount",
        "title",
        "source",
        "payee",
        "holder",
        "number",
        "paper",
        "yes by",
    )
    yes: dict[str, list[str]] = {}
    for row in Approval.objects.filter(commons=slug).order_by("position"):
        yes.setdefault(row.run, []).append(row.person)
    kept = {row.details: row for row in PayeeDetails.objects.filter(commons=slug)}
    runs = {row.id: row for row in Run.objects.filter(commons=slug)}
    for one in Payout.objects.filter(commons=slug).order_by("run", "id"):
        day = one.day or runs[one.run].day
        if not day.startswith(year):
            continue
        known = kept.get(one.details)
        holder = (known.holder, known.iban) if known is not None else ("", "")
        yield (
            day, one.run, one.id, one.name, one.state, one.currency, amount(one.minor, one.currency), one.title, one.source,
            one.payee, *holder, one.document, " ".join(yes.get(one.run, [])),
        )  # fmt: skip


def _expenses(slug: str, year: str) -> Iterator[Sequence[object]]:
    yield (
        "day",
        "expense",
        "state",
        "currency",
        "asked",
        "accepted",
        "what",
        "source",
        "by",
        "payee",
        "paper",
        "decided by",
    )
    for row in Expense.objects.filter(commons=slug, day__startswith=year).order_by("day", "id"):
        sums = (amount(row.minor, row.currency), amount(row.accepted, row.currency))
        yield (
            row.day,
            row.id,
            row.state,
            row.currency,
            *sums,
            row.what,
            row.source,
            row.person,
            row.payee,
            row.document,
            row.decided,
        )


def _reserves(slug: str) -> Iterator[Sequence[object]]:
    yield "day", "currency", "there", "owed", "funds", "entry"
    for row in books.proofs(slug):
        for currency, *sums in row.reserves:
            yield row.day, currency, *(amount(minor, currency) for minor in sums), row.id


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8", "replace")


def _cell(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula; amounts below zero stay numbers."""
    text = str(cell)
    return text if re.fullmatch(r"-[0-9.]+", text, re.ASCII) else harmless(text)


def _statements(file: zipfile.ZipFile, slug: str, year: str) -> Iterator[str]:
    """The files of the bank that lines were taken from, each once."""
    taken = {row.id for row in Statement.objects.filter(commons=slug, end__gte=year, start__lte=f"{year or '9'}-12-31")}
    seen: set[str] = set()
    for row in BankFile.objects.filter(commons=slug, state="taken").order_by("start", "pk"):
        if row.sha256 in seen or (row.entry and row.entry not in taken):
            continue
        seen.add(row.sha256)
        name = f"statements/{row.start}-{row.sha256[:10]}-{_safe(row.name)}"
        try:
            _add(file, name, documents.read_kept(row.sha256))
        except documents.Gone:
            yield name


def _papers(file: zipfile.ZipFile, slug: str) -> Iterator[str]:
    for row in Document.objects.filter(commons=slug).order_by("what", "commitment"):
        name = f"papers/{row.what}-{row.commitment[:16]}-{_safe(row.name)}"
        try:
            _add(file, name, documents.read(row))
        except documents.Gone:
            yield name


def _safe(name: str) -> str:
    """A file's name without anything that leads elsewhere."""
    return _UNSAFE.sub("-", name.rpartition("/")[2]).strip("-.")[:60] or "file"
