"""Statements as tables: what a bank lets one save for a spreadsheet, read as somebody once said what its columns mean.

A table is whole or it is refused: a row that can't be read is named and nothing counts. Where it has no balances they can be told
with it; without any, the gate has nothing to hold its lines against.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated

import msgspec
from msgspec import Meta

from entredon.pure.money.statements import MOST_LINES
from entredon.pure.money.statements.statement import (
    Balance,
    Line,
    Statement,
    Unreadable,
    account_id,
    amount,
    bounded,
    clean,
    short,
)
from entredon.pure.tables import cells, values
from entredon.pure.tables.cells import Torn, Written
from entredon.pure.tables.lines import Faulty, folded
from entredon.pure.tables.lines import Unreadable as NoTable
from entredon.pure.told import Told

_NAMES = {
    "date": "booking date|date|transaction date|boekdatum|datum|boekingsdatum|uitvoeringsdatum|date de comptabilisation|date comptable"
    "|date d exécution|buchungstag|buchungsdatum",
    "value_date": "value date|valutadatum|valuta|rentedatum|date valeur|date de valeur|wertstellung",
    "amount": "amount|bedrag|montant|betrag|transaction amount",
    "debit": "debit|paid out|money out|uit|débit|soll",
    "credit": "credit|paid in|money in|bij|crédit|haben",
    "sign": "debit credit|credit debit|dc|d c|af bij|bij af|sens|type of booking",
    "balance": "balance|running balance|saldo|saldo na mutatie|saldo na trn|solde|kontostand",
    "currency": "currency|munt|valuta code|devise|währung|munteenheid",
    "own": "account|account number|rekening|rekeningnummer|iban bban|compte|numéro de compte|own account",
    "servicer": "reference|transaction reference|bank reference|referentie|volgnummer|volgnr|transactiereferentie|référence"
    "|numéro de séquence",
    "end_to_end": "end to end id|end to end reference|endtoendid|klantreferentie|référence client",
    "name": "counterparty name|name|naam tegenpartij|naam tegenrekening|tegenpartij naam|nom contrepartie|nom de la contrepartie|payee"
    "|naam",
    "other": "counterparty account|counterparty|rekening tegenpartij|tegenrekening|tegenrekening iban bban|compte contrepartie"
    "|compte de la contrepartie",
    "structured": "structured communication|structured reference|gestructureerde mededeling|betalingskenmerk"
    "|communication structurée",
    "text": "remittance|communication|message|description|details|mededeling|mededelingen|omschrijving|omschrijving 1|libellé"
    "|communications|vrije mededeling|verwendungszweck",
    "code": "transaction type|type|code|soort|type verrichting|type de transaction",
}
FIELDS = tuple(_NAMES)
"""What a column can say. ``own`` is the account the table is about, ``other`` that of the other side; amounts stand in one column
with their sign, in one with another (``sign``) that tells in from out, or in two (``debit``, ``credit``)."""
_KNOWN = {field: tuple(names.split("|")) for field, names in _NAMES.items()}
OUT = ("d", "dr", "dbit", "debit", "débit", "af", "uit", "out", "-", "s", "soll")
"""What a column of signs says of money that went out; whatever else it says came in, if it stands in ``IN``."""
IN = ("c", "cr", "crdt", "credit", "crédit", "bij", "in", "+", "h", "haben")

Text = Annotated[str, Meta(max_length=200)]


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a bank's table is read: which column says what (by their names), how days are written (as ``tables.values`` has it),
    which sign stands before decimals, and what holds for all rows: ``account`` and ``currency`` where no column tells them,
    ``opening`` and ``closing`` where the table has no column of balances, written as amounts are in the table."""

    columns: dict[str, Text]
    days: str = values.DAY_FIRST
    decimal: str = ","
    account: Text = ""
    currency: Text = ""
    opening: Text = ""
    closing: Text = ""


def columns_of(data: bytes) -> tuple[str, ...]:
    """The names of a table's columns. Raises Unreadable."""
    return _look(data, frozenset()).columns


def guess(data: bytes) -> Mapping:
    """How a table is probably read, for somebody to look at before it counts. Raises Unreadable."""
    known = frozenset(name for names in _KNOWN.values() for name in names)
    written = _look(data, known)
    whole = {name: max(cells.words(name), key=len) for name in written.columns}
    found: dict[str, str] = {}
    for field, names in _KNOWN.items():
        for known_name in names:
            hit = [name for name, said in whole.items() if said == known_name and name not in found.values()]
            if hit:
                found[field] = hit[0]
                break
    rows = [row for _number, row in islice(_rows(data, written), 50) if not isinstance(row, Torn)]
    at = {field: written.columns.index(name) for field, name in found.items()}
    texts = [row[at["date"]] for row in rows if at["date"] < len(row)] if "date" in at else []
    money = [
        row[at[field]]
        for row in rows
        for field in ("amount", "debit", "credit")
        if field in at and at[field] < len(row)
    ]
    points = sum(1 for text in money if re.search(r"\.[0-9]{1,2}$", text.strip()))
    commas = sum(1 for text in money if re.search(r",[0-9]{1,2}$", text.strip()))
    return Mapping(columns=found, days=values.way_of(texts), decimal="." if points > commas else ",")


