"""A bank that makes life hard: for tests of paying out. It keeps its own books in a file, whoever dies while speaking with it.

It takes payment files and knows one again by its message id alone, as banks do: another file with the same payments is paid a second
time. Often it takes a file and doesn't answer, or doesn't take it and doesn't answer either. Some payments it rejects, some come back
days later, some files it books as one sum. Its statements begin and end on any day, and overlap. Of a file it has already it says
that it was rejected.
"""

import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from entredon.pure.money.statements.statement import Batch, Line
from entredon.pure.money.statements.tests.writing import camt, statement

ACCOUNT = "BE68539007547034"
FIRST = date(2026, 1, 5)
"""The day on which its books of this account begin."""
PAID, REJECTED, RETURNED = "paid", "rejected", "returned"

TABLES = """
CREATE TABLE IF NOT EXISTS file (message TEXT PRIMARY KEY, batch TEXT, bytes BLOB, times INTEGER, one_sum INTEGER);
CREATE TABLE IF NOT EXISTS payment (message TEXT, name TEXT, minor INTEGER, iban TEXT, holder TEXT, fate TEXT, due INTEGER,
    state TEXT DEFAULT 'due');
CREATE TABLE IF NOT EXISTS line (n INTEGER PRIMARY KEY, day INTEGER, minor INTEGER, name TEXT, iban TEXT, holder TEXT,
    returned TEXT, one_sum INTEGER, batch TEXT);
CREATE TABLE IF NOT EXISTS today (day INTEGER);
CREATE TABLE IF NOT EXISTS told (what TEXT, times INTEGER);
"""


class Unanswered(Exception):
    """The bank didn't answer: whether it has the file, nobody knows."""


