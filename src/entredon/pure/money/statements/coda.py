"""Statements in CODA, as Belgian banks deliver them: records of 128 characters, each place of which has a meaning.

Source: Febelfin's standard for coded statements of account (CODA 2), in its public description. Own code, with the library
febelfin-coda as the reference in tests: it checks by ``assert``, tells no line of the file, takes a cut file for a whole one, and
stops at details of details. Here every figure, count and total of the file is checked, and named when it is wrong.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from entredon.pure.money.statements import MOST_LINES
from entredon.pure.money.statements.statement import (
    Balance,
    Batch,
    Line,
    Statement,
    Unreadable,
    account_id,
    amount,
    bounded,
    clean,
    short,
)
from entredon.pure.told import Told

WIDTH = 128
_WHOLE, _DETAIL = "0123", "5678"
"""The first sign of a transaction code: a booking, or a part of one. Parts of parts (9) tell nothing that is needed here."""
_STRUCTURED = {"100": (4, 29), "101": (4, 16), "102": (4, 16), "103": (4, 16), "105": (49, 61)}
"""Where in a communication the reference stands, by the kind of communication."""
_DIRECT_DEBIT = "127"


def is_coda(data: bytes) -> bool:
    """Whether a file begins as CODA does."""
    return re.match(rb"\xef?\xbb?\xbf?0000[0-9 ]{10}05", data[:32]) is not None


def read(data: bytes) -> list[Statement]:
    """The statements of a CODA file, in its order. Raises Unreadable."""
    sha256 = hashlib.sha256(data).hexdigest()
    records = _records(data)
    made: list[Statement] = []
    count = 0
    for number, record in records:
        if record[0] != "0":
            raise _wrong(number, "Line {line} doesn't begin a statement: its first sign is not 0.")
        if record[127] != "2":
            raise _wrong(number, "Line {line}: only CODA of version 2 is read; your bank can deliver that.")
        statement, another = _One(number, record).read(records)
        made.append(bounded(replace(statement, sha256=sha256)))
        count += len(statement.lines)
        if count > MOST_LINES:
            raise Unreadable("The file has more than {most:,} lines; fetch shorter periods.", most=MOST_LINES)
        if not another and (after := next(records, None)) is not None:
            raise _wrong(after[0], "Line {line} comes after the record that ends the file.")
    return made


def _wrong(line: int, sentence: str, /, **values: object) -> Unreadable:
    return Unreadable(sentence, line=line, **values)


def _records(data: bytes) -> Iterator[tuple[int, str]]:
    """The records with the numbers of their lines. Raises Unreadable."""
    end = len(data.rstrip(b"\x1a\x00 \r\n"))
    for number, raw in enumerate(io.BytesIO(data), 1):
        end -= len(raw)
        record = _text(raw.rstrip(b"\x1a\x00\r\n"))
        if len(record) != WIDTH:
            raise Unreadable(
                "Line {line} has {count} characters, not the 128 of CODA: fetch the file again, and don't save it with an editor.",
                line=number,
                count=len(record),
            )
        yield number, record
        if end <= 0:
            return


def _text(raw: bytes) -> str:
    """A record as text. Banks write Windows-1252; where letters take two bytes, so that it is longer, it is UTF-8."""
    if len(raw) > WIDTH or raw.startswith(b"\xef\xbb\xbf"):
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return raw.decode("cp1252", errors="replace")


@dataclass(slots=True)
class _Move:
    """A booking or a part of one, as its records tell."""

    number: int
    first: str
    second: str = " " * WIDTH
    third: str = " " * WIDTH
    payer: str = ""
    more: str = ""

    @property
    def sequence(self) -> str:
        return self.first[2:6]

    @property
    def kind(self) -> str:
        return self.first[53]

    @property
    def communication(self) -> str:
        return self.first[61:115] + self.second[10:63] + self.third[82:125]


class _One:
    """Reads one statement, record by record."""

    def __init__(self, number: int, header: str) -> None:
        self.number, self.header = number, header
        self.old = self.new = ""
        self.moves: list[_Move] = []
        self.count = 0
        self.currency = ""

    def read(self, records: Iterator[tuple[int, str]]) -> tuple[Statement, bool]:
        """The statement, and whether another follows in the file. Raises Unreadable."""
        for number, record in records:
            kind = record[0]
            if kind == "9":
                return self.made(number, record), record[127] == "1"
            if kind == "1" and not self.old:
                self.old = record
                self.currency = record[18:21] if record[1] == "0" else record[39:42]
            elif kind == "8" and self.old and not self.new:
                self.new = record
            elif kind in "23" and self.old and not self.new:
                self.add(number, record)
            elif kind != "4":
                raise _wrong(number, "Line {line} stands where it can't: is a part of the file missing?")
            self.count += kind in "1238"
        raise Unreadable("The file ends before the record that closes a statement (9): fetch it from your bank again.")

    def add(self, number: int, record: str) -> None:
        """A record of a movement (2) or of information about the last one (3)."""
        article = record[1]
        if record[0] == "3":
            if self.moves and self.moves[-1].sequence == record[2:6]:
                _inform(self.moves[-1], record)
            return
        if article == "1":
            self.moves.append(_Move(number, record))
            return
        if article not in "23" or not self.moves or self.moves[-1].first[2:10] != record[2:10]:
            raise _wrong(number, "Line {line} doesn't continue the movement before it.")
        if article == "2":
            self.moves[-1].second = record
        else:
            self.moves[-1].third = record

    def made(self, number: int, trailer: str) -> Statement:
        """The statement, once the record that closes it says the same. Raises Unreadable."""
        if not self.old:
            raise _wrong(number, "Line {line} closes a statement that has no old balance.")
        if trailer[16:22] != f"{self.count:06d}":
            raise _wrong(
                number,
                "Line {line}: the statement should have {told} records but has {count}: is a part of the file missing?",
                told=short(trailer[16:22]),
                count=self.count,
            )
        lines = self.lines()
        self.check_totals(number, trailer)
        old = self.old
        start = self.balance(self.number + 1, old[42:58], old[58:64])
        end = self.balance(number - 1, self.new[41:57], self.new[57:63]) if self.new else start
        days = sorted(line.date for line in lines)
        return Statement(
            "coda", "", _account(old), self.currency, clean(self.header[24:34]), clean(old[125:128]),
            min([*days, end.day]), max([*days, end.day]), start, end, tuple(lines),
        )  # fmt: skip

    def check_totals(self, number: int, trailer: str) -> None:
        """The record that closes a statement has the sums of what went out and came in."""
        for sign, digits in (("1", trailer[22:37]), ("0", trailer[37:52])):
            told = self.minor(number, "0" + digits)
            found = sum(
                self.minor(move.number, "0" + move.first[32:47])
                for move in self.moves
                if move.kind in _WHOLE and move.first[31] == sign
            )
            if told != found:
                raise _wrong(
                    number,
                    "Line {line}: the totals of the file don't fit its movements; is a part of it missing?",
                )

    def balance(self, number: int, signed: str, when: str) -> Balance:
        return Balance(self.minor(number, signed), _day(number, when))

    def minor(self, number: int, signed: str) -> int:
        """An amount with its sign (1: overdrawn, or out) and three decimals."""
        if signed[0] not in "01" or not (signed.isascii() and signed.isdigit()):
            raise _wrong(number, "Line {line}: “{text}” is not an amount.", text=short(signed))
        found = amount(f"{signed[1:-3]}.{signed[-3:]}", self.currency, Told("Line {line}", line=number))
        return -found if signed[0] == "1" else found

    def lines(self) -> list[Line]:
        """Bookings, each with its parts where those add up to it."""
        wholes: list[tuple[_Move, list[_Move]]] = []
        for move in self.moves:
            if move.kind in _WHOLE:
                wholes.append((move, []))
            elif move.kind not in _DETAIL + "9":
                raise _wrong(move.number, "Line {line} has a transaction code that CODA doesn't know.")
            elif not wholes or wholes[-1][0].sequence != move.sequence:
                raise _wrong(move.number, "Line {line} is a part of a movement that isn't there.")
            elif move.kind in _DETAIL:
                wholes[-1][1].append(move)
        return [line for whole, parts in wholes for line in self.split(whole, parts) if line.minor]

    def split(self, whole: _Move, parts: list[_Move]) -> list[Line]:
        line = self.line(whole)
        # A booking with its costs beside it (3, with parts 8) is one payment still.
        if not parts or whole.kind == "3":
            return [line]
        batch = Batch(line.minor, len(parts), 0)
        made = [self.line(part) for part in parts]
        if sum(part.minor for part in made) != line.minor:
            return [replace(line, batch=batch)]
        return [
            # The day is the booking's: parts may leave it empty.
            replace(part, date=line.date, batch=replace(batch, number=number))
            for number, part in enumerate(made, 1)
        ]

    def line(self, move: _Move) -> Line:
        first, second, third = move.first, move.second, move.third
        structured, text = _communication(move.communication)
        # Where older files have other figures in place of a return, what stands before it is not empty.
        back = second[112] if second[112] in "12345" and not second[109:112].strip() else ""
        return Line(
            date=_day(move.number, first[115:121]),
            minor=self.minor(move.number, first[31:47]),
            currency=self.currency,
            value_date=_day(move.number, first[47:53]) if first[47:53].strip("0 ") else "",
            servicer=clean(first[10:31]),
            end_to_end=_customer(second[63:98]),
            name=clean(third[47:82]) or clean(move.payer),
            account=_iban("".join(third[10:44].split()[:1])),
            structured=structured,
            text=text,
            note=clean(move.more),
            code=first[53:61].strip(),
            returned=clean(second[113:117]) if back else "",
            reversal=bool(back),
        )


def _inform(move: _Move, record: str) -> None:
    """What an information record adds to a movement: who paid, where no third record tells it; then what the bank explains."""
    if record[1] != "1":
        move.more += record[10:115] if record[1] == "2" else record[10:100]
    elif record[39:43] == "1001":
        move.payer = record[43:113]
    elif record[39] == "0":
        move.more += record[40:113]


def _customer(text: str) -> str:
    text = clean(text)
    return "" if text.upper() == "NOTPROVIDED" else text


def _communication(told: str) -> tuple[tuple[str, ...], str]:
    """The reference of a communication, if it is of a kind that has one, and what was written freely."""
    if told[0] != "1":
        return (), clean(told[1:])
    kind = told[1:4]
    if kind == _DIRECT_DEBIT:
        return (), clean(told[83:145])
    if kind in _STRUCTURED:
        start, end = _STRUCTURED[kind]
        reference = "".join(c for c in told[start:end] if c.isalnum())
        return ((reference,) if reference.strip("0") else ()), ""
    return (), clean(told[4:])


def _account(old: str) -> str:
    """The account of a statement."""
    return _iban(account_id(old[5:17] if old[1] == "0" else old[5:36] if old[1] == "2" else old[5:39]))


def _iban(text: str) -> str:
    """The twelve digits of a Belgian account as an IBAN; other ids as they are, but for nothing but zeros."""
    if text.isascii() and text.isdigit() and len(text) == 12 and (int(text[:10]) % 97 or 97) == int(text[10:]):
        return f"BE{98 - int(text + '111400') % 97:02d}{text}"
    return text if text.strip("0") else ""


def _day(number: int, text: str) -> str:
    """A day as ddmmyy. Statements are kept since the seventies."""
    if text.isascii() and text.isdigit():
        day, month, year = int(text[:2]), int(text[2:4]), int(text[4:])
        try:
            return date(year + (1900 if year >= 70 else 2000), month, day).isoformat()
        except ValueError:
            pass
    raise _wrong(number, "Line {line}: “{text}” is not a day.", text=short(text))
