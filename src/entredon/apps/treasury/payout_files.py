"""The file a bank pays a run from: made from what the public record says and what is kept beside it, and always the same.

What was made once is kept by its hash and handed out again as it is. Where those bytes are lost it is made anew, and must then open
the commitment in the record: another file under the name of a run is never given to anybody.
"""

from dataclasses import dataclass

from entredon.apps.treasury import documents, payees
from entredon.apps.treasury.documents import Gone
from entredon.apps.treasury.entries_out import RunExported
from entredon.apps.treasury.models import BankDetails, Bearer, Document, Payout, Run
from entredon.apps.treasury.record_journal import THE
from entredon.log import door
from entredon.log.door import Signer
from entredon.log.registry import Refused
from entredon.log.turns import Turns
from entredon.pure.money.payments import checks, pain001, profiles
from entredon.pure.money.payments.batch import Address, BadBatch, Batch, Payment
from entredon.pure.money.references import BadReference, Reference, read
from entredon.pure.told import Told

MADE = ("reserved", "exported", "submitted", "done")
"""States of a run of which there is a file, or may be one."""
_turns = Turns()


@dataclass(frozen=True, slots=True)
class Made:
    """A file for the bank. ``entry`` is what says so, "" where that was said before."""

    document: Document
    data: bytes
    entry: str = ""

    @property
    def name(self) -> str:
        """What it is called where it is saved."""
        return str(self.document.name)


def batch(slug: str, run: Run) -> Batch:
    """A run as a batch of transfers. Raises Refused where something it needs isn't kept here."""
    details = BankDetails.objects.filter(commons=slug, account=run.account).first()
    if details is None:
        raise Refused(
            "The number of the account {account} isn't kept here, so no file can be made from it.", account=run.account
        )
    bearer = Bearer.objects.get(commons=slug, id=THE)
    return Batch(
        id=run.id[:32],
        created=run.at,
        day=run.day,
        name=details.holder,
        iban=details.iban,
        bic=details.bic,
        address=_address(details.town, details.country),
        payments=tuple(_payment(slug, bearer.name, one) for one in payouts_of(slug, run.id)),
        profile=profiles.profile(details.profile),
    )


def payouts_of(slug: str, run: str) -> list[Payout]:
    """The payouts of a run, in their order."""
    return sorted(Payout.objects.filter(commons=slug, run=run), key=lambda one: int(one.id.rpartition(".")[2]))


def _payment(slug: str, bearer: str, payout: Payout) -> Payment:
    kept = payees.of(slug, payout.details)
    if kept is None:
        raise Refused(
            "The bank details of payment {name} aren't kept here, so no file can be made of this run.", name=payout.name
        )
    if not payees.holds(kept):
        raise Refused(
            "The bank details of payment {name} aren't those that the public record commits to: somebody has changed them "
            "in the database. Nothing is paid to them; have them named again.",
            name=payout.name,
        )
    return Payment(
        id=payout.name,
        name=kept.holder,
        iban=kept.iban,
        minor=payout.minor,
        message=message(bearer, payout),
        bic=kept.bic,
        address=_address(kept.town, kept.country),
    )


def message(bearer: str, payout: Payout) -> Reference | str:
    """What the payee reads: the reference she asked for, else who pays and the name of the payment."""
    try:
        return read(payout.ref) if payout.source != "back" and payout.ref else f"{bearer} {payout.name}"
    except BadReference:
        return f"{bearer} {payout.name}"


def _address(town: str, country: str) -> Address | None:
    return Address(town, country) if town and country else None


def troubles(slug: str, run: Run) -> list[Told]:
    """All that keeps a file from being made of a run; empty when it can be."""
    try:
        made = batch(slug, run)
    except Refused as trouble:
        return [trouble]
    return list(checks.judged(made).troubles)


def written(slug: str, run: Run) -> bytes:
    """The bytes of the file, made now. Raises Refused."""
    try:
        return pain001.write(batch(slug, run))
    except BadBatch as trouble:
        raise Refused.of(trouble) from None


def export(slug: str, run: str, signer: Signer | None) -> Made:
    """The file of a run; the first time, the public record is told of it by ``signer``. Raises Refused."""
    with _turns.take((slug, run)):
        row = Run.objects.get(commons=slug, id=run)
        if row.file:
            return again(slug, row)
        if row.state not in MADE:
            raise Refused("This run isn't approved by all who are needed yet, so there is no file of it.")
        if signer is None:
            raise Refused("The file was not made yet: a steward makes it.")
        data = written(slug, row)
        kept = documents.keep(slug, data, what=documents.PAYMENTS, name=f"payout-{run[:10]}.xml")
        said = door.append(slug, RunExported(run=run, file=kept.commitment), signer)
        return Made(kept, data, said.id)


def again(slug: str, run: Run) -> Made:
    """The file that was made before, the same to the byte. Raises Refused where that isn't possible."""
    kept = documents.find(slug, run.file)
    if kept is not None and documents.opens(kept):
        try:
            return Made(kept, documents.read(kept))
        except Gone:
            pass
    data = written(slug, run)
    remade = documents.keep(slug, data, what=documents.PAYMENTS, name=f"payout-{run.id[:10]}.xml")
    if remade.commitment != run.file:
        raise Refused(
            "The file of this run is lost, and what could be made now would be another one: a bank might pay twice. Take it "
            "from a copy of this place, or wait for the statements to show what was paid."
        )
    return Made(remade, data)