def read(data: bytes, mapping: Mapping) -> list[Statement]:
    """The statements of a table, one for each account and currency in it. Raises Unreadable."""
    known = frozenset(max(cells.words(name), key=len) for name in mapping.columns.values())
    written = _look(data, known)
    reader = _Reader(mapping, written)
    for number, row in _rows(data, written):
        if isinstance(row, Torn):
            raise Unreadable("Row {row} can’t be cut into cells; perhaps a quotation mark is missing.", row=number)
        reader.take(number, row)
        if number > MOST_LINES:
            raise Unreadable("The file has more than {most:,} lines; fetch shorter periods.", most=MOST_LINES)
    if not reader.lines:
        raise Unreadable("The table has no rows.")
    if (mapping.opening or mapping.closing) and len(reader.lines) > 1:
        raise Unreadable("The table is of several accounts, so one opening or closing balance can't be told for it.")
    sha256 = hashlib.sha256(data).hexdigest()
    return [bounded(reader.made(sha256, *key)) for key in reader.lines]


def _look(data: bytes, known: frozenset[str]) -> Written:
    try:
        return cells.look(io.BytesIO(data), known)
    except NoTable as trouble:
        raise Unreadable.of(trouble) from None


def _rows(data: bytes, written: Written) -> Iterator[tuple[int, list[str] | Torn]]:
    try:
        yield from cells.rows(io.BytesIO(data), written)
    except NoTable as trouble:
        raise Unreadable.of(trouble) from None


class _Reader:
    """Reads rows as they were mapped."""

    def __init__(self, mapping: Mapping, written: Written) -> None:
        self.mapping, self.written = mapping, written
        self.at: dict[str, int] = {}
        for field, name in mapping.columns.items():
            if field not in FIELDS:
                raise Unreadable(
                    "There is no “{field}” that a column can say; there are {fields}.",
                    field=short(field),
                    fields=", ".join(FIELDS),
                )
            if name not in written.columns:
                raise Unreadable(
                    "The table has no column “{name}”; it has {columns}. Is it of another bank?",
                    name=short(name),
                    columns=", ".join(written.columns[:20]),
                )
            self.at[field] = written.columns.index(name)
        self._complete()
        self.lines: dict[tuple[str, str], list[Line]] = {}
        self.balances: dict[tuple[str, str], list[int | None]] = {}

    def _complete(self) -> None:
        """Raises Unreadable for a mapping that lacks what every table must tell."""
        at, mapping = self.at, self.mapping
        if "date" not in at:
            raise Unreadable("Say which column tells the day of booking (date).")
        if ("amount" in at) == ("debit" in at or "credit" in at):
            raise Unreadable("Say which column tells the amount: either amount, or debit and credit.")
        if "own" not in at and not mapping.account:
            raise Unreadable("Say of which account the table is: in account, or by the column own.")
        if "currency" not in at and not mapping.currency:
            raise Unreadable("Say in which currency the table is: in currency, or by the column currency.")
        if mapping.decimal not in (",", "."):
            raise Unreadable(
                "Before decimals stands a comma or a point; decimal can't be “{text}”.", text=short(mapping.decimal)
            )
        if mapping.days not in values.WAYS:
            raise Unreadable(
                "Days can't be written as “{days}”; there are {ways}.",
                days=short(mapping.days),
                ways=", ".join(values.WAYS),
            )

    def take(self, number: int, row: Sequence[str]) -> None:
        """Read a row. Raises Unreadable."""
        if len(row) > len(self.written.columns) and any(map(str.strip, row[len(self.written.columns) :])):
            raise Unreadable("Row {row} has more cells than there are columns.", row=number)
        said = {field: clean(row[at]) if at < len(row) else "" for field, at in self.at.items()}
        currency = said.get("currency", "") or self.mapping.currency
        key = account_id(said.get("own", "") or self.mapping.account), currency
        minor = self.minor(number, said, currency)
        balance = self.signed(number, "balance", said["balance"], currency) if said.get("balance") else None
        if not minor and balance is None:
            return
        structured = re.sub(r"[^0-9A-Za-z]", "", said.get("structured", "")).upper()
        self.balances.setdefault(key, []).append(balance)
        self.lines.setdefault(key, []).append(
            Line(
                date=self.day(number, "date", said["date"]),
                minor=minor,
                currency=currency,
                value_date=self.day(number, "value_date", said["value_date"]) if said.get("value_date") else "",
                servicer=said.get("servicer", ""),
                end_to_end=said.get("end_to_end", ""),
                name=said.get("name", ""),
                account=account_id(said.get("other", "")),
                structured=(structured,) if structured else (),
                text=said.get("text", ""),
                code=said.get("code", ""),
            )
        )

    def place(self, number: int, field: str) -> Told:
        return Told("Row {row}, {column}", row=number, column=self.mapping.columns.get(field, field))

    def day(self, number: int, field: str, text: str) -> str:
        try:
            return values.day(text, self.mapping.days)
        except Faulty as trouble:
            raise Unreadable("{place}: {trouble}", place=self.place(number, field), trouble=trouble) from None

    def minor(self, number: int, said: dict[str, str], currency: str) -> int:
        """What a row did to the account. Raises Unreadable."""
        if "amount" in self.at:
            minor = self.signed(number, "amount", said["amount"], currency)
            if "sign" not in self.at:
                return minor
            sign = folded(said["sign"])
            if sign not in OUT + IN:
                raise Unreadable(
                    "{place}: “{text}” tells neither in from out; write D or C.",
                    place=self.place(number, "sign"),
                    text=short(said["sign"]),
                )
            return -abs(minor) if sign in OUT else abs(minor)
        out, into = (
            abs(self.signed(number, field, said[field], currency)) if said.get(field) else None
            for field in ("debit", "credit")
        )
        if (out is None and into is None) or (out and into):
            raise Unreadable("Row {row}: one amount, in or out, is needed.", row=number)
        return (into or 0) - (out or 0)

    def signed(self, number: int, field: str, text: str, currency: str) -> int:
        """An amount as the table writes them. Raises Unreadable."""
        return _signed(text, self.mapping.decimal, currency, self.place(number, field))

    def made(self, sha256: str, account: str, currency: str) -> Statement:
        """What the table tells of one account in one currency."""
        lines, balances = self.lines[account, currency], self.balances[account, currency]
        opening, closing = _ends(lines, balances)
        if self.mapping.opening:
            opening = _signed(self.mapping.opening, self.mapping.decimal, currency, Told("Opening balance"))
        if self.mapping.closing:
            closing = _signed(self.mapping.closing, self.mapping.decimal, currency, Told("Closing balance"))
        days = sorted(line.date for line in lines)
        start, end = days[0], days[-1]
        return Statement(
            "table", sha256, account, currency, "", "", start, end,
            None if opening is None else Balance(opening, start), None if closing is None else Balance(closing, end),
            tuple(line for line in lines if line.minor),
        )  # fmt: skip


