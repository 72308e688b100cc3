"""Where money for a commons is paid, and all that a payer needs for it: account, amount, reference, code.

The account's number is private to this place: a copy of the record doesn't have it, and says so.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from entredon.apps.treasury.models import BankDetails, Bearer, MoneyAccount
from entredon.apps.treasury.record_journal import THE
from entredon.desk.telling import tell
from entredon.log.models import Log
from entredon.pure.money import banking, qr, references
from entredon.pure.money.references import Reference
from entredon.pure.told import Told

GIFTS = "EUR"
"""Gifts are asked for in euros: only those have a code that banking apps read."""


@dataclass(frozen=True, slots=True)
class Place:
    """An account at a bank: whose it is, by the name the bank has, its number, and in which currency it is kept."""

    holder: str
    iban: str
    bic: str
    currency: str

    @property
    def shown(self) -> str:
        """The number as people write it."""
        return banking.shown(self.iban)


def place(slug: str, currency: str) -> Place | None:
    """The account on which a commons is paid, in this currency if there is one; None where no number is known here.

    A commons whose statements are led in another one is paid on that one's account: the reference tells whose it is.
    """
    bearer = Bearer.objects.filter(commons=slug, id=THE).first()
    if bearer is None:
        return None
    if bearer.lead:
        leading = Log.objects.filter(origin=bearer.lead).values_list("slug", flat=True).first()
        return _own(leading, currency) if leading else None
    return _own(slug, currency)


def _own(slug: str, currency: str) -> Place | None:
    opened = MoneyAccount.objects.filter(commons=slug, way="bank").order_by("position").values_list("id", "currency")
    details = {row.account: row for row in BankDetails.objects.filter(commons=slug)}
    here = [(details[id], code) for id, code in opened if id in details]
    for row, code in sorted(here, key=lambda one: one[1] != currency):
        return Place(row.holder, row.iban, row.bic, code)
    return None


def takes_gifts(slug: str) -> bool:
    """Whether the record says that there is an account on which gifts can be paid."""
    return MoneyAccount.objects.filter(commons=slug, currency=GIFTS, way__in=("bank", "carried")).exists()


def known(slug: str) -> str:
    """Until which day bank statements are known; "" if there is no account at a bank."""
    days = MoneyAccount.objects.filter(commons=slug, way__in=("bank", "carried")).values_list("known", flat=True)
    return max(days, default="")


@dataclass(frozen=True)
class Payment:
    """One payment that somebody is asked for: how much, where to, and the number that its references are made of."""

    place: Place
    minor: int
    currency: str
    base: int

    @property
    def rf(self) -> Reference:
        """The reference for the field in which banks take one."""
        return references.rf(self.base)

    @property
    def ogm(self) -> Reference | None:
        """The same as a structured communication, which Belgian banks ask for; None where the account is elsewhere."""
        return references.ogm(self.base) if self.place.iban[:2] == "BE" else None

    @cached_property
    def _written(self) -> str | qr.BadCode:
        try:
            return qr.epc(
                self.place.holder, self.place.iban, self.minor, self.rf, currency=self.currency, bic=self.place.bic
            )
        except qr.BadCode as trouble:
            return trouble

    @property
    def text(self) -> str:
        """What the code holds. Raises BadCode where there can be none."""
        if isinstance(self._written, qr.BadCode):
            raise self._written
        return self._written

    @property
    def no_code(self) -> Told | None:
        """Why there is no code, or None."""
        return self._written if isinstance(self._written, qr.BadCode) else None

    @property
    def why_no_code(self) -> str:
        """Why there is no code, in words; "" where there is one."""
        return tell(self.no_code) if self.no_code else ""

    @property
    def code(self) -> SafeString:
        """The code as a picture for a page; "" where there can be none."""
        if self.no_code:
            return SafeString("")
        # Its title is escaped, and all else in it is numbers.
        return SafeString(qr.drawn(self.text, _("A code for banking apps: it fills in account, amount and reference")))


def payment(slug: str, minor: int, currency: str, base: int) -> Payment | None:
    """All a payer needs; None where this place doesn't know the account."""
    found = place(slug, currency)
    return Payment(found, minor, currency, base) if found is not None else None
