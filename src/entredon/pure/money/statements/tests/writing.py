"""Writes statements as banks do, and draws some by chance: what is written here must be read back as it was."""

from dataclasses import replace
from datetime import date, timedelta
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from entredon.pure.money.statements.statement import Balance, Batch, Line, Statement
from entredon.pure.value import currency as currencies

ACCOUNT = "BE68539007547034"
OTHER = "BE71096123456769"
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


def statement(*lines: Line, opening: int = 0, closing: int | None = None, account: str = ACCOUNT, currency: str = "EUR",
              start: str = "2026-11-02", end: str = "", number: str = "1") -> Statement:  # fmt: skip
    """A statement whose closing balance fits unless another is given; its lines are in its currency."""
    end = end or max([start, *(line.date for line in lines)])
    lines = tuple(replace(line, currency=currency) for line in lines)
    last = opening + sum(line.minor for line in lines) if closing is None else closing
    return Statement("camt.053.001.08", "", account, currency, f"S{number}", number, start, end, Balance(opening, start),
                     Balance(last, end), lines)  # fmt: skip


def line(minor: int, date: str = "2026-11-02", **more: object) -> Line:
    return Line(date, minor, "EUR", **{"value_date": date, **more})  # type: ignore[arg-type]


def decimal(minor: int, currency: str) -> str:
    return currencies.plain(abs(minor), currency)


# camt


def camt(*statements: Statement, version: str = "08", message: str = "BkToCstmrStmt", tag: str = "Stmt", declared: str = "UTF-8",
         pending: bool = False) -> str:  # fmt: skip
    """A camt file. From version 08 on a status and a party are written one level deeper."""
    kind = {"BkToCstmrStmt": "053", "BkToCstmrAcctRpt": "052", "BkToCstmrDbtCdtNtfctn": "054"}[message]
    inside = "".join(_statement(each, tag, int(version), pending=pending) for each in statements)
    return (
        f'<?xml version="1.0" encoding="{declared}"?><Document xmlns="{NAMESPACE.replace("053", kind)}{version}"><{message}>'
        f"<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-05T06:00:00Z</CreDtTm></GrpHdr>{inside}</{message}></Document>"
    )


def _statement(told: Statement, tag: str, version: int, *, pending: bool) -> str:
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount(balance.minor, told.currency)}"
        f"<Dt><Dt>{balance.day}</Dt></Dt></Bal>"
        for kind, balance in (("OPBD", told.opening), ("CLBD", told.closing))
        if balance is not None
    )
    entries, batch = [], list[Line]()
    for each in told.lines:
        batch.append(each)
        if each.batch is None or each.batch.number in (0, each.batch.count):
            entries.append(_entry(batch, version))
            batch = []
    waiting = _entry([line(99999)], version).replace("BOOK", "PDNG") if pending else ""
    return (
        f"<{tag}><Id>{told.id}</Id><LglSeqNb>{told.number}</LglSeqNb><CreDtTm>2026-11-05T06:00:00Z</CreDtTm>"
        f"<FrToDt><FrDtTm>{told.start}T00:00:00+01:00</FrDtTm><ToDtTm>{told.end}T23:59:59+01:00</ToDtTm></FrToDt>"
        f"<Acct><Id>{_account(told.account)}</Id><Ccy>{told.currency}</Ccy></Acct>"
        f"{balances}{waiting}{''.join(entries)}</{tag}>"
    )


def _account(account: str) -> str:
    return f"<IBAN>{account}</IBAN>" if account[2:4].isdigit() else f"<Othr><Id>{account}</Id></Othr>"


def _amount(minor: int, currency: str) -> str:
    sign = "DBIT" if minor < 0 else "CRDT"
    return f'<Amt Ccy="{currency}">{decimal(minor, currency)}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'


