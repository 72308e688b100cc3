"""The file that a bank pays from: ISO 20022 pain.001, version 09 or 03, written so that the same batch is always the same bytes.

Follows the implementation guidelines of the European Payments Council for SEPA credit transfers: one group, one paying account, one
day; charges shared; no address inside the European Economic Area, else town and country, never unstructured lines.
"""

import hashlib
from collections.abc import Iterator

from entredon.pure.log.canonical import dumps
from entredon.pure.money.payments.batch import Address, Batch, Payment
from entredon.pure.money.payments.checks import abroad, crosses, judged
from entredon.pure.money.payments.profiles import FILE, PAYMENT
from entredon.pure.money.references import RF, Reference
from entredon.pure.value.currency import plain

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_LEVEL = "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"


def write(batch: Batch) -> bytes:
    """The file. Raises the first of ``checks.judged``'s troubles as BadBatch."""
    found = judged(batch)
    for trouble in found.troubles:
        raise trouble
    return "".join(_document(found.batch)).encode()


def message_id(batch: Batch) -> str:
    """32 hex digits that name exactly this batch as this bank gets it."""
    return hashlib.sha256(canonical(batch)).hexdigest()[:32]


def canonical(batch: Batch) -> bytes:
    """All that makes a batch that has been judged, as canonical JSON."""
    return dumps(
        {
            "what": "entredon/payout/v1",
            "id": batch.id, "created": batch.created, "day": batch.day,
            "name": batch.name, "iban": batch.iban, "bic": batch.bic, "address": _where(batch.address),
            "profile": batch.profile.data(),
            "payments": [_row(payment) for payment in batch.payments],
        }
    )  # fmt: skip


def _row(payment: Payment) -> list[object]:
    message = payment.message
    said = ["text", message] if isinstance(message, str) else [message.kind, message.text]
    return [payment.id, payment.name, payment.iban, payment.bic, payment.minor, _where(payment.address), said]


def _where(address: Address | None) -> list[str]:
    return [address.town, address.country] if address else []


def _document(batch: Batch) -> Iterator[str]:
    totals = f"<NbOfTxs>{len(batch.payments)}</NbOfTxs><CtrlSum>{plain(batch.total, 'EUR')}</CtrlSum>"
    name = _escaped(batch.name)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<Document xmlns="{NAMESPACE}{batch.profile.version}"><CstmrCdtTrfInitn>\n'
    yield f"<GrpHdr><MsgId>{message_id(batch)}</MsgId><CreDtTm>{batch.created}</CreDtTm>{totals}"
    yield f"<InitgPty><Nm>{name}</Nm></InitgPty></GrpHdr>\n"
    yield f"<PmtInf><PmtInfId>{batch.id}</PmtInfId><PmtMtd>TRF</PmtMtd>{totals}"
    yield _LEVEL if batch.profile.level == FILE else ""
    yield f"<ReqdExctnDt>{_day(batch)}</ReqdExctnDt>"
    yield f"<Dbtr><Nm>{name}</Nm>{_address(batch.address) if crosses(batch) else ''}</Dbtr>"
    yield f"<DbtrAcct><Id><IBAN>{batch.iban}</IBAN></Id></DbtrAcct>"
    yield f"<DbtrAgt>{_bank(batch.bic, batch)}</DbtrAgt><ChrgBr>SLEV</ChrgBr>\n"
    for payment in batch.payments:
        yield _transfer(payment, batch)
    yield "</PmtInf></CstmrCdtTrfInitn></Document>\n"


def _transfer(payment: Payment, batch: Batch) -> str:
    """One payment, on a line of its own."""
    return (
        f"<CdtTrfTxInf><PmtId><InstrId>{payment.id}</InstrId><EndToEndId>{payment.id}</EndToEndId></PmtId>"
        f"{_LEVEL if batch.profile.level == PAYMENT else ''}"
        f'<Amt><InstdAmt Ccy="EUR">{plain(payment.minor, "EUR")}</InstdAmt></Amt>'
        f"{f'<CdtrAgt>{_bank(payment.bic, batch)}</CdtrAgt>' if payment.bic else ''}"
        f"<Cdtr><Nm>{_escaped(payment.name)}</Nm>"
        f"{_address(payment.address) if abroad(payment.iban) else ''}</Cdtr>"
        f"<CdtrAcct><Id><IBAN>{payment.iban}</IBAN></Id></CdtrAcct>"
        f"{_message(payment.message)}</CdtTrfTxInf>\n"
    )


def _day(batch: Batch) -> str:
    return batch.day if batch.profile.old else f"<Dt>{batch.day}</Dt>"


def _bank(bic: str, batch: Batch) -> str:
    if not bic:
        return "<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>"
    tag = "BIC" if batch.profile.old else "BICFI"
    return f"<FinInstnId><{tag}>{bic}</{tag}></FinInstnId>"


def _address(address: Address | None) -> str:
    if address is None:
        return ""
    return f"<PstlAdr><TwnNm>{_escaped(address.town)}</TwnNm><Ctry>{address.country}</Ctry></PstlAdr>"


def _message(message: Reference | str) -> str:
    """A reference as such, with whoever defines it: ISO for RF, BBA (the Belgian banks) for structured communications."""
    if isinstance(message, str):
        text = _escaped(message)
        return f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
    issuer = "ISO" if message.kind == RF else "BBA"
    kind = f"<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>{issuer}</Issr></Tp>"
    return f"<RmtInf><Strd><CdtrRefInf>{kind}<Ref>{message.text}</Ref></CdtrRefInf></Strd></RmtInf>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
