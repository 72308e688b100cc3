"""Statements in camt.053, and what only announces them (camt.052, camt.054), in any version of ISO 20022.

Source: the ISO 20022 message definitions. Elements are looked up by name alone, as versions differ by namespace. Only entries
whose status is BOOK are lines. Credit or debit is said by CdtDbtInd alone: of a reversal (RvslInd) it already tells which way the
money went.
"""

import hashlib
from dataclasses import dataclass, field, replace

from entredon.pure.money.statements import MOST_LINES, xml
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
    day,
)
from entredon.pure.money.statements.xml import Element
from entredon.pure.told import Told

_MESSAGES = {
    "BkToCstmrStmt": ("Stmt", "camt.053"),
    "BkToCstmrAcctRpt": ("Rpt", "camt.052"),
    "BkToCstmrDbtCdtNtfctn": ("Ntfctn", "camt.054"),
}
"""The element of a message, that of the statements in it, and what it is called."""
_STATEMENTS = {statement for statement, _name in _MESSAGES.values()}
_NOTHING = {"NOTPROVIDED", "NOT PROVIDED", "NOTPROVIDED.", "NONREF"}
_SIGN = {"CRDT": 1, "DBIT": -1}
_FOUND = "_lines"


def read(data: bytes) -> list[Statement]:
    """The statements of a camt file, one for each account and currency in it. Raises Unreadable."""
    reader = _Reader()
    root = xml.walk(data, "Ntry", reader.take)
    message = _message(root)
    statements_in, name = _MESSAGES[message.name]
    namespace = message.namespace.rpartition(":")[2]
    format = namespace if namespace.startswith(name) else name
    found = [element for element in message.children if element.name == statements_in]
    if not found:
        raise Unreadable(
            "The file holds no statement at all: ask your bank for one of a period in which it kept the account."
        )
    sha256 = hashlib.sha256(data).hexdigest()
    return [
        bounded(replace(statement, format=format, sha256=sha256, announces=name != "camt.053"))
        for element in found
        for statement in _statements(element, reader.entries.pop(id(element), _Entries()))
    ]


def _message(root: Element) -> Element:
    """The one message in a document, also where a bank wraps it into an envelope. Raises Unreadable."""
    level = [root]
    for _ in range(4):
        found = [element for element in level if element.name in _MESSAGES]
        if len(found) > 1:
            raise Unreadable(
                "The file holds {count} messages of the bank: give each a file of its own.", count=len(found)
            )
        if found:
            return found[0]
        level = [child for element in level for child in element.children]
    raise _other(root, root.children[0].name if root.children else root.name)


def _other(root: Element, message: str) -> Unreadable:
    """What an XML file is that is no statement."""
    if message in ("CstmrCdtTrfInitn", "CstmrDrctDbtInitn"):
        return Unreadable("This is an order of payments (pain), not what the bank did: upload a camt.053 statement.")
    if message == "CstmrPmtStsRpt":
        return Unreadable("This is the bank's answer to an order of payments (pain.002), not a statement.")
    if root.name.lower() == "html":
        return Unreadable("This is a web page, not a statement; did your bank ask you to sign in again?")
    return Unreadable("This is XML, but no statement (camt.053): it holds {message}.", message=clean(message)[:40])


@dataclass(slots=True)
class _Entries:
    """What was read of one statement's entries."""

    lines: list[Line] = field(default_factory=list)
    left_out: int = 0


class _Reader:
    """Turns each entry into lines as it ends, so that a large file is never held as a tree."""

    def __init__(self) -> None:
        self.entries: dict[int, _Entries] = {}
        self.count = 0

    def take(self, element: Element, around: Element) -> bool:
        if around.name not in _STATEMENTS:
            return False
        into = self.entries.setdefault(id(around), _Entries())
        lines = _lines(element, around)
        if lines is None:
            into.left_out += 1
        else:
            into.lines += lines
            self.count += len(lines)
            if self.count > MOST_LINES:
                raise Unreadable("The file has more than {most:,} lines; fetch shorter periods.", most=MOST_LINES)
        return True


def _at(element: Element) -> Told:
    """Where an entry stands. Entries are called lines for people; lines of the file are too, so both are named."""
    return Told("Entry in line {line} of the file", line=element.line)


