"""What a sample commons needs to tell of money: private details kept beside the record, and bank statements of banks that don't exist.

All of it is made the same each time, so that an interrupted telling can be finished.
"""

import io
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.sax.saxutils import escape

import msgspec

from entredon.apps.treasury import bases, bringing_known, documents, payees, payout_files, statement_lines
from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury.entries import StatementTaken
from entredon.apps.treasury.entries_books import Reserve, ReservesProven
from entredon.apps.treasury.entries_out import RunExported
from entredon.apps.treasury.models import BankDetails, BankFile, LineDetails, Run
from entredon.apps.treasury.record_closing import add_up
from entredon.apps.treasury.statement_lines import StatementLine
from entredon.log import content
from entredon.pure.log import commitment
from entredon.pure.money import references
from entredon.pure.money.statements import reading
from entredon.pure.money.statements.identity import numbered
from entredon.pure.money.statements.statement import Statement
from entredon.pure.value import currency as currencies


class BankLine(NamedTuple):
    """A line as a made-up bank tells it; ``key`` is what the story calls it."""

    key: str
    day: str
    minor: int
    name: str
    text: str = ""
    reference: str = ""
    end_to_end: str = ""


@dataclass
class Bank:
    """The bank of a sample: what it wrote, and what is kept here of it. ``numbers`` are those of the accounts, by name."""

    slug: str
    numbers: dict[str, str]
    files: dict[str, tuple[bytes, Statement, str]] = field(default_factory=dict)
    lines: dict[tuple[str, str], str] = field(default_factory=dict)

    def account(self, name: str, holder: str, number: str) -> str:
        """Keep the number of an account; returns the commitment to it."""
        salt = documents.salt(self.slug, "account", name, number)
        BankDetails.objects.get_or_create(
            commons=self.slug, account=name, defaults={"holder": holder, "iban": number, "salt": salt}
        )
        return commitment.commit(salt, number)

    def payee(self, person: str, holder: str, number: str) -> str:
        """Keep where somebody is paid; returns the commitment to it."""
        row, _new = payees.keep(self.slug, person, payees.checked(holder, number))
        return str(row.details)

    def paper(self, what: str, name: str, data: bytes, person: str) -> str:
        """Keep a paper; returns the commitment to it."""
        return str(documents.keep(self.slug, data, what=what, name=name, person=person).commitment)

    def reference(self, request: str) -> str:
        """The reference by which a payment for a request is known."""
        return references.rf(bases.of_request(request)).text

    def gift_reference(self, founded: str) -> str:
        """The reference by which a gift to the commons is known."""
        return references.rf(bases.of_gift(founded)).text

    def statement(
        self, name: str, account: str, currency: str, start: str, end: str, opening: int, lines: list[BankLine]
    ) -> StatementTaken:  # fmt: skip
        """What the record says of a statement; its file is made, kept, and read as any other."""
        lines = sorted(lines, key=lambda line: line.day)
        closing = opening + sum(line.minor for line in lines)
        data = _camt(self.numbers[account], currency, name, (start, opening), (end, closing), lines)
        [statement] = reading.read(data)
        self.files[name] = data, statement, account
        told = []
        for line, (identity, read) in zip(lines, numbered(statement.account, statement.lines), strict=True):
            id, salt = bringing_known.line_id(self.slug, identity)
            self.lines[name, line.key] = id
            told.append(StatementLine(read.date, id, read.minor))
            self._keep(id, salt, read)
        written = statement_lines.write(told)
        content.store().put(io.BytesIO(written.raw), written.sha256)
        return StatementTaken(
            account=account, currency=currency, start=start, end=end, opening=opening, closing=closing, count=written.count,
            lines=written.sha256, source=bringing_known.source(self.slug, statement.sha256),
        )  # fmt: skip

    def _keep(self, id: str, salt: bytes, read: object) -> None:
        said = msgspec.json.encode(read).decode()
        line = msgspec.json.decode(said)
        LineDetails.objects.get_or_create(
            commons=self.slug, line=id,
            defaults={
                "salt": salt, "name": line["name"], "iban": line["account"], "said": said,
                "text": " ".join((*line["structured"], line["text"])).strip(),
            },
        )  # fmt: skip

    def line(self, statement: str, key: str) -> str:
        """The id of a line."""
        return self.lines[statement, key]

    def taken(self, name: str, entry: str, person: str) -> None:
        """A file counts as brought in."""
        data, statement, account = self.files[name]
        BankFile.objects.get_or_create(
            commons=self.slug, sha256=documents.keep_bytes(data), n=0,
            defaults={
                "name": f"{name}.xml", "what": statement.format[:12], "account": account, "currency": statement.currency,
                "start": statement.start, "end": statement.end, "state": "taken", "entry": entry, "person": person,
            },
        )  # fmt: skip

    def file(self, run: str) -> RunExported:
        """What the record says of the file for the bank, which is made and kept."""
        data = payout_files.written(self.slug, Run.objects.get(commons=self.slug, id=run))
        kept = documents.keep(self.slug, data, what=documents.PAYMENTS, name=f"payout-{run[:10]}.xml")
        return RunExported(run=run, file=kept.commitment)

    def reserves(self) -> ReservesProven:
        """What is there against what is owed, on the day until which all statements are known."""
        sums = add_up(books.balances(self.slug))
        right = (Reserve(currency=code, there=one.there, owed=one.owed, funds=one.funds) for code, one in sums.items())
        return ReservesProven(day=books.told_until(self.slug), reserves=tuple(right))


def _camt(
    number: str, currency: str, name: str, opening: tuple[str, int], closing: tuple[str, int], lines: list[BankLine]
) -> bytes:
    """A statement as banks write it (camt.053)."""
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(minor, currency)}<Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, (day, minor) in (("OPBD", opening), ("CLBD", closing))
    )
    entries = "".join(_entry(line, currency, n) for n, line in enumerate(lines, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{escape(name)}</MsgId><CreDtTm>{closing[0]}T22:00:00Z</CreDtTm></GrpHdr>"
        f"<Stmt><Id>{escape(name)}</Id><CreDtTm>{closing[0]}T22:00:00Z</CreDtTm>"
        f"<FrToDt><FrDtTm>{opening[0]}T00:00:00Z</FrDtTm><ToDtTm>{closing[0]}T23:59:59Z</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{number}</IBAN></Id><Ccy>{currency}</Ccy></Acct>{balances}{entries}</Stmt>"
        "</BkToCstmrStmt></Document>\n"
    ).encode()


def _entry(line: BankLine, currency: str, n: int) -> str:
    party = "Dbtr" if line.minor > 0 else "Cdtr"
    text = f"<Ustrd>{escape(line.text)}</Ustrd>" if line.text else ""
    reference = f"<Strd><CdtrRefInf><Ref>{line.reference}</Ref></CdtrRefInf></Strd>" if line.reference else ""
    return (
        f"<Ntry>{_amount(line.minor, currency)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{line.day}</Dt></BookgDt>"
        f"<ValDt><Dt>{line.day}</Dt></ValDt><NtryDtls><TxDtls><Refs><AcctSvcrRef>{line.day}-{n}</AcctSvcrRef>"
        f"<EndToEndId>{line.end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>{_amount(line.minor, currency)}"
        f"<RltdPties><{party}><Pty><Nm>{escape(line.name)}</Nm></Pty></{party}></RltdPties>"
        f"<RmtInf>{text}{reference}</RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _amount(minor: int, currency: str) -> str:
    sign = "DBIT" if minor < 0 else "CRDT"
    return f'<Amt Ccy="{currency}">{currencies.plain(abs(minor), currency)}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
