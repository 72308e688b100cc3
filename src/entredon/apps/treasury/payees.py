"""Where somebody is paid: what is typed, what is kept beside the public record, and the commitment that stands in it."""

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from entredon.apps.treasury import documents
from entredon.apps.treasury.entries_out import PayeeNamed
from entredon.apps.treasury.models import PayeeDetails
from entredon.log.registry import Refused
from entredon.pure.log import canonical, commitment
from entredon.pure.money import banking
from entredon.pure.money.payments import checks
from entredon.pure.money.payments.letters import EXTENDED, fitted

OUTSIDE = re.compile(r"x:[0-9a-f]{32}\Z", re.ASCII)
"""How the public record names a payee who is no member."""
MATCH, CLOSE, NO, IMPOSSIBLE = "match", "close", "no", "impossible"
"""What a payee's bank can say of a name and a number together."""


@dataclass(frozen=True, slots=True)
class Details:
    """The holder's name exactly as the bank has it, the number, and what a bank outside the euro's area also asks for."""

    holder: str
    iban: str
    bic: str = ""
    town: str = ""
    country: str = ""

    def text(self) -> str:
        """What the commitment is to: the same for the same details."""
        said = {"bic": self.bic, "country": self.country, "holder": self.holder, "iban": self.iban, "town": self.town}
        return canonical.dumps({"what": "entredon/payee/v1", **said}).decode()


def checked(holder: str, iban: str, bic: str = "", town: str = "", country: str = "") -> Details:
    """Details that a bank can pay to. Raises BadIban, BadBic, BadLetters, Refused."""
    number = banking.iban(iban)
    if number[:2] not in banking.SEPA:
        raise Refused(
            "No SEPA transfer reaches an account in {country}. Name another one, or be paid by other means.",
            country=number[:2],
        )
    made = Details(
        " ".join(holder.split()), number, banking.bic(bic) if bic.strip() else "", " ".join(town.split()),
        country.strip().upper(),
    )  # fmt: skip
    _check_name(made.holder)
    if checks.abroad(number) and not (made.town and re.fullmatch("[A-Z]{2}", made.country, re.ASCII)):
        raise Refused(
            "An account in {country} is outside the European Economic Area, so banks ask for the town and the country too.",
            country=number[:2],
        )
    return made


def _check_name(holder: str) -> None:
    """The name as it would stand in a file for the bank. Raises BadLetters, Refused."""
    name = fitted(holder, EXTENDED)
    if not any(map(str.isalnum, name)):
        raise Refused("Give the name of the account's holder, exactly as the bank has it.")
    if len(name) > checks.LONGEST_NAME:
        raise Refused("The name has {count} characters; banks take {most}.", count=len(name), most=checks.LONGEST_NAME)


def keep(slug: str, payee: str, details: Details, *, label: str = "", mail: str = "") -> tuple[PayeeDetails, bool]:
    """Keep details beside the record; the same ones of the same payee are known again. Returns the row, and whether it is new."""
    salt = documents.salt(slug, "payee", payee, details.text())
    committed = commitment.commit(salt, details.text())
    known = PayeeDetails.objects.filter(commons=slug, details=committed).first()
    if known is not None:
        return known, False
    made = PayeeDetails(
        commons=slug, payee=payee, details=committed, holder=details.holder, iban=details.iban, bic=details.bic,
        town=details.town, country=details.country, label=label, mail=mail, salt=salt,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # the same form, sent twice at once
        return PayeeDetails.objects.get(commons=slug, details=committed), False
    return made, True


def let_go(row: PayeeDetails) -> None:
    """Throw away details that the public record didn't take."""
    row.delete()


def of(slug: str, committed: str) -> PayeeDetails | None:
    """What is behind a commitment; None where this place doesn't have it."""
    return PayeeDetails.objects.filter(commons=slug, details=committed).first() if committed else None


def holds(row: PayeeDetails) -> bool:
    """Whether what is kept here is what the public record commits to: nobody swapped an account number in the database."""
    text = Details(row.holder, row.iban, row.bic, row.town, row.country).text()
    return commitment.opens(row.details, bytes(row.salt), text)


def fact(payee: str, row: PayeeDetails, *, me: bool, upstream: str = "") -> PayeeNamed:
    """What the public record says of it."""
    return PayeeNamed(details=row.details, payee="" if me else payee, upstream=upstream)