def _statements(element: Element, entries: _Entries) -> list[Statement]:
    """A statement; or several, where a bank tells of several currencies in one."""
    place = Told("Statement in line {line} of the file", line=element.line)
    account = account_id(element.say("Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id", "Acct/Id/BBAN"))
    if not account:
        raise Unreadable("{place}: it doesn't say of which account it is.", place=place)
    opening, closing, begins = _balances(element)
    known = element.say("Acct/Ccy")
    currencies = dict.fromkeys(
        [*opening, *closing, *(line.currency for line in entries.lines), *([known] if known else [])]
    )
    if not currencies:
        raise Unreadable("{place}: it has neither balances nor lines.", place=place)
    start, end = (_day(element, f"FrToDt/{name}DtTm", f"FrToDt/{name}Dt") for name in ("Fr", "To"))
    number = element.say("LglSeqNb", "ElctrncSeqNb")
    made = []
    for currency in currencies:
        amount("0", currency, place)  # is it one at all?
        lines = tuple(line for line in entries.lines if line.currency == currency)
        first, last = opening.get(currency), closing.get(currency)
        days = sorted(line.date for line in lines)
        made.append(
            Statement(
                "", "", account, currency, clean(element.say("Id")), clean(number),
                start or begins.get(currency) or next((at for at in (*days[:1], last.day if last else "") if at), ""),
                end or (last.day if last else "") or next(iter(days[-1:]), ""),
                first, last, lines, entries.left_out,
            )
        )  # fmt: skip
    return made


def _day(element: Element, *paths: str) -> str:
    text = element.say(*paths)
    return day(text, _at(element)) if text else ""


def _balances(element: Element) -> tuple[dict[str, Balance], dict[str, Balance], dict[str, str]]:
    """The booked balances before and after, by currency, and the day on which the first was taken, if that is known.

    Where each day has its own, the first and the last of them count. The closing balance of the statement before (PRCD) is as
    good as an opening one, but tells nothing of the first day.
    """
    kinds: dict[str, dict[str, list[Balance]]] = {"OPBD": {}, "PRCD": {}, "CLBD": {}}
    for told in element.all("Bal"):
        kind = told.say("Tp/CdOrPrtry/Cd")
        if kind not in kinds:
            continue
        place = Told("Balance in line {line} of the file", line=told.line)
        minor, currency = _money(told, place)
        balance = Balance(minor * _sign(told, place), _day(told, "Dt/Dt", "Dt/DtTm"))
        kinds[kind].setdefault(currency, []).append(balance)
    opened = {currency: _one(found, element, last=False) for currency, found in kinds["PRCD"].items()}
    begun = {currency: _one(found, element, last=False) for currency, found in kinds["OPBD"].items()}
    closed = {currency: _one(found, element, last=True) for currency, found in kinds["CLBD"].items()}
    return {**opened, **begun}, closed, {currency: balance.day for currency, balance in begun.items()}


def _one(found: list[Balance], element: Element, *, last: bool) -> Balance:
    chosen = max(found, key=lambda balance: balance.day) if last else min(found, key=lambda balance: balance.day)
    if any(other.minor != chosen.minor for other in found if other.day == chosen.day):
        raise Unreadable(
            "Statement in line {line} of the file: it gives two different balances for {day}.",
            line=element.line,
            day=chosen.day or "?",
        )
    return chosen


def _money(element: Element, place: Told) -> tuple[int, str]:
    """What Amt says: smallest units, and a currency."""
    told = element.first("Amt")
    if told is None or not told.text.strip():
        raise Unreadable("{place}: it has no amount.", place=place)
    currency = told.currency
    return amount(told.text.strip(), currency, place), currency


def _sign(element: Element, place: Told) -> int:
    told = element.say("CdtDbtInd")
    if told not in _SIGN:
        raise Unreadable("{place}: it doesn't say whether money came in or went out (CdtDbtInd).", place=place)
    return _SIGN[told]


def _lines(entry: Element, statement: Element) -> list[Line] | None:
    """The lines that an entry is: one for each of its payments if those add up to it, else one; None where nothing is booked."""
    place = _at(entry)
    minor, currency = _money(entry, place)
    minor *= _sign(entry, place)
    status = entry.say("Sts/Cd", "Sts")
    if not status:
        raise Unreadable("{place}: it doesn't say whether it is booked (Sts).", place=place)
    if status != "BOOK" or not minor:
        return None
    date = _day(entry, "BookgDt/Dt", "BookgDt/DtTm") or _day(entry, "ValDt/Dt", "ValDt/DtTm")
    if not date:
        raise Unreadable("{place}: it has no day.", place=place)
    own = account_id(statement.say("Acct/Id/IBAN", "Acct/Id/Othr/Id"))
    whole = Line(
        date=date, minor=minor, currency=currency,
        value_date=_day(entry, "ValDt/Dt", "ValDt/DtTm"),
        servicer=_reference(entry.say("AcctSvcrRef")),
        note=clean(entry.say("AddtlNtryInf")),
        code=_code(entry),
        reversal=entry.say("RvslInd") in ("true", "1"),
    )  # fmt: skip
    payments = entry.all("NtryDtls/TxDtls")
    told = entry.first("NtryDtls/Btch")
    if len(payments) == 1 and (told is None or told.say("NbOfTxs") in ("", "1")):
        batch = _batch(whole, told, 1, 1) if told is not None and told.say("PmtInfId", "MsgId") else None
        return [replace(_detailed(whole, payments[0], own), batch=batch)]
    if not payments and told is None:
        return [whole]
    return _batched(entry, whole, payments, told, own)