def _entry(lines: list[Line], version: int) -> str:
    first = lines[0]
    total = first.batch.minor if first.batch is not None else first.minor
    status = "<Cd>BOOK</Cd>" if version >= 8 else "BOOK"
    batch = ""
    if first.batch is not None:
        batch = f"<Btch><PmtInfId>{first.batch.payment}</PmtInfId><NbOfTxs>{first.batch.count}</NbOfTxs></Btch>"
    details = "".join(_details(each, version) for each in lines)
    return (
        f"<Ntry>{_amount(total, first.currency)}<RvslInd>{str(first.reversal).lower()}</RvslInd><Sts>{status}</Sts>"
        f"<BookgDt><Dt>{first.date}</Dt></BookgDt><ValDt><Dt>{first.value_date}</Dt></ValDt>"
        f"<NtryDtls>{batch}{details}</NtryDtls></Ntry>"
    )


def _details(told: Line, version: int) -> str:
    party = "Dbtr" if told.minor >= 0 else "Cdtr"
    name = f"<Nm>{escape(told.name)}</Nm>" if told.name else ""
    name = f"<Pty>{name}</Pty>" if version >= 8 else name
    account = f"<{party}Acct><Id>{_account(told.account)}</Id></{party}Acct>" if told.account else ""
    structured = "".join(f"<Strd><CdtrRefInf><Ref>{each}</Ref></CdtrRefInf></Strd>" for each in told.structured)
    text = f"<Ustrd>{escape(told.text)}</Ustrd>" if told.text else ""
    returned = f"<RtrInf><Rsn><Cd>{told.returned}</Cd></Rsn></RtrInf>" if told.returned else ""
    return (
        f"<TxDtls><Refs><AcctSvcrRef>{escape(told.servicer)}</AcctSvcrRef>"
        f"<EndToEndId>{escape(told.end_to_end) or 'NOTPROVIDED'}</EndToEndId></Refs>{_amount(told.minor, told.currency)}"
        f"<RltdPties><{party}>{name}</{party}>{account}</RltdPties><RmtInf>{text}{structured}</RmtInf>{returned}</TxDtls>"
    )


# CODA


def _ddmmyy(day: str) -> str:
    return day[8:10] + day[5:7] + day[2:4]


def _coda_amount(minor: int) -> str:
    return f"{'1' if minor < 0 else '0'}{abs(minor) * 10:015d}"


def coda(*statements: Statement) -> str:
    """A CODA file of accounts in euros."""
    return "".join(_coda(each, last=number == len(statements)) for number, each in enumerate(statements, 1))


def _coda(told: Statement, *, last: bool) -> str:
    assert told.opening is not None
    assert told.closing is not None
    account = f"{told.account:<34}EUR"
    number = f"{int(told.number) % 1000:03d}"
    opening = f"{_coda_amount(told.opening.minor)}{_ddmmyy(told.opening.day)}"
    records = [f"0000{_coda_header(told)}", f"12{number}{account}{opening}{'Merel vzw':<26}{'Account':<35}{number}"]
    sequence, whole = 0, dict[str, int](d=0, c=0)
    for each in told.lines:
        part = each.batch.number if each.batch is not None else 0
        if part <= 1:
            sequence = sequence % 9999 + 1
            total = each.batch.minor if each.batch is not None else each.minor
            whole["d" if total < 0 else "c"] += abs(total)
        if part == 1:
            records += _movement(replace(each, minor=total, text="", structured=(), name="", account="", end_to_end=""), sequence,
                                 0, "1")  # fmt: skip
        records += _movement(each, sequence, part, "5" if part else "0")
    records.append(
        f"8{int(told.number) % 1000:03d}{account}{_coda_amount(told.closing.minor)}{_ddmmyy(told.closing.day)}{'':64}0"
    )
    records.append(
        f"9{'':15}{len(records) - 1:06d}{whole['d'] * 10:015d}{whole['c'] * 10:015d}{'':75}{'2' if last else '1'}"
    )
    return "".join(f"{record:<128}\r\n" for record in records)


def _coda_header(told: Statement) -> str:
    head = f"0{_ddmmyy(told.end)}53905        {told.id:<10}{'Merel vzw':<26}{'KREDBEBB':<11}00000000097 00000"
    return f"{head:<123}2"