class Bank:
    """One account at it. What happens is chosen by chance, each time otherwise."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self._database = sqlite3.connect(folder / "bank.sqlite3", timeout=60, isolation_level=None)
        self._database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + TABLES)
        if not self._all("SELECT day FROM today"):
            self._database.execute("INSERT INTO today VALUES (0)")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of it or nothing, whenever who asked is killed."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _all(self, query: str, *values: object) -> list[tuple]:
        return self._database.execute(query, values).fetchall()

    def _one(self, query: str, *values: object) -> int:
        return int(self._database.execute(query, values).fetchone()[0] or 0)

    @property
    def today(self) -> int:
        return self._one("SELECT day FROM today")

    # What it is given

    def put_in(self, minor: int, text: str) -> None:
        """Somebody pays to the account."""
        with self._whole():
            self._line(self.today, minor, "", "BE71096123456769", text)

    def upload(self, data: bytes) -> None:
        """A payment file. Raises Unanswered."""
        answers = self.chance.random()
        if answers < 0.1:
            raise Unanswered("it didn't get that far")
        with self._whole():
            self._take(data)
        if answers < 0.4:
            raise Unanswered("it has it, and doesn't say so")

    def _take(self, data: bytes) -> None:
        tree = ElementTree.fromstring(data)
        message, batch = str(tree.findtext(".//{*}MsgId")), str(tree.findtext(".//{*}PmtInfId"))
        if known := self._all("SELECT bytes FROM file WHERE message = ?", message):
            assert known[0][0] == data, "the same message id, and other bytes"
            self._database.execute("UPDATE file SET times = times + 1 WHERE message = ?", (message,))
            return
        one_sum = self.chance.random() < 0.25
        self._database.execute("INSERT INTO file VALUES (?, ?, ?, 1, ?)", (message, batch, data, one_sum))
        due = self.today + self.chance.randrange(3)
        for payment in tree.iterfind(".//{*}CdtTrfTxInf"):
            text = lambda path, of=payment: str(of.findtext(path))  # noqa: E731
            fate = PAID if one_sum else self.chance.choices((PAID, REJECTED, RETURNED), (8, 1, 1))[0]
            minor = round(float(text(".//{*}InstdAmt")) * 100)
            self._database.execute(
                "INSERT INTO payment (message, name, minor, iban, holder, fate, due) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (message, text(".//{*}EndToEndId"), minor, text(".//{*}CdtrAcct//{*}IBAN"), text(".//{*}Cdtr/{*}Nm"),
                 fate, due if one_sum else due + self.chance.randrange(2)),
            )  # fmt: skip

    # What it does

    def tomorrow(self) -> None:
        """A day passes: what is due is paid or rejected, some of what was paid comes back."""
        with self._whole():
            self._database.execute("UPDATE today SET day = day + 1")
            today = self.today
            rows = self._all(
                "SELECT payment.rowid, name, minor, iban, holder, fate, state, one_sum, batch FROM payment"
                " JOIN file USING (message) WHERE (state = 'due' AND due <= ?) OR (state = 'paid' AND fate = 'returned'"
                " AND due <= ?)",
                today,
                today - 2,
            )
            for row, name, minor, iban, holder, fate, state, one_sum, batch in rows:
                if state == PAID:
                    self._line(today, minor, name, iban, holder, returned="AC04")
                    ends = RETURNED
                elif fate == REJECTED:
                    ends = REJECTED
                else:
                    self._line(today, -minor, name, iban, holder, one_sum=one_sum, batch=batch)
                    ends = PAID
                self._database.execute("UPDATE payment SET state = ? WHERE rowid = ?", (ends, row))

    def _line(
        self, day: int, minor: int, name: str, iban: str, holder: str, *, returned: str = "", one_sum: int = 0, batch: str = ""
    ) -> None:  # fmt: skip
        self._database.execute(
            "INSERT INTO line (day, minor, name, iban, holder, returned, one_sum, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (day, minor, name, iban, holder, returned, one_sum, batch),
        )

    # What it tells

    def report(self, message: str) -> bytes | None:
        """Its report (pain.002) on a file: what it rejects so far. Of a file that came again it says that all of it is rejected."""
        known = self._all("SELECT batch, times FROM file WHERE message = ?", message)
        if not known:
            return None
        batch, times = known[0]
        if times > 1 and self.chance.random() < 0.5:
            group = f"<GrpSts>RJCT</GrpSts>{_reason('DUPL')}"
            return _report(message, batch, group, "")
        rejected = self._all("SELECT name FROM payment WHERE message = ? AND state = 'rejected'", message)
        told = "".join(
            f"<TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId><TxSts>RJCT</TxSts>{_reason('AC04')}</TxInfAndSts>"
            for (name,) in rejected
        )
        return _report(message, batch, "<GrpSts>ACCP</GrpSts>" if not told else "<GrpSts>PART</GrpSts>", told)

    def statement(self) -> bytes:
        """A statement from any earlier day up to today, or to a day before it."""
        last = self.today - self.chance.choice((0, 0, 0, 1))
        first = max(1, last - self.chance.randrange(8))
        return self.excerpt(first, max(first, last))

    def whole(self) -> bytes:
        """Everything so far."""
        return self.excerpt(1, self.today)

    def excerpt(self, first: int, last: int) -> bytes:
        """The days from ``first`` to ``last``."""
        before = self._one("SELECT SUM(minor) FROM line WHERE day < ?", first)
        rows = self._all(
            "SELECT n, day, minor, name, iban, holder, returned, one_sum, batch FROM line WHERE day BETWEEN ? AND ? ORDER BY day, n",
            first,
            last,
        )
        lines = [*_singles(rows), *_sums(rows)]
        told = statement(
            *sorted(lines, key=lambda one: one.date),
            opening=before,
            start=_day(first),
            end=_day(last),
            number=f"{first}{last}",
        )
        return camt(told).encode()

    @property
    def balance(self) -> int:
        return self._one("SELECT SUM(minor) FROM line")

    def paid(self) -> dict[str, int]:
        """How often each payment has left the account."""
        return dict(self._all("SELECT name, COUNT(*) FROM line WHERE minor < 0 GROUP BY name"))

    def ends(self) -> dict[str, str]:
        """What became of each payment."""
        return dict(self._all("SELECT name, state FROM payment"))

    def uploads(self) -> tuple[int, int]:
        """How many files it has, and how often it was given one."""
        return self._one("SELECT COUNT(*) FROM file"), self._one("SELECT SUM(times) FROM file")


def _day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def _singles(rows: list[tuple]) -> Iterator[Line]:
    for n, day, minor, name, iban, holder, returned, one_sum, _batch in rows:
        if not one_sum:
            yield Line(
                _day(day), minor, "EUR", value_date=_day(day), servicer=f"S{n}", end_to_end=name, account=iban, name=holder,
                text="" if name else "For the common fund", returned=returned,
            )  # fmt: skip


def _sums(rows: list[tuple]) -> Iterator[Line]:
    """Files that are booked as one sum, without a word about the payments in it."""
    batches: dict[tuple[str, int], list[int]] = {}
    for _n, day, minor, _name, _iban, _holder, _returned, one_sum, batch in rows:
        if one_sum:
            batches.setdefault((batch, day), []).append(minor)
    for (batch, day), minors in batches.items():
        whole = Batch(sum(minors), len(minors), 0, payment=batch)
        yield Line(_day(day), sum(minors), "EUR", value_date=_day(day), servicer=f"B{batch[:8]}", batch=whole)


def _reason(code: str) -> str:
    return f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>"


def _report(message: str, batch: str, group: str, inside: str) -> bytes:
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>b</MsgId></GrpHdr>'
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>{group}</OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch}</OrgnlPmtInfId>{inside}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def message_of(file: bytes) -> str:
    """How a payment file calls itself."""
    found = re.search(rb"<MsgId>([^<]+)<", file)
    assert found
    return found[1].decode()