def _ends(lines: Sequence[Line], balances: Sequence[int | None]) -> tuple[int | None, int | None]:
    """The balance before the first line and after the last, from the balances after each; newest first or last."""
    if any(balance is None for balance in balances):
        return None, None
    booked = sum(line.minor for line in lines)
    ways = []
    for first, last in ((0, -1), (-1, 0)):
        after_first, after_last = balances[first], balances[last]
        assert after_first is not None
        assert after_last is not None
        ways.append((after_first - lines[first].minor, after_last))
    if lines[0].date != lines[-1].date:
        return ways[lines[0].date > lines[-1].date]
    return next((way for way in ways if way[0] + booked == way[1]), ways[0])


def _signed(text: str, decimal: str, currency: str, place: Told) -> int:
    """An amount with its sign before or after it, or in brackets, thousands apart or not, perhaps with its currency."""
    plain = re.sub(r"[\s'’_]|[€$£¥]", "", text.removeprefix("'")).replace(currency or "EUR", "").replace("−", "-")
    bracketed = re.fullmatch(r"\((.+)\)", plain)
    if bracketed:
        plain = "-" + bracketed[1]
    found = re.fullmatch(r"([+-]?)([0-9.,]+)([+-]?)", plain, re.ASCII)
    if not found or (found[1] and found[3]):
        raise Unreadable("{place}: “{text}” is not an amount.", place=place, text=short(text))
    whole, _mark, part = found[2].partition(decimal)
    apart = "." if decimal == "," else ","
    grouped = re.fullmatch(rf"[0-9]{{1,3}}(?:\{apart}[0-9]{{3}})+|[0-9]*", whole, re.ASCII)
    if not grouped or (part and not part.isdigit()) or not (whole or part):
        raise Unreadable(
            "{place}: “{text}” is not clear, as “{decimal}” should stand before decimals.",
            place=place,
            text=short(text),
            decimal=decimal,
        )
    minor = amount(f"{whole.replace(apart, '') or 0}.{part}", currency, place)
    return -minor if "-" in (found[1], found[3]) else minor
