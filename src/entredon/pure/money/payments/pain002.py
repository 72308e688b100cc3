"""What a bank says of a file of payments: ISO 20022 pain.002, any version, at the levels of message, group and payment.

A status is never money. Only a rejection ends a payment, and not even that where the bank says that it has it already; "accepted",
even "settled" on the paying side, still waits for the statement, and so does everything that isn't named or isn't known. DTDs,
entities, several documents and files that are too large are refused.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from entredon.pure.money.payments import elements
from entredon.pure.money.payments.elements import BadReport, Element
from entredon.pure.money.payments.reasons import TWICE, meaning
from entredon.pure.money.quoting import quoted
from entredon.pure.told import Told

MOST_BYTES = 16 << 20
MOST_ELEMENTS = 1_000_000
"""In a report; about 35 for each payment that is repeated in full, ten for one that is only named."""
MOST_KEPT = 500_000
"""Of those, the ones that say anything here."""
MOST_WORDS = 500
"""Characters of what a bank adds in its own words."""

REJECTED, WAITING, MIXED, UNKNOWN = "rejected", "waiting", "mixed", "unknown"
"""What a status comes to: it won't be paid; not decided, or decided but not yet in a statement; see below; anybody's guess."""

STATUSES = {
    "RCVD": (WAITING, Told("The bank has received it and not looked at it yet.")),
    "PDNG": (WAITING, Told("The bank is still looking at it.")),
    "PATC": (WAITING, Told("Someone has signed at the bank, and someone still has to.")),
    "ACTC": (WAITING, Told("The file is written as it should be.")),
    "ACCP": (WAITING, Told("The bank knows the payer and will look at the money.")),
    "ACFC": (WAITING, Told("There is enough money on the account.")),
    "ACWC": (WAITING, Told("The bank accepted it and changed something, such as the day.")),
    "ACSP": (WAITING, Told("The bank is paying it.")),
    "ACWP": (WAITING, Told("The bank is paying it; it isn't on the payee's account yet.")),
    "ACSC": (WAITING, Told("The bank says that it has paid; the next statement shows it.")),
    "ACCC": (WAITING, Told("The bank says that it is on the payee's account; the next statement shows it.")),
    "BLCK": (WAITING, Told("The bank has taken the money aside and doesn't pass it on. Speak with your bank.")),
    "PART": (MIXED, Told("The bank accepted some payments and not others.")),
    "RJCT": (REJECTED, Told("The bank rejected it.")),
    "CANC": (REJECTED, Told("It was cancelled.")),
}
"""What each code of a status comes to, and what it means."""
_NAMES = """CstmrPmtStsRpt GrpHdr MsgId CreDtTm OrgnlGrpInfAndSts OrgnlMsgId GrpSts OrgnlPmtInfAndSts OrgnlPmtInfId PmtInfSts
TxInfAndSts OrgnlEndToEndId OrgnlInstrId TxSts StsRsnInf Rsn Cd Prtry AddtlInf"""
_KEPT = frozenset(_NAMES.split())
MESSAGE, GROUP, PAYMENT = "message", "group", "payment"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code (of the bank's own where ``own``), and what the bank adds in its words."""

    code: str
    words: str = ""
    own: bool = False

    @property
    def meaning(self) -> Told:
        """A sentence that says what is the matter."""
        return meaning(self.code)


@dataclass(frozen=True, slots=True)
class Status:
    """What is said of a message, a group or a payment. ``code`` is "" where only parts below it are spoken of."""

    level: str
    id: str
    code: str
    reasons: tuple[Reason, ...] = ()

    @property
    def comes_to(self) -> str:
        """REJECTED, WAITING, MIXED or UNKNOWN. What is turned down for having been sent twice is WAITING: the first may be paid."""
        if any(reason.code in TWICE for reason in self.reasons):
            return WAITING
        return STATUSES[self.code][0] if self.code in STATUSES else UNKNOWN

    @property
    def meaning(self) -> Told:
        """A sentence that says what it means."""
        if self.code in STATUSES:
            return STATUSES[self.code][1]
        return Told("The bank gives the status “{code}”, which isn't known here. Ask your bank.", code=self.code)