def _batch(whole: Line, told: Element | None, size: int, number: int) -> Batch:
    """How the bank names what it booked as one sum; also a file of one payment is one."""
    said = (clean(told.say(name)) if told is not None else "" for name in ("MsgId", "PmtInfId"))
    return Batch(whole.minor, size, number, *said)


def _batched(entry: Element, whole: Line, payments: list[Element], told: Element | None, own: str) -> list[Line]:
    """The payments that were booked as one sum."""
    parts = [_part(payment, whole, entry) for payment in payments]
    count = told.say("NbOfTxs") if told is not None else ""
    size = int(count) if count.isascii() and count.isdigit() and len(count) <= 9 else len(payments)
    batch = _batch(whole, told, size, 0)
    sums = [part for part in parts if part is not None]
    if not payments or len(sums) < len(parts) or sum(sums) != whole.minor:
        return [replace(whole, batch=batch)]
    lines = [
        replace(_detailed(whole, payment, own), minor=part, batch=replace(batch, number=number))
        for number, (payment, part) in enumerate(zip(payments, sums, strict=True), 1)
    ]
    return [line for line in lines if line.minor] or [replace(whole, batch=batch)]


def _part(payment: Element, whole: Line, entry: Element) -> int | None:
    """What one payment of a batch is of it, if that is told in the currency of the account."""
    sign = _SIGN.get(payment.say("CdtDbtInd"), 1 if whole.minor >= 0 else -1)
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt"):
        told = payment.first(path)
        if told is not None and told.currency == whole.currency:
            return sign * amount(told.text.strip(), whole.currency, _at(entry))
    return None


def _detailed(whole: Line, payment: Element, own: str) -> Line:
    """A line with what is told of its payment."""
    name, account = _other_side(payment, own, came_in=whole.minor >= 0)
    references = payment.all("RmtInf/Strd")
    structured = dict.fromkeys(
        reference
        for told in references
        if (reference := _plain_reference(told.say("CdtrRefInf/Ref", "CdtrRefInf/CdtrRef")))
    )
    texts = [told.text for told in payment.all("RmtInf/Ustrd")]
    texts += [told.text for strd in references for told in strd.all("AddtlRmtInf")]
    return replace(
        whole,
        servicer=_reference(payment.say("Refs/AcctSvcrRef")) or whole.servicer,
        end_to_end=_reference(payment.say("Refs/EndToEndId")),
        name=name,
        account=account,
        structured=tuple(structured),
        text=clean(" ".join(texts)),
        note=clean(payment.say("AddtlTxInf")) or whole.note,
        code=_code(payment) or whole.code,
        returned=clean(payment.say("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf")),
    )


def _other_side(payment: Element, own: str, *, came_in: bool) -> tuple[str, str]:
    """Name and account of who paid or was paid. What came back names the two as the first payment did, so ours is passed over."""
    for party in ("Dbtr", "Cdtr") if came_in else ("Cdtr", "Dbtr"):
        sides = f"RltdPties/{party}", f"RltdPties/{party}Acct/Id"
        name = clean(payment.say(f"{sides[0]}/Pty/Nm", f"{sides[0]}/Nm", f"RltdPties/Ultmt{party}/Nm"))
        account = account_id(payment.say(f"{sides[1]}/IBAN", f"{sides[1]}/Othr/Id"))
        if (name or account) and not (account and account == own):
            return name, account
    return "", ""


def _code(element: Element) -> str:
    """Which kind of transaction: as ISO 20022 has them, PMNT/RCDT/ESCT, else as the bank calls it."""
    told = [element.say(f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    return clean("/".join(part for part in told if part) or element.say("BkTxCd/Prtry/Cd"))[:60]


def _reference(text: str) -> str:
    text = clean(text)
    return "" if text.upper() in _NOTHING else text


def _plain_reference(text: str) -> str:
    """A reference without spaces and the signs around it."""
    return "".join(c for c in clean(text).upper() if c.isalnum())
