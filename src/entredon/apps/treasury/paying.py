"""What people do about paying out, from a page or by a command: where they are paid, and what the bank says of a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from entredon.apps.treasury import documents, letters_out, payees, queries_out
from entredon.apps.treasury.entries import Confirmed
from entredon.apps.treasury.entries_out import PayoutsRejected, Rejection
from entredon.apps.treasury.models import Payout, Run, Waiting
from entredon.apps.treasury.payees import Details
from entredon.apps.treasury.payout_files import again, payouts_of
from entredon.desk.saying import say_once
from entredon.log.registry import Refused
from entredon.pure.money.payments import pain002
from entredon.pure.money.payments.elements import BadReport
from entredon.pure.money.payments.pain002 import REJECTED, Status
from entredon.pure.money.payments.reasons import TWICE


def name_payee(
    request: HttpRequest, slug: str, payee: str, details: Details, *, me: bool, label: str = "", mail: str = "", upstream: str = ""
) -> str:  # fmt: skip
    """Say where somebody is paid; what is private is kept beside the record. Returns the entry's id. Raises Refused."""
    known = queries_out.payee(slug, payee)
    row, new = payees.keep(slug, payee, details, label=label, mail=mail or letters_out.reached(slug, payee))
    try:
        said = say_once(request, slug, payees.fact(payee, row, me=me, upstream=upstream), {}, last=1)
    except Refused:
        if new:
            payees.let_go(row)
        raise
    if known is not None and known.in_force:
        letters_out.changed(request, slug, payee, known.now, letters_out.NAMED)
    return said


def confirm(request: HttpRequest, slug: str, what: str) -> str:
    """A second person confirms what an entry says; who was paid to another account before is told. Raises Refused."""
    waiting = Waiting.objects.filter(commons=slug, id=what).first()
    payee = str(waiting.body.get("payee", "")) if waiting is not None and waiting.what == "payee" else ""
    known = queries_out.payee(slug, payee) if payee else None
    said = say_once(request, slug, Confirmed(what=what), {})
    if known is not None and known.in_force:
        letters_out.changed(request, slug, payee, known.now, letters_out.CONFIRMED)
    return said


# What the bank says of a file


@dataclass(frozen=True, slots=True)
class Answered:
    """What a report says: of each payout that it speaks of. ``rejected`` are those it ends."""

    report: str
    said: dict[str, Status]
    rejected: tuple[Rejection, ...]


def read_report(slug: str, run: Run, data: bytes) -> Answered:
    """What a report of the bank (pain.002) says of a run. Nothing is recorded. Raises Refused with what is wrong with it."""
    try:
        report = pain002.read(data)
    except BadReport as trouble:
        raise Refused.of(trouble) from None
    if not run.file:
        raise Refused("No file was made of this run yet, so no bank can have answered it.")
    message, group = _ids(again(slug, run).data)
    rows = payouts_of(slug, run.id)
    said = pain002.outcomes(report, message, group, [one.name for one in rows])
    if report.message.id != message:
        raise Refused(
            "This report is about another file: it speaks of {other}, and the file of this run is {id}.",
            other=report.message.id[:40],
            id=message,
        )
    kept = documents.keep(slug, data, what=documents.REPORT, name="pain.002")
    return Answered(kept.commitment, said, tuple(_rejections(rows, said)))


def _ids(file: bytes) -> tuple[str, str]:
    """How the file calls itself and its one group."""
    text = file.decode()
    return text.partition("<MsgId>")[2].partition("<")[0], text.partition("<PmtInfId>")[2].partition("<")[0]


def _rejections(rows: Sequence[Payout], said: dict[str, Status]) -> list[Rejection]:
    """The payouts that the report ends. What is refused for having been sent twice ends nothing."""
    return [
        Rejection(payout=one.id, code=_code(said[one.name]))
        for one in rows
        if one.name in said
        and said[one.name].comes_to == REJECTED
        and one.state in queries_out.UNSETTLED
        and _code(said[one.name]) not in TWICE
    ]


def _code(status: Status) -> str:
    """The reason as it is recorded: the bank's code, or NARR where it has words only."""
    code = next((one.code for one in status.reasons), "NARR")
    return code if code.isascii() and code.isalnum() and len(code) <= 35 else "NARR"


def take_report(request: HttpRequest, slug: str, run: Run, answered: Answered) -> str:
    """Tell the record what a report refuses; "" where it refuses nothing. Raises Refused."""
    if not answered.rejected:
        return ""
    fact = PayoutsRejected(run=run.id, report=answered.report, rejected=answered.rejected)
    return say_once(request, slug, fact, {})