def _movement(told: Line, sequence: int, detail: int, kind: str) -> list[str]:
    if told.structured:
        reference = told.structured[0]
        zone = f"1101{reference}" if reference.isdigit() else f"1100{reference}"
    else:
        zone = f"0{told.text}"
    zone = f"{zone:<150}"
    start = f"{sequence:04d}{detail:04d}"
    value = _ddmmyy(told.value_date) if told.value_date else "000000"
    back = f"1{told.returned:<4}" if told.returned else "     "
    return [
        f"21{start}{told.servicer:<21}{_coda_amount(told.minor)}{value}{kind}0150000{zone[:54]}{_ddmmyy(told.date)}00111 0",
        f"22{start}{zone[54:107]}{told.end_to_end:<35}{'':11}   {back}{'':8}1 0",
        f"23{start}{f'{told.account:<34}EUR' if told.account else '':<37}{told.name:<35}{zone[107:150]}0 0",
    ]


# Tables


def table(
    told: Statement, *, newest_first: bool = False, decimal_sign: str = ",", separator: str = ";", day: str = "%d/%m/%Y"
) -> str:
    """A bank's table with a column of balances."""
    assert told.opening is not None
    balance, rows = told.opening.minor, []
    for each in told.lines:
        balance += each.minor
        cells = (date.fromisoformat(each.date).strftime(day), _signed(each.minor, told.currency, decimal_sign),
                 _signed(balance, told.currency, decimal_sign), each.name, each.account, each.text, each.servicer)  # fmt: skip
        rows.append(separator.join('"' + cell.replace('"', '""') + '"' for cell in cells))
    head = separator.join(("Datum", "Bedrag", "Saldo", "Naam tegenpartij", "Tegenrekening", "Mededeling", "Volgnummer"))
    return "\r\n".join([head, *(reversed(rows) if newest_first else rows), ""])


def _signed(minor: int, currency: str, decimal_sign: str) -> str:
    whole, _point, part = decimal(minor, currency).partition(".")
    apart = "." if decimal_sign == "," else ","
    text = f"{int(whole):,}".replace(",", apart) + (f"{decimal_sign}{part}" if part else "")
    return f"-{text}" if minor < 0 else text


# By chance

_WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGH 0123456789-.&<é", max_size=40).map(
    lambda text: " ".join(text.split())
)
_IDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", max_size=20).filter(
    lambda text: text not in ("NOTPROVIDED", "NONREF")
)


@st.composite
def lines(draw: st.DrawFn, day: str, *, most: int = 10**9, currency: str = "EUR") -> Line:
    """A payment of a day."""
    minor = draw(st.integers(-most, most).filter(bool))
    structured = draw(st.sampled_from(((), (), ("090933755493",), ("RF18539007547034",))))
    return Line(
        date=day, minor=minor, currency=currency, value_date=day, servicer=draw(_IDS), end_to_end=draw(_IDS),
        name=draw(_WORDS.filter(lambda text: len(text) < 30)), account=draw(st.sampled_from(("", OTHER))), structured=structured,
        text="" if structured else draw(_WORDS),
    )  # fmt: skip


@st.composite
def batches(draw: st.DrawFn, day: str) -> list[Line]:
    """A sum that the bank booked of several payments."""
    parts = draw(st.lists(lines(day), min_size=2, max_size=3))
    total = sum(part.minor for part in parts)
    return [replace(part, batch=Batch(total, len(parts), number), servicer="", returned="")
            for number, part in enumerate(parts, 1)] if total else parts  # fmt: skip


@st.composite
def histories(draw: st.DrawFn, days: int = 3, *, batched: bool = False) -> list[list[Line]]:
    """The lines of an account, day by day; some of them twice."""
    found = []
    for number in range(draw(st.integers(1, days))):
        day = (date(2026, 11, 2) + timedelta(days=number)).isoformat()
        of_day = draw(st.lists(lines(day), max_size=3))
        if of_day and draw(st.booleans()):
            of_day = [*of_day, of_day[0]]
        if batched:
            of_day += draw(st.one_of(st.just([]), batches(day)))
        found.append(of_day)
    return found


def cut(history: list[list[Line]], opening: int, first: int, last: int) -> Statement:
    """The statement of some days of a history, from number ``first`` to ``last``."""
    before = opening + sum(each.minor for day in history[:first] for each in day)
    start, end = ((date(2026, 11, 2) + timedelta(days=number)).isoformat() for number in (first, last))
    inside = [each for day in history[first : last + 1] for each in day]
    return statement(*inside, opening=before, start=start, end=end, number=str(first + 1))