@dataclass(frozen=True, slots=True)
class Group:
    """What is said of one ``PmtInf``, and of payments in it (their end-to-end ids)."""

    status: Status
    payments: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A status report: its own id and moment, the message it speaks of, and the groups in it."""

    id: str
    created: str
    message: Status
    groups: tuple[Group, ...]


def read(data: bytes) -> Report:
    """A status report. Raises BadReport with a sentence that says what is wrong with the file."""
    if len(data) > MOST_BYTES:
        raise BadReport("The file is larger than {most} MB, the most that is read.", most=MOST_BYTES >> 20)
    if not data.strip():
        raise BadReport("The file is empty.")
    root = elements.read(data, _KEPT, most=MOST_ELEMENTS, most_kept=MOST_KEPT)
    reports = list(root.all("CstmrPmtStsRpt")) if root.name == "Document" else []
    if not reports:
        raise BadReport("This is no status report of payments (pain.002): its first element is “{name}”, and none is in it.",
                        name=quoted(root.name))  # fmt: skip
    if len(reports) > 1:
        raise BadReport("The file holds {count} status reports; give each a file of its own.", count=len(reports))
    return _report(reports[0])


def _report(element: Element) -> Report:
    original = next(element.all("OrgnlGrpInfAndSts"), None)
    if original is None or not original.say("OrgnlMsgId"):
        raise BadReport("The report doesn't say of which message it speaks (OrgnlMsgId), so it can't be used.")
    groups = tuple(_group(one) for one in element.all("OrgnlPmtInfAndSts"))
    loose = tuple(_status(PAYMENT, one) for one in element.all("TxInfAndSts"))  # in reports of old, outside any group
    if loose:
        groups += (Group(Status(GROUP, "", ""), loose),)
    return Report(
        id=element.say("GrpHdr/MsgId")[:MOST_WORDS],
        created=element.say("GrpHdr/CreDtTm")[:MOST_WORDS],
        message=_status(MESSAGE, original),
        groups=groups,
    )


def _group(element: Element) -> Group:
    return Group(_status(GROUP, element), tuple(_status(PAYMENT, one) for one in element.all("TxInfAndSts")))


_IDS = {MESSAGE: ("OrgnlMsgId",), GROUP: ("OrgnlPmtInfId",), PAYMENT: ("OrgnlEndToEndId", "OrgnlInstrId")}
_CODES = {MESSAGE: "GrpSts", GROUP: "PmtInfSts", PAYMENT: "TxSts"}


def _status(level: str, element: Element) -> Status:
    id = next(filter(None, map(element.say, _IDS[level])), "")
    if not id and level == PAYMENT:
        raise BadReport("In line {line} the report speaks of a payment without naming it.", line=element.line)
    return Status(level, id[:MOST_WORDS], element.say(_CODES[level])[:MOST_WORDS], tuple(_reasons(element)))


def _reasons(element: Element) -> Iterator[Reason]:
    for found in element.all("StsRsnInf"):
        words = " ".join(one.text.strip() for one in found.all("AddtlInf"))[:MOST_WORDS]
        code, own = found.say("Rsn/Cd"), found.say("Rsn/Prtry")
        # Banks also put the common codes where their own would stand.
        if code or own or words:
            yield Reason((code or own or "NARR")[:MOST_WORDS], words, own=bool(own and not code))


def outcomes(report: Report, message: str, group: str, payments: Iterable[str]) -> dict[str, Status]:
    """What the report says of each payment of a batch: of itself, else of its group, else of the message.

    ``message`` and ``group`` are the ids that were in the file. Left out is a payment of which nothing certain is said: neither it nor
    what it is in is named, only "some" are accepted, or the report contradicts itself. Empty for a report about another message.
    """
    if report.message.id != message:
        return {}
    ours = [one for one in report.groups if one.status.id in (group, "")]
    of_group = [one.status for one in ours if one.status.code]
    above = _agreed(of_group if of_group else [report.message])
    single: dict[str, list[Status]] = {}
    for one in ours:
        for status in one.payments:
            if status.code:
                single.setdefault(status.id, []).append(status)
    found = {id: _agreed(single[id]) if id in single else above for id in payments}
    return {id: status for id, status in found.items() if status is not None}


def _agreed(statuses: list[Status]) -> Status | None:
    """The last of some statuses where all of them say the same, and say it of everything below; else nothing is known."""
    comes_to = {status.comes_to for status in statuses}
    return statuses[-1] if comes_to in ({REJECTED}, {WAITING}) else None
