"""Everything that would keep a bank from taking a batch, told before its file is written: all of it at once, not one by one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from entredon.pure.money import banking
from entredon.pure.money.payments.batch import Address, BadBatch, Batch, Payment
from entredon.pure.money.payments.letters import BASIC, fitted
from entredon.pure.money.payments.profiles import LETTERS, Profile
from entredon.pure.money.quoting import quoted
from entredon.pure.told import Told
from entredon.pure.value.currency import written

MOST_MINOR = 99_999_999_999
"""999,999,999.99 EUR: the largest credit transfer."""
LONGEST_NAME = 70
LONGEST_ID = 35
LONGEST_TEXT = 140
LONGEST_TOWN = 35
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?",
    re.ASCII,
)
_OLD_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Judged:
    """A batch as its bank gets it (IBANs without spaces, names in its letters), and what is wrong with it, if anything."""

    batch: Batch
    troubles: tuple[BadBatch, ...]


def judged(batch: Batch) -> Judged:
    """A batch looked through. Only without troubles is what came of it of use."""
    paying, head = _paying(batch)
    troubles = [*_of_the_whole(batch), *head]
    seen: set[str] = set()
    payments = []
    for payment in batch.payments:
        fit, said = _payment(payment, paying)
        if payment.id in seen:
            said.append(BadBatch("Another payment of the batch has the same id."))
        seen.add(payment.id)
        payments.append(fit)
        troubles += [
            BadBatch(
                "Payment {id} to {name}: {trouble}", id=quoted(payment.id), name=quoted(payment.name), trouble=trouble
            )
            for trouble in said
        ]
    whole = replace(paying, payments=tuple(payments))
    if batch.address is None and crosses(whole):
        troubles.append(
            BadBatch(
                "An account is outside the European Economic Area, so banks ask for the payer's town and country: add them."
            )
        )
    return Judged(whole, tuple(troubles))


def abroad(iban: str) -> bool:
    """Whether an account is outside the European Economic Area. Its IBAN as ``banking.iban`` gives it, or ""."""
    return bool(iban) and iban[:2] not in banking.EEA


def crosses(batch: Batch) -> bool:
    """Whether any account of a batch that has been judged is outside the European Economic Area."""
    return abroad(batch.iban) or any(abroad(payment.iban) for payment in batch.payments)


class _Asked:
    """Keeps the troubles of checks, so that one does not hide the next."""

    def __init__(self) -> None:
        self.said: list[Told] = []

    def __call__(self, check: Callable[..., str], *values: object) -> str:
        try:
            return check(*values)
        except Told as trouble:
            self.said.append(trouble)
            return ""

    def address(self, address: Address | None, profile: Profile) -> Address | None:
        if address is None:
            return None
        return Address(self(_town, address.town, profile), self(_country, address.country))


def _of_the_whole(batch: Batch) -> list[BadBatch]:
    """How many payments there are, and the days."""
    found = []
    if not batch.payments:
        found.append(BadBatch("The batch is empty: there is nothing to pay."))
    if len(batch.payments) > batch.profile.most:
        found.append(
            BadBatch(
                "The batch has {count:,} payments; this bank takes {most:,} in a file. Make several batches.",
                count=len(batch.payments), most=batch.profile.most,
            )
        )  # fmt: skip
    created, day = _moment(batch.created), _day(batch.day)
    if created is None:
        found.append(
            BadBatch("“{text}” is no moment at which a batch is made; write it as 2026-11-26T10:30:00Z.",
                     text=quoted(batch.created))
        )  # fmt: skip
    if day is None:
        found.append(BadBatch("“{text}” is no day on which to pay; write it as 2026-11-30.", text=quoted(batch.day)))
    elif created is not None and day < created.date():
        found.append(BadBatch("The day to pay, {day}, is before the day on which the batch was made.", day=batch.day))
    return found


def _paying(batch: Batch) -> tuple[Batch, list[BadBatch]]:
    """The batch with its paying side fitted, still without payments."""
    ask = _Asked()
    fit = replace(
        batch,
        id=ask(_id, batch.id),
        name=ask(_name, batch.name, batch.profile),
        iban=ask(_iban, batch.iban),
        bic=ask(_bic, batch.bic or batch.profile.bic, batch.profile),
        address=ask.address(batch.address, batch.profile),
        payments=(),
    )
    return fit, [BadBatch("The paying side of the batch: {trouble}", trouble=trouble) for trouble in ask.said]


def _payment(payment: Payment, paying: Batch) -> tuple[Payment, list[Told]]:
    ask, profile = _Asked(), paying.profile
    message = payment.message
    fit = replace(
        payment,
        id=ask(_id, payment.id),
        name=ask(_name, payment.name, profile),
        iban=ask(_payee, payment, paying.iban),
        bic=ask(_bic, payment.bic, profile, profile.needs_bic),
        message=ask(_text, message, profile) if isinstance(message, str) else message,
        address=ask.address(payment.address, profile),
    )
    ask(_amount, payment.minor)
    return fit, ask.said


def _id(text: str) -> str:
    if not text:
        raise BadBatch("The id is missing.")
    if len(text) > LONGEST_ID:
        raise BadBatch("The id has {count} characters; banks take {most}.", count=len(text), most=LONGEST_ID)
    if not BASIC.issuperset(text) or text != text.strip():
        raise BadBatch("The id has signs that banks don't take; use letters, digits and hyphens.")
    # EPC's guidelines: such ids are turned down.
    if text.startswith("/") or text.endswith("/") or "//" in text:
        raise BadBatch("The id begins or ends with a slash, or has two together; banks don't take that.")
    return text


def _name(text: str, profile: Profile) -> str:
    name = fitted(text, LETTERS[profile.letters])
    if not any(map(str.isalnum, name)):
        raise BadBatch("The name of the account's holder is missing.")
    if len(name) > LONGEST_NAME:
        raise BadBatch("The name has {count} characters; banks take {most}.", count=len(name), most=LONGEST_NAME)
    return name


def _text(text: str, profile: Profile) -> str:
    said = fitted(text, LETTERS[profile.letters])
    if len(said) > LONGEST_TEXT:
        raise BadBatch("The message has {count} characters; banks take {most}.", count=len(said), most=LONGEST_TEXT)
    return said


def _town(text: str, profile: Profile) -> str:
    town = fitted(text, LETTERS[profile.letters])
    if not any(map(str.isalnum, town)):
        raise BadBatch("The town of the address is missing.")
    if len(town) > LONGEST_TOWN:
        raise BadBatch("The town has {count} characters; banks take {most}.", count=len(town), most=LONGEST_TOWN)
    return town


def _country(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", code, re.ASCII):
        raise BadBatch("“{country}” is no country's two capital letters.", country=quoted(code))
    return code


def _iban(text: str) -> str:
    number = banking.iban(text)
    if number[:2] not in banking.SEPA:
        raise BadBatch("No SEPA transfer reaches an account in {country}; pay it in another way.", country=number[:2])
    return number


def _payee(payment: Payment, own: str) -> str:
    number = _iban(payment.iban)
    if number == own:
        raise BadBatch("The money would go to the account that it comes from.")
    if abroad(number) and payment.address is None:
        raise BadBatch(
            "An account in {country} is outside the European Economic Area, so banks ask for the payee's town and country.",
            country=number[:2],
        )
    return number


def _bic(text: str, profile: Profile, needed: bool = False) -> str:
    if not text and not needed:
        return ""
    if not text:
        raise BadBatch("The BIC is missing, and this bank asks for it.")
    code = banking.bic(text)
    # The older message is narrower than ISO 9362: some places have no 0, 1 or O there.
    if profile.old and not _OLD_BIC.fullmatch(code):
        raise BadBatch("The older message can't hold the BIC {bic}; leave it out, as it is seldom needed.", bic=code)
    return code


def _amount(minor: int) -> str:
    if minor < 0:
        raise BadBatch("The amount is less than nothing; only what is owed can be paid.")
    if minor == 0:
        raise BadBatch("The amount is 0; leave the payment out.")
    if minor > MOST_MINOR:
        raise BadBatch(
            "The amount is too large; one transfer carries at most {most} EUR.", most=written(MOST_MINOR, "EUR")
        )
    return ""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
